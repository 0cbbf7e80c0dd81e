//! Opens files, packed ones too, and cuts them into [`Unit`]s: `.gz`, `.tar`, `.tar.gz` and `.zip` are read where
//! they lie, never unpacked to disk.
//!
//! Members come in the order of the archive. What all of them unpack to is bounded, and a member whose name leads
//! out of the archive is refused, though nothing is ever written.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use zip::CompressionMethod as Method;

use crate::format::{Format, HEAD};
use crate::input::unreadable;
use crate::jsonl::next_batch;
use crate::ninjs;
use crate::options::Options;
use crate::problem::ProblemKind;
use crate::unit::{Content, Unit};
use crate::walk::Found;

/// Takes the units of a file; `false` when nobody wants more.
pub(crate) type Units<'a> = &'a mut dyn FnMut(Unit) -> bool;

/// Text packs to a tenth; what unpacks to more than this many times its size, and is large, is made to harm.
const MAX_RATIO: u64 = 200;

/// What unpacks to less than this may be packed as tightly as it likes.
const LARGE: u64 = 64 << 20;

/// What may stand between the content of one member of a tar and that of the next.
const MAX_HEADERS: u64 = 1 << 20;

const BUFFER: usize = 64 * 1024;

/// Names that stand beside articles and are none; nobody needs to hear of them.
const SILENT: [&str; 34] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "css", "scss", "less", "js", "mjs", "map", "ts", "woff",
    "woff2", "ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "pdf", "wasm", "lock", "toml", "yml", "yaml", "br",
    "rb", "sh", "bat",
];

/// Folders of generators that hold no articles: what pages are made of, or with.
const PARTS_OF_PAGES: [&str; 6] = ["_includes", "_layouts", "_data", "_sass", "_plugins", "node_modules"];

/// Texts that a site or repository keeps for programs and lawyers.
const NO_NEWS: [&str; 10] = [
    "robots.txt",
    "ads.txt",
    "app-ads.txt",
    "humans.txt",
    "security.txt",
    "llms.txt",
    "license",
    "license.txt",
    "licence",
    "copying",
];

/// What a look at the start of a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing that an importer reads.
    Nothing,
    /// Many files.
    Archive,
    /// One file of this format, and whether it holds items that come in versions.
    File(Format, bool),
}

/// Looks at the start of a file.
pub(crate) fn look(found: &Found, options: &Options) -> Look {
    let Ok(Opened { head, is_zip, below, .. }) = open(found, options) else { return Look::Nothing };
    match () {
        () if is_zip || is_tar(&head) => Look::Archive,
        () if !found.is_named && is_no_news(below) || is_template(below, &head) => Look::Nothing,
        () => match format_of(below, &head, options) {
            Some(format) => Look::File(format, ninjs::starts_one(&head)),
            None => Look::Nothing,
        },
    }
}

/// Cuts a file, and all that is packed in it, into units. `false` where it is nothing that an importer reads and
/// nobody needs to hear of it.
pub(crate) fn read_file(found: &Found, options: &Options, out: Units<'_>) -> Result<bool, ProblemKind> {
    let Opened { head, rest, is_zip, below, weight } = open(found, options)?;
    if is_zip {
        return read_zip(found, options, out).map(|()| true);
    }
    let member = Member { name: &found.name, below, is_named: found.is_named, weight };
    if is_tar(&head) {
        return read_tar(&member, Cursor::new(head).chain(rest), options, out).map(|()| true);
    }
    let Some(format) = told_format(&member, &head, options)? else { return Ok(false) };
    let mut reader = Box::new(BufReader::with_capacity(BUFFER, Cursor::new(head).chain(rest)));
    if format == Format::JsonLines {
        read_lines(&member, &mut *reader, options, out);
    } else {
        out(member.unit(format, Content::Stream(reader)));
    }
    Ok(true)
}

/// A file whose start was read.
struct Opened<'a> {
    head: Vec<u8>,
    rest: Box<dyn Read + Send>,
    is_zip: bool,
    /// The name without what only tells how it is packed.
    below: &'a str,
    /// About how many bytes it has, unpacked.
    weight: u64,
}

