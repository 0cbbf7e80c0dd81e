//! The evaluator against a scan: on small random corpora and random questions of the whole language, both give the same
//! answer, hit by hit and bit by bit.
//!
//! The scan knows articles and the analyzer, and no index: it looks at every article for every word. Only which articles
//! are near-duplicates, and which pairs of words are indexed, it takes from the index, since that is a judgement; what
//! follows from it is checked. Scores are computed by the documented formulas with the standard library's logarithm and
//! power, where the engine has its own; both are exact to far more digits than a score has, so that one unit in a score's
//! last place is all that is allowed.
//!
//! The same few hundred corpora are tried in every run; where `NEWSHOUND_ORACLE_CASES` says how many, others are.

mod answer;
mod corpus;
mod leaf;
mod publisher;
mod scan;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use newshound_index::build::{Built, SegmentBuilder};
use newshound_index::search::{Answer, FacetCount, Hit, Request, search};
use newshound_index::segment::Segment;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use answer::{Expected, answer, order};
use corpus::Case;
use scan::Library;

/// Indexed pairs of all corpora together: there must be some, or nothing is known of them.
static PAIRS: AtomicUsize = AtomicUsize::new(0);

type Checked = Result<(), TestCaseError>;

/// Brings every page that is wanted, until the answer is final.
fn bring(built: &Built, segment: &mut Segment<'_>, request: &Request) {
    loop {
        let needs = search(segment, request).unwrap().needs;
        if needs.is_empty() {
            return;
        }
        for need in needs {
            let file = built.apart.iter().find(|file| file.name == need.file).unwrap();
            segment.supply(need.page, file.bytes.clone().into()).unwrap();
        }
    }
}

/// For each article the number of its story, as the index has it.
fn groups(segment: &Segment<'_>, case: &Case) -> Vec<usize> {
    let at: BTreeMap<&str, usize> =
        case.articles.iter().enumerate().map(|(at, article)| (article.id.as_str(), at)).collect();
    let mut groups: Vec<usize> = (0..case.articles.len()).collect();
    // Nothing is asked, so all are there, each story once.
    let all = search(segment, &Request { limit: usize::MAX, ..Request::default() }).unwrap();
    for hit in &all.hits {
        for duplicate in &hit.duplicates {
            groups[at[duplicate.id]] = at[hit.id];
        }
    }
    groups
}

fn check(case: &Case) -> Checked {
    let mut builder = SegmentBuilder::new(case.options.clone());
    case.articles.iter().cloned().for_each(|article| builder.add(article));
    let built = builder.finish();
    let mut segment = Segment::open(&built.bytes).unwrap();
    segment.verify().unwrap();
    let groups = groups(&segment, case);
    let analyzer = segment.analyzer().clone();
    let mut library = Library::new(&case.articles, &analyzer, &case.options);
    for (first, second, articles) in segment.indexed_pairs().unwrap() {
        let count = library.docs.iter().filter(|doc| doc.has_pair(&first, &second)).count();
        prop_assert_eq!(articles, count, "articles with {} {}", first, second);
        library.pairs.insert((first, second));
    }
    PAIRS.fetch_add(library.pairs.len(), Ordering::Relaxed);
    for request in &case.requests {
        let (expected, scores) = answer(&library, &groups, request);
        // A hit that is not shown needs no page.
        bring(&built, &mut segment, request);
        let whole = Request { limit: usize::MAX, offset: 0, ..request.clone() };
        bring(&built, &mut segment, &whole);
        let (some, all) = (search(&segment, request).unwrap(), search(&segment, &whole).unwrap());
        check_all(&library, &all, expected, request, scores)?;
        // A page of hits is a part of all of them, and nothing else changes.
        let shown: Vec<Hit<'_>> = all.hits.iter().skip(request.offset).take(request.limit).cloned().collect();
        prop_assert_eq!(&some.hits, &shown, "page of {:?}", request);
        prop_assert_eq!(Answer { hits: vec![], ..some }, Answer { hits: vec![], ..all }, "page of {:?}", request);
    }
    Ok(())
}

