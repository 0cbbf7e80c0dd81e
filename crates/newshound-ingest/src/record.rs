//! A JSON object as an article: the keys that newsrooms use, under their usual names.
//!
//! | field | keys |
//! |---|---|
//! | id | `id`, `guid`, `uuid`, `uri`, `slug` |
//! | url | `url`, `link`, `permalink`, `canonical_url` |
//! | title | `title`, `headline` |
//! | published | `date`, `published`, `date_published`, `datePublished`, `published_at`, `publication_date`, `created_at` |
//! | modified | `modified`, `updated`, `date_modified`, `dateModified`, `updated_at`, `lastmod`, `last_modified_at` |
//! | section | `section`, `category`, `desk`, `articleSection` |
//! | authors | `author`, `authors`, `byline`, `creator` (a name, a list, or objects with `name`) |
//! | tags | `tags`, `keywords`, `topics` (a list, or one text parted by commas) |
//! | language | `language`, `lang`, `inLanguage` |
//! | standfirst | `standfirst`, `description`, `summary`, `subtitle`, `deck`, `excerpt`, `lead`, `abstract` |
//! | image | `image`, `image_url`, `thumbnail` (a URL, or an object with `url`) |
//! | text | `content_html`, `body_html`, `body_xhtml` (HTML), `body`, `text`, `content`, `articleBody`, `content_text`, `body_text`, `article_body`, `plaintext`, `fulltext`, `full_text`, `raw_text` (paragraphs parted by line ends, or a list of them), `html` |
//! | related | `related` |
//! | free to read, published, not before, not after | see [`crate::access`]; not free where one of them says so |
//!
//! Capitals make no difference. Of several keys for one field, the first in this table that holds something counts. **Every other key, and the
//! second name for one thing, is left out** unless [`crate::Options::fields`] names it; then it is a field of its own.
//! The keys of the text are never fields. `headline_only: true` says that the text only repeats the headline.

use std::collections::BTreeSet;

use newshound_index::article::{Article, Block};
use newshound_index::date::{Date, Precision};
use serde_json::{Map, Value};

use crate::access;
use crate::clean::{one_line, paragraphs};
use crate::markup::{self, Reading};
use crate::ninjs;
use crate::problem::ProblemKind;
use crate::sink::{Draft, Sink};

const URL: [&str; 4] = ["url", "link", "permalink", "canonical_url"];
const PUBLISHED: [&str; 7] =
    ["date", "published", "date_published", "datePublished", "published_at", "publication_date", "created_at"];
const MODIFIED: [&str; 7] =
    ["modified", "updated", "date_modified", "dateModified", "updated_at", "lastmod", "last_modified_at"];
const HTML: [&str; 3] = ["content_html", "body_html", "body_xhtml"];
/// HTML where there is nothing else; it may be a whole page.
const PAGE: [&str; 1] = ["html"];
const TEXT: [&str; 11] = [
    "body",
    "text",
    "content",
    "articleBody",
    "content_text",
    "body_text",
    "article_body",
    "plaintext",
    "fulltext",
    "full_text",
    "raw_text",
];

/// The other names.
const OTHERS: [&[&str]; 9] = [
    &["id", "guid", "uuid", "uri", "slug"],
    &["title", "headline"],
    &["section", "category", "desk", "articleSection"],
    &["author", "authors", "byline", "creator"],
    &["tags", "keywords", "topics"],
    &["language", "lang", "inLanguage"],
    &["standfirst", "description", "summary", "subtitle", "deck", "excerpt", "lead", "abstract"],
    &["image", "image_url", "thumbnail"],
    &["related", "headline_only"],
];

/// Gives keys that are written with other capitals (`Title`, as spreadsheets have it) their usual names, but for those
/// that the caller named himself.
fn in_usual_case(object: &mut Map<String, Value>, fields: &[String]) {
    let known = || {
        OTHERS
            .iter()
            .copied()
            .flatten()
            .chain(&URL)
            .chain(&PUBLISHED)
            .chain(&MODIFIED)
            .chain(&HTML)
            .chain(&PAGE)
            .chain(&TEXT)
    };
    let has_capitals = |key: &&String| key.bytes().any(|byte| byte.is_ascii_uppercase());
    let strange: Vec<String> = object
        .keys()
        .filter(has_capitals)
        .filter(|key| !fields.contains(key) && !known().any(|name| name == key))
        .cloned()
        .collect();
    for key in strange {
        if let Some(name) = known().find(|name| name.eq_ignore_ascii_case(&key))
            && !object.contains_key(*name)
            && let Some(value) = object.remove(&key)
        {
            object.insert((*name).to_owned(), value);
        }
    }
}

