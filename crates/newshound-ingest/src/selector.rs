//! [`Selector`]: parts of pages that a caller leaves out.

use std::fmt;
use std::str::FromStr;

use scraper::Html;

/// A CSS selector: what it fits in a page is read as if it were not there.
///
/// ```
/// use newshound_ingest::Selector;
///
/// assert!("aside.related, .promo > p".parse::<Selector>().is_ok());
/// let error = ".promo >".parse::<Selector>().unwrap_err();
/// assert!(error.to_string().starts_with("`.promo >` is no CSS selector"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(scraper::Selector);

/// A text is no CSS selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectorError {
    /// The text.
    pub text: String,
    /// What the parser did not like.
    pub reason: String,
}

impl fmt::Display for SelectorError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SelectorError { text, reason } = self;
        write!(out, "`{text}` is no CSS selector ({reason}); write it as in a style sheet: `.promo`, `aside.related`")
    }
}

impl std::error::Error for SelectorError {}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Selector, SelectorError> {
        scraper::Selector::parse(text).map(Selector).map_err(|error| {
            // Some reasons have only a name, below a line that asks to report them.
            let reason = error.to_string().lines().last().unwrap_or_default().to_owned();
            SelectorError { text: text.to_owned(), reason }
        })
    }
}

/// Takes out of a page what any of the selectors fits; gives how many elements that are.
pub(crate) fn take_out(document: &mut Html, selectors: &[Selector]) -> usize {
    let fitting = |selector: &Selector| document.select(&selector.0).map(|element| element.id()).collect::<Vec<_>>();
    let found: Vec<_> = selectors.iter().flat_map(fitting).collect();
    for id in &found {
        if let Some(mut node) = document.tree.get_mut(*id) {
            node.detach();
        }
    }
    found.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::depth;

    #[test]
    fn what_fits_is_taken_out() {
        let page = "<main><p>One.</p><div class='box promo'><p>Buy!</p></div><aside class=related>More</aside>\
                    <aside>Two.</aside></main>";
        let check = |selectors: &[&str], expect: &str| {
            let mut document = depth::document(page).unwrap();
            let selectors: Vec<Selector> = selectors.iter().map(|text| text.parse().unwrap()).collect();
            take_out(&mut document, &selectors);
            let text: String = document.root_element().text().collect();
            assert_eq!(text, expect, "{selectors:?}");
        };
        check(&[], "One.Buy!MoreTwo.");
        check(&[".promo"], "One.MoreTwo.");
        check(&["aside.related", ".promo p"], "One.Two.");
        check(&["main"], "");
        check(&["main, .promo", "p"], "");
        check(&[".nowhere"], "One.Buy!MoreTwo.");
    }

    #[test]
    fn what_is_none_is_told() {
        for text in ["", ".promo >", "p:nonsense", "a[", "..x", "{}"] {
            let error = text.parse::<Selector>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}` is no CSS selector (")), "{error}");
        }
    }
}
