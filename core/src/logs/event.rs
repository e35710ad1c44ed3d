//! What one entry says about one attempt: what `events` hands to `attempts`.

use crate::report::Report;

/// Who wrote an event, and so what it may be joined with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A line of a client about a request that it sends: a later line shows only the status. It stands
    /// alone if it is a call.
    Request,
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

/// The form of a line: two lines of one form are about two attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// An error, or a record.
    Other,
    /// A request line in quotes, then a status: an access log, or urllib3.
    Quoted,
    /// `HTTP Request: POST https://… "HTTP/1.1 200 OK"`.
    Httpx,
    /// `HTTP Response: POST https://… "200 OK" Headers(…)`.
    SdkResponse,
    /// `POST /path … 200`, as middleware writes it.
    Words,
    /// `<-- 200 https://…`.
    OkHttp,
    /// `[GIN] … | 200 | … | POST "/path"`.
    Gin,
    /// `status=200 … path=/path`.
    Pairs,
    /// `Sending HTTP request POST https://…`, and `Received HTTP response headers after 33.2ms - 200`.
    Half,
    /// `Retrying request to /path in 0.5 seconds`, of an SDK.
    SdkRetry,
    /// Any other announcement of a retry.
    Retry,
}

/// Which failures a line repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recap {
    /// Those of attempts before the next one.
    Earlier,
    /// Those of all attempts, or of the last one.
    All,
}

/// Whether the filters of the caller ask for a request: its host, path and method. Of what several lines
/// say about one request, the most counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked {
    /// The line does not show it.
    #[default]
    NotShown,
    No,
    Yes,
}

/// What one entry says about one attempt.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
pub(crate) struct Event {
    /// The number of the line, from 1.
    pub(crate) line: u64,
    /// The number of its last line.
    pub(crate) last_line: u64,
    /// When, in Unix milliseconds.
    pub(crate) when_ms: Option<i64>,
    /// The time of day in milliseconds, if the line has no date: only good to compare.
    pub(crate) of_day_ms: Option<u32>,
    /// The source of the entry.
    pub(crate) source: u64,
    pub(crate) origin: Origin,
    pub(crate) form: Form,
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
    /// Which attempt of its call it is, if a record of a call states it.
    pub(crate) number: Option<u32>,
    /// The name or the masked form of the API key that was used.
    pub(crate) key: Option<Box<str>>,
    /// The span that it is, and the one that it is a part of.
    pub(crate) span: Option<u64>,
    pub(crate) parent: Option<u64>,
    /// The wait that the client announced before it sends the request again.
    pub(crate) announced_ms: Option<u64>,
    /// Whether the client announced that it sends the request again.
    pub(crate) is_retried: bool,
    /// Whether it stands for an attempt even if it is joined with nothing.
    pub(crate) stands_alone: bool,
    /// What two lines of the same statement of a program have in common.
    pub(crate) shape: u64,
    /// Whether it begins as a traceback does: that of an error above it, if one stands there.
    pub(crate) is_trace: bool,
    /// Which failures it repeats, if it repeats some.
    pub(crate) recap: Option<Recap>,
    /// The words of a reason, which another status may lend a meaning.
    pub(crate) words: Option<Box<str>>,
    /// Whether the filters ask for its request.
    pub(crate) asked: Asked,
    /// Whether its line has a level of no trouble.
    pub(crate) is_calm: bool,
}
