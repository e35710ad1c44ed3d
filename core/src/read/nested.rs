//! The error inside an error: in a field for it, or in the message, as JSON, prose or Python's `repr`.

use memchr::{memchr, memchr_iter};

use super::body::{self, BodyFormat, status_in_text};
use super::copies::Slots;
use super::error_fields::{Collector, ErrorFields, Extent};
use super::json::Value;
use super::message::MAX_LOOK;
use super::parsed_error::{MessageInMessage, ParsedError};
use crate::rules::schema::Field;
use crate::rules::sdk::{PRINTED_STATUS, UPSTREAM_MARKS};

/// How many places of a message are tried as the start of an error.
const MAX_TRIES: usize = 4;

/// A message, decoded if it had escapes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'t> {
    pub(crate) value: Value,
    pub(crate) text: &'t [u8],
}

/// Whether an error can be inside another one.
pub(crate) fn may_nest(error: &ParsedError<'_, '_>, message: Option<Value>) -> bool {
    error.fields.has(Field::UpstreamBody)
        || error.fields.has(Field::UpstreamJson)
        || message.is_some_and(|message| may_hold_json(error, message))
}

/// Whether a message can hold JSON or the `repr` of a Python dict.
fn may_hold_json(error: &ParsedError<'_, '_>, message: Value) -> bool {
    let raw = message.raw(error.text);
    // In a JSON string the quotes of JSON are escaped, those of Python need not be.
    let is_plain = message.is_string() && !message.is_escaped() && error.format == BodyFormat::Json;
    memchr_iter(b'{', raw).any(|at| !is_plain || raw.get(at + 1) == Some(&b'\''))
}

/// Reads the error inside an error.
pub(crate) fn read<'a, 't>(
    error: &mut ParsedError<'a, 't>,
    message: Option<Message<'t>>,
    slots: &mut Slots<'t>,
) -> Option<ParsedError<'a, 't>> {
    if let Some(upstream) = in_field(error, slots) {
        return Some(upstream);
    }
    let message = message.filter(|message| may_hold_json(error, message.value))?;
    let in_body = if message.value.is_escaped() { None } else { error.part(message.value).1 };
    let inner = in_message(message, in_body);
    error.message_in_message = match &inner {
        Some((_, true)) => MessageInMessage::OfNextError,
        _ => MessageInMessage::None,
    };
    inner.map(|(inner, _)| inner)
}

/// The error in a field for what a gateway received.
fn in_field<'a, 't>(
    error: &ParsedError<'a, 't>,
    slots: &mut Slots<'t>,
) -> Option<ParsedError<'a, 't>> {
    let body = error.get(Field::UpstreamBody);
    let value = body.or_else(|| error.get(Field::UpstreamJson))?;
    let may_be_prose = body.is_some();
    let (text, in_body) = if value.is_escaped() {
        if !may_be_prose && memchr(b'{', value.raw(error.text)).is_none() {
            return None;
        }
        (slots.decode(value, error.text, true)?, None)
    } else {
        error.part(value)
    };
    let mut fields = ErrorFields::none();
    let (format, _) = body::parse(text, &mut fields);
    let is_error = match format {
        BodyFormat::Empty => false,
        BodyFormat::Json => fields.has(Field::Message) || fields.are_error(text),
        BodyFormat::Html | BodyFormat::Text => may_be_prose,
    };
    if !is_error {
        return None;
    }
    let printed_status = printed_status(format, &fields, text);
    Some(ParsedError { text, in_body, format, fields, printed_status, ..ParsedError::empty() })
}

/// The status that a text, or the title of a page, begins with.
pub(super) fn printed_status(format: BodyFormat, fields: &ErrorFields, text: &[u8]) -> Option<u16> {
    match format {
        BodyFormat::Text => status_in_text(text),
        BodyFormat::Html => status_in_text(fields.get(Field::Message)?.raw(text)),
        BodyFormat::Json | BodyFormat::Empty => None,
    }
}

