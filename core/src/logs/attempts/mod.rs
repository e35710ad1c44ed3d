//! Joins the events of the same attempt, and the attempts of the same call.
//!
//! A few attempts wait for more events: those of the last lines of each source. An event is joined with
//! the latest of them that it can be about, else it begins one.

mod attempt;
mod chain;
mod waiting;

use std::collections::VecDeque;

use super::event::{Event, Origin};
pub use attempt::Attempt;
use chain::Chains;
use waiting::{Fit, Waiting};

/// How many lines after an attempt an event of the same attempt may come.
const MAX_LINES: u64 = 50;

/// How many attempts wait at once.
const MAX_WAITING: usize = 64;

/// Joins events to attempts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joiner {
    waiting: VecDeque<Waiting>,
    chains: Chains,
}

impl Joiner {
    /// Takes the next event, and gives the attempts that are complete.
    pub(crate) fn take(&mut self, event: Event, attempts: &mut impl FnMut(Attempt)) {
        let is_past = |waiting: &Waiting| event.line.saturating_sub(waiting.last_line) > MAX_LINES;
        while self.waiting.front().is_some_and(is_past) || self.waiting.len() >= MAX_WAITING {
            self.give_first(attempts);
        }
        self.join(event);
    }

    /// Gives the attempts that are left at the end of a log.
    pub(crate) fn finish(&mut self, attempts: &mut impl FnMut(Attempt)) {
        while !self.waiting.is_empty() {
            self.give_first(attempts);
        }
    }

    fn give_first(&mut self, attempts: &mut impl FnMut(Attempt)) {
        let Some(mut first) = self.waiting.pop_front() else { return };
        if first.stands_alone {
            self.chains.leave(&mut first);
            attempts(first.into_attempt());
        }
    }

    fn join(&mut self, event: Event) {
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
            is_latest = false;
        }
        let Some(waiting) = found.and_then(|place| self.waiting.get_mut(place)) else {
            self.begin(event);
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

    /// Begins an attempt with an event.
    fn begin(&mut self, event: Event) {
        let mut begun = Waiting::new(event);
        self.chains.add(&mut begun, &mut self.waiting);
        self.waiting.push_back(begun);
    }
}
