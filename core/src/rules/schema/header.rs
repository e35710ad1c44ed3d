//! Headers.

use super::source::Source;
use crate::kind::{Metric, Provider, Window};

/// The meaning of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderMeaning {
    /// A delay in milliseconds.
    DelayMs,
    /// A delay in seconds, or the HTTP date when it ends.
    Delay,
    /// Whether to retry: `true` or `false`.
    ShouldRetry,
    RequestId,
    /// The media type of the body.
    ContentType,
    /// The type of the error, without what follows a colon or precedes a `#`.
    ErrorType,
    /// One number of a rate-limit bucket.
    Bucket(Bucket, BucketPart),
    /// Buckets as a list with parameters (IETF draft ratelimit-headers).
    Buckets,
    /// The policies of these buckets, in the same form.
    Policies,
    /// Nothing more than who answered: by its name, or by a mark in its value.
    Provider,
}

impl HeaderMeaning {
    /// How many meanings have one value in a response.
    pub(crate) const SINGLE: usize = 7;

    /// The place of such a meaning among these; [`Self::SINGLE`] for the others.
    #[inline]
    pub(crate) const fn single_index(self) -> usize {
        match self {
            Self::Delay => 0,
            Self::ShouldRetry => 1,
            Self::RequestId => 2,
            Self::ErrorType => 3,
            Self::Buckets => 4,
            Self::Policies => 5,
            Self::ContentType => 6,
            Self::DelayMs | Self::Bucket(..) | Self::Provider => Self::SINGLE,
        }
    }
}

/// What a header says of a bucket. The first three are numbers or times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BucketPart {
    Limit,
    Remaining,
    /// When the bucket is full again: a duration, seconds, or a time.
    Reset,
    /// A word that says whether anything remains.
    State,
    /// How much is used, in percent.
    Percent,
}

/// A rate-limit bucket to which several headers can belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bucket {
    Requests,
    Tokens,
    /// `x-ratelimit-*` without a name.
    Bare,
    /// `ratelimit-*` of the IETF draft.
    Standard,
    RequestsPerSecond,
    RequestsPerMinute,
    RequestsPerHour,
    RequestsPerDay,
    RequestsPerMonth,
    TokensPerMinute,
    TokensPerHour,
    TokensPerDay,
    TokensPerMonth,
    InputTokens,
    OutputTokens,
    ProjectTokens,
    ProjectRequests,
    Images,
    AudioSeconds,
    FiveHours,
    SevenDays,
    Unified,
    Primary,
    Secondary,
}

impl Bucket {
    /// How many buckets there are.
    pub(crate) const COUNT: usize = Self::Secondary as usize + 1;

    pub(crate) const fn metric(self) -> Metric {
        match self {
            Self::Requests
            | Self::Bare
            | Self::Standard
            | Self::RequestsPerSecond
            | Self::RequestsPerMinute
            | Self::RequestsPerHour
            | Self::RequestsPerDay
            | Self::RequestsPerMonth
            | Self::ProjectRequests => Metric::Requests,
            Self::Tokens
            | Self::TokensPerMinute
            | Self::TokensPerHour
            | Self::TokensPerDay
            | Self::TokensPerMonth
            | Self::ProjectTokens => Metric::Tokens,
            Self::InputTokens => Metric::InputTokens,
            Self::OutputTokens => Metric::OutputTokens,
            Self::Images => Metric::Images,
            Self::AudioSeconds => Metric::AudioSeconds,
            Self::FiveHours | Self::SevenDays | Self::Unified | Self::Primary | Self::Secondary => {
                Metric::Other
            }
        }
    }

    /// The window that the name of the header states.
    pub(crate) const fn window(self) -> Option<Window> {
        match self {
            Self::RequestsPerSecond => Some(Window::Second),
            Self::RequestsPerMinute | Self::TokensPerMinute => Some(Window::Minute),
            Self::RequestsPerHour | Self::TokensPerHour => Some(Window::Hour),
            Self::RequestsPerDay | Self::TokensPerDay => Some(Window::Day),
            Self::SevenDays => Some(Window::Week),
            Self::RequestsPerMonth | Self::TokensPerMonth => Some(Window::Month),
            _ => None,
        }
    }
}

/// A header: its name is the three pieces joined.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeaderRow {
    pub(crate) name: [&'static str; 3],
    pub(crate) meaning: HeaderMeaning,
    /// The provider, if only this one sends the header.
    pub(crate) only: Option<Provider>,
    pub(crate) source: Source,
}

/// A header with this name and meaning.
pub(crate) const fn header(name: &'static str, meaning: HeaderMeaning) -> HeaderRow {
    HeaderRow { name: [name, "", ""], meaning, only: None, source: Source::MISSING }
}

/// A header that shows nothing more than who answered.
pub(crate) const fn provider_header(name: &'static str, provider: Provider) -> HeaderRow {
    header(name, HeaderMeaning::Provider).only(provider)
}

/// One number of a bucket.
pub(crate) const fn bucket_header(
    name: &'static str,
    bucket: Bucket,
    part: BucketPart,
) -> HeaderRow {
    header(name, HeaderMeaning::Bucket(bucket, part))
}

impl HeaderRow {
    /// Only this provider sends it: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// The headers of one bucket: their names before and after `limit`, `remaining` and `reset`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BucketRow {
    pub(crate) prefix: &'static str,
    pub(crate) suffix: &'static str,
    pub(crate) bucket: Bucket,
    pub(crate) only: Option<Provider>,
    pub(crate) source: Source,
}

/// Three headers: `prefix` + `limit`, `remaining` or `reset` + `suffix`.
pub(crate) const fn bucket(
    prefix: &'static str,
    suffix: &'static str,
    bucket: Bucket,
) -> BucketRow {
    BucketRow { prefix, suffix, bucket, only: None, source: Source::MISSING }
}

impl BucketRow {
    /// Only this provider sends them: they show who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// The three headers.
    pub(crate) const fn headers(self) -> [HeaderRow; 3] {
        let Self { prefix, suffix, bucket, only, source } = self;
        let limit = HeaderMeaning::Bucket(bucket, BucketPart::Limit);
        let remaining = HeaderMeaning::Bucket(bucket, BucketPart::Remaining);
        let reset = HeaderMeaning::Bucket(bucket, BucketPart::Reset);
        [
            HeaderRow { name: [prefix, "limit", suffix], meaning: limit, only, source },
            HeaderRow { name: [prefix, "remaining", suffix], meaning: remaining, only, source },
            HeaderRow { name: [prefix, "reset", suffix], meaning: reset, only, source },
        ]
    }
}
