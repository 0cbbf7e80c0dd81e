//! Articles in, bytes out; bytes in, hits out.
//!
//! This crate is the whole of Newshound that thinks: [`analysis`] turns text into terms, [`segment`] turns
//! articles into one file of pages and reads it back, [`query`] turns a reader's line into ranked hits.
//! It does no input or output, reads no clock, knows no JavaScript and starts no thread, so the same code
//! answers natively, in a test and in a browser.

pub mod analysis;
pub mod article;
pub mod build;
pub mod date;
pub mod decimal;
pub mod query;
pub mod search;
pub mod segment;
mod sort;
