//! The headers that are read: one row per name.

use super::sources::*;
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
    /// The type of the error, up to a colon.
    ErrorType,
    /// A part of a bucket, by the bucket's place in [`BUCKETS`].
    Bucket(u8, Part),
    /// Buckets as a list with parameters.
    Buckets,
    /// What these buckets allow, likewise.
    Policies,
    /// The name of the server.
    Server,
    /// Only who answers.
    Provider,
}

impl Means {
    /// How many meanings there are of which one header counts.
    pub(crate) const SINGLE: usize = 6;

    /// The place of such a meaning among these.
    #[inline]
    pub(crate) const fn place(self) -> usize {
        match self {
            Self::Delay => 0,
            Self::ShouldRetry => 1,
            Self::RequestId => 2,
            Self::ErrorType => 3,
            Self::Buckets => 4,
            Self::Policies => 5,
            // These are kept elsewhere.
            Self::DelayMs | Self::Bucket(..) | Self::Server | Self::Provider => Self::SINGLE,
        }
    }
}

/// A part of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Limit,
    Remaining,
    /// The time until the bucket is full: a duration, seconds, or when that is.
    Reset,
    /// `rejected` where nothing remains.
    State,
    /// How much is used, in percent.
    Percent,
}

/// A header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub(crate) name: &'static str,
    pub(crate) means: Means,
    /// Who answers, where only one provider sends it.
    pub(crate) provider: Option<Provider>,
    /// Where it is documented.
    pub(crate) source: Source,
}

const fn row(name: &'static str, means: Means, source: Source) -> Header {
    Header { name, means, provider: None, source }
}

const fn by(provider: Provider, row: Header) -> Header {
    Header { provider: Some(provider), ..row }
}

/// A header that only shows who answers.
const fn mark(provider: Provider, name: &'static str, source: Source) -> Header {
    by(provider, row(name, Means::Provider, source))
}

/// What a bucket counts.
#[derive(Debug)]
pub(crate) struct Counts {
    pub(crate) metric: Metric,
    pub(crate) window: Option<Window>,
    /// Over which span of time, where one provider documents it.
    pub(crate) of: Option<(Provider, Window)>,
}

const fn counts(metric: Metric, window: Option<Window>) -> Counts {
    Counts { metric, window, of: None }
}

/// Declares the buckets, each with its number.
macro_rules! buckets {
    ($($name:ident = $counts:expr;)+) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "only their order counts")]
        enum Number { $($name),+ }
        $(const $name: u8 = Number::$name as u8;)+
        /// The buckets that headers tell of.
        pub(crate) static BUCKETS: &[Counts] = &[$($counts),+];
    };
}

use Metric::{AudioSeconds, Images, InputTokens, Other, OutputTokens, Requests, Tokens};

buckets! {
    REQUESTS = Counts { of: Some((Provider::Groq, Window::Day)), ..counts(Requests, None) };
    TOKENS = Counts { of: Some((Provider::Groq, Window::Minute)), ..counts(Tokens, None) };
    BARE = counts(Requests, None);
    STANDARD = counts(Requests, None);
    REQUESTS_SECOND = counts(Requests, Some(Window::Second));
    REQUESTS_MINUTE = counts(Requests, Some(Window::Minute));
    REQUESTS_HOUR = counts(Requests, Some(Window::Hour));
    REQUESTS_DAY = counts(Requests, Some(Window::Day));
    REQUESTS_MONTH = counts(Requests, Some(Window::Month));
    TOKENS_MINUTE = counts(Tokens, Some(Window::Minute));
    TOKENS_HOUR = counts(Tokens, Some(Window::Hour));
    TOKENS_DAY = counts(Tokens, Some(Window::Day));
    TOKENS_MONTH = counts(Tokens, Some(Window::Month));
    INPUT_TOKENS = counts(InputTokens, None);
    OUTPUT_TOKENS = counts(OutputTokens, None);
    PROJECT_TOKENS = counts(Tokens, None);
    PROJECT_REQUESTS = counts(Requests, None);
    IMAGES = counts(Images, None);
    AUDIO = counts(AudioSeconds, None);
    FIVE_HOURS = counts(Other, None);
    SEVEN_DAYS = counts(Other, Some(Window::Week));
    UNIFIED = counts(Other, None);
    PRIMARY = counts(Other, None);
    SECONDARY = counts(Other, None);
}

