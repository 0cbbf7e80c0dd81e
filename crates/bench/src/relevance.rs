//! How well articles are ranked, on test collections: queries with judgements of which articles answer them.
//!
//! Each folder holds the articles (a file that ends in `.jsonl` or `.jsonl.gz`), `queries.jsonl` (records with `id` and
//! `text`) and `qrels.tsv` (query, article, grade). The measures are those of trec_eval: MAP of the first 100, nDCG of
//! the first ten (the gain is the grade, the discount log2 of the rank and one), precision and recall of the first ten,
//! and the mean reciprocal rank of the first article that answers; each as a mean over all queries that some article
//! answers. They are told for all queries and for each half of them: what is tuned on one has to hold on the other.
//!
//! Fails where others are known to be better.
//!
//! What news add to words is off: no bonus for being recent, no near-duplicates behind one another.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::search::{Request, search};
use newshound_index::segment::{Segment, TextMode};
use newshound_ingest::{Options, read};
use serde_json::Value;

use crate::{Broken, Outcome, holds};

/// Hits that are looked at.
const DEEP: usize = 100;
/// Hits that a reader looks at.
const SEEN: usize = 10;

/// What the best of others reaches on collections that are known: plain BM25 (k1 0.9, b 0.4, Porter's stems, stop
/// words) or another engine for web pages.
const OTHERS: [(&str, &str, f64); 5] = [
    ("cranfield", "nDCG@10", 0.3640),
    ("time", "MAP", 0.6220),
    ("time", "nDCG@10", 0.7030),
    ("checkthat2020", "MRR", 0.8145),
    ("checkthat2020", "recall@10", 0.8988),
];

/// The measures, in the order of the table.
const MEASURES: [&str; 6] = ["MAP", "nDCG@10", "P@10", "recall@10", "MRR", "recall@100"];

/// Ranks the collections in these folders.
pub(crate) fn run(folders: &[PathBuf]) -> Outcome {
    if folders.is_empty() {
        return Err("name the folders of the test collections".into());
    }
    let mut worse = Vec::new();
    println!("{:<18}{:<10}{:>8}{}", "", "queries", "", MEASURES.map(|name| format!("{name:>12}")).concat());
    for folder in folders {
        let scores = measure(folder)?;
        if scores.is_empty() {
            return Err(format!("{} has no query that some article answers", folder.display()).into());
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (which, skipped, step) in [("all", 0, 1), ("even", 0, 2), ("odd", 1, 2)] {
            let some: Vec<&[f64; 6]> = scores.iter().skip(skipped).step_by(step).collect();
            // The sum of no numbers is -0.
            let mean = |at: usize| some.iter().map(|score| score[at]).sum::<f64>() / some.len().max(1) as f64 + 0.0;
            let row = [0, 1, 2, 3, 4, 5].map(|at| format!("{:>12.4}", mean(at))).concat();
            println!("{name:<18}{which:<10}{:>8}{row}", some.len());
            for (of, measure, best) in OTHERS.iter().filter(|(of, ..)| *of == name && which == "all") {
                let own = MEASURES.iter().position(|name| name == measure).map_or(0.0, mean);
                println!("{:<18}{measure} {own:.4}, the best of others {best:.4}", "");
                worse.extend((!holds(own, *best)).then(|| format!("{measure} of {of}")));
            }
        }
    }
    if worse.is_empty() { Ok(()) } else { Err(Broken(format!("others are better: {}", worse.join(", "))).into()) }
}

/// The measures of each query that some article answers, in the order of the file of queries.
fn measure(folder: &Path) -> Result<Vec<[f64; 6]>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<_, std::io::Error>>()?;
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name != "queries.jsonl" && (name.ends_with(".jsonl") || name.ends_with(".jsonl.gz"))
    });
    files.sort();
    let import = read(&files, &Options::default());
    let mut builder = SegmentBuilder::new(BuildOptions { text: TextMode::Apart, ..BuildOptions::default() });
    import.articles.into_iter().for_each(|article| builder.add(article));
    let built = builder.finish();
    let segment = Segment::open(&built.bytes)?;

    let grades = judgements(&fs::read_to_string(folder.join("qrels.tsv"))?)?;
    let mut scores = Vec::new();
    for line in fs::read_to_string(folder.join("queries.jsonl"))?.lines() {
        let query: Value = serde_json::from_str(line)?;
        let told = |key: &str| query.get(key).map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
        let (Some(id), Some(text)) = (told("id"), told("text")) else { continue };
        let Some(grades) = grades.get(&id) else { continue };
        let request = Request { text, limit: DEEP, collapse: false, half_life: Some(0.0), ..Request::default() };
        let hits = search(&segment, &request)?.hits;
        let found: Vec<f64> = hits.iter().map(|hit| grades.get(hit.id).copied().unwrap_or(0.0)).collect();
        scores.push(score(&found, grades.values().copied().collect()));
    }
    Ok(scores)
}

