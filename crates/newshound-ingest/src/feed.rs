//! RSS (0.9x, 1.0, 2.0) and Atom.
//!
//! A full text (`content:encoded`, `content`) is the body, and the summary beside it the standfirst; a feed that
//! has only summaries gives them as body, so that they are found. What an export of Blogger, or a server for editors,
//! marks as a draft (`app:draft`) stays out, and so do its settings, templates and comments.

use newshound_index::article::Article;

use crate::access;
use crate::finish::derived_id;
use crate::input::Input;
use crate::markup::{self, Reading};
use crate::problem::ProblemKind;
use crate::sink::{Draft, Sink};
use crate::xml::{self, Element};

/// Reads all items.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.marked_text(sink.options.max_file_bytes) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let mut count = 0;
    let stem = input.stem.clone();
    let end = xml::read(&text, &|name| matches!(name, "item" | "entry" | "atom:entry"), &mut |above, item| {
        count += 1;
        let language = above.iter().rev().find_map(|element| {
            let told = element.text_of("language").or_else(|| element.text_of("dc:language"));
            told.or_else(|| element.attribute("xml:lang").map(str::to_owned))
        });
        let line = Some(item.line);
        if let Some(what) = no_post(&item) {
            return sink.problem(line, ProblemKind::NotNews { what });
        }
        let withheld = is_draft(&item).then_some(ProblemKind::NotPublished { count: 1 });
        let mut article = if item.name == "item" { rss(&item, sink) } else { atom(&item, sink) };
        article.language = article.language.or(language.map(|language| language.trim().to_owned()));
        sink.draft(Draft { article, line, stem: format!("{stem}-{count}"), withheld, ..Draft::default() });
    });
    if let Err((line, kind)) = end {
        sink.problem(Some(line), kind);
    }
}

/// What an entry of a Blogger export is that is neither a post nor a page.
fn no_post(entry: &Element) -> Option<String> {
    let kinds = entry.children("category").filter_map(|category| category.attribute("term")?.split_once("/kind#"));
    let mut kinds = kinds.map(|(_, kind)| kind.trim());
    let told = entry.child("type").filter(|kind| kind.name == "blogger:type").map(|kind| kind.text());
    let told = told.map(|kind| kind.trim().to_ascii_lowercase());
    let kind = kinds.find(|kind| !matches!(*kind, "post" | "page")).map(str::to_owned);
    kind.or(told.filter(|kind| !matches!(kind.as_str(), "" | "post" | "page")))
}

/// Whether an item is not published: `app:draft` (RFC 5023), or Blogger's status.
fn is_draft(entry: &Element) -> bool {
    let control = entry.children("control").flat_map(|control| control.children("draft"));
    let mut drafts = control.chain(entry.children("draft"));
    drafts.any(|draft| !draft.text().trim().eq_ignore_ascii_case("no"))
        || entry.children("status").any(|status| {
            // Of other vocabularies it may say anything.
            let (text, is_own) = (status.text(), status.name == "blogger:status");
            let is_published = access::is_published_word(&text);
            is_published == Some(false) || is_own && is_published.is_none()
        })
}

fn html_blocks(html: &str) -> Vec<newshound_index::article::Block> {
    // A text without tags is plain text: its lines are its paragraphs.
    let reading = Reading { blank_lines_part: !html.contains("<p") };
    markup::blocks(html, reading)
}

