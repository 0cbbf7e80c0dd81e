//! A question against every article: which match, in what order, with what beside them.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use newshound_index::date::Precision;
use newshound_index::query::{DayRange, Leaf, LeafKind, Node, ParseContext, Query, parse};
use newshound_index::search::{AnswerNote, Request, Sort};

use super::leaf::{Found, Setting, find};
use super::publisher;
use super::scan::{Doc, Library};

/// So many articles with everything are enough: no others are shown.
const ENOUGH: usize = 10;

/// What should come out, all hits of it.
pub(crate) struct Expected {
    pub(crate) hits: Vec<ExpectedHit>,
    pub(crate) facets: Vec<(String, Vec<(String, u32)>)>,
    pub(crate) timeline: Option<Vec<(i32, u8, u32)>>,
    pub(crate) suggestion: Option<String>,
    pub(crate) notes: Vec<AnswerNote>,
}

pub(crate) struct ExpectedHit {
    pub(crate) doc: usize,
    pub(crate) score: f32,
    pub(crate) has_all: bool,
    pub(crate) is_verified: Option<bool>,
    /// Its place among the pinned.
    pub(crate) pin: Option<usize>,
    /// Documents of its group behind it, newest first.
    pub(crate) behind: Vec<usize>,
}

/// The question without the leaves that ask for nothing.
enum Tree {
    Leaf(usize),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    Dates(DayRange),
}

impl Tree {
    fn of(node: &Node, asks: &[bool], next: &mut usize) -> Option<Tree> {
        let mut inner =
            |nodes: &[Node]| -> Vec<Tree> { nodes.iter().filter_map(|node| Tree::of(node, asks, next)).collect() };
        match node {
            Node::Leaf(_) => {
                *next += 1;
                asks[*next - 1].then_some(Tree::Leaf(*next - 1))
            }
            Node::All(nodes) => Tree::joined(inner(nodes), Tree::All),
            Node::Any(nodes) => Tree::joined(inner(nodes), Tree::Any),
            Node::Not(node) => Tree::of(node, asks, next).map(|tree| Tree::Not(Box::new(tree))),
            Node::Dates(days) => Some(Tree::Dates(*days)),
        }
    }

    fn joined(mut trees: Vec<Tree>, join: fn(Vec<Tree>) -> Tree) -> Option<Tree> {
        if trees.len() > 1 { Some(join(trees)) } else { trees.pop() }
    }

    fn holds(&self, has: &dyn Fn(usize) -> bool, day: Option<i32>) -> bool {
        match self {
            Tree::Leaf(leaf) => has(*leaf),
            Tree::All(trees) => trees.iter().all(|tree| tree.holds(has, day)),
            Tree::Any(trees) => trees.iter().any(|tree| tree.holds(has, day)),
            Tree::Not(tree) => !tree.holds(has, day),
            Tree::Dates(days) => day.is_some_and(|day| days.contains(day)),
        }
    }

    /// The leaves that articles are found by.
    fn wanted(&self) -> Vec<usize> {
        match self {
            Tree::Leaf(leaf) => vec![*leaf],
            Tree::All(trees) | Tree::Any(trees) => trees.iter().flat_map(Tree::wanted).collect(),
            Tree::Not(_) | Tree::Dates(_) => vec![],
        }
    }
}

fn leaves_of<'q>(node: &'q Node, out: &mut Vec<&'q Leaf>) {
    match node {
        Node::Leaf(leaf) => out.push(leaf),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| leaves_of(node, out)),
        Node::Not(node) => leaves_of(node, out),
        Node::Dates(_) => {}
    }
}

/// An article that is what was asked for, filters apart.
struct Candidate {
    doc: usize,
    score: f32,
    has_all: bool,
    is_verified: Option<bool>,
    pin: Option<usize>,
}

struct Attempt<'l, 'a> {
    library: &'l Library<'a>,
    leaves: Vec<&'l Leaf>,
    found: Vec<Option<Found>>,
    tree: Option<Tree>,
}

