//! Pairs: in which articles two words stand side by side, for the pairs that a phrase is often made of.
//!
//! Positions would take half as many bytes as the texts, so there are none. A writer chooses pairs whose words are both
//! common, so that many articles have both and few have them side by side; a reader then answers a phrase of such a pair
//! without any text, and a longer one from fewer texts.
//!
//! A pair is two forms, by their ranks: the second stands right behind the first somewhere in one text of the article,
//! be it the title, the standfirst, or a block, published or not. Pairs stand in the order of first and second. Behind
//! their number come bits: for each pair
//!
//! - how far its first is from that of the pair before (Elias gamma);
//! - its second: out of those behind that of the pair before, if the first is the same, else out of all (truncated
//!   binary);
//! - how many bytes its list takes, less one (Elias gamma).
//!
//! Then, from a whole byte on, the lists. Who asks for a phrase has the lists of its words, so a pair's list is a set out
//! of the articles that **both groups** have: the number of articles less one (Elias gamma), and their places there, by
//! interpolative coding. Each begins with a whole byte.

use super::bits::{BitReader, BitWriter};
use super::bytes::{Cursor, put_number};
use super::interpolative::{read_set, write_set};

/// A pair, as a writer has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The rank of each word.
    pub(crate) words: (u32, u32),
    /// The articles that have it, as places in the list of those that have both words; at least one.
    pub(crate) places: Vec<u32>,
    /// The length of that list.
    pub(crate) universe: u32,
}

/// The list of one pair.
pub(crate) fn write_list(pair: &Pair) -> Vec<u8> {
    let mut bits = BitWriter::default();
    bits.gamma(pair.places.len() as u32 - 1);
    write_set(&mut bits, &pair.places, pair.universe);
    bits.finish()
}

/// The section: pairs in order, and how many forms there are.
pub(crate) fn write_pairs(pairs: &[Pair], forms: u32) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, pairs.len() as u64);
    let (mut bits, mut lists) = (BitWriter::default(), Vec::new());
    let mut before = None;
    for pair in pairs {
        let (first, second) = pair.words;
        let (last, least) = before.map_or((0, 0), |(last, least)| (last, if last == first { least } else { 0 }));
        bits.gamma(first - last);
        bits.bounded(second - least, forms - least);
        let list = write_list(pair);
        bits.gamma(list.len() as u32 - 1);
        lists.extend(list);
        before = Some((first, second + 1));
    }
    out.extend(bits.finish());
    out.extend(lists);
    out
}

/// Which pairs there are, and where their lists begin.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// Words, and the first byte in the page; in order.
    starts: Vec<((u32, u32), u32)>,
}

impl Pairs {
    pub(crate) fn read(page: &[u8], forms: u32) -> Option<Pairs> {
        let mut cursor = Cursor::new(page);
        let count = cursor.count();
        let mut bits = BitReader::new(cursor.rest(), 0);
        let mut starts = Vec::with_capacity(count);
        let (mut last, mut least, mut at) = (0u32, 0u32, 0u32);
        for _ in 0..count {
            let skipped = bits.gamma();
            last = last.checked_add(skipped).filter(|last| *last < forms)?;
            least = if skipped == 0 { least } else { 0 };
            let second = least.checked_add(bits.bounded(forms.checked_sub(least)?))?;
            starts.push(((last, second), at));
            least = second.checked_add(1).filter(|least| *least <= forms)?;
            at = at.checked_add(bits.gamma())?.checked_add(1)?;
        }
        // The lists fill the page to its end, so that is where they begin.
        let lists = page.len().checked_sub(at as usize).and_then(|lists| u32::try_from(lists).ok())?;
        starts.iter_mut().for_each(|(_, start)| *start += lists);
        if bits.is_exhausted() { None } else { cursor.end(Pairs { starts }) }
    }

    /// The pairs, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = (u32, u32)> {
        self.starts.iter().map(|(words, _)| *words)
    }

    /// Where the list of a pair begins; `None` where it has none.
    pub(crate) fn find(&self, words: (u32, u32)) -> Option<usize> {
        let at = self.starts.binary_search_by(|(other, _)| other.cmp(&words)).ok()?;
        self.starts.get(at).map(|(_, start)| *start as usize)
    }
}

/// The articles of the list that begins at a byte of the page, out of `both`, those that have both words.
pub(crate) fn read_pair(page: &[u8], start: usize, both: &[u32]) -> Option<Vec<u32>> {
    let mut bits = BitReader::new(page.get(start..)?, 0);
    let count = bits.gamma().saturating_add(1) as usize;
    if count > both.len() {
        return None;
    }
    let mut places = Vec::new();
    read_set(&mut bits, count, both.len() as u32, &mut places);
    if bits.is_exhausted() {
        return None;
    }
    for place in &mut places {
        *place = *both.get(*place as usize)?;
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const FORMS: u32 = 300;

    fn pairs() -> impl Strategy<Value = Vec<Pair>> {
        let list = (1u32..80).prop_flat_map(|universe| {
            (proptest::collection::btree_set(0..universe, 1..=universe as usize), Just(universe))
        });
        proptest::collection::btree_map((0..FORMS, 0..FORMS), list, 0..60).prop_map(|pairs: BTreeMap<_, _>| {
            let pair = |(words, (places, universe)): (_, (std::collections::BTreeSet<u32>, u32))| Pair {
                words,
                places: places.into_iter().collect(),
                universe,
            };
            pairs.into_iter().map(pair).collect()
        })
    }

    proptest! {
        #[test]
        fn pairs_come_back(pairs in pairs()) {
            let page = write_pairs(&pairs, FORMS);
            let read = Pairs::read(&page, FORMS).unwrap();
            prop_assert_eq!(read.words().collect::<Vec<_>>(), pairs.iter().map(|pair| pair.words).collect::<Vec<_>>());
            for pair in &pairs {
                let both: Vec<u32> = (0..pair.universe).map(|place| place * 3 + 1).collect();
                let expect: Vec<u32> = pair.places.iter().map(|place| place * 3 + 1).collect();
                prop_assert_eq!(read_pair(&page, read.find(pair.words).unwrap(), &both), Some(expect));
            }
            prop_assert_eq!(read.find((FORMS, 0)), None);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..60), forms in 0u32..400) {
            if let Some(pairs) = Pairs::read(&bytes, forms) {
                let words: Vec<(u32, u32)> = pairs.words().collect();
                prop_assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
                for words in words {
                    let start = pairs.find(words).unwrap();
                    if let Some(documents) = read_pair(&bytes, start, &[3, 5, 8]) {
                        prop_assert!(documents.windows(2).all(|pair| pair[0] < pair[1]));
                    }
                }
            }
        }
    }
}