fn rss(item: &Element, sink: &mut Sink<'_>) -> Article {
    let line = Some(item.line);
    let guid = item.first("guid");
    let permalink = guid.filter(|guid| guid.attribute("isPermaLink") != Some("false")).map(Element::text);
    let link = item
        .text_of("link")
        .or_else(|| item.first("atom:link").and_then(|link| link.attribute("href")).map(str::to_owned));
    let link = link.or(permalink.filter(|link| link.trim().starts_with("http"))).unwrap_or_default();
    let full = item.text_of("content:encoded").or_else(|| item.text_of("content"));
    let summary = item.text_of("description").or_else(|| item.text_of("summary"));
    let date = ["pubDate", "dc:date", "published", "date"]
        .iter()
        .find_map(|name| item.text_of(name).map(|text| (*name, text)));
    let mut tags: Vec<String> = Vec::new();
    for tag in item.all("category").chain(item.all("dc:subject")).map(|tag| markup::line(&tag.text())) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let authors = item.all("dc:creator").chain(item.all("author")).map(|author| person(&author.text()));
    let (blocks, standfirst) = match (full, summary) {
        (Some(full), summary) => (html_blocks(&full), summary.map(|summary| markup::line(&summary))),
        (None, Some(summary)) => (html_blocks(&summary), None),
        (None, None) => (Vec::new(), None),
    };
    Article {
        // The standard asks for no guid; an address names an item as well, and stays.
        id: guid.map_or_else(|| derived_id(link.trim(), ""), Element::text),
        url: link.trim().to_owned(),
        title: item.text_of("title").map(|title| markup::line(&title)).unwrap_or_default(),
        published: date.and_then(|(name, text)| sink.date(line, name, &text)),
        authors: unique(authors),
        section: None,
        tags,
        language: item.text_of("dc:language"),
        image: image(item),
        standfirst,
        blocks,
        ..Article::default()
    }
}

fn image(item: &Element) -> Option<String> {
    let is_image = |element: &&Element| {
        element.name == "media:thumbnail"
            || element.attribute("medium") == Some("image")
            || element.attribute("type").is_some_and(|kind| kind.starts_with("image/"))
    };
    let media = item.elements().chain(item.all("media:group").flat_map(Element::elements));
    let mut media =
        media.filter(|element| matches!(element.name.as_str(), "media:content" | "media:thumbnail" | "enclosure"));
    media.find(is_image).and_then(|element| element.attribute("url")).map(str::to_owned)
}

/// `a@example.org (Ana Ruiz)` is Ana Ruiz.
fn person(text: &str) -> String {
    let text = markup::line(text);
    match text.split_once('(') {
        Some((before, name)) if before.contains('@') => name.trim_end_matches(')').trim().to_owned(),
        _ => text,
    }
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !name.is_empty() && !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

fn atom(entry: &Element, sink: &mut Sink<'_>) -> Article {
    let line = Some(entry.line);
    let prefix = if entry.name.starts_with("atom:") { "atom:" } else { "" };
    let named = |name: &str| format!("{prefix}{name}");
    let rel = |link: &&Element| matches!(link.attribute("rel"), None | Some("alternate"));
    let link_name = named("link");
    let link = entry.all(&link_name).find(rel).and_then(|link| link.attribute("href"));
    let construct = |name: &str| {
        entry.first(&named(name)).map(|text| match text.attribute("type") {
            Some("xhtml") => text.inner_html(),
            Some("html" | "text/html") => text.text(),
            _ => text.text().replace('&', "&amp;").replace('<', "&lt;"),
        })
    };
    let full = construct("content").filter(|text| !text.trim().is_empty());
    let summary = construct("summary").filter(|text| !text.trim().is_empty());
    let (blocks, standfirst) = match (full, summary) {
        (Some(full), summary) => (html_blocks(&full), summary.map(|summary| markup::line(&summary))),
        (None, Some(summary)) => (html_blocks(&summary), None),
        (None, None) => (Vec::new(), None),
    };
    let author_name = named("author");
    let category_name = named("category");
    let published = entry.text_of(&named("published")).or_else(|| entry.text_of("issued"));
    let updated = entry.text_of(&named("updated")).or_else(|| entry.text_of("modified"));
    let tags = entry.all(&category_name).filter_map(|tag| tag.attribute("label").or_else(|| tag.attribute("term")));
    let modified = updated.as_deref().and_then(|text| sink.date(line, "updated", text));
    Article {
        id: entry.text_of(&named("id")).unwrap_or_default(),
        url: link.unwrap_or_default().trim().to_owned(),
        title: construct("title").map(|title| markup::line(&title)).unwrap_or_default(),
        // Without a date of its own, an entry was published when it was last told of.
        published: published.map_or(modified, |text| sink.date(line, "published", &text)),
        modified,
        authors: unique(
            entry.all(&author_name).filter_map(|author| author.text_of(&named("name"))).map(|name| markup::line(&name)),
        ),
        tags: tags.map(str::to_owned).collect(),
        language: entry.attribute("xml:lang").map(str::to_owned),
        image: image(entry),
        standfirst,
        blocks,
        ..Article::default()
    }
}
