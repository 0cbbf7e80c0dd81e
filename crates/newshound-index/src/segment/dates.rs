//! Dates: when each article was first published, as exactly as its source says.
//!
//! For each document a head and, where the head is not 0, the local time as a difference to the document before that
//! has one (zigzag, LEB128), in the units of its precision: days, minutes or seconds since 1970. The head is 0 for no
//! date, else 1 + precision (0 year to 4 second) + 5 for one with an offset, then followed by the offset in minutes.

use super::SegmentError;
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
pub(crate) fn read_date(cursor: &mut Cursor<'_>, before: &mut i64) -> Result<Option<Date>, SegmentError> {
    let Some(head) = cursor.byte()?.checked_sub(1) else { return Ok(None) };
    let precision = PRECISIONS.get(usize::from(head % 5)).copied().ok_or(cursor.damaged())?;
    let offset = match head / 5 {
        0 => None,
        1 => Some(i16::try_from(cursor.signed()?).map_err(|_| cursor.damaged())?),
        _ => return Err(cursor.damaged()),
    };
    let unit = unit(precision);
    let units = before.div_euclid(unit).checked_add(cursor.signed()?).ok_or(cursor.damaged())?;
    let seconds = units.checked_mul(unit).ok_or(cursor.damaged())?;
    let date = Date::from_local_seconds(seconds, precision, offset).ok_or(cursor.damaged())?;
    *before = date.local_seconds();
    Ok(Some(date))
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
pub(crate) fn read_dates(page: &[u8], count: u32) -> Result<Vec<Option<Date>>, SegmentError> {
    let mut cursor = Cursor::new(page, "dates");
    if count as usize > page.len() {
        return Err(cursor.damaged());
    }
    let mut before = 0;
    (0..count).map(|_| read_date(&mut cursor, &mut before)).collect()
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
        assert_eq!(read_dates(&page, dates.len() as u32), Ok(dates));
        assert!(read_dates(&page, 8).is_err());
        for length in 0..page.len() {
            let _ = read_dates(&page[..length], 7);
        }
    }
}
