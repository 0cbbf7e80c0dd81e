//! The automaton of the term dictionary: forms in byte order, each with a number, in few bytes.
//!
//! The `fst` crate writes it (format version 3, a set), [`Fst`] reads it. The reader is our own since the bytes come over
//! a network: it checks every address, a damaged automaton gives wrong answers or none, but never a panic, an endless
//! loop or an allocation without bound.
//!
//! # The bytes
//!
//! ```text
//! version   u64 = 3, not read
//! type      u64, not read
//! nodes     children before parents, the root last
//! len       u64, number of keys
//! root      u64, address of the root, not read: it follows from the length
//! check     u32, not read: the pages of a segment have their own
//! ```
//!
//! All numbers are little endian; [`node`] tells how a node looks. A key is spelt by the bytes on the way from the root
//! to a final node. Its number is its *rank*, its place in the order of the keys, from 0. No byte says so: the rank is the
//! number of keys that the way to it leaves behind, so the reader counts, once, how many keys go through each node.
//!
//! # A worked example
//!
//! `bus`, `but` and `by` make these bytes after the first 16 (addresses are decimal, lowest first):
//!
//! ```text
//! 16  00 00        ways down of the node at 21: both to address 0, which stands for "final, and nothing follows"
//! 18  74 73        inputs: `t`, `s` (the last transition comes first)
//! 20  10           a way down has 1 byte, and there are no outputs
//! 21  02           two transitions, not final
//! 22  00 01        ways down of the node at 27: `y` to address 0, `u` to 22 - 1 = 21 (counted from the node's first byte)
//! 24  79 75        inputs: `y`, `u`
//! 26  10 02        sizes and count, as before
//! 28  da           one transition to the node right before this one, by entry 26 of the common inputs: `b`
//! 29  03 00 ..     three keys
//! 37  1c 00 ..     the root is at 28
//! ```
//!
//! Two keys go through the node at 21, three through that at 27 and so through the root. `but` leaves `bus` behind, at 21,
//! and nothing before: its rank is 1. The prefix `bu` leads to 21, with nothing left behind, so `bu*` is the two ranks from
//! 0, whatever stands between them.

mod fuzzy;
mod node;
mod pattern;
#[cfg(test)]
mod tests;

use std::ops::Range;

use node::Node;

/// What stands before the first node, and after the last.
const HEADER: usize = 16;
const FOOTER: usize = 20;

/// The longest key in bytes that is ever spelt.
pub(crate) const LONGEST_KEY: usize = 255;

/// What the `fst` crate wrote, and the ranks that follow from it.
#[derive(Debug)]
pub(crate) struct Fst<'a> {
    bytes: &'a [u8],
    root: usize,
    /// One number for every two bytes, so that each node has as many as it has transitions. At half of its address is how
    /// many keys go through the node. Before that, going down, is how many of them come before its second transition,
    /// its third, and so on. Only nodes that hand all they have on to the next are shorter than two bytes: these share
    /// their number with that one.
    counts: Vec<u32>,
}

/// Stands for a damaged one: no key is found in it.
pub(crate) static NONE: Fst<'static> = Fst { bytes: &[], root: usize::MAX, counts: Vec::new() };

impl<'a> Fst<'a> {
    /// Counts the keys, which takes one look at each node. Where the ways between damaged nodes lead to nowhere, or make
    /// more keys than a number holds, counts are wrong, and keys are not found or have others' ranks.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Fst<'a>> {
        let nodes_end = bytes.len().checked_sub(FOOTER).filter(|end| *end >= HEADER)?;
        // The root is the last node. Where the empty key stands alone there is no node at all.
        let root = if nodes_end == HEADER { 0 } else { nodes_end - 1 };
        // One for the node at 0.
        let mut fst = Fst { bytes, root, counts: vec![1; root / 2 + 1] };
        // From the last down to the first node, since only its end tells where a node begins; then upwards, as nodes
        // stand behind all that they lead to.
        let (mut addresses, mut address) = (Vec::new(), root);
        while address >= HEADER {
            addresses.push(address);
            address = fst.node(address)?.start - 1;
        }
        for address in addresses.into_iter().rev() {
            let node = fst.node(address)?;
            let mut count = u32::from(node.is_final);
            for at in 0..node.len() {
                let more = fst.count(node.target(at)?);
                // The first one's place is that of all, once they are known.
                *fst.counts.get_mut((address / 2).checked_sub(at)?)? = count;
                count = count.wrapping_add(more);
            }
            *fst.counts.get_mut(address / 2)? = count;
        }
        let len = u64::from_le_bytes(*bytes.get(nodes_end..)?.first_chunk()?);
        (len == fst.count(root).into()).then_some(fst)
    }

    /// The rank of `key`, or `None` where it is no key.
    pub(crate) fn get(&self, key: &str) -> Option<u32> {
        let (node, rank) = self.descend(key.as_bytes())?;
        node.is_final.then_some(rank)
    }

    /// The ranks of the keys that begin with `prefix`.
    pub(crate) fn prefix_range(&self, prefix: &[u8]) -> Range<u32> {
        let Some((node, first)) = self.descend(prefix) else { return 0..0 };
        first..first.wrapping_add(self.count(node.address))
    }

    /// The key whose rank this is; `None` past the last.
    pub(crate) fn key_of(&self, rank: u32) -> Option<String> {
        let mut key = [0; LONGEST_KEY];
        self.spell(rank, &mut key).map(str::to_owned)
    }

    /// [`Fst::key_of`] without an allocation.
    pub(crate) fn spell<'k>(&self, rank: u32, key: &'k mut [u8; LONGEST_KEY]) -> Option<&'k str> {
        let mut node = self.node(self.root)?;
        // How many keys under the node stand before the one that is looked for, and the length of what leads there.
        let (mut left, mut depth) = (rank, 0);
        while left > 0 || !node.is_final {
            let at = (0..node.len()).rev().find(|at| self.before(&node, *at) <= left)?;
            left -= self.before(&node, at);
            *key.get_mut(depth)? = node.input(at)?;
            depth += 1;
            node = self.node(node.target(at)?)?;
        }
        std::str::from_utf8(key.get(..depth)?).ok()
    }

    /// The node to which `key` leads, and the rank of the first key under it.
    #[inline(never)]
    fn descend(&self, key: &[u8]) -> Option<(Node<'a>, u32)> {
        let (mut node, mut rank) = (self.node(self.root)?, 0u32);
        for byte in key {
            let at = node.find(*byte)?;
            rank = rank.wrapping_add(self.before(&node, at));
            node = self.node(node.target(at)?)?;
        }
        Some((node, rank))
    }

    /// How many keys go through the node at this address.
    fn count(&self, address: usize) -> u32 {
        self.counts.get(address / 2).copied().unwrap_or_default()
    }

    /// How many keys under the node come before its transition `at`.
    fn before(&self, node: &Node<'a>, at: usize) -> u32 {
        if at == 0 { node.is_final.into() } else { self.count(node.address.wrapping_sub(2 * at)) }
    }

    /// The one place where nodes are read, kept out of line since it is large and stands in every walk.
    #[inline(never)]
    fn node(&self, address: usize) -> Option<Node<'a>> {
        Node::read(self.bytes, address)
    }
}
