//! What one entry says about one attempt: what `events` hands to `attempts`.

use crate::report::Report;

/// Who wrote an event, and so what it may be joined with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A line of a client about one response: `HTTP Request: POST https://… "HTTP/1.1 429 …"`.
    Outbound,
    /// A line of a server about one request that it served: an access log.
    Inbound,
    /// An error: an exception, a traceback, an error line.
    Error,
    /// An announcement that the request will be sent again.
    Retry,
    /// A record of one whole call, such as a span: nothing else speaks of the same attempt, except
    /// records of the same `call`.
    Whole,
    /// The reason that a server writes above the line of the response: vLLM's `ValueError`.
    Reason,
}

/// What one entry says about one attempt.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The number of the line, from 1.
    pub(crate) line: u64,
    /// When, in Unix milliseconds.
    pub(crate) when_ms: Option<i64>,
    /// The source of the entry.
    pub(crate) source: u64,
    pub(crate) origin: Origin,
    pub(crate) report: Report<'static>,
    /// How much of the response it shows: see [`Evidence`](crate::text::Evidence).
    pub(crate) evidence: crate::text::Evidence,
    pub(crate) model: Option<Box<str>>,
    /// The method and the path of the request, if it shows them.
    pub(crate) method: Option<Box<str>>,
    pub(crate) path: Option<Box<str>>,
    pub(crate) host: Option<Box<str>>,
    /// What all attempts of one call share.
    pub(crate) call_id: Option<Box<str>>,
    /// The name or the masked form of the API key that was used.
    pub(crate) key: Option<Box<str>>,
    /// The wait that the client announced before it sends the request again.
    pub(crate) announced_ms: Option<u64>,
}
