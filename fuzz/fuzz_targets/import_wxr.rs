//! Any bytes as a file of the format `wxr`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_wxr -- -max_len=65536 ../tests/fixtures/wxr`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("export.xml", Some(newshound_fuzz::Format::Wxr), data));
