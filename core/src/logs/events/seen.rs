//! What was passed over in the entries of a log.

/// What was passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Requests of paths that are no LLM API's.
    pub(crate) other_paths: u64,
    /// Failures that look like one of a call, but that could not be read.
    pub(crate) unreadable: u64,
    /// Times in records that have no zone.
    pub(crate) zoneless: u64,
}
