//! Built web pages: what an article says about itself (JSON-LD, OpenGraph, microdata, meta), and its text without
//! what stands around it ([`crate::extract`]).
//!
//! Of several places that tell one thing, the first of JSON-LD, OpenGraph and `article:` meta, microdata, plain
//! meta, the page's own elements counts. Pages that ask not to be indexed, and pages that are lists of articles,
//! stay out. What the caller's selectors fit is read as if it were not there, and so are parts that the page says are
//! not free ([`crate::paywall`]). `<meta>` elements say who may read in all the words that [`crate::access`] knows.

use ego_tree::iter::Edge;
use newshound_index::article::Article;
use newshound_index::date::{Date, Precision};
use scraper::{ElementRef, Html, Node};
use serde_json::{Map, Value};

use crate::access;
use crate::clean::one_line;
use crate::dates::read_date;
use crate::depth;
use crate::extract;
use crate::input::Input;
use crate::markup;
use crate::options::encode_path;
use crate::paywall::{self, Paywall};
use crate::problem::{ProblemKind, excerpt};
use crate::record::Records;
use crate::selector;
use crate::sink::{Draft, Sink};

/// Reads one page.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.marked_text(sink.options.max_page_bytes) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let Some(mut document) = depth::document(&text) else {
        return sink.problem(None, ProblemKind::TooDeep);
    };
    selector::take_out(&mut document, &sink.options.exclude_selectors);
    let mut page = Page::of(&document);
    let stem = input.stem.strip_suffix("/index").unwrap_or(&input.stem).to_owned();
    let says = access::of_page(page.metas.iter().map(|(name, says)| (name.as_str(), says.as_str())), sink);
    if let Some(withheld) = page.withheld(sink).or(says.withheld) {
        // Feeds and sitemaps may tell of it too, and none of them may bring it in.
        let url = resolve(&page.url().unwrap_or_default(), &place(&input.stem, sink.file()));
        let article = Article { id: stem.clone(), url, ..Article::default() };
        return sink.draft(Draft { article, stem, withheld: Some(withheld), ..Draft::default() });
    }
    for (json, line, reason) in &page.broken {
        let is_closed = page.paywall.read_broken(json);
        let line = line_of(&text, json).map(|first| first + line.saturating_sub(1));
        sink.problem(line, ProblemKind::BrokenJsonLd { reason: reason.clone(), is_closed });
    }
    page.paywall.is_closed |= !says.is_free;
    if !page.paywall.is_closed {
        page.paywall.is_closed = !take_out_parts(&mut document, &page.paywall.parts, sink);
    }
    let mut article = match page.schema.clone() {
        Some(schema) => Records::default().article(None, from_schema(schema, &sink.options.fields), sink).article,
        None => Article::default(),
    };
    page.fill(&mut article, sink);
    let place = place(&input.stem, sink.file());
    article.url = resolve(&article.url, &place);
    for name in &sink.options.fields {
        let key = name.to_ascii_lowercase();
        let values: Vec<String> = page.metas.iter().filter(|meta| meta.0 == key).map(|meta| meta.1.clone()).collect();
        if !values.is_empty() && !article.fields.iter().any(|(known, _)| known == name) {
            article.fields.push((name.clone(), values));
        }
    }
    article.blocks = extract::blocks(&document, &article.title);
    let length: usize = article.blocks.iter().map(|block| block.text().chars().count()).sum();
    let says_article =
        page.schema.is_some() || page.meta("og:type").is_some_and(|kind| kind == "article") || page.has_article_item;
    let is_site = page.meta("og:type").is_some_and(|kind| kind == "website");
    let is_listing = page.schema.is_none() && (page.is_listing || is_further_page(&input.stem));
    let is_list = page.has_pages || page.articles >= 3 || is_site && length < 1000 || is_list_path(&input.stem);
    if is_listing || !says_article && (is_list || length < 200) {
        return sink.problem(None, ProblemKind::NoArticle);
    }
    article.id.clone_from(&stem);
    sink.draft(Draft { article, stem, place, ..Draft::default() });
}

