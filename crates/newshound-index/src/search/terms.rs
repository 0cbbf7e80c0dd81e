//! From the words of a query to the posting lists that answer them.
//!
//! A leaf of the query becomes *atoms*. An atom covers one or more places of the leaf: `F-16` is analysed to `f16` over
//! both places, `f` over the first and `16` over the second; an article has the leaf when its atoms cover all places.
//! An atom is answered by posting lists, its *expansions*:
//!
//! - the list of its form, which also holds the other forms of the stem; spellings other than the asked one count less;
//! - where the form is unknown, the list of a known form with the same stem that begins with all that form and stem have
//!   in common, three bytes at least (so `harbours` finds `harbour`; `dying` alone does not find `die`);
//! - for a word that is being typed, and for `word*`, the lists of the commonest forms that begin so;
//! - what the publisher says that it means as well (`synonyms.rs`);
//! - where nothing of this is known, the lists of forms one slip away, and of a long word, where there are none, two.

use std::cmp::Reverse;

use super::budget::Budget;
use super::synonyms::{self, Meant};
use crate::analysis::{Analyzer, characters};
use crate::query::{Field, Leaf, LeafKind};
use crate::segment::Segment;
use crate::segment::forms::{Form, MAX_CLASS};
use crate::segment::fst::LONGEST_KEY;
use crate::sort::keep_first_by;

/// Expansions of a word that is being typed, at most.
const TYPING: usize = 16;
/// Articles that the expansions of a word that is being typed may stand in, counted for each: as many as there are, and
/// so many in any case. What begins with a single letter would cost more than any word.
const TYPING_ARTICLES: u32 = 1 << 13;
/// Expansions of `word*`, at most, and the articles that they may stand in for each article that there is.
const PREFIX: usize = 64;
const PREFIX_ARTICLES: u32 = 2;
/// Spellings that are tried for a word that is not known, at most.
const TYPOS: usize = 6;
/// Words of a leaf that are looked up; the others of a long phrase are only compared with the text.
const PLACES: u32 = 64;
/// Forms that are looked at in the time that a posting takes.
const FORMS: usize = 2;
/// Forms that are looked at to find one with the same stem.
const NEIGHBOURS: usize = 256;

/// What a spelling counts that has the stem of the one asked for, beside 1 for that itself.
const SAME_STEM: f32 = 0.85;
/// The ordinary word, where the acronym was asked for, or may have been.
const NOT_ACRONYM: f32 = 0.35;
/// A longer word that begins like the one being typed.
const COMPLETED: f32 = 0.7;
/// One slip away, two slips away.
const ONE_SLIP: f32 = 0.6;
const TWO_SLIPS: f32 = 0.4;

/// How an expansion came to be; what an explanation says. The surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// The form itself, or one with its stem.
    Word,
    /// The publisher says that it means the same.
    Synonym,
    /// It begins like what was typed.
    Prefix,
    /// It is a slip or two away.
    Typo,
}

/// One posting list that answers an atom.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expansion {
    pub(crate) group: u32,
    /// The spellings that were asked for: their bits in the list.
    pub(crate) exact: u32,
    /// What an article counts that has one of these, and what one counts that has only others; 0: it does not match.
    pub(crate) exact_factor: f32,
    pub(crate) other_factor: f32,
    /// Whether snippets mark the acronym alone, in articles that have it.
    pub(crate) is_acronym: bool,
    pub(crate) way: Way,
    /// About how many articles have it, as a logarithm.
    pub(crate) class: u32,
}

impl Expansion {
    /// What an article counts that has these spellings of the list.
    pub(crate) fn factor(&self, forms: u32) -> f32 {
        if forms & self.exact != 0 { self.exact_factor } else { self.other_factor }
    }
}

/// Something that covers places of a leaf.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Atom {
    /// Bit `i` for place `i`.
    pub(crate) places: u64,
    pub(crate) expansions: Vec<Expansion>,
}

/// A leaf, ready to be matched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Terms {
    pub(crate) atoms: Vec<Atom>,
    /// The first bytes of all forms that the atoms stand for. Stems and completions begin as the word does.
    pub(crate) initials: Vec<u8>,
    /// Phrases of the publisher's that stand for some of it.
    pub(crate) phrases: Vec<Vec<Vec<String>>>,
    /// All the places.
    pub(crate) all: u64,
    /// Its words in order, each with the forms that may stand at the place.
    pub(crate) words: Vec<Vec<String>>,
    pub(crate) kind: LeafKind,
    pub(crate) field: Option<Field>,
    /// The text as it may have been meant, where it was only found by its slips.
    pub(crate) correction: Option<String>,
    /// It stands for more words than are looked up.
    pub(crate) is_cut: bool,
}

