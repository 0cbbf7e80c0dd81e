//! [`parse`]: any line is a query.
//!
//! ```text
//! query       = { alternatives }                  every one of them; AND between them is ignored
//! alternatives = item { ( "OR" | "|" ) item }     OR binds closer than a blank: `a b OR c` is `a (b OR c)`
//! item        = [ "-" | "NOT" ] operand
//! operand     = [ field ":" ] ( word [ "*" ] | quoted | "(" query ")" )
//!             | ( "before:" | "after:" | "date:" ) ( date | quoted date )
//! ```
//!
//! Operators are written in capitals, since readers type `or`, `and`, `not` as words. In a line of more than 16 words
//! somebody shouts: there `NOT` ahead of a plain word is passed over, as `AND` is, and excludes nothing. `-` (also U+2212
//! and the en dash) is an operator only ahead of a word: `F-16` is one word, and a dash between blanks is nothing, nor is
//! one right behind a quotation mark, where it leads to a speaker's name. Any quotation
//! mark closes any other, as keyboards and auto-correction mix them. A field name that is none, as in `http://x` or
//! `9:30`, or one with nothing behind, is part of a word. A date may be typed without quotation marks:
//! `date:last week`. A word of nothing but punctuation (`&`, `*`, `–`) is no word.
//!
//! One pass from left to right over a stack of open groups, no recursion; time and memory are linear in the line,
//! of which at most 10,000 characters are read.

use std::mem::take;
use std::ops::Range;

use super::ast::{Field, Leaf, LeafKind, Node, Query};
use super::characters::{has_content, is_blank, is_dash, is_hebrew, is_no_quote, is_quote, is_star, is_word_part};
use super::day::{self, DayRange, NoDays, ParseContext};
use super::note::Note;

/// Characters of a line that are read.
const MAX_CHARACTERS: usize = 10_000;
/// Words, phrases and dates that are kept.
const MAX_LEAVES: usize = 64;
/// Words of the longest line that is a query, not a text that was pasted.
const QUERY_WORDS: usize = 16;
/// Groups that may stand in each other.
const MAX_DEPTH: usize = 32;
/// Different notes that are kept; a line of a thousand wrong dates need not list them all.
const MAX_NOTES: usize = 16;

/// Reads a line. Never fails: what cannot be taken as typed becomes a [`Note`].
///
/// ```
/// use newshound_index::query::{ParseContext, parse};
///
/// let query = parse("rubio  “mirror operations” NOT fentanyl | drugs before:2025", &ParseContext::default());
/// assert_eq!(query.to_string(), r#"rubio "mirror operations" -fentanyl drugs before:2025-01-01"#);
/// assert_eq!(query.notes[0].code(), "exclusion-in-or");
/// ```
pub fn parse(line: &str, context: &ParseContext) -> Query {
    let end = line.char_indices().nth(MAX_CHARACTERS).map(|(at, _)| at);
    let mut parser = Parser {
        line: line.get(..end.unwrap_or(line.len())).unwrap_or_default(),
        is_cut: end.is_some(),
        context,
        at: 0,
        group: Group::default(),
        outer: Vec::new(),
        ignored_depth: 0,
        leaves: 0,
        notes: Vec::new(),
    };
    if parser.is_cut {
        parser.note(Note::TooLong { kept: MAX_CHARACTERS });
    }
    while let Some(next) = parser.peek(parser.at) {
        parser.step(next);
    }
    parser.finish()
}

/// A group that is still open: a pair of parentheses, the rest of the line behind an unbalanced quotation mark, or
/// the whole line.
#[derive(Default)]
struct Group {
    /// What all have to hold, so far; no `All` among them and at most one `Dates`.
    all: Vec<Node>,
    /// The alternatives that the next `OR` adds to.
    any: Vec<Node>,
    /// An `OR` waits for its right side.
    or: bool,
    /// A `-` or `NOT` waits for its operand.
    not: bool,
    /// A field name waits for its phrase or group, which follows at once.
    next_field: Option<Field>,
    /// The field of everything inside.
    field: Option<Field>,
    /// The group as a whole is excluded.
    is_negated: bool,
    /// It, or a group around it, is excluded.
    is_excluded: bool,
    /// Opened by a quotation mark, not a parenthesis.
    is_quote: bool,
}

struct Parser<'a> {
    line: &'a str,
    is_cut: bool,
    context: &'a ParseContext,
    /// The byte that is read next.
    at: usize,
    /// The innermost open group, and those around it.
    group: Group,
    outer: Vec<Group>,
    /// Parentheses open beyond the limit.
    ignored_depth: usize,
    leaves: usize,
    notes: Vec<Note>,
}

/// What stands ahead of a colon.
#[derive(Clone, Copy)]
enum Label {
    Field(Field),
    Before,
    After,
    Date,
}