/// Which filters an article passes: all but those in the list, by number; the dates come last.
fn failed(doc: &Doc<'_>, request: &Request) -> Vec<usize> {
    let set = request.filters.iter().filter(|(_, values)| !values.is_empty());
    let mut failed: Vec<usize> = set
        .enumerate()
        .filter(|(_, (name, values))| !doc.values(name).iter().any(|own| values.iter().any(|value| value == own)))
        .map(|(at, _)| at)
        .collect();
    if request.dates.is_some_and(|days| !doc.day().is_some_and(|day| days.contains(day))) {
        failed.push(usize::MAX);
    }
    failed
}

impl<'l, 'a> Attempt<'l, 'a> {
    fn new(library: &'l Library<'a>, line: &str, query: &'l Query, doubted: Option<usize>) -> Attempt<'l, 'a> {
        let mut leaves = Vec::new();
        if let Some(root) = &query.root {
            leaves_of(root, &mut leaves);
        }
        let all = vec![true; leaves.len()];
        let whole = query.root.as_ref().and_then(|root| Tree::of(root, &all, &mut 0));
        let wanted = whole.as_ref().map_or(vec![], Tree::wanted);
        let words = wanted.iter().filter(|at| leaves[**at].field.is_none()).count();
        let setting = |at| Setting {
            leaves: leaves.len(),
            words,
            is_doubted: doubted == Some(at),
            is_wanted: wanted.contains(&at),
        };
        let meant = publisher::meant(library, line, &leaves, &wanted);
        let found: Vec<Option<Found>> =
            leaves.iter().enumerate().map(|(at, leaf)| find(library, leaf, &setting(at), &meant[at])).collect();
        let asks: Vec<bool> = found.iter().map(Option::is_some).collect();
        let tree = query.root.as_ref().and_then(|root| Tree::of(root, &asks, &mut 0));
        Attempt { library, leaves, found, tree }
    }

    fn correction(&self, line: &str) -> Option<String> {
        let mut out = line.to_owned();
        let corrected: Vec<(&Leaf, &String)> = self
            .leaves
            .iter()
            .zip(&self.found)
            .filter_map(|(leaf, found)| Some((*leaf, found.as_ref()?.correction.as_ref()?)))
            .collect();
        for (leaf, better) in corrected.iter().rev() {
            out.replace_range(leaf.range.clone(), better);
        }
        (!corrected.is_empty()).then_some(out)
    }

    fn is_word(&self, leaf: usize) -> bool {
        self.leaves[leaf].kind != LeafKind::Phrase && self.leaves[leaf].field.is_none()
    }

    fn has_words(&self, leaf: usize, doc: usize) -> bool {
        self.found[leaf].as_ref().is_some_and(|found| found.scores.contains_key(&doc))
    }

    fn wanted(&self) -> Vec<usize> {
        self.tree.as_ref().map_or(vec![], Tree::wanted)
    }

    /// What an article that has all words gains where those that follow each other in the line do so in it: a tenth of what
    /// a word counts that as many articles have.
    fn near(&self, query: &Query, doc: usize) -> Vec<f32> {
        let Some(Node::All(nodes)) = &query.root else { return vec![] };
        let mut gains = vec![];
        let is_word = |leaf: &Leaf| matches!(leaf.kind, LeafKind::Word | LeafKind::Typing) && leaf.field.is_none();
        let place = |one: &Leaf| self.leaves.iter().position(|leaf| *leaf == one).unwrap();
        let is_missing = |node: &Node| matches!(node, Node::Leaf(leaf) if is_word(leaf) && self.found[place(leaf)].is_some() && !self.has_words(place(leaf), doc));
        if nodes.iter().any(is_missing) {
            return gains;
        }
        for pair in nodes.windows(2) {
            let [Node::Leaf(one), Node::Leaf(other)] = pair else { continue };
            let at = place(one);
            let form = |leaf: usize| self.found[leaf].as_ref().and_then(Found::word);
            if let (true, true, Some(first), Some(second)) = (is_word(one), is_word(other), form(at), form(at + 1)) {
                let words = (first.to_owned(), second.to_owned());
                let has_both = self.has_words(at, doc) && self.has_words(at + 1, doc);
                let stands = |doc: &Doc<'_>| doc.has_pair(first, second);
                if self.library.pairs.contains(&words) && has_both && stands(&self.library.docs[doc]) {
                    let count = self.library.docs.iter().filter(|doc| stands(doc)).count();
                    gains.push(0.1 * self.library.idf(count));
                }
            }
        }
        gains
    }

