//! Tests of the crate from outside, one binary.

#![allow(clippy::unwrap_used, reason = "a test whose steps fail has failed")]

mod regressions; // what was wrong once
