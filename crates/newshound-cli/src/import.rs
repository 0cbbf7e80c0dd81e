//! Reads articles, with what the settings say about them, and shows how far it is.

use std::io::{IsTerminal as _, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use newshound_index::article::Article;

use crate::config::Settings;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::show;
use crate::tally::{Problems, Tally};

/// Reads all articles that the settings name.
pub(crate) fn run(settings: &Settings, mut article: impl FnMut(Article)) -> Result<Tally, Failure> {
    let inputs = Inputs::new(&settings.inputs)?;
    let progress = Progress::new("reading");
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut problems = Problems::default();
    let summary = newshound_ingest::each_article(
        &inputs.paths,
        &settings.import,
        |mut found| {
            if is_excluded(settings, &found) {
                tally.excluded += 1;
                return;
            }
            if let Some(base) = &settings.base_url {
                complete(base, &mut found.url);
                found.image.iter_mut().for_each(|image| complete(base, image));
            }
            tally.article(&found);
            if tally.articles.is_multiple_of(64) {
                let rate = tally.articles as f64 / start.elapsed().as_secs_f64().max(0.001);
                let rate = show::number(rate as u64);
                progress.say(|| format!("{}, {rate} a second", show::count(tally.articles, "article")));
            }
            article(found);
        },
        |problem| problems.add(&problem, inputs.name(&problem.file)),
    );
    tally.end(summary, problems);
    Ok(tally)
}

/// Puts the site before a URL that is relative to it.
fn complete(base: &str, url: &mut String) {
    if url.starts_with('/') && !url.starts_with("//") {
        url.insert_str(0, base);
    }
}

fn is_excluded(settings: &Settings, article: &Article) -> bool {
    let section = article.section.as_deref();
    settings.excluded_sections.iter().any(|excluded| section == Some(excluded))
        || settings.excluded_urls.iter().any(|pattern| matches(pattern, &article.url))
}

/// Whether a pattern fits a URL as a whole, or a pattern that begins with `/` its path; `*` is anything.
fn matches(pattern: &str, url: &str) -> bool {
    let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    is_like(pattern, url) || (pattern.starts_with('/') && path.is_some_and(|path| is_like(pattern, path)))
}

fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// What is being done, on a line that comes and goes; nothing where nobody looks.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(crate) fn new(what: &str) -> Progress {
        if !stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(Some(bar))
    }

    /// Says how far it is.
    fn say(&self, text: impl FnOnce() -> String) {
        if let Some(bar) = &self.0 {
            bar.set_message(text());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_that_stay_out() {
        let check = |pattern, url, expect| assert_eq!(matches(pattern, url), expect, "{pattern} {url}");
        check("/a/*", "/a/b", true);
        check("/a/*", "/b/a/b", false);
        check("/a/*", "https://x.example/a/b/c", true);
        check("/a", "https://x.example/a", true);
        check("/a", "/ab", false);
        check("*/print", "/a/print", true);
        check("*/print", "/a/print/2", false);
        check("*", "anything", true);
        check("/*/live/*.html", "/sport/live/1.html", true);
        check("/*/live/*.html", "/sport/1.html", false);
        check("https://x.example/*", "https://x.example/a", true);
        check("a*a", "a", false);
        check("/x", "https://x.example", false);
    }

    #[test]
    fn urls_are_completed() {
        let check = |url: &str, expect: &str| {
            let mut url = url.to_owned();
            complete("https://x.example", &mut url);
            assert_eq!(url, expect);
        };
        check("/a", "https://x.example/a");
        check("https://y.example/a", "https://y.example/a");
        check("//y.example/a", "//y.example/a");
    }
}
