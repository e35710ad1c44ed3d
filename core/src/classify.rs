//! The entry points: read, decide in four steps, report.

use std::borrow::Cow;

use crate::decide::{code, number, provider, retry, status, wording};
use crate::evidence::{ErrorEvidence, Evidence};
use crate::kind::Kind;
use crate::read;
use crate::report::{Decision, Report};
use crate::response::{Options, Response};
use crate::rule::Rule;

/// Decides what to do about a response.
///
/// It does not allocate, unless the body embeds one error as a long string in another, or an event
/// has its data in several lines.
///
/// ```
/// use apifault::{Kind, Options, Response, decide};
///
/// let body = br#"{"error":{"type":"overloaded_error","message":"Overloaded"}}"#;
/// assert_eq!(decide(&Response::new(529, body), &Options::new()).kind, Kind::Overloaded);
/// ```
pub fn decide(response: &Response<'_>, options: &Options) -> Decision {
    read::read(response, options, false, |reading| decision(&reading.evidence))
}

/// Decides what to do about a response, and reports everything that it says.
///
/// ```
/// use apifault::{Options, Response, classify};
///
/// let report = classify(&Response::new(404, br#"{"error":"no such file"}"#), &Options::new());
/// assert_eq!(report.error.message.as_deref(), Some("no such file"));
/// ```
pub fn classify<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
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
            action: Cow::Borrowed(decision.rule.action()),
            rule: Cow::Borrowed(decision.rule.id),
        }
    })
}

fn decision(evidence: &Evidence<'_>) -> Decision {
    let rule = rule(evidence);
    Decision {
        kind: rule.kind,
        fault: rule.kind.fault(),
        retry: retry::advise(rule.kind, evidence),
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
        .or_else(generic)
        .or_else(|| in_body.map(|status| &status.rule_in_body))
}
