//! The segment: one index in one file of checked pages.
//!
//! `container.rs` says how pages are kept, each of the other files describes one section, writer, reader and layout
//! together. The whole is specified bit by bit, with an index decoded by hand, in `FORMAT.md` at the root of the
//! repository: what changes here changes there, and a test compares its example.
//!
//! | section | holds |
//! |---|---|
//! | stats | counts, averages and the site's settings |
//! | fst | every folded form with its rank, as a finite state transducer |
//! | forms | for each form its group, and how common it is |
//! | blocks, postings | for each group the articles that hold one of its forms |
//! | lengths | the length of each article |
//! | documents | what a hit shows: id, URL (see `urls.rs`), title, standfirst, image, change |
//! | dates | when each article was published |
//! | facets | section, authors, tags, language and the publisher's own fields, as values and who has them |
//! | duplicates | articles that tell the same story in the same words |
//! | text | the text, where it is published: pages inside, or apart as files |
//! | pairs | for words that often stand side by side the articles where they do |
//! | settings | what the publisher set about ranking: weights, boosts, pins, synonyms; mostly absent |

pub(crate) mod bits;
pub(crate) mod bytes;
mod census;
pub(crate) mod check;
pub(crate) mod container;
pub(crate) mod dates;
pub(crate) mod documents;
pub(crate) mod duplicates;
pub(crate) mod facets;
pub(crate) mod forms;
pub(crate) mod fst;
mod inspect;
pub(crate) mod interpolative;
mod kept;
pub(crate) mod lengths;
pub(crate) mod pairs;
pub(crate) mod postings;
pub(crate) mod reader;
pub(crate) mod settings;
pub(crate) mod stats;
pub(crate) mod text;
pub(crate) mod urls;

use std::fmt;

pub use census::{Census, FacetCensus, FormCensus, ListCensus};
pub use container::Need;
pub use inspect::ArticleTerm;
pub use reader::Segment;
pub use stats::TextMode;

use crate::decimal::push_decimal;

/// Why bytes are no segment, or not one that this version reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentError {
    /// The bytes do not begin as an index does.
    NoSegment,
    /// The bytes end early, or go on behind the end.
    Cut {
        /// Bytes that the header promises.
        expected: usize,
        /// Bytes that are there.
        found: usize,
    },
    /// The format is of another major version.
    Version {
        /// Major version of the index.
        found: u16,
        /// Major version that is read here.
        expected: u16,
    },
    /// The index was made by other rules of analysis.
    Analyzer {
        /// The fingerprint in the index.
        found: u32,
        /// The fingerprint of this version's rules for the same language.
        expected: u32,
    },
    /// A section holds what no writer writes.
    Damaged {
        /// The section's name in the specification of the format.
        section: &'static str,
    },
}

impl SegmentError {
    /// What is wrong, and what the site's owner can do about it.
    pub fn message(&self) -> String {
        let mut out = String::new();
        match self {
            SegmentError::NoSegment => out.push_str("this is no Newshound index; build one from your articles"),
            SegmentError::Cut { expected, found } => {
                out.push_str("the index has ");
                push_decimal(&mut out, *found as u64, 1);
                out.push_str(" bytes and should have ");
                push_decimal(&mut out, *expected as u64, 1);
                out.push_str("; build it again and upload it whole");
            }
            SegmentError::Version { found, expected } => {
                out.push_str("the index has format ");
                push_decimal(&mut out, (*found).into(), 1);
                out.push_str(", this engine reads ");
                push_decimal(&mut out, (*expected).into(), 1);
                out.push_str("; build index and engine with one version");
            }
            SegmentError::Analyzer { .. } => out.push_str(
                "the index was made by another version's rules for words; build index and engine with one version",
            ),
            SegmentError::Damaged { section } => {
                out.push_str("the index is damaged in its section `");
                out.push_str(section);
                out.push_str("`; build it again and upload it whole");
            }
        }
        out
    }

    /// The name of the kind in the JavaScript surface: `corrupt` or `version`.
    pub fn code(&self) -> &'static str {
        match self {
            SegmentError::NoSegment | SegmentError::Cut { .. } | SegmentError::Damaged { .. } => "corrupt",
            SegmentError::Version { .. } | SegmentError::Analyzer { .. } => "version",
        }
    }
}

impl fmt::Display for SegmentError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message())
    }
}

impl std::error::Error for SegmentError {}
