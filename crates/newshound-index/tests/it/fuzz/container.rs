//! A segment taken apart and put together again with right checks, as FORMAT.md has it, so that damage reaches the
//! readers of sections.

/// A page, and whether it is a file of its own; then only its length and check are known.
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    apart: Option<(u64, u32)>,
}

/// The sections by number.
pub(super) struct Parts {
    head: [u8; 16],
    pub(super) sections: Vec<(u8, Vec<Page>)>,
}

fn number(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    value
}

fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

impl Parts {
    /// Takes a sound segment apart.
    pub(super) fn of(segment: &[u8]) -> Parts {
        let length = u32::from_le_bytes(segment[32..36].try_into().unwrap()) as usize;
        let (mut directory, mut pages) = (&segment[64..64 + length], &segment[64 + length..]);
        let mut sections = Vec::new();
        for _ in 0..number(&mut directory) {
            let section = directory[0];
            directory = &directory[1..];
            let mut own = Vec::new();
            for _ in 0..number(&mut directory) {
                let length = number(&mut directory);
                let (place, check) = (directory[0], u32::from_le_bytes(directory[1..5].try_into().unwrap()));
                directory = &directory[5..];
                if place == 1 {
                    own.push(Page { bytes: vec![], apart: Some((length, check)) });
                } else {
                    let (bytes, rest) = pages.split_at(length as usize);
                    own.push(Page { bytes: bytes.to_vec(), apart: None });
                    pages = rest;
                }
            }
            sections.push((section, own));
        }
        Parts { head: segment[..16].try_into().unwrap(), sections }
    }

    /// Puts the segment together, every check right.
    pub(super) fn joined(&self) -> Vec<u8> {
        let mut directory = Vec::new();
        put_number(&mut directory, self.sections.len() as u64);
        for (section, pages) in &self.sections {
            directory.push(*section);
            put_number(&mut directory, pages.len() as u64);
            for page in pages {
                let (length, check) = page.apart.unwrap_or((page.bytes.len() as u64, xxh64(&page.bytes, 0) as u32));
                put_number(&mut directory, length);
                directory.push(u8::from(page.apart.is_some()));
                directory.extend(check.to_le_bytes());
            }
        }
        let pages: Vec<u8> =
            self.sections.iter().flat_map(|(_, pages)| pages).flat_map(|page| page.bytes.iter().copied()).collect();
        let mut out = self.head.to_vec();
        out.extend(xxh64(&directory, 1).to_le_bytes());
        out.extend(xxh64(&directory, 2).to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend((xxh64(&directory, 0) as u32).to_le_bytes());
        out.extend(((64 + directory.len() + pages.len()) as u64).to_le_bytes());
        out.extend([0; 12]);
        out.extend((xxh64(&out, 0) as u32).to_le_bytes());
        [out, directory, pages].concat()
    }
}

/// XXH64, as its specification has it.
fn xxh64(bytes: &[u8], seed: u64) -> u64 {
    const P: [u64; 5] = [
        11_400_714_785_074_694_791,
        14_029_467_366_897_019_727,
        1_609_587_929_392_839_161,
        9_650_029_242_287_828_579,
        2_870_177_450_012_600_261,
    ];
    let lane = |bytes: &[u8]| u64::from_le_bytes(bytes[..8].try_into().unwrap());
    let round =
        |state: u64, input: u64| state.wrapping_add(input.wrapping_mul(P[1])).rotate_left(31).wrapping_mul(P[0]);
    let stripes = bytes.chunks_exact(32);
    let mut rest = stripes.remainder();
    let mut hash = if bytes.len() < 32 {
        seed.wrapping_add(P[4])
    } else {
        let first = seed.wrapping_add(P[0]).wrapping_add(P[1]);
        let mut state = [first, seed.wrapping_add(P[1]), seed, seed.wrapping_sub(P[0])];
        for stripe in stripes {
            for (at, state) in state.iter_mut().enumerate() {
                *state = round(*state, lane(&stripe[at * 8..]));
            }
        }
        let turned = [1, 7, 12, 18].into_iter().zip(state).map(|(by, state)| state.rotate_left(by));
        let merged = turned.fold(0, u64::wrapping_add);
        state.into_iter().fold(merged, |hash, state| (hash ^ round(0, state)).wrapping_mul(P[0]).wrapping_add(P[3]))
    };
    hash = hash.wrapping_add(bytes.len() as u64);
    while rest.len() >= 8 {
        hash = (hash ^ round(0, lane(rest))).rotate_left(27).wrapping_mul(P[0]).wrapping_add(P[3]);
        rest = &rest[8..];
    }
    if rest.len() >= 4 {
        let word = u64::from(u32::from_le_bytes(rest[..4].try_into().unwrap()));
        hash = (hash ^ word.wrapping_mul(P[0])).rotate_left(23).wrapping_mul(P[1]).wrapping_add(P[2]);
        rest = &rest[4..];
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte).wrapping_mul(P[4])).rotate_left(11).wrapping_mul(P[0]);
    }
    hash = (hash ^ hash >> 33).wrapping_mul(P[1]);
    hash = (hash ^ hash >> 29).wrapping_mul(P[2]);
    hash ^ hash >> 32
}
