//! What goes in.

use crate::headers::Headers;
use crate::kind::Provider;
use crate::raw::{self, RawError};

/// A response as an HTTP client holds it, borrowed for as long as its report is needed.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    pub(crate) status: u16,
    pub(crate) headers: Headers<'a>,
    pub(crate) body: &'a [u8],
}

impl<'a> Response<'a> {
    /// A response with this status and body, and no headers.
    ///
    /// The body is the bytes after any content encoding is undone, or one event of a stream. A
    /// status of 0 means that none is known.
    #[inline]
    pub fn new(status: u16, body: &'a [u8]) -> Self {
        Self { status, headers: Headers::none(), body }
    }

    /// Reads these headers, beside those read before. The first of each name counts.
    ///
    /// ```
    /// # use apifault::Response;
    /// let response = Response::new(429, b"").with_headers([("retry-after", "2")]);
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

    /// Reads headers from `name: value` lines, ended by LF or CRLF.
    ///
    /// Status lines may stand among them, as an HTTP client's header callback delivers them: each
    /// begins a new block (after a redirect, a `100 Continue` or a proxy's answer), and only the
    /// last block counts. A line without a colon is passed over.
    #[must_use]
    // Large, and called from every door.
    #[inline(never)]
    pub fn with_header_block(mut self, block: &'a [u8]) -> Self {
        for line in raw::lines(block) {
            if raw::is_status_line(line) {
                self.headers = Headers::none();
            } else if let Some((name, value)) = raw::header(line) {
                self.headers.read(name, value);
            }
        }
        self
    }

    /// Reads one whole response, as `curl -i` prints it: a status line of any HTTP version,
    /// headers, an empty line, and the body.
    ///
    /// Blocks that only precede the answer (`100 Continue`, a proxy's `200 Connection
    /// established`, redirects that were followed) are passed over.
    ///
    /// # Errors
    ///
    /// Where the bytes do not begin with a status line.
    pub fn from_raw(raw: &'a [u8]) -> Result<Self, RawError> {
        let parts = raw::split(raw)?;
        Ok(Self::new(parts.status, parts.body).with_header_block(parts.head))
    }
}

/// What the caller knows beside the response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    pub(crate) now_ms: Option<u64>,
    pub(crate) provider: Option<Provider>,
}

impl Options {
    /// Nothing known.
    pub const fn new() -> Self {
        Self { now_ms: None, provider: None }
    }

    /// The time when the response came, in Unix milliseconds. Absolute times in the response are
    /// counted from it; without it they give no delay.
    #[must_use]
    pub const fn with_now_ms(mut self, now_ms: u64) -> Self {
        self.now_ms = Some(now_ms);
        self
    }

    /// Whom the caller believes it talks to. It is named where the response shows nobody, and
    /// never hides what the response shows.
    #[must_use]
    pub const fn with_provider(mut self, provider: Provider) -> Self {
        self.provider = Some(provider);
        self
    }
}
