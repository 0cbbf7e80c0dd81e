//! Whether an article that somebody has in mind is found: by words of its text, with a slip in one of them, and before
//! the last of them is typed to its end.
//!
//! Each folder holds `corpus.jsonl`, the articles, and `queries.json`, of which `known` is read: records with `q`, the
//! three to five words of highest tf-idf of an article that its title lacks, and `doc`, its id. Told are
//!
//! - MRR@10, the mean over all queries of the reciprocal rank of their article, 0 where it is not among the first ten;
//! - of the queries that have it there, how many still do with one random edit in one word of four letters or more, and
//!   how many with the last word cut to 60 % of its letters;
//! - how many words of the index, in four articles or more and of four letters or more, find nothing with one random
//!   edit.
//!
//! A query without a word of four letters counts in no share of slips. Each for all and for each half of them. The
//! edits of an item are the same every time, whatever is found of others; so are those of the misspelt words, as long
//! as the words of the index are the same. As with `relevance`, what news add to words is off.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::search::{Request, search};
use newshound_index::segment::{Segment, SegmentError, TextMode};
use newshound_ingest::{Options, read};
use serde_json::Value;

use crate::chance::Chance;
use crate::{Outcome, holds, kept};

/// MRR@10 of the best of others on corpora that are known, by the names of their folders.
const OTHERS: [(&str, f64); 2] = [("bbc", 0.9475), ("reuters", 0.8646)];
/// The least share that is found in spite of a slip, and of a word that is cut.
const FOUND: f64 = 0.95;
/// The largest share of misspelt words that find nothing.
const NOTHING: f64 = 0.03;

/// Hits that a reader looks at.
const SEEN: usize = 10;
/// Edits that are tried with each query.
const EDITS: usize = 4;
/// Misspelt words that are tried.
const WORDS: usize = 2000;
/// Where the chances of items begin, one for each; and those of misspelt words.
const SEEDS: (u64, u64) = (7, 5);
/// Letters of a word that is misspelt, at least.
const LETTERS: usize = 4;
/// The class of its form, at least: it stands in four articles.
const CLASS: u32 = 2;

/// A mean: a sum, of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Share {
    sum: f64,
    of: usize,
}

impl Share {
    fn add(&mut self, what: f64) {
        self.sum += what;
        self.of += 1;
    }

    fn value(self) -> f64 {
        self.sum / self.of.max(1) as f64
    }
}

/// The measures: MRR@10, with a slip, with a word cut, words that find nothing.
type Measures = [Share; 4];

/// Looks for the known items of these folders.
pub(crate) fn run(folders: &[PathBuf]) -> Outcome {
    if folders.is_empty() {
        return Err("name the folders of the corpora".into());
    }
    let mut broken = Vec::new();
    let columns = ["MRR@10", "of others", "slip", "cut", "nothing"].map(|name| format!("{name:>10}"));
    println!("{:<10}{:<8}{:>8}{}", "", "", "queries", columns.concat());
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let best = OTHERS.iter().find(|others| others.0 == name).map(|others| others.1);
        let halves = measure(folder)?;
        let mut all = Measures::default();
        for half in &halves {
            for (whole, part) in all.iter_mut().zip(half) {
                *whole = Share { sum: whole.sum + part.sum, of: whole.of + part.of };
            }
        }
        for (which, measures) in [("all", &all), ("even", &halves[0]), ("odd", &halves[1])] {
            let [rank, slip, cut, nothing] = measures.map(Share::value);
            let best = best.map(|best| format!("{best:.4}")).unwrap_or_default();
            println!(
                "{name:<10}{which:<8}{:>8}{rank:>10.4}{best:>10}{slip:>10.4}{cut:>10.4}{nothing:>10.4}",
                measures[0].of
            );
        }
        if best.is_none() {
            println!("{name}: nothing is promised for its MRR@10, as none of others is known; for the rest as for all");
        }
        let [rank, slip, cut, nothing] = all.map(Share::value);
        let promises = [
            ("MRR@10", best.is_none_or(|best| holds(rank, best))),
            ("what is found with a slip", holds(slip, FOUND)),
            ("what is found with a word cut", holds(cut, FOUND)),
            ("misspelt words that find nothing", nothing <= NOTHING),
        ];
        broken.extend(promises.iter().filter(|promise| !promise.1).map(|(what, _)| format!("{what} of {name}")));
    }
    kept(&broken)
}

/// The measures of the even queries and words, and of the odd ones.
fn measure(folder: &Path) -> Result<[Measures; 2], Box<dyn Error>> {
    let queries: Value = serde_json::from_slice(&fs::read(folder.join("queries.json"))?)?;
    let known = queries.get("known").and_then(Value::as_array).ok_or("queries.json has no `known`")?;
    if known.is_empty() {
        return Err("queries.json has no known items".into());
    }
    let import = read(&[folder.join("corpus.jsonl")], &Options::default());
    let mut builder = SegmentBuilder::new(BuildOptions { text: TextMode::Apart, ..BuildOptions::default() });
    import.articles.into_iter().for_each(|article| builder.add(article));
    let built = builder.finish();
    let segment = Segment::open(&built.bytes)?;

    let mut halves = [Measures::default(); 2];
    for ((at, item), seed) in known.iter().enumerate().zip(SEEDS.0..) {
        let told = |key: &str| item.get(key).and_then(Value::as_str).ok_or("a known item lacks `q` or `doc`");
        let (query, article) = (told("q")?, told("doc")?);
        let [ranks, slips, cuts, _] = &mut halves[at % 2];
        let is_found = |text: String| rank(&segment, text, article).map(|rank| f64::from(rank.is_some()));
        let place = rank(&segment, query.to_owned(), article)?;
        ranks.add(place.map_or(0.0, |place| 1.0 / place as f64));
        if place.is_none() {
            continue;
        }
        cuts.add(is_found(cut(query))?);
        let mut chance = Chance::new(seed);
        for _ in 0..EDITS {
            if let Some(line) = with_slip(query, &mut chance) {
                slips.add(is_found(line)?);
            }
        }
    }
    let census = segment.census()?;
    let is_word = |form: &str| form.len() >= LETTERS && form.bytes().all(|byte| byte.is_ascii_lowercase());
    let forms = census.forms.iter().filter(|form| form.spellings.0 && form.class >= CLASS && is_word(&form.form));
    let words: Vec<&str> = forms.map(|form| form.form.as_str()).collect();
    if words.is_empty() {
        return Err("no word stands in four articles".into());
    }
    let mut chance = Chance::new(SEEDS.1);
    for at in 0..WORDS {
        let word = slip(words[chance.below(words.len())], &mut chance);
        let answer = search(&segment, &request(word))?;
        halves[at % 2][3].add(f64::from(answer.hits.is_empty()));
    }
    Ok(halves)
}

