//! [`Format`]: which importer reads a file, told by its content; the name only breaks ties.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::input::Input;
use crate::sink::Sink;
use crate::xml::local;
use crate::{csv_table, feed, front_matter, html, jsonl, markdown, newsml, ninjs, nitf, sitemap, text, wxr};

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
    /// A JSON Feed.
    JsonFeed,
    /// IPTC ninjs: an item, or a list of them.
    Ninjs,
    /// NewsML-G2: a news item, or a message with some; NewsML 1 too.
    NewsMl,
    /// NITF.
    Nitf,
    /// A sitemap, with or without news in it.
    Sitemap,
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format; the formats are {names}", names = Format::ALL.map(Format::name).join(", "))]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let lower = name.to_ascii_lowercase();
        Format::ALL.into_iter().find(|format| format.name() == lower).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// How many bytes of the start are enough to tell.
pub(crate) const HEAD: usize = 16 * 1024;

impl Format {
    /// All formats.
    pub const ALL: [Format; 13] = [
        Format::Text,
        Format::Markdown,
        Format::Html,
        Format::Feed,
        Format::Wxr,
        Format::Csv,
        Format::JsonLines,
        Format::Json,
        Format::JsonFeed,
        Format::Ninjs,
        Format::NewsMl,
        Format::Nitf,
        Format::Sitemap,
    ];

    /// The name by which a user chooses it, in lower case: `text`, `markdown`, `html`, ...
    pub const fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Feed => "feed",
            Format::Wxr => "wxr",
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
            Format::Json => "json",
            Format::JsonFeed => "jsonfeed",
            Format::Ninjs => "ninjs",
            Format::NewsMl => "newsml",
            Format::Nitf => "nitf",
            Format::Sitemap => "sitemap",
        }
    }

    /// Whose word counts where several formats tell of one article: a lower number comes first. What a newsroom keeps
    /// comes before what an agency sends, that before what is read off a page, and feeds and sitemaps come last.
    pub const fn precedence(self) -> u8 {
        match self {
            Format::JsonLines => 0,
            Format::Json => 1,
            Format::Csv => 2,
            Format::Wxr => 3,
            Format::Markdown => 4,
            Format::Text => 5,
            Format::Ninjs => 6,
            Format::NewsMl => 7,
            Format::Nitf => 8,
            Format::Html => 9,
            Format::JsonFeed => 10,
            Format::Feed => 11,
            Format::Sitemap => 12,
        }
    }

    /// Whether files of this format often tell of one article several times, or of articles in other files.
    pub(crate) fn tells_of_others(self) -> bool {
        self.precedence() >= Format::Ninjs.precedence()
    }

    /// The format of a file with this name that starts with `head`; `None` where no importer reads it.
    pub(crate) fn of(name: &str, head: &[u8]) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let extension = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end);
        if matches!(extension, "jsonl" | "ndjson") {
            return Some(Format::JsonLines);
        }
        // What is written in UTF-16 says so at its start.
        let head = match encoding_rs::Encoding::for_bom(head) {
            Some((encoding, _)) => Cow::Owned(encoding.decode(head).0.into_owned().into_bytes()),
            None => Cow::Borrowed(head),
        };
        let start = head.trim_ascii_start();
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
            Some(b'[') if matches!(after.first(), Some(b'{' | b']')) => {
                return Some(if ninjs::starts_one(start) { Format::Ninjs } else { Format::Json });
            }
            _ => {}
        }
        match extension {
            "csv" | "tsv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            // Front matter is no text, whatever the file is called.
            "txt" | "text" if start.starts_with(b"---") && front_matter::is_front(&String::from_utf8_lossy(start)) => {
                Some(Format::Markdown)
            }
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
            Format::Json => jsonl::read_whole(jsonl::Kind::Any, input, sink),
            Format::JsonFeed => jsonl::read_whole(jsonl::Kind::Feed, input, sink),
            Format::Ninjs => jsonl::read_whole(jsonl::Kind::Ninjs, input, sink),
            Format::NewsMl => newsml::read(input, sink),
            Format::Nitf => nitf::read(input, sink),
            Format::Sitemap => sitemap::read(input, sink),
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
    let is_wxr = || has(b"wordpress.org/export") || has(b"<wp:wxr_version");
    match local(&root(start)?) {
        "rss" if is_wxr() => Some(Format::Wxr),
        "rss" | "feed" | "RDF" => Some(Format::Feed),
        "newsItem" | "newsMessage" | "packageItem" | "NewsML" | "conceptItem" | "knowledgeItem" | "planningItem"
        | "catalogItem" => Some(Format::NewsMl),
        "nitf" => Some(Format::Nitf),
        "urlset" | "sitemapindex" => Some(Format::Sitemap),
        _ => None,
    }
}

/// The name of the first element, after declarations and comments.
fn root(start: &[u8]) -> Option<String> {
    let mut rest = start;
    loop {
        let at = rest.iter().position(|byte| *byte == b'<')?;
        rest = rest.get(at..)?;
        let after = |end: &[u8]| {
            let at = rest.windows(end.len()).position(|window| window == end)?;
            rest.get(at + end.len()..)
        };
        rest = match rest {
            [b'<', b'?', ..] => after(b"?>")?,
            [b'<', b'!', b'-', b'-', ..] => after(b"-->")?,
            // A document type may hold declarations, with their own `>`.
            [b'<', b'!', declaration @ ..] => {
                let end = declaration.iter().position(|byte| *byte == b'>')?;
                let has_inner = declaration.get(..end)?.contains(&b'[');
                if has_inner { after(b"]>").or_else(|| after(b"]\n>"))? } else { after(b">")? }
            }
            [_, name @ ..] => {
                let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b":_-.".contains(byte));
                return String::from_utf8(name.get(..end?)?.to_vec()).ok();
            }
            [] => return None,
        };
    }
}

/// An agency's item or a feed where its keys say so; JSON Lines where a whole object fits in the first line and something follows it.
fn json(start: &[u8]) -> Format {
    let end = start.iter().position(|byte| *byte == b'\n').unwrap_or(start.len());
    let (line, rest) = start.split_at(end);
    let is_object = serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    match () {
        () if is_object && !rest.trim_ascii().is_empty() => Format::JsonLines,
        () if has(b"://jsonfeed.org/version/") || has(b":\\/\\/jsonfeed.org\\/version\\/") => Format::JsonFeed,
        () if ninjs::starts_one(start) => Format::Ninjs,
        () => Format::Json,
    }
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
        check("a.xml", "<?xml version=\"1.0\"?>\n<!-- <rss> -->\n<n:newsItem>", Some(Format::NewsMl));
        check("a", "<!DOCTYPE nitf [\n<!ENTITY a \"<rss>\">\n]>\n<nitf>", Some(Format::Nitf));
        check("a.xml", "<urlset xmlns=\"x\">", Some(Format::Sitemap));
        check("a.xml", "<sitemapindex>", Some(Format::Sitemap));
        check("a.html", "<!doctype html><p>&lt;rss> <feed>", Some(Format::Html));
        check("a.json", "{\n\"uri\": \"x\", \"versionCreated\": \"\"", Some(Format::Ninjs));
        check("a.json", "{\"version\": \"https://jsonfeed.org/version/1\"}", Some(Format::JsonFeed));
    }
}
