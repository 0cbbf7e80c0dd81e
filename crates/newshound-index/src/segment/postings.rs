//! Postings: for each group of forms, which articles hold them, where and how often.
//!
//! Forms with one stem make a group, and the group has one list of articles. What is stored of it, each part as a set
//! by interpolative coding, so that what follows from the parts before costs nothing:
//!
//! 1. the number of articles, `n`, and of forms, `k`;
//! 2. the articles, out of all;
//! 3. for title, standfirst and subheadings (each only where the segment has the field): those of the `n` that have a
//!    form there;
//! 4. of the articles that 3 names, those without a form in the body;
//! 5. of the others, those that have two or more in the body, of these those with three or more, and so on to [`MAX_TF`];
//! 6. for `k > 1`: for each form but the last those of the `n` that have it, and for the last one, those of the articles
//!    that have another form too: where no other stands, it must be the last.
//!
//! Every set but the articles is preceded by its count. Lists are packed into blocks of at most [`BLOCK_GROUPS`] groups
//! or about [`BLOCK_BYTES`] bytes; to read a group, a reader decodes those before it in its block. The section `blocks`
//! holds for each block its groups and its bytes. Blocks stand in pages of about [`PAGE_BYTES`].

use super::bits::{BitReader, BitWriter};
use super::bytes::{Cursor, put_number};
use super::interpolative::{read_set, write_set};

/// A term that stands more often in a body counts as often as this.
pub(crate) const MAX_TF: u8 = 15;
/// More forms than this in one group are not told apart: the last one stands for the rest.
pub(crate) const MAX_FORMS: u32 = 32;
/// So many forms have a bit each in a byte.
const FEW: u32 = 8;
/// Groups in a block, at most.
const BLOCK_GROUPS: usize = 16;
/// A block ends with the group that reaches this.
const BLOCK_BYTES: usize = 384;
/// A page ends with the block that reaches this.
const PAGE_BYTES: usize = 32 << 10;

/// A field whose terms are marked in the postings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Mark {
    Title = 1,
    Standfirst = 2,
    Subheading = 4,
}

impl Mark {
    pub(crate) const ALL: [Mark; 3] = [Mark::Title, Mark::Standfirst, Mark::Subheading];
}

/// All of them, and the highest frequency: what [`place_of`] gives at most.
pub(crate) const LAST_PLACE: u8 = (Mark::Title as u8 | Mark::Standfirst as u8 | Mark::Subheading as u8) << 4 | MAX_TF;

/// Where forms stand in an article, in a byte: how often in the body, at most [`MAX_TF`], and in which other fields
/// ([`Mark`]s added up).
pub(crate) const fn place_of(frequency: u8, marks: u8) -> u8 {
    marks << 4 | frequency
}

/// How often it says that they stand in the body.
pub(crate) const fn frequency_of(place: u8) -> u8 {
    place & MAX_TF
}

/// The [`Mark`]s of the other fields.
pub(crate) const fn marks_of(place: u8) -> u8 {
    place >> 4
}

/// One list, decoded: the same index in each of the first three means the same article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Postings {
    /// Rising document numbers.
    pub(crate) documents: Vec<u32>,
    /// Where and how often the forms stand in the article, as [`place_of`] puts it.
    pub(crate) places: Vec<u8>,
    /// Which forms stand in the article: bit `i` for the form with ordinal `i`. Empty where the group has one form, and
    /// where a reader put them into `few`.
    pub(crate) forms: Vec<u32>,
    /// The same where the group has [`FEW`] forms at most, which most lists that are long have.
    pub(crate) few: Vec<u8>,
    /// Number of forms in the group.
    pub(crate) form_count: u32,
}

impl Postings {
    /// Takes all out.
    pub(crate) fn clear(&mut self) {
        self.documents.clear();
        self.places.clear();
        self.forms.clear();
        self.few.clear();
    }

    /// Which forms the posting at `index` has.
    #[inline(always)]
    pub(crate) fn forms_at(&self, index: usize) -> u32 {
        match self.few.get(index) {
            Some(forms) => u32::from(*forms),
            None => self.forms.get(index).copied().unwrap_or(1),
        }
    }

    /// Bytes that it takes.
    pub(crate) fn size(&self) -> usize {
        self.documents.len() * 5 + self.forms.len() * 4 + self.few.len()
    }
}

/// What reader and writer both have to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Documents in the segment.
    pub(crate) documents: u32,
    /// The [`Mark`]s that any article has, added up.
    pub(crate) marks: u8,
}

