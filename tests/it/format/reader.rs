//! A reader of segments written from FORMAT.md alone: it shares nothing with the crate, trusts its input, and makes no
//! haste. Numbers of sections and paragraphs are those of the specification.

/// Whole bytes (section 1).
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn little(&mut self, length: usize) -> u64 {
        self.take(length).iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
    }

    fn number(&mut self) -> usize {
        let byte = usize::from(self.byte());
        if byte < 128 { byte } else { byte - 128 + 128 * self.number() }
    }

    fn signed(&mut self) -> i64 {
        let number = self.number() as i64;
        if number % 2 == 0 { number / 2 } else { -(number + 1) / 2 }
    }

    fn text(&mut self) -> String {
        let length = self.number();
        String::from_utf8(self.take(length).to_vec()).unwrap()
    }
}

/// A bit stream (section 1).
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> usize {
        let bit = self.bytes[self.at / 8] >> (self.at % 8) & 1;
        self.at += 1;
        usize::from(bit)
    }

    fn bits(&mut self, count: u32) -> usize {
        (0..count).fold(0, |value, place| value | self.bit() << place)
    }

    fn unary(&mut self, most: usize) -> usize {
        let mut count = 0;
        while count < most && self.bit() == 1 {
            count += 1;
        }
        count
    }

    fn gamma(&mut self) -> usize {
        let mut zeros = 0;
        while self.bit() == 0 {
            zeros += 1;
        }
        (1 << zeros) + self.bits(zeros) - 1
    }

    fn bounded(&mut self, n: usize) -> usize {
        let s = n.ilog2();
        let k = (2 << s) - n;
        if k == n {
            return self.bits(s);
        }
        let mut t = self.bits(s);
        if t >= k {
            t = 2 * t + self.bit() - k;
        }
        (t + (n - k) / 2) % n
    }

    fn set(&mut self, m: usize, n: usize) -> Vec<usize> {
        if 2 * m > n {
            let lacks = self.between(n - m, 0, n - 1);
            (0..n).filter(|number| !lacks.contains(number)).collect()
        } else {
            self.between(m, 0, n.saturating_sub(1))
        }
    }

    fn between(&mut self, m: usize, low: usize, high: usize) -> Vec<usize> {
        if m == 0 {
            return vec![];
        }
        if high - low + 1 == m {
            return (low..=high).collect();
        }
        let h = m / 2;
        let member = low + h + self.bounded(high - low + 1 - h - (m - 1 - h));
        let below = if h > 0 { self.between(h, low, member - 1) } else { vec![] };
        let above = if h + 1 < m { self.between(m - 1 - h, member + 1, high) } else { vec![] };
        [below, vec![member], above].concat()
    }

    fn even(&mut self, n: usize) -> Vec<usize> {
        let count = self.bounded(n + 1);
        self.set(count, n)
    }

    fn counted(&mut self, n: usize) -> Vec<usize> {
        let count = match n {
            0 => return vec![],
            1..=3 => self.unary(n),
            _ => self.gamma(),
        };
        self.set(count, n)
    }
}

pub(super) struct Form {
    pub(super) text: String,
    pub(super) group: usize,
    pub(super) ordinal: usize,
    pub(super) has_ordinary: bool,
    pub(super) has_acronym: bool,
    pub(super) class: usize,
}

/// An entry of a list (4.4).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) document: usize,
    pub(super) frequency: usize,
    /// Title, standfirst, subheadings.
    pub(super) fields: [bool; 3],
    pub(super) ordinals: Vec<usize>,
}

/// As written: the offset, precision and time in its unit (4.7).
pub(super) type When = Option<(Option<i64>, u8, i64)>;

pub(super) struct Document {
    pub(super) flags: u8,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) url: String,
    /// Standfirst, image.
    pub(super) texts: [Option<String>; 2],
    pub(super) modified: When,
    pub(super) published: When,
    pub(super) length: u8,
    /// Kinds and texts; `None` where not published.
    pub(super) blocks: Option<Vec<(u8, String)>>,
}

pub(super) struct Decoded {
    pub(super) words: usize,
    pub(super) settings: (u8, String, String, usize, String),
    pub(super) documents: Vec<Document>,
    pub(super) forms: Vec<Form>,
    pub(super) lists: Vec<Vec<Posting>>,
    /// For each facet its values for each document.
    pub(super) facets: Vec<(String, Vec<Vec<String>>)>,
    pub(super) stories: Vec<Vec<usize>>,
    /// Ranks of two words, and the documents where they stand side by side.
    pub(super) pairs: Vec<((usize, usize), Vec<usize>)>,
    pub(super) wishes: Option<Wishes>,
}

