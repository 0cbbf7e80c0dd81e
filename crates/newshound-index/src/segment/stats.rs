//! Stats: counts, averages, and what the publisher set for the whole site.

use super::bytes::{Cursor, put_number, put_text};
use crate::analysis::Language;

/// Where the text of the articles is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextMode {
    /// Not published: snippets are standfirsts.
    Standfirst,
    /// In the index itself.
    Inside,
    /// In files of its own, which only shown hits load.
    Apart,
}

impl TextMode {
    /// The name in the JavaScript surface.
    pub fn name(self) -> &'static str {
        match self {
            TextMode::Standfirst => "standfirst",
            TextMode::Inside => "inside",
            TextMode::Apart => "apart",
        }
    }
}

/// What holds for the segment as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stats {
    pub(crate) documents: u32,
    /// Words in all bodies.
    pub(crate) body_words: u64,
    pub(crate) language: Language,
    /// BCP 47; empty where unset.
    pub(crate) language_tag: String,
    /// IANA; empty where unset.
    pub(crate) time_zone: String,
    /// Days after which the bonus for being recent has halved; 0 for none.
    pub(crate) half_life: u32,
    /// The URL of an article whose record has none, as `urls.rs` tells it.
    pub(crate) url_template: String,
    pub(crate) text_mode: TextMode,
    /// The [`super::postings::Mark`]s that any article has, added up.
    pub(crate) marks: u8,
}

impl Stats {
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, u64::from(self.documents));
        put_number(&mut out, self.body_words);
        out.push(self.language.code());
        put_text(&mut out, &self.language_tag);
        put_text(&mut out, &self.time_zone);
        put_number(&mut out, u64::from(self.half_life));
        put_text(&mut out, &self.url_template);
        out.push(match self.text_mode {
            TextMode::Standfirst => 0,
            TextMode::Inside => 1,
            TextMode::Apart => 2,
        });
        out.push(self.marks);
        out
    }

    pub(crate) fn read(page: &[u8]) -> Option<Stats> {
        let mut cursor = Cursor::new(page);
        let stats = Stats {
            documents: cursor.small(),
            body_words: cursor.number(),
            language: Language::from_code(cursor.byte())?,
            language_tag: cursor.text().to_owned(),
            time_zone: cursor.text().to_owned(),
            half_life: cursor.small(),
            url_template: cursor.text().to_owned(),
            text_mode: match cursor.byte() {
                0 => TextMode::Standfirst,
                1 => TextMode::Inside,
                2 => TextMode::Apart,
                _ => return None,
            },
            marks: cursor.byte(),
        };
        // A document takes a byte in `lengths` at least, so there are never more than this in one file.
        cursor.end(stats).filter(|stats| stats.documents < 1 << 28)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stats_come_back() {
        let stats = Stats {
            documents: 45,
            body_words: 12_345,
            language: Language::English,
            language_tag: "en-CA".into(),
            time_zone: "America/Halifax".into(),
            half_life: 365,
            url_template: "/{id}".into(),
            text_mode: TextMode::Inside,
            marks: 5,
        };
        assert_eq!(Stats::read(&stats.write()), Some(stats.clone()));
        assert!(Stats::read(&stats.write()[..20]).is_none());
    }
}