/// What an object says.
pub(crate) struct Said {
    pub(crate) article: Article,
    /// It has no text, and says so itself.
    pub(crate) is_headline_only: bool,
    /// Why it stays out.
    pub(crate) withheld: Option<ProblemKind>,
}

/// Reads objects of one file; remembers which unknown keys were reported.
#[derive(Default)]
pub(crate) struct Records {
    reported: BTreeSet<String>,
}

impl Records {
    /// Hands over the article that the object is, from its newsroom or an agency.
    pub(crate) fn object(
        &mut self,
        line: Option<u64>,
        stem: &str,
        mut object: Map<String, Value>,
        sink: &mut Sink<'_>,
    ) {
        in_usual_case(&mut object, &sink.options.fields);
        if ninjs::is_one(&object) {
            return self.ninjs(line, stem, object, sink);
        }
        if let Some(what) = no_article(&object) {
            return sink.problem(line, ProblemKind::NotNews { what: what.into() });
        }
        self.plain(line, stem, object, sink);
    }

    /// The same for an object of a JSON file, which may be no article at all.
    pub(crate) fn any(&mut self, line: Option<u64>, stem: &str, mut object: Map<String, Value>, sink: &mut Sink<'_>) {
        in_usual_case(&mut object, &sink.options.fields);
        if !ninjs::is_one(&object) && no_article(&object).is_none() && is_bare(&object) {
            let what = "an object without text, date and URL".into();
            return sink.problem(line, ProblemKind::NotNews { what });
        }
        self.object(line, stem, object, sink);
    }

    /// The same, for what is known to be no agency's.
    pub(crate) fn plain(&mut self, line: Option<u64>, stem: &str, object: Map<String, Value>, sink: &mut Sink<'_>) {
        let Said { mut article, is_headline_only, withheld } = self.article(line, object, sink);
        article.title = without_entities(&article.title);
        let is_headline_only = is_headline_only && article.blocks.is_empty();
        sink.draft(Draft { article, line, stem: stem.to_owned(), is_headline_only, withheld, ..Draft::default() });
    }

    /// Hands over the item of a news agency that the object is.
    pub(crate) fn ninjs(&mut self, line: Option<u64>, stem: &str, object: Map<String, Value>, sink: &mut Sink<'_>) {
        match ninjs::item(object) {
            Ok(item) => {
                let Said { mut article, withheld, .. } = self.article(line, item.object, sink);
                article.title = without_entities(&article.title);
                let is_withdrawn = item.is_withdrawn.then_some(ProblemKind::NotPublished { count: 1 });
                let (version, withheld) = (item.version, is_withdrawn.or(withheld));
                sink.draft(Draft { article, line, stem: stem.to_owned(), version, withheld, ..Draft::default() });
            }
            Err(what) => sink.problem(line, ProblemKind::NotNews { what }),
        }
    }

    /// The article that the object is.
    pub(crate) fn article(&mut self, line: Option<u64>, mut object: Map<String, Value>, sink: &mut Sink<'_>) -> Said {
        in_usual_case(&mut object, &sink.options.fields);
        let access = access::take(&mut object, line, sink);
        let mut record = Record { object, line, sink };
        let mut article = Article {
            id: record.text(&["id", "guid", "uuid", "uri", "slug"]).unwrap_or_default(),
            url: record.text(&URL).unwrap_or_default(),
            title: record.text(&["title", "headline"]).unwrap_or_default(),
            published: None,
            modified: None,
            section: record.text(&["section", "category", "desk", "articleSection"]),
            authors: record.names(&["author", "authors", "byline", "creator"]),
            tags: record.tags(&["tags", "keywords", "topics"]),
            language: record.text(&["language", "lang", "inLanguage"]),
            image: record.image(&["image", "image_url", "thumbnail"]),
            standfirst: record.text(&[
                "standfirst",
                "description",
                "summary",
                "subtitle",
                "deck",
                "excerpt",
                "lead",
                "abstract",
            ]),
            blocks: record.blocks(),
            related: record.names(&["related"]),
            is_free: access.is_free,
            fields: Vec::new(),
        };
        article.published = record.date(&PUBLISHED).or(access.since);
        article.modified = record.date(&MODIFIED);
        let says_headline_only = record.flag(&["headline_only"]).unwrap_or(false);
        if says_headline_only && repeats_title(&article) {
            article.blocks.clear();
        }
        article.fields = self.fields(record.object, line, sink);
        Said { article, is_headline_only: says_headline_only, withheld: access.withheld }
    }

