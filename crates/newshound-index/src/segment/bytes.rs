//! Numbers and strings in whole bytes: the writer's helpers and [`Cursor`], which never trusts a length.

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

/// Reads what the functions above wrote. Never fails on the way: past the end, and where the bytes are none of what is
/// asked for, it gives zeros and empty texts and remembers it, so that a caller asks once, at the end, with
/// [`Cursor::end`].
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
    is_damaged: bool,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { rest: bytes, is_damaged: false }
    }

    /// What was read, unless the bytes were no such thing.
    pub(crate) fn end<T>(&self, read: T) -> Option<T> {
        if self.is_damaged { None } else { Some(read) }
    }

    /// From here on there is nothing to be read.
    #[cold]
    #[inline(never)]
    pub(crate) fn damaged(&mut self) {
        (self.rest, self.is_damaged) = (&[], true);
    }

    #[inline(never)]
    pub(crate) fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => {
                self.damaged();
                0
            }
        }
    }

    #[inline(never)]
    pub(crate) fn number(&mut self) -> u64 {
        // Most are small.
        if let [value @ 0..0x80, rest @ ..] = self.rest {
            self.rest = rest;
            return u64::from(*value);
        }
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return value;
            }
        }
        self.damaged();
        0
    }

    /// A number that fits `u32`.
    #[inline(never)]
    pub(crate) fn small(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or_else(|_| {
            self.damaged();
            0
        })
    }

    /// A count of things of which each takes at least one byte here, so that no damaged count allocates much.
    #[inline(never)]
    pub(crate) fn count(&mut self) -> usize {
        let count = self.small() as usize;
        if count <= self.rest.len() {
            return count;
        }
        self.damaged();
        0
    }

    pub(crate) fn signed(&mut self) -> i64 {
        let value = self.number();
        (value >> 1) as i64 ^ -((value & 1) as i64)
    }

    #[inline(never)]
    pub(crate) fn take(&mut self, length: usize) -> &'a [u8] {
        match self.rest.split_at_checked(length) {
            Some((taken, rest)) => {
                self.rest = rest;
                taken
            }
            None => {
                self.damaged();
                &[]
            }
        }
    }

    /// Passes a text by, without a look at what it says.
    #[inline(never)]
    pub(crate) fn skip_text(&mut self) {
        // Most are short.
        if let [length @ 0..0x80, rest @ ..] = self.rest
            && let Some(rest) = rest.get(usize::from(*length)..)
        {
            self.rest = rest;
            return;
        }
        let length = self.count();
        self.take(length);
    }

    #[inline(never)]
    pub(crate) fn text(&mut self) -> &'a str {
        let length = self.count();
        std::str::from_utf8(self.take(length)).unwrap_or_else(|_| {
            self.damaged();
            ""
        })
    }

    pub(crate) fn u16(&mut self) -> u16 {
        self.take(2).first_chunk().map_or(0, |chunk| u16::from_le_bytes(*chunk))
    }

    #[inline(never)]
    pub(crate) fn u32(&mut self) -> u32 {
        self.take(4).first_chunk().map_or(0, |chunk| u32::from_le_bytes(*chunk))
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
            let mut cursor = Cursor::new(&bytes);
            for (unsigned, signed, text) in &numbers {
                prop_assert_eq!(cursor.number(), *unsigned);
                prop_assert_eq!(cursor.signed(), *signed);
                prop_assert_eq!(cursor.text(), text.as_str());
            }
            prop_assert!(cursor.rest().is_empty());
            prop_assert_eq!(cursor.end(7), Some(7));
            prop_assert_eq!((cursor.byte(), cursor.end(7)), (0, None));
        }

        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..30)) {
            let mut cursor = Cursor::new(&bytes);
            while cursor.end(()).is_some() {
                cursor.text();
            }
            prop_assert_eq!((cursor.number(), cursor.signed(), cursor.u16(), cursor.u32()), (0, 0, 0, 0));
        }
    }
}
