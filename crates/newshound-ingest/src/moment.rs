//! [`Moment`]: when something opens or ends, as far as a text tells. **A text that could mean several moments is taken at
//! the last of them for what opens, and at the first for what ends.**
//!
//! A day alone counts from its start, in an unknown zone: from 14 hours before it starts in UTC to 12 hours after. Where
//! the time of day cannot be read, any time of that day may be meant; of a month or a year any day; and `03/04/2026` may
//! be either of two days, unless the options tell which.

use newshound_index::date::{Date, Precision};

use crate::dates::{DayOrder, read_date_in};

const HOUR: i64 = 3600;

/// The easternmost zone is so far ahead of UTC, and the westernmost so far behind.
const AHEAD: i64 = 14 * HOUR;
const BEHIND: i64 = 12 * HOUR;

/// From the first to the last second that a text can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The earliest, in seconds since 1970 in UTC.
    pub(crate) first: i64,
    /// The latest.
    pub(crate) last: i64,
    /// The date that is the earliest, and the one that is the latest: two where day and month could be swapped.
    dates: (Date, Date),
}

impl Moment {
    /// Reads a text; `None` where it is no date.
    pub(crate) fn read(text: &str, order: DayOrder) -> Option<Moment> {
        Moment::of_text(text, order, (AHEAD, BEHIND))
    }

    /// The same for dates of generators, which are in UTC where they name no zone; days, months and years are their starts.
    pub(crate) fn read_utc(text: &str, order: DayOrder) -> Option<Moment> {
        Moment::of_text(text, order, (0, 0))
    }

    fn of_text(text: &str, order: DayOrder, zones: (i64, i64)) -> Option<Moment> {
        let read = read_date_in(text, order)?;
        // A clock that cannot be read may be in any zone.
        let zones = if read.clock_is_broken { (AHEAD, BEHIND) } else { zones };
        let one = Moment::within(read.date, read.clock_is_broken, zones);
        if !read.is_ambiguous || order != DayOrder::Unknown {
            return Some(one);
        }
        let read = read_date_in(text, DayOrder::MonthFirst)?;
        Some(one.or(Moment::within(read.date, read.clock_is_broken, zones)))
    }

    /// What a date can mean.
    pub(crate) fn of(date: Date) -> Moment {
        Moment::within(date, false, (AHEAD, BEHIND))
    }

    fn within(date: Date, clock_is_broken: bool, (ahead, behind): (i64, i64)) -> Moment {
        const DAY: i64 = 24 * HOUR;
        let (ahead, behind) = if date.offset_minutes().is_some() { (0, 0) } else { (ahead, behind) };
        let length = match date.precision() {
            _ if (ahead, behind) == (0, 0) && !clock_is_broken => 0,
            Precision::Year => 366 * DAY,
            Precision::Month => 31 * DAY,
            _ if clock_is_broken => DAY,
            _ => 0,
        };
        let at = date.utc_seconds();
        Moment { first: at - ahead, last: at + length + behind, dates: (date, date) }
    }

    fn or(self, other: Moment) -> Moment {
        let (early, late) = if self.first <= other.first { (self, other) } else { (other, self) };
        Moment { first: early.first, last: late.last, dates: (early.dates.0, late.dates.1) }
    }

    /// The date that counts for what ends then.
    pub(crate) fn first_date(&self) -> Date {
        self.dates.0
    }

    /// The date that counts for what opens then.
    pub(crate) fn last_date(&self) -> Date {
        self.dates.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_can_mean() {
        let check_in = |text: &str, order: DayOrder, first: &str, last: &str| {
            let moment = Moment::read(text, order).expect("it is a date");
            let shown = |seconds| Date::from_local_seconds(seconds, Precision::Minute, Some(0)).expect("it is near");
            assert_eq!((shown(moment.first).to_string(), shown(moment.last).to_string()), (first.into(), last.into()));
        };
        let check = |text: &str, first: &str, last: &str| check_in(text, DayOrder::Unknown, first, last);
        check("2026-11-21T18:00:00Z", "2026-11-21T18:00Z", "2026-11-21T18:00Z");
        check("2026-11-21T18:00:00+02:00", "2026-11-21T16:00Z", "2026-11-21T16:00Z");
        check("2026-11-21T18:00", "2026-11-21T04:00Z", "2026-11-22T06:00Z");
        check("2026-11-21", "2026-11-20T10:00Z", "2026-11-21T12:00Z");
        for broken in [
            "2026-11-21T23.30",
            "2026-11-21 11.59 PM",
            "2026-11-21, PM",
            "2026-11-21 2359",
            "2026-11-21 18:00 EST5EDT",
            "2026-11-21T23:59:00+99:00",
            "2026-11-21T24:00:00Z",
        ] {
            check(broken, "2026-11-20T10:00Z", "2026-11-22T12:00Z");
        }
        check("2026-11", "2026-10-31T10:00Z", "2026-12-02T12:00Z");
        check("12/05/2026", "2026-05-11T10:00Z", "2026-12-05T12:00Z");
        check("05/12/2026", "2026-05-11T10:00Z", "2026-12-05T12:00Z");
        check_in("12/05/2026", DayOrder::DayFirst, "2026-05-11T10:00Z", "2026-05-12T12:00Z");
        check_in("12/05/2026", DayOrder::MonthFirst, "2026-12-04T10:00Z", "2026-12-05T12:00Z");
        assert_eq!(Moment::read("soon", DayOrder::Unknown), None);
        let day = Moment::read_utc("2026-11-21", DayOrder::Unknown).expect("it is a date");
        assert_eq!((day.first, day.last - day.first), (day.last, 0));
    }
}
