//! [`read`] and [`each_article`]: from paths to articles.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use newshound_index::article::Article;

use crate::finish::Finish;
use crate::format::{Format, HEAD};
use crate::input::{Input, unreadable};
use crate::options::Options;
use crate::problem::{Problem, ProblemKind, Severity};
use crate::sink::{Event, Sink};
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
        let mut format = None;
        let mut count = 0;
        let read = read_file(found, options, &mut |event| match event {
            Event::Draft(draft) => {
                if let Some(finished) = finish.article(&found.name, *draft, &mut problem) {
                    count += 1;
                    article(finished);
                }
            }
            Event::Problem(found) => {
                is_silent &= found.severity() != Severity::Error;
                problem(found);
            }
        });
        match read {
            Ok(Some((read_as, bytes))) => {
                format = Some(read_as);
                summary.files += 1;
                summary.bytes += bytes;
            }
            Ok(None) => {}
            Err(kind) => {
                is_silent &= kind.severity() != Severity::Error;
                problem(Problem { file: found.name.clone(), line: None, kind });
            }
        }
        if let Some(format) = format {
            *summary.formats.entry(format).or_default() += count;
        }
        summary.articles += count;
    }
    if summary.articles == 0 && is_silent {
        let file = inputs.iter().map(|input| input.as_ref().to_string_lossy().into_owned()).min().unwrap_or_default();
        problem(Problem { file, line: None, kind: ProblemKind::NoFiles });
    }
    finish.end().into_iter().for_each(problem);
    summary
}

/// Names that stand beside articles and are none; nobody needs to hear of them.
const SILENT: [&str; 34] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "css", "scss", "less", "js", "mjs", "map", "ts", "woff",
    "woff2", "ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "pdf", "wasm", "lock", "toml", "yml", "yaml", "br",
    "rb", "sh", "bat",
];

/// Reads one file; gives its format and how many bytes it had, unpacked, or `None` where it is not an article's.
fn read_file(
    found: &Found,
    options: &Options,
    out: &mut dyn FnMut(Event),
) -> Result<Option<(Format, u64)>, ProblemKind> {
    let file = File::open(&found.path).map_err(unreadable)?;
    let mut reader: Box<dyn BufRead> = Box::new(BufReader::with_capacity(64 * 1024, file));
    let mut name = found.below.as_str();
    if reader.fill_buf().map_err(unreadable)?.starts_with(&[0x1f, 0x8b]) {
        reader = Box::new(BufReader::with_capacity(64 * 1024, MultiGzDecoder::new(reader)));
        name = name.strip_suffix(".gz").unwrap_or(name);
    }
    let mut head = Vec::with_capacity(HEAD);
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(unreadable)?;
    let Some(format) = Format::of(name, &head) else {
        let extension = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
        let is_silent = !found.is_named && SILENT.contains(&extension.as_str());
        return if is_silent { Ok(None) } else { Err(ProblemKind::UnknownFormat) };
    };
    let mut counted = Counted { inner: std::io::Cursor::new(head).chain(reader), bytes: 0 };
    let stem = stem_of(name);
    let mut input = Input { name: found.name.clone(), stem, reader: Box::new(BufReader::new(&mut counted)) };
    let file = input.name.clone();
    format.read(&mut input, &mut Sink::new(options, &file, out));
    drop(input);
    Ok(Some((format, counted.bytes)))
}

/// A name without its extension.
fn stem_of(name: &str) -> String {
    let file_at = name.rfind('/').map_or(0, |at| at + 1);
    let dot = name.rfind('.').filter(|dot| *dot > file_at).unwrap_or(name.len());
    name.get(..dot).unwrap_or(name).to_owned()
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}
