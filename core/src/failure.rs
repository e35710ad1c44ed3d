//! Failures without a response: the connection failed, time ran out, or the client did not send the
//! request.

use std::borrow::Cow;

use crate::index::sources;
use crate::kind::Kind;
use crate::named_enum::named_enum;
use crate::report::{ErrorObject, Report, Retry};
use crate::response::Options;
use crate::rule::Rule;
use crate::rules::common::CLIENTS;

named_enum! {
    /// Why there is no response.
    ///
    /// ```
    /// use apifault::{Failure, Kind};
    ///
    /// assert_eq!(Failure::Timeout.kind(), Kind::Timeout);
    /// assert_eq!("connection".parse(), Ok(Failure::Connection));
    /// ```
    Failure {
        Other = 0, "other", "Something else, or unknown.";
        Timeout = 1, "timeout", "Time ran out while connecting, reading, or waiting for a connection from a pool.";
        Connection = 2, "connection", "The connection was refused, reset or closed early, or the server could not be found or reached.";
        Cancelled = 3, "cancelled", "The caller cancelled the call.";
        InvalidCall = 4, "invalid_call", "The client refused to make the call: an invalid address, a wrong argument, or a certificate that it does not trust.";
        MissingCredentials = 5, "missing_credentials", "The client found no API key, or the login has expired.";
    }
}

const fn rule(id: &'static str, kind: Kind) -> Rule {
    Rule::of(id, kind, sources::id(CLIENTS))
}

static OTHER: Rule = rule("failure/other", Kind::Unknown);
static TIMEOUT: Rule = rule("failure/timeout", Kind::Timeout);
static CONNECTION: Rule = rule("failure/connection", Kind::BadGateway);
static CANCELLED: Rule = rule("failure/cancelled", Kind::Cancelled);
static INVALID_CALL: Rule = rule("failure/invalid_call", Kind::InvalidRequest);
static MISSING_CREDENTIALS: Rule = rule("failure/missing_credentials", Kind::Authentication);

impl Failure {
    /// The rule that decides the kind of this failure.
    ///
    /// ```
    /// assert_eq!(apifault::Failure::Connection.rule().id, "failure/connection");
    /// ```
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::Other => &OTHER,
            Self::Timeout => &TIMEOUT,
            Self::Connection => &CONNECTION,
            Self::Cancelled => &CANCELLED,
            Self::InvalidCall => &INVALID_CALL,
            Self::MissingCredentials => &MISSING_CREDENTIALS,
        }
    }

    /// The kind of this failure.
    ///
    /// ```
    /// use apifault::{Failure, Kind};
    ///
    /// assert_eq!(Failure::MissingCredentials.kind(), Kind::Authentication);
    /// ```
    pub const fn kind(self) -> Kind {
        self.rule().kind
    }
}

/// Makes the report of a call that failed without a response. Its status is 0.
///
/// `error` holds what the client says about the failure, such as the class of its exception as the
/// type and the text of the exception as the message.
///
/// ```
/// use apifault::{Advice, ErrorObject, Failure, Kind, Options, classify_failure};
///
/// let mut error = ErrorObject::default();
/// error.message = Some("no response within 30 s".into());
/// let report = classify_failure(Failure::Timeout, error, &Options::new());
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
        fault: rule.fault(),
        retry: Retry { advice: rule.advice(), delay_ms: None, source: None },
        status: 0,
        provider: options.provider,
        error,
        limits: Vec::new(),
        request_id: None,
        upstream: None,
        scope: rule.scope(),
        remedies: rule.remedies(),
        action: Cow::Borrowed(rule.action()),
        rule: Cow::Borrowed(rule.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Scope;
    use crate::remedies::{Remedies, Remedy};

    #[test]
    fn the_rule_of_every_failure_is_found_by_its_name() {
        for failure in Failure::ALL {
            assert_eq!(crate::catalog::find(failure.rule().id), Some(failure.rule()));
            assert_eq!(failure.rule().id, format!("failure/{failure}"));
        }
    }

    #[test]
    fn another_provider_may_help_if_this_one_does_not_answer() {
        for failure in [Failure::Timeout, Failure::Connection] {
            let report = classify_failure(failure, ErrorObject::default(), &Options::new());
            assert_eq!(report.scope, Scope::Provider);
            assert_eq!(report.remedies, Remedies::of(&[Remedy::OtherProvider]));
        }
        let report = classify_failure(Failure::Other, ErrorObject::default(), &Options::new());
        assert_eq!((report.scope, report.remedies.is_empty()), (Scope::None, true));
    }

    #[test]
    fn no_failure_is_a_success() {
        assert!(Failure::ALL.iter().all(|failure| !failure.kind().is_success()));
    }
}
