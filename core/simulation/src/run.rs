//! One run: the calls of one seed under one policy, as events in the order of their time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::answer::{Answer, Cause};
use crate::load::{Call, DURATION, MINUTE, PROCESSES_OF_CLIENT, SECOND};
use crate::policies::{Memory, Policy, Shared};
use crate::random::{Purpose, random};
use crate::server::{CLIENTS, Schedule, Server, Span};

/// How long the load is counted for one number.
pub(crate) const BIN: u64 = 5 * SECOND;
/// The load is counted until this long after the last arrival.
const BINS: usize = (DURATION / BIN) as usize + 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// The server is done with a call that ran.
    Release,
    /// The client has the answer of this call.
    Answered(u32),
    /// The client sends this call.
    Send(u32),
}

#[derive(Debug, Default)]
struct Progress {
    memory: Memory,
    attempts: u32,
    answer: Option<Answer>,
    /// Why the attempt before failed, and when what it stated is over.
    failed: Option<(Cause, u64)>,
    tokens: u64,
    tokens_of_first: u64,
    first_cause: Option<Cause>,
    finished: Option<u64>,
    given_up: Option<u64>,
}

/// What one run showed.
#[derive(Clone, Debug)]
pub(crate) struct Outcomes {
    /// In the order of [`METRICS`].
    pub(crate) metrics: [f64; METRICS.len()],
    /// How many attempts came in each bin.
    pub(crate) attempts: Vec<u32>,
    pub(crate) overload: Span,
    pub(crate) calls: usize,
}

/// The names and the meanings of what is measured.
pub(crate) const METRICS: [(&str, &str); 19] = [
    ("finished", "calls that finished, % of all"),
    ("finished_in_10_s", "calls that finished within 10 s, % of all"),
    ("finished_of_overload", "calls that arrived in the overload and finished, % of these"),
    ("finished_of_limited", "calls first refused by a limit per minute that finished, % of these"),
    ("retries", "retries for 1,000 calls"),
    ("hopeless", "retries of what no retry could fix, for 1,000 calls"),
    ("hopeless_schema", "of these, retries of tools that no sample satisfies, for 1,000 calls"),
    ("passed", "retries that succeeded, for 1,000 calls"),
    ("failed_retries", "retries that failed, for 1,000 calls"),
    ("too_early", "retries before the stated delay was over, for 1,000 calls"),
    ("paid_twice", "tokens paid in a further attempt, % of those of first attempts"),
    ("median", "s until half of all calls had finished"),
    ("p99", "s within which 99 % of the finished calls finished"),
    ("give_up", "s until half of the calls that failed were given up"),
    ("overload_mean", "load in the overload, times the offered load"),
    ("overload_peak", "the same in the worst 5 s"),
    ("after_mean", "load in the minute after the overload, times the offered load"),
    ("after_peak", "the same in the worst 5 s"),
    ("after_refused", "first attempts refused for capacity in the minute after, %"),
];

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn ratio(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// The value below which this part, in thousandths, of so many values lies.
fn quantile(sorted: &[u64], of: usize, thousandths: usize) -> Option<u64> {
    sorted.get((of * thousandths).div_ceil(1_000).saturating_sub(1)).copied()
}

/// A policy, and what shares its budget.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) policy: Policy,
    /// Whether each client is many processes, each with a budget of its own.
    pub(crate) is_split: bool,
}

struct Run<'a> {
    seed: u64,
    case: &'a Case,
    calls: &'a [Call],
    server: Server,
    shared: Vec<Shared>,
    progress: Vec<Progress>,
    /// The number keeps the order of events of the same time.
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    number: u64,
    schedule: Schedule,
    attempts: Vec<u32>,
    retries: u64,
    hopeless: u64,
    hopeless_schema: u64,
    failed_retries: u64,
    too_early: u64,
    first_in_minute_after: u64,
    refused_in_minute_after: u64,
}

