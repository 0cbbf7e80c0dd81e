//! How few bytes could do: from the data of an index, with no regard for how it is coded.
//!
//! What is a set costs the logarithm of how many sets of its size there are, what is a row of symbols its entropy of
//! order 0. No code goes below either that takes articles as they come; one that puts like beside like may, and does in
//! long lists. How often each symbol occurs is taken as known. Of texts nobody knows a bound; what a strong compressor
//! makes of the bare texts stands for one.

use std::collections::BTreeMap;

use newshound_index::date::Precision;
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
        "brotli of the forms in order, each without what it shares with the one before",
    ),
    ("forms", |census, _| forms(census) / 8.0, "entropy of class and spellings; groups follow from the stems"),
    (
        "postings",
        |census, _| Postings::of(census).sum() / 8.0,
        "log2 C(N, n) bits for a list of n out of N articles, log2 of n! / (a! b! ...) for places and forms",
    ),
    ("lengths", |_, section| entropy(section.iter().copied()) / 8.0, "entropy of the codes of lengths"),
    ("documents", |census, _| packed(&records(census)), "brotli of the texts alone, all of a kind together"),
    ("dates", |census, _| dates(census) / 8.0, "log2 of the range, for each date"),
    ("facets", |census, _| facets(census), "brotli of the values, and log2 C(N, n) bits for those who have each"),
    ("duplicates", |census, _| duplicates(census) / 8.0, "log2 C(N, n) bits a group"),
    ("text", |census, _| packed(&census.texts.concat()), "brotli of the texts alone, as one"),
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
    let mut left: usize = counts.values().sum();
    let mut bits = 0.0;
    for count in counts.into_values() {
        bits += set(left, count);
        left -= count;
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
        let unit = match precision {
            Precision::Minute => 60,
            Precision::Second => 1,
            _ => 86_400,
        };
        let of = census.dates.iter().flatten().filter(|date| date.precision() == precision);
        let times: Vec<i64> = of.map(|date| date.local_seconds().div_euclid(unit)).collect();
        let (oldest, newest) = (times.iter().min().unwrap_or(&0), times.iter().max().unwrap_or(&0));
        bits += times.len() as f64 * ((newest - oldest + 1) as f64).log2();
    }
    bits
}

fn facets(census: &Census) -> f64 {
    let values = census.facets.iter().flat_map(|facet| &facet.values);
    let texts: String = values.clone().flat_map(|(value, _)| [value, "\n"]).collect();
    packed(&texts) + values.map(|(_, count)| set(census.records.len(), *count)).sum::<f64>() / 8.0
}

fn duplicates(census: &Census) -> f64 {
    census.duplicates.iter().map(|count| set(census.records.len(), *count)).sum()
}

fn pairs(census: &Census) -> f64 {
    let lists: f64 = census.pairs.iter().map(|(both, count)| set(*both, *count)).sum();
    lists + set(census.forms.len().pow(2), census.pairs.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use newshound_index::segment::ListCensus;

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
