//! [`Root`]: what a caller names, and what of it counts as the site: URLs and ids follow the way below that.
//!
//! | named | the site |
//! |---|---|
//! | a folder | that folder |
//! | a pattern, `site/**/*.md` | the folder before its first `*`, `?` or `[`; the pattern only chooses files of it |
//! | several files | the deepest folder that all of them are in, or below it the one with a generator's settings |
//! | one file | its folder; for an `index.html` the one above, which calls the page by its folder's name |
//!
//! A shell that follows a pattern itself hands on files and folders. So a folder beside a named `index.html` or settings
//! of a generator is a part of that site, and one of several folders that has no page but its index is that page.

use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

/// A file or folder to read.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) path: PathBuf,
    /// As the caller wrote it, parted by `/`; of a pattern the part before its first sign.
    pub(crate) name: String,
    /// Of a file, its way below the site; of a folder, the way to it, which is mostly empty.
    pub(crate) below: String,
    pub(crate) kind: Kind,
}

/// What a root is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A file; alone, it is meant, whatever it looks like.
    File { is_alone: bool },
    /// A folder; one of several inputs, it may be one article, or a part of a site that is named as well.
    Folder { is_alone: bool, is_part: bool },
    /// Some of a folder.
    Some(Filter),
}

/// Files that stand at the root of a site, and that are named when a shell follows `site/*`.
const AT_THE_ROOT: [&str; 10] = [
    "index.html",
    "index.htm",
    "_config.yml",
    "_config.yaml",
    "hugo.toml",
    "hugo.yaml",
    "config.toml",
    "config.yaml",
    "package.json",
    "eleventy.config.js",
];

/// The settings of generators that make URLs of folders.
const SETTINGS: [&str; 5] = ["_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "config.toml"];

/// What each input is, by name, each once.
pub(crate) fn roots<P: AsRef<Path>>(inputs: &[P]) -> Vec<Root> {
    let mut inputs: Vec<&Path> = inputs.iter().map(AsRef::as_ref).collect();
    inputs.sort();
    inputs.dedup();
    let is_alone = inputs.len() == 1;
    let files: Vec<&Path> = inputs.iter().copied().filter(|input| input.exists() && !input.is_dir()).collect();
    let is_at_root = |file: &&&Path| file.file_name().is_some_and(|name| AT_THE_ROOT.iter().any(|own| name == *own));
    let sites: Vec<Vec<String>> = files.iter().filter(is_at_root).map(|file| above(file)).collect();
    let is_part = |folder: &Path| !parts(folder).is_empty() && sites.contains(&above(folder));
    let has_parts = inputs.iter().any(|input| input.is_dir() && is_part(input));
    let mut shared = files.iter().map(|file| above(file)).reduce(shared).unwrap_or_default();
    if let [file] = files.as_slice()
        && !has_parts
        && file.file_stem().is_some_and(|stem| stem == "index")
    {
        shared.pop();
    }
    let here = std::env::current_dir().map(|folder| from_posts(&parts(&folder))).unwrap_or_default();
    let below = |path: &Path| -> String {
        // A generator's settings on the way say where the site begins.
        let sites = path.ancestors().skip(1).take_while(|folder| above(folder).len() >= shared.len());
        let site = sites.filter(|folder| SETTINGS.iter().any(|name| folder.join(name).is_file())).last();
        let site = site.map_or(shared.len(), |folder| parts(folder).len().max(shared.len()));
        let way: Vec<String> = parts(path).split_off(site);
        let way = way.into_iter().filter(|part| part != ".." && part != "/");
        let above = if is_here(path) { here.as_slice() } else { &[] };
        above.iter().cloned().chain(way).collect::<Vec<_>>().join("/")
    };
    let root = |input: &Path| {
        let (path, name) = (input.to_owned(), slashed(input));
        if input.is_dir() {
            let below = match () {
                () if is_part(input) => below(input),
                () if is_here(input) => here.join("/"),
                () => String::new(),
            };
            return Root { path, name, below, kind: Kind::Folder { is_alone, is_part: is_part(input) } };
        }
        if !input.exists()
            && let Some((folder, filter)) = Filter::new(&name)
        {
            let path = PathBuf::from(if folder.is_empty() { "." } else { folder.as_str() });
            let below = if is_here(&path) { here.join("/") } else { String::new() };
            return Root { path, name: folder, below, kind: Kind::Some(filter) };
        }
        // What is not there shares no folder with what is.
        let below = if input.exists() { below(input) } else { name.clone() };
        Root { path, name, below, kind: Kind::File { is_alone: files.len() == 1 } }
    };
    inputs.into_iter().map(root).collect()
}

/// The names that a path is made of, without `.`.
fn parts(path: &Path) -> Vec<String> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
}

/// Those of the folder that it is in.
fn above(path: &Path) -> Vec<String> {
    let mut parts = parts(path);
    parts.pop();
    parts
}

