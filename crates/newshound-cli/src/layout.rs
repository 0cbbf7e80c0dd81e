//! [`Layout`]: where each file of a built folder stands.
//!
//! | file | changes |
//! |---|---|
//! | `newshound.json` | with every build: what the folder holds, for programs |
//! | `*.html` | with a release, or with the module's own address |
//! | `newshound-VERSION/…` | scripts, styles, the engine's JavaScript: never, as the next release has another folder |
//! | `newshound-VERSION/newshound_engine_bg.wasm` | with every build: the engine, and the index in it |
//!
//! So a page that is being read while a new build is uploaded never meets scripts of one release and an engine of
//! another, and all but three files may be kept by caches for ever.

use std::borrow::Cow;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha384};

use crate::engine::{Engine, MODULE};

/// The name of the file for programs; by it a folder is known for one that was built.
pub(crate) const MANIFEST: &str = "newshound.json";

/// Scripts that a page may begin with, the best first.
const ENTRIES: &[&str] = &["news-hound.js", "search-page.js", "newshound.js"];

/// What the file for programs says. Fields may be added.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    /// Of the command.
    pub(crate) version: String,
    /// Where the module is, as seen from the manifest.
    pub(crate) module: String,
    pub(crate) articles: u64,
    /// The unique id of the index: it changes when the content does.
    pub(crate) uid: String,
}

/// All files of a folder, by name.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    pub(crate) files: Vec<(String, Cow<'a, [u8]>)>,
    /// The script that pages begin with, if there is one.
    pub(crate) script: Option<Script>,
}

/// A script, and what browsers may check it by.
#[derive(Debug, Serialize)]
pub(crate) struct Script {
    pub(crate) path: String,
    /// As in the attribute `integrity`.
    pub(crate) integrity: String,
}

/// The folder that changes its name with every release.
pub(crate) fn release_folder() -> &'static str {
    concat!("newshound-", env!("CARGO_PKG_VERSION"))
}

impl<'a> Layout<'a> {
    /// Puts the module with its index, and the engine's other files, in their places.
    pub(crate) fn new(engine: &'a Engine, module: &'a [u8], articles: u64, uid: String) -> Layout<'a> {
        let inside = |name: &str| format!("{}/{name}", release_folder());
        let mut layout = Layout { files: vec![(inside(MODULE), Cow::Borrowed(module))], script: None };
        let names: Vec<&str> = engine.others().map(|(name, _)| name).collect();
        for (name, bytes) in engine.others() {
            if name.ends_with(".html") && !name.contains('/') {
                let page = point_inside(&String::from_utf8_lossy(bytes), &names);
                layout.files.push((name.to_owned(), Cow::Owned(page.into_bytes())));
            } else {
                layout.files.push((inside(name), Cow::Borrowed(bytes)));
            }
        }
        let entry = ENTRIES.iter().find_map(|entry| engine.others().find(|(name, _)| name == entry));
        layout.script = entry.map(|(name, bytes)| Script { path: inside(name), integrity: integrity(bytes) });
        let manifest = Manifest { version: env!("CARGO_PKG_VERSION").into(), module: inside(MODULE), articles, uid };
        let manifest = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        layout.files.push((MANIFEST.to_owned(), Cow::Owned(manifest)));
        layout.files.sort();
        layout
    }
}

/// Whether a folder was built by another release, whose scripts stand elsewhere.
pub(crate) fn has_moved(folder: &Path) -> bool {
    folder.join(MANIFEST).exists() && !folder.join(release_folder()).exists()
}

/// A page whose attributes that name a file of the release name it where it is now.
fn point_inside(page: &str, names: &[&str]) -> String {
    let mut out = page.to_owned();
    for name in names.iter().filter(|name| !name.ends_with(".html")) {
        for attribute in ["href", "src"] {
            let from = format!(" {attribute}=\"{name}\"");
            out = out.replace(&from, &format!(" {attribute}=\"{}/{name}\"", release_folder()));
        }
    }
    out
}

/// The hash of a file as Subresource Integrity writes it.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(bytes)))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS.get((group >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if place > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let check = |text: &str, expect: &str| assert_eq!(base64(text.as_bytes()), expect);
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foobar", "Zm9vYmFy");
    }

    #[test]
    fn integrity_is_what_browsers_compute() {
        // The example of the specification, https://www.w3.org/TR/SRI/
        let expect = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), expect);
    }

    #[test]
    fn pages_point_to_the_release() {
        let names = ["a.js", "b/c.css", "other.html"];
        let check = |page: &str, expect: &str| {
            assert_eq!(point_inside(page, &names), expect.replace('@', release_folder()), "{page}");
        };
        check("<script src=\"a.js\">", "<script src=\"@/a.js\">");
        check("<link href=\"b/c.css\">", "<link href=\"@/b/c.css\">");
        check("<a href=\"other.html\">", "<a href=\"other.html\">");
        check("<a href=\"./\">a.js</a>", "<a href=\"./\">a.js</a>");
        check("<script src=\"aa.js\">", "<script src=\"aa.js\">");
    }
}
