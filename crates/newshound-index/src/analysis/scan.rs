//! Cuts text into tokens. The rules are in the documentation of [`analysis`](super).
//!
//! Most words of most news are plain ASCII between blanks; [`Scan::plain_word`] sees to them and borrows the form
//! from the text where it can. Everything else goes through [`Scan::compound`], which reads one character ahead of
//! itself and knows all the rules. Both must agree: a test runs them against each other.

use std::ops::Range;

use super::Token;
use super::chars::{self, Class};

/// The longest form, in bytes. What a longer word has beyond it does not count; longer wholes are not emitted.
pub(super) const MAX_FORM: usize = 64;
/// The most parts one compound has; what follows begins a new one.
const MAX_PARTS: usize = 8;
/// So many cased words of two letters or more make a text long enough to be written in capitals.
const SHOUTING_WORDS: usize = 6;
/// So many bytes of a text decide whether it is written in capitals.
const SHOUTING_SAMPLE: usize = 2000;
/// Bytes one unit of a script without blanks may take in a form (a bigram is two of them).
const MAX_UNIT: usize = MAX_FORM / 2;
/// Bytes kept free when a joining character goes into a form, so that a form never ends in one.
const ROOM: usize = 16;

/// What is called with each token.
type Visit<'v> = &'v mut dyn FnMut(Token<'_>);

/// Calls `visit` for each token of `text`.
pub(super) fn scan(text: &str, visit: Visit<'_>) {
    scan_by(text, true, visit);
}

/// The same, with or without the short cut for plain words: it must make no difference.
fn scan_by(text: &str, takes_short_cut: bool, visit: Visit<'_>) {
    let mut scan =
        Scan { text, position: 0, shouting: None, forms: String::new(), whole: String::new(), parts: vec![] };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let end = if takes_short_cut { scan.plain_word(at, visit) } else { None };
            at = match end {
                Some(end) => end,
                None => scan.compound(at, at, None, visit),
            };
        } else if byte.is_ascii() && !matches!(byte, b'@' | b'#') {
            at += 1;
        } else {
            at = scan.other(at, visit);
        }
    }
}

/// One character with those that leave no trace after it.
#[derive(Clone, Copy)]
struct Symbol {
    /// The character or, of a variant, the one that it stands for: see [`chars::plain`].
    c: char,
    class: Class,
    is_upper: bool,
    /// Where the next symbol begins.
    end: usize,
}

impl Symbol {
    fn is_word(&self) -> bool {
        matches!(self.class, Class::Letter | Class::Digit | Class::Mark)
    }
}

/// A simple word of a compound.
struct Part {
    /// The bytes of the text that it stands for.
    text: Range<usize>,
    /// Its form, in `Scan::forms`.
    form: Range<usize>,
    is_acronym: bool,
    has_letters: bool,
    /// Set by dotted initials, whose capitals are never an accident.
    is_dotted: bool,
    /// After an elided article (`l'`, `d'`): where the word itself begins, in the text and in `Scan::forms`.
    bare: Option<(usize, usize)>,
    /// Nothing may be joined to it (`C++`).
    is_closed: bool,
}

/// What has been counted in a word, to tell acronyms.
#[derive(Default, Clone, Copy)]
struct Cases {
    letters: usize,
    uppers: usize,
}

impl Cases {
    fn is_acronym(self) -> bool {
        self.letters >= 2 && self.letters == self.uppers
    }
}

struct Scan<'t> {
    text: &'t str,
    position: u32,
    /// Whether most of the text is in capitals; found out when the first acronym asks.
    shouting: Option<bool>,
    /// Scratch of `compound`: the forms of the parts, each after a blank, the form of the whole, the parts.
    forms: String,
    whole: String,
    parts: Vec<Part>,
}

