//! [`read`] and [`each_article`]: from paths to articles.

use std::collections::BTreeMap;
use std::path::Path;

use newshound_index::article::Article;

use crate::archive;
use crate::finish::Finish;
use crate::format::Format;
use crate::options::Options;
use crate::problem::{Problem, ProblemKind, Severity};
use crate::sink::Event;
use crate::walk::files;

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
    /// How many articles each format gave.
    pub formats: BTreeMap<Format, u64>,
}

/// Reads all articles of files and folders (with all below them).
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
    Import { articles, problems, summary }
}

/// The same as [`read`], one article at a time: what is held meanwhile is one file, or one line of JSON Lines, and
/// a small record for every id.
pub fn each_article<P: AsRef<Path>>(
    inputs: &[P],
    options: &Options,
    mut article: impl FnMut(Article),
    mut problem: impl FnMut(Problem),
) -> Summary {
    let mut summary = Summary::default();
    let mut finish = Finish::new(options);
    let (found, problems) = files(inputs);
    let mut is_silent = problems.iter().all(|problem| problem.severity() != Severity::Error);
    problems.into_iter().for_each(&mut problem);
    for found in &found {
        let mut events = |format: Format, event: Event| match event {
            Event::Draft(file, draft) => {
                if let Some(finished) = finish.article(&file, *draft, &mut problem) {
                    *summary.formats.entry(format).or_default() += 1;
                    summary.articles += 1;
                    article(finished);
                }
            }
            Event::Problem(found) => {
                is_silent &= found.severity() != Severity::Error;
                problem(found);
            }
        };
        match archive::read_file(found, options, &mut events) {
            Ok(Some(bytes)) => {
                summary.files += 1;
                summary.bytes += bytes;
            }
            Ok(None) => {}
            Err(kind) => {
                is_silent &= kind.severity() != Severity::Error;
                problem(Problem { file: found.name.clone(), line: None, kind });
            }
        }
    }
    if summary.articles == 0 && is_silent {
        let file = inputs.iter().map(|input| input.as_ref().to_string_lossy().into_owned()).min().unwrap_or_default();
        problem(Problem { file, line: None, kind: ProblemKind::NoFiles });
    }
    finish.end().into_iter().for_each(problem);
    summary
}
