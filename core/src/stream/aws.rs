//! The frames of an AWS event stream (`application/vnd.amazon.eventstream`).
//!
//! A frame is: its length and that of its headers, the checksum of both; the headers; the payload;
//! the checksum of all before it. Lengths and checksums have four bytes, the highest first.

use crc32fast::Hasher;

/// The lengths, and their checksum.
pub(super) const PRELUDE: usize = 12;

const CHECKSUM: usize = 4;

/// How long the headers and the payload of a frame may be.
const MAX_HEADERS: usize = 128 << 10;
const MAX_PAYLOAD: usize = 16 << 20;

/// The lengths in the prelude of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prelude {
    pub(super) len: usize,
    pub(super) headers_len: usize,
}

impl Prelude {
    /// Reads the prelude that these bytes begin with, if it is one.
    pub(super) fn read(bytes: &[u8], known: &mut KnownPreludes) -> Option<Self> {
        let prelude = bytes.first_chunk::<PRELUDE>()?;
        let [len, headers_len, _] = [0, 4, 8].map(|at| number(prelude, at));
        if !known.is_right(prelude, len) {
            return None;
        }
        let (len, headers_len) = (usize::try_from(len).ok()?, usize::try_from(headers_len).ok()?);
        let payload_len = len.checked_sub(PRELUDE + CHECKSUM)?.checked_sub(headers_len)?;
        let is_possible = headers_len <= MAX_HEADERS && payload_len <= MAX_PAYLOAD;
        is_possible.then_some(Self { len, headers_len })
    }
}

/// How many preludes are remembered.
const KNOWN: usize = 64;

/// Preludes whose checksum is right, by the lowest bits of the length. The frames of one stream have
/// few lengths, and eight bytes are too few for a fast checksum.
#[derive(Clone, Debug)]
pub(super) struct KnownPreludes([u8; KNOWN * PRELUDE]);

impl Default for KnownPreludes {
    fn default() -> Self {
        // Of an array of arrays, each would be cleared by instructions of its own.
        Self([0; KNOWN * PRELUDE])
    }
}

impl KnownPreludes {
    #[inline]
    fn is_right(&mut self, prelude: &[u8; PRELUDE], len: u32) -> bool {
        let known = &mut self.0.as_chunks_mut().0[len as usize % KNOWN];
        if known == prelude && len != 0 {
            return true;
        }
        let is_right = crc32fast::hash(&prelude[..8]) == number(prelude, 8);
        if is_right {
            *known = *prelude;
        }
        is_right
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |four| u32::from_be_bytes(*four))
}

/// A frame whose checksum is right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'f> {
    /// Headers and payload.
    pub(super) content: &'f [u8],
    pub(super) headers: &'f [u8],
    pub(super) payload: &'f [u8],
}

impl<'f> Frame<'f> {
    /// Reads a whole frame. `checksum` is that of nothing.
    pub(super) fn read(frame: &'f [u8], prelude: Prelude, mut checksum: Hasher) -> Option<Self> {
        let (before, stated) = frame.split_at_checked(prelude.len - CHECKSUM)?;
        checksum.update(before);
        if checksum.finalize() != number(stated, 0) {
            return None;
        }
        let content = &before[PRELUDE..];
        let (headers, payload) = content.split_at(prelude.headers_len);
        Some(Self { content, headers, payload })
    }
}

/// The headers of a frame that say what it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FrameHeaders<'f> {
    pub(super) message_type: &'f [u8],
    pub(super) event_type: &'f [u8],
    pub(super) exception_type: &'f [u8],
    pub(super) error_code: &'f [u8],
    pub(super) error_message: &'f [u8],
}

impl<'f> FrameHeaders<'f> {
    /// Reads the headers. What is no header ends them.
    pub(super) fn read(mut bytes: &'f [u8]) -> Self {
        let mut headers = Self::default();
        while let Some((name, value, rest)) = header(bytes) {
            match name {
                b":message-type" => headers.message_type = value,
                b":event-type" => headers.event_type = value,
                b":exception-type" => headers.exception_type = value,
                b":error-code" => headers.error_code = value,
                b":error-message" => headers.error_message = value,
                _ => {}
            }
            bytes = rest;
        }
        headers
    }
}

/// The type of a header whose value is a text.
const TEXT: u8 = 7;

