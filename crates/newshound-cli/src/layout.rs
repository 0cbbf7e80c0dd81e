//! [`Layout`]: where each file of a built folder stands.
//!
//! | file | changes |
//! |---|---|
//! | `newshound.json` | with every build: the manifest, which says where the rest is. Nothing else changes in place |
//! | `*.html` | with a release: they name the folder of its scripts |
//! | `newshound-VERSION/…` | never: scripts, styles, the engine, what was written; the same for every publisher |
//! | `newshound-index/engine-HASH.wasm` | never: the engine once more with an index inside, where that is small |
//! | `newshound-index/index-HASH.bin` | never: the index, deflated, where it is larger |
//! | `newshound-index/text-PAGE-CHECK.bin` | never: text that is published apart, deflated |
//!
//! So a page that is being read while a new build is uploaded never meets scripts of one release and an engine of
//! another, and everything but the manifest and the pages may be kept by caches for ever. `host.js` knows a folder
//! with a manifest beside it by its name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use newshound_index::build::Built;
use newshound_index::segment::Segment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha384};

use crate::engine::{Engine, MODULE};
use crate::failure::Failure;
use crate::module;
use crate::output::{LITTER, MARKS};

/// The name of the manifest; by it a folder is known for one that was built.
pub(crate) const MANIFEST: &str = "newshound.json";
/// The folder of what changes its name with its content.
pub(crate) const INDEX_FOLDER: &str = "newshound-index";
/// In the folder of a release: the hash of each file that it writes, by which a later build knows what somebody has
/// changed. Readers do not need it.
const RECORD: &str = "written.json";
/// How the folders of releases begin; a digit follows.
const RELEASE: &str = "newshound-";

/// Scripts that a page may begin with, the best first.
const ENTRIES: &[&str] = &["news-hound.js", "search-page.js", "newshound.js"];

/// Scripts that run before the first answer.
const SURFACE: &[&str] = &["newshound.js", "worker.js", "host.js", "newshound_engine.js"];

/// What the manifest says. Addresses are as seen from it. Fields may be added.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    /// Of the command, and so of the scripts.
    pub(crate) version: String,
    /// The unique id of the index: it changes when the content does.
    pub(crate) uid: String,
    pub(crate) articles: u64,
    /// The engine, with the index inside unless `index` names it.
    pub(crate) module: String,
    /// The index, deflated (zlib, RFC 1950), where it is a file of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) index: Option<String>,
    /// What browsers check these files by.
    pub(crate) integrity: BTreeMap<String, String>,
}

/// What a file is, for the sums that are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Engine,
    EngineWithIndex,
    Index,
    Text,
    Script,
    Other,
}

/// One file of a folder.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: String,
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) kind: Kind,
    /// Readers download it before the first answer.
    pub(crate) is_first: bool,
}

/// All files of a folder, by name.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    pub(crate) files: Vec<Entry<'a>>,
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
    /// Puts an index and the engine in their places; an index that `embeds` goes into the module.
    ///
    /// # Errors
    ///
    /// What [`module::embed`] fails with.
    pub(crate) fn new(engine: &'a Engine, built: &Built, embeds: bool) -> Result<Layout<'a>, Failure> {
        let mut layout = Layout { files: of_release(engine), script: None };
        let own = inside(MODULE);
        layout.files.iter_mut().filter(|file| file.name == own).for_each(|file| file.is_first = !embeds);
        let record = serde_json::to_vec_pretty(&record(&layout.files)).unwrap_or_default();
        let (name, bytes) = (inside(RECORD), Cow::Owned(record));
        layout.files.push(Entry { name, bytes, kind: Kind::Other, is_first: false });
        let entry = ENTRIES.iter().find_map(|entry| engine.others().find(|(name, _)| name == entry));
        layout.script = entry.map(|(name, bytes)| Script { path: inside(name), integrity: integrity(bytes) });

        // Tried in either case: an engine that reads another kind of index is refused.
        let embedded = module::embed(engine.module(), &built.bytes)?;
        let (word, end, kind, bytes) = match embeds {
            true => ("engine", "wasm", Kind::EngineWithIndex, embedded),
            false => ("index", "bin", Kind::Index, deflated(&built.bytes)),
        };
        let name = format!("{INDEX_FOLDER}/{word}-{}.{end}", content_hash(&bytes));
        let segment = Segment::open(&built.bytes).map_err(|_| Failure::EngineVersion)?;
        let manifest = Manifest {
            version: env!("CARGO_PKG_VERSION").into(),
            uid: segment.uid(),
            articles: segment.article_count().into(),
            module: if embeds { name.clone() } else { inside(MODULE) },
            index: (!embeds).then(|| name.clone()),
            integrity: BTreeMap::from([(name.clone(), integrity(&bytes))]),
        };
        layout.files.push(Entry { name, bytes: Cow::Owned(bytes), kind, is_first: true });
        for (page, bytes) in built.apart.iter().zip(deflate_all(&built.apart)) {
            let name = format!("{INDEX_FOLDER}/{}", page.name);
            layout.files.push(Entry { name, bytes: Cow::Owned(bytes), kind: Kind::Text, is_first: false });
        }
        let manifest = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        let (name, bytes) = (MANIFEST.to_owned(), Cow::Owned(manifest));
        layout.files.push(Entry { name, bytes, kind: Kind::Other, is_first: true });
        layout.files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(layout)
    }
}