/// What the publisher set (4.13).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wishes {
    /// In hundredths.
    pub(super) weights: Vec<usize>,
    pub(super) boosts: Vec<usize>,
    pub(super) pins: Vec<(String, Vec<usize>)>,
    /// Words, and what they mean: words, and the kind or list.
    pub(super) synonyms: Vec<(String, Vec<(String, usize)>)>,
    pub(super) stored: usize,
}

/// The pages of each section, by number (2.2).
fn pages(segment: &[u8]) -> Vec<Vec<&[u8]>> {
    let mut header = Bytes(&segment[32..]);
    let length = header.little(4) as usize;
    let (directory, mut rest) = segment[64..].split_at(length);
    let mut directory = Bytes(directory);
    let mut sections = vec![vec![]; 256];
    for _ in 0..directory.number() {
        let section = usize::from(directory.byte());
        for _ in 0..directory.number() {
            let (length, place, _check) = (directory.number(), directory.byte(), directory.little(4));
            assert_eq!(place, 0, "all pages are inside");
            let (page, others) = rest.split_at(length);
            sections[section].push(page);
            rest = others;
        }
    }
    assert!(rest.is_empty());
    sections
}

/// All forms in the order of their ranks (4.2).
fn keys(page: &[u8]) -> Vec<String> {
    const COMMON: &[u8] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";
    fn walk(page: &[u8], address: usize, key: &mut Vec<u8>, out: &mut Vec<String>) {
        let mut emit = |key: &[u8]| out.push(String::from_utf8(key.to_vec()).unwrap());
        if address == 0 {
            return emit(key);
        }
        // Downwards, byte by byte.
        let mut at = address;
        let mut down = || {
            at -= 1;
            page[at]
        };
        let state = page[address];
        let low = usize::from(state & 63);
        let is_next = state >> 6 == 3;
        let is_final = state >> 6 == 1;
        let mut inputs = vec![];
        let mut count = 1;
        if state >> 7 == 1 {
            inputs.push(if low == 0 { down() } else { COMMON[low - 1] });
        } else if low > 0 {
            count = low;
        } else {
            count = usize::from(down());
            count = if count == 1 { 256 } else { count };
        }
        let sizes = if is_next { 0 } else { down() };
        if state >> 7 == 0 {
            if count > 32 {
                (0..256).for_each(|_| {
                    down();
                });
            }
            inputs = (0..count).map(|_| down()).collect();
        }
        let mut little = |size: u8| (0..size).fold(0u64, |value, _| value << 8 | u64::from(down()));
        let ways: Vec<u64> = (0..count).map(|_| little(sizes >> 4)).collect();
        if is_final {
            emit(key);
        }
        let lowest = at;
        for (input, way) in inputs.into_iter().zip(ways) {
            key.push(input);
            let target = match (is_next, way) {
                (true, _) => lowest - 1,
                (false, 0) => 0,
                (false, way) => lowest - way as usize,
            };
            walk(page, target, key, out);
            key.pop();
        }
    }
    let mut end = Bytes(&page[page.len() - 20..]);
    let (count, root) = (end.little(8), end.little(8) as usize);
    let mut out = vec![];
    walk(page, root, &mut vec![], &mut out);
    assert_eq!(out.len() as u64, count);
    out
}

/// 4.6.
fn url(told: &str, id: &str, title: &str) -> String {
    let kept: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let slug = kept.split_whitespace().collect::<Vec<_>>().join("-");
    let mut url = String::new();
    let mut rest = told.chars();
    while let Some(character) = rest.next() {
        let source = match character {
            '\0' => &slug,
            '\u{1}' => id,
            _ => {
                url.push(character);
                continue;
            }
        };
        let (start, length) = (rest.next().unwrap() as usize, rest.next().unwrap() as usize);
        let end = if length == 0 { source.len() } else { start + length };
        url += &source[start..end];
    }
    url
}

/// What the forms of a group tell: ordinals, the largest class, whether it is single (4.3).
#[derive(Clone, Copy)]
struct Group {
    k: usize,
    l: usize,
    is_single: bool,
}

/// 4.3.
fn forms(page: &[u8], keys: Vec<String>) -> (Vec<Form>, Vec<Group>) {
    let mut bytes = Bytes(page);
    assert_eq!(bytes.number(), keys.len());
    let mut forms: Vec<Form> = vec![];
    let mut groups: Vec<Vec<usize>> = vec![];
    for (rank, text) in keys.into_iter().enumerate() {
        let byte = usize::from(bytes.byte());
        let (class, spellings, back) = (byte / 12, byte % 12 / 4, byte % 4);
        let group = match back {
            0 => groups.len(),
            3 => groups.len() - 3 - bytes.number(),
            _ => groups.len() - back,
        };
        if back == 0 {
            groups.push(vec![]);
        }
        let spelt = |form: &Form| usize::from(form.has_ordinary) + usize::from(form.has_acronym);
        let ordinal = groups[group].iter().map(|rank| spelt(&forms[*rank])).sum();
        groups[group].push(rank);
        forms.push(Form { text, group, ordinal, has_ordinary: spellings != 1, has_acronym: spellings != 0, class });
    }
    assert!(bytes.0.is_empty());
    let group = |ranks: Vec<usize>| {
        let own = || ranks.iter().map(|rank| &forms[*rank]);
        let spelt = |form: &Form| usize::from(form.has_ordinary) + usize::from(form.has_acronym);
        let l = own().map(|form| form.class).max().unwrap();
        Group { k: own().map(spelt).sum::<usize>().min(32), l, is_single: ranks.len() == 1 && l < 20 }
    };
    let groups = groups.into_iter().map(group).collect();
    (forms, groups)
}

