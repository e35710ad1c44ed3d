//! The attributes of an exception: the status, the body and the delay that are among them.

use std::borrow::Cow;

use super::closes;
use super::input::{Exception, HeldValue, without_module};
use crate::response::Response;
use crate::rules::schema::Words;
use crate::rules::sdk::members::{
    BODY_OF_EXCEPTION, CLOSE_REASON, CODE_OF_EXCEPTION, DELAY, DELAY_MS, EVENT, FLAT_ERROR,
    MESSAGE_OF_EXCEPTION, OF_EXITS, STATUS, TEXT_BESIDE_STATUS, TYPE_OF_EXCEPTION,
};
use crate::text::tree::write_string;

/// What the attributes of an exception say about a response.
#[derive(Debug, Default)]
pub(super) struct Kept<'a> {
    /// The status, or 0.
    pub(super) status: u16,
    /// The body, or one with the parts of it that the exception has. It may be empty.
    pub(super) body: Cow<'a, [u8]>,
    /// Whether that body is a code and a message, and no status is known.
    pub(super) is_composed: bool,
    /// The name and the value of the header that states the same delay.
    pub(super) delay: Option<(&'static str, &'a [u8])>,
    /// The code with which a WebSocket was closed, or 0.
    pub(super) close: u16,
    /// The reason that goes with it.
    pub(super) reason: &'a [u8],
}

impl Kept<'_> {
    /// The head of a response, with what the attributes add to it.
    pub(super) fn head<'b>(&'b self, head: &Response<'b>) -> Response<'b> {
        let mut head = head.clone().with_headers(self.delay);
        if head.status == 0 {
            head.status = self.status;
        }
        head
    }
}

/// Reads the attributes of an exception.
pub(super) fn read<'a>(exception: &Exception<'a>) -> Kept<'a> {
    let is_exit = |class: &&str| OF_EXITS.have(without_module(class).as_bytes());
    // The code of an exit is no status.
    if exception.attributes.is_empty() || exception.classes.iter().any(is_exit) {
        return Kept::default();
    }
    let all = All { attributes: &exception.attributes };
    let stated = exception.head.as_ref().map_or(0, |head| head.status);
    let mut kept =
        Kept { status: if stated == 0 { all.status() } else { stated }, ..Kept::default() };
    kept.delay = all.delay();
    if kept.status == 0 {
        kept.close = all.close();
        kept.reason = all.reason();
    }
    let is_event = kept.status == 0 && all.is_event();
    if is_event {
        kept.status = 200;
    }
    if let Some((_, body)) = all.body(BODY_OF_EXCEPTION) {
        // The data of an event may be the error alone.
        let is_bare = is_event && all.get(EVENT).is_some();
        kept.body = if is_bare && is_json(&body) { Cow::Owned(wrapped(&body)) } else { body };
    } else if kept.status != 0
        && let Some((_, body)) = all.body(TEXT_BESIDE_STATUS)
    {
        kept.body = body;
    } else if let Some(body) = all.flat() {
        kept.body = Cow::Owned(body.into_bytes());
    } else if let Some(body) = all.coded(kept.status, exception.message) {
        kept.body = Cow::Owned(body.into_bytes());
        kept.is_composed = kept.status == 0;
    }
    kept
}

/// The attributes of an exception.
struct All<'e, 'a> {
    attributes: &'e [(&'a str, HeldValue<'a>)],
}

