//! [`Format`]: which importer reads a file, told by its content; the name only breaks ties.

use crate::input::Input;
use crate::sink::Sink;
use crate::{csv_table, feed, html, jsonl, markdown, text, wxr};

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text as editors paste it; see the README.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A built web page.
    Html,
    /// RSS or Atom.
    Feed,
    /// A WordPress export.
    Wxr,
    /// A table with column names, parted by comma, semicolon or tab.
    Csv,
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
        if matches!(extension, "md" | "markdown" | "mdx") {
            return Some(Format::Markdown);
        }
        if start.starts_with(b"<")
            && let Some(format) = xml(start)
        {
            return Some(format);
        }
        if matches!(extension, "html" | "htm" | "xhtml") || starts_page(start) {
            return Some(Format::Html);
        }
        let after = start.get(1..).unwrap_or_default().trim_ascii_start();
        match start.first() {
            Some(b'{') if matches!(after.first(), Some(b'"' | b'}')) => return Some(json(start)),
            Some(b'[') if matches!(after.first(), Some(b'{' | b']')) => return Some(Format::Json),
            _ => {}
        }
        match extension {
            "csv" | "tsv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "txt" | "text" => Some(Format::Text),
            _ => None,
        }
    }

    /// Reads a file of this format.
    pub(crate) fn read(self, input: &mut Input<'_>, sink: &mut Sink<'_>) {
        match self {
            Format::Text => text::read(input, sink),
            Format::Markdown => markdown::read(input, sink),
            Format::Html => html::read(input, sink),
            Format::Csv => csv_table::read(input, sink),
            Format::Feed => feed::read(input, sink),
            Format::Wxr => wxr::read(input, sink),
            Format::JsonLines => jsonl::read_lines(input, sink),
            Format::Json => jsonl::read_whole(input, sink),
        }
    }
}

/// Whether this is the start of a web page.
fn starts_page(start: &[u8]) -> bool {
    let start = start.get(..1024).unwrap_or(start).to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<") && start.windows(5).any(|window| window == b"<html")
}

/// The XML format whose root stands in the head.
fn xml(start: &[u8]) -> Option<Format> {
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    if has(b"<rss") && (has(b"wordpress.org/export") || has(b"<wp:wxr_version")) {
        return Some(Format::Wxr);
    }
    // A page may speak of feeds; a feed has no <html> before its root.
    let is_page = start.windows(5).take(1024).any(|window| window.eq_ignore_ascii_case(b"<html"));
    (!is_page && (has(b"<rss") || has(b"<feed") || has(b"<rdf:RDF") || has(b"<atom:feed"))).then_some(Format::Feed)
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
