//! The container: a header, a directory, and pages that each carry a check.
//!
//! All numbers are little-endian. The header has 64 bytes:
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | `nwshound` |
//! | 8..10, 10..12 | version of the format: major (readers refuse another), minor (readers ignore) |
//! | 12..16 | fingerprint of the analyzer; a reader with another one refuses |
//! | 16..32 | unique id: XXH64 of the directory with the seeds 1 and 2. Since it covers the checks of all pages, it differs whenever the content does |
//! | 32..36, 36..40 | length of the directory, and its check |
//! | 40..48 | length of the whole: header, directory, and all pages that are inside |
//! | 48..60 | zeros |
//! | 60..64 | check of bytes 0..60 |
//!
//! The directory follows: the number of sections, then for each, in rising order of its number, its number, its count
//! of pages, and for each page its length in bytes, its place (0 inside, 1 apart) and its check (4 bytes). Numbers are
//! LEB128. Then the pages that are inside, one behind the other in the same order. A check is the low half of XXH64
//! with seed 0. A page apart is a file of its own, deflated (zlib); its length and check are those of the inflated
//! bytes. Sections that a reader does not know are left alone, so a later minor version may add some.
//!
//! A page is checked when it is first used: opening an index reads its header and directory only.

use std::cell::Cell;
use std::ops::Range;

use super::SegmentError;
use super::bytes::{Cursor, put_number};
use super::check::{check, xxh64};
use crate::decimal::push_hexadecimal;

const MAGIC: &[u8; 8] = b"nwshound";
/// The version of the format that this crate writes, and the only major one that it reads.
pub(crate) const MAJOR: u16 = 4;
const MINOR: u16 = 0;
const HEADER: usize = 64;

/// What a section holds. The number stands in the directory and never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Section {
    Stats = 1,
    Fst = 2,
    Forms = 3,
    Blocks = 4,
    Postings = 5,
    Lengths = 6,
    Documents = 7,
    Dates = 8,
    Facets = 9,
    Duplicates = 10,
    Text = 11,
    Pairs = 12,
    Settings = 13,
}

/// One more than the largest number of a section that is known here.
const SECTIONS: usize = 14;

impl Section {
    /// The name in errors and tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Section::Stats => "stats",
            Section::Fst => "fst",
            Section::Forms => "forms",
            Section::Blocks => "blocks",
            Section::Postings => "postings",
            Section::Lengths => "lengths",
            Section::Documents => "documents",
            Section::Dates => "dates",
            Section::Facets => "facets",
            Section::Duplicates => "duplicates",
            Section::Text => "text",
            Section::Pairs => "pairs",
            Section::Settings => "settings",
        }
    }

    /// All of them, by number.
    pub(crate) const ALL: [Section; 13] = [
        Section::Stats,
        Section::Fst,
        Section::Forms,
        Section::Blocks,
        Section::Postings,
        Section::Lengths,
        Section::Documents,
        Section::Dates,
        Section::Facets,
        Section::Duplicates,
        Section::Text,
        Section::Pairs,
        Section::Settings,
    ];
}

/// Where a page of a new segment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Inside,
    Apart,
}

/// The name of the file of a page that is apart. It changes with the content, so it may be cached for ever.
fn file_name(page: u32, check: u32) -> String {
    let mut name = String::from("text");
    for number in [page, check] {
        name.push('-');
        push_hexadecimal(&mut name, number.into(), 8);
    }
    name.push_str(".bin");
    name
}

/// Puts a segment together.
#[derive(Default)]
pub(crate) struct ContainerWriter {
    sections: Vec<(Section, Vec<PlacedPage>)>,
}

/// A page, and whether it is a file of its own.
type PlacedPage = (Place, Vec<u8>);

/// A page that is to be a file of its own.
pub(crate) struct PageApart {
    pub(crate) name: String,
    /// Not yet deflated.
    pub(crate) bytes: Vec<u8>,
}

impl ContainerWriter {
    /// Adds a section; their numbers must rise from call to call.
    pub(crate) fn section(&mut self, section: Section, pages: Vec<(Place, Vec<u8>)>) {
        self.sections.push((section, pages));
    }

    /// A section of pages that are all inside.
    pub(crate) fn inside(&mut self, section: Section, pages: Vec<Vec<u8>>) {
        self.section(section, pages.into_iter().map(|page| (Place::Inside, page)).collect());
    }

