//! `newshound schema`: the JSON Schema of `newshound.toml`, for editors.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Every setting: its name, what it may be, and what it means. Those with a point in their name stand in a table.
const SETTINGS: &[(&str, Kind, &str)] = &[
    ("inputs", Kind::Texts, "Files, folders or patterns such as site/**/*.md to read, as seen from this file."),
    ("out", Kind::Text, "The folder to write. It is replaced as a whole."),
    ("format", Kind::Text, "Read every file as this, whatever it looks like."),
    ("base-url", Kind::Text, "Put before URLs that begin with /, as in https://paper.example."),
    ("url-template", Kind::Text, "The URL of an article that has none; {id} is its id."),
    ("language", Kind::Text, "The language of articles that name none, as in pt-BR."),
    ("time-zone", Kind::Text, "The site's time zone, as in Europe/Lisbon: what day it is for `yesterday`."),
    ("day-order", Kind::One(&["day-first", "month-first"]), "What 03/04/2016 means."),
    ("ignore-noindex", Kind::Bool, "Read pages, too, that ask robots not to index them."),
    ("post-types", Kind::Texts, "Of a WordPress export, the types of items to read. Default: post, page."),
    ("max-file-size", Kind::Size, "The largest file that is read whole, unpacked, as in 1 GB. Default: 268 MB."),
    (
        "text",
        Kind::One(&["full", "apart", "standfirst"]),
        "How much of the articles' text is published; full for pages and feeds if it is not set, else standfirst.",
    ),
    ("embed-budget", Kind::Size, "The largest index that goes into the engine's module, as in 1 MB."),
    ("size-budget", Kind::Size, "What readers may have to download before the first answer, as in 800 kB."),
    ("half-life", Kind::Number, "Days after which the bonus of a new article has halved, 0 for no bonus."),
    ("strict", Kind::Bool, "Fail if there is any problem that is more than a note."),
    (
        "synonyms",
        Kind::Texts,
        "Words that mean the same, as in US = United States; one way, as in feds => Federal Reserve.",
    ),
    ("pins", Kind::Pins, "Articles, by id or URL, that stand first when a reader types just these words."),
    ("boost.sections", Kind::Factors, "What scores are multiplied by in a section, from 0.1 to 10."),
    ("weights.title", Kind::Weight, "What a word counts in a headline. Default: 2."),
    ("weights.standfirst", Kind::Weight, "What a word counts in a standfirst. Default: 1."),
    ("weights.subheadings", Kind::Weight, "What a word counts in a subheading. Default: 0.8."),
    ("weights.body", Kind::Weight, "What a word counts in a text of average length. Default: 1."),
    (
        "fields.facets",
        Kind::Texts,
        "Further fields of articles that hits tell and that can be counted and filtered by.",
    ),
    (
        "fields.stored",
        Kind::Texts,
        "Further fields of articles that hits tell. What neither list names is not published.",
    ),
    ("exclude.urls", Kind::Texts, "Leave out articles with such a URL; * is anything, as in /obituaries/*."),
    ("exclude.paths", Kind::Texts, "Do not read these files and folders below the inputs."),
    ("exclude.sections", Kind::Texts, "Leave out these sections."),
    ("exclude.selectors", Kind::Texts, "Leave this out of web pages: CSS selectors, as in aside.related."),
];

/// What a setting may be.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Texts,
    Bool,
    /// From 0.
    Number,
    /// Bytes, or a text with a unit.
    Size,
    One(&'static [&'static str]),
    /// From 0 to 100.
    Weight,
    /// A number from 0.1 to 10 for each name.
    Factors,
    /// Queries with their articles.
    Pins,
}

impl Kind {
    fn schema(self, description: &str) -> Value {
        match self {
            Kind::Text => json!({ "type": "string", "description": description }),
            Kind::Texts => {
                json!({ "type": "array", "items": { "type": "string" }, "description": description })
            }
            Kind::Bool => json!({ "type": "boolean", "description": description }),
            Kind::Number => json!({ "type": "integer", "minimum": 0, "description": description }),
            Kind::Size => json!({
                "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9.]+ *([kKmMgG]?[bB]?)$",
                "description": description,
            }),
            Kind::One(values) => json!({ "enum": values, "description": description }),
            Kind::Weight => json!({ "type": "number", "minimum": 0, "maximum": 100, "description": description }),
            Kind::Factors => json!({
                "type": "object",
                "additionalProperties": { "type": "number", "minimum": 0.1, "maximum": 10 },
                "description": description,
            }),
            Kind::Pins => json!({
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["query", "articles"],
                    "properties": {
                        "query": { "type": "string" },
                        "articles": { "type": "array", "items": { "type": "string" } },
                    },
                },
                "description": description,
            }),
        }
    }
}

fn object(settings: Map<String, Value>) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": settings })
}

/// The schema.
pub(crate) fn text() -> String {
    let mut top = Map::new();
    let mut tables: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (name, kind, description) in SETTINGS {
        match name.split_once('.') {
            Some((table, inner)) => tables.entry(table).or_default().insert(inner.to_owned(), kind.schema(description)),
            None => top.insert((*name).to_owned(), kind.schema(description)),
        };
    }
    top.extend(tables.into_iter().map(|(name, settings)| (name.to_owned(), object(settings))));
    let mut schema = object(top);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "newshound.toml".into();
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn it_names_what_the_file_may_say() {
        let example = |kind: Kind| match kind {
            Kind::Text => "'en'".to_owned(),
            Kind::Texts => "['a']".to_owned(),
            Kind::Bool => "true".to_owned(),
            Kind::Number => "1".to_owned(),
            Kind::Size => "'2 MB'".to_owned(),
            Kind::One(values) => format!("'{}'", values[0]),
            Kind::Weight => "1.5".to_owned(),
            Kind::Factors => "{ News = 1.5 }".to_owned(),
            Kind::Pins => "[{ query = 'a', articles = ['b'] }]".to_owned(),
        };
        for (name, kind, _) in SETTINGS {
            let line = match *name {
                "synonyms" => "synonyms = ['a = b']".to_owned(),
                name => format!("{name} = {}", example(*kind)),
            };
            assert!(Config::parse(&line).is_ok(), "{line}");
        }
        // A wrong name makes the parser list the right ones.
        let tables = ["boost", "weights", "fields", "exclude"];
        for (prefix, known) in [("", 22), ("exclude.", 4), ("weights.", 4), ("boost.", 1), ("fields.", 2)] {
            let error = Config::parse(&format!("{prefix}nothing = 1")).expect_err("there is no such setting");
            let list = error.split("expected ").nth(1).expect("it lists them").trim().replace("one of ", "");
            let names: Vec<&str> = list.split(&[',', ' ', '`'][..]).filter(|name| !["", "or"].contains(name)).collect();
            assert_eq!(names.len(), known, "{error}");
            for name in names.into_iter().filter(|name| !tables.contains(name)) {
                assert!(SETTINGS.iter().any(|(own, ..)| *own == format!("{prefix}{name}")), "{prefix}{name}");
            }
        }
    }
}
