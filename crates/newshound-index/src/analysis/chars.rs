//! What one character is to the tokenizer, and what it becomes in a form.

/// The part a character plays in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Ends a word: spaces, punctuation, symbols.
    Break,
    /// Leaves no trace, and does not end a word: accents, soft hyphens, zero-width characters.
    Ignored,
    /// Belongs to a word.
    Letter,
    /// Belongs to a word and folds to `0` to `9`.
    Digit,
    /// One syllable or ideogram of a script that is written without spaces.
    Unit,
    /// A mark that tells words apart (vowel signs): stays with the letter or unit before it.
    Mark,
}

/// What [`look`] finds out about a character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) class: Class,
    pub(super) is_upper: bool,
}

/// The syntax character that `c` stands for: full-width forms become ASCII, apostrophes and hyphens straight.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02BB}' | '\u{02BC}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Class and case of a character.
pub(super) fn look(c: char) -> Look {
    let is_upper = c.is_uppercase();
    let class = match c {
        '0'..='9' => Class::Digit,
        '\u{AD}'
        | '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}'
        | '\u{640}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}'
        | '\u{6D6}'..='\u{6ED}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Class::Ignored,
        '\u{3099}' | '\u{309A}' => Class::Mark,
        '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}' => Class::Mark,
        '\u{E00}'..='\u{E30}' | '\u{E32}'..='\u{E46}' => Class::Unit,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => {
            Class::Unit
        }
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Break,
    };
    Look { class, is_upper }
}

/// Appends what `c` folds to.
pub(super) fn fold_onto(c: char, form: &mut String) {
    match c {
        'ß' | 'ẞ' => form.push_str("ss"),
        'æ' | 'Æ' => form.push_str("ae"),
        'œ' | 'Œ' => form.push_str("oe"),
        'ø' | 'Ø' => form.push('o'),
        'ł' | 'Ł' => form.push('l'),
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ā' | 'Ă' | 'Ą' => form.push('a'),
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' => form.push('c'),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' | 'Ę' | 'Ě' => form.push('e'),
        'ì'..='ï' | 'Ì'..='Ï' | 'ı' | 'İ' => form.push('i'),
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' => form.push('n'),
        'ò'..='ö' | 'Ò'..='Ö' | 'ő' | 'Ő' => form.push('o'),
        'ù'..='ü' | 'Ù'..='Ü' | 'ű' | 'ů' => form.push('u'),
        'ý' | 'Ý' | 'ÿ' => form.push('y'),
        'š' | 'Š' | 'ś' | 'ş' | 'Ş' => form.push('s'),
        'ž' | 'Ž' | 'ź' | 'ż' => form.push('z'),
        _ => form.extend(c.to_lowercase().filter(|c| look(*c).class != Class::Ignored)),
    }
}
