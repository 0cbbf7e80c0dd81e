//! Which articles have a leaf, and how much that counts.
//!
//! The score of an atom in an article is BM25F (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted
//! fields", CIKM 2004): the frequencies of the fields, weighted and made comparable for length, are added up to one
//! before they saturate. Of several expansions of one atom the best counts; the scores of atoms add up.

use super::arithmetic::ln;
use super::budget::Budget;
use super::terms::{Atom, Expansion, Terms};
use crate::query::Field;
use crate::segment::Segment;
use crate::segment::postings::{Mark, Postings, Scratch};

/// Saturation and length, tuned on judged collections of news and abstracts.
const K1: f32 = 1.2;
const B: f32 = 0.6;

/// The score of an article that has only other spellings. Scores are never negative.
const NOT_IT: f32 = -1.0;

/// Postings that take as long to decode as it takes to find their list, and those that take as long as a facet's value
/// takes to compare.
const LIST: usize = 16;
const VALUE: usize = 8;

/// Buffers, used for one leaf after the other.
pub(crate) struct Boards<'b> {
    /// One place for each document, made when a leaf needs more than one list.
    board: Vec<Slot>,
    /// Documents with something on the board, and those that the atom at hand has.
    leaf_touched: Vec<u32>,
    touched: Vec<u32>,
    pub(crate) budget: &'b mut Budget,
    /// `K1`-normalising divisor of each length code.
    norms: [f32; 256],
    /// What a word counts in title, standfirst and subheadings.
    weights: [f32; 3],
    scratch: Scratch,
    postings: Postings,
    list: Found,
}

/// What is known of a document while a leaf is looked for: the best score of the atom at hand, and the fields that it
/// stands in; the places covered, the score, and the fields that may have all of it, of the leaf.
#[derive(Clone, Copy, Default)]
struct Slot {
    best: f32,
    own: u8,
    marks: u8,
    sum: f32,
    places: u64,
}

/// What a leaf found: articles with their scores, and the fields ([`Mark`]s) that may have all its words. One index means
/// one article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) documents: Vec<u32>,
    pub(crate) scores: Vec<f32>,
    pub(crate) marks: Vec<u8>,
}

impl Found {
    fn push(&mut self, document: u32, score: f32, marks: u8) {
        self.documents.push(document);
        self.scores.push(score);
        self.marks.push(marks);
    }

    fn clear(&mut self) {
        self.documents.clear();
        self.scores.clear();
        self.marks.clear();
    }

    /// Takes out the articles that are not to be kept, by score, marks and number.
    pub(crate) fn keep(&mut self, is_kept: impl Fn(f32, u8, u32) -> bool) {
        let mut kept = Found::default();
        for ((document, score), marks) in self.documents.iter().zip(&self.scores).zip(&self.marks) {
            if is_kept(*score, *marks, *document) {
                kept.push(*document, *score, *marks);
            }
        }
        *self = kept;
    }
}

