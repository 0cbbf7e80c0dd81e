//! Quotation marks that are given up when nothing is found.
//!
//! Beside other words they are as likely a quotation, or irony, as a demand: a headline pasted into the box, a name in
//! quotes. Where no article has the phrases, their words are looked for instead, and the answer says that it is relaxed;
//! so too where no article has all of a text that is too long for a query, as nobody demands a phrase in such. A phrase
//! that stands alone is what was asked for and stays.

use crate::query::{Leaf, LeafKind, Node, Query};

/// Words and phrases of the longest line that is a query, not a text that was pasted.
pub(super) const QUERY_LEAVES: usize = 16;
/// Leaves that a query may have: bits of a number.
const MAX_LEAVES: usize = 64;

/// The query with its phrases taken apart into words; `None` where that is not to be done.
pub(super) fn without_quotes(query: &Query) -> Option<Query> {
    let Some(Node::All(nodes)) = &query.root else { return None };
    let is_loose = |node: &&Node| matches!(node, Node::Leaf(leaf) if leaf.field.is_none());
    let is_phrase =
        |node: &Node| matches!(node, Node::Leaf(leaf) if leaf.kind == LeafKind::Phrase && leaf.field.is_none());
    if nodes.iter().filter(is_loose).count() < 2 || !nodes.iter().any(is_phrase) {
        return None;
    }
    let mut room = MAX_LEAVES.saturating_sub(super::leaves_of(query).len());
    let mut apart = Vec::new();
    for node in nodes {
        match node {
            Node::Leaf(leaf) if is_phrase(node) => {
                let words = words_of(leaf).take(room + 1);
                let before = apart.len();
                apart.extend(words.map(Node::Leaf));
                room = (room + 1).saturating_sub(apart.len() - before);
            }
            node => apart.push(node.clone()),
        }
    }
    Some(Query { root: Some(Node::All(apart)), notes: query.notes.clone() })
}

/// The words of a phrase, each as if it stood alone. Those with another blank between them than ASCII's stay together,
/// and both have to be there: the table of all blanks is not worth what it takes.
fn words_of(phrase: &Leaf) -> impl Iterator<Item = Leaf> {
    phrase.text.split_ascii_whitespace().map(|word| {
        let start = phrase.range.start + (word.as_ptr() as usize - phrase.text.as_ptr() as usize);
        Leaf { text: word.to_owned(), range: start..start + word.len(), kind: LeafKind::Word, field: None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{ParseContext, parse};

    #[test]
    fn quotes_are_given_up_among_other_words() {
        let check = |line: &str, expect: Option<&str>| {
            let apart = without_quotes(&parse(line, &ParseContext::default()));
            assert_eq!(apart.map(|query| query.to_string()).as_deref(), expect, "{line}");
        };
        check("\"old mill bridge\"", None);
        check("bridge flood", None);
        check("bridge \"old mill\"", Some("bridge old mill "));
        check("\"old mill\" \"new road\" ", Some("old mill new road "));
        check("\"old mill\" section:sport", None);
        check("bridge title:\"old mill\"", None);
        check("bridge -\"old mill\" \"a b\" after:2025", Some("bridge -\"old mill\" a b after:2025-01-01"));
        check("bridge OR \"old mill\"", None);
    }

    #[test]
    fn words_know_where_they_stand() {
        let line = "the “old  mill” bridge";
        let apart = without_quotes(&parse(line, &ParseContext::default())).unwrap();
        for leaf in super::super::leaves_of(&apart) {
            assert_eq!(&line[leaf.range.clone()], leaf.text);
        }
    }

    #[test]
    fn leaves_stay_within_their_bits() {
        let long = "word ".repeat(60) + "\"" + &"other ".repeat(40) + "\" \"" + &"third ".repeat(40) + "\"";
        let apart = without_quotes(&parse(&long, &ParseContext::default())).unwrap();
        assert_eq!(super::super::leaves_of(&apart).len(), MAX_LEAVES);
    }
}
