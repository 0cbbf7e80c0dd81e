//! From a reader's line to ranked hits.
