//! What the events so far say about the stream.

use super::event::Facts;
use crate::index::places::Dialects;

/// What the events so far say about the stream.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Progress {
    dialects: Dialects,
    /// Those of the first event that has any: their marks count.
    first_dialects: Dialects,
    /// A bit for each choice that was seen, and for each that is finished.
    choices: u64,
    finished: u64,
    /// A mark of a whole answer came.
    is_whole: bool,
    /// Nothing of interest follows.
    pub(super) is_last: bool,
    /// The bytes broke off inside an event.
    pub(super) breaks_off: bool,
    pub(super) delivered: bool,
    pub(super) events: u64,
}

impl Progress {
    /// Takes what an event says. Returns whether it says anything new.
    pub(super) fn take(&mut self, facts: &Facts) -> bool {
        let known = (self.dialects, self.choices, self.delivered);
        if self.first_dialects == 0 {
            self.first_dialects = facts.dialects;
        }
        self.dialects |= facts.dialects;
        self.choices |= facts.choices;
        self.finished |= facts.finished;
        self.is_whole |= facts.ends & self.first_dialects != 0;
        self.is_last |= facts.is_last & self.first_dialects != 0;
        self.delivered |= facts.has_content;
        self.events += u64::from(!facts.keeps_alive && !facts.is_partial);
        facts.ends != 0
            || facts.keeps_alive
            || facts.finished != 0
            || known != (self.dialects, self.choices, self.delivered)
    }

    /// The terminator of server-sent events came.
    pub(super) fn done(&mut self) {
        self.events += 1;
        self.is_whole = true;
        self.is_last = true;
    }

    /// The list ended whose elements are the events.
    pub(super) fn list_ended(&mut self) {
        self.is_whole |= self.dialects != 0;
    }

    /// Whether an event was of a dialect that rows know.
    pub(super) fn knows_dialect(&self) -> bool {
        self.dialects != 0
    }

    /// Whether the answer is whole; `None` if nothing could say so.
    pub(super) fn is_whole(&self) -> Option<bool> {
        let all_finished = self.choices != 0 && self.choices & !self.finished == 0;
        if self.is_whole || all_finished {
            Some(true)
        } else if self.events == 0 || self.breaks_off || self.dialects != 0 {
            Some(false)
        } else {
            None
        }
    }
}
