//! Compiles the articles into the index that the engine embeds.
fn main() {}
