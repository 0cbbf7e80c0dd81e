//! [`Date`]: a publication date that is only as precise as its source.
//!
//! No time zone database and no clock here: an offset is kept where the source gave one, and "today" is
//! always the caller's. Day arithmetic follows Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>), the proleptic Gregorian calendar.

use std::fmt;

use crate::decimal::push_decimal;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// How much of a [`Date`] the source gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2025`
    Year,
    /// `2025-09`
    Month,
    /// `2025-09-06`
    Day,
    /// `2025-09-06T15:58`
    Minute,
    /// `2025-09-06T15:58:31`
    Second,
}

/// A moment of the civil calendar, with its precision and, where given, its offset from UTC.
///
/// ```
/// use newshound_index::date::Date;
///
/// let date: Date = "2025-09-06T15:58".parse()?;
/// assert_eq!(date.to_string(), "2025-09-06T15:58");
/// assert_eq!(date.offset_minutes(), None);
/// # Ok::<(), newshound_index::date::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00 on the local clock; what the precision leaves out is the earliest.
    local_seconds: i64,
    precision: Precision,
    /// Minutes east of UTC, `-1439..=1439`.
    offset_minutes: Option<i16>,
}

/// Why a text is no [`Date`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has not the shape of an ISO 8601 date.
    #[error("`{0}` is not a date like 2025, 2025-09, 2025-09-06, 2025-09-06T15:58 or 2025-09-06T15:58:31+02:00")]
    Shape(String),
    /// The shape is right, but the calendar or the clock has no such moment.
    #[error("`{0}` is not in the calendar: check month, day, hour, minute and offset")]
    Range(String),
}

impl Date {
    /// The date with this calendar day, clock time and offset, as precise as `precision`; finer parts are dropped.
    /// `None` where the calendar or the clock has no such moment.
    pub fn new(
        (year, month, day): (i32, u8, u8),
        (hour, minute, second): (u8, u8, u8),
        precision: Precision,
        offset_minutes: Option<i16>,
    ) -> Option<Date> {
        let month = if precision >= Precision::Month { month } else { 1 };
        let day = if precision >= Precision::Day { day } else { 1 };
        let (hour, minute) = if precision >= Precision::Minute { (hour, minute) } else { (0, 0) };
        let second = if precision >= Precision::Second { second } else { 0 };
        // A leap second (60) is told as the second before it.
        let second = if second == 60 { 59 } else { second };
        let valid = (0..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month)
            && hour < 24
            && minute < 60
            && second < 60
            && offset_minutes.is_none_or(|offset| (-1439..=1439).contains(&offset));
        let offset_minutes = if precision >= Precision::Minute { offset_minutes } else { None };
        valid.then(|| Date {
            local_seconds: days_from_civil(year, month, day) * DAY
                + i64::from(hour) * 3600
                + i64::from(minute) * 60
                + i64::from(second),
            precision,
            offset_minutes,
        })
    }

    /// The date whose local clock shows this many seconds since 1970-01-01T00:00:00, cut to `precision`.
    /// `None` outside the years 0 to 9999 or where the offset exceeds a day.
    pub fn from_local_seconds(local_seconds: i64, precision: Precision, offset_minutes: Option<i16>) -> Option<Date> {
        let days = local_seconds.div_euclid(DAY);
        let clock = local_seconds.rem_euclid(DAY);
        if !(-719_528..=2_932_896).contains(&days) {
            return None;
        }
        let part = |value: i64| u8::try_from(value).unwrap_or(0);
        Date::new(
            civil_from_days(days),
            (part(clock / 3600), part(clock / 60 % 60), part(clock % 60)),
            precision,
            offset_minutes,
        )
    }

    /// Seconds since 1970-01-01T00:00:00 on the local clock. What the source left out counts as the earliest.
    pub fn local_seconds(&self) -> i64 {
        self.local_seconds
    }

    /// Seconds since 1970-01-01T00:00:00 UTC; a date without an offset counts as UTC.
    pub fn utc_seconds(&self) -> i64 {
        self.local_seconds - i64::from(self.offset_minutes.unwrap_or(0)) * 60
    }

    /// How much the source gave.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Minutes east of UTC where the source gave an offset.
    pub fn offset_minutes(&self) -> Option<i16> {
        self.offset_minutes
    }

    /// Year, month (1 to 12) and day (1 to 31) on the local calendar.
    pub fn civil_day(&self) -> (i32, u8, u8) {
        civil_from_days(self.local_seconds.div_euclid(DAY))
    }
}

impl Date {
    /// ISO 8601, no more precise than the source: what a date is displayed as.
    pub fn text(&self) -> String {
        let (year, month, day) = self.civil_day();
        let clock = self.local_seconds.rem_euclid(DAY).unsigned_abs();
        let mut out = String::with_capacity(LONGEST_TEXT);
        let mut put = |before: &str, number: u64, digits| {
            out.push_str(before);
            push_decimal(&mut out, number, digits);
        };
        put("", u64::from(year.unsigned_abs()), 4);
        if self.precision >= Precision::Month {
            put("-", month.into(), 2);
        }
        if self.precision >= Precision::Day {
            put("-", day.into(), 2);
        }
        if self.precision >= Precision::Minute {
            put("T", clock / 3600, 2);
            put(":", clock / 60 % 60, 2);
        }
        if self.precision >= Precision::Second {
            put(":", clock % 60, 2);
        }
        match self.offset_minutes {
            None => {}
            Some(0) => out.push('Z'),
            Some(offset) => {
                let minutes = u64::from(offset.unsigned_abs());
                put(if offset < 0 { "-" } else { "+" }, minutes / 60, 2);
                put(":", minutes % 60, 2);
            }
        }
        out
    }
}

