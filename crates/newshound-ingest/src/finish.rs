//! [`tidy`] and [`Finish`]: the last step of every import, the same for all formats. It cleans texts, fills what is missing by
//! stated rules, keeps ids apart, and reports each thing it did.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use newshound_index::article::{Article, Block};

use crate::clean::clean_line;
use crate::options::Options;
use crate::problem::{Problem, ProblemKind, excerpt};
use crate::sink::Draft;

/// A title made from the text has at most this many words.
const TITLE_WORDS: usize = 12;

/// The longest title, in characters; what is longer is something else.
const LONGEST_TITLE: usize = 1_000;

/// The field that tells that a title was made from the text.
const DERIVED: &str = "title_is_derived";

/// Sees every article of an import, in order.
pub(crate) struct Finish<'a> {
    options: &'a Options,
    /// Where each id was first seen, with a hash of its article. Only looked up, never walked.
    seen: HashMap<String, String>,
    /// Where each text stood first, by the id that its article came with.
    contents: HashMap<(String, u64), String>,
    /// The number that the next article gets whose id is taken.
    suffixes: HashMap<String, u32>,
    /// How many articles got their URL from the template.
    without_url: u64,
}

impl<'a> Finish<'a> {
    pub(crate) fn new(options: &'a Options) -> Finish<'a> {
        Finish { options, seen: HashMap::new(), contents: HashMap::new(), suffixes: HashMap::new(), without_url: 0 }
    }

    /// The finished article, or `None` where nothing is left of it or it is a repeat.
    pub(crate) fn article(&mut self, file: &str, draft: Draft, problem: &mut dyn FnMut(Problem)) -> Option<Article> {
        let Draft { mut article, line, stem, place: page, is_headline_only, .. } = draft;
        let mut report = |kind| problem(Problem { file: file.to_owned(), line, kind });
        self.title(&mut article, &mut report)?;
        if article.blocks.is_empty() && !is_headline_only {
            report(ProblemKind::NoBody);
        }
        let bytes = article.blocks.iter().map(|block| block.text().len() as u64).sum();
        if bytes > self.options.huge_article_bytes {
            report(ProblemKind::Huge { bytes });
        }
        if article.language.is_none() {
            article.language.clone_from(&self.options.language);
        }
        if article.id.is_empty() {
            article.id = derived_id(&article.url, &stem);
            report(ProblemKind::NoId { id: article.id.clone() });
        }
        article.fields.sort();
        let place = line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"));
        self.unique(&mut article, place, &mut report)?;
        if article.url.is_empty() && self.options.has_default_urls() {
            article.url = page;
        }
        if article.url.is_empty() {
            self.without_url += 1;
            article.url = self.options.url_for(&article.id);
        }
        Some(article)
    }

    /// What is told once for the whole import.
    pub(crate) fn end(self) -> Vec<Problem> {
        let template = self.options.url_template.clone();
        let kind = ProblemKind::NoUrl { count: self.without_url, template };
        if self.without_url == 0 { Vec::new() } else { vec![Problem { file: String::new(), line: None, kind }] }
    }

    /// Gives an article without headline the first words of its text; one without any text is lost.
    fn title(&self, article: &mut Article, report: &mut dyn FnMut(ProblemKind)) -> Option<()> {
        if !article.title.is_empty() {
            return Some(());
        }
        // Of a text that is not free no word may stand anywhere else; the standfirst is public.
        let body = article.blocks.iter().find(|block| article.is_free && !matches!(block, Block::Caption(_)));
        let text = body.map(Block::text).or(article.standfirst.as_deref()).unwrap_or_default();
        article.title = first_words(text);
        if article.title.is_empty() {
            let is_paid = !article.is_free && !article.blocks.is_empty();
            report(if is_paid { ProblemKind::NoPublicTitle } else { ProblemKind::Empty });
            return None;
        }
        if !article.fields.iter().any(|(name, _)| name == DERIVED) {
            article.fields.push((DERIVED.into(), vec!["true".into()]));
        }
        report(ProblemKind::NoTitle);
        Some(())
    }

    /// Keeps ids apart: a repeat word for word goes, another article gets `id~2`.
    fn unique(&mut self, article: &mut Article, place: String, report: &mut dyn FnMut(ProblemKind)) -> Option<()> {
        let hash = content_hash(article);
        if let Some(first) = self.contents.get(&(article.id.clone(), hash)) {
            report(ProblemKind::Repeated { id: article.id.clone(), first: first.clone() });
            return None;
        }
        self.contents.insert((article.id.clone(), hash), place.clone());
        let Some(first) = self.seen.get(&article.id) else {
            self.seen.insert(article.id.clone(), place);
            return Some(());
        };
        // From where the last one with this id left off: thousands may share it.
        let count = self.suffixes.entry(article.id.clone()).or_insert(2);
        let new_id = loop {
            let new_id = format!("{}~{count}", article.id);
            *count += 1;
            if !self.seen.contains_key(&new_id) {
                break new_id;
            }
        };
        report(ProblemKind::IdTaken { id: article.id.clone(), new_id: new_id.clone(), first: first.clone() });
        self.seen.insert(new_id.clone(), place);
        article.id = new_id;
        Some(())
    }
}

/// The first half of the last step, which needs to know nothing of the other articles: cleans the texts and drops
/// what is no web address.
pub(crate) fn tidy(draft: &mut Draft) -> Vec<ProblemKind> {
    let article = &mut draft.article;
    let mut problems = Vec::new();
    let removed = clean(article);
    if removed > 0 {
        problems.push(ProblemKind::ControlCharacters { count: removed });
    }
    for (key, url) in [("url", Some(&mut article.url)), ("image", article.image.as_mut())] {
        if let Some(url) = url
            && !is_web_address(url)
        {
            problems.push(ProblemKind::BadUrl { key: key.into(), text: excerpt(url) });
            url.clear();
        }
    }
    article.image.take_if(|url| url.is_empty());
    drop_repeated_title(article);
    if let Some((end, _)) = article.title.char_indices().nth(LONGEST_TITLE) {
        problems.push(ProblemKind::LongTitle { characters: article.title.chars().count() as u64 });
        article.title.truncate(end);
        article.title.push('…');
    }
    problems
}

/// A hash of everything but the id; the same on every machine and run.
fn content_hash(article: &Article) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&article.url, &article.title, &article.section, &article.authors, &article.tags, &article.standfirst)
        .hash(&mut hasher);
    (article.published, article.modified, &article.language, &article.image, &article.fields).hash(&mut hasher);
    for block in &article.blocks {
        std::mem::discriminant(block).hash(&mut hasher);
        block.text().hash(&mut hasher);
    }
    hasher.finish()
}

