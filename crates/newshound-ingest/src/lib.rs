//! Reads what publishers have into [`newshound_index::article::Article`]s.
//!
//! ```no_run
//! let import = newshound_ingest::read(&["articles"], &newshound_ingest::Options::default());
//! for problem in &import.problems {
//!     eprintln!("{problem}"); // articles/may.jsonl:7: no title; the first words of the text stand in; ...
//! }
//! ```
//!
//! One file, one format: [`Format`] is told by content. Every format hands its articles to one last step that
//! cleans texts, fills what is missing by stated rules and keeps ids apart. A bad item becomes a [`Problem`], with
//! file and line, what was done and what to do; the others are read. **Nothing here fails as a whole, and nothing
//! depends on the order in which files are listed.**
//!
//! This crate does not fetch, crawl or guess: what a source does not say stays empty.

mod archive;
#[cfg(test)]
mod battery;
mod clean;
mod csv_table;
pub mod dates;
#[cfg(test)]
mod example_format;
mod extract;
mod feed;
mod finish;
mod format;
mod html;
mod import;
mod input;
mod jsonl;
mod markdown;
mod markup;
mod newsml;
mod ninjs;
mod nitf;
mod options;
mod problem;
mod record;
mod sink;
mod sitemap;
mod text;
mod walk;
mod wxr;
mod xml;

pub use format::{Format, UnknownFormat};
pub use import::{Import, Summary, each_article, read};
pub use options::Options;
pub use problem::{Problem, ProblemKind, Severity};
