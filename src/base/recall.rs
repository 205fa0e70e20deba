//! What was worked out before, by the digest of what it was worked out from. Bounded: what was kept
//! first goes first.
//!
//! A key must name everything that the value follows from, so that recalling a value and working it
//! out again are the same.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values that are cheap to clone, by their keys.
#[derive(Debug)]
pub struct Recall<K, V> {
    most: u64,
    kept: Mutex<Kept<K, V>>,
}

#[derive(Debug)]
struct Kept<K, V> {
    values: BTreeMap<K, (V, u64)>,
    /// Keys in the order in which they came.
    order: VecDeque<K>,
    weight: u64,
}

impl<K: Ord + Clone, V: Clone> Recall<K, V> {
    /// Room for values that weigh so much together.
    #[must_use]
    pub fn new(most: u64) -> Self {
        let kept = Kept { values: BTreeMap::new(), order: VecDeque::new(), weight: 0 };
        Self { most, kept: Mutex::new(kept) }
    }

    fn kept(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value of a key, where it is still kept.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        self.kept().values.get(key).map(|(value, _)| value.clone())
    }

    /// The value of a key, worked out where it is not kept.
    ///
    /// # Errors
    /// Whatever `make` fails with; nothing is kept then.
    pub fn or_make<E>(
        &self,
        key: K,
        weight: u64,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        if let Some(value) = self.get(&key) {
            return Ok(value);
        }
        // Not under the lock: two that need the same at once both work it out.
        let value = make()?;
        self.keep(key, value.clone(), weight);
        Ok(value)
    }

    /// Keeps a value of some weight; one that is heavier than the whole room is not kept.
    pub fn keep(&self, key: K, value: V, weight: u64) {
        // Nothing is free: a value without weight would be kept without end.
        let weight = weight.max(1);
        let mut kept = self.kept();
        if weight > self.most || kept.values.contains_key(&key) {
            return;
        }
        while kept.weight + weight > self.most {
            let Some(oldest) = kept.order.pop_front() else { break };
            if let Some((_, gone)) = kept.values.remove(&oldest) {
                kept.weight = kept.weight.saturating_sub(gone);
            }
        }
        kept.weight += weight;
        kept.order.push_back(key.clone());
        kept.values.insert(key, (value, weight));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_stays_within_its_room_and_the_oldest_goes_first() {
        let recall = Recall::new(10);
        recall.keep("a", 1, 4);
        recall.keep("b", 2, 4);
        recall.keep("a", 9, 4);
        assert_eq!((recall.get(&"a"), recall.get(&"b")), (Some(1), Some(2)));
        recall.keep("c", 3, 4);
        assert_eq!(
            (recall.get(&"a"), recall.get(&"b"), recall.get(&"c")),
            (None, Some(2), Some(3))
        );
        recall.keep("too heavy", 4, 11);
        assert_eq!((recall.get(&"too heavy"), recall.get(&"b")), (None, Some(2)));
        recall.keep("all", 5, 10);
        assert_eq!((recall.get(&"c"), recall.get(&"all")), (None, Some(5)));
        for n in 0..1_000 {
            Recall::<_, _>::keep(&recall, "weightless", n, 0);
        }
        assert!(recall.kept().weight <= 10);
    }
}
