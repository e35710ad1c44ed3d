//! An error, and the text that its fields are in.

use super::body::{self, BodyFormat};
use super::error_fields::ErrorFields;
use super::json::Value;
use super::time::{Decimal, NANOS_PER_MS, parse_duration, parse_rfc_3339};
use crate::evidence::first_positive;
use crate::index::codes;
use crate::rules::schema::{Field, Parent};

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

    /// The first field that states a delay, or its end, in a valid form; in milliseconds. One that
    /// states 0 is passed over if another states more.
    pub(crate) fn delay_ms(&self, now_ms: Option<u64>) -> Option<u64> {
        first_positive(self.fields.delays().filter_map(|(field, parent, value)| {
            let text = value.raw(self.text);
            match field {
                // The two parts of a duration are one delay.
                Field::DelaySeconds if parent == Parent::Duration => {
                    let nanos = self.number(Field::DelayNanos).map_or(0, Decimal::trunc);
                    let seconds_ms = Decimal::parse(text)?.seconds();
                    Some(seconds_ms.saturating_add(nanos.div_ceil(NANOS_PER_MS)))
                }
                Field::DelayNanos => Some(Decimal::parse(text)?.trunc().div_ceil(NANOS_PER_MS)),
                Field::DelayMs => Decimal::parse(text).map(Decimal::milliseconds),
                Field::DelayUntil => {
                    let until = Decimal::parse(text).map(Decimal::seconds);
                    let until = until.or_else(|| parse_rfc_3339(text))?;
                    Some(super::headers::until_ms(until, now_ms?))
                }
                _ => parse_duration(text),
            }
        }))
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Option<u64> = Some(1_767_225_600_000);

    fn parse(body: &str) -> ParsedError<'_, '_> {
        let mut error = ParsedError::empty();
        error.read(body.as_bytes(), Some(body.as_bytes()));
        error
    }

    #[test]
    fn a_part_of_the_text_is_one_of_the_body_if_the_text_is() {
        let body = r#"{"message":"m"}"#;
        let error = parse(body);
        let value = error.get(Field::Message).expect("a message");
        assert_eq!(error.part(value), (&b"m"[..], Some(&b"m"[..])));
        let mut copy = ParsedError::empty();
        copy.read(body.as_bytes(), None);
        assert_eq!(copy.part(value), (&b"m"[..], None));
    }

    #[test]
    fn a_type_is_without_the_module_before_it() {
        assert_eq!(parse(r#"{"__type":"a.b#C"}"#).raw_type(), Some(&b"C"[..]));
        assert_eq!(parse(r#"{"type":"a#b","__type":"c#d"}"#).raw_type(), Some(&b"a#b"[..]));
        assert_eq!(parse("{}").raw_type(), None);
    }

    #[test]
    fn a_number_may_be_written_as_text() {
        let number = |body: &str| parse(body).number(Field::Code).map(Decimal::trunc);
        assert_eq!(number(r#"{"code":429}"#), Some(429));
        assert_eq!(number(r#"{"code":"429"}"#), Some(429));
        assert_eq!(number(r#"{"code":"429 x"}"#), None);
        assert_eq!(number(r#"{"code":"e429"}"#), None);
        assert_eq!(number(r#"{"code":-1}"#), None);
        assert_eq!(number("{}"), None);
    }

    #[test]
    fn a_message_of_one_word_with_parts_may_be_a_code() {
        let word = |body: &str| parse(body).lone_word().map(<[u8]>::to_vec);
        assert_eq!(word("rate_limited").as_deref(), Some(&b"rate_limited"[..]));
        assert_eq!(word("RateLimited").as_deref(), Some(&b"RateLimited"[..]));
        assert_eq!(word(r#"{"message":"rateLimited"}"#).as_deref(), Some(&b"rateLimited"[..]));
        for prose in ["Overloaded", "overloaded", "rate_limited now", "rate_limited.", ""] {
            assert_eq!(word(prose), None, "{prose}");
        }
        assert_eq!(word(&"a_".repeat(codes::MAX_LEN)), None);
    }

    #[test]
    fn a_word_beside_the_message_comes_before_the_message() {
        let body = r#"{"error":"rate_limited","message":"SlowDown"}"#;
        assert_eq!(parse(body).lone_word(), Some(&b"rate_limited"[..]));
    }

    #[test]
    fn the_first_delay_in_a_valid_form_counts() {
        let delay = |body: &str| parse(body).delay_ms(NOW);
        for (body, ms) in [
            (r#"{"retry_after":1.5}"#, Some(1_500)),
            (r#"{"retry_after":"1m30s"}"#, Some(90_000)),
            (r#"{"retry_after_ms":5}"#, Some(5)),
            (r#"{"retry_after_ms":"0.1"}"#, Some(1)),
            (r#"{"resets_at":1767225605}"#, Some(5_000)),
            (r#"{"resets_at":"2026-01-01T00:00:05Z"}"#, Some(5_000)),
            (r#"{"resets_at":"2026-01-01T01:00:05+01:00"}"#, Some(5_000)),
            (r#"{"resets_at":"2025-01-01T00:00:00Z"}"#, Some(0)),
            (r#"{"retry_after":"soon","error":{"message":"m","retry_after":2}}"#, Some(2_000)),
            (r#"{"retry_after":"soon"}"#, None),
            (r#"{"retry_after":-1}"#, None),
            (r#"{"retry_after":null}"#, None),
            ("{}", None),
        ] {
            assert_eq!(delay(body), ms, "{body}");
        }
    }

    #[test]
    fn without_the_current_time_the_end_of_a_delay_is_no_delay() {
        assert_eq!(parse(r#"{"resets_at":1767225605}"#).delay_ms(None), None);
        let body = r#"{"resets_at":1767225605,"error":{"message":"m","retry_after":2}}"#;
        assert_eq!(parse(body).delay_ms(None), Some(2_000));
    }

    #[test]
    fn a_text_or_a_page_is_an_error_if_its_frame_says_so() {
        for body in ["event: error\ndata: no room\n\n", "event: error\ndata: <h1>x</h1>\n\n"] {
            assert!(parse(body).is_error(), "{body}");
        }
        for body in ["", "no room", "data: no room\n\n", "<h1>x</h1>", "null", "{}"] {
            assert!(!parse(body).is_error(), "{body}");
        }
        assert!(parse(r#"{"error":{"status":503}}"#).is_error());
        assert!(parse(r#"{"error":{"message":"m"}}"#).is_error());
    }
}