impl<'a> All<'_, 'a> {
    fn get(&self, name: &str) -> Option<HeldValue<'a>> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|&(_, value)| value)
    }

    /// The first that has one of these names and passes a test.
    fn first<T>(
        &self,
        mut names: Words,
        test: impl Fn(HeldValue<'a>) -> Option<T>,
    ) -> Option<(&'static str, T)> {
        while let Some(name) = names.next() {
            if let Some(found) = self.get(name).and_then(&test) {
                return Some((name, found));
            }
        }
        None
    }

    fn status(&self) -> u16 {
        let status = |value| number(value).filter(|status| (100..600).contains(status));
        self.first(STATUS, status).map_or(0, |(_, status)| status)
    }

    /// The code with which a WebSocket was closed.
    fn close(&self) -> u16 {
        let code = |value| number(value).filter(|&code| closes::is_code(code));
        self.first(STATUS, code).map_or(0, |(_, code)| code)
    }

    fn reason(&self) -> &'a [u8] {
        let text = |value| match value {
            HeldValue::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        };
        self.first(CLOSE_REASON, text).map_or(b"", |(_, text)| text)
    }

    /// Whether it is about an event of a stream, whose status is 200.
    fn is_event(&self) -> bool {
        self.get(EVENT).is_some() || self.first(STATUS, |value| is_minus_one(value)).is_some()
    }

    fn body(&self, names: Words) -> Option<(&'static str, Cow<'a, [u8]>)> {
        self.first(names, |value| match value {
            HeldValue::Text(text) => (!text.is_empty()).then_some(Cow::Borrowed(text)),
            HeldValue::Json(json) => is_full(json).then_some(Cow::Borrowed(json)),
        })
    }

    fn delay(&self) -> Option<(&'static str, &'a [u8])> {
        let stated = |value| match value {
            HeldValue::Text(value) | HeldValue::Json(value) => {
                value.first().is_some_and(u8::is_ascii_alphanumeric).then_some(value)
            }
        };
        let is_word = |value: &[u8]| matches!(value, b"null" | b"true" | b"false");
        let found = |names| self.first(names, stated).filter(|&(_, value)| !is_word(value));
        let in_ms = found(DELAY_MS).map(|(_, value)| ("retry-after-ms", value));
        in_ms.or_else(|| found(DELAY).map(|(_, value)| ("retry-after", value)))
    }

    /// The body whose members are attributes: `{"error": …}`, `{"title": …, "detail": …}`.
    fn flat(&self) -> Option<String> {
        let (mut names, mut json, mut is_error) = (FLAT_ERROR, String::from("{"), false);
        while let Some(name) = names.next() {
            let value = self.get(name).filter(|value| match value {
                HeldValue::Text(text) => !text.is_empty(),
                HeldValue::Json(json) => is_full(json),
            });
            let Some(value) = value else { continue };
            is_error |= matches!(name, "error" | "detail");
            member(name, value, &mut json);
        }
        json.push('}');
        is_error.then_some(json)
    }

    /// The error whose code is an attribute.
    fn coded(&self, status: u16, message: &str) -> Option<String> {
        let word = |value| match value {
            HeldValue::Text(text) => (!text.is_empty() && number(value).is_none()).then_some(value),
            // A number that is no status may be a provider's code.
            HeldValue::Json(_) => {
                number(value).filter(|&code| status != 0 && code >= 600).map(|_| value)
            }
        };
        let code = self.first(CODE_OF_EXCEPTION, word);
        let class = self.first(TYPE_OF_EXCEPTION, word);
        if code.is_none() && class.is_none() {
            return None;
        }
        let text = |value| match value {
            HeldValue::Text(text) if !text.is_empty() => Some(value),
            _ => None,
        };
        let message = self
            .first(MESSAGE_OF_EXCEPTION, text)
            .map_or(HeldValue::Text(message.as_bytes()), |(_, message)| message);
        let mut json = String::from("{\"error\":{");
        member("message", message, &mut json);
        if let Some((_, code)) = code {
            member("code", code, &mut json);
        }
        if let Some((_, class)) = class {
            member("type", class, &mut json);
        }
        json.push_str("}}");
        Some(json)
    }
}

/// A whole number, which may be a text: `429`, `429 Too Many Requests`.
fn number(value: HeldValue<'_>) -> Option<u16> {
    let (HeldValue::Text(text) | HeldValue::Json(text)) = value;
    let digits = text.split(|&byte| byte == b' ').next()?;
    let digits = core::str::from_utf8(digits).ok()?;
    digits
        .parse()
        .ok()
        .filter(|_| digits.len() <= 5 && digits.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_minus_one(value: HeldValue<'_>) -> Option<()> {
    matches!(value, HeldValue::Json(b"-1")).then_some(())
}

fn is_json(body: &[u8]) -> bool {
    matches!(body.first(), Some(b'{' | b'['))
}

/// Whether the JSON of a value is that of an object or a list with something in it.
fn is_full(json: &[u8]) -> bool {
    is_json(json) && !matches!(json, b"{}" | b"[]")
}

/// The error in the data of an event, as a body.
fn wrapped(error: &[u8]) -> Vec<u8> {
    [b"{\"error\":", error, b"}"].concat()
}

/// Appends a member to the JSON of an object.
fn member(name: &str, value: HeldValue<'_>, json: &mut String) {
    if !json.ends_with('{') {
        json.push(',');
    }
    write_string(name, json);
    json.push(':');
    match value {
        HeldValue::Text(text) => write_string(&String::from_utf8_lossy(text), json),
        HeldValue::Json(value) => json.push_str(&String::from_utf8_lossy(value)),
    }
}
