//! [`DayRange`]: which days a reader means by `2025-09`, `yesterday` or `"last week"`.
//!
//! The rules, stated here and nowhere else:
//!
//! - Every date names a range of whole days: `2025` a year, `2025-09` a month, `2025-09-06` a day. Month and day
//!   may have one digit, and `/` may stand for `-`. `A..B` runs from the first day of one to the last day of the
//!   other, whichever was typed first; `A..` and `..B` are open at the other end.
//! - `after:X` begins **with** the first day of X, `before:X` ends **ahead of** the first day of X. So
//!   `after:2024 before:2025` is the year 2024, and no article falls between `before:X` and `after:X`.
//! - `today`, `yesterday`; a weekday (`monday`, `mon`) is the latest one, today included; `last monday` is the
//!   latest one before today.
//! - `this week`, `this month`, `this year` are whole calendar ones, `last week` and so on the ones before.
//!   Weeks start on Monday.
//! - `last 7 days` and `past 7 days` end with today and count it. A week is 7 days; `past 3 months` begins on the
//!   day after the same day (or the month's last) three months ago. `past week` is `past 1 week`.
//! - "Today" is always the caller's. Case does not matter. The years are 0 to 9999, as for articles.

use std::ops::RangeInclusive;

use crate::date::{civil_from_days, days_from_civil, days_in_month};

/// 0000-01-01, the first day an article can have.
const FIRST: i64 = -719_528;
/// 9999-12-31, the last.
const LAST: i64 = 2_932_896;
/// No date is longer than this, in characters.
const LONGEST: usize = 64;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A range of calendar days, each counted from 1970-01-01 (day 0). An open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRange {
    /// The first day inside.
    pub from: Option<i32>,
    /// The first day behind the range, outside.
    pub until: Option<i32>,
}

impl DayRange {
    /// Whether a day (since 1970-01-01) lies inside.
    pub fn contains(&self, day: i32) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day < until)
    }

    /// Whether no day lies inside.
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if from >= until)
    }

    /// The days inside both.
    pub fn intersect(&self, other: &DayRange) -> DayRange {
        DayRange {
            from: self.from.max(other.from), // `None` is the least
            until: match (self.until, other.until) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        }
    }

    /// What `after:` makes of these days: their first and everything later. `None` if they have no first.
    pub fn after(&self) -> Option<DayRange> {
        self.from.map(|from| DayRange { from: Some(from), until: None })
    }

    /// What `before:` makes of these days: everything ahead of their first. `None` if they have no first.
    pub fn before(&self) -> Option<DayRange> {
        self.from.map(|from| DayRange { from: None, until: Some(from) })
    }
}

/// What a reader's line does not say about itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParseContext {
    /// Today, in days since 1970-01-01, in the site's time zone. Without it relative dates cannot be read.
    pub today: Option<i32>,
}

/// Why a text names no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDays {
    /// It is no date, or none of the calendar.
    Impossible,
    /// It is relative to a day that the caller did not give.
    NeedsToday,
}

/// The days that a text names, by the rules above; `None` where it names none, or is relative to an unknown today.
///
/// ```
/// use newshound_index::query::{DayRange, ParseContext, parse_day_range};
///
/// let context = ParseContext { today: Some(20_337) }; // 2025-09-06, a Saturday
/// let range = |from, until| Some(DayRange { from: Some(from), until: Some(until) });
/// assert_eq!(parse_day_range("2025-09-06", &context), range(20_337, 20_338));
/// assert_eq!(parse_day_range("last week", &context), range(20_325, 20_332));
/// assert_eq!(parse_day_range("2025-02-30", &context), None);
/// ```
pub fn parse_day_range(text: &str, context: &ParseContext) -> Option<DayRange> {
    read(text, context).ok()
}

