//! One word or phrase of a question against every article, by the rules that the engine documents.

use std::collections::{BTreeMap, BTreeSet};

use newshound_index::analysis::Language;
use newshound_index::query::{Field, Leaf, LeafKind};

use super::publisher::Phrase;
use super::scan::{Doc, Library, Positions, Spelling, positions};

/// A stem that answers a word.
struct Expansion {
    stem: String,
    /// For a synonym of several words these, side by side; the others are then nothing.
    phrase: Option<Vec<String>>,
    /// The spellings asked for; articles with others of the stem count `other`, where that is 0 not at all.
    exact: BTreeSet<Spelling>,
    factors: (f32, f32),
}

/// What a leaf comes to.
pub(crate) struct Found {
    /// Articles that have its words, with their scores.
    pub(crate) scores: BTreeMap<usize, f32>,
    pub(crate) correction: Option<String>,
    words: Positions,
    field: Option<Field>,
    /// Whether having the words is not enough.
    pub(crate) is_phrase: bool,
    /// Whether it is where it has all its indexed pairs.
    is_pair: bool,
}

pub(crate) struct Setting {
    /// Leaves of the question.
    pub(crate) leaves: usize,
    /// Those that are wanted and no filter.
    pub(crate) words: usize,
    /// A slip is looked for even if the word is known.
    pub(crate) is_doubted: bool,
    /// It is not excluded.
    pub(crate) is_wanted: bool,
}

fn facet_of(field: Option<Field>) -> Option<&'static str> {
    match field? {
        Field::Title => None,
        Field::Author => Some("author"),
        Field::Section => Some("section"),
        Field::Tag => Some("tag"),
    }
}

/// Whether `count` positions in a row fit, place by place.
fn side_by_side(text: &Positions, count: usize, fits: impl Fn(usize, &str) -> bool) -> bool {
    text.windows(count)
        .any(|window| window.iter().enumerate().all(|(place, forms)| forms.iter().any(|form| fits(place, form))))
}

impl Found {
    /// Its one simple word, if that is all it has.
    pub(crate) fn word(&self) -> Option<&str> {
        match self.words.as_slice() {
            [forms] => forms.first().map(String::as_str),
            _ => None,
        }
    }

    /// **The rule for phrases: a phrase stands in an article if its words, as they are spelt, stand at consecutive
    /// positions of one text of it: the title, the standfirst, or a block.** `None` where it stands in neither title
    /// nor standfirst, the text is not published, and it is no indexed pair.
    pub(crate) fn stands_in(&self, doc: &Doc<'_>) -> Option<bool> {
        if self.is_pair {
            return Some(true);
        }
        let stands = |text: &Positions| {
            side_by_side(text, self.words.len(), |place, form| self.words[place].iter().any(|word| word == form))
        };
        if stands(&doc.title) {
            return Some(true);
        }
        if self.field == Some(Field::Title) {
            return Some(false);
        }
        if doc.standfirst.as_ref().is_some_and(stands) {
            return Some(true);
        }
        doc.blocks.as_ref().map(|blocks| blocks.iter().any(stands))
    }
}

