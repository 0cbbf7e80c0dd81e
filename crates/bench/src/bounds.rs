//! How few bytes could do: from the data of an index, with no regard for how it is coded.
//!
//! What is a set costs the logarithm of how many sets of its size there are, what is a row of symbols its entropy of
//! order 0 or the logarithm of how many rows have each symbol as often. No code that takes articles as they come does
//! with less on average; one that puts like beside like may, and does in long lists. How often each symbol occurs, and
//! how large each set is, is taken as known. Dates are taken as if each of their range were as likely: where many fall
//! together, less would do.
//!
//! Of texts nobody knows a bound. What another coder, brotli, makes of the bare texts stands for one: an estimate, that
//! a better coder goes below. So it is for `fst`, `documents` and `text`, and for the values of `facets`.

use std::collections::BTreeMap;

use newshound_index::date::{Date, Precision};
use newshound_index::segment::Census;
use newshound_serve::brotli;

/// How to find the bound of a section, and what it is in a sentence.
pub(crate) type Bound = (&'static str, fn(&Census, &[u8]) -> f64, &'static str);

/// The bounds in bytes, by the name of the section. Sections that are not here have none that is honest: `stats` and
/// `settings` are a few bytes of what was set, `blocks` and the header say where things are.
pub(crate) const BOUNDS: &[Bound] = &[
    (
        "fst",
        |census, _| packed(&front_coded(census)),
        "estimate: brotli of the forms in order, each without what it shares with the one before",
    ),
    ("forms", |census, _| forms(census) / 8.0, "entropy of class and spellings; groups follow from the stems"),
    (
        "postings",
        |census, _| Postings::of(census).sum() / 8.0,
        "log2 C(N, n) bits for a list of n out of N articles, log2 of n! / (a! b! ...) for places and forms",
    ),
    ("lengths", |_, section| entropy(section.iter().copied()) / 8.0, "entropy of the codes of lengths"),
    ("documents", |census, _| packed(&records(census)), "estimate: brotli of the texts alone, all of a kind together"),
    (
        "dates",
        |census, _| dates(census) / 8.0,
        "log2 of the range for each date, in years, months, days, minutes or seconds; entropy of which, and offsets",
    ),
    (
        "facets",
        |census, _| facets(census) + values(census),
        "log2 of N! / (a! b! ...) bits where each article may have one value at most, else log2 C(N, n) bits a value; \
         and an estimate: brotli of the values",
    ),
    (
        "duplicates",
        |census, _| duplicates(census) / 8.0,
        "log2 of N! / (a! b! ...) / k! bits for k groups and those in none",
    ),
    ("text", |census, _| packed(&census.texts.concat()), "estimate: brotli of the texts alone, as one"),
    (
        "pairs",
        |census, _| pairs(census) / 8.0,
        "log2 C(b, n) bits for the n of the b articles with both words, and which pairs of forms they are",
    ),
];

fn packed(text: &str) -> f64 {
    brotli(text.as_bytes(), 11).len() as f64
}

/// Bits that tell a set of `chosen` out of `all`: log2 C(all, chosen).
pub(crate) fn set(all: usize, chosen: usize) -> f64 {
    let fewer = chosen.min(all.saturating_sub(chosen));
    (0..fewer).map(|at| ((all - at) as f64 / (at + 1) as f64).log2()).sum()
}

/// Bits of a row of symbols by how often each stands in it: entropy of order 0.
pub(crate) fn entropy<T: Ord>(row: impl Iterator<Item = T>) -> f64 {
    let mut counts = BTreeMap::<T, u64>::new();
    row.for_each(|symbol| *counts.entry(symbol).or_default() += 1);
    let all: u64 = counts.values().sum();
    counts.values().map(|count| *count as f64 * (all as f64 / *count as f64).log2()).sum()
}

/// Bits that tell which of so many rows it is that have each symbol as often: log2 of n! / (a! b! ...).
fn arrangements<T: Ord>(row: impl Iterator<Item = T>) -> f64 {
    let mut counts = BTreeMap::<T, usize>::new();
    row.for_each(|symbol| *counts.entry(symbol).or_default() += 1);
    parted(counts.values().sum(), counts.into_values())
}

/// Bits that tell sets of these sizes, in order, out of `all`, none of which is in two; what is in none is left over.
fn parted(all: usize, sizes: impl Iterator<Item = usize>) -> f64 {
    let (mut left, mut bits) = (all, 0.0);
    for size in sizes {
        bits += set(left, size);
        left = left.saturating_sub(size);
    }
    bits
}

