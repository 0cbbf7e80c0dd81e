//! [`Tally`]: what came out of an import, counted as it comes.

use std::collections::BTreeMap;

use newshound_index::article::Article;
use newshound_index::build::SettingProblem;
use newshound_index::date::Date;
use newshound_ingest::{Problem, Severity, Summary};
use serde::Serialize;

/// Problems of one kind that are told one by one; of the others only the number is.
const TOLD: usize = 20;

/// What came out of an import.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tally {
    /// Articles that came out and were not excluded.
    pub(crate) articles: u64,
    /// Articles that the settings keep out.
    pub(crate) excluded: u64,
    /// Files that were opened.
    pub(crate) files: u64,
    /// Bytes of those files, unpacked.
    pub(crate) bytes: u64,
    /// The inputs that took longest, in the time of one core.
    pub(crate) slowest: Vec<Slow>,
    /// How many articles have what.
    pub(crate) with: With,
    /// Articles of each format, excluded ones too.
    pub(crate) formats: BTreeMap<String, u64>,
    /// Articles of each section; those without are under the empty name.
    pub(crate) sections: BTreeMap<String, u64>,
    /// Articles of each language; those without are under the empty name.
    pub(crate) languages: BTreeMap<String, u64>,
    #[serde(serialize_with = "as_text")]
    pub(crate) oldest: Option<Date>,
    #[serde(serialize_with = "as_text")]
    pub(crate) newest: Option<Date>,
    #[serde(serialize_with = "in_order")]
    pub(crate) problems: Problems,
}

/// How long one input took.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Slow {
    pub(crate) file: String,
    pub(crate) seconds: f64,
    /// Unpacked.
    pub(crate) bytes: u64,
}

/// Problems by kind, by how bad they are, then by how many.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) kinds: Vec<Kind>,
    /// Articles that have no URL of their own.
    without_url: u64,
}

/// How many articles have what.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct With {
    /// A title of their own.
    pub(crate) title: u64,
    pub(crate) body: u64,
    pub(crate) date: u64,
    /// A URL of their own.
    pub(crate) url: u64,
    pub(crate) section: u64,
    pub(crate) author: u64,
    pub(crate) language: u64,
    pub(crate) image: u64,
    /// Free to read.
    pub(crate) free: u64,
}

/// Problems of one kind.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kind {
    pub(crate) code: String,
    #[serde(serialize_with = "severity")]
    pub(crate) severity: Severity,
    pub(crate) count: u64,
    pub(crate) remedy: &'static str,
    /// The first of them.
    pub(crate) examples: Vec<Example>,
}

/// One problem.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Example {
    pub(crate) file: String,
    pub(crate) line: Option<u64>,
    pub(crate) what: String,
    pub(crate) done: String,
}

fn in_order<S: serde::Serializer>(problems: &Problems, to: S) -> Result<S::Ok, S::Error> {
    problems.kinds.serialize(to)
}

fn as_text<S: serde::Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(to)
}

fn severity<S: serde::Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(word(*severity))
}

/// How bad something is, in a word.
pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        _ => 2,
    }
}

impl Problems {
    /// Counts a problem; `name` says how the files in a text are called.
    pub(crate) fn add(&mut self, problem: &Problem, name: impl Fn(&str) -> String) {
        let code = problem.kind.code();
        if let newshound_ingest::ProblemKind::NoUrl { count, .. } = problem.kind {
            self.without_url += count;
        }
        let at = self.kinds.iter().position(|kind| kind.code == code).unwrap_or_else(|| {
            self.kinds.push(Kind {
                code: code.to_owned(),
                severity: problem.severity(),
                count: 0,
                remedy: problem.kind.remedy(),
                examples: Vec::new(),
            });
            self.kinds.len() - 1
        });
        let Some(kind) = self.kinds.get_mut(at) else { return };
        kind.count += 1;
        if kind.examples.len() < TOLD {
            let (what, done) = (name(&problem.kind.to_string()), name(&problem.kind.done()));
            kind.examples.push(Example { file: name(&problem.file), line: problem.line, what, done });
        }
    }

    /// Counts something of the settings' file that comes to nothing.
    pub(crate) fn setting(&mut self, problem: &SettingProblem, file: &str) {
        let (what, done) = (problem.to_string(), "left out".to_owned());
        self.warn(problem.code(), problem.remedy(), Example { file: file.to_owned(), line: None, what, done });
        self.sort();
    }

    /// Counts an exclusion, of a flag or the settings, that keeps nothing out.
    pub(crate) fn no_exclusion(&mut self, rule: &str) {
        let what = format!("`{rule}` is to stay out, and fits nothing");
        let done = "went on without it".to_owned();
        let remedy = "write it as the articles do: `newshound check --list` shows URLs, the summary sections";
        self.warn("unused-exclusion", remedy, Example { file: String::new(), line: None, what, done });
    }

    fn warn(&mut self, code: &str, remedy: &'static str, example: Example) {
        let at = self.kinds.iter().position(|kind| kind.code == code).unwrap_or_else(|| {
            let severity = Severity::Warning;
            self.kinds.push(Kind { code: code.to_owned(), severity, count: 0, remedy, examples: Vec::new() });
            self.kinds.len() - 1
        });
        if let Some(kind) = self.kinds.get_mut(at) {
            kind.count += 1;
            if kind.examples.len() < TOLD {
                kind.examples.push(example);
            }
        }
    }

    fn sort(&mut self) {
        self.kinds.sort_by(|one, other| {
            (rank(one.severity), other.count, &one.code).cmp(&(rank(other.severity), one.count, &other.code))
        });
    }

    /// Those that are more than a note.
    pub(crate) fn faults(&self) -> u64 {
        self.kinds.iter().filter(|kind| rank(kind.severity) < 2).map(|kind| kind.count).sum()
    }
}

impl Tally {
    /// Counts an article that stays.
    pub(crate) fn article(&mut self, article: &Article) {
        let with = &mut self.with;
        self.articles += 1;
        let is_derived = article.fields.iter().any(|(name, _)| name == "title_is_derived");
        for (counter, has) in [
            (&mut with.title, !is_derived),
            (&mut with.body, !article.blocks.is_empty()),
            (&mut with.date, article.published.is_some()),
            (&mut with.section, article.section.is_some()),
            (&mut with.author, !article.authors.is_empty()),
            (&mut with.language, article.language.is_some()),
            (&mut with.image, article.image.is_some()),
            (&mut with.free, article.is_free),
        ] {
            *counter += u64::from(has);
        }
        for (counts, value) in [(&mut self.sections, &article.section), (&mut self.languages, &article.language)] {
            let value = value.as_deref().unwrap_or_default();
            match counts.get_mut(value) {
                Some(count) => *count += 1,
                None => drop(counts.insert(value.to_owned(), 1)),
            }
        }
        if let Some(date) = article.published {
            let is = |known: Option<Date>, better: fn(i64, i64) -> bool| {
                known.is_none_or(|known| better(date.local_seconds(), known.local_seconds()))
            };
            if is(self.oldest, |new, known| new < known) {
                self.oldest = Some(date);
            }
            if is(self.newest, |new, known| new > known) {
                self.newest = Some(date);
            }
        }
    }

    /// Takes over what the importer counted.
    pub(crate) fn end(&mut self, summary: Summary, problems: Problems) {
        self.problems = problems;
        self.with.url = self.articles.saturating_sub(self.problems.without_url);
        self.files = summary.files;
        self.bytes = summary.bytes;
        self.formats = summary.formats.into_iter().map(|(format, count)| (format.to_string(), count)).collect();
        self.problems.sort();
    }
}
