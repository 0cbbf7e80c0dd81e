//! JSON Lines (one object a line) and JSON (one object, or a list of them), JSON Feed and ninjs among them. The keys
//! are those of [`crate::record`] and [`crate::ninjs`].
//!
//! Lines are read in batches, so that a file may be as long as it likes and many hands can share it. Of a JSON file
//! one object at a time is held as values: those take ten times the memory of the text.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::access;
use crate::input::{Input, skip_line, unreadable};
use crate::problem::ProblemKind;
use crate::record::{Records, found};
use crate::sink::Sink;

/// A batch is full when it has as many bytes.
const BATCH: usize = 1 << 20;

/// So many empty lines are worth a new batch.
const MANY: usize = 1 << 10;

/// Some lines of a file.
pub(crate) struct Batch {
    /// The number of the first line, counted from 1.
    pub(crate) first: u64,
    /// Whole lines.
    pub(crate) bytes: Vec<u8>,
    /// What is wrong after these lines, with its line.
    pub(crate) problem: Option<(u64, ProblemKind)>,
}

/// The next lines of a file that continues with line `first`, and the number of the line after them; `None` at its
/// end. A line longer than `limit` is passed over.
pub(crate) fn next_batch(mut reader: &mut dyn BufRead, limit: u64, first: u64) -> Option<(Batch, u64)> {
    let mut batch = Batch { first, bytes: Vec::new(), problem: None };
    let mut line = first;
    while batch.bytes.len() < BATCH {
        // Lines with nothing in them go in one step: a packed file of them unpacks to millions.
        let empty = match reader.fill_buf() {
            Ok(buffer) => buffer.iter().take_while(|byte| **byte == b'\n').count(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                batch.problem = Some((line, unreadable(error)));
                line += 1;
                break;
            }
        };
        if empty > 0 && batch.bytes.is_empty() {
            reader.consume(empty);
            line += empty as u64;
            batch.first = line;
            continue;
        }
        if empty > MANY {
            break;
        }
        let before = batch.bytes.len();
        let read = (&mut reader).take(limit.saturating_add(1)).read_until(b'\n', &mut batch.bytes);
        let failed = |error: io::Error| Some((line, unreadable(error)));
        match read {
            Ok(0) => return (!batch.bytes.is_empty()).then_some((batch, line)),
            Ok(read) if read as u64 > limit && batch.bytes.last() != Some(&b'\n') => {
                batch.bytes.truncate(before);
                let skipped = skip_line(reader);
                batch.problem = skipped.map_or_else(failed, |()| Some((line, ProblemKind::TooLong { limit })));
            }
            Ok(_) => {}
            Err(error) => {
                batch.bytes.truncate(before);
                batch.problem = failed(error);
            }
        }
        line += 1;
        if batch.problem.is_some() {
            break;
        }
    }
    Some((batch, line))
}

/// Reads JSON Lines. Empty lines are no problem; a broken line is skipped.
pub(crate) fn read_lines(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let limit = sink.options.max_line_bytes;
    let mut first = 1;
    while let Some((batch, next)) = next_batch(&mut *input.reader, limit, first) {
        let is_end = matches!(batch.problem, Some((_, ProblemKind::Unreadable { .. })));
        read_batch(&batch, &input.stem, sink);
        first = next;
        if is_end {
            return;
        }
    }
}

/// Reads one batch of a file.
pub(crate) fn read_batch(batch: &Batch, stem: &str, sink: &mut Sink<'_>) {
    let mut records = Records::default();
    for (number, bytes) in (batch.first..).zip(batch.bytes.split_inclusive(|byte| *byte == b'\n')) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_end();
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                sink.problem(Some(number), ProblemKind::NotUtf8 { offset: error.valid_up_to() as u64 });
                continue;
            }
        };
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => {
                records.object(Some(number), &format!("{stem}-{number}"), object, sink);
            }
            Ok(value) => sink.problem(Some(number), ProblemKind::NotAnObject { found: found(&value) }),
            Err(error) => sink.problem(Some(number), broken(&error)),
        }
    }
    if let Some((line, kind)) = &batch.problem {
        sink.problem(Some(*line), kind.clone());
    }
}

