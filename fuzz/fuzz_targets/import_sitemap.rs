//! Any bytes as a file of the format `sitemap`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_sitemap -- -max_len=65536 ../tests/fixtures/sitemap`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("sitemap.xml", Some(newshound_fuzz::Format::Sitemap), data));
