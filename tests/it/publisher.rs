//! What a publisher sets moves the newsroom's hits as the documentation says: ordered lists, each with its reason.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Built, Fields, Pin, SettingProblem, Settings, Weights};
use newshound_index::date::days_from_civil;
use newshound_index::search::{Answer, Request, Sort};

use super::support::{ask, build_with, ids, import, line, marked};

/// The newsroom with settings, none of which comes to nothing.
fn newsroom(settings: Settings) -> Built {
    let built =
        build_with(import("tests/fixtures/newsroom").articles, BuildOptions { settings, ..BuildOptions::default() });
    assert_eq!(built.problems, []);
    built
}

fn answer(built: &Built, request: Request) -> Answer<'static> {
    let today = i32::try_from(days_from_civil(2026, 10, 14)).ok();
    ask(built, &Request { today, explain: true, ..request })
}

fn check(built: &Built, query: &str, expect: &[&str], why: &str) {
    let answer = answer(built, Request { limit: 100, ..line(query) });
    assert_eq!(ids(&answer), expect, "{query}: {why}");
}

/// How a hit was found: the ways of its words.
fn ways(built: &Built, query: &str, id: &str) -> Vec<&'static str> {
    let answer = answer(built, Request { limit: 100, ..line(query) });
    let hit = answer.hits.iter().find(|hit| hit.id == id).unwrap_or_else(|| panic!("{query} finds {id}"));
    hit.why.as_ref().unwrap().leaves.iter().map(|leaf| leaf.way).collect()
}

fn synonyms(rules: &[&str]) -> Settings {
    Settings { synonyms: rules.iter().map(|rule| rule.parse().unwrap()).collect(), ..Settings::default() }
}

#[test]
fn a_word_stands_for_others() {
    let built = newsroom(synonyms(&["America => US", "lifesavers => Coast Guard", "council = town hall"]));
    check(&built, "america ", &["us-rescue-pact", "f16-regatta"], "the country, and no choir that sings with us");
    check(&built, "title:america ", &[], "a word of a field is meant as it is");
    check(&built, "us ", &["us-rescue-pact", "f16-regatta", "sing-with-us"], "the other way it stands for nothing");
    check(&built, "lifesavers", &["us-rescue-pact"], "nobody has the word; the two words stand there side by side");
    let found = answer(&built, line("lifesavers"));
    assert_eq!((found.suggestion, found.notes), (None, vec![]), "it is no slip");
    let snippet = marked(&found.hits[0].snippet);
    assert!(snippet.contains("[Coast Guard]"), "{snippet}");
    let snippet = marked(&answer(&built, line("america ")).hits[0].title_parts);
    assert_eq!(snippet, "[US] and Alder Bay sign rescue pact");
    assert_eq!(ways(&built, "lifesavers", "us-rescue-pact"), ["synonym"]);
}

#[test]
fn what_was_typed_stands_first() {
    let built = newsroom(synonyms(&["council = town hall"]));
    check(
        &built,
        "council ",
        &["budget-2025", "it-failure", "derby", "chase-policy", "new-years-eve", "brown-reelected", "bridge-crack-3"],
        "twice in a short text, the other name in a headline, then once each",
    );
    check(
        &built,
        "town hall ",
        &["it-failure", "budget-2025", "derby", "bridge-crack-3", "chase-policy", "new-years-eve", "brown-reelected"],
        "the one that has the words, before all that have the other",
    );
    assert_eq!(ways(&built, "council ", "it-failure"), ["synonym"]);
    assert_eq!(ways(&built, "council ", "derby"), ["word"]);
    // All else equal: one article with the word, one with its synonym.
    let article = |id: &str, text: &str| Article {
        id: id.into(),
        blocks: vec![Block::Paragraph(format!("They met at the {text} on Monday night."))],
        language: Some("en".into()),
        ..Article::default()
    };
    let articles = [article("a", "automobile"), article("b", "car"), article("c", "bus")];
    let options = BuildOptions { settings: synonyms(&["car = automobile"]), ..BuildOptions::default() };
    let built = build_with(articles, options);
    check(&built, "car ", &["b", "a"], "the word");
    check(&built, "automobile ", &["a", "b"], "and the other way");
    check(&built, "cars ", &["b"], "words are synonyms as they are spelt");
}

