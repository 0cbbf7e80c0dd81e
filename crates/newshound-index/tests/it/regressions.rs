//! What was wrong once, each under the name of what a reader would have seen.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Built, SegmentBuilder};
use newshound_index::search::{Answer, Request, search};
use newshound_index::segment::Segment;

/// Articles of one paragraph: `id: title | body`.
fn articles(lines: &[&str]) -> Vec<Article> {
    let article = |line: &&str| {
        let (id, rest) = line.split_once(": ").unwrap();
        let (title, body) = rest.split_once(" | ").unwrap();
        Article {
            id: id.into(),
            title: title.into(),
            blocks: vec![Block::Paragraph(body.into())],
            language: Some("en".into()),
            ..Article::default()
        }
    };
    lines.iter().map(article).collect()
}

fn build(articles: Vec<Article>) -> Built {
    let mut builder = SegmentBuilder::new(BuildOptions::default());
    articles.into_iter().for_each(|article| builder.add(article));
    builder.finish()
}

fn ask(articles: Vec<Article>, request: &Request) -> Answer {
    let built = build(articles);
    search(&Segment::open(&built.bytes).unwrap(), request).unwrap()
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn line(text: &str) -> Request {
    Request { text: text.into(), ..Request::default() }
}

#[test]
fn rarer_completion_above_the_word_itself() {
    let articles = articles(&[
        "pact: Pact with the U.S. | The U.S. signed. It sent us a letter.",
        "drugs: Campaign on drugs | The U.S. was told about drug use.",
    ]);
    assert_eq!(ids(&ask(articles, &line("US"))), ["pact", "drugs"]);
}

#[test]
fn completion_above_another_spelling_of_the_word() {
    let articles = articles(&[
        "who: Advice | The WHO gave advice on Monday and all was well",
        "whole: Advice | The whole of it was read on Monday and all was well",
        "pink: Advice | He who painted it was seen on Monday and all was well",
    ]);
    let answer = ask(articles, &Request { half_life: Some(0.0), ..line("who") });
    assert_eq!(ids(&answer), ["who", "pink", "whole"]);
}

#[test]
fn article_without_text_at_the_end_of_a_page() {
    let bare = Article { id: "bare".into(), title: "Bridge".into(), ..Article::default() };
    assert_eq!(ids(&ask(vec![bare], &line("bridge"))), ["bare"]);
}

#[test]
fn snippet_of_an_article_without_end() {
    let body = format!("The needle. {}", "hay stack ".repeat(30_000));
    let answer = ask(articles(&[&format!("huge: Huge | {body}")]), &line("needle stack"));
    let shown: usize = answer.hits[0].snippet.iter().map(|piece| piece.text.len()).sum();
    assert!(shown < 400, "{shown} bytes");
    // What stands behind all that is found, and the beginning is shown.
    let answer = ask(articles(&[&format!("huge: Huge | {body}thread")]), &line("thread"));
    assert!(answer.hits[0].snippet[0].text.starts_with("The needle."));
}

#[test]
fn quoted_word_in_the_title_found_by_another_of_its_stem() {
    let articles = articles(&["one: Election | The elections", "two: Elections | An election"]);
    assert_eq!(ids(&ask(articles, &line("title:\"elections\""))), ["two"]);
}
