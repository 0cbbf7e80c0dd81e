//! [`Output`]: a folder that changes as a whole, once everything is written, or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

use crate::engine::MODULE;
use crate::failure::Failure;
use crate::layout::MANIFEST;
use crate::scratch::{Scratch, complete, undisturbed};

/// A folder that is being written, beside the one that it will replace.
#[derive(Debug)]
pub(crate) struct Output {
    /// Where it will be: absolute, no symbolic link.
    target: PathBuf,
    new: Scratch,
}

/// The files by which a folder is known for one that was built: without one of them, a page of the same name as ours is
/// somebody's own.
pub(crate) const MARKS: [&str; 2] = [MANIFEST, MODULE];

/// What systems put into any folder that somebody looks at.
pub(crate) const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

impl Output {
    /// Begins a folder in place of `target`, in which all that stands must be ours by its name: `--out ~` costs nobody
    /// their home, and what was put beside a search stays.
    ///
    /// # Errors
    ///
    /// A [`Failure`] where `target` is not to be replaced, or its parent cannot be written.
    pub(crate) fn begin(target: &Path, is_ours: impl Fn(&str) -> bool) -> Result<Output, Failure> {
        refuse_what_is_not_ours(target, is_ours)?;
        // A link to a folder stays a link: what it leads to is replaced.
        let target = fs::canonicalize(target)
            .or_else(|_| std::path::absolute(target))
            .map_err(|reason| Failure::Write { path: target.to_owned(), reason })?;
        let no_name = || Failure::NotOurs { path: target.clone(), names: Vec::new() };
        let (parent, name) = target.parent().zip(target.file_name()).ok_or_else(no_name)?;
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(".new-");
        remove_what_was_left(parent, &beside.to_string_lossy());
        beside.push(process::id().to_string());
        let new = beside_others(parent, beside)?;
        Ok(Output { target, new })
    }

    /// Writes a file, whose name is parted by `/`.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.new.path().join(name);
        let write = || {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            if SYNCS_AT_ONCE { Ok(()) } else { file.sync_all() }
        };
        // Else a folder that was just removed could come back.
        undisturbed(write).map_err(|reason| Failure::Write { path: path.clone(), reason })
    }

    /// Takes over a folder of the old one, with all below it.
    pub(crate) fn keep(&self, name: &str) -> Result<(), Failure> {
        let (from, to) = (self.target.join(name), self.new.path().join(name));
        undisturbed(|| copy(&from, &to)).map_err(|reason| Failure::Write { path: to, reason })
    }

    /// Puts the folder in its place; the old one goes.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        // A disk that is full says so here at the latest, while the old folder is still in place.
        let synced = if SYNCS_AT_ONCE { sync(self.new.path()) } else { Ok(()) };
        let swapped = synced.and_then(|()| complete(|| swap(self.new.path(), &self.target)));
        // The scratch folder, which is the old one now, is removed.
        swapped.map_err(|reason| Failure::Write { path: self.target.clone(), reason })
    }
}

/// A new folder of this name, or with more digits: another command's, or another user's, is not touched.
fn beside_others(parent: &Path, mut name: OsString) -> Result<Scratch, Failure> {
    const TRIES: usize = 9;
    let mut tries = 0;
    loop {
        let path = parent.join(&name);
        match Scratch::new(path.clone()) {
            Ok(new) => return Ok(new),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < TRIES => tries += 1,
            Err(reason) => return Err(Failure::Write { path, reason }),
        }
        name.push("0");
    }
}

fn refuse_what_is_not_ours(target: &Path, is_ours: impl Fn(&str) -> bool) -> Result<(), Failure> {
    let Ok(about) = fs::metadata(target) else { return Ok(()) };
    if !about.is_dir() {
        return Err(Failure::NoFolder { path: target.to_owned() });
    }
    let entries = fs::read_dir(target).map_err(|reason| Failure::Read { path: target.to_owned(), reason })?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !LITTER.contains(&name.as_str()));
    if names.iter().any(|name| MARKS.contains(&name.as_str())) {
        names.retain(|name| !is_ours(name));
    }
    names.sort();
    if names.is_empty() { Ok(()) } else { Err(Failure::NotOurs { path: target.to_owned(), names }) }
}

/// How long a folder that is not ready must have stood untouched to be one that nobody works on.
const LEFT: Duration = Duration::from_secs(3600);

/// Removes what commands that were killed have left: folders whose names begin so and that are old.
fn remove_what_was_left(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(prefix));
        let is_one = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let age = entry.metadata().and_then(|about| about.modified()).map(|time| time.elapsed().unwrap_or_default());
        if is_one && age.is_ok_and(|age| age > LEFT) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether one call waits for all files of a folder: text that is published apart is thousands.
const SYNCS_AT_ONCE: bool = cfg!(target_os = "linux");

