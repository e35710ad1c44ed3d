//! The output: the plain decision, and the report that explains it.

use std::borrow::Cow;

use crate::kind::{Advice, DelaySource, Fault, Kind, Metric, Provider, Scope, Window};
use crate::remedies::Remedies;
use crate::rule::Rule;

/// What to do about a response: plain data, a part of the [`Report`]. [`decide`](crate::decide)
/// makes it.
///
/// ```
/// use apifault::{Advice, Fault, Kind, Options, Remedy, Response, Scope, decide};
///
/// let decision = decide(&Response::new(529, b""), &Options::new());
/// assert_eq!(decision.kind, Kind::Overloaded);
/// assert_eq!(decision.fault, Fault::Provider);
/// assert_eq!(decision.retry.advice, Advice::Backoff);
/// assert_eq!(decision.scope, Scope::Model);
/// assert!(decision.remedies.contains(Remedy::OtherProvider));
/// assert_eq!(decision.provider, None);
/// assert_eq!(decision.rule.id(), "status/529");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Decision {
    /// What went wrong.
    pub kind: Kind,
    /// Who must act before the call can succeed.
    pub fault: Fault,
    /// Whether to send the same request again, and when.
    pub retry: Retry,
    /// What fails alike until something changes.
    pub scope: Scope,
    /// What may help besides waiting.
    pub remedies: Remedies,
    /// Who sent the response; `None` if neither the response nor the caller identifies it.
    pub provider: Option<Provider>,
    /// The rule that decided the kind.
    pub rule: &'static Rule,
}

/// Whether to send the same request again, and when.
///
/// The delay is what the server stated, however long: a retry policy sets its own maximum.
///
/// ```
/// use apifault::{Advice, DelaySource, Options, Response, decide};
///
/// let body = br#"{"error":{"message":"Rate limit reached. Please try again in 1.5s."}}"#;
/// let retry = decide(&Response::new(429, body), &Options::new()).retry;
/// assert_eq!(retry.advice, Advice::AfterDelay);
/// assert_eq!(retry.delay_ms, Some(1_500));
/// assert_eq!(retry.source, Some(DelaySource::Message));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Retry {
    /// The advice.
    pub advice: Advice,
    /// The delay that the server stated, in milliseconds, rounded up and at most
    /// [`Retry::MAX_DELAY_MS`]. `Some` only if the advice is [`Advice::AfterDelay`]; 0 means at
    /// once.
    pub delay_ms: Option<u64>,
    /// Where the delay was found. `None` if `delay_ms` is.
    pub source: Option<DelaySource>,
}

impl Retry {
    /// The longest delay in a report: the largest integer that every JSON parser reads exactly. A
    /// longer one is reduced to it.
    pub const MAX_DELAY_MS: u64 = (1 << 53) - 1;

    /// Whether a retry is worth it: the advice is not [`Advice::No`].
    ///
    /// ```
    /// use apifault::{Options, Response, decide};
    ///
    /// assert!(decide(&Response::new(502, b""), &Options::new()).retry.is_retryable());
    /// assert!(!decide(&Response::new(400, b""), &Options::new()).retry.is_retryable());
    /// ```
    pub const fn is_retryable(&self) -> bool {
        !matches!(self.advice, Advice::No)
    }
}

/// Everything that a response says about the call, borrowed from the response if possible.
///
/// [`classify`](crate::classify) makes it. With the feature `serde` it can be written as JSON and
/// read back; the field names are those of every other language.
///
/// ```
/// use apifault::{Kind, Metric, Options, Response, Window, classify};
///
/// let body = br#"{"error":{"message":"Rate limit reached for model `heron-8b` on tokens per minute (TPM): Limit 6000, Used 5120, Requested 1558. Please try again in 6.78s.","type":"tokens","code":"rate_limit_exceeded"}}"#;
/// let response = Response::new(429, body).with_headers([("x-request-id", "req_01")]);
/// let report = classify(&response, &Options::new());
///
/// assert_eq!(report.kind, Kind::RateLimited);
/// assert_eq!(report.retry.delay_ms, Some(6_780));
/// assert_eq!(report.error.code.as_deref(), Some("rate_limit_exceeded"));
/// assert_eq!(report.limits[0].metric, Metric::Tokens);
/// assert_eq!(report.limits[0].window, Some(Window::Minute));
/// assert_eq!(report.request_id.as_deref(), Some("req_01"));
/// assert_eq!(report.rule, "code/rate_limit_exceeded");
/// ```
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
    /// The HTTP status of the response, as the caller gave it; 0 if there is none.
    pub status: u16,
    /// Who sent the response; `None` if neither the response nor the caller identifies it. A
    /// gateway is named before the provider behind it.
    pub provider: Option<Provider>,
    /// The error object, as the server sent it. All fields are `None` for a successful call.
    pub error: ErrorObject<'a>,
    /// Every rate-limit bucket in the headers, the body and the message; those of the body and the
    /// message come first. Empty if there is none.
    pub limits: Vec<Limit>,
    /// The id by which the provider's support finds this call: from a header, else from the body.
    /// `None` if there is none.
    pub request_id: Option<Cow<'a, str>>,
    /// The innermost error, if the error object contains the error of another server; else `None`.
    pub upstream: Option<Upstream<'a>>,
    /// What fails alike until something changes.
    pub scope: Scope,
    /// What may help besides waiting.
    pub remedies: Remedies,
    /// What the caller should do now, in one sentence. Its wording may change in any release.
    pub action: Cow<'static, str>,
    /// The name of the rule that decided the kind: [`catalog::find`](crate::catalog::find) returns that
    /// rule.
    pub rule: Cow<'static, str>,
}

