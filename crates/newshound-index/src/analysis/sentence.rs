//! Where sentences end, well enough for the leads and snippets of news in English and Spanish.
//!
//! 1. A sentence ends at `.`, `!`, `?` or `…`, with the quotation marks and brackets that close behind it, when a
//!    blank and something that can begin a sentence follow: a capital, a digit, `“`, `¿`, a letter of a script that
//!    has no capitals. `He paid $1.5bn. “Fine.” said nobody`.
//! 2. A full stop ends none after an abbreviation that stands before names (`Mr. Smith`) or numbers (`No. 10`).
//! 3. After initials and dotted abbreviations (`J. Edgar`, `U.S. Senate`) it ends one only before a word that hardly
//!    ever is a name: `in the U.S. The vote`.
//! 4. The stops of scripts that put no blank behind them (`。`) or have no other use for them (`।`) always end one.
//! 5. So does a line break, unless a small letter goes on behind it, as in text with hard line ends.

use std::ops::Range;

use super::chars::{self, Class, is_blank};

/// Abbreviations that stand before a name.
const BEFORE_NAMES: &str = "mr mrs ms dr prof rev hon fr st sr sra srta dra lic ing gen col lt maj capt cpt cmdr adm sgt \
                            cpl pvt gov sen rep pres supt insp det ud uds mt ft vs";

/// Abbreviations that stand before a number.
const BEFORE_NUMBERS: &str = "no nos núm pág págs art vol vols p pp fig sec ch ca approx jan feb mar apr jun jul aug sep \
                              sept oct nov dec";

/// Words that begin sentences and are no part of names.
const BEGINNINGS: &str = "The A An In On At But And He She It They We I This That These Those His Her Its Their Our My \
                          There When While After Before If As For With By What Who Why How Not No So Yet El La Los Las \
                          Un Una En De Se Su Sus Lo Es No Y Pero";

/// The sentences of a text as byte ranges, in order, without the blanks around them and never empty.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + skip(text.get(at..)?, is_blank);
        if start >= text.len() {
            return None;
        }
        at = start + end_of_sentence(text.get(start..)?);
        let trailing =
            text.get(start..at)?.chars().rev().take_while(|c| is_blank(*c)).map(char::len_utf8).sum::<usize>();
        Some(start..at - trailing)
    })
}

/// How many bytes at the beginning of `text` are characters that `skipped` says yes to.
fn skip(text: &str, skipped: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|(_, c)| !skipped(*c)).map_or(text.len(), |(at, _)| at)
}

/// Where the sentence ends that `text` begins with.
fn end_of_sentence(text: &str) -> usize {
    let mut from = 0;
    // Most characters are none of those below, which the first byte tells.
    let is_other = |byte: u8| byte < 0xd6 && !matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r');
    while let Some(passed) = text.as_bytes().get(from..).and_then(|rest| rest.iter().position(|byte| !is_other(*byte)))
    {
        let at = from + passed;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        from = at + c.len_utf8();
        let after = text.get(from..).unwrap_or_default();
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' if !after.chars().next().is_some_and(is_small) => return at,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '۔' | '؟' | '։' | '።' => {}
            _ => continue,
        }
        // More stops and what closes behind them: `?!`, `...`, `.”)`.
        let closing = skip(after, |c| ".!?…。！？\"'”’»)]」』".chars().any(|closing| closing == c));
        let end = at + c.len_utf8() + closing;
        if !c.is_ascii() && c != '…' {
            return end;
        }
        let after = after.get(closing..).unwrap_or_default();
        let blank = skip(after, is_blank);
        let next = after.get(blank..).unwrap_or_default();
        let next =
            next.get(skip(next, |c| "\"'“‘«([¿¡-–—• ".chars().any(|opening| opening == c))..).unwrap_or_default();
        let is_end = next.is_empty()
            || blank > 0
                && next.chars().next().is_some_and(can_begin)
                && (c != '.' || closing > 0 || !is_abbreviation(text.get(..at).unwrap_or_default(), next));
        if is_end {
            return end;
        }
    }
    text.len()
}

/// A letter that comes in two cases, and is not a capital.
fn is_small(c: char) -> bool {
    let look = chars::look(c);
    chars::has_cases(c) && look.class == Class::Letter && !look.is_upper
}

/// Whether a sentence can begin with this character.
fn can_begin(c: char) -> bool {
    chars::class(c) != Class::Break && !is_small(c)
}

/// Whether the full stop after `before` belongs to an abbreviation, and the sentence goes on with `next`.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let start: usize = before
        .chars()
        .rev()
        .take_while(|c| *c == '.' || !matches!(chars::class(*c), Class::Break))
        .map(char::len_utf8)
        .sum();
    let word = before.get(before.len() - start..).unwrap_or_default();
    let is_listed = |list: &str| list.split_ascii_whitespace().any(|listed| listed.eq_ignore_ascii_case(word));
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(|c| chars::look(c).is_upper) && letters.next().is_none();
    let is_dotted = word.bytes().any(|byte| byte == b'.') && !word.bytes().any(|byte| byte.is_ascii_digit());
    if is_initial || is_dotted {
        let first = next.get(..skip(next, |c| chars::class(c) == Class::Letter)).unwrap_or_default();
        return !BEGINNINGS.split_ascii_whitespace().any(|listed| listed == first);
    }
    let is_number = next.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    is_listed(if is_number { BEFORE_NUMBERS } else { BEFORE_NAMES })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text, with `|` where it is cut.
    #[track_caller]
    fn check(expect: &str) {
        let text = expect.replace('|', "");
        let found: Vec<_> = sentences(&text).map(|range| text[range].to_owned()).collect();
        let expect: Vec<_> = expect.split('|').map(|part| part.trim().to_owned()).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn cuts_news_into_sentences() {
        check("It rained. |It poured! |Did it stop? |No…");
        check("“Fine.” |He left. |(It was late.) |She stayed.");
        check("“Why?” he asked. |“Because!” she said.");
        check("Mr. Smith met Gen. Ruiz at St. Mary's. |They spoke.");
        check("The U.S. Senate voted. |J. Edgar stayed in the U.S. |The vote passed.");
        check("At No. 10 they said no. |Then, on Sept. 11, they said yes.");
        check("It rose 3.5% to $1.5bn. |2004 was better. |See bbc.co.uk for more.");
        check("“We met Sen. Cruz.” |‘And then?’ |—No.");
        check("¿Quién fue? |¡Nadie! |El Sr. García no dijo nada... |«Basta.» |Ud. sabe.");
        check("Wait ... what?! |Yes.");
        check("Headline\n|By Jo Bloggs\n\n|LONDON went on\nwith its day.\r\n|Then it\u{2028}|Rained.");
        check("彼は来た。|「帰る。」|そして去った");
        check("वह आया। |वह गया।|वह");
        check("Նա եկավ։ |Հետո գնաց։|Նա");
        check("قال نعم. |ثم ذهب؟ |لا.");
        check("No end here");
    }

    #[test]
    fn nothing_makes_no_sentence() {
        assert_eq!(sentences("").count(), 0);
        assert_eq!(sentences(" \n\u{A0}\u{3000} ").count(), 0);
    }
}
