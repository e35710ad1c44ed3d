//! Finds API keys and other secrets in texts and hides them: servers repeat them in error messages,
//! and they must not get into logs.
//!
//! A secret is recognized by its prefix (a row of [`PREFIXES`]) or by the label before it (a row of
//! [`LABELS`]). The prefix stays, and `***` replaces the rest. The result is never longer than the
//! text, and redacting it again changes nothing.

mod candidate;
mod labeled_value;
mod prefixed_key;
mod scan;
mod schema;
mod tables;
mod unescape;
mod value_end;
mod value_start;

use std::borrow::Cow;

use self::candidate::{Candidate, MAX_CANDIDATE};
use self::labeled_value::{LabeledValue, labeled_value, next_in_list};
use self::prefixed_key::{key_after_prefix, prefix_at};
use self::scan::Span;
use self::tables::{LABEL_FIRST_BYTES, LABELS, MASK, PREFIX_FIRST_BYTES};
use self::unescape::{INVISIBLE, decode_char};
use crate::report::{ErrorObject, Report, Upstream};

/// Replaces each API key, token, password and cookie in a text with its prefix and `***`.
///
/// A secret is found by its prefix (such as `gsk_`, `sk-` or `AIza`), even if most of it is already
/// masked, or by the label before it (such as `x-api-key:`, `Bearer` or `?key=`). Escapes of JSON,
/// URLs and HTML do not hide it. A secret with neither a known prefix nor a label is not found.
///
/// The time is linear in the length of the text. The text is borrowed if it has no secret. The
/// result is never longer than the text, and redacting it again changes nothing.
///
/// ```
/// let text = "Incorrect API key provided: gsk_Heron0Heron1Heron2.";
/// assert_eq!(apifault::redact(text), "Incorrect API key provided: gsk_***.");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    match redact_bytes(text.as_bytes()) {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // Spans begin and end between characters, so the result is valid UTF-8.
        Cow::Owned(bytes) => Cow::Owned(
            String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        ),
    }
}

/// As [`redact`], for bytes that may not be UTF-8.
///
/// ```
/// let body = b"\xFF {\"x-api-key\": \"Heron0Heron1\"}";
/// assert_eq!(*apifault::redact_bytes(body), *b"\xFF {\"x-api-key\": \"***\"}");
/// ```
pub fn redact_bytes(text: &[u8]) -> Cow<'_, [u8]> {
    let mut redacted = Vec::new();
    let mut copied = 0;
    let mut scanner = Scanner { text, at: 0, before: INVISIBLE, list: None, partial_key: None };
    while let Some((from, to)) = scanner.next_secret() {
        let is_hidden = text[from..to].iter().all(|byte| b"*.".contains(byte));
        if is_hidden {
            continue;
        }
        if copied == 0 {
            redacted.reserve_exact(text.len());
        }
        redacted.extend_from_slice(&text[copied..from]);
        redacted.extend_from_slice(&MASK[..MASK.len().min(to - from)]);
        copied = to;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    redacted.extend_from_slice(&text[copied..]);
    Cow::Owned(redacted)
}

/// Searches a text from its start to its end.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    /// The character before this position.
    before: u8,
    /// The labeled value that ends at this position, if a list of values may continue.
    list: Option<LabeledValue>,
    /// What follows a prefix, but is no key by itself. If a secret is found inside, all of it is
    /// one.
    partial_key: Option<Span>,
}

