//! The answers about many attempts. Two summaries can be merged.

pub mod answers;
mod causes;
mod counts;
mod heaviest;
mod links;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;
mod waits;

use core::cmp::Reverse;
use std::collections::BTreeMap;

use self::answers::{
    Answers, CauseAnswer, GroupAnswer, KindAnswer, LeftOut, LimitAnswer, Moment, More,
    ProviderWait, SourceAnswer, Waiting,
};
use self::causes::{Cause, cause_of};
use self::counts::KindCounts;
use self::heaviest::{Dropped, Heaviest, key_of, top_of};
use self::links::{Failure, Links};
use self::tables::{GroupRow, LimitRow, SourceRow};
use self::timeline::Times;
use self::waits::WaitHistogram;
use super::attempts::Attempt;
use super::by::By;
use crate::kind::{Advice, Kind, Provider};
use crate::report::Limit;

/// How many rows each table remembers.
const MOST_NAMES: usize = 1_000;
const MOST_CAUSES: usize = 2_000;

/// How soon a failure of the same cause may be a retry.
const REPEAT_MS: i64 = 60_000;

/// The times that are counted: those of the years 1970 to 9999.
const TIMES_MS: core::ops::Range<i64> = 0..253_402_300_800_000;

/// The answers about many attempts, in memory that does not grow with their number.
///
/// Exact, also after a merge, are the numbers of calls, of failures and of each kind, the timeline, and the
/// sums and the longest of the waits. So are the sources, the groups, the limits and the causes, as
/// long as there are at most 1,000 of each (2,000 causes); of more, those that weigh least are
/// forgotten, and one that comes again begins anew. The median and the 95th percentile of the waits
/// are within 1/32 of the true ones. Futile retries, observed waits and repeats are exact as long as
/// at most 10,000 calls wait for their next attempt at a time, and if each merged part has at most
/// 10,000 calls with an id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    by: Option<By>,
    counts: KindCounts,
    /// The first and the last time of each kind, in Unix milliseconds.
    times: BTreeMap<Kind, (i64, i64)>,
    timeline: Times,
    sources: Heaviest<SourceRow, MOST_NAMES>,
    groups: Heaviest<GroupRow, MOST_NAMES>,
    stated: WaitHistogram,
    announced: WaitHistogram,
    observed: WaitHistogram,
    stated_by_provider: BTreeMap<Option<Provider>, u64>,
    limits: Heaviest<LimitRow, MOST_NAMES>,
    causes: Heaviest<Cause, MOST_CAUSES>,
    futile: u64,
    repeats: u64,
    /// Attempts of calls with an id.
    calls: Links,
    /// Failures of calls without one, that no retry fixes.
    finals: Links,
    /// How many logs ended.
    logs: u64,
}

impl Summary {
    /// Begins without attempts.
    ///
    /// ```
    /// assert_eq!(apifault::logs::Summary::new().calls(), 0);
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins without attempts, and groups them.
    ///
    /// ```
    /// use apifault::logs::{By, Summary};
    ///
    /// assert_eq!(Summary::grouped(By::Key).answers(10).by, Some(By::Key));
    /// ```
    pub fn grouped(by: By) -> Self {
        Self { by: Some(by), ..Self::default() }
    }

    /// Counts an attempt.
    pub fn add(&mut self, attempt: &Attempt) {
        let kind = attempt.report.kind;
        self.counts.add(kind);
        let when_ms = attempt.when_ms.filter(|when| TIMES_MS.contains(when));
        if let Some(when_ms) = when_ms {
            let times = self.times.entry(kind).or_insert((when_ms, when_ms));
            *times = (times.0.min(when_ms), times.1.max(when_ms));
            self.timeline.add(when_ms.div_euclid(1_000), kind);
        }
        let provider = attempt.report.provider;
        let source = key_of((provider, &attempt.model));
        self.sources.update(source, || SourceRow::of(attempt), |row| row.kinds.add(kind));
        if let Some(by) = self.by {
            let group = group_of(by, attempt);
            let stated_ms = attempt.report.retry.delay_ms.unwrap_or(0);
            let add = |row: &mut GroupRow| {
                row.kinds.add(kind);
                row.stated_ms = row.stated_ms.saturating_add(stated_ms);
            };
            self.groups.update(key_of(group), || GroupRow::of(group), add);
        }
        if let Some(announced_ms) = attempt.announced_ms {
            self.announced.add(announced_ms);
        }
        let call = attempt.call_id.as_deref().map(key_of);
        if let Some(call) = call {
            if attempt.number <= 1 {
                // Ids that readers make up are not unique, so that this may be another call.
                self.calls.forget(call);
            } else if let Some(failure) = self.calls.follow(call, when_ms) {
                self.attempted_again(failure, when_ms);
            }
        }
        if !kind.is_success() {
            self.add_failure(attempt, call, when_ms);
        }
    }

