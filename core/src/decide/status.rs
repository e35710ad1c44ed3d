//! Step 4: the HTTP status, or a status that the body states.

use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::sources;
use crate::index::statuses::Status;
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::common::IN_SUCCESS;
use crate::rules::schema::Specificity;

/// An error in a response whose status says success, if nothing says which.
pub(crate) static ERROR_IN_SUCCESS: Rule =
    Rule::by_values("status/error_in_2xx", Kind::InternalError, sources::id(IN_SUCCESS));

/// The status that an error states, if it counts: it says something else than the HTTP status, or the
/// error is an inner one, whose status is that of the cause.
pub(crate) fn in_body(error: &ErrorEvidence, http: &Status) -> Option<&'static Status> {
    error.body_status.filter(|status| error.is_inner || status.kind() != http.kind())
}

/// The rule of the HTTP status.
pub(crate) fn of_response(evidence: &Evidence<'_>) -> &'static Rule {
    let status = evidence.status;
    if let Some(code) = evidence.outer().codes.rule_of(status.kind()) {
        return code;
    }
    if status.kind().is_success() { &ERROR_IN_SUCCESS } else { &status.rule }
}

/// The rule of a status whose reason phrase is the whole message, if no status says more.
pub(crate) fn of_reason_phrase(error: &ErrorEvidence, status: &Status) -> Option<&'static Rule> {
    let reason = error.reason_phrase.filter(|_| status.specificity == Specificity::Nothing)?;
    Some(&reason.rule_in_body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::CodePlace;
    use crate::evidence::by_hand::{coded, evidence};
    use crate::index::statuses;

    fn stating(status: u16) -> ErrorEvidence {
        ErrorEvidence { body_status: Some(statuses::of(status)), ..ErrorEvidence::default() }
    }

    fn rule(status: u16, error: &ErrorEvidence) -> &'static str {
        of_response(&evidence(status, std::slice::from_ref(error))).id()
    }

    #[test]
    fn a_status_in_the_body_counts_if_it_says_something_else() {
        let counts = |error: &ErrorEvidence, http: u16| {
            in_body(error, statuses::of(http)).map(|status| status.first)
        };
        assert_eq!(counts(&stating(429), 500), Some(429));
        assert_eq!(counts(&stating(429), 429), None);
        // Both are an invalid request.
        assert_eq!(counts(&stating(400), 405), None);
        assert_eq!(counts(&ErrorEvidence::default(), 500), None);
    }

    #[test]
    fn the_status_of_an_inner_error_counts_even_if_it_says_the_same() {
        let inner = ErrorEvidence { is_inner: true, ..stating(429) };
        assert_eq!(in_body(&inner, statuses::of(429)).map(|status| status.first), Some(429));
    }

    #[test]
    fn the_status_decides_unless_a_code_of_its_kind_names_the_rule() {
        assert_eq!(rule(429, &ErrorEvidence::default()), "status/429");
        assert_eq!(rule(418, &ErrorEvidence::default()), "status/4xx");
        let error = coded(&[(CodePlace::Type, "too_many_requests")]);
        assert_eq!(rule(429, &error), "code/too_many_requests");
        assert_eq!(rule(503, &error), "status/503");
    }

    #[test]
    fn the_reason_phrase_of_another_status_counts_if_the_status_does_not_decide() {
        let reason = statuses::of_reason(b"Bad Gateway");
        let error = ErrorEvidence { reason_phrase: reason, ..ErrorEvidence::default() };
        let rule = |status| of_reason_phrase(&error, statuses::of(status)).map(Rule::id);
        assert_eq!(rule(200), Some("code/502"));
        assert_eq!(rule(0), Some("code/502"));
        assert_eq!(rule(429), None);
    }

    #[test]
    fn a_status_that_says_nothing_gives_an_unknown_error_or_one_in_a_success() {
        assert_eq!(rule(0, &ErrorEvidence::default()), "status/0");
        assert_eq!(rule(999, &ErrorEvidence::default()), "status/other");
        assert_eq!(rule(200, &ErrorEvidence::default()), "status/error_in_2xx");
        assert_eq!(rule(206, &ErrorEvidence::default()), "status/error_in_2xx");
    }
}