/// [`parse_day_range`] with the reason.
pub(super) fn read(text: &str, context: &ParseContext) -> Result<DayRange, NoDays> {
    let (buffer, length) = simplify(text).ok_or(NoDays::Impossible)?;
    let text = buffer.get(..length).unwrap_or_default();
    let (from, until) = match text.windows(2).position(|pair| pair == b"..") {
        None => {
            let (from, until) = days(text, context)?;
            (Some(from), Some(until))
        }
        Some(at) => {
            let side =
                |text: &[u8]| if text.is_empty() { Ok(None) } else { days(text.trim_ascii(), context).map(Some) };
            let one = side(text.get(..at).unwrap_or_default())?;
            let two = side(text.get(at + 2..).unwrap_or_default())?;
            match (one, two) {
                (Some(one), Some(two)) => (Some(one.0.min(two.0)), Some(one.1.max(two.1))),
                (None, None) => return Err(NoDays::Impossible),
                _ => (one.map(|one| one.0), two.map(|two| two.1)),
            }
        }
    };
    // No article is later than LAST, so an end behind it is no end.
    let number = |day: i64| i32::try_from(day.clamp(FIRST, LAST)).ok();
    let until = until.filter(|until| *until <= LAST);
    if from.is_none() && until.is_none() {
        return Ok(DayRange { from: number(FIRST), until: None });
    }
    Ok(DayRange { from: from.and_then(number), until: until.and_then(number) })
}

/// The text in lower case, words parted by one blank and numbers by `-`; with its length. `None`: surely no date.
fn simplify(text: &str) -> Option<([u8; LONGEST], usize)> {
    let (mut buffer, mut length) = ([0; LONGEST], 0);
    for next in text.trim().chars() {
        let byte = match next {
            '/' | '\u{2010}'..='\u{2013}' | '\u{2212}' => b'-',
            '\t' | '\u{a0}' | '\u{3000}' | '\u{202f}' => b' ',
            _ => u8::try_from(next).ok().filter(u8::is_ascii)?.to_ascii_lowercase(),
        };
        if byte != b' ' || length == 0 || buffer.get(length - 1) != Some(&b' ') {
            *buffer.get_mut(length)? = byte;
            length += 1;
        }
    }
    Some((buffer, length))
}

/// First day and the day behind the last, of a date that is not a `..` range.
#[inline(never)]
fn days(text: &[u8], context: &ParseContext) -> Result<(i64, i64), NoDays> {
    if text.first().is_some_and(u8::is_ascii_digit) {
        return plain(text).ok_or(NoDays::Impossible);
    }
    // Whether the words make sense is known before the day is: any day serves for that.
    let today = context.today.map_or(0, |today| i64::from(today).clamp(FIRST, LAST));
    let days = relative(text, today).ok_or(NoDays::Impossible)?;
    if context.today.is_some() { Ok(days) } else { Err(NoDays::NeedsToday) }
}

/// `2025`, `2025-09` or `2025-09-06`.
fn plain(text: &[u8]) -> Option<(i64, i64)> {
    let (year, rest) = number(text, b'-', 4..=4)?;
    let months = year * 12;
    let Some(rest) = rest else {
        return Some((month_start(months), month_start(months + 12)));
    };
    let (month, rest) = number(rest, b'-', 1..=2)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let start = month_start(months + month - 1);
    let end = month_start(months + month);
    let Some(rest) = rest else {
        return Some((start, end));
    };
    let (day, None) = number(rest, b'-', 1..=2)? else { return None };
    let day = start + i64::from(day) - 1;
    (start..end).contains(&day).then_some((day, day + 1))
}

