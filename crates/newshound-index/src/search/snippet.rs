//! What a hit shows: the title and the passage that covers the query best, cut where matches begin and end.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::terms::{Expansion, Terms};
use crate::analysis::{characters, sentences};
use crate::segment::Segment;
use crate::segment::forms::Form;
use crate::segment::text::BlockKind;
use crate::sort::sort_by;

/// Characters of a passage, about.
const LONGEST: usize = 220;
/// Forms that are remembered while snippets are cut.
const CACHED: usize = 256;

/// Bytes of an article's text in which a passage is looked for: more than all but freaks have.
const READ: usize = 1 << 16;

/// Sentences that a passage takes at most: each has two characters at least, of which one may be the blank behind it.
const TAKEN: usize = LONGEST / 2 + 1;

/// Bytes from which a part of a sentence may lead to its place in an article.
const TELLING: usize = 16;

/// A text, and what of it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts<'t> {
    /// As it stands in the article, perhaps between ellipses.
    pub text: Cow<'t, str>,
    /// Bytes of the text that were asked for, in order; none is empty, and none touches another.
    pub marks: Vec<Range<usize>>,
}

/// A piece of [`Parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'p> {
    /// Never empty.
    pub text: &'p str,
    /// Whether it is what was asked for.
    pub is_match: bool,
}

impl<'t> Parts<'t> {
    /// A text of which these bytes are marked.
    pub(super) fn with_mark(text: impl Into<Cow<'t, str>>, mark: Range<usize>) -> Parts<'t> {
        let mut parts = Parts { text: text.into(), marks: Vec::new() };
        parts.mark(mark);
        parts
    }

    /// The text, cut where marks begin and end; up to a mark that is empty, or not behind those before it.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let (mut at, mut marks) = (0, self.marks.as_slice());
        std::iter::from_fn(move || {
            let (end, is_match) = match marks.split_first() {
                Some((mark, rest)) if mark.start == at => {
                    marks = rest;
                    (mark.end, true)
                }
                Some((mark, _)) => (mark.start, false),
                None => (self.text.len(), false),
            };
            let text = self.text.get(at..end).filter(|text| !text.is_empty())?;
            at = end;
            Some(Piece { text, is_match })
        })
    }

    /// Marks more, behind all that is marked.
    fn mark(&mut self, range: Range<usize>) {
        match self.marks.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.marks.push(range),
        }
    }
}