impl Scanner<'_> {
    fn next_secret(&mut self) -> Option<Span> {
        if let Some(previous) = self.list.take()
            && let Some(next) = next_in_list(self.text, previous)
        {
            return Some(self.advance_past(next.span, Some(next)));
        }
        while self.at < self.text.len() {
            let char = decode_char(self.text, self.at);
            if let Some((span, list)) = self.secret_at(char.byte) {
                return Some(self.advance_past(span, list));
            }
            self.before = char.byte;
            self.at += char.len;
        }
        None
    }

    /// Moves to the end of a secret, and returns what to hide.
    fn advance_past(&mut self, (mut from, to): Span, list: Option<LabeledValue>) -> Span {
        if let Some((start, end)) = self.partial_key.take()
            && from <= end
        {
            from = start;
        }
        self.at = to;
        self.before = MASK[0];
        self.list = list;
        (from, to)
    }

    /// The secret whose prefix or label begins here, with this character.
    #[inline]
    fn secret_at(&mut self, byte: u8) -> Option<(Span, Option<LabeledValue>)> {
        if byte == b':' {
            return password_in_url(self.text, self.at).map(|span| (span, None));
        }
        // Prefixes and labels begin at the start of a word.
        if self.before.is_ascii_alphanumeric() {
            return None;
        }
        let lower = byte.to_ascii_lowercase();
        if !PREFIX_FIRST_BYTES.has(byte) && !LABEL_FIRST_BYTES.has(lower) {
            return None;
        }
        let (text, at) = (self.text, self.at);
        if let Some((row, from)) = prefix_at(text, at) {
            let candidate = Candidate::read(text, from, row.alphabet, MAX_CANDIDATE);
            if let Some(span) = key_after_prefix(text, from, row, candidate) {
                return Some((span, None));
            }
            if self.partial_key.is_none_or(|(_, end)| end < from) {
                self.partial_key = Some((from, from + candidate.len));
            }
        }
        let second = text.get(at + 1).filter(|_| text[at] == byte);
        let mut labels = LABEL_FIRST_BYTES
            .rows(lower, LABELS, |row| &row.text)
            .filter(|row| row.text.may_have_second(second));
        let value = labels.find_map(|row| labeled_value(text, at, self.before, row))?;
        Some((value.span, Some(value)))
    }
}

/// The password in a URL such as `http://user:password@host`; `colon` is the position of its first
/// colon.
fn password_in_url(text: &[u8], colon: usize) -> Option<Span> {
    let from = colon + 3;
    if !text[colon..].starts_with(b"://") {
        return None;
    }
    let rest = &text[from..text.len().min(from + 2 * MAX_CANDIDATE)];
    let ends = |b: &u8| b.is_ascii_whitespace() || b"/?#\"'`\\<>@".contains(b);
    let at = rest.iter().position(ends).filter(|&at| rest[at] == b'@')?;
    let user = rest[..at].iter().position(|b| *b == b':')?;
    (user + 1 < at).then_some((from + user + 1, from + at))
}

fn redact_option<'a>(text: Option<&'a Cow<'_, str>>) -> Option<Cow<'a, str>> {
    text.map(|text| redact(text))
}

impl ErrorObject<'_> {
    /// Returns the same object with the secrets in its texts hidden, as [`redact`] does.
    ///
    /// ```
    /// let body = br#"{"error": {"message": "Invalid key gsk_Heron0Heron1Heron2"}}"#;
    /// let response = apifault::Response::new(401, body);
    /// let error = apifault::classify(&response, &apifault::Options::new()).error;
    /// assert_eq!(error.redacted().message.as_deref(), Some("Invalid key gsk_***"));
    /// ```
    pub fn redacted(&self) -> ErrorObject<'_> {
        ErrorObject {
            message: redact_option(self.message.as_ref()),
            type_: redact_option(self.type_.as_ref()),
            code: redact_option(self.code.as_ref()),
            param: redact_option(self.param.as_ref()),
            failed_generation: redact_option(self.failed_generation.as_ref()),
        }
    }
}

