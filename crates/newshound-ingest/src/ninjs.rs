//! IPTC ninjs, versions 1 to 3, as objects with the keys of [`crate::record`].
//!
//! | field | ninjs 1 | ninjs 2 and 3 |
//! |---|---|---|
//! | id | `uri`, else `guid` | `uri` |
//! | title | `headline`, else `title` | `headlines` (role `main`, else the first), else `title` |
//! | text | `body_xhtml`, `body_html`, any other `body_...` | `bodies`: HTML, else plain text |
//! | standfirst | `description_text`, any other `description_...` | `descriptions` |
//! | published, modified | `firstcreated` (else `versioncreated`), `versioncreated` | the same, `firstCreated` in version 3 |
//! | authors | `byline`, else `authors` | `by`, else `byline` |
//! | tags | names of `subject`, and `keywords` | names of `subjects` |
//! | section | name of the first `service` or `section` | the same |
//! | image | the first picture of `associations` | the same |
//!
//! Names of people, places, organisations and events are the fields `person`, `place`, `organisation`, `event`, for who
//! names them in [`crate::Options::fields`]. What [`crate::access`] knows (`embargoed`) counts as in any record.

use serde_json::{Map, Value};

use crate::access;

/// An item, with what its publisher says about the item itself.
pub(crate) struct Item {
    /// The article, with the keys of [`crate::record`].
    pub(crate) object: Map<String, Value>,
    pub(crate) version: u64,
    pub(crate) is_withdrawn: bool,
}

/// Keys that only ninjs has, in any of its versions.
const OWN_KEYS: [&str; 8] = [
    "versioncreated",
    "versionCreated",
    "pubstatus",
    "pubStatus",
    "body_xhtml",
    "bodies",
    "headlines",
    "description_text",
];

/// Whether an object is an item of ninjs.
pub(crate) fn is_one(object: &Map<String, Value>) -> bool {
    let says_so = || object.get("$standard")?.get("name")?.as_str().map(|name| name.eq_ignore_ascii_case("ninjs"));
    (object.contains_key("uri") || object.contains_key("guid"))
        && (OWN_KEYS.iter().any(|key| object.contains_key(*key)) || says_so() == Some(true))
}

/// Whether the start of a JSON file looks like ninjs.
pub(crate) fn starts_one(head: &[u8]) -> bool {
    let has = |key: &str| head.windows(key.len() + 2).any(|window| is_quoted(window, key));
    (has("uri") || has("guid")) && (OWN_KEYS.iter().any(|key| has(key)) || has("$standard") && has("ninjs"))
}

fn is_quoted(window: &[u8], key: &str) -> bool {
    window.first() == Some(&b'"') && window.last() == Some(&b'"') && window.get(1..=key.len()) == Some(key.as_bytes())
}

/// The item as a plain record; an error tells what it is instead of a text.
pub(crate) fn item(mut from: Map<String, Value>) -> Result<Item, String> {
    let text = |from: &Map<String, Value>, keys: &[&str]| {
        let texts = keys.iter().filter_map(|key| from.get(*key)).filter_map(Value::as_str);
        texts.map(str::to_owned).find(|text| !text.trim().is_empty())
    };
    let kind = text(&from, &["type"]).unwrap_or_else(|| "text".into());
    if matches!(kind.as_str(), "picture" | "audio" | "video" | "graphic" | "event" | "planning" | "component") {
        return Err(kind);
    }
    let mut to = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            to.insert(key.to_owned(), value);
        }
    };
    let string = |text: Option<String>| text.map(Value::String);
    put("id", string(text(&from, &["uri", "guid"])));
    put("url", string(text(&from, &["url", "link", "canonical_url"])));
    let title = text(&from, &["headline"]).or_else(|| choose(from.get("headlines"), &["main"]));
    put("title", string(title.or_else(|| text(&from, &["title", "slugline"]))));
    let html = text(&from, &["body_xhtml", "body_html"]).or_else(|| body(from.get("bodies"), true));
    let plain = text(&from, &["body_text"]).or_else(|| body(from.get("bodies"), false));
    // Any other `body_...` may hold markup or none; HTML reads both.
    let other = || from.iter().find(|(key, value)| key.starts_with("body_") && value.is_string());
    match (html, plain) {
        (Some(html), _) => put("content_html", Some(Value::String(html))),
        (None, Some(plain)) => put("body", Some(Value::String(plain))),
        (None, None) => put("content_html", other().map(|(_, value)| value.clone())),
    }
    let standfirst = text(&from, &["description_text", "description_html", "description_xhtml"])
        .or_else(|| choose(from.get("descriptions"), &["summary", "main"]));
    put("standfirst", string(standfirst.map(|text| crate::markup::line(&text))));
    let version = text(&from, &["versioncreated", "versionCreated"]);
    let first = text(&from, &["firstcreated", "firstCreated", "contentcreated", "contentCreated"]);
    put("modified", string(version.clone().filter(|version| first.as_ref().is_some_and(|first| first != version))));
    put("date", string(first.or(version)));
    let byline = text(&from, &["by", "byline"]).map(|text| vec![byline(&text)]);
    let authors = byline.unwrap_or_else(|| names(from.get("authors")));
    put("author", Some(authors.into_iter().collect()));
    let mut tags = names(from.get("subject"));
    for tag in names(from.get("subjects")).into_iter().chain(names(from.get("keywords"))) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    put("tags", Some(tags.into_iter().collect()));
    let section = ["service", "section", "sections"].iter().find_map(|key| names(from.get(*key)).into_iter().next());
    put("section", string(section.or_else(|| text(&from, &["section"]))));
    put("language", string(text(&from, &["language"])));
    put("image", string(from.get("associations").and_then(picture)));
    for (key, others) in
        [("person", "people"), ("place", "places"), ("organisation", "organisations"), ("event", "events")]
    {
        let found = [key, others].iter().flat_map(|key| names(from.get(*key))).collect::<Vec<_>>();
        put(key, (!found.is_empty()).then(|| found.into_iter().collect()));
    }
    // `expires` is when it is of no interest to editors any more.
    for (key, value) in from.iter().filter(|(key, _)| access::is_key(key) && *key != "expires") {
        put(key, Some(value.clone()));
    }
    let version = match from.remove("version") {
        Some(Value::String(text)) => text.parse().unwrap_or(0),
        Some(value) => value.as_u64().unwrap_or(0),
        None => 0,
    };
    let status = text(&from, &["pubstatus", "pubStatus"]).unwrap_or_default();
    let is_withdrawn = access::is_published_word(&status) == Some(false);
    Ok(Item { object: to, version, is_withdrawn })
}