/// Cleans every text and drops the empty ones; gives the count of control characters that went.
fn clean(article: &mut Article) -> u64 {
    let mut removed = 0;
    let mut line = |text: &mut String| removed += clean_line(text);
    for text in [&mut article.id, &mut article.url, &mut article.title] {
        line(text);
    }
    for option in [&mut article.section, &mut article.language, &mut article.image, &mut article.standfirst] {
        if let Some(text) = option {
            line(text);
        }
        option.take_if(|text| text.is_empty());
    }
    for list in [&mut article.authors, &mut article.tags, &mut article.related] {
        list.iter_mut().for_each(&mut line);
        list.retain(|text| !text.is_empty());
    }
    for block in &mut article.blocks {
        match block {
            Block::Paragraph(text) | Block::Subheading(text) | Block::Caption(text) => line(text),
        }
    }
    article.blocks.retain(|block| !block.text().is_empty());
    for (name, values) in &mut article.fields {
        line(name);
        values.iter_mut().for_each(&mut line);
        values.retain(|value| !value.is_empty());
    }
    article.fields.retain(|(name, values)| !name.is_empty() && !values.is_empty());
    removed
}

/// A headline that stands again as the first lines of the text goes from there.
fn drop_repeated_title(article: &mut Article) {
    if !article.title.is_empty() {
        let repeats = article.blocks.iter().take_while(|block| block.text() == article.title).count();
        article.blocks.drain(..repeats);
    }
}

/// The start of a text, cut after [`TITLE_WORDS`] words, or at 80 characters where words are longer than that or
/// the script has no blanks.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(TITLE_WORDS + 1).collect();
    let mut title = words.iter().take(TITLE_WORDS).copied().collect::<Vec<_>>().join(" ");
    let is_cut = words.len() > TITLE_WORDS;
    match title.char_indices().nth(80) {
        Some((at, _)) => {
            let end = title.get(..at).and_then(|start| start.rfind(' ')).filter(|end| *end > 40).unwrap_or(at);
            title.truncate(end);
            title.push('…');
        }
        None if is_cut => title.push('…'),
        None => {}
    }
    title
}

/// An id from the URL's path, else from where the article stands.
pub(crate) fn derived_id(url: &str, stem: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.trim_matches('/');
    if path.is_empty() { stem.to_owned() } else { path.to_owned() }
}

/// Whether a URL is http(s) or relative to the site. Everything else (`javascript:`, `data:`, `//host`) could make
/// a search result do what the reader does not expect.
fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("http://").or(lower.strip_prefix("https://")) {
        let host = url.get(lower.len() - rest.len()..).unwrap_or_default();
        return !host.is_empty() && !host.starts_with(['/', '?', '#', ':', '@']);
    }
    let scheme_end = url.find([':', '/', '?', '#']);
    let has_scheme = scheme_end.is_some_and(|at| url.as_bytes().get(at) == Some(&b':'));
    !has_scheme && !url.starts_with("//") && !url.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses() {
        let check = |url: &str, expect: bool| assert_eq!(is_web_address(url), expect, "{url}");
        check("https://example.org/a", true);
        check("HTTP://example.org/a", true);
        check("/2024/a.html", true);
        check("a.html?x=1:2", true);
        check("", true);
        check("https:///a", false);
        check("https://", false);
        check("javascript:alert(1)", false);
        check("JavaScript:alert(1)", false);
        check("data:text/html,x", false);
        check("//evil.example/a", false);
        check("/\\evil.example", false);
    }

    #[test]
    fn titles_from_text() {
        let check = |text: &str, expect: &str| assert_eq!(first_words(text), expect);
        check("Rain stops play.", "Rain stops play.");
        check(
            "one two three four five six seven eight nine ten eleven twelve thirteen",
            "one two three four five six seven eight nine ten eleven twelve…",
        );
        check(&"雨".repeat(200), &format!("{}…", "雨".repeat(80)));
        check("", "");
    }

    #[test]
    fn ids_from_elsewhere() {
        let check = |url: &str, expect: &str| assert_eq!(derived_id(url, "news-3"), expect);
        check("https://example.org/2024/bridge/", "2024/bridge");
        check("/a.html", "a.html");
        check("https://example.org", "news-3");
        check("", "news-3");
    }
}
