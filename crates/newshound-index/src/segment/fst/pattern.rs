//! A word as a bit-parallel automaton that accepts what is few edits away from it.
//!
//! An edit is a character put in, left out or replaced, or two neighbours swapped; what was swapped is not edited again
//! (optimal string alignment distance). For each number of edits one 64-bit set holds the places in the word up to
//! which the text read so far can be that word; all places advance at once (Wu and Manber, "Fast text searching
//! allowing errors", 1992; for swaps Navarro, "NR-grep: a fast and flexible pattern-matching tool", 2001, and Hyyrö,
//! "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003).
//!
//! Text comes byte by byte. The places that a character can match are the intersection of those that its bytes can, so
//! characters of several bytes are never put together.

/// The most edits; the sets of a [`State`] are one more.
pub(super) const MOST_EDITS: u8 = 2;

/// The longest word in characters: its places, 0 to its length, have to fit 64 bits.
const LONGEST_WORD: usize = 63;

/// The word, ready to be compared.
pub(super) struct Pattern {
    /// For a first byte of a character, the places of the characters in the word that begin so.
    first: [u64; 256],
    /// The same for a later byte: by how many bytes are to come, itself included, and by its low six bits.
    later: [u64; 256],
    /// The place after the last character.
    end: u64,
}

/// What was read, and what it can be.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// Bit `j` of `within[level]`: the text is `level` edits at most away from the word's first `j` characters. Each
    /// set holds the one before.
    within: [u64; 3],
    /// Bit `j` of `swapped[level]`: so it was one character ago, and that character is the word's `j + 1`.
    swapped: [u64; 2],
    /// Inside a character: the places where its bytes so far match.
    matching: u64,
    /// Inside a character: how many bytes are to come.
    missing: u8,
}

impl Pattern {
    /// `None` for a word of more than 63 characters.
    pub(super) fn new(word: &str) -> Option<Pattern> {
        let mut pattern = Pattern { first: [0; 256], later: [0; 256], end: 1 };
        let mut missing = 0u8;
        for byte in word.bytes() {
            if missing == 0 {
                missing = bytes_after(byte)?;
                // A byte is never out of a table of 256.
                pattern.first[usize::from(byte)] |= pattern.end;
            } else {
                pattern.later[later(missing, byte)] |= pattern.end;
                missing -= 1;
            }
            if missing == 0 {
                if pattern.end >> LONGEST_WORD != 0 {
                    return None;
                }
                pattern.end <<= 1;
            }
        }
        Some(pattern)
    }

    /// The state before any text, from which `edits` are allowed. Fewer edits are fewer levels: the lower ones stay
    /// empty, and the level reached minus the first is the distance.
    pub(super) fn begin(&self, edits: u8) -> State {
        let places = self.places();
        let within = match edits {
            0 => [0, 0, 1],
            1 => [0, 1, 3 & places],
            _ => [1, 3 & places, 7 & places],
        };
        State { within, swapped: [0; 2], matching: 0, missing: 0 }
    }

    #[inline]
    fn places(&self) -> u64 {
        self.end | (self.end - 1)
    }

    /// The places that a character can match of which this is the next byte.
    #[inline(always)]
    pub(super) fn matching(&self, state: &State, byte: u8) -> u64 {
        if state.missing == 0 {
            self.first[usize::from(byte)]
        } else {
            state.matching & self.later[later(state.missing, byte)]
        }
    }

    /// The state after one more byte; `None` once no text that goes on so can be within the edits. Where
    /// [`State::needs`] says so, some of its places must be `matching`.
    #[inline]
    pub(super) fn step(&self, state: &State, byte: u8, matching: u64) -> Option<State> {
        let missing = if state.missing == 0 { bytes_after(byte)? } else { state.missing - 1 };
        let [exact, near, far] = state.within;
        if missing > 0 {
            return Some(State { matching, missing, ..*state });
        }
        // Of each level, in this order: matched; of the level below: put in, replaced, left out, swapped.
        let exact_next = (exact & matching) << 1;
        let near_next = (near & matching) << 1 | exact | (exact | exact_next) << 1 | (state.swapped[0] & matching) << 2;
        let near_next = near_next & self.places();
        let far_next = (far & matching) << 1 | near | (near | near_next) << 1 | (state.swapped[1] & matching) << 2;
        let far_next = far_next & self.places();
        if far_next == 0 {
            return None;
        }
        let ahead = matching >> 1;
        Some(State {
            within: [exact_next, near_next, far_next],
            swapped: [exact & ahead, near & ahead],
            matching: 0,
            missing: 0,
        })
    }

    /// The lowest level on which the text is the whole word; 3 where it is on none, or ends inside a character.
    #[inline]
    pub(super) fn level(&self, state: &State) -> u8 {
        if state.missing > 0 || state.within[2] & self.end == 0 {
            3
        } else if state.within[1] & self.end == 0 {
            2
        } else if state.within[0] & self.end == 0 {
            1
        } else {
            0
        }
    }
}

impl State {
    /// Where no edit is left, the places of which the next byte has to match one.
    pub(super) fn needs(&self) -> Option<u64> {
        let [_, near, far] = self.within;
        (near == 0).then_some(far | self.swapped[1])
    }

    /// Whether a longer text can still be the whole word on a lower level than `level`.
    pub(super) fn can_beat(&self, level: u8) -> bool {
        match level {
            0 => false,
            1 => self.within[0] != 0,
            2 => self.within[1] != 0,
            _ => true,
        }
    }
}

/// How many bytes follow the first byte of a character; `None` for a byte that begins none.
#[inline]
fn bytes_after(first: u8) -> Option<u8> {
    match first.leading_ones() {
        0 => Some(0),
        2 => Some(1),
        3 => Some(2),
        4 => Some(3),
        _ => None,
    }
}

#[inline]
fn later(missing: u8, byte: u8) -> usize {
    usize::from(missing << 6 | byte & 0x3f)
}
