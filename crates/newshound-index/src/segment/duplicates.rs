//! Duplicates: articles that tell the same story in the same words, as groups.
//!
//! The number of groups; for each the number of its articles, and they, as an interpolative set out of all documents.
//! No article is in two groups, no group has fewer than two.

use super::bits::{BitReader, BitWriter};
use super::interpolative::{read_set, write_set};

/// Writes the section: `groups` has for each document 0, or the number of its group.
pub(crate) fn write_duplicates(groups: &[u32]) -> Vec<u8> {
    let count = groups.iter().copied().max().unwrap_or(0);
    let mut members = vec![Vec::new(); count as usize + 1];
    for (document, group) in (0u32..).zip(groups) {
        members[*group as usize].push(document);
    }
    let mut bits = BitWriter::default();
    bits.gamma(count);
    for members in &members[1..] {
        bits.gamma(members.len() as u32);
        write_set(&mut bits, members, groups.len() as u32);
    }
    bits.finish()
}

/// Reads the section: for each of `documents`, 0 or the number of its group.
pub(crate) fn read_duplicates(page: &[u8], documents: u32) -> Option<Vec<u32>> {
    let mut groups = vec![0; documents as usize];
    let mut bits = BitReader::new(page, 0);
    // A group of all documents costs a few bits; but no document is in two of them.
    let (mut room, mut members) = (documents, Vec::new());
    for group in 1..=bits.gamma() {
        let count = bits.gamma();
        if count < 2 || bits.is_exhausted() {
            return None;
        }
        room = room.checked_sub(count)?;
        read_set(&mut bits, count as usize, documents, &mut members);
        for member in &members {
            if let Some(slot) = groups.get_mut(*member as usize) {
                *slot = group;
            }
        }
    }
    if bits.is_exhausted() { None } else { Some(groups) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_back() {
        for groups in [&[][..], &[0, 0], &[0, 1, 0, 2, 1, 2, 1], &[1, 1]] {
            let page = write_duplicates(groups);
            assert_eq!(read_duplicates(&page, groups.len() as u32).as_deref(), Some(groups));
        }
        assert!(read_duplicates(&[], 3).is_none());
    }

    #[test]
    fn more_members_than_documents() {
        let page = |groups: &[u32], documents: u32| {
            let mut bits = BitWriter::default();
            bits.gamma(groups.len() as u32);
            for count in groups {
                bits.gamma(*count);
                write_set(&mut bits, &(0..*count).collect::<Vec<_>>(), documents);
            }
            let mut page = bits.finish();
            page.push(0);
            page
        };
        assert!(read_duplicates(&page(&[4], 4), 4).is_some());
        assert!(read_duplicates(&page(&[4, 4], 4), 4).is_none(), "twice");
        assert!(read_duplicates(&page(&[0], 4), 4).is_none(), "none");
        assert!(read_duplicates(&page(&[1], 4), 4).is_none(), "alone");
    }
}
