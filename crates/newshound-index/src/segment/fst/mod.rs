//! The automaton of the term dictionary: forms in byte order, each with a number, in few bytes.
//!
//! The `fst` crate writes it (format version 3), [`Fst`] reads it. The reader is our own since the bytes come over a
//! network: it checks every address, a damaged automaton gives wrong answers or none, but never a panic, an endless
//! loop or an allocation without bound.
//!
//! # The bytes
//!
//! ```text
//! version   u64 = 3
//! type      u64, not read
//! nodes     children before parents, the root last
//! len       u64, number of keys
//! root      u64, address of the root
//! check     u32, not read: the pages of a segment have their own
//! ```
//!
//! All numbers are little endian; [`node`] tells how a node looks. A key is spelt by the bytes on the way from the root
//! to a final node. Its number is the sum of the outputs on that way and of the final output at its end.
//!
//! The builder numbers forms from 0 in byte order, so a number is a *rank*. [`Fst::key_of`], [`Fst::prefix_range`] and
//! the ranges of [`Fst::each_range_within_as_prefix`] rely on that, all else works for any numbers.
//!
//! # A worked example
//!
//! `bus` = 0, `but` = 1 and `by` = 2 make these bytes after the first 16 (addresses are decimal, lowest first):
//!
//! ```text
//! 16  01 00        outputs of the node at 23: `t` 1, then `s` 0 (the last transition comes first)
//! 18  00 00        ways down: both to address 0, which stands for "final, and nothing follows"
//! 20  74 73        inputs: `t`, `s`
//! 22  11           a way down has 1 byte, an output 1 byte
//! 23  02           two transitions, not final
//! 24  02 00        outputs of the node at 31: `y` 2, `u` 0
//! 26  00 01        ways down: `y` to address 0, `u` to 24 - 1 = 23 (counted from the node's first byte)
//! 28  79 75        inputs: `y`, `u`
//! 30  11 02        sizes and count, as before
//! 32  da           one transition to the node right before this one, by entry 26 of the common inputs: `b`
//! 33  03 00 ..     three keys
//! 41  20 00 ..     the root is at 32
//! ```
//!
//! `but` is `b` (0) + `u` (0) + `t` (1) = 1. The prefix `bu` leads to the node at 23; its first key has 0 + 0, its last
//! 0 + 1, so `bu*` is the ranks 0 to 1, whatever stands between them.

mod fuzzy;
mod node;
mod pattern;
mod prefix;
#[cfg(test)]
mod tests;

use node::Node;

/// What stands before the first node, and after the last.
const HEADER: usize = 16;
const FOOTER: usize = 20;

/// More keys than any writer makes. It bounds the walk over all of them.
const MOST_KEYS: u64 = 1 << 24;

/// The longest key in bytes that is ever found.
const LONGEST_KEY: usize = 255;

/// A view of the bytes that the `fst` crate wrote.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fst<'a> {
    bytes: &'a [u8],
    root: usize,
    len: u64,
}

impl<'a> Fst<'a> {
    /// The one that stands for a damaged one: no key is found in it.
    pub(crate) const NONE: Fst<'static> = Fst { bytes: &[], root: usize::MAX, len: 0 };

    /// Checks header, footer and root, and nothing between: what is wrong with the nodes shows when they are met, as
    /// keys that are not found.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Fst<'a>> {
        let version = u64::from_le_bytes(*bytes.first_chunk()?);
        let nodes_end = bytes.len().checked_sub(FOOTER).filter(|end| *end >= HEADER)?;
        let footer = bytes.get(nodes_end..)?;
        let len = u64::from_le_bytes(*footer.first_chunk()?);
        let root = usize::try_from(u64::from_le_bytes(*footer.get(8..)?.first_chunk()?)).ok()?;
        // The root is the last node. Where the empty key stands alone with the number 0 there is no node at all.
        let has_root_in_place = if root == 0 { nodes_end == HEADER } else { root == nodes_end - 1 };
        let fst = Fst { bytes, root, len };
        (version == 3 && len <= MOST_KEYS && has_root_in_place && fst.node(root).is_some()).then_some(fst)
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The number of `key`, or `None` where it is no key.
    pub(crate) fn get(&self, key: &str) -> Option<u64> {
        let (node, value) = self.descend(key.as_bytes())?;
        node.is_final.then(|| value.wrapping_add(node.final_output()))
    }

    /// The key whose rank this is; `None` past the last.
    pub(crate) fn key_of(&self, rank: u64) -> Option<String> {
        let mut key = [0; LONGEST_KEY];
        self.spell(rank, &mut key).map(str::to_owned)
    }

    /// [`Fst::key_of`] without an allocation.
    fn spell<'k>(&self, rank: u64, key: &'k mut [u8; LONGEST_KEY]) -> Option<&'k str> {
        let mut node = self.node(self.root)?;
        let (mut value, mut depth) = (0u64, 0);
        // A node's own key has the lowest rank under it, then each transition leads to higher ones than that before.
        while let Some(at) = (0..node.len()).rev().find(|at| value.wrapping_add(node.output(*at)) <= rank) {
            *key.get_mut(depth)? = node.input(at)?;
            depth += 1;
            (node, value) = self.follow(&node, at, value)?;
        }
        let is_here = node.is_final && value.wrapping_add(node.final_output()) == rank;
        std::str::from_utf8(key.get(..depth)?).ok().filter(|_| is_here)
    }

    /// The node to which `key` leads, and the sum of the outputs on the way.
    #[inline(never)]
    fn descend(&self, key: &[u8]) -> Option<(Node<'a>, u64)> {
        let mut node = self.node(self.root)?;
        let mut value = 0u64;
        for byte in key {
            let at = node.find(*byte)?;
            (node, value) = self.follow(&node, at, value)?;
        }
        Some((node, value))
    }

    /// The node to which transition `at` leads, and the sum of the outputs up to it, where `value` is that before.
    ///
    /// The one place where nodes follow each other: kept out of line since it is large and stands in every walk.
    #[inline(never)]
    fn follow(&self, node: &Node<'a>, at: usize, value: u64) -> Option<(Node<'a>, u64)> {
        let next = self.node(node.target(at)?)?;
        Some((next, value.wrapping_add(node.output(at))))
    }

    #[inline(never)]
    fn node(&self, address: usize) -> Option<Node<'a>> {
        Node::read(self.bytes, address)
    }
}
