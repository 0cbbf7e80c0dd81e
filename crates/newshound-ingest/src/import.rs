//! [`read`] and [`each_article`]: from paths to articles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use newshound_index::article::Article;
use newshound_index::date::{Date, Precision};

use crate::archive::{Look, look};
use crate::finish::Finish;
use crate::format::Format;
use crate::join::{Join, Out};
use crate::options::Options;
use crate::parallel::read_all;
use crate::permalink;
use crate::problem::{Problem, ProblemKind};
use crate::sections::leave_out_drafts;
use crate::sink::{Draft, Event};
use crate::walk::{Found, files};

/// What came out of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The articles, by file name, inside a file in its order.
    pub articles: Vec<Article>,
    /// What is worth telling, in the same order; what concerns the whole import stands last.
    pub problems: Vec<Problem>,
    /// How much was read.
    pub summary: Summary,
}

/// How much an import read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles that came out.
    pub articles: u64,
    /// Files that were opened.
    pub files: u64,
    /// Bytes of those files, unpacked.
    pub bytes: u64,
    /// How many articles each format gave: where several tell of one, the one whose word counts first.
    pub formats: BTreeMap<Format, u64>,
    /// How many articles each format told more about, which another gave. See the crate's page for whose word counts.
    pub joined: BTreeMap<Format, u64>,
}

/// A piece of the inputs that was read, for who watches: a file, a member of an archive, or a batch of lines. They come
/// in the order of the inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The file's name, as problems give it.
    pub file: String,
    /// Its bytes, unpacked.
    pub bytes: u64,
    /// How long one core worked on it.
    pub time: Duration,
    /// How many bytes all inputs have, unpacked; a guess where some are packed.
    pub of_bytes: u64,
}

/// Reads all articles of files and folders (with all below them). An input that is no file's name may be a pattern, such
/// as `site/**/*.md`: what it fits is read as if `site` was named, so hidden files stay out, and drafts are known by
/// their folders.
///
/// The order of `inputs`, and the order in which the file system lists a folder, make no difference. Bad items
/// become [`Problem`]s, the others are read; this never fails as a whole.
///
/// ```no_run
/// let import = newshound_ingest::read(&["articles"], &newshound_ingest::Options::default());
/// for problem in &import.problems {
///     eprintln!("{problem}");
/// }
/// println!("{} articles", import.articles.len());
/// ```
pub fn read<P: AsRef<Path>>(inputs: &[P], options: &Options) -> Import {
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    let summary = each_article(inputs, options, |article| articles.push(article), |problem| problems.push(problem));
    // What is found when all files are read stands beside what was found in the file.
    problems.sort_by(|one, other| {
        let key = |problem: &Problem| (problem.file.is_empty(), problem.file.clone(), problem.line);
        key(one).cmp(&key(other))
    });
    Import { articles, problems, summary }
}

/// The same as [`read`], one article at a time: what is held meanwhile is what is being read (some megabytes for each
/// core) and a small record for every id. Only where inputs may tell of the same articles (several formats, pages,
/// feeds, agencies' items, archives) are articles held until all are read.
///
/// The order and content of what comes out do not depend on [`Options::threads`].
pub fn each_article<P: AsRef<Path>>(
    inputs: &[P],
    options: &Options,
    article: impl FnMut(Article),
    problem: impl FnMut(Problem),
) -> Summary {
    each_article_watched(inputs, options, article, problem, |_| ())
}

