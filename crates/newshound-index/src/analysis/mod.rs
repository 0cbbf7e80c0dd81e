//! The only place where text becomes terms.

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
