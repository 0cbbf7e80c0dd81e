//! Sets of numbers by binary interpolative coding: the one codec of the postings.
//!
//! A sorted set out of `0..universe` is written as its middle member, then the half below, then the half
//! above, each within the room its neighbours leave (Moffat and Stuiver, "Binary interpolative coding for
//! effective index compression", Information Retrieval 3, 2000). Members that sit close together, as the
//! document order puts them, cost less than a bit. Of a set of more than half of all numbers those are written that it
//! lacks: so the commonest words are read as fast as others, and a full set costs nothing. The count is known to both
//! sides.

use super::bits::{BitReader, BitWriter};

/// Whether a set is written as what it lacks.
fn is_turned(count: usize, universe: u32) -> bool {
    count as u64 * 2 > u64::from(universe)
}

/// Writes a strictly ascending `set` of numbers below `universe`.
pub(crate) fn write_set(out: &mut BitWriter, set: &[u32], universe: u32) {
    if is_turned(set.len(), universe) {
        let mut members = set.iter().peekable();
        let lacks: Vec<u32> = (0..universe).filter(|number| members.next_if_eq(&number).is_none()).collect();
        write_between(out, &lacks, 0, set.len() as u32);
    } else {
        write_between(out, set, 0, universe - set.len() as u32);
    }
}

/// Writes numbers from `low`, up to which and among which are `room` others.
fn write_between(out: &mut BitWriter, set: &[u32], low: u32, room: u32) {
    let middle = set.len() / 2;
    let Some(value) = set.get(middle).filter(|_| room > 0) else { return };
    let free = value - low - middle as u32;
    out.bounded(free, room + 1);
    write_between(out, &set[..middle], low, free);
    write_between(out, &set[middle + 1..], value + 1, room - free);
}

/// Reads a set of `count` numbers. Whatever the bits say, the members come out strictly ascending and below `universe`;
/// there are none where `count` is more than that.
pub(crate) fn read_set(bits: &mut BitReader<'_>, count: usize, universe: u32, out: &mut Vec<u32>) {
    out.clear();
    let Some(rest) = (universe as usize).checked_sub(count) else { return };
    if !is_turned(count, universe) {
        out.resize(count, 0);
        bits.at = read_between(*bits, out, 0, rest as u32);
        return;
    }
    let mut lacks = vec![0; rest];
    bits.at = read_between(*bits, &mut lacks, 0, count as u32);
    out.resize(count, 0);
    let (mut lacks, mut member) = (lacks.iter(), 0);
    let mut lack = lacks.next();
    for slot in out {
        while lack == Some(&member) {
            (lack, member) = (lacks.next(), member + 1);
        }
        *slot = member;
        member += 1;
    }
}

/// Reads what [`write_between`] wrote, and returns the place of the bit behind it. Single numbers take no call: half of
/// a search is spent here.
fn read_between(mut bits: BitReader<'_>, mut out: &mut [u32], mut low: u32, mut room: u32) -> usize {
    while room > 0 {
        let middle = out.len() / 2;
        let Some((first, [slot, second @ ..])) = out.split_at_mut_checked(middle) else { return bits.at };
        let free = bits.bounded_in_place(room + 1);
        match first {
            [] => {}
            [one] => *one = low + bits.bounded_in_place(free + 1),
            _ => bits.at = read_between(bits, first, low, free),
        }
        let value = low + middle as u32 + free;
        *slot = value;
        (out, low, room) = (second, value + 1, room - free);
    }
    for (slot, value) in out.iter_mut().zip(low..) {
        *slot = value;
    }
    bits.at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn round_trip(set: &[u32], universe: u32) -> (Vec<u32>, usize) {
        let mut writer = BitWriter::default();
        write_set(&mut writer, set, universe);
        let length = writer.len();
        let bytes = writer.finish();
        let mut out = Vec::new();
        let mut reader = BitReader::new(&bytes, 0);
        read_set(&mut reader, set.len(), universe, &mut out);
        assert_eq!(reader.position(), length);
        (out, length)
    }

    #[test]
    fn full_and_empty_sets_cost_nothing() {
        assert_eq!(round_trip(&[], 0), (vec![], 0));
        assert_eq!(round_trip(&[], 10), (vec![], 0));
        assert_eq!(round_trip(&[0, 1, 2, 3], 4), (vec![0, 1, 2, 3], 0));
    }

    #[test]
    fn runs_are_cheap() {
        let run: Vec<u32> = (5000..5100).collect();
        let scattered: Vec<u32> = (0..100).map(|at| at * 163).collect();
        assert!(round_trip(&run, 16_384).1 * 2 < round_trip(&scattered, 16_384).1);
    }

    proptest! {
        #[test]
        fn sets_come_back(set in proptest::collection::btree_set(0u32..3000, 0..400)) {
            let set: Vec<u32> = BTreeSet::into_iter(set).collect();
            prop_assert_eq!(&round_trip(&set, 3000).0, &set);
        }

        #[test]
        fn damaged_bits_still_give_a_set(bytes in proptest::collection::vec(any::<u8>(), 0..60), count in 0usize..300, universe in 0u32..2000) {
            let mut out = Vec::new();
            read_set(&mut BitReader::new(&bytes, 0), count, universe, &mut out);
            if count as u32 <= universe {
                prop_assert!(out.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(out.iter().all(|member| *member < universe));
            }
        }
    }
}
