//! Completions: what the reader may be about to type.
//!
//! The last word is finished by the words that tell most: those that many articles have which have the words before it
//! too, but not nearly all articles there are. The whole of a compound, such as `governmentcommissioned`, is no word that
//! anybody types: what only stands where all its parts do is not offered. Words that follow each other in several
//! headlines come as a phrase, and a headline itself where the line is part of one.

use super::snippet::{Parts, joined};
use super::terms::commonest_with_prefix;
use super::{Attempt, Boards, Budget, Clause, is_word, leaves_of, matching};
use crate::analysis::characters;
use crate::query::{LeafKind, Node, ParseContext, parse};
use crate::segment::forms::Form;
use crate::segment::postings::{Mark, place_of};
use crate::segment::{Segment, SegmentError};
use crate::sort::sort_by;

/// Forms that are looked at, the commonest ones.
const CANDIDATES: usize = 32;
/// Headlines that are read.
const HEADLINES: usize = 64;
/// Words that a phrase has beyond the one that is being typed.
const FURTHER: usize = 3;
/// Headlines that are offered whole.
const WHOLE: usize = 3;
/// Bytes of the shortest form that is taken for a compound: `into` and `himself` are words.
const COMPOUND: usize = 8;
/// Parts that a compound is taken for, at most.
const PARTS: usize = 4;

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// The last word of the line, finished.
    Word,
    /// The words that follow in several headlines.
    Phrase,
    /// A whole headline.
    Headline,
}

impl CompletionKind {
    /// The name in the JavaScript surface.
    pub fn name(self) -> &'static str {
        match self {
            CompletionKind::Word => "word",
            CompletionKind::Phrase => "phrase",
            CompletionKind::Headline => "headline",
        }
    }
}

/// A line that the reader may mean to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion<'s> {
    /// The whole line, with what was typed marked.
    pub parts: Parts<'s>,
    /// What was added.
    pub kind: CompletionKind,
    /// Articles that it finds, at least.
    pub count: u32,
}

/// The line, cut before the word that is being typed.
struct Typed<'l> {
    head: &'l str,
    /// The words of the head, if it is words and nothing else.
    words: Option<Vec<String>>,
    /// What is there of the last word, as it was typed and folded.
    last: &'l str,
    prefix: String,
}

/// Finishes the last word of a line, or more. Best first, at most `limit`.
///
/// # Errors
///
/// [`SegmentError::Damaged`].
pub fn complete<'s>(segment: &'s Segment<'_>, line: &str, limit: usize) -> Result<Vec<Completion<'s>>, SegmentError> {
    segment.settle();
    let typed = Typed::of(segment, line);
    segment.sound(typed.map_or_else(Vec::new, |typed| finished(segment, &typed, limit)))
}

fn finished<'s>(segment: &'s Segment<'_>, typed: &Typed<'_>, limit: usize) -> Vec<Completion<'s>> {
    let (mut words, documents) = words(segment, typed, limit);
    let mut out = words.split_off(words.len().min(limit.div_ceil(2)));
    std::mem::swap(&mut out, &mut words);
    if !typed.head.is_empty() || characters(&typed.prefix) > 2 {
        out.extend(headlines(segment, typed, &documents));
    }
    out.extend(words);
    out.truncate(limit);
    out
}

impl<'l> Typed<'l> {
    fn of(segment: &Segment<'_>, line: &'l str) -> Option<Typed<'l>> {
        let query = parse(line, &ParseContext::default());
        let range = last_typing(query.root.as_ref()?)?;
        let (head, last) = (line.get(..range.start)?, line.get(range)?);
        let mut token = None;
        segment.analyzer().each_token(last, |one| token = Some((one.form.to_owned(), one.range)));
        let (prefix, range) = token.filter(|(_, range)| range.end == last.len())?;
        let (head, last) = (line.get(..head.len() + range.start)?, last.get(range)?);
        let is_words = leaves_of(&query).iter().all(|leaf| is_word(leaf.kind) && leaf.field.is_none())
            && is_flat(query.root.as_ref()?);
        let words = is_words.then(|| {
            let mut words = Vec::new();
            segment.analyzer().each_token(head, |token| {
                if token.span == 1 {
                    words.push(token.form.to_owned());
                }
            });
            words
        });
        Some(Typed { head, words, last, prefix })
    }
}

