//! The articles of two corpora as sizes are compared on them: told the same way wherever they are measured.

use std::path::Path;

use newshound_index::article::{Article, Block};
use newshound_index::date::{Date, Precision, civil_from_days, days_from_civil};
use newshound_ingest::{Options, read};

use crate::chance::Chance;

/// Articles of BBC News, as [`with_url_and_date`] completes them.
pub(crate) fn bbc(file: &Path) -> Vec<Article> {
    with_url_and_date(read(&[file], &Options::default()).articles)
}

/// Articles that come without URLs and dates get URLs as a site would have them, of section, title and place, and each
/// some day of 2004 or 2005, when BBC's appeared. A text is one paragraph.
fn with_url_and_date(articles: Vec<Article>) -> Vec<Article> {
    let mut out = Vec::new();
    let mut chance = Chance::new(2004);
    for article in articles {
        let section = slug(article.section.as_deref().unwrap_or("news"));
        let body = article.blocks.iter().flat_map(|block| block.text().split_whitespace());
        let body = body.collect::<Vec<_>>().join(" ");
        // Nothing that a reader would call an article is shorter.
        if body.chars().count() < 20 {
            continue;
        }
        let day = days_from_civil(2004, 1, 1) + chance.below(366 + 365) as i64;
        out.push(Article {
            published: Date::new(civil_from_days(day), (0, 0, 0), Precision::Day, None),
            url: format!("/{section}/{}-{}", words(&article.title, 8), out.len()),
            id: article.id,
            title: article.title,
            section: Some(section),
            language: Some("en".into()),
            blocks: vec![Block::Paragraph(body)],
            ..Article::default()
        });
    }
    out
}

/// So many articles of a file, the newest.
pub(crate) fn newest(file: &Path, count: usize) -> Vec<Article> {
    newest_of(read(&[file], &Options::default()).articles, count)
}

/// The newest first; of one moment, as they came.
fn newest_of(mut articles: Vec<Article>, count: usize) -> Vec<Article> {
    articles.sort_by_cached_key(|article| std::cmp::Reverse(article.published.map(|date| date.utc_seconds())));
    articles.truncate(count);
    articles
}

/// Letters and digits in small, with a hyphen for all else between two of them.
fn slug(text: &str) -> String {
    let text = text.to_lowercase();
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The first `most` words of a title, each of letters, perhaps with an apostrophe and more letters.
fn words(title: &str, most: usize) -> String {
    let title = title.to_lowercase();
    let mut words = Vec::new();
    for run in title.split(|c: char| !c.is_ascii_lowercase() && c != '\'') {
        let mut parts = run.split('\'').peekable();
        while let Some(part) = parts.next() {
            if part.is_empty() {
                continue;
            }
            match parts.next_if(|after| !after.is_empty()) {
                Some(after) => words.push(format!("{part}'{after}")),
                None => words.push(part.to_owned()),
            }
        }
    }
    words.truncate(most);
    if words.is_empty() { "story".into() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_and_dates() {
        let article = |title: &str, body: &str| Article {
            title: title.into(),
            section: Some("Arts & Life".into()),
            blocks: body.split('|').map(|text| Block::Paragraph(text.into())).collect(),
            ..Article::default()
        };
        let articles =
            vec![article("Too short", "Nineteen characters"), article("It's 9/11", "The text  of|it, in two")];
        let completed = with_url_and_date(articles);
        let [one] = completed.as_slice() else { panic!("{completed:?}") };
        assert_eq!(one.url, "/arts-life/it's-0");
        assert_eq!(one.blocks, [Block::Paragraph("The text of it, in two".into())]);
        let (year, ..) = one.published.expect("each has one").civil_day();
        assert!([2004, 2005].contains(&year));
    }

    #[test]
    fn newest_by_the_moment() {
        let article =
            |id: &str, date: &str| Article { id: id.into(), published: date.parse().ok(), ..Article::default() };
        let articles = vec![
            article("early", "2010-12-31T18:00:00-04:00"),
            article("undated", ""),
            article("late", "2010-12-31T18:00:00-05:00"),
            article("same", "2010-12-31T22:00:00Z"),
        ];
        let ids: Vec<String> = newest_of(articles, 3).into_iter().map(|article| article.id).collect();
        assert_eq!(ids, ["late", "early", "same"]);
    }

    #[test]
    fn words_of_titles() {
        let check = |title: &str, expect: &str| assert_eq!(words(title, 4), expect, "{title}");
        check("Ad sales boost Time Warner", "ad-sales-boost-time");
        check("Libya takes $1bn", "libya-takes-bn");
        check("'It's the dogs' day' o'er'n", "it's-the-dogs-day");
        check("o'er'n", "o'er-n");
        check("2005", "story");
        assert_eq!(slug("Arts & Life 2"), "arts-life-2");
    }
}