/// Bytes of a date's text, where its year has four digits.
const LONGEST_TEXT: usize = "2025-09-06T15:58:31+02:00".len();

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text())
    }
}

impl std::str::FromStr for Date {
    type Err = DateError;

    /// Reads ISO 8601: `2025`, `2025-09`, `2025-09-06`, `2025-09-06T15:58`, `2025-09-06T15:58:31`, the last two
    /// with `Z`, `+02:00` or `+0200` behind; a blank may stand for the `T`, fractions of a second are dropped.
    fn from_str(text: &str) -> Result<Date, DateError> {
        parse_iso(text.as_bytes())
            .ok_or_else(|| DateError::Shape(text.to_owned()))?
            .ok_or_else(|| DateError::Range(text.to_owned()))
    }
}

/// The outer `None`: not the shape; the inner: no such moment.
fn parse_iso(text: &[u8]) -> Option<Option<Date>> {
    let number = |digits: &[u8]| -> Option<i32> {
        digits.iter().try_fold(0i32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i32::from(digit - b'0')))
    };
    let two = |at: usize| -> Option<u8> { number(text.get(at..at + 2)?).and_then(|value| u8::try_from(value).ok()) };
    let is = |at: usize, byte: u8| text.get(at) == Some(&byte);
    let year = number(text.get(..4)?)?;
    if text.len() == 4 {
        return Some(Date::new((year, 1, 1), (0, 0, 0), Precision::Year, None));
    }
    let month = is(4, b'-').then(|| two(5))??;
    if text.len() == 7 {
        return Some(Date::new((year, month, 1), (0, 0, 0), Precision::Month, None));
    }
    let day = is(7, b'-').then(|| two(8))??;
    if text.len() == 10 {
        return Some(Date::new((year, month, day), (0, 0, 0), Precision::Day, None));
    }
    let hour = (is(10, b'T') || is(10, b't') || is(10, b' ')).then(|| two(11))??;
    let minute = is(13, b':').then(|| two(14))??;
    let mut rest = text.get(16..)?;
    let (mut second, mut precision) = (0, Precision::Minute);
    if let [b':', tail @ ..] = rest {
        second = u8::try_from(number(tail.get(..2)?)?).ok()?;
        precision = Precision::Second;
        rest = tail.get(2..)?;
        if let [b'.' | b',', tail @ ..] = rest {
            let digits = tail.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            rest = tail.get(digits..)?;
        }
    }
    let offset = match rest {
        [] => None,
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), tail @ ..] => {
            let (hours, minutes) = match tail.len() {
                2 => (number(tail)?, 0),
                4 => (number(tail.get(..2)?)?, number(tail.get(2..)?)?),
                5 if tail.get(2) == Some(&b':') => (number(tail.get(..2)?)?, number(tail.get(3..)?)?),
                _ => return None,
            };
            if hours > 23 || minutes > 59 {
                return Some(None);
            }
            let offset = i16::try_from(hours * 60 + minutes).ok()?;
            Some(if *sign == b'-' { -offset } else { offset })
        }
        _ => return None,
    };
    Some(Date::new((year, month, day), (hour, minute, second), precision, offset))
}

/// Days in a month (1 to 12) of a year; 0 for a month that is none.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from 1970-01-01 to a day of the calendar (month 1 to 12, day 1 to 31).
pub fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a count of days since 1970-01-01.
pub fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(0), u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: Result<&str, &str>) {
        let got = text.parse::<Date>();
        match expect {
            Ok(canonical) => assert_eq!(got.map(|date| date.to_string()).as_deref(), Ok(canonical), "{text}"),
            Err("shape") => assert_eq!(got, Err(DateError::Shape(text.into()))),
            Err(_) => assert_eq!(got, Err(DateError::Range(text.into()))),
        }
    }

    #[test]
    fn iso_dates_keep_their_precision() {
        check("2025", Ok("2025"));
        check("2025-09", Ok("2025-09"));
        check("2025-09-06", Ok("2025-09-06"));
        check("2025-09-06T15:58", Ok("2025-09-06T15:58"));
        check("2025-09-06 15:58", Ok("2025-09-06T15:58"));
        check("2025-09-06T15:58:31Z", Ok("2025-09-06T15:58:31Z"));
        check("2025-09-06T15:58:31.123+0200", Ok("2025-09-06T15:58:31+02:00"));
        check("2006-10-20T18:15:00-04:00", Ok("2006-10-20T18:15:00-04:00"));
        check("0201-01-01", Ok("0201-01-01"));
        check("2016-12-31T23:59:60Z", Ok("2016-12-31T23:59:59Z"));
        check("2025-02-30", Err("range"));
        check("2025-13", Err("range"));
        check("2025-09-06T25:00", Err("range"));
        check("2025-09-06T15:58:00+99:99", Err("range"));
        check("yesterday", Err("shape"));
        check("2025-9-6", Err("shape"));
        check("", Err("shape"));
        check("2025-09-06T15", Err("shape"));
    }

    proptest! {
        #[test]
        fn calendar_round_trip(days in -719_528i64..=2_932_896) {
            let (year, month, day) = civil_from_days(days);
            prop_assert_eq!(days_from_civil(year, month, day), days);
            prop_assert!(day >= 1 && day <= days_in_month(year, month));
        }

        #[test]
        fn any_text_is_a_date_or_an_error(text in "\\PC{0,40}") {
            let _ = text.parse::<Date>();
        }

        #[test]
        fn text_round_trip(seconds in -62_167_219_200i64..253_402_300_799, offset in proptest::option::of(-1439i16..=1439)) {
            let date = Date::from_local_seconds(seconds, Precision::Second, offset).unwrap();
            prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            prop_assert_eq!(date.local_seconds(), seconds);
        }
    }
}
