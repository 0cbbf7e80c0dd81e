//! The English stemmer: Porter's second algorithm, in the state that the Snowball project publishes today.
//!
//! The algorithm, with the reason for each rule, is at
//! <https://snowballstem.org/algorithms/english/stemmer.html>; this is our own writing of it. Two things make
//! it short and fast here. Forms are folded before they come, so a word is plain `a` to `z` and letters are
//! bytes. And a form has at most 64 of them, so one `u64` holds which letters are vowels (bit *i* stands for
//! letter *i*); Snowball's trick of writing a consonant `y` as `Y` becomes a bit that is not set. Another `u64` is the
//! end of the word, its last eight letters, so that trying a suffix is one comparison.
//!
//! ```text
//! word      h o p e f u l n e s s        r1 = 3: the part after the first consonant that follows a vowel
//! vowels    . o . e . u . . e . .        r2 = 5: the same again, counted from r1
//! step 3    "ness" lies behind r1: gone        -> hopeful
//! step 4    "ful" is not in its list           -> hopeful
//! ```
//!
//! Tests compare it with Snowball's own generated code.

use std::borrow::Cow;

/// The longest word that is stemmed, in letters; what is longer stays as it is.
const MAX_LETTERS: usize = 64;
/// Zeros in front of the letters, so that every word has eight bytes to compare a suffix with.
const PAD: usize = 8;

/// Up to eight letters as a number, the last one lowest.
const fn key(letters: &str) -> u64 {
    let (bytes, mut key, mut i) = (letters.as_bytes(), 0, 0);
    while i < bytes.len() {
        key = key << 8 | bytes[i] as u64;
        i += 1;
    }
    key
}

/// Words that the rules would get wrong, and what they become.
const EXCEPTIONS: [(u64, &str); 15] = [
    (key("skis"), "ski"),
    (key("skies"), "sky"),
    (key("idly"), "idl"),
    (key("gently"), "gentl"),
    (key("ugly"), "ugli"),
    (key("early"), "earli"),
    (key("only"), "onli"),
    (key("singly"), "singl"),
    (key("sky"), "sky"),
    (key("news"), "news"),
    (key("howe"), "howe"),
    (key("atlas"), "atlas"),
    (key("cosmos"), "cosmos"),
    (key("bias"), "bias"),
    (key("andes"), "andes"),
];

/// Beginnings after which the first region starts at once, so that "general" and "generous" stay apart.
const R1_PREFIXES: [&str; 9] = ["arsen", "commun", "emerg", "gener", "inter", "later", "organ", "past", "univers"];

/// What stands before `ing` in words that are no participles.
const NOUNS_IN_ING: [u64; 6] = [key("even"), key("cann"), key("inn"), key("earr"), key("herr"), key("out")];

/// A suffix and what takes its place.
struct Rule {
    key: u64,
    len: u8,
    ending: &'static str,
}

const fn rule(suffix: &str, ending: &'static str) -> Rule {
    Rule { key: key(suffix), len: suffix.len() as u8, ending }
}

// Longer suffixes come first, so that the first match is the longest.

static STEP_2: [Rule; 25] = [
    rule("ational", "ate"),
    rule("fulness", "ful"),
    rule("iveness", "ive"),
    rule("ization", "ize"),
    rule("ousness", "ous"),
    rule("biliti", "ble"),
    rule("lessli", "less"),
    rule("tional", "tion"),
    rule("alism", "al"),
    rule("aliti", "al"),
    rule("ation", "ate"),
    rule("entli", "ent"),
    rule("fulli", "ful"),
    rule("iviti", "ive"),
    rule("ogist", "og"),
    rule("ousli", "ous"),
    rule("abli", "able"),
    rule("alli", "al"),
    rule("anci", "ance"),
    rule("ator", "ate"),
    rule("enci", "ence"),
    rule("izer", "ize"),
    rule("bli", "ble"),
    rule("ogi", "og"),
    rule("li", ""),
];

static STEP_3: [Rule; 9] = [
    rule("ational", "ate"),
    rule("tional", "tion"),
    rule("alize", "al"),
    rule("ative", ""),
    rule("icate", "ic"),
    rule("iciti", "ic"),
    rule("ical", "ic"),
    rule("ness", ""),
    rule("ful", ""),
];

