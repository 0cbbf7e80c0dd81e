//! The segment: one index in one file of checked pages.
