//! `brotli`: what a host that compresses does to a file.

use std::io::Write as _;

/// Bytes as brotli makes them, at a quality from 0 to 11.
///
/// ```
/// let small = newshound_serve::brotli("the mayor said; the council said; ".repeat(100).as_bytes(), 5);
/// assert!(small.len() < 100);
/// ```
pub fn brotli(bytes: &[u8], quality: u32) -> Vec<u8> {
    let mut small = Vec::new();
    // 22 is the window of browsers and static hosts.
    let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, quality, 22);
    // Writing to memory does not fail.
    let _ = writer.write_all(bytes);
    drop(writer);
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_gives_back_what_it_got() {
        let text = "the mayor said; the council said; ".repeat(100);
        for quality in [5, 11] {
            let small = brotli(text.as_bytes(), quality);
            let mut back = Vec::new();
            brotli::BrotliDecompress(&mut small.as_slice(), &mut back).expect("it is brotli");
            assert!(back == text.as_bytes() && small.len() < 100);
        }
    }
}
