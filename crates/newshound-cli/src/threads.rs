//! All cores at work on what can be done side by side.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// Does `work(0)` to `work(parts - 1)` on so many threads; 0 for one for each core.
pub(crate) fn side_by_side(threads: usize, parts: usize, work: &(dyn Fn(usize) + Sync)) {
    let threads = if threads == 0 { available_parallelism().map_or(1, Into::into) } else { threads };
    let next = AtomicUsize::new(0);
    let run = &|| {
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts {
                return;
            }
            work(part);
        }
    };
    scope(|scope| {
        for _ in 1..threads.min(parts) {
            // Where the system gives no thread, the others do its part.
            let _ = Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
}

#[cfg(test)]
mod tests {
    use newshound_index::article::{Article, Block};
    use newshound_index::build::{BuildOptions, SegmentBuilder};

    use super::*;

    #[test]
    fn an_index_is_the_same_with_any_number_of_threads() {
        let build = |threads: usize| {
            let mut builder = SegmentBuilder::new(BuildOptions::default());
            for at in 0..1_500u32 {
                // Words that come first in one part, some in all, some in two.
                let text = format!("Part {} of word{} and word{} was told by Ana.", at / 256, at % 700, at * 7 % 900);
                let same = if at % 5 == 0 {
                    "The bridge opened on Saturday after two long years of work.".repeat(3)
                } else {
                    String::new()
                };
                let blocks = vec![Block::Paragraph(text), Block::Paragraph(same)];
                builder.add(Article {
                    id: format!("a-{at}"),
                    title: format!("Word{at} opens"),
                    blocks,
                    ..Article::default()
                });
            }
            builder.finish_with(&|parts, work| side_by_side(threads, parts, work))
        };
        let one = build(1);
        for threads in [0, 2, 3, 8] {
            assert!(build(threads) == one, "{threads} threads");
        }
    }

    #[test]
    fn each_part_is_done_once() {
        for (threads, parts) in [(1, 0), (4, 0), (1, 7), (4, 7), (9, 2)] {
            let done: Vec<AtomicUsize> = (0..parts).map(|_| AtomicUsize::new(0)).collect();
            side_by_side(threads, parts, &|part| {
                done[part].fetch_add(1, Ordering::Relaxed);
            });
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1), "{threads} threads, {parts} parts");
        }
    }
}
