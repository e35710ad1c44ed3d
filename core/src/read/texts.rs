//! The fields of an error as text, for the report.

use std::borrow::Cow;

use super::body::BodyFormat;
use super::json::{Reader, Value};
use super::message::MAX_LOOK;
use super::nested::{self, Message};
use super::parsed_error::{MessageInMessage, ParsedError};
use super::{html, http_message};
use crate::rules::schema::Field;

/// How much of a plain text is its message, in characters.
const MAX_TEXT_CHARS: usize = 1_000;

/// Decodes the fields of one error.
pub(crate) struct Texts<'e, 'a, 't> {
    error: &'e ParsedError<'a, 't>,
    message: Option<Message<'t>>,
    /// The error inside this one, if it is its entire message.
    inner: Option<&'e ParsedError<'a, 't>>,
    /// All of the text, if it is short and UTF-8: checked once, although several fields are decoded.
    utf8: Option<&'a str>,
}

impl<'e, 'a, 't> Texts<'e, 'a, 't> {
    pub(crate) fn of(
        error: &'e ParsedError<'a, 't>,
        message: Option<Message<'t>>,
        inner: Option<&'e ParsedError<'a, 't>>,
    ) -> Self {
        let short = error.in_body.filter(|text| text.len() <= MAX_LOOK);
        let utf8 = short.and_then(|text| core::str::from_utf8(text).ok());
        Self { error, message, inner, utf8 }
    }

    /// A field.
    pub(crate) fn get(&self, field: Field) -> Option<Cow<'a, str>> {
        Some(self.decode(self.error.get(field)?))
    }

    /// The type, without the module before a `#`.
    pub(crate) fn type_(&self) -> Option<Cow<'a, str>> {
        self.get(Field::Type).or_else(|| {
            let after_hash = |text: &str| text.rfind('#').map_or(0, |at| at + 1);
            Some(match self.get(Field::AwsType)? {
                Cow::Borrowed(text) => Cow::Borrowed(&text[after_hash(text)..]),
                Cow::Owned(text) => Cow::Owned(text[after_hash(&text)..].to_owned()),
            })
        })
    }

    fn decode(&self, value: Value) -> Cow<'a, str> {
        match self.error.in_body {
            Some(body) => match self.utf8.and_then(|text| value.part_of(text)) {
                Some(part) => Cow::Borrowed(part),
                None => value.decode(body),
            },
            None => Cow::Owned(value.decode(self.error.text).into_owned()),
        }
    }

    /// The message. If it is an object, or JSON in a string, the message inside it, if there is one.
    pub(crate) fn message(&self) -> Option<Cow<'a, str>> {
        let message = self.message?;
        let decoded = || {
            if message.value.is_escaped() {
                return Cow::Owned(http_message::text(message.text).into_owned());
            }
            self.decode(message.value)
        };
        match self.error.format {
            BodyFormat::Text => Some(cut(decoded())),
            BodyFormat::Html => Some(html::text(decoded())),
            BodyFormat::Json | BodyFormat::Empty => {
                let is_json = message.value.is_container()
                    || message.text.trim_ascii_start().first().is_some_and(|b| b"{[".contains(b));
                let inner = if is_json { self.message_in_message(&message) } else { None };
                inner.map(Cow::Owned).or_else(|| Some(decoded()))
            }
        }
    }

    /// The message inside the message.
    fn message_in_message(&self, message: &Message<'_>) -> Option<String> {
        let (value, text) = match self.error.message_in_message {
            MessageInMessage::None => return None,
            MessageInMessage::OfNextError => {
                let inner = self.inner?;
                (inner.get(Field::Message)?, inner.text)
            }
            MessageInMessage::NotRead => (nested::message_of_whole(message.text)?, message.text),
        };
        Some(value.decode(text).into_owned())
    }

    /// The parameter. A list of keys and indices is joined with dots.
    pub(crate) fn param(&self) -> Option<Cow<'a, str>> {
        let value = self.error.get(Field::Param)?;
        if !value.is_container() {
            return Some(self.decode(value));
        }
        let list = value.raw(self.error.text);
        let mut param = String::new();
        for key in <Reader>::new(list, 0).scalars() {
            if !param.is_empty() {
                param.push('.');
            }
            param.push_str(&key.decode(list));
        }
        Some(Cow::Owned(param))
    }
}

/// The first characters of a long text.
fn cut(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(MAX_TEXT_CHARS) else {
        return text;
    };
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}