static STEP_4: [Rule; 18] = [
    rule("ement", ""),
    rule("able", ""),
    rule("ance", ""),
    rule("ence", ""),
    rule("ible", ""),
    rule("ment", ""),
    rule("ant", ""),
    rule("ate", ""),
    rule("ent", ""),
    rule("ion", ""),
    rule("ism", ""),
    rule("iti", ""),
    rule("ive", ""),
    rule("ize", ""),
    rule("ous", ""),
    rule("al", ""),
    rule("er", ""),
    rule("ic", ""),
];

/// The stem of a folded form. Anything but a word of 3 to 64 letters `a` to `z` is returned as it is.
pub(super) fn stem(form: &str) -> Cow<'_, str> {
    let letters = form.as_bytes();
    if letters.len() < 3 || letters.len() > MAX_LETTERS || !letters.iter().all(u8::is_ascii_lowercase) {
        return Cow::Borrowed(form);
    }
    let mut word = Word::new(letters);
    if word.len <= 6
        && let Some((_, stem)) = EXCEPTIONS.iter().find(|(key, _)| *key == word.tail(word.len))
    {
        return Cow::Borrowed(stem);
    }
    word.step_1a();
    word.step_1b();
    word.step_1c();
    word.step_2();
    word.step_3();
    word.step_4();
    word.step_5();
    match form.get(..word.len) {
        Some(prefix) if prefix.as_bytes() == word.done() => Cow::Borrowed(prefix),
        _ => {
            let mut stem = String::with_capacity(MAX_LETTERS);
            word.done().iter().for_each(|&letter| stem.push(char::from(letter)));
            Cow::Owned(stem)
        }
    }
}

/// A word on its way through the steps.
struct Word {
    /// [`PAD`] zeros, then the letters; those from `len` on no longer count.
    letters: [u8; PAD + MAX_LETTERS],
    len: usize,
    /// Bit *i* is set when letter *i* is a vowel. Bits from `len` on mean nothing.
    vowels: u64,
    /// Where the first and second region begin, in letters. May lie behind `len` once endings are gone.
    r1: usize,
    r2: usize,
}

impl Word {
    fn new(form: &[u8]) -> Word {
        let mut letters = [0; PAD + MAX_LETTERS];
        let mut vowels = 0_u64;
        let mut after_vowel = true; // a `y` that begins a word is a consonant
        for (i, (slot, &letter)) in letters.iter_mut().skip(PAD).zip(form).enumerate() {
            *slot = letter;
            after_vowel = is_vowel(letter) && !(letter == b'y' && after_vowel);
            vowels |= u64::from(after_vowel) << i;
        }
        let mut word = Word { letters, len: form.len(), vowels, r1: 0, r2: 0 };
        let begins = |prefix: &&&str| word.len >= prefix.len() && word.ends(prefix.len(), key(prefix), prefix.len());
        word.r1 = R1_PREFIXES.iter().find(begins).map_or_else(|| word.region_after(0), |prefix| prefix.len());
        word.r2 = word.region_after(word.r1);
        word
    }

    /// The letters that are left.
    fn done(&self) -> &[u8] {
        self.letters.get(PAD..PAD + self.len).unwrap_or_default()
    }

    /// The last eight of the first `len` letters, see [`key`].
    fn tail(&self, len: usize) -> u64 {
        let bytes = self.letters.get(len..len + 8).and_then(|bytes| bytes.try_into().ok());
        u64::from_be_bytes(bytes.unwrap_or_default())
    }

    /// Whether the first `len` letters end with the `count` letters of `key`, one to eight.
    fn ends(&self, len: usize, key: u64, count: usize) -> bool {
        (self.tail(len) ^ key) << (64 - 8 * count) == 0
    }

    fn ends_with(&self, suffix: &str) -> bool {
        self.ends(self.len, key(suffix), suffix.len())
    }

    /// The letter `back` places before the first `len` ones end; 0 where there is none.
    fn letter(&self, len: usize, back: usize) -> u8 {
        self.letters.get(PAD + len - back).copied().unwrap_or(0)
    }

    /// Where the region begins that follows the first consonant after the first vowel at or after `from`.
    fn region_after(&self, from: usize) -> usize {
        let vowel = from + self.vowels.checked_shr(from as u32).unwrap_or(0).trailing_zeros() as usize;
        let consonant = vowel + (!self.vowels).checked_shr(vowel as u32).unwrap_or(0).trailing_zeros() as usize;
        self.len.min(consonant + 1)
    }

    fn is_vowel(&self, i: usize) -> bool {
        (self.vowels >> (i & 63)) & 1 == 1
    }

