//! Reads articles, with what the settings say about them, and shows how far it is.

use std::cell::Cell;
use std::io::{IsTerminal as _, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use newshound_index::article::Article;
use newshound_ingest::Seen;

use crate::config::Settings;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::show;
use crate::tally::{Problems, Slow, Tally};

/// Reads all articles that the settings name.
pub(crate) fn run(settings: &Settings, mut article: impl FnMut(Article)) -> Result<Tally, Failure> {
    let inputs = Inputs::new(&settings.inputs)?;
    let progress = Progress::new("reading");
    let far = Far::default();
    let mut slowest = Slowest::default();
    let mut exclusions = Exclusions::new(settings);
    let mut tally = Tally::default();
    let mut problems = Problems::default();
    let summary = newshound_ingest::each_article_watched(
        &inputs.paths,
        &settings.import,
        |mut found| {
            if exclusions.hit(&found) {
                tally.excluded += 1;
                return;
            }
            if let Some(base) = &settings.base_url {
                complete(base, &mut found.url);
                found.image.iter_mut().for_each(|image| complete(base, image));
            }
            tally.article(&found);
            if tally.articles.is_multiple_of(64) {
                far.articles.set(tally.articles);
                progress.say(|| far.text());
            }
            article(found);
        },
        |problem| problems.add(&problem, |text| inputs.name(text)),
        |seen| {
            far.bytes.set(far.bytes.get() + seen.bytes);
            far.of_bytes.set(seen.of_bytes);
            progress.say(|| far.text());
            slowest.add(seen);
        },
    );
    tally.slowest = slowest.end(|file| inputs.name(file));
    exclusions.unused().for_each(|rule| problems.no_exclusion(rule));
    for path in settings.excluded_paths.iter().filter(|path| !inputs.may_hold(path)) {
        problems.no_exclusion(&path.display().to_string());
    }
    tally.end(summary, problems);
    Ok(tally)
}

/// How far an import is.
struct Far {
    start: Instant,
    articles: Cell<u64>,
    bytes: Cell<u64>,
    of_bytes: Cell<u64>,
}

impl Default for Far {
    fn default() -> Far {
        Far { start: Instant::now(), articles: Cell::new(0), bytes: Cell::new(0), of_bytes: Cell::new(0) }
    }
}

impl Far {
    fn text(&self) -> String {
        far(self.start.elapsed().as_secs_f64(), self.articles.get(), self.bytes.get(), self.of_bytes.get())
    }
}

/// `1,280 articles, 5,100 a second, 12.0 MB of 30.0 MB, 4 s left`
fn far(seconds: f64, articles: u64, bytes: u64, of_bytes: u64) -> String {
    // Packed files may turn out larger than was guessed.
    let of_bytes = of_bytes.max(bytes);
    let mut out = String::new();
    // Where several files may tell of one article, they come when all are read.
    if articles > 0 {
        let rate = (articles as f64 / seconds.max(0.001)) as u64;
        out = format!("{}, {} a second, ", show::count(articles, "article"), show::number(rate));
    }
    out += &format!("{} of {}", show::bytes(bytes), show::bytes(of_bytes));
    // Early on, what is left is anybody's guess.
    if seconds > 1.0 && bytes * 50 > of_bytes {
        let left = seconds * (of_bytes - bytes) as f64 / bytes as f64;
        out += &format!(", {} left", show::seconds(Duration::from_secs(left.ceil() as u64)));
    }
    out
}

/// `55,270 articles, 45 %, 5,100 a second, 6.0 s left`
pub(crate) fn indexed(seconds: f64, articles: u64, percent: u32) -> String {
    let mut out = format!("{}, {percent} %", show::count(articles, "article"));
    if seconds > 0.1 && percent > 0 {
        let whole = seconds * 100.0 / f64::from(percent);
        let rate = show::number((articles as f64 / whole) as u64);
        let left = Duration::from_secs((whole - seconds).max(0.0).ceil() as u64);
        out += &format!(", {rate} a second, {} left", show::seconds(left));
    }
    out
}

/// How long each input took.
#[derive(Default)]
struct Slowest {
    /// The file that is being read, then the worst of those before it, the worst first.
    worst: Vec<(Duration, u64, String)>,
}

impl Slowest {
    /// How many are kept.
    const KEPT: usize = 5;

    fn add(&mut self, seen: Seen) {
        match self.worst.first_mut() {
            // The pieces of one file follow each other.
            Some((time, bytes, file)) if *file == seen.file => {
                *time += seen.time;
                *bytes += seen.bytes;
            }
            _ => {
                if !self.worst.is_empty() {
                    let before = self.worst.remove(0);
                    let at = self.worst.iter().position(|other| other.0 < before.0).unwrap_or(self.worst.len());
                    self.worst.insert(at, before);
                    self.worst.truncate(Slowest::KEPT);
                }
                self.worst.insert(0, (seen.time, seen.bytes, seen.file));
            }
        }
    }

    /// The worst, by how long they took.
    fn end(mut self, name: impl Fn(&str) -> String) -> Vec<Slow> {
        self.worst.sort_by_key(|slow| std::cmp::Reverse(slow.0));
        self.worst.truncate(Slowest::KEPT);
        let slow = |(time, bytes, file): (Duration, u64, String)| Slow {
            file: name(&file),
            seconds: (time.as_secs_f64() * 1e3).round() / 1e3,
            bytes,
        };
        self.worst.into_iter().map(slow).collect()
    }
}

/// Puts the site before a URL that is relative to it.
pub(crate) fn complete(base: &str, url: &mut String) {
    if url.starts_with('/') && !url.starts_with("//") {
        url.insert_str(0, base);
    }
}

/// What the settings keep out, and which of it there was. Who keeps something out relies on it: a rule that fits nothing
/// is told.
struct Exclusions<'a> {
    /// In lower case: `sponsored` is meant to keep `Sponsored` out.
    sections: Vec<(&'a str, String, bool)>,
    urls: Vec<(&'a str, bool)>,
}

impl<'a> Exclusions<'a> {
    fn new(settings: &'a Settings) -> Exclusions<'a> {
        let section = |name: &'a String| (name.as_str(), name.to_lowercase(), false);
        Exclusions {
            sections: settings.excluded_sections.iter().map(section).collect(),
            urls: settings.excluded_urls.iter().map(|pattern| (pattern.as_str(), false)).collect(),
        }
    }

    /// Whether an article is kept out; all rules that say so count as used.
    fn hit(&mut self, article: &Article) -> bool {
        let mut is_out = false;
        if let Some(section) = article.section.as_deref().filter(|_| !self.sections.is_empty()) {
            let section = section.to_lowercase();
            for (.., is_used) in self.sections.iter_mut().filter(|(_, name, _)| *name == section) {
                (*is_used, is_out) = (true, true);
            }
        }
        for (_, is_used) in self.urls.iter_mut().filter(|(pattern, _)| matches(pattern, &article.url)) {
            (*is_used, is_out) = (true, true);
        }
        is_out
    }

    /// Those that fitted no article, as they were written.
    fn unused(&self) -> impl Iterator<Item = &'a str> {
        let sections = self.sections.iter().filter(|(_, _, is_used)| !is_used).map(|(name, ..)| *name);
        sections.chain(self.urls.iter().filter(|(_, is_used)| !is_used).map(|(pattern, _)| *pattern))
    }
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
    pub(crate) fn say(&self, text: impl FnOnce() -> String) {
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
    fn how_far_it_is() {
        let check = |seconds, articles, bytes, of_bytes, expect: &str| {
            assert_eq!(far(seconds, articles, bytes, of_bytes), expect);
        };
        check(0.0, 0, 0, 0, "0 B of 0 B");
        check(0.5, 64, 1_000, 2_000, "64 articles, 128 a second, 1.0 kB of 2.0 kB");
        check(2.0, 0, 1_000, 3_000, "1.0 kB of 3.0 kB, 4.0 s left");
        check(2.0, 1, 5_000, 3_000, "1 article, 0 a second, 5.0 kB of 5.0 kB, 0 ms left");
        check(2.0, 0, 1, 3_000, "1 B of 3.0 kB");
    }

    #[test]
    fn how_far_the_index_is() {
        let check = |seconds, articles, percent, expect: &str| {
            assert_eq!(indexed(seconds, articles, percent), expect);
        };
        check(0.0, 0, 0, "0 articles, 0 %");
        check(0.05, 10, 35, "10 articles, 35 %");
        check(5.0, 55_270, 50, "55,270 articles, 50 %, 5,527 a second, 5.0 s left");
        check(9.0, 1_000, 90, "1,000 articles, 90 %, 100 a second, 1.0 s left");
    }

    #[test]
    fn the_slowest_are_kept() {
        let mut slowest = Slowest::default();
        for (file, milliseconds) in [("a", 5), ("b", 1), ("b", 6), ("c", 2), ("d", 3), ("e", 4), ("f", 9), ("g", 1)] {
            let time = Duration::from_millis(milliseconds);
            slowest.add(Seen { file: file.into(), bytes: 1, time, of_bytes: 9 });
        }
        let kept = slowest.end(|file| file.to_uppercase());
        let kept: Vec<String> =
            kept.iter().map(|slow| format!("{} {} {}", slow.file, slow.seconds, slow.bytes)).collect();
        assert_eq!(kept, ["F 0.009 1", "B 0.007 2", "A 0.005 1", "E 0.004 1", "D 0.003 1"]);
    }

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
