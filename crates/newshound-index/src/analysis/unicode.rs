//! Writes `tables.rs` from the Unicode Character Database, and holds the tables against it, character by character.
//!
//! `NEWSHOUND_BLESS=1 cargo test -p newshound-index tables_are_current` writes the file anew; without it the same test
//! fails when the file is not what would be written.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory as Gc, UnicodeGeneralCategory};

use super::chars::{self, Class};

type Block = RangeInclusive<u32>;

/// Scripts that are written without blanks: letters here are units.
const UNITS: [Block; 24] = [
    0x0E01..=0x0E30, // Thai
    0x0E32..=0x0E33, //
    0x0E40..=0x0E46, //
    0x0E80..=0x0EB0, // Lao
    0x0EB2..=0x0EB3, //
    0x0EBD..=0x0EC6, //
    0x0EDC..=0x0EDF, //
    0x1000..=0x108F, // Myanmar
    0x109A..=0x109F, //
    0xA9E0..=0xA9FE, //
    0xAA60..=0xAA7F, //
    0x1780..=0x17B3, // Khmer
    0x17DC..=0x17DC, //
    0x3005..=0x3007, // Han
    0x3021..=0x3029, //
    0x3038..=0x303C, //
    0x3400..=0x4DBF, //
    0x4E00..=0x9FFF, //
    0xF900..=0xFAFF, //
    0x3041..=0x30FF, // Kana
    0x31F0..=0x31FF, //
    0xFF66..=0xFF9F, //
    0x3100..=0x312F, // Bopomofo
    0x31A0..=0x31BF, //
];

/// Where marks that tell words apart have a class of their own, since they follow units.
const MARKS: [Block; 6] =
    [0x0E00..=0x0EFF, 0x1000..=0x109F, 0x1780..=0x17FF, 0x3000..=0x30FF, 0xA9E0..=0xA9FF, 0xAA60..=0xAA7F];

/// Blocks of symbols. Elsewhere a sign or a number that is no digit counts as a letter of the script around it.
const SYMBOLS: [Block; 8] = [
    0x2000..=0x2BFF,
    0x2E00..=0x303F,
    0x3200..=0x33FF,
    0xA700..=0xA71F,
    0xFB29..=0xFB29,
    0xFD3E..=0xFDFF,
    0xFE10..=0xFE6F,
    0xFF00..=0xFFFF,
];

/// Scripts that no newspaper is printed in: all letters, though they have digits, marks and punctuation too.
const UNPRINTED: [Block; 12] = [
    0x0700..=0x074F, // Syriac
    0x0800..=0x088F, // Samaritan, Mandaic
    0x1680..=0x177F, // Ogham, runes, Tagalog and its kin
    0x18B0..=0x1AAF, // Limbu, Tai, Buginese
    0x1B00..=0x1C7F, // Balinese, Sundanese, Batak, Lepcha, Ol Chiki
    0x1CC0..=0x1CFF, // Vedic
    0xA4D0..=0xA63F, // Lisu, Vai
    0xA66E..=0xA6FF, // Old Cyrillic, Bamum
    0xA800..=0xA95F, // Syloti, Saurashtra, Kayah Li, Rejang
    0xA980..=0xA9DF, // Javanese
    0xAA00..=0xAA5F, // Cham
    0xAA80..=0xAAFF, // Tai Viet, Meetei Mayek of old
];

/// What folds otherwise than Unicode decomposes and lowers it, and why.
const OURS: [(&str, &str, &str); 11] = [
    ("đħłŧøƀǥɨƶɉɍɏȼⱥɇ", "dhltobgizjrycae", "a stroke through a letter is a diacritic to who types"),
    ("ı", "i", "dotless i, as in ISIK for ışık"),
    ("ŋ", "n", "eng"),
    ("ªº", "ao", "raised letters of ordinals"),
    ("ð", "d", "eth, written d in English"),
    ("ə", "a", "schwa: Heydar Aliyev for Heydər Əliyev"),
    ("ɓɗƙƴ", "bdky", "hooked letters of Hausa"),
    ("ſ", "s", "long s"),
    ("ς", "σ", "final sigma"),
    ("ىی", "يي", "the yehs of Arabic and Persian"),
    ("ةک", "هك", "teh marbuta and the kaf of Persian, as most readers type them"),
];

