//! The engine as a page gets it, in a real browser: run by `wasm-pack test`, once for each browser, on the articles
//! that are built in by default. It is a module of the crate: beside a `cdylib` no other crate can use it.
//!
//! The crates are tested natively. Here is what crosses to JavaScript, and what 32-bit addresses could change.

use js_sys::{Array, JSON, Object, Reflect};
use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Fields, Pin, SegmentBuilder, Settings};
use newshound_index::date::{civil_from_days, days_from_civil};
use newshound_index::query::{ParseContext, parse};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::Engine;

wasm_bindgen_test_configure!(run_in_browser);

const VISIT: &str = "Sheinbaum Confirms Marco Rubio’s Visit to Mexico to Strengthen Bilateral Security Agreement";
const RECIPROCITY: &str =
    "Sheinbaum Highlights Reciprocity and Respect for Sovereignty in Security Agreement with the U.S.";

fn engine() -> Engine {
    Engine::new().unwrap_or_else(|error| panic!("{error:?}"))
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn list(object: &JsValue, name: &str) -> Vec<JsValue> {
    get(object, name).dyn_into::<Array>().map_or_else(|_| Vec::new(), |list| list.iter().collect())
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_else(|| format!("no text: {name}"))
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).map_or_else(|_| "no JSON".into(), String::from)
}

fn options(source: &str) -> JsValue {
    JSON::parse(source).unwrap_or_else(|error| panic!("{error:?}"))
}

fn search(line: &str, source: &str) -> JsValue {
    engine().search(line, &options(source)).unwrap_or_else(|error| panic!("{line}: {error:?}"))
}

/// The titles found, best first, and the marked pieces of the first one's snippet.
fn found(line: &str) -> (Vec<String>, Vec<String>) {
    let hits = list(&search(line, "{}"), "hits");
    let marked = hits.first().map(|hit| list(hit, "snippet")).unwrap_or_default();
    let marked = marked.iter().filter(|part| get(part, "isMatch").is_truthy()).map(|part| text(part, "text")).collect();
    (hits.iter().map(|hit| text(hit, "title")).collect(), marked)
}

#[wasm_bindgen_test]
fn readers_of_the_seeds_find_what_they_expect() {
    let check = |line: &str, titles: &[&str], marked: &str| {
        let (found, marks) = found(line);
        assert_eq!(found, titles, "{line}");
        assert!(marks.iter().any(|mark| mark == marked), "{line}: {marked} in {marks:?}");
    };
    check("Sheinbaum Rubio", &[VISIT, RECIPROCITY], "Rubio");
    check("zambada garcia", &[RECIPROCITY], "García");
    check("García", &[RECIPROCITY], "García");
    check("U.S.", &[RECIPROCITY, VISIT], "U.S.");
    check("US", &[RECIPROCITY, VISIT], "U.S.");
    check("fentanyl", &[VISIT], "fentanyl");
    check("DN-III", &[RECIPROCITY], "DN-III");
    check("August 29", &[VISIT], "29");
    check("mirror operation", &[RECIPROCITY], "operations");
    check("sover", &[RECIPROCITY, VISIT], "sovereignty");
    check("Shienbaum", &[RECIPROCITY, VISIT], "Sheinbaum");
    check("“mirror operations”", &[RECIPROCITY], "mirror operations");
    check("\"mirror operations\"", &[RECIPROCITY], "mirror operations");
    check("rubio -fentanyl", &[RECIPROCITY], "Rubio");
}

#[wasm_bindgen_test]
fn nonsense_finds_nothing() {
    let answer = search("zzzz", "{}");
    assert_eq!((get(&answer, "total").as_f64(), list(&answer, "hits").len()), (Some(0.0), 0));
    assert!(get(&answer, "suggestion").is_null());
}

#[wasm_bindgen_test]
fn a_related_headline_is_not_searchable() {
    // Both stand only in the line `Related: …` at an article's end.
    for word in ["Roadshows", "Reaffirm"] {
        assert_eq!(found(word).0, [""; 0], "{word}");
    }
}