#[test]
fn several_words_on_either_side() {
    let built = newsroom(synonyms(&["United States = US", "lifeboat people => Coast Guard = rescue pact"]));
    check(&built, "united states ", &["us-rescue-pact", "f16-regatta"], "one word for two");
    check(&built, "UNITED STATES pact", &["us-rescue-pact", "f16-regatta"], "among others: both, then one");
    check(&built, "lifeboat people", &["us-rescue-pact", "sing-with-us"], "two for two, then one of the words");
    check(&built, "people lifeboat", &["sing-with-us", "us-rescue-pact"], "in another order they stand for nothing");
    check(&built, "\"united states\"", &[], "in quotation marks words are meant as they are");
    check(&built, "united OR states", &["g7-ministers"], "one of two words is not both");
    check(&built, "pact -(united states)", &["us-rescue-pact"], "as it was typed, and nothing else");
}

#[test]
fn rules_do_not_go_round() {
    let built = newsroom(synonyms(&[
        "telescope => lighthouse",
        "lighthouse => hashtag",
        "hashtag => telescope",
        "pier = pier",
    ]));
    check(
        &built,
        "telescope ",
        &["hearing-aids", "pink-lighthouse", "university-fees", "storm-2400"],
        "what a lighthouse stands for is not asked",
    );
    check(&built, "pier ", &["save-the-pier"], "what stands for itself is itself");
}

#[test]
fn pins() {
    let pin = |query: &str, articles: &[&str]| Pin {
        query: query.into(),
        articles: articles.iter().map(|article| (*article).to_owned()).collect(),
    };
    let pins = vec![pin("ferry", &["wind-farm", "/2024/09/19/ferry-strike/"]), pin("Café Élysée", &["derby"])];
    let built = newsroom(Settings { pins, ..Settings::default() });
    let plain = newsroom(Settings::default());
    let own = answer(&plain, Request { limit: 100, ..line("ferry ") });
    let mut expect = vec!["wind-farm", "ferry-strike"];
    expect.extend(ids(&own).into_iter().filter(|id| *id != "ferry-strike"));
    check(&built, "ferry ", &expect, "one without the word, one with it, then all others");
    check(&built, "Ferry?", &expect, "signs and case make no difference");
    let found = answer(&built, Request { limit: 100, ..line("ferry ") });
    assert_eq!(found.notes, own.notes, "it is no article that has enough of the words");
    let why: Vec<bool> = found.hits.iter().map(|hit| hit.why.as_ref().unwrap().is_pinned).collect();
    assert!(why[0] && why[1] && !why[2..].contains(&true), "{why:?}");
    let first = |query: &str| ids(&answer(&built, line(query))).first().map(|id| (*id).to_owned());
    assert_eq!(first("cafe elysee").as_deref(), Some("derby"));
    for other in ["ferry crews", "ferr", "title:ferry", "\"ferry\"", "-ferry", "ferry*", "ferry after:2020"] {
        assert_ne!(first(other).as_deref(), Some("wind-farm"), "{other} is another line");
    }
    let filters = vec![("section".to_owned(), vec!["News".to_owned()])];
    let found = answer(&built, Request { filters, ..line("ferry ") });
    assert_eq!(ids(&found), ["save-the-pier", "storm-2400", "bridge-crack-3", "night-boat"], "filters hold for pins");
    let found = answer(&built, Request { sort: Sort::Newest, limit: 100, ..line("ferry ") });
    assert_eq!(found.total, own.total + 1);
    assert_eq!(found.hits[0].id, "save-the-pier", "sorted by date, dates count");
}

/// The articles about ferries, as they stand where nothing is set.
const FERRY: [&str; 6] =
    ["ferry-strike", "save-the-pier", "storm-2400", "brown-reelected", "bridge-crack-3", "night-boat"];

