//! All keys that begin alike: one after the other, or as a range of ranks.

use super::node::Node;
use super::{Fst, LONGEST_KEY};

impl Fst<'_> {
    /// Calls `visit` with each key that begins with `prefix`, in byte order, and its number, until `visit` returns
    /// `false`.
    pub(crate) fn each_with_prefix(&self, prefix: &str, visit: &mut dyn FnMut(&str, u64) -> bool) {
        let mut key = [0; LONGEST_KEY];
        let Some((node, value)) = self.descend(prefix.as_bytes()) else { return };
        for (slot, byte) in key.iter_mut().zip(prefix.bytes()) {
            *slot = byte;
        }
        Listing { fst: self, key, left: self.len(), idle: 0, visit }.walk(&node, value, prefix.len());
    }

    /// The ranks of the first and the last key that begin with `prefix`; `None` where none does.
    pub(crate) fn prefix_range(&self, prefix: &str) -> Option<(u64, u64)> {
        let (node, value) = self.descend(prefix.as_bytes())?;
        self.range_under(&node, value)
    }

    /// The numbers of the first and the last key whose way goes through `node`, where `value` is the sum up to it.
    pub(super) fn range_under(&self, node: &Node<'_>, value: u64) -> Option<(u64, u64)> {
        let (first, last) = (self.edge(node, value, Edge::First)?, self.edge(node, value, Edge::Last)?);
        (first <= last).then_some((first, last))
    }

    #[inline(never)]
    fn edge(&self, node: &Node<'_>, value: u64, edge: Edge) -> Option<u64> {
        let (mut node, mut value) = (*node, value);
        // A key comes before those that go on from it.
        while !(node.is_final && edge == Edge::First) {
            let Some(last) = node.len().checked_sub(1) else { break };
            let at = if edge == Edge::First { 0 } else { last };
            (node, value) = self.follow(&node, at, value)?;
        }
        // What neither goes on nor is final is the root of the automaton without keys.
        node.is_final.then(|| value.wrapping_add(node.final_output()))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    First,
    Last,
}

/// A walk over all keys under a node.
struct Listing<'f, 'v> {
    fst: &'f Fst<'f>,
    key: [u8; LONGEST_KEY],
    /// How many more keys there can be.
    left: u64,
    /// Nodes met since the last key. On a sound automaton each way ends in a key within its longest length.
    idle: usize,
    visit: &'v mut dyn FnMut(&str, u64) -> bool,
}

impl Listing<'_, '_> {
    /// Returns whether to go on. Recursion is as deep as a key is long.
    fn walk(&mut self, node: &Node<'_>, value: u64, depth: usize) -> bool {
        self.idle += 1;
        if node.is_final
            && let Some(key) = self.key.get(..depth).and_then(|key| std::str::from_utf8(key).ok())
        {
            if self.left == 0 || !(self.visit)(key, value.wrapping_add(node.final_output())) {
                return false;
            }
            self.left -= 1;
            self.idle = 0;
        }
        for (at, input) in node.inputs().enumerate() {
            let Some(slot) = self.key.get_mut(depth) else { return false };
            *slot = input;
            let Some((next, value)) = self.fst.follow(node, at, value) else { return false };
            if self.idle > LONGEST_KEY || !self.walk(&next, value, depth + 1) {
                return false;
            }
        }
        true
    }
}
