//! Failures without a response: the connection failed, time ran out, or the client did not send the
//! request.

use std::borrow::Cow;

use crate::index::{actions, sources};
use crate::kind::Kind;
use crate::named_enum::named_enum;
use crate::report::{ErrorObject, Report, Retry};
use crate::response::Options;
use crate::rule::Rule;
use crate::rules::common::CLIENTS;
use crate::rules::failures::ROWS;

named_enum! {
    /// Why there is no response, or no answer that the client could use.
    ///
    /// ```
    /// use apifault::{Failure, Kind};
    ///
    /// assert_eq!(Failure::Timeout.kind(), Kind::Timeout);
    /// assert_eq!("refused".parse(), Ok(Failure::Refused));
    /// ```
    Failure {
        Other = 0, "other", "Something else, or unknown.";
        Timeout = 1, "timeout", "Time ran out while connecting, reading, or waiting for a connection from a pool.";
        Connection = 2, "connection", "The connection failed or broke off, and nothing says how.";
        Cancelled = 3, "cancelled", "The caller cancelled the call.";
        InvalidCall = 4, "invalid_call", "The client refused to make the call: an invalid address or a wrong argument.";
        MissingCredentials = 5, "missing_credentials", "The client found no API key, or the login has expired.";
        Refused = 6, "refused", "The server refused the connection: nothing listens at the address.";
        LocalServer = 7, "local_server", "The connection to a server on the same machine was refused.";
        Reset = 8, "reset", "The connection was reset, or closed before the whole response came.";
        Unresolved = 9, "unresolved", "The name of the server could not be resolved.";
        Unreachable = 10, "unreachable", "The network has no route to the server.";
        Tls = 11, "tls", "The TLS handshake broke off.";
        Certificate = 12, "certificate", "The client does not accept the server's certificate or TLS version.";
        Proxy = 13, "proxy", "The proxy could not be reached, or did not let the call through.";
        Cors = 14, "cors", "A browser blocked the call, because the server does not allow the page's origin.";
        TooManyRedirects = 15, "too_many_redirects", "The server redirected the call too often.";
        InvalidOutput = 16, "invalid_output", "The output of the model does not have the form that the client expects.";
        CutOutput = 17, "cut_output", "The output of the model reached its token limit before it was complete.";
        FilteredOutput = 18, "filtered_output", "A content filter stopped the output of the model.";
    }
}

const fn rule(id: &'static str, kind: Kind, action: Option<&'static str>) -> Rule {
    Rule { action: actions::id(action), ..Rule::of(id, kind, sources::id(CLIENTS)) }
}

/// The rules of the failures, in the order of their numbers.
static RULES: [Rule; Failure::ALL.len()] = {
    let mut rules = [rule("failure/other", Kind::Unknown, None); Failure::ALL.len()];
    let mut row = 0;
    while row < ROWS.len() {
        let (failure, id, kind, action) = ROWS[row];
        rules[failure as usize] = rule(id, kind, action);
        row += 1;
    }
    rules
};

impl Failure {
    /// The rule that decides the kind of this failure.
    ///
    /// ```
    /// assert_eq!(apifault::Failure::Refused.rule().id, "failure/refused");
    /// ```
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// The kind of this failure.
    ///
    /// ```
    /// use apifault::{Failure, Kind};
    ///
    /// assert_eq!(Failure::MissingCredentials.kind(), Kind::Authentication);
    /// ```
    pub fn kind(self) -> Kind {
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
        for failure in [Failure::Timeout, Failure::Connection, Failure::Refused, Failure::Tls] {
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
