//! Documents: what a hit shows that is not in a column of its own.
//!
//! Pages of [`PAGE_DOCUMENTS`] records, in document order. A record begins with a byte of flags: 1 it has a URL of its
//! own (else the template of the section `stats` makes it out of the id), 2 a standfirst, 4 an image, 8 a date of
//! change, 16 not everybody may read it, 32 the standfirst is the publisher's own (else it is the lead, cut). Then
//! come the id and the title, and what the flags promise, in the order of the flags; texts with their length in front.

use super::bytes::{Cursor, put_text};
use super::dates::{read_date, write_date};
use crate::date::Date;

/// Records in a page.
pub(crate) const PAGE_DOCUMENTS: usize = 32;

const HAS_URL: u8 = 1;
const HAS_STANDFIRST: u8 = 2;
const HAS_IMAGE: u8 = 4;
const HAS_MODIFIED: u8 = 8;
const IS_NOT_FREE: u8 = 16;
const IS_OWN_STANDFIRST: u8 = 32;

/// One record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    /// As `urls.rs` tells it; `None` where the template makes it.
    pub(crate) url: Option<&'a str>,
    pub(crate) standfirst: Option<&'a str>,
    /// Whether the publisher wrote the standfirst; else it is the beginning of the text.
    pub(crate) is_own_standfirst: bool,
    pub(crate) image: Option<&'a str>,
    pub(crate) modified: Option<Date>,
    pub(crate) is_free: bool,
}

/// Writes the pages.
pub(crate) fn write_documents<'a>(records: impl Iterator<Item = Record<'a>>) -> Vec<Vec<u8>> {
    let mut pages: Vec<Vec<u8>> = Vec::new();
    for (at, record) in records.enumerate() {
        if at % PAGE_DOCUMENTS == 0 {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            write_record(page, &record);
        }
    }
    pages
}

fn write_record(out: &mut Vec<u8>, record: &Record<'_>) {
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    out.push(
        flag(record.url.is_some(), HAS_URL)
            | flag(record.standfirst.is_some(), HAS_STANDFIRST)
            | flag(record.image.is_some(), HAS_IMAGE)
            | flag(record.modified.is_some(), HAS_MODIFIED)
            | flag(!record.is_free, IS_NOT_FREE)
            | flag(record.is_own_standfirst, IS_OWN_STANDFIRST),
    );
    put_text(out, record.id);
    put_text(out, record.title);
    for text in [record.url, record.standfirst, record.image].into_iter().flatten() {
        put_text(out, text);
    }
    if record.modified.is_some() {
        write_date(out, record.modified.as_ref(), &mut 0);
    }
}

/// Reads the record at `index` of a page.
pub(crate) fn read_record(page: &[u8], index: usize) -> Option<Record<'_>> {
    let mut cursor = Cursor::new(page);
    for _ in 0..index {
        skip_next(&mut cursor);
    }
    let record = read_next(&mut cursor);
    cursor.end(record)
}

/// Reads the ids of a page of so many records; empty ones from where it is damaged.
pub(crate) fn read_ids<'a>(page: &'a [u8], count: usize, out: &mut Vec<&'a str>) {
    let mut cursor = Cursor::new(page);
    out.extend((0..count).map(|_| read_next(&mut cursor).id));
}

/// Passes a record by, without a look at what its texts say.
fn skip_next(cursor: &mut Cursor<'_>) {
    let flags = cursor.byte();
    let texts = 2 + [HAS_URL, HAS_STANDFIRST, HAS_IMAGE].into_iter().filter(|flag| flags & flag != 0).count();
    (0..texts).for_each(|_| cursor.skip_text());
    if flags & HAS_MODIFIED != 0 {
        read_date(cursor, &mut 0);
    }
}

fn read_next<'a>(cursor: &mut Cursor<'a>) -> Record<'a> {
    let flags = cursor.byte();
    let (id, title) = (cursor.text(), cursor.text());
    let mut optional = |flag: u8| if flags & flag != 0 { Some(cursor.text()) } else { None };
    let (url, standfirst, image) = (optional(HAS_URL), optional(HAS_STANDFIRST), optional(HAS_IMAGE));
    let modified = if flags & HAS_MODIFIED != 0 { read_date(cursor, &mut 0) } else { None };
    let is_own_standfirst = flags & IS_OWN_STANDFIRST != 0;
    Record { id, title, url, standfirst, is_own_standfirst, image, modified, is_free: flags & IS_NOT_FREE == 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back() {
        let plain = Record { id: "a", title: "Bridge opens", is_free: true, ..Record::default() };
        let full = Record {
            id: "b",
            title: "",
            url: Some("/b"),
            standfirst: Some("At last."),
            is_own_standfirst: true,
            image: Some("/b.jpg"),
            modified: "2025-03-04".parse().ok(),
            is_free: false,
        };
        let records: Vec<Record<'_>> = (0..70).map(|at| if at % 3 == 0 { full } else { plain }).collect();
        let pages = write_documents(records.iter().copied());
        assert_eq!(pages.len(), 3);
        for (at, record) in records.iter().enumerate() {
            assert_eq!(read_record(&pages[at / PAGE_DOCUMENTS], at % PAGE_DOCUMENTS).as_ref(), Some(record));
        }
        assert!(read_record(&pages[2], 6).is_none());
        for length in 0..100 {
            let _ = read_record(&pages[0][..length], 5);
        }
    }
}
