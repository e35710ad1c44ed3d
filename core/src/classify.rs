//! One response or one event: read, decide in four steps, report.

use std::borrow::Cow;

use crate::decide::{code, number, provider, retry, status, wording};
use crate::evidence::{ErrorEvidence, Evidence};
use crate::kind::Kind;
use crate::read;
use crate::report::{Decision, Report};
use crate::response::{Options, Response};
use crate::rule::Rule;

/// Decides about a response or an event.
// Called from several places, and large.
#[inline(never)]
pub(crate) fn decide_one(response: &Response<'_>, options: &Options) -> Decision {
    read::read(response, options, false, |reading| decision(&reading.evidence))
}

/// Reports what a response or an event says.
#[inline(never)]
pub(crate) fn classify_one<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
    read::read(response, options, true, |reading| {
        let decision = decision(&reading.evidence);
        let parts = reading.report_parts(&decision, options);
        Report {
            kind: decision.kind,
            fault: decision.fault,
            retry: decision.retry,
            status: response.status,
            provider: decision.provider,
            error: parts.error,
            limits: parts.limits,
            request_id: parts.request_id,
            upstream: parts.upstream,
            scope: decision.scope,
            remedies: decision.remedies,
            action: Cow::Borrowed(decision.rule.action()),
            rule: Cow::Borrowed(decision.rule.id()),
        }
    })
}

fn decision(evidence: &Evidence<'_>) -> Decision {
    let rule = rule(evidence);
    Decision {
        kind: rule.kind,
        fault: rule.fault(),
        retry: retry::advise(rule.advice(), evidence),
        scope: rule.scope(),
        remedies: rule.remedies(),
        provider: provider::who_answered(evidence),
        rule,
    }
}