    /// Whether there is a vowel among the first `len` letters.
    fn has_vowel_before(&self, len: usize) -> bool {
        self.vowels & !u64::MAX.checked_shl(len as u32).unwrap_or(0) != 0
    }

    /// Cuts the word to `len` letters and appends `ending`.
    fn replace(&mut self, len: usize, ending: &str) {
        self.len = len;
        for &letter in ending.as_bytes() {
            if let Some(slot) = self.letters.get_mut(PAD + self.len) {
                *slot = letter;
                self.vowels = self.vowels & !(1 << self.len) | u64::from(is_vowel(letter)) << self.len;
                self.len += 1;
            }
        }
    }

    /// Whether the word ends in a short syllable: "hop", "at", and "past".
    fn ends_short(&self) -> bool {
        let n = self.len;
        let is_closed = n >= 2 && !self.is_vowel(n - 1) && self.is_vowel(n - 2);
        let is_short = n == 2 || n > 2 && !self.is_vowel(n - 3) && !matches!(self.letter(n, 1), b'w' | b'x' | b'y');
        is_closed && is_short || self.ends_with("past")
    }

    /// Applies the longest rule that matches, if `allow` (given the length without the suffix, and the key) says so.
    fn apply(&mut self, rules: &[Rule], allow: impl Fn(&Word, usize, u64) -> bool) {
        let tail = self.tail(self.len);
        if let Some(rule) = rules.iter().find(|rule| (tail ^ rule.key) << (64 - 8 * rule.len) == 0) {
            let len = self.len - usize::from(rule.len);
            if allow(self, len, rule.key) {
                self.replace(len, rule.ending);
            }
        }
    }

    /// Plurals.
    fn step_1a(&mut self) {
        let n = self.len;
        if self.ends_with("sses") {
            self.len = n - 2;
        } else if self.ends_with("ied") || self.ends_with("ies") {
            self.len = if n > 4 { n - 2 } else { n - 1 };
        } else if self.letter(n, 1) == b's' && !matches!(self.letter(n, 2), b'u' | b's') && self.has_vowel_before(n - 2)
        {
            self.len = n - 1;
        }
    }

    /// Past tense and participles.
    fn step_1b(&mut self) {
        let Some(suffix) = ["eedly", "ingly", "edly", "eed", "ing", "ed"].iter().find(|s| self.ends_with(s)) else {
            return;
        };
        let len = self.len - suffix.len();
        let before = self.tail(len);
        if suffix.starts_with("ee") {
            if self.r1 <= len && ![key("succ"), key("proc"), key("exc")].contains(&before) {
                self.len = len + 2;
            }
            return;
        }
        if *suffix == "ing" {
            if NOUNS_IN_ING.contains(&before) {
                return;
            }
            if len == 2 && self.letter(len, 1) == b'y' && !self.is_vowel(0) {
                return self.replace(1, "ie"); // dying: die
            }
        }
        if !self.has_vowel_before(len) {
            return;
        }
        self.len = len;
        let (last, previous) = (self.letter(len, 1), self.letter(len, 2));
        if matches!((previous, last), (b'a', b't') | (b'b', b'l') | (b'i', b'z')) {
            self.replace(len, "e");
        } else if last == previous && matches!(last, b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't') {
            if !(len == 3 && matches!(self.letter(len, 3), b'a' | b'e' | b'o')) {
                self.len = len - 1;
            }
        } else if len == self.r1 && self.ends_short() {
            self.replace(len, "e");
        }
    }

    /// A final `y` after a consonant becomes `i`, except in words of two letters.
    fn step_1c(&mut self) {
        let n = self.len;
        if n > 2 && self.letter(n, 1) == b'y' && !self.is_vowel(n - 2) {
            self.replace(n - 1, "i");
        }
    }

    /// Double suffixes, such as `-ization`.
    fn step_2(&mut self) {
        self.apply(&STEP_2, |word, len, suffix| {
            let before = word.letter(len, 1);
            word.r1 <= len
                && (suffix != const { key("ogi") } || before == b'l')
                && (suffix != const { key("li") } || b"cdeghkmnrt".contains(&before))
        });
    }

    /// `-ical`, `-ful`, `-ness` and their like.
    fn step_3(&mut self) {
        self.apply(&STEP_3, |word, len, suffix| word.r1 <= len && (suffix != const { key("ative") } || word.r2 <= len));
    }

