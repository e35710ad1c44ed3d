//! Bytes of a body to an error.

pub(crate) mod html;
pub(crate) mod json;
mod members;

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

use crate::headers::Headers;
use crate::kind::Provider;
use crate::message;
use crate::raw::{self, split_line};
use crate::rules::envelopes::{ENVELOPES, Envelope, Sign};
use crate::rules::shapes::Field;
use crate::rules::spellings;
use crate::time::Decimal;
use json::{Entry, Reader, Value, Visitor};
use members::Collector;
pub(crate) use members::Members;

/// How much of a body without a structure is its message, in characters.
const MAX_TEXT_CHARS: usize = 1_000;

/// How many lines of an event are looked at behind its data.
const MAX_FIELDS: usize = 4;

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
    /// Whether it is the whole message of the error around it.
    pub(crate) is_whole: bool,
    /// Whether it is a part of the error around it, which has an object for its message.
    pub(crate) is_part: bool,
}

impl<'a> Object<'a> {
    /// What is known before a body is read.
    #[inline]
    pub(crate) fn empty() -> Self {
        Self {
            text: Cow::Borrowed(&[]),
            form: Form::Empty,
            members: Members::none(),
            told_status: None,
            is_whole: false,
            is_part: false,
        }
    }

    /// Reads a body, in place: an object is large.
    pub(crate) fn read(&mut self, body: &'a [u8]) {
        let (form, end) = parse(body, &mut self.members);
        self.form = form;
        self.text = Cow::Borrowed(&body[..end]);
    }