/// The forms that finish the last word, the most telling one first, and the articles that have one of them in their
/// headline.
fn words<'s>(segment: &'s Segment<'_>, typed: &Typed<'_>, limit: usize) -> (Vec<Completion<'s>>, Vec<u32>) {
    let (forms, _) = commonest_with_prefix(segment, &typed.prefix, CANDIDATES);
    let before = having_words_before(segment, typed);
    let mut groups: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut titled = vec![false; segment.article_count() as usize];
    // One completion a stem: the form that most of the articles have.
    for (_, form) in &forms {
        let group = form.group;
        if groups.contains(&group) {
            continue;
        }
        groups.push(group);
        let postings = segment.postings(group);
        let mut count = 0;
        let same = forms.iter().filter(|(_, form)| form.group == group);
        let mut same: Vec<(u32, u32, u32)> =
            same.map(|(rank, form)| (*rank, form.ordinary_bit() | form.acronym_bit(), 0)).collect();
        for (at, (document, place)) in postings.documents.iter().zip(&postings.places).enumerate() {
            if before.as_ref().is_none_or(|before| before.get(*document as usize).is_some_and(|has| *has)) {
                count += 1;
                for (_, bits, count) in &mut same {
                    *count += u32::from(postings.forms_at(at) & *bits != 0);
                }
                if let Some(titled) = titled.get_mut(*document as usize) {
                    *titled |= place & place_of(0, Mark::Title as u8) != 0;
                }
            }
        }
        let value = count as f32 * matching::idf(postings.documents.len(), segment.article_count());
        let Some((rank, ..)) = same.into_iter().max_by_key(|(rank, _, count)| (*count, std::cmp::Reverse(*rank)))
        else {
            continue;
        };
        if let (true, Some(form)) = (count > 0, segment.fst().key_of(rank)) {
            found.push((value, rank, form, count));
        }
    }
    sort_by(&mut found, |one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let words = found.into_iter().filter(|(_, _, form, _)| !is_compound(segment, form)).take(limit);
    let words = words.map(|(_, _, form, count)| {
        // What the reader typed stays as it is; the rest of the word follows.
        let rest = form.get(typed.prefix.len()..).unwrap_or_default();
        completion(CompletionKind::Word, typed, rest, count)
    });
    let titled = (0..).zip(titled).filter(|(_, is_titled)| *is_titled).map(|(document, _)| document).collect();
    (words.collect(), titled)
}

/// Whether a form is but the whole of a compound: it is made of forms that stand wherever it does.
fn is_compound(segment: &Segment<'_>, form: &str) -> bool {
    form.len() >= COMPOUND
        && segment.lookup(form).is_some_and(|whole| is_joined(segment, form, &spelt(segment, &whole), PARTS))
}

/// Whether a text is two to `parts` forms, one behind the other, that all of `documents` have.
fn is_joined(segment: &Segment<'_>, text: &str, documents: &[u32], parts: usize) -> bool {
    let has_all = |form: &str| {
        let own = segment.lookup(form).map(|form| spelt(segment, &form)).unwrap_or_default();
        documents.iter().all(|document| own.binary_search(document).is_ok())
    };
    (2..text.len()).filter_map(|at| text.split_at_checked(at)).any(|(first, rest)| {
        has_all(first) && (has_all(rest) || parts > 2 && is_joined(segment, rest, documents, parts - 1))
    })
}

/// The articles that have a form.
fn spelt(segment: &Segment<'_>, form: &Form) -> Vec<u32> {
    let postings = segment.postings(form.group);
    let bits = form.ordinary_bit() | form.acronym_bit();
    let own = postings.documents.iter().enumerate().filter(|(at, _)| postings.forms_at(*at) & bits != 0);
    own.map(|(_, document)| *document).collect()
}

/// For each article whether it has the words before the last; `None` where there are none, or none has them.
fn having_words_before(segment: &Segment<'_>, typed: &Typed<'_>) -> Option<Vec<bool>> {
    let query = parse(typed.head, &ParseContext::default());
    let leaves = leaves_of(&query);
    let mut budget = Budget::new(segment.article_count());
    let mut attempt = Attempt::of(leaves.len());
    attempt.look_up(segment, typed.head, &query, &leaves, &mut Boards::new(&mut budget), None);
    let wanted = attempt.clause.as_ref().map_or(0, Clause::wanted);
    let mut has = vec![0u64; segment.article_count() as usize];
    for (at, found) in attempt.found.iter().enumerate() {
        for one in found {
            if let Some(has) = has.get_mut(one.document as usize) {
                *has |= 1 << at;
            }
        }
    }
    let has: Vec<bool> = has.into_iter().map(|has| has & wanted == wanted).collect();
    Some(has).filter(|has| wanted != 0 && has.contains(&true))
}

/// What follows in headlines that have the whole line, word by word.
fn headlines<'s>(segment: &'s Segment<'_>, typed: &Typed<'_>, documents: &[u32]) -> Vec<Completion<'s>> {
    let Some(before) = &typed.words else { return Vec::new() };
    let room = characters(typed.last);
    let mut whole = Vec::new();
    let mut phrases: Vec<(String, String, u32, usize)> = Vec::new();
    for document in documents.iter().take(HEADLINES) {
        let title = segment.record(*document).title;
        let mut tokens = Vec::new();
        segment.analyzer().each_token(title, |token| {
            if token.span == 1 {
                tokens.push((token.form.to_owned(), token.range));
            }
        });
        let is_here = |at: &usize| {
            let mut words = tokens.iter().skip(*at).map(|token| &token.0);
            before.iter().all(|word| words.next() == Some(word))
                && words.next().is_some_and(|word| word.starts_with(&typed.prefix))
        };
        let Some(at) = (0..tokens.len()).find(is_here).map(|at| at + before.len()) else { continue };
        let Some(start) = tokens.get(at).map(|token| token.1.start) else { continue };
        if whole.len() < WHOLE {
            let typed_from = tokens.get(at - before.len()).map_or(start, |token| token.1.start);
            whole.push((title, typed_from, start));
        }
        for further in 1..=FURTHER {
            let (Some(last), Some((form, next))) = (tokens.get(at + further - 1), tokens.get(at + further)) else {
                break;
            };
            if title.get(last.1.end..next.start) != Some(" ") {
                break;
            }
            // A phrase does not end with `of` or `the`.
            let class = segment.lookup(form).map_or(0, |form| form.class);
            if class + 3 > segment.article_count().max(1).ilog2() && segment.article_count() > 100 {
                continue;
            }
            let text = title.get(start..next.end).unwrap_or_default();
            let key = segment.analyzer().fold(text);
            match phrases.iter_mut().find(|phrase| phrase.0 == key) {
                Some(phrase) => phrase.2 += 1,
                None => phrases.push((key, text.to_owned(), 1, further)),
            }
        }
    }
    phrases.retain(|phrase| phrase.2 > 1);
    sort_by(&mut phrases, |one, other| (other.2, other.3).cmp(&(one.2, one.3)).then_with(|| one.0.cmp(&other.0)));
    let mut out: Vec<Completion<'_>> = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for (key, text, count, _) in phrases.iter().take(WHOLE * 2) {
        // Of a phrase and its beginning, the longer one if it is as common; it came first.
        if keys.iter().any(|other| other.starts_with(key.as_str())) {
            continue;
        }
        keys.push(key);
        let (_, rest) = split_after(text, room);
        out.push(completion(CompletionKind::Phrase, typed, rest, *count));
    }
    out.truncate(WHOLE);
    for (title, from, start) in whole {
        let (_, rest) = split_after(title.get(start..).unwrap_or_default(), room);
        let parts = Parts::with_mark(title, from..title.len() - rest.len());
        out.push(Completion { parts, kind: CompletionKind::Headline, count: 1 });
    }
    out
}

