//! From the paths that a caller names to the files below them, in one order whatever the file system says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::named::{Filter, Kind, Root, roots};
use crate::problem::{Problem, ProblemKind};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// For messages and for the order: the caller's path, then the way below it, parted by `/`.
    pub(crate) name: String,
    /// The way below the site ([`crate::named`]): what ids and URLs are made from.
    pub(crate) below: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The caller named it and no other file, so it is meant.
    pub(crate) is_named: bool,
}

/// Files that stand together in a folder that was built for readers: an index, not articles.
const BUILT: [[&str; 2]; 2] =
    [["newshound.json", "newshound-index"], ["newshound_engine_bg.wasm", "newshound_engine.js"]];

/// The settings of Hugo and Zola, beside which `themes` and `archetypes` are theirs.
const SETTINGS: [&str; 10] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default",
    "theme.toml",
];

/// Lists of packages, beside which `vendor` is what was fetched by them.
const PACKAGES: [&str; 6] = ["composer.json", "Gemfile", "go.mod", "package.json", "_config.yml", "hugo.toml"];

/// Folders deeper than this are not entered.
const MAX_DEPTH: usize = 100;

/// All files of the inputs, sorted by name, each once. Hidden files and folders are skipped, and those that the caller
/// wants skipped, what was built of articles before, and what a generator's folder has beside them; links are followed,
/// and no folder is entered twice.
pub(crate) fn files<P: AsRef<Path>>(inputs: &[P], skip: &[PathBuf]) -> (Vec<Found>, Vec<Problem>) {
    let mut walk =
        Walk { skip: skip.iter().filter_map(|path| fs::canonicalize(path).ok()).collect(), ..Walk::default() };
    for root in roots(inputs) {
        let before = walk.found.len() + walk.problems.len();
        if walk.is_skipped_with_folders(&root.path) {
            // Said to be left out, and named: that nothing came of it is told.
        } else {
            walk.root(&root);
        }
        if walk.found.len() + walk.problems.len() == before {
            walk.problem(&root.name, ProblemKind::NoFiles);
        }
    }
    // A file that is named twice, or stands below two inputs, is read once: as the one says that tells more of its way.
    let key = |found: &Found| (found.name.clone(), usize::MAX - found.below.len());
    walk.found.sort_by_cached_key(key);
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

/// A folder on the way.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a Path,
    name: &'a str,
    below: &'a str,
    /// How many folders are above it, up to the root.
    depth: usize,
    /// So much of `below` is the way to the root.
    above: usize,
    /// What is meant of it; all without one.
    filter: Option<&'a Filter>,
}

impl Walk {
    fn problem(&mut self, name: &str, kind: ProblemKind) {
        self.problems.push(Problem { file: name.to_owned(), line: None, kind });
    }

    /// Whether the caller wants a path skipped.
    fn is_skipped(&self, path: &Path) -> bool {
        !self.skip.is_empty() && fs::canonicalize(path).is_ok_and(|real| self.skip.contains(&real))
    }

    /// Whether it, or a folder that it is in, is to be skipped.
    fn is_skipped_with_folders(&self, path: &Path) -> bool {
        let is_one = |real: &Path| self.skip.iter().any(|skip| real.starts_with(skip));
        !self.skip.is_empty() && fs::canonicalize(path).is_ok_and(|real| is_one(&real))
    }

    fn root(&mut self, root: &Root) {
        let Root { path, name, below, kind } = root;
        let place = Place { path, name, below, depth: 0, filter: None, above: below.len() };
        match kind {
            Kind::File { is_alone } => match fs::metadata(path) {
                Ok(_) => self.found.push(Found {
                    name: name.clone(),
                    below: below.clone(),
                    path: path.clone(),
                    is_named: *is_alone,
                }),
                Err(error) => self.problem(name, ProblemKind::Unreadable { reason: error.to_string() }),
            },
            Kind::Some(filter) => {
                // Several patterns may be about one folder.
                let entered = std::mem::take(&mut self.entered);
                self.folder(Place { filter: Some(filter), ..place });
                self.entered.extend(entered);
            }
            // A part of a site that was named, too.
            Kind::Folder { is_part: true, .. } => {
                let name = below.rsplit('/').next().unwrap_or(below);
                if !path.parent().is_some_and(|parent| is_no_content(parent, name)) {
                    self.folder(place);
                }
            }
            Kind::Folder { is_alone, .. } => {
                let before = self.found.len();
                self.folder(place);
                let new = self.found.get_mut(before..).unwrap_or_default();
                let mut pages = new.iter_mut().filter(|found| is_page(&found.below));
                if let (false, Some(page), None) = (is_alone, pages.next(), pages.next())
                    && page.below.starts_with("index.")
                    && let Some(folder) = path.file_name()
                {
                    page.below = format!("{}/{}", folder.to_string_lossy(), page.below);
                }
            }
        }
    }

    fn folder(&mut self, place: Place<'_>) {
        let Place { path, name, below, depth, above, filter } = place;
        let folder = path;
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
            let next = if below.is_empty() { file_name.clone() } else { format!("{below}/{file_name}") };
            let way = next.get(above..).unwrap_or_default().trim_start_matches('/');
            let fits = filter.map_or(!file_name.starts_with('.'), |filter| filter.fits(way));
            let may_hold = fits || filter.is_some_and(|filter| filter.may_be_in(&file_name, depth));
            if !may_hold || self.is_skipped(&path) {
                continue;
            }
            let is_named = filter.is_some_and(|filter| filter.names(&file_name));
            let name =
                if name.is_empty() { file_name.clone() } else { format!("{}/{file_name}", name.trim_end_matches('/')) };
            if path.is_dir() {
                if BUILT.iter().any(|marks| marks.iter().all(|mark| path.join(mark).exists()))
                    || !is_named && is_no_content(folder, &file_name)
                {
                    continue;
                }
                let filter = filter.filter(|_| !fits);
                self.folder(Place { path: &path, name: &name, below: &next, depth: depth + 1, above, filter });
            } else if !fits {
                // Only a folder could have held what is meant.
            } else if path.is_file() {
                self.found.push(Found { name, below: next, path, is_named: false });
            } else if fs::symlink_metadata(&path).is_ok_and(|data| data.file_type().is_symlink()) {
                self.problem(&name, ProblemKind::Unreadable { reason: "the link leads nowhere".into() });
            }
        }
    }
}

/// Whether a folder of this name in that one holds what a site is made with, none of its articles. (What an importer
/// leaves out of archives, too, `archive.rs` knows.)
fn is_no_content(folder: &Path, name: &str) -> bool {
    let is_beside = |marks: &[&str]| marks.iter().any(|mark| folder.join(mark).exists());
    match name {
        "node_modules" => true,
        "themes" | "archetypes" => is_beside(&SETTINGS),
        "vendor" => is_beside(&PACKAGES),
        _ => false,
    }
}

/// Whether a file may be a page by its name.
fn is_page(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    ["html", "htm", "xhtml", "md", "markdown"].contains(&end.as_str())
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
