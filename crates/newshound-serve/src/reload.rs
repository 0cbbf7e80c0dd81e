//! A page that is being worked on shows what changed: a script asks every second whether the folder is still the same.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

/// Paths that no file of a folder can have, as names with a dot in front are never served.
pub(crate) const SCRIPT: &str = ".reload.js";
pub(crate) const STATE: &str = ".state";

/// What the script is.
pub(crate) const SOURCE: &str = "\
const ask = async () => (await fetch(new URL('.state', import.meta.url), { cache: 'no-store' })).text();
const first = await ask();
setInterval(async () => {
  if ((await ask().catch(() => first)) !== first) location.reload();
}, 1000);
";

/// What is put behind a page.
pub(crate) fn tag(prefix: &str) -> String {
    format!("\n<script type=\"module\" src=\"{prefix}{SCRIPT}\"></script>\n")
}

/// A number that changes with the files of a folder, by their names, sizes and times.
pub(crate) fn state(folder: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    walk(folder, &mut hasher);
    format!("{:016x}\n", hasher.finish())
}

fn walk(folder: &Path, hasher: &mut DefaultHasher) {
    // While a folder is being replaced it is not there for a moment; that is a state like another.
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        entry.file_name().hash(hasher);
        // Of a symbolic link this looks at the link, so that none leads round in a circle.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            walk(&entry.path(), hasher);
        } else {
            (about.len(), about.modified().ok()).hash(hasher);
        }
    }
}
