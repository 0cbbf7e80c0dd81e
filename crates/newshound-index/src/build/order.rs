//! Document order: which article gets which number in the segment.
//!
//! Two wishes pull at the order. Readers of news mostly want the new, so new articles should stand together at the
//! front, where a bound on the date ends the search early. Postings want articles that share words to stand together,
//! for runs of neighbours cost less than a bit each. Both are met: articles are cut **newest first into windows** of
//! [`WINDOW`], and inside a window they are put beside their like by **recursive graph bisection** (Dhulipala et al.,
//! "Compressing graphs and indexes with recursive graph bisection", KDD 2016; the practical form of Mackenzie et al.,
//! "Compressing inverted indexes with recursive graph bisection", 2019).
//!
//! A window is cut in halves. A term that stands in `d` of the `n` articles of a half costs about `d * log2(n / (d +
//! 1))` bits there, so an article that changes sides saves or spends a known sum over its terms. Round by round the
//! articles of both sides are sorted by what their move would save, and swapped in pairs while a pair saves enough;
//! then each half is cut in the same way, down to [`LEAF`] articles, which stay as they came. Enough is one bit more in
//! every round: all the savings of a round are reckoned as if nothing else moved, so that articles of one kind, which
//! all wish to be where the others are, would change sides together for ever.
//!
//! The result is a function of the input alone: all sums are whole numbers (logarithms in fixed point, made without
//! floating point), ties go to the smaller place, and terms count by what they hold, never by their number.

use std::cmp::Reverse;

use super::workers::{Workers, in_parts};

/// Articles in a window: what a term's postings cover in one piece, with local numbers of 14 bits.
pub(crate) const WINDOW: usize = 16_384;

/// Parts of this size or less are not cut further: closer than that, neighbours cost the same in any order.
const LEAF: usize = 16;

/// Up to so many windows are in memory at once.
const FEW_WINDOWS: usize = 4;

/// So many pieces are enough for all threads.
const PIECES: usize = 32;

/// Rounds of swaps at one cut, at most; most cuts settle earlier. Round `n` swaps pairs that save over `n` bits.
const ROUNDS: i64 = 40;

/// Fractional bits of a logarithm, and of a gain.
const LOG_BITS: u32 = 40;
const GAIN_BITS: u32 = 16;

/// What the order of an article depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    /// The publisher's identifier, which decides between articles of one date.
    pub(crate) id: &'a str,
    /// Any number that grows with time, such as seconds. `None` counts as older than everything.
    pub(crate) date: Option<i64>,
    /// Numbers of the distinct posting lists that hold the article, in any order. Numbers should be dense: memory is
    /// used in proportion to the largest.
    pub(crate) terms: &'a [u32],
}