    /// Those of the keys that are left that the caller names, as fields; the others are told.
    fn fields(
        &mut self,
        object: Map<String, Value>,
        line: Option<u64>,
        sink: &mut Sink<'_>,
    ) -> Vec<(String, Vec<String>)> {
        let mut fields = Vec::new();
        for (key, value) in object {
            if value.is_null() {
                continue;
            }
            if !sink.options.fields.contains(&key) {
                if self.reported.insert(key.clone()) {
                    sink.problem(line, ProblemKind::UndeclaredFields { names: vec![key] });
                }
                continue;
            }
            let values: Option<Vec<String>> = match &value {
                Value::Array(items) => items.iter().map(scalar).collect(),
                value => scalar(value).map(|text| vec![text]),
            };
            match values {
                Some(values) => fields.push((key, values)),
                None if self.reported.insert(key.clone()) => sink.problem(line, ProblemKind::UnknownKey { key }),
                None => {}
            }
        }
        fields
    }
}

/// A text, number or truth value as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The JSON type, for messages of the callers.
pub(crate) fn found(value: &Value) -> &'static str {
    type_name(value)
}

/// Whether the text is the title and nothing else.
fn repeats_title(article: &Article) -> bool {
    let title = one_line(&article.title).0;
    match article.blocks.as_slice() {
        [] => true,
        [block] => one_line(block.text()).0 == title,
        blocks => one_line(&blocks.iter().map(Block::text).collect::<Vec<_>>().join(" ")).0 == title,
    }
}

/// Whether a value could not be a field.
fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    }
}

/// One object while its known keys are taken out.
struct Record<'a, 'b> {
    object: Map<String, Value>,
    line: Option<u64>,
    sink: &'a mut Sink<'b>,
}

