//! Step 2: the numbers of limits.

use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::sources;
use crate::index::statuses::Status;
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::limit_values::CONTENT_LENGTH;
use crate::rules::providers::groq::RATE_LIMITS;
use crate::rules::providers::openai;

/// The request alone asks for more than the limit allows in a whole window.
pub(crate) static REQUESTED_OVER_LIMIT: Rule = Rule {
    id: "numbers/requested_over_limit",
    kind: Kind::RequestTooLarge,
    evidence: Some("the request alone asks for more than the limit allows"),
    source: sources::id(RATE_LIMITS),
    action: Some(
        "Ask for less in one request (fewer tokens, a lower token maximum), or use a model or plan with a higher limit: waiting will not help.",
    ),
};

/// The plan allows none at all.
pub(crate) static LIMIT_ZERO: Rule = Rule {
    id: "numbers/limit_zero",
    kind: Kind::QuotaExhausted,
    evidence: Some("the limit is 0"),
    source: sources::id(RATE_LIMITS),
    action: Some("Use another model or plan: this one allows none of this at all."),
};

/// What the plan allows in a month is used up.
pub(crate) static LIMIT_OF_A_MONTH: Rule = Rule {
    id: "numbers/limit_of_a_month",
    kind: Kind::QuotaExhausted,
    evidence: Some("the limit that was hit counts over a month"),
    source: sources::id(RATE_LIMITS),
    action: None,
};

/// What is used up comes back by itself.
pub(crate) static LIMIT_THAT_RESETS: Rule = Rule {
    id: "numbers/limit_that_resets",
    kind: Kind::RateLimited,
    evidence: Some("what is used up resets by itself, after the stated time or window"),
    source: sources::id(RATE_LIMITS),
    action: None,
};

/// A text is longer than content may be.
pub(crate) static TEXT_OVER_LENGTH: Rule = Rule {
    id: "numbers/text_over_length",
    kind: Kind::RequestTooLarge,
    evidence: Some("a text is longer than the stated length, which is one of content"),
    source: sources::id(openai::ERRORS),
    action: None,
};

/// The rules, the stronger first.
pub(crate) static ALL: [&Rule; 5] =
    [&TEXT_OVER_LENGTH, &LIMIT_ZERO, &REQUESTED_OVER_LIMIT, &LIMIT_OF_A_MONTH, &LIMIT_THAT_RESETS];

/// The rule of the numbers of an error.
pub(crate) fn of_error(error: &ErrorEvidence, status: &Status) -> Option<&'static Rule> {
    if error.quota.is_zero {
        return Some(&LIMIT_ZERO);
    }
    if error.quota.is_of_a_month {
        return Some(&LIMIT_OF_A_MONTH);
    }
    if error.message.max_length.is_some_and(|length| length >= CONTENT_LENGTH) {
        return Some(&TEXT_OVER_LENGTH);
    }
    let bucket = &error.message.bucket;
    let is_rate_limit = bucket.window.is_some()
        || status.is_of_limit
        || super::code::of_kind(error, Kind::RateLimited).is_some();
    if !is_rate_limit {
        return None;
    }
    match (bucket.limit, bucket.requested) {
        (Some(0), _) => Some(&LIMIT_ZERO),
        (Some(limit), Some(requested)) if requested > limit => Some(&REQUESTED_OVER_LIMIT),
        _ if status.kind() == Kind::RateLimited && bucket.is_of_a_month() => {
            Some(&LIMIT_OF_A_MONTH)
        }
        _ => None,
    }
}

/// The rule of the numbers in headers, which make a rate limit a quota.
pub(crate) fn of_headers(evidence: &Evidence<'_>) -> Option<&'static Rule> {
    let buckets = evidence.headers.buckets;
    if buckets.allows_none && evidence.outer().message.bucket.limit.is_none() {
        return Some(&LIMIT_ZERO);
    }
    buckets.is_month_exhausted.then_some(&LIMIT_OF_A_MONTH)
}

/// Whether what is used up resets by itself: after a stated delay of at most a week, or else because
/// a window of at most a week is stated.
pub(crate) fn resets_soon(error: &ErrorEvidence, evidence: &Evidence<'_>) -> bool {
    const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
    let headers = &evidence.headers;
    let delay = headers
        .delay
        .map(|(ms, _)| ms)
        .or(error.delay_ms)
        .or(error.message.delay_ms)
        .or(headers.buckets.reset_ms)
        .or(error.repeated.reset_ms);
    match delay {
        Some(ms) => ms <= WEEK_MS,
        // Without the current time a stated time is no delay, but it is a sign of one.
        None => {
            error.message.resets_soon
                || error.message.bucket.resets_soon()
                || error.states_delay
                || error.quota.resets_soon
        }
    }
}
