//! Which articles have a leaf, and how much that counts.
//!
//! The score of an atom in an article is BM25F (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted
//! fields", CIKM 2004): the frequencies of the fields, weighted and made comparable for length, are added up to one
//! before they saturate. Of several expansions of one atom the best counts; the scores of atoms add up.

use std::rc::Rc;

use super::arithmetic::ln;
use super::budget::Budget;
use super::terms::{Atom, Expansion, Terms};
use crate::query::{Field, LeafKind};
use crate::segment::Segment;
use crate::segment::postings::{LAST_PLACE, Mark, Postings, frequency_of, marks_of, place_of};

/// Saturation and length, tuned on judged collections of news and abstracts.
const K1: f32 = 1.2;
const B: f32 = 0.6;

/// What one of the words of a compound counts beside the compound: an article that has it whole has them, too. Alone they
/// would count `two-dimensional` three times.
const PART: f32 = 0.7;

/// Postings that take as long to decode as it takes to find their list, and those that take as long as a facet's value
/// takes to compare.
const LIST: usize = 16;
const VALUE: usize = 8;

/// What finds the articles of one leaf after the other.
pub(crate) struct Boards<'b> {
    /// For each document the best score of the atom at hand, below 0 where it has none, and the fields of all its
    /// expansions there. Made when an atom is more than one list, and empty between two of them.
    board: Vec<(f32, u8)>,
    /// Where only some articles count: the codes of their lengths, and [`NOT_COUNTED`] for all others.
    lengths: Option<Vec<u8>>,
    /// Whether articles that lack words need not be found where [`ENOUGH`](super::ENOUGH) have them all.
    pub(crate) may_be_narrow: bool,
    pub(crate) budget: &'b mut Budget,
}

/// The code of no length that an article has.
const NOT_COUNTED: u8 = u8::MAX;

/// What nothing stands for on a board.
const EMPTY: (f32, u8) = (-1.0, 0);

/// An article that has a leaf or an atom.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Match {
    pub(crate) document: u32,
    pub(crate) score: f32,
    /// The fields ([`Mark`]s) that may have all its words.
    pub(crate) marks: u8,
}

/// What a leaf or an atom found: each article once, in rising order.
pub(crate) type Found = Vec<Match>;

/// What is known of a document while the atoms of a leaf are put together.
#[derive(Clone, Copy, Default)]
struct Slot {
    places: u64,
    score: f32,
    marks: u8,
}

