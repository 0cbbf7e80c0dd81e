//! Imports and indexes what is named on the command line, and tells what that took: time by the clock and of all cores,
//! and memory. `cargo xtask prove --only throughput` reads it.
//!
//! Times of cores and memory are read where Linux tells them. `THREADS=1` takes one thread, `TEXT=apart` publishes the
//! text, `ORDER=date` leaves articles in the order of their dates.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::segment::TextMode;
use newshound_ingest::{Options, each_article};

use crate::Outcome;

/// What all threads of this program have taken of cores, in seconds; 0 where nobody tells.
fn of_cores() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory that this program had, in megabytes; 0 where nobody tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024 / 1_000_000
}

fn is_set(name: &str, value: &str) -> bool {
    std::env::var(name).is_ok_and(|set| set == value)
}

/// Measures what these inputs take.
pub(crate) fn run(inputs: &[PathBuf]) -> Outcome {
    let threads = std::env::var("THREADS").ok().and_then(|threads| threads.parse().ok());
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    let (mut start, mut taken) = (Instant::now(), of_cores());
    let mut tell = |what: &str| {
        let (seconds, cores) = (start.elapsed().as_secs_f64(), of_cores() - taken);
        println!("{what} {seconds:.2} s, {cores:.2} s of cores, {} MB", peak());
        (start, taken) = (Instant::now(), of_cores());
    };
    let text = if is_set("TEXT", "apart") { TextMode::Apart } else { TextMode::Standfirst };
    let by_likeness = !is_set("ORDER", "date");
    let mut builder = SegmentBuilder::new(BuildOptions { text, by_likeness, ..BuildOptions::default() });
    let options = Options { threads, ..Options::default() };
    let summary = each_article(inputs, &options, |article| builder.add(article), |_| ());
    if summary.articles == 0 {
        return Err("there are no articles to measure".into());
    }
    tell("reading");
    let built = builder.finish_with(&|parts, work| {
        let next = AtomicUsize::new(0);
        let run = || {
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= parts {
                    return;
                }
                work(part);
            }
        };
        std::thread::scope(|scope| {
            (1..threads).for_each(|_| drop(scope.spawn(run)));
            run();
        });
    });
    tell("indexing");
    println!("{} articles of {} bytes in {} files", summary.articles, summary.bytes, summary.files);
    let bytes = built.bytes.iter().chain(built.apart.iter().flat_map(|file| &file.bytes));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    println!("index of {} bytes, {} files apart, hash {hash:016x}", built.bytes.len(), built.apart.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_measure_fails() {
        assert!(run(&[]).is_err());
        assert!(run(&[PathBuf::from("not/there.jsonl")]).is_err());
    }
}
