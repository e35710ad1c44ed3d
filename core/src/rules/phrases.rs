//! What the words of a message mean: one row per family of wordings.
//!
//! A pattern is a run of words, in any case and whatever punctuation stands between them; `a|b`
//! is one word or the other. `x .. y` is the run `y` where the run `x` begins at most seven
//! words before it, `x . y` where at most one word stands between them. Words in quotes never
//! match: they are somebody else's.

use super::Rule;
use crate::kind::{Kind, Provider};
use crate::report::{Metric, Window};
use crate::table::equal;

/// What a message tells where a pattern stands in it.
#[derive(Debug)]
pub(crate) enum Means {
    /// What went wrong.
    Kind(Rule),
    /// A delay follows.
    Delay,
    /// A number of a rate limit follows.
    Number(Part),
    /// What is counted; the span of time follows, as one of [`WINDOWS`].
    Metric(Metric),
    /// What is counted, over which span of time.
    Bucket(Metric, Window),
    /// Who answered: a gateway, in its own form of message.
    Speaker(Provider),
    /// An address begins with the last word.
    Address,
}

/// A number of a rate limit.
#[derive(Debug)]
pub(crate) enum Part {
    Limit,
    /// What is used of it.
    Used,
    /// What this request asked for.
    Requested,
}

/// A family of wordings.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) patterns: &'static [&'static str],
    pub(crate) means: Means,
}

impl Phrase {
    /// The rule that the row is, where it decides a kind.
    pub(crate) const fn rule(&self) -> Option<&Rule> {
        match &self.means {
            Means::Kind(rule) => Some(rule),
            _ => None,
        }
    }
}

macro_rules! kind {
    ($name:literal, $kind:ident, $source:literal, [$first:literal $(, $pattern:literal)*]) => {
        Phrase {
            patterns: &[$first $(, $pattern)*],
            means: Means::Kind(Rule {
                id: concat!("phrase/", $name),
                kind: Kind::$kind,
                evidence: concat!("the message says `", $first, "`" $(, " or `", $pattern, "`")*),
                source: $source,
                action: None,
            }),
        }
    };
}

/// The rule of this name.
pub(crate) const fn rule(id: &str) -> &'static Rule {
    let mut row = 0;
    loop {
        if let Means::Kind(rule) = &PHRASES[row].means
            && equal(rule.id, id)
        {
            return rule;
        }
        row += 1;
    }
}

const fn tells(means: Means, patterns: &'static [&'static str]) -> Phrase {
    Phrase { patterns, means }
}

