//! [`Paywall`]: what a page says of who may read it, in JSON-LD.
//!
//! `isAccessibleForFree` counts on the article, on the page (`WebPage` and its kin) and on works without a type of
//! their own, wherever the graph has them. Below `hasPart` it is about a part: what its `cssSelector` fits is left out
//! of the text. **Where a part cannot be told from the rest, nothing of the page is free.** JSON-LD that does not parse
//! says that a page is not free if it speaks of it in any other way than `true`.

use serde_json::Value;

use crate::access::truth;

/// What all JSON-LD of a page says of who may read it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Paywall {
    /// The page, or its article, is not free.
    pub(crate) is_closed: bool,
    /// Selectors of the parts that are not free; `None` for one without.
    pub(crate) parts: Vec<Option<String>>,
}

const KEY: &str = "isAccessibleForFree";

impl Paywall {
    /// Reads one block of JSON-LD.
    pub(crate) fn read(&mut self, value: &Value) {
        // serde_json bounds the depth of what it reads, so this may recurse.
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.read(item)),
            Value::Object(object) => {
                if object.get("@type").is_none_or(is_work) {
                    self.is_closed |= object.get(KEY).is_some_and(is_closed);
                }
                if let Some(parts) = object.get("hasPart") {
                    self.parts(parts);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = object.get(key) {
                        self.read(inner);
                    }
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
            Value::Object(object) if object.get(KEY).is_some_and(is_closed) => match object.get("cssSelector") {
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

/// What is there and says anything but yes.
fn is_closed(value: &Value) -> bool {
    match value {
        Value::Null => false,
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
            assert_eq!(paywall, Paywall { is_closed, parts }, "{json}");
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
