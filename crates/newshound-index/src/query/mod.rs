//! From a reader's line to ranked hits.

mod ast;
mod characters;
mod day;
mod note;
mod parse;

pub use ast::{Field, Leaf, LeafKind, Node, Query};
pub use day::{DayRange, ParseContext, parse_day_range};
pub use note::Note;
pub use parse::parse;
