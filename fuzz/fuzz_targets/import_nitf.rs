//! Any bytes as a file of the format `nitf`: no panic, nothing that is not clean.
//!
//! `cargo +nightly fuzz run import_nitf -- -max_len=65536 ../tests/fixtures/nitf`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| newshound_fuzz::import("item.xml", Some(newshound_fuzz::Format::Nitf), data));
