//! What the engine does in a real browser: run by `wasm-pack test`, once for each browser.
//!
//! The crates are tested natively. Here are the results that 32-bit addresses, or another compiler back end, could
//! change.
#![cfg(target_arch = "wasm32")]

use newshound_index::analysis::{Analyzer, Language};
use newshound_index::date::{civil_from_days, days_from_civil};
use newshound_index::query::{ParseContext, parse};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn text_becomes_tokens() {
    let check = |text: &str, expect: &str| {
        let analyzer = Analyzer::new(Language::English);
        let mut shown = Vec::new();
        analyzer.each_token(text, |token| {
            assert!(text.get(token.range.clone()).is_some_and(|part| !part.is_empty()), "{token:?}");
            shown.push(format!("{}@{} {}", token.form, token.position, analyzer.stem(token.form)));
        });
        assert_eq!(shown.join(", "), expect, "{text}");
    };
    check("", "");
    check("Cities’ bridges", "cities@0 citi, bridges@1 bridg");
    check(
        "Ismael “El Mayo” Zambada García",
        "ismael@0 ismael, el@1 el, mayo@2 mayo, zambada@3 zambada, garcia@4 garcia",
    );
    check("Ёлка СТРАСБУРГ", "елка@0 елка, страсбург@1 страсбург");
}

#[wasm_bindgen_test]
fn lines_become_queries() {
    let check = |line: &str, expect: &str| {
        let today = i32::try_from(days_from_civil(2025, 9, 10)).ok();
        assert_eq!(parse(line, &ParseContext { today }).to_string(), expect, "{line}");
    };
    check("", "");
    check("rubio “mirror operations” NOT fentanyl", r#"rubio "mirror operations" -fentanyl"#);
    check("drugs before:2025", "drugs before:2025-01-01");
    check("drugs after:yesterday", "drugs after:2025-09-09");
    check("(((", "");
}

#[wasm_bindgen_test]
fn hostile_lines_end() {
    for line in ["(".repeat(100_000), "\"a ".repeat(50_000), "-".repeat(100_000), "é*".repeat(50_000)] {
        let query = parse(&line, &ParseContext::default());
        let again = parse(&query.to_string(), &ParseContext::default());
        assert_eq!(again.root, query.root);
    }
}

#[wasm_bindgen_test]
fn days_of_four_centuries() {
    for day in days_from_civil(1800, 1, 1)..days_from_civil(2200, 1, 1) {
        let (year, month, date) = civil_from_days(day);
        assert_eq!(days_from_civil(year, month, date), day);
    }
}
