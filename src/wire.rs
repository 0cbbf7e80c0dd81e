//! Records that go out to JavaScript. Nothing of the index's own types crosses: each is written out here by hand, so
//! that a change inside cannot change what pages rely on.
//!
//! They cross as one text, JSON (RFC 8259), that the browser reads: it makes objects of it three times as fast as calls
//! for each key and each text do, and what writes it is small.

use newshound_index::date::{Date, Precision};
use newshound_index::decimal::{push_decimal, push_hexadecimal};
use newshound_index::query::Note;
use newshound_index::search::{self, AnswerNote, Parts, SnippetSource};
use newshound_index::segment::Segment;
use wasm_bindgen::JsValue;

/// A record, or a list of them, as it is written.
pub(crate) struct Json(String);

impl Json {
    /// The value as JavaScript has it.
    pub(crate) fn to_js(&self) -> Result<JsValue, JsValue> {
        crate::js::parse(&self.0)
    }
}

/// Bytes of ten results, about: room for all of them at once.
const ROOM: usize = 16_384;

fn record(fill: impl FnOnce(&mut Record<'_>)) -> Json {
    let mut out = String::with_capacity(ROOM);
    write_record(&mut out, fill);
    Json(out)
}

fn write_record(out: &mut String, fill: impl FnOnce(&mut Record<'_>)) {
    out.push('{');
    fill(&mut Record(out));
    end(out, '}');
}

fn write_list<T>(out: &mut String, items: impl IntoIterator<Item = T>, write: impl Fn(&mut String, T)) {
    out.push('[');
    for item in items {
        write(out, item);
        out.push(',');
    }
    end(out, ']');
}

fn write_records<'a, T>(out: &mut String, items: &'a [T], fill: impl Fn(&mut Record<'_>, &'a T)) {
    write_list(out, items, |out, item| write_record(out, |record| fill(record, item)));
}

fn write_texts(out: &mut String, texts: &[impl AsRef<str>]) {
    write_list(out, texts, |out, text| write_text(out, text.as_ref()));
}

/// Ends a list or a record: behind the last of it stands a comma, as behind all.
#[inline(never)]
fn end(out: &mut String, bracket: char) {
    if out.as_bytes().last() == Some(&b',') {
        out.truncate(out.len() - 1);
    }
    out.push(bracket);
}

#[inline(never)]
fn write_text(out: &mut String, text: &str) {
    let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    out.push('"');
    if text.bytes().any(is_special) {
        for char in text.chars() {
            if u8::try_from(char).is_ok_and(is_special) {
                out.push_str("\\u");
                push_hexadecimal(out, char.into(), 4);
            } else {
                out.push(char);
            }
        }
    } else {
        out.push_str(text);
    }
    out.push('"');
}

/// Whole numbers as they are, others with nine digits after the point; what is no number as `null`.
#[inline(never)]
fn write_number(out: &mut String, number: f64) {
    if !number.is_finite() {
        return out.push_str("null");
    }
    if number < 0.0 {
        out.push('-');
    }
    let size = number.abs();
    push_decimal(out, size as u64, 1);
    let rest = (size.fract() * 1e9) as u64;
    if rest > 0 {
        out.push('.');
        push_decimal(out, rest, 9);
    }
}

/// A key as it is written: of those that are known here, none has a character that JSON escapes.
macro_rules! key {
    ($name:literal) => {
        concat!('"', $name, "\":")
    };
}

/// A plain object that is being written: keys, in this order, with their values.
///
/// One method for each kind of value, never inlined: this is most of what a record costs readers.
struct Record<'o>(&'o mut String);