    fn add_failure(&mut self, attempt: &Attempt, call: Option<u64>, when_ms: Option<i64>) {
        let report = &attempt.report;
        if let Some(delay_ms) = report.retry.delay_ms {
            self.stated.add(delay_ms);
            let total_ms = self.stated_by_provider.entry(report.provider).or_default();
            *total_ms = total_ms.saturating_add(delay_ms);
        }
        if let Some(limit) = report.limit_hit() {
            self.add_limit(attempt, limit);
        }
        let cause = cause_of(report);
        let log = self.logs + 1;
        self.causes.update(cause, || Cause::of(attempt, log), |row| row.add(when_ms));
        let is_final = report.retry.advice == Advice::No;
        let failure = Failure { cause: is_final.then_some(cause), when_ms };
        match call {
            Some(call) => self.calls.remember(call, failure),
            None if is_final => {
                let key = key_of((cause, &attempt.model));
                if let Some(before) = self.finals.follow(key, when_ms) {
                    self.repeated(before, when_ms);
                }
                self.finals.remember(key, failure);
            }
            None => {}
        }
    }

    fn add_limit(&mut self, attempt: &Attempt, hit: &Limit) {
        let source = (attempt.report.provider, &attempt.model);
        let key = key_of((source, hit.metric, hit.window, hit.limit));
        self.limits.update(key, || LimitRow::of(attempt, hit), |row| row.add(hit));
    }

    /// Counts a further attempt of a call.
    fn attempted_again(&mut self, failure: Failure, when_ms: Option<i64>) {
        if let Some(cause) = failure.cause {
            self.futile += 1;
            if let Some(cause) = self.causes.get_mut(cause) {
                cause.futile += 1;
            }
        } else if let (Some(before), Some(when)) = (failure.when_ms, when_ms) {
            self.observed.add(u64::try_from(when - before).unwrap_or(0));
        }
    }

    /// Counts the same failure again, if it may be a further attempt.
    fn repeated(&mut self, failure: Failure, when_ms: Option<i64>) {
        let (Some(before), Some(when)) = (failure.when_ms, when_ms) else { return };
        if (0..=REPEAT_MS).contains(&(when - before)) {
            self.repeats += 1;
            if let Some(cause) = failure.cause.and_then(|cause| self.causes.get_mut(cause)) {
                cause.repeats += 1;
            }
        }
    }

    /// Ends a log: the examples of the attempts that follow are of the next one.
    pub fn end_log(&mut self) {
        self.logs += 1;
    }

    /// Adds the attempts of another summary, which follow those of this one. Both have the same
    /// groups.
    ///
    /// Merging is associative: of the parts of a log, any neighbours can be merged first.
    pub fn merge(&mut self, later: Self) {
        self.counts.merge(&later.counts);
        for (kind, (first, last)) in later.times {
            let times = self.times.entry(kind).or_insert((first, last));
            *times = (times.0.min(first), times.1.max(last));
        }
        self.timeline.merge(later.timeline);
        self.sources.merge(later.sources);
        self.groups.merge(later.groups);
        self.stated.merge(&later.stated);
        self.announced.merge(&later.announced);
        self.observed.merge(&later.observed);
        for (provider, more_ms) in later.stated_by_provider {
            let total_ms = self.stated_by_provider.entry(provider).or_default();
            *total_ms = total_ms.saturating_add(more_ms);
        }
        self.limits.merge(later.limits);
        let mut causes = later.causes;
        causes.rows_mut().for_each(|cause| cause.log += self.logs);
        self.causes.merge(causes);
        self.futile += later.futile;
        self.repeats += later.repeats;
        self.logs += later.logs;
        let (mut calls, mut finals) =
            (std::mem::take(&mut self.calls), std::mem::take(&mut self.finals));
        calls.merge(later.calls, |failure, when_ms| self.attempted_again(failure, when_ms));
        finals.merge(later.finals, |failure, when_ms| self.repeated(failure, when_ms));
        (self.calls, self.finals) = (calls, finals);
    }

    /// How many attempts there are.
    pub fn calls(&self) -> u64 {
        self.counts.calls()
    }

    /// How many of them failed.
    pub fn failed(&self) -> u64 {
        self.counts.failed()
    }

