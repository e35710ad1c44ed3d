//! What one entry says about one attempt.

use super::entry::{Content, Entry};
use super::event::{Event, Origin};
use super::options::LogOptions;
use crate::response::Options;
use crate::text;

/// How many entries were read, and what was passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Requests of paths that are no LLM API's.
    pub(crate) other_paths: u64,
    /// Failures that look like one of a call, but that could not be read.
    pub(crate) unreadable: u64,
    /// Times in records that have no zone.
    pub(crate) zoneless: u64,
}

/// Reads the events of one entry.
pub(crate) fn read(entry: &Entry<'_>, _options: &LogOptions, _seen: &mut Seen) -> Vec<Event> {
    let Content::Text(line) = entry.content else { return Vec::new() };
    let Ok(found) = text::find(line) else { return Vec::new() };
    vec![Event {
        line: entry.line,
        when_ms: entry.when_ms,
        source: entry.source,
        origin: Origin::Error,
        report: found.report(&Options::new()),
        evidence: found.evidence,
        model: found.model.map(Into::into),
        method: None,
        path: None,
        host: None,
        call_id: None,
        key: None,
        announced_ms: None,
    }]
}
