//! The only place where text becomes terms.
