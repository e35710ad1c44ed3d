//! Step 4: the HTTP status, or a status that the body states.

use super::code;
use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::sources;
use crate::index::statuses::Status;
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::common::IN_SUCCESS;

/// An error in a response whose status says success, if nothing says which.
pub(crate) static ERROR_IN_SUCCESS: Rule = Rule {
    id: "status/error_in_2xx",
    kind: Kind::InternalError,
    evidence: Some("an error in the body of a 2xx response"),
    source: sources::id(IN_SUCCESS),
    action: None,
};

/// The status that an error states, if it counts: it says something else than the HTTP status, or the
/// error is an inner one, whose status is that of the cause.
pub(crate) fn in_body(error: &ErrorEvidence, http: &Status) -> Option<&'static Status> {
    error.body_status.filter(|status| error.is_inner || status.kind() != http.kind())
}

/// The rule of the HTTP status.
pub(crate) fn of_response(evidence: &Evidence<'_>) -> &'static Rule {
    let status = evidence.status;
    if let Some(code) = code::of_kind(evidence.outer(), status.kind()) {
        return code;
    }
    let is_success = status.kind().is_success();
    if !is_success && status.kind() != Kind::Unknown {
        return &status.rule;
    }
    match evidence.outer().reason_phrase {
        Some(reason) => &reason.rule_in_body,
        None if is_success => &ERROR_IN_SUCCESS,
        None => &status.rule,
    }
}