fn open<'a>(found: &'a Found, options: &Options) -> Result<Opened<'a>, ProblemKind> {
    let file = File::open(&found.path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut reader = BufReader::with_capacity(BUFFER, file);
    let start = reader.fill_buf().map_err(unreadable)?;
    let is_zip = start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06");
    let is_packed = start.starts_with(&[0x1f, 0x8b]);
    let below = found.below.as_str();
    let (mut rest, below, weight): (Box<dyn Read + Send>, _, _) = if is_packed {
        let limit = options.max_unpacked_bytes.min(length.saturating_mul(MAX_RATIO).max(LARGE));
        let inner = MultiGzDecoder::new(reader);
        let below = below.strip_suffix(".gz").or(below.strip_suffix(".tgz")).unwrap_or(below);
        (Box::new(Bounded { inner, left: limit }), below, length.saturating_mul(8))
    } else {
        (Box::new(reader), below, length)
    };
    let head = if is_zip { Vec::new() } else { read_head(&mut rest)? };
    Ok(Opened { head, rest, is_zip, below, weight })
}

fn read_head(reader: &mut dyn Read) -> Result<Vec<u8>, ProblemKind> {
    let mut head = Vec::with_capacity(HEAD);
    reader.take(HEAD as u64).read_to_end(&mut head).map_err(unreadable)?;
    Ok(head)
}

fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// A file, alone or in an archive.
struct Member<'a> {
    name: &'a str,
    below: &'a str,
    is_named: bool,
    weight: u64,
}

impl Member<'_> {
    fn unit(&self, format: Format, content: Content) -> Unit {
        Unit { file: self.name.to_owned(), stem: stem_of(self.below), format, weight: self.weight, content }
    }
}

fn is_silent(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    SILENT.contains(&extension.as_str())
}

/// Whether a file below a folder is none of the articles there, whatever it looks like.
fn is_no_news(below: &str) -> bool {
    let (folders, file) = below.rsplit_once('/').unwrap_or(("", below));
    let file = file.to_ascii_lowercase();
    folders.split('/').any(|folder| PARTS_OF_PAGES.contains(&folder))
        || NO_NEWS.contains(&file.as_str())
        || file.starts_with("license-")
}

/// Whether a generator makes something else of a file: front matter, and then no Markdown.
fn is_template(below: &str, head: &[u8]) -> bool {
    let extension = below.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    matches!(extension.as_str(), "xml" | "rss" | "atom" | "html" | "htm" | "json" | "csv")
        && (head.starts_with(b"---\n") || head.starts_with(b"---\r\n"))
}

fn format_of(below: &str, head: &[u8], options: &Options) -> Option<Format> {
    match options.format {
        Some(_) if is_silent(below) => None,
        Some(format) => Some(format),
        None => Format::of(below, head),
    }
}

/// The format of a member; `None` where no importer reads it and nobody needs to hear of it.
fn told_format(member: &Member<'_>, head: &[u8], options: &Options) -> Result<Option<Format>, ProblemKind> {
    if !member.is_named && is_no_news(member.below) {
        return Ok(None);
    }
    if options.format.is_none() && is_template(member.below, head) {
        return Err(ProblemKind::Template);
    }
    match format_of(member.below, head, options) {
        Some(format) => Ok(Some(format)),
        None if !member.is_named && is_silent(member.below) => Ok(None),
        None => Err(ProblemKind::UnknownFormat),
    }
}

fn read_lines(member: &Member<'_>, reader: &mut dyn BufRead, options: &Options, out: Units<'_>) {
    let mut first = 1;
    while let Some((batch, next)) = next_batch(reader, options.max_line_bytes, first) {
        first = next;
        let is_end = matches!(batch.problem, Some((_, ProblemKind::Unreadable { .. })));
        let weight = batch.bytes.len() as u64;
        let unit = Unit { weight, ..member.unit(Format::JsonLines, Content::Lines(batch)) };
        if !out(unit) || is_end {
            return;
        }
    }
}

fn read_tar(archive: &Member<'_>, reader: impl Read, options: &Options, out: Units<'_>) -> Result<(), ProblemKind> {
    let room = Cell::new(u64::MAX);
    let mut tar = tar::Archive::new(Roomed { inner: reader, room: &room });
    let mut entries = tar.entries().map_err(unreadable)?;
    loop {
        // Long names are held in memory, and a header may announce gigabytes of one.
        room.set(MAX_HEADERS);
        let Some(entry) = entries.next() else { break };
        room.set(u64::MAX);
        let mut entry = entry.map_err(unreadable)?;
        if !entry.header().entry_type().is_file() {
            io::copy(&mut entry, &mut io::sink()).map_err(unreadable)?;
            continue;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).replace('\\', "/");
        let left = entry.size();
        if !read_member(archive.name, &path, &mut Whole { inner: &mut entry, left }, options, out) {
            break;
        }
        // So that only headers are left before the next one.
        io::copy(&mut entry, &mut io::sink()).map_err(unreadable)?;
    }
    Ok(())
}

