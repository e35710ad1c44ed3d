//! One entry of a log: what `input` hands to `events`.

/// What an entry is.
#[derive(Clone, Debug)]
pub(crate) enum Content<'b> {
    /// One or more lines of text that belong together, such as an error line and its traceback. Line
    /// prefixes of collectors (syslog, container runtimes) are removed.
    Text(&'b str),
    /// A JSON object. It is parsed once, with bounded depth and a bounded number of members.
    Record(serde_json::Map<String, serde_json::Value>),
}

/// One entry of a log.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'b> {
    /// The number of its first line in the log, or of its item in a document, from 1.
    pub(crate) line: u64,
    /// The time that stands in the prefix of its first line, in Unix milliseconds.
    pub(crate) when_ms: Option<i64>,
    /// The source that its prefix names (a container, a pod, a unit): lines of two sources interleave.
    pub(crate) source: u64,
    pub(crate) content: Content<'b>,
}
