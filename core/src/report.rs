//! What comes out: the plain decision, and the report that explains it.

use core::fmt::{self, Write as _};
use std::borrow::Cow;

use crate::kind::{Advice, Fault, Kind, Provider};
use crate::named_enum::named_enum;
use crate::redact::redact;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
    pub action: Cow<'static, str>,
    /// The name of the rule that decided the kind: [`crate::rules::find`] gives that rule.
    pub rule: Cow<'static, str>,
}

/// The fields of an error object as text, exactly as sent once JSON is decoded.
///
/// A numeric code is its decimal text; absent and JSON null are both `None`; an empty string stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ErrorObject<'a> {
    /// The provider's own description of the error.
    pub message: Option<Cow<'a, str>>,
    /// The provider's classification of the error.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub type_: Option<Cow<'a, str>>,
    /// The provider's code for the error.
    pub code: Option<Cow<'a, str>>,
    /// The parameter of the request that the error is about.
    pub param: Option<Cow<'a, str>>,
    /// What the model wrote that was no valid tool call or JSON (Groq).
    pub failed_generation: Option<Cow<'a, str>>,
}

/// One rate-limit bucket; each field is `None` where it is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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

impl Limit {
    /// Whether the request alone asks for more than the limit: waiting will not help.
    pub const fn is_below_request(&self) -> bool {
        matches!((self.limit, self.requested), (Some(limit), Some(requested)) if requested > limit)
    }

    /// Whether nothing of the limit is left, or too little for this request.
    pub const fn is_exhausted(&self) -> bool {
        if matches!(self.remaining, Some(0)) || matches!(self.limit, Some(0)) {
            return true;
        }
        let (Some(limit), Some(used)) = (self.limit, self.used) else { return false };
        let requested = match self.requested {
            Some(requested) => requested,
            None => 0,
        };
        used >= limit || used.saturating_add(requested) > limit
    }
}

/// The innermost readable error behind a gateway.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
            action: self.action,
            rule: self.rule,
        }
    }

    /// The bucket that the request ran into, as far as its numbers show: the first that is below the
    /// request, else the first that is exhausted.
    ///
    /// ```
    /// use apifault::{Options, Response, classify};
    ///
    /// let headers = [("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-limit-tokens", "6000")];
    /// let response = Response::new(429, b"").with_headers(headers);
    /// let report = classify(&response, &Options::new());
    /// assert_eq!(report.limit_hit().and_then(|limit| limit.limit), Some(6_000));
    /// ```
    pub fn limit_hit(&self) -> Option<&Limit> {
        let is_of_limit =
            matches!(self.kind, Kind::RateLimited | Kind::RequestTooLarge | Kind::QuotaExhausted);
        let mut limits = self.limits.iter().filter(|_| is_of_limit);
        limits
            .clone()
            .find(|limit| limit.is_below_request())
            .or_else(|| limits.find(|limit| limit.is_exhausted()))
    }

    /// Whether the call did what it was meant to do: see [`Kind::is_success`].
    pub const fn is_success(&self) -> bool {
        self.kind.is_success()
    }

    /// The report of a successful call, or that of a failed one as an error.
    ///
    /// ```
    /// use apifault::{ApiError, Options, Response, classify};
    ///
    /// fn call() -> Result<(), ApiError> {
    ///     let response = Response::new(503, b"{}");
    ///     classify(&response, &Options::new()).into_result()?;
    ///     Ok(())
    /// }
    ///
    /// let error = call().expect_err("a failed call");
    /// assert_eq!(error.report().kind, apifault::Kind::ServiceUnavailable);
    /// ```
    ///
    /// # Errors
    ///
    /// If the call failed.
    pub fn into_result(self) -> Result<Self, ApiError> {
        if self.is_success() { Ok(self) } else { Err(ApiError(Box::new(self.into_owned()))) }
    }
}

/// A failed call as an error, for code that returns `Result`.
///
/// [`Report::into_result`] makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError(Box<Report<'static>>);

impl ApiError {
    /// The report of the failed call.
    pub fn report(&self) -> &Report<'static> {
        &self.0
    }

    /// The report of the failed call, taken out of the error.
    pub fn into_report(self) -> Report<'static> {
        *self.0
    }
}

/// How many characters of a message an error shows.
const SHOWN_CHARS: usize = 300;

/// One line without API keys and without control characters:
/// `rate_limited (HTTP 429 from groq): Rate limit reached`.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = &*self.0;
        let upstream =
            report.upstream.as_ref().and_then(|upstream| upstream.error.message.as_ref());
        let message = upstream.or(report.error.message.as_ref()).unwrap_or(&report.action);
        write!(f, "{} (", report.kind)?;
        match report.status {
            0 => f.write_str("no HTTP status")?,
            status => write!(f, "HTTP {status}")?,
        }
        if let Some(provider) = report.provider {
            write!(f, " from {provider}")?;
        }
        f.write_str("): ")?;
        let redacted = redact(message);
        let mut shown = redacted.trim().chars();
        for character in shown.by_ref().take(SHOWN_CHARS) {
            f.write_char(if is_printed(character) { character } else { ' ' })?;
        }
        if shown.next().is_some() { f.write_str("...") } else { Ok(()) }
    }
}

/// Whether a character shows itself rather than steering a terminal or the direction of the text.
fn is_printed(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use crate::{Options, Response, classify};

    #[test]
    fn an_error_is_one_line_without_keys_or_control_characters() {
        let body =
            br#"{"error":{"message":"bad key gsk_Heron0Heron1Heron2\u001b[31m\nof\u202e heron"}}"#;
        let error = classify(&Response::new(401, body), &Options::new())
            .into_result()
            .expect_err("a failed call");
        assert_eq!(error.to_string(), "authentication (HTTP 401): bad key gsk_*** [31m of  heron");
    }

    #[test]
    fn a_long_message_is_cut_and_a_missing_one_is_the_action() {
        let body = format!(r#"{{"error":{{"message":"{}"}}}}"#, "x".repeat(400));
        let response = Response::new(500, body.as_bytes());
        let error = classify(&response, &Options::new()).into_result().expect_err("a failed call");
        assert!(error.to_string().ends_with(&format!("{}...", "x".repeat(300))));
        let error = classify(&Response::new(500, b""), &Options::new())
            .into_result()
            .expect_err("a failed call");
        assert!(error.to_string().starts_with("internal_error (HTTP 500): Send it again"));
    }

    #[test]
    fn a_success_is_no_error() {
        let report = classify(&Response::new(200, b"{}"), &Options::new());
        assert!(report.is_success());
        assert!(report.into_result().is_ok());
    }
}
