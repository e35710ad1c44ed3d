//! The attempts of one call: each but the last was announced to be sent again.

use std::collections::VecDeque;

use super::waiting::{Waiting, differ, same_paths};
use crate::logs::event::{Event, Origin};

/// How many calls are remembered.
const MAX_CALLS: usize = 128;

/// How long after the announced time the next attempt may come, in milliseconds.
const MAX_LATE_MS: i64 = 120_000;

/// How long before the announced time the next attempt may come, in milliseconds.
const MAX_EARLY_MS: i64 = 1_000;

/// An attempt that was announced to be sent again, and that waits no more.
#[derive(Clone, Debug)]
struct Open {
    chain: u64,
    number: u32,
    source: u64,
    due_ms: Option<i64>,
    path: Option<Box<str>>,
    model: Option<Box<str>>,
}

/// Gives the attempts of one call the same chain.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    count: u64,
    open: VecDeque<Open>,
    /// How many attempts of a call came, by the id in the log.
    calls: VecDeque<(Box<str>, u32)>,
}

impl Chains {
    /// Adds an attempt that begins: to the chain of an earlier attempt, if that was announced to be sent
    /// again. Of several, the oldest counts.
    pub(super) fn add(&mut self, begun: &mut Waiting, waiting: &mut VecDeque<Waiting>) {
        if let Some(id) = begun.event.call_id.as_deref() {
            let stated = begun.event.number.unwrap_or(1);
            begun.number = self.number(id).max(stated);
            return;
        }
        if matches!(begun.event.origin, Origin::Whole | Origin::Inbound) || begun.is_hint() {
            return;
        }
        let fits = |open: &Open| open.is_before(&begun.event);
        if let Some(place) = self.open.iter().position(fits)
            && let Some(open) = self.open.remove(place)
        {
            begun.chain = Some(open.chain);
            begun.number = open.number.saturating_add(1);
            return;
        }
        if let Some(before) = waiting.iter_mut().find(|before| is_announced(before, &begun.event)) {
            before.is_continued = true;
            let chain = before.chain.unwrap_or_else(|| self.next());
            before.chain = Some(chain);
            begun.chain = Some(chain);
            begun.number = before.number.saturating_add(1);
            begun.is_served |= before.is_served;
        }
    }

    /// Whether an attempt was announced that an event may be about, and did not come.
    pub(super) fn awaits(&self, event: &Event, waiting: &VecDeque<Waiting>) -> bool {
        self.open.iter().any(|open| open.is_before(event))
            || waiting.iter().any(|before| is_announced(before, event))
    }

    /// Remembers an attempt that waits no more, if it is sent again.
    pub(super) fn leave(&mut self, waiting: &mut Waiting) {
        if !waiting.is_retried() || waiting.is_continued || waiting.event.call_id.is_some() {
            return;
        }
        let chain = waiting.chain.unwrap_or_else(|| self.next());
        waiting.chain = Some(chain);
        if self.open.len() >= MAX_CALLS {
            self.open.pop_front();
        }
        self.open.push_back(Open::of(waiting, chain));
    }

    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Which attempt of the call with this id it is.
    fn number(&mut self, id: &str) -> u32 {
        if let Some((_, number)) = self.calls.iter_mut().rev().find(|(known, _)| **known == *id) {
            *number = number.saturating_add(1);
            return *number;
        }
        if self.calls.len() >= MAX_CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back((id.into(), 1));
        1
    }
}

/// Whether an attempt was announced to be sent again, and an event may be about that.
fn is_announced(before: &Waiting, event: &Event) -> bool {
    let of = &before.event;
    before.is_retried()
        && !before.is_continued
        && before.source == event.source
        && is_due(due_ms(before), event)
        && is_alike((of.path.as_deref(), of.model.as_deref()), event)
}

/// When the attempt may come that is announced.
fn due_ms(waiting: &Waiting) -> Option<i64> {
    let announced_ms = waiting.event.announced_ms;
    let wait_ms = announced_ms.and_then(|wait| i64::try_from(wait).ok()).unwrap_or(0);
    waiting.last_ms.map(|when| when.saturating_add(wait_ms))
}

/// Whether an event is of the time of an announced attempt.
fn is_due(due_ms: Option<i64>, event: &Event) -> bool {
    let (Some(due), Some(when)) = (due_ms, event.when_ms) else { return true };
    (-MAX_EARLY_MS..=MAX_LATE_MS).contains(&when.saturating_sub(due))
}

/// Whether an event may be about a request with this path and model.
fn is_alike((path, model): (Option<&str>, Option<&str>), event: &Event) -> bool {
    same_paths(path, event.path.as_deref()) && !differ(model, event.model.as_deref())
}

impl Open {
    fn of(waiting: &Waiting, chain: u64) -> Self {
        Self {
            chain,
            number: waiting.number,
            source: waiting.source,
            due_ms: due_ms(waiting),
            path: waiting.event.path.clone(),
            model: waiting.event.model.clone(),
        }
    }

    /// Whether an attempt may be the next one.
    fn is_before(&self, next: &Event) -> bool {
        self.source == next.source
            && is_due(self.due_ms, next)
            && is_alike((self.path.as_deref(), self.model.as_deref()), next)
    }
}
