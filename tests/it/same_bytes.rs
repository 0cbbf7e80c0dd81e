//! The same articles give the same bytes, in whatever order they or their files come.

use std::fs;

use super::support::{Folder, at_root, build, import};

/// The articles turned by a step that shares no factor with their number.
fn shuffled<T>(mut items: Vec<T>, step: usize) -> Vec<T> {
    let mut out = Vec::with_capacity(items.len());
    let mut at = 0;
    while !items.is_empty() {
        at = (at + step) % items.len();
        out.push(items.remove(at));
    }
    out
}

#[test]
fn the_order_of_articles_leaves_no_trace() {
    let articles = import("tests/fixtures/newsroom").articles;
    let expect = build(articles.clone());
    assert_eq!(build(articles.clone()), expect, "once more the same");
    for step in [1, 7, 16, 31] {
        let other = shuffled(articles.clone(), step);
        assert_ne!(other, articles);
        assert!(build(other) == expect, "step {step}");
    }
}

#[test]
fn names_and_order_of_files_leave_no_trace() {
    let text = fs::read_to_string(at_root("tests/fixtures/newsroom/articles.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let file = |lines: &[&str]| lines.join("\n").into_bytes();
    let whole = Folder::new("whole", &[("all.jsonl", &file(&lines))]);
    let expect = build(whole.import().articles);
    let (first, second) = lines.split_at(20);
    // One file becomes two, in another folder, and what came first is listed last.
    let parts =
        Folder::new("parts", &[("z/first.jsonl", &file(first)), ("a.jsonl", &file(&shuffled(second.to_vec(), 3)))]);
    assert!(build(parts.import().articles) == expect);
    let renamed = Folder::new("renamed", &[("a/second.jsonl", &file(second)), ("b.jsonl", &file(first))]);
    assert!(build(renamed.import().articles) == expect);
}
