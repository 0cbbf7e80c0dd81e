//! Any bytes as a file of the format `feed`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_feed -- -max_len=65536 ../tests/fixtures/feed`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.rss", Some(newshound_fuzz::Format::Feed), data));
