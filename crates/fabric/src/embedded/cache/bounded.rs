//! A map that forgets: what expired, and what is used least when room is needed.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::SystemTime;

/// A map from text to values with times to live, bounded by the sum of weights.
///
/// Room is made by the second-chance rule: entries are visited in the order they came; one that was read since its
/// last visit stays once more, any other goes.
pub(super) struct Bounded<V> {
    entries: HashMap<Arc<str>, Slot<V>>,
    /// Entries in the order of their next visit. A visit whose slot is gone or has another number is void.
    visits: VecDeque<(Arc<str>, u64)>,
    next_number: u64,
    weight: usize,
    limit: usize,
}

struct Slot<V> {
    value: V,
    expires_at: SystemTime,
    weight: usize,
    number: u64,
    read: bool,
}

impl<V> Bounded<V> {
    pub(super) fn new(limit: usize) -> Self {
        Self { entries: HashMap::new(), visits: VecDeque::new(), next_number: 0, weight: 0, limit }
    }

    pub(super) fn get(&mut self, key: &str, now: SystemTime) -> Option<&V> {
        if self.entries.get(key)?.expires_at <= now {
            self.delete(key);
            return None;
        }
        let slot = self.entries.get_mut(key)?;
        slot.read = true;
        Some(&slot.value)
    }

    /// Stores a value. One that is heavier than the whole limit is forgotten at once.
    pub(super) fn set(&mut self, key: &str, value: V, expires_at: SystemTime, weight: usize) {
        if weight > self.limit {
            self.delete(key);
            return;
        }
        if let Some(slot) = self.entries.get_mut(key) {
            self.weight = self.weight - slot.weight + weight;
            *slot = Slot { value, expires_at, weight, number: slot.number, read: true };
        } else {
            self.insert(key.into(), value, expires_at, weight);
        }
        while self.weight > self.limit && self.make_room() {}
    }

    pub(super) fn delete(&mut self, key: &str) {
        if let Some(slot) = self.entries.remove(key) {
            self.weight -= slot.weight;
        }
    }

    fn insert(&mut self, key: Arc<str>, value: V, expires_at: SystemTime, weight: usize) {
        let number = self.next_number;
        self.next_number += 1;
        self.weight += weight;
        self.visits.push_back((Arc::clone(&key), number));
        self.entries.insert(key, Slot { value, expires_at, weight, number, read: false });
        self.drop_void_visits();
    }

    /// Makes the next visit; `false` when there is none left to make.
    fn make_room(&mut self) -> bool {
        let Some((key, number)) = self.visits.pop_front() else { return false };
        match self.entries.get_mut(&key) {
            Some(slot) if slot.number == number && slot.read => {
                slot.read = false;
                self.visits.push_back((key, number));
            }
            Some(slot) if slot.number == number => self.delete(&key),
            _ => {}
        }
        true
    }

    /// Keeps void visits fewer than entries; the cost is shared by the writes that made them void.
    fn drop_void_visits(&mut self) {
        const SLACK: usize = 64;
        if self.visits.len() > 2 * self.entries.len() + SLACK {
            let entries = &self.entries;
            self.visits.retain(|(key, number)| entries.get(key).is_some_and(|slot| slot.number == *number));
        }
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.weight
    }

    #[cfg(test)]
    pub(super) fn visits(&self) -> usize {
        self.visits.len()
    }
}
