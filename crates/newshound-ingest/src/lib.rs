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
//! # Several inputs for one article
//!
//! A page, a feed and a sitemap may tell of one article, and so may an agency's item and the newsroom's own record.
//! Two are one article when their URLs are the same page (whatever the scheme, `www.`, the slash or `.html` at the
//! end, the fragment, marks of campaigns), or, where not both have a URL, when their ids are the same and, unless
//! these are unique in the world, their titles too. Items of one format stay apart, except pages with one canonical
//! URL, entries of several feeds, and versions of an agency's item, of which the highest counts.
//!
//! Whose word counts, first to last ([`Format::precedence`]): **JSON Lines, JSON, CSV, WordPress, Markdown, plain
//! text; ninjs, NewsML-G2, NITF; pages; JSON Feed, RSS and Atom; sitemaps.**
//!
//! | field | taken from |
//! |---|---|
//! | URL | the page, else the sitemap, the feed, the first of the others |
//! | id, title, text, dates, section, authors, language, image, standfirst, related | the first that says it |
//! | tags, further fields | all, the first's order first, each name once |
//! | free to read | only where nobody says otherwise |
//!
//! What one of them takes back (`noindex`, a cancelled item, a draft, an embargo) stays out, whoever else tells of it.
//! [`Summary::joined`] counts what each format told more about.
//!
//! # What is not published
//!
//! **Drafts, what is under embargo, and what has expired stay out; of an article that is not free no word of the text
//! is published; and of further fields only those that are named in [`Options::fields`].** `access.rs` lists what says
//! so in JSON, CSV, front matter and `<meta>` elements, `paywall.rs` what does in JSON-LD, `members.rs` in WordPress's texts.
//! Where it cannot be understood, an article is not free, or not published: words that are not known to mean published, a
//! `date` of Markdown that is none, a row of a table that lacks cells; a page whose JSON-LD is broken and speaks of it is not
//! free, and a file whose front matter is broken stays out. Of the moments that a date may mean, the last opens and the
//! first ends (`moment.rs`).
//!
//! This crate does not fetch, crawl or guess: what a source does not say stays empty.

mod access;
mod address;
mod archive;
#[cfg(test)]
mod battery;
mod clean;
mod csv_table;
pub mod dates;
mod depth;
#[cfg(test)]
mod example_format;
mod extract;
mod feed;
mod finish;
mod format;
mod front_matter;
#[cfg(test)]
mod fuzz;
mod html;
mod import;
mod input;
mod join;
mod jsonl;
mod markdown;
mod markup;
mod members;
mod moment;
mod named;
mod newsml;
mod ninjs;
mod nitf;
mod options;
mod parallel;
mod paywall;
mod permalink;
mod problem;
mod record;
mod sections;
mod selector;
mod sink;
mod sitemap;
mod text;
mod unit;
mod walk;
mod wxr;
mod xml;

pub use format::{Format, UnknownFormat};
pub use import::{Import, Seen, Summary, each_article, each_article_watched, read};
pub use options::Options;
pub use problem::{Problem, ProblemKind, Severity};
pub use selector::{Selector, SelectorError};
