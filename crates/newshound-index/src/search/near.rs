//! Words that stand side by side in an article as they do in the line.
//!
//! Two words of the line that follow each other, as they are spelt, and have an indexed pair: an article that has all the
//! words, and these two side by side, gains a tenth of what a word would count there that as many articles have. Where
//! words are missing it says little that others stand together, and judged collections lose by it. Only the index is
//! asked, never a text that arrives later, so that no hit moves once it is shown.

use super::budget::Budget;
use super::matching::idf;
use super::terms::Terms;
use crate::query::{Leaf, LeafKind, Node, Query};
use crate::segment::Segment;

/// What the pair counts, beside 1 for a word that stands once in an article of average length.
const NEAR: f32 = 0.1;

/// Two words, and the articles where they stand side by side.
#[derive(Clone, Debug)]
pub(super) struct Near {
    /// The number of the first one's leaf; the second's is one more.
    pub(super) leaf: usize,
    /// The leaves that an article must have: all words at the root of the query.
    pub(super) words: u64,
    pub(super) documents: Vec<u32>,
    /// What each of these gains.
    pub(super) score: f32,
}

impl Near {
    /// What an article gains that has these leaves.
    pub(super) fn score_of(&self, document: u32, has: u64) -> Option<f32> {
        let is_there = has & self.words == self.words && self.documents.binary_search(&document).is_ok();
        is_there.then_some(self.score)
    }
}

/// The indexed pairs of a line whose words need all be there.
pub(super) fn near(segment: &Segment<'_>, query: &Query, terms: &[Option<Terms>], budget: &mut Budget) -> Vec<Near> {
    let mut out = Vec::new();
    let (Some(Node::All(nodes)), Some(pairs)) = (&query.root, segment.pairs()) else { return out };
    let is_word = |leaf: &Leaf| matches!(leaf.kind, LeafKind::Word | LeafKind::Typing) && leaf.field.is_none();
    let rank = |leaf: usize| match terms.get(leaf)?.as_ref()?.words.as_slice() {
        [forms] => segment.fst().get(forms.first()?),
        _ => None,
    };
    let (mut at, mut words) = (0, 0u64);
    for node in nodes {
        let asks = terms.get(at).is_some_and(Option::is_some);
        let bit = u64::from(asks && matches!(node, Node::Leaf(leaf) if is_word(leaf)));
        words |= bit.checked_shl(at as u32).unwrap_or(0);
        at += leaves_in(node);
    }
    at = 0;
    for pair in nodes.windows(2) {
        let leaf = at;
        at += pair.first().map_or(0, leaves_in);
        let [Node::Leaf(one), Node::Leaf(other)] = pair else { continue };
        let (Some(first), Some(second)) = (rank(leaf), rank(leaf + 1)) else { continue };
        let is_pair = is_word(one) && is_word(other) && pairs.find((first, second)).is_some();
        if !is_pair || !budget.has_postings() {
            continue;
        }
        for (leaf, rank) in [(leaf, first), (leaf + 1, second)] {
            // What a leaf found is the list of its word, unless it stands for others too.
            let atoms = terms.get(leaf).and_then(Option::as_ref).map_or(&[][..], |terms| &terms.atoms);
            let is_list =
                matches!(atoms, [atom] if matches!(atom.expansions.as_slice(), [one] if one.other_factor > 0.0));
            if !is_list {
                budget.spend_postings(segment.postings_of(rank).documents.len());
            }
        }
        if let Some(documents) = segment.pair((first, second)) {
            let score = NEAR * idf(documents.len(), segment.stats.documents);
            out.push(Near { leaf, words, documents, score });
        }
    }
    out
}

/// How many leaves a tree has.
fn leaves_in(node: &Node) -> usize {
    match node {
        Node::Leaf(_) => 1,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().map(leaves_in).sum(),
        Node::Not(node) => leaves_in(node),
        Node::Dates(_) => 0,
    }
}
