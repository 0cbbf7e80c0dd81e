//! [`Options`]: what a caller may set about an import.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use newshound_index::date::Date;

use crate::dates::DayOrder;
use crate::format::Format;
use crate::selector::Selector;

const DEFAULT_TEMPLATE: &str = "/{id}";

/// What a caller may set. The defaults suit a site whose articles carry what they need.
///
/// ```
/// use newshound_ingest::Options;
///
/// let options = Options { url_template: "/news/{id}.html".into(), ..Options::default() };
/// assert_eq!(options.url_for("town hall/1"), "/news/town%20hall/1.html");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The URL of an article that has none of its own; `{id}` stands for its id, percent-encoded where a path
    /// needs it (slashes stay). As long as it is the default, `/{id}`, Markdown files in the folders of Jekyll
    /// (`_posts`), Hugo and Zola (`content`) get the URL that their generator gives them.
    pub url_template: String,
    /// What Jekyll calls the permalink of its posts: `pretty`, or with placeholders, `/:year/:title/`. `None` takes that of
    /// the `_config.yml` beside `_posts`.
    pub permalink: Option<String>,
    /// The BCP 47 language tag of an article that names none.
    pub language: Option<String>,
    /// Which number of a date such as `03/04/2016` is the day.
    pub day_order: DayOrder,
    /// Read every file as this format, whatever it looks like; archives are opened all the same. `None` tells each
    /// file's format by its content.
    pub format: Option<Format>,
    /// Files and folders below the inputs that are not read: what was built into a folder that is read again, say.
    pub skip: Vec<PathBuf>,
    /// How many threads read; 0 for one for each core. Makes no difference to what comes out.
    pub threads: usize,
    /// What is left out of web pages.
    pub exclude_selectors: Vec<Selector>,
    /// Further fields that articles keep: keys of JSON, CSV and front matter; of web pages names of `<meta>` elements
    /// (`name`, `property` or `itemprop`) and of JSON-LD's keys. **No other field is kept**, so that nothing is
    /// published that nobody meant to publish.
    pub fields: Vec<String>,
    /// Which items of a WordPress export are read, by `wp:post_type`; those that name none always are.
    pub post_types: Vec<String>,
    /// The moment at which things are public or not: what says that it is not public until later, or that it is no
    /// longer, stays out. `None` for the clock of this machine. What opens at a moment without an offset is public when
    /// that moment has passed everywhere, and what ends at one is not from the first place on; the `date` of Markdown is
    /// taken as UTC.
    pub now: Option<Date>,
    /// Whether pages that ask robots not to index them stay out.
    pub respects_noindex: bool,
    /// The longest file (unpacked) that is read whole, in bytes. JSON Lines are read line by line and may be longer.
    pub max_file_bytes: u64,
    /// The longest web page, in bytes. A Markdown file may be no longer either, nor longer than 8 MiB.
    pub max_page_bytes: u64,
    /// The most that one packed file may unpack to, all members together, in bytes; nor may it unpack to more than
    /// 200 times its size, unless that is less than 64 MiB.
    pub max_unpacked_bytes: u64,
    /// The longest line of JSON Lines, and the longest object in a JSON file, in bytes.
    pub max_line_bytes: u64,
    /// An article with more text than this is reported as unusual, in bytes.
    pub huge_article_bytes: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            url_template: DEFAULT_TEMPLATE.into(),
            permalink: None,
            language: None,
            day_order: DayOrder::Unknown,
            format: None,
            skip: Vec::new(),
            threads: 0,
            exclude_selectors: Vec::new(),
            fields: Vec::new(),
            post_types: vec!["post".into(), "page".into()],
            now: None,
            respects_noindex: true,
            max_file_bytes: 256 << 20,
            max_page_bytes: 32 << 20,
            max_unpacked_bytes: 8 << 30,
            max_line_bytes: 16 << 20,
            huge_article_bytes: 1 << 20,
        }
    }
}

impl Options {
    /// The URL that the template gives to an id. Slashes at the id's beginning go: two of them would name a host.
    pub fn url_for(&self, id: &str) -> String {
        self.url_template.replace("{id}", encode_path(id).trim_start_matches('/'))
    }

    /// Whether a text can be a template: it has an `{id}`, and begins as an address on the web or a path does.
    ///
    /// ```
    /// use newshound_ingest::Options;
    /// assert!(Options::is_url_template("/news/{id}/") && Options::is_url_template("https://paper.example/{id}"));
    /// assert!(!Options::is_url_template("/news/") && !Options::is_url_template("javascript:alert({id})"));
    /// ```
    pub fn is_url_template(text: &str) -> bool {
        let is_path = !text.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        text.contains("{id}") && (is_web || is_path && !text.starts_with("//"))
    }

    /// The moment of the import, in seconds since 1970 in UTC.
    pub(crate) fn now_seconds(&self) -> i64 {
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        self.now.map_or_else(|| i64::try_from(clock()).unwrap_or(i64::MAX), |now| now.utc_seconds())
    }

    /// Whether the caller left it open what URLs look like.
    pub(crate) fn has_default_urls(&self) -> bool {
        self.url_template == DEFAULT_TEMPLATE
    }
}

/// Percent-encodes what may not stand in the path of a URL. Slashes stay; `.` and `..` as whole segments would
/// climb, encoded or not, so their dots become `_`.
pub(crate) fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, segment) in path.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        let climbs = segment == "." || segment == "..";
        for byte in segment.bytes() {
            if climbs {
                out.push('_');
            } else if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_paths() {
        let check = |id: &str, expect: &str| assert_eq!(Options::default().url_for(id), expect, "{id}");
        check("business-001", "/business-001");
        check("2024/05/bridge", "/2024/05/bridge");
        check("año nuevo", "/a%C3%B1o%20nuevo");
        check("50%?#<b>", "/50%25%3F%23%3Cb%3E");
        check("../../etc", "/__/__/etc");
        check("/2024/05/bridge", "/2024/05/bridge");
        check("//evil.example/x", "/evil.example/x");
        check("\\\\evil.example", "/%5C%5Cevil.example");
    }
}