/// The same as [`each_article`]; `watch` is told what was read, before the articles of that piece come, or the last of
/// them if they are very many.
pub fn each_article_watched<P: AsRef<Path>>(
    inputs: &[P],
    options: &Options,
    article: impl FnMut(Article),
    problem: impl FnMut(Problem),
    mut watch: impl FnMut(Seen),
) -> Summary {
    // One moment for all.
    let now = Date::from_local_seconds(options.now_seconds(), Precision::Second, Some(0));
    let permalink = options.permalink.clone().or_else(|| permalink::configured(inputs));
    let options = &Options { now: options.now.or(now), permalink, ..options.clone() };
    let (mut found, mut problems) = files(inputs, &options.skip);
    problems.extend(leave_out_drafts(&mut found));
    let mut import = Run {
        finish: Finish::new(options),
        summary: Summary::default(),
        is_silent: true,
        unknown_keys: (String::new(), BTreeSet::new()),
        undeclared: BTreeSet::new(),
        article,
        problem,
    };
    for problem in problems {
        import.problem(problem);
    }
    let mut join = may_join(&found, options).then(Join::default);
    let of_bytes = found.iter().map(size).sum();
    import.summary.files = read_all(&found, options, &mut |done| {
        import.summary.bytes += done.bytes;
        if done.is_last {
            watch(Seen { file: done.file, bytes: done.bytes, time: done.time, of_bytes });
        }
        for event in done.events {
            match event {
                Event::Problem(problem) => import.problem(problem),
                Event::Draft(file, draft) => match &mut join {
                    Some(join) => join.push(done.format, file, *draft, &mut |out| {
                        if let Out::Problem(problem) = out {
                            import.problem(problem);
                        }
                    }),
                    None => import.draft(done.format, &file, *draft),
                },
            }
        }
    });
    if let Some(join) = join {
        join.end(&mut |out| match out {
            Out::Problem(problem) => import.problem(problem),
            Out::Article(format, file, draft, others) => {
                for other in others {
                    *import.summary.joined.entry(other).or_default() += 1;
                }
                import.draft(format, &file, *draft);
            }
        });
    }
    import.end(inputs)
}

/// About how many bytes a file has, unpacked.
fn size(found: &Found) -> u64 {
    /// What text packs to, with the common packers.
    const RATIO: u64 = 4;
    let length = std::fs::metadata(&found.path).map_or(0, |data| data.len());
    let is_packed = [".gz", ".tgz", ".zip"].iter().any(|end| found.below.ends_with(end));
    if is_packed { length.saturating_mul(RATIO) } else { length }
}

/// Whether inputs may tell of the same articles. Looks at the start of each file.
fn may_join(found: &[Found], options: &Options) -> bool {
    let mut first = None;
    found.iter().any(|found| match look(found, options) {
        Look::Nothing => false,
        Look::Archive => true,
        Look::File(format, has_versions) => {
            has_versions || format.tells_of_others() || format != *first.get_or_insert(format)
        }
    })
}

/// An import under way.
struct Run<'a, A, P> {
    finish: Finish<'a>,
    summary: Summary,
    /// Nothing was told yet.
    is_silent: bool,
    /// The file that is being read, and its keys that were told to be unknown: each once a file.
    unknown_keys: (String, BTreeSet<String>),
    /// Fields that nobody named, over all files.
    undeclared: BTreeSet<String>,
    article: A,
    problem: P,
}

impl<A: FnMut(Article), P: FnMut(Problem)> Run<'_, A, P> {
    fn problem(&mut self, problem: Problem) {
        if let ProblemKind::UndeclaredFields { names } = problem.kind {
            return self.undeclared.extend(names);
        }
        if let ProblemKind::UnknownKey { key } = &problem.kind {
            if self.unknown_keys.0 != problem.file {
                self.unknown_keys = (problem.file.clone(), BTreeSet::new());
            }
            if !self.unknown_keys.1.insert(key.clone()) {
                return;
            }
        }
        self.is_silent = false;
        (self.problem)(problem);
    }

    fn draft(&mut self, format: Format, file: &str, draft: Draft) {
        if let Some(kind) = draft.withheld {
            return self.problem(Problem { file: file.to_owned(), line: draft.line, kind });
        }
        let mut problems = Vec::new();
        let finished = self.finish.article(file, draft, &mut |problem| problems.push(problem));
        for problem in problems {
            // What is told of one article says nothing about the whole import.
            (self.problem)(problem);
        }
        // Articles were there.
        self.is_silent &= finished.is_some();
        if let Some(finished) = finished {
            *self.summary.formats.entry(format).or_default() += 1;
            self.summary.articles += 1;
            (self.article)(finished);
        }
    }

    fn end<I: AsRef<Path>>(mut self, inputs: &[I]) -> Summary {
        if self.summary.articles == 0 && self.is_silent {
            let names = inputs.iter().map(|input| input.as_ref().to_string_lossy().into_owned());
            let file = names.min().unwrap_or_default();
            (self.problem)(Problem { file, line: None, kind: ProblemKind::NoFiles });
        }
        if !self.undeclared.is_empty() {
            let kind = ProblemKind::UndeclaredFields { names: self.undeclared.into_iter().collect() };
            (self.problem)(Problem { file: String::new(), line: None, kind });
        }
        self.finish.end().into_iter().for_each(self.problem);
        self.summary
    }
}
