//! Where sentences end, well enough for leads and snippets of news.
//!
//! A sentence ends at `.`, `!`, `?` or `…` (with the quotes and brackets that close after it) when a blank and then
//! something follows that can begin a sentence, and at every line break. A full stop ends none after an abbreviation,
//! after an initial, or before a lower-case letter.

use std::ops::Range;

use super::chars::{self, Class};

/// Abbreviations that stand before a name or a number, in lower case: no sentence ends at their full stop.
const BEFORE_NAMES: &str = " mr mrs ms dr prof rev hon fr st sr sra srta dra lic ing gen col lt maj capt cpt cmdr adm sgt \
    cpl pvt gov sen rep pres supt insp det no nos vol vols pp art ed eds fig vs ca approx al jan feb mar apr jun jul \
    aug sep sept oct nov dec ud uds núm pág av ave mt ft ";

/// The sentences of a text as byte ranges, in order, without the blanks around them and never empty.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + (rest.len() - rest.trim_start().len());
        if start == text.len() {
            return None;
        }
        let end = end_of_sentence(text, start);
        at = end;
        let len = text.get(start..end)?.trim_end().len();
        Some(start..start + len)
    })
}

/// Where the sentence that begins at `start` ends.
fn end_of_sentence(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => return start + at,
            '。' | '！' | '？' => return start + at + c.len_utf8(),
            '.' | '!' | '?' | '…' => {}
            _ => continue,
        }
        // More stops, then whatever closes: `?!`, `...`, `.”)`.
        let mut end = at + c.len_utf8();
        while let Some(&(next, c)) = chars.peek() {
            if !matches!(c, '.' | '!' | '?' | '…' | '"' | '\'' | '”' | '’' | '»' | ')' | ']') {
                break;
            }
            end = next + c.len_utf8();
            chars.next();
        }
        let after = rest.get(end..).unwrap_or_default();
        let next = after.trim_start();
        if next.is_empty() {
            return text.len();
        }
        if next.len() == after.len() || !can_begin(next) {
            continue;
        }
        let is_lone_stop = c == '.' && end == at + 1;
        if is_lone_stop && is_abbreviation(rest.get(..at).unwrap_or_default(), next) {
            continue;
        }
        return start + end;
    }
    text.len()
}

/// Whether a sentence can begin with this text.
fn can_begin(text: &str) -> bool {
    let opened = text.trim_start_matches(['"', '\'', '“', '‘', '«', '(', '[', '¿', '¡', '-', '–', '—', '•', ' ']);
    opened.chars().next().is_some_and(|c| {
        let look = chars::look(c);
        look.is_upper
            || !matches!(look.class, Class::Letter | Class::Break)
            || look.class == Class::Letter && !c.is_lowercase()
    })
}

/// Whether the full stop after `before` belongs to an abbreviation that goes on with `next`.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || "(\"“‘'[-–—".contains(c)).next().unwrap_or_default();
    if word.is_empty() {
        return false;
    }
    let letters = word.chars().count();
    let is_upper = word.chars().all(|c| chars::look(c).is_upper);
    // An initial: `J. Edgar`. But `vitamin C. The`: a name follows an initial, an article does not.
    if letters == 1 && is_upper && word != "I" {
        return true;
    }
    if word.contains('.') {
        // `U.S. Senate` goes on, `in the U.S. The` does not.
        let first = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let begins = " The A An In On At But And He She It They We I This That These Those His Her Their There When While \
            After Before If As For El La Los Las Un Una En ";
        return first.is_empty() || !begins.contains(&format!(" {first} "));
    }
    let lower = word.to_lowercase();
    BEFORE_NAMES.contains(&format!(" {lower} "))
}
