//! What an index does not hold: no word order of a text that is not free, in no mode, neither as text nor as a
//! standfirst; and no field that nobody named.

use newshound_index::build::{BuildOptions, Built};
use newshound_index::segment::TextMode;

use super::support::{Folder, ask, build_with, line};

/// The same article thrice: free, not free, and not free with a standfirst that is public.
const ARTICLES: &str = r#"{"id": "free", "url": "/free", "title": "Free", "body": "Otters dance at the harbour tonight."}
{"id": "paid", "url": "/paid", "title": "Paid", "paywall": true, "body": "Walrus hums under the lantern.", "text": "Walrus hums under the lantern.", "editor_email": "walrus@desk.example"}
{"id": "both", "url": "/both", "title": "Both", "premium": true, "summary": "A heron speaks.", "body": "Badger sleeps behind the mill."}
"#;

fn built(text: TextMode) -> Built {
    let folder = Folder::new("not-published", &[("a.jsonl", ARTICLES.as_bytes())]);
    build_with(folder.import().articles, BuildOptions { text, ..BuildOptions::default() })
}

fn holds(built: &Built, text: &str) -> bool {
    let pages = built.apart.iter().map(|page| page.bytes.as_slice());
    pages.chain([built.bytes.as_slice()]).any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[test]
fn texts_that_are_not_free() {
    for text in [TextMode::Inside, TextMode::Apart, TextMode::Standfirst] {
        let built = built(text);
        assert!(holds(&built, "Otters dance"), "what is free is there, as text or as the first sentence");
        assert!(holds(&built, "A heron speaks."), "and a standfirst");
        for secret in ["Walrus", "under the", "Badger", "behind the", "walrus@desk", "editor_email"] {
            assert!(!holds(&built, secret), "{secret}");
        }
    }
    let built = built(TextMode::Standfirst);
    let shown = |word: &str| {
        let hit = ask(&built, &line(word)).hits.remove(0);
        hit.snippet.text.clone()
    };
    assert_eq!(shown("otters"), "Otters dance at the harbour tonight.");
    assert_eq!(shown("walrus"), "", "found by its words, and not shown");
    assert_eq!(shown("badger"), "A heron speaks.");
}
