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
//! `date:last week`. A word of nothing but punctuation (`&`, `*`, `–`) is no word. Where more than 16 conditions have to
//! hold together, somebody pasted a text, and a plain word that stands among them twice is asked for once.
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
        is_full: false,
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
    /// There are as many as may be, and none is there twice.
    is_full: bool,
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

/// The word of a leaf that is nothing else.
fn plain_word(node: &Node) -> Option<&str> {
    match node {
        Node::Leaf(Leaf { text, kind: LeafKind::Word, field: None, .. }) => Some(text),
        _ => None,
    }
}

/// Whether two words are one, at the beginning of a sentence or not. `WHO` is not `who`.
fn is_same(one: &str, other: &str) -> bool {
    let is_shouted = |word: &str| word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_lowercase());
    one.eq_ignore_ascii_case(other) && is_shouted(one) == is_shouted(other)
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
        if self.leaves == MAX_LEAVES && !self.is_full {
            self.say_once();
            self.is_full = self.leaves == MAX_LEAVES;
        }
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
        self.say_once();
        let mut all = take(&mut self.group.all);
        if all.len() > 1 { Some(Node::All(all)) } else { all.pop() }
    }

    /// Leaves each plain word but once in a group of many: a text says some again and again, and others need the room.
    fn say_once(&mut self) {
        if self.group.all.len() <= QUERY_WORDS {
            return;
        }
        let mut once: Vec<Node> = Vec::new();
        for node in take(&mut self.group.all) {
            match plain_word(&node) {
                Some(word) if once.iter().filter_map(plain_word).any(|known| is_same(known, word)) => self.leaves -= 1,
                _ => once.push(node),
            }
        }
        self.group.all = once;
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
mod tests;