fn completion(kind: CompletionKind, typed: &Typed<'_>, rest: &str, count: u32) -> Completion<'static> {
    let text = joined([typed.head, typed.last, rest]);
    let mark = 0..text.len() - rest.len();
    Completion { parts: Parts::with_mark(text, mark), kind, count }
}

/// The first characters, and the rest.
fn split_after(text: &str, characters: usize) -> (&str, &str) {
    let at = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Whether a query is its words side by side.
fn is_flat(node: &Node) -> bool {
    match node {
        Node::Leaf(_) => true,
        Node::All(nodes) => nodes.iter().all(|node| matches!(node, Node::Leaf(_))),
        _ => false,
    }
}

/// Where the word stands that is being typed.
fn last_typing(node: &Node) -> Option<std::ops::Range<usize>> {
    match node {
        Node::Leaf(leaf) => (leaf.kind == LeafKind::Typing).then(|| leaf.range.clone()),
        Node::All(nodes) | Node::Any(nodes) => nodes.last().and_then(last_typing),
        Node::Not(_) | Node::Dates(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Block};
    use crate::build::{BuildOptions, SegmentBuilder};

    #[test]
    fn compounds_are_not_offered_as_one_word() {
        let mut builder = SegmentBuilder::new(BuildOptions::default());
        let stories = [
            "A government-commissioned report on state-of-the-art webs, a government website and goalkeepers",
            "The government report: websites and a goalkeeper, a keeper",
        ];
        for (at, text) in stories.iter().enumerate() {
            builder.add(Article {
                id: at.to_string(),
                title: (*text).into(),
                language: Some("en".into()),
                ..Article::default()
            });
        }
        let built = builder.finish();
        let segment = Segment::open(&built.bytes).unwrap();
        let check = |line: &str, expect: &[&str]| {
            let completions = complete(&segment, line, 20).unwrap();
            let words = completions.iter().filter(|one| one.kind == CompletionKind::Word);
            assert_eq!(words.map(|one| &*one.parts.text).collect::<Vec<_>>(), expect, "{line}");
        };
        check("govern", &["government"]);
        check("stateo", &[]);
        check("stat", &["state"]);
        check("goal", &["goalkeeper"]);
        check("webs", &["webs", "website"]);
    }

    #[test]
    fn lines_that_are_finished() {
        let mut builder = SegmentBuilder::new(BuildOptions::default());
        let stories = [
            ("Prime minister opens bridge", "The minister met the mayor, and more people came."),
            ("Prime Minister opens market", "More and more people saw the minister."),
            ("Harbour prices rise", "More priests, more prizes."),
            ("Élysée parties go on", "A primer for members of the party."),
        ];
        for (at, (title, text)) in stories.iter().enumerate() {
            builder.add(Article {
                id: at.to_string(),
                url: format!("/{at}"),
                title: (*title).into(),
                blocks: vec![Block::Paragraph((*text).into())],
                language: Some("en".into()),
                ..Article::default()
            });
        }
        let built = builder.finish();
        let segment = Segment::open(&built.bytes).unwrap();
        let check = |line: &str, expect: &str| {
            let completions = complete(&segment, line, 4).unwrap();
            let shown: Vec<String> = completions
                .iter()
                .map(|one| {
                    let parts: String = one
                        .parts
                        .pieces()
                        .map(|part| if part.is_match { format!("[{}]", part.text) } else { part.text.to_owned() })
                        .collect();
                    assert_eq!(parts.replace(['[', ']'], ""), one.parts.text);
                    format!("{} {} {parts}", one.kind.name(), one.count)
                })
                .collect();
            assert_eq!(shown.join(" | "), expect, "{line}");
        };
        // The word that the articles with the word before have, not the one that all have.
        check(
            "prime m",
            "word 2 [prime m]inister | word 1 [prime m]arket | phrase 2 [prime m]inister opens | headline 1 [Prime m]inister opens bridge",
        );
        check(
            "prim",
            "word 2 [prim]e | word 1 [prim]er | phrase 2 [prim]e minister opens | headline 1 [Prim]e minister opens bridge",
        );
        check("elys", "word 1 [elys]ee | headline 1 [Élys]ée parties go on");
        check("bridge -p", "");
        check("bridge OR p", "word 1 [bridge OR p]eople | word 1 [bridge OR p]rime");
        check("zzz", "");
        check("", "");
        check("prime ", "");
        check("\"prime m\"", "");
    }
}