/// The fields of an error object as text, exactly as the server sent them, after JSON decoding.
///
/// A numeric code is its decimal text. A field is `None` if it is missing or JSON null; an empty
/// string stays an empty string.
///
/// ```
/// use apifault::{Options, Response, classify};
///
/// let body = br#"{"error":{"message":"too high","type":null,"code":20015,"param":""}}"#;
/// let error = classify(&Response::new(400, body), &Options::new()).error;
/// assert_eq!(error.message.as_deref(), Some("too high"));
/// assert_eq!(error.type_, None);
/// assert_eq!(error.code.as_deref(), Some("20015"));
/// assert_eq!(error.param.as_deref(), Some(""));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ErrorObject<'a> {
    /// The provider's description of the error. For a body that is not JSON: the title or first
    /// heading of an HTML page, else the beginning of the text.
    pub message: Option<Cow<'a, str>>,
    /// The provider's classification of the error.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub type_: Option<Cow<'a, str>>,
    /// The provider's code for the error.
    pub code: Option<Cow<'a, str>>,
    /// The request parameter that caused the error.
    pub param: Option<Cow<'a, str>>,
    /// The model's output that was not a valid tool call or not valid JSON (Groq).
    pub failed_generation: Option<Cow<'a, str>>,
}

/// One rate-limit bucket. A number is `None` if the response does not state it, and at most
/// 9,007,199,254,740,991.
///
/// ```
/// use apifault::{Limit, Metric, Options, Response, classify};
///
/// let headers = [
///     ("x-ratelimit-limit-requests", "30"),
///     ("x-ratelimit-remaining-requests", "0"),
///     ("x-ratelimit-reset-requests", "2.5s"),
/// ];
/// let response = Response::new(429, b"").with_headers(headers);
/// let report = classify(&response, &Options::new());
///
/// let limit: Limit = report.limits[0];
/// assert_eq!(limit.metric, Metric::Requests);
/// assert_eq!((limit.limit, limit.remaining, limit.used), (Some(30), Some(0), None));
/// assert_eq!(limit.reset_ms, Some(2_500));
/// assert!(limit.is_exhausted());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Limit {
    /// What the limit counts. [`Metric::Other`] if the response does not state it.
    pub metric: Metric,
    /// The time span over which it counts. `None` if the response does not state it.
    pub window: Option<Window>,
    /// How much one window allows, in units of the metric.
    pub limit: Option<u64>,
    /// How much of the limit is left.
    pub remaining: Option<u64>,
    /// How much of the limit is used.
    pub used: Option<u64>,
    /// How much this request asked for.
    pub requested: Option<u64>,
    /// The time until the bucket is full again, in milliseconds.
    pub reset_ms: Option<u64>,
}

impl Limit {
    /// A bucket without numbers.
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
    /// Whether this request alone asks for more than the limit, so that waiting will not help.
    ///
    /// ```
    /// use apifault::{Kind, Options, Response, classify};
    ///
    /// let body = br#"{"error":{"message":"Request too large on tokens per minute (TPM): Limit 6000, Requested 9000"}}"#;
    /// let report = classify(&Response::new(429, body), &Options::new());
    /// assert!(report.limits[0].is_below_request());
    /// assert_eq!(report.kind, Kind::RequestTooLarge);
    /// ```
    pub const fn is_below_request(&self) -> bool {
        matches!((self.limit, self.requested), (Some(limit), Some(requested)) if requested > limit)
    }

