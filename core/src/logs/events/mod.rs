//! What one entry says about one attempt.
//!
//! `record/` reads JSON records, `line/` reads texts, also those in records. Both make events with what
//! `context.rs` knows about the entry. `routes.rs` decides which requests are calls.

mod context;
mod hash;
mod line;
mod memo;
mod mention;
mod names;
mod quiet;
mod record;
mod routes;
mod seen;

use super::entry::{Content, Entry};
use super::event::Event;
use super::options::LogOptions;
use context::Context;

pub(crate) use seen::Seen;

/// Reads the events of one entry.
#[expect(clippy::vec_box, reason = "an event is large, and it is moved often")]
pub(crate) fn read(entry: &Entry<'_>, options: &LogOptions, seen: &mut Seen) -> Vec<Box<Event>> {
    let mut context = Context::new(entry, options, seen, record::read_in_text);
    match &entry.content {
        Content::Text(text) => line::read(text, &mut context),
        Content::Record(record) => record::read(record, &mut context),
    }
    context.events
}