/// Whether a `rel` says that the link names the original.
fn is_canonical(rel: &str) -> bool {
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))
}

/// An address as it is meant on a page: one that is relative goes on from where the page stands.
fn resolve(url: &str, page: &str) -> String {
    let url = url.trim();
    let end = url.find(['/', '?', '#', ':']).unwrap_or(url.len());
    let has_scheme = url.get(end..).is_some_and(|rest| rest.starts_with(':'));
    if url.is_empty() || has_scheme || url.starts_with('/') {
        return url.to_owned();
    }
    let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let mut parts: Vec<&str> = page.split('/').collect();
    if !path.is_empty() {
        parts.pop();
    }
    for part in path.split('/').filter(|_| !path.is_empty()) {
        // What comes next takes the place of the empty part behind a slash.
        if parts.last() == Some(&"") && parts.len() > 1 {
            parts.pop();
        }
        match part {
            "." => parts.push(""),
            ".." => {
                if parts.len() > 1 {
                    parts.pop();
                }
                parts.push("");
            }
            part => parts.push(part),
        }
    }
    format!("/{}{rest}", parts.join("/").trim_start_matches('/'))
}

/// Where hosts of files show a page: `/news/two.html`, and `/2025/story/` for `2025/story/index.html`.
fn place(stem: &str, file: &str) -> String {
    let file = file.strip_suffix(".gz").unwrap_or(file).to_ascii_lowercase();
    let end = [".html", ".htm", ".xhtml"].into_iter().find(|end| file.ends_with(end)).unwrap_or_default();
    let path = match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => format!("{stem}{end}"),
    };
    format!("/{}", encode_path(&path).trim_start_matches('/'))
}

/// Whether a URL or file name is that of a front page or of a list: `/`, `/page/5/`, `/tag/...`.
fn is_list_path(path: &str) -> bool {
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.trim_end_matches(".html").trim_end_matches("index").trim_matches('/');
    // A list is told by the end of its path: `/tag/bridge/`, not `/archive/2024/05/bridge/`.
    let mut parts = path.rsplit('/').take(2);
    let is_list = |part: &str| {
        let bare = part.trim_end_matches(|char: char| char.is_ascii_digit());
        matches!(
            bare,
            "tag" | "tags" | "category" | "categories" | "author" | "authors" | "page" | "archive" | "archives" | "404"
        )
    };
    path.is_empty() || parts.any(is_list)
}

/// Whether a path is that of a list's second page, or a later one: `/page2/`, `/page/2/`.
fn is_further_page(path: &str) -> bool {
    let path = path.trim_end_matches(".html").trim_end_matches("index").trim_matches('/');
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let is_number = |text: &str| !text.is_empty() && text.len() < 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    last.strip_prefix("page").is_some_and(|number| is_number(number.trim_start_matches(['-', '_'])))
        || is_number(last) && parts.next() == Some("page")
}

/// Takes out what the page says is not free, and tells so; whether all of it could be told from the rest.
fn take_out_parts(document: &mut Html, parts: &[Option<String>], sink: &mut Sink<'_>) -> bool {
    let mut is_whole = true;
    for part in parts {
        let text = part.as_deref().unwrap_or_default();
        let count = match text.parse::<selector::Selector>() {
            Ok(selector) => selector::take_out(document, &[selector]),
            Err(_) => 0,
        };
        let selector = excerpt(text);
        match count {
            0 => sink.problem(None, ProblemKind::UnclearPart { selector }),
            _ => sink.problem(None, ProblemKind::PaidPart { selector }),
        }
        is_whole &= count > 0;
    }
    is_whole
}

/// The line where a script's text starts.
fn line_of(page: &str, script: &str) -> Option<u64> {
    let first = |page: &str| {
        let before = page.get(..page.find(script)?)?;
        Some(before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1)
    };
    first(page).or_else(|| first(&page.replace("\r\n", "\n")))
}