impl Parser<'_> {
    #[inline(never)] // small code counts here, not speed; so also below
    fn peek(&self, at: usize) -> Option<char> {
        self.line.get(at..)?.chars().next()
    }

    #[inline(never)]
    fn slice(&self, range: Range<usize>) -> &str {
        self.line.get(range).unwrap_or_default()
    }

    /// The first place from `at` on where a character does not fit.
    #[inline(never)]
    fn skip(&self, mut at: usize, fits: fn(char) -> bool) -> usize {
        while let Some(next) = self.peek(at).filter(|next| fits(*next)) {
            at += next.len_utf8();
        }
        at
    }

    /// The place one character ahead of this one.
    fn back(&self, at: usize) -> usize {
        at - self.slice(0..at).chars().next_back().map_or(0, char::len_utf8)
    }

    /// Whether the character ahead of a place fits.
    #[inline(never)]
    fn is_behind(&self, at: usize, fits: fn(char) -> bool) -> bool {
        self.slice(0..at).chars().next_back().is_some_and(fits)
    }

    #[inline(never)]
    fn note(&mut self, note: Note) {
        if self.notes.len() < MAX_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Whether the line is too long for one that somebody made of operators.
    fn is_text(&self) -> bool {
        self.line.split_ascii_whitespace().nth(QUERY_WORDS).is_some()
    }

    fn step(&mut self, next: char) {
        let start = self.at;
        if !is_word_part(next) && !self.is_gershayim(start) {
            self.at += next.len_utf8();
            match next {
                '(' | '（' => self.open(false),
                ')' | '）' => self.close(),
                '|' | '｜' => self.or(),
                _ if is_quote(next) => self.quoted(),
                _ => {} // a blank
            }
        } else if is_dash(next) {
            self.at = self.skip(start, is_dash);
            let operand = self.peek(self.at).filter(|_| !self.is_behind(start, is_quote));
            if operand.is_some_and(|c| is_word_part(c) || is_quote(c) || matches!(c, '(' | '（')) {
                self.group.not = true;
            }
        } else {
            self.word();
        }
    }

    /// Where the word that starts here ends.
    #[inline(never)]
    fn word_end(&self, start: usize) -> usize {
        let mut end = self.skip(start, is_word_part);
        while self.is_gershayim(end) {
            end = self.skip(end + 1, is_word_part);
        }
        end
    }

    /// In Hebrew a `"` between two letters belongs to the word: it marks an abbreviation.
    #[inline(never)]
    fn is_gershayim(&self, at: usize) -> bool {
        self.line.as_bytes().get(at) == Some(&b'"')
            && self.is_behind(at, is_hebrew)
            && self.peek(at + 1).is_some_and(is_hebrew)
    }

    fn word(&mut self) {
        let (start, end) = (self.at, self.word_end(self.at));
        self.at = end;
        match self.slice(start..end) {
            "OR" => return self.or(),
            "AND" => return,
            "NOT" => {
                let next = self.peek(self.skip(end, is_blank));
                let is_loud = self.is_text() && next.is_some_and(|c| is_word_part(c) && !is_dash(c));
                return self.group.not |= !is_loud;
            }
            _ => {}
        }
        if !has_content(self.slice(start..end)) {
            // As good as a blank, but a dash glued to it has nothing to exclude.
            if self.is_behind(start, is_dash) {
                self.group.not = false;
            }
            return;
        }
        if let Some((label, length)) = label(self.slice(start..end)) {
            let value = start + length;
            let is_quoted = value == end && self.peek(end).is_some_and(is_quote);
            let is_value = has_content(self.slice(value..end));
            match label {
                Label::Field(field) if is_quoted || value == end && matches!(self.peek(end), Some('(' | '（')) => {
                    return self.group.next_field = Some(field);
                }
                Label::Field(field) if is_value => return self.bare(value..end, Some(field)),
                Label::Before | Label::After | Label::Date if is_quoted || is_value => {
                    return self.dates(label, value, is_quoted);
                }
                _ => {}
            }
        }
        self.bare(start..end, None);
    }

    /// A word that is neither quoted nor an operator.
    fn bare(&mut self, range: Range<usize>, field: Option<Field>) {
        let mut end = range.end;
        while end > range.start && self.is_behind(end, is_star) {
            end = self.back(end);
        }
        let kind = if end < range.end {
            LeafKind::Prefix
        } else if range.end == self.line.len() && !self.is_cut && !self.group.not && !self.group.is_excluded {
            LeafKind::Typing
        } else {
            LeafKind::Word
        };
        self.leaf(range.start..end, kind, field);
    }

    fn leaf(&mut self, range: Range<usize>, kind: LeafKind, field: Option<Field>) {
        let text = self.slice(range.clone()).to_owned();
        self.count(Node::Leaf(Leaf { text, range, kind, field: field.or(self.group.field) }));
    }

    /// Puts a leaf or dates into the group, unless there are enough.
    fn count(&mut self, node: Node) {
        let is_negated = take(&mut self.group.not);
        if self.leaves == MAX_LEAVES {
            self.group.or = false;
            return self.note(Note::TooManyWords { kept: MAX_LEAVES });
        }
        self.leaves += 1;
        self.put(node, is_negated);
    }

    fn put(&mut self, node: Node, is_negated: bool) {
        if !take(&mut self.group.or) {
            self.end_alternatives();
        }
        self.group.any.push(if is_negated { node.negate() } else { node });
    }

    /// Something stood here, but nothing to search for: `""`, `( )`.
    fn nothing(&mut self) {
        if take(&mut self.group.not) {
            self.note(Note::EmptyOperator { operator: "NOT" });
        }
        if take(&mut self.group.or) {
            self.note(Note::EmptyOperator { operator: "OR" });
        }
    }

    fn or(&mut self) {
        if take(&mut self.group.not) {
            self.note(Note::EmptyOperator { operator: "NOT" });
        }
        if self.group.any.is_empty() {
            self.note(Note::EmptyOperator { operator: "OR" });
        } else {
            self.group.or = true;
        }
    }

    /// Behind an opening or closing quotation mark: a phrase, if there is another.
    fn quoted(&mut self) {
        match self.closing_quote() {
            Some((close, next)) => {
                let range = self.trim(self.at..close);
                self.at = next;
                let field = self.group.next_field.take();
                if has_content(self.slice(range.clone())) {
                    self.leaf(range, LeafKind::Phrase, field);
                } else {
                    self.nothing();
                }
            }
            None => {
                self.note(Note::UnbalancedQuote);
                self.open(true);
            }
        }
    }

    /// Where the next quotation mark stands, and the byte behind it.
    fn closing_quote(&self) -> Option<(usize, usize)> {
        let mut at = self.skip(self.at, is_no_quote);
        while self.is_gershayim(at) {
            at = self.skip(at + 1, is_no_quote);
        }
        self.peek(at).map(|mark| (at, at + mark.len_utf8()))
    }

    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let start = self.skip(range.start, is_blank).min(range.end);
        let mut end = range.end;
        while end > start && self.is_behind(end, is_blank) {
            end = self.back(end);
        }
        start..end
    }

    /// The value of `before:`, `after:` or `date:`, which starts at `value`.
    fn dates(&mut self, label: Label, value: usize, is_quoted: bool) {
        let (range, found) = if is_quoted { self.quoted_date(value) } else { self.bare_date(value) };
        let days = found.and_then(|days| {
            let days = match label {
                Label::Before => days.before(),
                Label::After => days.after(),
                Label::Field(_) | Label::Date => Some(days),
            };
            days.ok_or(NoDays::Impossible)
        });
        match days {
            Ok(days) => self.count(Node::Dates(days)),
            Err(reason) => {
                let text = self.slice(range).chars().take(40).collect();
                self.note(match reason {
                    NoDays::Impossible => Note::ImpossibleDate { text },
                    NoDays::NeedsToday => Note::RelativeDateWithoutToday { text },
                });
                self.group.not = false;
                self.group.or = false;
            }
        }
    }

    fn quoted_date(&mut self, quote: usize) -> (Range<usize>, Result<DayRange, NoDays>) {
        self.at = quote + self.peek(quote).map_or(0, char::len_utf8);
        let (close, next) = self.closing_quote().unwrap_or_else(|| {
            self.note(Note::UnbalancedQuote);
            let end = self.skip(self.at, |next| !matches!(next, ')' | '）'));
            (end, end)
        });
        let range = self.trim(self.at..close);
        self.at = next;
        let found = day::read(self.slice(range.clone()), self.context);
        (range, found)
    }

    /// `last week` and `past 7 days` are dates of several words: takes as many as make one.
    fn bare_date(&mut self, start: usize) -> (Range<usize>, Result<DayRange, NoDays>) {
        let mut end = self.at;
        let mut best = (start..end, day::read(self.slice(start..end), self.context));
        for _ in 0..2 {
            let next = self.skip(end, is_blank);
            end = self.word_end(next);
            // `2024 .. 2025` and `2024..2025` are ranges; `..2025` behind a blank is a word of its own.
            if end == next || self.slice(next..end).len() > 2 && self.slice(next..end).starts_with("..") {
                break;
            }
            let found = day::read(self.slice(start..end), self.context);
            if found != Err(NoDays::Impossible) {
                best = (start..end, found);
            }
        }
        self.at = best.0.end;
        best
    }

    fn open(&mut self, is_quote: bool) {
        let field = self.group.next_field.take().or(self.group.field);
        if self.outer.len() == MAX_DEPTH {
            self.ignored_depth += usize::from(!is_quote);
            return self.note(Note::TooDeep { kept: MAX_DEPTH });
        }
        let is_negated = take(&mut self.group.not);
        let is_excluded = is_negated || self.group.is_excluded;
        let inner = Group { field, is_negated, is_excluded, is_quote, ..Group::default() };
        self.outer.push(std::mem::replace(&mut self.group, inner));
    }

    /// At a closing parenthesis.
    fn close(&mut self) {
        if self.ignored_depth > 0 {
            self.ignored_depth -= 1;
        } else if self.outer.len() == usize::from(self.group.is_quote) {
            self.note(Note::UnbalancedParenthesis);
        } else {
            if self.group.is_quote {
                self.end_group();
            }
            self.end_group();
        }
    }

    fn end_group(&mut self) {
        let node = self.group_node();
        let is_negated = self.group.is_negated;
        let Some(outer) = self.outer.pop() else { return };
        self.group = outer;
        match node {
            Some(node) => self.put(node, is_negated),
            None => {
                self.group.not |= is_negated;
                self.nothing();
            }
        }
    }

    /// What the innermost group asks for, which is over.
    fn group_node(&mut self) -> Option<Node> {
        self.nothing();
        self.end_alternatives();
        let mut all = take(&mut self.group.all);
        if all.len() > 1 { Some(Node::All(all)) } else { all.pop() }
    }

    /// No `OR` follows: the alternatives become one condition of the group.
    fn end_alternatives(&mut self) {
        let nodes = take(&mut self.group.any);
        if nodes.len() < 2 {
            return self.require(nodes);
        }
        // Leaves stay in the order of the line, as far as the last one goes: it may be unfinished.
        let is_exclusion_last = nodes.last().is_some_and(Node::is_exclusion);
        let (mut any, mut without) = (Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Any(inner) => any.extend(inner),
                node if node.is_exclusion() => without.push(node),
                node => any.push(node),
            }
        }
        if !without.is_empty() {
            self.note(Note::ExclusionInOr);
        }
        let any = if any.len() > 1 { vec![Node::Any(any)] } else { any };
        let (first, last) = if is_exclusion_last { (any, without) } else { (without, any) };
        self.require(first);
        self.require(last);
    }

    /// Adds conditions that have to hold.
    #[inline(never)]
    fn require(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            match node {
                Node::All(nodes) => self.require(nodes), // no `All` in those: one level deep
                node => self.require_one(node),
            }
        }
    }

    fn require_one(&mut self, node: Node) {
        if let Node::Dates(new) = &node {
            let dates = self.group.all.iter_mut().find_map(|node| match node {
                Node::Dates(range) => Some(range),
                _ => None,
            });
            if let Some(dates) = dates {
                *dates = dates.intersect(new);
                if dates.is_empty() {
                    self.note(Note::EmptyDateRange);
                }
                return;
            }
        }
        self.group.all.push(node);
    }

    fn finish(mut self) -> Query {
        if self.ignored_depth > 0 || self.outer.len() > usize::from(self.group.is_quote) {
            self.note(Note::UnbalancedParenthesis);
        }
        while !self.outer.is_empty() {
            self.end_group();
        }
        let root = self.group_node();
        if root.as_ref().is_some_and(Node::is_exclusion) {
            self.note(Note::OnlyExclusions);
        }
        Query { root, notes: self.notes }
    }
}

