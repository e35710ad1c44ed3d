//! One entry of a log: what `input` hands to `events`.

use serde_json::{Map, Value};

/// What an entry is.
#[derive(Clone, Debug)]
pub(crate) enum Content<'b> {
    /// One or more lines of text that belong together, such as an error line and its traceback. Line
    /// prefixes of collectors (syslog, container runtimes) are removed.
    Text(&'b str),
    /// A JSON object. It is parsed once, with bounded depth and a bounded number of members.
    Record(Map<String, Value>),
}

/// One entry of a log.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'b> {
    /// The number of its first line in the log, or of its item in a document, from 1.
    pub(crate) line: u64,
    /// How many lines it has.
    pub(crate) lines: u64,
    /// The time that stands in the prefix of its first line, in Unix milliseconds.
    pub(crate) when_ms: Option<i64>,
    /// Whether that time has no zone of its own, so that the one of the options was used.
    pub(crate) zoneless: bool,
    /// The time of day in milliseconds, if the prefix has no date: only good to compare.
    pub(crate) of_day_ms: Option<u32>,
    /// The source that its prefix names (a container, a pod, a unit): lines of two sources interleave.
    pub(crate) source: u64,
    pub(crate) content: Content<'b>,
}

impl<'b> Entry<'b> {
    /// An entry of one line without a time and a source.
    pub(crate) fn new(line: u64, content: Content<'b>) -> Self {
        Self { line, lines: 1, when_ms: None, zoneless: false, of_day_ms: None, source: 0, content }
    }
}
