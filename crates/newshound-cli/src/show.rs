//! How numbers, sizes and texts look on a terminal.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use crate::failure::Failure;

/// Prints to the standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|_| Failure::PipeClosed)
}

/// Prints a value as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(|_| Failure::PipeClosed)?;
    text.push('\n');
    print(&text)
}

/// `12,345`
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `2 articles`
pub(crate) fn count(count: u64, one: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{} {one}{many}", number(count))
}

/// `1.2 MB`
pub(crate) fn bytes(bytes: u64) -> String {
    match bytes as f64 {
        b if b < 1_000.0 => format!("{bytes} B"),
        b if b < 99_950.0 => format!("{:.1} kB", b / 1e3),
        b if b < 999_500.0 => format!("{:.0} kB", b / 1e3),
        b if b < 99_950_000.0 => format!("{:.1} MB", b / 1e6),
        b => format!("{:.0} MB", b / 1e6),
    }
}

/// `0.8 s`, `12 s` or `3 min 5 s`
pub(crate) fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        s if s < 0.0995 => format!("{:.0} ms", s * 1000.0),
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 119.5 => format!("{s:.0} s"),
        _ => format!("{} min {} s", time.as_secs() / 60, time.as_secs() % 60),
    }
}

/// A text from elsewhere on one line, that can play no tricks on a terminal.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            out.extend(char.escape_unicode());
        } else {
            out.push(char);
        }
    }
    out
}

/// Whether to print in colours.
pub(crate) fn has_colours() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Bold, where the terminal can.
pub(crate) fn bold(text: &str) -> String {
    if has_colours() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |value, expect: &str| assert_eq!(number(value), expect);
        check(0, "0");
        check(999, "999");
        check(1000, "1,000");
        check(1_234_567, "1,234,567");
        assert_eq!((count(1, "article"), count(2_000, "article")), ("1 article".into(), "2,000 articles".into()));
    }

    #[test]
    fn sizes() {
        let check = |value, expect: &str| assert_eq!(bytes(value), expect);
        check(0, "0 B");
        check(999, "999 B");
        check(1_049, "1.0 kB");
        check(123_456, "123 kB");
        check(999_600, "1.0 MB");
        check(123_456_789, "123 MB");
    }

    #[test]
    fn texts_stay_on_their_line() {
        let check = |text, expect: &str| assert_eq!(plain(text), expect);
        check("García", "García");
        check("a\u{1b}[2J\nb", "a\\u{1b}[2J\\u{a}b");
        check("\u{202e}abc", "\\u{202e}abc");
    }
}