    /// The wanted word of four letters or more that fewest articles have.
    fn rarest(&self) -> Option<usize> {
        let long = |leaf: &usize| self.is_word(*leaf) && self.leaves[*leaf].text.chars().count() >= 4;
        let mut wanted = self.wanted();
        wanted.sort_unstable();
        let count = |leaf: &usize| self.found[*leaf].as_ref().map_or(0, |found| found.scores.len());
        wanted.into_iter().filter(long).min_by_key(count).filter(|_| self.leaves.len() > 1)
    }

    /// Of a question of several words these, where they need not all be there, and what has to hold in any case.
    fn softened(&self) -> Option<(Vec<&Tree>, Vec<&Tree>)> {
        let Some(Tree::All(trees)) = &self.tree else { return None };
        let is_soft = |tree: &Tree| match tree {
            Tree::Leaf(leaf) => self.is_word(*leaf),
            Tree::Any(any) => any.iter().all(|tree| matches!(tree, Tree::Leaf(leaf) if self.is_word(*leaf))),
            _ => false,
        };
        let (words, rest): (Vec<&Tree>, Vec<&Tree>) = trees.iter().partition(|tree| is_soft(tree));
        (words.len() > 1).then_some((words, rest))
    }

    /// The weight of the words that an article has.
    fn weight(&self, words: &[&Tree], doc: usize) -> f32 {
        let count = |leaf: usize| self.found[leaf].as_ref().map_or(0, |found| found.scores.len());
        let weight =
            |word: &Tree| word.wanted().into_iter().map(|leaf| self.library.idf(count(leaf))).fold(0.0, f32::max);
        let own = words.iter().filter(|word| word.holds(&|leaf| self.has_words(leaf, doc), None));
        own.fold(0.0, |sum: f32, word| sum + weight(word))
    }

