//! [`Config`]: `newshound.toml`; and [`Settings`], what it and the command line come to together.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use newshound_index::build::{self, Synonyms};
use newshound_index::date::{Date, Precision};
use newshound_ingest::{Selector, dates};
use serde::{Deserialize, Deserializer};

use crate::args::{DayOrder, Source, Text};
use crate::failure::Failure;
use crate::import::complete;
use crate::publisher::{self, Boosts, Fields, Parsed, Pin, Weights};
use crate::size::Size;

/// The file that is read without being named.
pub(crate) const NAME: &str = "newshound.toml";

/// No settings are larger, in bytes; lists of synonyms may be long.
const LARGEST: u64 = 64 << 20;

/// More threads than this only wait for each other.
const MOST_THREADS: usize = 256;

/// What a site's file may say. `schema.rs` describes every key, and a test keeps the two alike.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Config {
    inputs: Vec<PathBuf>,
    pub(crate) out: Option<PathBuf>,
    format: Option<String>,
    base_url: Option<String>,
    url_template: Option<String>,
    language: Option<String>,
    pub(crate) time_zone: Option<String>,
    day_order: Option<DayOrder>,
    ignore_noindex: bool,
    post_types: Vec<String>,
    max_file_size: Option<Size>,
    pub(crate) text: Option<Text>,
    pub(crate) embed_budget: Option<Size>,
    pub(crate) size_budget: Option<Size>,
    pub(crate) half_life: Option<u32>,
    strict: bool,
    synonyms: Vec<Parsed<Synonyms>>,
    pins: Vec<Pin>,
    boost: Boosts,
    weights: Weights,
    fields: Fields,
    exclude: Exclude,
}

/// What stays out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Exclude {
    urls: Vec<String>,
    paths: Vec<PathBuf>,
    sections: Vec<String>,
    #[serde(deserialize_with = "selectors")]
    selectors: Vec<Selector>,
}

/// What to read, and how: flags first, then the file, then what suits most.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) inputs: Vec<PathBuf>,
    /// Without a slash at its end.
    pub(crate) base_url: Option<String>,
    pub(crate) import: newshound_ingest::Options,
    pub(crate) excluded_urls: Vec<String>,
    pub(crate) excluded_sections: Vec<String>,
    pub(crate) excluded_paths: Vec<PathBuf>,
    pub(crate) strict: bool,
    pub(crate) json: bool,
}