/// What a page says about itself.
#[derive(Default)]
struct Page {
    metas: Vec<(String, String)>,
    schema: Option<Map<String, Value>>,
    canonical: Option<String>,
    language: Option<String>,
    title: Option<String>,
    heading: Option<String>,
    time: Option<String>,
    item: Vec<(String, String)>,
    is_noindex: bool,
    /// When robots are to forget it.
    unavailable_after: Vec<String>,
    /// What JSON-LD says of who may read it.
    paywall: Paywall,
    /// JSON-LD that does not parse, with the line in it and the reason.
    broken: Vec<(String, u64, String)>,
    /// JSON-LD calls it a list of others.
    is_listing: bool,
    /// It is one of several that follow each other.
    has_pages: bool,
    has_article_item: bool,
    articles: usize,
}

impl Page {
    fn of(document: &Html) -> Page {
        let mut page = Page::default();
        for element in document.tree.nodes().filter_map(ElementRef::wrap) {
            page.element(element);
        }
        page
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        let own = |name: &str| value.attr(name).map(str::to_owned);
        let text = || one_line(&first_text(element)).0;
        match value.name() {
            "html" => self.language = own("lang"),
            "meta" => {
                let content = own("content");
                let is_robots = value.attr("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("x-robots-tag"));
                self.is_noindex |= is_robots && content.as_deref().is_some_and(access::is_robots_noindex);
                // One element may have several names for what it says: `property` of RDFa is a list of them.
                let mut names: Vec<String> = Vec::new();
                for attribute in ["property", "name", "itemprop"] {
                    let words = value.attr(attribute).unwrap_or_default().to_ascii_lowercase();
                    match attribute {
                        "name" => names.push(words.trim().to_owned()),
                        _ => names.extend(words.split_ascii_whitespace().map(str::to_owned)),
                    }
                }
                names.sort();
                names.dedup();
                for name in names.into_iter().filter(|name| !name.is_empty()) {
                    let content = match &content {
                        Some(content) => content.clone(),
                        None if access::is_flag(&name) => "true".to_owned(),
                        None => continue,
                    };
                    if matches!(name.as_str(), "robots" | "googlebot" | "newshound") {
                        self.is_noindex |= access::is_robots_noindex(&content);
                        self.unavailable_after.extend(unavailable_after(&content));
                    }
                    self.metas.push((name, content));
                }
            }
            // Single posts name their neighbours in the same way.
            "link" if matches!(value.attr("rel"), Some("next" | "prev")) => {
                self.has_pages |= value.attr("href").is_some_and(is_further_page);
            }
            "link" if value.attr("rel").is_some_and(is_canonical) => {
                self.canonical = self.canonical.take().or(own("href"));
            }
            "title" if self.title.is_none() => self.title = Some(text()),
            "h1" if self.heading.is_none() => self.heading = Some(text()).filter(|text| !text.is_empty()),
            "time" if self.time.is_none() => self.time = own("datetime"),
            "article" => self.articles += 1,
            "script" if value.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                self.json_ld(&element.text().collect::<String>());
            }
            _ => {}
        }
        // One look at all that there are: most elements have none of these.
        for (name, says) in value.attrs() {
            match (name, says) {
                ("itemtype", kind) => {
                    self.has_article_item |= kind.ends_with("Article") || kind.ends_with("BlogPosting")
                }
                // AMP names what subscribers alone see.
                ("subscriptions-section", "content") => self.paywall.part(r#"[subscriptions-section="content"]"#),
                ("amp-access", says) if !says.trim_start().starts_with("NOT ") => self.paywall.part("[amp-access]"),
                ("itemprop" | "property", names)
                    if value.name() != "meta" && names.split_ascii_whitespace().any(access::is_free_key) =>
                {
                    let says = own("content").or(own("href")).or(own("resource")).unwrap_or_else(text);
                    self.metas.push(("isaccessibleforfree".into(), says));
                }
                ("itemprop", name @ ("headline" | "datePublished" | "dateModified" | "author"))
                    if self.item(name).is_none() =>
                {
                    let content = own("content").or(own("datetime")).unwrap_or_else(text);
                    self.item.push((name.to_owned(), content));
                }
                _ => {}
            }
        }
    }

    fn json_ld(&mut self, json: &str) {
        let json = json.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
        // Control characters inside texts are the commonest slip.
        let value = serde_json::from_str(json).or_else(|error| {
            serde_json::from_str(&json.replace(['\n', '\r', '\t'], " ")).map_err(|_: serde_json::Error| error)
        });
        match value {
            Ok(value) => {
                self.paywall.read(&value);
                self.is_listing |= paywall::is_list(&value);
                if self.schema.is_none() {
                    self.schema = find_article(value);
                }
            }
            Err(_) if json.is_empty() => {}
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
                self.broken.push((json.to_owned(), error.line() as u64, reason));
            }
        }
    }

