//! [`Input`]: one file as a format sees it, whether it came from a folder or out of an archive.

use std::io::{self, BufRead, Read};

use crate::options::Options;
use crate::problem::ProblemKind;

/// One file, unpacked, to be read once from start to end.
pub(crate) struct Input<'a> {
    /// The way from the root that the caller named, without extensions: where an id comes from if there is no other.
    pub(crate) stem: String,
    /// The bytes.
    pub(crate) reader: Box<dyn BufRead + 'a>,
}

impl Input<'_> {
    /// All bytes, up to the limit.
    fn bytes(&mut self, limit: u64) -> Result<Vec<u8>, ProblemKind> {
        let mut bytes = Vec::new();
        self.reader.by_ref().take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(ProblemKind::TooLong { limit });
        }
        Ok(bytes)
    }

    /// The whole text, up to the limit: UTF-8, or UTF-16 with a byte order mark.
    pub(crate) fn text(&mut self, options: &Options) -> Result<String, ProblemKind> {
        decode(self.bytes(options.max_file_bytes)?)
    }

    /// The same for one page, which takes more memory than its text.
    pub(crate) fn page_text(&mut self, limit: u64) -> Result<String, ProblemKind> {
        decode(self.bytes(limit)?)
    }
}

impl Input<'_> {
    /// The whole text of a file that may name its encoding itself (XML, HTML): by its byte order mark, else by what
    /// it says, else UTF-8; what is not UTF-8 and says nothing is read as Windows-1252, as browsers do.
    pub(crate) fn marked_text(&mut self, limit: u64) -> Result<String, ProblemKind> {
        let bytes = self.bytes(limit)?;
        let is_marked = matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0xef, 0xbb, 0xbf, ..]);
        if is_marked {
            return Ok(encoding_rs::UTF_8.decode(&bytes).0.into_owned());
        }
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(error) => error.into_bytes(),
        };
        let start = bytes.get(..2048).unwrap_or(&bytes);
        let named = [&b"encoding="[..], b"charset="].iter().find_map(|key| {
            let at = start.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))?;
            let rest = start.get(at + key.len()..)?.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest
                .iter()
                .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte))
                .unwrap_or(rest.len());
            encoding_rs::Encoding::for_label(rest.get(..end)?)
        });
        let encoding = named.filter(|encoding| *encoding != encoding_rs::UTF_8).unwrap_or(encoding_rs::WINDOWS_1252);
        Ok(encoding.decode(&bytes).0.into_owned())
    }
}

/// What the system said, as a problem.
pub(crate) fn unreadable(error: io::Error) -> ProblemKind {
    ProblemKind::Unreadable { reason: error.to_string() }
}

/// Bytes as text, by their byte order mark, else as UTF-8. The mark goes.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, ProblemKind> {
    let wide = |from: fn([u8; 2]) -> u16| -> Result<String, ProblemKind> {
        let units = bytes.chunks_exact(2).skip(1).map(|pair| from([pair[0], pair[1]]));
        let mut text = String::with_capacity(bytes.len());
        let mut offset = 2u64;
        for char in char::decode_utf16(units) {
            let char = char.map_err(|_| ProblemKind::NotUtf8 { offset })?;
            offset += 2 * char.len_utf16() as u64;
            text.push(char);
        }
        Ok(text)
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec(), 3),
        _ => utf8(bytes, 0),
    }
}

fn utf8(bytes: Vec<u8>, start: u64) -> Result<String, ProblemKind> {
    String::from_utf8(bytes)
        .map_err(|error| ProblemKind::NotUtf8 { offset: start + error.utf8_error().valid_up_to() as u64 })
}

/// Reads on to the end of a line.
pub(crate) fn skip_line(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let read = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(read);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read fails")]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded_by_their_mark() {
        let check = |bytes: &[u8], expect: Result<&str, u64>| {
            let expect = expect.map(str::to_owned).map_err(|offset| ProblemKind::NotUtf8 { offset });
            assert_eq!(decode(bytes.to_vec()), expect, "{bytes:?}");
        };
        check(b"", Ok(""));
        check("García".as_bytes(), Ok("García"));
        check(b"\xef\xbb\xbfmark", Ok("mark"));
        check(b"\xff\xfea\0\xe9\0", Ok("aé"));
        check(b"\xfe\xff\0a\0\xe9", Ok("aé"));
        check(b"Garc\xeda", Err(4));
        check(b"\xef\xbb\xbfGarc\xeda", Err(7));
        check(b"\xff\xfea\0\x00\xd8", Err(4));
    }
}
