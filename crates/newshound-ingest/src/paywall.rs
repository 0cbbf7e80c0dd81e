//! [`Paywall`]: what a page says of who may read it, in JSON-LD.
//!
//! `isAccessibleForFree` counts on the article, on the page (`WebPage` and its kin) and on works without a type of
//! their own, wherever the graph has them. Below `hasPart` it is about a part: what its `cssSelector` fits is left out
//! of the text. **Where a part cannot be told from the rest, nothing of the page is free.** JSON-LD that does not parse
//! says that a page is not free if it speaks of it in any other way than `true`. Keys count in any case, and with the
//! name of their vocabulary (`schema:isAccessibleForFree`). A work with `expires` in the past, or whose
//! `creativeWorkStatus` says that it is a draft, stays out.

use serde_json::{Map, Value};

use crate::access::{is_published, truth};

/// What all JSON-LD of a page says of who may read it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Paywall {
    /// The page, or its article, is not free.
    pub(crate) is_closed: bool,
    /// Selectors of the parts that are not free; `None` for one without.
    pub(crate) parts: Vec<Option<String>>,
    /// When the page, or its article, ends.
    pub(crate) expires: Vec<String>,
    /// A status says that it is not published.
    pub(crate) is_unpublished: bool,
}

const KEY: &str = "isAccessibleForFree";

impl Paywall {
    /// Reads one block of JSON-LD.
    pub(crate) fn read(&mut self, value: &Value) {
        // serde_json bounds the depth of what it reads, so this may recurse.
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.read(item)),
            Value::Object(object) => {
                if all(object, "@type").all(is_work) {
                    self.is_closed |= all(object, KEY).any(is_closed);
                    self.expires.extend(all(object, "expires").flat_map(texts));
                    self.is_unpublished |=
                        all(object, "creativeWorkStatus").any(|says| is_published(says) == Some(false));
                }
                all(object, "hasPart").for_each(|parts| self.parts(parts));
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    all(object, key).for_each(|inner| self.read(inner));
                }
            }
            _ => {}
        }
    }

    /// Notes that what a selector fits is not free.
    pub(crate) fn part(&mut self, selector: &str) {
        if !self.parts.iter().any(|part| part.as_deref() == Some(selector)) {
            self.parts.push(Some(selector.to_owned()));
        }
    }

    fn parts(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.parts(item)),
            Value::Object(object) if all(object, KEY).any(is_closed) => match all(object, "cssSelector").next() {
                Some(Value::Array(selectors)) if !selectors.is_empty() => {
                    self.parts.extend(selectors.iter().map(|selector| selector.as_str().map(str::to_owned)));
                }
                selector => self.parts.push(selector.and_then(Value::as_str).map(str::to_owned)),
            },
            _ => {}
        }
    }

    /// Reads a block that does not parse; says whether it makes the page not free.
    pub(crate) fn read_broken(&mut self, json: &str) -> bool {
        let lower = json.to_ascii_lowercase();
        let key = KEY.to_ascii_lowercase();
        let is_closed = lower.match_indices(&key).any(|(at, _)| {
            let rest = lower.get(at + key.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches(|char: char| !char.is_ascii_alphanumeric());
            let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && !":/.".contains(char));
            let bare = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            truth(&Value::String(bare.to_owned())) != Some(true)
        });
        self.is_closed |= is_closed;
        is_closed
    }
}

/// The values of a key, in any case and vocabulary.
fn all<'a>(object: &'a Map<String, Value>, name: &'a str) -> impl Iterator<Item = &'a Value> {
    let is_it = move |key: &str| key.rsplit(['/', ':', '#']).next().unwrap_or(key).eq_ignore_ascii_case(name);
    object.iter().filter(move |(key, _)| is_it(key)).map(|(_, value)| value)
}

/// The texts of a value that may be a list, or an object with `@value`.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(object) => object.get("@value").map(texts).unwrap_or_default(),
        Value::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// What is there and says anything but yes.
fn is_closed(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(object) if object.contains_key("@value") => object.get("@value").is_some_and(is_closed),
        Value::Array(items) => items.iter().any(is_closed),
        value => truth(value) != Some(true),
    }
}

