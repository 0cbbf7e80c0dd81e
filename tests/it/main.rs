//! Native integration tests, one binary.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test whose steps fail has failed")]

mod articles; // from files to hits: the built-in articles and the questions that readers put to them
mod bad_input; // what publishers get wrong: told, and the others are found
mod damage; // an index with a wrong byte, or cut short, is never answered from
mod format; // the specification's example is what the builder makes
mod not_published; // what stays out of an index: paid texts, and fields that nobody named
mod publisher; // what a publisher sets: synonyms, pins, boosts, weights, fields
mod ranking; // the newsroom's hits in order, each with the reason
mod same_bytes; // the order of articles and files leaves no trace
mod support; // what all of them need
mod tidy; // house rules
