//! Any bytes as a file of the format `csv`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_csv -- -max_len=65536 ../tests/fixtures/csv`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.csv", Some(newshound_fuzz::Format::Csv), data));
