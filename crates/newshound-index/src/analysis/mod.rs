//! The only place where text becomes terms.
//!
//! An [`Analyzer`] cuts text into [`Token`]s. A token has a *form*, the word as a reader would type it: small letters,
//! no accents, no possessive. Forms are the keys of the term dictionary. [`Analyzer::stem`] then says which forms are
//! looked up together (`elections` and `election`). Articles when they are indexed, queries, snippets and completions
//! all come through here, so that they can never disagree; [`Analyzer::fingerprint`] tells when an index was made by
//! other rules.
//!
//! ```
//! use newshound_index::analysis::{Analyzer, Language};
//!
//! let analyzer = Analyzer::new(Language::English);
//! let mut seen = Vec::new();
//! analyzer.each_token("García's F-16s, U.S.-made", |token| {
//!     seen.push(format!("{}@{}+{}", token.form, token.position, token.span));
//! });
//! assert_eq!(
//!     seen,
//!     ["garcia@0+1", "f16s@1+2", "f@1+1", "16s@2+1", "usmade@3+2", "us@3+1", "made@4+1"]
//! );
//! assert_eq!(analyzer.stem("elections"), "elect");
//! ```
//!
//! # Rules
//!
//! Each rule works on a query as on an article, so a reader finds a thing by typing it as it is printed, and mostly by
//! typing it in the other usual ways too.
//!
//! 1. **Words** are runs of letters and digits of any script: `H1N1`, `Москва`. All else stands between words.
//! 2. **Case and diacritics fold**: `García` = `GARCIA` = `garcia`, composed or decomposed; `ß` = `ss`, `æ` = `ae`,
//!    `ø` = `o`, `ł` = `l`, `ı` = `i`, `ﬁ` = `fi`, `Ａ` = `a`, `ё` = `е`, `ς` = `σ`. Digits of all scripts become ASCII
//!    (`٢٠٠٤` = `2004`, `CO₂` = `co2`). Arabic vowel points and tatweel go; vowel signs that tell words apart (Hindi,
//!    Thai and their kin) stay. Soft hyphens and zero-width characters leave no trace.
//! 3. **Scripts without blanks** (Han, kana, Thai, Lao, Khmer, Myanmar) give overlapping pairs: `日本経済` = `日本`,
//!    `本経`, `経済`. A lone character is a word; as a query it finds no longer word unless it is looked up as a prefix.
//! 4. **Apostrophes**, curly or straight, join (`don't` = `dont`, `O'Neill` = `oneill`, `rock'n'roll` = `rocknroll`), but
//!    a final `'s` and a final apostrophe go: `Rubio's` = `rubio`, `James'` = `james`, and `it's` = `it`. An article
//!    elided before a vowel gives the word with and without it, at one position: `l'Élysée` = `lelysee`, `elysee`.
//! 5. **Numbers** keep their point and lose their thousands: `3.5%` = `3.5`, `$1.5bn` = `1.5bn`, `1,000` = `1000`.
//!    `1,00` is two words, and `1.000` remains as it is.
//! 6. **Hyphens** (`-`, U+2010, U+2011) join words into a compound: the whole without the hyphen, then its parts.
//!    `real-time` = `realtime`, `real`, `time`; `COVID-19` = `covid19`, …, so that `F16` finds `F-16` and `email`
//!    finds `e-mail`. Between two digits the hyphen stays in the whole: `6-4`, `2025-09-06`. Dashes join nothing:
//!    `Mexico–U.S.` is two words.
//! 7. Compounds also come from **`/` between digits** (`9/11`, `2004/05`), **`&` between letters** (`Marks&Spencer`), `_`,
//!    `@` (`jo@example.com`) and **a point before a small letter** (`bbc.co.uk` = `bbc.co.uk`, `bbc`, `co`, `uk`); here
//!    the whole keeps the sign. A point before a capital is the end of a sentence that lacks its blank.
//! 8. Beside a single letter `&` is part of a simple word: `AT&T` = `at&t`, `R&D` = `r&d`, without parts.
//! 9. **Dotted initials** are one word without points, with the last point in its range: `U.S.` = `us`, `a.m.` = `am`,
//!    `J.K. Rowling` = `jk`, `rowling`; so are titles of short groups: `Ph.D.` = `phd`.
//! 10. **`@name` and `#tag`** give `@name` and `name` at one position, so that either finds the mention, and the sign
//!     ranks it first. `#1` is `1`. `C++`, `C#` (one letter) and the like keep their signs; `.NET` is `net`.
//! 11. **Acronyms** are marked, not made other forms: all capitals, two letters at least (`US`, `H1N1`, not `G7`), or
//!     dotted initials in any case. `US` and `us` have one form; whoever ranks asks [`Token::is_acronym`]. In a text
//!     that is written in capitals (six cased words or more, over two thirds of them all capitals, judged by its first
//!     2,000 bytes) only dotted initials count.
//! 12. **Bounds**: a form has 64 bytes at most, the rest of a longer word does not count; a compound has 8 parts at
//!     most, what follows begins a new one; a whole longer than 64 bytes is left out.
//! 13. A form, when analysed, gives itself as its first token.
//!
//! # Limits
//!
//! `.` and `,` in numbers are read as English and Mexican papers print them, whatever the language. `it's` and `its`
//! differ. `AT & T` with blanks is not `AT&T`. Korean is cut at blanks alone. Old scripts, phonetic letters and a few
//! compatibility forms are words but do not fold; `unicode.rs` lists them with the reason for each.

