//! Numbers and strings in whole bytes: the writer's helpers and [`Cursor`], which never trusts a length.

use super::SegmentError;

/// Appends an unsigned LEB128 number: seven bits a byte, lowest first.
pub(crate) fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number, zigzag folded (0, -1, 1, -2, ...) and then as [`put_number`].
pub(crate) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_number(out, (value << 1 ^ value >> 63) as u64);
}

/// Appends the length in bytes and the text.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Reads what the functions above wrote. Each call fails with [`SegmentError::Damaged`] past the end.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
    /// The section's name, for the error.
    section: &'static str,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8], section: &'static str) -> Cursor<'a> {
        Cursor { rest: bytes, section }
    }

    /// The error for whatever does not fit in this section.
    pub(crate) fn damaged(&self) -> SegmentError {
        SegmentError::Damaged { section: self.section }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, SegmentError> {
        let (first, rest) = self.rest.split_first().ok_or_else(|| self.damaged())?;
        self.rest = rest;
        Ok(*first)
    }

    pub(crate) fn number(&mut self) -> Result<u64, SegmentError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.damaged())
    }

    /// A number that fits `u32`.
    pub(crate) fn small(&mut self) -> Result<u32, SegmentError> {
        let value = self.number()?;
        u32::try_from(value).map_err(|_| self.damaged())
    }

    /// A count of things of which each takes at least one byte here, so that no damaged count allocates much.
    pub(crate) fn count(&mut self) -> Result<usize, SegmentError> {
        let count = usize::try_from(self.number()?).map_err(|_| self.damaged())?;
        if count > self.rest.len() { Err(self.damaged()) } else { Ok(count) }
    }

    pub(crate) fn signed(&mut self) -> Result<i64, SegmentError> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], SegmentError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(|| self.damaged())?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, SegmentError> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| self.damaged())
    }

    pub(crate) fn u16(&mut self) -> Result<u16, SegmentError> {
        let bytes = self.take(2)?;
        bytes.first_chunk::<2>().map(|chunk| u16::from_le_bytes(*chunk)).ok_or_else(|| self.damaged())
    }

    pub(crate) fn u32(&mut self) -> Result<u32, SegmentError> {
        let bytes = self.take(4)?;
        bytes.first_chunk::<4>().map(|chunk| u32::from_le_bytes(*chunk)).ok_or_else(|| self.damaged())
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn everything_comes_back(numbers in proptest::collection::vec(any::<(u64, i64, String)>(), 0..50)) {
            let mut bytes = Vec::new();
            for (unsigned, signed, text) in &numbers {
                put_number(&mut bytes, *unsigned);
                put_signed(&mut bytes, *signed);
                put_text(&mut bytes, text);
            }
            let mut cursor = Cursor::new(&bytes, "test");
            for (unsigned, signed, text) in &numbers {
                prop_assert_eq!(cursor.number(), Ok(*unsigned));
                prop_assert_eq!(cursor.signed(), Ok(*signed));
                prop_assert_eq!(cursor.text(), Ok(text.as_str()));
            }
            prop_assert!(cursor.rest().is_empty());
            prop_assert!(cursor.byte().is_err());
        }

        #[test]
        fn any_bytes_end_in_a_value_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..30)) {
            let mut cursor = Cursor::new(&bytes, "test");
            while cursor.text().is_ok() {}
            let _ = (cursor.number(), cursor.signed(), cursor.u16(), cursor.u32());
        }
    }
}