/// Where a file of the release is.
fn inside(name: &str) -> String {
    format!("{}/{name}", release_folder())
}

/// What a release writes for every publisher: the engine, its scripts, and the pages that name them.
fn of_release(engine: &Engine) -> Vec<Entry<'_>> {
    let module = Cow::Borrowed(engine.module());
    let mut files = vec![Entry { name: inside(MODULE), bytes: module, kind: Kind::Engine, is_first: false }];
    let others: Vec<(&str, &[u8])> = engine.others().collect();
    for (name, bytes) in engine.others() {
        let is_page = name.ends_with(".html") && !name.contains('/');
        let bytes = match is_page {
            true => Cow::Owned(point_inside(&String::from_utf8_lossy(bytes), &others).into_bytes()),
            false => Cow::Borrowed(bytes),
        };
        let kind = if name.ends_with(".js") { Kind::Script } else { Kind::Other };
        let is_first = SURFACE.contains(&name);
        let name = if is_page { name.to_owned() } else { inside(name) };
        files.push(Entry { name, bytes, kind, is_first });
    }
    files
}

/// The hash of each file by its name, to know later whether somebody changed it.
fn record(files: &[Entry<'_>]) -> BTreeMap<String, String> {
    files.iter().map(|file| (file.name.clone(), integrity(&file.bytes))).collect()
}

/// Whether a build has written a folder: without one of these, a page of the same name as ours is somebody's own.
pub(crate) fn is_built(folder: &Path) -> bool {
    MARKS.iter().any(|mark| folder.join(mark).exists())
}

/// What a build would replace in a built folder though no build has written it, by name: pages and files of this
/// release that somebody has changed or added, and files in the folder of the index that are not named as those of one.
/// Scripts of other releases stay, so they are not looked at.
pub(crate) fn changed(folder: &Path, engine: &Engine) -> Vec<String> {
    let mut known: BTreeSet<(String, String)> = record(&of_release(engine)).into_iter().collect();
    let mut others = Vec::new();
    if folder.join(MANIFEST).exists() {
        let is_recorded = |name: &String| is_release(name);
        for release in names_in(folder).into_iter().filter(is_recorded) {
            let record = fs::read(folder.join(release).join(RECORD)).unwrap_or_default();
            known.extend(serde_json::from_slice::<BTreeMap<String, String>>(&record).unwrap_or_default());
        }
        files_below(folder, release_folder(), &mut others);
        others.retain(|name| *name != inside(RECORD));
    } else {
        // One that `cargo xtask build` wrote, where pages stand as they are.
        known.extend(engine.others().map(|(name, bytes)| (name.to_owned(), integrity(bytes))));
    }
    others.extend(names_in(folder).into_iter().filter(|name| name.ends_with(".html")));
    others.retain(|name| {
        let hash = fs::read(folder.join(name)).map(|bytes| integrity(&bytes)).unwrap_or_default();
        !known.contains(&(name.clone(), hash))
    });
    let mut index = Vec::new();
    files_below(folder, INDEX_FOLDER, &mut index);
    index.retain(|name| {
        !name.strip_prefix(INDEX_FOLDER).is_some_and(|name| is_content_name(name.trim_start_matches('/')))
    });
    others.extend(index);
    others
}

/// Whether a file of the index is named so: a word, a hash or two, and what it is.
fn is_content_name(name: &str) -> bool {
    let is_hash = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    [("engine-", ".wasm"), ("index-", ".bin"), ("text-", ".bin")]
        .iter()
        .any(|(word, end)| name.strip_prefix(word).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_hash))
}

/// The files below a folder in a folder, with the way to them, but for what systems put anywhere.
fn files_below(folder: &Path, below: &str, out: &mut Vec<String>) {
    for name in names_in(&folder.join(below)) {
        let way = format!("{below}/{name}");
        let is_folder = fs::symlink_metadata(folder.join(&way)).is_ok_and(|about| about.is_dir());
        if is_folder {
            files_below(folder, &way, out);
        } else if !LITTER.contains(&name.as_str()) {
            out.push(way);
        }
    }
}

/// Whether something directly in a built folder is there because a build wrote it, of this or any other release; or
/// `cargo xtask build`, whose folders are flat.
pub(crate) fn is_ours(name: &str, engine: &Engine) -> bool {
    let first = |path: &str| path.split('/').next() == Some(name);
    [MANIFEST, MODULE, INDEX_FOLDER].contains(&name)
        || is_release(name)
        || name.starts_with("text-") && name.ends_with(".bin")
        || engine.others().any(|(path, _)| first(path))
}

