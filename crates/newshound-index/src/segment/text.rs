//! Text: what articles say, block by block, for phrases and snippets.
//!
//! Pages of [`PAGE_DOCUMENTS`] documents, in document order. Each has its number of blocks plus one, or 0 where its text
//! is not published; and for each block its kind (0 paragraph, 1 subheading, 2 caption) and its text with the length in
//! front. A segment that publishes no text has no such pages.

use super::bytes::{Cursor, put_number, put_text};
use crate::article::Block;

/// Documents in a page.
pub(crate) const PAGE_DOCUMENTS: usize = 16;

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Paragraph,
    Subheading,
    Caption,
}

/// Adds a document to a page; `None` where its text is not published.
pub(crate) fn write_text(page: &mut Vec<u8>, blocks: Option<&[Block]>) {
    let Some(blocks) = blocks else { return page.push(0) };
    put_number(page, blocks.len() as u64 + 1);
    for block in blocks {
        page.push(match block {
            Block::Paragraph(_) => 0,
            Block::Subheading(_) => 1,
            Block::Caption(_) => 2,
        });
        put_text(page, block.text());
    }
}

/// The number of blocks of the next document, `None` where its text is not published.
fn block_count(cursor: &mut Cursor<'_>) -> Option<usize> {
    let count = cursor.small().checked_sub(1)? as usize;
    // Each takes two bytes at least.
    if count > cursor.rest().len() {
        cursor.damaged();
        return None;
    }
    Some(count)
}

/// The blocks of the document at `index` of a page: the inner `None` where its text is not published, the outer one
/// where the page is damaged.
#[allow(clippy::option_option, clippy::type_complexity, reason = "the one who asks tells them apart at once")]
pub(crate) fn read_text(page: &[u8], index: usize) -> Option<Option<Vec<(BlockKind, &str)>>> {
    let mut cursor = Cursor::new(page);
    for _ in 0..index {
        for _ in 0..block_count(&mut cursor).unwrap_or(0) {
            cursor.byte();
            cursor.skip_text();
        }
    }
    let Some(count) = block_count(&mut cursor) else { return cursor.end(None) };
    let mut blocks = Vec::with_capacity(count);
    for _ in 0..count {
        let kind = match cursor.byte() {
            0 => BlockKind::Paragraph,
            1 => BlockKind::Subheading,
            2 => BlockKind::Caption,
            _ => return None,
        };
        blocks.push((kind, cursor.text()));
    }
    cursor.end(Some(blocks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let blocks = [Block::Paragraph("One.".into()), Block::Subheading("Two".into()), Block::Caption("Três".into())];
        let mut page = Vec::new();
        write_text(&mut page, Some(&blocks));
        write_text(&mut page, None);
        write_text(&mut page, Some(&[]));
        write_text(&mut page, Some(&blocks[2..]));
        let one = vec![(BlockKind::Paragraph, "One."), (BlockKind::Subheading, "Two"), (BlockKind::Caption, "Três")];
        assert_eq!(read_text(&page, 0), Some(Some(one.clone())));
        assert_eq!(read_text(&page, 1), Some(None));
        assert_eq!(read_text(&page, 2), Some(Some(vec![])));
        assert_eq!(read_text(&page, 3), Some(Some(one[2..].to_vec())));
        assert!(read_text(&page, 4).is_none());
        write_text(&mut page, Some(&[]));
        assert_eq!(read_text(&page, 4), Some(Some(vec![])), "nothing stands behind it");
        for length in 0..page.len() {
            let _ = read_text(&page[..length], 3);
        }
    }
}