impl Config {
    /// The file that was named, or the one of this folder; where there is none, nothing is set.
    pub(crate) fn load(named: Option<&Path>) -> Result<Config, Failure> {
        let path = named.unwrap_or(Path::new(NAME));
        let wrong = |reason: &str| Failure::Config { path: path.to_owned(), reason: reason.to_owned() };
        let mut bytes = Vec::new();
        match File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)) {
            Ok(length) if length as u64 > LARGEST => return Err(wrong("this is too large for settings")),
            Ok(_) => {}
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Config::default());
            }
            Err(reason) => return Err(Failure::Read { path: path.to_owned(), reason }),
        }
        let text = String::from_utf8(bytes).map_err(|_| wrong("this is not UTF-8; save it in that encoding"))?;
        let mut config = Config::parse(&text).map_err(|reason| Failure::Config { path: path.to_owned(), reason })?;
        // Paths in a file are meant as seen from that file.
        let folder = path.parent().unwrap_or(Path::new(""));
        for path in config.inputs.iter_mut().chain(&mut config.exclude.paths).chain(&mut config.out) {
            *path = folder.join(&path);
        }
        Ok(config)
    }

    pub(crate) fn parse(text: &str) -> Result<Config, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// What the publisher wants of ranking and fields, for articles of the site at `base_url`.
    pub(crate) fn publisher(&self, base_url: Option<&str>) -> build::Settings {
        let absolute = |article: &str| {
            let mut article = article.to_owned();
            if let Some(base) = base_url {
                complete(base, &mut article);
            }
            article
        };
        publisher::settings(&self.weights, &self.boost, &self.synonyms, &self.pins, &self.fields, absolute)
    }

    /// With what was typed.
    pub(crate) fn settings(&self, source: &Source) -> Result<Settings, Failure> {
        let first = |flag: &Option<String>, own: &Option<String>| flag.clone().or_else(|| own.clone());
        let inputs = if source.inputs.is_empty() { &self.inputs } else { &source.inputs };
        if inputs.is_empty() {
            return Err(Failure::NoInputs);
        }
        let base_url = first(&source.base_url, &self.base_url);
        if let Some(url) = &base_url
            && !is_site(url)
        {
            return wrong("base-url", url, "no address of a site, such as https://paper.example");
        }
        let mut import = newshound_ingest::Options::default();
        if let Some(template) = first(&source.url_template, &self.url_template) {
            if !newshound_ingest::Options::is_url_template(&template) {
                return wrong("url-template", &template, "no address with {id} in it, such as /news/{id}/");
            }
            import.url_template = template;
        }
        import.language = first(&source.language, &self.language);
        if let Some(tag) = &import.language
            && !is_language(tag)
        {
            return wrong("language", tag, "no language tag, such as en or pt-BR");
        }
        import.format = source.format;
        if let (None, Some(name)) = (source.format, &self.format) {
            match name.parse() {
                Ok(format) => import.format = Some(format),
                Err(_) => return wrong("format", name, "none of those that `newshound build --help` lists"),
            }
        }
        let skip = both(&source.exclude_path, &self.exclude.paths);
        // What was built into a folder that is read again is no article.
        import.skip = skip.iter().chain(&self.out).cloned().collect();
        import.threads = source.threads.unwrap_or(0).min(MOST_THREADS);
        let types = if source.post_type.is_empty() { &self.post_types } else { &source.post_type };
        if !types.is_empty() {
            import.post_types.clone_from(types);
        }
        if let Some(Size(bytes)) = source.max_file_size.or(self.max_file_size) {
            import.max_file_bytes = bytes;
            import.max_line_bytes = bytes / 16;
        }
        import.day_order = match source.day_order.or(self.day_order) {
            None => dates::DayOrder::Unknown,
            Some(DayOrder::DayFirst) => dates::DayOrder::DayFirst,
            Some(DayOrder::MonthFirst) => dates::DayOrder::MonthFirst,
        };
        import.respects_noindex = !(source.ignore_noindex || self.ignore_noindex);
        import.exclude_selectors = both(&source.exclude_selector, &self.exclude.selectors);
        import.fields = self.fields.names();
        import.now = now(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())?;
        Ok(Settings {
            inputs: inputs.clone(),
            base_url: base_url.map(|url| url.trim_end_matches('/').to_owned()),
            import,
            excluded_urls: both(&source.exclude, &self.exclude.urls),
            excluded_sections: both(&source.exclude_section, &self.exclude.sections),
            excluded_paths: skip,
            strict: source.strict || self.strict,
            json: source.json,
        })
    }
}

/// Exclusions add up: a flag brings nothing back that the file keeps out.
fn both<T: Clone + PartialEq>(flags: &[T], own: &[T]) -> Vec<T> {
    let mut all = own.to_vec();
    all.extend(flags.iter().filter(|flag| !own.contains(flag)).cloned());
    all
}

/// Whether a text is the address of a site, or of a folder of it: a host, and nothing behind the path.
pub(crate) fn is_site(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let is_host = |char: char| char.is_alphanumeric() || matches!(char, '.' | '-' | '_' | ':' | '[' | ']');
    let is_bracketed = host.starts_with('[') && host.contains(']');
    (name.contains(char::is_alphanumeric) || is_bracketed)
        && host.chars().all(is_host)
        && !rest.contains(|char: char| char.is_whitespace() || char.is_control() || "?#\\\"<>".contains(char))
}

/// The moment that a build that must be repeatable says it is.
fn now(epoch: Option<&str>) -> Result<Option<Date>, Failure> {
    let Some(text) = epoch.filter(|text| !text.is_empty()) else { return Ok(None) };
    let date = |seconds| Date::from_local_seconds(seconds, Precision::Second, Some(0));
    match text.trim().parse().ok().and_then(date) {
        Some(date) => Ok(Some(date)),
        None => wrong("SOURCE_DATE_EPOCH", text, "no number of seconds since 1970"),
    }
}

