//! Records that go out to JavaScript. Nothing of the index's own types crosses: each is written out here by hand, so
//! that a change inside cannot change what pages rely on.

use std::collections::BTreeMap;

use newshound_index::query::Note;
use newshound_index::search;
use newshound_index::segment::{Segment, SegmentError};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A plain object, with `null` for what is not there.
pub(crate) fn record(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
    value.serialize(&serializer).map_err(JsValue::from)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer<'a> {
    query: &'a str,
    total: usize,
    is_total_exact: bool,
    is_complete: bool,
    hits: Vec<Hit>,
    facets: BTreeMap<String, Vec<FacetValue>>,
    timeline: Option<Vec<Month>>,
    suggestion: Option<String>,
    notes: Vec<NoteRecord>,
    needs: Vec<Need>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Hit {
    id: String,
    url: String,
    title: String,
    title_parts: Vec<Part>,
    date: Option<String>,
    modified: Option<String>,
    section: Option<String>,
    authors: Vec<String>,
    tags: Vec<String>,
    language: Option<String>,
    image: Option<String>,
    is_free: bool,
    score: f32,
    snippet: Vec<Part>,
    snippet_source: Option<&'static str>,
    is_phrase_verified: Option<bool>,
    duplicates: Vec<Duplicate>,
    fields: BTreeMap<String, Vec<String>>,
    why: Option<Why>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    text: String,
    is_match: bool,
}

#[derive(Serialize)]
struct FacetValue {
    value: String,
    count: u32,
}

#[derive(Serialize)]
struct Month {
    month: String,
    count: u32,
}

#[derive(Serialize)]
struct Duplicate {
    id: String,
    url: String,
    title: String,
    date: Option<String>,
    section: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Why {
    has_all: bool,
    recency: f32,
    leaves: Vec<WhyLeaf>,
}

#[derive(Serialize)]
struct WhyLeaf {
    text: String,
    score: f32,
    way: &'static str,
    articles: usize,
}

#[derive(Serialize)]
struct Need {
    page: u32,
    file: String,
}

/// Each note has its code and the data that belongs to it.
#[derive(Default, Serialize)]
struct NoteRecord {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

#[derive(Serialize)]
pub(crate) struct Completion {
    text: String,
    parts: Vec<Part>,
    kind: &'static str,
    count: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Info {
    version: &'static str,
    format_version: u16,
    uid: String,
    articles: u32,
    language: Option<String>,
    languages: Vec<String>,
    time_zone: Option<String>,
    sections: Vec<String>,
    newest: Option<String>,
    oldest: Option<String>,
    text_mode: &'static str,
    terms: u32,
    facets: Vec<String>,
}

pub(crate) fn answer(query: &str, answer: search::Answer) -> Answer<'_> {
    Answer {
        query,
        total: answer.total,
        is_total_exact: answer.is_total_exact,
        is_complete: answer.needs.is_empty(),
        hits: answer.hits.into_iter().map(hit).collect(),
        facets: answer
            .facets
            .into_iter()
            .map(|(name, counts)| {
                let values = counts.into_iter().map(|one| FacetValue { value: one.value, count: one.count });
                (name, values.collect())
            })
            .collect(),
        timeline: answer.timeline.map(|months| {
            months.into_iter().map(|(year, month, count)| Month { month: month_name(year, month), count }).collect()
        }),
        suggestion: answer.suggestion,
        notes: answer.notes.into_iter().map(note).collect(),
        needs: answer.needs.into_iter().map(|need| Need { page: need.page, file: need.file }).collect(),
    }
}

fn hit(hit: search::Hit) -> Hit {
    Hit {
        id: hit.id,
        url: hit.url,
        title: hit.title,
        title_parts: parts(hit.title_pieces),
        date: hit.published.map(|date| date.to_string()),
        modified: hit.modified.map(|date| date.to_string()),
        section: hit.section,
        authors: hit.authors,
        tags: hit.tags,
        language: hit.language,
        image: hit.image,
        is_free: hit.is_free,
        score: hit.score,
        snippet: parts(hit.snippet),
        snippet_source: hit.snippet_source.map(|source| match source {
            search::SnippetSource::Body => "body",
            search::SnippetSource::Standfirst => "standfirst",
        }),
        is_phrase_verified: hit.is_phrase_verified,
        duplicates: hit
            .duplicates
            .into_iter()
            .map(|other| Duplicate {
                id: other.id,
                url: other.url,
                title: other.title,
                date: other.published.map(|date| date.to_string()),
                section: other.section,
            })
            .collect(),
        fields: hit.fields.into_iter().collect(),
        why: hit.why.map(|why| Why {
            has_all: why.has_all,
            recency: why.recency,
            leaves: why
                .leaves
                .into_iter()
                .map(|leaf| WhyLeaf { text: leaf.text, score: leaf.score, way: leaf.way, articles: leaf.articles })
                .collect(),
        }),
    }
}

fn parts(pieces: Vec<search::Piece>) -> Vec<Part> {
    pieces.into_iter().map(|piece| Part { text: piece.text, is_match: piece.is_match }).collect()
}

fn month_name(year: i32, month: u8) -> String {
    let digit = |value: i32| char::from_digit(value.rem_euclid(10).unsigned_abs(), 10).unwrap_or('0');
    let month = i32::from(month);
    [digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-', digit(month / 10), digit(month)]
        .iter()
        .collect()
}

fn note(note: search::AnswerNote) -> NoteRecord {
    let mut record = NoteRecord::default();
    match note {
        search::AnswerNote::Relaxed(count) => (record.code, record.count) = ("relaxed", Some(count)),
        search::AnswerNote::Typo => record.code = "typo",
        search::AnswerNote::PhraseNotVerified => record.code = "phrase-not-verified",
        search::AnswerNote::Query(note) => {
            record.code = note.code();
            match note {
                Note::ImpossibleDate { text } | Note::RelativeDateWithoutToday { text } => record.text = Some(text),
                Note::TooLong { kept } | Note::TooManyWords { kept } | Note::TooDeep { kept } => {
                    record.kept = Some(kept)
                }
                Note::EmptyOperator { operator } => record.operator = Some(operator),
                _ => {}
            }
        }
    }
    record
}

pub(crate) fn completions(completions: Vec<search::Completion>) -> Vec<Completion> {
    completions
        .into_iter()
        .map(|one| Completion { text: one.text, parts: parts(one.parts), kind: one.kind.name(), count: one.count })
        .collect()
}

pub(crate) fn info(segment: &Segment<'_>) -> Result<Info, SegmentError> {
    let dates = segment.date_range()?;
    Ok(Info {
        version: env!("CARGO_PKG_VERSION"),
        format_version: segment.format_version(),
        uid: segment.uid(),
        articles: segment.article_count(),
        language: segment.language().map(str::to_owned),
        languages: segment.facet_values("language")?,
        time_zone: segment.time_zone().map(str::to_owned),
        sections: segment.facet_values("section")?,
        newest: dates.map(|dates| dates.1.to_string()),
        oldest: dates.map(|dates| dates.0.to_string()),
        text_mode: segment.text_mode().name(),
        terms: segment.term_count()?,
        facets: segment.facet_names()?,
    })
}
