//! [`Scratch`]: a folder for what is not ready yet. It goes away however the command ends.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folders that are there now. Whoever holds the lock keeps the command from being stopped.
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn folders() -> MutexGuard<'static, Vec<PathBuf>> {
    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that is removed when this goes, or when the command is stopped.
#[derive(Debug)]
pub(crate) struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes a folder, and those above it. One that is there is somebody else's.
    pub(crate) fn new(path: PathBuf) -> std::io::Result<Scratch> {
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        // Held, so that the command is not stopped before the folder is known.
        let mut folders = folders();
        fs::create_dir(&path)?;
        folders.push(path.clone());
        Ok(Scratch { path })
    }

    /// Makes one in a folder that others may write to, too: of a name that nobody knows before, and for its owner alone.
    pub(crate) fn private(folder: &Path) -> std::io::Result<Scratch> {
        let mut folders = folders();
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let path = builder.prefix("newshound-").tempdir_in(folder)?.keep();
        folders.push(path.clone());
        Ok(Scratch { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut folders = folders();
        let _ = fs::remove_dir_all(&self.path);
        folders.retain(|path| *path != self.path);
    }
}

/// What the command was started for is done, though it has not ended yet.
static IS_DONE: AtomicBool = AtomicBool::new(false);

/// Does what must not be stopped in the middle: whoever stops the command waits for it, and nothing like it comes after.
pub(crate) fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let _lock = folders();
    work()
}

/// Does what must not be stopped in the middle, and what nothing comes after that would be worth stopping.
pub(crate) fn complete<E>(work: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
    let _lock = folders();
    let done = work();
    IS_DONE.store(done.is_ok(), Ordering::Relaxed);
    done
}

/// On Ctrl-C and the like: removes what is not ready, and ends.
pub(crate) fn clean_when_stopped() {
    // Where no handler can be set, the command is stopped as any other is.
    let _ = ctrlc::set_handler(|| {
        let folders = folders();
        // Too late: to say now that nothing was changed would be wrong. Whoever insists is heard.
        if IS_DONE.swap(false, Ordering::Relaxed) {
            return;
        }
        for folder in folders.iter() {
            // Another thread may be writing to it still.
            for _ in 0..20 {
                if fs::remove_dir_all(folder).is_ok() || !folder.exists() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        }
        // A server has nothing to leave half done.
        let said = if folders.is_empty() { "\nstopped" } else { "\nstopped; nothing was changed" };
        let _ = writeln!(std::io::stderr(), "{said}");
        std::process::exit(130);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_one_is_new_and_its_owners_alone() {
        let place = std::env::current_exe().expect("it runs").with_file_name("scratch-tests");
        fs::create_dir_all(&place).expect("the target folder can be written");
        let [one, other] = [(); 2].map(|()| Scratch::private(&place).expect("it can be made"));
        assert_ne!(one.path(), other.path());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(one.path()).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists() && other.path().exists());
    }
}
