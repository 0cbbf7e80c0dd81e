//! JSON Lines (one object a line) and JSON (one object, or a list of them). The keys are those of
//! [`crate::record`]. Lines are read one by one: a file may be as long as it likes.

use serde_json::Value;

use crate::input::{Input, next_line, unreadable};
use crate::problem::ProblemKind;
use crate::record::{Records, found};
use crate::sink::Sink;

/// Reads JSON Lines. Empty lines are no problem; a broken line is skipped.
pub(crate) fn read_lines(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let limit = sink.options.max_line_bytes;
    let mut records = Records::default();
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        match next_line(&mut *input.reader, limit, &mut line) {
            Ok(None) => return,
            Ok(Some(true)) => {}
            Ok(Some(false)) => {
                sink.problem(Some(number), ProblemKind::TooLong { limit });
                continue;
            }
            Err(error) => return sink.problem(Some(number), unreadable(error)),
        }
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
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
                records.object(Some(number), &format!("{}-{number}", input.stem), object, sink);
            }
            Ok(value) => sink.problem(Some(number), ProblemKind::NotAnObject { found: found(&value) }),
            Err(error) => sink.problem(Some(number), broken(&error)),
        }
    }
}

/// Reads one JSON value: an article, a list of articles, or an object that holds the list under `articles`,
/// `items`, `posts`, `entries`, `results` or `data`.
pub(crate) fn read_whole(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.text(sink.options) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let value: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(error) => return sink.problem(Some(error.line() as u64), broken(&error)),
    };
    let mut records = Records::default();
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut object) => {
            const LISTS: [&str; 6] = ["articles", "items", "posts", "entries", "results", "data"];
            let list = LISTS.iter().find(|key| {
                object.get(**key).and_then(Value::as_array).is_some_and(|list| list.iter().all(Value::is_object))
            });
            match list.and_then(|key| object.remove(*key)) {
                Some(Value::Array(items)) => items,
                _ => return records.object(None, &input.stem, object, sink),
            }
        }
        value => return sink.problem(None, ProblemKind::NotAnObject { found: found(&value) }),
    };
    for (at, item) in items.into_iter().enumerate() {
        match item {
            Value::Object(object) => records.object(None, &format!("{}-{}", input.stem, at + 1), object, sink),
            value => sink.problem(None, ProblemKind::NotAnObject { found: found(&value) }),
        }
    }
}

fn broken(error: &serde_json::Error) -> ProblemKind {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    ProblemKind::BrokenJson { column: error.column() as u64, reason }
}

#[cfg(test)]
mod tests {
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
}
