//! How often each kind was met.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::kind::Kind;

/// One more than the largest number of a kind.
const NUMBERS: usize = {
    let (mut most, mut at) = (0, 0);
    while at < Kind::ALL.len() {
        if most < Kind::ALL[at] as usize {
            most = Kind::ALL[at] as usize;
        }
        at += 1;
    }
    most + 1
};

/// How often each kind was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KindCounts([u64; NUMBERS]);

impl Default for KindCounts {
    fn default() -> Self {
        Self([0; NUMBERS])
    }
}

impl KindCounts {
    pub(super) fn add(&mut self, kind: Kind) {
        if let Some(count) = self.0.get_mut(kind as usize) {
            *count += 1;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    pub(super) fn calls(&self) -> u64 {
        self.0.iter().sum()
    }

    pub(super) fn failed(&self) -> u64 {
        self.failures().0.iter().map(|(_, count)| count).sum()
    }

    /// The kinds of failures that were met, the most frequent first.
    pub(super) fn failures(&self) -> FailureCounts {
        let count = |kind: &Kind| self.0.get(*kind as usize).copied().unwrap_or(0);
        let kinds = Kind::ALL.iter().filter(|kind| !kind.is_success());
        let mut failures: Vec<_> =
            kinds.map(|kind| (*kind, count(kind))).filter(|(_, count)| *count > 0).collect();
        failures.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
        FailureCounts(failures)
    }
}

/// How often each kind of failure was met, the most frequent first: in JSON an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureCounts(pub Vec<(Kind, u64)>);

impl Serialize for FailureCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (kind, count) in &self.0 {
            map.serialize_entry(kind, count)?;
        }
        map.end()
    }
}
