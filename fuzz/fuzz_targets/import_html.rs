//! Any bytes as a file of the format `html`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_html -- -max_len=65536 ../tests/fixtures/html`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.html", Some(newshound_fuzz::Format::Html), data));