    fn meta(&self, name: &str) -> Option<String> {
        let found = self.metas.iter().find(|(key, value)| key == name && !value.trim().is_empty());
        found.map(|(_, value)| value.clone())
    }

    fn any(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.meta(name))
    }

    fn item(&self, name: &str) -> Option<String> {
        self.item.iter().find(|(key, value)| key == name && !value.trim().is_empty()).map(|(_, value)| value.clone())
    }

    /// Why the page stays out, by what it tells robots, and by its JSON-LD.
    fn withheld(&self, sink: &mut Sink<'_>) -> Option<ProblemKind> {
        let respects = sink.options.respects_noindex;
        if self.is_noindex && respects || self.paywall.is_unpublished {
            return Some(ProblemKind::NotPublished { count: 1 });
        }
        let robots = self.unavailable_after.iter().filter(|_| respects).map(|text| ("unavailable_after", text));
        let json_ld = self.paywall.expires.iter().map(|text| ("expires", text));
        robots.chain(json_ld).find_map(|(key, text)| access::ended(key, text, sink))
    }

    /// Where the page says that it stands.
    fn url(&self) -> Option<String> {
        self.canonical.clone().filter(|url| !url.trim().is_empty()).or_else(|| self.meta("og:url"))
    }

    /// Fills what JSON-LD left open.
    fn fill(&self, article: &mut Article, sink: &mut Sink<'_>) {
        if article.title.is_empty() {
            let title = self.meta("og:title").or_else(|| self.item("headline")).or_else(|| self.meta("twitter:title"));
            article.title = title.or_else(|| self.heading.clone()).or_else(|| self.title.clone()).unwrap_or_default();
        }
        article.title = without_site(&markup::line(&article.title), self.heading.as_deref());
        if let Some(url) = self.url() {
            article.url = url;
        }
        let published = [
            "article:published_time",
            "og:article:published_time",
            "date",
            "dc.date",
            "dc.date.issued",
            "pubdate",
            "sailthru.date",
        ];
        if article.published.is_none() {
            let text = self.any(&published).or_else(|| self.item("datePublished")).or_else(|| self.time.clone());
            article.published = text.and_then(|text| sink.date(None, "published", &text));
            article.published = article.published.or_else(|| day_in_path(&article.url));
        }
        if article.modified.is_none() {
            let text = self
                .any(&["article:modified_time", "og:updated_time", "last-modified"])
                .or_else(|| self.item("dateModified"));
            article.modified = text.and_then(|text| sink.date(None, "modified", &text));
        }
        article.section = article.section.take().or_else(|| self.any(&["article:section", "section"]));
        if article.authors.is_empty() {
            let is_name = |text: &String| !text.contains("://") && text.chars().count() <= 80;
            article.authors = self
                .any(&["author", "article:author", "byl", "dc.creator", "sailthru.author"])
                .or_else(|| self.item("author"))
                .filter(is_name)
                .into_iter()
                .collect();
        }
        if article.tags.is_empty() {
            article.tags =
                self.metas.iter().filter(|(key, _)| key == "article:tag").map(|(_, tag)| tag.clone()).collect();
        }
        article.language = article
            .language
            .take()
            .or_else(|| self.language.clone())
            .or_else(|| self.meta("og:locale").map(|tag| tag.replace('_', "-")));
        article.image = article.image.take().or_else(|| self.any(&["og:image", "twitter:image"]));
        article.standfirst = article
            .standfirst
            .take()
            .or_else(|| self.any(&["og:description", "description"]))
            .map(|text| markup::line(&text));
        article.is_free &= !self.paywall.is_closed;
    }
}