/// A date that depends on today.
fn relative(text: &[u8], today: i64) -> Option<(i64, i64)> {
    match text {
        b"today" => return Some((today, today + 1)),
        b"yesterday" => return Some((today - 1, today)),
        _ => {}
    }
    let (is_past, is_this, rest) = match text {
        [b'l', b'a', b's', b't', b' ', rest @ ..] => (false, false, rest),
        [b'p', b'a', b's', b't', b' ', rest @ ..] => (true, false, rest),
        [b't', b'h', b'i', b's', b' ', rest @ ..] => (false, true, rest),
        _ => {
            let day = latest(text, today)?;
            return Some((day, day + 1));
        }
    };
    if let Some((count, rest)) = number(rest, b' ', 1..=5) {
        let rest = rest.filter(|_| count > 0 && !is_this)?;
        return rolling(count, unit(rest.strip_suffix(b"s").unwrap_or(rest))?, today);
    }
    match unit(rest) {
        Some(unit) if is_past => rolling(1, unit, today),
        Some(unit) => Some(calendar(unit, today, i32::from(!is_this))),
        None => {
            let day = latest(rest, today - 1).filter(|_| !is_past && !is_this)?;
            Some((day, day + 1))
        }
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

fn unit(word: &[u8]) -> Option<Unit> {
    Some(match word {
        b"day" => Unit::Day,
        b"week" => Unit::Week,
        b"month" => Unit::Month,
        b"year" => Unit::Year,
        _ => return None,
    })
}

/// The latest day up to `day` with this weekday name (three letters or more of it).
#[inline(never)]
fn latest(name: &[u8], day: i64) -> Option<i64> {
    let weekday = WEEKDAYS.iter().position(|weekday| name.len() >= 3 && weekday.as_bytes().starts_with(name))?;
    Some(day - (weekday_of(day) - i64::try_from(weekday).ok()?).rem_euclid(7))
}

/// 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
fn weekday_of(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The calendar day, week, month or year of today, or the one `back` before it.
fn calendar(unit: Unit, today: i64, back: i32) -> (i64, i64) {
    let (year, month, _) = civil_from_days(today);
    let months = year * 12 + i32::from(month) - 1;
    let past = i64::from(back);
    match unit {
        Unit::Day => (today - past, today - past + 1),
        Unit::Week => {
            let monday = today - weekday_of(today) - 7 * past;
            (monday, monday + 7)
        }
        Unit::Month => (month_start(months - back), month_start(months - back + 1)),
        Unit::Year => (month_start((year - back) * 12), month_start((year - back + 1) * 12)),
    }
}

/// The last `count` units, up to and with today.
fn rolling(count: i32, unit: Unit, today: i64) -> Option<(i64, i64)> {
    let end = today + 1;
    let months = match unit {
        Unit::Day => return Some((end - i64::from(count), end)),
        Unit::Week => return Some((end - 7 * i64::from(count), end)),
        Unit::Month => count,
        Unit::Year => count * 12,
    };
    let (year, month, day) = civil_from_days(today);
    let months = year * 12 + i32::from(month) - 1 - months;
    let length = days_in_month(months.div_euclid(12), u8::try_from(months.rem_euclid(12) + 1).ok()?);
    Some((month_start(months) + i64::from(day.min(length)), end))
}

/// The first day of a month counted from January of the year 0.
#[inline(never)]
fn month_start(months: i32) -> i64 {
    days_from_civil(months.div_euclid(12), u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1), 1)
}

/// A number of so many digits, and what stands behind the separator that ends it, `None` at the end of the text.
#[inline(never)]
fn number(text: &[u8], separator: u8, length: RangeInclusive<usize>) -> Option<(i32, Option<&[u8]>)> {
    let (mut value, mut digits) = (0, 0);
    for (at, byte) in text.iter().enumerate() {
        if *byte == separator {
            return length.contains(&digits).then_some((value, text.get(at + 1..)));
        }
        digits += 1;
        if !byte.is_ascii_digit() || digits > *length.end() {
            return None;
        }
        value = value * 10 + i32::from(byte - b'0');
    }
    length.contains(&digits).then_some((value, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;
    use proptest::prelude::*;

    /// Days as `2025-09-06`, for messages.
    fn show(day: Option<i32>) -> String {
        day.map_or_else(String::new, |day| {
            let (year, month, day) = civil_from_days(i64::from(day));
            format!("{year:04}-{month:02}-{day:02}")
        })
    }

    fn day(text: &str) -> i32 {
        let date: Date = text.parse().unwrap();
        i32::try_from(date.local_seconds().div_euclid(86_400)).unwrap()
    }

    /// `expect`: first day and the day behind the last, or what is wrong. Today is Saturday 2025-09-06.
    fn check(text: &str, expect: &str) {
        check_on("2025-09-06", text, expect);
    }

    fn check_on(today: &str, text: &str, expect: &str) {
        let got = match read(text, &ParseContext { today: Some(day(today)) }) {
            Ok(range) => format!("{} {}", show(range.from), show(range.until)),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(got, expect, "{text} on {today}");
    }

    #[test]
    fn plain_dates() {
        check("2025", "2025-01-01 2026-01-01");
        check("2025-09", "2025-09-01 2025-10-01");
        check("2025-9", "2025-09-01 2025-10-01");
        check("2025-12", "2025-12-01 2026-01-01");
        check("2025-09-06", "2025-09-06 2025-09-07");
        check("2025/9/6", "2025-09-06 2025-09-07");
        check("2025–09–06", "2025-09-06 2025-09-07");
        check("2024-02-29", "2024-02-29 2024-03-01");
        check(" 2025 ", "2025-01-01 2026-01-01");
        check("0000", "0000-01-01 0001-01-01");
        check("9999", "9999-01-01 ");
        check("9999-12-31", "9999-12-31 ");
        for text in ["2025-02-29", "2025-13", "2025-0", "2025-00-01", "2025-09-31", "2025-", "-2025", "20255", "202"] {
            check(text, "Impossible");
        }
        for text in ["", " ", "6/9/2025", "2025-09-06-01", "2025 09", "٢٠٢٥", "2025-009", "soon", "2025-+9"] {
            check(text, "Impossible");
        }
    }

    #[test]
    fn ranges() {
        check("2024..2025", "2024-01-01 2026-01-01");
        check("2025..2024", "2024-01-01 2026-01-01");
        check("2024-11..2025-02-03", "2024-11-01 2025-02-04");
        check("2024 .. last year", "2024-01-01 2025-01-01");
        check("2024..", "2024-01-01 ");
        check("..2024", " 2025-01-01");
        check("..9999", "0000-01-01 ");
        check("2025-09-01..today", "2025-09-01 2025-09-07");
        check("..", "Impossible");
        check("2024..x", "Impossible");
        check("2024..2025..2026", "Impossible");
    }

    #[test]
    fn relative_dates() {
        check("today", "2025-09-06 2025-09-07");
        check("Yesterday", "2025-09-05 2025-09-06");
        check("saturday", "2025-09-06 2025-09-07");
        check("last saturday", "2025-08-30 2025-08-31");
        check("Sunday", "2025-08-31 2025-09-01");
        check("mon", "2025-09-01 2025-09-02");
        check("thurs", "2025-09-04 2025-09-05");
        check("this week", "2025-09-01 2025-09-08");
        check("last  WEEK", "2025-08-25 2025-09-01");
        check_on("2025-09-01", "last week", "2025-08-25 2025-09-01");
        check_on("2025-09-07", "last week", "2025-08-25 2025-09-01");
        check_on("2025-09-08", "last week", "2025-09-01 2025-09-08");
        check("past week", "2025-08-31 2025-09-07");
        check("last 7 days", "2025-08-31 2025-09-07");
        check("past 1 day", "2025-09-06 2025-09-07");
        check("past 30 days", "2025-08-08 2025-09-07");
        check("past 2 weeks", "2025-08-24 2025-09-07");
        check("this month", "2025-09-01 2025-10-01");
        check("last month", "2025-08-01 2025-09-01");
        check_on("2025-01-31", "last month", "2024-12-01 2025-01-01");
        check("past month", "2025-08-07 2025-09-07");
        check_on("2025-03-31", "past month", "2025-03-01 2025-04-01");
        check("past 12 months", "2024-09-07 2025-09-07");
        check("last year", "2024-01-01 2025-01-01");
        check("this year", "2025-01-01 2026-01-01");
        check("past year", "2024-09-07 2025-09-07");
        check("last 99999 years", "0000-01-01 2025-09-07");
        check_on("0000-01-01", "yesterday", "0000-01-01 0000-01-01");
        check_on("9999-12-31", "this week", "9999-12-27 ");
        for text in ["tuesdays", "mo", "next week", "last", "last 0 days", "last days", "this 7 days", "this monday"] {
            check(text, "Impossible");
        }
        for text in ["last week ago", "last 7 days ago", "past", "last -7 days", "todaY!", "last 123456 days"] {
            check(text, "Impossible");
        }
    }

    #[test]
    fn relative_dates_need_today() {
        let read = |text| read(text, &ParseContext { today: None });
        for text in ["today", "last week", "past 30 days", "friday", "2024..today"] {
            assert_eq!(read(text), Err(NoDays::NeedsToday), "{text}");
        }
        assert_eq!(read("last weak"), Err(NoDays::Impossible));
        assert!(read("2025").is_ok());
    }

    #[test]
    fn before_and_after_meet() {
        let year = parse_day_range("2025", &ParseContext::default()).unwrap();
        let (before, after) = (year.before().unwrap(), year.after().unwrap());
        assert_eq!((before.until, after.from), (Some(day("2025-01-01")), Some(day("2025-01-01"))));
        assert!(before.intersect(&after).is_empty() && !year.is_empty());
        assert_eq!(parse_day_range("..2025", &ParseContext::default()).unwrap().after(), None);
    }

    proptest! {
        #[test]
        fn any_text_on_any_day(text in "(last|past|this|[0-9]{0,5}|[a-z]{0,6}|\\PC{0,4}| |-|\\.\\.){0,5}", today in any::<i32>()) {
            if let Ok(range) = read(&text, &ParseContext { today: Some(today) }) {
                for day in [range.from, range.until].into_iter().flatten() {
                    prop_assert!((FIRST..=LAST).contains(&i64::from(day)));
                }
                prop_assert!(range.from.is_some() || range.until.is_some());
            }
        }

        /// Weeks, against counting days back one by one to a Monday.
        #[test]
        fn weeks_start_on_monday(today in -700_000i32..2_900_000) {
            let is_monday = |day: i32| (day - 4).rem_euclid(7) == 0; // 1970-01-05
            let monday = (0..7).map(|back| today - back).find(|day| is_monday(*day)).unwrap();
            let read = |text| parse_day_range(text, &ParseContext { today: Some(today) });
            let range = |from, until| Some(DayRange { from: Some(from), until: Some(until) });
            prop_assert_eq!(read("this week"), range(monday, monday + 7));
            prop_assert_eq!(read("last week"), range(monday - 7, monday));
            prop_assert_eq!(read("monday"), range(monday, monday + 1));
        }

        /// A day is in the month or year that its own date names, and the ranges hold nothing else.
        #[test]
        fn months_and_years_hold_their_days(day in -700_000i32..2_900_000) {
            let (year, month, _) = civil_from_days(i64::from(day));
            for text in [format!("{year:04}"), format!("{year:04}-{month:02}")] {
                let range = parse_day_range(&text, &ParseContext::default()).unwrap();
                let same = |day: i32| {
                    let (y, m, _) = civil_from_days(i64::from(day));
                    y == year && (text.len() == 4 || m == month)
                };
                let (first, end) = (range.from.unwrap(), range.until.unwrap());
                prop_assert!(range.contains(day) && same(first) && !same(first - 1) && same(end - 1) && !same(end));
            }
        }
    }
}