/// The keys under which an object may hold a list of articles.
const LISTS: [&str; 7] = ["articles", "items", "posts", "entries", "results", "data", "item"];

/// What kind of objects a JSON file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Those of [`crate::record`], or ninjs where they look like it.
    Any,
    /// Items of a JSON Feed.
    Feed,
    /// Items of ninjs, whatever they look like.
    Ninjs,
}

/// Reads one JSON value: an article, a list of articles, or an object that holds the list under one of [`LISTS`].
pub(crate) fn read_whole(kind: Kind, input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.text(sink.options) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let root: &RawValue = match serde_json::from_str(&text) {
        Ok(root) => root,
        // Lines, the first of which was too long to tell.
        Err(_) if kind == Kind::Any && text.lines().next().is_some_and(is_object) => {
            let mut lines = Input { stem: input.stem.clone(), reader: Box::new(text.as_bytes()) };
            return read_lines(&mut lines, sink);
        }
        Err(error) => return sink.problem(Some(error.line() as u64), broken(&error)),
    };
    let mut whole = Whole { kind, records: Records::default(), feed: Map::new(), lines: Lines::of(&text) };
    if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(root.get()) {
        return whole.items(&items, &input.stem, sink);
    }
    if let Ok(object) = serde_json::from_str::<BTreeMap<String, &RawValue>>(root.get()) {
        let list = |key: &&str| {
            let items: Vec<&RawValue> = serde_json::from_str(object.get(*key)?.get()).ok()?;
            items.iter().all(|item| item.get().starts_with('{')).then_some(items)
        };
        if let Some(items) = LISTS.iter().find_map(list) {
            if kind == Kind::Feed {
                let told = ["language", "authors", "author"].into_iter();
                let told = told.filter_map(|key| Some((key.to_owned(), value(object.get(key)?).ok()?)));
                whole.feed = told.collect();
            }
            return whole.items(&items, &input.stem, sink);
        }
    }
    whole.item(root, None, &input.stem, sink);
}

fn is_object(line: &str) -> bool {
    line.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
}

fn value(raw: &RawValue) -> Result<Value, serde_json::Error> {
    serde_json::from_str(raw.get())
}

/// A JSON file while its items are read.
struct Whole<'a> {
    kind: Kind,
    records: Records,
    /// What a feed says of all its items.
    feed: Map<String, Value>,
    lines: Lines<'a>,
}

impl Whole<'_> {
    fn items(&mut self, items: &[&RawValue], stem: &str, sink: &mut Sink<'_>) {
        for (at, item) in items.iter().enumerate() {
            let line = self.lines.of_part(item.get());
            self.item(item, line, &format!("{stem}-{}", at + 1), sink);
        }
    }

    fn item(&mut self, raw: &RawValue, line: Option<u64>, stem: &str, sink: &mut Sink<'_>) {
        let limit = sink.options.max_line_bytes;
        if raw.get().len() as u64 > limit {
            return sink.problem(line, ProblemKind::TooLong { limit });
        }
        match (value(raw), self.kind) {
            (Ok(Value::Object(object)), Kind::Ninjs) => self.records.ninjs(line, stem, object, sink),
            (Ok(Value::Object(object)), Kind::Feed) => {
                self.records.plain(line, stem, self.feed_item(object), sink);
            }
            (Ok(Value::Object(object)), Kind::Any) => self.records.any(line, stem, object, sink),
            (Ok(value), _) => sink.problem(line, ProblemKind::NotAnObject { found: found(&value) }),
            (Err(error), _) => sink.problem(line, broken(&error)),
        }
    }

    /// An item of a JSON Feed with what the feed says of all, and without what no article needs.
    fn feed_item(&self, mut object: Map<String, Value>) -> Map<String, Value> {
        let is_kept = |key: &str| !key.starts_with('_') && key != "attachments" && key != "external_url";
        // An extension's own key may say who may read.
        object.retain(|key, _| is_kept(key) || access::is_key(key));
        if let Some(banner) = object.remove("banner_image") {
            object.entry("image").or_insert(banner);
        }
        // Version 1.0 has `author`, 1.1 `authors`; an author without a name says nothing.
        let mut authors = object.remove("authors").or(object.remove("author"));
        authors = authors.or_else(|| self.feed.get("authors").or(self.feed.get("author")).cloned());
        let authors = match authors {
            Some(Value::Array(authors)) => authors,
            Some(author) => vec![author],
            None => Vec::new(),
        };
        let names = authors.iter().filter_map(|author| author.get("name").and_then(Value::as_str));
        object.insert("authors".into(), names.map(|name| Value::String(name.to_owned())).collect());
        if let Some(language) = self.feed.get("language") {
            object.entry("language").or_insert(language.clone());
        }
        object
    }
}