/// The three headers of a bucket, by what stands around the part's own word.
macro_rules! bucket {
    ($prefix:literal, $suffix:literal, $bucket:ident, $source:ident $(, $by:ident)?) => {[
        bucket!(@by row(concat!($prefix, "limit", $suffix), Means::Bucket($bucket, Part::Limit), $source) $(, $by)?),
        bucket!(@by row(concat!($prefix, "remaining", $suffix), Means::Bucket($bucket, Part::Remaining), $source) $(, $by)?),
        bucket!(@by row(concat!($prefix, "reset", $suffix), Means::Bucket($bucket, Part::Reset), $source) $(, $by)?),
    ]};
    (@by $row:expr) => { $row };
    (@by $row:expr, $by:ident) => { by(Provider::$by, $row) };
}

/// The buckets of which each part has a header of its own.
static PARTS: &[[Header; 3]] = &[
    bucket!("x-ratelimit-", "-requests", REQUESTS, GROQ_LIMITS),
    bucket!("x-ratelimit-", "-tokens", TOKENS, GROQ_LIMITS),
    bucket!("x-ratelimit-", "", BARE, SEEN),
    bucket!("x-rate-limit-", "", BARE, SEEN),
    bucket!("ratelimit-", "", STANDARD, IETF_LIMITS),
    bucket!("x-ratelimit-", "-project-tokens", PROJECT_TOKENS, OPENAI_LIMITS),
    bucket!("x-ratelimit-", "-project-requests", PROJECT_REQUESTS, OPENAI_LIMITS),
    bucket!("x-ratelimit-", "-images", IMAGES, OPENAI_LIMITS),
    bucket!("x-ratelimit-", "-input-images", IMAGES, OPENAI_LIMITS),
    bucket!("x-ratelimit-", "-audio-seconds", AUDIO, GROQ_LIMITS),
    bucket!("x-ratelimit-", "-requests-second", REQUESTS_SECOND, CEREBRAS),
    bucket!("x-ratelimit-", "-requests-minute", REQUESTS_MINUTE, CEREBRAS),
    bucket!("x-ratelimit-", "-requests-hour", REQUESTS_HOUR, CEREBRAS),
    bucket!("x-ratelimit-", "-requests-day", REQUESTS_DAY, CEREBRAS),
    bucket!("x-ratelimit-", "-tokens-minute", TOKENS_MINUTE, CEREBRAS),
    bucket!("x-ratelimit-", "-tokens-hour", TOKENS_HOUR, CEREBRAS),
    bucket!("x-ratelimit-", "-tokens-day", TOKENS_DAY, CEREBRAS),
    bucket!("x-ratelimit-", "-tokens-month", TOKENS_MONTH, MISTRAL),
    bucket!("x-ratelimit-", "-req-minute", REQUESTS_MINUTE, MISTRAL, Mistral),
    bucket!("x-ratelimit-", "-tokens-prompt", INPUT_TOKENS, FIREWORKS, Fireworks),
    bucket!("x-ratelimit-", "-tokens-generated", OUTPUT_TOKENS, FIREWORKS, Fireworks),
    bucket!("x-ratelimit-", "-input-tokens", INPUT_TOKENS, SEEN),
    bucket!("x-ratelimit-", "-output-tokens", OUTPUT_TOKENS, SEEN),
    bucket!("anthropic-ratelimit-requests-", "", REQUESTS, ANTHROPIC_LIMITS, Anthropic),
    bucket!("anthropic-ratelimit-tokens-", "", TOKENS, ANTHROPIC_LIMITS, Anthropic),
    bucket!("anthropic-ratelimit-input-tokens-", "", INPUT_TOKENS, ANTHROPIC_LIMITS, Anthropic),
    bucket!("anthropic-ratelimit-output-tokens-", "", OUTPUT_TOKENS, ANTHROPIC_LIMITS, Anthropic),
];