    pub(crate) fn finish(self, fingerprint: u32) -> (Vec<u8>, Vec<PageApart>) {
        let mut directory = Vec::new();
        let mut apart = Vec::new();
        let mut number = 0;
        put_number(&mut directory, self.sections.len() as u64);
        for (section, pages) in &self.sections {
            directory.push(*section as u8);
            put_number(&mut directory, pages.len() as u64);
            for (place, page) in pages {
                let page_check = check(page);
                put_number(&mut directory, page.len() as u64);
                directory.push(u8::from(*place == Place::Apart));
                directory.extend_from_slice(&page_check.to_le_bytes());
                if *place == Place::Apart {
                    apart.push(PageApart { name: file_name(number, page_check), bytes: page.clone() });
                }
                number += 1;
            }
        }
        let inside = || self.sections.iter().flat_map(|(_, pages)| pages).filter(|(place, _)| *place == Place::Inside);
        let length = HEADER + directory.len() + inside().map(|(_, page)| page.len()).sum::<usize>();
        let mut out = Vec::with_capacity(length);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&MAJOR.to_le_bytes());
        out.extend_from_slice(&MINOR.to_le_bytes());
        out.extend_from_slice(&fingerprint.to_le_bytes());
        out.extend_from_slice(&xxh64(&directory, 1).to_le_bytes());
        out.extend_from_slice(&xxh64(&directory, 2).to_le_bytes());
        out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
        out.extend_from_slice(&check(&directory).to_le_bytes());
        out.extend_from_slice(&(length as u64).to_le_bytes());
        out.resize(HEADER - 4, 0);
        out.extend_from_slice(&check(&out).to_le_bytes());
        out.extend_from_slice(&directory);
        for (_, page) in inside() {
            out.extend_from_slice(page);
        }
        (out, apart)
    }
}

/// A page as the directory tells it.
struct Page {
    /// Where it stands in the bytes; empty for a page apart.
    range: Range<usize>,
    length: usize,
    is_apart: bool,
    check: u32,
    /// Whether the check was found right.
    is_checked: Cell<bool>,
    /// The bytes of a page apart, once they came.
    supplied: Option<Box<[u8]>>,
}

/// A page that is wanted and not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The number to hand it in with.
    pub page: u32,
    /// The file that holds it, deflated.
    pub file: String,
}

/// Why a page cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// It has to be fetched.
    Absent(u32),
    /// It is not what was written.
    Damaged,
}

/// The pages of one segment: those inside, and those that have arrived.
pub(crate) struct Container<'a> {
    bytes: &'a [u8],
    pages: Vec<Page>,
    /// The pages of each section, by its number.
    sections: [Range<usize>; SECTIONS],
    fingerprint: u32,
    uid: [u8; 16],
}

