//! What one character is to the tokenizer, and what it becomes in a form.
//!
//! The tables are in `tables.rs`, written by `unicode.rs` (a test) out of the Unicode Character
//! Database. They are small because they leave out what no newspaper prints, and because they lean on each other: a
//! letter first loses its diacritics (`Ё` becomes `Е`), then its case (`е`), so that only bare letters need a rule for
//! case. Two scripts are put together instead of taken apart, as that makes their forms short: Korean syllables and
//! Japanese voiced kana.

use super::tables;

/// The part a character plays in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Ends a word: blanks, punctuation, symbols.
    Break,
    /// Leaves no trace, and does not end a word: accents, soft hyphens, zero-width characters.
    Ignored,
    /// Belongs to a word.
    Letter,
    /// Belongs to a word and folds to `0` to `9`.
    Digit,
    /// One syllable or ideogram of a script that is written without blanks.
    Unit,
    /// A vowel or tone sign of such a script, part of the unit before it; anywhere else as good as a letter.
    Mark,
}

/// What [`look`] finds out about a character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) class: Class,
    pub(super) is_upper: bool,
}

/// The character that `c` is a variant of: full-width forms become ASCII, apostrophes and hyphens straight.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02BB}' | '\u{02BC}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Whether `c` is white space.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Class and case of a character.
pub(super) fn look(c: char) -> Look {
    let c = plain(c);
    if c.is_ascii() {
        return Look { class: class(c), is_upper: c.is_ascii_uppercase() };
    }
    let class = class(c);
    let is_upper = class == Class::Letter && has_cases(c) && {
        let base = base(c);
        lower(base) != base
    };
    Look { class, is_upper }
}

/// The class of a character that is no variant, see [`plain`].
pub(super) fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '\0'..='\u{A9}' | '×' | '÷' => Class::Break,
        '²' | '³' | '¹' => Class::Digit,
        '\u{AD}' => Class::Ignored,
        'ª' | 'µ' | 'º' | 'À'..='\u{24F}' => Class::Letter,
        // Not needed here, but much of the world's news need not wait for the search below.
        '\u{3B1}'..='\u{3CE}' | '\u{400}'..='\u{481}' | '\u{621}'..='\u{63A}' | '가'..='힣' => Class::Letter,
        '\u{3041}'..='\u{3096}' | '\u{4E00}'..='\u{9FFF}' => Class::Unit,
        _ => match u16::try_from(c as u32) {
            Ok(code) if code >= 0x250 => class_of_run(code).0,
            Ok(_) => Class::Break,
            Err(_) => class_beyond_bmp(c),
        },
    }
}

/// Whether the letter is of a script that has capitals, or a sign of no script.
pub(super) fn has_cases(c: char) -> bool {
    matches!(c, '\0'..='\u{58F}' | '\u{1C80}'..='\u{1FFF}' | '\u{2100}'..='\u{218F}')
}

/// The class of a character of the Basic Multilingual Plane from U+0250, and the first of the run that it stands in.
fn class_of_run(code: u16) -> (Class, u16) {
    let run = tables::RUNS.partition_point(|&start| start <= code).saturating_sub(1);
    let class = match tables::CLASSES.as_bytes().get(run) {
        Some(b'L') => Class::Letter,
        Some(b'U') => Class::Unit,
        Some(b'M') => Class::Mark,
        Some(b'D') => Class::Digit,
        Some(b'I') => Class::Ignored,
        _ => Class::Break,
    };
    (class, tables::RUNS.get(run).copied().unwrap_or(code))
}

/// The other planes in broad strokes: rare scripts and ideograms are words, emoji and music are not.
fn class_beyond_bmp(c: char) -> Class {
    match c as u32 {
        0x1B000..=0x1B16F | 0x20000..=0x3FFFF => Class::Unit,
        0x10000..=0x1CEFF | 0x1D400..=0x1D7FF | 0x1E000..=0x1EEFF => Class::Letter,
        0xE0000..=0xE0FFF => Class::Ignored,
        _ => Class::Break,
    }
}

/// Appends what a word character folds to; of variants, what [`plain`] makes of them.
pub(super) fn fold_onto(c: char, form: &mut String) {
    if c.is_ascii() {
        return form.push(c.to_ascii_lowercase());
    }
    if let Some(composed) = form.chars().next_back().and_then(|last| compose(last, c)) {
        form.pop();
        return form.push(composed);
    }
    let c = lower(base(c));
    if matches!(c, 'ß'..='ǳ' | 'ﬀ'..='ﬆ')
        && let Ok(index) = tables::LIGATURES.binary_search_by_key(&c, |(ligature, _)| *ligature)
        && let Some((_, letters)) = tables::LIGATURES.get(index)
    {
        return form.push_str(letters);
    }
    form.push(if class(c) == Class::Digit { digit(c) } else { c });
}

