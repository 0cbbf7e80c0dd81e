//! Which pairs of words are worth a list of their own.
//!
//! A list turns a phrase that can only be answered by its words, or by reading texts, into one that is exact. How often
//! that helps goes with how often the pair is asked for, and that, for want of a log, with how often it is written: names
//! and turns of speech. So the pairs in the most articles for a bit are taken, as many as there is room for. Where nearly
//! all articles that have both words have them side by side a list costs next to nothing; where all do, it tells nothing.
//!
//! There are many more pairs than words, and most stand in one article. So they are counted in parts, each for some of
//! the first words: memory is bounded by the part, and parts can be counted side by side.

use super::workers::{Workers, in_parts};
use crate::segment::pairs::{Pair, write_list, write_pairs};

/// A text ends. See [`section`].
pub(super) const END: u32 = u32::MAX;
/// This form stands where the one before does.
pub(super) const SAME_PLACE: u32 = 1 << 31;

/// A word that fewer articles have is rare enough alone.
const COMMON: usize = 4;
/// Articles that have the pair, at least.
const REPEATED: u32 = 3;
/// Bits that a pair takes beside its list, about.
const HEAD: u64 = 32;
/// Occurrences of pairs that are counted in one go, unless one first word has more.
const PART: usize = 1 << 23;
/// Parts are made that many, though they be smaller, so that all threads have some.
const PARTS: usize = 4;

/// For each group the documents that have it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// Where the documents of each group begin; a last one ends them.
    starts: Vec<usize>,
    documents: Vec<u32>,
    /// For each group where its bits begin in `bits`, one for each document; `None` for those in few documents.
    dense: Vec<Option<usize>>,
    bits: Vec<u64>,
    /// How many numbers hold one group's bits.
    width: usize,
}

impl Lists {
    /// A group in more than one document of so many has bits.
    const DENSE: usize = 32;

    /// The documents of each group, in order, one group behind the other; `starts` has one more than there are groups.
    pub(super) fn new(starts: Vec<usize>, documents: Vec<u32>) -> Lists {
        let width = documents.iter().max().map_or(0, |last| *last as usize / 64 + 1);
        let mut lists = Lists { starts, documents, dense: Vec::new(), bits: Vec::new(), width };
        for group in 0..lists.starts.len().saturating_sub(1) as u32 {
            let own = lists.starts[group as usize]..lists.starts[group as usize + 1];
            let start = lists.bits.len();
            let is_dense = own.len() * Lists::DENSE > width * 64;
            if is_dense {
                lists.bits.resize(start + width, 0);
                for document in &lists.documents[own] {
                    lists.bits[start + *document as usize / 64] |= 1 << (document % 64);
                }
            }
            lists.dense.push(is_dense.then_some(start));
        }
        lists
    }

    /// The documents that have a group.
    fn of(&self, group: u32) -> &[u32] {
        let group = group as usize;
        let range = self.starts.get(group).zip(self.starts.get(group + 1));
        range.and_then(|(start, end)| self.documents.get(*start..*end)).unwrap_or_default()
    }

    /// The bits of a group that has some.
    fn bits(&self, group: u32) -> Option<&[u64]> {
        let start = (*self.dense.get(group as usize)?)?;
        self.bits.get(start..start + self.width)
    }

    /// The documents that have both groups.
    fn both(&self, one: u32, other: u32) -> Vec<u32> {
        let (few, many) = if self.of(one).len() <= self.of(other).len() { (one, other) } else { (other, one) };
        let few = self.of(few).iter().copied();
        match self.bits(many) {
            Some(bits) => few.filter(|document| has(bits, *document)).collect(),
            None => few.filter(|document| self.of(many).binary_search(document).is_ok()).collect(),
        }
    }
}

fn has(bits: &[u64], document: u32) -> bool {
    bits.get(document as usize / 64).is_some_and(|bits| bits >> (document % 64) & 1 == 1)
}

/// What is known of the words.
pub(super) struct Words<'c> {
    /// For each form, by number, its rank and its group.
    pub(super) forms: &'c [(u32, u32)],
    pub(super) lists: &'c Lists,
}

impl<'c> Words<'c> {
    fn list(&self, form: u32) -> &'c [u32] {
        self.forms.get(form as usize).map_or(&[], |form| self.lists.of(form.1))
    }

    fn group(&self, form: u32) -> u32 {
        self.forms.get(form as usize).map_or(u32::MAX, |form| form.1)
    }
}

