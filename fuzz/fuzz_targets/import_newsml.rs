//! Any bytes as a file of the format `newsml`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_newsml -- -max_len=65536 ../tests/fixtures/newsml`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("item.xml", Some(newshound_fuzz::Format::NewsMl), data));
