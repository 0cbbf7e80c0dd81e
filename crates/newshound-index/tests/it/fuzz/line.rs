//! Lines of any characters: places fit the line, and a query, displayed, reads as the same tree.

use newshound_index::query::{Node, ParseContext, Query, parse};

use super::{run, text};

fn check_ranges(node: &Node, line: &str) {
    match node {
        Node::Leaf(leaf) => {
            assert_eq!(line.get(leaf.range.clone()), Some(leaf.text.as_str()));
            assert!(!leaf.text.is_empty());
        }
        Node::All(nodes) | Node::Any(nodes) => {
            assert!(nodes.len() > 1);
            nodes.iter().for_each(|node| check_ranges(node, line));
        }
        Node::Not(node) => check_ranges(node, line),
        Node::Dates(range) => assert!(range.from.is_some() || range.until.is_some()),
    }
}

/// The tree without the places in the line, which differ.
fn shape(query: &Query) -> Option<Node> {
    fn without_ranges(node: Node) -> Node {
        let all = |nodes: Vec<Node>| nodes.into_iter().map(without_ranges).collect();
        match node {
            Node::Leaf(mut leaf) => {
                leaf.range = 0..0;
                Node::Leaf(leaf)
            }
            Node::All(nodes) => Node::All(all(nodes)),
            Node::Any(nodes) => Node::Any(all(nodes)),
            Node::Not(node) => Node::Not(Box::new(without_ranges(*node))),
            dates => dates,
        }
    }
    query.root.clone().map(without_ranges)
}

#[test]
fn any_line() {
    run(3000, |chance| {
        let most = *chance.of(&[3, 10, 40, 3000]);
        let line = text(chance, most);
        let context = ParseContext { today: chance.one_in(2).then_some(20_000) };
        let query = parse(&line, &context);
        query.root.iter().for_each(|root| check_ranges(root, &line));
        // Beyond the limit the displayed line, which may be longer than the one typed, is cut elsewhere.
        if line.len() <= 5_000 {
            let again = parse(&query.to_string(), &context);
            assert_eq!(shape(&again), shape(&query), "{line:?} is displayed as {:?}", query.to_string());
        }
    });
}