/// The rows. Of several that decide a kind, the first that stands in the message counts.
pub(crate) static PHRASES: &[Phrase] = &[
    kind!(
        "generation_failed",
        GenerationFailed,
        "console.groq.com/docs/tool-use",
        [
            "failed to call a function",
            "failed to generate|validate json",
            "tool call validation failed",
            "failed to parse tool call arguments",
            "model did not call a tool",
            "model called a tool",
            "output could not be parsed",
            "output that could not be parsed",
            "output of this model could not be parsed",
            "generated json does not match"
        ]
    ),
    kind!(
        "model_unknown",
        ModelNotFound,
        "console.groq.com/docs/deprecations",
        [
            "model . does not exist",
            "model . not found",
            "model . has been decommissioned|retired|deprecated",
            "model . is decommissioned|retired|deprecated"
        ]
    ),
    kind!(
        "model_blocked",
        PermissionDenied,
        "console.groq.com/docs/model-permissions",
        ["model . requires terms acceptance", "model .. blocked at the organization|project level"]
    ),
    kind!(
        "key_invalid",
        Authentication,
        "console.groq.com/docs/errors",
        [
            "invalid|expired|revoked api key",
            "api key is invalid|expired|revoked",
            "api key has expired",
            "api key has been revoked"
        ]
    ),
    kind!(
        "spend_limit",
        QuotaExhausted,
        "console.groq.com/docs/spend-limits",
        [
            "spend|spending limit|cap reached|exceeded",
            "spend|spending limit|cap has been reached|exceeded",
            "spend|spending alert threshold",
            "reached|exceeded|hit .. spend|spending limit|cap",
            "unpaid bill|bills|invoice|invoices|balance",
            "budget exceeded",
            "budget has been exceeded",
            "insufficient credit|credits|balance|funds",
            "balance is too low"
        ]
    ),
    kind!(
        "account_restricted",
        PermissionDenied,
        "console.groq.com/docs/errors",
        [
            "organization|account|project .. has been restricted|suspended|disabled|deactivated",
            "organization|account|project is|was restricted|suspended|disabled|deactivated"
        ]
    ),
    kind!(
        "context_window",
        ContextLengthExceeded,
        "console.groq.com/docs/errors",
        [
            "reduce the length of the|your messages|prompt|input",
            "maximum context length",
            "context length|window exceeded",
            "exceed|exceeds|exceeded|exceeding .. context length|window",
            "prompt . too long"
        ]
    ),
    kind!(
        "too_large",
        RequestTooLarge,
        "console.groq.com/docs/errors",
        [
            "request|payload|body|file|image|audio|entity|content too large",
            "request|payload|body|file|image|audio is too large",
            "prompt|input|text|content .. characters or fewer|less",
            "file|image|audio .. exceeds the maximum",
            "too many images|files"
        ]
    ),
    kind!(
        "no_capacity",
        Overloaded,
        "console.groq.com/docs/flex-processing",
        [
            "at|over capacity",
            "no|insufficient capacity",
            "capacity exceeded|reached",
            "is|are|currently|temporarily .. overloaded",
            "model|server|service|engine overloaded",
            "high demand",
            "queue is full",
            "model .. is currently|still loading",
            "reset reason overflow"
        ]
    ),
    kind!(
        "deadline",
        Timeout,
        "grpc.io/docs/guides/status-codes",
        ["deadline exceeded|expired", "request timed out", "reset reason connection timeout"]
    ),
    kind!(
        "rate_limit",
        RateLimited,
        "console.groq.com/docs/rate-limits",
        [
            "rate limit reached|exceeded",
            "rate limit has been reached|exceeded",
            "reached|exceeded your rate limit",
            "too many requests"
        ]
    ),
    kind!("url_unknown", NotFound, "console.groq.com/docs/errors", ["unknown request url"]),
    tells(
        Means::Delay,
        &["again|retry in|after", "please|must|should|can wait", "please|must|should|can wait for"],
    ),
    tells(Means::Number(Part::Limit), &["limit"]),
    tells(Means::Number(Part::Used), &["used"]),
    tells(Means::Number(Part::Requested), &["requested"]),
    tells(Means::Metric(Metric::Requests), &["requests per"]),
    tells(Means::Metric(Metric::InputTokens), &["input tokens per"]),
    tells(Means::Metric(Metric::OutputTokens), &["output tokens per"]),
    tells(Means::Metric(Metric::Tokens), &["tokens per"]),
    tells(Means::Metric(Metric::AudioSeconds), &["seconds of audio per", "audio seconds per"]),
    tells(Means::Metric(Metric::Images), &["images per"]),
    tells(Means::Bucket(Metric::Requests, Window::Minute), &["rpm"]),
    tells(Means::Bucket(Metric::Requests, Window::Day), &["rpd"]),
    tells(Means::Bucket(Metric::Tokens, Window::Minute), &["tpm"]),
    tells(Means::Bucket(Metric::Tokens, Window::Day), &["tpd"]),
    tells(Means::Bucket(Metric::InputTokens, Window::Minute), &["itpm"]),
    tells(Means::Bucket(Metric::OutputTokens, Window::Minute), &["otpm"]),
    tells(Means::Bucket(Metric::AudioSeconds, Window::Hour), &["ash", "asph"]),
    tells(Means::Bucket(Metric::AudioSeconds, Window::Day), &["asd", "aspd"]),
    tells(Means::Speaker(Provider::Litellm), &["received model group"]),
    tells(Means::Address, &["https|http"]),
];

/// The spans of time that a limit counts over, by their words.
pub(crate) static WINDOWS: &[(&str, Window)] = &[
    ("second", Window::Second),
    ("minute", Window::Minute),
    ("min", Window::Minute),
    ("hour", Window::Hour),
    ("day", Window::Day),
    ("week", Window::Week),
    ("month", Window::Month),
];
