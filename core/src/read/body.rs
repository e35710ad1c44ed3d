//! What a body is: JSON, an event of a stream, an HTML page, or text.

use std::ops::Range;

use super::error_fields::{Collector, ErrorFields};
use super::html;
use super::http_message::{self, split_line};
use super::json::{self, Value};

/// How many lines of an event are looked at after its data.
const MAX_EVENT_LINES: usize = 4;

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BodyFormat {
    #[default]
    Empty,
    Json,
    Html,
    Text,
}

/// Reads a body: its format, the members that rows name, and where its payload ends.
pub(crate) fn parse(body: &[u8], fields: &mut ErrorFields) -> (BodyFormat, usize) {
    let body = &body[..body.len().min(json::MAX_LEN)];
    let (range, is_marked) = if begins_with_json(body) {
        (0..body.trim_ascii_end().len(), false)
    } else {
        let Payload { range, is_marked, .. } = payload(body);
        (range, is_marked)
    };
    let text = &body[..range.end];
    let format = match text.get(range.start) {
        None => BodyFormat::Empty,
        Some(b'{' | b'[') if Collector::new(text, fields).read(range.start) => BodyFormat::Json,
        Some(b'"' | b'n' | b't' | b'f' | b'-' | b'0'..=b'9')
            if Collector::new(text, fields).read_scalar(range.start) =>
        {
            BodyFormat::Json
        }
        Some(b'<') => match html::headline(text, range.start) {
            Some((start, end)) => {
                *fields = ErrorFields::message(Value::string(start, end));
                BodyFormat::Html
            }
            None => BodyFormat::Text,
        },
        Some(_) => BodyFormat::Text,
    };
    if format == BodyFormat::Text {
        *fields = ErrorFields::message(Value::string(range.start, range.end));
    }
    fields.is_marked |= is_marked;
    (format, range.end)
}

/// Whether a body begins with JSON, as most do. It is in no frame then.
#[inline]
fn begins_with_json(body: &[u8]) -> bool {
    matches!(body.first(), Some(b'{' | b'['))
}

/// The payload of a body.
struct Payload {
    /// Without white space around it, a byte order mark, or the framing of an event.
    range: Range<usize>,
    /// Whether the framing marks it as an error.
    is_marked: bool,
    /// Where the first line of data begins, if another one follows it.
    lines: Option<usize>,
}

/// What an event calls its fields (WHATWG HTML, section 9.2); some servers send `error:` for `data:`.
const EVENT_FIELDS: [&[u8]; 4] = [b"", b"event", b"id", b"retry"];
const DATA: &[u8] = b"data";
const ERROR: &[u8] = b"error";

/// Finds the payload of a body.
#[inline(never)]
fn payload(body: &[u8]) -> Payload {
    let begin = if body.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let trimmed = |start: usize, end: usize| {
        let start = start + body[start..end].len() - body[start..end].trim_ascii_start().len();
        start..start + body[start..end].trim_ascii_end().len()
    };
    let mut at = trimmed(begin, body.len()).start;
    let mut is_marked = false;
    // JSON is in no frame.
    while !matches!(body.get(at), None | Some(b'{' | b'[')) {
        let (line, rest) = split_line(&body[at..]);
        let next = body.len() - rest.len();
        if line.is_empty() {
            at = next;
            continue;
        }
        let Some(colon) = line.iter().take(8).position(|&byte| byte == b':') else {
            break;
        };
        let (name, start) = (&line[..colon], at + colon + 1);
        let value = line[colon + 1..].trim_ascii();
        if name == DATA || (name == ERROR && matches!(value, [b'{' | b'[', ..])) {
            // JSON may go on in the lines that follow.
            let is_json = matches!(value, [b'{' | b'[', ..]);
            let end = if is_json { body.len() } else { at + line.len() };
            let lines = (name == DATA && data_of(rest).is_some()).then_some(at);
            let is_marked = is_marked || name == ERROR || marks_error(rest);
            return Payload { range: trimmed(start, end), is_marked, lines };
        }
        if !EVENT_FIELDS.contains(&name) {
            break;
        }
        is_marked |= name == b"event" && value == ERROR;
        at = next;
    }
    Payload { range: trimmed(begin, body.len()), is_marked: false, lines: None }
}

/// The value of the line of data at the start of a text, and what follows the line.
fn data_of(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (line, rest) = split_line(text);
    let value = line.strip_prefix(DATA)?.strip_prefix(b":")?;
    Some((value.strip_prefix(b" ").unwrap_or(value), rest))
}

/// Where the first of several lines of data begins, if the body is an event that has several, and
/// whether the event is marked as an error.
pub(crate) fn first_of_several_lines(body: &[u8]) -> Option<(usize, bool)> {
    if begins_with_json(body) {
        return None;
    }
    let payload = payload(&body[..body.len().min(json::MAX_LEN)]);
    Some((payload.lines?, payload.is_marked))
}

