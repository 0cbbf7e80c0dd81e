//! Which articles have a leaf, and how much that counts.
//!
//! The score of an atom in an article is BM25F (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted
//! fields", CIKM 2004): the frequencies of the fields, weighted and made comparable for length, are added up to one
//! before they saturate. Of several expansions of one atom the best counts; the scores of atoms add up.

use super::arithmetic::ln;
use super::terms::{Atom, Terms};
use crate::query::Field;
use crate::segment::Segment;
use crate::segment::postings::{Mark, Postings, Scratch};

/// Saturation and length, tuned on judged collections of news and abstracts.
const K1: f32 = 1.2;
const B: f32 = 0.6;
/// What one word in the field counts, beside 1 for one in a body of average length.
const TITLE: f32 = 2.0;
const STANDFIRST: f32 = 1.0;
const SUBHEADING: f32 = 0.8;

/// Buffers as long as the segment has documents, used for one query after the other.
pub(crate) struct Boards {
    /// The best score of the atom at hand.
    atom: Vec<f32>,
    touched: Vec<u32>,
    /// The places covered, and the score, of the leaf at hand.
    places: Vec<u64>,
    sums: Vec<f32>,
    leaf_touched: Vec<u32>,
    /// `K1`-normalising divisor of each length code.
    norms: [f32; 256],
    scratch: Scratch,
    postings: Postings,
}

/// What a leaf found: articles with their scores.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) documents: Vec<u32>,
    pub(crate) scores: Vec<f32>,
}

impl Boards {
    pub(crate) fn new(segment: &Segment<'_>) -> Boards {
        let count = segment.stats.documents as usize;
        let average = segment.average_length();
        let norms = std::array::from_fn(|code| 1.0 - B + B * Segment::words_of(code as u8) / average);
        Boards {
            atom: vec![0.0; count],
            touched: Vec::new(),
            places: vec![0; count],
            sums: vec![0.0; count],
            leaf_touched: Vec::new(),
            norms,
            scratch: Scratch::default(),
            postings: Postings::default(),
        }
    }

    /// The articles that have a leaf.
    pub(crate) fn find(&mut self, segment: &Segment<'_>, terms: &Terms) -> Found {
        if let Some(name) = facet_of(terms.field) {
            return find_in_facet(segment, name, terms);
        }
        for atom in &terms.atoms {
            self.atom(segment, atom, terms.field == Some(Field::Title));
            for document in self.touched.drain(..) {
                let at = document as usize;
                let (Some(score), Some(places), Some(sum)) =
                    (self.atom.get_mut(at), self.places.get_mut(at), self.sums.get_mut(at))
                else {
                    continue;
                };
                if *places == 0 {
                    self.leaf_touched.push(document);
                }
                *places |= atom.places;
                *sum += *score;
                *score = 0.0;
            }
        }
        let mut found = Found::default();
        for document in self.leaf_touched.drain(..) {
            let at = document as usize;
            let (Some(places), Some(sum)) = (self.places.get_mut(at), self.sums.get_mut(at)) else { continue };
            if *places == terms.all {
                found.documents.push(document);
                found.scores.push(*sum);
            }
            (*places, *sum) = (0, 0.0);
        }
        found
    }

    /// Scores one atom on the board.
    fn atom(&mut self, segment: &Segment<'_>, atom: &Atom, only_title: bool) {
        let lengths = segment.lengths();
        let mut most = 0;
        for expansion in &atom.expansions {
            segment.postings(expansion.group, &mut self.scratch, &mut self.postings);
            let postings = &self.postings;
            // A completion or correction is no rarer, for what it tells, than the word itself or the commonest of its
            // kind: `us` is not to be found by `use` first.
            most = most.max(postings.documents.len());
            let idf = idf(most, segment.stats.documents);
            for (at, document) in postings.documents.iter().enumerate() {
                let forms = postings.forms_at(at);
                let factor = if forms & expansion.exact != 0 { expansion.exact_factor } else { expansion.other_factor };
                let marks = postings.marks.get(at).copied().unwrap_or(0);
                if factor == 0.0 || only_title && marks & Mark::Title as u8 == 0 {
                    continue;
                }
                let frequency = f32::from(postings.frequencies.get(at).copied().unwrap_or(0));
                let code = lengths.get(*document as usize).copied().unwrap_or(0);
                let mut weight = frequency / self.norms.get(usize::from(code)).copied().unwrap_or(1.0);
                if marks != 0 {
                    weight += field_weight(marks);
                }
                let score = idf * factor * weight * (K1 + 1.0) / (weight + K1);
                if let Some(best) = self.atom.get_mut(*document as usize) {
                    if *best == 0.0 {
                        self.touched.push(*document);
                    }
                    *best = best.max(score);
                }
            }
        }
    }
}

fn field_weight(marks: u8) -> f32 {
    let one = |mark: Mark, weight: f32| if marks & mark as u8 != 0 { weight } else { 0.0 };
    one(Mark::Title, TITLE) + one(Mark::Standfirst, STANDFIRST) + one(Mark::Subheading, SUBHEADING)
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
fn find_in_facet(segment: &Segment<'_>, name: &str, terms: &Terms) -> Found {
    let mut found = Found::default();
    let Some(facet) = segment.facet(name) else { return found };
    let fits: Vec<bool> = facet.values.iter().map(|value| terms.stand_in(segment.analyzer(), value)).collect();
    for document in 0..segment.stats.documents {
        if facet.of(document).iter().any(|value| fits.get(*value as usize).is_some_and(|fits| *fits)) {
            found.documents.push(document);
            found.scores.push(1.0);
        }
    }
    found
}