/// The bounds of all lists, in bits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Postings {
    /// Which articles, given how many.
    pub(crate) articles: f64,
    /// Where the forms stand in each and how often: how many ways there are to put those of a list.
    pub(crate) places: f64,
    /// Which forms stand in each: the same, for those of articles that have one token and for the others.
    pub(crate) spellings: f64,
}

impl Postings {
    pub(crate) fn of(census: &Census) -> Postings {
        let all = census.records.len();
        let mut bounds = Postings::default();
        for list in census.lists.iter().filter(|list| !list.articles.is_empty()) {
            bounds.articles += set(all, list.articles.len());
            bounds.places += arrangements(list.places.iter());
            for is_once in [true, false] {
                let here = list.places.iter().zip(&list.spellings).filter(|(place, _)| (**place == 1) == is_once);
                bounds.spellings += arrangements(here.map(|(_, spellings)| *spellings));
            }
        }
        bounds
    }

    fn sum(self) -> f64 {
        self.articles + self.places + self.spellings
    }
}

/// The forms on lines, each as the length of what it shares with the one before, and the rest.
fn front_coded(census: &Census) -> String {
    let (mut out, mut before) = (String::new(), "");
    for form in &census.forms {
        let shared = before.chars().zip(form.form.chars()).take_while(|(one, other)| one == other).count();
        out.push(char::from_u32('0' as u32 + shared as u32).unwrap_or('0'));
        out.extend(form.form.chars().skip(shared));
        out.push('\n');
        before = &form.form;
    }
    out
}

fn forms(census: &Census) -> f64 {
    entropy(census.forms.iter().map(|form| (form.class, form.spellings)))
}

/// The texts of the records: all ids, then all titles, and so on.
fn records(census: &Census) -> String {
    let kinds = (0..5).flat_map(|kind| census.records.iter().map(move |record| record[kind].as_str()));
    kinds.filter(|text| !text.is_empty()).flat_map(|text| [text, "\n"]).collect()
}

fn dates(census: &Census) -> f64 {
    let mut bits =
        entropy(census.dates.iter().map(|date| date.map(|date| (date.precision() as u8, date.offset_minutes()))));
    for precision in [Precision::Year, Precision::Month, Precision::Day, Precision::Minute, Precision::Second] {
        let of = census.dates.iter().flatten().filter(|date| date.precision() == precision);
        let times: Vec<i64> = of.map(time).collect();
        let (oldest, newest) = (times.iter().min().unwrap_or(&0), times.iter().max().unwrap_or(&0));
        bits += times.len() as f64 * ((newest - oldest + 1) as f64).log2();
    }
    bits
}

/// A date, counted in what it is told by.
fn time(date: &Date) -> i64 {
    let (year, month, _) = date.civil_day();
    match date.precision() {
        Precision::Year => i64::from(year),
        Precision::Month => i64::from(year) * 12 + i64::from(month),
        Precision::Day => date.local_seconds().div_euclid(86_400),
        Precision::Minute => date.local_seconds().div_euclid(60),
        Precision::Second => date.local_seconds(),
    }
}

/// Bytes of the values of facets.
fn values(census: &Census) -> f64 {
    let values = census.facets.iter().flat_map(|facet| &facet.values);
    packed(&values.flat_map(|(value, _)| [value, "\n"]).collect::<String>())
}

/// Bytes that tell who has which values. Where there are no more values than articles, each may have one at most, and
/// the ways to have them so are counted: fewer than all there are, and right for what is a partition.
fn facets(census: &Census) -> f64 {
    let all = census.records.len();
    let bits = census.facets.iter().map(|facet| {
        let counts = facet.values.iter().map(|(_, count)| *count);
        if counts.clone().sum::<usize>() <= all {
            parted(all, counts)
        } else {
            counts.map(|count| set(all, count)).sum()
        }
    });
    bits.sum::<f64>() / 8.0
}

/// Bits that tell the groups: no article is in two, and in which order they are does not count.
fn duplicates(census: &Census) -> f64 {
    let groups = &census.duplicates;
    let orders: f64 = (1..=groups.len()).map(|group| (group as f64).log2()).sum();
    parted(census.records.len(), groups.iter().copied()) - orders
}

