//! Whether stories that were filed again stand behind one another, and nothing else does: groups of near-duplicates
//! beside judgements of the texts.
//!
//! - BBC's articles as they come, without dates: 133 repeat the text of another word for word. Told is how many of them
//!   stand in its group (recall), and of all articles that stand behind another, how many repeat it (precision).
//! - Reuters' newest: pairs that are judged. `judgements/near-duplicates.tsv` says by which rule, and how they were
//!   drawn. Of pairs that once were drawn from groups it is told how many that are one story still are in one group. Of
//!   the others, which were drawn from all that share enough words, whatever an index does with them: how many that are
//!   one story are in one group (recall), and how many that are in one group are one story (precision). They were drawn
//!   in strata, so both are told as they are, and with each stratum weighed by the pairs that it has.
//!
//! Fails where a figure is less than it was when the pairs were judged. What is grouped anew is not among the pairs
//! that were drawn from groups: where many more articles stand behind another than before, draw and judge again.

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use newshound_index::article::Article;
use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::search::{Request, search};
use newshound_index::segment::{Segment, TextMode};
use newshound_ingest::{Options, read};

use crate::{Outcome, corpora, kept};

const JUDGEMENTS: &str = include_str!("../judgements/near-duplicates.tsv");

/// Articles of BBC that repeat the text of another.
const REPEATS: usize = 133;
/// Articles of Reuters that were judged, the newest.
const NEWEST: usize = 20_000;
/// Pairs that were drawn from groups.
const GROUPED: &str = "grouped";
/// Samples of all pairs that share enough words, and how many such pairs there are.
const STRATA: [(&str, usize); 7] =
    [("0.9", 440), ("0.7", 312), ("0.5", 227), ("0.35", 237), ("0.25", 242), ("0.15", 267), ("contained", 260)];

/// The least share of BBC's repeats that stand in the group of what they repeat, and of what stands behind another that
/// repeats it.
const BBC: [f64; 2] = [0.99, 0.99];
/// The least share of pairs from groups that still are in one; of those in one, of those that are one story.
const DRAWN: [f64; 2] = [0.98, 0.99];
/// The least recall and precision of Reuters' other pairs, as they are and weighed.
const FOUND: [f64; 2] = [0.72, 0.99];
const WEIGHED: [f64; 2] = [0.72, 0.99];

/// Whether two articles are one story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Same,
    Other,
    Doubtful,
}

/// A line of the judgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Judged<'t> {
    archive: &'t str,
    sample: &'t str,
    pair: [&'t str; 2],
    verdict: Verdict,
}

/// So many, of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    yes: usize,
    of: usize,
}

impl Share {
    fn add(&mut self, is_so: bool) {
        self.yes += usize::from(is_so);
        self.of += 1;
    }

    fn value(self) -> f64 {
        self.yes as f64 / self.of.max(1) as f64
    }
}

/// What came of judged pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Found {
    /// Of those that are one story, in one group.
    recall: Share,
    /// Of those in one group, one story.
    precision: Share,
    /// One story or not, without doubt.
    judged: usize,
    doubtful: usize,
}

impl Found {
    fn add(&mut self, verdict: Verdict, is_grouped: bool) {
        if verdict == Verdict::Doubtful {
            self.doubtful += 1;
            return;
        }
        self.judged += 1;
        if verdict == Verdict::Same {
            self.recall.add(is_grouped);
        }
        if is_grouped {
            self.precision.add(verdict == Verdict::Same);
        }
    }

    fn and(self, other: Found) -> Found {
        let both = |one: Share, other: Share| Share { yes: one.yes + other.yes, of: one.of + other.of };
        Found {
            recall: both(self.recall, other.recall),
            precision: both(self.precision, other.precision),
            judged: self.judged + other.judged,
            doubtful: self.doubtful + other.doubtful,
        }
    }
}

/// Recall and precision over strata of so many pairs each, as if all of them were judged.
fn weighed(strata: &[(usize, Found)]) -> [f64; 2] {
    let sum = |part: fn(&Found) -> usize| -> f64 {
        strata.iter().map(|(pairs, found)| (pairs * part(found)) as f64 / found.judged.max(1) as f64).sum()
    };
    let right = sum(|found| found.recall.yes);
    [right / sum(|found| found.recall.of), right / sum(|found| found.precision.of)]
}

