//! What the numbers of a rate limit tell by themselves.

use super::Rule;
use crate::kind::Kind;

use super::sources::GROQ_LIMITS as LIMITS;

/// The request alone asks for more than the limit allows in a whole window.
pub(crate) static REQUESTED_OVER_LIMIT: Rule = Rule {
    id: "numbers/requested_over_limit",
    kind: Kind::RequestTooLarge,
    evidence: Some("the request alone asks for more than the limit allows"),
    source: LIMITS,
    action: Some(
        "Ask for less in one request (fewer tokens, a lower token maximum), or use a model or plan with a higher limit: no wait lets this request pass.",
    ),
};

/// The plan allows none at all.
pub(crate) static LIMIT_ZERO: Rule = Rule {
    id: "numbers/limit_zero",
    kind: Kind::QuotaExhausted,
    evidence: Some("the limit is 0"),
    source: LIMITS,
    action: Some("Use another model or plan: this one allows none of this at all."),
};

/// What the plan allows in a month is used up.
pub(crate) static LIMIT_OF_A_MONTH: Rule = Rule {
    id: "numbers/limit_of_a_month",
    kind: Kind::QuotaExhausted,
    evidence: Some("the limit that was hit counts over a month"),
    source: LIMITS,
    action: None,
};

/// What is used up comes back by itself.
pub(crate) static LIMIT_THAT_RESETS: Rule = Rule {
    id: "numbers/limit_that_resets",
    kind: Kind::RateLimited,
    evidence: Some("what is used up resets by itself, after the stated time or window"),
    source: LIMITS,
    action: None,
};

/// From this length on a limit is one of content, rather than of a name or an id, in characters.
pub(crate) const CONTENT_LENGTH: u64 = 1_000;

/// A text is longer than content may be.
pub(crate) static TEXT_OVER_LENGTH: Rule = Rule {
    id: "numbers/text_over_length",
    kind: Kind::RequestTooLarge,
    evidence: Some("a text is longer than the stated length, which is one of content"),
    source: super::sources::OPENAI,
    action: None,
};

/// The rows, the stronger first.
pub(crate) static ALL: [&Rule; 5] =
    [&TEXT_OVER_LENGTH, &LIMIT_ZERO, &REQUESTED_OVER_LIMIT, &LIMIT_OF_A_MONTH, &LIMIT_THAT_RESETS];