/// The articles that answer each query, with their grades.
type Judgements = HashMap<String, HashMap<String, f64>>;

/// Reads lines of query, article and grade. Others say nothing; a grade that is no finite number is an error.
fn judgements(lines: &str) -> Result<Judgements, Box<dyn Error>> {
    let mut grades = Judgements::new();
    for line in lines.lines() {
        let mut cells = line.split_whitespace();
        let (Some(query), Some(article), Some(Ok(grade))) =
            (cells.next(), cells.next(), cells.next().map(str::parse::<f64>))
        else {
            continue;
        };
        if !grade.is_finite() {
            return Err(format!("the grade of {article} for the query {query} is {grade}, which is no measure").into());
        }
        if grade > 0.0 {
            grades.entry(query.to_owned()).or_default().insert(article.to_owned(), grade);
        }
    }
    Ok(grades)
}

/// The measures of one query: `found` are the grades of the hits, best first, `all` those of every article that
/// answers.
fn score(found: &[f64], mut all: Vec<f64>) -> [f64; 6] {
    let gain = |grades: &[f64]| {
        grades.iter().take(SEEN).zip(2u32..).map(|(grade, place)| grade / f64::from(place).log2()).sum::<f64>()
    };
    let (mut hits, mut precisions, mut first) = (0.0, 0.0, None);
    for (at, _) in found.iter().enumerate().filter(|(_, grade)| **grade > 0.0) {
        hits += 1.0;
        precisions += hits / (at + 1) as f64;
        first.get_or_insert(at);
    }
    let seen = found.iter().take(SEEN).filter(|grade| **grade > 0.0).count() as f64;
    let count = all.len() as f64;
    all.sort_by(|one, other| other.total_cmp(one));
    let reciprocal = first.map_or(0.0, |at| 1.0 / (at + 1) as f64);
    [precisions / count, gain(found) / gain(&all), seen / SEEN as f64, seen / count, reciprocal, hits / count]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand.
    #[test]
    fn scores_of_a_query() {
        let [map, ndcg, precision, recall, reciprocal, deep] = score(&[1.0, 0.0, 1.0, 0.0], vec![1.0; 3]);
        assert!((map - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-12);
        assert!((ndcg - 1.5 / (1.0 + 1.0 / 3f64.log2() + 0.5)).abs() < 1e-12);
        assert_eq!((precision, recall, reciprocal, deep), (0.2, 2.0 / 3.0, 1.0, 2.0 / 3.0));
        assert_eq!(score(&[], vec![2.0]), [0.0; 6]);
    }

    #[test]
    fn grades_are_finite() {
        let grades = judgements("query article grade\n1 a 2\n1 b 0\n2 c -1\n").expect("all are finite");
        assert_eq!(grades, HashMap::from([("1".to_owned(), HashMap::from([("a".to_owned(), 2.0)]))]));
        for grade in ["nan", "inf", "-inf"] {
            let error = judgements(&format!("1 a 2\n1 b {grade}")).expect_err("no finite number");
            assert!(error.to_string().starts_with("the grade of b for the query 1 is "), "{error}");
        }
    }

    #[test]
    fn nothing_to_measure_fails() {
        assert!(run(&[]).is_err());
    }
}
