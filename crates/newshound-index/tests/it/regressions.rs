//! What was wrong once, each under the name of what a reader would have seen.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Built, SegmentBuilder};
use newshound_index::search::{Answer, AnswerNote, FacetCount, Request, search};
use newshound_index::segment::{Segment, TextMode};

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

fn ask(articles: Vec<Article>, request: &Request) -> Answer<'static> {
    // What an answer tells stands in the index.
    let segment = Box::leak(Box::new(Segment::open(build(articles).bytes.leak()).unwrap()));
    search(segment, request).unwrap()
}

fn ids<'a>(answer: &Answer<'a>) -> Vec<&'a str> {
    answer.hits.iter().map(|hit| hit.id).collect()
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
    let shown = answer.hits[0].snippet.text.len();
    assert!(shown < 400, "{shown} bytes");
    // What stands behind all that is found, and the beginning is shown.
    let answer = ask(articles(&[&format!("huge: Huge | {body}thread")]), &line("thread"));
    assert!(answer.hits[0].snippet.text.starts_with("The needle."));
}

#[test]
fn quoted_word_in_the_title_found_by_another_of_its_stem() {
    let articles = articles(&["one: Election | The elections", "two: Elections | An election"]);
    assert_eq!(ids(&ask(articles, &line("title:\"elections\""))), ["two"]);
}

#[test]
fn score_of_a_phrase_that_does_not_stand_there() {
    let articles = articles(&[
        "apart: Ferry | The service ended at midnight and so it was shut",
        "none: Ferry | The evening ended as it began and so it was shut",
    ]);
    let request = Request { half_life: Some(0.0), explain: true, ..line("\"midnight service\" OR shut ") };
    let answer = ask(articles, &request);
    let scores: Vec<f32> = answer.hits.iter().map(|hit| hit.score).collect();
    assert_eq!((ids(&answer), scores[0]), (vec!["apart", "none"], scores[1]));
    assert_eq!(answer.hits[0].why.as_ref().unwrap().leaves.len(), 1);
}