/// 4.4.
fn list(bits: &mut Bits<'_>, group: Group, documents: usize, occurring: u8) -> Vec<Posting> {
    let z = group.l + if group.is_single { 0 } else { bits.unary(usize::MAX) };
    let n = (1 << z) + bits.bits(z as u32);
    let is_plain = n <= 4 && bits.bit() == 0;
    let empty = |document| Posting { document, frequency: 1, fields: [false; 3], ordinals: vec![] };
    let mut out: Vec<Posting> = bits.set(n, documents).into_iter().map(empty).collect();
    if !is_plain {
        for field in (0..3).filter(|field| occurring >> field & 1 == 1) {
            bits.counted(n).into_iter().for_each(|at| out[at].fields[field] = true);
        }
        let marked: Vec<usize> = (0..n).filter(|at| out[*at].fields.contains(&true)).collect();
        bits.counted(marked.len()).into_iter().for_each(|at| out[marked[at]].frequency = 0);
        let mut left: Vec<usize> = (0..n).filter(|at| out[*at].frequency > 0).collect();
        for frequency in 2..=15 {
            let more = if frequency == 2 { bits.counted(left.len()) } else { bits.even(left.len()) };
            left = more.into_iter().map(|at| left[at]).collect();
            left.iter().for_each(|at| out[*at].frequency = frequency);
        }
    }
    let (mut with, mut without): (Vec<usize>, Vec<usize>) = (vec![], (0..n).collect());
    for ordinal in 0..group.k {
        if group.k > 1 {
            bits.counted(with.len()).into_iter().for_each(|at| out[with[at]].ordinals.push(ordinal));
        }
        let is_last = ordinal + 1 == group.k;
        let found = if is_last { (0..without.len()).collect() } else { bits.even(without.len()) };
        let found: Vec<usize> = found.into_iter().map(|at| without[at]).collect();
        found.iter().for_each(|at| out[*at].ordinals.push(ordinal));
        without.retain(|at| !found.contains(at));
        with.extend(found.iter().filter(|at| out[**at].frequency > 1 || out[**at].fields.contains(&true)));
    }
    out
}

/// 4.7.
fn date(bytes: &mut Bytes<'_>, before: &mut i64) -> When {
    let head = bytes.byte().checked_sub(1)?;
    let offset = (head >= 5).then(|| bytes.signed());
    let unit = [86_400, 86_400, 86_400, 60, 1][usize::from(head % 5)];
    let time = before.div_euclid(unit) + bytes.signed();
    *before = time * unit;
    Some((offset, head % 5, time))
}

/// 4.8.
fn facet(page: &[u8], documents: usize) -> (String, Vec<Vec<String>>) {
    let mut bytes = Bytes(page);
    let name = bytes.text();
    let values: Vec<String> = (0..bytes.number()).map(|_| bytes.text()).collect();
    let mut bits = Bits { bytes: bytes.0, at: 0 };
    let mut of: Vec<Vec<String>> = vec![vec![]; documents];
    for value in &values {
        let count = bits.gamma() + 1;
        bits.set(count, documents).into_iter().for_each(|document| of[document].push(value.clone()));
    }
    for own in &mut of {
        let mut left = std::mem::take(own);
        while left.len() > 1 {
            own.push(left.remove(bits.bounded(left.len())));
        }
        own.append(&mut left);
    }
    (name, of)
}

/// 4.13.
fn wishes(pages: &[&[u8]]) -> Wishes {
    let mut bytes = Bytes(pages[0]);
    let weights = (0..4).map(|_| bytes.number()).collect();
    let stored = bytes.number();
    let boosts = (0..bytes.number()).map(|_| bytes.number()).collect();
    assert!(bytes.0.is_empty());
    let mut bytes = Bytes(pages[1]);
    let mut pins = vec![];
    for _ in 0..bytes.number() {
        pins.push((bytes.text(), (0..bytes.number()).map(|_| bytes.number()).collect()));
    }
    assert!(bytes.0.is_empty());
    let mut bytes = Bytes(pages[2]);
    let mut synonyms = vec![];
    for _ in 0..bytes.number() {
        synonyms.push((bytes.text(), (0..bytes.number()).map(|_| (bytes.text(), bytes.number())).collect()));
    }
    assert!(bytes.0.is_empty());
    Wishes { weights, boosts, pins, synonyms, stored }
}