/// The new order: at place `n` stands the position in `documents` of the article that becomes document `n`.
///
/// Each window of [`WINDOW`] places holds newer articles than the next one; inside a window the order is free. The
/// order of `documents` makes no difference, save between articles that share both date and id.
pub(super) fn order(documents: &[Document<'_>], workers: Workers<'_>) -> Vec<u32> {
    let mut order: Vec<u32> = (0..documents.len() as u32).collect();
    order.sort_unstable_by_key(|&at| {
        let document = &documents[at as usize];
        (Reverse(document.date), document.id, at)
    });
    let largest = documents.iter().flat_map(|document| document.terms).max();
    let terms = largest.map_or(0, |largest| *largest as usize + 1);
    let costs = Costs::new(documents.len().min(WINDOW));
    let piece = |window: &[u32]| Piece { graph: Graph::of_window(documents, window, terms), places: window.to_vec() };
    let bisected = |piece: &Piece| {
        let mut places = Vec::with_capacity(piece.places.len());
        costs.bisect(piece, &mut places);
        places
    };
    if documents.len() > WINDOW * FEW_WINDOWS {
        return in_parts(workers, &order, WINDOW, |window| bisected(&piece(window))).concat();
    }
    // Few windows are cut, all at once, until there are pieces for every thread.
    let mut pieces = in_parts(workers, &order, WINDOW, piece);
    while pieces.len() < PIECES && pieces.iter().any(|piece| piece.places.len() > LEAF) {
        let cut = in_parts(workers, &pieces, 1, |pieces| pieces.iter().flat_map(|piece| costs.cut(piece)).collect());
        pieces = cut.into_iter().flat_map(|pieces: Vec<Piece>| pieces).collect();
    }
    in_parts(workers, &pieces, 1, |pieces| pieces.iter().flat_map(bisected).collect::<Vec<u32>>()).concat()
}

/// Some articles, and what they have in common.
#[derive(Clone)]
struct Piece {
    graph: Graph,
    /// The article of each row of the graph.
    places: Vec<u32>,
}

/// Articles and their terms, numbered from 0 in both.
#[derive(Clone)]
struct Graph {
    /// Where the terms of each article end in `terms`; they start where those of the article before end.
    ends: Vec<u32>,
    terms: Vec<u32>,
    /// One more than the largest term.
    term_count: usize,
}

/// Marks a term that makes no difference to the order.
const IDLE: u32 = u32::MAX;

impl Graph {
    /// `terms` is one more than the largest of all documents.
    fn of_window(documents: &[Document<'_>], window: &[u32], terms: usize) -> Graph {
        // How many articles of the window hold each term, then the term's number inside the window.
        let mut local = vec![0u32; terms];
        let lists = || window.iter().map(|&at| documents[at as usize].terms);
        for &term in lists().flatten() {
            local[term as usize] += 1;
        }
        Graph::renumbered(lists(), window.len(), &mut local)
    }

    /// The part of the graph that holds `rows`; `counts` says how many of them hold each term.
    fn part(&self, rows: &[u32], counts: &mut [u32]) -> Graph {
        Graph::renumbered(rows.iter().map(|&row| self.row(row)), rows.len(), counts)
    }

    /// A graph of `lists`, of which there are `size`, without the terms that cannot tell its articles apart: a term
    /// of one article costs the same on either side, and so does one that all of them hold.
    fn renumbered<'a>(lists: impl Iterator<Item = &'a [u32]>, size: usize, counts: &mut [u32]) -> Graph {
        let (mut term_count, mut total) = (0, 0);
        for count in counts.iter_mut() {
            if *count < 2 || *count as usize >= size {
                *count = IDLE;
            } else {
                total += *count as usize;
                *count = term_count;
                term_count += 1;
            }
        }
        let mut graph =
            Graph { ends: Vec::with_capacity(size), terms: Vec::with_capacity(total), term_count: term_count as usize };
        for list in lists {
            graph.terms.extend(list.iter().map(|term| counts[*term as usize]).filter(|term| *term != IDLE));
            graph.ends.push(graph.terms.len() as u32);
        }
        graph
    }

    fn row(&self, row: u32) -> &[u32] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.terms[start as usize..self.ends[row as usize] as usize]
    }

    /// How many of `rows` hold each term.
    fn counts(&self, rows: &[u32]) -> Vec<u32> {
        let mut counts = vec![0; self.term_count];
        for &row in rows {
            for &term in self.row(row) {
                counts[term as usize] += 1;
            }
        }
        counts
    }
}

/// Tables of what a place costs, in bits with [`GAIN_BITS`] of fraction.
struct Costs {
    /// `log2(n)` at `n`.
    log: Vec<i32>,
    /// At `d`: how much less the `d`-th article with a term costs its half than `log2(n)`, the whole of the half's
    /// share being `d * (log2(n) - log2(d + 1))`.
    discount: Vec<i32>,
}

impl Costs {
    fn new(size: usize) -> Costs {
        let exact: Vec<i64> = (0..size as u64 + 3).map(|n| log2_fixed(n.max(1))).collect();
        let round = |value: i64| ((value + (1 << (LOG_BITS - GAIN_BITS - 1))) >> (LOG_BITS - GAIN_BITS)) as i32;
        let discount = (0..size + 2).map(|d| {
            let before = (d.saturating_sub(1)) as i64 * exact[d];
            round(d as i64 * exact[d + 1] - before)
        });
        Costs { discount: discount.collect(), log: exact.iter().map(|value| round(*value)).collect() }
    }

