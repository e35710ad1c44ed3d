//! A table that keeps the rows that weigh most, and so a bounded number of them.

use core::cmp::Reverse;
use core::hash::{Hash, Hasher};
use std::collections::HashMap;
use std::hash::DefaultHasher;

/// What a row must be able to do.
pub(super) trait Row {
    /// How much it weighs: the lightest rows are dropped first.
    fn weight(&self) -> u64;

    /// Adds the counts of another row with the same key, which came later.
    fn merge(&mut self, later: Self);
}

/// Rows by the hash of their key. If there are too many, the lighter half is dropped, and only its
/// number and its weight are kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heaviest<R, const MOST: usize> {
    rows: HashMap<u64, R>,
    dropped: Dropped,
}

/// What was dropped of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dropped {
    /// How often a row was dropped. A key that comes again is a new row.
    pub(super) rows: u64,
    /// The weight of these rows.
    pub(super) weight: u64,
}

impl<R, const MOST: usize> Default for Heaviest<R, MOST> {
    fn default() -> Self {
        Self { rows: HashMap::new(), dropped: Dropped::default() }
    }
}

impl<R: Row, const MOST: usize> Heaviest<R, MOST> {
    /// Changes the row of a key, which is made if it is not there.
    pub(super) fn update(
        &mut self,
        key: u64,
        make: impl FnOnce() -> R,
        change: impl FnOnce(&mut R),
    ) {
        if let Some(row) = self.rows.get_mut(&key) {
            change(row);
            return;
        }
        self.make_room(MOST - 1);
        change(self.rows.entry(key).or_insert_with(make));
    }

    /// The row of a key, unless it was dropped.
    pub(super) fn get_mut(&mut self, key: u64) -> Option<&mut R> {
        self.rows.get_mut(&key)
    }

    pub(super) fn merge(&mut self, later: Self) {
        self.dropped.rows += later.dropped.rows;
        self.dropped.weight += later.dropped.weight;
        for (key, row) in later.rows {
            match self.rows.get_mut(&key) {
                Some(known) => known.merge(row),
                None => drop(self.rows.insert(key, row)),
            }
        }
        self.make_room(MOST);
    }

    /// Drops the lighter half if there are more rows than `most`.
    fn make_room(&mut self, most: usize) {
        if self.rows.len() <= most {
            return;
        }
        let mut order: Vec<_> =
            self.rows.iter().map(|(key, row)| (Reverse(row.weight()), *key)).collect();
        order.sort_unstable();
        for (Reverse(weight), key) in order.into_iter().skip(MOST / 2) {
            self.rows.remove(&key);
            self.dropped.rows += 1;
            self.dropped.weight += weight;
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &R> {
        self.rows.values()
    }

    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut R> {
        self.rows.values_mut()
    }

    pub(super) fn dropped(&self) -> Dropped {
        self.dropped
    }
}

/// The key of a row, the same in every summary.
pub(super) fn key_of(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// The `top` first rows in an order, and what is left out: rows, and their weight.
pub(super) fn top_of<R: Row, const MOST: usize, O: Ord>(
    table: &Heaviest<R, MOST>,
    top: usize,
    order: impl Fn(&R) -> O,
) -> (Vec<&R>, Dropped) {
    let mut rows: Vec<_> = table.rows().collect();
    rows.sort_by_key(|row| order(row));
    let mut dropped = table.dropped();
    for row in rows.iter().skip(top) {
        dropped.rows += 1;
        dropped.weight += row.weight();
    }
    rows.truncate(top);
    (rows, dropped)
}