/// The others.
static OTHERS: &[Header] = &[
    // Delays.
    row("retry-after-ms", Means::DelayMs, AZURE_QUOTA),
    row("x-ms-retry-after-ms", Means::DelayMs, AZURE_QUOTA),
    row("x-amz-retry-after", Means::DelayMs, AWS_RETRY),
    row("retry-after", Means::Delay, RFC_9110),
    row("x-should-retry", Means::ShouldRetry, SDKS),
    // The request and its error.
    row("x-request-id", Means::RequestId, GROQ),
    by(Provider::Anthropic, row("anthropic-organization-id", Means::Provider, ANTHROPIC)),
    row("request-id", Means::RequestId, ANTHROPIC),
    by(Provider::Azure, row("apim-request-id", Means::RequestId, AZURE)),
    row("x-amzn-requestid", Means::RequestId, BEDROCK),
    row("x-amzn-request-id", Means::RequestId, BEDROCK),
    by(Provider::Cerebras, row("cerebras-request-id", Means::RequestId, CEREBRAS)),
    by(Provider::Bedrock, row("x-amzn-errortype", Means::ErrorType, BEDROCK)),
    by(Provider::Bedrock, row(":exception-type", Means::ErrorType, BEDROCK)),
    // Buckets of other forms.
    row("x-ratelimit-limit-second", Means::Bucket(REQUESTS_SECOND, Part::Limit), KONG),
    row("x-ratelimit-remaining-second", Means::Bucket(REQUESTS_SECOND, Part::Remaining), KONG),
    row("x-ratelimit-limit-minute", Means::Bucket(REQUESTS_MINUTE, Part::Limit), KONG),
    row("x-ratelimit-remaining-minute", Means::Bucket(REQUESTS_MINUTE, Part::Remaining), KONG),
    row("x-ratelimit-limit-hour", Means::Bucket(REQUESTS_HOUR, Part::Limit), KONG),
    row("x-ratelimit-remaining-hour", Means::Bucket(REQUESTS_HOUR, Part::Remaining), KONG),
    row("x-ratelimit-limit-day", Means::Bucket(REQUESTS_DAY, Part::Limit), KONG),
    row("x-ratelimit-remaining-day", Means::Bucket(REQUESTS_DAY, Part::Remaining), KONG),
    row("x-ratelimit-limit-month", Means::Bucket(REQUESTS_MONTH, Part::Limit), KONG),
    row("x-ratelimit-remaining-month", Means::Bucket(REQUESTS_MONTH, Part::Remaining), KONG),
    row("ratelimit", Means::Buckets, IETF_LIMITS),
    row("ratelimit-policy", Means::Policies, IETF_LIMITS),
    row("x-rate-limit-reset-requests", Means::Bucket(REQUESTS, Part::Reset), AZURE_QUOTA),
    row("x-rate-limit-reset-tokens", Means::Bucket(TOKENS, Part::Reset), AZURE_QUOTA),
    by(
        Provider::Anthropic,
        row(
            "anthropic-ratelimit-unified-status",
            Means::Bucket(UNIFIED, Part::State),
            ANTHROPIC_LIMITS,
        ),
    ),
    by(
        Provider::Anthropic,
        row(
            "anthropic-ratelimit-unified-reset",
            Means::Bucket(UNIFIED, Part::Reset),
            ANTHROPIC_LIMITS,
        ),
    ),
    by(
        Provider::Anthropic,
        row(
            "anthropic-ratelimit-unified-5h-status",
            Means::Bucket(FIVE_HOURS, Part::State),
            ANTHROPIC_LIMITS,
        ),
    ),
    by(
        Provider::Anthropic,
        row(
            "anthropic-ratelimit-unified-5h-reset",
            Means::Bucket(FIVE_HOURS, Part::Reset),
            ANTHROPIC_LIMITS,
        ),
    ),
    by(
        Provider::Anthropic,
        row(
            "anthropic-ratelimit-unified-7d-status",
            Means::Bucket(SEVEN_DAYS, Part::State),
            ANTHROPIC_LIMITS,
        ),
    ),
    by(
        Provider::Anthropic,
        row(
            "anthropic-ratelimit-unified-7d-reset",
            Means::Bucket(SEVEN_DAYS, Part::Reset),
            ANTHROPIC_LIMITS,
        ),
    ),
    by(
        Provider::Openai,
        row("x-codex-primary-used-percent", Means::Bucket(PRIMARY, Part::Percent), CODEX),
    ),
    by(
        Provider::Openai,
        row("x-codex-primary-reset-after-seconds", Means::Bucket(PRIMARY, Part::Reset), CODEX),
    ),
    by(
        Provider::Openai,
        row("x-codex-secondary-used-percent", Means::Bucket(SECONDARY, Part::Percent), CODEX),
    ),
    by(
        Provider::Openai,
        row("x-codex-secondary-reset-after-seconds", Means::Bucket(SECONDARY, Part::Reset), CODEX),
    ),
    // Who answers.
    row("server", Means::Server, RFC_9110),
    mark(Provider::Groq, "x-groq-region", GROQ_ANSWERS),
    mark(Provider::Openai, "openai-organization", OPENAI),
    mark(Provider::Openai, "openai-project", OPENAI),
    mark(Provider::Openai, "openai-version", OPENAI),
    mark(Provider::Openai, "openai-processing-ms", OPENAI),
    mark(Provider::Openai, "x-openai-authorization-error", CODEX),
    mark(Provider::Azure, "x-ms-region", AZURE),
    mark(Provider::Azure, "x-ms-deployment-name", AZURE),
    mark(Provider::Azure, "x-ms-rai-invoked", AZURE_FILTER),
    mark(Provider::Azure, "azureml-model-session", AZURE),
    mark(Provider::Anthropic, "anthropic-ratelimit-unified-5h-utilization", ANTHROPIC_LIMITS),
    mark(Provider::Anthropic, "anthropic-ratelimit-unified-7d-utilization", ANTHROPIC_LIMITS),
    mark(Provider::Bedrock, "x-amzn-bedrock-invocation-latency", BEDROCK),
    mark(Provider::Mistral, "mistral-correlation-id", MISTRAL),
    mark(Provider::Mistral, "x-ratelimit-tokens-query-cost", MISTRAL),
    mark(Provider::Deepseek, "x-ds-trace-id", DEEPSEEK),
    mark(Provider::Fireworks, "fireworks-server-processing-time", FIREWORKS),
    mark(Provider::Litellm, "x-litellm-call-id", LITELLM),
    mark(Provider::Litellm, "x-litellm-version", LITELLM),
    mark(Provider::Cloudflare, "cf-aig-log-id", CLOUDFLARE_GATEWAY),
    mark(Provider::Cloudflare, "cf-aig-step", CLOUDFLARE_GATEWAY),
];

