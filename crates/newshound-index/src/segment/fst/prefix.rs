//! All keys that begin alike: one after the other, or as a range of ranks.

use super::node::Node;
use super::{Fst, LONGEST_KEY};

impl Fst<'_> {
    /// Calls `visit` with each key that begins with `prefix`, in byte order, and its number, until `visit` returns
    /// `false`.
    pub(crate) fn each_with_prefix(&self, prefix: &str, visit: &mut dyn FnMut(&str, u64) -> bool) {
        let mut key = [0; LONGEST_KEY];
        let Some((node, value)) = self.descend(prefix.as_bytes()) else { return };
        let Some(head) = key.get_mut(..prefix.len()) else { return };
        head.copy_from_slice(prefix.as_bytes());
        Listing { fst: self, key, left: self.len(), idle: 0, visit }.walk(node, value, prefix.len());
    }

    /// The ranks of the first and the last key that begin with `prefix`; `None` where none does.
    pub(crate) fn prefix_range(&self, prefix: &str) -> Option<(u64, u64)> {
        let (node, value) = self.descend(prefix.as_bytes())?;
        self.range_under(node, value)
    }

    /// The numbers of the first and the last key whose way goes through `node`, where `value` is the sum up to it.
    pub(super) fn range_under(&self, node: Node<'_>, value: u64) -> Option<(u64, u64)> {
        let (mut first, mut lowest) = (node, value);
        while !first.is_final {
            lowest = lowest.wrapping_add(first.output(0));
            // A node that is neither final nor leads on is that of the automaton without keys.
            first = self.node(first.target(0).filter(|_| first.len() > 0)?)?;
        }
        let (mut last, mut highest) = (node, value);
        while let Some(at) = last.len().checked_sub(1) {
            highest = highest.wrapping_add(last.output(at));
            last = self.node(last.target(at)?)?;
        }
        lowest = lowest.wrapping_add(first.final_output());
        highest = highest.wrapping_add(last.final_output());
        (last.is_final && lowest <= highest).then_some((lowest, highest))
    }
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
    fn walk(&mut self, node: Node<'_>, value: u64, depth: usize) -> bool {
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
            let Some(next) = node.target(at).and_then(|address| self.fst.node(address)) else { return false };
            if self.idle > LONGEST_KEY || !self.walk(next, value.wrapping_add(node.output(at)), depth + 1) {
                return false;
            }
        }
        true
    }
}