#[test]
fn sections_are_boosted() {
    let boosted = |section: &str, boost| {
        newsroom(Settings { section_boosts: vec![(section.into(), boost)], ..Settings::default() })
    };
    check(&newsroom(Settings::default()), "ferry ", &FERRY, "as it is");
    check(
        &boosted("News", 3.0),
        "ferry ",
        &["save-the-pier", "storm-2400", "bridge-crack-3", "night-boat", "ferry-strike", "brown-reelected"],
        "news first, in the order it had",
    );
    check(
        &boosted("Business", 0.1),
        "ferry ",
        &["save-the-pier", "storm-2400", "brown-reelected", "bridge-crack-3", "night-boat", "ferry-strike"],
        "business last, however often it has the word",
    );
    let found = answer(&boosted("News", 3.0), line("night boat"));
    let why = found.hits[0].why.as_ref().unwrap();
    assert_eq!((found.hits[0].id, why.boost), ("night-boat", 3.0));
}

#[test]
fn fields_are_weighed() {
    let weighed = |weights| newsroom(Settings { weights, ..Settings::default() });
    let usual = Weights::default();
    check(&weighed(usual), "lighthouse ", &["pink-lighthouse", "university-fees", "storm-2400"], "the headline first");
    check(
        &weighed(Weights { title: 0.0, ..usual }),
        "lighthouse ",
        &["university-fees", "storm-2400", "pink-lighthouse"],
        "without it by the text: shorter, then newer",
    );
    let found = answer(&weighed(Weights { body: 0.0, ..usual }), line("ferry "));
    assert_eq!((found.total, ids(&found)[0]), (6, "ferry-strike"), "what counts nothing is found all the same");
    assert!(found.hits[1].score < found.hits[0].score);
}

#[test]
fn fields_are_facets_or_stored() {
    let built = newsroom(Settings {
        fields: Some(Fields { facets: vec!["place".into()], stored: vec!["desk".into()] }),
        ..Settings::default()
    });
    let facets = vec!["place".to_owned(), "desk".to_owned()];
    let found = answer(&built, Request { facets, limit: 100, ..Request::default() });
    let names: Vec<&str> = found.facets.iter().map(|facet| facet.0).collect();
    assert_eq!(names, ["place"], "what is stored is not counted");
    let by = |name: &str, value: &str| {
        let filters = vec![(name.to_owned(), vec![value.to_owned()])];
        ids(&answer(&built, Request { filters, ..Request::default() }))
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(by("place", "Cannery Lane"), ["cannery-fire-2"]);
    assert!(by("desk", "Health").is_empty(), "nor filtered by");
    let hit = found.hits.iter().find(|hit| hit.id == "covid-booster").unwrap();
    assert_eq!(hit.fields, [("desk", vec!["Health"])], "but told");
    let built = newsroom(Settings { fields: Some(Fields::default()), ..Settings::default() });
    let found = answer(&built, Request { limit: 100, ..Request::default() });
    assert!(found.hits.iter().all(|hit| hit.fields.is_empty()), "none are kept");
}

#[test]
fn what_comes_to_nothing_is_told() {
    let settings = Settings {
        section_boosts: vec![("Weather".into(), 2.0)],
        synonyms: vec!["storm => Thunder Bay = zeppelin".parse().unwrap(), "… = rain".parse().unwrap()],
        pins: vec![
            Pin { query: "storm".into(), articles: vec!["/nowhere".into(), "storm-2400".into()] },
            Pin { query: "section:news".into(), articles: vec!["derby".into()] },
        ],
        fields: Some(Fields { facets: vec!["colour".into()], stored: vec![] }),
        ..Settings::default()
    };
    let built =
        build_with(import("tests/fixtures/newsroom").articles, BuildOptions { settings, ..BuildOptions::default() });
    let codes: Vec<&str> = built.problems.iter().map(SettingProblem::code).collect();
    assert_eq!(
        codes,
        ["unknown-section", "unknown-pin", "pinned-line", "synonym-length", "unknown-synonyms", "unknown-field"]
    );
    for problem in &built.problems {
        assert!(!problem.to_string().is_empty() && !problem.remedy().is_empty());
    }
    assert_eq!(answer(&built, line("storm")).hits[0].id, "storm-2400", "the rest holds");
}