pub(super) fn decode(segment: &[u8]) -> Decoded {
    let sections = pages(segment);
    let mut stats = Bytes(sections[1][0]);
    let (count, words) = (stats.number(), stats.number());
    let settings = (stats.byte(), stats.text(), stats.text(), stats.number(), stats.text());
    let (texts, occurring) = (stats.byte(), stats.byte());
    assert!(texts < 2 && stats.0.is_empty());

    let (forms, groups) = forms(sections[3][0], keys(sections[2][0]));
    // What stands behind the lists of the groups.
    let untold = Group { k: 1, l: 0, is_single: false };
    let mut groups = groups.into_iter().chain(std::iter::repeat(untold));
    let mut blocks = Bytes(sections[4][0]);
    let (mut page, mut start) = (0, 0);
    let mut lists = vec![];
    for _ in 0..blocks.number() {
        let (head, length) = (blocks.byte(), blocks.number());
        if head % 2 == 1 {
            (page, start) = (page + 1, 0);
        }
        let mut bits = Bits { bytes: &sections[5][page][start..start + length], at: 0 };
        lists.extend((0..=head / 2).map(|_| list(&mut bits, groups.next().unwrap(), count, occurring)));
        start += length;
    }

    let (mut records, mut dates, mut before) = (Bytes(&[]), Bytes(sections[8][0]), 0);
    let mut published = Bytes(&[]);
    let mut documents = vec![];
    for at in 0..count {
        if at % 32 == 0 {
            records = Bytes(sections[7][at / 32]);
        }
        if at % 16 == 0 && texts == 1 {
            published = Bytes(sections[11][at / 16]);
        }
        let flags = records.byte();
        let (id, title) = (records.text(), records.text());
        let mut optional = |flag| (flags & flag > 0).then(|| records.text());
        let (told, texts_of) = (optional(1), [2, 4].map(optional));
        let url = url(told.as_ref().unwrap_or(&settings.4), &id, &title);
        let modified = if flags & 8 > 0 { date(&mut records, &mut 0) } else { None };
        let block_count = if texts == 1 { published.number().checked_sub(1) } else { None };
        let blocks = block_count.map(|count| (0..count).map(|_| (published.byte(), published.text())).collect());
        let length = sections[6][0][at];
        let published = date(&mut dates, &mut before);
        documents.push(Document { flags, id, title, url, texts: texts_of, modified, published, length, blocks });
    }

    let mut stories = vec![];
    let mut bits = Bits { bytes: sections[10][0], at: 0 };
    for _ in 0..bits.gamma() {
        let members = bits.gamma();
        stories.push(bits.set(members, count));
    }
    let facets = sections[9].iter().map(|page| facet(page, count)).collect();
    let pairs = sections[12].first().map_or(vec![], |page| pairs(page, &forms, &lists));
    let wishes = (!sections[13].is_empty()).then(|| wishes(&sections[13]));
    Decoded { words, settings, documents, forms, lists, facets, stories, pairs, wishes }
}

/// Pairs of words and their documents (4.11).
fn pairs(page: &[u8], forms: &[Form], lists: &[Vec<Posting>]) -> Vec<((usize, usize), Vec<usize>)> {
    let mut bytes = Bytes(page);
    let count = bytes.number();
    let mut bits = Bits { bytes: bytes.0, at: 0 };
    let (mut words, mut lengths) = (vec![], vec![]);
    for _ in 0..count {
        let (first, second) = words.last().copied().unwrap_or((0, 0));
        let skipped = bits.gamma();
        let least = if skipped == 0 && !words.is_empty() { second + 1 } else { 0 };
        words.push((first + skipped, least + bits.bounded(forms.len() - least)));
        lengths.push(bits.gamma() + 1);
    }
    let mut start = page.len() - lengths.iter().sum::<usize>();
    let mut pairs = vec![];
    for ((first, second), length) in words.into_iter().zip(lengths) {
        let has = |rank: usize, document| lists[forms[rank].group].iter().any(|posting| posting.document == document);
        let both: Vec<usize> = lists[forms[first].group]
            .iter()
            .map(|posting| posting.document)
            .filter(|document| has(second, *document))
            .collect();
        let mut bits = Bits { bytes: &page[start..start + length], at: 0 };
        let documents = bits.gamma() + 1;
        let places = bits.set(documents, both.len());
        pairs.push(((first, second), places.into_iter().map(|place| both[place]).collect()));
        start += length;
    }
    pairs
}
