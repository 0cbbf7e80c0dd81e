//! The files that are served: found by path, never outside the folder, compressed once.

use std::{
    collections::HashMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::SystemTime,
};

use crate::compress::brotli;

/// How hard brotli tries. A host that compresses as it serves does about as much.
const QUALITY: u32 = 5;

/// A folder and what was read of it.
pub(crate) struct Folder {
    /// Without symbolic links, so that what is found can be seen to be inside.
    root: PathBuf,
    read: Mutex<HashMap<PathBuf, Arc<File>>>,
}

/// What a path leads to.
pub(crate) enum Found {
    Nothing,
    /// A folder without the slash after it: relative addresses in its page would be wrong.
    Folder,
    File(Arc<File>),
}

/// A file as it was when it was read.
pub(crate) struct File {
    pub(crate) mime: &'static str,
    state: (u64, Option<SystemTime>),
    plain: Body,
    /// Where that is worth it.
    brotli: Option<Body>,
}

/// One of the forms of a file.
#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) etag: String,
    pub(crate) is_brotli: bool,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        let root = fs::canonicalize(path)?;
        if !root.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Folder { root, read: Mutex::default() })
    }

    /// Where it is.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Looks up a path as it stands in a request, without the leading slash.
    pub(crate) fn find(&self, path: &str) -> Found {
        let Some(inside) = decode(path).filter(|path| is_plain(path)) else { return Found::Nothing };
        let is_page = inside.is_empty() || inside.ends_with('/');
        let wanted = self.root.join(if is_page { inside + "index.html" } else { inside });
        // Resolved, a symbolic link that leads out is no longer inside.
        let Ok(file) = fs::canonicalize(wanted) else { return Found::Nothing };
        if !file.starts_with(&self.root) {
            return Found::Nothing;
        }
        if file.is_dir() {
            return if is_page { Found::Nothing } else { Found::Folder };
        }
        self.read(file).map_or(Found::Nothing, Found::File)
    }

    fn read(&self, path: PathBuf) -> io::Result<Arc<File>> {
        let state = state(&path)?;
        let known = self.read.lock().ok().and_then(|read| read.get(&path).cloned());
        if let Some(known) = known.filter(|known| known.state == state) {
            return Ok(known);
        }
        // Read and compressed without the lock, so that others are served meanwhile.
        let file = Arc::new(File::new(mime(&path), state, fs::read(&path)?));
        if let Ok(mut read) = self.read.lock() {
            read.insert(path, Arc::clone(&file));
        }
        Ok(file)
    }
}

fn state(path: &Path) -> io::Result<(u64, Option<SystemTime>)> {
    let about = fs::metadata(path)?;
    Ok((about.len(), about.modified().ok()))
}

impl File {
    fn new(mime: &'static str, state: (u64, Option<SystemTime>), bytes: Vec<u8>) -> File {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let hash = hasher.finish();
        let small = brotli(&bytes, QUALITY);
        let is_worth_it = small.len() + 100 < bytes.len() * 95 / 100;
        let brotli =
            is_worth_it.then(|| Body { bytes: Arc::from(small), etag: format!("\"{hash:016x}-br\""), is_brotli: true });
        let plain = Body { bytes: Arc::from(bytes), etag: format!("\"{hash:016x}\""), is_brotli: false };
        File { mime, state, plain, brotli }
    }

    pub(crate) fn body(&self, accepts_brotli: bool) -> Body {
        self.brotli.as_ref().filter(|_| accepts_brotli).unwrap_or(&self.plain).clone()
    }
}

/// Undoes percent-encoding; `None` when it is broken or the result is no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let (digits, tail) = tail.split_at_checked(2)?;
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether a decoded path only goes down: no part is empty, hidden, `.`, `..`, or has characters that separate
/// elsewhere. The part after a last slash may be empty.
fn is_plain(path: &str) -> bool {
    let parts = path.strip_suffix('/').unwrap_or(path);
    path.is_empty()
        || parts.split('/').all(|part| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.contains(|c: char| c == '\\' || c == ':' || c.is_control())
        })
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "txt" | "ts" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding() {
        let check = |path, expect: Option<&str>| assert_eq!(decode(path).as_deref(), expect, "{path}");
        check("a/b", Some("a/b"));
        check("caf%C3%A9", Some("café"));
        check("%2e%2E/x", Some("../x"));
        check("%", None);
        check("%+1", None);
        check("%4", None);
        check("%ff", None);
    }

    #[test]
    fn plain_paths() {
        let check = |path, expect| assert_eq!(is_plain(path), expect, "{path:?}");
        check("", true);
        check("a", true);
        check("a/b.js", true);
        check("a/", true);
        check("/", false);
        check("a//b", false);
        check("/etc/passwd", false);
        check("..", false);
        check("a/../b", false);
        check("a/..", false);
        check(".git/config", false);
        check("a\\b", false);
        check("c:x", false);
        check("a\0", false);
    }
}