    /// Articles that match, whether a phrase could not be compared, and how many of those that pass have everything.
    fn judge(&self, query: &Query, request: &Request) -> (Vec<Candidate>, bool, usize, bool) {
        let wanted = self.wanted();
        let (mut strict, mut loose) = (Vec::new(), Vec::new());
        let softened = self.softened();
        let weights: Vec<f32> = match &softened {
            Some((words, _)) => (0..self.library.docs.len()).map(|doc| self.weight(words, doc)).collect(),
            None => Vec::new(),
        };
        let most = weights.iter().copied().fold(0.0, f32::max);
        let mut is_doubtful = [false; 2];
        for (at, doc) in self.library.docs.iter().enumerate() {
            // `None`: no article-side text to compare the phrase with.
            let has: Vec<Option<bool>> = (0..self.leaves.len())
                .map(|leaf| match &self.found[leaf] {
                    Some(found) if self.has_words(leaf, at) && found.is_phrase => found.stands_in(doc),
                    _ => Some(self.has_words(leaf, at)),
                })
                .collect();
            let compared = (0..self.leaves.len())
                .any(|leaf| self.has_words(leaf, at) && self.found[leaf].as_ref().is_some_and(|found| found.is_phrase));
            let is_known = !has.contains(&None);
            let taken = |leaf: usize| has[leaf].unwrap_or(true);
            let spared = |leaf: usize| has[leaf].unwrap_or(false);
            let passes = failed(doc, request).is_empty();
            let all = |has: &dyn Fn(usize) -> bool| self.tree.as_ref().is_none_or(|tree| tree.holds(has, doc.day()));
            let enough = |has: &dyn Fn(usize) -> bool| {
                // Of what the article with most of the words has: a quarter, or somewhat more than one word of few.
                let share = |words: &[&Tree]| (1.2 / words.len() as f32).clamp(0.25, 0.45);
                softened.as_ref().is_some_and(|(words, rest)| {
                    rest.iter().all(|tree| tree.holds(has, doc.day()))
                        && weights[at] > 0.0
                        && weights[at] >= most * share(words)
                })
            };
            let has_all = all(&taken);
            // An article without its phrase compared is shown all the same, or left out although it may belong.
            is_doubtful[0] |= passes && !is_known && (has_all || all(&spared));
            is_doubtful[1] |= passes && !is_known && (has_all || all(&spared) || enough(&taken) || enough(&spared));
            if !has_all && !enough(&taken) {
                continue;
            }
            let mut own: Vec<usize> = wanted.iter().copied().filter(|leaf| taken(*leaf)).collect();
            own.sort_unstable();
            let score = |leaf: &usize| self.found[*leaf].as_ref().map_or(0.0, |found| found.scores[&at]);
            let sum = own.iter().map(score).chain(self.near(query, at)).fold(0.0, |sum: f32, score| sum + score);
            let candidate = Candidate {
                doc: at,
                score: sum
                    * (recency(self.library, doc, request)
                        * publisher::boost(self.library, doc.article.section.as_deref())),
                has_all,
                is_verified: compared.then_some(is_known),
                pin: None,
            };
            if has_all { strict.push(candidate) } else { loose.push(candidate) }
        }
        let passes = |one: &Candidate| failed(&self.library.docs[one.doc], request).is_empty();
        let count = strict.iter().filter(|one| passes(one)).count();
        let is_relaxed = count < ENOUGH && loose.iter().any(passes);
        if is_relaxed {
            strict.append(&mut loose);
        }
        (strict, is_relaxed, count, is_doubtful[usize::from(is_relaxed)])
    }
}

/// A fifth of the score fades, by half in each half-life; without a date all of it has.
fn recency(library: &Library<'_>, doc: &Doc<'_>, request: &Request) -> f32 {
    let days = request.half_life.unwrap_or(365.0);
    let now = request.today.map(|today| (i64::from(today) + 1) * 86_400).or(library.newest);
    let Some(now) = now.filter(|_| days > 0.0 && days.is_finite()) else { return 1.0 };
    let left = match doc.seconds() {
        Some(seconds) => {
            let age = (now - seconds).max(0) as f64 / (f64::from(days) * 86_400.0);
            if age < 1000.0 { (-age).exp2() } else { 0.0 }
        }
        None => 0.0,
    };
    (1.0 - 0.2 + 0.2 * left) as f32
}

/// Newest first, what has no date last, then by id.
pub(crate) fn newest(library: &Library<'_>, one: usize, other: usize) -> Ordering {
    let key = |doc: usize| (Reverse(library.docs[doc].seconds()), &library.docs[doc].article.id);
    key(one).cmp(&key(other))
}

/// What is pinned before what is not.
fn pinned(one: Option<usize>, other: Option<usize>) -> Ordering {
    one.unwrap_or(usize::MAX).cmp(&other.unwrap_or(usize::MAX))
}

/// Which of two hits stands first.
pub(crate) fn order(
    library: &Library<'_>,
    sort: Sort,
    scores: bool,
    one: &ExpectedHit,
    other: &ExpectedHit,
) -> Ordering {
    let by_date = newest(library, one.doc, other.doc);
    match sort {
        Sort::Relevance => {
            let score = if scores { other.score.total_cmp(&one.score) } else { Ordering::Equal };
            pinned(one.pin, other.pin).then(other.has_all.cmp(&one.has_all)).then(score).then(by_date)
        }
        Sort::Newest => by_date,
        Sort::Oldest => {
            let key = |doc: usize| {
                (library.docs[doc].seconds().is_none(), library.docs[doc].seconds(), &library.docs[doc].article.id)
            };
            key(one.doc).cmp(&key(other.doc))
        }
    }
}

