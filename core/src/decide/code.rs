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

/// The rule of a code or type that has this kind.
pub(crate) fn of_kind(error: &ErrorEvidence, kind: Kind) -> Option<&'static Rule> {
    error.codes.iter().map(|code| &code.rule).find(|rule| rule.kind == kind)
}

/// The rule of the first code which says that some limit was hit.
pub(crate) fn of_limit(error: &ErrorEvidence) -> Option<&'static Rule> {
    error.codes.limit.map(|code| &code.rule)
}
