//! Bits in, bits out: the bottom of the postings.
//!
//! Bits are packed from the lowest bit of the first byte upwards, a number with its lowest bit first.
//! Besides plain numbers there are two codes for a number from a known range, so that what the reader
//! already knows costs nothing:
//!
//! - [`BitWriter::bounded`]: truncated binary, the codes of a range `0..n` take `floor(log2 n)` or
//!   `ceil(log2 n)` bits, and the shorter codes go to the **middle** of the range, where binary
//!   interpolative coding finds most of its values (Moffat and Stuiver, "Binary interpolative coding for
//!   effective index compression", 2000);
//! - [`BitWriter::gamma`]: Elias gamma of `value + 1`, for small numbers without a bound.

/// Writes bits into a growing buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits not yet in `bytes`, lowest first; `filled < 8` between calls.
    pending: u64,
    filled: u32,
}

impl BitWriter {
    /// The lowest `count` bits of `value`; `count <= 32`.
    pub(crate) fn bits(&mut self, value: u32, count: u32) {
        debug_assert!(count <= 32 && u64::from(value) >> count == 0);
        self.pending |= u64::from(value) << self.filled;
        self.filled += count;
        while self.filled >= 8 {
            self.bytes.push((self.pending & 0xff) as u8);
            self.pending >>= 8;
            self.filled -= 8;
        }
    }

    /// `value` out of `0..range`; `range <= 1 << 31`.
    pub(crate) fn bounded(&mut self, value: u32, range: u32) {
        debug_assert!(value < range);
        let (short_bits, short, left) = bounded_shape(range);
        let turned = if value >= left { value - left } else { value + (range - left) };
        if turned < short {
            self.bits(turned, short_bits);
        } else {
            // The long codes: their first `short_bits` bits are at least `short`, then one bit more.
            let code = turned + short;
            self.bits(code >> 1, short_bits);
            self.bits(code & 1, 1);
        }
    }

    /// Any number but the largest; small ones are short.
    pub(crate) fn gamma(&mut self, value: u32) {
        let value = value + 1;
        let width = 31 - value.leading_zeros();
        for _ in 0..width {
            self.bits(0, 1);
        }
        self.bits(1, 1);
        self.bits(value & !(1 << width), width);
    }

    /// All that another writer has.
    pub(crate) fn append(&mut self, other: &BitWriter) {
        other.bytes.iter().for_each(|byte| self.bits(u32::from(*byte), 8));
        self.bits(other.pending as u32, other.filled);
    }

    /// Bits written so far.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() * 8 + self.filled as usize
    }

    /// The bytes, the last one filled up with zeros.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        if self.filled > 0 {
            self.bytes.push((self.pending & 0xff) as u8);
        }
        self.bytes
    }
}

/// Bits of a short code, how many short codes there are, and how far the range is turned so that they lie in
/// its middle.
fn bounded_shape(range: u32) -> (u32, u32, u32) {
    let short_bits = 31 - range.max(1).leading_zeros();
    let short = ((2u64 << short_bits) - u64::from(range)) as u32;
    (short_bits, short, (range - short) / 2)
}

/// Reads what [`BitWriter`] wrote. Never fails on the way: past the end it reads zeros and remembers it, so
/// that a caller asks once, at the end, with [`BitReader::is_exhausted`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Next bit to read.
    pub(super) at: usize,
}