/// Tells which words of a text were asked for.
pub(crate) struct Marker<'s, 'a> {
    segment: &'s Segment<'a>,
    /// For each list that answers: its group, the forms that count, whether the acronym alone is marked, and the leaf.
    wanted: Vec<(u32, u32, bool, usize)>,
    /// The first bytes of all these forms; most words of a text begin with another one.
    initials: Vec<u8>,
    /// Forms looked up before, each at its rank modulo [`CACHED`]: the same few words make up most of all texts.
    looked_up: Cell<Vec<Option<(u32, Form)>>>,
    /// Phrases, by leaf.
    phrases: Vec<(usize, &'s [Vec<String>])>,
}

/// A marked word of a text.
#[derive(Clone, Debug)]
struct Match {
    range: Range<usize>,
    leaf: usize,
    /// It is the first word of a whole phrase.
    is_phrase: bool,
}

impl Match {
    /// Stands for the leaf among those that were seen.
    fn bit(&self) -> u64 {
        1 << (self.leaf % 64)
    }
}

impl<'s, 'a> Marker<'s, 'a> {
    /// Marks what `leaves` ask for, each with its number.
    pub(crate) fn new(segment: &'s Segment<'a>, leaves: &[(usize, &'s Terms)]) -> Marker<'s, 'a> {
        let mut wanted = Vec::new();
        let mut initials = Vec::new();
        let mut phrases = Vec::new();
        for (leaf, terms) in leaves {
            let of = |expansion: &Expansion| {
                // Where the others do not match, they are not marked either.
                let forms = if expansion.other_factor > 0.0 { u32::MAX } else { expansion.exact };
                (expansion.group, forms, expansion.is_acronym, *leaf)
            };
            initials.extend_from_slice(&terms.initials);
            for atom in &terms.atoms {
                wanted.extend(atom.expansions.iter().map(of));
            }
            if terms.kind == crate::query::LeafKind::Phrase && terms.words.len() > 1 {
                phrases.push((*leaf, terms.words.as_slice()));
            }
            phrases.extend(terms.phrases.iter().map(|phrase| (*leaf, phrase.as_slice())));
        }
        sort_by(&mut wanted, Ord::cmp);
        Marker { segment, wanted, initials, looked_up: Cell::new(vec![None; CACHED]), phrases }
    }

    /// The leaf that asked for a form.
    fn leaf_of(&self, form: &Form, is_acronym: bool) -> Option<usize> {
        let bit = if is_acronym { form.acronym_bit() } else { form.ordinary_bit() };
        let from = self.wanted.partition_point(|wanted| wanted.0 < form.group);
        let same = self.wanted.get(from..)?.iter().take_while(|wanted| wanted.0 == form.group);
        let mut fits = same.filter(|(_, forms, only_acronym, _)| forms & bit != 0 && (is_acronym || !only_acronym));
        fits.next().map(|wanted| wanted.3)
    }

    fn form(&self, rank: u32) -> Option<Form> {
        let mut looked_up = self.looked_up.take();
        let slot = looked_up.get_mut(rank as usize % CACHED)?;
        if slot.is_none_or(|(known, _)| known != rank) {
            *slot = self.segment.form(rank).map(|form| (rank, form));
        }
        let found = slot.map(|(_, form)| form);
        self.looked_up.set(looked_up);
        found
    }

    /// The matches in a text, in order, without overlap.
    fn matches(&self, text: &str) -> Vec<Match> {
        let fst = self.segment.fst();
        let mut found: Vec<Match> = Vec::new();
        let mut words: Vec<(u32, Range<usize>, String)> = Vec::new();
        self.segment.analyzer().each_token(text, |token| {
            if token.span == 1 && !self.phrases.is_empty() {
                words.push((token.position, token.range.clone(), token.form.to_owned()));
            }
            if !token.form.bytes().next().is_some_and(|initial| self.initials.contains(&initial)) {
                return;
            }
            let Some(rank) = fst.get(token.form) else { return };
            let leaf = self.form(rank).and_then(|form| self.leaf_of(&form, token.is_acronym));
            let Some(leaf) = leaf else { return };
            match found.last_mut() {
                // A whole comes before its parts: one mark for all.
                Some(last) if token.range.start < last.range.end => {
                    last.range.end = last.range.end.max(token.range.end)
                }
                _ => found.push(Match { range: token.range, leaf, is_phrase: false }),
            }
        });
        for (leaf, phrase) in &self.phrases {
            for at in 0..words.len() {
                if let Some(end) = phrase_end(&words, at, phrase) {
                    let start = words.get(at).map_or(0, |word| word.1.start);
                    found.retain(|one| one.range.end <= start || one.range.start >= end);
                    found.push(Match { range: start..end, leaf: *leaf, is_phrase: true });
                }
            }
        }
        sort_by(&mut found, |one, other| one.range.start.cmp(&other.range.start));
        found
    }

    /// The leaves that a passage can show, and the least that one is worth which shows all of them, and every phrase.
    fn everything(&self, in_title: u64) -> (u64, i32) {
        let (mut leaves, mut least) = (0u64, 20 * self.phrases.len() as i32);
        for (.., leaf) in &self.wanted {
            let bit = 1 << (leaf % 64);
            least += if leaves & bit != 0 { 0 } else { 10 };
            least += if (leaves | in_title) & bit != 0 { 0 } else { 5 };
            leaves |= bit;
        }
        (leaves, least)
    }

    /// The whole text.
    pub(crate) fn parts<'t>(&self, text: &'t str) -> Parts<'t> {
        Passage { text, range: 0..text.len(), starts: true, ends: true }.parts(&self.matches(text))
    }

