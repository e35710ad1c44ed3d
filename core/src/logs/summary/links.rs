//! Joins each failure with what is sent after it.

use std::collections::HashMap;

/// How many links are remembered in a part of a log: the first ones, and twice as many of the last.
const MOST: usize = 10_000;

/// The last failure of a call, or the last one of the same cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Failure {
    /// The cause, if no retry fixes it.
    pub(super) cause: Option<u64>,
    pub(super) when_ms: Option<i64>,
}

/// What is known about each call of a part of a log, by the hash of its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Links {
    /// When its first attempt was: that may follow a failure in the part before.
    firsts: HashMap<u64, Option<i64>>,
    /// Its last failure, which an attempt of the next part may follow. Two generations: if the younger one is full, the older one is forgotten.
    young: HashMap<u64, Failure>,
    old: HashMap<u64, Failure>,
}

impl Links {
    /// Takes an attempt, and returns the failure that it follows.
    pub(super) fn follow(&mut self, call: u64, when_ms: Option<i64>) -> Option<Failure> {
        let before = self.forget(call);
        if before.is_none() && self.firsts.len() < MOST {
            self.firsts.entry(call).or_insert(when_ms);
        }
        before
    }

    /// Remembers a failure until the next attempt.
    pub(super) fn remember(&mut self, call: u64, failure: Failure) {
        self.old.remove(&call);
        self.young.insert(call, failure);
        if self.young.len() >= MOST {
            self.old = std::mem::take(&mut self.young);
        }
    }

    /// Forgets the last failure of a call, and returns it.
    pub(super) fn forget(&mut self, call: u64) -> Option<Failure> {
        let young = self.young.remove(&call);
        let old = self.old.remove(&call);
        young.or(old)
    }

    /// Adds the part that follows, and calls `joined` for each attempt there that follows a failure
    /// here, with its time.
    pub(super) fn merge(&mut self, later: Self, mut joined: impl FnMut(Failure, Option<i64>)) {
        for (call, when_ms) in later.firsts {
            if let Some(failure) = self.follow(call, when_ms) {
                joined(failure, when_ms);
            }
        }
        for (call, failure) in later.old.into_iter().chain(later.young) {
            self.remember(call, failure);
        }
    }
}
