//! Articles that the publisher put first for a line.

use super::Verdict;
use super::filters::{Failed, Filters};
use super::plain::Plain;
use super::ranking::Candidate;
use crate::query::Leaf;
use crate::segment::Segment;
use crate::segment::settings::PINS;

/// Adds the articles that are pinned to the line, whether they have its words or not. Filters hold for them, too.
pub(super) fn add(segment: &Segment<'_>, line: &str, leaves: &[&Leaf], filters: &Filters<'_>, verdict: &mut Verdict) {
    let mut cursor = segment.settings_page(PINS);
    let count = cursor.count();
    if count == 0 {
        return;
    }
    let plain = Plain::of(segment.analyzer(), line, leaves, u64::MAX);
    for _ in 0..count {
        let is_it = plain.whole() == Some(cursor.text());
        for pin in 0..cursor.count() as u32 {
            let document = cursor.small();
            if !is_it || document >= segment.stats.documents {
                continue;
            }
            if let Some(known) = verdict.candidates.iter_mut().find(|one| one.document == document) {
                known.pin = pin;
                continue;
            }
            let failed = filters.failed(segment, document);
            if failed != Failed::More {
                let (score, is_strict, has, is_verified) = (0.0, false, 0, None);
                verdict.candidates.push(Candidate { document, score, is_strict, has, failed, is_verified, pin });
            }
        }
    }
}