/// The rule that decides: of the innermost error that has one, else that of the HTTP status.
fn rule(evidence: &Evidence<'_>) -> &'static Rule {
    if !evidence.is_failure() {
        return &evidence.status.rule;
    }
    // The generic code of an error counts only if no error inside it has a code.
    let mut allow_generic = true;
    let of_error = |error: &ErrorEvidence| {
        let rule = four_steps(error, evidence, allow_generic);
        if rule.is_none() {
            allow_generic &= error.codes.is_empty();
        }
        rule
    };
    let rule = evidence.errors.iter().rev().find_map(of_error);
    let rule = rule.unwrap_or_else(|| status::of_response(evidence));
    if rule.kind == Kind::RateLimited { number::of_headers(evidence).unwrap_or(rule) } else { rule }
}

/// The rule of one error, by the strongest evidence first.
fn four_steps(
    error: &ErrorEvidence,
    evidence: &Evidence<'_>,
    allow_generic: bool,
) -> Option<&'static Rule> {
    let in_body = status::in_body(error, evidence.status);
    let status = in_body.unwrap_or(evidence.status);
    let generic = || code::generic(error, status, in_body.is_some()).filter(|_| allow_generic);
    code::specific(error, evidence)
        .or_else(|| number::of_error(error, status))
        .or_else(|| wording::of_error(error, status, evidence))
        .or_else(|| code::number_beside_status(error, evidence))
        .or_else(|| status::of_reason_phrase(error, status))
        .or_else(generic)
        .or_else(|| in_body.map(|status| &status.rule_in_body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::CodePlace;
    use crate::evidence::by_hand::{coded, evidence, phrase, worded};
    use crate::evidence::{BucketEvidence, MessageBucket};
    use crate::index::statuses;
    use crate::kind::{Advice, Fault, Scope, Window};

    fn id(status: u16, errors: &[ErrorEvidence]) -> &'static str {
        decision(&evidence(status, errors)).rule.id()
    }

    /// An error for which each step has a rule of its own.
    fn of_every_step() -> ErrorEvidence {
        let mut error =
            coded(&[(CodePlace::Code, "invalid_api_key"), (CodePlace::Type, "server_error")]);
        error.message = worded("unpaid").message;
        error.message.bucket =
            MessageBucket { limit: Some(0), window: Some(Window::Day), ..MessageBucket::default() };
        error.body_status = Some(statuses::of(404));
        error
    }

    #[test]
    fn the_strongest_step_decides() {
        let mut error = of_every_step();
        assert_eq!(id(500, &[error]), "code/invalid_api_key");
        error.codes = coded(&[(CodePlace::Type, "server_error")]).codes;
        assert_eq!(id(500, &[error]), "numbers/limit_zero");
        error.message.bucket = MessageBucket::default();
        assert_eq!(id(500, &[error]), "phrase/unpaid");
        error.message.phrase = None;
        error.message.permanent = None;
        // A word that blames the server changes nothing about the status that the body states.
        assert_eq!(id(500, &[error]), "code/404");
        error.body_status = None;
        error.codes = coded(&[(CodePlace::Type, "forbidden")]).codes;
        assert_eq!(id(500, &[error]), "code/forbidden");
        error.codes = ErrorEvidence::default().codes;
        assert_eq!(id(500, &[error]), "status/500");
    }

    #[test]
    fn the_innermost_error_that_has_a_rule_decides() {
        let none = ErrorEvidence { is_inner: true, ..ErrorEvidence::default() };
        let inner = ErrorEvidence { is_inner: true, ..worded("no_capacity") };
        let outer = coded(&[(CodePlace::Code, "invalid_api_key")]);
        assert_eq!(id(400, &[outer, inner]), "phrase/no_capacity");
        assert_eq!(id(400, &[outer, inner, none]), "phrase/no_capacity");
        assert_eq!(id(400, &[outer, none, none]), "code/invalid_api_key");
    }

    #[test]
    fn a_generic_code_counts_only_if_no_error_inside_has_a_code() {
        let outer = coded(&[(CodePlace::Code, "forbidden")]);
        let inner = ErrorEvidence { is_inner: true, ..ErrorEvidence::default() };
        assert_eq!(id(500, &[outer, inner]), "code/forbidden");
        let mut coded_inner = coded(&[(CodePlace::Code, "invalid_request_error")]);
        coded_inner.is_inner = true;
        assert_eq!(id(500, &[outer, coded_inner]), "status/500");
        // A specific one counts all the same.
        let outer = coded(&[(CodePlace::Code, "invalid_api_key")]);
        assert_eq!(id(429, &[outer, coded_inner]), "code/invalid_api_key");
    }

    #[test]
    fn a_successful_call_is_a_success_whatever_its_body_says() {
        assert_eq!(id(200, &[of_every_step()]), "status/2xx");
        assert_eq!(id(206, &[of_every_step()]), "status/206");
        let error = ErrorEvidence { is_error: true, ..of_every_step() };
        assert_eq!(id(200, &[error]), "code/invalid_api_key");
    }

    #[test]
    fn headers_make_a_rate_limit_a_quota_but_nothing_else() {
        let with_headers = |status, error| {
            let errors = [error];
            let mut evidence = evidence(status, &errors);
            evidence.headers.buckets =
                BucketEvidence { is_month_exhausted: true, ..BucketEvidence::default() };
            decision(&evidence).rule.id()
        };
        assert_eq!(with_headers(429, ErrorEvidence::default()), "numbers/limit_of_a_month");
        assert_eq!(with_headers(429, worded("rate_limit")), "numbers/limit_of_a_month");
        assert_eq!(with_headers(429, worded("key_invalid")), "phrase/key_invalid");
        assert_eq!(with_headers(500, ErrorEvidence::default()), "status/500");
    }

    #[test]
    fn a_decisive_wording_of_an_outer_error_does_not_override_an_inner_code() {
        let mut outer = ErrorEvidence::default();
        outer.message.overrides_code = Some(phrase("degraded"));
        let mut inner = coded(&[(CodePlace::Code, "invalid_api_key")]);
        inner.is_inner = true;
        assert_eq!(id(400, &[outer, inner]), "code/invalid_api_key");
        assert_eq!(id(400, &[outer]), "phrase/degraded");
    }

    #[test]
    fn all_but_the_provider_follows_the_rule() {
        let errors = [coded(&[(CodePlace::Code, "tool_use_failed")])];
        let decision = decision(&evidence(400, &errors));
        assert_eq!(decision.kind, decision.rule.kind);
        assert_eq!(decision.fault, decision.kind.fault());
        assert_eq!(decision.retry.advice, decision.kind.advice());
        assert_eq!(decision.scope, decision.kind.scope());
        assert_eq!(decision.remedies, decision.kind.remedies());
    }

    #[test]
    fn a_row_may_say_otherwise_than_its_kind() {
        let errors = [coded(&[(CodePlace::Code, "session_expired")])];
        let decision = decision(&evidence(400, &errors));
        assert_eq!(decision.kind, Kind::Timeout);
        assert_eq!((decision.fault, decision.retry.advice), (Fault::Caller, Advice::Now));
        assert_eq!((decision.scope, decision.remedies.is_empty()), (Scope::Request, true));
    }
}
