//! Facets: section, authors, tags, language and the publisher's own fields. One page each.
//!
//! A page has the facet's name, the number of its values, and the values in byte order, as texts with their length in
//! front. Then come bits: for each value the number of its documents less one (Elias gamma), and they, as an
//! interpolative set out of all; and for each document with several values, in document order, the order in which its
//! source has them, each as its place among those not yet told (truncated binary).
//!
//! A value that all documents have costs no bits, so a few bytes could claim to be a table of any size. What a writer
//! writes is bounded: a document's values but one take a bit each at least for their order.

use super::bits::{BitReader, BitWriter};
use super::bytes::{Cursor, put_number, put_text};
use super::interpolative::{read_set, write_set};

/// Values of one document, at most: to bring more of them back into their order would take a reader too long.
pub(crate) const MAX_VALUES: usize = 1024;

/// One facet, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facet {
    pub(crate) name: String,
    /// In byte order, each once.
    pub(crate) values: Vec<String>,
    /// Where the values of each document begin in `of`; a last one ends the list.
    starts: Vec<u32>,
    /// Places in `values`, in the order of the source.
    of: Vec<u32>,
}

impl Facet {
    /// Puts a facet together: `documents` has for each document its values, each once, in the order of the source.
    pub(crate) fn new(name: &str, documents: &[Vec<&str>]) -> Facet {
        let mut values: Vec<String> = documents.iter().flatten().map(|value| (*value).to_owned()).collect();
        values.sort_unstable();
        values.dedup();
        let (mut starts, mut of) = (vec![0], Vec::new());
        for own in documents {
            for value in own {
                of.extend(values.binary_search_by(|known| known.as_str().cmp(value)).map(|at| at as u32));
            }
            starts.push(of.len() as u32);
        }
        Facet { name: name.to_owned(), values, starts, of }
    }

    /// The values of a document, as places in `values`.
    pub(crate) fn of(&self, document: u32) -> &[u32] {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or(0) as usize;
        self.of.get(start(document as usize)..start(document as usize + 1)).unwrap_or_default()
    }

    /// The texts of a document's values.
    pub(crate) fn texts(&self, document: u32) -> Vec<&str> {
        self.of(document).iter().filter_map(|value| self.values.get(*value as usize).map(String::as_str)).collect()
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let documents = self.starts.len() as u32 - 1;
        let mut out = Vec::new();
        put_text(&mut out, &self.name);
        put_number(&mut out, self.values.len() as u64);
        let mut members = vec![Vec::new(); self.values.len()];
        for document in 0..documents {
            for value in self.of(document) {
                members[*value as usize].push(document);
            }
        }
        for value in &self.values {
            put_text(&mut out, value);
        }
        let mut bits = BitWriter::default();
        for members in &members {
            bits.gamma(members.len() as u32 - 1);
            write_set(&mut bits, members, documents);
        }
        for document in 0..documents {
            let mut left = self.of(document).to_vec();
            left.sort_unstable();
            for value in self.of(document) {
                let place = left.iter().position(|other| other == value).unwrap_or(0);
                if left.len() > 1 {
                    bits.bounded(place as u32, left.len() as u32);
                }
                left.remove(place);
            }
        }
        out.extend_from_slice(&bits.finish());
        out
    }

    pub(crate) fn read(page: &[u8], documents: u32) -> Option<Facet> {
        let mut cursor = Cursor::new(page);
        let name = cursor.text().to_owned();
        let count = cursor.count();
        let mut values = Vec::with_capacity(count);
        for _ in 0..count {
            values.push(cursor.text().to_owned());
        }
        let mut bits = BitReader::new(cursor.rest(), 0);
        let mut starts = vec![0u32; documents as usize + 1];
        let mut sets = Vec::with_capacity(count);
        let mut room = documents as usize + page.len().saturating_mul(8);
        for _ in 0..count {
            let length = bits.gamma().saturating_add(1);
            if length > documents || bits.is_exhausted() {
                return None;
            }
            room = room.checked_sub(length as usize)?;
            let mut set = Vec::new();
            read_set(&mut bits, length as usize, documents, &mut set);
            for document in &set {
                if let Some(count) = starts.get_mut(*document as usize + 1) {
                    *count += 1;
                }
            }
            sets.push(set);
        }
        // Documents in order, the values of each in rising order, then in the order of the source.
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut of = vec![0; sum as usize];
        let mut next = starts.clone();
        for (value, set) in (0..).zip(sets) {
            for document in set {
                if let Some(next) = next.get_mut(document as usize) {
                    if let Some(slot) = of.get_mut(*next as usize) {
                        *slot = value;
                    }
                    *next += 1;
                }
            }
        }
        for pair in starts.windows(2) {
            let [start, end] = [pair.first(), pair.get(1)].map(|at| at.copied().unwrap_or(0) as usize);
            let mut left = of.get_mut(start..end).filter(|own| own.len() <= MAX_VALUES)?;
            while left.len() > 1 {
                let place = bits.bounded(left.len() as u32) as usize;
                // What stands there moves to the front, the others behind it.
                let mut moved = left.get(place).copied().unwrap_or(0);
                left.iter_mut().take(place + 1).for_each(|slot| std::mem::swap(slot, &mut moved));
                left = left.get_mut(1..).unwrap_or_default();
            }
        }
        if bits.is_exhausted() { None } else { cursor.end(Facet { name, values, starts, of }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A page of `count` empty values, each of which `of` documents out of 16 have.
    fn crafted(count: u32, of: u32) -> Vec<u8> {
        let mut page = Vec::new();
        put_text(&mut page, "tag");
        put_number(&mut page, count.into());
        (0..count).for_each(|_| put_text(&mut page, ""));
        let mut bits = BitWriter::default();
        for _ in 0..count {
            bits.gamma(of - 1);
            write_set(&mut bits, &(0..of).collect::<Vec<_>>(), 16);
        }
        page.extend(bits.finish());
        page.resize(page.len() + 10_000, 0);
        page
    }

    #[test]
    fn few_bytes_make_no_large_table() {
        // Each of a thousand values, in a few bytes, on all 65,536 documents.
        let mut page = Vec::new();
        put_text(&mut page, "tag");
        put_number(&mut page, 1000);
        page.resize(page.len() + 1000, 0);
        let mut bits = BitWriter::default();
        (0..1000).for_each(|_| bits.gamma((1 << 16) - 1));
        page.extend(bits.finish());
        assert_eq!(Facet::read(&page, 1 << 16), None);
        // As many values on one document as are taken, and one more.
        let most = MAX_VALUES as u32;
        assert!(Facet::read(&crafted(most, 1), 16).is_some());
        assert_eq!(Facet::read(&crafted(most + 1, 1), 16), None);
    }

    proptest! {
        #[test]
        fn facets_come_back(documents in proptest::collection::vec(proptest::collection::btree_set("[a-d]{1,2}", 0..5), 1..40), turn in 0usize..5) {
            let documents: Vec<Vec<&str>> = documents
                .iter()
                .map(|values| {
                    let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
                    if !values.is_empty() {
                        let places = values.len();
                        values.rotate_left(turn % places);
                    }
                    values
                })
                .collect();
            let facet = Facet::new("tag", &documents);
            let page = facet.write();
            let read = Facet::read(&page, documents.len() as u32).unwrap();
            prop_assert_eq!(&read, &facet);
            for (at, values) in (0..).zip(&documents) {
                prop_assert_eq!(&read.texts(at), values);
            }
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Some(facet) = Facet::read(&bytes, 20) {
                for document in 0..25 {
                    facet.texts(document);
                }
            }
        }
    }
}
