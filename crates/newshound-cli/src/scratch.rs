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
    /// Makes a folder, and those above it.
    pub(crate) fn new(path: PathBuf) -> std::io::Result<Scratch> {
        folders().push(path.clone());
        let scratch = Scratch { path };
        fs::create_dir_all(&scratch.path)?;
        Ok(scratch)
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