impl Record<'_, '_> {
    /// Takes all keys out; gives the first that is not null, with its name.
    fn take(&mut self, keys: &[&'static str]) -> Option<(&'static str, Value)> {
        let mut taken = None;
        for key in keys {
            let value = self.object.remove(*key);
            let is_empty =
                matches!(&value, None | Some(Value::Null)) || value.as_ref().and_then(Value::as_str) == Some("");
            match &taken {
                None if !is_empty => taken = value.map(|value| (*key, value)),
                // A second name for the same thing stays as a field, unless it says the same.
                Some((_, first))
                    if !is_empty && value.as_ref() != Some(first) && !value.as_ref().is_some_and(is_nested) =>
                {
                    self.object.extend(value.map(|value| ((*key).to_owned(), value)));
                }
                _ => {}
            }
        }
        taken
    }

    fn wrong(&mut self, key: &str, expected: &'static str, value: &Value) {
        let kind = ProblemKind::WrongType { key: key.to_owned(), expected, found: type_name(value) };
        self.sink.problem(self.line, kind);
    }

    fn text(&mut self, keys: &[&'static str]) -> Option<String> {
        let (key, value) = self.take(keys)?;
        let text = match &value {
            Value::Bool(_) => None,
            // A list of one is meant as that one; of more, the first is the main one.
            Value::Array(items) => match items.as_slice() {
                [first, ..] => first.as_str().map(str::to_owned),
                [] => return None,
            },
            Value::Object(map) => map.get("name").and_then(scalar),
            value => scalar(value),
        };
        if text.is_none() {
            self.wrong(key, "a text", &value);
        }
        text
    }

    fn names(&mut self, keys: &[&'static str]) -> Vec<String> {
        let Some((key, value)) = self.take(keys) else { return Vec::new() };
        self.list(key, value)
    }

    fn list(&mut self, key: &str, value: Value) -> Vec<String> {
        let items = match value {
            Value::Array(items) => items,
            value => vec![value],
        };
        let mut names = Vec::new();
        for item in items {
            let name = match &item {
                Value::Object(map) => {
                    let named = ["name", "title", "headline"].iter().find_map(|name| map.get(*name)).and_then(scalar);
                    named.or_else(|| link_text(map))
                }
                Value::Null => continue,
                Value::Bool(_) => None,
                item => scalar(item),
            };
            match name {
                Some(name) => names.push(name),
                None => self.wrong(key, "a text or a list of texts", &item),
            }
        }
        names
    }

    fn tags(&mut self, keys: &[&'static str]) -> Vec<String> {
        match self.take(keys) {
            None => Vec::new(),
            Some((_, Value::String(text))) => text.split([',', ';']).map(|tag| tag.trim().to_owned()).collect(),
            Some((key, value)) => self.list(key, value),
        }
    }

    fn image(&mut self, keys: &[&'static str]) -> Option<String> {
        let (key, value) = self.take(keys)?;
        let first = match &value {
            Value::Array(items) => items.first()?,
            value => value,
        };
        let url = match first {
            Value::Object(map) => ["url", "href", "src", "contentUrl"].iter().find_map(|name| map.get(*name)),
            value => Some(value),
        };
        let url = url.and_then(Value::as_str).map(str::to_owned);
        if url.is_none() {
            self.wrong(key, "a URL", &value);
        }
        url
    }

    fn date(&mut self, keys: &[&'static str]) -> Option<Date> {
        let (key, value) = self.take(keys)?;
        match &value {
            Value::String(text) => self.sink.date(self.line, key, text),
            Value::Number(number) => date_of_number(number.as_i64()?),
            value => {
                self.wrong(key, "a date as text", value);
                None
            }
        }
    }

    fn flag(&mut self, keys: &[&'static str]) -> Option<bool> {
        let (key, value) = self.take(keys)?;
        let flag = access::truth(&value);
        if flag.is_none() {
            self.wrong(key, "true or false", &value);
        }
        flag
    }

    /// The text: what is told as HTML is read as HTML, everything else as plain text.
    fn blocks(&mut self) -> Vec<Block> {
        let html = self.take(&HTML);
        let plain = self.paragraphs(&TEXT);
        let html = html.or_else(|| if plain.is_empty() { self.take(&PAGE) } else { None });
        // The text under a second name is text all the same, and no field.
        for key in HTML.iter().chain(&TEXT).chain(&PAGE) {
            self.object.remove(*key);
        }
        match html {
            Some((_, Value::String(html))) => markup::blocks(&html, Reading::default()),
            Some((key, value)) => {
                self.wrong(key, "a text of HTML", &value);
                plain
            }
            None => plain,
        }
    }

    fn paragraphs(&mut self, keys: &[&'static str]) -> Vec<Block> {
        let Some((key, value)) = self.take(keys) else { return Vec::new() };
        let texts = match value {
            Value::String(text) => vec![text],
            Value::Array(_) => self.list(key, value),
            value => {
                self.wrong(key, "a text or a list of paragraphs", &value);
                return Vec::new();
            }
        };
        texts.iter().flat_map(|text| paragraphs(text)).flatten().map(Block::Paragraph).collect()
    }
}

/// Seconds or milliseconds since 1970, as programs write them; a small number is a year.
pub(crate) fn date_of_number(number: i64) -> Option<Date> {
    let seconds = match number {
        1500..=2200 => {
            return Date::new((i32::try_from(number).ok()?, 1, 1), (0, 0, 0), Precision::Year, None);
        }
        100_000_000_000.. => number / 1000,
        _ => number,
    };
    Date::from_local_seconds(seconds, Precision::Second, Some(0))
}

/// A text that has entities was HTML once; its tags, if it has any, are meant.
fn without_entities(text: &str) -> String {
    let is_entity = |rest: &str| {
        rest.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            (2..=10).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    if !text.split('&').skip(1).any(is_entity) {
        return text.to_owned();
    }
    markup::line(&text.replace('<', "&lt;"))
}

/// Whether an object has neither text nor date nor URL, as settings and lists of people have none.
fn is_bare(object: &Map<String, Value>) -> bool {
    let keys = URL.iter().chain(&PUBLISHED).chain(&MODIFIED).chain(&HTML).chain(&TEXT).chain(&PAGE);
    !object.keys().any(|key| access::is_key(key))
        && keys.filter_map(|key| object.get(*key)).all(|value| value.is_null() || value.as_str() == Some(""))
}

/// What lies beside articles and has a title too.
fn no_article(object: &Map<String, Value>) -> Option<&'static str> {
    let schema = object.get("$schema").and_then(Value::as_str);
    match () {
        () if schema.is_some_and(|schema| schema.contains("json-schema.org")) => Some("a JSON schema"),
        () if object.contains_key("uri") && object.contains_key("eventDetails") => Some("an event"),
        () => None,
    }
}

/// The text of a link, where one is written as `Title: address`.
fn link_text(map: &Map<String, Value>) -> Option<String> {
    let mut pairs = map.iter();
    let (text, address) = pairs.next()?;
    let is_address = address.as_str().is_some_and(|address| address.starts_with('/') || address.contains("://"));
    (pairs.next().is_none() && is_address).then(|| text.clone())
}
