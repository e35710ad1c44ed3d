//! Bytes of a body to an error.

pub(crate) mod html;
pub(crate) mod json;
mod members;

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

use crate::message;
use crate::raw::split_line;
use crate::rules::shapes::Field;
use crate::time::Decimal;
use json::{Reader, Value};
use members::Collector;
pub(crate) use members::Members;

/// How much of a body without a structure is its message, in characters.
const MAX_TEXT_CHARS: usize = 1_000;

/// How many places of a message are tried as the beginning of an error inside it.
const MAX_TRIES: usize = 4;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Empty,
    Json,
    Html,
    Text,
}

/// An error, and the text that its members stand in.
#[derive(Clone, Debug)]
pub(crate) struct Object<'a> {
    text: Cow<'a, [u8]>,
    pub(crate) form: Form,
    pub(crate) members: Members,
    /// The status that an SDK's exception tells before the error that it prints.
    pub(crate) told_status: Option<u16>,
}

impl<'a> Object<'a> {
    /// Reads a body.
    pub(crate) fn read(body: &'a [u8]) -> Self {
        let body = &body[..body.len().min(json::MAX_LEN)];
        let (payload, marked) = unframe(body);
        let text = &body[..payload.end];
        let mut found = Collector::new(text);
        let form = match text.get(payload.start) {
            None => Form::Empty,
            Some(b'{' | b'[') => found.read(payload.start),
            Some(b'"' | b'n' | b't' | b'f' | b'-' | b'0'..=b'9') => {
                found.read_scalar(payload.start)
            }
            Some(b'<') => match html::headline(text, payload.start) {
                Some((start, end)) => {
                    found.members = Members::message(Value::plain(start, end));
                    Form::Html
                }
                None => Form::Text,
            },
            Some(_) => Form::Text,
        };
        if form == Form::Text {
            found.members = Members::message(Value::plain(payload.start, payload.end));
        }
        found.members.marked |= marked;
        Self { form, members: found.members, told_status: None, text: Cow::Borrowed(text) }
    }

    /// The error that this one carries inside its message: JSON in a string or in prose.
    pub(crate) fn inner(&self) -> Option<Object<'static>> {
        let message = self.members.get(Field::Message)?;
        let raw = message.raw(&self.text);
        memchr(b'{', raw)?;
        // The quotes of JSON stand escaped in a JSON string, those of Python need not.
        if !message.is_escaped() && self.form == Form::Json && memmem::find(raw, b"{'").is_none() {
            return None;
        }
        // Only what begins like an error is worth a copy of its own.
        let (start, text) = if message.is_escaped() {
            let mut buffer = [0; message::MAX_LOOK];
            let start = inner_start(message.unescape_into(&self.text, &mut buffer))?;
            (start, message.unescape(&self.text))
        } else {
            let start = inner_start(&raw[..raw.len().min(message::MAX_LOOK)])?;
            (start, raw.to_vec())
        };
        let mut found = Collector::new(&text);
        found.read_python(start);
        let told_status = told_status(&text[..start]);
        let members = found.members;
        Some(Object { form: Form::Json, members, told_status, text: Cow::Owned(text) })
    }

    /// The value of a field, if it is told.
    pub(crate) fn get(&self, field: Field) -> Option<Value> {
        self.members.get(field)
    }

    /// A field as it stands in the text.
    pub(crate) fn raw(&self, field: Field) -> Option<&[u8]> {
        Some(self.get(field)?.raw(&self.text))
    }

    /// All that tell a field, as they stand in the text.
    pub(crate) fn raw_all(&self, field: Field) -> impl Iterator<Item = &[u8]> {
        self.members.get_all(field).map(|value| value.raw(&self.text))
    }

    /// The number that a field holds.
    pub(crate) fn number(&self, field: Field) -> Option<Decimal> {
        Decimal::parse(self.raw(field)?)
    }

    /// The body's own text, for marks that stand anywhere in it.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Whether this is an error, rather than an answer that happens to tell something.
    pub(crate) fn is_error(&self) -> bool {
        match self.form {
            Form::Empty => false,
            Form::Json => self.members.are_error(&self.text),
            Form::Html | Form::Text => self.members.marked,
        }
    }

    /// A field as text, decoded.
    pub(crate) fn decode(&self, field: Field) -> Option<Cow<'a, str>> {
        Some(self.decode_value(self.get(field)?))
    }

    fn decode_value(&self, value: Value) -> Cow<'a, str> {
        match &self.text {
            Cow::Borrowed(text) => value.decode(text),
            Cow::Owned(text) => Cow::Owned(value.decode(text).into_owned()),
        }
    }

    /// The message as text. Where it is an object, or JSON in a string, the message inside it, if
    /// that has one.
    pub(crate) fn message(&self) -> Option<Cow<'a, str>> {
        let value = self.get(Field::Message)?;
        let message = self.decode_value(value);
        match self.form {
            Form::Text => Some(cut(message)),
            Form::Html => Some(html::text(message)),
            Form::Json | Form::Empty => {
                if !value.is_composite() && !message.trim_start().starts_with('{') {
                    return Some(message);
                }
                Some(inside(message.as_bytes()).map_or(message, Cow::Owned))
            }
        }
    }

    /// The parameter as text. A list of keys and indices is joined with dots.
    pub(crate) fn param(&self) -> Option<Cow<'a, str>> {
        let value = self.get(Field::Param)?;
        if !value.is_composite() {
            return Some(self.decode_value(value));
        }
        let list = value.raw(&self.text);
        let keys: Vec<_> = <Reader>::new(list, 0).scalars().map(|key| key.decode(list)).collect();
        Some(Cow::Owned(keys.join(".")))
    }
}

