//! Prints the text of each article as a JSON line, `{"id": ..., "body": ...}`, without captions: what a measure of
//! extraction reads.
//!
//! `cargo run --release -p newshound-ingest --example bodies -- pages > bodies.jsonl`

use newshound_index::article::Block;
use newshound_ingest::{Options, each_article};

fn main() {
    let inputs: Vec<String> = std::env::args().skip(1).collect();
    let print = |article: newshound_index::article::Article| {
        let texts = article.blocks.iter().filter(|block| !matches!(block, Block::Caption(_))).map(Block::text);
        let body = texts.collect::<Vec<_>>().join("\n");
        println!("{}", serde_json::json!({ "id": article.id, "body": body }));
    };
    // What is measured is the text, whatever its page asks of robots.
    let options = Options { respects_noindex: false, ..Options::default() };
    each_article(&inputs, &options, print, |problem| eprintln!("{problem}"));
}