fn check_all(
    library: &Library<'_>,
    found: &Answer<'_>,
    mut expected: Expected,
    request: &Request,
    scores: bool,
) -> Checked {
    prop_assert_eq!(&found.notes, &expected.notes, "notes of {:?}", request);
    prop_assert_eq!(&found.suggestion, &expected.suggestion, "suggestion of {:?}", request);
    prop_assert_eq!((found.total, found.is_total_exact), (expected.hits.len(), true), "total of {:?}", request);
    let mut by_id: BTreeMap<&str, &Hit<'_>> = found.hits.iter().map(|hit| (hit.id, hit)).collect();
    for own in &mut expected.hits {
        let article = library.docs[own.doc].article;
        let Some(hit) = by_id.remove(article.id.as_str()) else {
            return Err(TestCaseError::fail(format!("{} is no hit of {request:?}", article.id)));
        };
        // No score is negative, and the bits of such numbers count their steps.
        let apart = hit.score.to_bits().abs_diff(own.score.to_bits());
        prop_assert!(apart <= 1, "score of {}: {} and not {}; {:?}", hit.id, hit.score, own.score, request);
        own.score = hit.score;
        prop_assert_eq!(hit.is_phrase_verified, own.is_verified, "phrase in {}; {:?}", &hit.id, request);
        let behind: Vec<&str> = hit.duplicates.iter().map(|one| one.id).collect();
        let ids: Vec<&str> = own.behind.iter().map(|doc| library.docs[*doc].article.id.as_str()).collect();
        prop_assert_eq!(behind, ids, "behind {}; {:?}", &hit.id, request);
        check_hit(library, hit, own.doc)?;
        check_why(hit, own, request)?;
    }
    prop_assert!(by_id.is_empty(), "no hits of {:?}: {:?}", request, by_id.keys());
    expected.hits.sort_by(|one, other| order(library, request.sort, scores, one, other));
    let ids: Vec<&str> = expected.hits.iter().map(|hit| library.docs[hit.doc].article.id.as_str()).collect();
    prop_assert_eq!(found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), ids, "order of {:?}", request);

    let facet = |(name, counts): &(&str, Vec<FacetCount<'_>>)| {
        ((*name).to_owned(), counts.iter().map(|one| (one.value.to_owned(), one.count)).collect::<Vec<_>>())
    };
    prop_assert_eq!(found.facets.iter().map(facet).collect::<Vec<_>>(), expected.facets, "facets of {:?}", request);
    prop_assert_eq!(&found.timeline, &expected.timeline, "timeline of {:?}", request);
    Ok(())
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// What a hit tells is what the article said.
fn check_hit(library: &Library<'_>, hit: &Hit<'_>, doc: usize) -> Checked {
    let article = library.docs[doc].article;
    prop_assert_eq!((&*hit.url, hit.title, hit.is_free), (&*article.url, &*article.title, article.is_free));
    prop_assert_eq!((hit.published, hit.modified), (article.published, article.modified));
    prop_assert_eq!((hit.section, hit.language), (article.section.as_deref(), article.language.as_deref()));
    prop_assert_eq!((&hit.authors, &hit.tags), (&texts(&article.authors), &texts(&article.tags)));
    let fields: Vec<_> = article.fields.iter().map(|(name, values)| (name.as_str(), texts(values))).collect();
    prop_assert_eq!(&hit.fields, &fields);
    let pieces: String = hit.title_parts.pieces().map(|piece| piece.text).collect();
    prop_assert_eq!(&pieces, &article.title);
    Ok(())
}

/// The explanation adds up.
fn check_why(hit: &Hit<'_>, own: &answer::ExpectedHit, request: &Request) -> Checked {
    prop_assert_eq!(hit.why.is_some(), request.explain);
    if let Some(why) = &hit.why {
        prop_assert_eq!(why.has_all, own.has_all, "{:?}", request);
        let sum = why.leaves.iter().fold(0.0, |sum: f32, leaf| sum + leaf.score) * (why.recency * why.boost);
        prop_assert_eq!(why.is_pinned, own.pin.is_some(), "{:?}", request);
        // At the head of a group stands the score of its best.
        prop_assert!(sum == hit.score || !own.behind.is_empty() && sum < hit.score, "{:?} {:?}", why, request);
    }
    Ok(())
}

#[test]
fn the_evaluator_answers_like_a_scan() {
    let cases: Option<u32> = std::env::var("NEWSHOUND_ORACLE_CASES").ok().map(|cases| cases.parse().unwrap());
    let config = ProptestConfig { cases: cases.unwrap_or(150), failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = match cases {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    };
    if let Err(error) = runner.run(&corpus::case(), |case| check(&case)) {
        panic!("{error}");
    }
    assert!(PAIRS.load(Ordering::Relaxed) > 50, "{PAIRS:?}");
}
