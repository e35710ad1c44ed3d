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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of the fields of a body.
    fn texts<T>(body: &[u8], then: impl FnOnce(&Texts<'_, '_, '_>) -> T) -> T {
        let mut error = ParsedError::empty();
        error.read(body, Some(body));
        let message = error.get(Field::Message).map(|value| {
            assert!(!value.is_escaped(), "it has to be decoded");
            Message { value, text: value.raw(error.text) }
        });
        then(&Texts::of(&error, message, None))
    }

    fn message(body: &[u8]) -> Option<String> {
        texts(body, |texts| texts.message().map(Cow::into_owned))
    }

    fn field(body: &[u8], field: Field) -> Option<String> {
        texts(body, |texts| texts.get(field).map(Cow::into_owned))
    }

    #[test]
    fn a_field_is_borrowed_from_the_body_unless_it_has_escapes_or_is_not_utf_8() {
        let is_borrowed = |body: &[u8]| {
            texts(body, |texts| matches!(texts.get(Field::Code), Some(Cow::Borrowed(_))))
        };
        assert!(is_borrowed(r#"{"code":"é"}"#.as_bytes()));
        assert!(is_borrowed(br#"{"code":42}"#));
        assert!(!is_borrowed(br#"{"code":"a\n"}"#));
        assert!(!is_borrowed(b"{\"code\":\"\xff\"}"));
        assert!(is_borrowed(b"{\"code\":\"a\",\"x\":\"\xff\"}"));
    }

    #[test]
    fn a_field_is_the_text_that_the_server_sent() {
        assert_eq!(field(br#"{"code":42.0}"#, Field::Code).as_deref(), Some("42.0"));
        assert_eq!(field(br#"{"code":""}"#, Field::Code).as_deref(), Some(""));
        assert_eq!(field(br#"{"code":"\u00e9"}"#, Field::Code).as_deref(), Some("é"));
        assert_eq!(field(b"{\"code\":\"\xff\"}", Field::Code).as_deref(), Some("\u{FFFD}"));
        assert_eq!(field(b"{}", Field::Code), None);
    }

    #[test]
    fn a_type_is_without_its_module() {
        let type_ = |body: &[u8]| texts(body, |texts| texts.type_().map(Cow::into_owned));
        assert_eq!(type_(br#"{"__type":"a.b#Throttled"}"#).as_deref(), Some("Throttled"));
        assert_eq!(type_(br#"{"__type":"a.b#\u0054hrottled"}"#).as_deref(), Some("Throttled"));
        assert_eq!(type_(br#"{"__type":"Throttled"}"#).as_deref(), Some("Throttled"));
        assert_eq!(type_(br#"{"__type":"a#b","type":"c#d"}"#).as_deref(), Some("c#d"));
    }

    #[test]
    fn the_message_of_a_long_plain_text_is_its_beginning() {
        let text = "é".repeat(MAX_TEXT_CHARS + 1);
        assert_eq!(message(text.as_bytes()), Some("é".repeat(MAX_TEXT_CHARS)));
        let text = "é".repeat(MAX_TEXT_CHARS);
        assert_eq!(message(text.as_bytes()), Some(text));
        let invalid = [&b"\xff"[..], &b"x".repeat(MAX_TEXT_CHARS)].concat();
        let expected = format!("\u{FFFD}{}", "x".repeat(MAX_TEXT_CHARS - 1));
        assert_eq!(message(&invalid), Some(expected));
        let json = format!(r#"{{"message":"{}"}}"#, "x".repeat(MAX_TEXT_CHARS + 1));
        assert_eq!(message(json.as_bytes()).map(|text| text.len()), Some(MAX_TEXT_CHARS + 1));
    }

    #[test]
    fn the_message_of_a_page_is_its_headline_without_entities() {
        assert_eq!(message(b"<title>a &amp; b</title>").as_deref(), Some("a & b"));
    }

    #[test]
    fn a_message_that_is_an_object_is_the_message_inside_if_there_is_one() {
        let body = br#"{"message":{"error":{"message":"m"}}}"#;
        assert_eq!(message(body).as_deref(), Some("m"));
        assert_eq!(message(br#"{"message":{"a":1}}"#).as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(message(br#"{"message":["a"]}"#).as_deref(), Some("a"));
    }

    #[test]
    fn a_list_of_keys_and_indices_is_joined_with_dots() {
        let param = |body: &[u8]| texts(body, |texts| texts.param().map(Cow::into_owned));
        let of_loc =
            |loc: &str| param(format!(r#"{{"detail":[{{"msg":"m","loc":{loc}}}]}}"#).as_bytes());
        assert_eq!(of_loc(r#"["body","m\u0065ssages",0]"#).as_deref(), Some("body.messages.0"));
        assert_eq!(of_loc("[]").as_deref(), Some(""));
        assert_eq!(param(br#"{"param":"top_p"}"#).as_deref(), Some("top_p"));
        assert_eq!(param(b"{}"), None);
    }
}
