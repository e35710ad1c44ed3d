//! The rows of the other tables: sources, groups and limits.

use super::causes::name;
use super::counts::KindCounts;
use super::heaviest::Row;
use crate::kind::{Metric, Provider, Window};
use crate::logs::attempts::Attempt;
use crate::report::Limit;

/// The calls to one provider and model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SourceRow {
    pub(super) provider: Option<Provider>,
    pub(super) model: Option<Box<str>>,
    pub(super) kinds: KindCounts,
}

impl SourceRow {
    pub(super) fn of(attempt: &Attempt) -> Self {
        Self {
            provider: attempt.report.provider,
            model: attempt.model.as_deref().map(name),
            kinds: KindCounts::default(),
        }
    }
}

impl Row for SourceRow {
    fn weight(&self) -> u64 {
        self.kinds.calls()
    }

    fn merge(&mut self, later: Self) {
        self.kinds.merge(&later.kinds);
    }
}

/// The calls of one group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GroupRow {
    pub(super) name: Option<Box<str>>,
    pub(super) kinds: KindCounts,
    pub(super) stated_ms: u64,
}

impl GroupRow {
    pub(super) fn of(text: Option<&str>) -> Self {
        Self { name: text.map(name), kinds: KindCounts::default(), stated_ms: 0 }
    }
}

impl Row for GroupRow {
    fn weight(&self) -> u64 {
        self.kinds.calls()
    }

    fn merge(&mut self, later: Self) {
        self.kinds.merge(&later.kinds);
        self.stated_ms = self.stated_ms.saturating_add(later.stated_ms);
    }
}

/// The hits of one limit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LimitRow {
    pub(super) provider: Option<Provider>,
    pub(super) model: Option<Box<str>>,
    pub(super) metric: Metric,
    pub(super) window: Option<Window>,
    pub(super) limit: Option<u64>,
    pub(super) hits: u64,
    /// How many of them state how much was asked for.
    pub(super) known: u64,
    pub(super) total_excess: u64,
    pub(super) max_excess: u64,
    pub(super) max_asked: u64,
}

impl LimitRow {
    pub(super) fn of(attempt: &Attempt, limit: &Limit) -> Self {
        Self {
            provider: attempt.report.provider,
            model: attempt.model.as_deref().map(name),
            metric: limit.metric,
            window: limit.window,
            limit: limit.limit,
            hits: 0,
            known: 0,
            total_excess: 0,
            max_excess: 0,
            max_asked: 0,
        }
    }

    pub(super) fn add(&mut self, hit: &Limit) {
        self.hits += 1;
        let Some(limit) = hit.limit.filter(|limit| *limit > 0) else { return };
        if hit.used.is_none() && hit.requested.is_none() {
            return;
        }
        let asked = hit.used.unwrap_or(0).saturating_add(hit.requested.unwrap_or(0));
        let excess = asked.saturating_sub(limit);
        self.known += 1;
        self.total_excess = self.total_excess.saturating_add(excess);
        self.max_excess = self.max_excess.max(excess);
        self.max_asked = self.max_asked.max(asked);
    }
}

impl Row for LimitRow {
    fn weight(&self) -> u64 {
        self.hits
    }

    fn merge(&mut self, later: Self) {
        self.hits += later.hits;
        self.known += later.known;
        self.total_excess = self.total_excess.saturating_add(later.total_excess);
        self.max_excess = self.max_excess.max(later.max_excess);
        self.max_asked = self.max_asked.max(later.max_asked);
    }
}
