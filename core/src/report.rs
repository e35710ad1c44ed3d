//! What comes out: the plain decision, and the report that explains it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::kind::{Advice, Fault, Kind, Provider};
use crate::names::named_enum;
use crate::rules::Rule;

named_enum! {
    /// Where a stated delay was found, strongest first.
    DelaySource {
        RetryAfterMs = 1, "retry-after-ms", "The header `retry-after-ms` or one of its kin.";
        RetryAfter = 2, "retry-after", "The header `retry-after`.";
        Body = 3, "body", "A machine-readable field of the body.";
        Message = 4, "message", "The text of the message.";
        Bucket = 5, "bucket", "The reset of a rate-limit bucket that is empty.";
    }
}

named_enum! {
    /// What a rate limit counts.
    Metric {
        Requests = 1, "requests", "Requests.";
        Tokens = 2, "tokens", "Tokens, read and written together.";
        InputTokens = 3, "input_tokens", "Tokens of the prompt.";
        OutputTokens = 4, "output_tokens", "Tokens of the completion.";
        AudioSeconds = 5, "audio_seconds", "Seconds of audio.";
        Images = 6, "images", "Images.";
        Other = 7, "other", "Something else, or not told.";
    }
}

named_enum! {
    /// The span of time that a rate limit counts over.
    Window {
        Second = 1, "second", "A second.";
        Minute = 2, "minute", "A minute.";
        Hour = 3, "hour", "An hour.";
        Day = 4, "day", "A day.";
        Week = 5, "week", "A week.";
        Month = 6, "month", "A month.";
    }
}

/// What to do about a response: plain data, made without any allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Decision {
    /// What went wrong.
    pub kind: Kind,
    /// Who must act before the call can succeed.
    pub fault: Fault,
    /// Whether to send the same request again, and when.
    pub retry: Retry,
    /// Who answered, where that shows.
    pub provider: Option<Provider>,
    /// The rule that decided the kind.
    pub rule: &'static Rule,
}

/// Whether to send the same request again, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Retry {
    /// The advice.
    pub advice: Advice,
    /// How long the server said to wait, in milliseconds rounded up; at most
    /// [`Retry::MAX_DELAY_MS`]. `None` where it did not say, or a retry is not worth a wait.
    pub delay_ms: Option<u64>,
    /// Where the delay was found.
    pub source: Option<DelaySource>,
}

impl Retry {
    /// The longest delay that is told: the largest integer that every JSON reader holds exactly.
    pub const MAX_DELAY_MS: u64 = (1 << 53) - 1;
}

/// Everything that a response tells, borrowed from it where that is possible.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report<'a> {
    /// What went wrong.
    pub kind: Kind,
    /// Who must act before the call can succeed.
    pub fault: Fault,
    /// Whether to send the same request again, and when.
    pub retry: Retry,
    /// The HTTP status of the response, as it was given.
    pub status: u16,
    /// Who answered, where that shows.
    pub provider: Option<Provider>,
    /// The error object, as the server sent it.
    pub error: ErrorObject<'a>,
    /// Every rate-limit bucket that headers, body or message tell of.
    pub limits: Vec<Limit>,
    /// The id under which the provider's support finds this call.
    pub request_id: Option<Cow<'a, str>>,
    /// The innermost error, where the error object carries another server's error inside it.
    pub upstream: Option<Upstream<'a>>,
    /// What the caller should do now, in one sentence.
    pub action: Cow<'a, str>,
    /// The name of the rule that decided the kind: see [`crate::rules::find`].
    pub rule: Cow<'a, str>,
}

/// The fields of an error object as text, exactly as sent once JSON is decoded.
///
/// A numeric code is its decimal text; absent and JSON null are both `None`; an empty string stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorObject<'a> {
    /// The provider's own description of the error.
    pub message: Option<Cow<'a, str>>,
    /// The provider's classification of the error.
    #[serde(rename = "type")]
    pub type_: Option<Cow<'a, str>>,
    /// The provider's code for the error.
    pub code: Option<Cow<'a, str>>,
    /// The parameter of the request that the error is about.
    pub param: Option<Cow<'a, str>>,
    /// What the model wrote that was no valid tool call or JSON (Groq).
    pub failed_generation: Option<Cow<'a, str>>,
}

/// One rate-limit bucket; each field is `None` where it is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Limit {
    /// What is counted.
    pub metric: Metric,
    /// The span of time it is counted over.
    pub window: Option<Window>,
    /// How much the window allows.
    pub limit: Option<u64>,
    /// How much of it is left.
    pub remaining: Option<u64>,
    /// How much of it is used.
    pub used: Option<u64>,
    /// How much this request asked for.
    pub requested: Option<u64>,
    /// When it is full again, in milliseconds from now.
    pub reset_ms: Option<u64>,
}

impl Limit {
    /// A bucket of which nothing more is told.
    pub(crate) const fn of(metric: Metric, window: Option<Window>) -> Self {
        Self {
            metric,
            window,
            limit: None,
            remaining: None,
            used: None,
            requested: None,
            reset_ms: None,
        }
    }
}

/// The innermost readable error behind a gateway.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Upstream<'a> {
    /// Whose error it is, where that shows.
    pub provider: Option<Provider>,
    /// The status that it states, where it does.
    pub status: Option<u16>,
    /// Its error object.
    pub error: ErrorObject<'a>,
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl ErrorObject<'_> {
    /// The same object, holding its own text.
    pub fn into_owned(self) -> ErrorObject<'static> {
        ErrorObject {
            message: self.message.map(owned),
            type_: self.type_.map(owned),
            code: self.code.map(owned),
            param: self.param.map(owned),
            failed_generation: self.failed_generation.map(owned),
        }
    }
}

impl Upstream<'_> {
    /// The same error, holding its own text.
    pub fn into_owned(self) -> Upstream<'static> {
        Upstream { provider: self.provider, status: self.status, error: self.error.into_owned() }
    }
}

impl Report<'_> {
    /// The same report, holding its own text: it may outlive the response.
    pub fn into_owned(self) -> Report<'static> {
        Report {
            kind: self.kind,
            fault: self.fault,
            retry: self.retry,
            status: self.status,
            provider: self.provider,
            error: self.error.into_owned(),
            limits: self.limits,
            request_id: self.request_id.map(owned),
            upstream: self.upstream.map(Upstream::into_owned),
            action: owned(self.action),
            rule: owned(self.rule),
        }
    }
}