/// Looks a leaf up; `None` where no character of it is part of a word.
pub(crate) fn find(library: &Library<'_>, leaf: &Leaf, setting: &Setting, meant: &[Phrase]) -> Option<Found> {
    let mut tokens = Vec::new();
    let mut end = 0;
    library.analyzer.each_token(&leaf.text, |token| {
        end = end.max(token.range.end);
        let places = token.position as usize..(token.position + token.span) as usize;
        tokens.push((token.form.to_owned(), places, token.is_acronym));
    });
    let words = positions(library.analyzer, &leaf.text);
    if words.is_empty() {
        return None;
    }
    let is_phrase = leaf.kind == LeafKind::Phrase;
    let is_open = matches!(leaf.kind, LeafKind::Typing | LeafKind::Prefix);
    let mut found =
        Found { scores: BTreeMap::new(), correction: None, words, field: leaf.field, is_phrase: false, is_pair: false };
    if let Some(facet) = facet_of(leaf.field) {
        in_facet(library, facet, leaf.kind, is_open, &mut found);
        return Some(found);
    }
    // A single word is exact by its spelling, in the title too only by the text.
    found.is_phrase = is_phrase && (found.words.len() > 1 || leaf.field.is_some());
    let mut atoms: Vec<(BTreeSet<usize>, Vec<Expansion>)> = Vec::new();
    let is_single = tokens.len() == 1;
    for (form, places, is_acronym) in tokens {
        if is_phrase && places.len() > 1 {
            continue;
        }
        let word = Word { library, form: &form, is_acronym, is_phrase, setting };
        let mut expansions: Vec<Expansion> = word.known().into_iter().collect();
        let known = expansions.len();
        let is_finished = leaf.kind == LeafKind::Typing && end < leaf.text.len() && known > 0;
        if is_open && !is_finished && places.end == found.words.len() {
            word.complete(leaf.kind, &mut expansions);
        }
        let completed = expansions.len();
        let takes_slips =
            setting.is_wanted && !is_phrase && leaf.field.is_none() && leaf.kind != LeafKind::Prefix && is_single;
        if takes_slips && (expansions.is_empty() && meant.is_empty() || setting.is_doubted) {
            found.correction = word.slips(is_open, &mut expansions);
        }
        debug_assert!(known <= completed);
        atoms.push((places.collect(), expansions));
    }
    // An empty atom is none.
    atoms.retain(|atom| !atom.1.is_empty());
    let all: BTreeSet<usize> = (0..found.words.len()).collect();
    for phrase in meant {
        let Some(expansion) = synonym(library, phrase, setting) else { continue };
        match atoms.iter_mut().find(|atom| atom.0 == all) {
            Some(atom) => atom.1.push(expansion),
            None => atoms.push((all.clone(), vec![expansion])),
        }
    }
    let has_whole = atoms.iter().any(|atom| atom.0 == all);
    let mut covered: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (places, expansions) in &atoms {
        // A part of a compound counts seven tenths beside the whole.
        let factor = if !is_phrase && has_whole && places.len() < found.words.len() { 0.7 } else { 1.0 };
        for (doc, score) in scored(library, expansions, leaf.field == Some(Field::Title)) {
            *found.scores.entry(doc).or_insert(0.0) += factor * score;
            covered.entry(doc).or_default().extend(places.iter().copied());
        }
    }
    let all = found.words.len();
    found.scores.retain(|doc, _| covered[doc].len() == all);
    if asks(library, leaf, &found.words) && setting.words >= 6 {
        found.scores.values_mut().for_each(|score| *score *= 0.5);
    }
    if is_phrase {
        // Whatever is published: what lacks an indexed pair lacks the phrase.
        let pairs: Vec<(&str, &str)> = found
            .words
            .windows(2)
            .filter(|pair| pair[0].len() == 1 && pair[1].len() == 1)
            .map(|pair| (pair[0][0].as_str(), pair[1][0].as_str()))
            .filter(|(first, second)| library.pairs.contains(&((*first).to_owned(), (*second).to_owned())))
            .collect();
        found.is_pair = all == 2 && leaf.field.is_none() && !pairs.is_empty();
        found.scores.retain(|doc, _| pairs.iter().all(|(first, second)| library.docs[*doc].has_pair(first, second)));
    }
    Some(found)
}

/// English words of a question that tell what kind of answer is wanted; in capitals they are acronyms.
fn asks(library: &Library<'_>, leaf: &Leaf, words: &Positions) -> bool {
    const WORDS: [&str; 26] = [
        "what", "how", "when", "where", "which", "who", "why", "whose", "can", "could", "do", "does", "did", "should",
        "would", "might", "must", "is", "are", "was", "were", "be", "been", "has", "have", "had",
    ];
    let is_plain = leaf.kind == LeafKind::Word && leaf.field.is_none() && leaf.text.to_uppercase() != leaf.text;
    let is_listed = words.len() == 1 && words[0].iter().any(|form| WORDS.contains(&form.as_str()));
    is_plain && is_listed && library.analyzer.language() == Language::English
}

