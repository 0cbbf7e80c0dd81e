//! What else a reader's words may stand for: the publisher's synonyms.
//!
//! They were resolved when the index was built. A single word is looked up like one that was typed; for several words
//! side by side the index has a list of the articles that have them so, like the list of a word. Words are replaced once:
//! what they stand for is looked up as it is, so that no rules, however written, go round in circles. What was put in
//! quotation marks, excluded, or cut short by `*` is meant as it stands.

use super::plain::Plain;
use super::terms::{Atom, Expansion, Surroundings, Terms, Way, Word};
use crate::query::Leaf;
use crate::segment::Segment;
use crate::segment::bytes::Cursor;
use crate::segment::settings::{ACRONYM, LIST, SYNONYMS};

/// What a synonym counts beside 1 for the word that was typed: less than any spelling of that.
const SYNONYM: f32 = 0.8;

/// A leaf with words that others stand for, and the meanings, to be read.
pub(super) type Meant<'s> = (usize, Cursor<'s>);

/// What stands for leaves of a line; `wanted` has those that articles are found by.
pub(super) fn meant<'s>(segment: &'s Segment<'_>, line: &str, leaves: &[&Leaf], wanted: u64) -> Vec<Meant<'s>> {
    let mut cursor = segment.settings_page(SYNONYMS);
    let mut found = Vec::new();
    let count = cursor.count();
    if count == 0 {
        return found;
    }
    let plain = Plain::of(segment.analyzer(), line, leaves, wanted);
    for _ in 0..count {
        let words = cursor.text();
        for (start, ..) in &plain.leaves {
            // Behind the last word stands a blank, and there ends a leaf.
            let end = start + words.len() + 1;
            let here = plain.text.get(*start..end).and_then(|here| here.strip_suffix(' '));
            if here == Some(words) && plain.leaves.iter().any(|leaf| leaf.1 == end) {
                let run = plain.leaves.iter().filter(|leaf| leaf.0 >= *start && leaf.1 <= end);
                found.extend(run.map(|leaf| (leaf.2, cursor.clone())));
            }
        }
        for _ in 0..cursor.count() {
            cursor.text();
            cursor.small();
        }
    }
    found
}

/// Adds to the terms of a leaf what stands for it.
pub(super) fn add(
    segment: &Segment<'_>,
    leaf: usize,
    meant: &[Meant<'_>],
    surroundings: Surroundings,
    terms: &mut Terms,
) {
    let mut expansions = Vec::new();
    for (_, cursor) in meant.iter().filter(|meant| meant.0 == leaf) {
        let mut cursor = cursor.clone();
        for _ in 0..cursor.count() {
            let (words, kind) = (cursor.text(), cursor.small());
            let is_acronym = kind == ACRONYM;
            let from = expansions.len();
            match kind.checked_sub(LIST) {
                Some(group) => {
                    terms.phrases.push(words.split_ascii_whitespace().map(|word| vec![word.to_owned()]).collect());
                    let way = Way::Synonym;
                    expansions.push(Expansion {
                        group,
                        exact: 1,
                        exact_factor: 1.0,
                        other_factor: 0.0,
                        is_acronym,
                        way,
                        class: 0,
                    });
                }
                None => {
                    terms.initials.extend(words.bytes().next());
                    let word = Word { form: words, is_acronym, is_phrase: false, surroundings };
                    expansions.extend(word.known(segment, segment.analyzer()));
                }
            }
            for one in expansions.iter_mut().skip(from) {
                one.exact_factor *= SYNONYM;
                // An acronym stands for the words, the ordinary word does not.
                one.other_factor *= if is_acronym { 0.0 } else { SYNONYM };
                one.is_acronym = is_acronym;
                one.way = Way::Synonym;
            }
        }
    }
    if expansions.is_empty() {
        return;
    }
    match terms.atoms.iter_mut().find(|atom| atom.places == terms.all) {
        Some(atom) => atom.expansions.append(&mut expansions),
        None => terms.atoms.push(Atom { places: terms.all, expansions }),
    }
}
