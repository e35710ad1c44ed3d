//! What a failure without any response means: one row per failure.

use super::Rule;
use super::sources::{CLIENTS, Source};
use crate::kind::Kind;

const fn failure(id: &'static str, kind: Kind, evidence: &'static str) -> Rule {
    let source: Source = CLIENTS;
    Rule { id, kind, evidence: Some(evidence), source, action: None }
}

pub(crate) static OTHER: Rule =
    failure("failure/other", Kind::Unknown, "no response, and no known reason");
pub(crate) static TIMEOUT: Rule =
    failure("failure/timeout", Kind::Timeout, "no response within the client's time limit");
pub(crate) static CONNECTION: Rule =
    failure("failure/connection", Kind::BadGateway, "no connection to the server, or a broken one");
pub(crate) static CANCELLED: Rule =
    failure("failure/cancelled", Kind::Cancelled, "a call that the caller cancelled");
pub(crate) static INVALID_CALL: Rule =
    failure("failure/invalid_call", Kind::InvalidRequest, "a call that the client refused to send");
pub(crate) static MISSING_CREDENTIALS: Rule =
    failure("failure/missing_credentials", Kind::Authentication, "no key, or an expired login");

/// The rows.
pub(crate) static ALL: [&Rule; 6] =
    [&OTHER, &TIMEOUT, &CONNECTION, &CANCELLED, &INVALID_CALL, &MISSING_CREDENTIALS];
