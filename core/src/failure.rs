//! Failures without a response: the connection failed, time ran out, or the client did not send the
//! request.

use std::borrow::Cow;

use crate::index::ids::RuleId;
use crate::index::{actions, clients, sources};
use crate::kind::{Failure, Kind};
use crate::report::{ErrorObject, Report, Retry};
use crate::response::Options;
use crate::rule::Rule;
use crate::rules::common::CLIENTS;
use crate::rules::failures::{FailureRow, ROWS};

/// The rules of the failures, in the order of their numbers.
static RULES: [Rule; ROWS.len()] = {
    let mut rules = [Rule::of(RuleId::NONE, Kind::Unknown, sources::id(CLIENTS)); ROWS.len()];
    let (mut at, mut name) = (0, RuleId::FAILURES);
    while at < ROWS.len() {
        let FailureRow { failure, id, kind, action, .. } = ROWS[at];
        assert!(failure as usize == at, "the rows are in the order of the numbers");
        let action = actions::id(action);
        name = name.failure(id);
        rules[at] = Rule { action, ..Rule::of(name, kind, sources::id(CLIENTS)) };
        at += 1;
    }
    rules
};

impl Failure {
    /// The rule that decides the kind of this failure.
    ///
    /// ```
    /// assert_eq!(apifault::Failure::Refused.rule().id(), "failure/refused");
    /// ```
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// The failure that the class of an exception means, or the code of a client, by its name alone:
    /// `APITimeoutError`, `ECONNREFUSED`.
    ///
    /// ```
    /// use apifault::Failure;
    ///
    /// assert_eq!(Failure::of_class("ConnectionResetError"), Some(Failure::Reset));
    /// assert_eq!(Failure::of_class("KeyError"), None);
    /// ```
    pub fn of_class(name: &str) -> Option<Self> {
        clients::failure_of(name)
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
        rule: Cow::Borrowed(rule.id()),
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
            assert_eq!(crate::catalog::find(failure.rule().id()), Some(failure.rule()));
            assert_eq!(failure.rule().id(), format!("failure/{failure}"));
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