impl Record<'_> {
    /// A value that [`key`] names.
    fn put(&mut self, key: &str, write: impl FnOnce(&mut String)) {
        self.0.push_str(key);
        write(self.0);
        self.0.push(',');
    }

    #[inline(never)]
    fn plain(&mut self, key: &str, value: &str) {
        self.put(key, |out| out.push_str(value));
    }

    #[inline(never)]
    fn null(&mut self, key: &str) {
        self.plain(key, "null");
    }

    #[inline(never)]
    fn flag(&mut self, key: &str, flag: bool) {
        self.plain(key, if flag { "true" } else { "false" });
    }

    #[inline(never)]
    fn number(&mut self, key: &str, number: f64) {
        self.put(key, |out| write_number(out, number));
    }

    #[inline(never)]
    fn text(&mut self, key: &str, text: &str) {
        self.put(key, |out| write_text(out, text));
    }

    #[inline(never)]
    fn text_or_null(&mut self, key: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(key, text),
            None => self.null(key),
        }
    }

    /// A text in ISO 8601, as exact as its source.
    #[inline(never)]
    fn date(&mut self, key: &str, date: Option<Date>) {
        self.text_or_null(key, date.map(|date| date.text()).as_deref());
    }

    #[inline(never)]
    fn texts(&mut self, key: &str, texts: &[impl AsRef<str>]) {
        self.put(key, |out| write_texts(out, texts));
    }

    #[inline(never)]
    fn parts(&mut self, key: &str, parts: &Parts<'_>) {
        self.put(key, |out| {
            write_list(out, parts.pieces(), |out, piece| {
                write_record(out, |part| {
                    part.text(key!("text"), piece.text);
                    part.flag(key!("isMatch"), piece.is_match);
                });
            });
        });
    }

    /// A list of records.
    fn records<'a, T>(&mut self, key: &str, items: &'a [T], fill: impl Fn(&mut Record<'_>, &'a T)) {
        self.put(key, |out| write_records(out, items, fill));
    }

    /// A plain object whose keys are not known beforehand.
    fn map<T>(&mut self, key: &str, entries: &[(&str, T)], write: impl Fn(&mut String, &T)) {
        self.put(key, |out| {
            write_record(out, |map| {
                for (name, value) in entries {
                    write_text(map.0, name);
                    map.put(":", |out| write(out, value));
                }
            });
        });
    }
}

pub(crate) fn answer(query: &str, answer: &search::Answer<'_>) -> Json {
    record(|record| {
        record.text(key!("query"), query);
        record.number(key!("total"), answer.total as f64);
        record.flag(key!("isTotalExact"), answer.is_total_exact);
        record.flag(key!("isComplete"), answer.needs.is_empty());
        record.records(key!("hits"), &answer.hits, hit);
        record.map(key!("facets"), &answer.facets, |out, counts| {
            write_records(out, counts, |value, one| {
                value.text(key!("value"), one.value);
                value.number(key!("count"), one.count.into());
            });
        });
        match &answer.timeline {
            Some(months) => record.records(key!("timeline"), months, |record, (year, month, count)| {
                record.date(key!("month"), Date::new((*year, *month, 1), (0, 0, 0), Precision::Month, None));
                record.number(key!("count"), (*count).into());
            }),
            None => record.null(key!("timeline")),
        }
        record.text_or_null(key!("suggestion"), answer.suggestion.as_deref());
        record.records(key!("notes"), &answer.notes, note);
        record.records(key!("needs"), &answer.needs, |record, need| {
            record.number(key!("page"), need.page.into());
            record.text(key!("file"), &need.file);
        });
    })
}

fn hit(record: &mut Record<'_>, hit: &search::Hit<'_>) {
    record.text(key!("id"), hit.id);
    record.text(key!("url"), &hit.url);
    record.text(key!("title"), hit.title);
    record.parts(key!("titleParts"), &hit.title_parts);
    record.date(key!("date"), hit.published);
    record.date(key!("modified"), hit.modified);
    record.text_or_null(key!("section"), hit.section);
    record.texts(key!("authors"), &hit.authors);
    record.texts(key!("tags"), &hit.tags);
    record.text_or_null(key!("language"), hit.language);
    record.text_or_null(key!("image"), hit.image);
    record.flag(key!("isFree"), hit.is_free);
    record.number(key!("score"), hit.score.into());
    record.parts(key!("snippet"), &hit.snippet);
    let source = hit.snippet_source.map(|source| match source {
        SnippetSource::Body => "body",
        SnippetSource::Standfirst => "standfirst",
    });
    record.text_or_null(key!("snippetSource"), source);
    record.flag(key!("isSnippetUnique"), hit.is_snippet_unique);
    match hit.is_phrase_verified {
        Some(is_verified) => record.flag(key!("isPhraseVerified"), is_verified),
        None => record.null(key!("isPhraseVerified")),
    }
    record.records(key!("duplicates"), &hit.duplicates, |record, other| {
        record.text(key!("id"), other.id);
        record.text(key!("url"), &other.url);
        record.text(key!("title"), other.title);
        record.date(key!("date"), other.published);
        record.text_or_null(key!("section"), other.section);
    });
    record.map(key!("fields"), &hit.fields, |out, values| write_texts(out, values));
    match &hit.why {
        Some(found) => record.put(key!("why"), |out| write_record(out, |record| why(record, found))),
        None => record.null(key!("why")),
    }
}