const COUNT: usize = OTHERS.len() + 3 * PARTS.len();

/// The rows.
pub(crate) static HEADERS: [Header; COUNT] = {
    let mut rows = [OTHERS[0]; COUNT];
    let mut at = 0;
    while at < COUNT {
        rows[at] = if at < OTHERS.len() {
            OTHERS[at]
        } else {
            let part = at - OTHERS.len();
            PARTS[part / 3][part % 3]
        };
        at += 1;
    }
    rows
};

/// What each row says, so short that all stand close together.
pub(crate) static STEPS: [(Means, Option<Provider>); COUNT] = {
    let mut steps = [(Means::Provider, None); COUNT];
    let mut row = 0;
    while row < COUNT {
        steps[row] = (HEADERS[row].means, HEADERS[row].provider);
        row += 1;
    }
    steps
};

const NAMES: [&str; COUNT] = column!(HEADERS, name);

static TABLE: Table<COUNT, { slots(COUNT) }> = Table::new(&NAMES);

/// For each first letter, a bit for each length of a name. Most headers are none of these.
static LENGTHS: [u64; 32] = {
    let mut lengths = [0; 32];
    let mut row = 0;
    while row < COUNT {
        let name = NAMES[row].as_bytes();
        lengths[name[0] as usize % 32] |= 1 << name.len();
        row += 1;
    }
    lengths
};

/// The number of the row for a header.
#[inline]
pub(crate) fn find(name: &[u8]) -> Option<usize> {
    let first = *name.first()?;
    if name.len() >= 64 || LENGTHS[usize::from(first % 32)] & (1 << name.len()) == 0 {
        return None;
    }
    TABLE.find(name, |row| HEADERS[row].name)
}
