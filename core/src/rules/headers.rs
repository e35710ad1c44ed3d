//! The headers that are read: one row per name.

use crate::kind::Provider;
use crate::report::{Metric, Window};
use crate::table::{Table, column, slots};

/// What a header tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// A delay in milliseconds.
    DelayMs,
    /// A delay in seconds, or the date when it ends.
    Delay,
    /// Whether a retry is worth it.
    ShouldRetry,
    RequestId,
    /// A part of a bucket, by the bucket's place in [`BUCKETS`].
    Bucket(usize, Part),
    /// Only who answers.
    Provider,
}

/// A part of a bucket; its number is its place among the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Limit,
    Remaining,
    /// The time until the bucket is full: a duration, or seconds.
    Reset,
}

/// A header.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) name: &'static str,
    pub(crate) means: Means,
    /// Who answers, where only one provider sends it.
    pub(crate) provider: Option<Provider>,
    /// Where it is documented.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by those who check the rows"))]
    pub(crate) source: &'static str,
}

const fn row(name: &'static str, means: Means, source: &'static str) -> Header {
    Header { name, means, provider: None, source }
}

const LIMITS: &str = "console.groq.com/docs/rate-limits";
const BARE_NAMES: &str = "sent by many gateways";
const REQUESTS: usize = 0;
const TOKENS: usize = 1;
/// Names without a metric speak of requests.
const BARE: usize = 2;

/// What a bucket counts.
#[derive(Debug)]
pub(crate) struct Counts {
    pub(crate) metric: Metric,
    /// Over which span of time, where a provider documents it.
    pub(crate) windows: &'static [(Provider, Window)],
}

/// The buckets that headers tell of.
pub(crate) static BUCKETS: &[Counts] = &[
    Counts { metric: Metric::Requests, windows: &[(Provider::Groq, Window::Day)] },
    Counts { metric: Metric::Tokens, windows: &[(Provider::Groq, Window::Minute)] },
    Counts { metric: Metric::Requests, windows: &[] },
];

/// The rows, at most 256.
pub(crate) static HEADERS: &[Header] = &[
    row(
        "retry-after-ms",
        Means::DelayMs,
        "learn.microsoft.com/azure/ai-services/openai/how-to/quota",
    ),
    row("x-ms-retry-after-ms", Means::DelayMs, "learn.microsoft.com/rest/api/cosmos-db"),
    row(
        "x-amz-retry-after",
        Means::DelayMs,
        "docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html",
    ),
    row("retry-after", Means::Delay, "RFC 9110, section 10.2.3"),
    row("x-should-retry", Means::ShouldRetry, "sent to official SDKs, which obey it"),
    row("x-request-id", Means::RequestId, "console.groq.com/docs/errors"),
    row("request-id", Means::RequestId, "docs.anthropic.com/en/api/errors"),
    row("x-ratelimit-limit-requests", Means::Bucket(REQUESTS, Part::Limit), LIMITS),
    row("x-ratelimit-limit-tokens", Means::Bucket(TOKENS, Part::Limit), LIMITS),
    row("x-ratelimit-remaining-requests", Means::Bucket(REQUESTS, Part::Remaining), LIMITS),
    row("x-ratelimit-remaining-tokens", Means::Bucket(TOKENS, Part::Remaining), LIMITS),
    row("x-ratelimit-reset-requests", Means::Bucket(REQUESTS, Part::Reset), LIMITS),
    row("x-ratelimit-reset-tokens", Means::Bucket(TOKENS, Part::Reset), LIMITS),
    row("x-ratelimit-limit", Means::Bucket(BARE, Part::Limit), BARE_NAMES),
    row("x-ratelimit-remaining", Means::Bucket(BARE, Part::Remaining), BARE_NAMES),
    row("x-ratelimit-reset", Means::Bucket(BARE, Part::Reset), BARE_NAMES),
    Header {
        provider: Some(Provider::Groq),
        ..row("x-groq-region", Means::Provider, "sent by api.groq.com with every answer")
    },
];

const COUNT: usize = HEADERS.len();

static NAMES: [&str; COUNT] = column!(HEADERS, name);

static TABLE: Table<{ slots(COUNT) }> = Table::new(&NAMES);

/// The number of the row for a header.
#[inline]
pub(crate) fn find(name: &[u8]) -> Option<usize> {
    TABLE.find(&NAMES, name)
}
