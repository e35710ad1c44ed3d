//! What the caller knows before the first byte.

use crate::kind::Provider;
use crate::read::http_message;

/// What the caller knows about a streamed response before its body: status, headers, time, provider.
///
/// Everything is copied, so that the scanner borrows nothing.
///
/// ```
/// use apifault::{Provider, StreamOptions};
///
/// let options = StreamOptions::new()
///     .with_status(200)
///     .with_headers([("content-type", "text/event-stream"), ("x-request-id", "req_01")])
///     .with_now_ms(1_767_225_600_000)
///     .with_provider(Provider::Groq);
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
pub struct StreamOptions {
    pub(crate) status: u16,
    pub(crate) headers: Vec<u8>,
    pub(crate) now_ms: Option<u64>,
    pub(crate) provider: Option<Provider>,
    pub(crate) max_event: usize,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl StreamOptions {
    /// How many bytes of one event are kept by default: 1 MiB.
    pub const MAX_EVENT: usize = 1 << 20;

    /// Status 200, no headers, no time, no provider.
    pub const fn new() -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            now_ms: None,
            provider: None,
            max_event: Self::MAX_EVENT,
        }
    }

    /// Sets the HTTP status of the response; 0 stands for 200.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = if status == 0 { 200 } else { status };
        self
    }

    /// Adds headers as pairs of name and value; each may be text or bytes.
    #[must_use]
    pub fn with_headers<'a, N, V>(
        mut self,
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
    ) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        for (name, value) in headers {
            self.headers.extend_from_slice(name.as_ref());
            self.headers.extend_from_slice(b": ");
            // A line end in a value would begin another header.
            let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
            let value = value.as_ref().iter();
            self.headers.extend(value.map(|byte| if is_line_end(byte) { b' ' } else { *byte }));
            self.headers.push(b'\n');
        }
        self
    }

    /// Adds headers as `name: value` lines that end with LF or CRLF, as
    /// [`Response::with_header_block`](crate::Response::with_header_block) does.
    #[must_use]
    pub fn with_header_block(mut self, block: &[u8]) -> Self {
        self.headers.extend_from_slice(block);
        self.headers.push(b'\n');
        self
    }

    /// Sets the time at which the response arrived, in Unix milliseconds.
    #[must_use]
    pub fn with_now_ms(mut self, now_ms: u64) -> Self {
        self.now_ms = Some(now_ms);
        self
    }

    /// Sets the provider that the caller called.
    #[must_use]
    pub fn with_provider(mut self, provider: Provider) -> Self {
        self.provider = Some(provider);
        self
    }

    /// Whether the header `content-type` names this media type.
    pub(super) fn is_media_type(&self, name: &str) -> bool {
        let mut headers = http_message::lines(&self.headers).filter_map(http_message::header);
        headers.any(|(header, value)| {
            header.eq_ignore_ascii_case(b"content-type") && is_media_type(value, name)
        })
    }

    /// Sets how many bytes of one event are kept; at least 1,024.
    #[must_use]
    pub fn with_max_event(mut self, bytes: usize) -> Self {
        self.max_event = bytes.max(1024);
        self
    }
}

/// Whether the value of a header `content-type` names this media type.
pub(super) fn is_media_type(value: &[u8], name: &str) -> bool {
    value.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
}