impl Run<'_> {
    fn push(&mut self, time: u64, event: Event) {
        self.number += 1;
        self.events.push(Reverse((time, self.number, event)));
    }

    fn send(&mut self, index: u32, now: u64) {
        let call = &self.calls[index as usize];
        let progress = &mut self.progress[index as usize];
        let attempt = progress.attempts;
        progress.attempts += 1;
        if let Some(count) = self.attempts.get_mut((now / BIN) as usize) {
            *count += 1;
        }
        let served =
            self.server.serve(call, now, random(self.seed, Purpose::Server, index, attempt));
        let cause = served.answer.cause;
        if attempt == 0 {
            progress.first_cause = Some(cause);
            let end = self.schedule.overload.end;
            if (end..end + MINUTE).contains(&now) {
                self.first_in_minute_after += 1;
                self.refused_in_minute_after += u64::from(cause == Cause::Capacity);
            }
        }
        if let Some((before, until)) = progress.failed {
            self.retries += 1;
            let is_early = now < until;
            self.too_early += u64::from(is_early);
            // Nothing changes for a wrong request, nor for the day before its stated delay is over.
            let is_hopeless = matches!(before, Cause::Caller | Cause::Schema)
                || (before == Cause::Day && is_early);
            self.hopeless += u64::from(is_hopeless);
            self.hopeless_schema += u64::from(before == Cause::Schema);
            self.failed_retries += u64::from(cause != Cause::Success);
        }
        if progress.tokens_of_first == 0 {
            progress.tokens_of_first = served.tokens;
        }
        progress.tokens += served.tokens;
        progress.answer = Some(served.answer);
        self.push(now + served.answered_after, Event::Answered(index));
        if let Some(busy_for) = served.busy_for {
            self.push(now + busy_for, Event::Release);
        }
    }

    fn answered(&mut self, index: u32, now: u64) {
        let call = &self.calls[index as usize];
        let process = if self.case.is_split { call.process } else { call.client };
        let shared = &mut self.shared[process as usize];
        let progress = &mut self.progress[index as usize];
        let answer = progress.answer.take().expect("the call was sent");
        let elapsed_ms = now - call.arrival;
        if answer.cause == Cause::Success {
            self.case.policy.succeeded(shared, &mut progress.memory, elapsed_ms);
            progress.finished = Some(elapsed_ms);
            return;
        }
        let until = now + answer.retry_after.unwrap_or(0) * SECOND;
        progress.failed = Some((answer.cause, until));
        let luck = random(self.seed, Purpose::Wait, index, progress.attempts).f64();
        let wait =
            self.case.policy.wait_ms(shared, &mut progress.memory, &answer, elapsed_ms, luck);
        match wait {
            Some(wait_ms) => self.push(now + wait_ms, Event::Send(index)),
            None => progress.given_up = Some(elapsed_ms),
        }
    }

    fn run(mut self) -> Outcomes {
        for (index, call) in (0..).zip(self.calls) {
            self.push(call.arrival, Event::Send(index));
        }
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            match event {
                Event::Release => self.server.release(),
                Event::Answered(index) => self.answered(index, now),
                Event::Send(index) => self.send(index, now),
            }
        }
        Outcomes {
            metrics: self.metrics(),
            attempts: self.attempts,
            overload: self.schedule.overload,
            calls: self.calls.len(),
        }
    }

    /// The mean and the peak of the load in a time, relative to the load that was offered in it.
    fn load(&self, span: Span) -> (f64, f64) {
        let bins = (span.start / BIN) as usize..(span.end / BIN) as usize;
        let offered = self.calls.iter().filter(|call| span.has(call.arrival)).count() as u64;
        let counts = &self.attempts[bins.clone()];
        let sum: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let peak = u64::from(counts.iter().max().copied().unwrap_or(0));
        (ratio(sum, offered), ratio(peak * bins.len() as u64, offered))
    }

    fn metrics(&self) -> [f64; METRICS.len()] {
        let count = self.calls.len() as u64;
        let thousand = |number: u64| 1_000.0 * ratio(number, count);
        let sorted = |times: &dyn Fn(&Progress) -> Option<u64>| {
            let mut times: Vec<u64> = self.progress.iter().filter_map(times).collect();
            times.sort_unstable();
            times
        };
        let finished = sorted(&|progress| progress.finished);
        let given_up = sorted(&|progress| progress.given_up);
        let seconds = |time: Option<u64>| time.map_or(f64::NAN, |ms| ratio(ms, SECOND));
        let share = |is_meant: &dyn Fn(&Call, &Progress) -> bool| {
            let (mut all, mut done) = (0, 0);
            for (call, progress) in self.calls.iter().zip(&self.progress) {
                if is_meant(call, progress) {
                    all += 1;
                    done += u64::from(progress.finished.is_some());
                }
            }
            100.0 * ratio(done, all)
        };
        let overload = self.schedule.overload;
        let after = Span { start: overload.end, end: overload.end + MINUTE };
        let (overload_mean, overload_peak) = self.load(overload);
        let (after_mean, after_peak) = self.load(after);
        let first: u64 = self.progress.iter().map(|progress| progress.tokens_of_first).sum();
        let all: u64 = self.progress.iter().map(|progress| progress.tokens).sum();
        let in_10_s = finished.partition_point(|&time| time <= 10 * SECOND) as u64;
        [
            100.0 * ratio(finished.len() as u64, count),
            100.0 * ratio(in_10_s, count),
            share(&|call, _| overload.has(call.arrival)),
            share(&|_, progress| progress.first_cause == Some(Cause::Minute)),
            thousand(self.retries),
            thousand(self.hopeless),
            thousand(self.hopeless_schema),
            thousand(self.retries - self.failed_retries),
            thousand(self.failed_retries),
            thousand(self.too_early),
            100.0 * ratio(all - first, first),
            seconds(quantile(&finished, self.calls.len(), 500)),
            seconds(quantile(&finished, finished.len(), 990)),
            seconds(quantile(&given_up, given_up.len(), 500)),
            overload_mean,
            overload_peak,
            after_mean,
            after_peak,
            100.0 * ratio(self.refused_in_minute_after, self.first_in_minute_after),
        ]
    }
}

/// Runs the calls of this seed in this case.
pub(crate) fn run(seed: u64, calls: &[Call], case: &Case) -> Outcomes {
    let schedule = Schedule::of(seed);
    Run {
        seed,
        case,
        calls,
        server: Server::new(schedule),
        shared: vec![case.policy.shared(); (CLIENTS * PROCESSES_OF_CLIENT) as usize],
        progress: calls.iter().map(|_| Progress::default()).collect(),
        events: BinaryHeap::with_capacity(calls.len() + 1_000),
        number: 0,
        schedule,
        attempts: vec![0; BINS],
        retries: 0,
        hopeless: 0,
        hopeless_schema: 0,
        failed_retries: 0,
        too_early: 0,
        first_in_minute_after: 0,
        refused_in_minute_after: 0,
    }
    .run()
}

/// How many attempts a run of the calls would make without any retry, in a bin.
pub(crate) fn offered_per_bin(calls: usize) -> f64 {
    ratio(calls as u64 * BIN, DURATION)
}