/// Letters that become two or more; Unicode keeps the first four whole.
const LIGATURES: [(&str, &str); 16] = [
    ("ß", "ss"),
    ("æ", "ae"),
    ("þ", "th"),
    ("ĳ", "ij"),
    ("œ", "oe"),
    ("ǆ", "dz"),
    ("ǉ", "lj"),
    ("ǌ", "nj"),
    ("ǳ", "dz"),
    ("ﬀ", "ff"),
    ("ﬁ", "fi"),
    ("ﬂ", "fl"),
    ("ﬃ", "ffi"),
    ("ﬄ", "ffl"),
    ("ﬅ", "st"),
    ("ﬆ", "st"),
];

/// Cased letters that keep their case, and composed ones that stay composed: scripts and signs no newspaper prints.
const UNFOLDED: [(Block, &str); 14] = [
    (0x0250..=0x02AF, "phonetic letters have no capitals in use"),
    (0x0370..=0x0377, "archaic Greek"),
    (0x03CF..=0x03FF, "archaic Greek, Coptic and symbols"),
    (0x0F00..=0x0FFF, "Tibetan ligatures, which Unicode discourages"),
    (0x10A0..=0x10CF, "church Georgian"),
    (0x13A0..=0x13FF, "Cherokee"),
    (0x1C80..=0x1C8F, "old Cyrillic"),
    (0x1B00..=0x1B4F, "Balinese"),
    (0x2100..=0x218F, "letter-like signs and Roman numerals, but for those of LETTERLIKE"),
    (0x2C00..=0x2DFF, "Glagolitic, Coptic, extensions of Latin and Georgian"),
    (0xA640..=0xABFF, "extensions of Cyrillic and Latin, Cherokee"),
    (0xF900..=0xFAFF, "compatibility ideograms: NFC replaces them"),
    (0xFB1D..=0xFB4F, "Hebrew presentation forms: NFC replaces them"),
    (0x10000..=0x10FFFF, "other planes"),
];

/// Kelvin, Ångström and Ohm are letters to Unicode.
const LETTERLIKE: [char; 3] = ['\u{2126}', '\u{212A}', '\u{212B}'];

fn is_in(blocks: &[Block], c: char) -> bool {
    blocks.iter().any(|block| block.contains(&(c as u32)))
}

pub(super) fn is_unfolded(c: char) -> bool {
    UNFOLDED.iter().any(|(block, _)| block.contains(&(c as u32))) && !LETTERLIKE.contains(&c)
}

/// Whether a mark tells words apart (vowel and tone signs) instead of being an accent.
fn is_distinctive(c: char) -> bool {
    let is_selector = matches!(c, '\u{34F}' | '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180F}');
    let combining = canonical_combining_class(c);
    c.general_category() != Gc::EnclosingMark && !is_selector && matches!(combining, 0 | 8 | 9 | 84..200)
}

/// The class of a character of the Basic Multilingual Plane; `None` where any will do.
fn class(c: char) -> Option<char> {
    if is_in(&UNPRINTED, c) {
        return Some('L');
    }
    if chars::plain(c) != c {
        return None; // never looked up
    }
    let is_symbol = is_in(&SYMBOLS, c);
    Some(match c.general_category() {
        Gc::Unassigned | Gc::PrivateUse | Gc::Surrogate => return None, // nothing stands there
        Gc::Format => 'I',
        Gc::NonspacingMark | Gc::SpacingMark | Gc::EnclosingMark => match (is_distinctive(c), is_in(&MARKS, c)) {
            (false, _) => 'I',
            (true, true) => 'M',
            (true, false) => 'L',
        },
        _ if c == '\u{640}' => 'I', // tatweel, which stretches Arabic words
        _ if (0x2100..=0x215F).contains(&(c as u32)) && !LETTERLIKE.contains(&c) => 'B', // ™, № and the like
        Gc::DecimalNumber => 'D',
        Gc::OtherNumber if (0x2070..=0x2089).contains(&(c as u32)) => 'D',
        _ if is_in(&UNITS, c) && c.is_alphabetic() => 'U',
        Gc::UppercaseLetter
        | Gc::LowercaseLetter
        | Gc::TitlecaseLetter
        | Gc::ModifierLetter
        | Gc::OtherLetter
        | Gc::LetterNumber => 'L',
        Gc::OtherNumber | Gc::OtherSymbol | Gc::MathSymbol if !is_symbol => 'L',
        _ => 'B',
    })
}

