//! Imports what is named on the command line and tells what came out: how many, how fast, and what was wrong.
//!
//! `cargo run --release -p newshound-ingest --example import -- articles`, with `THREADS=1` before it for one thread.

use std::collections::BTreeMap;
use std::time::Instant;

use newshound_ingest::{Options, each_article};

fn main() {
    let inputs: Vec<String> = std::env::args().skip(1).collect();
    let threads = std::env::var("THREADS").ok().and_then(|threads| threads.parse().ok()).unwrap_or(0);
    let options = Options { threads, ..Options::default() };
    let start = Instant::now();
    let mut has = BTreeMap::<&str, u64>::new();
    let mut problems = BTreeMap::<&str, (u64, String)>::new();
    let summary = each_article(
        &inputs,
        &options,
        |article| {
            let parts = [
                ("text", !article.blocks.is_empty()),
                ("date", article.published.is_some()),
                ("section", article.section.is_some()),
                ("author", !article.authors.is_empty()),
                ("language", article.language.is_some()),
            ];
            for (part, is_there) in parts {
                *has.entry(part).or_default() += u64::from(is_there);
            }
        },
        |problem| {
            let entry = problems.entry(problem.kind.code()).or_insert_with(|| (0, problem.to_string()));
            entry.0 += 1;
        },
    );
    let seconds = start.elapsed().as_secs_f64();
    println!("{} articles of {} files {:?}", summary.articles, summary.files, summary.formats);
    println!("with {has:?}");
    println!("{:.0} articles/s, {:.1} MB/s", summary.articles as f64 / seconds, summary.bytes as f64 / 1e6 / seconds);
    for (code, (count, first)) in &problems {
        println!("{count} times {code}: {first}");
    }
}
