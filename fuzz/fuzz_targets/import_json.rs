//! Any bytes as a file of the format `json`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_json -- -max_len=65536 ../tests/fixtures/json`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.json", Some(newshound_fuzz::Format::Json), data));
