//! An index that came over a bad wire: whatever byte is wrong, and wherever it was cut, it is noticed, and nothing that
//! is asked meanwhile panics.

use std::sync::LazyLock;

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Built, Pin, Settings};
use newshound_index::query::DayRange;
use newshound_index::search::{Answer, Request, complete, search};
use newshound_index::segment::{Segment, SegmentError, TextMode};

use super::support::{build_with, line};

/// Few and short articles with all there is: near-duplicates, dates of several kinds and none, two authors, a
/// modification, an image, a subheading, a standfirst, a paid text, an acronym beside the word, a field of the
/// publisher's, two words that often stand side by side and once do not.
fn articles(text: TextMode) -> Built {
    let paragraph = |text: &str| Block::Paragraph(text.into());
    let filed = |id: &str, date: &str| Article {
        id: id.into(),
        url: format!("/{id}"),
        title: "Harbour Bridge closes".into(),
        published: date.parse().ok(),
        section: Some("News".into()),
        authors: vec!["Inés Peña".into(), "Bo".into()],
        language: Some("en".into()),
        blocks: vec![paragraph(
            "The Harbour Bridge was closed at dawn on Friday after inspectors found a crack as long as a hand in one of \
             the steel hangers on the east side, and the US sent us a boat.",
        )],
        ..Article::default()
    };
    let mut later = filed("later", "2025-03-14T11:15:00-03:00");
    later.modified = "2025-03-15".parse().ok();
    later.image = Some("/i.jpg".into());
    let fog = Article {
        id: "fog".into(),
        url: "https://example.org/fog".into(),
        title: "Fog, and no gol".into(),
        published: "2025-03".parse().ok(),
        tags: vec!["sea".into()],
        standfirst: Some("Bridges in fog.".into()),
        blocks: vec![Block::Subheading("Boats".into()), Block::Caption("Fog".into())],
        is_free: false,
        fields: vec![("place".into(), vec!["Bay".into()])],
        ..Article::default()
    };
    let bare = Article { id: "bare".into(), url: "/bare".into(), title: "Gol".into(), ..Article::default() };
    let settings = Settings {
        section_boosts: vec![("News".into(), 1.5)],
        synonyms: vec!["harbour bridge = gol".parse().unwrap()],
        pins: vec![Pin { query: "closes bridge".into(), articles: vec!["fog".into()] }],
        ..Settings::default()
    };
    let titled = |id: &str, title: &str| Article { id: id.into(), title: title.into(), ..bare.clone() };
    let opens = titled("opens", "Harbour Bridge opens");
    let apart = titled("apart", "A bridge at the harbour");
    let time_zone = Some("America/Halifax".into());
    let options = BuildOptions { text, time_zone, pairs: 100, settings, ..BuildOptions::default() };
    build_with([filed("first", "2025-03-14T07:40"), later, fog, bare, opens, apart], options)
}

static INSIDE: LazyLock<Built> = LazyLock::new(|| articles(TextMode::Inside));

/// Questions that between them read every section.
fn questions() -> Vec<Request> {
    let facets = || vec!["section".into(), "author".into(), "tag".into(), "language".into()];
    vec![
        Request { facets: facets(), explain: true, ..line("bridge closes") },
        line("\"harbour bridge\" OR gol -fog"),
        line("brige"),
        line("author:peña"),
        Request { explain: true, ..line("closes bridge") },
        line("gol"),
        Request {
            filters: vec![("section".into(), vec!["News".into()])],
            dates: Some(DayRange { from: Some(20_000), until: None }),
            ..Request::default()
        },
    ]
}

/// Everything that a page does with an index.
fn use_it<'s>(segment: &'s Segment<'_>) -> Result<Vec<Answer<'s>>, SegmentError> {
    complete(segment, "harbour b", 5)?;
    segment.date_range()?;
    segment.facet_names()?;
    questions().iter().map(|request| search(segment, request)).collect()
}

fn verify(bytes: &[u8]) -> Result<(), SegmentError> {
    Segment::open(bytes)?.verify()
}

