//! Sets of numbers by binary interpolative coding: the one codec of the postings.
//!
//! A sorted set out of `0..universe` is written as its middle member, then the half below, then the half
//! above, each within the room its neighbours leave (Moffat and Stuiver, "Binary interpolative coding for
//! effective index compression", Information Retrieval 3, 2000). Members that sit close together, as the
//! document order puts them, cost less than a bit; a full set costs nothing. The count is known to both sides.

use super::bits::{BitReader, BitWriter};

/// Writes a strictly ascending `set` of numbers below `universe`.
pub(crate) fn write_set(out: &mut BitWriter, set: &[u32], universe: u32) {
    let Some(last) = universe.checked_sub(1) else { return };
    write_between(out, set, 0, last);
}

fn write_between(out: &mut BitWriter, set: &[u32], low: u32, high: u32) {
    let count = set.len() as u32;
    if count == 0 || high - low + 1 == count {
        return;
    }
    let middle = set.len() / 2;
    let (below, above) = (middle as u32, count - 1 - middle as u32);
    let value = set[middle];
    out.bounded(value - low - below, high - low + 1 - below - above);
    if middle > 0 {
        write_between(out, &set[..middle], low, value - 1);
    }
    if above > 0 {
        write_between(out, &set[middle + 1..], value + 1, high);
    }
}

/// Reads a set into `out`, whose length is the count. Whatever the bits say, the members come out strictly
/// ascending and below `universe`, so long as the count is at most `universe` (else `out` is left as it was).
pub(crate) fn read_set(bits: &mut BitReader<'_>, out: &mut [u32], universe: u32) {
    if !out.is_empty() && out.len() as u64 <= u64::from(universe) {
        read_between(bits, out, 0, universe - 1);
    }
}

fn read_between(bits: &mut BitReader<'_>, out: &mut [u32], low: u32, high: u32) {
    let count = out.len() as u32;
    if high - low + 1 == count {
        for (slot, value) in out.iter_mut().zip(low..) {
            *slot = value;
        }
        return;
    }
    let middle = out.len() / 2;
    let (below, above) = (middle as u32, count - 1 - middle as u32);
    let value = low + below + bits.bounded(high - low + 1 - below - above);
    let (first, rest) = out.split_at_mut(middle);
    if !first.is_empty() {
        read_between(bits, first, low, value - 1);
    }
    if let Some((slot, second)) = rest.split_first_mut() {
        *slot = value;
        if !second.is_empty() {
            read_between(bits, second, value + 1, high);
        }
    }
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
        let mut out = vec![0; set.len()];
        let mut reader = BitReader::new(&bytes, 0);
        read_set(&mut reader, &mut out, universe);
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
            let mut out = vec![0; count];
            read_set(&mut BitReader::new(&bytes, 0), &mut out, universe);
            if count as u32 <= universe {
                prop_assert!(out.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(out.iter().all(|member| *member < universe));
            }
        }
    }
}