/// What stands behind `unavailable_after:`, without the words for robots behind it.
fn unavailable_after(content: &str) -> Option<String> {
    let lower = content.to_ascii_lowercase();
    let (_, rest) = lower.split_once("unavailable_after")?;
    let rest = rest.trim_start().trim_start_matches([':', '=']).trim();
    // A date may have commas, and so does the list of words: the longest part of it that is a date.
    let mut ends: Vec<usize> = rest.match_indices(',').map(|(at, _)| at).chain([rest.len()]).take(20).collect();
    ends.reverse();
    let mut parts = ends.into_iter().filter_map(|end| rest.get(..end));
    Some(parts.find(|part| read_date(part).is_some()).unwrap_or(rest).to_owned())
}

/// The day in an address such as `/2024/05/04/bridge/`, where a page says no other.
fn day_in_path(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split('/').collect();
    let number = |text: &str, digits: usize| (text.len() == digits).then(|| text.parse::<u16>().ok()).flatten();
    parts.windows(3).find_map(|parts| {
        let [year, month, day] = parts else { return None };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let is_news = (1990..=2200).contains(&year);
        is_news.then(|| Date::new((year.into(), month, day), (0, 0, 0), Precision::Day, None)).flatten()
    })
}

/// The text below an element that names something: of a longer one only the start, for elements may stand inside
/// one another.
fn first_text(element: ElementRef<'_>) -> String {
    const MAX_EDGES: usize = 2_000;
    const MAX_BYTES: usize = 10_000;
    let mut text = String::new();
    for edge in element.traverse().take(MAX_EDGES) {
        if let Edge::Open(node) = edge
            && let Node::Text(part) = node.value()
        {
            let end = part.floor_char_boundary(MAX_BYTES - text.len());
            text.push_str(part.get(..end).unwrap_or_default());
        }
    }
    text
}

/// A page's title often ends with the name of the site; the headline on the page tells where.
fn without_site(title: &str, heading: Option<&str>) -> String {
    match heading {
        Some(heading) if title.len() > heading.len() && title.starts_with(heading) => {
            let rest = title.get(heading.len()..).unwrap_or_default().trim_start();
            let is_site =
                [" |", "|", "-", "–", "—", "·", "«", ":: "].iter().any(|mark| rest.starts_with(mark.trim_start()));
            if is_site { heading.to_owned() } else { title.to_owned() }
        }
        _ => title.to_owned(),
    }
}

/// The first object that is an article, in lists and graphs too.
fn find_article(value: Value) -> Option<Map<String, Value>> {
    // serde_json bounds the depth of what it reads, so this may recurse.
    match value {
        Value::Array(items) => items.into_iter().find_map(find_article),
        Value::Object(mut object) => {
            let is_article = |kind: &Value| {
                kind.as_str().is_some_and(|kind| {
                    kind.ends_with("Article") || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report")
                })
            };
            let is_one = match object.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is_article),
                Some(kind) => is_article(kind),
                None => false,
            };
            if is_one {
                Some(object)
            } else {
                ["@graph", "mainEntity"].iter().find_map(|key| object.remove(*key).and_then(find_article))
            }
        }
        _ => None,
    }
}