/// Measures the file of BBC's articles and that of Reuters'.
pub(crate) fn run(files: &[PathBuf]) -> Outcome {
    let [bbc, reuters] = files else { return Err("name the file of BBC's articles, then that of Reuters'".into()) };
    let judged = parse(JUDGEMENTS)?;
    let mut broken = Vec::new();
    let mut promise = |what: &str, got: f64, least: f64| {
        let is_kept = got >= least;
        println!("{} {what}: {got:.4}, at least {least}", if is_kept { "ok   " } else { "BELOW" });
        if !is_kept {
            broken.push(what.to_owned());
        }
    };

    let articles = read(&[bbc], &Options::default()).articles;
    let texts = texts(&articles);
    let repeats = repeats(&texts);
    if repeats.len() != REPEATS {
        return Err(format!("{} has {} repeats, and {REPEATS} are measured", bbc.display(), repeats.len()).into());
    }
    let groups = groups(articles)?;
    let of = numbers(&groups);
    let mut recall = Share::default();
    repeats.iter().for_each(|[repeat, first]| recall.add(of.get(repeat) == of.get(first)));
    let (precision, doubtful, unknown) = behind_others(&groups, &texts, &judged);
    println!("BBC: {} of {} repeats are in the group of what they repeat", recall.yes, recall.of);
    println!(
        "{} of {} behind another repeat it, {doubtful} doubtful, {unknown} not judged",
        precision.yes, precision.of
    );
    promise("recall of BBC", recall.value(), BBC[0]);
    promise("precision of BBC", precision.value(), BBC[1]);

    let articles = corpora::newest(reuters, NEWEST);
    if articles.len() != NEWEST {
        return Err(too_few(reuters, articles.len()).into());
    }
    let groups = self::groups(articles)?;
    let of = numbers(&groups);
    let sample = |name: &str| -> Result<Found, String> {
        let mut found = Found::default();
        for one in judged.iter().filter(|one| one.archive == "reuters" && one.sample == name) {
            let [left, right] = one.pair.map(|id| of.get(id));
            let (Some(left), Some(right)) = (left, right) else { return Err(format!("not all there: {:?}", one.pair)) };
            found.add(one.verdict, left == right);
        }
        Ok(found)
    };
    println!("\nReuters: {} of {NEWEST} articles stand behind another", NEWEST - groups.len());
    println!("{:<12}{:>8}{:>10}{:>12}{:>12}{:>12}", "", "pairs", "doubtful", "one story", "in a group", "both");
    let tell = |name: &str, pairs: &str, found: &Found| {
        let Found { recall, precision, doubtful, .. } = found;
        println!("{name:<12}{pairs:>8}{doubtful:>10}{:>12}{:>12}{:>12}", recall.of, precision.of, recall.yes);
    };
    let drawn = sample(GROUPED)?;
    tell(GROUPED, "", &drawn);
    let mut strata = Vec::new();
    for (name, pairs) in STRATA {
        let found = sample(name)?;
        tell(name, &pairs.to_string(), &found);
        strata.push((pairs, found));
    }
    let all = strata.iter().fold(Found::default(), |sum, (_, found)| sum.and(*found));
    tell("strata", "", &all);
    let weighed = weighed(&strata);
    promise("pairs from groups of Reuters that still are in one", drawn.recall.value(), DRAWN[0]);
    promise("precision of pairs from groups of Reuters", drawn.precision.value(), DRAWN[1]);
    promise("recall of Reuters", all.recall.value(), FOUND[0]);
    promise("precision of Reuters", all.precision.value(), FOUND[1]);
    promise("recall of Reuters, weighed", weighed[0], WEIGHED[0]);
    promise("precision of Reuters, weighed", weighed[1], WEIGHED[1]);
    kept(&broken)
}

fn too_few(file: &Path, found: usize) -> String {
    format!("{} gives {found} articles, and {NEWEST} are measured", file.display())
}

/// The lines of the file, those that begin with `#` apart.
fn parse(text: &str) -> Result<Vec<Judged<'_>>, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let judged = lines.map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().ok_or_else(|| format!("a judgement has five columns: {line}"));
        let (archive, sample, pair) = (cell()?, cell()?, [cell()?, cell()?]);
        let verdict = match cell()? {
            "same" => Verdict::Same,
            "other" => Verdict::Other,
            "doubtful" => Verdict::Doubtful,
            _ => return Err(format!("the verdict is same, other or doubtful: {line}")),
        };
        Ok(Judged { archive, sample, pair, verdict })
    });
    judged.collect()
}

/// The id of each article and its text, in the order given.
fn texts(articles: &[Article]) -> Vec<(String, String)> {
    let text = |article: &Article| article.blocks.iter().map(|block| block.text()).collect::<Vec<_>>().join("\n");
    articles.iter().map(|article| (article.id.clone(), text(article))).collect()
}

/// Each article whose text an earlier one has word for word, and the first that has it.
fn repeats(texts: &[(String, String)]) -> Vec<[&str; 2]> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut repeats = Vec::new();
    for (id, text) in texts {
        let original = *first.entry(text).or_insert(id);
        if original != id {
            repeats.push([id.as_str(), original]);
        }
    }
    repeats
}

/// The ids of each group, ascending; an article that stands alone is one.
fn groups(articles: Vec<Article>) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut builder = SegmentBuilder::new(BuildOptions { text: TextMode::Apart, ..BuildOptions::default() });
    articles.into_iter().for_each(|article| builder.add(article));
    let built = builder.finish();
    let segment = Segment::open(&built.bytes)?;
    let answer = search(&segment, &Request { limit: usize::MAX, ..Request::default() })?;
    let groups = answer.hits.iter().map(|hit| {
        let mut ids = vec![hit.id.to_owned()];
        ids.extend(hit.duplicates.iter().map(|duplicate| duplicate.id.to_owned()));
        ids.sort();
        ids
    });
    Ok(groups.collect())
}