/// Calls `visit` with each pair of forms in a sequence.
fn each_pair(sequence: &[u32], mut visit: impl FnMut(u32, u32)) {
    // Where the forms of the place before begin, and those of this place.
    let (mut before, mut here) = (0, 0);
    for (at, word) in sequence.iter().enumerate() {
        if *word == END {
            (before, here) = (at + 1, at + 1);
            continue;
        }
        if word & SAME_PLACE == 0 {
            (before, here) = (here, at);
        }
        for first in sequence.get(before..here).unwrap_or_default() {
            visit(first & !SAME_PLACE, word & !SAME_PLACE);
        }
    }
}

/// A pair that may be worth its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    /// Articles for a bit, negated, so that the best come first.
    rank: i64,
    /// The forms.
    pair: (u32, u32),
    bits: u64,
}

/// The section in at most so many bytes, empty where no pair is worth its bytes.
///
/// `sequences` are those of the articles in the order of the documents: the simple words of an article's texts in their
/// order, as numbers of forms, with `END` wherever the next does not stand right behind, and `SAME_PLACE` where it stands
/// in one place with the one before.
pub(super) fn section(words: &Words<'_>, sequences: &[&[u32]], room: usize, workers: Workers<'_>) -> Vec<u8> {
    let is_common: Vec<bool> = (0..words.forms.len() as u32).map(|form| words.list(form).len() >= COMMON).collect();
    let are_common = |first: u32, second: u32| is_common[first as usize] && is_common[second as usize];

    let counted = in_parts(workers, sequences, (sequences.len() / 16).max(256), |sequences| {
        let mut counts = vec![0u32; words.forms.len()];
        for sequence in sequences {
            each_pair(sequence, |first, second| counts[first as usize] += u32::from(are_common(first, second)));
        }
        counts
    });
    let mut counts = vec![0usize; words.forms.len()];
    for part in &counted {
        counts.iter_mut().zip(part).for_each(|(sum, count)| *sum += *count as usize);
    }
    drop(counted);
    let size = PART.min(counts.iter().sum::<usize>() / PARTS + 1);
    let mut parts: Vec<std::ops::Range<usize>> = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (form, count) in counts.iter().enumerate() {
        if sum + count > size && sum > 0 {
            parts.push(start..form);
            (start, sum) = (form, 0);
        }
        sum += count;
    }
    parts.push(start..counts.len());

    let mut worth: Vec<Worth> = in_parts(workers, &parts, 1, |parts| {
        parts.iter().flat_map(|part| worths(words, sequences, part.clone(), &counts, &are_common)).collect::<Vec<_>>()
    })
    .concat();
    worth.sort_unstable();

    let mut left = room as u64 * 8;
    worth.retain(|worth| {
        // Bits are estimated; what is too much goes below.
        left = left.saturating_sub(worth.bits * 9 / 10);
        left > 0
    });
    let documents = documents(words, sequences, &worth, workers);
    let all: Vec<usize> = (0..worth.len()).collect();
    let made = in_parts(workers, &all, 64, |some| {
        let make = |at: &usize| {
            let (first, second) = worth[*at].pair;
            let ((first, one), (second, other)) = (words.forms[first as usize], words.forms[second as usize]);
            let both = words.lists.both(one, other);
            let places = documents[*at].iter().filter_map(|document| both.binary_search(document).ok());
            let pair = Pair {
                words: (first, second),
                places: places.map(|place| place as u32).collect(),
                universe: both.len() as u32,
            };
            (write_list(&pair).len() + HEAD as usize / 8, pair)
        };
        some.iter().map(make).collect::<Vec<_>>()
    });
    let mut pairs: Vec<(usize, Pair)> = made.into_iter().flatten().collect();
    let mut bytes = 0;
    for (own, _) in &mut pairs {
        bytes += *own;
        *own = bytes;
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

/// What the pairs with some of the first words are worth. `counts` says how often pairs begin with each word.
fn worths(
    words: &Words<'_>,
    sequences: &[&[u32]],
    part: std::ops::Range<usize>,
    counts: &[usize],
    are_common: &dyn Fn(u32, u32) -> bool,
) -> Vec<Worth> {
    // Second word and document of each pair, by the first.
    let mut ends: Vec<usize> = Vec::with_capacity(part.len());
    let mut sum = 0;
    for count in &counts[part.clone()] {
        ends.push(sum);
        sum += count;
    }
    let mut found = vec![0u64; sum];
    for (document, sequence) in (0u64..).zip(sequences) {
        each_pair(sequence, |first, second| {
            if part.contains(&(first as usize)) && are_common(first, second) {
                let end = &mut ends[first as usize - part.start];
                found[*end] = u64::from(second) << 32 | document;
                *end += 1;
            }
        });
    }
    let mut worths = Vec::new();
    let mut marks = vec![0u64; words.lists.width];
    // For each second word how many documents there are, and the last of them; and the second words that there are.
    let mut counted = vec![(0u32, 0u32); words.forms.len()];
    let mut seconds: Vec<u32> = Vec::new();
    let mut start = 0;
    for (first, end) in (part.start as u32..).zip(ends) {
        for both in &found[start..end] {
            let (second, document) = ((both >> 32) as u32, *both as u32);
            let counted = &mut counted[second as usize];
            if counted.0 == 0 {
                seconds.push(second);
            }
            if counted.0 == 0 || counted.1 != document {
                *counted = (counted.0 + 1, document);
            }
        }
        start = end;
        // Most words begin no pair that comes to anything, so their documents are looked at late.
        let mut members = None;
        for second in seconds.drain(..) {
            let (count, _) = std::mem::take(&mut counted[second as usize]);
            if count < REPEATED {
                continue;
            }
            let members = members.get_or_insert_with(|| Members::of(words, first, &mut marks));
            let (both, count) = (members.shared(words, second, &marks) as u64, u64::from(count));
            // Each article of the smaller part, those that have the pair or those that do not, takes about so many bits,
            // see `interpolative.rs`.
            let few = count.min(both - count).max(1);
            let bits = HEAD + few * u64::from((both / few).ilog2() + 2);
            if both > count {
                worths.push(Worth { rank: -((count * (1 << 16) / bits) as i64), pair: (first, second), bits });
            }
        }
        if let Some(members) = members {
            members.clear(&mut marks);
        }
    }
    worths
}

/// The documents of one word, as bits: the group's own, or else marked for as long as they are needed.
struct Members<'w> {
    documents: &'w [u32],
    own: Option<&'w [u64]>,
}

impl<'w> Members<'w> {
    fn of(words: &Words<'w>, form: u32, marks: &mut [u64]) -> Members<'w> {
        let members = Members { documents: words.list(form), own: words.lists.bits(words.group(form)) };
        if members.own.is_none() {
            members.documents.iter().for_each(|document| marks[*document as usize / 64] |= 1 << (document % 64));
        }
        members
    }

    /// How many of them have another word too.
    fn shared(&self, words: &Words<'_>, other: u32, marks: &[u64]) -> usize {
        let bits = self.own.unwrap_or(marks);
        match words.lists.bits(words.group(other)) {
            None => words.list(other).iter().filter(|document| has(bits, **document)).count(),
            Some(others) if self.own.is_none() => {
                self.documents.iter().filter(|document| has(others, **document)).count()
            }
            Some(others) => bits.iter().zip(others).map(|(one, other)| (one & other).count_ones() as usize).sum(),
        }
    }

    fn clear(self, marks: &mut [u64]) {
        if self.own.is_none() {
            self.documents.iter().for_each(|document| marks[*document as usize / 64] = 0);
        }
    }
}

/// The documents of each pair, in order.
fn documents(words: &Words<'_>, sequences: &[&[u32]], pairs: &[Worth], workers: Workers<'_>) -> Vec<Vec<u32>> {
    // By first and second word, with the place in `pairs`; and for each first word where its pairs begin.
    let mut sorted: Vec<((u32, u32), usize)> = pairs.iter().zip(0..).map(|(worth, at)| (worth.pair, at)).collect();
    sorted.sort_unstable();
    let mut starts = vec![0usize; words.forms.len() + 1];
    pairs.iter().for_each(|worth| starts[worth.pair.0 as usize + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let numbered: Vec<(u32, &[u32])> = (0u32..).zip(sequences.iter().copied()).collect();
    let found = in_parts(workers, &numbered, (sequences.len() / 16).max(256), |sequences| {
        let mut found: Vec<(usize, u32)> = Vec::new();
        for (document, sequence) in sequences {
            let before = found.len();
            each_pair(sequence, |first, second| {
                let of_first = &sorted[starts[first as usize]..starts[first as usize + 1]];
                if let Ok(at) = of_first.binary_search_by_key(&second, |(pair, _)| pair.1) {
                    found.push((of_first[at].1, *document));
                }
            });
            found[before..].sort_unstable();
            let mut kept = before;
            for at in before..found.len() {
                if at == before || found[at] != found[kept - 1] {
                    found[kept] = found[at];
                    kept += 1;
                }
            }
            found.truncate(kept);
        }
        found
    });
    let mut documents = vec![Vec::new(); pairs.len()];
    found.into_iter().flatten().for_each(|(at, document): (usize, u32)| documents[at].push(document));
    documents
}