#[wasm_bindgen_test]
fn records_are_plain_and_whole() {
    let answer = search("fentanyl", r#"{ "facets": ["language"], "explain": true }"#);
    let keys = |value: &JsValue| {
        let mut keys: Vec<String> = value
            .dyn_ref::<Object>()
            .map_or_else(Vec::new, |object| Object::keys(object).iter().filter_map(|key| key.as_string()).collect());
        keys.sort();
        keys.join(" ")
    };
    assert_eq!(
        keys(&answer),
        "facets hits isComplete isTotalExact needs notes query suggestion timeline total",
        "{}",
        json(&answer)
    );
    let hit = list(&answer, "hits").into_iter().next().unwrap_or_default();
    assert_eq!(
        keys(&hit),
        "authors date duplicates fields id image isFree isPhraseVerified isSnippetUnique language modified score section snippet \
         snippetSource tags title titleParts url why"
    );
    assert_eq!(text(&hit, "date"), "2025-09-06T15:58");
    assert_eq!(text(&hit, "snippetSource"), "body");
    assert!(get(&hit, "modified").is_null() && get(&hit, "section").is_null() && get(&hit, "image").is_null());
    let whole: String = list(&hit, "titleParts").iter().map(|part| text(part, "text")).collect();
    assert_eq!(whole, VISIT);
    assert_eq!(keys(&get(&hit, "why")), "boost hasAll isPinned leaves recency");
    assert_eq!(get(&engine().info().unwrap_or_default(), "articles").as_f64(), Some(2.0));
}

#[wasm_bindgen_test]
fn options_of_any_type_are_borne() {
    for source in [
        "null",
        "7",
        "[]",
        r#"{ "limit": "x", "offset": -1, "sort": 4, "filters": [1], "facets": {}, "today": "soon" }"#,
        r#"{ "limit": 1e300, "offset": 1e300, "halfLife": -1, "filters": { "after": 5, "section": null } }"#,
        r#"{ "facets": "section", "today": 20250906, "collapse": "no" }"#,
    ] {
        search("fentanyl", source);
        assert!(engine().complete("fen", &options(source)).is_ok(), "{source}");
    }
}

#[wasm_bindgen_test]
fn filters_take_articles_out() {
    let check = |filters: &str, expect: usize| {
        let answer = search("sheinbaum", &format!(r#"{{ "filters": {filters}, "today": "2025-09-10" }}"#));
        assert_eq!(list(&answer, "hits").len(), expect, "{filters}");
    };
    check("{}", 2);
    check(r#"{ "after": "2025-09-08" }"#, 1);
    check(r#"{ "before": "2025-09-08" }"#, 1);
    check(r#"{ "after": "2026" }"#, 0);
    check(r#"{ "section": ["Sport"] }"#, 0);
}

/// What a publisher set, and the article's own fields, on their whole way from the builder to the record.
#[wasm_bindgen_test]
fn publishers_settings_reach_the_page() {
    let article = |id: &str, text: &str, place: &str| Article {
        id: id.into(),
        title: id.into(),
        section: Some("News".into()),
        blocks: vec![Block::Paragraph(text.into())],
        language: Some("en".into()),
        fields: vec![("desk".into(), vec!["City".into()]), ("place".into(), vec![place.into()])],
        ..Article::default()
    };
    let settings = Settings {
        section_boosts: vec![("News".into(), 2.0)],
        synonyms: "coppers => town police".parse().into_iter().collect(),
        pins: vec![Pin { query: "bridge".into(), articles: vec!["b".into()] }],
        fields: Some(Fields { facets: vec!["place".into()], stored: vec!["desk".into()] }),
        ..Settings::default()
    };
    let mut builder = SegmentBuilder::new(BuildOptions { settings, ..BuildOptions::default() });
    builder.add(article("a", "The town police closed the bridge.", "Quay"));
    builder.add(article("b", "Nothing happened.", "Pier"));
    let built = builder.finish();
    assert_eq!(built.problems, []);
    let engine = Engine::from_bytes(built.bytes.into()).unwrap_or_else(|error| panic!("{error:?}"));
    let search = |line: &str, source: &str| {
        engine.search(line, &options(source)).unwrap_or_else(|error| panic!("{line}: {error:?}"))
    };
    let ids = |answer: &JsValue| list(answer, "hits").iter().map(|hit| text(hit, "id")).collect::<Vec<_>>().join(" ");

    let answer = search("coppers", r#"{ "explain": true, "facets": ["place", "desk"] }"#);
    assert_eq!(ids(&answer), "a");
    let hit = list(&answer, "hits").into_iter().next().unwrap_or_default();
    assert_eq!(json(&get(&hit, "fields")), r#"{"place":["Quay"],"desk":["City"]}"#);
    assert_eq!(json(&get(&answer, "facets")), r#"{"place":[{"value":"Quay","count":1}]}"#);
    let marked: Vec<String> = list(&hit, "snippet")
        .iter()
        .filter(|part| get(part, "isMatch").is_truthy())
        .map(|part| text(part, "text"))
        .collect();
    assert_eq!(marked, ["town police"]);
    let why = get(&hit, "why");
    assert_eq!(list(&why, "leaves").first().map(|leaf| text(leaf, "way")).as_deref(), Some("synonym"));
    assert_eq!((get(&why, "boost").as_f64(), get(&why, "isPinned").as_bool()), (Some(2.0), Some(false)));

    let answer = search("bridge ", r#"{ "explain": true }"#);
    assert_eq!(ids(&answer), "b a");
    let first = list(&answer, "hits").into_iter().next().unwrap_or_default();
    assert_eq!(get(&get(&first, "why"), "isPinned").as_bool(), Some(true));
    assert_eq!(ids(&search("bridge ", r#"{ "filters": { "place": ["Quay"] } }"#)), "a");
    let info = engine.info().unwrap_or_default();
    assert_eq!(json(&get(&info, "facets")), r#"["section","language","place"]"#);
}

#[wasm_bindgen_test]
fn bytes_that_are_no_index_are_refused() {
    let check = |bytes: &[u8]| match Engine::from_bytes(bytes.into()) {
        Ok(_) => panic!("opened"),
        Err(error) => text(&error, "code"),
    };
    assert_eq!(check(b""), "corrupt");
    assert_eq!(check(b"<!doctype html><title>404</title>"), "corrupt");
    let whole = crate::INDEX;
    assert_eq!(check(&whole[..whole.len() / 2]), "corrupt");
    assert!(Engine::from_bytes(whole.into()).is_ok());
}

#[wasm_bindgen_test]
fn hostile_lines_end() {
    for line in ["(".repeat(100_000), "\"a ".repeat(50_000), "-".repeat(100_000), "é*".repeat(50_000)] {
        let query = parse(&line, &ParseContext::default());
        let again = parse(&query.to_string(), &ParseContext::default());
        assert_eq!(again.to_string(), query.to_string());
        search(&line, "{}");
    }
}

#[wasm_bindgen_test]
fn days_of_four_centuries() {
    for day in days_from_civil(1800, 1, 1)..days_from_civil(2200, 1, 1) {
        let (year, month, date) = civil_from_days(day);
        assert_eq!(days_from_civil(year, month, date), day);
    }
}