/// The way from `_posts` or `_drafts` on, where that is a part of it: whoever works in such a folder does not name it.
fn from_posts(way: &[String]) -> Vec<String> {
    let at = way.iter().rposition(|part| part == "_posts" || part == "_drafts");
    at.and_then(|at| way.get(at..)).unwrap_or_default().to_vec()
}

/// Whether a path is below the folder of this process, as it is written.
fn is_here(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::CurDir | Component::Normal(_)))
}

/// What two ways begin with.
fn shared(one: Vec<String>, other: Vec<String>) -> Vec<String> {
    one.into_iter().zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
}

/// Which files below a folder a pattern means: `**/*.md`. A file or folder whose name begins with a dot is only meant by
/// a pattern that has the dot; a folder is meant with all that is in it.
#[derive(Debug)]
pub(crate) struct Filter {
    whole: Pattern,
    /// Between the slashes, as text and as pattern.
    parts: Vec<(String, Pattern)>,
}

/// As shells have it.
const LIKE_SHELLS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

impl Filter {
    /// The folder before a pattern's first sign, and the rest; `None` where it is no pattern.
    pub(crate) fn new(text: &str) -> Option<(String, Filter)> {
        let text = text.trim_end_matches('/');
        let sign = text.find(['*', '?', '['])?;
        let start = text.get(..sign)?.rfind('/').map_or(0, |slash| slash + 1);
        let (folder, rest) = text.split_at_checked(start)?;
        let folder = if folder.trim_end_matches('/').is_empty() { folder } else { folder.trim_end_matches('/') };
        let parts: Option<Vec<_>> =
            rest.split('/').map(|part| Some((part.to_owned(), Pattern::new(part).ok()?))).collect();
        Some((folder.to_owned(), Filter { whole: Pattern::new(rest).ok()?, parts: parts? }))
    }

    /// Whether it means what stands there, below its folder.
    pub(crate) fn fits(&self, below: &str) -> bool {
        self.whole.matches_with(below, LIKE_SHELLS)
    }

    /// Whether what it means may be in a folder of this name that is in as many others, which may be, too.
    pub(crate) fn may_be_in(&self, name: &str, depth: usize) -> bool {
        let is_any = |part: &(String, Pattern)| part.0 == "**";
        if self.parts.iter().take(depth + 1).any(is_any) {
            return !name.starts_with('.') || self.parts.iter().any(|(text, _)| text.starts_with('.'));
        }
        self.parts.get(depth).is_some_and(|(_, part)| part.matches_with(name, LIKE_SHELLS))
    }

    /// Whether it has this name in it, as it is.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.parts.iter().any(|(text, _)| text == name)
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
    fn folders_that_are_worked_in() {
        let check = |folder: &str, expect: &str| assert_eq!(from_posts(&parts(Path::new(folder))).join("/"), expect);
        check("/srv/me/site", "");
        check("/srv/me/site/_posts", "_posts");
        check("/srv/me/site/town/_posts/2024", "_posts/2024");
        check("/srv/_posts/site/_drafts/x", "_drafts/x");
        check("/srv/me/my_posts", "");
    }

    #[test]
    fn patterns() {
        let check = |pattern: &str, folder: &str, way: &str, expect: bool| {
            let (found, filter) = Filter::new(pattern).expect("it is a pattern");
            assert_eq!((found.as_str(), filter.fits(way)), (folder, expect), "{pattern} {way}");
            let folders: Vec<&str> = way.split('/').collect();
            let is_reached =
                folders.iter().take(folders.len() - 1).enumerate().all(|(depth, name)| filter.may_be_in(name, depth));
            assert!(!expect || is_reached, "{pattern} {way}: it is never looked for");
        };
        check("site/**/*.md", "site", "a.md", true);
        check("site/**/*.md", "site", "a/b/c.md", true);
        check("site/**/*.md", "site", ".a.md", false);
        check("site/**/*.md", "site", ".hid/a.md", false);
        check("site/**/*.md", "site", "a/.hid/b/c.md", false);
        check("site/**/.hid/*.md", "site", "a/.hid/c.md", true);
        check("site/**/.*", "site", "a/.b.md", true);
        check("/tmp/s/*", "/tmp/s", "a", true);
        check("/tmp/s/*", "/tmp/s", "a/b", false);
        check("/*.md", "/", "a.md", true);
        check("*.md", "", "a.md", true);
        check("./*/", ".", "a", true);
        check("a?/b/*/c.md", "", "a1/b/x/c.md", true);
        check("a/[bc]*.md", "a", "b1.md", true);
        check("a/**", "a", "b/c.md", true);
        check("a/**", "a", ".b/c.md", false);
        let is_reached = |pattern: &str, name: &str, depth| {
            Filter::new(pattern).is_some_and(|(_, filter)| filter.may_be_in(name, depth))
        };
        assert!(!is_reached("site/*.md", "a", 1) && !is_reached("site/a*/*.md", "b", 0));
        assert!(Filter::new("site").is_none() && Filter::new("a**/b").is_none());
    }
}
