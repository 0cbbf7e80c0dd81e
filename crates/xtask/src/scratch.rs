//! [`Guard`]: a folder that is being filled, and goes away however that ends.

use std::{
    fs, io,
    io::Write as _,
    path::PathBuf,
    process,
    sync::{Mutex, MutexGuard, Once, PoisonError},
    thread,
    time::Duration,
};

/// The folders that are there now. Whoever holds the lock keeps the program from being stopped.
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn folders() -> MutexGuard<'static, Vec<PathBuf>> {
    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes a folder when it goes, or when the program is stopped.
pub(crate) struct Guard {
    folder: PathBuf,
}

impl Guard {
    /// Guards a folder, which need not be there yet.
    pub(crate) fn new(folder: PathBuf) -> Guard {
        static HANDLER: Once = Once::new();
        // Where no handler can be set, the program is stopped as any other is.
        HANDLER.call_once(|| drop(ctrlc::set_handler(stop)));
        folders().push(folder.clone());
        Guard { folder }
    }

    /// Does what must not be stopped in the middle.
    pub(crate) fn replace<T>(self, work: impl FnOnce() -> T) -> T {
        let lock = folders();
        let done = work();
        drop(lock);
        done
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut folders = folders();
        if self.folder.exists() {
            let _ = fs::remove_dir_all(&self.folder);
        }
        folders.retain(|folder| *folder != self.folder);
    }
}

/// On Ctrl-C: the programs that were started are told so by the terminal, too.
fn stop() {
    for folder in folders().iter() {
        // Another program may be writing to it still.
        for _ in 0..20 {
            if fs::remove_dir_all(folder).is_ok() || !folder.exists() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
    let _ = writeln!(io::stderr(), "\nstopped");
    process::exit(130);
}