    /// What is left of suffixes, far enough into the word.
    fn step_4(&mut self) {
        self.apply(&STEP_4, |word, len, suffix| {
            word.r2 <= len && (suffix != const { key("ion") } || matches!(word.letter(len, 1), b's' | b't'))
        });
    }

    /// A final `e`, and one of two final `l`.
    fn step_5(&mut self) {
        let n = self.len;
        match self.letter(n, 1) {
            b'e' => {
                self.len = n - 1;
                if self.r2 >= n && (self.r1 >= n || self.ends_short()) {
                    self.len = n;
                }
            }
            b'l' if self.r2 < n && self.letter(n, 2) == b'l' => self.len = n - 1,
            _ => {}
        }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words on which each rule turns, plain ones and those that are famous for going wrong.
    const WORDS: &str = "caresses ponies ties cries gas gaps kiwis this yes bus class abyss dies skies skis sky news atlas \
        feed agreed agreedly proceed proceeded exceed exceedingly succeed succeeding bled plastered sing singing king \
        motoring luxuriated conflated troubled troublingly sized hopping hoping hopped hoped tanned falling fall hissing \
        fizzed failing filing adding added egging offing odd inning innings outing evening evenings canning herring earring \
        dying lying tying vying hying eying crying happy cry by say saying says enjoy enjoyed boy youth yearly yellow \
        relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli analogousli \
        vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti sensitiviti sensibiliti \
        geologist geology archaeologist apology fully hopefully carelessly really quickly only early ugly singly idly gently \
        triplicate formative formalize electriciti electrical hopeful goodness allowance inference airliner gyroscopic \
        adjustable defensible irritant replacement adjustment dependent adoption homologou communism activate angulariti \
        effective bowdlerize probate rate cease controll roll past paste pasted pasting generate general generous generic \
        communicate community commune arsenal arsenic university universe universal universities inter internal international \
        later lateral organ organic organisation organization emergency emerge emerging emergent europe european europeans \
        government governments governor minister ministers ministry parliament elections election elected electing policy \
        policies police economy economies economic economist markets marketing companies company shares sharing shared \
        attack attacks attacked attacking killed killing kills died dead trial trials tried trying try tries war wars \
        warring peace peaceful peacefully tax taxes taxed taxing bank banks banking bankers yield yields yielding why eye \
        eyes eyed y yy yyy ay aye ayes oyez be bed being been ing eing eed ied ies s ss us a at eat eating ate aed oed";

    #[track_caller]
    fn agrees(word: &str) {
        let snowball = frostem::Stemmer::new(frostem::Algorithm::English);
        assert_eq!(stem(word), snowball.stem(word), "{word:?}");
    }

    #[test]
    fn agrees_with_snowball() {
        WORDS.split_whitespace().for_each(agrees);
    }

    /// A vocabulary of one's own, one word a line: `NEWSHOUND_WORDS=/usr/share/dict/words`.
    #[test]
    fn agrees_on_a_given_vocabulary() {
        let Some(path) = std::env::var_os("NEWSHOUND_WORDS") else { return };
        let words = std::fs::read_to_string(path).expect("NEWSHOUND_WORDS names a text file");
        words.lines().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).for_each(agrees);
    }

    #[test]
    fn leaves_other_forms_alone() {
        for form in ["", "is", "f16s", "covid19", "élections", "bbc.co.uk", "выборы", "c++"] {
            assert_eq!(stem(form), form);
        }
        let long = "hoping".repeat(11);
        assert_eq!(stem(&long), long);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn agrees_on_words_made_up(
            head in "(gener|commun|past|later|inter|univers|succ|exc|even)?[a-z]{0,6}",
            middle in "[aeiouy]?[b-z]{1,2}",
            tails in proptest::collection::vec(
                "ational|fulness|iveness|ization|ousness|biliti|lessli|tional|alism|ation|entli|fulli|ogist|ogi|li|ly|\
                 icate|ative|alize|ical|ness|ful|ement|ment|ance|able|ant|ion|ism|ize|ous|al|er|ic|e|l|y|s|es|ies|ied|\
                 ed|edly|ing|ingly|eed|eedly|us|ss|bb|tt|ll",
                0..3,
            ),
        ) {
            let word = format!("{head}{middle}{}", tails.concat());
            agrees(&word);
        }

        #[test]
        fn agrees_on_any_letters(word in "[a-z]{0,64}") {
            agrees(&word);
        }
    }
}
