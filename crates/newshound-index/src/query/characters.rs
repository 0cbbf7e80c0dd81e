//! The classes of characters that the query language tells apart, wherever they come from: keyboards put in curly
//! quotation marks, dashes and full-width signs, and pages that are copied from bring invisible ones.
//!
//! Never inlined: they are called from many places, and the module that readers download counts more than the
//! time for a line of a few words.

/// White space, and characters that nobody sees and that separate: controls, zero-width spaces, marks of direction.
/// Joiners (U+200C, U+200D) are none, they belong to words and emoji.
#[inline(never)]
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{61c}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[inline(never)]
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '＂')
}

pub(super) fn is_no_quote(c: char) -> bool {
    !is_quote(c)
}

pub(super) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

pub(super) fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊')
}

#[inline(never)]
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '–' | '－')
}

/// Whether a word goes on with this character.
#[inline(never)]
pub(super) fn is_word_part(c: char) -> bool {
    !matches!(c, '(' | ')' | '|' | '（' | '）' | '｜') && !is_quote(c) && !is_blank(c)
}

/// Whether there is more than punctuation. Emoji and currency signs beyond ASCII count; the analyzer judges them.
#[inline(never)]
pub(super) fn has_content(text: &str) -> bool {
    let is_punctuation = |c: char| {
        c.is_ascii_punctuation()
            || is_blank(c)
            || is_quote(c)
            || matches!(c, '\u{2000}'..='\u{206f}' | '\u{2212}' | '\u{3001}'..='\u{3003}' | '\u{ff01}'..='\u{ff0f}')
            || matches!(c, '：' | '；' | '？' | '｜' | '¿' | '¡' | '·' | '§' | '¶')
    };
    !text.chars().all(is_punctuation)
}
