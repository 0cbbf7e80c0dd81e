//! [`Sink`]: where a format puts its articles and problems. One file's worth, with no knowledge of the others, so
//! that files may be read side by side.

use newshound_index::article::Article;
use newshound_index::date::Date;

use crate::dates::{DayOrder, read_date_in};
use crate::options::Options;
use crate::problem::{Problem, ProblemKind, excerpt};

/// An article as a format found it. [`crate::finish::Finish`] cleans its texts and fills what is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The article; `id`, `url` and `title` may be empty.
    pub(crate) article: Article,
    /// Where it starts, in formats with lines.
    pub(crate) line: Option<u64>,
    /// What its id is made from if it has neither id nor URL.
    pub(crate) stem: String,
    /// Where its own file is found on the site, if that is one of the site's pages: its URL if nothing tells another.
    pub(crate) place: String,
    /// The source says itself that there is no text, so nobody needs to hear of it.
    pub(crate) is_headline_only: bool,
    /// It tells of an article that stands elsewhere, and is none itself.
    pub(crate) is_metadata: bool,
    /// Of several with one id, the highest counts.
    pub(crate) version: u64,
    /// Why it stays out, whoever else tells of it: its publisher takes this version, and all before it, back; or does
    /// not publish it yet.
    pub(crate) withheld: Option<ProblemKind>,
}

/// What a format hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An article, with the file that it stands in.
    Draft(String, Box<Draft>),
    /// A problem.
    Problem(Problem),
}

/// Takes a file's articles and problems in order.
pub(crate) struct Sink<'a> {
    pub(crate) options: &'a Options,
    file: String,
    out: &'a mut dyn FnMut(Event),
}

impl<'a> Sink<'a> {
    pub(crate) fn new(options: &'a Options, file: &str, out: &'a mut dyn FnMut(Event)) -> Sink<'a> {
        Sink { options, file: file.to_owned(), out }
    }

    /// The name of the file that is read, for messages.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Takes an article.
    pub(crate) fn article(&mut self, line: Option<u64>, stem: &str, article: Article) {
        self.draft(Draft { article, line, stem: stem.to_owned(), ..Draft::default() });
    }

    /// Takes an article with what else the format knows.
    pub(crate) fn draft(&mut self, draft: Draft) {
        (self.out)(Event::Draft(self.file.clone(), Box::new(draft)));
    }

    /// Takes a problem.
    pub(crate) fn problem(&mut self, line: Option<u64>, kind: ProblemKind) {
        (self.out)(Event::Problem(Problem { file: self.file.clone(), line, kind }));
    }

    /// Reads a date, and takes a problem where it is none or only half of one. Empty texts are no problem.
    pub(crate) fn date(&mut self, line: Option<u64>, key: &str, text: &str) -> Option<Date> {
        // Programs write the start of their calendar where there is no date.
        if is_no_date(text) {
            return None;
        }
        let key = key.to_owned();
        let Some(read) = read_date_in(text, self.options.day_order) else {
            self.problem(line, ProblemKind::BrokenDate { key, text: excerpt(text) });
            return None;
        };
        if read.clock_is_broken {
            self.problem(line, ProblemKind::BrokenClock { key, text: excerpt(text) });
        } else if read.is_ambiguous && self.options.day_order == DayOrder::Unknown {
            self.problem(line, ProblemKind::AmbiguousDate { key, text: excerpt(text) });
        }
        Some(read.date)
    }
}

/// Whether a text stands where there is no date: none, or the start of a program's calendar.
pub(crate) fn is_no_date(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with("0001-01-01") || text.starts_with("0000-00-00")
}