/// The names ahead of a colon, in lower case.
static LABELS: [(&str, Label); 12] = [
    ("title", Label::Field(Field::Title)),
    ("titles", Label::Field(Field::Title)),
    ("author", Label::Field(Field::Author)),
    ("authors", Label::Field(Field::Author)),
    ("by", Label::Field(Field::Author)),
    ("section", Label::Field(Field::Section)),
    ("sections", Label::Field(Field::Section)),
    ("tag", Label::Field(Field::Tag)),
    ("tags", Label::Field(Field::Tag)),
    ("before", Label::Before),
    ("after", Label::After),
    ("date", Label::Date),
];

/// The field or date label that a word starts with, and its length with the colon.
#[inline(never)]
fn label(word: &str) -> Option<(Label, usize)> {
    let (at, colon) = word.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = word.get(..at)?;
    let (_, label) = LABELS.iter().find(|(label, _)| name.eq_ignore_ascii_case(label))?;
    Some((*label, at + colon.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::{civil_from_days, days_from_civil};
    use proptest::prelude::*;

    fn context() -> ParseContext {
        // A Saturday.
        ParseContext { today: Some(i32::try_from(days_from_civil(2025, 9, 6)).unwrap()) }
    }

    /// The tree as text: `word`, `typing~`, `prefix*`, `"phrase"`, `title:word`, `(all ..)`, `(any ..)`, `(not ..)`,
    /// `[from until)`.
    fn show(node: &Node) -> String {
        let list = |name: &str, nodes: &[Node]| {
            let nodes: Vec<String> = nodes.iter().map(show).collect();
            format!("({name} {})", nodes.join(" "))
        };
        let day = |day: Option<i32>| {
            day.map_or_else(String::new, |day| {
                let (year, month, day) = civil_from_days(i64::from(day));
                format!("{year:04}-{month:02}-{day:02}")
            })
        };
        match node {
            Node::All(nodes) => list("all", nodes),
            Node::Any(nodes) => list("any", nodes),
            Node::Not(node) => format!("(not {})", show(node)),
            Node::Dates(range) => format!("[{} {})", day(range.from), day(range.until)),
            Node::Leaf(leaf) => {
                let field = leaf.field.map_or_else(String::new, |field| format!("{}:", field.name()));
                let text = &leaf.text;
                match leaf.kind {
                    LeafKind::Word => format!("{field}{text}"),
                    LeafKind::Typing => format!("{field}{text}~"),
                    LeafKind::Prefix => format!("{field}{text}*"),
                    LeafKind::Phrase => format!("{field}\"{text}\""),
                }
            }
        }
    }

    fn show_query(query: &Query) -> String {
        let tree = query.root.as_ref().map_or_else(String::new, show);
        let codes: Vec<&str> = query.notes.iter().map(Note::code).collect();
        if codes.is_empty() { tree } else { format!("{tree} ; {}", codes.join(" ")).trim_start().to_owned() }
    }

    /// `expect`: the tree as by [`show`], then ` ; ` and the codes of the notes, if any.
    fn check(line: &str, expect: &str) {
        let query = parse(line, &context());
        assert_eq!(show_query(&query), expect, "{line}");
        promises(line, &query);
    }

    /// What every answer keeps, whatever the line.
    fn promises(line: &str, query: &Query) {
        let mut leaves = Vec::new();
        if let Some(root) = &query.root {
            promises_of(root, true, false, 0, &mut leaves);
        }
        for leaf in &leaves {
            assert_eq!(line.get(leaf.range.clone()), Some(leaf.text.as_str()), "{line:?}: range");
            assert!(has_content(&leaf.text), "{line:?}: empty leaf");
        }
        let typing = leaves.iter().position(|leaf| leaf.kind == LeafKind::Typing);
        assert!(typing.is_none_or(|at| at + 1 == leaves.len()), "{line:?}: typing is last");
        assert!(leaves.len() <= MAX_LEAVES && query.notes.len() <= MAX_NOTES);
        for (at, note) in query.notes.iter().enumerate() {
            assert!(!query.notes[..at].contains(note), "{line:?}: {note:?} twice");
        }
        let again = parse(&query.to_string(), &context());
        let tree = |query: &Query| query.root.as_ref().map(show);
        assert_eq!(tree(&again), tree(query), "{line:?} is displayed as {:?}", query.to_string());
    }

    fn promises_of<'a>(node: &'a Node, is_root: bool, is_excluded: bool, depth: usize, leaves: &mut Vec<&'a Leaf>) {
        assert!(depth <= 110, "depth");
        match node {
            Node::Leaf(leaf) => {
                assert!(!is_excluded || leaf.kind != LeafKind::Typing, "excluded while typing");
                leaves.push(leaf);
            }
            Node::Dates(range) => assert!(range.from.is_some() || range.until.is_some()),
            Node::All(nodes) => {
                assert!(nodes.len() >= 2 && nodes.iter().all(|node| !matches!(node, Node::All(_))));
                assert!(is_root || nodes.iter().any(|node| !matches!(node, Node::Not(_))), "only exclusions inside");
                assert!(nodes.iter().filter(|node| matches!(node, Node::Dates(_))).count() <= 1);
                for node in nodes {
                    if let Node::Not(node) = node {
                        assert!(!matches!(**node, Node::Not(_)));
                        promises_of(node, false, true, depth + 2, leaves);
                    } else {
                        promises_of(node, false, is_excluded, depth + 1, leaves);
                    }
                }
            }
            Node::Any(nodes) => {
                assert!(nodes.len() >= 2);
                for node in nodes {
                    assert!(!matches!(node, Node::Any(_) | Node::Not(_)));
                    promises_of(node, false, is_excluded, depth + 1, leaves);
                }
            }
            Node::Not(node) => {
                assert!(is_root && !matches!(**node, Node::Not(_)));
                promises_of(node, false, true, depth + 1, leaves);
            }
        }
    }

    #[test]
    fn words() {
        check("", "");
        check("   ", "");
        check("rubio", "rubio~");
        check("rubio ", "rubio");
        check("Sheinbaum Rubio", "(all Sheinbaum Rubio~)");
        check("  a\tb\nc ", "(all a b c)");
        check("a\u{a0}b\u{3000}c\u{202f}d", "(all a b c d~)");
        check("F-16 U.S. AT&T C++ $1.5bn 9/11", "(all F-16 U.S. AT&T C++ $1.5bn 9/11~)");
        check("@name #tag don't O’Brien", "(all @name #tag don't O’Brien~)");
        check("Smith & Wesson – a — b … !", "(all Smith Wesson a b)");
        check("cats or dogs and not birds", "(all cats or dogs and not birds~)");
        check("¿Qué pasó en Los Ángeles?", "(all ¿Qué pasó en Los Ángeles?~)");
        check("السلام -الحرب", "(all السلام (not الحرب))");
        check("🐕‍🦺 news", "(all 🐕‍🦺 news~)");
        check("news 🇲🇽", "(all news 🇲🇽~)");
    }

    #[test]
    fn invisible_characters() {
        check("a\u{200b}b\u{feff}c", "(all a b c~)");
        check("\u{200f}-foo\u{200e}", "(not foo) ; only-exclusions");
        check("می\u{200c}خواهم", "می\u{200c}خواهم~");
        check("\u{0}a\u{7}b", "(all a b~)");
        check("\u{200d}\u{2060}", "");
    }

    #[test]
    fn prefixes() {
        check("mex*", "mex*");
        check("mex** b", "(all mex* b~)");
        check("-mex*", "(not mex*) ; only-exclusions");
        check("title:mex*", "title:mex*");
        check("*", "");
        check("a * b ", "(all a b)");
        check("*foo b*r", "(all *foo b*r~)");
        check("OR*", "OR*");
    }

    #[test]
    fn phrases() {
        check("\"mirror operations\"", "\"mirror operations\"");
        for line in ["“a b” c ", "„a b“ c ", "»a b« c ", "‹ a b › c ", "\"a b” c ", "‟a b”c ", "＂a b＂c "]
        {
            check(line, "(all \"a b\" c)");
        }
        check("«el presidente» dijo", "(all \"el presidente\" dijo~)");
        check("\"one\"", "\"one\"");
        check("\"\" a \" \" \"-\" ", "a");
        check("\"a OR (b\" c ", "(all \"a OR (b\" c)");
        check("\"title:a -b\"", "\"title:a -b\"");
        check("x\"a b\"y ", "(all x \"a b\" y)");
        check("צה\"ל בעזה ", "(all צה\"ל בעזה)");
        check("\"דובר צה\"ל אמר\"", "\"דובר צה\"ל אמר\"");
    }

    #[test]
    fn unbalanced_quotes_show_results_while_typing() {
        check("\"", "; unbalanced-quote");
        check("\"mirror oper", "(all mirror oper~) ; unbalanced-quote");
        check("title:\"mirror oper", "(all title:mirror title:oper~) ; unbalanced-quote");
        check("rubio -\"mirror oper", "(all rubio (not (all mirror oper))) ; unbalanced-quote");
        check("a OR \"b c", "(any a (all b c~)) ; unbalanced-quote");
        check("(\"a b) OR c ", "(any (all a b) c) ; unbalanced-quote");
        check("\"a b) c ", "(all a b c) ; unbalanced-quote unbalanced-parenthesis");
        check("\"a b\" \"c", "(all \"a b\" c~) ; unbalanced-quote");
        check("a\" ", "a ; unbalanced-quote");
        check("12\" vinyl ", "(all 12 vinyl) ; unbalanced-quote");
    }

    #[test]
    fn exclusions() {
        check("rubio -fentanyl", "(all rubio (not fentanyl))");
        check("rubio \u{2212}fentanyl –trade", "(all rubio (not fentanyl) (not trade))");
        check("rubio NOT fentanyl ", "(all rubio (not fentanyl))");
        check("NOT -a b ", "(all (not a) b)");
        check("--a b ", "(all (not a) b)");
        check("a -\"b c\"", "(all a (not \"b c\"))");
        check("a -(b c)", "(all a (not (all b c)))");
        check("a -section:sport", "(all a (not section:sport))");
        check("a -title:(b OR c)", "(all a (not (any title:b title:c)))");
        check("a - b ", "(all a b)");
        check("a -", "a");
        check("a -& b ", "(all a b)");
        check("NOT & a b ", "(all (not a) b)");
        check("-a -b", "(all (not a) (not b)) ; only-exclusions");
        check("-a", "(not a) ; only-exclusions");
        check("-(-a)", "a");
        check("x -(-a -b) ", "(all x (any a b))");
        check("x -(-(a OR b) -c) ", "(all x (any a b c))");
        check("-a before:2025", "(all (not a) [ 2025-01-01))");
        check("“a b”–c “d e” –f ", "(all \"a b\" c \"d e\" (not f))");
        check("(a)-b ", "(all a (not b))");
        let text = "w ".repeat(QUERY_WORDS - 2);
        check(&format!("NOT a {text}"), &format!("(all (not a) {})", text.trim_end()));
        check(&format!("NOT a b {text}"), &format!("(all a b {})", text.trim_end()));
        check(
            &format!("b NOT \"a\" -c NOT (d) NOT -e {text}"),
            &format!("(all b (not \"a\") (not c) (not d) (not e) {})", text.trim_end()),
        );
        check("a NOT", "a ; empty-operator");
        check("a NOT OR b ", "(any a b) ; empty-operator");
        check("-() a ", "a ; empty-operator");
        check("a -\"\" b ", "(all a b) ; empty-operator");
    }

    #[test]
    fn alternatives() {
        check("a OR b", "(any a b~)");
        check("a|b||c ", "(any a b c)");
        check("a b OR c d ", "(all a (any b c) d)");
        check("a OR b c OR d ", "(all (any a b) (any c d))");
        check("(a b) OR c ", "(any (all a b) c)");
        check("a AND b AND (c OR d)", "(all a b (any c d))");
        check("a OR (b OR (c OR d))", "(any a b c d)");
        check("a OR OR b ", "(any a b)");
        check("a OR AND b ", "(any a b)");
        check("OR a ", "a ; empty-operator");
        check("a OR", "a ; empty-operator");
        check("a OR () b ", "(all a b) ; empty-operator");
        check("AND", "");
        check("a OR \"b c\" OR title:d ", "(any a \"b c\" title:d)");
        check("a OR -b", "(all a (not b)) ; exclusion-in-or");
        check("a OR -b OR c", "(all (not b) (any a c~)) ; exclusion-in-or");
        check("-a OR -b", "(all (not a) (not b)) ; exclusion-in-or only-exclusions");
        check("a OR (-b -c) ", "(all a (not b) (not c)) ; exclusion-in-or");
        check("before:2024 OR after:2025 ", "(any [ 2024-01-01) [2025-01-01 ))");
    }

    #[test]
    fn parentheses() {
        check("((a))", "a");
        check("( )", "");
        check("(a b) c ", "(all a b c)");
        check("(a (b OR c", "(all a (any b c~)) ; unbalanced-parenthesis");
        check("a) b ", "(all a b) ; unbalanced-parenthesis");
        check("minister(s) ", "(all minister s)");
        check("（a OR b） c ", "(all (any a b) c)");
        check(":) a ", "a ; unbalanced-parenthesis");
        let deep = |levels: usize| format!("{}a{} b ", "(".repeat(levels), ")".repeat(levels));
        check(&deep(MAX_DEPTH), "(all a b)");
        check(&deep(MAX_DEPTH + 9), "(all a b) ; too-deep");
        check(&"(".repeat(20_000), "; too-long too-deep unbalanced-parenthesis");
        check(&")".repeat(20_000), "; too-long unbalanced-parenthesis");
    }

    #[test]
    fn fields() {
        check("title:rubio", "title:rubio~");
        check("TITLE:rubio Tags:war authors:\"Jane Doe\" ", "(all title:rubio tag:war author:\"Jane Doe\")");
        check("by:Doe sections:sport ", "(all author:Doe section:sport)");
        check("title:(a b)", "(all title:a title:b)");
        check("title:(a author:b \"c d\" x*) e ", "(all title:a author:b title:\"c d\" title:x* e)");
        check("title：“a b” ", "title:\"a b\"");
        check("title:(a (b OR c) \"d) e ", "(all title:a (any title:b title:c) title:d e) ; unbalanced-quote");
        check("title:", "title:~");
        check("title: a ", "(all title: a)");
        check("(title:) a ", "(all title: a)");
        check("title:- title:* ", "(all title:- title:*)");
        check("title:() a title:\"\" ", "a");
        check("section:-sport ", "section:-sport");
        check("tag:OR ", "tag:OR");
        check("foo:bar http://x.org/a 9:30 Re: a ", "(all foo:bar http://x.org/a 9:30 Re: a)");
        check("foo:\"a b\" ", "(all foo: \"a b\")");
        check("mytitle:a ", "mytitle:a");
    }

    #[test]
    fn dates() {
        check("before:2025", "[ 2025-01-01)");
        check("after:2025-09", "[2025-09-01 )");
        check("a date:2025-09-06 b ", "(all a [2025-09-06 2025-09-07) b)");
        check("after:2024 before:2025 a ", "(all [2024-01-01 2025-01-01) a)");
        check("date:yesterday", "[2025-09-05 2025-09-06)");
        check("date:\"last week\" a ", "(all [2025-08-25 2025-09-01) a)");
        check("date:last week a ", "(all [2025-08-25 2025-09-01) a)");
        check("date:2024 .. 2025 a ", "(all [2024-01-01 2026-01-01) a)");
        check("date:2024 ..2025 a ", "(all [2024-01-01 2025-01-01) ..2025 a)");
        check("(date:past 7 days) a ", "(all [2025-08-31 2025-09-07) a)");
        check("date:monday morning ", "(all [2025-09-01 2025-09-02) morning)");
        check("date:“last we", "; unbalanced-quote impossible-date");
        check("(date:\"last week) a ", "(all [2025-08-25 2025-09-01) a) ; unbalanced-quote");
        check("-date:2024..2025 a ", "(all (not [2024-01-01 2026-01-01)) a)");
        check("after:2025 before:2024 ", "[2025-01-01 2024-01-01) ; empty-date-range");
        check("(after:2025 before:2024) OR a ", "(any [2025-01-01 2024-01-01) a) ; empty-date-range");
        check("date:2025-02-30 a ", "a ; impossible-date");
        check("a OR date:soon b ", "(all a b) ; impossible-date");
        check("before:..2024 a ", "a ; impossible-date");
        check("before: a ", "(all before: a)");
        check("before: 2025 ", "(all before: 2025)");
        check("BEFORE：2025 ", "[ 2025-01-01)");
        check("date:9999-12-31 ", "[9999-12-31 )");
        check("date:(2025) ", "(all date: 2025)");
        let query = parse("a date:last week", &ParseContext { today: None });
        assert_eq!(query.notes, [Note::RelativeDateWithoutToday { text: "last week".to_owned() }]);
        let query = parse("date:\"2025-13 \"", &context());
        assert_eq!(query.notes, [Note::ImpossibleDate { text: "2025-13".to_owned() }]);
    }

    #[test]
    fn limits() {
        let words = |count: usize| "w ".repeat(count);
        assert_eq!(parse(&words(MAX_LEAVES), &context()).notes, []);
        let query = parse(&words(MAX_LEAVES + 1), &context());
        assert_eq!(query.notes, [Note::TooManyWords { kept: MAX_LEAVES }]);
        assert!(matches!(query.root, Some(Node::All(nodes)) if nodes.len() == MAX_LEAVES));
        assert_eq!(parse(&"é".repeat(MAX_CHARACTERS), &context()).notes, []);
        let query = parse(&"é".repeat(MAX_CHARACTERS + 1), &context());
        assert_eq!(query.notes, [Note::TooLong { kept: MAX_CHARACTERS }]);
        let Some(Node::Leaf(leaf)) = query.root else { panic!("one word") };
        assert_eq!((leaf.kind, leaf.range), (LeafKind::Word, 0..2 * MAX_CHARACTERS));
        let dates: String = (1..1000).map(|day| format!("date:x{day} ")).collect();
        assert_eq!(parse(&dates, &context()).notes.len(), MAX_NOTES);
    }

    /// Lines that would show work beyond linear, or recursion. A quadratic parser needs minutes for these.
    #[test]
    fn absurd_lines_are_quick() {
        let pieces =
            ["(", ")", "\"", "-", "|", "a OR ", "-(", "title:(", "date:last ", "date:a ", "a\"", "«", ":", "* "];
        for piece in pieces.into_iter().chain(["צ\"", "NOT ", "(a OR ", "-(-(a ", "before:\"", "a\u{200b}", "\u{3000}"])
        {
            let line = piece.repeat(10_000);
            for _ in 0..20 {
                std::hint::black_box(parse(&line, &context()));
            }
        }
    }

    /// A query in its meaning, printed with every parenthesis: the naive side.
    #[derive(Clone, Debug)]
    enum Meaning {
        Word(u8),
        And(Vec<Meaning>),
        Or(Vec<Meaning>),
        Without(Box<Meaning>, Box<Meaning>),
    }

    impl Meaning {
        fn line(&self) -> String {
            let join = |parts: &[Meaning], between: &str| {
                let parts: Vec<String> = parts.iter().map(Meaning::line).collect();
                format!("({})", parts.join(between))
            };
            match self {
                Meaning::Word(word) => char::from(b'a' + word).to_string(),
                Meaning::And(parts) => join(parts, " "),
                Meaning::Or(parts) => join(parts, " OR "),
                Meaning::Without(one, two) => format!("({} -{})", one.line(), two.line()),
            }
        }

        fn holds(&self, words: u8) -> bool {
            match self {
                Meaning::Word(word) => words >> word & 1 == 1,
                Meaning::And(parts) => parts.iter().all(|part| part.holds(words)),
                Meaning::Or(parts) => parts.iter().any(|part| part.holds(words)),
                Meaning::Without(one, two) => one.holds(words) && !two.holds(words),
            }
        }
    }

    fn holds(node: &Node, words: u8) -> bool {
        match node {
            Node::Leaf(leaf) => words >> (leaf.text.as_bytes()[0] - b'a') & 1 == 1,
            Node::All(nodes) => nodes.iter().all(|node| holds(node, words)),
            Node::Any(nodes) => nodes.iter().any(|node| holds(node, words)),
            Node::Not(node) => !holds(node, words),
            Node::Dates(_) => panic!("no dates here"),
        }
    }

    fn meaning() -> impl Strategy<Value = Meaning> {
        (0u8..6).prop_map(Meaning::Word).prop_recursive(5, 40, 4, |inner| {
            let parts = proptest::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                parts.clone().prop_map(Meaning::And),
                parts.prop_map(Meaning::Or),
                (inner.clone(), inner).prop_map(|(one, two)| Meaning::Without(Box::new(one), Box::new(two))),
            ]
        })
    }

    const PIECES: &[&str] = &[
        "a",
        "b",
        "foo",
        "OR",
        "AND",
        "NOT",
        "or",
        "|",
        "-",
        "–",
        "(",
        ")",
        "\"",
        "“",
        "”",
        "«",
        "*",
        ":",
        "title:",
        "by:",
        "foo:",
        "date:",
        "before:",
        "after:",
        "2024",
        "2025-09-06",
        "..",
        "last",
        "week",
        "7",
        "days",
        "today",
        "9999",
        "0000",
        " ",
        " ",
        " ",
        " ",
        "\u{200b}",
        "\u{200d}",
        "צ",
        "\"צ",
        "：",
        "（",
        "）",
        "＂",
        "é",
        "🐕",
        ".",
        "&",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_line_is_a_query(line in "\\PC{0,60}") {
            promises(&line, &parse(&line, &context()));
        }

        #[test]
        fn any_bytes_are_a_query(line in proptest::collection::vec(any::<char>(), 0..60)) {
            let line: String = line.into_iter().collect();
            promises(&line, &parse(&line, &ParseContext::default()));
        }

        #[test]
        fn any_operators_are_a_query(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
            let line = pieces.concat();
            promises(&line, &parse(&line, &context()));
        }

        /// Many words and groups, to reach the limits.
        #[test]
        fn long_lines_are_queries(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 300..600)) {
            let line = pieces.join(" ");
            promises(&line, &parse(&line, &context()));
        }

        /// Plain words, against splitting at blanks.
        #[test]
        fn plain_words_are_split_at_blanks(line in "[a-z0-9 ]{0,40}") {
            let query = parse(&line, &context());
            let words: Vec<Node> = line.split_whitespace().map(|word| {
                let start = word.as_ptr() as usize - line.as_ptr() as usize;
                let range = start..start + word.len();
                let kind = if range.end == line.len() { LeafKind::Typing } else { LeafKind::Word };
                Node::Leaf(Leaf { text: word.to_owned(), range, kind, field: None })
            }).collect();
            let root = if words.len() > 1 { Some(Node::All(words)) } else { words.into_iter().next() };
            prop_assert_eq!(query, Query { root, notes: Vec::new() });
        }

        /// The tree matches what the line means, for every set of words that an article may have.
        #[test]
        fn the_tree_means_what_the_line_says(meaning in meaning()) {
            let query = parse(&meaning.line(), &context());
            prop_assert_eq!(&query.notes, &[]);
            let root = query.root.unwrap();
            for words in 0..64 {
                prop_assert_eq!(holds(&root, words), meaning.holds(words), "{} with {:b}", meaning.line(), words);
            }
        }
    }
}
