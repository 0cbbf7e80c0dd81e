//! How well the text of pages is told from what stands around it, on a collection of pages whose texts are known.
//!
//! `cargo run --release -p newshound-ingest --example body_f1 -- FOLDER`, where `FOLDER` is that of the article extraction
//! benchmark of Scrapinghub: `ground-truth.json` and `html/`. The measure is the one that it defines: texts are words (letters,
//! digits, `_`), a text counts as its runs of four words, how often each; what two texts share, what one has too much and what
//! it lacks make precision and recall of a page, their means over all pages those of the whole, and these F1. Told for
//! all pages and for each half of them, by name: the rules were made looking at the first half only.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use newshound_index::article::Block;
use newshound_ingest::{Options, read};
use serde_json::Value;

/// Words of a run.
const RUN: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder of the benchmark")?);
    let truth: BTreeMap<String, Value> = serde_json::from_slice(&std::fs::read(folder.join("ground-truth.json"))?)?;
    // What is measured is the text, whatever its page asks of robots.
    // As of when the pages were fetched: some of them end a month later.
    let import = read(
        &[folder.join("html")],
        &Options { respects_noindex: false, now: "2019-12-01".parse().ok(), ..Options::default() },
    );
    let mut bodies: BTreeMap<String, String> = BTreeMap::new();
    for article in import.articles {
        let texts = article.blocks.iter().filter(|block| !matches!(block, Block::Caption(_))).map(Block::text);
        let name = article.id.rsplit('/').next().unwrap_or_default();
        bodies.insert(name.trim_end_matches(".html").to_owned(), texts.collect::<Vec<_>>().join("\n"));
    }
    let mut pages = Vec::new();
    for (name, page) in &truth {
        let body = page.get("articleBody").and_then(Value::as_str).unwrap_or_default();
        let found = bodies.get(name).map_or("", String::as_str);
        if found.is_empty() {
            println!("{name}: no text");
        }
        pages.push(score(body, found));
    }
    let half = |first: usize| pages.iter().skip(first).step_by(2).copied().collect::<Vec<_>>();
    println!("{} pages, of which {} gave a text", truth.len(), bodies.values().filter(|body| !body.is_empty()).count());
    for (name, pages) in [("all", pages.clone()), ("looked at", half(0)), ("not looked at", half(1))] {
        let mean = |of: fn(&Score) -> Option<f64>| {
            let told: Vec<f64> = pages.iter().filter_map(of).collect();
            told.iter().sum::<f64>() / told.len().max(1) as f64
        };
        let (precision, recall) = (mean(|page| page.precision), mean(|page| page.recall));
        let f1 = 2.0 * precision * recall / (precision + recall);
        println!("{name:<14} F1 {f1:.3}  precision {precision:.3}  recall {recall:.3}");
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Score {
    /// `None` where nothing was found.
    precision: Option<f64>,
    /// `None` where nothing is to be found.
    recall: Option<f64>,
}

fn score(truth: &str, found: &str) -> Score {
    let (truth, found) = (runs(truth), runs(found));
    let shared: u64 = truth.iter().map(|(run, count)| (*count).min(found.get(run).copied().unwrap_or(0))).sum();
    let part = |of: &BTreeMap<String, u64>| match of.values().sum::<u64>() {
        0 => None,
        all => Some(shared as f64 / all as f64),
    };
    Score { precision: part(&found), recall: part(&truth) }
}

/// How often each run of words stands in a text; a shorter text is one.
fn runs(text: &str) -> BTreeMap<String, u64> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut runs = BTreeMap::new();
    if words.is_empty() {
        return runs;
    }
    for run in words.windows(RUN.min(words.len())) {
        *runs.entry(run.join(" ")).or_default() += 1;
    }
    runs
}
