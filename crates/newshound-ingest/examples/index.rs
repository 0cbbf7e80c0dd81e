//! Imports and indexes what is named on the command line, and tells how long either takes, by the clock and of all cores.
//!
//! `cargo run --release -p newshound-ingest --example index -- articles`, with `THREADS=1` before it for one thread.
//! Times of cores are read where Linux tells them. With `TEXT=apart` the text of the articles comes with the index.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::segment::TextMode;
use newshound_ingest::{Options, each_article};

/// What all threads of this program have taken of cores, in seconds; 0 where nobody tells.
fn of_cores() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory that this program had, in megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024 / 1_000_000
}

fn main() {
    let inputs: Vec<String> = std::env::args().skip(1).collect();
    let threads = std::env::var("THREADS").ok().and_then(|threads| threads.parse().ok());
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    let (mut start, mut taken) = (Instant::now(), of_cores());
    let mut tell = |what: &str, count: u64| {
        let (seconds, cores) = (start.elapsed().as_secs_f64(), of_cores() - taken);
        let rate = count as f64 / cores.max(0.01);
        println!("{what:<9} {seconds:>7.2} s, {cores:>7.2} s of cores, {rate:>7.0} articles/s a core, {} MB", peak());
        (start, taken) = (Instant::now(), of_cores());
    };
    let text =
        if std::env::var("TEXT").is_ok_and(|text| text == "apart") { TextMode::Apart } else { TextMode::Standfirst };
    let mut builder = SegmentBuilder::new(BuildOptions { text, ..BuildOptions::default() });
    let options = Options { threads, ..Options::default() };
    let summary = each_article(&inputs, &options, |article| builder.add(article), |_| ());
    tell("reading", summary.articles);
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
    tell("indexing", summary.articles);
    let bytes = built.bytes.iter().chain(built.apart.iter().flat_map(|file| &file.bytes));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    println!(
        "{} articles, index {} bytes, {} files apart, hash {hash:016x}",
        summary.articles,
        built.bytes.len(),
        built.apart.len()
    );
}