    /// The error that this one carries inside it: where a gateway puts what it got, or as JSON in
    /// its message.
    pub(crate) fn inner(&self) -> Option<Object<'a>> {
        self.cause().or_else(|| self.in_message())
    }

    /// The error in a field that holds the answer which a gateway got.
    fn cause(&self) -> Option<Object<'a>> {
        let raw = self.members.get(Field::Raw);
        let value = raw.or_else(|| self.members.get(Field::Cause))?;
        let is_raw = raw.is_some();
        if value.is_escaped() {
            // Only what begins like an error is worth a copy of its own.
            let mut buffer = [0; message::MAX_LOOK];
            let look = value.unescape_into(&self.text, &mut buffer);
            let mut members = Members::none();
            let (form, _) = parse(look, &mut members);
            if !is_cause(form, &members, look, is_raw) {
                return None;
            }
        }
        let text = match &self.text {
            Cow::Borrowed(text) if !value.is_escaped() => Cow::Borrowed(value.raw(text)),
            text => Cow::Owned(value.unescape(text)),
        };
        let mut members = Members::none();
        let (form, _) = parse(&text, &mut members);
        if !is_cause(form, &members, &text, is_raw) {
            return None;
        }
        let told_status = match form {
            Form::Text => status_of_text(&text),
            Form::Html => {
                members.get(Field::Message).and_then(|title| status_of_text(title.raw(&text)))
            }
            Form::Json | Form::Empty => None,
        };
        Some(Object { form, members, told_status, is_whole: false, is_part: false, text })
    }

    /// The error that stands as JSON in the message: in a string, or in prose.
    fn in_message(&self) -> Option<Object<'a>> {
        let message = self.members.get(Field::Message)?;
        let raw = message.raw(&self.text);
        memchr(b'{', raw)?;
        // The quotes of JSON stand escaped in a JSON string, those of Python need not.
        let is_prose = message.is_text() && !message.is_escaped() && self.form == Form::Json;
        if is_prose && memmem::find(raw, b"{'").is_none() {
            return None;
        }
        // Only what begins like an error is worth a copy of its own.
        let (start, text) = if message.is_escaped() {
            let mut buffer = [0; message::MAX_LOOK];
            let start = inner_start(message.unescape_into(&self.text, &mut buffer))?;
            (start, Cow::Owned(message.unescape(&self.text)))
        } else {
            let start = inner_start(&raw[..raw.len().min(message::MAX_LOOK)])?;
            let text = match &self.text {
                Cow::Borrowed(text) => Cow::Borrowed(message.raw(text)),
                Cow::Owned(_) => Cow::Owned(raw.to_vec()),
            };
            (start, text)
        };
        let mut members = Members::none();
        Collector::new(&text, &mut members).read_python(start);
        let told_status = told_status(&text[..start]);
        let is_whole = matches!(text[..start].trim_ascii(), b"" | b"[");
        let is_part = is_whole && message.is_composite();
        Some(Object { form: Form::Json, members, told_status, is_whole, is_part, text })
    }

    /// A type that stands beside the error rather than in it.
    pub(crate) fn type_beside(&self) -> Option<&[u8]> {
        Some(self.members.type_beside()?.raw(&self.text))
    }

    /// A word that stands where a message may, beside the message.
    pub(crate) fn word_beside_message(&self) -> Option<&[u8]> {
        Some(self.members.word_beside_message()?.raw(&self.text))
    }

    /// The one word that the whole message is. One without parts may be a word of prose.
    pub(crate) fn word_for_message(&self) -> Option<&[u8]> {
        let is_short = |message: &&[u8]| message.len() <= spellings::MAX_LEN;
        let message = self.raw(Field::Message).filter(is_short)?;
        let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let has_parts = |message: &[u8]| {
            message.iter().skip(1).any(|byte| *byte == b'_' || byte.is_ascii_uppercase())
        };
        (message.iter().all(in_word) && has_parts(message)).then_some(message)
    }

    /// The value of a field, if it is told.
    pub(crate) fn get(&self, field: Field) -> Option<Value> {
        self.members.get(field)
    }

    /// A field as it stands in the text.
    pub(crate) fn raw(&self, field: Field) -> Option<&[u8]> {
        Some(self.get(field)?.raw(&self.text))
    }

    /// The type as it stands in the text. Of one that names its module, what follows the `#`.
    pub(crate) fn type_(&self) -> Option<&[u8]> {
        self.raw(Field::Type).or_else(|| Some(after_hash(self.raw(Field::AwsType)?)))
    }

    /// All that tell a field, as they stand in the text.
    pub(crate) fn raw_all(&self, field: Field) -> impl Iterator<Item = &[u8]> {
        self.members.get_all(field).map(|value| value.raw(&self.text))
    }

    /// The number that a field holds.
    pub(crate) fn number(&self, field: Field) -> Option<Decimal> {
        // Most codes are words.
        let raw =
            self.raw(field).filter(|raw| !raw.first().is_some_and(u8::is_ascii_alphabetic))?;
        Decimal::parse(raw)
    }

    /// The body's own text, for marks that stand anywhere in it.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Whose envelope it is, by what stands in it and what does not.
    pub(crate) fn envelope(&self) -> Option<Provider> {
        ENVELOPES.iter().find(|envelope| self.fits(envelope)).map(|envelope| envelope.provider)
    }

    /// Whether it stands in this envelope.
    pub(crate) fn fits(&self, envelope: &Envelope) -> bool {
        let stands = |sign: &Sign| {
            let value = self.members.member(sign.place, sign.key);
            value.is_some_and(|value| sign.of.accepts(value, &self.text))
        };
        self.form == Form::Json
            && (!envelope.marked_first || self.members.marked_first)
            && envelope.has.iter().all(stands)
            && !envelope.lacks.iter().any(stands)
    }

    /// Whether this is an error, rather than an answer that happens to tell something.
    pub(crate) fn is_error(&self) -> bool {
        match self.form {
            Form::Empty => false,
            Form::Json => {
                self.members.are_error(&self.text) || self.members.state_error(&self.text)
            }
            Form::Html | Form::Text => self.members.marked,
        }
    }

    /// The headers that the error repeats.
    pub(crate) fn headers(&self) -> Option<Headers<'_>> {
        let text = self.get(Field::Headers)?.raw(&self.text);
        let mut repeated = Repeated { text, headers: Headers::none() };
        // What stands before a break has been read.
        let _ = <Reader>::new(text, 0).read((), &mut repeated);
        Some(repeated.headers)
    }

    /// The error as text.
    pub(crate) fn decoded(&self) -> Decoded<'_, 'a> {
        let utf8 = match &self.text {
            Cow::Borrowed(text) if text.len() <= message::MAX_LOOK => {
                core::str::from_utf8(text).ok()
            }
            _ => None,
        };
        Decoded { object: self, utf8 }
    }
}

/// An error as text.
pub(crate) struct Decoded<'o, 'a> {
    object: &'o Object<'a>,
    /// All of its text, where that is short and UTF-8: several fields are decoded.
    utf8: Option<&'a str>,
}

impl<'a> Decoded<'_, 'a> {
    /// A field, if it is told.
    pub(crate) fn get(&self, field: Field) -> Option<Cow<'a, str>> {
        Some(self.value(self.object.get(field)?))
    }

    /// The type.
    pub(crate) fn type_(&self) -> Option<Cow<'a, str>> {
        self.get(Field::Type).or_else(|| {
            Some(match self.get(Field::AwsType)? {
                Cow::Borrowed(text) => Cow::Borrowed(text.rsplit('#').next().unwrap_or(text)),
                Cow::Owned(text) => Cow::Owned(text.rsplit('#').next().unwrap_or(&text).to_owned()),
            })
        })
    }

    fn value(&self, value: Value) -> Cow<'a, str> {
        match &self.object.text {
            Cow::Borrowed(text) => match self.utf8.and_then(|text| value.part_of(text)) {
                Some(part) => Cow::Borrowed(part),
                None => value.decode(text),
            },
            Cow::Owned(text) => Cow::Owned(value.decode(text).into_owned()),
        }
    }

    /// The message. Where it is an object, or JSON in a string, the message inside it, if that has
    /// one.
    pub(crate) fn message(&self) -> Option<Cow<'a, str>> {
        let value = self.object.get(Field::Message)?;
        let message = self.value(value);
        match self.object.form {
            Form::Text => Some(cut(message)),
            Form::Html => Some(html::text(message)),
            Form::Json | Form::Empty => {
                if !value.is_composite() && !message.trim_start().starts_with(['{', '[']) {
                    return Some(message);
                }
                Some(inside(message.as_bytes()).map_or(message, Cow::Owned))
            }
        }
    }

    /// The parameter. A list of keys and indices is joined with dots.
    pub(crate) fn param(&self) -> Option<Cow<'a, str>> {
        let value = self.object.get(Field::Param)?;
        if !value.is_composite() {
            return Some(self.value(value));
        }
        let list = value.raw(&self.object.text);
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

