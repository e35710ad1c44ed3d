//! Joins the events of the same attempt, and the attempts of the same call.
//!
//! A few attempts wait for more events: those of the last lines of each source. An event is joined with
//! the latest of them that it can be about, else it begins one.

mod attempt;
mod chain;
mod waiting;

use std::collections::VecDeque;

use super::event::{Event, Form, Origin, Recap};
use crate::kind::Kind;
pub use attempt::Attempt;
use chain::Chains;
use waiting::{Fit, Waiting};

/// How many lines after an attempt an event of the same attempt may come.
const MAX_LINES: u64 = 50;

/// How many lines after a failure a line may repeat it.
const MAX_RECAP_LINES: u64 = 1_000;

/// How many failures are remembered, of which each source has one of a kind.
const MAX_FAILURES: usize = 64;

/// How many attempts wait at once.
const MAX_WAITING: usize = 64;

/// How many requests are remembered whose response is shown by another line.
const MAX_REQUESTS: usize = 64;

/// Joins events to attempts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joiner {
    waiting: VecDeque<Waiting>,
    chains: Chains,
    /// The source and the kind of the last failures, each with its last line.
    failures: VecDeque<(u64, Kind, u64)>,
    /// The lines about requests whose response another line shows.
    requests: VecDeque<Box<Event>>,
}

impl Joiner {
    /// Takes the next event, and gives the attempts that are complete.
    pub(crate) fn take(&mut self, event: Box<Event>, attempts: &mut impl FnMut(Attempt)) {
        let is_past = |waiting: &Waiting| event.line.saturating_sub(waiting.last_line) > MAX_LINES;
        while self.waiting.front().is_some_and(is_past) || self.waiting.len() >= MAX_WAITING {
            self.give_first(attempts);
        }
        if let Some(event) = self.whole(event) {
            self.join(event);
        }
    }

    /// An event with its request, if another line shows that; none if it is a request, or not about a call.
    fn whole(&mut self, mut event: Box<Event>) -> Option<Box<Event>> {
        if event.origin == Origin::Request {
            if self.requests.len() >= MAX_REQUESTS {
                self.requests.pop_front();
            }
            self.requests.push_back(event);
            return None;
        }
        if event.form != Form::Half {
            return Some(event);
        }
        let client = (event.source, event.shape);
        let place = self.requests.iter().rposition(|of| (of.source, of.shape) == client)?;
        let request = self.requests.remove(place).filter(|request| request.stands_alone)?;
        waiting::take_request(&mut event, *request);
        Some(event)
    }

    /// Gives the attempts that are left at the end of a log.
    pub(crate) fn finish(&mut self, attempts: &mut impl FnMut(Attempt)) {
        while !self.waiting.is_empty() {
            self.give_first(attempts);
        }
        self.failures.clear();
        self.requests.clear();
    }

    fn give_first(&mut self, attempts: &mut impl FnMut(Attempt)) {
        let Some(mut first) = self.waiting.pop_front() else { return };
        if first.stands_alone {
            self.chains.leave(&mut first);
            attempts(first.into_attempt());
        }
    }

    fn join(&mut self, event: Box<Event>) {
        let mut is_latest = true;
        let mut found = None;
        for (place, waiting) in self.waiting.iter().enumerate().rev() {
            if waiting.source != event.source
                || event.line.saturating_sub(waiting.last_line) > MAX_LINES
            {
                continue;
            }
            match waiting.fit(&event, is_latest) {
                Fit::None => {}
                Fit::Better => {
                    found = Some(place);
                    break;
                }
                // An earlier one may fit better.
                Fit::Some => found = found.or(Some(place)),
            }
            is_latest &= waiting.is_hint();
        }
        let Some(waiting) = found.and_then(|place| self.waiting.get_mut(place)) else {
            if !self.is_known(&event) {
                self.begin(event);
            }
            return;
        };
        let chain = waiting.chain;
        let is_served = event.origin == Origin::Inbound;
        if let Some(other) = waiting.join(event) {
            self.begin(other);
        }
        // The other attempts of the call were served with it.
        if is_served && chain.is_some() {
            for waiting in self.waiting.iter_mut().filter(|waiting| waiting.chain == chain) {
                waiting.is_served = true;
            }
        }
    }

    /// Whether an event only repeats failures that came before.
    fn is_known(&self, event: &Event) -> bool {
        let Some(recap) = event.recap else { return false };
        // The last attempt, which was announced, may have no other line.
        let is_last = || recap == Recap::All && self.chains.awaits(event, &self.waiting);
        !is_last()
            && self.failures.iter().any(|&(source, kind, line)| {
                source == event.source
                    && kind == event.report.kind
                    && event.line.saturating_sub(line) <= MAX_RECAP_LINES
            })
    }

    fn remember(&mut self, event: &Event) {
        let kind = event.report.kind;
        self.failures.retain(|&(source, of, _)| (source, of) != (event.source, kind));
        if self.failures.len() >= MAX_FAILURES {
            self.failures.pop_front();
        }
        self.failures.push_back((event.source, kind, event.last_line));
    }

    /// Begins an attempt with an event.
    fn begin(&mut self, event: Box<Event>) {
        if event.recap.is_none() && event.stands_alone && !event.report.kind.is_success() {
            self.remember(&event);
        }
        let mut begun = Waiting::new(event);
        self.chains.add(&mut begun, &mut self.waiting);
        self.waiting.push_back(begun);
    }
}
