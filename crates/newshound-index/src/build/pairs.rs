//! Which pairs of words are worth a list of their own.
//!
//! A list turns a phrase that can only be answered by its words, or by reading texts, into one that is exact. How often
//! that helps goes with how often the pair is asked for, and that, for want of a log, with how often it is written: names
//! and turns of speech. So the pairs in the most articles for a bit are taken, as many as there is room for. Where nearly
//! all articles that have both words have them side by side a list costs next to nothing; where all do, it tells nothing.

use std::collections::HashMap;

use crate::segment::pairs::{Pair, write_list, write_pairs};

/// A text in [`Sequence`] ends.
pub(super) const END: u32 = u32::MAX;
/// This form stands where the one before does.
pub(super) const SAME_PLACE: u32 = 1 << 31;

/// The simple words of an article's texts in their order, as numbers of forms, with `END` wherever the next does not
/// stand right behind, and `SAME_PLACE` where it stands in one place with the one before.
pub(super) type Sequence = Vec<u32>;

/// A word that fewer articles have is rare enough alone.
const COMMON: usize = 4;
/// Articles that have the pair, at least.
const REPEATED: u32 = 3;
/// Bits that a pair takes beside its list, about.
const HEAD: u64 = 32;

/// What is known of the words.
pub(super) struct Words<'c> {
    /// For each form, by number, its rank and its group.
    pub(super) forms: &'c [(u32, u32)],
    /// For each group the documents that have it, in order.
    pub(super) lists: &'c [Vec<u32>],
}

/// Calls `visit` with each pair of forms in a sequence.
fn each_pair(sequence: &[u32], visit: &mut dyn FnMut(u32, u32)) {
    let (mut before, mut here): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    for word in sequence {
        if *word == END {
            before.clear();
            here.clear();
            continue;
        }
        if word & SAME_PLACE == 0 {
            std::mem::swap(&mut before, &mut here);
            here.clear();
        }
        let word = word & !SAME_PLACE;
        before.iter().for_each(|first| visit(*first, word));
        here.push(word);
    }
}

/// The section in at most so many bytes, for the articles' sequences in the order of the documents; empty where no pair is
/// worth its bytes.
pub(super) fn section(words: &Words<'_>, sequences: &[&Sequence], room: usize) -> Vec<u8> {
    let list = |number: u32| words.forms.get(number as usize).and_then(|form| words.lists.get(form.1 as usize));
    let is_common = |number: u32| list(number).is_some_and(|list| list.len() >= COMMON);
    let each_key = |sequence: &[u32], visit: &mut dyn FnMut(u64)| {
        let mut keys: Vec<u64> = Vec::new();
        each_pair(sequence, &mut |first, second| {
            if is_common(first) && is_common(second) {
                keys.push(u64::from(first) << 32 | u64::from(second));
            }
        });
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(visit);
    };
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for sequence in sequences {
        each_key(sequence, &mut |key| *counts.entry(key).or_default() += 1);
    }
    let mut counts: Vec<(u64, u32)> = counts.into_iter().filter(|(_, count)| *count >= REPEATED).collect();
    counts.sort_unstable();

    let mut worth: Vec<(u64, u64, u64)> = Vec::new();
    let mut has_first: Vec<bool> = vec![false; sequences.len()];
    for same in counts.chunk_by(|one, other| one.0 >> 32 == other.0 >> 32) {
        let first = list((same[0].0 >> 32) as u32).map_or(&[][..], Vec::as_slice);
        first.iter().for_each(|document| has_first[*document as usize] = true);
        for (key, count) in same {
            let both = list(*key as u32).map_or(0, |list| list.iter().filter(|at| has_first[**at as usize]).count());
            let (both, count) = (both as u64, u64::from(*count));
            // Each article of the smaller part, those that have the pair or those that do not, takes about so many bits,
            // see `interpolative.rs`.
            let few = count.min(both - count).max(1);
            let bits = HEAD + few * u64::from((both / few).ilog2() + 2);
            if both > count {
                worth.push((count * (1 << 16) / bits, *key, bits));
            }
        }
        first.iter().for_each(|document| has_first[*document as usize] = false);
    }
    worth.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));

    let mut left = room as u64 * 8;
    worth.retain(|(_, _, bits)| {
        // Bits are estimated; what is too much goes below.
        left = left.saturating_sub(bits * 9 / 10);
        left > 0
    });
    let mut chosen: HashMap<u64, Vec<u32>> = worth.iter().map(|(_, key, _)| (*key, Vec::new())).collect();
    for (document, sequence) in (0u32..).zip(sequences) {
        each_key(sequence, &mut |key| {
            if let Some(documents) = chosen.get_mut(&key) {
                documents.push(document);
            }
        });
    }
    let mut pairs: Vec<(usize, Pair)> = Vec::new();
    let mut bytes = 0;
    for (_, key, _) in &worth {
        let (first, second) = ((key >> 32) as usize, (key & u64::from(u32::MAX)) as usize);
        let (first, second) = (words.forms[first], words.forms[second]);
        let (one, other) = (&words.lists[first.1 as usize], &words.lists[second.1 as usize]);
        let both: Vec<u32> = one.iter().copied().filter(|document| other.binary_search(document).is_ok()).collect();
        let places = chosen.get(key).into_iter().flatten().filter_map(|document| both.binary_search(document).ok());
        let pair = Pair {
            words: (first.0, second.0),
            places: places.map(|place| place as u32).collect(),
            universe: both.len() as u32,
        };
        bytes += write_list(&pair).len() + HEAD as usize / 8;
        pairs.push((bytes, pair));
    }
    let forms = words.forms.len() as u32;
    let mut most = room;
    loop {
        let mut kept: Vec<Pair> =
            pairs.iter().take_while(|(bytes, _)| *bytes <= most).map(|(_, pair)| pair.clone()).collect();
        if kept.is_empty() {
            return Vec::new();
        }
        kept.sort_unstable_by_key(|pair| pair.words);
        let section = write_pairs(&kept, forms);
        if section.len() <= room {
            return section;
        }
        most -= (section.len() - room).max(1).min(most);
    }
}