    /// All the answers, with the `top` first rows of each list; all kinds are listed.
    pub fn answers(&self, top: usize) -> Answers {
        let (sources, other_sources) = top_of(&self.sources, top, |row| {
            // What no log line names comes after all that some line does.
            let is_unknown = row.provider.is_none() && row.model.is_none();
            let weight = (row.kinds.failed(), row.kinds.calls());
            (is_unknown, Reverse(weight), row.provider.map(Provider::as_str), row.model.clone())
        });
        let (groups, other_groups) = top_of(&self.groups, top, |row| {
            let weight = (row.kinds.failed(), row.kinds.calls());
            (row.name.is_none(), Reverse(weight), row.name.clone())
        });
        let (limits, other_limits) = top_of(&self.limits, top, |row| {
            let is_unknown = row.provider.is_none() && row.model.is_none();
            let source = (row.provider.map(Provider::as_str), row.model.clone());
            (is_unknown, Reverse(row.hits), source, row.metric, row.window, row.limit)
        });
        let (causes, other_causes) =
            top_of(&self.causes, top, |row| (Reverse(row.count), row.log, row.line));
        let (firsts, lasts) = (self.times.values().map(|times| times.0), self.times.values());
        Answers {
            calls: self.calls(),
            failed: self.failed(),
            first: firsts.min().map(Moment),
            last: lasts.map(|times| times.1).max().map(Moment),
            kinds: self.kinds(),
            timeline: self.timeline.answer(),
            sources: sources.into_iter().map(source_answer).collect(),
            by: self.by,
            groups: groups.into_iter().map(group_answer).collect(),
            waiting: self.waiting(),
            futile_retries: self.futile,
            repeats: self.repeats,
            limits: limits.into_iter().map(limit_answer).collect(),
            causes: causes.into_iter().map(cause_answer).collect(),
            left_out: LeftOut {
                sources: more(other_sources),
                groups: more(other_groups),
                limits: more(other_limits),
                causes: more(other_causes),
            },
        }
    }

    /// All the answers as JSON: see [`Summary::answers`].
    ///
    /// ```
    /// assert!(apifault::logs::Summary::new().to_json(10).starts_with(r#"{"calls":0,"failed":0,"#));
    /// ```
    pub fn to_json(&self, top: usize) -> String {
        // Texts and numbers can always be written.
        serde_json::to_string(&self.answers(top)).unwrap_or_default()
    }

    fn kinds(&self) -> Vec<KindAnswer> {
        let answer = |(kind, count): (Kind, u64)| {
            let times = self.times.get(&kind);
            KindAnswer {
                kind,
                count,
                fault: kind.fault(),
                first: times.map(|times| Moment(times.0)),
                last: times.map(|times| Moment(times.1)),
                meaning: kind.meaning(),
            }
        };
        self.counts.failures().0.into_iter().map(answer).collect()
    }

    fn waiting(&self) -> Waiting {
        let totals = self.stated_by_provider.iter();
        let mut by_provider: Vec<_> = totals
            .map(|(provider, total_ms)| ProviderWait { provider: *provider, total_ms: *total_ms })
            .collect();
        by_provider.sort_by_key(|row| (Reverse(row.total_ms), row.provider.is_none()));
        Waiting {
            stated: self.stated.answer(),
            announced: self.announced.answer(),
            observed: self.observed.answer(),
            by_provider,
        }
    }
}

fn group_of(by: By, attempt: &Attempt) -> Option<&str> {
    match by {
        By::Key => attempt.key.as_deref(),
        By::Route => attempt.route.as_deref(),
        By::Model => attempt.model.as_deref(),
        By::Provider => attempt.report.provider.map(Provider::as_str),
    }
}

fn more(left_out: Dropped) -> More {
    More { rows: left_out.rows, count: left_out.weight }
}

fn source_answer(row: &SourceRow) -> SourceAnswer {
    SourceAnswer {
        provider: row.provider,
        model: row.model.clone(),
        calls: row.kinds.calls(),
        failed: row.kinds.failed(),
        kinds: row.kinds.failures(),
    }
}

fn group_answer(row: &GroupRow) -> GroupAnswer {
    GroupAnswer {
        name: row.name.clone(),
        calls: row.kinds.calls(),
        failed: row.kinds.failed(),
        kinds: row.kinds.failures(),
        stated_ms: row.stated_ms,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of three decimals needs no more")]
fn limit_answer(row: &LimitRow) -> LimitAnswer {
    let share = |limit: u64| (row.max_asked as f64 / limit as f64 * 1_000.0).round() / 1_000.0;
    let is_known = row.known > 0;
    LimitAnswer {
        provider: row.provider,
        model: row.model.clone(),
        metric: row.metric,
        window: row.window,
        limit: row.limit,
        hits: row.hits,
        mean_excess: row.total_excess.checked_div(row.known),
        max_excess: is_known.then_some(row.max_excess),
        max_share: row.limit.filter(|_| is_known).map(share),
    }
}

fn cause_answer(row: &Cause) -> CauseAnswer {
    CauseAnswer {
        kind: row.kind,
        provider: row.provider,
        count: row.count,
        futile_retries: row.futile,
        repeats: row.repeats,
        first: row.first_ms.map(Moment),
        last: row.last_ms.map(Moment),
        model: row.model.clone(),
        rule: row.rule.clone(),
        action: row.action.clone(),
        example: row.example.clone(),
        example_log: row.log,
        example_line: row.line,
    }
}