impl<'a> Container<'a> {
    /// Reads header and directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Container<'a>, SegmentError> {
        let header = bytes.get(..HEADER).ok_or(SegmentError::NoSegment)?;
        let mut cursor = Cursor::new(header);
        if cursor.take(8) != MAGIC {
            return Err(SegmentError::NoSegment);
        }
        let (major, _minor) = (cursor.u16(), cursor.u16());
        let fingerprint = cursor.u32();
        let uid = cursor.take(16).first_chunk().copied().unwrap_or_default();
        let (directory_length, directory_check) = (cursor.u32() as usize, cursor.u32());
        let (length, length_high) = (cursor.u32() as usize, cursor.u32());
        let zeros = cursor.take(12);
        if cursor.u32() != check(header.get(..HEADER - 4).unwrap_or_default()) || zeros != [0; 12] {
            return Err(SegmentError::Damaged { section: "header" });
        }
        if major != MAJOR {
            return Err(SegmentError::Version { found: major, expected: MAJOR });
        }
        if length_high != 0 || length != bytes.len() {
            return Err(SegmentError::Cut { expected: length, found: bytes.len() });
        }
        let mut container = Container { bytes, pages: Vec::new(), sections: Default::default(), fingerprint, uid };
        let directory = bytes.get(HEADER..).and_then(|rest| rest.get(..directory_length));
        directory
            .filter(|directory| check(directory) == directory_check)
            .and_then(|directory| container.read_directory(directory))
            .ok_or(SegmentError::Damaged { section: "directory" })?;
        Ok(container)
    }

    fn read_directory(&mut self, directory: &[u8]) -> Option<()> {
        let mut cursor = Cursor::new(directory);
        let mut at = HEADER + directory.len();
        for _ in 0..cursor.count() {
            let section = usize::from(cursor.byte());
            let first = self.pages.len();
            for _ in 0..cursor.count() {
                let length = cursor.small() as usize;
                let is_apart = cursor.byte() == 1;
                let check = cursor.u32();
                let end = if is_apart { at } else { at + length };
                if end > self.bytes.len() {
                    return None;
                }
                let is_checked = Cell::new(false);
                self.pages.push(Page { range: at..end, length, is_apart, check, is_checked, supplied: None });
                at = end;
            }
            if let Some(slot) = self.sections.get_mut(section) {
                *slot = first..self.pages.len();
            }
        }
        cursor.end(()).filter(|()| at == self.bytes.len() && cursor.rest().is_empty())
    }

    pub(crate) fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    pub(crate) fn uid(&self) -> [u8; 16] {
        self.uid
    }

    /// How many pages a section has.
    pub(crate) fn count(&self, section: Section) -> usize {
        self.sections.get(section as usize).map_or(0, ExactSizeIterator::len)
    }

    /// Bytes of a section, as far as they are inside.
    pub(crate) fn size(&self, section: Section) -> usize {
        let range = self.sections.get(section as usize).cloned().unwrap_or_default();
        self.pages.get(range).unwrap_or_default().iter().map(|page| page.range.len()).sum()
    }

    /// One page, checked.
    pub(crate) fn page(&self, section: Section, index: usize) -> Result<&[u8], Miss> {
        match self.entry(section, index) {
            Some((number, page)) if page.is_apart => page.supplied.as_deref().ok_or(Miss::Absent(number as u32)),
            _ => self.inside(section, index).ok_or(Miss::Damaged),
        }
    }

    /// A page that is inside, and sound.
    pub(crate) fn inside(&self, section: Section, index: usize) -> Option<&'a [u8]> {
        let (_, page) = self.entry(section, index).filter(|(_, page)| !page.is_apart)?;
        let bytes = self.bytes.get(page.range.start..page.range.end)?;
        if !page.is_checked.get() {
            page.is_checked.set(check(bytes) == page.check);
        }
        page.is_checked.get().then_some(bytes)
    }

    fn entry(&self, section: Section, index: usize) -> Option<(usize, &Page)> {
        let number = self.sections.get(section as usize)?.clone().nth(index)?;
        Some((number, self.pages.get(number)?))
    }

    /// How to fetch a page that [`Miss::Absent`] named.
    pub(crate) fn need(&self, page: u32) -> Option<Need> {
        let entry = self.pages.get(page as usize)?;
        Some(Need { page, file: file_name(page, entry.check) })
    }

    /// Takes a page that was fetched, inflated. A page that was there already, or is inside, is ignored.
    pub(crate) fn supply(&mut self, number: u32, bytes: Box<[u8]>) -> Result<(), SegmentError> {
        let page = self.pages.get_mut(number as usize).ok_or(SegmentError::Damaged { section: "text" })?;
        if page.is_apart && page.supplied.is_none() {
            if bytes.len() != page.length || check(&bytes) != page.check {
                return Err(SegmentError::Damaged { section: "text" });
            }
            page.supplied = Some(bytes);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> (Vec<u8>, Vec<PageApart>) {
        let mut writer = ContainerWriter::default();
        writer.inside(Section::Stats, vec![b"stats".to_vec()]);
        writer.section(Section::Text, vec![(Place::Apart, b"far away".to_vec()), (Place::Inside, b"near".to_vec())]);
        writer.finish(7)
    }

    #[test]
    fn pages_come_back() {
        let (bytes, apart) = small();
        let mut container = Container::open(&bytes).unwrap();
        assert_eq!(container.page(Section::Stats, 0), Ok(&b"stats"[..]));
        assert_eq!(container.page(Section::Text, 1), Ok(&b"near"[..]));
        assert_eq!(container.page(Section::Text, 0), Err(Miss::Absent(1)));
        assert_eq!(container.need(1).unwrap().file, apart[0].name);
        assert!(container.supply(1, b"far awax".as_slice().into()).is_err());
        container.supply(1, b"far away".as_slice().into()).unwrap();
        assert_eq!(container.page(Section::Text, 0), Ok(&b"far away"[..]));
        assert!(container.page(Section::Text, 2).is_err());
        assert!(container.page(Section::Fst, 0).is_err());
    }

    #[test]
    fn names_tell_page_and_check() {
        assert_eq!(file_name(7, 0xabc), "text-00000007-00000abc.bin");
        assert_eq!(file_name(7, 7), "text-00000007-00000007.bin");
    }

    #[test]
    fn every_damaged_byte_is_noticed() {
        let (bytes, _) = small();
        let everything = |bytes: &[u8]| -> Result<(), Miss> {
            let container = Container::open(bytes).map_err(|_| Miss::Damaged)?;
            container.page(Section::Stats, 0)?;
            container.page(Section::Text, 1).map(drop)
        };
        assert_eq!(everything(&bytes), Ok(()));
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut bytes = bytes.clone();
                bytes[at] ^= 1 << bit;
                assert!(everything(&bytes).is_err(), "byte {at}, bit {bit}");
            }
            assert!(everything(&bytes[..at]).is_err(), "cut at {at}");
        }
    }
}