/// The keys of schema.org that an article needs; the text comes from the page.
fn from_schema(schema: Map<String, Value>, fields: &[String]) -> Map<String, Value> {
    const KEYS: [&str; 9] = [
        "headline",
        "datePublished",
        "dateModified",
        "author",
        "keywords",
        "articleSection",
        "inLanguage",
        "description",
        "isAccessibleForFree",
    ];
    let mut object: Map<String, Value> = schema
        .into_iter()
        .filter(|(key, _)| KEYS.contains(&key.as_str()) || key == "image" || fields.contains(key))
        .collect();
    // A page without headline in its schema may have a name; objects without what is wanted say nothing.
    if let Some(Value::Array(authors)) = object.get_mut("author") {
        authors.retain(|author| author.is_string() || author.get("name").is_some_and(Value::is_string));
    }
    if object
        .get("author")
        .is_some_and(|author| author.is_object() && !author.get("name").is_some_and(Value::is_string))
    {
        object.remove("author");
    }
    let image = object.remove("image").map(|image| match image {
        Value::Array(mut items) if !items.is_empty() => items.swap_remove(0),
        image => image,
    });
    let url = image.and_then(|image| match image {
        Value::Object(map) => map.get("url").cloned(),
        image => Some(image),
    });
    object.extend(url.filter(Value::is_string).map(|url| ("image".to_owned(), url)));
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery;
    use crate::format::Format;

    #[test]
    fn relative_addresses_go_on_from_the_page() {
        let check = |url: &str, page: &str, expect: &str| assert_eq!(resolve(url, page), expect, "{url} on {page}");
        for url in ["https://herald.example/a", "/a/", "//herald.example/a", "", "javascript:x"] {
            check(url, "/2025/story/", url);
        }
        check("story.html", "/2025/a.html", "/2025/story.html");
        check("story.html", "/2025/a/", "/2025/a/story.html");
        check("./", "/2025/a/", "/2025/a/");
        check("./b", "/2025/a.html", "/2025/b");
        check("../c/", "/2025/a/", "/2025/c/");
        check("../../../c/", "/2025/a/", "/c/");
        check("..", "/2025/a/", "/2025/");
        check("?p=1", "/2025/a/", "/2025/a/?p=1");
        check("b?p=a/b:c", "/a.html", "/b?p=a/b:c");
    }

    #[test]
    fn pages_stand_where_their_files_do() {
        let check = |stem: &str, file: &str, expect: &str| assert_eq!(place(stem, file), expect, "{file}");
        check("news/two", "_site/news/two.html", "/news/two.html");
        check("2025/story/index", "_site/2025/story/index.html", "/2025/story/");
        check("index", "_site/index.htm", "/");
        check("an index", "_site/an index.html", "/an%20index.html");
        check("reindex", "site.zip/reindex.HTML", "/reindex.html");
        check("two", "two.html.gz", "/two.html");
        check("page", "page", "/page");
        check("/evil.example/x", "a.zip//evil.example/x.html", "/evil.example/x.html");
    }

    #[test]
    fn lists_are_told_by_their_path() {
        let check = |path: &str, expect: bool| assert_eq!(is_list_path(path), expect, "{path}");
        check("https://herald.example/", true);
        check("page5/index.html", true);
        check("/tag/bridge/", true);
        check("/archive/2024/05/bridge/", false);
        check("https://herald.example/2024/05/04/bridge/", false);
        check("bridge", false);
    }

    #[test]
    fn passes_the_battery() {
        let page = "<!DOCTYPE html>\n<html><head><link rel=canonical href=/bridge><meta property=\"og:type\" content=article></head><body><h1>Bridge opens</h1><p>The bridge opened, and everybody who had waited was there to see it.</p></body></html>";
        battery::run(Format::Html, "bridge.html", page.as_bytes());
    }
}
