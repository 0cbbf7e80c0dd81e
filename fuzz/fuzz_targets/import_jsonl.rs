//! Any bytes as a file of the format `jsonl`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_jsonl -- -max_len=65536 ../tests/fixtures/jsonl`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.jsonl", Some(newshound_fuzz::Format::JsonLines), data));