impl<'b> Boards<'b> {
    pub(crate) fn new(budget: &'b mut Budget) -> Boards<'b> {
        Boards { board: Vec::new(), lengths: None, may_be_narrow: true, budget }
    }

    /// From now on only articles that were found count, or all again.
    pub(crate) fn count_only(&mut self, segment: &Segment<'_>, found: Option<&Found>) {
        self.lengths = found.map(|found| {
            let all = segment.lengths();
            let mut lengths = vec![NOT_COUNTED; all.len()];
            for one in found {
                let document = one.document as usize;
                if let (Some(slot), Some(length)) = (lengths.get_mut(document), all.get(document)) {
                    *slot = *length;
                }
            }
            lengths
        });
    }

    /// The articles that have a leaf; `None` where that would cost more than is left.
    pub(crate) fn find(&mut self, segment: &Segment<'_>, terms: &Terms) -> Option<Found> {
        if let Some(name) = facet_of(terms.field) {
            return find_in_facet(segment, name, terms, self.budget);
        }
        let only_title = terms.field == Some(Field::Title);
        // Most leaves are one atom.
        if let [atom] = terms.atoms.as_slice()
            && atom.places == terms.all
        {
            return self.find_atom(segment, atom, only_title);
        }
        let mut slots = vec![Slot::default(); segment.stats.documents as usize];
        let mut is_whole = true;
        let has_whole = terms.kind != LeafKind::Phrase && terms.atoms.iter().any(|atom| atom.places == terms.all);
        for atom in &terms.atoms {
            let Some(list) = self.find_atom(segment, atom, only_title) else {
                is_whole = false;
                continue;
            };
            let is_part = has_whole && atom.places != terms.all;
            let factor = if is_part { PART } else { 1.0 };
            for one in list {
                let Some(slot) = slots.get_mut(one.document as usize) else { continue };
                if slot.places == 0 {
                    slot.marks = one.marks;
                } else if slot.places & atom.places == 0 {
                    slot.marks &= one.marks;
                } else {
                    // Words of one place stand for one another.
                    slot.marks |= one.marks;
                }
                slot.places |= atom.places;
                slot.score += factor * one.score;
            }
        }
        let all = (0u32..).zip(slots).filter(|(_, slot)| slot.places == terms.all);
        let found = all.map(|(document, Slot { score, marks, .. })| Match { document, score, marks });
        is_whole.then(|| found.collect())
    }

    /// The articles that have an atom, with the best score of its expansions; `None` where that would cost more than is
    /// left.
    fn find_atom(&mut self, segment: &Segment<'_>, atom: &Atom, only_title: bool) -> Option<Found> {
        let (mut found, mut count) = (Found::new(), 0);
        // Where an atom is one list, that is what it found. Else lists come together on the board, on which everything is
        // empty between two atoms.
        let is_one = atom.expansions.len() == 1;
        let mut board = std::mem::take(&mut self.board);
        if !is_one {
            board.resize(segment.stats.documents as usize, EMPTY);
        }
        let (mut is_whole, mut most) = (true, 0);
        for expansion in &atom.expansions {
            let Some(list) = self.list(segment, expansion, &mut most) else {
                is_whole = false;
                continue;
            };
            if is_one {
                found.resize(list.postings.documents.len(), Match::default());
                list.score(only_title, |one| {
                    if let Some(slot) = found.get_mut(count) {
                        *slot = one;
                    }
                    count += 1;
                });
                continue;
            }
            list.score(only_title, |one| {
                if let Some((score, marks)) = board.get_mut(one.document as usize) {
                    count += usize::from(*score < 0.0);
                    if one.score > *score {
                        *score = one.score;
                    }
                    *marks |= one.marks;
                }
            });
        }
        found.resize(count, Match::default());
        if is_one {
            self.board = board;
            return is_whole.then_some(found);
        }
        let mut slots = found.iter_mut();
        for (document, place) in (0u32..).zip(&mut board) {
            if place.0 >= 0.0
                && let Some(slot) = slots.next()
            {
                let (score, marks) = std::mem::replace(place, EMPTY);
                *slot = Match { document, score, marks };
            }
        }
        self.board = board;
        is_whole.then_some(found)
    }

    /// The list of an expansion; `None` where that costs too much. `most` is the length of the longest of its atom.
    fn list<'s>(
        &'s mut self,
        segment: &'s Segment<'_>,
        expansion: &'s Expansion,
        most: &mut usize,
    ) -> Option<List<'s>> {
        if !self.budget.has_postings() {
            return None;
        }
        let postings = segment.postings(expansion.group);
        let count = postings.documents.len();
        self.budget.spend_postings(count + LIST);
        // A completion or correction is no rarer, for what it tells, than the word itself or the commonest of its
        // kind: `us` is not to be found by `use` first.
        *most = count.max(*most);
        let idf = idf(*most, segment.stats.documents);
        let lengths = self.lengths.as_deref().unwrap_or_else(|| segment.lengths());
        Some(List { postings, expansion, idf, lengths, weights: weights_of(segment) })
    }
}

/// The list of an expansion, to be scored.
struct List<'s> {
    postings: Rc<Postings>,
    expansion: &'s Expansion,
    idf: f32,
    lengths: &'s [u8],
    /// See [`weights_of`].
    weights: &'s [f32],
}