/// What a body is, the members that the rows name, and where its payload ends.
fn parse(body: &[u8], members: &mut Members) -> (Form, usize) {
    let body = &body[..body.len().min(json::MAX_LEN)];
    let (payload, marked) = unframe(body);
    let text = &body[..payload.end];
    let form = match text.get(payload.start) {
        None => Form::Empty,
        Some(b'{' | b'[') => Collector::new(text, members).read(payload.start),
        Some(b'"' | b'n' | b't' | b'f' | b'-' | b'0'..=b'9') => {
            Collector::new(text, members).read_scalar(payload.start)
        }
        Some(b'<') => match html::headline(text, payload.start) {
            Some((start, end)) => {
                *members = Members::message(Value::plain(start, end));
                Form::Html
            }
            None => Form::Text,
        },
        Some(_) => Form::Text,
    };
    if form == Form::Text {
        *members = Members::message(Value::plain(payload.start, payload.end));
    }
    members.marked |= marked;
    (form, payload.end)
}

fn after_hash(text: &[u8]) -> &[u8] {
    text.rsplit(|&byte| byte == b'#').next().unwrap_or(text)
}

/// Whether what a gateway got is an error. Prose is one only where its field has no other use.
fn is_cause(form: Form, members: &Members, text: &[u8], is_raw: bool) -> bool {
    match form {
        Form::Empty => false,
        Form::Json => members.get(Field::Message).is_some() || members.are_error(text),
        Form::Html | Form::Text => is_raw,
    }
}

/// The status that a plain text tells: `error code: 504` or `502 Bad Gateway`.
fn status_of_text(text: &[u8]) -> Option<u16> {
    let text = text.trim_ascii();
    let digits = text.strip_prefix(b"error code: ").unwrap_or(text);
    let (digits, rest) = digits.split_first_chunk::<3>()?;
    let ends = rest.first().is_none_or(|&next| next == b' ' || next == b':');
    ends.then(|| core::str::from_utf8(digits).ok()?.parse().ok())?
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
                return (
                    trimmed(start, body.len()),
                    marked || name == b"error" || marks_error(rest),
                );
            }
            b"data" => return (trimmed(start, at + line.len()), marked || marks_error(rest)),
            _ => break,
        }
        at = next;
    }
    (trimmed(begin, body.len()), false)
}

/// Whether the lines that are left of an event mark it as an error.
fn marks_error(lines: &[u8]) -> bool {
    let event = raw::lines(lines).take(MAX_FIELDS).take_while(|line| !line.is_empty());
    event.filter_map(|line| line.strip_prefix(b"event:")).any(|name| name.trim_ascii() == b"error")
}

/// Where the first error object in a text begins. What only has a message may be anything that the
/// text speaks of, unless it stands where a gateway puts the error that it got.
fn inner_start(text: &[u8]) -> Option<usize> {
    memchr_iter(b'{', text).take(MAX_TRIES).find(|&start| {
        let mut members = Members::none();
        Collector::new(text, &mut members).read_python(start);
        let before = &text[..start];
        let is_whole = matches!(before.trim_ascii(), b"" | b"[");
        let after_mark = [&b"- "[..], b"\n", b"- b'", b"- b\"", b"rror: "]
            .iter()
            .any(|mark| before.ends_with(mark));
        members.get(Field::Message).is_some()
            && (is_whole || after_mark || members.are_error(text) || members.are_of_error())
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
    let mut members = Members::none();
    Collector::new(text, &mut members).read_whole()?;
    let value = members.get(Field::Message)?;
    Some(value.decode(text).into_owned())
}

/// Reads headers that a body repeats.
struct Repeated<'t> {
    text: &'t [u8],
    headers: Headers<'t>,
}

impl Visitor for Repeated<'_> {
    type Place = ();

    fn enter(&mut self, (): (), _key: &[u8], _list: bool) -> Option<Entry<()>> {
        None
    }

    fn value(&mut self, (): (), key: &[u8], value: Value) {
        self.headers.read(key, value.raw(self.text));
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
