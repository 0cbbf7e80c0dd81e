//! Any bytes as a file of the format `jsonfeed`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_jsonfeed -- -max_len=65536 ../tests/fixtures/jsonfeed`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("feed.json", Some(newshound_fuzz::Format::JsonFeed), data));