    /// The passage of an article's text that covers the query best, where the title stands above it.
    pub(crate) fn passage<'t>(&self, title: &str, blocks: &[(BlockKind, &'t str)]) -> Parts<'t> {
        let in_title = self.matches(title).iter().fold(0, |seen, one| seen | one.bit());
        let (wanted, enough) = self.everything(in_title);
        let mut has_all = false;
        let mut best: Option<(i32, Passage<'_>, Vec<Match>)> = None;
        let mut first = None;
        let mut unread = READ;
        for (kind, text) in blocks {
            let text = text.get(..text.floor_char_boundary(unread)).unwrap_or_default();
            unread -= text.len();
            if *kind == BlockKind::Paragraph && first.is_none() {
                first = Some(text);
            }
            if has_all {
                break;
            }
            let least = best.as_ref().map_or(0, |best| best.0);
            let matches = self.matches(text);
            let value = |range: &Range<usize>| {
                let value = value(within(&matches, range), in_title);
                // Two words of a subheading tell less than a sentence.
                if *kind == BlockKind::Paragraph { value } else { value / 2 }
            };
            // None shows more than the whole does.
            if value(&(0..text.len())) <= least {
                continue;
            }
            let sentences: Vec<Range<usize>> = sentences(text).collect();
            for at in 0..sentences.len() {
                let range = window(text, &sentences, at, &matches);
                let value = value(&range);
                if value > best.as_ref().map_or(0, |best| best.0) {
                    let seen = within(&matches, &range).fold(0, |seen, one| seen | one.bit());
                    best = Some((value, Passage::new(text, &sentences, range), matches.clone()));
                    // Of passages that show everything the first is as good as any.
                    has_all = value >= enough && wanted & !seen == 0;
                    if has_all {
                        break;
                    }
                }
            }
        }
        match (best, first) {
            (Some((_, passage, matches)), _) => passage.parts(&matches),
            (None, Some(text)) => {
                let sentences: Vec<Range<usize>> = sentences(text).take(TAKEN).collect();
                let range = window(text, &sentences, 0, &[]);
                Passage::new(text, &sentences, range).parts(&[])
            }
            (None, None) => Parts::default(),
        }
    }
}

/// Texts behind one another.
pub(super) fn joined(texts: [&str; 3]) -> String {
    texts.into_iter().fold(String::new(), |mut all, text| {
        all.push_str(text);
        all
    })
}

/// What matches are worth together: a leaf counts once for much, again for little; more where the title does not show
/// it; a whole phrase for more still.
fn value<'m>(matches: impl Iterator<Item = &'m Match>, in_title: u64) -> i32 {
    let mut leaves = 0;
    let mut value = 0;
    for one in matches {
        value += if leaves & one.bit() != 0 { 1 } else { 10 } + if one.is_phrase { 20 } else { 0 };
        value += if (leaves | in_title) & one.bit() != 0 { 0 } else { 5 };
        leaves |= one.bit();
    }
    value
}

/// The matches that lie in a range of their text.
fn within<'m>(matches: &'m [Match], range: &Range<usize>) -> impl Iterator<Item = &'m Match> {
    matches.iter().filter(|one| one.range.start >= range.start && one.range.end <= range.end)
}

/// Whether a passage can be found again by its words: no part of it that is long enough stands in these texts twice.
pub(crate) fn is_unique<'t>(passage: &str, texts: impl Iterator<Item = &'t str> + Clone) -> bool {
    let mut parts = passage.split(['.', '!', '?', '…']).map(|part| part.trim().as_bytes());
    parts.all(|part| {
        part.len() < TELLING || texts.clone().flat_map(|text| places(text.as_bytes(), part)).nth(1).is_none()
    })
}

/// Where in a text some bytes stand, of which there is at least one.
fn places(text: &[u8], part: &[u8]) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            // Most places differ in the first byte, which needs no call.
            let at = from + text.get(from..)?.iter().position(|byte| part.first() == Some(byte))?;
            from = at + 1;
            if text.get(at..)?.starts_with(part) {
                return Some(at);
            }
        }
    })
}

/// Where a phrase ends that begins with the word at `at`; words of one position stand for one another.
fn phrase_end(words: &[(u32, Range<usize>, String)], at: usize, phrase: &[Vec<String>]) -> Option<usize> {
    let start = words.get(at)?.0;
    let mut end = 0;
    for (position, forms) in (start..).zip(phrase) {
        let mut same =
            words.get(at..)?.iter().skip_while(|word| word.0 < position).take_while(|word| word.0 == position);
        end = same.find(|word| forms.contains(&word.2))?.1.end;
    }
    Some(end)
}

/// A stretch of whole sentences from the one at `at`, as long as there is room; a sentence that alone is too long is
/// cut between words around its first match.
fn window(text: &str, sentences: &[Range<usize>], at: usize, matches: &[Match]) -> Range<usize> {
    let Some(first) = sentences.get(at) else { return 0..0 };
    let length = |range: &Range<usize>| text.get(range.clone()).map_or(0, characters);
    if length(first) <= LONGEST {
        let mut range = first.clone();
        for next in sentences.iter().skip(at + 1) {
            if length(&(range.start..next.end)) > LONGEST {
                break;
            }
            range.end = next.end;
        }
        return range;
    }
    let anchor = matches.iter().map(|one| one.range.start).find(|start| first.contains(start)).unwrap_or(first.start);
    // A third of the room stands ahead of the match.
    let start = back(text, first.start, anchor, LONGEST / 3);
    let end = forth(text, start, first.end, LONGEST);
    // What the end leaves unused goes to the front.
    let start = if end == first.end { back(text, first.start, end, LONGEST) } else { start };
    start..end
}

