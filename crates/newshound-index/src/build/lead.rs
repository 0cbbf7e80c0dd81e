//! The lead: what stands for a standfirst where the source has none.

use crate::analysis::sentences;
use crate::article::Block;

/// Characters of a lead, at most.
const LONGEST: usize = 200;

/// The first sentences of the first paragraph, whole ones as long as they fit; else the first, cut between words.
/// `None` where there is no paragraph.
pub(super) fn of(blocks: &[Block]) -> Option<String> {
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) if !text.trim().is_empty() => Some(text.trim()),
        _ => None,
    })?;
    let fits = |text: &str| text.chars().count() <= LONGEST;
    let ends = sentences(first).map(|sentence| sentence.end);
    if let Some(lead) = ends.filter_map(|end| first.get(..end)).take_while(|text| fits(text)).last() {
        return Some(lead.to_owned());
    }
    let cut: String = first.chars().take(LONGEST - 1).collect();
    let words = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(words, _)| words);
    Some(format!("{}…", words.trim_end_matches([',', ';', ':', ' ', '–', '—'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(of(&[Block::Caption("A bridge".into()), Block::Paragraph(text.into())]).as_deref(), Some(expect));
    }

    #[test]
    fn leads_end_at_a_sentence_if_they_can() {
        check("The bridge opened.", "The bridge opened.");
        check("The bridge opened. It was late.", "The bridge opened. It was late.");
        let long = "word ".repeat(50);
        check(&format!("The bridge opened. And {long}."), "The bridge opened.");
        check(&long, &format!("{}…", "word ".repeat(39).trim_end()));
        assert_eq!(of(&[Block::Subheading("No text".into())]), None);
    }
}
