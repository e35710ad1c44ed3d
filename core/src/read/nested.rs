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
    let printed_status = match format {
        BodyFormat::Text => status_in_text(text),
        BodyFormat::Html => {
            fields.get(Field::Message).and_then(|title| status_in_text(title.raw(text)))
        }
        BodyFormat::Json | BodyFormat::Empty => None,
    };
    Some(ParsedError { text, in_body, format, fields, printed_status, ..ParsedError::empty() })
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
            printed_status: printed_status(before),
            is_entire_message: is_entire,
            is_message_object: is_entire && value.is_container(),
            message_in_message: MessageInMessage::NotRead,
        };
        Some((error, is_entire && is_strict && extent == Extent::Whole))
    })
}

/// The status that is printed before an error, at the end of a text: `Error code: 429 - `.
fn printed_status(text: &[u8]) -> Option<u16> {
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
