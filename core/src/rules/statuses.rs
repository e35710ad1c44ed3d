//! What each HTTP status means, where nothing stronger is told.

use super::Rule;
use super::sources::*;
use crate::kind::Kind::{
    self, Authentication, BadGateway, Cancelled, Conflict, FailedDependency, InternalError,
    InvalidRequest, NotFound, Overloaded, PartialContent, PermissionDenied, QuotaExhausted,
    RateLimited, Redirect, RequestTooLarge, ServiceUnavailable, Success, Timeout, Unknown,
    UnprocessableEntity,
};

/// What a status says where a generic code beside it says something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Nothing: any code says more.
    None,
    /// As much as a code of its own class.
    Plain,
    /// One thing only, whatever the code.
    Precise,
}

/// A status, or a class of them.
#[derive(Debug)]
pub(crate) struct Status {
    /// The lowest status that the row is for.
    pub(crate) first: u16,
    /// The highest.
    pub(crate) last: u16,
    /// The row, where the status of the response decides.
    pub(crate) rule: Rule,
    /// The row, where a status that is written in the body decides.
    pub(crate) as_code: Rule,
    pub(crate) weight: Weight,
    /// Its reason phrase (RFC 9110, section 15), where a server may send that as the whole message.
    pub(crate) reason: Option<&'static str>,
}

impl Status {
    pub(crate) const fn kind(&self) -> Kind {
        self.rule.kind
    }

    pub(crate) const fn is_server_error(&self) -> bool {
        matches!(self.first, 500..=599)
    }
}

macro_rules! status {
    (@row $first:expr, $last:expr, $name:literal, $kind:ident, $weight:ident, $reason:expr, $action:expr, $source:expr) => {
        Status {
            first: $first,
            last: $last,
            rule: Rule {
                id: concat!("status/", $name),
                kind: $kind,
                evidence: None,
                source: $source,
                action: $action,
            },
            as_code: Rule {
                id: concat!("code/", $name),
                kind: $kind,
                evidence: None,
                source: $source,
                action: $action,
            },
            weight: Weight::$weight,
            reason: $reason,
        }
    };
    ($status:literal $reason:literal, $kind:ident, $weight:ident, $source:expr $(, $action:literal)?) => {
        status!(@row $status, $status, $status, $kind, $weight, Some($reason), status!(@action $($action)?), $source)
    };
    ($first:literal..=$last:literal $name:literal, $kind:ident, $weight:ident, $source:expr) => {
        status!(@row $first, $last, $name, $kind, $weight, None, None, $source)
    };
    (@action) => { None };
    (@action $action:literal) => { Some($action) };
}