/// Joins the lines of data of one event, which begin here, by line feeds (WHATWG HTML, section
/// 9.2.6). The buffer is as long as the text; returns how much of it is used.
pub(crate) fn join_lines(mut text: &[u8], buffer: &mut [u8]) -> usize {
    let mut len = 0;
    while let Some((value, rest)) = data_of(text) {
        if len > 0 {
            buffer[len] = b'\n';
            len += 1;
        }
        buffer[len..len + value.len()].copy_from_slice(value);
        len += value.len();
        text = rest;
    }
    len
}

/// Whether the lines that are left of an event mark it as an error.
fn marks_error(lines: &[u8]) -> bool {
    let lines = http_message::lines(lines).take(MAX_EVENT_LINES);
    let mut event = lines.take_while(|line| !line.is_empty());
    event.any(|line| line.strip_prefix(b"event:").is_some_and(|name| name.trim_ascii() == ERROR))
}

/// The status in a plain text: `error code: 504` or `502 Bad Gateway`.
pub(crate) fn status_in_text(text: &[u8]) -> Option<u16> {
    let text = text.trim_ascii();
    let mark = crate::index::marks::TEXTS.iter();
    let mut without_mark = mark.filter_map(|(mark, _)| text.strip_prefix(mark.as_bytes()));
    let digits = without_mark.next().unwrap_or(text);
    let (digits, rest) = digits.split_first_chunk::<3>()?;
    let ends = rest.first().is_none_or(|&next| next == b' ' || next == b':');
    ends.then(|| core::str::from_utf8(digits).ok()?.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (BodyFormat, Option<String>, bool) {
        let mut fields = ErrorFields::none();
        let (format, end) = parse(body.as_bytes(), &mut fields);
        let message = fields.get(crate::rules::schema::Field::Message);
        let text = &body.as_bytes()[..end];
        (format, message.map(|value| value.decode(text).into_owned()), fields.is_marked)
    }

    fn message(body: &str) -> (BodyFormat, Option<String>) {
        let (format, message, _) = read(body);
        (format, message)
    }

    #[test]
    fn the_format_follows_the_first_byte_and_what_parses() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(message(""), (BodyFormat::Empty, None));
        assert_eq!(message(" \r\n"), (BodyFormat::Empty, None));
        assert_eq!(message(r#"{"message":"a"}"#), (BodyFormat::Json, some("a")));
        assert_eq!(message("\u{FEFF}{\"message\":\"a\"}x"), (BodyFormat::Json, some("a")));
        assert_eq!(message(r#""a""#), (BodyFormat::Json, some("a")));
        assert_eq!(message("null"), (BodyFormat::Json, None));
        assert_eq!(message("not found"), (BodyFormat::Text, some("not found")));
        assert_eq!(message("[1, 2]"), (BodyFormat::Json, None));
        assert_eq!(message("[true]"), (BodyFormat::Json, None));
        for text in ["[1] a b", "[a b]", "[503 a b]", "[nothing]", "{1}", r#"{"a":1} b"#] {
            assert_eq!(message(text), (BodyFormat::Text, some(text)));
        }
        assert_eq!(message("{a b}"), (BodyFormat::Text, some("{a b}")));
        assert_eq!(message("<title>a</title>"), (BodyFormat::Html, some("a")));
        assert_eq!(message("<a b"), (BodyFormat::Text, some("<a b")));
    }

    #[test]
    fn an_event_is_its_data_and_its_name_may_mark_an_error() {
        let json = (BodyFormat::Json, Some("a".to_owned()));
        for (body, is_marked) in [
            ("data: {\"message\":\"a\"}", false),
            (": comment\nid: 1\ndata:{\"message\":\"a\"}\n\n", false),
            ("event: error\ndata: {\"message\":\"a\"}\n\n", true),
            ("data: {\"message\":\"a\"}\nevent: error\n\n", true),
            ("data: {\"message\":\"a\"}\n\nevent: error\n\n", false),
            ("error: {\"message\":\"a\"}", true),
        ] {
            let (format, message, marked) = read(body);
            assert_eq!(((format, message), marked), (json.clone(), is_marked), "{body}");
        }
        assert_eq!(message("error: a").0, BodyFormat::Text);
        assert_eq!(message("data: a b\n\n"), (BodyFormat::Text, Some("a b".to_owned())));
    }

    #[test]
    fn the_lines_of_data_of_one_event_are_joined() {
        let body = b"event: error\ndata: {\"a\":\ndata:1}\r\ndata:  b\nid: 1\n\ndata: c\n";
        let (start, is_marked) = first_of_several_lines(body).expect("several lines");
        assert!(is_marked);
        let mut buffer = [0; 80];
        let len = join_lines(&body[start..], &mut buffer);
        assert_eq!(&buffer[..len], b"{\"a\":\n1}\n b");
        for body in [&b"data: a\n\ndata: b"[..], b"data: a\n", b"{}\ndata: a\ndata: b", b""] {
            assert_eq!(first_of_several_lines(body), None, "{body:?}");
        }
    }

    #[test]
    fn a_plain_text_may_state_a_status() {
        for (text, status) in [
            ("error code: 504", Some(504)),
            ("502 Bad Gateway", Some(502)),
            (" 503: x", Some(503)),
            ("5022", None),
            ("50", None),
            ("code 502", None),
        ] {
            assert_eq!(status_in_text(text.as_bytes()), status, "{text}");
        }
    }
}
