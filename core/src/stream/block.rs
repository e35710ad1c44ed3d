//! The lines of one server-sent event (WHATWG HTML, section 9.2.6), and where they end.

use memchr::memchr2;

use super::json_end;

/// The field of an event that holds its data.
const DATA: &[u8] = b"data:";

/// Follows the lines of an event to the empty line that ends them.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockEnd {
    /// How many bytes of the event came.
    len: usize,
    /// Where the line begins that has not ended.
    line_start: usize,
    /// The first bytes of that line, which say whether it is data.
    head: [u8; DATA.len()],
    head_len: usize,
    /// The last byte was a CR: an LF after it belongs to it.
    after_cr: bool,
    /// How many lines of data have begun.
    lines_of_data: u32,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockStep {
    /// The event ends before this position, counted from the start of the event.
    Ends(usize),
    /// A second line of data begins at this position. The event ends before it if its data is whole
    /// already.
    MayEnd(usize),
    /// All bytes belong to the event.
    GoesOn,
}

impl BlockEnd {
    /// Takes the next bytes. Returns how many of them it took, and what they say.
    pub(super) fn push(&mut self, text: &[u8]) -> (usize, BlockStep) {
        let before = self.len;
        let mut at = 0;
        while at < text.len() {
            let byte = text[at];
            if self.line_start == before + at && self.head_len == 0 {
                if byte == b'\n' && self.after_cr {
                    self.after_cr = false;
                    at += 1;
                    self.line_start += 1;
                    continue;
                }
                if byte == b'\n' || byte == b'\r' {
                    at += 1;
                    if byte == b'\r' && text.get(at) == Some(&b'\n') {
                        at += 1;
                    }
                    self.len = before + at;
                    return (at, BlockStep::Ends(self.len));
                }
            }
            self.after_cr = false;
            let is_line_end = byte == b'\n' || byte == b'\r';
            if self.head_len < DATA.len() && !is_line_end {
                self.head[self.head_len] = byte;
                self.head_len += 1;
                at += 1;
                if self.head == DATA {
                    self.lines_of_data += 1;
                    if self.lines_of_data == 2 {
                        self.len = before + at;
                        return (at, BlockStep::MayEnd(self.line_start));
                    }
                }
                continue;
            }
            let Some(len) = memchr2(b'\n', b'\r', &text[at..]) else { break };
            at += len + 1;
            self.after_cr = text[at - 1] == b'\r';
            self.line_start = before + at;
            self.head_len = 0;
            self.head = [0; DATA.len()];
        }
        self.len = before + text.len();
        (text.len(), BlockStep::GoesOn)
    }
}

/// A field of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Data,
    Event,
    /// llama.cpp's name for the data of an error.
    Error,
    Comment,
    /// One that says nothing about errors.
    Other,
}

/// How long the name of an unknown field may be. It has no blank in it, as the text of a proxy has.
const MAX_NAME: usize = 24;

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Splits a line into its field and its value. Any other line is a text.
pub(super) fn field(line: &[u8]) -> Option<(Field, &[u8])> {
    let len = line.iter().take(MAX_NAME + 1).take_while(|byte| in_name(**byte)).count();
    let (name, rest) = line.split_at(len);
    let value = match rest.split_first() {
        Some((b':', value)) => value.trim_ascii_start(),
        // A known field may lack the colon.
        None if matches!(name, b"data" | b"event" | b"id" | b"retry") => rest,
        _ => return None,
    };
    let field = match name {
        b"" => Field::Comment,
        b"data" => Field::Data,
        b"event" => Field::Event,
        _ if name.eq_ignore_ascii_case(b"error") => Field::Error,
        _ => Field::Other,
    };
    Some((field, value))
}

/// Whether a line that broke off may be the beginning of one with a field: with a known one, or after
/// events with any.
pub(super) fn may_become_field(line: &[u8], is_in_events: bool) -> bool {
    let known = [&b"data"[..], b"event", b"id", b"retry", b"error"];
    let is_name = || line.len() <= MAX_NAME && line.iter().all(|&byte| in_name(byte));
    known.iter().any(|name| name.starts_with(line)) || (is_in_events && is_name())
}