fn read_zip(found: &Found, options: &Options, out: Units<'_>) -> Result<(), ProblemKind> {
    let failed = |error: zip::result::ZipError| ProblemKind::Unreadable { reason: error.to_string() };
    let file = File::open(&found.path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut zip = zip::ZipArchive::new(BufReader::with_capacity(BUFFER, file)).map_err(failed)?;
    let mut left = options.max_unpacked_bytes.min(length.saturating_mul(MAX_RATIO).max(LARGE));
    for at in 0..zip.len() {
        let name = zip.name_for_index(at).and_then(Result::ok).map(|name| name.replace('\\', "/"));
        let opened = match zip.by_index(at) {
            Ok(entry) if matches!(entry.compression(), Method::STORE | Method::DEFLATE) => Ok(entry),
            Ok(entry) => Err(ProblemKind::UnknownCompression { method: entry.compression().to_string() }),
            Err(error) => Err(failed(error)),
        };
        let goes_on = match opened {
            Err(kind) => {
                let file = format!("{}/{}", found.name, name.unwrap_or_default());
                out(Unit::problem(&file, kind))
            }
            Ok(entry) if !entry.is_file() => true,
            Ok(entry) => {
                // A name that cannot be told stands for one that leads out.
                let path = name.unwrap_or_else(|| "..".to_owned());
                let mut bounded = Bounded { inner: entry, left };
                let goes_on = read_member(&found.name, &path, &mut bounded, options, out);
                left = bounded.left;
                goes_on && left > 0
            }
        };
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// Reads one member; its problems are its own, the others go on. `false` when nobody wants more.
fn read_member(archive: &str, path: &str, reader: &mut dyn Read, options: &Options, out: Units<'_>) -> bool {
    let path = path.trim_start_matches("./");
    if path.split('/').any(|part| part.starts_with('.') && part != "..") {
        return true;
    }
    let name = format!("{archive}/{path}");
    let leads_out = path.starts_with('/') || path.get(1..2) == Some(":") || path.split('/').any(|part| part == "..");
    if leads_out {
        return out(Unit::problem(&name, ProblemKind::BadMember));
    }
    let member = Member { name: &name, below: path, is_named: false, weight: 0 };
    match member_unit(&member, reader, options, out) {
        Ok(None) => true,
        Ok(Some(unit)) => out(unit),
        Err(kind) => out(Unit::problem(&name, kind)),
    }
}

/// The unit of a member, which is read whole: the archive goes on behind it. Lines go out at once.
fn member_unit(
    member: &Member<'_>,
    reader: &mut dyn Read,
    options: &Options,
    out: Units<'_>,
) -> Result<Option<Unit>, ProblemKind> {
    let head = read_head(reader)?;
    let Some(format) = told_format(member, &head, options)? else { return Ok(None) };
    if format == Format::JsonLines {
        read_lines(member, &mut BufReader::with_capacity(BUFFER, Cursor::new(head).chain(reader)), options, out);
        return Ok(None);
    }
    let limit = options.max_file_bytes;
    let mut bytes = head;
    let room = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
    reader.take(room).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(ProblemKind::TooLong { limit });
    }
    let weight = bytes.len() as u64;
    Ok(Some(Unit { weight, ..member.unit(format, Content::Stream(Box::new(Cursor::new(bytes)))) }))
}

/// A name without its extension.
fn stem_of(name: &str) -> String {
    let file_at = name.rfind('/').map_or(0, |at| at + 1);
    let dot = name.rfind('.').filter(|dot| *dot > file_at).unwrap_or(name.len());
    name.get(..dot).unwrap_or(name).to_owned()
}

/// Gives an error when more is read than was agreed.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                return Err(io::Error::other("it unpacks to more than the limit"));
            }
        }
        Ok(read)
    }
}

/// Gives an error where more is read than there is room for at the moment.
struct Roomed<'r, R> {
    inner: R,
    room: &'r Cell<u64>,
}

impl<R: Read> Read for Roomed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let Some(room) = self.room.get().checked_sub(read as u64) else {
            return Err(io::Error::other("the name of a member is longer than any name"));
        };
        self.room.set(room);
        Ok(read)
    }
}

/// Gives an error where less is there than was promised.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside of it"));
        }
        Ok(read)
    }
}
