//! The query as a condition on what an article has: a tree over bits.

use crate::query::{DayRange, LeafKind, Node};

/// The condition. Leaves are numbered in the order of the line; those that ask for nothing are gone.
#[derive(Debug, PartialEq)]
pub(crate) enum Clause {
    Leaf(usize),
    All(Vec<Clause>),
    Any(Vec<Clause>),
    Not(Box<Clause>),
    Dates(DayRange),
}

/// What is known of one article.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'f> {
    /// Bit `i`: it has leaf `i`, or may have it.
    pub(crate) has: u64,
    /// Of these, the leaves that it may have: phrases whose words are there.
    pub(crate) open: u64,
    /// The day of its date.
    pub(crate) day: &'f dyn Fn() -> Option<i32>,
}

/// Yes, no, or it depends on what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Open,
    Yes,
}

impl Clause {
    /// Makes the condition of a tree; `asks` has the leaves that ask for anything.
    pub(crate) fn of(node: &Node, asks: u64) -> Option<Clause> {
        Clause::numbered(node, asks, &mut 0)
    }

    fn numbered(node: &Node, asks: u64, next: &mut usize) -> Option<Clause> {
        let mut children = |nodes: &[Node]| -> Vec<Clause> {
            nodes.iter().filter_map(|node| Clause::numbered(node, asks, next)).collect()
        };
        match node {
            Node::Leaf(_) => {
                *next += 1;
                (asks >> (*next - 1) & 1 == 1).then_some(Clause::Leaf(*next - 1))
            }
            Node::All(nodes) => {
                let mut clauses = children(nodes);
                if clauses.len() > 1 { Some(Clause::All(clauses)) } else { clauses.pop() }
            }
            Node::Any(nodes) => {
                let mut clauses = children(nodes);
                if clauses.len() > 1 { Some(Clause::Any(clauses)) } else { clauses.pop() }
            }
            Node::Not(node) => Clause::numbered(node, asks, next).map(|clause| Clause::Not(Box::new(clause))),
            Node::Dates(range) => Some(Clause::Dates(*range)),
        }
    }

    /// Whether an article is what was asked for.
    pub(crate) fn holds(&self, facts: Facts<'_>) -> Truth {
        match self {
            Clause::Leaf(leaf) => match (facts.has >> leaf & 1, facts.open >> leaf & 1) {
                (0, _) => Truth::No,
                (_, 0) => Truth::Yes,
                _ => Truth::Open,
            },
            Clause::All(clauses) => clauses.iter().map(|clause| clause.holds(facts)).min().unwrap_or(Truth::Yes),
            Clause::Any(clauses) => clauses.iter().map(|clause| clause.holds(facts)).max().unwrap_or(Truth::No),
            Clause::Not(clause) => match clause.holds(facts) {
                Truth::No => Truth::Yes,
                Truth::Open => Truth::Open,
                Truth::Yes => Truth::No,
            },
            Clause::Dates(range) => {
                if (facts.day)().is_some_and(|day| range.contains(day)) {
                    Truth::Yes
                } else {
                    Truth::No
                }
            }
        }
    }

    /// Whether nothing can be what was asked for that has no leaf at all.
    pub(crate) fn needs_leaf(&self) -> bool {
        match self {
            Clause::Leaf(_) => true,
            Clause::All(clauses) => clauses.iter().any(Clause::needs_leaf),
            Clause::Any(clauses) => clauses.iter().all(Clause::needs_leaf),
            Clause::Not(_) | Clause::Dates(_) => false,
        }
    }

    /// The leaves that an article is found by: those not under a `Not`.
    pub(crate) fn wanted(&self) -> u64 {
        match self {
            Clause::Leaf(leaf) => 1 << leaf,
            Clause::All(clauses) | Clause::Any(clauses) => clauses.iter().fold(0, |all, one| all | one.wanted()),
            Clause::Not(_) | Clause::Dates(_) => 0,
        }
    }

    /// The leaves that must all be there, or may be, in whatever is what was asked for.
    pub(crate) fn needed(&self) -> u64 {
        match self {
            Clause::Leaf(leaf) => 1 << leaf,
            Clause::All(clauses) => clauses.iter().fold(0, |all, one| all | one.needed()),
            Clause::Any(_) | Clause::Not(_) | Clause::Dates(_) => 0,
        }
    }

    /// Whether whatever has the needed leaves is what was asked for, or may be.
    pub(crate) fn needs_only_leaves(&self) -> bool {
        match self {
            Clause::Leaf(_) => true,
            Clause::All(clauses) => clauses.iter().all(Clause::needs_only_leaves),
            Clause::Any(_) | Clause::Not(_) | Clause::Dates(_) => false,
        }
    }

    /// The condition without the words that need not all be there, and these words, as bits: the root's own words and
    /// alternatives of words, if there are two at least. Phrases, words of a field, exclusions and dates stay.
    pub(crate) fn relaxed(&self, soft: u64) -> Option<(Vec<&Clause>, Vec<u64>)> {
        let Clause::All(clauses) = self else { return None };
        let (mut words, mut rest) = (Vec::new(), Vec::new());
        for clause in clauses {
            let leaves = match clause {
                Clause::Leaf(leaf) => 1 << leaf,
                Clause::Any(any) if any.iter().all(|one| matches!(one, Clause::Leaf(_))) => clause.wanted(),
                _ => 0,
            };
            if leaves != 0 && leaves & !soft == 0 {
                words.push(leaves);
            } else {
                rest.push(clause);
            }
        }
        (words.len() > 1).then_some((rest, words))
    }
}

/// Whether a leaf may be missing from an article that has enough of the others.
pub(crate) fn is_word(kind: LeafKind) -> bool {
    matches!(kind, LeafKind::Word | LeafKind::Typing | LeafKind::Prefix)
}
