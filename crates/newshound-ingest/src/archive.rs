//! Opens files, packed ones too: `.gz`, `.tar`, `.tar.gz` and `.zip` are read where they lie, never unpacked to disk.
//!
//! Members come in the order of the archive. What all of them unpack to is bounded, and a member whose name leads
//! out of the archive is refused, though nothing is ever written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use zip::CompressionMethod as Method;

use crate::format::{Format, HEAD};
use crate::input::{Input, unreadable};
use crate::options::Options;
use crate::problem::{Problem, ProblemKind};
use crate::sink::{Event, Sink};
use crate::walk::Found;

/// Takes what a file gives, with the format that gave it.
pub(crate) type Events<'a> = &'a mut dyn FnMut(Format, Event);

/// Names that stand beside articles and are none; nobody needs to hear of them.
const SILENT: [&str; 34] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "css", "scss", "less", "js", "mjs", "map", "ts", "woff",
    "woff2", "ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "pdf", "wasm", "lock", "toml", "yml", "yaml", "br",
    "rb", "sh", "bat",
];

/// Reads a file and all that is packed in it; gives how many bytes were read, unpacked, or `None` where it is
/// nothing that an importer reads.
pub(crate) fn read_file(found: &Found, options: &Options, out: Events<'_>) -> Result<Option<u64>, ProblemKind> {
    let file = File::open(&found.path).map_err(unreadable)?;
    let mut reader = BufReader::with_capacity(64 * 1024, file);
    let start = reader.fill_buf().map_err(unreadable)?;
    if start.starts_with(b"PK\x03\x04") {
        return read_zip(found, reader, options, out).map(Some);
    }
    let mut left = options.max_unpacked_bytes;
    let member = Member { name: &found.name, below: &found.below, is_named: found.is_named, may_be_archive: true };
    if !start.starts_with(&[0x1f, 0x8b]) {
        // An unpacked file is as long as it is; only what unpacks can surprise.
        left = u64::MAX;
        let read = read_stream(&member, &mut reader, &mut left, options, out)?;
        return Ok(read.then(|| u64::MAX - left));
    }
    let below = found.below.strip_suffix(".gz").or(found.below.strip_suffix(".tgz")).unwrap_or(&found.below);
    let member = Member { below, ..member };
    let mut unpacked = BufReader::with_capacity(64 * 1024, MultiGzDecoder::new(reader));
    let read = read_stream(&member, &mut unpacked, &mut left, options, out)?;
    Ok(read.then(|| options.max_unpacked_bytes - left))
}

/// A file, alone or in an archive.
struct Member<'a> {
    name: &'a str,
    below: &'a str,
    is_named: bool,
    /// An archive inside an archive is not opened.
    may_be_archive: bool,
}

/// Reads one stream: a tar archive member by member, anything else by its format. `false` where no importer reads
/// it and nobody needs to hear of it.
fn read_stream(
    member: &Member<'_>,
    reader: &mut dyn BufRead,
    left: &mut u64,
    options: &Options,
    out: Events<'_>,
) -> Result<bool, ProblemKind> {
    let mut head = Vec::with_capacity(HEAD);
    Read::take(&mut *reader, HEAD as u64).read_to_end(&mut head).map_err(unreadable)?;
    let is_tar = member.may_be_archive && head.get(257..262) == Some(b"ustar");
    let format = if is_tar { None } else { Format::of(member.below, &head) };
    let mut reader = Bounded { inner: Cursor::new(head).chain(reader), left };
    if is_tar {
        return read_tar(member, &mut reader, options, out).map(|()| true);
    }
    let Some(format) = format else {
        let extension = member.below.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
        let is_silent = !member.is_named && SILENT.contains(&extension.as_str());
        return if is_silent { Ok(false) } else { Err(ProblemKind::UnknownFormat) };
    };
    let stem = stem_of(member.below);
    let mut input = Input { stem, reader: Box::new(BufReader::new(reader)) };
    format.read(&mut input, &mut Sink::new(options, member.name, &mut |event| out(format, event)));
    Ok(true)
}

fn read_tar(
    archive: &Member<'_>,
    reader: &mut dyn Read,
    options: &Options,
    out: Events<'_>,
) -> Result<(), ProblemKind> {
    let mut tar = tar::Archive::new(reader);
    for entry in tar.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).replace('\\', "/");
        read_member(archive, &path, &mut entry, options, out);
    }
    Ok(())
}

fn read_zip(found: &Found, reader: BufReader<File>, options: &Options, out: Events<'_>) -> Result<u64, ProblemKind> {
    let failed = |error: zip::result::ZipError| ProblemKind::Unreadable { reason: error.to_string() };
    let mut zip = zip::ZipArchive::new(reader).map_err(failed)?;
    let mut left = options.max_unpacked_bytes;
    let archive = Member { name: &found.name, below: &found.below, is_named: found.is_named, may_be_archive: true };
    for at in 0..zip.len() {
        let name = zip.name_for_index(at).and_then(Result::ok).map(|name| name.replace('\\', "/"));
        let opened = match zip.by_index(at) {
            Ok(entry) if matches!(entry.compression(), Method::STORE | Method::DEFLATE) => Ok(entry),
            Ok(entry) => Err(ProblemKind::UnknownCompression { method: entry.compression().to_string() }),
            Err(error) => Err(failed(error)),
        };
        let entry = match opened {
            Ok(entry) => entry,
            Err(kind) => {
                let file = format!("{}/{}", found.name, name.unwrap_or_default());
                let problem = Problem { file, line: None, kind };
                out(Format::Text, Event::Problem(problem));
                continue;
            }
        };
        if entry.is_file() {
            // A name that cannot be told stands for one that leads out.
            let path = name.unwrap_or_else(|| "..".to_owned());
            read_member(&archive, &path, &mut Bounded { inner: entry, left: &mut left }, options, out);
        }
    }
    Ok(options.max_unpacked_bytes - left)
}

/// Reads one member; its problems are its own, the others go on.
fn read_member(archive: &Member<'_>, path: &str, reader: &mut dyn Read, options: &Options, out: Events<'_>) {
    let path = path.trim_start_matches("./");
    let mut parts = path.split('/');
    if path.split('/').any(|part| part.starts_with('.') && part != "..") {
        return;
    }
    let name = format!("{}/{path}", archive.name);
    let leads_out = path.starts_with('/') || path.get(1..2) == Some(":") || parts.any(|part| part == "..");
    // The archive around it counts what is unpacked.
    let mut left = u64::MAX;
    let member = Member { name: &name, below: path, is_named: false, may_be_archive: false };
    let read = match leads_out {
        true => Err(ProblemKind::BadMember),
        false => read_stream(&member, &mut BufReader::new(reader), &mut left, options, out),
    };
    if let Err(kind) = read {
        out(Format::Text, Event::Problem(Problem { file: name.clone(), line: None, kind }));
    }
}

/// A name without its extension.
fn stem_of(name: &str) -> String {
    let file_at = name.rfind('/').map_or(0, |at| at + 1);
    let dot = name.rfind('.').filter(|dot| *dot > file_at).unwrap_or(name.len());
    name.get(..dot).unwrap_or(name).to_owned()
}

/// Gives an error when more is read than was agreed.
struct Bounded<'a, R> {
    inner: R,
    left: &'a mut u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => *self.left = left,
            None => return Err(io::Error::other("it unpacks to more than the limit")),
        }
        Ok(read)
    }
}