impl Terms {
    /// About how many postings it takes to find its articles.
    pub(crate) fn cost(&self) -> u64 {
        self.atoms.iter().flat_map(|atom| &atom.expansions).map(|expansion| 1 << expansion.class).sum()
    }

    /// Whether it is a phrase, or has a word that is not common: always one that at most a quarter of so many articles
    /// have, never one that half have. Between these the classes of its forms decide, which are powers of two.
    pub(super) fn tell_articles_apart(&self, documents: u32) -> bool {
        let is_common = |atom: &Atom| atom.expansions.iter().any(|expansion| expansion.class + 1 >= documents.ilog2());
        self.kind == LeafKind::Phrase || !self.atoms.iter().all(is_common)
    }

    /// Whether its words stand side by side in a name, with any form of their stems, the last perhaps only begun.
    pub(crate) fn stand_in(&self, analyzer: &Analyzer, name: &str) -> bool {
        let is_open = matches!(self.kind, LeafKind::Typing | LeafKind::Prefix);
        let last = self.words.len().saturating_sub(1);
        stand_side_by_side(analyzer, name, self.words.len(), &|place, form| {
            self.words.get(place).is_some_and(|forms| {
                forms.iter().any(|word| {
                    word == form
                        || is_open && place == last && form.starts_with(word.as_str())
                        || self.kind != LeafKind::Phrase && analyzer.stem(word) == analyzer.stem(form)
                })
            })
        })
    }

    /// Whether its words stand side by side in a text, as they are spelt: the rule for phrases.
    pub(crate) fn stand_exactly_in(&self, analyzer: &Analyzer, text: &str) -> bool {
        stand_side_by_side(analyzer, text, self.words.len(), &|place, form| {
            self.words.get(place).is_some_and(|forms| forms.iter().any(|word| word == form))
        })
    }
}

/// Whether simple words at `count` consecutive positions of a text satisfy `is_at(place, form)`, place by place.
fn stand_side_by_side(analyzer: &Analyzer, text: &str, count: usize, is_at: &dyn Fn(usize, &str) -> bool) -> bool {
    // Bit `i` of `open`: the words up to place `i` end at the position before; of `now`, at this one.
    let (mut open, mut now, mut position, mut is_found) = (0u64, 0u64, u32::MAX, count == 0);
    let count = count.min(64);
    analyzer.each_token(text, |token| {
        if is_found || token.span > 1 {
            return;
        }
        if token.position != position {
            open = if token.position == position.wrapping_add(1) { now } else { 0 };
            (now, position) = (0, token.position);
        }
        for place in 0..count {
            if (place == 0 || open >> (place - 1) & 1 == 1) && is_at(place, token.form) {
                now |= 1 << place;
                is_found |= place + 1 == count;
            }
        }
    });
    is_found
}

/// What surrounds a leaf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    /// Leaves of the whole query.
    pub(crate) leaves: usize,
    /// Whether slips are looked for where a word is unknown.
    pub(crate) with_typos: bool,
    /// Whether they are looked for although the word is known.
    pub(crate) is_doubted: bool,
}

