//! An error, and the text that its fields are in.

use super::body::{self, BodyFormat};
use super::error_fields::ErrorFields;
use super::json::Value;
use super::time::Decimal;
use super::time::{parse_duration, parse_rfc_3339};
use crate::index::codes;
use crate::rules::schema::Field;

/// An error: its fields by their position in a text.
#[derive(Clone, Debug)]
pub(crate) struct ParsedError<'a, 't> {
    /// The text that the positions are of.
    pub(crate) text: &'t [u8],
    /// The same text, if it is a part of the body.
    pub(crate) in_body: Option<&'a [u8]>,
    pub(crate) format: BodyFormat,
    pub(crate) fields: ErrorFields,
    /// The status that is printed before it, as in `Error code: 429 - {…}`.
    pub(crate) printed_status: Option<u16>,
    /// Whether it is the entire message of the error around it.
    pub(crate) is_entire_message: bool,
    /// Whether it is an object that the error around it has for a message.
    pub(crate) is_message_object: bool,
    /// The message of the error that its own message is, once that was looked for.
    pub(crate) message_in_message: MessageInMessage,
}

/// Whether a message is itself an error with a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MessageInMessage {
    #[default]
    NotRead,
    None,
    /// The message of the next inner error.
    OfNextError,
}

impl<'a, 't> ParsedError<'a, 't> {
    /// Nothing was read yet.
    #[inline]
    pub(crate) fn empty() -> Self {
        Self {
            text: &[],
            in_body: Some(&[]),
            format: BodyFormat::Empty,
            fields: ErrorFields::none(),
            printed_status: None,
            is_entire_message: false,
            is_message_object: false,
            message_in_message: MessageInMessage::NotRead,
        }
    }

    /// Reads a body in place, because the value is large.
    pub(crate) fn read(&mut self, text: &'t [u8], in_body: Option<&'a [u8]>) {
        let (format, end) = body::parse(text, &mut self.fields);
        self.format = format;
        self.text = &text[..end];
        self.in_body = in_body.map(|body| &body[..end]);
    }

    /// A part of the text, and the same part of the body if the text is one of it.
    pub(crate) fn part(&self, value: Value) -> (&'t [u8], Option<&'a [u8]>) {
        (value.raw(self.text), self.in_body.map(|body| value.raw(body)))
    }

    /// The value of a field.
    pub(crate) fn get(&self, field: Field) -> Option<Value> {
        self.fields.get(field)
    }

    /// A field as it is in the text, not decoded.
    pub(crate) fn raw(&self, field: Field) -> Option<&'t [u8]> {
        Some(self.get(field)?.raw(self.text))
    }

    /// The type as it is in the text, without the module before a `#`.
    pub(crate) fn raw_type(&self) -> Option<&'t [u8]> {
        self.raw(Field::Type).or_else(|| {
            let name = self.raw(Field::AwsType)?;
            name.rsplit(|&byte| byte == b'#').next()
        })
    }

    /// A type beside the error object, as it is in the text.
    pub(crate) fn type_beside_error(&self) -> Option<&'t [u8]> {
        Some(self.fields.type_beside_error()?.raw(self.text))
    }

    /// Every member that holds a field, as it is in the text.
    pub(crate) fn raw_all(&self, field: Field) -> impl Iterator<Item = &'t [u8]> {
        let text = self.text;
        self.fields.get_all(field).map(move |value| value.raw(text))
    }

    /// The number that a field holds.
    pub(crate) fn number(&self, field: Field) -> Option<Decimal> {
        number_in(self.raw(field)?)
    }

    /// A single word that may be a code: beside the message, or the whole message. A message of one
    /// word without parts may be prose.
    pub(crate) fn lone_word(&self) -> Option<&'t [u8]> {
        if let Some(value) = self.fields.word_beside_message() {
            return Some(value.raw(self.text));
        }
        let message = self.raw(Field::Message).filter(|word| word.len() <= codes::MAX_LEN)?;
        let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let begins_part = |byte: &u8| *byte == b'_' || byte.is_ascii_uppercase();
        let is_one = message.iter().all(in_word) && message.iter().skip(1).any(begins_part);
        is_one.then_some(message)
    }

    /// The first field that states a delay, or its end, in a valid form; in milliseconds.
    pub(crate) fn delay_ms(&self, now_ms: Option<u64>) -> Option<u64> {
        self.fields.delays().find_map(|(field, value)| {
            let text = value.raw(self.text);
            match field {
                Field::DelayMs => Decimal::parse(text).map(Decimal::milliseconds),
                Field::DelayUntil => {
                    let until = Decimal::parse(text).map(Decimal::seconds);
                    let until = until.or_else(|| parse_rfc_3339(text))?;
                    Some(super::headers::until_ms(until, now_ms?))
                }
                _ => parse_duration(text),
            }
        })
    }

    /// Whether this is an error, rather than the result of a successful call.
    pub(crate) fn is_error(&self) -> bool {
        match self.format {
            BodyFormat::Empty => false,
            BodyFormat::Json => {
                self.fields.are_error(self.text) || self.fields.state_error_status(self.text)
            }
            BodyFormat::Html | BodyFormat::Text => self.fields.is_marked,
        }
    }
}

/// The number that a value is.
#[inline]
pub(crate) fn number_in(raw: &[u8]) -> Option<Decimal> {
    // Most codes are words.
    if raw.first().is_some_and(u8::is_ascii_alphabetic) { None } else { Decimal::parse(raw) }
}
