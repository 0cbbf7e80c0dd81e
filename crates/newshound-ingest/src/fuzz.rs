//! Broken files: the fixtures of every format, changed at random, must neither make a parser fail nor keep it long.
//!
//! A tenth of a second for each format with every run of the tests; `NEWSHOUND_FUZZ_SECONDS=600` for all formats together
//! where there is time. What breaks is written to the folder for temporary files, and becomes a test
//! that is named after it.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::battery::{check_clean, read_str};
use crate::format::Format;
use crate::options::Options;

/// Far longer than any file of this size should take, on a busy machine and without optimisation too.
const LONG: Duration = Duration::from_secs(20);

/// What a changed file may grow to.
const LARGEST: usize = 64 << 10;

/// Pieces that mean something to one parser or another.
const PIECES: [&str; 60] = [
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&#x0;",
    "&#1114112;",
    "&amp;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE x [",
    "<!ENTITY a \"b\">",
    "&a;",
    "<p>",
    "<div>",
    "<table>",
    "<b>",
    "<a href=x>",
    "<script>",
    "<svg>",
    "<template>",
    "xmlns:a=\"b\"",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    ":",
    ",",
    "null",
    "1e999",
    "-",
    "---\n",
    "+++\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "&x ",
    "*x",
    "<<: *x",
    "!!x",
    "? ",
    "|",
    "`",
    "~~~",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "2024-13-45T99:99:99+99:99",
    "99999999999999999999",
    "٣",
    "İ",
];

/// Numbers that look random and come again (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        number as usize % end.max(1)
    }

    /// Some part of something.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = if self.below(4) == 0 { length - start } else { 40.min(length - start) };
        start..start + self.below(most + 1)
    }
}

/// Changes a file at a few places.
fn mutate(bytes: &mut Vec<u8>, others: &[Vec<u8>], numbers: &mut Numbers) {
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len() + 1);
        match numbers.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            1 if at < bytes.len() => bytes[at] = numbers.below(256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(numbers.range(bytes.len()))),
            4 => {
                let part = bytes[numbers.range(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
            // The same part over and over: what grows with the square shows here.
            5 => {
                let part = bytes[numbers.range(bytes.len())].to_vec();
                let times = 1 << numbers.below(12);
                bytes.splice(at..at, part.repeat(times.min(LARGEST / part.len().max(1))));
            }
            6 => {
                let other = &others[numbers.below(others.len())];
                bytes.splice(at..at, other[numbers.range(other.len())].to_vec());
            }
            7 => {
                let times = if numbers.below(8) == 0 { 1 << numbers.below(12) } else { 1 };
                bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].repeat(times).into_bytes());
            }
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())].as_bytes();
                bytes.splice(at..at, piece.iter().copied());
            }
        }
        bytes.truncate(LARGEST);
    }
}

/// The name and bytes of each fixture that is of a format.
fn fixtures() -> Vec<(Format, String, Vec<u8>)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("fixtures can be read").flatten() {
            let path = entry.path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures"), &mut files);
    files.sort();
    let known = files.into_iter().filter_map(|path| {
        let bytes = fs::read(&path).expect("fixtures can be read");
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((Format::of(&name, &bytes)?, name, bytes))
    });
    known.collect()
}

/// How long each of so many formats may be tried.
fn time(formats: usize) -> Duration {
    let all = std::env::var("NEWSHOUND_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse::<f64>().ok());
    all.map_or(Duration::from_millis(100), |all| Duration::from_secs_f64(all / formats as f64))
}

/// Tries changed files until the time is over; what fails is kept.
fn run(what: &str, name: &str, seeds: &[Vec<u8>], time: Duration, read: impl Fn(&[u8])) {
    assert!(!seeds.is_empty(), "{what}: help: give the format a fixture");
    // Each longer run tries other files.
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ time.as_millis() as u64 ^ (what.len() as u64) << 32);
    let start = Instant::now();
    let mut tried = 0;
    while start.elapsed() < time {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        mutate(&mut bytes, seeds, &mut numbers);
        let begin = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        let took = begin.elapsed();
        if done.is_err() || took > LONG {
            let kept = std::env::temp_dir().join(format!("newshound-fuzz-{what}-{name}"));
            fs::write(&kept, &bytes).expect("temporary files can be written");
            panic!("{what}: failed after {took:?} on {}", kept.display());
        }
        tried += 1;
    }
    println!("{what}: {tried} files");
}

#[test]
fn mutated_fixtures_neither_fail_nor_take_long() {
    let fixtures = fixtures();
    for format in Format::ALL {
        let own = || fixtures.iter().filter(|fixture| fixture.0 == format);
        let seeds: Vec<Vec<u8>> = own().map(|fixture| fixture.2.clone()).collect();
        let name = own().next().map_or("none", |fixture| &fixture.1);
        run(format.name(), name, &seeds, time(Format::ALL.len() + 1), |bytes| {
            check_clean(&read_str(|input, sink| format.read(input, sink), name, bytes).0);
        });
    }
}

#[test]
fn mutated_archives_neither_fail_nor_take_long() {
    let folder = std::env::temp_dir().join(format!("newshound-fuzz-archives-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("temporary files can be written");
    let file = folder.join("news.bin");
    // A parser's own failure would be told as a problem; these must be none.
    let read = |bytes: &[u8]| {
        fs::write(&file, bytes).expect("temporary files can be written");
        let import = crate::read(&[&file], &Options { threads: 1, ..Options::default() });
        let failed = import.problems.iter().find(|problem| problem.kind == crate::ProblemKind::ReaderFailed);
        assert_eq!(failed, None);
        check_clean(&import.articles);
    };
    run("archives", "news.bin", &archives(), time(Format::ALL.len() + 1), read);
    let _ = fs::remove_dir_all(&folder);
}

/// A few files as `.tar`, `.tar.gz` and `.zip`, and one as `.gz`.
fn archives() -> Vec<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (_, name, bytes) in fixtures().iter().filter(|fixture| fixture.2.len() < 2_000).take(8) {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, bytes.as_slice()).expect("an archive in memory");
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("an archive in memory");
        std::io::Write::write_all(&mut zip, bytes).expect("an archive in memory");
    }
    let tar = tar.into_inner().expect("an archive in memory");
    let zip = zip.finish().expect("an archive in memory").into_inner();
    let gz = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut out, bytes).expect("an archive in memory");
        out.finish().expect("an archive in memory")
    };
    vec![gz(&tar), gz(b"Bridge opens\n\nIt opened.\n"), tar, zip]
}
