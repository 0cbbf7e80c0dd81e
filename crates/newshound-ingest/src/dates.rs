//! The news world's date forms, as honest [`Date`]s: no more precise than the text, with an offset only where
//! the text gives one.
//!
//! One scanner over numbers and words reads them all. Every word must be known (a month, a weekday, a zone, a
//! little word such as `de` or `at`), so that a headline is never taken for a date.

mod words;

use newshound_index::date::{Date, Precision};

use words::{is_filler, month, zone};

/// A date that was read, and how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadDate {
    /// The date.
    pub date: Date,
    /// The day could be read, the time of day could not and is left out.
    pub clock_is_broken: bool,
    /// Day and month could be swapped (`03/04/2016`); day first was chosen.
    pub is_ambiguous: bool,
}

/// Reads a date in any form that newsrooms use; `None` where the text is none, or where its year lies outside
/// 1500 to 2200 (a year like `0201` is a slip, not a date).
///
/// ```
/// use newshound_ingest::dates::read_date;
///
/// let date = |text| read_date(text).map(|read| read.date.to_string());
/// assert_eq!(date("Saturday, September 6, 2025 3:58 pm").as_deref(), Some("2025-09-06T15:58"));
/// assert_eq!(date("Fri Oct 20, 2006 6:15pm EDT").as_deref(), Some("2006-10-20T18:15-04:00"));
/// assert_eq!(date("25 de março de 2010").as_deref(), Some("2010-03-25"));
/// assert_eq!(date("Mayor opens bridge on May 6"), None);
/// ```
pub fn read_date(text: &str) -> Option<ReadDate> {
    read_date_in(text, DayOrder::Unknown)
}

/// What the two small numbers of a date such as `03/04/2016` mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// Nobody said: the day first, as in most of the world, and each case where it matters is reported.
    #[default]
    Unknown,
    /// `03/04/2016` is 3 April.
    DayFirst,
    /// `03/04/2016` is March 4.
    MonthFirst,
}

/// The same as [`read_date`], with the order of day and month told.
pub fn read_date_in(text: &str, order: DayOrder) -> Option<ReadDate> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    // RFC 9557 names the zone behind the offset: `…T10:00:00+01:00[Europe/Paris]`. What no offset tells stays unknown.
    let text = match text.find('[') {
        Some(at) if text.ends_with(']') => text.get(..at).unwrap_or_default().trim_end(),
        _ => text,
    };
    let read = match text.parse::<Date>() {
        Ok(date) => ReadDate { date, clock_is_broken: false, is_ambiguous: false },
        Err(_) => Scan::over(text)?.date(order)?,
    };
    (1500..=2200).contains(&read.date.civil_day().0).then_some(read)
}

/// A piece of a date text.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// Digits: their value and how many.
    Number(u32, usize),
    /// Letters, lower case, without the commonest diacritics.
    Word(String),
    /// Anything else that is no blank.
    Mark(char),
    /// White space.
    Blank,
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(&char) = chars.peek() {
        if let Some(first) = digit(char) {
            chars.next();
            let (mut value, mut count) = (first, 1);
            while let Some(next) = chars.peek().copied().and_then(digit) {
                chars.next();
                count += 1;
                value = if count > 9 { value } else { value * 10 + next };
            }
            if count > 14 {
                return None;
            }
            tokens.push(Token::Number(value, count));
        } else if matches!(char, '年' | '月' | '日' | '时' | '時' | '分' | '秒' | '년' | '월' | '일') {
            chars.next();
            tokens.push(Token::Mark(char));
        } else if char.is_alphabetic() {
            let mut word = String::new();
            while let Some(&char) = chars.peek() {
                if !char.is_alphabetic() || matches!(char, '年' | '月' | '日') {
                    break;
                }
                chars.next();
                word.extend(char.to_lowercase().map(unaccented));
            }
            tokens.push(Token::Word(word));
        } else if char.is_whitespace() {
            chars.next();
            if tokens.last() != Some(&Token::Blank) {
                tokens.push(Token::Blank);
            }
        } else {
            chars.next();
            tokens.push(Token::Mark(char));
        }
    }
    Some(tokens)
}

fn digit(char: char) -> Option<u32> {
    match char {
        '0'..='9' => char.to_digit(10),
        '٠'..='٩' => Some(u32::from(char) - u32::from('٠')),
        '۰'..='۹' => Some(u32::from(char) - u32::from('۰')),
        '０'..='９' => Some(u32::from(char) - u32::from('０')),
        _ => None,
    }
}

fn unaccented(char: char) -> char {
    match char {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ы' => 'ы',
        _ => char,
    }
}

