//! The input: a response, and what the caller knows beside it.

use crate::kind::Provider;
use crate::read::headers::Headers;
use crate::read::http_message::{self, ParseResponseError};
use crate::read::time::parse_http_date;

/// A response as an HTTP client holds it: status, headers and body, all borrowed.
///
/// ```
/// use apifault::{Kind, Options, Response, decide};
///
/// let response = Response::new(404, br#"{"error":{"message":"Unknown request URL"}}"#)
///     .with_headers([("content-type", "application/json")]);
/// assert_eq!(decide(&response, &Options::new()).kind, Kind::NotFound);
/// ```
#[derive(Clone, Debug)]
pub struct Response<'a> {
    pub(crate) status: u16,
    pub(crate) headers: Headers<'a>,
    pub(crate) body: &'a [u8],
    pub(crate) holds: Holds,
}

/// What the body of a response is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// All that the server sent. It may be a whole stream.
    Everything,
    /// One event of a stream.
    Event,
    /// One event of a stream, which something outside of its data marks as an error.
    Error,
}

impl<'a> Response<'a> {
    /// Makes a response from a status and a body, without headers.
    ///
    /// The body is the decoded content, that is, without gzip or chunks; or it is one event of a
    /// stream. If no status is known, pass 0.
    ///
    /// ```
    /// use apifault::{Kind, Options, Response, decide};
    ///
    /// let event = br#"data: {"error":{"message":"Overloaded","type":"overloaded_error"}}"#;
    /// assert_eq!(decide(&Response::new(200, event), &Options::new()).kind, Kind::Overloaded);
    /// ```
    #[inline]
    pub fn new(status: u16, body: &'a [u8]) -> Self {
        Self { status, headers: Headers::none(), body, holds: Holds::Everything }
    }

    /// A response with the same status and headers.
    // Headers are large.
    #[inline(never)]
    pub(crate) fn with_body<'b>(&self, body: &'b [u8], holds: Holds) -> Response<'b>
    where
        'a: 'b,
    {
        Response { status: self.status, headers: self.headers.clone(), body, holds }
    }

    /// Says that the body is one event of a stream, even if it looks like more.
    ///
    /// Without it, the body of a successful response that is a whole stream is read as one: its
    /// first error decides, else whether it was cut off.
    ///
    /// ```
    /// use apifault::{Kind, Options, Response, decide};
    ///
    /// let event = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
    /// let response = Response::new(200, event).with_headers([("content-type", "text/event-stream")]);
    /// assert_eq!(decide(&response, &Options::new()).kind, Kind::BadGateway);
    /// assert_eq!(decide(&response.as_event(), &Options::new()).kind, Kind::Success);
    /// ```
    #[must_use]
    pub fn as_event(mut self) -> Self {
        self.holds = Holds::Event;
        self
    }

    /// Adds headers as pairs of name and value; each may be text or bytes.
    ///
    /// The case of a name does not matter. If a name is repeated, the first value counts; of
    /// several delays, the first valid one.
    ///
    /// ```
    /// use apifault::{Options, Response, decide};
    ///
    /// let response = Response::new(429, b"").with_headers([("Retry-After", "2")]);
    /// assert_eq!(decide(&response, &Options::new()).retry.delay_ms, Some(2_000));
    /// ```
    #[must_use]
    #[inline]
    pub fn with_headers<N, V>(mut self, headers: impl IntoIterator<Item = (&'a N, &'a V)>) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        for (name, value) in headers {
            self.headers.read(name.as_ref(), value.as_ref());
        }
        self
    }

    /// Adds headers as `name: value` lines that end with LF or CRLF.
    ///
    /// The lines may include status lines, as the header callback of an HTTP client delivers them.
    /// Each status line begins a new block (after a redirect, a `100 Continue` or a proxy's
    /// response) and discards all headers before it, so only the last block counts. A line without
    /// a colon is ignored.
    ///
    /// ```
    /// use apifault::{Options, Response, decide};
    ///
    /// let block = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Too Many Requests\r\nretry-after: 2\r\n";
    /// let response = Response::new(429, b"").with_header_block(block);
    /// assert_eq!(decide(&response, &Options::new()).retry.delay_ms, Some(2_000));
    /// ```
    #[must_use]
    // Large, and called from every entry point.
    #[inline(never)]
    pub fn with_header_block(mut self, block: &'a [u8]) -> Self {
        for line in http_message::lines(block) {
            if http_message::is_status_line(line) {
                self.headers = Headers::none();
            } else if let Some((name, value)) = http_message::header(line) {
                self.headers.read(name, value);
            }
        }
        self
    }

    /// Reads one complete response as `curl -i` prints it: a status line of any HTTP version,
    /// headers, an empty line, and the body.
    ///
    /// Header blocks before the final response (`100 Continue`, a proxy's `200 Connection
    /// established`, redirects that were followed) are skipped.
    ///
    /// ```
    /// use apifault::{Kind, Options, Response, decide};
    ///
    /// let raw = b"HTTP/2 429\r\nretry-after: 2\r\n\r\n{\"error\":\"slow down\"}";
    /// let decision = decide(&Response::from_raw(raw)?, &Options::new());
    /// assert_eq!(decision.kind, Kind::RateLimited);
    /// # Ok::<(), apifault::ParseResponseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes do not begin with a status line.
    pub fn from_raw(raw: &'a [u8]) -> Result<Self, ParseResponseError> {
        let parts = http_message::split(raw)?;
        Ok(Self::new(parts.status, parts.body).with_header_block(parts.head))
    }
}