fn selectors<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Selector>, D::Error> {
    Vec::<Parsed<Selector>>::deserialize(from).map(|all| all.into_iter().map(|one| one.0).collect())
}

fn wrong<T>(name: &'static str, value: &str, why: &'static str) -> Result<T, Failure> {
    Err(Failure::Setting { name, value: value.to_owned(), why })
}

/// The shape of a BCP 47 tag, no more.
pub(crate) fn is_language(tag: &str) -> bool {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = tag.split('-').next().unwrap_or_default();
    // Longer ones are reserved: whoever writes `english` means `en`.
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(is_part)
}

/// The calendar day in a zone, in days since 1970; of UTC where there is no zone that is known.
pub(crate) fn today(zone: Option<&str>) -> Option<i32> {
    let zone = zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
    let (date, epoch) = (Timestamp::now().to_zoned(zone).date(), jiff::civil::date(1970, 1, 1));
    epoch.until(date).ok().map(|span| span.get_days())
}

/// A zone's name as the list of IANA writes it, if there is such a zone.
pub(crate) fn zone_name(zone: &str) -> Option<String> {
    TimeZone::get(zone).ok()?.iana_name().map(str::to_owned)
}

/// Checks that there is such a zone, and writes it as the list of IANA does: browsers know the same names.
pub(crate) fn time_zone(flag: Option<&String>, config: &Config) -> Result<Option<String>, Failure> {
    let Some(zone) = flag.or(config.time_zone.as_ref()) else { return Ok(None) };
    match zone_name(zone) {
        Some(name) => Ok(Some(name)),
        None => wrong("time-zone", zone, "no time zone; write the name of one, such as Europe/Lisbon"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files() {
        let check = |text: &str, expect: &str| {
            let got = Config::parse(text).map_or_else(|error| error, |config| format!("{config:?}"));
            assert!(got.contains(expect), "{text:?} gave {got}, which lacks {expect}");
        };
        check("", "inputs: []");
        check("inputs = ['_site']\nout = 'search'", "inputs: [\"_site\"], out: Some(\"search\")");
        check("text = 'standfirst'", "text: Some(Standfirst)");
        check("text = 'all'", "unknown variant `all`, expected one of `full`, `apart`, `standfirst`");
        check("embed-budget = '2 MB'\nsize-budget = 70000", "Some(Size(2000000)), size_budget: Some(Size(70000))");
        check("size-budget = 'big'", "`big` is no size; write it as 500 kB or 2 MB");
        check("size-budget = -1", "a size, such as");
        check("[exclude]\nurls = ['/a/*']", "urls: [\"/a/*\"]");
        check("languge = 'en'", "unknown field `languge`, expected one of");
        check("languge = 'en'", "line 1, column 1");
        check("half-life = -1", "half-life");
    }

    #[test]
    fn settings() {
        let check = |text: &str, change: fn(&mut Source), expect: &str| {
            let mut source = Source { inputs: vec!["in".into()], ..Source::default() };
            change(&mut source);
            let config = Config::parse(text).expect("it is sound");
            let got = config.settings(&source).map_or_else(|error| error.to_string(), |set| format!("{set:?}"));
            assert!(got.contains(expect), "{text:?} gave {got}, which lacks {expect}");
        };
        let nothing = |_: &mut Source| ();
        check("", nothing, "inputs: [\"in\"]");
        check("", |source| source.inputs.clear(), "nothing to read");
        check("inputs = ['own']", |source| source.inputs.clear(), "inputs: [\"own\"]");
        check("base-url = 'https://a.example/'", nothing, "base_url: Some(\"https://a.example\")");
        check("base-url = 'a.example'", nothing, "base-url is `a.example`, which is no address");
        for url in
            ["https://", "https:///", "http://?x", "https://p.example/?x=1", "https://p.example/#a", "https://a b"]
        {
            check(&format!("base-url = '{url}'"), nothing, "which is no address of a site");
        }
        check("base-url = 'http://localhost:8080/news/'", nothing, "base_url: Some(\"http://localhost:8080/news\")");
        check("base-url = 'http://[::1]:80'", nothing, "base_url: Some(\"http://[::1]:80\")");
        check("", |source| source.threads = Some(100_000), "threads: 256");
        check("", nothing, "post_types: [\"post\", \"page\"]");
        check("post-types = ['post', 'story']", nothing, "post_types: [\"post\", \"story\"]");
        check("", nothing, "max_file_bytes: 268435456");
        check("", nothing, "max_line_bytes: 16777216");
        check("max-file-size = '1.6 GB'", nothing, "max_line_bytes: 100000000");
        check("max-file-size = '1 GB'", |source| source.max_file_size = Some(Size(32)), "max_line_bytes: 2");
        check("post-types = ['a']", |source| source.post_type = vec!["b".into()], "post_types: [\"b\"]");
        // Exclusions add up.
        const HID: &str = "[exclude]\nurls = ['/h']\nsections = ['H']\npaths = ['h']\nselectors = ['.h']";
        check(HID, |source| source.exclude = vec!["/o".into(), "/h".into()], "excluded_urls: [\"/h\", \"/o\"]");
        check(HID, |source| source.exclude_section = vec!["O".into()], "excluded_sections: [\"H\", \"O\"]");
        check(HID, |source| source.exclude_path = vec!["o".into()], "excluded_paths: [\"h\", \"o\"]");
        check(HID, |source| source.exclude_path = vec!["o".into()], "skip: [\"h\", \"o\"]");
        check(HID, |source| source.exclude_selector = vec![".o".parse().expect("it is one")], "[.h]");
        check(HID, |source| source.exclude_selector = vec![".o".parse().expect("it is one")], "[.o]");
        check("url-template = '/news/'", nothing, "no address with {id}");
        check("language = 'en'", |source| source.language = Some("pt-BR".into()), "language: Some(\"pt-BR\")");
        check("language = 'English!'", nothing, "no language tag");
        check("language = 'english'", nothing, "no language tag");
        check("day-order = 'month-first'", nothing, "day_order: MonthFirst");
        check("format = 'csv'", nothing, "format: Some(Csv)");
        check("format = 'word'", nothing, "format is `word`, which is none of");
        check("out = 'a/search'\n[exclude]\npaths = ['b']", nothing, "skip: [\"b\", \"a/search\"]");
        check("ignore-noindex = true", nothing, "respects_noindex: false");
    }

    #[test]
    fn moments() {
        assert!(matches!(now(None), Ok(None)) && matches!(now(Some("")), Ok(None)));
        let date = now(Some("1714820700")).expect("it is a number").map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some("2024-05-04T11:05:00Z"));
        assert!(now(Some("today")).is_err_and(|error| error.to_string().contains("no number of seconds since 1970")));
    }

    #[test]
    fn days() {
        let [west, utc, east] = ["Etc/GMT+12", "UTC", "Etc/GMT-14"].map(|zone| today(Some(zone)).expect("a day"));
        assert!(utc > 20_000 && (west + 1..=west + 2).contains(&east) && (west..=east).contains(&utc));
        assert!(today(None).is_some_and(|day| day >= utc) && today(Some("Mars/X")).is_some());
    }

    #[test]
    fn time_zones() {
        let check = |zone: &str, expect: Option<&str>| {
            let got = time_zone(Some(&zone.to_owned()), &Config::default()).ok().flatten();
            assert_eq!(got.as_deref(), expect, "{zone}");
        };
        check("Europe/Lisbon", Some("Europe/Lisbon"));
        check("europe/lisbon", Some("Europe/Lisbon"));
        check("America/Argentina/Buenos_Aires", Some("America/Argentina/Buenos_Aires"));
        check("Asia/Calcutta", Some("Asia/Calcutta"));
        check("Etc/GMT+5", Some("Etc/GMT+5"));
        check("UTC", Some("UTC"));
        check("Mars/X", None);
        check("Lisbon time", None);
        check("2", None);
        check("", None);
    }
}