/// The indices of the `values` for which `keep` holds.
fn indices<T: Copy>(values: &[T], keep: impl Fn(T) -> bool) -> Vec<u32> {
    (0u32..).zip(values).filter(|(_, value)| keep(**value)).map(|(at, _)| at).collect()
}

/// A set out of `universe` places, with its count.
fn write_counted(out: &mut BitWriter, set: &[u32], universe: usize) {
    let (count, most) = (set.len() as u32, universe as u32);
    if most == 0 {
        return;
    }
    write_count(out, count, most);
    write_set(out, set, most);
}

/// A count out of `0..=most`: unary where there is little to choose, else Elias gamma.
fn write_count(out: &mut BitWriter, count: u32, most: u32) {
    if most <= 3 {
        for _ in 0..count {
            out.bits(1, 1);
        }
        if count < most {
            out.bits(0, 1);
        }
    } else {
        out.gamma(count);
    }
}

fn read_count(bits: &mut BitReader<'_>, most: u32) -> u32 {
    if most <= 3 { bits.ones(most) } else { bits.gamma().min(most) }
}

fn write_list(out: &mut BitWriter, list: &Postings, shape: Shape) {
    let n = list.documents.len();
    out.gamma(n as u32 - 1);
    out.gamma(list.form_count - 1);
    write_set(out, &list.documents, shape.documents);
    for mark in Mark::ALL.into_iter().filter(|mark| shape.marks & *mark as u8 != 0) {
        write_counted(out, &indices(&list.places, |place| marks_of(place) & mark as u8 != 0), n);
    }
    let marked: Vec<u8> = list.places.iter().copied().filter(|place| marks_of(*place) != 0).collect();
    write_counted(out, &indices(&marked, |place| frequency_of(place) == 0), marked.len());
    let mut left: Vec<u8> = list.places.iter().map(|place| frequency_of(*place)).filter(|tf| *tf > 0).collect();
    for level in 2..=MAX_TF {
        if left.is_empty() {
            break;
        }
        write_counted(out, &indices(&left, |tf| tf >= level), left.len());
        left.retain(|tf| *tf >= level);
    }
    if list.form_count > 1 {
        let last = list.form_count - 1;
        for form in 0..last {
            write_counted(out, &indices(&list.forms, |forms| forms >> form & 1 == 1), n);
        }
        let others: Vec<u32> = list.forms.iter().copied().filter(|forms| forms & !(1 << last) != 0).collect();
        write_counted(out, &indices(&others, |forms| forms >> last & 1 == 1), others.len());
    }
}

/// Buffers that decoding uses again and again.
#[derive(Default)]
pub(crate) struct Scratch {
    set: Vec<u32>,
    chosen: Vec<u32>,
    forms: Vec<u32>,
    /// The lists that stand before the one that is asked for.
    before: Postings,
}

impl Scratch {
    /// A set out of `universe` places with its count, into `set`.
    fn read(&mut self, bits: &mut BitReader<'_>, universe: usize) {
        let count = if universe == 0 { 0 } else { read_count(bits, universe as u32) };
        read_set(bits, count as usize, universe as u32, &mut self.set);
    }

    /// The indices of the `places` that have something of `what`, into `chosen`.
    fn choose(&mut self, places: &[u8], what: u8) {
        self.chosen.resize(places.len(), 0);
        let mut count = 0;
        for (at, place) in (0u32..).zip(places) {
            if let Some(slot) = self.chosen.get_mut(count) {
                *slot = at;
            }
            count += usize::from(place & what != 0);
        }
        self.chosen.truncate(count);
    }

    /// Leaves of `chosen` what `set` names, and returns that.
    fn narrow(&mut self) -> &[u32] {
        // Places rise, so what is kept never overtakes what is still to read.
        for (kept, place) in self.set.iter().enumerate() {
            let at = self.chosen.get(*place as usize).copied().unwrap_or(u32::MAX);
            if let Some(slot) = self.chosen.get_mut(kept) {
                *slot = at;
            }
        }
        self.chosen.truncate(self.set.len());
        &self.chosen
    }
}