/// What the scanner has found so far.
#[derive(Default)]
struct Scan {
    /// Numbers that belong to the day, in order, with their digit counts, before they get their meaning.
    numbers: Vec<(u32, usize)>,
    /// A month told by name, and how many numbers stood before it.
    month: Option<(u8, usize)>,
    /// Whether the numbers were parted by the marks of a numeric date.
    clock: Option<(u32, u32, Option<u32>)>,
    afternoon: Option<bool>,
    offset: Option<i32>,
    clock_is_broken: bool,
}

impl Scan {
    /// Reads all tokens; `None` at the first that has no place in a date.
    fn over(text: &str) -> Option<Scan> {
        let tokens = tokens(text)?;
        let mut scan = Scan::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += match token {
                Token::Blank => 1,
                Token::Number(value, digits) => scan.number(*value, *digits, tokens.get(at..).unwrap_or(&[]))?,
                Token::Word(word) => scan.word(word, tokens.get(at + 1..).unwrap_or(&[]))?,
                Token::Mark('+' | '-' | '−') if scan.clock.is_some() || scan.clock_is_broken => {
                    scan.offset(*token == Token::Mark('+'), tokens.get(at + 1..).unwrap_or(&[]))?
                }
                Token::Mark(
                    ',' | '.' | '/' | '-' | '–' | '—' | '|' | '·' | '•' | '(' | ')' | '年' | '月' | '日' | '년' | '월'
                    | '일' | '\'' | '’' | '،' | ':' | '*',
                ) => 1,
                Token::Mark(_) => return None,
            };
        }
        Some(scan)
    }

    /// A number with what follows; gives the count of tokens that were read.
    fn number(&mut self, value: u32, digits: usize, tokens: &[Token]) -> Option<usize> {
        let has_day = self.clock.is_none() && !self.clock_is_broken;
        // 15:58, 15:58:31, 15:58:31.79; also 15h30, 15時30分
        if let [_, Token::Mark(':' | '时' | '時'), Token::Number(minute, _), rest @ ..] = tokens {
            if !has_day {
                return None;
            }
            let mut read = 3;
            let mut second = None;
            if let [Token::Mark(':' | '分'), Token::Number(value, _), rest @ ..] = rest {
                second = Some(*value);
                read += 2;
                match rest {
                    [Token::Mark('.' | ','), Token::Number(..), ..] => read += 2,
                    [Token::Mark('秒'), ..] => read += 1,
                    _ => {}
                }
            } else if let [Token::Mark('分'), ..] = rest {
                read += 1;
            }
            self.set_clock(value, *minute, second, digits);
            return Some(read);
        }
        if let [_, Token::Word(word), Token::Number(minute, 2), ..] = tokens
            && matches!(word.as_str(), "h" | "u" | "g")
        {
            self.set_clock(value, *minute, None, digits);
            return Some(3);
        }
        // 6pm, 6 pm, 15 Uhr, 15 h
        let after: Vec<&Token> = tokens.iter().skip(1).filter(|token| **token != Token::Blank).take(3).collect();
        if let Some(Token::Word(word)) = after.first()
            && has_day
            && digits <= 2
        {
            let dotted = matches!(after.as_slice(), [Token::Word(_), Token::Mark('.'), Token::Word(m)] if m == "m");
            if matches!(word.as_str(), "am" | "pm" | "uhr" | "h" | "hrs" | "horas" | "heures")
                || dotted && matches!(word.as_str(), "a" | "p")
            {
                self.set_clock(value, 0, None, digits);
                return Some(1);
            }
        }
        // 20061020T181500
        if digits == 8 && has_day {
            self.numbers.extend([(value / 10_000, 4), (value / 100 % 100, 2), (value % 100, 2)]);
            if let [_, Token::Word(t), Token::Number(clock, clock_digits @ (4 | 6)), ..] = tokens
                && t == "t"
            {
                let (hours, rest) = if *clock_digits == 6 {
                    (clock / 10_000, clock % 10_000)
                } else {
                    (clock / 100, clock % 100 * 100)
                };
                self.set_clock(hours, rest / 100, (*clock_digits == 6).then_some(rest % 100), 2);
                return Some(3);
            }
            return Some(1);
        }
        if self.numbers.len() == 3 || digits > 4 {
            // A fourth number is no part of a day: a clock that went wrong.
            return (self.numbers.len() == 3).then(|| self.clock_is_broken = true).map(|()| 1);
        }
        self.numbers.push((value, digits));
        Some(1)
    }

    fn set_clock(&mut self, hour: u32, minute: u32, second: Option<u32>, hour_digits: usize) {
        if hour > 23 || minute > 59 || second.is_some_and(|second| second > 60) || hour_digits > 2 {
            self.clock_is_broken = true;
        } else {
            self.clock = Some((hour, minute, second));
        }
    }

    /// `02:00`, `0200` or `02` after a sign.
    fn offset(&mut self, east: bool, tokens: &[Token]) -> Option<usize> {
        let (minutes, read) = match tokens {
            [Token::Number(hours, 1 | 2), Token::Mark(':'), Token::Number(minutes, 2), ..] => (hours * 60 + minutes, 4),
            [Token::Number(value, 4), ..] => (value / 100 * 60 + value % 100, 2),
            [Token::Number(hours, 1 | 2), ..] => (hours * 60, 2),
            // `12:05 - Madrid` never gets here (unknown word); `12:05 -` is a dash.
            _ if self.clock_is_broken => return Some(1),
            _ => return Some(1),
        };
        let minutes = i32::try_from(minutes).ok()?;
        if minutes >= 1440 {
            self.clock_is_broken = true;
        } else {
            self.offset = Some(if east { minutes } else { -minutes });
        }
        Some(read)
    }

    /// A word with what follows; gives the count of tokens that were read.
    fn word(&mut self, word: &str, rest: &[Token]) -> Option<usize> {
        if let Some(month) = month(word) {
            if self.month.is_some() {
                return None;
            }
            self.month = Some((month, self.numbers.len()));
            return Some(1);
        }
        if let Some(minutes) = zone(word) {
            if self.clock.is_some() || self.clock_is_broken {
                self.offset = self.offset.or(Some(minutes));
            }
            return Some(1);
        }
        match (word, rest) {
            ("am", _) => self.afternoon = Some(false),
            ("pm", _) => self.afternoon = Some(true),
            ("a" | "p", [Token::Mark('.'), Token::Word(m), ..]) if m == "m" => {
                self.afternoon = Some(word == "p");
                return Some(3);
            }
            _ => return is_filler(word).then_some(1),
        }
        Some(1)
    }

    /// Gives the numbers their meaning.
    fn date(self, order: DayOrder) -> Option<ReadDate> {
        let small = |value: u32| u8::try_from(value).ok();
        let mut is_ambiguous = false;
        let (year, month, day) = match (self.month, self.numbers.as_slice()) {
            // October 2006
            (Some((month, _)), [(year, 4)]) => (*year, month, None),
            // 20 October 2006, October 20 2006, 2006 October 20
            (Some((month, _)), [(day, 1 | 2), (year, 4)] | [(year, 4), (day, 1 | 2)]) => {
                (*year, month, Some(small(*day)?))
            }
            // 26-FEB-87
            (Some((month, 1)), [(day, 1 | 2), (year, 2)]) => (century(*year), month, Some(small(*day)?)),
            // 2006-10-20, 2006/10/20, 2006年10月20日
            (None, [(year, 4), (month, 1 | 2), (day, 1 | 2)]) => (*year, small(*month)?, Some(small(*day)?)),
            (None, [(year, 4), (month, 1 | 2)]) => (*year, small(*month)?, None),
            // 20/10/2016, 10/20/2016, 20.10.16
            (None, [(first, 1 | 2), (second, 1 | 2), (year, digits @ (2 | 4))]) => {
                let year = if *digits == 2 { century(*year) } else { *year };
                let month_first = *first <= 12 && (*second > 12 || order == DayOrder::MonthFirst);
                is_ambiguous = *first <= 12 && *second <= 12 && first != second;
                let (day, month) = if month_first { (second, first) } else { (first, second) };
                (year, small(*month)?, Some(small(*day)?))
            }
            _ => return None,
        };
        let year = i32::try_from(year).ok()?;
        let Some(day) = day else {
            let date = Date::new((year, month, 1), (0, 0, 0), Precision::Month, None)?;
            return Some(ReadDate {
                date,
                clock_is_broken: self.clock.is_some() || self.clock_is_broken,
                is_ambiguous,
            });
        };
        let offset = self.offset.and_then(|minutes| i16::try_from(minutes).ok());
        let clock = self.clock.filter(|_| !self.clock_is_broken).and_then(|(hour, minute, second)| {
            let hour = match self.afternoon {
                Some(_) if hour == 0 || hour > 12 => hour,
                Some(true) if hour < 12 => hour + 12,
                Some(false) if hour == 12 => 0,
                _ => hour,
            };
            let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
            let clock = (small(hour)?, small(minute)?, small(second.unwrap_or(0))?);
            Date::new((year, month, day), clock, precision, offset)
        });
        let date = match clock {
            Some(date) => date,
            None => Date::new((year, month, day), (0, 0, 0), Precision::Day, None)?,
        };
        let has_clock = self.clock.is_some() || self.clock_is_broken || self.afternoon.is_some();
        let clock_is_broken = clock.is_none() && has_clock;
        Some(ReadDate { date, clock_is_broken, is_ambiguous })
    }
}

