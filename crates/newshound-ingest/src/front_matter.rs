//! Front matter: what stands above a text, between fences, in YAML (`---`), TOML (`+++`) or JSON (`{`).

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::problem::excerpt;

/// The time that YAML takes grows with the square of its open brackets.
const MAX_BRACKETS: usize = 10_000;

/// Front matter is a few lines; parsed, it takes up to a hundred times its size.
const MAX_FRONT: usize = 1 << 20;

/// What is wrong with front matter that does not end, with its line.
pub(crate) fn without_end(text: &str, skipped: u64) -> (u64, String) {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>().next();
    match values {
        Some(Err(error)) if text.starts_with('{') => {
            (error.line() as u64 + skipped, without_places(&error.to_string()))
        }
        _ if text.starts_with([';', '"']) => {
            (1 + skipped, "`;;;` is not read; put JSON between `---json` and `---`".into())
        }
        _ => (1 + skipped, "no line closes it".into()),
    }
}

/// Whether a text begins as front matter does, whole or broken: with a fence and a key, or with an object.
pub(crate) fn is_front(text: &str) -> bool {
    let Some(first) = text.lines().next() else { return false };
    if let Some(rest) = text.strip_prefix('{') {
        return rest.trim_start().starts_with(['"', '\'']);
    }
    let is_fence = |fence: &str| {
        let Some(name) = first.strip_prefix(fence).map(str::trim) else { return false };
        if !name.is_empty() {
            // Some name the language: `---toml`.
            return name.chars().all(char::is_alphanumeric);
        }
        let mut lines = text.lines().skip(1).skip_while(|line| line.starts_with('#'));
        let is_key = |key: &str| !key.is_empty() && !key.contains(char::is_whitespace);
        let quoted =
            |key: &str| key.len() > 1 && ['"', '\''].iter().any(|mark| key.starts_with(*mark) && key.ends_with(*mark));
        // Right below the fence a key may have blanks; further down it would be a sentence.
        let directly = lines.clone().next().and_then(|line| line.split_once([':', '='])).is_some_and(|(key, rest)| {
            rest.is_empty() || rest.starts_with([' ', '\t']) && (1..=4).contains(&key.split_whitespace().count())
        });
        let next = lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        let key = next.and_then(|line| line.split_once([':', '='])).map(|(key, _)| key.trim());
        directly || key.is_some_and(|key| is_key(key) || quoted(key))
    };
    // Hexo has JSON above, or between, lines of three semicolons.
    let is_hexo =
        || text.starts_with(";;;") || text.starts_with('"') && text.lines().take(100).any(|line| line == ";;;");
    is_fence("---") || is_fence("+++") || is_hexo()
}

/// The front matter as it stands in the file.
pub(crate) enum Front<'a> {
    None,
    Yaml(&'a str),
    Toml(&'a str),
    Json(&'a str),
    /// JSON between fences, from the second line on.
    FencedJson(&'a str),
    /// In a language that is not read: a program, say.
    Foreign(&'a str),
}

/// Parts front matter and text; the number is the line where the text starts.
pub(crate) fn split(text: &str) -> (Front<'_>, &str, u64) {
    let lines = |front: &str| front.lines().count() as u64;
    for fence in ["---", "+++"] {
        let Some(rest) = text.strip_prefix(fence) else { continue };
        let Some((name, rest)) = rest.split_once('\n') else { continue };
        let name = name.trim();
        if !name.chars().all(char::is_alphanumeric) {
            continue;
        }
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
                let front = rest.get(..at).unwrap_or_default();
                let body = rest.get(at + line.len()..).unwrap_or_default();
                let front_matter = match name.to_ascii_lowercase().as_str() {
                    "" if fence == "---" => Front::Yaml(front),
                    "yaml" | "yml" => Front::Yaml(front),
                    "" | "toml" => Front::Toml(front),
                    "json" => Front::FencedJson(front),
                    _ => Front::Foreign(name),
                };
                return (front_matter, body, lines(front) + 3);
            }
            at += line.len();
        }
    }
    if text.starts_with('{') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
        if let Some(Ok(_)) = values.next() {
            let at = values.byte_offset();
            let front = text.get(..at).unwrap_or_default();
            return (Front::Json(front), text.get(at..).unwrap_or_default(), lines(front));
        }
    }
    (Front::None, text, 1)
}

/// The front matter as an object; an error comes with its line in the file.
pub(crate) fn parse(front: Front<'_>) -> Result<Map<String, Value>, (u64, String)> {
    match front {
        Front::None => Ok(Map::new()),
        Front::Json(text) | Front::FencedJson(text) | Front::Toml(text) | Front::Yaml(text)
            if text.len() > MAX_FRONT =>
        {
            Err((2, format!("longer than {MAX_FRONT} bytes")))
        }
        Front::Foreign(name) => Err((1, format!("`{}` is not read, only YAML, TOML and JSON are", excerpt(name)))),
        Front::FencedJson(text) => {
            serde_json::from_str(text).map_err(|error| (error.line() as u64 + 1, without_places(&error.to_string())))
        }
        Front::Json(text) => serde_json::from_str(text).map_err(|error| (error.line() as u64, error.to_string())),
        Front::Toml(text) => {
            let table: toml::Table = toml::from_str(text).map_err(|error| {
                let start = error.span().map_or(0, |span| span.start);
                (2 + text.bytes().take(start).filter(|byte| *byte == b'\n').count() as u64, error.message().to_owned())
            })?;
            Ok(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
        Front::Yaml(text) if text.bytes().filter(|byte| b"[{".contains(byte)).count() > MAX_BRACKETS => {
            Err((2, format!("more than {MAX_BRACKETS} opening brackets")))
        }
        Front::Yaml(text) => {
            let pairs: Option<Pairs> = serde_norway::from_str(text).map_err(|error| {
                (error.location().map_or(2, |location| location.line() as u64 + 1), without_places(&error.to_string()))
            })?;
            Ok(pairs.map(|pairs| pairs.0).unwrap_or_default())
        }
    }
}

/// The outermost keys of a file in YAML or TOML; `None` where it cannot be read.
pub(crate) fn keys(text: &str, is_toml: bool) -> Option<Map<String, Value>> {
    parse(if is_toml { Front::Toml(text) } else { Front::Yaml(text) }).ok()
}

/// What a parser says, without the lines that it counts from the start of the front matter.
fn without_places(reason: &str) -> String {
    let mut parts = reason.split(" at line ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = part.trim_start_matches(|char: char| char.is_ascii_digit());
        let place = place.strip_prefix(" column ").unwrap_or(place);
        out.push_str(place.trim_start_matches(|char: char| char.is_ascii_digit()));
    }
    out
}

/// The outermost keys of YAML. Where one stands twice, the last counts, as for the generators.
struct Pairs(Map<String, Value>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pairs, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Pairs;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of `key: value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Map::new();
                while let Some((key, value)) = map.next_entry()? {
                    pairs.insert(yaml_key(key), from_yaml(value));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Keys)
    }
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, from_toml(value))).collect(),
    }
}

fn from_yaml(value: serde_norway::Value) -> Value {
    use serde_norway::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => flag.into(),
        Yaml::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => number.into(),
            (None, Some(number)) => number.into(),
            (None, None) => Value::Null,
        },
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => items.into_iter().map(from_yaml).collect(),
        Yaml::Mapping(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (yaml_key(key), from_yaml(value))).collect())
        }
        Yaml::Tagged(tagged) => from_yaml(tagged.value),
    }
}

fn yaml_key(key: serde_norway::Value) -> String {
    match from_yaml(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