impl Report<'_> {
    /// Returns the same report with the secrets in its texts hidden, as [`redact`] does.
    ///
    /// ```
    /// let body = br#"{"error": {"message": "Invalid key gsk_Heron0Heron1Heron2"}}"#;
    /// let response = apifault::Response::new(401, body);
    /// let report = apifault::classify(&response, &apifault::Options::new());
    /// let logged = report.redacted();
    /// assert_eq!(logged.kind, apifault::Kind::Authentication);
    /// assert_eq!(logged.error.message.as_deref(), Some("Invalid key gsk_***"));
    /// ```
    pub fn redacted(&self) -> Report<'_> {
        Report {
            kind: self.kind,
            fault: self.fault,
            retry: self.retry,
            status: self.status,
            provider: self.provider,
            error: self.error.redacted(),
            limits: self.limits.clone(),
            request_id: redact_option(self.request_id.as_ref()),
            upstream: self.upstream.as_ref().map(|upstream| Upstream {
                provider: upstream.provider,
                status: upstream.status,
                error: upstream.error.redacted(),
            }),
            scope: self.scope,
            remedies: self.remedies,
            action: self.action.clone(),
            rule: self.rule.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::schema::ValueKind;
    use super::tables::PREFIXES;
    use super::unescape::STEPS;
    use super::*;

    #[test]
    fn every_prefix_hides_what_follows_it() {
        for row in PREFIXES {
            let text = str::from_utf8(row.text.bytes()).expect("ASCII");
            for key in ["Heron7".repeat(8), "heronternandgull".repeat(2)] {
                let expected = format!("the key {text}*** of {}", row.owner);
                assert_eq!(redact(&format!("the key {text}{key} of {}", row.owner)), expected);
            }
            assert_eq!(redact(&format!("{text}...7xYz")), format!("{text}***"));
            assert!(matches!(redact(&format!("{text}... or {text}")), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn rows_are_in_order_and_the_longer_of_two_comes_first() {
        let prefixes: Vec<&[u8]> = PREFIXES.iter().map(|row| row.text.bytes()).collect();
        let labels: Vec<&[u8]> = LABELS.iter().map(|row| row.text.bytes()).collect();
        for rows in [prefixes, labels] {
            assert!(rows.is_sorted_by_key(|row| row[0]));
            for (number, row) in rows.iter().enumerate() {
                let mut earlier = rows[..number].iter();
                assert!(earlier.all(|shorter| !row.starts_with(shorter)), "{}", row.escape_ascii());
            }
        }
    }

    #[test]
    fn every_label_hides_its_value() {
        for row in LABELS {
            let label = str::from_utf8(row.text.bytes()).expect("ASCII");
            let value =
                if row.kind == ValueKind::Cookies { "heron=tern" } else { "Heron77tern88Gull" };
            for label in [label.to_uppercase().replace(' ', "_"), label.replace(' ', "-")] {
                for between in [": ", "=", "\": \"", "\", \"value\": \"", "%3A%20"] {
                    let text = format!("{label}{between}{value}");
                    assert_eq!(redact(&text), format!("{label}{between}***"));
                }
            }
        }
    }

    #[test]
    fn the_work_grows_linearly_with_the_text() {
        let steps = |text: &str| {
            STEPS.set(0);
            let redacted = redact(text);
            assert!(redacted.len() <= text.len());
            STEPS.get()
        };
        let parts = [
            "sk-",
            "api_key",
            "api_key=",
            "bearer ",
            "bearer-",
            "x-api-key:$",
            "authorization: {",
            "authorization: digest ",
            "://",
            "http://a:",
            "eyJ.",
            "&key=",
            "\\n",
            "\\",
            "\\u200b",
            "%2",
            "%20",
            "&amp;",
            "&bull;",
            "api_key&gt;",
            "\u{200b}",
            "\x1b[",
            "\x1b[31m",
            "sk-\u{200b}",
            "api keys: [a, ",
            "key key ",
            "cookie: ",
            "cookie: a",
            "password: '",
            "\", \"value\": \"",
            "*",
            "sk-*",
            "x-api-key: *",
            "bearer .",
            "x-api-key: ....",
            "sk-\nabcdefgh",
            "is was provided ",
        ];
        for part in parts {
            let few = steps(&part.repeat(10_000 / part.len()));
            let many = steps(&part.repeat(40_000 / part.len()));
            assert!(many <= 5 * few, "{part}: {few}, {many}");
            assert!(many <= 40_000 * 400, "{part}: {many}");
            for before in parts {
                let text = before.to_owned() + &part.repeat(10_000 / part.len());
                assert!(steps(&text) <= 12_000 * 400, "{before}{part}");
            }
        }
    }

    #[test]
    fn an_escape_does_not_hide_the_beginning_of_a_key() {
        for before in ["\\n", "\\t", "%20", "%3D", "\\u0022", "\x1b[31m", "\x1b[1;33m", "é"] {
            let text = format!("x{before}gsk_Heron7Heron7Heron7");
            assert_eq!(redact(&text), format!("x{before}gsk_***"));
        }
        let inside = "mgsk_Heron7Heron7Heron7";
        assert!(matches!(redact(inside), Cow::Borrowed(_)));
    }

    #[test]
    fn no_text_of_a_redacted_report_has_a_key() {
        let key = || Some(Cow::Borrowed("gsk_Heron7Heron7Heron7"));
        let error = ErrorObject {
            message: key(),
            type_: key(),
            code: key(),
            param: key(),
            failed_generation: key(),
        };
        let response = crate::Response::new(401, b"");
        let mut report = crate::classify(&response, &crate::Options::new());
        report.error = error.clone();
        report.request_id = key();
        report.upstream = Some(Upstream { provider: None, status: None, error });
        let text = format!("{:?}", report.redacted());
        assert!(!text.contains("Heron"), "{text}");
        assert_eq!(text.matches("gsk_***").count(), 11);
    }
}