/// The characters of a block; variants that are replaced before anything else looks at them are left out.
fn chars_of(block: Block) -> impl Iterator<Item = char> {
    block.filter_map(char::from_u32).filter(|c| chars::plain(*c) == *c)
}

/// What Unicode makes of a character: decomposed, without accents, small.
fn decomposed(c: char) -> String {
    let ours = |c: char| {
        OURS.iter()
            .find_map(|(from, to, _)| from.chars().zip(to.chars()).find(|(from, _)| *from == c).map(|(_, to)| to))
    };
    let is_accent = |c: &char| c.general_category() == Gc::NonspacingMark && !is_distinctive(*c);
    let small = c.nfd().filter(|c| !is_accent(c)).flat_map(char::to_lowercase).collect::<String>();
    small.nfd().filter(|c| !is_accent(c)).map(|c| ours(c).unwrap_or(c)).collect()
}

/// The one letter that `c` is without its diacritics, in its own case.
fn base(c: char) -> Option<char> {
    let small = decomposed(c);
    let mut letters = small.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
    let is_upper = c.to_lowercase().ne([c]);
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if is_upper && upper.to_lowercase().eq([letter]) => Some(upper),
        _ => Some(letter),
    }
}

fn one_letter_each(block: Block, key: impl Fn(char) -> Option<char>) -> String {
    block.map(|code| char::from_u32(code).and_then(base).and_then(&key).unwrap_or('.')).collect()
}

fn greek_key(c: char) -> Option<char> {
    "αεηιορυωΑΕΗΙΟΡΥΩ".chars().zip("aehioruwAEHIORUW".chars()).find(|(greek, _)| *greek == c).map(|(_, key)| key)
}

/// Whether `chars.rs` reads the base of the letter out of a table of one letter each.
fn is_listed(c: char) -> bool {
    match c {
        'À'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => base(c).is_some_and(|base| base.is_ascii_alphabetic()),
        '\u{1F00}'..='\u{1FFF}' => base(c).and_then(greek_key).is_some(),
        _ => false,
    }
}

