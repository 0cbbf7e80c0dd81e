//! Hostile input on stable Rust: damaged segments whose checks are right again, lines of any characters, texts of any
//! characters. Nothing may panic, hang or take memory without bound.
//!
//! In every run each target sees the same few thousand inputs. `NEWSHOUND_FUZZ_SECONDS` gives each so much time, with
//! other inputs every time; the seed of one that fails is printed, and `NEWSHOUND_FUZZ_SEED` runs it again.

mod container;
mod line;
mod segment;
mod snippet;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Numbers by chance: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// A number below `end`; 0 for 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// One of these.
    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// True in one of `n` cases.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Runs a target `brief` times, or as long as was set.
pub(crate) fn run(brief: u64, target: impl Fn(&mut Chance)) {
    let variable = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap());
    if let Some(seed) = variable("NEWSHOUND_FUZZ_SEED") {
        return target(&mut Chance(seed));
    }
    let seconds = variable("NEWSHOUND_FUZZ_SECONDS");
    let start = Instant::now();
    let first = match seconds {
        None => 0,
        Some(_) => SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64,
    };
    let mut count = 0;
    while seconds.map_or(count < brief, |seconds| start.elapsed() < Duration::from_secs(seconds)) {
        let seed = first.wrapping_add(count);
        let begin = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| target(&mut Chance(seed))));
        assert!(done.is_ok(), "NEWSHOUND_FUZZ_SEED={seed}");
        assert!(begin.elapsed() < Duration::from_secs(20), "NEWSHOUND_FUZZ_SEED={seed} takes {:?}", begin.elapsed());
        count += 1;
    }
    println!("{count} inputs");
}

/// Texts of anything, most of it words.
pub(crate) fn text(chance: &mut Chance, most: usize) -> String {
    const PIECES: [&str; 56] = [
        "harbour ",
        "Bridge ",
        "US ",
        "us ",
        "U.S. ",
        "F-16 ",
        "real-time",
        "2,400 ",
        "9/11 ",
        "AT&T",
        "C++ ",
        "#tag ",
        "@a",
        "’s ",
        "'",
        "\"",
        "“",
        "”",
        "-",
        "—",
        " ",
        "  ",
        ". ",
        "? ",
        "…",
        "\n",
        "\t",
        "(",
        ")",
        "|",
        " OR ",
        "NOT ",
        "*",
        ":",
        "title:",
        "before:2025 ",
        "date:",
        "é",
        "e\u{301}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{feff}",
        "\u{202e}",
        "日本",
        "ไทย",
        "שלום",
        "\u{5f4}",
        "ﬁ",
        "ß",
        "İ",
        "👩‍🚀",
        "\0",
        "<b>",
        "&amp;",
        "x",
    ];
    let mut out = String::new();
    for _ in 0..chance.below(most + 1) {
        match chance.below(12) {
            0 => out.extend(char::from_u32(chance.below(0x11_0000) as u32)),
            1 => out.push(char::from(chance.below(128) as u8)),
            2 => (0..chance.below(80)).for_each(|_| out.push('a')),
            _ => out.push_str(chance.of::<&str>(&PIECES)),
        }
    }
    out
}
