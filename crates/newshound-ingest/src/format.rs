//! [`Format`]: which importer reads a file, told by its content; the name only breaks ties.

use crate::input::Input;
use crate::sink::Sink;
use crate::{jsonl, text};

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text as editors paste it; see the README.
    Text,
    /// One JSON object a line.
    JsonLines,
    /// One JSON object, or a list of them.
    Json,
}

/// How many bytes of the start are enough to tell.
pub(crate) const HEAD: usize = 16 * 1024;

impl Format {
    /// The format of a file with this name that starts with `head`; `None` where no importer reads it.
    pub(crate) fn of(name: &str, head: &[u8]) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let extension = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end);
        if matches!(extension, "jsonl" | "ndjson") {
            return Some(Format::JsonLines);
        }
        let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let after = start.get(1..).unwrap_or_default().trim_ascii_start();
        match start.first() {
            Some(b'{') if matches!(after.first(), Some(b'"' | b'}')) => return Some(json(start)),
            Some(b'[') if matches!(after.first(), Some(b'{' | b']')) => return Some(Format::Json),
            _ => {}
        }
        match extension {
            "json" => Some(Format::Json),
            "txt" | "text" => Some(Format::Text),
            _ => None,
        }
    }

    /// Reads a file of this format.
    pub(crate) fn read(self, input: &mut Input<'_>, sink: &mut Sink<'_>) {
        match self {
            Format::Text => text::read(input, sink),
            Format::JsonLines => jsonl::read_lines(input, sink),
            Format::Json => jsonl::read_whole(input, sink),
        }
    }
}

/// JSON Lines where a whole object fits in the first line and something follows it.
fn json(start: &[u8]) -> Format {
    let Some(end) = start.iter().position(|byte| *byte == b'\n') else { return Format::Json };
    let (line, rest) = start.split_at(end);
    let is_object = serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    if is_object && !rest.trim_ascii().is_empty() { Format::JsonLines } else { Format::Json }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        let check = |name: &str, head: &str, expect: Option<Format>| {
            assert_eq!(Format::of(name, head.as_bytes()), expect, "{name}: {head}");
        };
        check("a.txt", "May 4, 2024\n\nTitle", Some(Format::Text));
        check("a.txt", "{\"id\": 1}\n{\"id\": 2}\n", Some(Format::JsonLines));
        check("a.json", "{\"id\": 1}\n{\"id\": 2}\n", Some(Format::JsonLines));
        check("a.json", "{\n\"id\": 1}\n", Some(Format::Json));
        check("a", " [ {\"id\": 1}]", Some(Format::Json));
        check("a.JSONL", "", Some(Format::JsonLines));
        check("a.png", "\u{89}PNG", None);
        check("a.txt", "[photo] is here", Some(Format::Text));
    }
}
