//! From the paths that a caller names to the files below them, in one order whatever the file system says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::{Problem, ProblemKind};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// For messages and for the order: the caller's path, then the way below it, parted by `/`.
    pub(crate) name: String,
    /// The way below the caller's folder; of a file that the caller named, its name.
    pub(crate) below: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The caller named it itself, so it is meant.
    pub(crate) is_named: bool,
}

/// Files that stand together in a folder that was built for readers: an index, not articles.
const BUILT: [[&str; 2]; 2] =
    [["newshound.json", "newshound-index"], ["newshound_engine_bg.wasm", "newshound_engine.js"]];

/// Folders deeper than this are not entered.
const MAX_DEPTH: usize = 100;

/// All files of the inputs, sorted by name, each once. Hidden files and folders are skipped, and those that the caller
/// wants skipped, and what was built of articles before; links are followed, and no folder is entered twice.
pub(crate) fn files<P: AsRef<Path>>(inputs: &[P], skip: &[PathBuf]) -> (Vec<Found>, Vec<Problem>) {
    let mut walk =
        Walk { skip: skip.iter().filter_map(|path| fs::canonicalize(path).ok()).collect(), ..Walk::default() };
    let mut inputs: Vec<&Path> = inputs.iter().map(AsRef::as_ref).collect();
    inputs.sort();
    inputs.dedup();
    for input in inputs {
        let name = slashed(input);
        let before = walk.found.len() + walk.problems.len();
        if input.is_dir() {
            walk.folder(input, &name, "", 0);
        } else {
            let below = input.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match fs::metadata(input) {
                Ok(_) => walk.found.push(Found { name: name.clone(), below, path: input.to_owned(), is_named: true }),
                Err(error) => walk.problem(&name, ProblemKind::Unreadable { reason: error.to_string() }),
            }
        }
        if walk.found.len() + walk.problems.len() == before {
            walk.problem(&name, ProblemKind::NoFiles);
        }
    }
    walk.found.sort();
    // A file that is named twice, or stands below two inputs, is read once.
    let mut seen = BTreeSet::new();
    walk.found.retain(|found| seen.insert(fs::canonicalize(&found.path).unwrap_or_else(|_| found.path.clone())));
    walk.problems.sort_by(|a, b| a.file.cmp(&b.file));
    (walk.found, walk.problems)
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    problems: Vec<Problem>,
    /// What is passed by without a word, by its real path.
    skip: Vec<PathBuf>,
    /// Folders that were entered, by their real path.
    entered: BTreeSet<PathBuf>,
}

impl Walk {
    fn problem(&mut self, name: &str, kind: ProblemKind) {
        self.problems.push(Problem { file: name.to_owned(), line: None, kind });
    }

    fn folder(&mut self, path: &Path, name: &str, below: &str, depth: usize) {
        let entered = fs::canonicalize(path).map(|real| self.entered.insert(real));
        let entries = match entered {
            Ok(true) if depth < MAX_DEPTH => fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>),
            Ok(_) => return self.problem(name, ProblemKind::FolderTwice),
            Err(error) => Err(error),
        };
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.problem(name, ProblemKind::Unreadable { reason: error.to_string() }),
        };
        let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let is_skipped = || fs::canonicalize(&path).is_ok_and(|real| self.skip.contains(&real));
            if file_name.starts_with('.') || !self.skip.is_empty() && is_skipped() {
                continue;
            }
            let name =
                if name.is_empty() { file_name.clone() } else { format!("{}/{file_name}", name.trim_end_matches('/')) };
            let below = if below.is_empty() { file_name } else { format!("{below}/{file_name}") };
            if path.is_dir() {
                if BUILT.iter().any(|marks| marks.iter().all(|mark| path.join(mark).exists())) {
                    continue;
                }
                self.folder(&path, &name, &below, depth + 1);
            } else if path.is_file() {
                self.found.push(Found { name, below, path, is_named: false });
            } else if fs::symlink_metadata(&path).is_ok_and(|data| data.file_type().is_symlink()) {
                self.problem(&name, ProblemKind::Unreadable { reason: "the link leads nowhere".into() });
            }
        }
    }
}

/// A path with `/`, whatever the system uses.
fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_before_is_passed_by() {
        let folder = std::env::temp_dir().join(format!("newshound-walk-{}", std::process::id()));
        for file in
            ["site/a.html", "site/search/newshound.json", "site/search/newshound-index/b.html", "site/search/c.html"]
                .into_iter()
                .chain(["site/flat/newshound_engine_bg.wasm", "site/flat/newshound_engine.js", "site/flat/d.html"])
                .chain(["site/news/newshound.json", "site/news/e.html"])
        {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("it is below")).expect("it can be made");
            fs::write(path, "").expect("it can be written");
        }
        let (found, problems) = files(&[folder.join("site")], &[]);
        let below: Vec<&str> = found.iter().map(|found| found.below.as_str()).collect();
        assert_eq!((below, problems.len()), (vec!["a.html", "news/e.html", "news/newshound.json"], 0));
        let _ = fs::remove_dir_all(folder);
    }
}