/// Looks a leaf up, and what the publisher means by it. `None` where it asks for nothing, as the analyzer knows none of
/// its characters.
pub(crate) fn resolve(
    segment: &Segment<'_>,
    (at, leaf): (usize, &Leaf),
    surroundings: Surroundings,
    meant: &[Meant<'_>],
    budget: &mut Budget,
) -> Option<Terms> {
    let analyzer = segment.analyzer();
    let mut tokens: Vec<(String, u32, u32, bool)> = Vec::new();
    let mut end = 0;
    analyzer.each_token(&leaf.text, |token| {
        tokens.push((token.form.to_owned(), token.position, token.span, token.is_acronym));
        end = end.max(token.range.end);
    });
    // A point, a bracket or a possessive behind a known word says that it is finished.
    let is_finished = leaf.kind == LeafKind::Typing && end < leaf.text.len();
    let places = tokens.iter().fold(0, |places, token| places.max(token.1 + token.2));
    if places == 0 {
        return None;
    }
    let mut terms = Terms {
        atoms: Vec::new(),
        initials: Vec::new(),
        phrases: Vec::new(),
        all: if places >= PLACES { u64::MAX } else { (1 << places) - 1 },
        words: vec![Vec::new(); places as usize],
        kind: leaf.kind,
        field: leaf.field,
        correction: None,
        is_cut: false,
    };
    for (form, position, span, _) in &tokens {
        if let Some(word) = terms.words.get_mut(*position as usize).filter(|_| *span == 1) {
            word.push(form.clone());
        }
    }
    let last = places - 1;
    let mut is_first = true;
    for (form, position, span, is_acronym) in &tokens {
        if *position >= PLACES {
            continue;
        }
        let is_phrase = leaf.kind == LeafKind::Phrase;
        // What is compared with the text word by word needs no wholes.
        if is_phrase && *span > 1 {
            continue;
        }
        let covered = u64::MAX >> (64 - (*span).min(PLACES - position)) << position;
        let is_open = matches!(leaf.kind, LeafKind::Typing | LeafKind::Prefix) && position + span > last;
        let word = Word { form, is_acronym: *is_acronym, is_phrase, surroundings };
        let mut expansions = Vec::from_iter(word.known(segment, analyzer));
        terms.initials.extend(form.bytes().next());
        if is_open && (!is_finished || expansions.is_empty()) {
            terms.is_cut |= word.completed(segment, leaf.kind, &mut expansions, budget);
        }
        // A part of a compound that is unknown may still be covered by the whole.
        let is_lost = expansions.is_empty() && !meant.iter().any(|meant| meant.0 == at) || surroundings.is_doubted;
        if is_lost && surroundings.with_typos && leaf.kind != LeafKind::Prefix && tokens.len() == 1 {
            let corrections = word.typos(segment, is_open, &mut expansions, budget);
            terms.initials.extend(corrections.iter().filter_map(|form| form.bytes().next()));
            if is_first {
                terms.correction = corrections.into_iter().next();
            }
        }
        is_first = false;
        if !expansions.is_empty() {
            terms.atoms.push(Atom { places: covered, expansions });
        }
    }
    synonyms::add(segment, at, meant, surroundings, &mut terms);
    Some(terms)
}

/// One word of a query.
pub(super) struct Word<'a> {
    pub(super) form: &'a str,
    pub(super) is_acronym: bool,
    pub(super) is_phrase: bool,
    pub(super) surroundings: Surroundings,
}

