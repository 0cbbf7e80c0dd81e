//! Sitemaps and news sitemaps: what they tell of pages that stand elsewhere in the input.
//!
//! An entry is no article. It is joined to the page with its address ([`crate::join`]), and where there is none it
//! is counted in a note. A list of sitemaps names files that nobody fetches here.

use newshound_index::article::Article;

use crate::input::Input;
use crate::nitf::not_news;
use crate::sink::{Draft, Sink};
use crate::xml::{self, local};

/// Reads all entries.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.marked_text(sink.options.max_file_bytes) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let mut lists = 0;
    let is_item = |name: &str| matches!(local(name), "url" | "sitemap");
    let end = xml::read(&text, &is_item, &mut |_, item| {
        if local(&item.name) == "sitemap" {
            lists += 1;
            return;
        }
        let Some(url) = item.text_at(&["loc"]) else { return };
        let line = Some(item.line);
        let mut date = |way: &[&str], key: &str| item.text_at(way).and_then(|text| sink.date(line, key, &text));
        let published = date(&["news", "publication_date"], "publication_date");
        let modified = date(&["lastmod"], "lastmod");
        let keywords = item.text_at(&["news", "keywords"]).unwrap_or_default();
        let article = Article {
            id: url.trim().to_owned(),
            url: url.trim().to_owned(),
            title: item.text_at(&["news", "title"]).unwrap_or_default(),
            published,
            modified: modified.filter(|modified| Some(*modified) != published),
            tags: keywords.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
            language: item.text_at(&["news", "publication", "language"]),
            image: item.text_at(&["image", "loc"]),
            // `Subscription` or `Registration`; nothing where everybody may read.
            is_free: item.text_at(&["news", "access"]).is_none_or(|access| access.trim().is_empty()),
            ..Article::default()
        };
        sink.draft(Draft { article, line, is_metadata: true, is_headline_only: true, ..Draft::default() });
    });
    if let Err((line, kind)) = end {
        sink.problem(Some(line), kind);
    }
    if lists > 0 {
        sink.problem(None, not_news(&format!("a list of {lists} sitemaps")));
    }
}

#[cfg(test)]
mod tests {
    use crate::battery;
    use crate::format::Format;

    #[test]
    fn passes_the_battery() {
        let good = br#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://herald.example/bridge?a=1&amp;b=2</loc><lastmod>2024-05-05</lastmod><news:news><news:publication>
<news:name>Herald</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-05-04</news:publication_date><news:title>Bridge opens</news:title></news:news></url>
</urlset>"#;
        battery::run(Format::Sitemap, "news.xml", good);
    }
}