impl<'a> BitReader<'a> {
    /// Starts at bit `at`.
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> BitReader<'a> {
        BitReader { bytes, at }
    }

    /// The next `count` bits; `count <= 32`.
    #[inline(always)]
    pub(crate) fn bits(&mut self, count: u32) -> u32 {
        let value = self.peek() & ((1u64 << count) - 1);
        self.at += count as usize;
        value as u32
    }

    /// At least 57 bits from here on, zeros past the end.
    #[inline(always)]
    fn peek(&self) -> u64 {
        let byte = self.at >> 3;
        let window = match self.bytes.get(byte..).and_then(|tail| tail.first_chunk::<8>()) {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => self.tail(byte),
        };
        window >> (self.at & 7)
    }

    #[cold]
    #[inline(never)]
    fn tail(&self, byte: usize) -> u64 {
        let tail = self.bytes.get(byte..).unwrap_or(&[]);
        tail.iter().take(8).enumerate().fold(0, |window, (at, byte)| window | u64::from(*byte) << (8 * at))
    }

    /// A number out of `0..range`; 0 for an empty range.
    #[inline(never)]
    pub(crate) fn bounded(&mut self, range: u32) -> u32 {
        self.bounded_in_place(range)
    }

    /// The same, where a call would take longer.
    #[inline(always)]
    pub(super) fn bounded_in_place(&mut self, range: u32) -> u32 {
        if range <= 1 {
            return 0;
        }
        let (short_bits, short, left) = bounded_shape(range);
        let window = self.peek();
        let first = (window & ((1u64 << short_bits) - 1)) as u32;
        // What is long or short cannot be foreseen, so there is no jump.
        let is_long = first >= short;
        let long = (first << 1 | (window >> short_bits & 1) as u32).wrapping_sub(short);
        let turned = if is_long { long } else { first };
        self.at += short_bits as usize + usize::from(is_long);
        let value = turned.wrapping_add(left);
        if value >= range { value.wrapping_sub(range) } else { value }
    }

    /// How many ones come next, `most` at most; a zero ends fewer. `most <= 32`.
    pub(crate) fn ones(&mut self, most: u32) -> u32 {
        let ones = self.peek().trailing_ones().min(most);
        self.at += ones as usize + usize::from(ones < most);
        ones
    }

    /// See [`BitWriter::gamma`].
    pub(crate) fn gamma(&mut self) -> u32 {
        let width = self.peek().trailing_zeros();
        if width >= 31 {
            // No such code: only damaged bytes lead here.
            self.at = usize::MAX / 2;
            return 0;
        }
        self.at += width as usize + 1;
        ((1 << width) | self.bits(width)) - 1
    }

    /// The next bit's place, counted from the start of the bytes.
    #[cfg(test)]
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Whether more was read than there is.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.at > self.bytes.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bounded_codes_of_small_ranges() {
        for range in 1..70 {
            for value in 0..range {
                let mut writer = BitWriter::default();
                writer.bounded(value, range);
                let bits = writer.len() as u32;
                let floor = 31 - u32::leading_zeros(range);
                assert!(bits == floor || (bits == floor + 1 && !range.is_power_of_two()), "{value} of {range}");
                let bytes = writer.finish();
                let mut reader = BitReader::new(&bytes, 0);
                assert_eq!((reader.bounded(range), reader.position()), (value, bits as usize), "{value} of {range}");
            }
        }
    }

    #[test]
    fn past_the_end_are_zeros() {
        let mut reader = BitReader::new(&[0xff], 0);
        assert_eq!(reader.bits(12), 0xff);
        assert!(reader.is_exhausted());
        assert_eq!(reader.gamma(), 0);
        assert!(reader.is_exhausted());
    }

    proptest! {
        #[test]
        fn everything_comes_back(values in proptest::collection::vec((0u32..3, any::<u32>(), 1u32..1 << 31), 0..200)) {
            let mut writer = BitWriter::default();
            for &(kind, value, range) in &values {
                match kind {
                    0 => writer.bits(value & (((1u64 << (range % 33)) - 1) as u32), range % 33),
                    1 => writer.bounded(value % range, range),
                    _ => writer.gamma(value >> (range % 31 + 1)),
                }
            }
            let bytes = writer.finish();
            let mut reader = BitReader::new(&bytes, 0);
            for &(kind, value, range) in &values {
                match kind {
                    0 => prop_assert_eq!(reader.bits(range % 33), value & (((1u64 << (range % 33)) - 1) as u32)),
                    1 => prop_assert_eq!(reader.bounded(range), value % range),
                    _ => prop_assert_eq!(reader.gamma(), value >> (range % 31 + 1)),
                }
            }
            prop_assert!(!reader.is_exhausted());
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..40), ranges in proptest::collection::vec(0u32..1 << 31, 0..60)) {
            let mut reader = BitReader::new(&bytes, 0);
            for range in ranges {
                let value = reader.bounded(range);
                prop_assert!(range == 0 || value < range);
                reader.gamma();
            }
        }
    }
}
