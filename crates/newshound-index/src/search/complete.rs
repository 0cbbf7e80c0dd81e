//! Completions: what the reader may be about to type.

use super::snippet::Piece;
use crate::query::{LeafKind, Node, ParseContext, parse};
use crate::segment::postings::{Postings, Scratch};
use crate::segment::{Segment, SegmentError};
use crate::sort::sort_by;

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// The last word of the line, finished.
    Word,
    /// The words of some headline that follow.
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
pub struct Completion {
    /// The whole line.
    pub text: String,
    /// The same, with what was typed marked.
    pub parts: Vec<Piece>,
    /// What was added.
    pub kind: CompletionKind,
    /// Articles that have the word.
    pub count: u32,
}

/// Finishes the last word of a line in the ways that most articles do. Best first, at most `limit`.
///
/// # Errors
///
/// [`SegmentError::Damaged`].
pub fn complete(segment: &Segment<'_>, line: &str, limit: usize) -> Result<Vec<Completion>, SegmentError> {
    let query = parse(line, &ParseContext::default());
    let Some(range) = query.root.as_ref().and_then(last_typing) else { return Ok(Vec::new()) };
    let typed = line.get(range.clone()).unwrap_or_default();
    let mut word = None;
    segment.analyzer().each_token(typed, |token| word = Some((token.form.to_owned(), token.range)));
    let Some((prefix, token)) = word.filter(|(_, token)| token.end == typed.len()) else { return Ok(Vec::new()) };
    let Some((first, last)) = segment.fst()?.prefix_range(&prefix) else { return Ok(Vec::new()) };
    // One completion a stem: its commonest form.
    let mut forms = Vec::new();
    segment.each_form(first, last.saturating_add(1), |rank, form| {
        forms.push((std::cmp::Reverse(form.class), rank, form.group));
    })?;
    sort_by(&mut forms, Ord::cmp);
    let mut groups: Vec<u32> = Vec::new();
    let mut out = Vec::new();
    let (mut scratch, mut postings) = (Scratch::default(), Postings::default());
    for (_, rank, group) in forms {
        if out.len() >= limit {
            break;
        }
        if groups.contains(&group) {
            continue;
        }
        groups.push(group);
        let Some(form) = segment.fst()?.key_of(u64::from(rank)) else { continue };
        segment.postings(group, &mut scratch, &mut postings)?;
        // What the reader typed stays as it is; the rest of the word follows.
        let rest = form.get(prefix.len()..).unwrap_or_default().to_owned();
        let head = line.get(..range.start + token.end).unwrap_or_default().to_owned();
        let text = [head.as_str(), rest.as_str()].concat();
        let mut parts = vec![Piece { text: head, is_match: true }];
        if !rest.is_empty() {
            parts.push(Piece { text: rest, is_match: false });
        }
        let count = postings.documents.len() as u32;
        out.push(Completion { text, parts, kind: CompletionKind::Word, count });
    }
    Ok(out)
}

/// Where the word stands that is being typed.
fn last_typing(node: &Node) -> Option<std::ops::Range<usize>> {
    match node {
        Node::Leaf(leaf) => (leaf.kind == LeafKind::Typing).then(|| leaf.range.clone()),
        Node::All(nodes) | Node::Any(nodes) => nodes.last().and_then(last_typing),
        Node::Not(_) | Node::Dates(_) => None,
    }
}