/// The ASCII digit that a digit of another script stands for.
fn digit(c: char) -> char {
    let code = u16::try_from(c as u32).unwrap_or_default();
    let value = match c {
        '²' | '³' => code - 0xB0,
        '¹' => 1,
        '\u{2070}'..='\u{2089}' => code & 0xF,
        // The digits of a script stand in a row; two rows may make one run.
        _ => (code - class_of_run(code).1) % 10,
    };
    char::from_digit(u32::from(value), 10).unwrap_or(c)
}

/// The letter without its diacritics, in the case that it has.
pub(super) fn base(c: char) -> char {
    let listed = |table: &'static str, first: char| {
        let letter = table.as_bytes().get((c as u32 - first as u32) as usize)?;
        (*letter != b'.').then_some(char::from(*letter))
    };
    let letter = match c {
        'À'..='\u{24F}' => listed(tables::LATIN, 'À'),
        '\u{1E00}'..='\u{1EFF}' => listed(tables::LATIN_ADDITIONAL, '\u{1E00}'),
        '\u{1F00}'..='\u{1FFF}' => listed(tables::GREEK_EXTENDED, '\u{1F00}').and_then(greek),
        _ => None,
    };
    let row = || {
        if !matches!(c, '\0'..='\u{DFF}' | '\u{2126}'..='\u{212B}') {
            return None;
        }
        let index = tables::BASES.binary_search_by_key(&(c as u32), |(from, _)| u32::from(*from)).ok()?;
        char::from_u32(u32::from(tables::BASES.get(index)?.1))
    };
    letter.or_else(row).unwrap_or(c)
}

/// The Greek letter that a Latin one stands for in [`tables::GREEK_EXTENDED`].
fn greek(key: char) -> Option<char> {
    let index = "aehioruwAEHIORUW".bytes().position(|known| char::from(known) == key)?;
    "αεηιορυωΑΕΗΙΟΡΥΩ".chars().nth(index)
}

/// The small letter of a letter without diacritics.
fn lower(c: char) -> char {
    if c.is_ascii() || !has_cases(c) {
        return c.to_ascii_lowercase();
    }
    let Ok(code) = u16::try_from(c as u32) else { return c };
    let after = tables::LOWER.partition_point(|(start, ..)| *start <= code);
    let Some((start, len, delta)) = after.checked_sub(1).and_then(|row| tables::LOWER.get(row)) else { return c };
    let offset = code - start;
    // A delta of 1 stands for capitals and small letters in turns.
    if offset >= u16::from(*len) || *delta == 1 && offset % 2 == 1 {
        return c;
    }
    char::from_u32(u32::from(code.wrapping_add_signed(*delta))).unwrap_or(c)
}

/// The one character that two make together, in the scripts that are put together.
fn compose(first: char, second: char) -> Option<char> {
    let (a, b) = (first as u32, second as u32);
    let code = match (a, b) {
        // Korean: a leading consonant and a vowel, then a trailing consonant.
        (0x1100..=0x1112, 0x1161..=0x1175) => 0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28,
        (0xAC00..=0xD7A3, 0x11A8..=0x11C2) if (a - 0xAC00).is_multiple_of(28) => a + b - 0x11A7,
        // Japanese: kana and the marks that make it voiced or half-voiced.
        (0x3046 | 0x30A6, 0x3099) => a + 0x4E,
        (0x30EF..=0x30F2, 0x3099) => a + 8,
        (0x304B..=0x3062 | 0x30AB..=0x30C2, 0x3099) if a % 2 == 1 => a + 1,
        (0x3064..=0x3069 | 0x30C4..=0x30C9, 0x3099) if a.is_multiple_of(2) => a + 1,
        (0x306F..=0x307D | 0x30CF..=0x30DD, 0x3099 | 0x309A) if (a & 0x1F).wrapping_sub(0xF) % 3 == 0 => a + b - 0x3098,
        (0x309D | 0x30FD, 0x3099) => a + 1,
        (0x9C7..=0x102E, 0x9BE..=0x102E) => {
            let pair = tables::COMPOSED.iter().find(|(x, y, _)| u32::from(*x) == a && u32::from(*y) == b);
            u32::from(pair?.2)
        }
        _ => return None,
    };
    char::from_u32(code)
}