/// One article of each group: one that `prefers`, else one with everything, else any; the newest of these.
fn one_of_each<'c>(
    library: &Library<'_>,
    groups: &[usize],
    candidates: &[&'c Candidate],
    prefers: impl Fn(&Candidate) -> bool,
) -> Vec<&'c Candidate> {
    let mut best: BTreeMap<usize, &Candidate> = BTreeMap::new();
    for one in candidates {
        let is_better = |other: &Candidate| {
            let key = |one: &Candidate| (!prefers(one), one.pin.unwrap_or(usize::MAX), !one.has_all);
            key(one).cmp(&key(other)).then(newest(library, one.doc, other.doc)) == Ordering::Less
        };
        let slot = best.entry(groups[one.doc]).or_insert(one);
        if is_better(slot) {
            *slot = one;
        }
    }
    best.into_values().collect()
}

/// The question with its phrases as words, where they stand among other words or phrases at its root.
fn without_quotes(query: &Query) -> Option<Query> {
    let Some(Node::All(nodes)) = &query.root else { return None };
    let free = |node: &Node| matches!(node, Node::Leaf(leaf) if leaf.field.is_none());
    let phrase =
        |node: &Node| matches!(node, Node::Leaf(leaf) if leaf.field.is_none() && leaf.kind == LeafKind::Phrase);
    if nodes.iter().filter(|node| free(node)).count() < 2 || !nodes.iter().any(phrase) {
        return None;
    }
    let mut apart = Vec::new();
    for node in nodes {
        match node {
            Node::Leaf(leaf) if phrase(node) => {
                let mut from = 0;
                for word in leaf.text.split_ascii_whitespace() {
                    let at = from + leaf.text[from..].find(word).unwrap();
                    from = at + word.len();
                    let range = leaf.range.start + at..leaf.range.start + from;
                    apart.push(Node::Leaf(Leaf { text: word.into(), range, kind: LeafKind::Word, field: None }));
                }
            }
            node => apart.push(node.clone()),
        }
    }
    Some(Query { root: Some(Node::All(apart)), notes: query.notes.clone() })
}

/// The question looked up as typed, or with a slip put right where that finds more.
fn best<'l, 'a>(
    library: &'l Library<'a>,
    query: &'l Query,
    request: &Request,
) -> (Attempt<'l, 'a>, (Vec<Candidate>, bool, usize, bool)) {
    let attempt = Attempt::new(library, &request.text, query, None);
    let judged = attempt.judge(query, request);
    if judged.2 == 0
        && attempt.correction(&request.text).is_none()
        && let Some(rarest) = attempt.rarest()
    {
        let second = Attempt::new(library, &request.text, query, Some(rarest));
        let again = second.judge(query, request);
        if second.correction(&request.text).is_some() && again.2 > 0 {
            return (second, again);
        }
    }
    (attempt, judged)
}