#[test]
fn too_few_with_the_phrase_and_no_others_shown() {
    let numbered = |at: usize| match at {
        0 => "both: Town | harbour bridge shut, storm".to_owned(),
        1 => "shut: Town | harbour bridge shut".to_owned(),
        2 => "storm: Town | harbour bridge in a storm".to_owned(),
        _ => format!("apart{at}: Town | bridge shut by storm in harbour"),
    };
    let lines: Vec<String> = (0..14).map(numbered).collect();
    let articles = articles(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let answer = ask(articles, &Request { collapse: false, ..line("\"harbour bridge\" shut storm ") });
    assert_eq!((ids(&answer), answer.notes.as_slice()), (vec!["both", "shut", "storm"], &[AnswerNote::Relaxed(1)][..]));
}

#[test]
fn unverified_phrase_of_an_article_that_no_filter_lets_through() {
    let mut articles = articles(&["free: Town | harbour bridge", "paid: Town | harbour bridge"]);
    articles[1].is_free = false;
    articles[1].section = Some("Sport".into());
    articles[0].section = Some("News".into());
    let filters = |section: &str| vec![("section".to_owned(), vec![section.to_owned()])];
    let ask = |section: &str| {
        let request = Request { filters: filters(section), ..line("\"harbour bridge\"") };
        ask(articles.clone(), &request).notes
    };
    assert_eq!(ask("News"), []);
    assert_eq!(ask("Sport"), [AnswerNote::PhraseNotVerified]);
}

#[test]
fn facet_counted_for_another_version_than_the_one_shown() {
    let body = "the bridge was closed at dawn after a crack was found in one of the hangers on the east side";
    let mut articles =
        articles(&[&format!("old: Bridge closes | {body} storm"), &format!("new: Bridge closes | {body}")]);
    for (article, (date, section)) in articles.iter_mut().zip([("2025-03-14", "News"), ("2025-03-15", "World")]) {
        article.published = date.parse().ok();
        article.section = Some(section.into());
    }
    let facets = vec!["section".to_owned()];
    // Only the older version has all the words; the other stands behind it.
    let answer = ask(articles, &Request { facets, ..line("bridge crack dawn storm") });
    assert_eq!((ids(&answer), answer.hits[0].duplicates.len()), (vec!["old"], 1));
    assert_eq!(answer.facets[0].1, [FacetCount { value: "News", count: 1 }]);
}

#[test]
fn slip_not_looked_for_beside_an_exclusion() {
    let articles = articles(&["one: Bride | The harbour", "two: Bridge | The town"]);
    for query in ["bridge harbour -zzzz", "bridge harbour ♥♥♥♥ "] {
        let answer = ask(articles.clone(), &line(query));
        assert_eq!((ids(&answer), answer.notes.as_slice()), (vec!["one"], &[AnswerNote::Typo][..]), "{query}");
    }
}

#[test]
fn hole_while_typing() {
    let articles = articles(&["one: Town | election", "many: Town | elections"]);
    for typed in ["e", "el", "electi", "election", "elections"] {
        assert_eq!(ask(articles.clone(), &line(typed)).total, 2, "{typed}");
    }
}

#[test]
fn completion_told_as_the_slip() {
    let articles = articles(&["bridge: Bridge | The town", "ridge: Ridge | The harbour", "ship: Ship | The harbour"]);
    let answer = ask(articles, &line("harbour brid"));
    assert_eq!((ids(&answer)[0], answer.suggestion.as_deref()), ("ridge", Some("harbour ridge")));
}

#[test]
fn page_that_only_the_correction_needs() {
    let mut builder = SegmentBuilder::new(BuildOptions {
        text: TextMode::Apart,
        language: Some("es".into()),
        ..BuildOptions::default()
    });
    let articles = articles(&["one: Town | organs, and the election of the sky", "two: Other | organ"]);
    articles.into_iter().for_each(|article| builder.add(article));
    let built = builder.finish();
    let mut segment = Segment::open(&built.bytes).unwrap();
    // `organ` is taken for a slip, as no headline with `town` has it; then the phrase has to be compared.
    let request = line("title:town organ -\"sky election\"");
    let needs = search(&segment, &request).unwrap().needs;
    assert_eq!(needs.len(), 1);
    segment.supply(needs[0].page, built.apart[0].bytes.clone().into()).unwrap();
    let answer = search(&segment, &request).unwrap();
    assert_eq!((ids(&answer), answer.needs.len()), (vec!["one"], 0));
}

#[test]
fn article_hidden_by_a_slip_in_an_exclusion() {
    let articles =
        articles(&["fair: Harbour fair | Fentanyl was no subject at the fair.", "race: Harbour race | Ten boats ran."]);
    let answer = ask(articles, &Request { half_life: Some(0.0), ..line("harbour -fentnyl ") });
    assert_eq!((ids(&answer), &answer.suggestion), (vec!["fair", "race"], &None));
}

/// Later passages that show it more often are no better, and all of a long article was read to find them.
#[test]
fn snippets_are_the_first_passage_that_shows_everything() {
    let filler = " Ambulances are stationed on both sides.".repeat(6);
    let check = |query: &str, sentences: [&str; 3], expect: &str| {
        let article = format!("one: Notice | {}", sentences.join(&filler));
        let found = ask(articles(&[&article]), &line(query));
        let snippet = &found.hits[0].snippet.text;
        assert!(snippet.contains(expect), "{query}: {snippet}");
    };
    let story = [
        "The bridge is old.",
        " A council met about the bridge, the bridge, the bridge.",
        " The bridge council of the bridge.",
    ];
    check("bridge", story, story[0]);
    check("bridge council", story, story[1].trim());
    check("\"bridge council\"", story, story[2].trim());
    // However often one of them is repeated, it does not stand for the other.
    let story =
        ["Climate change is climate change.", " Nobody spoke.", " Climate change needs a tax on climate change."];
    check("\"climate change\" tax", story, story[2].trim());
}

#[test]
fn a_caption_hid_the_beginning_where_no_word_was_asked_for() {
    let blocks = vec![Block::Caption("A photo".into()), Block::Paragraph("The bridge is old.".into())];
    let article = Article { id: "one".into(), title: "Notice".into(), blocks, ..Article::default() };
    for query in ["", "-zzz"] {
        let found = ask(vec![article.clone()], &line(query));
        assert_eq!(found.hits[0].snippet.text, "The bridge is old.", "{query}");
    }
}

#[test]
fn a_subheading_stood_for_the_text_below_it() {
    let blocks = vec![Block::Subheading("The bridge".into()), Block::Paragraph("The old bridge is shut.".into())];
    let article = Article { id: "one".into(), title: "Notice".into(), blocks, ..Article::default() };
    let found = ask(vec![article], &line("bridge"));
    let snippet = &found.hits[0].snippet.text;
    assert_eq!(snippet, "The old bridge is shut.");
}

/// What is asked for in other ways, and a word that is not finished, do not make a question of a line.
#[test]
fn words_that_ask_count_less_in_long_lines() {
    let story = "one: Notice | Who would know what a quay, an anchor, a rudder, a keel and a mast are for.";
    let score = |query: &str| {
        let request = Request { explain: true, half_life: Some(0.0), ..line(query) };
        let found = ask(articles(&[story]), &request);
        found.hits[0].why.as_ref().unwrap().leaves.iter().find(|leaf| leaf.text == "who").unwrap().score
    };
    let whole = score("who ");
    let check = |query: &str, expect: f32| assert!((score(query) - whole * expect).abs() < 1e-6, "{query}");
    check("who quay anchor rudder keel ", 1.0);
    check("who quay anchor rudder keel mast ", 0.5);
    check("who quay anchor rudder keel title:notice -zzz ", 1.0);
    check("quay anchor rudder keel mast who", 1.0);
}

#[test]
fn a_snippet_repeated_the_title_and_hid_the_other_word() {
    let first = "The bridge will stay closed for six weeks. ".to_owned()
        + &"Ambulances are stationed on both sides. ".repeat(6);
    let body = first + "The council brought the inspection forward.";
    let found = ask(articles(&[&format!("six: Bridge to stay closed | {body}")]), &line("council bridge"));
    let snippet = &found.hits[0].snippet.text;
    assert!(snippet.contains("council"), "{snippet}");
}

#[test]
fn what_was_asked_before_changes_nothing() {
    let words = ["bridge", "bridges", "flood", "river", "mill", "road", "council", "councils", "Mill Road", "U.S."];
    let article = |at: usize| {
        let word = |n: usize| words[(at * n + at / 3 + n) % words.len()];
        let body: Vec<&str> = (1..at % 7 + 3).map(word).collect();
        format!("{at}: {} {} | {} {at}", word(2), word(5), body.join(" "))
    };
    let lines: Vec<String> = (0..120).map(article).collect();
    let built = build(articles(&Vec::from_iter(lines.iter().map(String::as_str))));
    let used = Segment::open(&built.bytes).unwrap();
    let asked = ["br", "bri", "bridge", "bridge ri", "bridge river", "\"mill road\"", "mill road flod", "us council*"];
    for text in asked.iter().chain(asked.iter().rev()) {
        let request = Request { explain: true, facets: vec!["language".into()], ..line(text) };
        let segment = Segment::open(&built.bytes).unwrap();
        let fresh = search(&segment, &request).unwrap();
        assert!(fresh.total > 0, "{text}");
        assert_eq!(search(&used, &request).unwrap(), fresh, "{text}");
    }
}

#[test]
fn enough_articles_with_all_the_words_and_no_others_asked_for() {
    let words = ["the harbour", "a bridge", "bridges", "of storms", "storm stormy", "harbours", "closed"];
    let body = |at: usize| {
        let own = (0..words.len()).filter(|n| (at * 7 + n * n) % (n + 2) < 2).map(|n| words[n]);
        Vec::from_iter((0..at % 5).map(|_| "dry").chain(own)).join(" ")
    };
    let lines: Vec<String> = (0..120).map(|at| format!("{at}: Day {at} | {}", body(at))).collect();
    let built = build(articles(&lines.iter().map(String::as_str).collect::<Vec<_>>()));
    let segment = Segment::open(&built.bytes).unwrap();
    let enough = ["the harbour", "harbour bridge st", "the dry bri", "dry bridge harbours", "closed th"];
    for text in enough.iter().chain(&["the closed bridge of storms nowhere", "the nowhere st"]) {
        // To explain a hit takes all that is found for each word.
        let [plain, mut explained] = [false, true].map(|explain| {
            let request = Request { explain, limit: 60, collapse: false, ..line(text) };
            search(&segment, &request).unwrap()
        });
        explained.hits.iter_mut().for_each(|hit| hit.why = None);
        assert_eq!(plain, explained, "{text}");
        assert_eq!(plain.total >= 10 && plain.notes.is_empty(), enough.contains(text), "{text}: {}", plain.total);
    }
}

/// No article has `elect`, so the quotation marks are given up; whether the words then stand as they must not, only a page
/// tells that nobody had asked for.
#[test]
fn page_that_only_the_words_of_a_phrase_need() {
    let mut builder = SegmentBuilder::new(BuildOptions { text: TextMode::Apart, ..BuildOptions::default() });
    articles(&["one: Notice | the bridge | of a ferry"]).into_iter().for_each(|article| builder.add(article));
    let built = builder.finish();
    let mut segment = Segment::open(&built.bytes).unwrap();
    let request = line("\"the\" -\"ferry the\" elect elect ");
    let needs = search(&segment, &request).unwrap().needs;
    assert_eq!(needs.len(), 1);
    segment.supply(needs[0].page, built.apart[0].bytes.clone().into()).unwrap();
    let answer = search(&segment, &request).unwrap();
    assert_eq!((ids(&answer), &answer.notes, answer.needs.len()), (vec!["one"], &vec![AnswerNote::Relaxed(0)], 0));
}

/// Its plural is one slip from it, and yet no other word.
#[test]
fn another_form_of_a_doubted_word_stood_for_a_slip() {
    let mut builder = SegmentBuilder::new(BuildOptions { language: Some("en".into()), ..BuildOptions::default() });
    let articles = articles(&[
        "a: Otters | The conservation goes on.",
        "b: Otters | They swim.",
        "c: Otters | They dive.",
        "d: Mayor | A conversation with the mayor.",
        "e: Sea | The conversations at sea.",
    ]);
    articles.into_iter().for_each(|article| builder.add(article));
    let built = builder.finish();
    let segment = Segment::open(&built.bytes).unwrap();
    let answer = search(&segment, &line("otters conversation ")).unwrap();
    assert_eq!((ids(&answer)[0], answer.suggestion.as_deref()), ("a", Some("otters conservation ")));
}

#[test]
fn pages_that_could_only_tell_what_nobody_counts() {
    let options =
        BuildOptions { text: TextMode::Apart, pairs: 0, language: Some("en".into()), ..BuildOptions::default() };
    let mut builder = SegmentBuilder::new(options);
    for at in 0..400 {
        let (section, body) = match at % 4 {
            _ if at % 200 == 7 => ("Sport", format!("Harbour people went to the bridge {at}.")),
            0 => ("News", format!("The harbour opened near the bridge number {at}.")),
            1 => ("News", format!("The harbour sleeps {at}.")),
            _ => ("News", format!("Nothing here {at}.")),
        };
        builder.add(Article {
            id: at.to_string(),
            title: format!("Story {at}"),
            section: Some(section.into()),
            blocks: vec![Block::Paragraph(body)],
            ..Article::default()
        });
    }
    let built = builder.finish();
    let mut segment = Segment::open(&built.bytes).unwrap();
    let filters = vec![("section".to_owned(), vec!["Sport".to_owned()])];
    let request = Request { filters, collapse: false, ..line("harbour \"opened bridge\" ") };
    let mut pages = 0;
    loop {
        let answer = search(&segment, &request).unwrap();
        if answer.needs.is_empty() {
            assert_eq!(answer.total, 2);
            break;
        }
        for need in answer.needs {
            let file = built.apart.iter().find(|file| file.name == need.file).unwrap();
            segment.supply(need.page, file.bytes.clone().into()).unwrap();
            pages += 1;
        }
    }
    // One for the snippet of each.
    assert!(pages <= 2, "{pages}");
}

/// `the` was marked all over the passages of long lines, and chose them.
#[test]
fn words_of_most_articles_are_not_marked_beside_others() {
    let lines: Vec<String> = (0..200)
        .map(|at| format!("{at}: Notice {at} | The {} of the town.", if at % 20 == 0 { "bridge" } else { "harbour" }))
        .collect();
    let built = build(articles(&Vec::from_iter(lines.iter().map(String::as_str))));
    let segment = Segment::open(&built.bytes).unwrap();
    let check = |query: &str, expect: &str| {
        let answer = search(&segment, &line(query)).unwrap();
        let snippet = &answer.hits[0].snippet;
        let marked: Vec<&str> = snippet.pieces().filter(|piece| piece.is_match).map(|piece| piece.text).collect();
        assert_eq!(marked.join(" "), expect, "{query}");
    };
    check("the bridge of ", "bridge");
    check("bridge the", "bridge");
    check("the of ", "The of the");
    // Whose words are marked where they stand alone, too.
    check("town of \"the bridge\"", "The bridge the");
}