/// Names that have the words side by side: any form of their stems, the last perhaps only begun; a phrase as spelt.
fn in_facet(library: &Library<'_>, facet: &str, kind: LeafKind, is_open: bool, found: &mut Found) {
    let analyzer = library.analyzer;
    let last = found.words.len() - 1;
    let fits = |place: usize, form: &str| {
        found.words[place].iter().any(|word| {
            form == word
                || is_open && place == last && form.starts_with(word.as_str())
                || kind != LeafKind::Phrase && analyzer.stem(form) == analyzer.stem(word)
        })
    };
    for (at, doc) in library.docs.iter().enumerate() {
        let mut values = doc.values(facet).into_iter();
        if values.any(|value| side_by_side(&positions(analyzer, value), last + 1, fits)) {
            found.scores.insert(at, 1.0);
        }
    }
}

struct Word<'w, 'a> {
    library: &'w Library<'a>,
    form: &'w str,
    is_acronym: bool,
    is_phrase: bool,
    setting: &'w Setting,
}

impl Word<'_, '_> {
    fn has(&self, form: &str, is_acronym: bool) -> bool {
        self.library.spellings.contains(&(form.to_owned(), is_acronym))
    }

    fn both(form: &str) -> BTreeSet<Spelling> {
        [(form.to_owned(), false), (form.to_owned(), true)].into()
    }

    fn stem(&self, form: &str) -> String {
        self.library.analyzer.stem(form).into_owned()
    }

    /// The word itself; or, where no article has it, the stem by another form that stands near it.
    fn known(&self) -> Option<Expansion> {
        let stem = self.stem(self.form);
        if self.library.forms.contains_key(self.form) {
            let is_two = self.has(self.form, false) && self.has(self.form, true);
            let wants_acronym = is_two && (self.is_acronym || self.setting.leaves <= 2);
            let other = if self.is_phrase {
                0.0
            } else if wants_acronym {
                0.35
            } else {
                0.85
            };
            let mut exact = Word::both(self.form);
            exact.retain(|spelling| spelling.1 || self.is_phrase || !wants_acronym);
            return Some(Expansion { stem, phrase: None, exact, factors: (1.0, other) });
        }
        // Near: it begins with all that the word and the stem have in common, three letters at least.
        let shared: String =
            self.form.chars().zip(stem.chars()).take_while(|(one, other)| one == other).map(|pair| pair.0).collect();
        let is_near = |form: &String| form.starts_with(&shared) && self.stem(form) == stem;
        let is_known = !self.is_phrase && shared.len() >= 3 && self.library.forms.keys().any(is_near);
        is_known.then(|| Expansion { stem, phrase: None, exact: BTreeSet::new(), factors: (0.85, 0.85) })
    }

    /// The commonest longer words: 16 while typing, 64 for `word*`.
    fn complete(&self, kind: LeafKind, out: &mut Vec<Expansion>) {
        let is_prefix = kind == LeafKind::Prefix;
        let mut forms: Vec<(u32, &String)> = self
            .library
            .forms
            .iter()
            .filter(|(form, _)| form.starts_with(self.form))
            .map(|(form, count)| (count.ilog2(), form))
            .collect();
        forms.sort_by_key(|(class, form)| (std::cmp::Reverse(*class), *form));
        let itself = out.first().map(|known| (known.stem.clone(), known.factors.1));
        for (_, form) in forms.into_iter().take(if is_prefix { 64 } else { 16 }) {
            let stem = self.stem(form);
            match out.iter_mut().find(|known| known.stem == stem) {
                // A typed word's own stem is answered as a whole.
                Some(_) if !is_prefix && itself.as_ref().is_some_and(|own| own.0 == stem) => {}
                Some(known) => known.exact.extend(Word::both(form)),
                None => {
                    let most = itself.as_ref().map_or(1.0, |own| own.1);
                    let factor = if is_prefix { 1.0 } else { most.min(0.7) };
                    out.push(Expansion { stem, phrase: None, exact: Word::both(form), factors: (factor, 0.0) });
                }
            }
        }
    }