impl Scan<'_> {
    fn symbol(&self, at: usize) -> Option<Symbol> {
        let mut chars = self.text.get(at..)?.chars();
        let c = chars.next()?;
        let mut end = at + c.len_utf8();
        let c = chars::plain(c);
        let look = chars::look(c);
        for c in chars {
            if c.is_ascii() || chars::class(chars::plain(c)) != Class::Ignored {
                break;
            }
            end += c.len_utf8();
        }
        Some(Symbol { c, class: look.class, is_upper: look.is_upper, end })
    }

    fn is_word_at(&self, at: usize) -> bool {
        self.symbol(at).is_some_and(|symbol| symbol.is_word())
    }

    /// An ASCII word with nothing about it that calls for a rule; `None` when something does.
    fn plain_word(&mut self, start: usize, visit: Visit<'_>) -> Option<usize> {
        let rest = self.text.as_bytes().get(start..)?;
        let mut len = 0;
        let mut cases = 0xFF; // bit 0x20 is clear in capitals, and set in small letters and digits
        for &byte in rest {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            cases &= byte;
            len += 1;
        }
        if len > MAX_FORM {
            return None;
        }
        // What follows, when it is plain that nothing is joined to the word, and how much of it is passed over.
        let after = match rest.get(len..).unwrap_or_default() {
            [] => 0,
            [b'+' | b'#', ..] => return None,
            [b'\'', b's', next, ..] if ends_plainly(*next) => 2,
            [b'.' | b',' | b'\'' | b'-' | b'&' | b'/' | b'@' | b'_', next @ ..] => {
                if next.first().is_some_and(|&byte| !ends_plainly(byte)) {
                    return None;
                }
                0
            }
            // The dashes, quotation marks and dots of good typography.
            [0xE2, 0x80, 0x93..=0x96 | 0x9C..=0x9F | 0xA6, ..] => 0,
            [byte, ..] if byte.is_ascii() => 0,
            _ => return None,
        };
        let end = start + len;
        let word = self.text.get(start..end)?;
        let (mut form, mut is_acronym) = (word, false);
        if cases & 0x20 == 0 {
            is_acronym = self.is_acronym(word);
            self.forms.clear();
            self.forms.push_str(word);
            self.forms.make_ascii_lowercase();
            form = &self.forms;
        }
        visit(Token { range: start..end, position: self.position, span: 1, form, is_acronym });
        self.position += 1;
        Some(end + after)
    }

    /// A sign, or a character outside ASCII, in front of which nothing is pending.
    fn other(&mut self, at: usize, visit: Visit<'_>) -> usize {
        let Some(symbol) = self.symbol(at) else { return self.text.len() };
        match symbol.class {
            Class::Letter | Class::Digit | Class::Mark => self.compound(at, at, None, visit),
            Class::Unit => self.units(at, visit),
            Class::Ignored => symbol.end,
            // `@name` and `#tag`: the sign belongs to the whole, when a word follows.
            Class::Break => match self.symbol(symbol.end).map(|next| (symbol.c, next.class)) {
                Some(('@' | '#', Class::Letter) | ('@', Class::Digit)) => {
                    self.compound(at, symbol.end, Some(symbol.c), visit)
                }
                _ => symbol.end,
            },
        }
    }

    /// A run of a script written without blanks, as overlapping pairs of units.
    fn units(&mut self, start: usize, visit: Visit<'_>) -> usize {
        // The unit before, where it begins, this unit, and both.
        let (mut before, mut unit, mut pair) = (String::new(), String::new(), String::new());
        let mut before_start = start;
        let (mut at, mut units) = (start, 0);
        while let Some(symbol) = self.symbol(at).filter(|symbol| symbol.class == Class::Unit) {
            let unit_start = at;
            unit.clear();
            push(symbol.c, &mut unit, MAX_UNIT);
            at = symbol.end;
            while let Some(mark) = self.symbol(at).filter(|symbol| symbol.class == Class::Mark) {
                push(mark.c, &mut unit, MAX_UNIT);
                at = mark.end;
            }
            units += 1;
            if units > 1 {
                pair.clear();
                pair.push_str(&before);
                pair.push_str(&unit);
                visit(Token {
                    range: before_start..at,
                    position: self.position,
                    span: 1,
                    form: &pair,
                    is_acronym: false,
                });
                self.position += 1;
            }
            std::mem::swap(&mut before, &mut unit);
            before_start = unit_start;
        }
        if units == 1 {
            visit(Token { range: start..at, position: self.position, span: 1, form: &before, is_acronym: false });
            self.position += 1;
        }
        at
    }

    /// Reads a word with all that is joined to it. `start` is where its `sign` stands, `at` its first letter.
    fn compound(&mut self, start: usize, mut at: usize, sign: Option<char>, visit: Visit<'_>) -> usize {
        self.forms.clear();
        self.whole.clear();
        if let Some(sign) = sign {
            self.whole.push(sign);
        }
        self.parts.clear();
        let mut fits = true;
        loop {
            let (part, after) = self.word(at, sign.is_none() && self.parts.is_empty());
            at = after;
            for c in self.forms.get(part.form.clone()).unwrap_or_default().chars() {
                fits &= push(c, &mut self.whole, MAX_FORM);
            }
            let is_closed = part.is_closed;
            self.parts.push(part);
            if is_closed || self.parts.len() == MAX_PARTS {
                break;
            }
            match self.joint(at) {
                Some((joint, next)) => {
                    if let Some(joint) = joint {
                        self.whole.push(joint);
                    }
                    at = next;
                }
                None => break,
            }
        }
        let is_shouting = self.parts.iter().any(|part| part.is_acronym && !part.is_dotted) && self.is_shouting();
        let is_acronym = |part: &Part| part.is_acronym && (part.is_dotted || !is_shouting);
        if (self.parts.len() > 1 || sign.is_some())
            && fits
            && self.whole.len() <= MAX_FORM
            && let Some(last) = self.parts.last()
        {
            visit(Token {
                range: start..last.text.end,
                position: self.position,
                span: self.parts.len() as u32,
                form: &self.whole,
                is_acronym: self.parts.iter().any(is_acronym)
                    && self.parts.iter().all(|part| is_acronym(part) || !part.has_letters),
            });
        }
        for part in &self.parts {
            let position = self.position;
            let mut emit = |range: Range<usize>, form: Range<usize>| {
                if let Some(form) = self.forms.get(form).filter(|form| !form.is_empty()) {
                    let is_acronym = is_acronym(part);
                    visit(Token { range, position, span: 1, form, is_acronym });
                }
            };
            emit(part.text.clone(), part.form.clone());
            if let Some((text, form)) = part.bare {
                emit(text..part.text.end, form..part.form.end);
            }
            self.position += 1;
        }
        at
    }

    /// What joins the word that ends at `at` to another: the character that the whole keeps, and where the next begins.
    fn joint(&self, at: usize) -> Option<(Option<char>, usize)> {
        let symbol = self.symbol(at)?;
        let next = self.symbol(symbol.end).filter(Symbol::is_word)?;
        let after_digit = self.forms.ends_with(|c: char| c.is_ascii_digit());
        let between_digits = after_digit && next.class == Class::Digit;
        let kept = match symbol.c {
            '-' if between_digits => Some('-'),
            '-' => None,
            '.' if chars::base(next.c).is_ascii_lowercase() => Some('.'),
            '/' if between_digits => Some('/'),
            '&' | '@' | '_' => Some(symbol.c),
            _ => return None,
        };
        Some((kept, symbol.end))
    }

    /// Reads a simple word at `start`, its form into `forms`; also says where reading goes on.
    fn word(&mut self, start: usize, is_first: bool) -> (Part, usize) {
        self.forms.push(' '); // lest the first letter is composed with the part before
        let from = self.forms.len();
        let mut part = Part {
            text: start..start,
            form: from..from,
            is_acronym: false,
            has_letters: true,
            is_dotted: false,
            bare: None,
            is_closed: false,
        };
        let at = match self.initials(start) {
            Some((end, is_dotted)) => {
                part.is_dotted = is_dotted;
                part.is_acronym = is_dotted;
                part.text.end = end;
                self.possessive(end).unwrap_or(end)
            }
            None => self.letters(&mut part, is_first),
        };
        part.form.end = self.forms.len();
        (part, at)
    }

    /// Reads letters and digits with what is allowed between them, from where `part` begins, and completes it but for
    /// the end of its form. Says where reading goes on.
    fn letters(&mut self, part: &mut Part, is_first: bool) -> usize {
        let from = part.form.start;
        let mut at = part.text.start;
        let limit = from + MAX_FORM;
        let mut cases = Cases::default();
        let mut run = from; // where the letters since the last `&` begin in `forms`
        let mut is_grouped = false;
        let mut is_full = false;
        while let Some(symbol) = self.symbol(at) {
            if symbol.is_word() {
                is_full = is_full || !push(symbol.c, &mut self.forms, limit);
                cases.letters += usize::from(symbol.class == Class::Letter);
                cases.uppers += usize::from(symbol.is_upper);
                at = symbol.end;
                part.text.end = at;
                continue;
            }
            let form = self.forms.get(from..).unwrap_or_default();
            let after_digit = form.ends_with(|c: char| c.is_ascii_digit());
            let has_room = self.forms.len() + ROOM <= limit;
            let next = self.symbol(symbol.end);
            let next_class = next.map_or(Class::Break, |next| next.class);
            match symbol.c {
                '\'' => {
                    if let Some(end) = self.possessive(at) {
                        at = end;
                        break;
                    }
                    if after_digit || next_class != Class::Letter {
                        break;
                    }
                    if part.bare.is_none() && is_elided(form) && next.is_some_and(|next| begins_with_vowel(next.c)) {
                        part.bare = Some((symbol.end, self.forms.len()));
                    }
                    at = symbol.end;
                }
                '.' if after_digit && next_class == Class::Digit && has_room => {
                    self.forms.push('.');
                    at = symbol.end;
                }
                ',' if (is_grouped || form.len() <= 3) && form.bytes().all(|b| b.is_ascii_digit()) => {
                    let Some(end) = self.thousands(symbol.end) else { break };
                    while at < end {
                        let Some(digit) = self.symbol(at) else { break };
                        if digit.class == Class::Digit {
                            push(digit.c, &mut self.forms, limit);
                        }
                        at = digit.end;
                    }
                    part.text.end = at;
                    is_grouped = true;
                }
                '&' if has_room && next.is_some_and(|next| next.is_word()) => {
                    let is_short = is_single(self.forms.get(run..).unwrap_or_default());
                    if !is_short && next.is_some_and(|next| !chars::has_cases(next.c) || self.is_word_at(next.end)) {
                        break;
                    }
                    self.forms.push('&');
                    run = self.forms.len();
                    at = symbol.end;
                }
                '+' if !after_digit && has_room && next.is_some_and(|next| next.c == '+') => {
                    let end = next.map_or(symbol.end, |next| next.end);
                    if self.symbol(end).is_some_and(|after| after.is_word() || after.c == '+') {
                        break;
                    }
                    self.forms.push_str("++");
                    (at, part.text.end, part.is_closed) = (end, end, true);
                    break;
                }
                '#' if is_first && !after_digit && is_single(form) => {
                    if next.is_some_and(|next| next.is_word()) {
                        break;
                    }
                    self.forms.push('#');
                    (at, part.text.end, part.is_closed) = (symbol.end, symbol.end, true);
                    break;
                }
                _ => break,
            }
        }
        part.has_letters = cases.letters > 0;
        part.is_acronym = cases.is_acronym();
        at
    }

    /// Dotted initials (`U.S.`, `a.m.`) or a dotted title (`Ph.D.`) at `start`: puts them into `forms` without dots.
    /// Gives their end, a last dot included, and whether each letter stands for a word.
    fn initials(&mut self, start: usize) -> Option<(usize, bool)> {
        // Most words are neither, which the second symbol tells, or the third.
        let first = self.symbol(start)?;
        let second = self.symbol(first.end)?;
        if first.class != Class::Letter || second.c != '.' && second.class != Class::Letter {
            return None;
        }
        let from = self.forms.len();
        for is_title in [false, true] {
            let (mut at, mut end, mut groups) = (start, start, 0);
            while self.forms.len() + ROOM <= from + MAX_FORM
                && let Some(group) = self.group(at, is_title)
            {
                groups += 1;
                self.push_all(at..group.end, from + MAX_FORM);
                end = group.end;
                at = match self.symbol(end).filter(|symbol| symbol.c == '.') {
                    Some(dot) if self.is_word_at(dot.end) => dot.end,
                    Some(dot) => {
                        end = dot.end;
                        break;
                    }
                    None => break,
                };
            }
            if groups >= 2 {
                return Some((end, !is_title));
            }
            self.forms.truncate(from);
        }
        None
    }

    /// The letter between the dots of initials; or, in a title, a capital with or without a small letter.
    fn group(&self, start: usize, is_title: bool) -> Option<Range<usize>> {
        // In scripts with cases a letter is one symbol however it is composed.
        let is_cased = |symbol: &Symbol| symbol.class == Class::Letter && chars::has_cases(symbol.c);
        let first = self.symbol(start).filter(|first| is_cased(first) && (first.is_upper || !is_title))?;
        let Some(second) = self.symbol(first.end).filter(Symbol::is_word) else { return Some(start..first.end) };
        let is_small = is_title && is_cased(&second) && !second.is_upper;
        let dot = self.symbol(second.end).filter(|symbol| symbol.c == '.');
        (is_small && dot.is_some()).then_some(start..second.end)
    }

    /// Appends what the word characters of `range` fold to.
    fn push_all(&mut self, range: Range<usize>, limit: usize) {
        for c in self.text.get(range).unwrap_or_default().chars() {
            let c = chars::plain(c);
            if chars::class(c) != Class::Ignored {
                push(c, &mut self.forms, limit);
            }
        }
    }

    /// The end of a possessive `'s` that stands at `at`.
    fn possessive(&self, at: usize) -> Option<usize> {
        let apostrophe = self.symbol(at).filter(|symbol| symbol.c == '\'')?;
        let s = self.symbol(apostrophe.end).filter(|symbol| matches!(chars::base(symbol.c), 's' | 'S'))?;
        (!self.is_word_at(s.end)).then_some(s.end)
    }

    /// The end of exactly three digits at `at`.
    fn thousands(&self, mut at: usize) -> Option<usize> {
        for _ in 0..3 {
            at = self.symbol(at).filter(|symbol| symbol.class == Class::Digit)?.end;
        }
        let is_longer = self.symbol(at).is_some_and(|symbol| symbol.class == Class::Digit);
        (!is_longer).then_some(at)
    }

    /// Whether an ASCII word is all capitals, two at least, in a text that is not.
    fn is_acronym(&mut self, word: &str) -> bool {
        let uppers = word.bytes().filter(u8::is_ascii_uppercase).count();
        uppers >= 2 && !word.bytes().any(|byte| byte.is_ascii_lowercase()) && !self.is_shouting()
    }

    /// Whether more than two thirds of the cased words of two letters or more are all capitals, in a text that has
    /// enough of them. The beginning of a long text speaks for the rest.
    fn is_shouting(&mut self) -> bool {
        *self.shouting.get_or_insert_with(|| {
            let (mut words, mut loud) = (0, 0);
            let mut cases = Cases::default();
            let start = self.text.get(..self.text.floor_char_boundary(SHOUTING_SAMPLE)).unwrap_or_default();
            for c in start.chars().chain([' ']) {
                let (is_letter, is_upper) = match c {
                    _ if c.is_ascii() => (c.is_ascii_alphabetic(), c.is_ascii_uppercase()),
                    _ => match chars::look(c) {
                        look if look.class == Class::Ignored => continue,
                        look => (look.class == Class::Letter, look.is_upper),
                    },
                };
                if is_letter {
                    cases.letters += 1;
                    cases.uppers += usize::from(is_upper);
                } else {
                    words += usize::from(cases.letters >= 2);
                    loud += usize::from(cases.is_acronym());
                    cases = Cases::default();
                }
            }
            words >= SHOUTING_WORDS && loud * 3 > words * 2
        })
    }
}

