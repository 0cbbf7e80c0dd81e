//! Words that ask: what counts less in a long line.
//!
//! Of a question some words tell what kind of answer is wanted, and not what about: `what are the structural problems of
//! flight at high speed`. Articles seldom ask, so these words look rare, and lists of them would decide. In short lines
//! they may be a name (`the who`), and an acronym is one always (`WHO`).

use super::matching::Found;
use super::terms::Terms;
use crate::analysis::Language;
use crate::query::{Leaf, LeafKind};
use crate::segment::Segment;

/// Words and phrases of a line from which it is long.
const LONG: usize = 6;
/// What a word that asks counts there.
const ASKING: f32 = 0.5;

/// English words that ask, and verbs that help them to.
const WORDS: &str = "what how when where which who why whose can could do does did should would might must is are was \
                     were be been has have had";

/// Whether a leaf asks. What is only begun may become another word.
fn asks(segment: &Segment<'_>, leaf: &Leaf, terms: &Terms) -> bool {
    let [forms] = terms.words.as_slice() else { return false };
    leaf.kind == LeafKind::Word
        && leaf.field.is_none()
        && leaf.text.bytes().any(|byte| byte.is_ascii_lowercase())
        && segment.analyzer().language() == Language::English
        && WORDS.split_ascii_whitespace().any(|word| forms.iter().any(|form| form == word))
}

/// Whether a line is long: words and phrases that articles are to have, of which the bits are set in `wanted`.
pub(super) fn is_long(leaves: &[&Leaf], wanted: u64) -> bool {
    (0..64).zip(leaves).filter(|(at, leaf)| wanted >> at & 1 == 1 && leaf.field.is_none()).count() >= LONG
}

/// Lets what a leaf of a long line found count less where it asks.
pub(super) fn weigh(segment: &Segment<'_>, leaf: Option<&&Leaf>, terms: &Terms, found: &mut Found) {
    if leaf.is_some_and(|leaf| asks(segment, leaf, terms)) {
        found.iter_mut().for_each(|one| one.score *= ASKING);
    }
}
