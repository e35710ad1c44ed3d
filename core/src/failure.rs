//! Failures without any response: the client gave up before one came.

use std::borrow::Cow;

use crate::kind::Kind;
use crate::named_enum::named_enum;
use crate::report::{ErrorObject, Report, Retry};
use crate::response::Options;
use crate::rules::{Rule, failures};

named_enum! {
    /// Why no response came.
    Failure {
        Other = 0, "other", "Something else, or not known.";
        Timeout = 1, "timeout", "Time ran out: connecting, reading, or waiting for a connection of a pool.";
        Connection = 2, "connection", "The connection was refused, reset or broken off, or the server was not found or reached.";
        Cancelled = 3, "cancelled", "The caller cancelled the call.";
        InvalidCall = 4, "invalid_call", "The client refused the call: an impossible address, a wrong argument, a certificate that it does not trust.";
        MissingCredentials = 5, "missing_credentials", "The client found no key, or an expired login.";
    }
}

impl Failure {
    /// The rule that decides the kind of this failure.
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::Other => &failures::OTHER,
            Self::Timeout => &failures::TIMEOUT,
            Self::Connection => &failures::CONNECTION,
            Self::Cancelled => &failures::CANCELLED,
            Self::InvalidCall => &failures::INVALID_CALL,
            Self::MissingCredentials => &failures::MISSING_CREDENTIALS,
        }
    }

    /// The kind of this failure.
    pub const fn kind(self) -> Kind {
        self.rule().kind
    }
}

/// Reports a call that failed without any response. The status is 0.
///
/// `error` is what the client said of it, such as the class and the text of its exception.
///
/// ```
/// use apifault::{Advice, ErrorObject, Failure, Kind, Options, classify_failure};
///
/// let report = classify_failure(Failure::Timeout, ErrorObject::default(), &Options::new());
/// assert_eq!(report.kind, Kind::Timeout);
/// assert_eq!(report.retry.advice, Advice::Backoff);
/// assert_eq!(report.rule, "failure/timeout");
/// ```
pub fn classify_failure<'a>(
    failure: Failure,
    error: ErrorObject<'a>,
    options: &Options,
) -> Report<'a> {
    let rule = failure.rule();
    Report {
        kind: rule.kind,
        fault: rule.kind.fault(),
        retry: Retry { advice: rule.kind.advice(), delay_ms: None, source: None },
        status: 0,
        provider: options.provider,
        error,
        limits: Vec::new(),
        request_id: None,
        upstream: None,
        action: Cow::Borrowed(rule.action()),
        rule: Cow::Borrowed(rule.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_every_failure_is_found_by_its_name() {
        for failure in Failure::ALL {
            assert_eq!(crate::rules::find(failure.rule().id), Some(failure.rule()));
            assert_eq!(failure.rule().id, format!("failure/{failure}"));
        }
    }

    #[test]
    fn no_failure_is_a_success() {
        assert!(Failure::ALL.iter().all(|failure| !failure.kind().is_success()));
    }
}