fn read_list(bits: &mut BitReader<'_>, shape: Shape, scratch: &mut Scratch, out: &mut Postings) {
    out.clear();
    let n = bits.gamma().saturating_add(1);
    out.form_count = bits.gamma().saturating_add(1).min(MAX_FORMS);
    if n > shape.documents || bits.is_exhausted() {
        return;
    }
    let n = n as usize;
    read_set(bits, n, shape.documents, &mut out.documents);
    out.places.resize(n, place_of(1, 0));
    for mark in Mark::ALL.into_iter().filter(|mark| shape.marks & *mark as u8 != 0) {
        scratch.read(bits, n);
        for at in &scratch.set {
            if let Some(place) = out.places.get_mut(*at as usize) {
                *place |= place_of(0, mark as u8);
            }
        }
    }
    // Of the marked ones, those that the body lacks.
    scratch.choose(&out.places, LAST_PLACE & !MAX_TF);
    scratch.read(bits, scratch.chosen.len());
    for at in scratch.narrow() {
        if let Some(place) = out.places.get_mut(*at as usize) {
            *place &= !MAX_TF;
        }
    }
    // The others, ever fewer: those that have one more.
    scratch.choose(&out.places, MAX_TF);
    for _ in 1..MAX_TF {
        if scratch.chosen.is_empty() {
            break;
        }
        scratch.read(bits, scratch.chosen.len());
        for at in scratch.narrow() {
            if let Some(place) = out.places.get_mut(*at as usize) {
                *place += 1;
            }
        }
    }
    if out.form_count > 1 {
        let last = out.form_count - 1;
        let mut all = std::mem::take(&mut scratch.forms);
        all.clear();
        all.resize(n, 0);
        for form in 0..last {
            scratch.read(bits, n);
            for at in &scratch.set {
                if let Some(forms) = all.get_mut(*at as usize) {
                    *forms |= 1 << form;
                }
            }
        }
        scratch.chosen.clear();
        for (at, forms) in (0u32..).zip(all.iter_mut()) {
            if *forms == 0 {
                *forms = 1 << last;
            } else {
                scratch.chosen.push(at);
            }
        }
        scratch.read(bits, scratch.chosen.len());
        for at in scratch.narrow() {
            if let Some(forms) = all.get_mut(*at as usize) {
                *forms |= 1 << last;
            }
        }
        if out.form_count <= FEW {
            out.few.resize(n, 0);
            out.few.iter_mut().zip(&all).for_each(|(few, forms)| *few = *forms as u8);
        } else {
            out.forms.extend_from_slice(&all);
        }
        scratch.forms = all;
    }
}

impl Shape {
    /// A list, which must not be empty, as [`PostingsWriter::add`] takes it.
    pub(crate) fn list(self, list: &Postings) -> BitWriter {
        let mut bits = BitWriter::default();
        write_list(&mut bits, list, self);
        bits
    }
}

/// Writes lists, group by group, into pages and the directory of their blocks.
#[derive(Default)]
pub(crate) struct PostingsWriter {
    bits: BitWriter,
    groups: usize,
    /// Blocks of the page that is being filled, and finished pages.
    page: Vec<u8>,
    pages: Vec<Vec<u8>>,
    /// For each block: its page, groups and bytes.
    blocks: Vec<(usize, usize, usize)>,
}

impl PostingsWriter {
    /// The next group's list.
    pub(crate) fn add(&mut self, list: &BitWriter) {
        self.bits.append(list);
        self.groups += 1;
        if self.groups == BLOCK_GROUPS || self.bits.len() >= BLOCK_BYTES * 8 {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.bits).finish();
        self.blocks.push((self.pages.len(), self.groups, block.len()));
        self.groups = 0;
        self.page.extend_from_slice(&block);
        if self.page.len() >= PAGE_BYTES {
            self.pages.push(std::mem::take(&mut self.page));
        }
    }

    /// The directory of the blocks, and the pages.
    pub(crate) fn finish(mut self) -> (Vec<u8>, Vec<Vec<u8>>) {
        if self.groups > 0 {
            self.end_block();
        }
        if !self.page.is_empty() {
            self.pages.push(std::mem::take(&mut self.page));
        }
        let mut directory = Vec::new();
        put_number(&mut directory, self.blocks.len() as u64);
        let mut last_page = 0;
        for (page, groups, bytes) in &self.blocks {
            // Small numbers first: a byte for most blocks. The lowest bit opens a page.
            directory.push((groups - 1) as u8 * 2 + u8::from(*page != last_page));
            put_number(&mut directory, *bytes as u64);
            last_page = *page;
        }
        (directory, self.pages)
    }
}

/// Where each block is, read from the section `blocks`.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// First group, page, first byte in it; a last one ends the list.
    starts: Vec<(u32, u32, u32)>,
}