/// The first header, its value if that is a text, and the bytes after it.
fn header(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (&name_len, rest) = bytes.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(name_len))?;
    let (&value_type, rest) = rest.split_first()?;
    let (len, rest) = match value_type {
        // true, false
        0 | 1 => (0, rest),
        // Integers of 1, 2, 4 and 8 bytes.
        2 => (1, rest),
        3 => (2, rest),
        4 => (4, rest),
        // An integer of 8 bytes, or a time.
        5 | 8 => (8, rest),
        // Bytes, or text.
        6 | TEXT => {
            let (len, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*len)), rest)
        }
        // A UUID.
        9 => (16, rest),
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(len)?;
    Some((name, if value_type == TEXT { value } else { b"" }, rest))
}

/// The names and the payloads of the frames of a body, as far as they are right.
#[cfg(test)]
pub(crate) fn frames(mut body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut known = KnownPreludes::default();
    std::iter::from_fn(move || {
        let prelude = Prelude::read(body, &mut known)?;
        let (frame, rest) = body.split_at_checked(prelude.len)?;
        let frame = Frame::read(frame, prelude, Hasher::new())?;
        body = rest;
        Some((FrameHeaders::read(frame.headers).event_type, frame.payload))
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A frame with these headers and this payload.
    pub(in super::super) fn frame(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
        let mut block = Vec::new();
        for (name, value) in headers {
            block.push(u8::try_from(name.len()).expect("a short name"));
            block.extend_from_slice(name.as_bytes());
            block.push(TEXT);
            block.extend(u16::try_from(value.len()).expect("a short value").to_be_bytes());
            block.extend_from_slice(value.as_bytes());
        }
        let len = PRELUDE + block.len() + payload.len() + CHECKSUM;
        let mut frame = Vec::new();
        for len in [len, block.len()] {
            frame.extend(u32::try_from(len).expect("a short frame").to_be_bytes());
        }
        frame.extend(crc32fast::hash(&frame).to_be_bytes());
        frame.extend(block);
        frame.extend_from_slice(payload);
        frame.extend(crc32fast::hash(&frame).to_be_bytes());
        frame
    }

    #[test]
    fn a_frame_is_read_if_its_checksums_are_right() {
        let headers = [(":message-type", "event"), (":event-type", "chunk")];
        let bytes = frame(&headers, b"{\"a\":1}");
        let mut known = KnownPreludes::default();
        let prelude = Prelude::read(&bytes, &mut known).expect("a prelude");
        assert_eq!(prelude.len, bytes.len());
        assert_eq!(Prelude::read(&bytes, &mut known), Some(prelude));
        let read = Frame::read(&bytes, prelude, Hasher::new()).expect("a frame");
        assert_eq!(read.payload, b"{\"a\":1}");
        assert_eq!(FrameHeaders::read(read.headers).event_type, b"chunk");

        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1;
            let prelude = Prelude::read(&wrong, &mut known);
            let frame = prelude.and_then(|prelude| Frame::read(&wrong, prelude, Hasher::new()));
            assert!(frame.is_none(), "{at}");
        }
    }

    #[test]
    fn lengths_that_cannot_be_are_refused() {
        for (len, headers_len) in [
            (15u32, 0u32),
            (0, 0),
            (u32::MAX, 0),
            (16, 1),
            (100, u32::MAX),
            (1 << 20, 1 << 18),
            (1 << 25, 0),
        ] {
            let mut bytes = Vec::new();
            bytes.extend(len.to_be_bytes());
            bytes.extend(headers_len.to_be_bytes());
            bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
            assert_eq!(
                Prelude::read(&bytes, &mut KnownPreludes::default()),
                None,
                "{len} {headers_len}"
            );
        }
        assert_eq!(Prelude::read(&[0; 11], &mut KnownPreludes::default()), None);
    }

    #[test]
    fn headers_of_every_type_are_passed_over() {
        let mut block = Vec::new();
        for (value_type, len) in [(0, 0), (1, 0), (2, 1), (3, 2), (4, 4), (5, 8), (8, 8), (9, 16)] {
            block.extend([1, b'x', value_type]);
            block.extend(vec![0; len]);
        }
        block.extend(b"\x01x\x06\x00\x02ab");
        block.extend(b"\x0d:message-type\x07\x00\x05event");
        assert_eq!(FrameHeaders::read(&block).message_type, b"event");
        // A length beyond the end, or an unknown type, ends the headers.
        assert_eq!(FrameHeaders::read(b"\x0d:message-type\x07\xff\xffevent").message_type, b"");
        assert_eq!(FrameHeaders::read(b"\x01x\x63").message_type, b"");
    }
}
