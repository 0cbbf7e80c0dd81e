//! Field lengths: one byte an article, in quarter octaves.
//!
//! Code `c` stands for `2^(c/4) - 1` words, rounded; so a length is off by 9 % at most, which a ranking does not
//! notice, and the pivots are fixed: segments that are searched together agree.

/// The code for a number of words.
pub(crate) fn encode(words: u32) -> u8 {
    (0..=u8::MAX).find(|code| decode_upper(*code) >= f64::from(words)).unwrap_or(u8::MAX)
}

/// The words that a code stands for.
pub(crate) fn decode(code: u8) -> f32 {
    (quarter_octave(u32::from(code) * 2) - 1.0) as f32
}

/// The largest length with this code: half a step above its middle.
fn decode_upper(code: u8) -> f64 {
    quarter_octave(u32::from(code) * 2 + 1) - 1.0
}

/// `2^(eighths / 8)`, the same on every machine.
fn quarter_octave(eighths: u32) -> f64 {
    const STEPS: [f64; 8] = [
        1.0,
        1.090_507_732_665_257_7,
        1.189_207_115_002_721,
        1.296_839_554_651_009_6,
        std::f64::consts::SQRT_2,
        1.542_210_825_407_940_7,
        1.681_792_830_507_429,
        1.834_008_086_409_342_4,
    ];
    let step = STEPS.get(eighths as usize % 8).copied().unwrap_or(1.0);
    step * (1u64 << (eighths / 8).min(62)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_off_by_a_tenth_at_most() {
        for words in (0..2000).chain([5000, 100_000, 1_000_000]) {
            let back = f64::from(decode(encode(words)));
            assert!((back - f64::from(words)).abs() <= 0.1 * f64::from(words) + 0.1, "{words} became {back}");
        }
        assert_eq!((encode(0), decode(0)), (0, 0.0));
    }
}
