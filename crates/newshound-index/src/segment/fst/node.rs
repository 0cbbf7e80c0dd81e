//! One node of the automaton.
//!
//! A node is read downwards from its last byte, the *state*, whose address is the node's own. Below the state lie, in
//! this order going down, and each only where the shape has it:
//!
//! | | `11iiiiii` | `10iiiiii` | `0fnnnnnn` |
//! |---|---|---|---|
//! | transitions | one, to the node that ends right below | one | `n`, and final if `f` |
//! | count | | | 1 byte if `n` is 0; the value 1 means 256 |
//! | input | 1 byte if `i` is 0 | 1 byte if `i` is 0 | |
//! | sizes | | 1 byte: `t << 4` | 1 byte: `t << 4` |
//! | index | | | 256 bytes if there are more than 32 transitions, not read |
//! | inputs | | | 1 byte each |
//! | ways down | | `t` bytes | `t` bytes each |
//!
//! The first transition stands highest. An `i` other than 0 is the place, from 1, in [`COMMON_INPUTS`]. A way down is
//! what to subtract from the address of the node's lowest byte, four bytes at most; 0 leads to the address 0, the node
//! that is final and ends every key. So addresses fall strictly from node to node, and no damage can make a circle.

use super::HEADER;

/// The 63 inputs that need no byte of their own, as the format fixes them.
const COMMON_INPUTS: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

/// A node above this many transitions has an index of its inputs.
const INDEXED_ABOVE: usize = 32;

/// The shapes made one: `at` counts transitions from 0 in the order of their inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    bytes: &'a [u8],
    pub(super) address: usize,
    /// In the bytes or in the table, highest input first.
    inputs: &'a [u8],
    /// The ways down end below this address; they were checked to lie inside.
    ways_end: usize,
    /// Address of the lowest byte.
    pub(super) start: usize,
    /// Bytes of a way down; 0 for the shape that has none.
    way_size: usize,
    pub(super) is_final: bool,
}

impl<'a> Node<'a> {
    /// `None` where no node can be. Ways down are checked when they are taken.
    #[inline]
    pub(super) fn read(bytes: &'a [u8], address: usize) -> Option<Node<'a>> {
        if address == 0 {
            return Some(Node { bytes, address, inputs: &[], ways_end: 0, start: 0, way_size: 0, is_final: true });
        }
        let state = *bytes.get(address)?;
        let low = usize::from(state & 0x3f);
        // The address above which all is read.
        let mut top = address;
        let (inputs, sizes);
        if state & 0x80 != 0 {
            inputs = if low == 0 {
                top -= 1;
                bytes.get(top..address)?
            } else {
                COMMON_INPUTS.get(low - 1..low)?
            };
            if state & 0x40 != 0 {
                sizes = 0;
            } else {
                top = top.checked_sub(1)?;
                sizes = *bytes.get(top)?;
            }
        } else {
            let mut count = low;
            if count == 0 {
                top -= 1;
                count = usize::from(*bytes.get(top)?);
                if count == 1 {
                    count = 256;
                }
            }
            top = top.checked_sub(1)?;
            sizes = *bytes.get(top)?;
            let inputs_end = top.checked_sub(if count > INDEXED_ABOVE { 256 } else { 0 })?;
            top = inputs_end.checked_sub(count)?;
            inputs = bytes.get(top..inputs_end)?;
        }
        let way_size = usize::from(sizes >> 4);
        let is_final = state & 0xc0 == 0x40;
        let start = top.checked_sub(inputs.len() * way_size)?;
        // The low half is the size of outputs, which there are none of.
        let is_sound = sizes <= 0x40 && sizes & 0xf == 0 && start >= HEADER;
        is_sound.then_some(Node { bytes, address, inputs, ways_end: top, start, way_size, is_final })
    }

    /// Number of transitions, up to 256.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.inputs.len()
    }

    /// The inputs in their order.
    #[inline]
    pub(super) fn inputs(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.inputs.iter().rev().copied()
    }

    #[inline]
    pub(super) fn input(&self, at: usize) -> Option<u8> {
        self.inputs.iter().rev().nth(at).copied()
    }

    /// The transition with this input.
    pub(super) fn find(&self, input: u8) -> Option<usize> {
        self.inputs.iter().rev().position(|known| *known == input)
    }

    /// The address to which the transition leads, lower than this node's or 0.
    #[inline]
    pub(super) fn target(&self, at: usize) -> Option<usize> {
        if self.way_size == 0 {
            return self.start.checked_sub(1);
        }
        // Four bytes at once: what follows the nodes is longer than that.
        let chunk = self.bytes.get(self.ways_end - (at + 1) * self.way_size..)?.first_chunk()?;
        let way = u32::from_le_bytes(*chunk) & u32::MAX >> (32 - 8 * self.way_size);
        if way == 0 { Some(0) } else { self.start.checked_sub(way as usize) }
    }
}