impl List<'_> {
    /// Shows each article that counts. The heart of the engine: what it needs is brought together before it starts.
    #[inline(always)]
    fn score(&self, only_title: bool, mut visit: impl FnMut(Match)) {
        let List { ref postings, expansion, idf, lengths, weights } = *self;
        let Expansion { exact, exact_factor, other_factor, .. } = *expansion;
        let (exactly, otherwise) = (idf * exact_factor, idf * other_factor);
        // A place is never 0.
        let needed = if only_title { place_of(0, Mark::Title as u8) } else { u8::MAX };
        let others;
        let (forms, exact) = match postings.form_count {
            1 if exact & 1 == 0 => (&postings.places, 0),
            1 => (&postings.places, u8::MAX),
            _ if !postings.few.is_empty() => (&postings.few, exact as u8),
            _ => {
                others = Vec::from_iter(postings.forms.iter().map(|forms| u8::from(forms & exact != 0)));
                (&others, 1)
            }
        };
        for ((document, place), forms) in postings.documents.iter().zip(&postings.places).zip(forms) {
            let length = lengths.get(*document as usize).copied().unwrap_or(NOT_COUNTED);
            if length == NOT_COUNTED {
                continue;
            }
            let factor = if forms & exact != 0 { exactly } else { otherwise };
            if factor == 0.0 || place & needed == 0 {
                continue;
            }
            let weight = weights.get(weight_at(*place, length)).copied().unwrap_or(0.0);
            visit(Match { document: *document, score: factor * weight, marks: marks_of(*place) });
        }
    }
}

/// For all that a list may say of an article, what that counts: the weighted frequency in its fields, made comparable for
/// length and saturated. Worked out once for an index, as a division for each posting is half of what scoring takes.
fn weights_of<'s>(segment: &'s Segment<'_>) -> &'s [f32] {
    if segment.weights.get().is_none() {
        let average = segment.average_length();
        let [title, standfirst, subheading, body] = segment.settings().weights;
        let mut weights = vec![0.0; weight_at(LAST_PLACE, u8::MAX) + 1];
        for length in 0..=u8::MAX {
            let norm = (1.0 - B + B * Segment::words_of(length) / average) / body;
            for place in 0..=LAST_PLACE {
                let own = Mark::ALL.into_iter().zip([title, standfirst, subheading]);
                let own = own.filter(|(mark, _)| marks_of(place) & *mark as u8 != 0);
                let weight = f32::from(frequency_of(place)) / norm + own.fold(0.0, |sum, (_, weight)| sum + weight);
                if let Some(slot) = weights.get_mut(weight_at(place, length)) {
                    *slot = weight * (K1 + 1.0) / (weight + K1);
                }
            }
        }
        // It was empty a moment ago.
        let _ = segment.weights.set(weights);
    }
    segment.weights.get().map_or(&[], Vec::as_slice)
}

/// Where the weight stands for what a list says of an article, and a code of its length.
fn weight_at(place: u8, length: u8) -> usize {
    usize::from(place) << 8 | usize::from(length)
}

/// How much a term that `count` of `all` articles have tells them apart. Always over 0.
///
/// It is the usual logarithm to the power of 5/4: no list takes words like `which` and `would` out of the query, so they
/// have to weigh less beside the others.
pub(crate) fn idf(count: usize, all: u32) -> f32 {
    let (count, all) = (count as f64, f64::from(all));
    let log = ln(1.0 + (all - count + 0.5) / (count + 0.5));
    (log * log.sqrt().sqrt()) as f32
}

/// The facet that a field of a query stands for.
fn facet_of(field: Option<Field>) -> Option<&'static str> {
    match field {
        Some(Field::Author) => Some("author"),
        Some(Field::Section) => Some("section"),
        Some(Field::Tag) => Some("tag"),
        Some(Field::Title) | None => None,
    }
}

/// The articles with a value of a facet that has the words of the leaf, side by side and in order, the last one perhaps
/// only begun. The score is a constant: a name tells nothing about how well an article fits.
fn find_in_facet(segment: &Segment<'_>, name: &str, terms: &Terms, budget: &mut Budget) -> Option<Found> {
    let mut found = Found::new();
    let Some(facet) = segment.facet(name) else { return Some(found) };
    if !budget.has_postings() {
        return None;
    }
    budget.spend_postings(facet.values.len().saturating_mul(VALUE) + segment.stats.documents as usize / LIST);
    let fits: Vec<bool> = facet.values.iter().map(|value| terms.stand_in(segment.analyzer(), value)).collect();
    for document in 0..segment.stats.documents {
        if facet.of(document).iter().any(|value| fits.get(*value as usize).is_some_and(|fits| *fits)) {
            found.push(Match { document, score: 1.0, marks: 0 });
        }
    }
    Some(found)
}