impl Word<'_> {
    /// The list of the form, or of its stem.
    pub(super) fn known(&self, segment: &Segment<'_>, analyzer: &Analyzer) -> Option<Expansion> {
        if let Some(form) = segment.lookup(self.form) {
            return Some(self.exactly(&form));
        }
        if self.is_phrase {
            return None;
        }
        // A form that no article has: another one of its stem stands near it in the dictionary.
        let stem = analyzer.stem(self.form);
        let shared = self.form.bytes().zip(stem.bytes()).take_while(|(one, other)| one == other).count();
        let prefix = self.form.get(..shared).filter(|prefix| prefix.len() >= 3)?;
        let fst = segment.fst();
        let mut key = [0; LONGEST_KEY];
        let mut near = fst.prefix_range(prefix.as_bytes()).take(NEIGHBOURS);
        let rank = near.find(|rank| fst.spell(*rank, &mut key).is_some_and(|form| analyzer.stem(form) == stem))?;
        let form = segment.form(rank)?;
        let (group, class, factor) = (form.group, form.class, SAME_STEM);
        Some(Expansion {
            group,
            exact: 0,
            exact_factor: factor,
            other_factor: factor,
            is_acronym: false,
            way: Way::Word,
            class,
        })
    }

    /// The list of a form that articles have: the spelling asked for first.
    fn exactly(&self, form: &Form) -> Expansion {
        let (ordinary, acronym) = (form.ordinary_bit(), form.acronym_bit());
        // In a line of one or two words, `us` is more likely the country than the pronoun.
        let wants_acronym = form.has_acronym && form.has_ordinary && (self.is_acronym || self.surroundings.leaves <= 2);
        let other_factor = match (self.is_phrase, wants_acronym) {
            (true, _) => 0.0,
            (false, true) => NOT_ACRONYM,
            (false, false) => SAME_STEM,
        };
        Expansion {
            group: form.group,
            exact: if wants_acronym && !self.is_phrase { acronym } else { ordinary | acronym },
            exact_factor: 1.0,
            other_factor,
            is_acronym: wants_acronym && self.is_acronym,
            way: Way::Word,
            class: form.class,
        }
    }

    /// Adds the lists of the commonest longer forms. Returns whether `word*` stands for more.
    fn completed(&self, segment: &Segment<'_>, kind: LeafKind, out: &mut Vec<Expansion>, budget: &mut Budget) -> bool {
        let most = if kind == LeafKind::Typing { TYPING } else { PREFIX };
        // What only begins like the word stands above none of the word's own spellings.
        let own = out.first().map_or(1.0, |known| known.other_factor);
        let factor = if kind == LeafKind::Typing { COMPLETED.min(own) } else { 1.0 };
        let articles = segment.stats.documents.max(TYPING_ARTICLES);
        let mut room = if kind == LeafKind::Typing { articles } else { articles.saturating_mul(PREFIX_ARTICLES) };
        if !budget.has_postings() {
            return kind == LeafKind::Prefix;
        }
        let (forms, all) = commonest_with_prefix(segment, self.form, most);
        budget.spend_postings(all / FORMS);
        let mut is_cut = all > most;
        for (_, form) in forms {
            let exact = form.ordinary_bit() | form.acronym_bit();
            match out.iter_mut().find(|known| known.group == form.group) {
                // Another form of a list that is taken already: it begins so as well. A word that is being typed and
                // known has all of its list anyhow.
                Some(known) if kind == LeafKind::Prefix || known.way == Way::Prefix => known.exact |= exact,
                Some(_) => {}
                None => {
                    let Some(left) = room.checked_sub(1 << form.class) else {
                        is_cut = true;
                        break;
                    };
                    room = left;
                    out.push(Expansion {
                        group: form.group,
                        exact,
                        exact_factor: factor,
                        // Its stem may have forms that do not begin so.
                        other_factor: 0.0,
                        is_acronym: false,
                        way: Way::Prefix,
                        class: form.class,
                    });
                }
            }
        }
        is_cut && kind == LeafKind::Prefix
    }

    /// Adds the lists of forms a slip or two away, and returns these, best first.
    fn typos(
        &self,
        segment: &Segment<'_>,
        is_open: bool,
        out: &mut Vec<Expansion>,
        budget: &mut Budget,
    ) -> Vec<String> {
        let letters = characters(self.form);
        let has_digit = self.form.bytes().any(|byte| byte.is_ascii_digit());
        if letters < 3 || has_digit {
            return Vec::new();
        }
        let edits = if letters >= 8 { 2 } else { 1 };
        if !budget.takes_slips(edits) {
            return Vec::new();
        }
        let listed: Vec<u32> = out.iter().map(|known| known.group).collect();
        let add = |found: &mut Vec<_>, text: &str, rank: u32, distance: u8| {
            // Another form of what was found is no slip.
            let form = segment.form(rank).filter(|form| distance > 0 && !listed.contains(&form.group));
            found.extend(form.map(|form| (distance, Reverse(form.class), text.to_owned(), form)));
        };
        let mut found = Vec::new();
        // Most words that are meant are one slip away, and the walk to all that are two away goes much further.
        for most in 1..=edits {
            if found.is_empty() {
                segment.fst().each_within(self.form, most, &mut |form, rank, distance| {
                    // Of three letters there is only so much to trust: one may be missing.
                    if letters > 3 || characters(form) == 4 {
                        add(&mut found, form, rank, distance);
                    }
                });
            }
        }
        if found.is_empty() && is_open && letters >= 4 {
            segment.fst().each_within_as_prefix(self.form, 1, PREFIX, &mut |form, rank, distance| {
                add(&mut found, form, rank, distance);
            });
        }
        keep_first_by(&mut found, TYPOS, |one, other| (one.0, one.1, &one.2).cmp(&(other.0, other.1, &other.2)));
        for (distance, _, _, form) in &found {
            let factor = if *distance <= 1 { ONE_SLIP } else { TWO_SLIPS };
            let exact = form.ordinary_bit() | form.acronym_bit();
            match out.iter_mut().find(|other| other.group == form.group) {
                Some(other) => other.exact |= exact,
                None => out.push(Expansion {
                    group: form.group,
                    exact,
                    exact_factor: factor,
                    other_factor: factor * SAME_STEM,
                    is_acronym: false,
                    way: Way::Typo,
                    class: form.class,
                }),
            }
        }
        found.into_iter().map(|(_, _, text, _)| text).collect()
    }
}

/// The forms that begin with a prefix and stand in most articles, by class, then in byte order, with their ranks; and how
/// many there are.
pub(super) fn commonest_with_prefix(segment: &Segment<'_>, prefix: &str, most: usize) -> (Vec<(u32, Form)>, usize) {
    let (mut forms, mut all) = (Vec::new(), 0);
    // For each class how many were taken that are as common. What so many stand ahead of is not taken.
    let mut as_common = [0; MAX_CLASS as usize + 1];
    segment.each_form(segment.fst().prefix_range(prefix.as_bytes()), &mut |rank, form| {
        all += 1;
        if let Some(classes) = as_common.get_mut(..=form.class as usize)
            && classes.last().is_some_and(|taken| *taken < most)
        {
            classes.iter_mut().for_each(|taken| *taken += 1);
            forms.push((rank, form));
        }
    });
    keep_first_by(&mut forms, most, |one, other| (other.1.class, one.0).cmp(&(one.1.class, other.0)));
    (forms, all)
}