/// The answer; `groups` says which articles are one story: those with the same number.
pub(crate) fn answer(library: &Library<'_>, groups: &[usize], request: &Request) -> (Expected, bool) {
    let query = parse(&request.text, &ParseContext { today: request.today });
    let apart = without_quotes(&query);
    let (mut attempt, mut judged) = best(library, &query, request);
    let is_empty = |judged: &[Candidate]| !judged.iter().any(|one| failed(&library.docs[one.doc], request).is_empty());
    let mut leaves = Vec::new();
    query.root.iter().for_each(|root| leaves_of(root, &mut leaves));
    // A line of more than 16 words and phrases is a text, in which nobody demands a phrase.
    let is_text = judged.2 == 0 && leaves.len() > 16;
    if (is_empty(&judged.0) || is_text)
        && let Some(apart) = &apart
    {
        let (words, (mut candidates, _, _, is_doubtful)) = best(library, apart, request);
        if !is_empty(&candidates) {
            candidates.iter_mut().for_each(|one| one.has_all = false);
            (attempt, judged) = (words, (candidates, true, 0, is_doubtful));
        }
    }
    let (mut candidates, _, _, is_doubtful) = judged;
    if attempt.tree.is_none() && query.notes.is_empty() && !request.text.trim().is_empty() {
        candidates.clear();
    }
    for (place, doc) in publisher::pinned(library, &request.text).into_iter().enumerate() {
        match candidates.iter_mut().find(|one| one.doc == doc) {
            Some(known) => known.pin = Some(place),
            None => {
                candidates.push(Candidate { doc, score: 0.0, has_all: false, is_verified: None, pin: Some(place) });
            }
        }
    }
    let scores = !attempt.wanted().is_empty();
    let alone: Vec<usize> = (0..library.docs.len()).collect();
    let groups = if request.collapse { groups } else { &alone };
    let passing = |except: Option<usize>| -> Vec<&Candidate> {
        let fails = |one: &Candidate| failed(&library.docs[one.doc], request);
        candidates.iter().filter(|one| fails(one).iter().all(|filter| Some(*filter) == except)).collect()
    };
    let counted = |except: Option<usize>| {
        one_of_each(library, groups, &passing(except), |one| failed(&library.docs[one.doc], request).is_empty())
    };

    let shown = passing(None);
    let mut hits: Vec<ExpectedHit> = one_of_each(library, groups, &shown, |_| true)
        .into_iter()
        .map(|one| {
            let same: Vec<&&Candidate> = shown.iter().filter(|other| groups[other.doc] == groups[one.doc]).collect();
            let mut behind: Vec<usize> = same.iter().map(|other| other.doc).filter(|doc| *doc != one.doc).collect();
            behind.sort_by(|one, other| newest(library, *one, *other));
            let score = same.iter().map(|other| other.score).fold(0.0, f32::max);
            ExpectedHit {
                doc: one.doc,
                score,
                has_all: one.has_all,
                is_verified: one.is_verified,
                pin: one.pin,
                behind,
            }
        })
        .collect();
    hits.sort_by(|one, other| order(library, request.sort, scores, one, other));

    let mut facets = Vec::new();
    for name in &request.facets {
        if library.docs.iter().all(|doc| doc.values(name).is_empty()) {
            continue;
        }
        let set = || request.filters.iter().filter(|(_, values)| !values.is_empty()).enumerate();
        let own = set().find(|(_, (filter, _))| filter == name);
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        // A wanted value that some article of the index has stays, even with nothing.
        for value in own.iter().flat_map(|(_, (_, values))| values) {
            if library.docs.iter().any(|doc| doc.values(name).contains(&value.as_str())) {
                counts.insert(value, 0);
            }
        }
        for one in counted(own.map(|own| own.0)) {
            library.docs[one.doc].values(name).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
        let mut counts: Vec<(String, u32)> =
            counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        facets.push((name.clone(), counts));
    }
    let timeline = (!request.facets.is_empty()).then(|| {
        let mut months: BTreeMap<(i32, u8), u32> = BTreeMap::new();
        for one in counted(Some(usize::MAX)) {
            let date = library.docs[one.doc].article.published;
            if let Some(date) = date.filter(|date| date.precision() >= Precision::Month) {
                *months.entry((date.civil_day().0, date.civil_day().1)).or_default() += 1;
            }
        }
        months.into_iter().map(|((year, month), count)| (year, month, count)).collect()
    });

    let suggestion = attempt.correction(&request.text).filter(|_| !hits.is_empty());
    let mut notes: Vec<AnswerNote> = query.notes.iter().cloned().map(AnswerNote::Query).collect();
    let complete = hits.iter().filter(|hit| hit.has_all).count();
    let is_relaxed = hits.iter().any(|hit| !hit.has_all && hit.pin.is_none());
    notes.extend(is_relaxed.then_some(AnswerNote::Relaxed(complete)));
    notes.extend(suggestion.is_some().then_some(AnswerNote::Typo));
    notes.extend(is_doubtful.then_some(AnswerNote::PhraseNotVerified));
    (Expected { hits, facets, timeline, suggestion, notes }, scores)
}
