//! Any bytes as a query: no panic, ranges that fit the line, and a displayed query that reads as the same tree.
//!
//! `cargo +nightly fuzz run query_parser -- -max_len=2000`
#![no_main]

use libfuzzer_sys::fuzz_target;
use newshound_index::query::{Node, ParseContext, Query, parse};

fuzz_target!(|data: &[u8]| {
    // The first byte chooses the day, so that relative dates are read with one and without.
    let Some((day, line)) = data.split_first() else { return };
    let line = String::from_utf8_lossy(line);
    let context = ParseContext { today: day.checked_sub(1).map(|day| i32::from(day) * 100) };
    let query = parse(&line, &context);
    if let Some(root) = &query.root {
        check_ranges(root, &line);
    }
    // Beyond the length limit the displayed line, which may be longer than the one typed, is cut elsewhere.
    if line.len() <= 5_000 {
        let again = parse(&query.to_string(), &context);
        assert_eq!(shape(&again), shape(&query), "{line:?} is displayed as {:?}", query.to_string());
    }
});

fn check_ranges(node: &Node, line: &str) {
    match node {
        Node::Leaf(leaf) => assert_eq!(line.get(leaf.range.clone()), Some(leaf.text.as_str())),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| check_ranges(node, line)),
        Node::Not(node) => check_ranges(node, line),
        Node::Dates(range) => assert!(range.from.is_some() || range.until.is_some()),
    }
}

/// The tree without the places in the line, which differ.
fn shape(query: &Query) -> Option<Node> {
    query.root.clone().map(without_ranges)
}

fn without_ranges(node: Node) -> Node {
    let all = |nodes: Vec<Node>| nodes.into_iter().map(without_ranges).collect();
    match node {
        Node::Leaf(mut leaf) => {
            assert!(!leaf.text.is_empty());
            leaf.range = 0..0;
            Node::Leaf(leaf)
        }
        Node::All(nodes) => Node::All(all(nodes)),
        Node::Any(nodes) => Node::Any(all(nodes)),
        Node::Not(node) => Node::Not(Box::new(without_ranges(*node))),
        dates => dates,
    }
}
