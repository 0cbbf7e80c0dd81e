//! Any bytes as an archive, or a file whose format is to be recognised: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_archive -- -max_len=65536`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("news.bin", None, data));