/// The lines of a text with their positions, without what ends them: LF, CR, or both.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let len = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        at += len + 1;
        if rest[len..].starts_with(b"\r\n") {
            at += 1;
        }
        Some((start, &rest[..len]))
    })
}

/// Whether nothing that follows an event can belong to it: it is a JSON object, or has its empty line.
pub(super) fn shows_its_end(event: &[u8]) -> bool {
    let without_line_end = match event {
        [before @ .., b'\r', b'\n'] | [before @ .., b'\n' | b'\r'] => before,
        _ => &[],
    };
    event.first() == Some(&b'{') || matches!(without_line_end.last(), Some(b'\n' | b'\r'))
}

/// Whether the first line of data of an event is a whole JSON value, or a terminator.
pub(super) fn has_whole_data(event: &[u8]) -> bool {
    let mut values = lines(event).filter_map(|(_, line)| match field(line) {
        Some((Field::Data, value)) => Some(value),
        _ => None,
    });
    values.next().is_some_and(json_end::is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &[u8], piece: usize) -> Option<BlockStep> {
        let mut block = BlockEnd::default();
        text.chunks(piece).map(|piece| block.push(piece).1).find(|&step| step != BlockStep::GoesOn)
    }

    #[test]
    fn an_event_ends_at_an_empty_line_in_any_pieces() {
        for piece in 1..30 {
            for (text, expected) in [
                ("data: a\n\nx", Some(BlockStep::Ends(9))),
                ("data: a\r\r", Some(BlockStep::Ends(9))),
                ("event: a\nid\n\n", Some(BlockStep::Ends(13))),
                ("data: a\ndata", None),
                ("data: a\ndata:", Some(BlockStep::MayEnd(8))),
                ("data: a\r\ndata:b", Some(BlockStep::MayEnd(9))),
                ("a\r\nb", None),
            ] {
                assert_eq!(end(text.as_bytes(), piece), expected, "{text:?} {piece}");
            }
        }
        // Of a line end that a piece divides, the event has the first half.
        assert_eq!(end(b"data: a\r\n\r\n", 100), Some(BlockStep::Ends(11)));
        assert_eq!(end(b"data: a\r\n\r\n", 1), Some(BlockStep::Ends(10)));
    }

    #[test]
    fn a_line_is_a_field_or_a_text() {
        for (line, expected) in [
            ("data: a", Some((Field::Data, "a"))),
            ("data:a", Some((Field::Data, "a"))),
            ("data", Some((Field::Data, ""))),
            ("event:  x", Some((Field::Event, "x"))),
            ("error: {}", Some((Field::Error, "{}"))),
            (": c", Some((Field::Comment, "c"))),
            ("x-request-id: 1", Some((Field::Other, "1"))),
            ("upstream connect error: reset", None),
            ("Internal Server Error", None),
            ("timeout", None),
        ] {
            let expected = expected.map(|(field, value)| (field, value.as_bytes()));
            assert_eq!(field(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn an_event_shows_its_end_if_it_has_its_empty_line() {
        for event in ["data: a\n\n", "data: a\r\r", "data: a\r\n\r", "data: a\r\n\r\n", "{}"] {
            assert!(shows_its_end(event.as_bytes()), "{event:?}");
        }
        for event in ["data: a\n", "data: a\r\n", "data: a\r", "data: a", "[1]", "\n", ""] {
            assert!(!shows_its_end(event.as_bytes()), "{event:?}");
        }
    }

    #[test]
    fn lines_end_in_any_way() {
        let all: Vec<_> = lines(b"a\nb\r\nc\rd").collect();
        assert_eq!(all, [(0, &b"a"[..]), (2, b"b"), (5, b"c"), (7, b"d")]);
    }
}