/// Where the payload of a body stands, without white space around it, a byte order mark or the
/// framing of a stream's event (WHATWG HTML, section 9.2), and whether that marks it as an error.
fn unframe(body: &[u8]) -> (Range<usize>, bool) {
    let begin = if body.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let trimmed = |start: usize, end: usize| {
        let start = start + body[start..end].len() - body[start..end].trim_ascii_start().len();
        start..start + body[start..end].trim_ascii_end().len()
    };
    let mut at = trimmed(begin, body.len()).start;
    let mut marked = false;
    // JSON stands in no frame.
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
        let start = at + colon + 1;
        let value = line[colon + 1..].trim_ascii();
        let json = value.starts_with(b"{") || value.starts_with(b"[");
        match &line[..colon] {
            b"event" => marked |= value == b"error",
            b"" | b"id" | b"retry" => {}
            name @ (b"data" | b"error") if json => {
                return (trimmed(start, body.len()), marked || name == b"error");
            }
            b"data" => return (trimmed(start, at + line.len()), marked),
            _ => break,
        }
        at = next;
    }
    (trimmed(begin, body.len()), false)
}

/// Where the first error object in a text begins. What only has a message may be anything that the
/// text speaks of, unless it stands where a gateway puts the error that it got.
fn inner_start(text: &[u8]) -> Option<usize> {
    memchr_iter(b'{', text).take(MAX_TRIES).find(|&start| {
        let mut found = Collector::new(text);
        found.read_python(start);
        let before = &text[..start];
        let is_whole = before.trim_ascii().is_empty();
        let after_mark =
            [&b"- "[..], b"\n", b"- b'", b"- b\""].iter().any(|mark| before.ends_with(mark));
        found.members.get(Field::Message).is_some()
            && (is_whole || after_mark || found.members.are_error(text))
    })
}

/// The status in the `Error code: 429 - ` that a text ends with.
fn told_status(text: &[u8]) -> Option<u16> {
    let (before, digits) = text.strip_suffix(b" - ")?.split_last_chunk::<3>()?;
    let digits = core::str::from_utf8(digits).ok()?;
    before.ends_with(b"Error code: ").then(|| digits.parse().ok())?
}

/// The message of the error that a whole text is.
fn inside(text: &[u8]) -> Option<String> {
    let mut found = Collector::new(text);
    found.read_whole()?;
    let value = found.members.get(Field::Message)?;
    Some(value.decode(text).into_owned())
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