impl<'b> Boards<'b> {
    pub(crate) fn new(segment: &Segment<'_>, budget: &'b mut Budget) -> Boards<'b> {
        let average = segment.average_length();
        let [title, standfirst, subheading, body] = segment.settings().weights;
        let norms = std::array::from_fn(|code| (1.0 - B + B * Segment::words_of(code as u8) / average) / body);
        Boards {
            board: Vec::new(),
            leaf_touched: Vec::new(),
            touched: Vec::new(),
            budget,
            norms,
            weights: [title, standfirst, subheading],
            scratch: Scratch::default(),
            postings: Postings::default(),
            list: Found::default(),
        }
    }

    /// The articles that have a leaf; `None` where that would cost more than is left.
    pub(crate) fn find(&mut self, segment: &Segment<'_>, terms: &Terms) -> Option<Found> {
        if let Some(name) = facet_of(terms.field) {
            return find_in_facet(segment, name, terms, self.budget);
        }
        let only_title = terms.field == Some(Field::Title);
        // Most leaves are one list.
        if let [Atom { places, expansions }] = terms.atoms.as_slice()
            && let ([expansion], true) = (expansions.as_slice(), *places == terms.all)
        {
            return self.score(segment, expansion, only_title, &mut 0).then(|| std::mem::take(&mut self.list));
        }
        self.board.resize(segment.stats.documents as usize, Slot::default());
        let mut is_whole = true;
        for atom in &terms.atoms {
            let mut most = 0;
            for expansion in &atom.expansions {
                is_whole &= self.score(segment, expansion, only_title, &mut most);
                let list = &self.list;
                for ((document, score), marks) in list.documents.iter().zip(&list.scores).zip(&list.marks) {
                    let Some(slot) = self.board.get_mut(*document as usize) else { continue };
                    if slot.best == 0.0 {
                        self.touched.push(*document);
                    }
                    slot.best = slot.best.max(*score);
                    slot.own |= *marks;
                }
            }
            for document in self.touched.drain(..) {
                let Some(slot) = self.board.get_mut(document as usize) else { continue };
                if slot.places == 0 {
                    self.leaf_touched.push(document);
                    slot.marks = slot.own;
                } else if slot.places & atom.places == 0 {
                    slot.marks &= slot.own;
                } else {
                    // Words of one place stand for one another.
                    slot.marks |= slot.own;
                }
                slot.places |= atom.places;
                slot.sum += slot.best;
                (slot.best, slot.own) = (0.0, 0);
            }
        }
        let mut found = Found::default();
        for document in self.leaf_touched.drain(..) {
            let Some(slot) = self.board.get_mut(document as usize).map(std::mem::take) else { continue };
            if slot.places == terms.all {
                found.push(document, slot.sum, slot.marks);
            }
        }
        is_whole.then_some(found)
    }

    /// Scores one list, unless that costs too much: then there is none. `most` is the length of the longest of its atom.
    fn score(&mut self, segment: &Segment<'_>, expansion: &Expansion, only_title: bool, most: &mut usize) -> bool {
        self.list.clear();
        if !self.budget.has_postings() {
            return false;
        }
        segment.postings(expansion.group, &mut self.scratch, &mut self.postings);
        let (postings, lengths, list) = (&mut self.postings, segment.lengths(), &mut self.list);
        self.budget.spend_postings(postings.documents.len() + LIST);
        // A completion or correction is no rarer, for what it tells, than the word itself or the commonest of its
        // kind: `us` is not to be found by `use` first.
        *most = postings.documents.len().max(*most);
        let idf = idf(*most, segment.stats.documents);
        let each = postings.documents.iter().zip(&postings.frequencies).zip(&postings.marks);
        list.scores.extend(each.enumerate().map(|(at, ((document, frequency), marks))| {
            let factor = expansion.factor(postings.forms_at(at));
            if factor == 0.0 {
                return NOT_IT;
            }
            let code = lengths.get(*document as usize).copied().unwrap_or(0);
            let mut weight = f32::from(*frequency) / self.norms.get(usize::from(code)).copied().unwrap_or(1.0);
            if *marks != 0 {
                weight += field_weight(*marks, self.weights);
            }
            idf * factor * weight * (K1 + 1.0) / (weight + K1)
        }));
        std::mem::swap(&mut list.documents, &mut postings.documents);
        std::mem::swap(&mut list.marks, &mut postings.marks);
        if only_title || expansion.other_factor == 0.0 {
            list.keep(|score, marks, _| score != NOT_IT && (!only_title || marks & Mark::Title as u8 != 0));
        }
        true
    }
}

fn field_weight(marks: u8, weights: [f32; 3]) -> f32 {
    let own = Mark::ALL.into_iter().zip(weights).filter(|(mark, _)| marks & *mark as u8 != 0);
    own.fold(0.0, |sum, (_, weight)| sum + weight)
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
    let mut found = Found::default();
    let Some(facet) = segment.facet(name) else { return Some(found) };
    if !budget.has_postings() {
        return None;
    }
    budget.spend_postings(facet.values.len().saturating_mul(VALUE) + segment.stats.documents as usize / LIST);
    let fits: Vec<bool> = facet.values.iter().map(|value| terms.stand_in(segment.analyzer(), value)).collect();
    for document in 0..segment.stats.documents {
        if facet.of(document).iter().any(|value| fits.get(*value as usize).is_some_and(|fits| *fits)) {
            found.push(document, 1.0, 0);
        }
    }
    Some(found)
}
