//! [`Query`]: a reader's line as a tree, before any of its words is analysed.
//!
//! The tree says what was asked, not how it is answered: leaves carry the text as typed. Words that stand side by
//! side are an [`Node::All`], and whether all of them are really insisted on is the evaluator's to decide.
//!
//! What a tree from [`parse`](super::parse()) promises, so that the evaluator need not look:
//!
//! - `All` and `Any` have at least two children; no `All` stands directly in an `All`, no `Any` in an `Any`, no
//!   `Not` in a `Not`.
//! - `Not` stands only in an `All` or alone at the root, and every `All` but the root's has a child that is none.
//!   So only the root can be without anything to find ([`Note::OnlyExclusions`]).
//! - An `All` has at most one `Dates` directly inside.
//! - At most 64 leaves and dates, and no path from the root is longer than about a hundred nodes: recursion is safe.
//! - Leaves stand in the order of the line; a [`LeafKind::Typing`] is the last of them and never inside a `Not`.

use std::fmt::{self, Write};
use std::ops::Range;

use super::day::DayRange;
use super::note::Note;
use crate::date::civil_from_days;

/// What a reader's line asks for.
///
/// Displayed, it is a line in plain syntax that reads as the same tree, as long as the line stays below the length
/// limit of [`parse`](super::parse()): `a | "b c` becomes `a OR (b c`. A blank at its end says that the last word is
/// finished, and closing parentheses are left out behind one that is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What to find. `None` for a line with nothing to search for: list everything, newest first.
    pub root: Option<Node>,
    /// What could not be taken as typed, each at most once; in the order they were noticed.
    pub notes: Vec<Note>,
}

/// One condition on an article, made of others or of a [`Leaf`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word or phrase stands in the article.
    Leaf(Leaf),
    /// Every one holds.
    All(Vec<Node>),
    /// At least one holds.
    Any(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// The article's date lies inside.
    Dates(DayRange),
}

/// A word or phrase as typed. It may hold several terms (`F-16`), and also none, where the analyzer knows none of
/// its characters: such a leaf asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The text as typed, without quotation marks, `-`, `*` or field name. Has at least one character that is not
    /// punctuation.
    pub text: String,
    /// Where `text` stands in the line, in bytes: `line[range] == text`.
    pub range: Range<usize>,
    /// How it was typed.
    pub kind: LeafKind,
    /// The only field to look in; `None` for all of them.
    pub field: Option<Field>,
}

/// How a [`Leaf`] was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// A word that is finished.
    Word,
    /// The word at the very end of the line, which may be unfinished. A word that is excluded is never taken for
    /// unfinished: `rubio -fe` must not hide everything that starts with these letters.
    Typing,
    /// `word*`: any word that starts so.
    Prefix,
    /// `"some words"`: these words, side by side.
    Phrase,
}

/// A field of an article that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `title:` or `titles:`
    Title,
    /// `author:`, `authors:` or `by:`
    Author,
    /// `section:` or `sections:`
    Section,
    /// `tag:` or `tags:`
    Tag,
}

impl Field {
    /// The name that a query uses.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Author => "author",
            Field::Section => "section",
            Field::Tag => "tag",
        }
    }
}

impl Node {
    /// Whether this only says what is not wanted.
    pub(super) fn is_exclusion(&self) -> bool {
        match self {
            Node::Not(_) => true,
            Node::All(nodes) => nodes.iter().all(|node| matches!(node, Node::Not(_))),
            _ => false,
        }
    }

    /// The opposite, without a double `Not` and without an `All` of nothing but `Not`.
    pub(super) fn negate(self) -> Node {
        match self {
            Node::Not(node) => *node,
            Node::All(nodes) if nodes.iter().all(|node| matches!(node, Node::Not(_))) => {
                let mut any = Vec::new();
                for node in nodes {
                    match node.negate() {
                        Node::Any(inner) => any.extend(inner),
                        node => any.push(node),
                    }
                }
                Node::Any(any)
            }
            node => Node::Not(Box::new(node)),
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(out))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer { out, unclosed: 0, last: None };
        printer.node(self, false)?;
        match printer.last {
            Some(LeafKind::Typing) => Ok(()),
            last => {
                printer.close()?;
                if last == Some(LeafKind::Word) { printer.out.write_char(' ') } else { Ok(()) }
            }
        }
    }
}

/// Writes a tree. Closing parentheses wait until something follows them, since nothing may follow an unfinished word.
struct Printer<'a, 'b> {
    out: &'a mut fmt::Formatter<'b>,
    unclosed: usize,
    /// The kind of the leaf written last, if nothing but parentheses came behind it.
    last: Option<LeafKind>,
}

impl Printer<'_, '_> {
    fn close(&mut self) -> fmt::Result {
        for _ in 0..std::mem::take(&mut self.unclosed) {
            self.out.write_char(')')?;
        }
        Ok(())
    }

    /// `is_operand`: of `OR` or `-`, so what has several parts needs parentheses. `OR` binds closer than a blank.
    fn node(&mut self, node: &Node, is_operand: bool) -> fmt::Result {
        let is_group = match node {
            Node::All(_) => true,
            Node::Dates(range) => range.is_empty(),
            _ => false,
        };
        if is_group && is_operand {
            return self.group(node);
        }
        match node {
            Node::Leaf(leaf) => self.leaf(leaf),
            Node::All(nodes) => self.list(nodes, " ", false),
            Node::Any(nodes) => self.list(nodes, " OR ", true),
            Node::Not(node) => {
                self.out.write_char('-')?;
                if matches!(**node, Node::Any(_)) { self.group(node) } else { self.node(node, true) }
            }
            Node::Dates(range) => self.dates(range),
        }
    }

    fn group(&mut self, node: &Node) -> fmt::Result {
        self.out.write_char('(')?;
        self.node(node, false)?;
        self.unclosed += 1;
        Ok(())
    }

    fn list(&mut self, nodes: &[Node], between: &str, is_operand: bool) -> fmt::Result {
        for (at, node) in nodes.iter().enumerate() {
            if at > 0 {
                self.close()?;
                self.out.write_str(between)?;
            }
            self.node(node, is_operand)?;
        }
        Ok(())
    }

    fn leaf(&mut self, leaf: &Leaf) -> fmt::Result {
        self.last = Some(leaf.kind);
        if let Some(field) = leaf.field {
            self.out.write_str(field.name())?;
            self.out.write_char(':')?;
        }
        let (open, close) = match leaf.kind {
            LeafKind::Word | LeafKind::Typing => ("", ""),
            LeafKind::Prefix => ("", "*"),
            LeafKind::Phrase => ("\"", "\""),
        };
        self.out.write_str(open)?;
        self.out.write_str(&leaf.text)?;
        self.out.write_str(close)
    }

    fn dates(&mut self, range: &DayRange) -> fmt::Result {
        self.last = None;
        match (range.from, range.until) {
            (Some(from), Some(until)) if from < until => {
                self.day("date:", from)?;
                self.day("..", until - 1)
            }
            (from, until) => {
                if let Some(from) = from {
                    self.day("after:", from)?;
                }
                if let Some(until) = until {
                    self.day(if from.is_some() { " before:" } else { "before:" }, until)?;
                }
                Ok(())
            }
        }
    }

    fn day(&mut self, label: &str, day: i32) -> fmt::Result {
        let (year, month, day) = civil_from_days(i64::from(day));
        write!(self.out, "{label}{year:04}-{month:02}-{day:02}")
    }
}
