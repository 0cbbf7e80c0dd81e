//! What only a build does: it decides over whole collections, and never runs in the reader's browser.

#[allow(dead_code, reason = "the segment builder that calls it comes next")]
pub(crate) mod near_duplicate;
#[allow(dead_code, reason = "the segment builder that calls it comes next")]
pub(crate) mod order;
