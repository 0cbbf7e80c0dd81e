//! What the publisher set, by the rules that are documented: synonyms, pins, boosts and weights.

use std::collections::{BTreeMap, BTreeSet};

use newshound_index::analysis::Analyzer;
use newshound_index::query::{Leaf, LeafKind, Node, ParseContext, parse};

use super::scan::Library;

/// Words side by side.
#[derive(Clone, PartialEq)]
pub(crate) struct Phrase {
    /// One form a place.
    pub(crate) words: Vec<String>,
    /// A single word, written as an acronym.
    pub(crate) is_acronym: bool,
}

/// The simple words of a text with their positions.
fn words(analyzer: &Analyzer, text: &str) -> Vec<(usize, String, bool)> {
    let mut words = Vec::new();
    analyzer.each_token(text, |token| {
        if token.span == 1 {
            words.push((token.position as usize, token.form.to_owned(), token.is_acronym));
        }
    });
    words
}

fn phrase(analyzer: &Analyzer, text: &str) -> Phrase {
    let words = words(analyzer, text);
    let at: BTreeMap<usize, &String> = words.iter().map(|(position, form, _)| (*position, form)).collect();
    let is_acronym = at.len() == 1 && words.last().is_some_and(|word| word.2);
    Phrase { words: at.into_values().cloned().collect(), is_acronym }
}

/// For each leaf of a line what else its words stand for, in the order of the words that are replaced, then as it
/// was set, then of the line.
pub(crate) fn meant(library: &Library<'_>, line: &str, leaves: &[&Leaf], wanted: &[usize]) -> Vec<Vec<Phrase>> {
    let analyzer = library.analyzer;
    let mut rules: BTreeMap<Vec<String>, Vec<Phrase>> = BTreeMap::new();
    for rule in &library.settings.synonyms {
        // Up to eight words.
        let fits = |text: &&String| (1..=8).contains(&phrase(analyzer, text).words.len());
        for from in rule.from.iter().filter(fits) {
            let typed: Vec<String> = words(analyzer, from).into_iter().map(|word| word.1).collect();
            for to in rule.to.iter().filter(fits).map(|to| phrase(analyzer, to)) {
                let own = rules.entry(typed.clone()).or_default();
                if to.words != phrase(analyzer, from).words && !own.contains(&to) && exists(library, &to) {
                    own.push(to);
                }
            }
        }
    }
    let is_plain = |at: usize| {
        wanted.contains(&at)
            && leaves[at].field.is_none()
            && matches!(leaves[at].kind, LeafKind::Word | LeafKind::Typing)
    };
    // Words in a row, each with its leaf, and which of its words it is.
    let mut runs: Vec<Vec<(String, usize, usize)>> = vec![vec![]];
    for (at, leaf) in leaves.iter().enumerate() {
        let follows = at > 0 && is_plain(at - 1) && {
            // What was excluded may stand in another order than in the line.
            let between = line.get(leaves[at - 1].range.end..leaf.range.start);
            between.is_some_and(|between| between.trim().is_empty())
        };
        if !follows {
            runs.push(vec![]);
        }
        if is_plain(at) {
            let own = words(analyzer, &leaf.text).into_iter().enumerate().map(|(nth, word)| (word.1, at, nth));
            runs.last_mut().unwrap().extend(own);
        }
    }
    let mut out = vec![vec![]; leaves.len()];
    for (typed, phrases) in &rules {
        let mut here: Vec<usize> = Vec::new();
        for window in runs.iter().flat_map(|run| run.windows(typed.len())) {
            // Leaves are meant as a whole.
            let (first, last) = (&window[0], &window[window.len() - 1]);
            let count = words(analyzer, &leaves[last.1].text).len();
            let is_whole = first.2 == 0 && last.2 + 1 == count;
            if is_whole && window.iter().map(|word| &word.0).eq(typed) {
                let meant: BTreeSet<usize> = window.iter().map(|word| word.1).collect();
                here.extend(meant);
            }
        }
        for leaf in here {
            out[leaf].extend(phrases.iter().cloned());
        }
    }
    out
}

/// Whether any article has it: the phrase, the acronym, or a word of the stem.
fn exists(library: &Library<'_>, phrase: &Phrase) -> bool {
    match phrase.words.as_slice() {
        [form] if phrase.is_acronym => library.spellings.contains(&(form.clone(), true)),
        [form] => library.count(&library.analyzer.stem(form)) > 0,
        _ => library.docs.iter().any(|doc| doc.has_phrase(&phrase.words)),
    }
}

/// The words of a line that is nothing but words: no signs between them, no fields.
fn line_of(analyzer: &Analyzer, line: &str) -> Option<Vec<String>> {
    let query = parse(line, &ParseContext::default());
    let nodes = match query.root? {
        Node::All(nodes) => nodes,
        node => vec![node],
    };
    let mut rest = line.to_owned();
    let mut out = Vec::new();
    for node in nodes.iter().rev() {
        let Node::Leaf(leaf) = node else { return None };
        if leaf.field.is_some() || !matches!(leaf.kind, LeafKind::Word | LeafKind::Typing) {
            return None;
        }
        rest.replace_range(leaf.range.clone(), "");
        let own = words(analyzer, &leaf.text).into_iter().map(|word| word.1);
        out.splice(0..0, own);
    }
    (rest.trim().is_empty() && !out.is_empty()).then_some(out)
}

/// The articles that are pinned to a line, in order.
pub(crate) fn pinned(library: &Library<'_>, line: &str) -> Vec<usize> {
    let Some(line) = line_of(library.analyzer, line) else { return vec![] };
    let mut out = Vec::new();
    for pin in &library.settings.pins {
        let own = line_of(library.analyzer, &pin.query);
        for wanted in pin.articles.iter().filter(|_| own.as_ref() == Some(&line)) {
            let by = |is: &dyn Fn(&str, &str) -> bool| {
                library.docs.iter().position(|doc| is(&doc.article.id, &doc.article.url))
            };
            let found = by(&|id, _| id == wanted).or_else(|| by(&|_, url| url == wanted));
            out.extend(found.filter(|at| !out.contains(at)));
        }
    }
    out
}

/// What the section of an article multiplies its score by.
pub(crate) fn boost(library: &Library<'_>, section: Option<&str>) -> f32 {
    let set = library.settings.section_boosts.iter().rev().find(|(name, _)| Some(name.as_str()) == section);
    set.map_or(1.0, |(_, boost)| *boost)
}
