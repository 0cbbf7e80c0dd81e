//! The index of the sample articles, which may not grow unnoticed: a limit for each section and for all.
//!
//! Its bytes are the same everywhere, so that a limit is today's size and a hundredth more. A change that makes a
//! section larger for a reason raises its limit and says so; one that makes it smaller lowers it.

use std::path::PathBuf;

use newshound_index::segment::TextMode;
use newshound_ingest::{Options, read};

use crate::sections::{Measured, Row, tell_bounds};
use crate::{Broken, Outcome};

/// Bytes that each section may take as it is in the file; of the total, as transferred.
const LIMITS: &[(&str, usize)] = &[
    ("header", 212),
    ("stats", 17),
    ("fst", 11_273),
    ("forms", 2138),
    ("blocks", 235),
    ("postings", 4126),
    ("lengths", 45),
    ("documents", 4335),
    ("dates", 179),
    ("facets", 1206),
    ("duplicates", 5),
    ("text", 39_493),
    ("pairs", 173),
    ("total", 29_881),
];

/// Prints what the index of the sample articles takes, and fails where a section is beyond its limit.
pub(crate) fn run(inputs: &[PathBuf]) -> Outcome {
    let measured = measure(inputs)?;
    if measured.row("postings").is_none() {
        return Err("there are no articles: name the folder of the sample".into());
    }
    measured.print();
    tell_bounds();
    let broken = beyond(&measured.rows);
    if broken.is_empty() { Ok(()) } else { Err(Broken(grown(&broken)).into()) }
}

fn grown(broken: &[String]) -> String {
    let broken = broken.join("; ");
    format!("the index of the sample articles has grown: {broken}. Make it smaller again, or raise LIMITS for a reason")
}

fn measure(inputs: &[PathBuf]) -> Result<Measured, newshound_index::segment::SegmentError> {
    // Whatever the day, the same articles are public.
    let options = Options { now: "2026-01-01".parse().ok(), ..Options::default() };
    Measured::of(read(inputs, &options).articles, TextMode::Inside)
}

/// What is beyond its limit, or has none.
fn beyond(rows: &[Row]) -> Vec<String> {
    let mut broken = Vec::new();
    for Row { name, raw, brotli, .. } in rows {
        let bytes = if *name == "total" { brotli } else { raw };
        match LIMITS.iter().find(|limit| limit.0 == *name) {
            Some((_, limit)) if bytes <= limit => {}
            Some((_, limit)) => broken.push(format!("`{name}` has {bytes} bytes, its limit is {limit}")),
            None => broken.push(format!("`{name}` has {bytes} bytes and no limit")),
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_the_sample_keeps_within_its_limits() {
        let newsroom = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/newsroom");
        let measured = measure(&[newsroom]).expect("the builder makes what the reader reads");
        let broken = beyond(&measured.rows);
        assert!(broken.is_empty(), "help: {}", grown(&broken));
    }

    #[test]
    fn what_is_beyond_its_limit() {
        let check = |name: &'static str, raw: usize, expect: &[&str]| {
            assert_eq!(beyond(&[Row { name, raw, brotli: 0, bound: None }]), expect);
        };
        check("lengths", 45, &[]);
        check("lengths", 46, &["`lengths` has 46 bytes, its limit is 45"]);
        check("total", 99_999, &[]);
        check("positions", 1, &["`positions` has 1 bytes and no limit"]);
    }
}