fn why(record: &mut Record<'_>, why: &search::Why) {
    record.flag(key!("hasAll"), why.has_all);
    record.number(key!("recency"), why.recency.into());
    record.number(key!("boost"), why.boost.into());
    record.flag(key!("isPinned"), why.is_pinned);
    record.records(key!("leaves"), &why.leaves, |record, leaf| {
        record.text(key!("text"), &leaf.text);
        record.number(key!("score"), leaf.score.into());
        record.text(key!("way"), leaf.way);
        record.number(key!("articles"), leaf.articles as f64);
    });
}

/// Each note has its code and the data that belongs to it.
fn note(record: &mut Record<'_>, note: &AnswerNote) {
    record.text(key!("code"), note.code());
    match note {
        AnswerNote::Relaxed(count) => record.number(key!("count"), *count as f64),
        AnswerNote::Query(Note::ImpossibleDate { text } | Note::RelativeDateWithoutToday { text }) => {
            record.text(key!("text"), text);
        }
        AnswerNote::Query(Note::TooLong { kept } | Note::TooManyWords { kept } | Note::TooDeep { kept }) => {
            record.number(key!("kept"), *kept as f64);
        }
        AnswerNote::Query(Note::EmptyOperator { operator }) => record.text(key!("operator"), operator),
        _ => {}
    }
}

pub(crate) fn completions(completions: &[search::Completion<'_>]) -> Json {
    let mut out = String::new();
    write_records(&mut out, completions, |record, one| {
        record.text(key!("text"), &one.parts.text);
        record.parts(key!("parts"), &one.parts);
        record.text(key!("kind"), one.kind.name());
        record.number(key!("count"), one.count.into());
    });
    Json(out)
}

pub(crate) fn info(segment: &Segment<'_>, found: &Found<'_>) -> Json {
    record(|record| {
        record.text(key!("version"), env!("CARGO_PKG_VERSION"));
        record.number(key!("formatVersion"), segment.format_version().into());
        record.text(key!("uid"), &found.uid);
        record.number(key!("articles"), segment.article_count().into());
        record.text_or_null(key!("language"), segment.language());
        record.texts(key!("languages"), found.languages);
        record.text_or_null(key!("timeZone"), segment.time_zone());
        record.texts(key!("sections"), found.sections);
        record.date(key!("newest"), found.dates.map(|dates| dates.1));
        record.date(key!("oldest"), found.dates.map(|dates| dates.0));
        record.text(key!("textMode"), segment.text_mode().name());
        record.number(key!("terms"), found.terms.into());
        record.texts(key!("facets"), &found.facets);
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

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn js(write: impl Fn(&mut String)) -> JsValue {
        let mut json = String::new();
        write(&mut json);
        Json(json.clone()).to_js().unwrap_or_else(|error| panic!("{json}: {error:?}"))
    }

    #[wasm_bindgen_test]
    fn texts_arrive_as_they_are() {
        let controls: String = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32).collect();
        for text in [
            "",
            "plain",
            r#"""#,
            r"\",
            r#"\" \\" \u0041 ""#,
            "\u{2028}\u{2029}\u{feff}\u{ffff}",
            "é 新 🗞",
            &controls,
            "a\0",
        ] {
            assert_eq!(js(|out| write_text(out, text)).as_string().as_deref(), Some(text));
        }
    }

    #[wasm_bindgen_test]
    fn numbers_arrive_with_nine_digits_after_the_point() {
        for number in
            [0.0, 1.0, -1.0, 0.5, -0.25, 0.001, 17.000_000_001, 1e15, 9_007_199_254_740_992.0, 4_294_967_295.0]
        {
            assert_eq!(js(|out| write_number(out, number)).as_f64(), Some(number));
        }
        for (number, expect) in [(1.0 / 3.0, 0.333_333_333), (1e-10, 0.0), (f64::from(0.1f32), 0.100_000_001)] {
            assert_eq!(js(|out| write_number(out, number)).as_f64(), Some(expect));
        }
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(js(|out| write_number(out, number)).is_null());
        }
    }

    /// What a publisher names a field is no part of any object already.
    #[wasm_bindgen_test]
    fn keys_of_any_name_are_keys() {
        let names = ["__proto__", "constructor", "", r#"""#, "[", "{"];
        let entries = names.map(|name| (name, vec![name]));
        let object = js(|out| {
            write_record(out, |record| record.map(key!("fields"), &entries, |out, texts| write_texts(out, texts)))
        });
        let text = js_sys::JSON::stringify(&object).map(String::from);
        assert_eq!(
            text.as_deref(),
            Ok(
                r#"{"fields":{"__proto__":["__proto__"],"constructor":["constructor"],"":[""],"\"":["\""],"[":["["],"{":["{"]}}"#
            )
        );
    }
}