/// The rows; the first that holds a status is its row.
pub(crate) static STATUSES: &[Status] = &[
    status!(0..=0 "0", Unknown, None, NO_ANSWER),
    status!(100..=199 "1xx", Unknown, None, RFC_9110_STATUSES),
    status!(206 "Partial Content", PartialContent, None, GROQ,
        "Check that a range was asked for; if not, request the whole resource."),
    status!(200..=299 "2xx", Success, None, GROQ),
    status!(300..=399 "3xx", Redirect, Plain, RFC_9110_STATUSES),
    status!(400 "Bad Request", InvalidRequest, Plain, GROQ,
        "Review the request's format and parameters against the message, then send a corrected one."),
    status!(401 "Unauthorized", Authentication, Plain, GROQ,
        "Send a valid API key in the authorization header."),
    status!(402 "Payment Required", QuotaExhausted, Plain, RFC_9110_STATUSES),
    status!(403 "Forbidden", PermissionDenied, Plain, GROQ,
        "Check what this key, its project and the network it is used from are allowed to do."),
    status!(404 "Not Found", NotFound, Plain, GROQ,
        "Check the request's URL and that the resource it names exists."),
    status!(405 "Method Not Allowed", InvalidRequest, Plain, RFC_9110_STATUSES,
        "Check the base URL and the method: this address does not take this method."),
    status!(408 "Request Timeout", Timeout, Plain, RFC_9110_STATUSES),
    status!(409 "Conflict", Conflict, Plain, RFC_9110_STATUSES),
    status!(413 "Request Entity Too Large", RequestTooLarge, Precise, GROQ,
        "Make the request body smaller, or split it."),
    status!(422 "Unprocessable Entity", UnprocessableEntity, Plain, GROQ,
        "Verify that the values in the request are correct and complete."),
    status!(424 "Failed Dependency", FailedDependency, Plain, GROQ,
        "Check the remote tool server that the request names, and its authentication."),
    status!(429 "Too Many Requests", RateLimited, Plain, GROQ,
        "Throttle requests and respect the rate limit: wait as long as stated, or back off exponentially."),
    status!(498 "Flex Tier Capacity Exceeded", Overloaded, Precise, GROQ,
        "Try again later, or send it under another service tier: the flex tier is at capacity."),
    status!(499 "Request Cancelled", Cancelled, Precise, GROQ,
        "Nothing, if the caller cancelled it on purpose; otherwise raise the client's own timeout."),
    status!(400..=499 "4xx", InvalidRequest, Plain, RFC_9110_STATUSES),
    status!(500 "Internal Server Error", InternalError, Plain, GROQ,
        "Send it again later; if it persists, tell the provider's support the request id."),
    status!(501 "Not Implemented", InvalidRequest, Plain, RFC_9110_STATUSES),
    status!(502 "Bad Gateway", BadGateway, Plain, GROQ,
        "Send it again with exponential backoff: an upstream answered wrongly, often only for a moment."),
    status!(503 "Service Unavailable", ServiceUnavailable, Plain, GROQ,
        "Wait before sending it again: the server is down for maintenance or overloaded."),
    status!(504 "Gateway Timeout", Timeout, Plain, GROQ,
        "Send it again with exponential backoff; if it persists, ask for less in one request, or stream."),
    status!(520 "Web Server Returned an Unknown Error", BadGateway, Plain, CLOUDFLARE),
    status!(521 "Web Server Is Down", BadGateway, Plain, CLOUDFLARE),
    status!(522 "Connection Timed Out", Timeout, Plain, CLOUDFLARE),
    status!(523 "Origin Is Unreachable", BadGateway, Plain, CLOUDFLARE),
    status!(524 "A Timeout Occurred", Timeout, Plain, CLOUDFLARE),
    status!(525 "SSL Handshake Failed", BadGateway, Plain, CLOUDFLARE),
    status!(526 "Invalid SSL Certificate", BadGateway, Plain, CLOUDFLARE),
    status!(529 "Overloaded", Overloaded, Precise, ANTHROPIC),
    status!(530 "Origin DNS Error", BadGateway, Plain, CLOUDFLARE),
    status!(500..=599 "5xx", InternalError, Plain, RFC_9110_STATUSES),
    status!(0..=65535 "other", Unknown, None, NO_STATUS),
];

/// The statuses that servers send are below this.
const MAX: usize = 600;

/// The row of each of these; above them, all are of the last row.
#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
static ROWS: [u8; MAX + 1] = {
    let mut rows = [0; MAX + 1];
    let mut status = 0;
    while status < rows.len() {
        let mut row = 0;
        while !(STATUSES[row].first as usize <= status && status <= STATUSES[row].last as usize) {
            row += 1;
        }
        assert!(row < 256, "too many rows");
        rows[status] = row as u8;
        status += 1;
    }
    rows
};

/// The row of a status.
pub(crate) fn of(status: u16) -> &'static Status {
    &STATUSES[usize::from(ROWS[usize::from(status).min(MAX)])]
}

/// The row of the status whose reason phrase a whole message is.
pub(crate) fn of_reason(message: &[u8]) -> Option<&'static Status> {
    let message = message.trim_ascii();
    let message = message.strip_suffix(b".").unwrap_or(message);
    STATUSES.iter().find(|row| {
        row.reason.is_some_and(|reason| reason.as_bytes().eq_ignore_ascii_case(message))
    })
}

/// An error in an answer whose status tells of success, and nothing that says which.
pub(crate) static ERROR_IN_SUCCESS: Rule = Rule {
    id: "status/error_in_2xx",
    kind: InternalError,
    evidence: Some("an error in the body of a 2xx response"),
    source: IN_SUCCESS,
    action: None,
};

/// Every rule of the rows. Only errors are stated in a body.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    let as_code = |row: &'static Status| (row.first >= 400).then_some(&row.as_code);
    STATUSES
        .iter()
        .flat_map(move |row| [Some(&row.rule), as_code(row)])
        .flatten()
        .chain([&ERROR_IN_SUCCESS])
}
