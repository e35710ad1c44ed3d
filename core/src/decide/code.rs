//! Step 1: a documented code or type.

use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::codes::Code;
use crate::index::sources;
use crate::index::statuses::Status;
use crate::index::trie::Phrase;
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::providers::groq::TOOL_USE;
use crate::rules::schema::Specificity;

/// The field that only a failed generation has.
pub(crate) static FAILED_GENERATION: Rule = Rule {
    id: "code/failed_generation",
    kind: Kind::GenerationFailed,
    evidence: Some("the field `failed_generation`"),
    source: sources::id(TOOL_USE),
    action: None,
};

/// The rule of a code that says more than a status, unless the message says still more.
pub(crate) fn specific(error: &ErrorEvidence, evidence: &Evidence<'_>) -> Option<&'static Rule> {
    let code = specific_code(error, evidence)?;
    error.message.overrides_code.and_then(Phrase::rule).or(Some(code))
}

fn specific_code(error: &ErrorEvidence, evidence: &Evidence<'_>) -> Option<&'static Rule> {
    if let Some(code) = error.codes.specific {
        return Some(&code.rule);
    }
    if let Some(code) = error.codes.used_up {
        let resets = super::number::resets_soon(error, evidence);
        return Some(if resets { &super::number::LIMIT_THAT_RESETS } else { &code.rule });
    }
    error.has_failed_generation.then_some(&FAILED_GENERATION)
}

/// The rule of a code that says no more than a status, if it contradicts the status. A number counts
/// before a type.
pub(crate) fn generic(
    error: &ErrorEvidence,
    status: &Status,
    is_body_status: bool,
) -> Option<&'static Rule> {
    let contradicts = |code: &&Code| contradicts(code, status);
    let code = if is_body_status && error.has_numeric_code {
        error.codes.without_types().find(contradicts)
    } else {
        error.codes.iter().find(contradicts)
    };
    code.map(|code| &code.rule)
}

/// Whether a code that is not specific says more than a status does.
fn contradicts(code: &Code, status: &Status) -> bool {
    match (status.specificity, code.specificity) {
        (Specificity::Nothing, _) => true,
        (Specificity::Specific, _) | (_, Specificity::Class) => false,
        (_, Specificity::Status) => code.rule.kind.is_server_error() != status.is_server_error(),
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
    use crate::index::statuses::{self, STATUSES};

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
        // A code that says as much counts only if it blames the other side.
        (400, "server_error", true),
        (400, "service_unavailable", true),
        (400, "forbidden", false),
        (429, "unauthorized", false),
        (500, "server_error", false),
        (500, "service_unavailable", false),
        (503, "invalid_value", true),
        (500, "too_many_requests", true),
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
                assert!(named.contains(&pair), "{} and {}", status.rule.id, code.rule.id);
            }
        }
    }

    #[test]
    fn of_codes_that_contradict_the_status_the_strongest_counts() {
        let error =
            coded(&[(InCode, "conflict_error"), (Type, "server_error"), (LoneWord, "unavailable")]);
        assert_eq!(id(generic(&error, statuses::of(400), false)), Some("code/server_error"));
        assert_eq!(id(generic(&error, statuses::of(200), false)), Some("code/conflict_error"));
    }

    #[test]
    fn a_number_counts_before_a_type() {
        let mut error = coded(&[(Type, "server_error")]);
        error.has_numeric_code = true;
        let status = statuses::of(400);
        assert_eq!(id(generic(&error, status, true)), None);
        assert_eq!(id(generic(&error, status, false)), Some("code/server_error"));
        error.has_numeric_code = false;
        assert_eq!(id(generic(&error, status, true)), Some("code/server_error"));
        let mut error = coded(&[(Reason, "server_error")]);
        error.has_numeric_code = true;
        assert_eq!(id(generic(&error, status, true)), Some("code/server_error"));
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
