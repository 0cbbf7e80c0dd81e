//! `cargo xtask`: everything that is done with this workspace.
fn main() {}
