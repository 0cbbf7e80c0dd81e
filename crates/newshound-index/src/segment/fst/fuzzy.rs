//! Keys that are few edits away from a word, or that begin with something that is.
//!
//! One walk down the automaton with the word's [`Pattern`] beside it: a branch is left as soon as nothing under it can
//! be near enough (Oflazer, "Error-tolerant finite-state recognition", 1996). What keys have in common is compared
//! once.

use super::node::Node;
use super::pattern::{MOST_EDITS, Pattern, State};
use super::{Fst, LONGEST_KEY};

/// Transitions looked at in one walk, after which it ends with what it found: some thirty times what two edits take on
/// the vocabulary of a large archive. Only damaged bytes or words that are too short for their edits come so far.
const MOST_STEPS: usize = 1 << 20;

impl Fst<'_> {
    /// Calls `visit` with each key that is at most `edits` (0 to 2, more count as 2) away from `word`, in byte order,
    /// with its rank and its distance.
    ///
    /// The distance is the smallest number of characters put in, left out, replaced, or swapped with their neighbour
    /// (optimal string alignment), so the word itself has 0. A word of more than 63 characters finds nothing.
    pub(crate) fn each_within(&self, word: &str, edits: u8, visit: &mut dyn FnMut(&str, u32, u8)) {
        self.walk_within(word, edits, false, &mut |key, _, distance| {
            if let Ok(key) = std::str::from_utf8(key) {
                visit(key, self.prefix_range(key.as_bytes()).start, distance);
            }
            true
        });
    }

    /// The same where `word` may be only the beginning of a key: the keys of which some beginning is at most `edits`
    /// away, `limit` of them at most, with the distance of the nearest beginning; the nearest first, and in byte order
    /// among equals.
    ///
    /// Nothing under a matching beginning is walked, so this costs little more than [`Fst::each_within`] even where
    /// half of all keys match.
    pub(crate) fn each_within_as_prefix(
        &self,
        word: &str,
        edits: u8,
        limit: usize,
        visit: &mut dyn FnMut(&str, u32, u8),
    ) {
        let (mut key, mut left) = ([0; LONGEST_KEY], limit);
        for wanted in 0..=edits.min(MOST_EDITS) {
            // A walk with fewer edits is so much shorter that it costs nothing to begin again.
            self.walk_within(word, wanted, true, &mut |beginning, is_whole, distance| {
                if distance < wanted {
                    return true;
                }
                let ranks = self.prefix_range(beginning);
                let count = if is_whole { 1 } else { ranks.len() };
                for rank in ranks.take(count) {
                    if left == 0 {
                        return false;
                    }
                    left -= 1;
                    if let Some(key) = self.spell(rank, &mut key) {
                        visit(key, rank, distance);
                    }
                }
                true
            });
        }
    }

    fn walk_within(&self, word: &str, edits: u8, as_prefix: bool, visit: Visit<'_>) {
        let Some(pattern) = Pattern::new(word) else { return };
        let edits = edits.min(MOST_EDITS);
        let state = pattern.begin(edits);
        let first_level = MOST_EDITS - edits;
        let mut walk = Walk { fst: self, pattern, as_prefix, first_level, steps: MOST_STEPS, key: [0; 256], visit };
        if let Some(root) = self.node(self.root) {
            walk.node(&root, 0, &state, NONE);
        }
    }
}

/// Called with a key, or the beginning of keys, whether it is the key alone, and the distance; returns whether to go on.
type Visit<'v> = &'v mut dyn FnMut(&[u8], bool, u8) -> bool;

/// The level of what is not near.
const NONE: u8 = MOST_EDITS + 1;

struct Walk<'f, 'v> {
    fst: &'f Fst<'f>,
    pattern: Pattern,
    as_prefix: bool,
    /// The level that means a distance of 0.
    first_level: u8,
    /// Transitions that may still be looked at; 0 ends the walk.
    steps: usize,
    /// One longer than any key, so that no depth of one byte is outside.
    key: [u8; 256],
    visit: Visit<'v>,
}

impl Walk<'_, '_> {
    /// Everything under `node`, to which `depth` bytes led. `best` is the lowest level of a beginning of them. Recursion
    /// is as deep as a key is long.
    fn node(&mut self, node: &Node<'_>, depth: u8, state: &State, best: u8) {
        let Some(steps) = self.steps.checked_sub(node.len() + 1) else {
            self.steps = 0;
            return;
        };
        self.steps = steps;
        let level = self.pattern.level(state);
        let best = if self.as_prefix { best.min(level) } else { level };
        if self.as_prefix && best < NONE && !state.can_beat(best) {
            return self.found(depth, false, best);
        }
        if node.is_final && best < NONE {
            self.found(depth, true, best);
        }
        let Some(next_depth) = depth.checked_add(1) else { return };
        let is_all_near = self.as_prefix && best < NONE;
        let needs = state.needs();
        for (at, input) in node.inputs().enumerate() {
            let matching = self.pattern.matching(state, input);
            let next_state = match needs {
                // Most ways end here.
                Some(places) if matching & places == 0 => None,
                _ => self.pattern.step(state, input, matching),
            };
            if next_state.is_none() && !is_all_near {
                continue;
            }
            let Some(next) = node.target(at).and_then(|next| self.fst.node(next)) else { continue };
            self.key[usize::from(depth)] = input;
            match &next_state {
                Some(state) => self.node(&next, next_depth, state, best),
                None => self.found(next_depth, false, best),
            }
        }
    }

    fn found(&mut self, depth: u8, is_whole: bool, level: u8) {
        let key = self.key.get(..usize::from(depth)).unwrap_or_default();
        if self.steps > 0 && !(self.visit)(key, is_whole, level - self.first_level) {
            self.steps = 0;
        }
    }
}
