//! Step 1: a documented code or type.

use super::provider;
use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::codes::Code;
use crate::index::phrases::Phrase;
use crate::index::sources;
use crate::index::statuses::{self, Status};
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::providers::groq::TOOL_USE;
use crate::rules::schema::Specificity;

/// The field that only a failed generation has.
pub(crate) static FAILED_GENERATION: Rule =
    Rule::by_values("code/failed_generation", Kind::GenerationFailed, sources::id(TOOL_USE));

/// The rule of a code that says more than a status, unless the message says still more.
pub(crate) fn specific(error: &ErrorEvidence, evidence: &Evidence<'_>) -> Option<&'static Rule> {
    let code = specific_code(error, evidence)?;
    let is_over = |phrase: &&Phrase| phrase.over.holds(code.kind);
    let wording = error.message.overrides_code;
    let wording = wording.or_else(|| error.message.overrides_some_codes.filter(is_over));
    wording.and_then(Phrase::rule).or(Some(code))
}

fn specific_code(error: &ErrorEvidence, evidence: &Evidence<'_>) -> Option<&'static Rule> {
    if let Some(number) = number_of_provider(error, evidence) {
        return Some(&number.rule);
    }
    if let Some(code) = error.codes.specific {
        return Some(&code.rule);
    }
    if let Some(code) = error.codes.used_up {
        let resets = super::number::resets_soon(error, evidence);
        return Some(if resets { &super::number::LIMIT_THAT_RESETS } else { &code.rule });
    }
    error.has_failed_generation.then_some(&FAILED_GENERATION)
}

/// The number of the provider that sent this error, or that the caller named.
fn number_of_provider(error: &ErrorEvidence, evidence: &Evidence<'_>) -> Option<&'static Code> {
    let first = error.codes.number?;
    let sender = error.provider().or_else(|| provider::who_answered(evidence))?;
    first.same_number().find(|code| code.is_number_of(sender))
}

/// The rule of a number that one provider documents for the status of the response. Words say more.
pub(crate) fn number_beside_status(
    error: &ErrorEvidence,
    evidence: &Evidence<'_>,
) -> Option<&'static Rule> {
    let is_documented = |code: &&Code| {
        code.statuses().any(|status| statuses::of(status).first == evidence.status.first)
    };
    let code = error.codes.number?.same_number().find(is_documented)?;
    (code.specificity > Specificity::Status).then_some(&code.rule)
}

/// The rule of a code that is not specific, if it says more than the status. A number counts before a
/// type.
pub(crate) fn generic(
    error: &ErrorEvidence,
    status: &Status,
    is_body_status: bool,
) -> Option<&'static Rule> {
    let is_of_unknown_status = error.is_inner && !is_body_status;
    let contradicts = |code: &&Code| {
        contradicts(code, status) || (is_of_unknown_status && decides_inner(code, status))
    };
    let code = if is_body_status && error.has_numeric_code {
        error.codes.without_types().find(contradicts)
    } else {
        error.codes.iter().find(contradicts)
    };
    code.map(|code| &code.rule)
}

/// Whether a generic code decides about an error inside another one, of which only the status of the
/// response is known: this one may have been made by a gateway.
fn decides_inner(code: &Code, status: &Status) -> bool {
    code.specificity == Specificity::Status
        && status.specificity != Specificity::Specific
        && (!code.rule.kind.is_server_error() || code.rule.kind == status.kind())
}

/// Whether a code that is not specific says more than a status does.
fn contradicts(code: &Code, status: &Status) -> bool {
    match (status.specificity, code.specificity) {
        (Specificity::Nothing, _) => true,
        (Specificity::Specific, _) | (_, Specificity::Class) => false,
        // A gateway makes a 5xx of an error of the caller. But servers exist that blame themselves in
        // every error.
        (_, Specificity::Status) => status.is_server_error() && !code.rule.kind.is_server_error(),
        _ => code.rule.kind != status.kind(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::evidence::CodePlace::{Code as InCode, LoneWord, Reason, Type};
    use crate::evidence::by_hand::{coded, evidence, id, phrase, worded};
    use crate::index::codes::CODES;
    use crate::index::statuses::STATUSES;
    use crate::kind::Provider;

    fn specific_id(error: &ErrorEvidence) -> Option<&'static str> {
        id(specific(error, &evidence(400, std::slice::from_ref(error))))
    }

    #[test]
    fn a_specific_code_decides() {
        assert_eq!(specific_id(&coded(&[(Type, "invalid_api_key")])), Some("code/invalid_api_key"));
        let codes = [(InCode, "server_error"), (Type, "invalid_api_key")];
        assert_eq!(specific_id(&coded(&codes)), Some("code/invalid_api_key"));
        for word in ["invalid_request_error", "server_error", "rate_limit_exceeded"] {
            assert_eq!(specific_id(&coded(&[(InCode, word)])), None, "{word}");
        }
    }

    #[test]
    fn a_decisive_wording_says_more_than_a_specific_code_but_decides_no_code_by_itself() {
        let mut error = coded(&[(InCode, "invalid_api_key")]);
        error.message.overrides_code = Some(phrase("key_leaked"));
        assert_eq!(specific_id(&error), Some("phrase/key_leaked"));
        assert_eq!(specific_id(&worded("key_leaked")), None);
        let mut error = coded(&[(InCode, "invalid_api_key")]);
        error.message = worded("unpaid").message;
        assert_eq!(specific_id(&error), Some("code/invalid_api_key"));
    }

    #[test]
    fn a_wording_about_payment_says_more_than_a_code_about_a_key_or_a_permission() {
        for (word, expected) in [
            ("invalid_api_key", "phrase/unpaid"),
            ("missing_scope", "phrase/unpaid"),
            ("context_length_exceeded", "code/context_length_exceeded"),
        ] {
            let mut error = coded(&[(InCode, word)]);
            error.message.overrides_some_codes = Some(phrase("unpaid"));
            assert_eq!(specific_id(&error), Some(expected), "{word}");
        }
    }

    #[test]
    fn what_a_code_says_is_used_up_is_a_rate_limit_if_it_resets_soon() {
        let mut error = coded(&[(InCode, "usage_limit_reached")]);
        assert_eq!(specific_id(&error), Some("code/usage_limit_reached"));
        error.delay_ms = Some(60_000);
        assert_eq!(specific_id(&error), Some("numbers/limit_that_resets"));
        error.delay_ms = Some(30 * 86_400_000);
        assert_eq!(specific_id(&error), Some("code/usage_limit_reached"));
        let mut error = coded(&[(Reason, "usage_limit_reached"), (Type, "billing_not_active")]);
        error.delay_ms = Some(60_000);
        assert_eq!(specific_id(&error), Some("code/billing_not_active"));
    }

    #[test]
    fn a_failed_generation_counts_if_no_code_says_more() {
        let mut error = coded(&[(InCode, "server_error")]);
        error.has_failed_generation = true;
        assert_eq!(specific_id(&error), Some("code/failed_generation"));
        let mut error = coded(&[(InCode, "json_validate_failed")]);
        error.has_failed_generation = true;
        assert_eq!(specific_id(&error), Some("code/json_validate_failed"));
        let mut error = coded(&[(InCode, "usage_limit_reached")]);
        error.has_failed_generation = true;
        assert_eq!(specific_id(&error), Some("code/usage_limit_reached"));
    }

    /// A status, a code, and whether the code says more.
    const CONTRADICTIONS: &[(u16, &str, bool)] = &[
        // A status that says nothing.
        (200, "invalid_request_error", true),
        (200, "server_error", true),
        (200, "rate_limit_exceeded", true),
        (200, "usage_limit_reached", true),
        (200, "invalid_api_key", true),
        (0, "server_error", true),
        (999, "server_error", true),
        // A status that says one thing only.
        (413, "invalid_request_error", false),
        (413, "server_error", false),
        (413, "rate_limit_exceeded", false),
        (413, "usage_limit_reached", false),
        (413, "invalid_api_key", false),
        (529, "server_error", false),
        // A class never says more than a status.
        (400, "invalid_request_error", false),
        (500, "invalid_request_error", false),
        // A code that says as much counts only if it blames the caller and the status the server.
        (400, "server_error", false),
        (400, "service_unavailable", false),
        (429, "server_error", false),
        (400, "forbidden", false),
        (429, "unauthorized", false),
        (500, "server_error", false),
        (500, "service_unavailable", false),
        (503, "invalid_value", true),
        (500, "too_many_requests", true),
        // A code that says more than a status.
        (200, "ValidationException", true),
        (413, "ValidationException", false),
        (400, "ValidationException", false),
        (400, "InternalServerException", true),
        (500, "ValidationException", true),
        // A limit, what is used up, and more count if their kind differs.
        (429, "rate_limit_exceeded", false),
        (400, "rate_limit_exceeded", true),
        (500, "rate_limit_exceeded", true),
        (402, "usage_limit_reached", false),
        (429, "usage_limit_reached", true),
        (401, "invalid_api_key", false),
        (400, "invalid_api_key", true),
    ];

    #[test]
    fn a_generic_code_counts_if_it_contradicts_the_status() {
        for &(status, word, expected) in CONTRADICTIONS {
            let error = coded(&[(InCode, word)]);
            let found = id(generic(&error, statuses::of(status), false)).is_some();
            assert_eq!(found, expected, "{word} under {status}");
        }
    }

    #[test]
    fn the_contradictions_have_every_pair_that_rows_can_make() {
        let named: HashSet<_> = CONTRADICTIONS
            .iter()
            .map(|&(status, word, _)| {
                let code = coded(&[(InCode, word)]).codes.iter().next();
                (statuses::of(status).specificity as u8, code.map(|code| code.specificity as u8))
            })
            .collect();
        for status in &STATUSES {
            for code in &CODES {
                let pair = (status.specificity as u8, Some(code.specificity as u8));
                assert!(named.contains(&pair), "{} and {}", status.rule.id(), code.rule.id());
            }
        }
    }

    #[test]
    fn of_codes_that_contradict_the_status_the_strongest_counts() {
        let error =
            coded(&[(InCode, "server_error"), (Type, "conflict_error"), (LoneWord, "forbidden")]);
        assert_eq!(id(generic(&error, statuses::of(500), false)), Some("code/conflict_error"));
        assert_eq!(id(generic(&error, statuses::of(200), false)), Some("code/server_error"));
    }

    #[test]
    fn a_number_counts_before_a_type() {
        let mut error = coded(&[(Type, "forbidden")]);
        error.has_numeric_code = true;
        let status = statuses::of(500);
        assert_eq!(id(generic(&error, status, true)), None);
        assert_eq!(id(generic(&error, status, false)), Some("code/forbidden"));
        error.has_numeric_code = false;
        assert_eq!(id(generic(&error, status, true)), Some("code/forbidden"));
        let mut error = coded(&[(Reason, "forbidden")]);
        error.has_numeric_code = true;
        assert_eq!(id(generic(&error, status, true)), Some("code/forbidden"));
    }

    #[test]
    fn a_generic_code_of_an_inner_error_counts_unless_it_blames_the_server_under_a_4xx() {
        for (status, word, expected) in [
            (400, "too_many_requests", true),
            (403, "forbidden", true),
            (500, "server_error", true),
            (500, "forbidden", true),
            (502, "server_error", false),
            (400, "server_error", false),
            (413, "forbidden", false),
            (400, "invalid_request_error", false),
        ] {
            let mut error = coded(&[(InCode, word)]);
            error.is_inner = true;
            let found = id(generic(&error, statuses::of(status), false)).is_some();
            assert_eq!(found, expected, "{word} under {status}");
        }
        let mut error = coded(&[(InCode, "forbidden")]);
        error.is_inner = true;
        assert_eq!(id(generic(&error, statuses::of(403), true)), None);
    }

    #[test]
    fn a_number_is_a_code_of_the_provider_that_answered_or_beside_its_status() {
        let error = coded(&[(InCode, "2005")]);
        assert_eq!(specific_id(&error), None);
        let mut ours = error;
        ours.origin.envelope = Some(Provider::Cloudflare);
        assert_eq!(specific_id(&ours), Some("code/2005"));
        ours.origin.envelope = Some(Provider::Groq);
        assert_eq!(specific_id(&ours), None);
        let named = Evidence {
            caller_provider: Some(Provider::Cloudflare),
            ..evidence(400, std::slice::from_ref(&error))
        };
        assert_eq!(id(specific(&error, &named)), Some("code/2005"));
        let beside = |word: &str, status: u16| {
            let error = coded(&[(InCode, word)]);
            id(number_beside_status(&error, &evidence(status, &[])))
        };
        assert_eq!(beside("40303", 400), Some("code/40303"));
        assert_eq!(beside("40303", 500), None);
        assert_eq!(beside("8", 200), Some("code/grpc/8"));
        assert_eq!(beside("8", 0), Some("code/grpc/8"));
        assert_eq!(beside("8", 400), None);
        assert_eq!(beside("2005", 400), None);
        assert_eq!(beside("invalid_api_key", 400), None);
    }

    #[test]
    fn a_code_is_found_by_its_kind() {
        let error = coded(&[(InCode, "invalid_api_key"), (Type, "rate_limit_exceeded")]);
        assert_eq!(id(error.codes.rule_of(Kind::RateLimited)), Some("code/rate_limit_exceeded"));
        assert_eq!(id(error.codes.rule_of(Kind::Conflict)), None);
        assert_eq!(id(error.codes.limit.map(|code| &code.rule)), Some("code/rate_limit_exceeded"));
        assert_eq!(
            id(coded(&[(InCode, "too_many_requests")]).codes.limit.map(|code| &code.rule)),
            None
        );
    }
}
