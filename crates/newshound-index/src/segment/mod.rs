//! The segment: one index in one file of checked pages.
//!
//! What stands here so far is its ground: bits, sets, checks and byte cursors.

#[allow(dead_code, reason = "the postings that use it come next")]
pub(crate) mod bits;
#[allow(dead_code, reason = "the sections that use it come next")]
pub(crate) mod bytes;
#[allow(dead_code, reason = "the pages that use it come next")]
pub(crate) mod check;
#[allow(dead_code, reason = "the term dictionary that uses it comes next")]
pub(crate) mod fst;
#[allow(dead_code, reason = "the postings that use it come next")]
pub(crate) mod interpolative;

/// Why bytes are no segment, or not one that this version reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// A section holds what no writer writes.
    #[error("the index is damaged in its section `{section}`; build it again and upload it whole")]
    Damaged {
        /// The section's name in the specification of the format.
        section: &'static str,
    },
}
