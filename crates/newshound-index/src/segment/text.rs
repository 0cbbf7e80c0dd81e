//! Text: what articles say, block by block, for phrases and snippets.
//!
//! Pages of [`PAGE_DOCUMENTS`] documents, in document order. Each has its number of blocks plus one, or 0 where its text
//! is not published; and for each block its kind (0 paragraph, 1 subheading, 2 caption) and its text with the length in
//! front. A segment that publishes no text has no such pages.

use super::SegmentError;
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

/// The blocks of the document at `index` of a page, or `None` where its text is not published.
pub(crate) fn read_text(page: &[u8], index: usize) -> Result<Option<Vec<(BlockKind, &str)>>, SegmentError> {
    let mut cursor = Cursor::new(page, "text");
    for _ in 0..index {
        if let Some(count) = block_count(&mut cursor)? {
            for _ in 0..count {
                cursor.byte()?;
                let length = cursor.count()?;
                cursor.take(length)?;
            }
        }
    }
    let Some(count) = block_count(&mut cursor)? else { return Ok(None) };
    let mut blocks = Vec::with_capacity(count);
    for _ in 0..count {
        let kind = match cursor.byte()? {
            0 => BlockKind::Paragraph,
            1 => BlockKind::Subheading,
            2 => BlockKind::Caption,
            _ => return Err(cursor.damaged()),
        };
        blocks.push((kind, cursor.text()?));
    }
    Ok(Some(blocks))
}

/// How many blocks follow; `None` where the text is not published. The stored number is one higher than the blocks that
/// have to fit into the page, so [`Cursor::count`] would refuse an article without any at the page's end.
fn block_count(cursor: &mut Cursor<'_>) -> Result<Option<usize>, SegmentError> {
    let Some(count) = cursor.small()?.checked_sub(1) else { return Ok(None) };
    if count as usize > cursor.rest().len() { Err(cursor.damaged()) } else { Ok(Some(count as usize)) }
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
        assert_eq!(read_text(&page, 0), Ok(Some(one.clone())));
        assert_eq!(read_text(&page, 1), Ok(None));
        assert_eq!(read_text(&page, 2), Ok(Some(vec![])));
        assert_eq!(read_text(&page, 3), Ok(Some(one[2..].to_vec())));
        write_text(&mut page, Some(&[]));
        assert_eq!(read_text(&page, 4), Ok(Some(vec![])), "the last one of a page");
        assert!(read_text(&page, 5).is_err());
        for length in 0..page.len() {
            let _ = read_text(&page[..length], 3);
        }
    }
}
