//! An HTTP response as text: status line, header lines and body.

use std::borrow::Cow;

use memchr::memchr;

use super::swar;

/// Why bytes could not be read as an HTTP response.
/// [`Response::from_raw`](crate::Response::from_raw) returns it.
///
/// ```
/// use apifault::{ParseResponseError, Response};
///
/// assert_eq!(Response::from_raw(b"").err(), Some(ParseResponseError::Empty));
/// assert_eq!(Response::from_raw(b"{}").err(), Some(ParseResponseError::NoStatusLine));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseResponseError {
    /// There are no bytes.
    Empty,
    /// The first line is not a status line, such as `HTTP/1.1 429 Too Many Requests` or
    /// `HTTP/2 429`.
    NoStatusLine,
}

impl core::fmt::Display for ParseResponseError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Empty => "the response is empty; save one with `curl -i`",
            Self::NoStatusLine => {
                "the first line is no HTTP status line such as `HTTP/2 429`; save the response with `curl -i`"
            }
        })
    }
}

impl std::error::Error for ParseResponseError {}

/// The parts of one response.
pub(crate) struct Parts<'a> {
    pub(crate) status: u16,
    /// The status line and the header lines.
    pub(crate) head: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// Bytes as text. Invalid UTF-8 is replaced with U+FFFD.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    // `from_utf8` checks several bytes at a time; `from_utf8_lossy` alone is slower.
    core::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The lines of a text, without their LF or CRLF.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, after) = split_line(rest);
        rest = after;
        Some(line)
    })
}

/// The first line, without its LF or CRLF, and the text after it.
#[inline]
pub(crate) fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match swar::find_byte(b'\n', text) {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, &[][..]),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}

/// The name and the value of a header line. The leading colon of a pseudo-header (`:status`) is
/// part of the name.
#[inline]
pub(crate) fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let [b'!'..=0xFF, after @ ..] = line else { return None };
    let colon = 1 + swar::find_byte(b':', after)?;
    let value = &line[colon + 1..];
    Some((trim(&line[..colon]), trim(value.strip_prefix(b" ").unwrap_or(value))))
}

/// A value without the white space around it (RFC 9110, section 5.5). Most values have none.
#[inline]
pub(crate) fn trim(value: &[u8]) -> &[u8] {
    match value {
        [b'!'..=0xFF, .., b'!'..=0xFF] | [b'!'..=0xFF] => value,
        _ => value.trim_ascii(),
    }
}

/// Whether a line is the status line of an HTTP response.
#[inline]
pub(crate) fn is_status_line(line: &[u8]) -> bool {
    line.first() == Some(&b'H') && status(line).is_some()
}

/// The status in a line such as `HTTP/1.1 429 Too Many Requests` or `HTTP/2 429` (RFC 9112,
/// section 4).
fn status(line: &[u8]) -> Option<u16> {
    let rest = line.strip_prefix(b"HTTP/")?;
    let space = memchr(b' ', rest)?;
    let version = &rest[..space];
    if version.is_empty() || !version.iter().all(|b| b.is_ascii_digit() || *b == b'.') {
        return None;
    }
    let rest = rest[space..].trim_ascii_start();
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let ends = rest.get(digits).is_none_or(|&b| b == b' ');
    (digits == 3 && ends)
        .then(|| rest[..3].iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
}

/// Whether a response with this status may come before another one: an interim response, a proxy's
/// `200 Connection established`, a redirect, or a challenge that the client then answered.
fn may_precede(status: u16) -> bool {
    matches!(status, 100..=399 | 401 | 407)
}

/// Splits one response, as `curl -i` prints it, into its parts.
///
/// # Errors
///
/// Returns an error if the text does not begin with a status line.
pub(crate) fn split(raw: &[u8]) -> Result<Parts<'_>, ParseResponseError> {
    let mut block = raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw);
    if block.is_empty() {
        return Err(ParseResponseError::Empty);
    }
    loop {
        let (first, mut rest) = split_line(block);
        let status = status(first).ok_or(ParseResponseError::NoStatusLine)?;
        while !rest.is_empty() {
            let (line, after) = split_line(rest);
            rest = after;
            if line.is_empty() {
                break;
            }
        }
        if may_precede(status) && is_status_line(split_line(rest).0) {
            block = rest;
            continue;
        }
        return Ok(Parts { status, head: &block[..block.len() - rest.len()], body: rest });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str) -> (u16, String, String) {
        let parts = split(raw.as_bytes()).expect("a response");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (parts.status, text(parts.head), text(parts.body))
    }

    #[test]
    fn a_status_line_of_every_version_is_read() {
        for line in ["HTTP/1.0 503 x", "HTTP/1.1 503", "HTTP/2 503 ", "HTTP/3 503"] {
            assert_eq!(parts(&format!("{line}\r\n\r\nbody")).0, 503, "{line}");
        }
        for line in ["HTTP/ 503", "HTTP/2 50", "HTTP/2 5033", "HTTP/2", "http/2 503", "{}"] {
            let raw = format!("{line}\n\nbody");
            assert_eq!(
                split(raw.as_bytes()).err(),
                Some(ParseResponseError::NoStatusLine),
                "{line}"
            );
        }
        assert_eq!(split(b"").err(), Some(ParseResponseError::Empty));
    }

    #[test]
    fn interim_and_proxy_blocks_precede_the_answer() {
        let raw = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n\
                   HTTP/1.1 429 Too Many Requests\r\nretry-after: 2\r\n\r\n{}\r\n";
        let (status, head, body) = parts(raw);
        assert_eq!(status, 429);
        assert_eq!(head, "HTTP/1.1 429 Too Many Requests\r\nretry-after: 2\r\n\r\n");
        assert_eq!(body, "{}\r\n");
    }

    #[test]
    fn a_body_that_begins_like_a_status_line_stays_a_body() {
        let (status, _, body) = parts("HTTP/1.1 502 Bad Gateway\n\nHTTP/1.1 500 Oops\n\n");
        assert_eq!((status, body.as_str()), (502, "HTTP/1.1 500 Oops\n\n"));
    }

    #[test]
    fn a_head_without_an_empty_line_has_no_body() {
        assert_eq!(parts("HTTP/2 502\nserver: x").2, "");
    }

    #[test]
    fn a_header_line_has_a_colon_and_no_leading_space() {
        assert_eq!(header(b"a:b"), Some((&b"a"[..], &b"b"[..])));
        assert_eq!(header(b":status: 1"), Some((&b":status"[..], &b"1"[..])));
        assert_eq!(header(b" folded: x"), None);
        assert_eq!(header(b"nothing"), None);
        assert_eq!(header(b""), None);
    }
}