/// The number of each article's group.
fn numbers(groups: &[Vec<String>]) -> HashMap<&str, usize> {
    let members = groups.iter().enumerate().flat_map(|(at, ids)| ids.iter().map(move |id| (id.as_str(), at)));
    members.collect()
}

/// Of the articles that share a group with one before them, how many repeat it: word for word, or the group's first in
/// the judge's eyes. How many were doubtful, which do not count, and how many nobody judged, which count as if they did
/// not repeat it.
fn behind_others(groups: &[Vec<String>], texts: &[(String, String)], judged: &[Judged<'_>]) -> (Share, usize, usize) {
    let texts: HashMap<&str, &str> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let verdicts: HashMap<[&str; 2], Verdict> =
        judged.iter().filter(|one| one.archive == "bbc").map(|one| (one.pair, one.verdict)).collect();
    let (mut share, mut doubtful, mut unknown) = (Share::default(), 0, 0);
    for ids in groups {
        for (at, id) in ids.iter().enumerate().skip(1) {
            let text = texts.get(id.as_str());
            if ids[..at].iter().any(|before| texts.get(before.as_str()) == text) {
                share.add(true);
                continue;
            }
            let verdict = verdicts.get(&[ids[0].as_str(), id.as_str()]);
            match verdict {
                Some(Verdict::Doubtful) => doubtful += 1,
                _ => share.add(verdict == Some(&Verdict::Same)),
            }
            unknown += usize::from(verdict.is_none());
        }
    }
    (share, doubtful, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(same: [usize; 2], other: [usize; 2], doubtful: usize) -> Found {
        let mut found = Found::default();
        let mut add = |verdict, is_grouped, times| (0..times).for_each(|_| found.add(verdict, is_grouped));
        add(Verdict::Same, true, same[0]);
        add(Verdict::Same, false, same[1]);
        add(Verdict::Other, true, other[0]);
        add(Verdict::Other, false, other[1]);
        add(Verdict::Doubtful, true, doubtful);
        found
    }

    /// Worked out by hand.
    #[test]
    fn strata_weigh_as_many_pairs_as_they_have() {
        // Ten pairs, all one story, nine in a group.
        let high = found([9, 1], [0, 0], 3);
        // Four pairs of two hundred: one is one story and in a group, one is and is not, one is in a group for nothing.
        let low = found([1, 1], [1, 1], 0);
        assert_eq!(high.recall, Share { yes: 9, of: 10 });
        assert_eq!((low.judged, low.precision), (4, Share { yes: 1, of: 2 }));
        // Of 10 + 100 that are one story, 9 + 50 are found; 9 + 100 are in a group.
        let [recall, precision] = weighed(&[(10, high), (200, low)]);
        assert!((recall - 59.0 / 110.0).abs() < 1e-12, "{recall}");
        assert!((precision - 59.0 / 109.0).abs() < 1e-12, "{precision}");
        let all = high.and(low);
        assert_eq!((all.recall, all.precision), (Share { yes: 10, of: 12 }, Share { yes: 10, of: 11 }));
        assert_eq!((all.judged, all.doubtful), (14, 3));
    }

    #[test]
    fn behind_another() {
        let texts = [("a", "ferry"), ("b", "ferry"), ("c", "a ferry"), ("d", "wind"), ("e", "a wind"), ("f", "ferry")];
        let texts = texts.map(|(id, text)| (id.to_owned(), text.to_owned()));
        assert_eq!(repeats(&texts), [["b", "a"], ["f", "a"]]);
        let groups = [vec!["a", "b", "c", "d", "e"], vec!["f"]];
        let groups = groups.map(|ids| ids.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(numbers(&groups).get("f"), Some(&1));
        let judged = parse("# a comment\nbbc\tgrouped\ta\tc\tsame\nbbc\tgrouped\ta\td\tdoubtful").expect("all columns");
        // `b` has the text of `a`, `c` is the same, `d` doubtful, and of `e` nobody knows.
        assert_eq!(behind_others(&groups, &texts, &judged), (Share { yes: 2, of: 3 }, 1, 1));
        assert!(parse("bbc\tgrouped\ta\tc").is_err() && parse("bbc\tgrouped\ta\tc\tperhaps").is_err());
    }

    #[test]
    fn each_pair_is_judged_once_in_a_sample_that_is_told() {
        let judged = parse(JUDGEMENTS).expect("each line has its columns");
        let mut seen: Vec<_> = judged.iter().map(|one| (one.archive, one.sample, one.pair)).collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
        for one in judged {
            assert!(one.pair[0] < one.pair[1], "{one:?}");
            assert!(one.sample == GROUPED || STRATA.iter().any(|(name, _)| *name == one.sample), "{one:?}");
        }
    }
}
