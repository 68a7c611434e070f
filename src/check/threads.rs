//! Many mails at once: each thread takes the next one that nobody has, and what comes of them is handed on in their
//! order.
//!
//! Comes in: a count, and the work of one index. Goes out: each result, in the order of the indices, on the thread that
//! asked. It never looks at what the work is.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Up to so many, one thread is done as soon as several are.
const FEW: usize = 4;

/// Does the work of each index below `count` on at most `threads` threads (0: as many as the machine runs at once), and
/// hands each result to `take`, in the order of the indices.
pub(super) fn in_order<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T),
) {
    let able = match threads {
        0 => thread::available_parallelism().map_or(1, NonZero::get),
        asked => asked,
    };
    let threads = able.min(count.div_ceil(FEW));
    if threads < 2 {
        for index in 0..count {
            take(index, work(index));
        }
        return;
    }
    let next = AtomicUsize::new(0);
    // Results wait for those before them, not for the one who takes them: so few that memory stays bounded.
    let (sender, results) = mpsc::sync_channel(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || sender.send((index, work(index))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&due) {
                take(due, result);
                due += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever each piece of work takes, results come in order and none is lost.
        #[test]
        fn results_come_in_order(pauses in proptest::collection::vec(0u64..3, 0..40), threads in 1usize..6) {
            let work = |index: usize| {
                thread::sleep(std::time::Duration::from_millis(pauses[index]));
                index * 7
            };
            let mut taken = Vec::new();
            in_order(pauses.len(), threads, work, |index, result| taken.push((index, result)));
            let due: Vec<(usize, usize)> = (0..pauses.len()).map(|index| (index, index * 7)).collect();
            prop_assert_eq!(taken, due);
        }
    }
}