/// The error in a message, and whether the message is JSON with a message in it.
fn in_message<'a, 't>(
    message: Message<'t>,
    in_body: Option<&'a [u8]>,
) -> Option<(ParsedError<'a, 't>, bool)> {
    let Message { value, text } = message;
    let look = &text[..text.len().min(MAX_LOOK)];
    let start_of_text = text.len() - text.trim_ascii_start().len();
    // A list is read from its bracket, so that what follows its first object is seen.
    let is_list = text[start_of_text..].starts_with(b"[");
    memchr_iter(b'{', look).take(MAX_TRIES).find_map(|start| {
        let before = &text[..start];
        let is_entire = matches!(before.trim_ascii(), b"" | b"[");
        let read_from = if is_entire && is_list { start_of_text } else { start };
        let mut fields = ErrorFields::none();
        let (extent, is_strict) = Collector::new(text, &mut fields).read_python(read_from);
        let follows_mark = UPSTREAM_MARKS.iter().any(|mark| before.ends_with(mark.as_bytes()));
        let is_error = fields.has(Field::Message)
            && (is_entire || follows_mark || fields.are_error(text) || fields.look_like_error());
        if !is_error {
            return None;
        }
        let error = ParsedError {
            text,
            in_body,
            format: BodyFormat::Json,
            fields,
            printed_status: status_before(before),
            is_entire_message: is_entire,
            is_message_object: is_entire && value.is_container(),
            message_in_message: MessageInMessage::NotRead,
        };
        Some((error, is_entire && is_strict && extent == Extent::Whole))
    })
}

/// The status that is printed before an error, at the end of a text: `Error code: 429 - `.
fn status_before(text: &[u8]) -> Option<u16> {
    let (before, digits) = text.strip_suffix(PRINTED_STATUS.1)?.split_last_chunk::<3>()?;
    let digits = core::str::from_utf8(digits).ok()?;
    before.ends_with(PRINTED_STATUS.0).then(|| digits.parse().ok())?
}

