//! The answers as plain data.

use serde::{Serialize, Serializer};

pub use super::counts::FailureCounts;
use crate::kind::{Fault, Kind, Metric, Provider, Window};
use crate::logs::by::By;

/// The answers about many attempts, as plain data without API keys. An absent value is null in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answers {
    /// Requests that were sent.
    pub calls: u64,
    /// How many of them failed.
    pub failed: u64,
    /// When the first and the last of them were sent.
    pub first: Option<Moment>,
    /// When the last of them was sent.
    pub last: Option<Moment>,
    /// The kinds of the failures, the most frequent first.
    pub kinds: Vec<KindAnswer>,
    /// The calls over time.
    pub timeline: Timeline,
    /// The calls by provider and model, those with the most failures first.
    pub sources: Vec<SourceAnswer>,
    /// What the calls are grouped by, if the caller asked for groups.
    pub by: Option<By>,
    /// The calls by that, those with the most failures first.
    pub groups: Vec<GroupAnswer>,
    /// How much waiting the failures cost.
    pub waiting: Waiting,
    /// Attempts that followed a failure of the same call that no retry fixes.
    pub futile_retries: u64,
    /// Failures that no retry fixes, of calls without an id, that came again within a minute.
    pub repeats: u64,
    /// The limits that were hit, the one with the most hits first.
    pub limits: Vec<LimitAnswer>,
    /// The causes of failures, the most frequent first.
    pub causes: Vec<CauseAnswer>,
    /// What the lists above leave out.
    pub left_out: LeftOut,
}

/// A time in Unix milliseconds; in JSON as ISO 8601 in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match jiff::Timestamp::from_second(self.0.div_euclid(1_000)) {
            Ok(moment) => serializer.collect_str(&moment),
            Err(_) => serializer.serialize_none(),
        }
    }
}

/// One kind of failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KindAnswer {
    /// The kind.
    pub kind: Kind,
    /// How many calls failed with it.
    pub count: u64,
    /// Who must act.
    pub fault: Fault,
    /// When it first happened.
    pub first: Option<Moment>,
    /// When it last happened.
    pub last: Option<Moment>,
    /// What the kind means.
    pub meaning: &'static str,
}

/// The calls over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Timeline {
    /// The length of a span, in seconds.
    pub width_s: i64,
    /// The spans from the first call to the last, without gaps; at most 96.
    pub spans: Vec<Span>,
}

/// The calls in a span of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// When it begins, in Unix seconds.
    pub from: i64,
    /// How many calls were sent.
    pub calls: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How many failed with each kind.
    pub kinds: FailureCounts,
}

/// The calls to one provider and model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SourceAnswer {
    /// Who answered.
    pub provider: Option<Provider>,
    /// The model that was asked for.
    pub model: Option<Box<str>>,
    /// How many calls were sent.
    pub calls: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How many failed with each kind.
    pub kinds: FailureCounts,
}

/// The calls of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GroupAnswer {
    /// What its calls have in common: a key, a route, a model or a provider.
    pub name: Option<Box<str>>,
    /// How many calls were sent.
    pub calls: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How many failed with each kind.
    pub kinds: FailureCounts,
    /// How long servers asked to wait in all, in milliseconds.
    pub stated_ms: u64,
}

/// How much waiting the failures cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Waiting {
    /// The waits that servers stated.
    pub stated: Waits,
    /// The waits that clients announced before they sent a request again.
    pub announced: Waits,
    /// The times between a failure and the next attempt of the same call.
    pub observed: Waits,
    /// The waits that servers stated, by provider.
    pub by_provider: Vec<ProviderWait>,
}

/// The waits that the servers of one provider stated.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProviderWait {
    /// Who stated them.
    pub provider: Option<Provider>,
    /// Their sum, in milliseconds.
    pub total_ms: u64,
}

/// Some waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Waits {
    /// How many there are.
    pub count: u64,
    /// Their sum, in milliseconds.
    pub total_ms: u64,
    /// Half of them are not longer; within 1/32 of the true value, and exact if all are equal.
    pub median_ms: Option<u64>,
    /// 95 % of them are not longer; as near as `median_ms`.
    pub p95_ms: Option<u64>,
    /// The longest of them.
    pub max_ms: Option<u64>,
    /// How many there are of each length.
    pub histogram: Vec<WaitBucket>,
}

/// The waits of about one length.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WaitBucket {
    /// The longest wait that is counted here, in milliseconds; absent in the last one.
    pub up_to_ms: Option<u64>,
    /// How many there are.
    pub count: u64,
}

/// The hits of one limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitAnswer {
    /// Whose limit it is.
    pub provider: Option<Provider>,
    /// The model that was asked for.
    pub model: Option<Box<str>>,
    /// What it counts.
    pub metric: Metric,
    /// The time span over which it counts.
    pub window: Option<Window>,
    /// How much one window allows.
    pub limit: Option<u64>,
    /// How often it was hit.
    pub hits: u64,
    /// How much was asked for beyond the limit, on average.
    pub mean_excess: Option<u64>,
    /// How much was asked for beyond the limit, at most.
    pub max_excess: Option<u64>,
    /// The most that was asked for, as a share of the limit.
    pub max_share: Option<f64>,
}

/// One cause of failures.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CauseAnswer {
    /// The kind of its failures.
    pub kind: Kind,
    /// Who answered.
    pub provider: Option<Provider>,
    /// How many failures it caused.
    pub count: u64,
    /// How many of them were retried, although no retry fixes them.
    pub futile_retries: u64,
    /// How many came again within a minute, although no retry fixes them.
    pub repeats: u64,
    /// When it first happened.
    pub first: Option<Moment>,
    /// When it last happened.
    pub last: Option<Moment>,
    /// The model of the first failure.
    pub model: Option<Box<str>>,
    /// The rule that decided the kind.
    pub rule: Box<str>,
    /// What to do, in one sentence.
    pub action: Box<str>,
    /// The message of the first failure.
    pub example: Option<Box<str>>,
    /// The number of its log, from 1.
    pub example_log: u64,
    /// The number of its line in that log, from 1.
    pub example_line: u64,
}

/// What each list leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Of the calls by provider and model.
    pub sources: More,
    /// Of the groups.
    pub groups: More,
    /// Of the limits that were hit.
    pub limits: More,
    /// Of the causes.
    pub causes: More,
}

/// Rows that are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct More {
    /// How many. Of a list with more rows than are remembered, a row that came again counts again.
    pub rows: u64,
    /// Their calls, hits or failures.
    pub count: u64,
}