fn is_release(name: &str) -> bool {
    name.strip_prefix(RELEASE).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// The manifest of a built folder.
pub(crate) fn manifest(folder: &Path) -> Option<Manifest> {
    serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()
}

/// Whether a folder was built by another release, whose scripts stand elsewhere.
pub(crate) fn has_moved(folder: &Path) -> bool {
    folder.join(MANIFEST).exists() && !folder.join(release_folder()).exists()
}

/// The folders of other releases in a built folder, by name. Pages may still load their scripts.
pub(crate) fn earlier_releases(folder: &Path) -> Vec<String> {
    if !folder.join(MANIFEST).exists() {
        return Vec::new();
    }
    let mut names = names_in(folder);
    names.retain(|name| is_release(name) && name != release_folder() && folder.join(name).is_dir());
    names
}

/// What a built folder has that changes its name with its content, by name.
pub(crate) fn content_named(folder: &Path) -> Vec<String> {
    names_in(&folder.join(INDEX_FOLDER)).into_iter().map(|name| format!("{INDEX_FOLDER}/{name}")).collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// As the files beside a module are: `DecompressionStream` opens them, whatever their host does for their type.
pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to a Vec does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// All pages deflated, in their order, on all cores.
fn deflate_all(pages: &[newshound_index::build::FileApart]) -> Vec<Vec<u8>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = pages.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work = |pages: &'_ [newshound_index::build::FileApart]| -> Vec<Vec<u8>> {
            pages.iter().map(|page| deflated(&page.bytes)).collect()
        };
        let shares: Vec<_> = pages.chunks(share).map(|pages| (pages, scope.spawn(move || work(pages)))).collect();
        // A thread that died leaves its pages to this one.
        shares.into_iter().flat_map(|(pages, share)| share.join().unwrap_or_else(|_| work(pages))).collect()
    })
}

/// Enough of a hash to tell the builds of one site apart.
fn content_hash(bytes: &[u8]) -> String {
    Sha384::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A page whose attributes that name a file of the release name it where it is now, and whose scripts are checked.
fn point_inside(page: &str, files: &[(&str, &[u8])]) -> String {
    let mut out = page.to_owned();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".html")) {
        let script = format!("<script type=\"module\" src=\"{name}\">");
        if out.contains(&script) {
            let integrity = integrity(bytes);
            let checked = format!("<script type=\"module\" src=\"{name}\" integrity=\"{integrity}\">");
            out = out.replace(&script, &checked);
        }
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
    fn what_is_deflated_comes_back() {
        let check = |bytes: &[u8]| {
            let packed = deflated(bytes);
            let mut out = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(&packed[..]), &mut out).expect("it is zlib");
            assert_eq!(out, bytes);
        };
        check(b"");
        check(b"a ferry");
        let page =
            |name: &str, bytes: &[u8]| newshound_index::build::FileApart { name: name.into(), bytes: bytes.into() };
        let pages: Vec<_> = (0..50u8).map(|at| page("a", &vec![at; usize::from(at) * 100])).collect();
        let one_by_one: Vec<Vec<u8>> = pages.iter().map(|page| deflated(&page.bytes)).collect();
        assert_eq!(deflate_all(&pages), one_by_one);
        assert_eq!(deflate_all(&[]), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn names_of_the_index() {
        let check = |name: &str, expect: bool| assert_eq!(is_content_name(name), expect, "{name}");
        check("engine-0123456789abcdef.wasm", true);
        check("index-0123456789abcdef.bin", true);
        check("text-0-0123abcd.bin", true);
        check("engine-mine.wasm", false);
        check("index-.bin", false);
        check("notes.txt", false);
        check("mine/index-0123456789abcdef.bin", false);
    }

    #[test]
    fn pages_point_to_the_release() {
        let files: [(&str, &[u8]); 3] = [("a.js", b"alert('Hello, world.');"), ("b/c.css", b""), ("other.html", b"")];
        let check = |page: &str, expect: &str| {
            assert_eq!(point_inside(page, &files), expect.replace('@', release_folder()), "{page}");
        };
        check("<script src=\"a.js\">", "<script src=\"@/a.js\">");
        check("<link href=\"b/c.css\">", "<link href=\"@/b/c.css\">");
        check("<a href=\"other.html\">", "<a href=\"other.html\">");
        check("<a href=\"./\">a.js</a>", "<a href=\"./\">a.js</a>");
        check(
            "<script type=\"module\" src=\"a.js\"></script>",
            "<script type=\"module\" src=\"@/a.js\" \
             integrity=\"sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO\"></script>",
        );
        check("<script src=\"aa.js\">", "<script src=\"aa.js\">");
    }
}
