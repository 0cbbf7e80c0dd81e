//! The segment: one index in one file of checked pages.

#[allow(dead_code)] pub(crate) mod bits;
#[allow(dead_code)] pub(crate) mod interpolative;