fn tables() -> String {
    let mut text = String::from(
        "//! Tables about characters, written by `unicode.rs`; change that, not this.\n#![cfg_attr(rustfmt, rustfmt_skip)]\n",
    );
    let mut rows = |doc: &str, head: &str, rows: &[String]| {
        text.push_str(&format!("\n/// {doc}\npub(super) static {head} = ["));
        for (i, row) in rows.iter().enumerate() {
            text.push_str(if i % 8 == 0 { "\n    " } else { " " });
            text.push_str(&format!("{row},"));
        }
        text.push_str("\n];\n");
    };

    let mut runs: Vec<(u32, char)> = Vec::new();
    for code in 0x250..=0xFFFF {
        let class = char::from_u32(code).and_then(class);
        match (runs.last(), class) {
            (Some((_, last)), Some(class)) if *last != class => runs.push((code, class)),
            (None, Some(class)) => runs.push((code, class)),
            _ => {}
        }
    }
    let starts: Vec<_> = runs.iter().map(|(start, _)| format!("{start:#06x}")).collect();
    rows("Where characters of one class begin, from U+0250.", &format!("RUNS: [u16; {}]", starts.len()), &starts);

    let (mut bases, mut composed) = (Vec::new(), Vec::new());
    for c in chars_of(0xA0..=0xFFFF).filter(|c| !is_listed(*c) && !is_unfolded(*c) && class(*c) != Some('B')) {
        let is_hangul = ('\u{AC00}'..='\u{D7A3}').contains(&c);
        let is_kana = ('\u{3040}'..='\u{30FF}').contains(&c);
        let parts: Vec<char> = c.nfd().filter(|part| class(*part) != Some('I')).collect();
        match base(c) {
            Some(base) if base != c && base.to_lowercase().ne(c.to_lowercase()) => {
                bases.push(format!("({:#06x}, {:#06x})", c as u32, base as u32));
            }
            _ if parts.len() > 1 && !is_hangul && !is_kana => {
                let last = parts[parts.len() - 1] as u32;
                let first = parts[..parts.len() - 1].iter().copied().nfc().collect::<String>();
                assert_eq!(first.chars().count(), 1, "{c} has more parts than two");
                let first = first.chars().next().map_or(0, u32::from);
                composed.push(format!("({first:#06x}, {last:#06x}, {:#06x})", c as u32));
            }
            _ => {}
        }
    }
    rows("Letters with diacritics, and without them.", &format!("BASES: [(u16, u16); {}]", bases.len()), &bases);
    rows(
        "Vowel signs that can be written in two parts.",
        &format!("COMPOSED: [(u16, u16, u16); {}]", composed.len()),
        &composed,
    );

    let mut lower: Vec<(u32, u32, i32)> = Vec::new();
    for c in chars_of(0x80..=0xFFFF).filter(|c| !is_listed(*c) && !is_unfolded(*c)) {
        let mut small = c.to_lowercase();
        let (Some(small), None) = (small.next(), small.next()) else { continue };
        if small == c || bases_to_other(c) {
            continue;
        }
        let (code, delta) = (c as u32, small as i32 - c as i32);
        match lower.last_mut() {
            Some((start, len, last)) if *last == delta && code - *start == if delta == 1 { *len + 1 } else { *len } => {
                *len = code - *start + 1;
            }
            _ => lower.push((code, 1, delta)),
        }
    }
    let lower: Vec<_> = lower.iter().map(|(start, len, delta)| format!("({start:#06x}, {len}, {delta})")).collect();
    rows(
        "First capital, length and distance to the small letters; a distance of 1 means in turns.",
        &format!("LOWER: [(u16, u8, i16); {}]", lower.len()),
        &lower,
    );
    let ligatures: Vec<_> = LIGATURES.iter().map(|(from, to)| format!("('{from}', \"{to}\")")).collect();
    rows("Letters that become several.", &format!("LIGATURES: [(char, &str); {}]", ligatures.len()), &ligatures);

    let ascii = |c: char| c.is_ascii_alphabetic().then_some(c);
    for (doc, name, letters) in [
        ("The class of each run.", "CLASSES", runs.iter().map(|(_, class)| *class).collect()),
        (
            "U+00C0 to U+024F without diacritics; `.` where another table knows.",
            "LATIN",
            one_letter_each(0xC0..=0x24F, ascii),
        ),
        ("U+1E00 to U+1EFF likewise.", "LATIN_ADDITIONAL", one_letter_each(0x1E00..=0x1EFF, ascii)),
        (
            "U+1F00 to U+1FFF likewise, Greek letters by Latin ones.",
            "GREEK_EXTENDED",
            one_letter_each(0x1F00..=0x1FFF, greek_key),
        ),
    ] {
        text.push_str(&format!("\n/// {doc}\npub(super) static {name}: &str = \""));
        for (i, letter) in letters.chars().enumerate() {
            if i % 96 == 0 {
                text.push_str("\\\n    ");
            }
            text.push(letter);
        }
        text.push_str("\";\n");
    }
    text
}

/// Whether the base differs by more than case, so that it has a row among the bases.
fn bases_to_other(c: char) -> bool {
    base(c).is_some_and(|base| base.to_lowercase().ne(c.to_lowercase()))
}

