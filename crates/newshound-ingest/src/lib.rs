//! Reads what publishers have into [`newshound_index::article::Article`]s.