/// `By Ana Ruiz` is Ana Ruiz.
pub(crate) fn byline(text: &str) -> String {
    let text = crate::markup::line(text);
    let bare = ["By ", "BY ", "by "].iter().find_map(|by| text.strip_prefix(by));
    bare.unwrap_or(&text).trim().to_owned()
}

/// The value with one of the wanted roles, else the first.
fn choose(list: Option<&Value>, roles: &[&str]) -> Option<String> {
    let items: Vec<&Value> = list?.as_array()?.iter().filter(|item| value_of(item).is_some()).collect();
    let has_role = |item: &&&Value| item.get("role").and_then(Value::as_str).is_some_and(|role| roles.contains(&role));
    items.iter().find(has_role).or(items.first()).and_then(|item| value_of(item)).map(str::to_owned)
}

fn value_of(item: &Value) -> Option<&str> {
    item.get("value").and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// The first body that is HTML, or that is not.
fn body(list: Option<&Value>, wants_html: bool) -> Option<String> {
    let says_html = |item: &&Value| {
        let told = ["contenttype", "contentType", "role"].iter().filter_map(|key| item.get(*key)?.as_str());
        let told = told.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        told.contains("html") || told.contains("xml") || told.contains("nitf")
    };
    let mut items = list?.as_array()?.iter().filter(|item| value_of(item).is_some());
    items.find(|item| says_html(item) == wants_html).and_then(value_of).map(str::to_owned)
}

/// The names in a list of texts or of objects with `name`; what has only a code has no name.
fn names(list: Option<&Value>) -> Vec<String> {
    let items = match list {
        Some(Value::Array(items)) => items.as_slice(),
        _ => &[],
    };
    let name = |item: &Value| item.as_str().or_else(|| item.get("name")?.as_str()).map(str::to_owned);
    items.iter().filter_map(name).filter(|name| !name.trim().is_empty()).collect()
}

/// The address of the first picture: in version 1 a map of items with a map of renditions, later lists of both.
fn picture(associations: &Value) -> Option<String> {
    values(associations).into_iter().find_map(|item| {
        let is_picture = item.get("type").and_then(Value::as_str).is_none_or(|kind| kind == "picture");
        let renditions = item.get("renditions").filter(|_| is_picture)?;
        values(renditions).into_iter().find_map(|rendition| rendition.get("href")?.as_str().map(str::to_owned))
    })
}

fn values(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::battery;
    use crate::format::Format;

    #[test]
    fn passes_the_battery() {
        let good = br#"{
  "uri": "https://agency.example/items/1", "url": "/a/1", "type": "text", "versioncreated": "2024-05-04T09:05:00Z",
  "headline": "Bridge opens", "byline": "By Ana Ruiz", "body_xhtml": "<p>It opened.</p><p>At last.</p>"
}"#;
        battery::run(Format::Ninjs, "item.json", good);
        let good = br#"[{
  "uri": "https://agency.example/items/1", "url": "/a/1", "type": "text", "versionCreated": "2024-05-04T09:05:00Z",
  "headlines": [{"role": "main", "value": "Bridge opens"}], "bodies": [{"contentType": "text/plain", "value": "It."}]
}]"#;
        battery::run(Format::Ninjs, "items.json", good);
    }
}
