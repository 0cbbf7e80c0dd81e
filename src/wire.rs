//! Records that go out to JavaScript. Nothing of the index's own types crosses: each is written out here by hand, so
//! that a change inside cannot change what pages rely on.
//!
//! All records are one type, [`Value`]: a type for each with its derived `Serialize` was a quarter of the module.

use newshound_index::date::{Date, Precision};
use newshound_index::query::Note;
use newshound_index::search::{self, AnswerNote, Piece, SnippetSource};
use newshound_index::segment::Segment;
use serde::ser::{Serialize, SerializeStruct as _, Serializer as To};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// What JavaScript gets. Texts are lent by what the index answered.
pub(crate) enum Value<'a> {
    /// `null`, for what is not there.
    Null,
    Flag(bool),
    Number(f64),
    Text(&'a str),
    /// A text in ISO 8601, as exact as its source.
    Date(Date),
    List(Vec<Value<'a>>),
    Record(Record<'a>),
    /// A plain object whose keys are not known beforehand.
    Map(Vec<(&'a str, Value<'a>)>),
}

/// Keys of the longest record, about: room for all of them at once.
const KEYS: usize = 20;

/// A plain object: its keys, in this order, with their values.
pub(crate) struct Record<'a>(Vec<(&'static str, Value<'a>)>);

impl Value<'_> {
    /// The value as JavaScript has it.
    pub(crate) fn to_js(&self) -> Result<JsValue, JsValue> {
        const TO: Serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
        self.serialize(&TO).map_err(JsValue::from)
    }
}

impl Serialize for Value<'_> {
    fn serialize<T: To>(&self, to: T) -> Result<T::Ok, T::Error> {
        match self {
            Value::Null => to.serialize_unit(),
            Value::Flag(flag) => to.serialize_bool(*flag),
            Value::Number(number) => to.serialize_f64(*number),
            Value::Text(text) => to.serialize_str(text),
            Value::Date(date) => to.serialize_str(&date.text()),
            Value::List(values) => to.collect_seq(values),
            Value::Record(record) => {
                // As a type with these fields: their names are texts of JavaScript's that are made once.
                let mut object = to.serialize_struct("", record.0.len())?;
                for (key, value) in &record.0 {
                    object.serialize_field(key, value)?;
                }
                object.end()
            }
            Value::Map(entries) => to.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// One method for each kind of value, never inlined: this is most of what a record costs readers.
impl<'a> Record<'a> {
    #[inline(never)]
    fn put(&mut self, key: &'static str, value: Value<'a>) {
        self.0.push((key, value));
    }

    #[inline(never)]
    fn flag(&mut self, key: &'static str, flag: bool) {
        self.put(key, Value::Flag(flag));
    }

    #[inline(never)]
    fn number(&mut self, key: &'static str, number: f64) {
        self.put(key, Value::Number(number));
    }

    #[inline(never)]
    fn text(&mut self, key: &'static str, text: &'a str) {
        self.put(key, Value::Text(text));
    }

    #[inline(never)]
    fn text_or_null(&mut self, key: &'static str, text: Option<&'a str>) {
        self.put(key, text.map_or(Value::Null, Value::Text));
    }

    #[inline(never)]
    fn date(&mut self, key: &'static str, date: Option<Date>) {
        self.put(key, date.map_or(Value::Null, Value::Date));
    }

    #[inline(never)]
    fn texts(&mut self, key: &'static str, texts: &'a [String]) {
        self.put(key, self::texts(texts));
    }

    #[inline(never)]
    fn parts(&mut self, key: &'static str, pieces: &'a [Piece]) {
        self.records(key, pieces, |part, piece| {
            part.text("text", &piece.text);
            part.flag("isMatch", piece.is_match);
        });
    }

    /// A list of records.
    fn records<T>(&mut self, key: &'static str, items: &'a [T], fill: impl Fn(&mut Record<'a>, &'a T)) {
        self.put(key, records(items, fill));
    }
}

fn texts(texts: &[String]) -> Value<'_> {
    Value::List(texts.iter().map(|text| Value::Text(text)).collect())
}

fn record<'a>(fill: impl FnOnce(&mut Record<'a>)) -> Value<'a> {
    let mut record = Record(Vec::with_capacity(KEYS));
    fill(&mut record);
    Value::Record(record)
}

fn records<'a, T>(items: &'a [T], fill: impl Fn(&mut Record<'a>, &'a T)) -> Value<'a> {
    Value::List(items.iter().map(|item| record(|record| fill(record, item))).collect())
}

