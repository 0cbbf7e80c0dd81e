//! Dates: when each article was first published, as exactly as its source says.
//!
//! For each document a head and, where the head is not 0, the local time as a difference to the document before that
//! has one (zigzag, LEB128), in the units of its precision: days, minutes or seconds since 1970. The head is 0 for no
//! date, else 1 + precision (0 year to 4 second) + 5 for one with an offset, then followed by the offset in minutes.

use super::bytes::{Cursor, put_signed};
use crate::date::{Date, Precision};

const PRECISIONS: [Precision; 5] =
    [Precision::Year, Precision::Month, Precision::Day, Precision::Minute, Precision::Second];

/// Seconds in the unit that a precision counts.
fn unit(precision: Precision) -> i64 {
    match precision {
        Precision::Year | Precision::Month | Precision::Day => 86_400,
        Precision::Minute => 60,
        Precision::Second => 1,
    }
}

/// Writes one date as a difference to `before`, in seconds.
pub(crate) fn write_date(out: &mut Vec<u8>, date: Option<&Date>, before: &mut i64) {
    let Some(date) = date else { return out.push(0) };
    let offset = date.offset_minutes();
    out.push(1 + date.precision() as u8 + if offset.is_some() { 5 } else { 0 });
    if let Some(offset) = offset {
        put_signed(out, i64::from(offset));
    }
    let unit = unit(date.precision());
    put_signed(out, date.local_seconds().div_euclid(unit) - before.div_euclid(unit));
    *before = date.local_seconds();
}

/// Reads what [`write_date`] wrote.
pub(crate) fn read_date(cursor: &mut Cursor<'_>, before: &mut i64) -> Option<Date> {
    let head = cursor.byte().checked_sub(1)?;
    let date = read_after(head, cursor, before);
    match &date {
        Some(date) => *before = date.local_seconds(),
        None => cursor.damaged(),
    }
    date
}

/// `None` where it is no date.
fn read_after(head: u8, cursor: &mut Cursor<'_>, before: &i64) -> Option<Date> {
    let precision = PRECISIONS.get(usize::from(head % 5)).copied()?;
    let offset = match head / 5 {
        0 => None,
        1 => Some(i16::try_from(cursor.signed()).ok()?),
        _ => return None,
    };
    let unit = unit(precision);
    // No date is as far away as numbers can be; so the product is not either.
    let units = before.div_euclid(unit).checked_add(cursor.signed()).filter(|units| units.abs() < 1 << 40)?;
    Date::from_local_seconds(units * unit, precision, offset)
}

/// Writes the section.
pub(crate) fn write_dates(dates: &[Option<Date>]) -> Vec<u8> {
    let (mut out, mut before) = (Vec::new(), 0);
    for date in dates {
        write_date(&mut out, date.as_ref(), &mut before);
    }
    out
}

/// Reads the section of `count` documents.
pub(crate) fn read_dates(page: &[u8], count: u32) -> Option<Vec<Option<Date>>> {
    let mut cursor = Cursor::new(page);
    if count as usize > page.len() {
        return None;
    }
    let mut before = 0;
    let dates = (0..count).map(|_| read_date(&mut cursor, &mut before)).collect();
    cursor.end(dates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back() {
        let texts =
            ["2025-09-06T15:58", "", "2024", "2024-11", "1969-07-20T20:17:40Z", "2026-01-01T00:30-04:00", "0000"];
        let dates: Vec<Option<Date>> = texts.iter().map(|text| text.parse().ok()).collect();
        let page = write_dates(&dates);
        assert_eq!(read_dates(&page, dates.len() as u32), Some(dates));
        assert!(read_dates(&page, 8).is_none());
        for length in 0..page.len() {
            let _ = read_dates(&page[..length], 7);
        }
    }
}
