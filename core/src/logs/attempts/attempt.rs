//! One request that was sent.

use crate::logs::event::Asked;
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
    /// Whether the filters ask for it.
    pub(crate) asked: Asked,
}