pub(crate) fn answer<'a>(query: &'a str, answer: &'a search::Answer) -> Value<'a> {
    record(|record| {
        record.text("query", query);
        record.number("total", answer.total as f64);
        record.flag("isTotalExact", answer.is_total_exact);
        record.flag("isComplete", answer.needs.is_empty());
        record.records("hits", &answer.hits, hit);
        let facets = answer.facets.iter().map(|(name, counts)| {
            let counts = records(counts, |value, one: &search::FacetCount| {
                value.text("value", &one.value);
                value.number("count", one.count.into());
            });
            (name.as_str(), counts)
        });
        record.put("facets", Value::Map(facets.collect()));
        let months = |months| {
            records(months, |record, (year, month, count): &(i32, u8, u32)| {
                record.date("month", Date::new((*year, *month, 1), (0, 0, 0), Precision::Month, None));
                record.number("count", (*count).into());
            })
        };
        record.put("timeline", answer.timeline.as_deref().map_or(Value::Null, months));
        record.text_or_null("suggestion", answer.suggestion.as_deref());
        record.records("notes", &answer.notes, note);
        record.records("needs", &answer.needs, |record, need| {
            record.number("page", need.page.into());
            record.text("file", &need.file);
        });
    })
}

fn hit<'a>(record: &mut Record<'a>, hit: &'a search::Hit) {
    record.text("id", &hit.id);
    record.text("url", &hit.url);
    record.text("title", &hit.title);
    record.parts("titleParts", &hit.title_pieces);
    record.date("date", hit.published);
    record.date("modified", hit.modified);
    record.text_or_null("section", hit.section.as_deref());
    record.texts("authors", &hit.authors);
    record.texts("tags", &hit.tags);
    record.text_or_null("language", hit.language.as_deref());
    record.text_or_null("image", hit.image.as_deref());
    record.flag("isFree", hit.is_free);
    record.number("score", hit.score.into());
    record.parts("snippet", &hit.snippet);
    let source = hit.snippet_source.map(|source| match source {
        SnippetSource::Body => "body",
        SnippetSource::Standfirst => "standfirst",
    });
    record.text_or_null("snippetSource", source);
    record.flag("isSnippetUnique", hit.is_snippet_unique);
    record.put("isPhraseVerified", hit.is_phrase_verified.map_or(Value::Null, Value::Flag));
    record.records("duplicates", &hit.duplicates, |record, other| {
        record.text("id", &other.id);
        record.text("url", &other.url);
        record.text("title", &other.title);
        record.date("date", other.published);
        record.text_or_null("section", other.section.as_deref());
    });
    let fields = hit.fields.iter().map(|(name, values)| (name.as_str(), texts(values)));
    record.put("fields", Value::Map(fields.collect()));
    record.put("why", hit.why.as_ref().map_or(Value::Null, why));
}

fn why(why: &search::Why) -> Value<'_> {
    record(|record| {
        record.flag("hasAll", why.has_all);
        record.number("recency", why.recency.into());
        record.number("boost", why.boost.into());
        record.flag("isPinned", why.is_pinned);
        record.records("leaves", &why.leaves, |record, leaf| {
            record.text("text", &leaf.text);
            record.number("score", leaf.score.into());
            record.text("way", leaf.way);
            record.number("articles", leaf.articles as f64);
        });
    })
}

/// Each note has its code and the data that belongs to it.
fn note<'a>(record: &mut Record<'a>, note: &'a AnswerNote) {
    record.text("code", note.code());
    match note {
        AnswerNote::Relaxed(count) => record.number("count", *count as f64),
        AnswerNote::Query(Note::ImpossibleDate { text } | Note::RelativeDateWithoutToday { text }) => {
            record.text("text", text);
        }
        AnswerNote::Query(Note::TooLong { kept } | Note::TooManyWords { kept } | Note::TooDeep { kept }) => {
            record.number("kept", *kept as f64);
        }
        AnswerNote::Query(Note::EmptyOperator { operator }) => record.text("operator", operator),
        _ => {}
    }
}

pub(crate) fn completions(completions: &[search::Completion]) -> Value<'_> {
    records(completions, |record, one| {
        record.text("text", &one.text);
        record.parts("parts", &one.parts);
        record.text("kind", one.kind.name());
        record.number("count", one.count.into());
    })
}

pub(crate) fn info<'a>(segment: &'a Segment<'_>, found: &'a Found<'_>) -> Value<'a> {
    record(|record| {
        record.text("version", env!("CARGO_PKG_VERSION"));
        record.number("formatVersion", segment.format_version().into());
        record.text("uid", &found.uid);
        record.number("articles", segment.article_count().into());
        record.text_or_null("language", segment.language());
        record.texts("languages", found.languages);
        record.text_or_null("timeZone", segment.time_zone());
        record.texts("sections", found.sections);
        record.date("newest", found.dates.map(|dates| dates.1));
        record.date("oldest", found.dates.map(|dates| dates.0));
        record.text("textMode", segment.text_mode().name());
        record.number("terms", found.terms.into());
        record.texts("facets", &found.facets);
    })
}

/// What [`info`] tells and the segment has to look up.
pub(crate) struct Found<'s> {
    pub(crate) uid: String,
    pub(crate) dates: Option<(Date, Date)>,
    pub(crate) terms: u32,
    pub(crate) languages: &'s [String],
    pub(crate) sections: &'s [String],
    pub(crate) facets: Vec<String>,
}