    /// Whether nothing of the limit is left, or not enough for this request. False if the numbers do
    /// not show it.
    ///
    /// ```
    /// use apifault::{Options, Response, classify};
    ///
    /// let headers = [("x-ratelimit-limit-requests", "9"), ("x-ratelimit-remaining-requests", "0")];
    /// let response = Response::new(429, b"").with_headers(headers);
    /// assert!(classify(&response, &Options::new()).limits[0].is_exhausted());
    /// ```
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

/// The innermost readable error behind a gateway: the cause of the error that the gateway sent.
///
/// ```
/// use apifault::{Kind, Options, Response, classify};
///
/// let body = br#"{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"prompt is too long\",\"type\":\"invalid_request_error\"}}","provider_name":"Anthropic"}}}"#;
/// let report = classify(&Response::new(400, body), &Options::new());
///
/// assert_eq!(report.kind, Kind::ContextLengthExceeded);
/// assert_eq!(report.error.message.as_deref(), Some("Provider returned error"));
/// let upstream = report.upstream.expect("an error inside the error");
/// assert_eq!(upstream.error.message.as_deref(), Some("prompt is too long"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Upstream<'a> {
    /// Who sent this error; `None` if the error does not identify it.
    pub provider: Option<Provider>,
    /// The HTTP status that this error states; `None` if it states none.
    pub status: Option<u16>,
    /// The fields of this error.
    pub error: ErrorObject<'a>,
}

// One copy of the code for all texts.
#[inline(never)]
fn owned(text: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    text.map(|text| Cow::Owned(text.into_owned()))
}

impl ErrorObject<'_> {
    /// The same object with text of its own, so that it may outlive the response.
    ///
    /// ```
    /// use apifault::{Options, Response, classify};
    ///
    /// let body = br#"{"error":"heron"}"#.to_vec();
    /// let error = classify(&Response::new(400, &body), &Options::new()).error.into_owned();
    /// drop(body);
    /// assert_eq!(error.message.as_deref(), Some("heron"));
    /// ```
    pub fn into_owned(self) -> ErrorObject<'static> {
        ErrorObject {
            message: owned(self.message),
            type_: owned(self.type_),
            code: owned(self.code),
            param: owned(self.param),
            failed_generation: owned(self.failed_generation),
        }
    }
}

impl Upstream<'_> {
    /// The same error with text of its own, so that it may outlive the response.
    ///
    /// ```
    /// use apifault::{Options, Response, classify};
    ///
    /// let body = br#"{"error":{"message":"{\"error\":{\"message\":\"heron\"}}"}}"#.to_vec();
    /// let report = classify(&Response::new(400, &body), &Options::new());
    /// let upstream = report.upstream.expect("an error inside the message").into_owned();
    /// drop(body);
    /// assert_eq!(upstream.error.message.as_deref(), Some("heron"));
    /// ```
    pub fn into_owned(self) -> Upstream<'static> {
        Upstream { provider: self.provider, status: self.status, error: self.error.into_owned() }
    }
}

impl Report<'_> {
    /// The same report with text of its own, so that it may outlive the response.
    ///
    /// ```
    /// use apifault::{Options, Report, Response, classify};
    ///
    /// fn report_of(body: Vec<u8>) -> Report<'static> {
    ///     classify(&Response::new(500, &body), &Options::new()).into_owned()
    /// }
    ///
    /// let report = report_of(br#"{"error":"heron"}"#.to_vec());
    /// assert_eq!(report.error.message.as_deref(), Some("heron"));
    /// ```
    pub fn into_owned(self) -> Report<'static> {
        Report {
            kind: self.kind,
            fault: self.fault,
            retry: self.retry,
            status: self.status,
            provider: self.provider,
            error: self.error.into_owned(),
            limits: self.limits,
            request_id: owned(self.request_id),
            upstream: self.upstream.map(Upstream::into_owned),
            scope: self.scope,
            remedies: self.remedies,
            action: self.action,
            rule: self.rule,
        }
    }

    /// The bucket whose limit the request hit: the first whose limit is smaller than the request,
    /// else the first that is exhausted. `None` if the numbers show none, or the kind is not
    /// [`Kind::RateLimited`], [`Kind::RequestTooLarge`] or [`Kind::QuotaExhausted`].
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

    /// Whether the call succeeded: see [`Kind::is_success`].
    ///
    /// ```
    /// use apifault::{Options, Response, classify};
    ///
    /// assert!(classify(&Response::new(200, b"{}"), &Options::new()).is_success());
    /// ```
    pub const fn is_success(&self) -> bool {
        self.kind.is_success()
    }
}