    /// Adds the articles of a piece in their order.
    fn bisect(&self, piece: &Piece, order: &mut Vec<u32>) {
        match self.cut(piece).as_slice() {
            [_] | [] => order.extend(&piece.places),
            halves => halves.iter().for_each(|half| self.bisect(half, order)),
        }
    }

    /// The halves of a piece, or the piece where it is small enough.
    fn cut(&self, piece: &Piece) -> Vec<Piece> {
        if piece.places.len() <= LEAF {
            return vec![piece.clone()];
        }
        let (low, high) = self.halves(&piece.graph);
        let half = |mut side: Side| Piece {
            graph: piece.graph.part(&side.rows, &mut side.counts),
            places: side.rows.iter().map(|row| piece.places[*row as usize]).collect(),
        };
        vec![half(low), half(high)]
    }

    /// Cuts a graph so that terms stand on one side rather than on both. Rows ascend on either side.
    fn halves(&self, graph: &Graph) -> (Side, Side) {
        let size = graph.ends.len() as u32;
        let mut low = Side::new(graph, 0..size / 2);
        let mut high = Side::new(graph, size / 2..size);
        let mut is_low: Vec<bool> = (0..size).map(|row| row < size / 2).collect();
        let mut gains = vec![0; graph.term_count];
        for round in 0..ROUNDS {
            let enough = round << GAIN_BITS;
            let mut moves_up = self.moves(graph, &low, &high, &mut gains);
            let mut moves_down = self.moves(graph, &high, &low, &mut gains);
            // Most cannot be swapped even for the best of the other side, and need no place among the others.
            let best = [&moves_up, &moves_down].map(|moves| moves.iter().map(|(gain, _)| gain.0).max().unwrap_or(0));
            moves_up.retain(|(gain, _)| gain.0 + best[1] > enough);
            moves_down.retain(|(gain, _)| gain.0 + best[0] > enough);
            moves_up.sort_unstable();
            moves_down.sort_unstable();
            let pairs = moves_up.iter().zip(&moves_down);
            let swapped = pairs.take_while(|((up, _), (down, _))| up.0 + down.0 > enough).count();
            if swapped == 0 {
                break;
            }
            for ((_, up), (_, down)) in moves_up.iter().zip(&moves_down).take(swapped) {
                is_low[*up as usize] = false;
                is_low[*down as usize] = true;
                for &term in graph.row(*up) {
                    low.counts[term as usize] -= 1;
                    high.counts[term as usize] += 1;
                }
                for &term in graph.row(*down) {
                    high.counts[term as usize] -= 1;
                    low.counts[term as usize] += 1;
                }
            }
            low.rows.clear();
            high.rows.clear();
            for (row, is_low) in (0..size).zip(&is_low) {
                if *is_low { low.rows.push(row) } else { high.rows.push(row) }
            }
        }
        (low, high)
    }

    /// What each row of `from` saves by going over to `to`. `gains` is room to work in.
    fn moves(&self, graph: &Graph, from: &Side, to: &Side, gains: &mut [i32]) -> Vec<Move> {
        for ((gain, here), there) in gains.iter_mut().zip(&from.counts).zip(&to.counts) {
            *gain = self.discount[*there as usize + 1] - self.discount[*here as usize];
        }
        // Halves of an odd number of rows are not alike.
        let uneven = self.log[from.rows.len()] - self.log[to.rows.len()];
        let saving = |row: u32| {
            let terms = graph.row(row);
            let sum: i64 = terms.iter().map(|term| i64::from(gains[*term as usize])).sum();
            (Reverse(sum + terms.len() as i64 * i64::from(uneven)), row)
        };
        from.rows.iter().map(|row| saving(*row)).collect()
    }
}

/// Bits saved, and the row that goes.
type Move = (Reverse<i64>, u32);

/// One side of a cut.
struct Side {
    /// Ascending.
    rows: Vec<u32>,
    /// How many of the rows hold each term.
    counts: Vec<u32>,
}

impl Side {
    fn new(graph: &Graph, rows: std::ops::Range<u32>) -> Side {
        let rows: Vec<u32> = rows.collect();
        Side { counts: graph.counts(&rows), rows }
    }
}

