//! Step 3: the wording of the message.

use super::{code, number};
use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::statuses::Status;
use crate::rule::Rule;
use crate::rules::schema::{Specificity, WordingUnder};

/// The rule of the wording that counts beside a status.
pub(crate) fn of_error(
    error: &ErrorEvidence,
    status: &Status,
    evidence: &Evidence<'_>,
) -> Option<&'static Rule> {
    let message = &error.message;
    let states_limit = message.bucket.limit.is_some() || message.bucket.window.is_some();
    let phrase = match status.wording {
        _ if message.overrides_code.is_some() => message.overrides_code,
        WordingUnder::Decisive => None,
        WordingUnder::Lasting if !error.is_inner && !states_limit => message.permanent,
        WordingUnder::Lasting | WordingUnder::Every => message.phrase,
    }?;
    if phrase.specificity == Specificity::UsedUp {
        if let Some(limit) = code::of_limit(error) {
            return Some(limit);
        }
        if number::resets_soon(error, evidence) {
            return Some(&number::LIMIT_THAT_RESETS);
        }
    }
    let rule = phrase.rule()?;
    Some(code::of_kind(error, rule.kind).unwrap_or(rule))
}