/// Waits until what was written is on the disk.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
}

/// Copies a folder; links in it are not followed.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, to) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &to)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Makes two folders change places, or moves the first where there is no second.
fn swap(new: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(new, target);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // Not every file system can do it at once.
    let mut old = new.as_os_str().to_owned();
    old.push("-old");
    fs::rename(target, &old)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&old, target)?;
        return Err(error);
    }
    fs::remove_dir_all(&old)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> Scratch {
        let beside = std::env::current_exe().expect("it runs").with_file_name("output-tests");
        Scratch::new(beside.join(format!("{name}-{}", process::id()))).expect("the target folder can be written")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder is there").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_replaced_as_a_whole() {
        let place = scratch("whole");
        let target = place.path().join("a/b");
        for round in ["one", "two"] {
            let output = Output::begin(&target, |_| true).expect("it is new or ours");
            output.write(MANIFEST, b"").expect("it can be written");
            output.write(&format!("deep/{round}"), round.as_bytes()).expect("it can be written");
            let before = if round == "one" { vec![] } else { vec!["deep".to_owned(), MANIFEST.to_owned()] };
            assert_eq!(if target.exists() { names(&target) } else { vec![] }, before);
            output.finish().expect("it can be moved");
            assert_eq!(names(&target.join("deep")), [round]);
            assert_eq!(names(&place.path().join("a")), ["b"]);
        }
    }

    #[test]
    fn a_folder_in_the_old_one_is_kept() {
        let place = scratch("kept");
        let target = place.path().join("site");
        for round in ["one", "two"] {
            let output = Output::begin(&target, |_| true).expect("it is new or ours");
            output.write(MANIFEST, b"").expect("it can be written");
            output.write(&format!("{round}/deep/file"), round.as_bytes()).expect("it can be written");
            if round == "two" {
                output.keep("one").expect("it can be copied");
            }
            output.finish().expect("it can be moved");
        }
        assert_eq!(fs::read(target.join("one/deep/file")).ok(), Some(b"one".to_vec()));
        assert_eq!(names(&target), [MANIFEST, "one", "two"]);
    }

    #[test]
    fn what_stands_where_it_would_be_written_is_not_touched() {
        let place = scratch("taken");
        let taken = format!(".site.new-{}", process::id());
        fs::create_dir(place.path().join(&taken)).expect("it can be made");
        fs::write(place.path().join(&taken).join("file"), "theirs").expect("it can be written");
        let output = Output::begin(&place.path().join("site"), |_| true).expect("it is new");
        output.write("a", b"").expect("it can be written");
        output.finish().expect("it can be moved");
        assert_eq!(names(place.path()), [taken.as_str(), "site"]);
        assert_eq!(names(&place.path().join("site")), ["a"]);
        assert_eq!(names(&place.path().join(&taken)), ["file"]);
    }

    #[test]
    fn what_is_given_up_leaves_the_old_one() {
        let place = scratch("given-up");
        let target = place.path().join("site");
        let output = Output::begin(&target, |_| true).expect("it is new");
        output.write("a", b"").expect("it can be written");
        drop(output);
        assert_eq!(names(place.path()), Vec::<String>::new());
    }

    #[test]
    fn only_what_was_built_is_replaced() {
        let place = scratch("ours");
        let begin = || Output::begin(place.path(), |name| [MANIFEST, "index.html"].contains(&name));
        let check = |expect: &str| match begin() {
            Ok(_) => assert_eq!(expect, "ok"),
            Err(failure) => assert!(failure.to_string().contains(expect), "{failure}"),
        };
        let write = |name: &str| fs::write(place.path().join(name), "years").expect("it can be written");
        check("ok");
        write(".DS_Store");
        check("ok");
        write("index.html");
        check("holds other things than a built search: index.html");
        write(MANIFEST);
        check("ok");
        write("thesis.txt");
        check("holds other things than a built search: thesis.txt");
        let file = Output::begin(&place.path().join("thesis.txt"), |_| true);
        assert!(matches!(file, Err(Failure::NoFolder { .. })));
    }

    #[test]
    fn what_a_killed_command_left_goes_when_it_is_old() {
        let place = scratch("left");
        for name in [".site.new-1", ".site.new-2", ".site.new-x", ".other.new-1"] {
            fs::create_dir(place.path().join(name)).expect("it can be made");
        }
        let old = std::time::SystemTime::now() - LEFT * 2;
        for name in [".site.new-1", ".site.new-x", ".other.new-1"] {
            let folder = File::open(place.path().join(name)).expect("it is there");
            folder.set_modified(old).expect("its time can be set");
        }
        drop(Output::begin(&place.path().join("site"), |_| true).expect("it is new"));
        assert_eq!(names(place.path()), [".other.new-1", ".site.new-2", ".site.new-x"]);
    }
}