impl Blocks {
    pub(crate) fn read(page: &[u8]) -> Option<Blocks> {
        let mut cursor = Cursor::new(page);
        let count = cursor.count();
        let mut starts = Vec::with_capacity(count + 1);
        let (mut group, mut page, mut at) = (0u32, 0u32, 0u32);
        for _ in 0..count {
            let head = cursor.byte();
            let bytes = cursor.small();
            if head & 1 == 1 {
                (page, at) = (page + 1, 0);
            }
            starts.push((group, page, at));
            group = group.checked_add(u32::from(head >> 1) + 1)?;
            at = at.checked_add(bytes)?;
        }
        starts.push((group, u32::MAX, 0));
        cursor.end(Blocks { starts })
    }

    /// How many groups there are.
    pub(crate) fn groups(&self) -> u32 {
        self.starts.last().map_or(0, |end| end.0)
    }

    /// The page of a group's block, where the block begins in it, and how many groups come first.
    pub(crate) fn find(&self, group: u32) -> Option<(usize, usize, u32)> {
        let at = self.starts.partition_point(|start| start.0 <= group).checked_sub(1)?;
        let (first, page, byte) = *self.starts.get(at)?;
        (page != u32::MAX).then_some((page as usize, byte as usize, group - first))
    }
}

/// Decodes the list that `skip` others precede in the block that begins at byte `start` of `page`; `None` where there is
/// no such list.
pub(crate) fn read_postings(
    page: &[u8],
    start: usize,
    skip: u32,
    shape: Shape,
    scratch: &mut Scratch,
) -> Option<Postings> {
    let mut bits = BitReader::new(page, start.saturating_mul(8));
    let mut before = std::mem::take(&mut scratch.before);
    for _ in 0..skip.min(BLOCK_GROUPS as u32) {
        read_list(&mut bits, shape, scratch, &mut before);
    }
    scratch.before = before;
    let mut list = Postings::default();
    read_list(&mut bits, shape, scratch, &mut list);
    (!bits.is_exhausted() && !list.documents.is_empty()).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DOCUMENTS: u32 = 500;

    fn list(postings: Vec<(u32, u8, u8, u32)>, form_count: u32, marks: u8) -> Postings {
        let mut list = Postings { form_count, ..Postings::default() };
        let mut before = None;
        for (document, tf, marked, forms) in postings {
            if before.is_some_and(|before| before >= document) {
                continue;
            }
            before = Some(document);
            let marked = marked & marks;
            list.documents.push(document);
            list.places.push(place_of(if marked == 0 { tf.max(1) } else { tf }, marked));
            if form_count > 1 {
                let forms = forms & ((1u64 << form_count) - 1) as u32;
                list.forms.push(if forms == 0 { 1 } else { forms });
            }
        }
        list
    }

    fn lists() -> impl Strategy<Value = Vec<Postings>> {
        let posting = (0..DOCUMENTS, 0..=MAX_TF, any::<u8>(), any::<u32>());
        let one = (proptest::collection::vec(posting, 1..60), 1u32..=MAX_FORMS);
        proptest::collection::vec(one, 0..60).prop_map(|lists| {
            lists
                .into_iter()
                .map(|(mut postings, forms)| {
                    postings.sort_unstable();
                    list(postings, forms, 5)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn lists_come_back(lists in lists()) {
            let shape = Shape { documents: DOCUMENTS, marks: 5 };
            let mut writer = PostingsWriter::default();
            lists.iter().for_each(|list| writer.add(&shape.list(list)));
            let (directory, pages) = writer.finish();
            let blocks = Blocks::read(&directory).unwrap();
            prop_assert_eq!(blocks.groups() as usize, lists.len());
            let mut scratch = Scratch::default();
            for (group, list) in (0..).zip(&lists) {
                let (page, start, skip) = blocks.find(group).unwrap();
                let mut list = list.clone();
                if list.form_count <= FEW {
                    list.few = list.forms.drain(..).map(|forms| forms as u8).collect();
                }
                prop_assert_eq!(read_postings(&pages[page], start, skip, shape, &mut scratch), Some(list));
            }
            prop_assert_eq!(blocks.find(lists.len() as u32), None);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..80), skip in 0u32..20) {
            let shape = Shape { documents: DOCUMENTS, marks: 7 };
            if let Some(out) = read_postings(&bytes, 0, skip, shape, &mut Scratch::default()) {
                prop_assert!(out.documents.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(out.documents.iter().all(|document| *document < DOCUMENTS));
                prop_assert_eq!(out.places.len(), out.documents.len());
            }
            let _ = Blocks::read(&bytes).map(|blocks| blocks.find(skip));
        }
    }
}