#[test]
fn tables_are_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/analysis/tables.rs");
    let expect = tables();
    if std::env::var_os("NEWSHOUND_BLESS").is_some() {
        std::fs::write(path, &expect).expect("tables.rs can be written");
    }
    let found = std::fs::read_to_string(path).expect("tables.rs is there");
    assert!(found == expect, "tables.rs is not what unicode.rs writes; see there");
}

#[test]
fn every_character_has_its_class() {
    for c in chars_of(0..=0xFFFF) {
        let expect = match (c, class(c)) {
            (_, None) => continue,
            // The signs of Latin-1 are symbols.
            ('ª' | 'µ' | 'º', _) => Class::Letter,
            ('²' | '³' | '¹', _) => Class::Digit,
            ('\0'..='¿' | '×' | '÷', Some('L')) if !c.is_ascii_alphabetic() => Class::Break,
            (_, Some('L')) => Class::Letter,
            (_, Some('D')) => Class::Digit,
            (_, Some('I')) => Class::Ignored,
            (_, Some('M')) => Class::Mark,
            (_, Some('U')) => Class::Unit,
            _ => Class::Break,
        };
        assert_eq!(chars::look(c).class, expect, "U+{:04X} {c}", c as u32);
    }
}

#[test]
fn every_letter_folds_as_unicode_says() {
    let fold = |text: &str| {
        let mut form = String::new();
        text.chars().for_each(|c| chars::fold_onto(c, &mut form));
        form
    };
    for c in chars_of(0..=0x10FFFF) {
        if !matches!(chars::look(c).class, Class::Letter | Class::Unit | Class::Mark)
            || is_unfolded(c)
            || is_in(&UNPRINTED, c)
        {
            continue;
        }
        let small = decomposed(c);
        let ligature = LIGATURES.iter().find(|(ligature, _)| *ligature == small);
        // Korean and Japanese are put together again.
        let expect = ligature.map_or_else(|| fold(&small), |(_, letters)| String::from(*letters));
        assert_eq!(fold(&String::from(c)), expect, "U+{:04X} {c}", c as u32);
    }
}

#[test]
fn blanks_are_white_space() {
    for c in chars_of(0..=0x10FFFF) {
        assert_eq!(chars::is_blank(c), c.is_whitespace(), "U+{:04X}", c as u32);
    }
}

#[test]
fn digits_fold_to_their_value() {
    for c in chars_of(0x80..=0xFFFF).filter(|c| chars::look(*c).class == Class::Digit) {
        let mut form = String::new();
        chars::fold_onto(c, &mut form);
        let value = c.nfkd().find(char::is_ascii_digit);
        match value {
            Some(value) => assert_eq!(form, String::from(value), "U+{:04X}", c as u32),
            None => assert!(form.len() == 1 && form.as_bytes()[0].is_ascii_digit(), "U+{:04X} {form}", c as u32),
        }
    }
}

#[test]
fn capitals_are_known() {
    for c in chars_of(0..=0xFFFF).filter(|c| chars::look(*c).class == Class::Letter && !is_unfolded(*c)) {
        assert_eq!(chars::look(c).is_upper, c.to_lowercase().ne([c]), "U+{:04X} {c}", c as u32);
    }
}

#[test]
fn composed_and_decomposed_are_one() {
    let analyzer = super::Analyzer::new(super::Language::Plain);
    let forms = |text: &str| {
        let mut forms = Vec::new();
        analyzer.each_token(text, |token| forms.push(token.form.to_owned()));
        forms
    };
    for c in chars_of(0..=0xFFFF).filter(|c| !is_unfolded(*c)) {
        for text in [format!("{c}"), format!("x{c}y"), format!("か{c}ก")] {
            let (nfc, nfd) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
            assert_eq!(forms(&nfc), forms(&nfd), "U+{:04X} {c}", c as u32);
            if chars::look(c).class != Class::Break {
                assert_eq!(analyzer.fold(&nfc), analyzer.fold(&nfd), "U+{:04X} {c}", c as u32);
            }
        }
    }
}