/// The beginning of the first whole word at most `room` characters ahead of `from`.
fn back(text: &str, least: usize, from: usize, room: usize) -> usize {
    let before = text.get(least..from).unwrap_or_default();
    let Some((at, _)) = before.char_indices().rev().nth(room.saturating_sub(1)).filter(|(at, _)| *at > 0) else {
        return least;
    };
    let cut = before.get(at..).unwrap_or_default();
    match cut.char_indices().find(|(_, c)| *c == ' ') {
        Some((blank, _)) => least + at + blank + 1,
        None => from,
    }
}

/// The end of the last whole word at most `room` characters behind `from`.
fn forth(text: &str, from: usize, most: usize, room: usize) -> usize {
    let after = text.get(from..most).unwrap_or_default();
    let Some((at, _)) = after.char_indices().nth(room) else { return most };
    let cut = after.get(..at).unwrap_or_default();
    match cut.char_indices().rev().find(|(_, c)| *c == ' ') {
        Some((blank, _)) if blank > 0 => from + blank,
        _ => from + at,
    }
}

/// A stretch of a text, to be shown.
struct Passage<'t> {
    text: &'t str,
    range: Range<usize>,
    /// It begins where a sentence does.
    starts: bool,
    /// It ends where a sentence does.
    ends: bool,
}

impl<'t> Passage<'t> {
    /// A range of a text that has these sentences.
    fn new(text: &'t str, sentences: &[Range<usize>], range: Range<usize>) -> Passage<'t> {
        let starts = sentences.iter().any(|sentence| sentence.start == range.start);
        let ends = sentences.iter().any(|sentence| sentence.end == range.end);
        Passage { text, range, starts, ends }
    }

    /// With an ellipsis where it begins or ends inside a sentence.
    fn parts(self, matches: &[Match]) -> Parts<'t> {
        let text = self.text.get(self.range.clone()).unwrap_or_default();
        let (before, after) = (if self.starts { "" } else { "… " }, if self.ends { "" } else { " …" });
        let mut parts = Parts { text: text.into(), marks: Vec::new() };
        if !(self.starts && self.ends) {
            parts.text = joined([before, text, after]).into();
        }
        for one in within(matches, &self.range) {
            let place = |at: usize| at - self.range.start + before.len();
            parts.mark(place(one.range.start)..place(one.range.end));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_what_is_marked() {
        let check = |text: &str, marks: &[(usize, usize)], expect: &str| {
            let mut parts = Parts { text: text.into(), marks: Vec::new() };
            marks.iter().for_each(|(start, end)| parts.mark(*start..*end));
            let piece = |piece: Piece<'_>| if piece.is_match { format!("[{}]", piece.text) } else { piece.text.into() };
            assert_eq!(parts.pieces().map(piece).collect::<Vec<String>>().join("|"), expect, "{marks:?} of {text:?}");
        };
        check("", &[], "");
        check("old bridge", &[], "old bridge");
        check("old bridge", &[(4, 10)], "old |[bridge]");
        check("old bridge", &[(0, 3), (4, 10)], "[old]| |[bridge]");
        check("old bridge", &[(0, 10)], "[old bridge]");
        check("日本経済", &[(0, 6), (6, 9)], "[日本経]|済");
    }

    #[test]
    fn passages_that_stand_once() {
        let check = |passage: &str, texts: &[&str], expect| {
            assert_eq!(is_unique(passage, texts.iter().copied()), expect, "{passage:?} in {texts:?}");
        };
        let story = "The bridge opened on Saturday. Sheep crossed it first. The mayor spoke.";
        check("The bridge opened on Saturday.", &[story], true);
        check("The bridge opened on Saturday. Sheep crossed it first.", &["Bridge opened", story], true);
        check("The bridge opened on Saturday.", &["The bridge opened on Saturday", story], false);
        // One of its sentences is enough to lead elsewhere; one that leads nowhere does not count.
        check(
            "The bridge opened on Saturday. Sheep crossed it first.",
            &[story, "Sheep crossed it first, too."],
            false,
        );
        check("The mayor spoke. The bridge opened on Saturday.", &[story, "The mayor spoke."], true);
        check("… crossed it first. The mayor …", &[story], true);
        check("aaaaaaaaaaaaaaaa", &["aaaaaaaaaaaaaaaaa"], false);
        check("", &[story], true);
    }
}
