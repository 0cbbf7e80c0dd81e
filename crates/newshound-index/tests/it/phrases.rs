//! Phrases where no text is published, and what words gain that stand side by side.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::search::{Answer, AnswerNote, Request, search};
use newshound_index::segment::{Segment, TextMode};

/// Twelve articles with `prime`, `minister` and `bridge` in their bodies; in every third the first two side by side.
fn ask(text: TextMode, pairs: u32, line: &str) -> Answer<'static> {
    let options = BuildOptions { text, pairs, language: Some("en".into()), ..BuildOptions::default() };
    let mut builder = SegmentBuilder::new(options);
    for at in 0..12 {
        let body = if at % 3 == 0 { "the prime minister at bridge" } else { "a minister in his prime at bridge" };
        // Beyond the lead, which is shown and compared.
        let paragraphs = [format!("Story {at} of many."), format!("Number {at}: {body} number {at}.")];
        builder.add(Article {
            id: format!("{at:02}"),
            title: format!("Story {at}"),
            blocks: paragraphs.into_iter().map(Block::Paragraph).collect(),
            ..Article::default()
        });
    }
    // What an answer tells stands in the index.
    let segment = Box::leak(Box::new(Segment::open(builder.finish().bytes.leak()).unwrap()));
    let request = Request { text: line.into(), collapse: false, explain: true, limit: 20, ..Request::default() };
    search(segment, &request).unwrap()
}

fn ids<'a>(answer: &Answer<'a>) -> Vec<&'a str> {
    answer.hits.iter().map(|hit| hit.id).collect()
}

#[test]
fn an_indexed_pair_is_exact_without_the_text() {
    let answer = ask(TextMode::Standfirst, 100, "\"prime minister\"");
    assert_eq!((ids(&answer), &answer.notes), (vec!["00", "03", "06", "09"], &vec![]));
    assert!(answer.hits.iter().all(|hit| hit.is_phrase_verified == Some(true)));
    // It is gone from others too, but does not prove a longer phrase.
    let answer = ask(TextMode::Standfirst, 100, "\"the prime minister\"");
    assert_eq!(ids(&answer), ["00", "03", "06", "09"]);
    assert_eq!(answer.notes, [AnswerNote::PhraseNotVerified]);
    assert!(answer.hits.iter().all(|hit| hit.is_phrase_verified == Some(false)));
    let answer = ask(TextMode::Standfirst, 100, "bridge -\"prime minister\"");
    assert_eq!((answer.total, answer.notes.len()), (8, 0));
}

#[test]
fn without_pairs_the_words_are_enough_and_it_says_so() {
    let answer = ask(TextMode::Standfirst, 0, "\"prime minister\"");
    assert_eq!((answer.total, answer.notes.as_slice()), (12, &[AnswerNote::PhraseNotVerified][..]));
    assert!(answer.hits.iter().all(|hit| hit.is_phrase_verified == Some(false)));
}

#[test]
fn published_texts_answer_alike_with_and_without_pairs() {
    for line in ["\"prime minister\"", "\"the prime minister at\"", "bridge -\"prime minister\"", "\"minister prime\""]
    {
        let [with, without] = [100, 0].map(|pairs| ask(TextMode::Inside, pairs, line));
        assert_eq!((ids(&with), &with.notes), (ids(&without), &without.notes), "{line}");
    }
}

#[test]
fn words_side_by_side_gain_a_little() {
    let answer = ask(TextMode::Inside, 100, "prime minister ");
    assert_eq!(ids(&answer)[..4], ["00", "03", "06", "09"]);
    let leaves = |at: usize| -> Vec<(String, &str)> {
        let why = answer.hits[at].why.as_ref().unwrap();
        why.leaves.iter().map(|leaf| (leaf.text.clone(), leaf.way)).collect()
    };
    let words = [("prime".to_owned(), "word"), ("minister".to_owned(), "word")];
    assert_eq!(leaves(0), [words.as_slice(), &[("prime minister".to_owned(), "near")]].concat());
    assert_eq!(leaves(4), words);
    // In another order they are only words.
    assert!(
        ask(TextMode::Inside, 100, "minister prime ")
            .hits
            .iter()
            .all(|hit| { hit.why.as_ref().unwrap().leaves.iter().all(|leaf| leaf.way == "word") })
    );
}

#[test]
fn a_quotation_in_a_pasted_text_demands_nothing() {
    let text = "and so it was that on that day somebody else had said a word about “another story” of";
    let answer = ask(TextMode::Inside, 100, &format!("{text} the prime minister at bridge "));
    assert!(ids(&answer).contains(&"00"), "{:?}", answer.notes);
}