#[test]
fn the_index_is_whole_and_has_all_there_is() {
    verify(&INSIDE.bytes).unwrap();
    let segment = Segment::open(&INSIDE.bytes).unwrap();
    let empty: Vec<_> = segment.section_sizes().into_iter().filter(|(_, size)| *size == 0).collect();
    assert_eq!(empty, []);
    let answers = use_it(&segment).unwrap();
    assert!(answers.iter().all(|answer| answer.total > 0));
    assert_eq!(answers[0].hits[0].duplicates.len(), 1);
    assert!(answers[1].hits.iter().any(|hit| hit.is_phrase_verified == Some(true)));
    assert_eq!(answers[2].suggestion.as_deref(), Some("bridge"));
}

#[test]
fn every_wrong_byte_is_noticed() {
    let segment = Segment::open(&INSIDE.bytes).unwrap();
    let whole = use_it(&segment).unwrap();
    let mut bytes = INSIDE.bytes.clone();
    for at in 0..bytes.len() {
        let right = bytes[at];
        for wrong in (0..8).map(|bit| right ^ 1 << bit).chain([!right]) {
            bytes[at] = wrong;
            let error = verify(&bytes).expect_err("a wrong byte is noticed");
            assert!(["corrupt", "version"].contains(&error.code()), "byte {at} is {wrong:#x}: {error}");
        }
        // What is asked before anybody verifies is refused, or did not touch the wrong page and is right.
        if let Ok(segment) = Segment::open(&bytes)
            && let Ok(answers) = use_it(&segment)
        {
            assert!(answers == whole, "byte {at} changes an answer");
        }
        bytes[at] = right;
    }
    assert_eq!(bytes, INSIDE.bytes);
}

#[test]
fn every_cut_is_noticed() {
    for length in 0..INSIDE.bytes.len() {
        let error = verify(&INSIDE.bytes[..length]).expect_err("a cut is noticed");
        assert_eq!(error.code(), "corrupt", "cut at {length}: {error}");
        let used = Segment::open(&INSIDE.bytes[..length]).and_then(|segment| use_it(&segment).map(drop));
        assert!(used.is_err(), "cut at {length}");
    }
    let mut longer = INSIDE.bytes.clone();
    longer.push(0);
    let expected = INSIDE.bytes.len();
    assert_eq!(verify(&longer), Err(SegmentError::Cut { expected, found: expected + 1 }));
}

#[test]
fn other_files_are_no_index() {
    let check = |bytes: &[u8], expect: SegmentError| assert_eq!(verify(bytes), Err(expect));
    check(b"", SegmentError::NoSegment);
    check(
        b"<!doctype html><title>404 Not Found</title><p>The page that you asked for is not there.</p>",
        SegmentError::NoSegment,
    );
    let mut later = INSIDE.bytes.clone();
    later[8] = 9;
    assert_eq!(verify(&later).unwrap_err().code(), "corrupt", "the version is checked like all else");
}

#[test]
fn a_wrong_byte_in_a_file_apart_is_noticed() {
    let built = articles(TextMode::Apart);
    assert!(!built.apart.is_empty());
    for (file, need) in built.apart.iter().zip(needs(&built)) {
        assert_eq!(file.name, need.file);
        let mut segment = Segment::open(&built.bytes).unwrap();
        for at in (0..file.bytes.len()).step_by(5) {
            let mut bytes = file.bytes.clone();
            bytes[at] ^= 1 << (at % 8);
            let refused = segment.supply(need.page, bytes.into());
            assert_eq!(refused, Err(SegmentError::Damaged { section: "text" }), "byte {at}");
            let refused = segment.supply(need.page, file.bytes[..at].into());
            assert_eq!(refused, Err(SegmentError::Damaged { section: "text" }), "cut at {at}");
        }
        segment.supply(need.page, file.bytes.clone().into()).unwrap();
        let answer = search(&segment, &line("\"harbour bridge\"")).unwrap();
        assert_eq!((answer.needs, answer.hits.len()), (vec![], 2));
    }
}

fn needs(built: &Built) -> Vec<newshound_index::segment::Need> {
    search(&Segment::open(&built.bytes).unwrap(), &line("\"harbour bridge\"")).unwrap().needs
}