/// A byte after which a joining character joins nothing.
fn ends_plainly(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"()[]{};:!?,".contains(&byte)
}

/// Whether there is one character and no more.
fn is_single(form: &str) -> bool {
    let mut chars = form.chars();
    chars.next().is_some() && chars.next().is_none()
}

/// The words that French and Italian shorten to `l'` and the like before a vowel.
fn is_elided(form: &str) -> bool {
    matches!(form, "c" | "d" | "j" | "l" | "m" | "n" | "s" | "t" | "qu" | "dell" | "nell" | "sull" | "dall")
}

fn begins_with_vowel(c: char) -> bool {
    let mut folded = String::new();
    chars::fold_onto(c, &mut folded);
    folded.starts_with(['a', 'e', 'i', 'o', 'u', 'h'])
}

/// Appends what `c` folds to, unless `form` would grow beyond `limit` bytes. Says whether there was room.
fn push(c: char, form: &mut String, limit: usize) -> bool {
    let len = form.len();
    chars::fold_onto(c, form);
    if form.len() > limit {
        form.truncate(len);
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str, takes_short_cut: bool) -> Vec<String> {
        let mut tokens = Vec::new();
        scan_by(text, takes_short_cut, &mut |token| tokens.push(format!("{token:?}")));
        tokens
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn the_short_cut_makes_no_difference(text in "([a-zA-Z0-9]{1,3}|[-.,'&@#/_+ ’“–]|'s|é|x{70}){0,16}") {
            prop_assert_eq!(tokens(&text, true), tokens(&text, false));
        }
    }
}