/// What the caller knows beside the response.
///
/// ```
/// use apifault::{Options, Provider, Response, decide};
///
/// let options = Options::new().with_now_ms(1_767_225_600_000).with_provider(Provider::Mistral);
/// let response =
///     Response::new(429, b"").with_headers([("retry-after", "Thu, 01 Jan 2026 00:00:05 GMT")]);
/// let decision = decide(&response, &options);
/// assert_eq!(decision.retry.delay_ms, Some(5_000));
/// assert_eq!(decision.provider, Some(Provider::Mistral));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    pub(crate) now_ms: Option<u64>,
    pub(crate) provider: Option<Provider>,
}

impl Options {
    /// No options set: no time, no provider.
    ///
    /// ```
    /// assert_eq!(apifault::Options::new(), apifault::Options::default());
    /// ```
    pub const fn new() -> Self {
        Self { now_ms: None, provider: None }
    }

    /// Sets the time at which the response arrived, in Unix milliseconds.
    ///
    /// It turns absolute times in the response, such as a date in `retry-after`, into delays.
    /// Without it, absolute times are ignored.
    ///
    /// ```
    /// use apifault::{Options, Response, decide};
    ///
    /// let response = Response::new(429, br#"{"resets_at":1767225605}"#);
    /// let options = Options::new();
    /// assert_eq!(decide(&response, &options).retry.delay_ms, None);
    /// let options = options.with_now_ms(1_767_225_600_000);
    /// assert_eq!(decide(&response, &options).retry.delay_ms, Some(5_000));
    /// ```
    #[must_use]
    pub const fn with_now_ms(mut self, now_ms: u64) -> Self {
        self.now_ms = Some(now_ms);
        self
    }

    /// Sets the time at which a response arrived to that in its `date` header, else to the present time,
    /// `clock_ms`; unless [`with_now_ms`](Self::with_now_ms) has set it.
    ///
    /// A response that was kept, or a server whose clock is wrong, states absolute times that belong to
    /// its own `date`. `clock_ms` is in Unix milliseconds.
    ///
    /// ```
    /// use apifault::{Options, Response, decide};
    ///
    /// let headers = [
    ///     ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
    ///     ("retry-after", "Thu, 01 Jan 2026 00:00:05 GMT"),
    /// ];
    /// let options = Options::new().with_date_of(headers, 1_767_225_602_000);
    /// let decision = decide(&Response::new(429, b"").with_headers(headers), &options);
    /// assert_eq!(decision.retry.delay_ms, Some(5_000));
    /// ```
    #[must_use]
    pub fn with_date_of<'a, N, V>(
        mut self,
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
        clock_ms: u64,
    ) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        self.now_ms = self.now_ms.or_else(|| {
            let mut headers = headers.into_iter();
            let date = headers.find_map(|(name, value)| date_ms(name.as_ref(), value.as_ref()));
            Some(date.unwrap_or(clock_ms))
        });
        self
    }

    /// Does the same for a whole response, as [`Response::from_raw`] reads it.
    ///
    /// ```
    /// use apifault::{Options, Response, decide};
    ///
    /// let raw = b"HTTP/2 429\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\
    ///     retry-after: Thu, 01 Jan 2026 00:00:05 GMT\r\n\r\n";
    /// let options = Options::new().with_date_of_raw(raw, 1_767_225_602_000);
    /// assert_eq!(decide(&Response::from_raw(raw)?, &options).retry.delay_ms, Some(5_000));
    /// # Ok::<(), apifault::ParseResponseError>(())
    /// ```
    #[must_use]
    pub fn with_date_of_raw(self, raw: &[u8], clock_ms: u64) -> Self {
        let head = http_message::split(raw).map_or(&[][..], |parts| parts.head);
        self.with_date_of(http_message::lines(head).filter_map(http_message::header), clock_ms)
    }

    /// Sets the provider that the caller called. It is used only if the response does not
    /// identify a provider.
    ///
    /// ```
    /// use apifault::{Options, Provider, Response, decide};
    ///
    /// let options = Options::new().with_provider(Provider::Mistral);
    /// let plain = Response::new(500, b"");
    /// assert_eq!(decide(&plain, &options).provider, Some(Provider::Mistral));
    /// let from_groq = plain.with_headers([("x-groq-region", "sto")]);
    /// assert_eq!(decide(&from_groq, &options).provider, Some(Provider::Groq));
    /// ```
    #[must_use]
    pub const fn with_provider(mut self, provider: Provider) -> Self {
        self.provider = Some(provider);
        self
    }
}

/// The time in a header, if it is that of the response.
fn date_ms(name: &[u8], value: &[u8]) -> Option<u64> {
    name.eq_ignore_ascii_case(b"date").then(|| parse_http_date(value))?
}