fn request(text: String) -> Request {
    Request { text, limit: SEEN, collapse: false, half_life: Some(0.0), ..Request::default() }
}

/// Where an article stands among the first hits, counted from 1.
fn rank(segment: &Segment<'_>, text: String, article: &str) -> Result<Option<usize>, SegmentError> {
    let hits = search(segment, &request(text))?.hits;
    Ok(hits.iter().position(|hit| hit.id == article).map(|at| at + 1))
}

/// The line with its last word cut to 60 % of its letters, rounded up, but to two at least.
fn cut(line: &str) -> String {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let letters = last.chars().count();
    let keep = (letters * 3).div_ceil(5).max(2);
    let gone: usize = last.chars().skip(keep).map(char::len_utf8).sum();
    line.get(..line.len() - gone).unwrap_or(line).to_owned()
}

/// The line with a slip in one of its longer words, where it has one.
fn with_slip(line: &str, chance: &mut Chance) -> Option<String> {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let longer: Vec<usize> = (0..words.len()).filter(|at| words[*at].chars().count() >= LETTERS).collect();
    if longer.is_empty() {
        return None;
    }
    let at = longer[chance.below(longer.len())];
    words[at] = slip(&words[at], chance);
    Some(words.join(" "))
}

/// The word with one random edit anywhere: two neighbours swapped, a letter left out, put in, or in place of another.
fn slip(word: &str, chance: &mut Chance) -> String {
    let letters: Vec<char> = word.chars().collect();
    loop {
        let mut other = letters.clone();
        let letter = char::from(b'a' + chance.below(26) as u8);
        match chance.below(4) {
            0 => {
                let at = chance.below(letters.len() - 1);
                other.swap(at, at + 1);
            }
            1 => drop(other.remove(chance.below(letters.len()))),
            2 => other.insert(chance.below(letters.len() + 1), letter),
            _ => other[chance.below(letters.len())] = letter,
        }
        if other != letters {
            return other.into_iter().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn last_words_cut() {
        let check = |line: &str, expect: &str| assert_eq!(cut(line), expect);
        check("nets machines hijacked", "nets machines hijac");
        check("injury weeks banks", "injury weeks ban");
        check("bank", "ban");
        check("a b", "a b");
        check("", "");
    }

    #[test]
    fn slips_are_one_edit() {
        let mut chance = Chance::new(1);
        let mut kinds = [0; 3];
        let mut seen = BTreeSet::new();
        for _ in 0..2000 {
            let word = slip("ferry", &mut chance);
            assert_ne!(word, "ferry");
            kinds[word.len() - 4] += 1;
            let is_swapped = SWAPS.contains(&word.as_str());
            // What it shares with the word from the left and from the right leaves one letter, or two that are swapped.
            let left = word.bytes().zip(b"ferry".iter()).take_while(|(one, other)| one == *other).count();
            let right = word.bytes().rev().zip(b"ferry".iter().rev()).take_while(|(one, other)| one == *other).count();
            assert!(left + right + 1 >= word.len().max(5) || is_swapped, "{word}");
            seen.insert(word);
        }
        assert!(kinds.iter().all(|kind| *kind > 300), "{kinds:?}");
        // All neighbours that differ are swapped, and every letter is left out, the last among them.
        let all = SWAPS.iter().chain(&["erry", "frry", "fery", "ferr"]);
        all.for_each(|word| assert!(seen.contains(*word), "{word}"));
        // Letters are put in before the first and behind the last, and stand in place of either.
        for (before, after, but) in [("", "ferry", "f"), ("ferry", "", "y"), ("", "erry", "f"), ("ferr", "", "y")] {
            let letters = seen.iter().filter_map(|word| word.strip_prefix(before)?.strip_suffix(after));
            let count = letters.filter(|letter| letter.len() == 1 && *letter != but).count();
            assert!(count > 5, "{before}_{after}: {count}");
        }
    }

    /// The word with two neighbours swapped; its two `r` give the word itself.
    const SWAPS: [&str; 3] = ["efrry", "frery", "feryr"];

    #[test]
    fn slips_of_longer_words() {
        let mut chance = Chance::new(1);
        for _ in 0..50 {
            let line = with_slip("to the ferry", &mut chance).expect("`ferry` is long enough");
            assert!(line.starts_with("to the ") && line != "to the ferry", "{line}");
        }
        assert_eq!(with_slip("us who nhs", &mut chance), None);
        assert_eq!(with_slip("", &mut chance), None);
    }

    #[test]
    fn nothing_to_measure_fails() {
        assert!(run(&[]).is_err());
    }
}