/// Whether a type is one of articles, of pages, or says nothing.
fn is_work(kind: &Value) -> bool {
    let is_one = |kind: &str| {
        let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
        ["Article", "Posting", "Page", "Report", "Review"].iter().any(|end| kind.ends_with(end))
            || matches!(kind, "CreativeWork" | "Thing" | "Recipe" | "HowTo" | "Book" | "Chapter" | "WebContent")
    };
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| kind.as_str().is_some_and(is_one)),
        kind => kind.as_str().is_none_or(is_one),
    }
}

/// Whether JSON-LD says that its page lists others: `CollectionPage` and its kin.
pub(crate) fn is_list(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(is_list),
        Value::Object(object) => {
            let is_one = |kind: &Value| {
                kind.as_str()
                    .is_some_and(|kind| matches!(kind, "CollectionPage" | "SearchResultsPage" | "ProfilePage" | "Blog"))
            };
            let is_one = match object.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is_one),
                Some(kind) => is_one(kind),
                None => false,
            };
            is_one || object.get("@graph").is_some_and(is_list)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_ld_says() {
        let check = |json: &str, is_closed: bool, parts: &[Option<&str>]| {
            let mut paywall = Paywall::default();
            paywall.read(&serde_json::from_str(json).expect("it is sound"));
            let parts = parts.iter().map(|part| part.map(str::to_owned)).collect();
            assert_eq!(paywall, Paywall { is_closed, parts, ..Paywall::default() }, "{json}");
        };
        check(r#"{"@type": "NewsArticle", "isAccessibleForFree": true}"#, false, &[]);
        check(r#"{"@type": "NewsArticle", "isAccessibleForFree": null}"#, false, &[]);
        check(r#"{"@type": "NewsArticle", "isAccessibleForFree": "False"}"#, true, &[]);
        check(r#"{"@type": "NewsArticle", "isAccessibleForFree": "with a trial"}"#, true, &[]);
        check(r#"[{"@type": ["WebPage", "x"], "isAccessibleForFree": false}]"#, true, &[]);
        check(
            r#"{"@graph": [{"@type": "NewsArticle"}, {"@type": "WebPage", "isAccessibleForFree": false}]}"#,
            true,
            &[],
        );
        check(r#"{"@graph": [{"@type": "Museum", "isAccessibleForFree": false}]}"#, false, &[]);
        check(r#"{"@type": "Recipe", "isAccessibleForFree": false}"#, true, &[]);
        for key in ["schema:isAccessibleForFree", "https://schema.org/isAccessibleForFree", "isaccessibleforfree"] {
            check(&format!(r#"{{"@type": "NewsArticle", "{key}": false}}"#), true, &[]);
            check(&format!(r#"{{"schema:@graph": [{{"{key}": {{"@value": "False"}}}}]}}"#), true, &[]);
        }
        check(r#"{"isAccessibleForFree": {"@value": true}}"#, false, &[]);
        check(r#"{"mentions": {"@type": "NewsArticle", "isAccessibleForFree": false}}"#, false, &[]);
        check(
            r#"{"hasPart": [{"isAccessibleForFree": false, "cssSelector": ".a"}, {"isAccessibleForFree": "False", "cssSelector": [".b", ".c"]}, {"isAccessibleForFree": true, "cssSelector": ".d"}]}"#,
            false,
            &[Some(".a"), Some(".b"), Some(".c")],
        );
        check(r#"{"hasPart": {"isAccessibleForFree": false, "xpath": "/p"}}"#, false, &[None]);
    }

    #[test]
    fn what_broken_json_ld_says() {
        let check = |json: &str, expect: bool| assert_eq!(Paywall::default().read_broken(json), expect, "{json}");
        check(r#"{"headline": "A "big" bridge"}"#, false);
        check(r#"{"isAccessibleForFree": true,}"#, false);
        check(r#"{"isAccessibleForFree":"http://schema.org/True" "x": 1}"#, false);
        check(r#"{"isAccessibleForFree":"http://schema.org/False" "x": 1}"#, true);
        check(r#"{"isAccessibleForFree": "x": true}"#, true);
        check(r#"{"isAccessibleForFree": false,}"#, true);
        check("{'isaccessibleforfree': 'False'}", true);
        check(r#"{&quot;isAccessibleForFree&quot;:&quot;False&quot;}"#, true);
        check(r#"{"isAccessibleForFree"#, true);
        check(r#"{"isAccessibleForFree": true, "hasPart": {"isAccessibleForFree": false,}}"#, true);
    }
}
