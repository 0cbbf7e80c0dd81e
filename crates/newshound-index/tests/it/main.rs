//! Tests of the crate from outside, one binary.

#![allow(clippy::unwrap_used, reason = "a test whose steps fail has failed")]

mod fuzz; // hostile segments, lines and texts
mod oracle; // the evaluator against a scan of all articles
mod phrases; // without the text, and what words gain side by side
mod regressions; // what was wrong once
