//! Joins the events of the same attempt, and the attempts of the same call.

use super::event::Event;
use crate::report::Report;

/// One request that was sent, and how it ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The report of the response, or of the failure without one.
    pub report: Report<'static>,
    /// When, in Unix milliseconds.
    pub when_ms: Option<i64>,
    /// The number of the line in its log, from 1.
    pub line: u64,
    /// The model that was asked for.
    pub model: Option<Box<str>>,
    /// The path of the request.
    pub route: Option<Box<str>>,
    /// The name or the masked form of the API key.
    pub key: Option<Box<str>>,
    /// What all attempts of one call share: from the log, or a number of its own.
    pub call_id: Option<Box<str>>,
    /// Which attempt of its call it is, from 1, if an earlier one is known.
    pub number: u32,
    /// The wait that the client announced before the next attempt.
    pub announced_ms: Option<u64>,
}

/// Joins events to attempts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joiner {
    waiting: Vec<Event>,
}

impl Joiner {
    /// Takes the next event, and gives the attempts that are complete.
    pub(crate) fn take(&mut self, event: Event, attempts: &mut impl FnMut(Attempt)) {
        self.waiting.push(event);
        self.finish(attempts);
    }

    /// Gives the attempts that are left at the end of a log.
    pub(crate) fn finish(&mut self, attempts: &mut impl FnMut(Attempt)) {
        for event in self.waiting.drain(..) {
            attempts(Attempt {
                report: event.report,
                when_ms: event.when_ms,
                line: event.line,
                model: event.model,
                route: event.path,
                key: event.key,
                call_id: event.call_id,
                number: 1,
                announced_ms: event.announced_ms,
            });
        }
    }
}