/// The message of the error that a whole text is.
pub(crate) fn message_of_whole(text: &[u8]) -> Option<Value> {
    let mut fields = ErrorFields::none();
    if !Collector::new(text, &mut fields).read_whole() {
        return None;
    }
    fields.get(Field::Message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::copies::StackCopy;
    use crate::rules::schema::Parent;

    /// The error inside an error: its format, its message, its printed status, and whether it is the
    /// entire message.
    type Inner = (BodyFormat, Option<String>, Option<u16>, bool);

    /// Reads the error inside a body, and what the body's message is as an error.
    fn read_inner(body: &str) -> (Option<Inner>, MessageInMessage) {
        let (mut stack, mut heap) =
            ([const { StackCopy::new_const() }; 3], [const { Vec::new() }; 3]);
        let mut slots = Slots { stack: stack.iter_mut(), heap: heap.iter_mut() };
        let mut error = ParsedError::empty();
        error.read(body.as_bytes(), Some(body.as_bytes()));
        let message = error.get(Field::Message).map(|value| {
            let text = if value.is_escaped() {
                slots.decode(value, error.text, true).expect("room")
            } else {
                value.raw(error.text)
            };
            Message { value, text }
        });
        let inner = read(&mut error, message, &mut slots).map(|inner| {
            let message = inner.get(Field::Message).map(|value| value.decode(inner.text));
            let message = message.map(std::borrow::Cow::into_owned);
            (inner.format, message, inner.printed_status, inner.is_entire_message)
        });
        (inner, error.message_in_message)
    }

    fn inner(body: &str) -> Option<Inner> {
        read_inner(body).0
    }

    /// An error inside a message.
    fn in_text(message: &str) -> Option<Inner> {
        inner(&serde_json::json!({ "error": { "message": message } }).to_string())
    }

    #[expect(clippy::unnecessary_wraps, reason = "it is compared with what may be absent")]
    fn json(message: &str, status: Option<u16>, is_entire: bool) -> Option<Inner> {
        Some((BodyFormat::Json, Some(message.to_owned()), status, is_entire))
    }

    /// A body whose gateway received this, as a JSON value.
    fn received(raw: &str) -> String {
        format!(r#"{{"error":{{"message":"m","metadata":{{"raw":{raw}}}}}}}"#)
    }

    #[test]
    fn a_message_without_an_error_has_none_inside() {
        assert_eq!(in_text("rate limit"), None);
        assert_eq!(in_text("{a} {b}"), None);
        assert_eq!(in_text(r#"expected {"a":1}"#), None);
        assert_eq!(in_text(r#"got {"message":"m"}"#), None);
    }

    #[test]
    fn an_error_may_be_the_entire_message() {
        assert_eq!(in_text(r#"{"message":"m"}"#), json("m", None, true));
        assert_eq!(in_text(r#" {"error":{"message":"m"}} "#), json("m", None, true));
        assert_eq!(in_text(r#"[{"message":"m"}]"#), json("m", None, true));
        assert_eq!(in_text(r#"{"message":"cut"#), json("cut", None, true));
    }

    #[test]
    fn a_message_that_is_an_object_has_its_error_inside() {
        let body = r#"{"message":{"message":"m","code":"c"}}"#;
        assert_eq!(inner(body), json("m", None, true));
    }

    #[test]
    fn an_error_in_prose_looks_like_one_or_follows_a_mark() {
        assert_eq!(in_text(r#"got {"message":"m","code":"c","type":"t"}"#), json("m", None, false));
        assert_eq!(in_text(r#"got {"error":{"message":"m"}}"#), json("m", None, false));
        assert_eq!(in_text(r#"Error: {"message":"m"}"#), json("m", None, false));
        assert_eq!(in_text("upstream\n{\"message\":\"m\"}"), json("m", None, false));
        assert_eq!(in_text(r#"b - b'{"message":"m"}'"#), json("m", None, false));
    }

    #[test]
    fn an_error_may_be_written_as_python_writes_a_dict() {
        let text = r#"Error code: 429 - {'error': {'message': "it's over", 'code': None}}"#;
        assert_eq!(in_text(text), json("it's over", Some(429), false));
        let body = r#"{"error":{"message":"Error: {'message': 'm'}"}}"#;
        assert_eq!(inner(body), json("m", None, false));
    }

    #[test]
    fn a_status_is_printed_only_directly_before_the_error() {
        let text = |before: &str| in_text(&format!(r#"{before}{{"error":{{"message":"m"}}}}"#));
        assert_eq!(text("Error code: 429 - "), json("m", Some(429), false));
        assert_eq!(text("Error code: 4290 - "), json("m", None, false));
        assert_eq!(text("Error code: 429: "), json("m", None, false));
        assert_eq!(text("Error code: abc - "), json("m", None, false));
        assert_eq!(text("429 - "), json("m", None, false));
    }

    #[test]
    fn the_first_places_of_a_message_are_tried() {
        let text = |braces: usize| {
            in_text(&[&"{x} ".repeat(braces)[..], r#"{"error":{"message":"m"}}"#].concat())
        };
        assert_eq!(text(MAX_TRIES - 1), json("m", None, false));
        assert_eq!(text(MAX_TRIES), None);
        let far = [&" ".repeat(MAX_LOOK)[..], r#"{"error":{"message":"m"}}"#].concat();
        assert_eq!(in_text(&far), None);
    }

    #[test]
    fn what_a_gateway_received_comes_before_an_error_in_the_message() {
        let body = r#"{"error":{"message":"{\"message\":\"own\"}","metadata":{"raw":"{\"message\":\"received\"}"}}}"#;
        assert_eq!(inner(body), json("received", None, false));
    }

    #[test]
    fn what_a_gateway_received_is_an_object_json_in_a_string_a_page_or_text() {
        assert_eq!(inner(&received(r#"{"message":"m"}"#)), json("m", None, false));
        assert_eq!(inner(&received(r#""{\"message\":\"m\"}""#)), json("m", None, false));
        let text = Some((BodyFormat::Text, Some("no\nroom".to_owned()), None, false));
        assert_eq!(inner(&received(r#""no\nroom""#)), text);
        let text = Some((BodyFormat::Text, Some("error code: 504".to_owned()), Some(504), false));
        assert_eq!(inner(&received(r#""error code: 504""#)), text);
        let title = Some("502 Bad Gateway".to_owned());
        let page = Some((BodyFormat::Html, title, Some(502), false));
        assert_eq!(inner(&received(r#""<title>502 Bad Gateway</title>""#)), page);
    }

    #[test]
    fn what_a_gateway_received_is_no_error_if_it_is_empty_or_says_nothing() {
        assert_eq!(inner(&received(r#""""#)), None);
        assert_eq!(inner(&received(r#""{}""#)), None);
        assert_eq!(inner(&received(r#"{"a":1}"#)), None);
        assert_eq!(inner(&received("null")), None);
    }

    #[test]
    fn a_field_for_json_takes_no_prose() {
        let details =
            |value: &str| inner(&format!(r#"{{"error":{{"message":"m","details":{value}}}}}"#));
        assert_eq!(details(r#""{\"message\":\"i\"}""#), json("i", None, false));
        assert_eq!(details(r#""some\nprose""#), None);
        assert_eq!(details(r#""prose""#), None);
    }

    #[test]
    fn it_is_known_whether_the_message_is_json_with_a_message() {
        let found =
            |message: &str| read_inner(&serde_json::json!({ "message": message }).to_string()).1;
        assert_eq!(found(r#"{"message":"m"}"#), MessageInMessage::OfNextError);
        assert_eq!(found(r#"{"message":"m"} x"#), MessageInMessage::None);
        assert_eq!(found("{'message':'m'}"), MessageInMessage::None);
        assert_eq!(found(r#"{"a":"m"}"#), MessageInMessage::None);
        assert_eq!(found("m"), MessageInMessage::NotRead);
    }

    #[test]
    fn only_what_can_hold_an_error_is_read() {
        let may_nest = |body: &str| {
            let mut error = ParsedError::empty();
            error.read(body.as_bytes(), None);
            may_nest(&error, error.get(Field::Message))
        };
        assert!(!may_nest(r#"{"message":"m"}"#));
        assert!(!may_nest(r#"{"message":"a {b}"}"#));
        assert!(may_nest(r#"{"message":"a {'b'}"}"#));
        assert!(may_nest(r#"{"message":"{\"b\"}"}"#));
        assert!(may_nest(r#"{"message":{"b":1}}"#));
        assert!(may_nest(r#"a {"b":1}"#));
        assert!(may_nest(&received("\"x\"")));
    }

    #[test]
    fn the_message_of_a_whole_text_is_that_of_its_error() {
        let message = |text: &'static str| {
            message_of_whole(text.as_bytes()).and_then(|value| value.part_of(text))
        };
        assert_eq!(message(r#"{"error":{"message":"m"}}"#), Some("m"));
        assert_eq!(message(r#"{"error":{"message":"m"}} x"#), None);
        assert_eq!(message(r#"{"a":"m"}"#), None);
        assert_eq!(message("m"), None);
    }

    #[test]
    fn the_object_of_an_inner_error_is_known() {
        let body = r#"{"message":"{\"detail\":[{\"msg\":\"m\",\"loc\":[\"a\"]}]}"}"#;
        let (mut stack, mut heap) =
            ([const { StackCopy::new_const() }; 3], [const { Vec::new() }; 3]);
        let mut slots = Slots { stack: stack.iter_mut(), heap: heap.iter_mut() };
        let mut error = ParsedError::empty();
        error.read(body.as_bytes(), None);
        let value = error.get(Field::Message).expect("a message");
        let text = slots.decode(value, error.text, true).expect("room");
        let message = Message { value, text };
        let inner = read(&mut error, Some(message), &mut slots).expect("an inner error");
        assert_eq!(inner.fields.parent(), Parent::Detail);
    }
}