/// Tells the line of a part of a text; parts come in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(text: &str) -> Lines<'_> {
        Lines { text, at: 0, line: 1 }
    }

    fn of_part(&mut self, part: &str) -> Option<u64> {
        let at = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let passed = self.text.as_bytes().get(self.at..at)?;
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = at;
        Some(self.line)
    }
}

fn broken(error: &serde_json::Error) -> ProblemKind {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    ProblemKind::BrokenJson { column: error.column() as u64, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery;
    use crate::format::Format;

    #[test]
    fn passes_the_battery() {
        let good =
            br#"{"id": "a", "url": "/a", "title": "Bridge opens", "date": "2024-05-04", "body": "It opened.\nAt last."}
{"id": "b", "url": "/b", "title": "Bridge closes", "author": ["Ana Ruiz"], "body": "It closed."}
"#;
        battery::run(Format::JsonLines, "news.jsonl", good);
        let good = br#"{"articles": [{"id": "a", "url": "/a", "title": "Bridge opens", "body": "It opened."}]}"#;
        battery::run(Format::Json, "news.json", good);
    }

    #[test]
    fn lines_are_lines_however_long_the_first_is() {
        let line = |id: &str| {
            format!(r#"{{"id": "{id}", "url": "/{id}", "title": "T", "body": "{}"}}"#, "word ".repeat(20_000))
        };
        let read = |input: &mut Input<'_>, sink: &mut Sink<'_>| read_whole(Kind::Any, input, sink);
        let (articles, problems) = battery::read_str(read, "-", format!("{}\n{}\n", line("a"), line("b")).as_bytes());
        assert_eq!((articles.len(), problems.len()), (2, 0), "{problems:?}");
        let (articles, problems) = battery::read_str(read, "-", format!("{}\n{{\n", line("a")).as_bytes());
        assert_eq!((articles.len(), problems[0].line), (1, Some(2)), "{problems:?}");
    }

    #[test]
    fn json_feeds_pass_the_battery() {
        let good = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Herald", "language": "en",
"authors": [{"name": "Ana Ruiz"}], "items": [
{"id": "1", "url": "https://herald.example/1", "title": "Bridge opens", "content_html": "<p>It opened.</p>",
 "date_published": "2024-05-04T09:05:00+01:00", "attachments": [{"url": "a.mp3"}], "_own": {"a": 1}},
{"id": "2", "url": "https://herald.example/2", "title": "Bridge closes", "content_text": "It closed.",
 "author": {"name": "Tom Webb", "url": "https://herald.example/tom"}}]}"#;
        battery::run(Format::JsonFeed, "feed.json", good);
    }

    #[test]
    fn lines_are_bounded() {
        let mut reader: &[u8] = b"one\r\ntoo long a line\n\nlast";
        let mut seen = Vec::new();
        let mut first = 1;
        while let Some((batch, next)) = next_batch(&mut reader, 8, first) {
            seen.push((batch.first, String::from_utf8_lossy(&batch.bytes).into_owned(), batch.problem));
            first = next;
        }
        let too_long = Some((2, ProblemKind::TooLong { limit: 8 }));
        assert_eq!(seen, [(1, "one\r\n".into(), too_long), (4, "last".into(), None)]);
    }
}
