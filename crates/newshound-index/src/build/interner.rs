//! [`Interner`]: texts by number, each kept once, in one piece of memory.
//!
//! An index is built from far more words than there are different ones, so what is done for each word is to look it up.
//! The standard library's map would hash every word in a way that stands against intent, and keep each in a box of its
//! own. Whoever writes the articles can slow down the building of their own index only, and numbers go by who came
//! first, never by the hash.

use super::near_duplicate::hash;

/// Different texts, numbered from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    /// All texts, one behind the other, and where each ends.
    texts: String,
    ends: Vec<usize>,
    hashes: Vec<u64>,
    /// Numbers and one more, by the lowest bits of the hash, or in the next free place; 0 is free. With each the highest
    /// bits of the hash, so that few others are looked at. A power of two, at least twice as many as there are texts.
    slots: Vec<(u32, u32)>,
}

impl Interner {
    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text with a number; empty where there is none.
    pub(super) fn get(&self, number: u32) -> &str {
        self.texts.get(self.range(number)).unwrap_or_default()
    }

    fn range(&self, number: u32) -> std::ops::Range<usize> {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        start..self.ends.get(number).copied().unwrap_or(start)
    }

    /// The hash of the text with a number, the same on every machine.
    pub(super) fn hash(&self, number: u32) -> u64 {
        self.hashes.get(number as usize).copied().unwrap_or_default()
    }

    /// All texts, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    /// The number of a text that may be there.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.look(text, hash(text)).ok()
    }

    /// The number of a text, which gets one if it has none.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        self.number_by(text, hash(text))
    }

    /// The same, where the hash is known.
    pub(super) fn number_by(&mut self, text: &str, hash: u64) -> u32 {
        let slot = match self.look(text, hash) {
            Ok(number) => return number,
            Err(slot) => slot,
        };
        let number = self.len() as u32;
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        self.hashes.push(hash);
        if self.len() * 2 > self.slots.len() {
            self.grow();
        } else {
            self.slots[slot] = (number + 1, high(hash));
        }
        number
    }

    /// The number of a text, or the place where it would stand.
    fn look(&self, text: &str, hash: u64) -> Result<u32, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash as usize & mask;
        // Half of the places are free, so this ends.
        while let Some((after @ 1.., high_bits)) = self.slots.get(slot).copied() {
            let number = after - 1;
            if high_bits == high(hash) && self.texts.as_bytes().get(self.range(number)) == Some(text.as_bytes()) {
                return Ok(number);
            }
            slot = (slot + 1) & mask;
        }
        Err(slot)
    }

    fn grow(&mut self) {
        let size = (self.len() * 4).next_power_of_two().max(64);
        self.slots.clear();
        self.slots.resize(size, (0, 0));
        for (number, hash) in (1u32..).zip(&self.hashes) {
            let mut slot = *hash as usize & (size - 1);
            while self.slots[slot].0 != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = (number, high(*hash));
        }
    }
}

fn high(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_those_of_first_appearance(texts in proptest::collection::vec("[ab]{0,7}|é?", 0..400)) {
            let mut interner = Interner::default();
            let mut seen: Vec<&str> = Vec::new();
            for text in &texts {
                let expect = seen.iter().position(|one| one == text);
                prop_assert_eq!(interner.find(text), expect.map(|number| number as u32));
                if expect.is_none() {
                    seen.push(text);
                }
                let expect = expect.unwrap_or(seen.len() - 1);
                prop_assert_eq!(interner.number(text), expect as u32);
                prop_assert_eq!(interner.get(expect as u32), text);
            }
            prop_assert_eq!(interner.iter().collect::<Vec<_>>(), seen);
            prop_assert_eq!(interner.get(interner.len() as u32), "");
        }
    }
}
