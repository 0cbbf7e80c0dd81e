//! Tests of the crate from outside, one binary.

mod regressions; // what was wrong once
