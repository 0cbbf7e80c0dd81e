//! Any bytes as a file of the format `ninjs`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_ninjs -- -max_len=65536 ../tests/fixtures/ninjs`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("item.json", Some(newshound_fuzz::Format::Ninjs), data));
