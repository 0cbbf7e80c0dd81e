//! Sorting with one copy of the code.
//!
//! The standard library's sorts are compiled anew for each type and comparison, five kilobytes a time: a third of the
//! engine that readers download. Here one merge sort and one heap move places around, whatever stands there, and at the
//! end the items are swapped to their places. Builders, which nobody downloads, use the standard library's.

use std::cmp::Ordering;

/// Sorts; equal items stay in their order.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut places = sorted_places(items.len(), &mut |one, other| is_after(items, one, other, &mut compare));
    arrange(&mut places, &mut |one, other| swap(items, one, other));
}

/// Keeps the `most` first of all items, sorted. No two items should be equal.
pub(crate) fn keep_first_by<T>(items: &mut Vec<T>, most: usize, mut compare: impl FnMut(&T, &T) -> Ordering) {
    if most < items.len() {
        let mut heap = heap(most, &mut |one, other| is_after(items, one, other, &mut compare));
        for place in most..items.len() {
            // Most are behind the last of the best so far. To find that out takes no call.
            if let Some(top) = heap.first_mut()
                && is_after(items, *top, place, &mut compare)
            {
                *top = place;
                sift_down(&mut heap, 0, &mut |one, other| is_after(items, one, other, &mut compare));
            }
        }
        sort_by(&mut heap, usize::cmp);
        for (to, from) in heap.into_iter().enumerate() {
            swap(items, to, from);
        }
        items.truncate(most);
    }
    sort_by(items, compare);
}

fn is_after<T>(items: &[T], one: usize, other: usize, compare: &mut impl FnMut(&T, &T) -> Ordering) -> bool {
    matches!((items.get(one), items.get(other)), (Some(one), Some(other)) if compare(one, other) == Ordering::Greater)
}

fn swap<T>(items: &mut [T], one: usize, other: usize) {
    if let Ok([one, other]) = items.get_disjoint_mut([one, other]) {
        std::mem::swap(one, other);
    }
}

/// Brings to each place what stands at the one that is listed for it, by swapping.
fn arrange(places: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..places.len() {
        let mut at = start;
        // Once around the circle of places that `start` is in; what was brought home is listed for its own place.
        while let Some(from) = places.get_mut(at).map(|from| std::mem::replace(from, at)).filter(|from| *from != start)
        {
            swap(at, from);
            at = from;
        }
    }
}

/// The places from 0 to `count` in rising order of what stands there: a bottom-up merge sort (Knuth, "The Art of
/// Computer Programming", 5.2.4).
fn sorted_places(count: usize, is_after: &mut dyn FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut width = 1;
    while width < count {
        let mut merged = Vec::with_capacity(count);
        for pair in places.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            while let (Some((one, left_rest)), Some((other, right_rest))) = (left.split_first(), right.split_first()) {
                if is_after(*one, *other) {
                    merged.push(*other);
                    right = right_rest;
                } else {
                    merged.push(*one);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        places = merged;
        width *= 2;
    }
    places
}

/// A heap of the first `count` places, the last in order on top.
fn heap(count: usize, is_after: &mut dyn FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut heap: Vec<usize> = (0..count).collect();
    (0..count / 2).rev().for_each(|root| sift_down(&mut heap, root, is_after));
    heap
}

fn sift_down(heap: &mut [usize], mut root: usize, is_after: &mut dyn FnMut(usize, usize) -> bool) {
    loop {
        let mut last = root;
        for child in [root * 2 + 1, root * 2 + 2] {
            if let (Some(one), Some(other)) = (heap.get(child), heap.get(last))
                && is_after(*one, *other)
            {
                last = child;
            }
        }
        if last == root {
            return;
        }
        swap(heap, root, last);
        root = last;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_sorts(items in prop::collection::vec((0u8..20, any::<u16>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            theirs.sort_by_key(|one| one.0);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn the_first_are_the_first(items in prop::collection::btree_set(any::<u16>(), 0..200), most in 0usize..210) {
            let mut items: Vec<u16> = items.into_iter().map(|item| item.rotate_left(5)).collect();
            let mut theirs = items.clone();
            theirs.sort_unstable();
            theirs.truncate(most);
            keep_first_by(&mut items, most, u16::cmp);
            prop_assert_eq!(items, theirs);
        }
    }
}