/// `log2(n)` with [`LOG_BITS`] of fraction, rounded down, for `n` from 1 to 2^31: one bit of the result for each
/// squaring of the rest, in whole numbers, so that no machine differs from another.
fn log2_fixed(n: u64) -> i64 {
    let whole = n.ilog2();
    // The rest is in 1..2, with 31 bits of fraction.
    let mut rest = n << (31 - whole);
    let mut log = i64::from(whole);
    for _ in 0..LOG_BITS {
        rest = (rest * rest) >> 31;
        log <<= 1;
        if rest >= 1 << 32 {
            log |= 1;
            rest >>= 1;
        }
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ids, dates and terms.
    type Plain = (String, Option<i64>, Vec<u32>);

    fn order_of(plain: &[Plain]) -> Vec<u32> {
        let documents = plain.iter().map(|(id, date, terms)| Document { id, date: *date, terms });
        order(&documents.collect::<Vec<_>>(), &|parts, work| (0..parts).for_each(work))
    }

    fn ids_in_order(plain: &[Plain]) -> Vec<&str> {
        order_of(plain).iter().map(|at| plain[*at as usize].0.as_str()).collect()
    }

    /// The subject of an article: one of `kinds`, as if thrown by dice.
    fn kind(at: u32, kinds: u32) -> u32 {
        (u64::from(at) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
            as u32
            % kinds
    }

    /// `count` articles, the newest first: the terms of an article are those of its kind, and one that it has alone.
    fn mixed(count: u32, kinds: u32) -> Vec<Plain> {
        let article = |at: u32| {
            let mut terms: Vec<u32> = (0..20).map(|term| kind(at, kinds) * 20 + term).collect();
            terms.push(kinds * 20 + at);
            (format!("{at:05}"), Some(-i64::from(at)), terms)
        };
        (0..count).map(article).collect()
    }

    /// How often the kind changes from one place to the next.
    fn changes(order: &[u32], kinds: u32) -> usize {
        order.windows(2).filter(|pair| kind(pair[0], kinds) != kind(pair[1], kinds)).count()
    }

    #[test]
    fn newest_first_then_undated_then_by_id() {
        let check = |articles: &[(&str, Option<i64>)], expect: &[&str]| {
            let plain: Vec<Plain> = articles.iter().map(|(id, date)| ((*id).to_owned(), *date, vec![7])).collect();
            assert_eq!(ids_in_order(&plain), expect);
        };
        check(&[], &[]);
        check(&[("a", None)], &["a"]);
        check(&[("old", Some(-5)), ("none", None), ("new", Some(9))], &["new", "old", "none"]);
        check(&[("b", Some(1)), ("a", Some(1)), ("d", None), ("c", None)], &["a", "b", "c", "d"]);
    }

    #[test]
    fn like_stands_beside_like() {
        for (count, kinds) in [(64, 2), (1000, 2), (1000, 4), (2225, 8)] {
            let order = order_of(&mixed(count, kinds));
            let most = count as usize / 16;
            assert!(changes(&order, kinds) <= most, "{count} of {kinds}: {}", changes(&order, kinds));
        }
    }

    #[test]
    fn windows_keep_the_new_before_the_old() {
        let count = WINDOW as u32 + 700;
        let order = order_of(&mixed(count, 2));
        let (first, second) = order.split_at(WINDOW);
        assert!(first.iter().all(|at| *at < WINDOW as u32));
        assert!(second.iter().all(|at| *at >= WINDOW as u32));
        assert!(changes(first, 2) < 200 && changes(second, 2) < 200);
    }

    #[test]
    fn logarithms_are_right_to_the_last_bits() {
        for n in (1..40_000u64).chain([1 << 20, (1 << 31) - 1, 1 << 31]) {
            let got = log2_fixed(n) as f64 / (1u64 << LOG_BITS) as f64;
            assert!(((n as f64).log2() - got).abs() < 1e-7, "{n}: {got}");
        }
    }

    fn graph(lists: &[Vec<u32>]) -> Graph {
        let documents: Vec<_> = lists.iter().map(|terms| Document { id: "", date: None, terms }).collect();
        let window: Vec<u32> = (0..lists.len() as u32).collect();
        Graph::of_window(&documents, &window, 40)
    }

    /// The cost of a graph cut into two sides, as the paper has it.
    fn cost(graph: &Graph, sides: [&[u32]; 2]) -> f64 {
        let of_side = |rows: &[u32]| {
            let counts = graph.counts(rows).into_iter().map(f64::from);
            counts.map(|count| count * (rows.len() as f64 / (count + 1.0)).log2()).sum::<f64>()
        };
        sides.into_iter().map(of_side).sum()
    }

    fn lists() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let terms = proptest::collection::btree_set(0u32..40, 0..20);
        proptest::collection::vec(terms.prop_map(|set| set.into_iter().collect()), 2..60)
    }

    fn articles() -> impl Strategy<Value = Vec<Plain>> {
        let date = proptest::option::of(0i64..5);
        let terms = proptest::collection::btree_set(0u32..30, 0..12);
        let articles = proptest::collection::vec((date, terms), 0..120);
        let named = |(at, (date, terms)): (usize, (_, std::collections::BTreeSet<u32>))| {
            (format!("{at:03}"), date, terms.into_iter().collect())
        };
        articles.prop_map(move |articles| articles.into_iter().enumerate().map(named).collect())
    }

    proptest! {
        #[test]
        fn every_article_gets_one_place(plain in articles()) {
            let mut order = order_of(&plain);
            order.sort_unstable();
            prop_assert_eq!(order, (0..plain.len() as u32).collect::<Vec<_>>());
        }

        #[test]
        fn neither_input_order_nor_term_numbers_matter(plain in articles(), seed in any::<u64>()) {
            let mut shuffled = plain.clone();
            shuffled.sort_by_cached_key(|(id, ..)| (id.parse::<u64>().unwrap() + 1).wrapping_mul(seed | 1).reverse_bits());
            for terms in shuffled.iter_mut().map(|article| &mut article.2) {
                terms.iter_mut().for_each(|term| *term = 29 - *term);
            }
            prop_assert_eq!(ids_in_order(&shuffled), ids_in_order(&plain));
        }

        /// Whole numbers against the formula: what a swap is said to save is what the cost says, when one article goes
        /// each way (of articles that share no term, for a swap is reckoned as two moves).
        #[test]
        fn savings_are_those_of_the_cost(lists in lists()) {
            let graph = graph(&lists);
            let costs = Costs::new(lists.len());
            let size = lists.len() as u32;
            let (low, high) = (Side::new(&graph, 0..size / 2), Side::new(&graph, size / 2..size));
            let before = cost(&graph, [&low.rows, &high.rows]);
            let mut gains = vec![0; graph.term_count];
            let up = costs.moves(&graph, &low, &high, &mut gains);
            let down = costs.moves(&graph, &high, &low, &mut gains);
            for (gone, come) in up.iter().zip(&down) {
                if graph.row(gone.1).iter().any(|term| graph.row(come.1).contains(term)) {
                    continue;
                }
                let swap = |rows: &[u32], out: u32, into: u32| -> Vec<u32> {
                    rows.iter().map(|row| if *row == out { into } else { *row }).collect()
                };
                let (low, high) = (swap(&low.rows, gone.1, come.1), swap(&high.rows, come.1, gone.1));
                let saved = before - cost(&graph, [&low, &high]);
                let said = (gone.0.0 + come.0.0) as f64 / f64::from(1u32 << GAIN_BITS);
                prop_assert!((saved - said).abs() < 0.01, "{saved} {said}");
            }
        }

        #[test]
        fn cuts_know_their_counts(lists in lists()) {
            let graph = graph(&lists);
            let (low, high) = Costs::new(lists.len()).halves(&graph);
            prop_assert_eq!(low.rows.len(), lists.len() / 2);
            prop_assert_eq!(&low.counts, &graph.counts(&low.rows));
            prop_assert_eq!(&high.counts, &graph.counts(&high.rows));
        }
    }
}
