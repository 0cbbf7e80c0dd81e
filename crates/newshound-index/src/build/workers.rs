//! Work in parts, which whoever builds an index may do side by side. Nothing here starts a thread: the caller brings
//! them, and has the same bytes with any number.

use std::sync::OnceLock;

/// Does `work(0)`, `work(1)` ... to `work(parts - 1)`, each once, in any order and on as many threads as it likes, and
/// comes back when all are done. The first argument is the number of parts.
///
/// ```
/// // One after the other, as [`newshound_index::build::SegmentBuilder::finish`] does it:
/// let one: newshound_index::build::Workers<'_> = &|parts, work| (0..parts).for_each(work);
/// one(3, &|part| assert!(part < 3));
/// ```
pub type Workers<'w> = &'w dyn Fn(usize, &(dyn Fn(usize) + Sync));

/// What `make` gives for each piece of `items` of that `size`, in their order.
pub(super) fn in_parts<I: Sync, T: Send + Sync>(
    workers: Workers<'_>,
    items: &[I],
    size: usize,
    make: impl Fn(&[I]) -> T + Sync,
) -> Vec<T> {
    let parts: Vec<(&[I], OnceLock<T>)> = items.chunks(size).map(|part| (part, OnceLock::new())).collect();
    workers(parts.len(), &|at| {
        if let Some((part, made)) = parts.get(at) {
            made.get_or_init(|| make(part));
        }
    });
    // What a caller's threads left undone is done here.
    parts.into_iter().map(|(part, made)| made.into_inner().unwrap_or_else(|| make(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order_whatever_the_threads_do() {
        let items: Vec<u32> = (0..25).collect();
        let sums = |workers: Workers<'_>| in_parts(workers, &items, 10, |part| part.iter().sum::<u32>());
        let expect = [45, 145, 110];
        assert_eq!(sums(&|parts, work| (0..parts).for_each(work)), expect);
        assert_eq!(sums(&|parts, work| (0..parts + 2).rev().for_each(work)), expect, "too many, and backwards");
        assert_eq!(sums(&|_, _| ()), expect, "none");
    }
}