fn pairs(census: &Census) -> f64 {
    let lists: f64 = census.pairs.iter().map(|(both, count)| set(*both, *count)).sum();
    lists + set(census.forms.len().pow(2), census.pairs.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use newshound_index::segment::{FacetCensus, ListCensus};

    fn near(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9, "{one} is not {other}");
    }

    /// Worked out by hand.
    #[test]
    fn bits_of_sets_and_rows() {
        near(set(4, 2), 6f64.log2());
        near(set(10, 9), 10f64.log2());
        near(set(7, 0), 0.0);
        near(set(7, 7), 0.0);
        // Half, a quarter, a quarter.
        near(entropy("aabc".chars()), 2.0 + 2.0 + 2.0);
        near(entropy("aaaa".chars()), 0.0);
        // 4! / (2! 1! 1!)
        near(arrangements("aabc".chars()), 12f64.log2());
    }

    /// Four articles. A list of three, of which one has its form twice, and one of another spelling; and one of one.
    #[test]
    fn bits_of_lists() {
        let list = |articles: &[u32], places: &[u8], spellings: &[u32]| ListCensus {
            articles: articles.to_vec(),
            places: places.to_vec(),
            spellings: spellings.to_vec(),
            ..ListCensus::default()
        };
        let census = Census {
            lists: vec![list(&[0, 1, 3], &[1, 2, 1], &[1, 1, 2]), list(&[2], &[1], &[1])],
            records: vec![Default::default(); 4],
            ..Census::default()
        };
        let bounds = Postings::of(&census);
        near(bounds.articles, 4f64.log2() + 4f64.log2());
        near(bounds.places, 3f64.log2());
        // Of the two that have it once, one has the other spelling.
        near(bounds.spellings, 1.0);
    }

    fn dated(dates: impl Iterator<Item = String>) -> f64 {
        let dates = dates.map(|date| Some(date.parse().expect("a date"))).collect();
        super::dates(&Census { dates, ..Census::default() })
    }

    /// A date costs the range in what it is told by, and which of these that is.
    #[test]
    fn bits_of_dates() {
        // 2,000 of 20 years: 2,000 log2 20 bits, which are 1,080.5 bytes.
        let years = dated((0..2000).map(|at| format!("{}", 2000 + at % 20)));
        near(years, 2000.0 * 20f64.log2());
        assert!((years / 8.0 - 1080.5).abs() < 0.1, "{years}");
        // From November to February there are four months.
        near(dated(["2019-11", "2020-02", "2020-01"].map(String::from).into_iter()), 3.0 * 2.0);
        near(dated(["2019-12-31", "2020-01-01"].map(String::from).into_iter()), 2.0);
        // Eight minutes.
        near(dated(["2020-01-01T00:03", "2020-01-01T00:10"].map(String::from).into_iter()), 2.0 * 3.0);
        // One of each of two kinds: a bit each that tells which.
        near(dated(["2020", "2020-05"].map(String::from).into_iter()), 2.0);
        near(dated(std::iter::empty()), 0.0);
    }

    fn faceted(articles: usize, counts: &[usize]) -> f64 {
        let values = counts.iter().map(|count| (String::new(), *count)).collect();
        let (records, facets) = (vec![Default::default(); articles], vec![FacetCensus { values }]);
        super::facets(&Census { records, facets, ..Census::default() })
    }

    #[test]
    fn bytes_of_facets() {
        // log2 C(2000, 1000) is near 2,000 - log2(pi 1,000) / 2 bits: 249.3 bytes.
        let halves = faceted(2000, &[1000, 1000]);
        assert!((halves - (2000.0 - (std::f64::consts::PI * 1000.0).log2() / 2.0) / 8.0).abs() < 0.01, "{halves}");
        assert!((halves - 249.3).abs() < 0.1, "{halves}");
        // Of four, one has the one, one the other, two none: 4! / (1! 1! 2!).
        near(faceted(4, &[1, 1]), 12f64.log2() / 8.0);
        // Of four, three have the one and two the other, so that some have both: C(4, 3) C(4, 2).
        near(faceted(4, &[3, 2]), 24f64.log2() / 8.0);
        near(faceted(4, &[4]), 0.0);
    }

    #[test]
    fn bits_of_groups() {
        let check = |groups: &[usize], expect: f64| {
            let (records, duplicates) = (vec![Default::default(); 6], groups.to_vec());
            near(super::duplicates(&Census { records, duplicates, ..Census::default() }), expect);
        };
        check(&[], 0.0);
        check(&[2], 15f64.log2());
        // Six in pairs: five stand beside the first, then three beside the next.
        check(&[2, 2, 2], 15f64.log2());
        // Two pairs: C(6, 2) C(4, 2) / 2.
        check(&[2, 2], 45f64.log2());
    }

    #[test]
    fn what_forms_share_is_told_once() {
        let form = |form: &str| newshound_index::segment::FormCensus {
            form: form.into(),
            group: 0,
            ordinal: 0,
            spellings: (true, false),
            class: 0,
        };
        let census = Census { forms: ["ferries", "ferry", "us"].map(form).to_vec(), ..Census::default() };
        assert_eq!(front_coded(&census), "0ferries\n4y\n0us\n");
    }
}