/// Two digits of a year: 70 to 99 are the last century's.
fn century(year: u32) -> u32 {
    if year >= 70 { 1900 + year } else { 2000 + year }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expect` is the ISO form; `clock` or `two` behind it tell a broken clock and an ambiguous day; empty is no date.
    fn check(text: &str, expect: &str) {
        let got = read_date(text).map(|read| {
            let clock = if read.clock_is_broken { " clock" } else { "" };
            let two = if read.is_ambiguous { " two" } else { "" };
            format!("{}{clock}{two}", read.date)
        });
        assert_eq!(got.unwrap_or_default(), expect, "{text}");
    }

    #[test]
    fn forms_of_the_news_world() {
        check("2025-09-06T15:58", "2025-09-06T15:58");
        check("Saturday, September 6, 2025 3:58 pm", "2025-09-06T15:58");
        check("Tuesday, September 9, 2025 10:55 pm", "2025-09-09T22:55");
        check("Fri Oct 20, 2006 6:15pm EDT", "2006-10-20T18:15-04:00");
        check("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01");
        check("26-FEB-1987 605:12:19", "1987-02-26 clock");
        check(" 3-MAR-1987 09:18:21.26", "1987-03-03T09:18:21");
        check("20/10/2016", "2016-10-20");
        check("10/20/2016", "2016-10-20");
        check("03/04/2016", "2016-04-03 two");
        check("04/04/2016", "2016-04-04");
        check("20.10.16", "2016-10-20");
        check("25 de março de 2010", "2010-03-25");
        check("25 de marzo de 2010 a las 15:30 h", "2010-03-25T15:30");
        check("Miércoles, 25 de Marzo del 2010", "2010-03-25");
        check("le 5 août 2010 à 15h30", "2010-08-05T15:30");
        check("1er janvier 2011", "2011-01-01");
        check("5. März 2010, 15:30 Uhr", "2010-03-05T15:30");
        check("5. März 2010 um 15 Uhr", "2010-03-05T15:00");
        check("25 марта 2010 г. в 10:00", "2010-03-25T10:00");
        check("2010年3月25日", "2010-03-25");
        check("2010年3月25日 15時30分", "2010-03-25T15:30");
        check("٢٥ مارس ٢٠١٠", "2010-03-25");
        check("2022-01-05 17:55:00 -0500", "2022-01-05T17:55:00-05:00");
        check("2022-01-05T17:55:00.123+01:00", "2022-01-05T17:55:00+01:00");
        check("2022-1-5", "2022-01-05");
        check("2022/01/05 17:55", "2022-01-05T17:55");
        check("20061020T181500-0400", "2006-10-20T18:15:00-04:00");
        check("20061020T181500Z", "2006-10-20T18:15:00Z");
        check("20061020", "2006-10-20");
        check("Fri, 20 Oct 2006 18:15:00 GMT", "2006-10-20T18:15:00Z");
        check("Fri, 20 Oct 2006 18:15:00 +0200", "2006-10-20T18:15:00+02:00");
        check("Fri, 20 Oct 06 18:15 EST", "2006-10-20T18:15-05:00");
        check("Fri Oct 20 18:15:00 2006", "2006-10-20T18:15:00");
        check("Fri Oct 20 18:15:00 UTC 2006", "2006-10-20T18:15:00Z");
        check("Published: March 3rd, 2019 at 12:05 a.m.", "2019-03-03T00:05");
        check("Sept. 3, 2019", "2019-09-03");
        check("October 2006", "2006-10");
        check("2006", "2006");
        check("6pm, 20 October 2006", "2006-10-20T18:00");
        check("2006-10-20T18:00:00+01:00[Europe/Paris]", "2006-10-20T18:00:00+01:00");
        check("2006-10-20T18:00:00[Europe/Paris]", "2006-10-20T18:00:00");
        check("2006-10-20T18:00:00Z[Europe/Paris][u-ca=gregory]", "2006-10-20T18:00:00Z");
    }

    #[test]
    fn what_is_no_date() {
        check("", "");
        check("0201-05-04", "");
        check("2016-02-30", "");
        check("31 June 2016", "");
        check("yesterday", "");
        check("Mayor opens bridge on May 6, 2016", "");
        check("May the 4th", "");
        check("3, 4, 5 and 6", "");
        check("99:99-:99+01:00", "");
        check("2016-10-20T99:99-:99+01:00", "2016-10-20 clock");
        check("2016-10-20T25:00:00Z", "2016-10-20 clock");
        check("2016-10-20T12:00:00+99:99", "2016-10-20 clock");
        check("2016-10-20, pm", "2016-10-20 clock");
        check("2016-10-20T12:00:00 America/Los_Angeles", "");
        check("999999999999999999999999", "");
    }
}