mod chars;
mod english;
mod scan;
mod sentence;
mod tables;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod unicode;

use std::borrow::Cow;
use std::ops::Range;

pub use sentence::sentences;

/// How many characters a text has. The standard library's count is made for long texts, and large.
pub(crate) fn characters(text: &str) -> usize {
    text.bytes().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

/// Raised by every change after which the same text could give other forms or stems.
const RULES: u32 = 1;

/// What decides how forms become stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Snowball's English stemmer.
    English,
    /// No stemming: a stem is the form itself.
    Plain,
}

impl Language {
    /// The language of a BCP 47 tag such as `en-GB`; [`Language::Plain`] where there is no stemmer for it.
    pub fn from_tag(bcp47: &str) -> Language {
        let primary = bcp47.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") { Language::English } else { Language::Plain }
    }

    /// The number that stands for the language in a segment.
    pub fn code(self) -> u8 {
        match self {
            Language::Plain => 0,
            Language::English => 1,
        }
    }

    /// The language that [`Language::code`] gave the number for.
    pub fn from_code(code: u8) -> Option<Language> {
        match code {
            0 => Some(Language::Plain),
            1 => Some(Language::English),
            _ => None,
        }
    }
}

/// One occurrence of something that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// Bytes of the text, what a snippet marks. Begins and ends on character boundaries, is never empty.
    pub range: Range<usize>,
    /// Counts simple words from 0; a whole compound has the position of its first part.
    pub position: u32,
    /// Positions covered: 1 for a simple word, n for a whole compound of n parts.
    pub span: u32,
    /// The folded surface form, the key of the term dictionary: 1 to 64 bytes, neither stemmed nor possessive.
    pub form: &'a str,
    /// Written as an acronym: all capitals in a text that is not, or dotted initials.
    pub is_acronym: bool,
}

/// Turns text into tokens, and forms into stems; the same for articles and for queries.
#[derive(Debug, Clone)]
pub struct Analyzer {
    language: Language,
}

impl Analyzer {
    /// An analyzer that stems `language`.
    pub fn new(language: Language) -> Analyzer {
        Analyzer { language }
    }

    /// The language that it stems.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Differs between two analyzers whenever the same text could give other terms: a segment keeps it, and a reader
    /// with another one must not answer from that segment.
    pub fn fingerprint(&self) -> u32 {
        RULES << 8 | u32::from(self.language.code())
    }

    /// Calls `visit` for each token, in the order of the text; a whole compound comes before its parts.
    pub fn each_token(&self, text: &str, visit: impl FnMut(Token<'_>)) {
        let mut visit = visit;
        // One copy of the scanner for all callers: what they do with a token costs more than the call.
        scan::scan(text, &mut visit);
    }

    /// The stem of a form. Forms with anything but letters `a` to `z` stay as they are.
    pub fn stem<'f>(&self, form: &'f str) -> Cow<'f, str> {
        match self.language {
            Language::English => english::stem(form),
            Language::Plain => Cow::Borrowed(form),
        }
    }

    /// Case and diacritics folded, blanks made single, the rest kept: for comparing names, facets and completions.
    pub fn fold(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            let c = chars::plain(c);
            match chars::class(c) {
                chars::Class::Ignored => {}
                chars::Class::Break if chars::is_blank(c) => {
                    if !folded.is_empty() && !folded.ends_with(' ') {
                        folded.push(' ');
                    }
                }
                chars::Class::Break => folded.push(c),
                _ => chars::fold_onto(c, &mut folded),
            }
        }
        if folded.ends_with(' ') {
            folded.pop();
        }
        folded
    }
}
