//! Any bytes as a file of the format `text`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_text -- -max_len=65536 ../tests/fixtures/text`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.txt", Some(newshound_fuzz::Format::Text), data));
