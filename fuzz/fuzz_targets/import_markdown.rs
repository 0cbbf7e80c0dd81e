//! Any bytes as a file of the format `markdown`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_markdown -- -max_len=65536 ../tests/fixtures/markdown/_posts`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.md", Some(newshound_fuzz::Format::Markdown), data));