    /// The six commonest words a slip away, for long ones two where none is one away; the best of them.
    fn slips(&self, is_open: bool, out: &mut Vec<Expansion>) -> Option<String> {
        let letters = self.form.chars().count();
        if letters < 3 || self.form.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let most = if letters >= 8 { 2 } else { 1 };
        let forms = || self.library.forms.iter().map(|(form, count)| (form, count.ilog2()));
        // Another form of what was found is no slip.
        let listed: Vec<String> = out.iter().map(|known| known.stem.clone()).collect();
        let is_other = |form: &str| !listed.contains(&self.stem(form));
        let mut near: Vec<(usize, std::cmp::Reverse<u32>, &String)> = Vec::new();
        for (form, class) in forms() {
            let distance = distance(self.form, form);
            // Three letters are too few to replace one: one may be missing.
            let is_slip = (1..=most).contains(&distance) && (letters > 3 || form.chars().count() == 4);
            if is_slip && is_other(form) {
                near.push((distance, std::cmp::Reverse(class), form));
            }
        }
        if near.is_empty() && is_open && letters >= 4 {
            for (form, class) in forms() {
                let ends = form.char_indices().map(|(at, _)| at).chain([form.len()]);
                let nearest = ends.map(|end| distance(self.form, &form[..end])).min();
                if nearest == Some(1) && is_other(form) {
                    near.push((1, std::cmp::Reverse(class), form));
                }
            }
        }
        near.sort();
        let nearest = near.first().map(|(distance, ..)| *distance);
        near.retain(|(distance, ..)| Some(*distance) == nearest);
        near.truncate(6);
        for (distance, _, form) in &near {
            let stem = self.stem(form);
            let factor = if *distance == 1 { 0.6 } else { 0.4 };
            match out.iter_mut().find(|known| known.stem == stem) {
                Some(known) => known.exact.extend(Word::both(form)),
                None => out.push(Expansion {
                    stem,
                    phrase: None,
                    exact: Word::both(form),
                    factors: (factor, factor * 0.85),
                }),
            }
        }
        near.first().map(|(_, _, form)| (*form).clone())
    }
}

/// Four fifths of what the word itself would count; of an acronym only the acronym.
fn synonym(library: &Library<'_>, phrase: &Phrase, setting: &Setting) -> Option<Expansion> {
    let [form] = phrase.words.as_slice() else {
        return Some(Expansion {
            stem: String::new(),
            phrase: Some(phrase.words.clone()),
            exact: BTreeSet::new(),
            factors: (0.8, 0.8),
        });
    };
    let word = Word { library, form, is_acronym: phrase.is_acronym, is_phrase: false, setting };
    let mut expansion = word.known()?;
    let others = if phrase.is_acronym { 0.0 } else { 0.8 };
    expansion.factors = (expansion.factors.0 * 0.8, expansion.factors.1 * others);
    Some(expansion)
}

/// Of several expansions the best counts; none is rarer than those before it.
fn scored(library: &Library<'_>, expansions: &[Expansion], in_title: bool) -> BTreeMap<usize, f32> {
    let mut scores: BTreeMap<usize, f32> = BTreeMap::new();
    let mut most = 0;
    for expansion in expansions {
        let phrase = expansion.phrase.as_deref();
        let stands_in = |doc: &Doc<'_>| match phrase {
            Some(words) => doc.has_phrase(words),
            None => doc.stems.contains_key(&expansion.stem),
        };
        let stands_in_title = |doc: &Doc<'_>| match phrase {
            Some(words) => {
                doc.title.windows(words.len()).any(|at| at.iter().zip(words).all(|(at, word)| at.contains(word)))
            }
            None => doc.fields[0].contains(&expansion.stem),
        };
        most = most.max(library.docs.iter().filter(|doc| stands_in(doc)).count());
        let idf = library.idf(most);
        for (at, doc) in library.docs.iter().enumerate() {
            if !stands_in(doc) || in_title && !stands_in_title(doc) {
                continue;
            }
            let is_exact = !expansion.exact.is_disjoint(&doc.spellings);
            let factor = if is_exact { expansion.factors.0 } else { expansion.factors.1 };
            let weight = match phrase {
                Some(words) => library.phrase_weight(doc, words),
                None => library.weight(doc, &expansion.stem),
            };
            let score = idf * factor * (weight * (1.2 + 1.0) / (weight + 1.2));
            if factor > 0.0 {
                let best = scores.entry(at).or_insert(0.0);
                *best = best.max(score);
            }
        }
    }
    scores
}

/// Characters put in, left out, replaced, or swapped with their neighbour and not touched again.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            if i == 0 || j == 0 {
                table[i][j] = i + j;
                continue;
            }
            let replaced = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
            table[i][j] = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
            }
        }
    }
    table[one.len()][other.len()]
}
