//! Lines, and the trees that they are read as.

use std::collections::HashSet;

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
fn words_said_twice() {
    check("new york new jersey ", "(all new york new jersey)");
    let text = "a b c d e f g h i j k l m n o p ";
    let read = text.trim_end();
    check(&format!("{text}war of War OF the a"), &format!("(all {read} war of OF the a~)"));
    check(&format!("({text}b) (war A) war "), &format!("(all {read} war)"));
    check(
        &format!("{text}a -a a* \"a\" title:a a OR c a "),
        &format!("(all {read} (not a) a* \"a\" title:a (any a c))"),
    );
    check(&format!("({text}b) OR (b b) "), &format!("(any (all {read}) (all b b))"));
    let text = |words: usize| (0..words).fold(String::new(), |text, at| format!("{text}the w{at} "));
    assert_eq!(parse(&text(MAX_LEAVES - 2), &context()).notes, []);
    assert_eq!(parse(&text(MAX_LEAVES), &context()).notes, [Note::TooManyWords { kept: MAX_LEAVES }]);
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
    let text: String = (2..QUERY_WORDS).map(|at| format!("w{at} ")).collect();
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
    let words = |count: usize| (0..count).map(|at| format!("w{at} ")).collect::<String>();
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
    let pieces = ["(", ")", "\"", "-", "|", "a OR ", "-(", "title:(", "date:last ", "date:a ", "a\"", "«", ":", "* "];
    for piece in pieces.into_iter().chain(["צ\"", "NOT ", "(a OR ", "-(-(a ", "before:\"", "a\u{200b}", "\u{3000}"]) {
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

    /// Plain words, against splitting at blanks, each but once where they are many.
    #[test]
    fn plain_words_are_split_at_blanks(line in "[a-z0-9 ]{0,40}") {
        let query = parse(&line, &context());
        let mut words: Vec<Node> = line.split_whitespace().map(|word| {
            let start = word.as_ptr() as usize - line.as_ptr() as usize;
            let range = start..start + word.len();
            let kind = if range.end == line.len() { LeafKind::Typing } else { LeafKind::Word };
            Node::Leaf(Leaf { text: word.to_owned(), range, kind, field: None })
        }).collect();
        let mut said = HashSet::new();
        let is_text = words.len() > QUERY_WORDS;
        words.retain(|word| !is_text || plain_word(word).is_none_or(|word| said.insert(word.to_owned())));
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
