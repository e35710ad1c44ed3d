//! Keys in texts: providers echo them, and what is printed or logged must not hold them.
//!
//! A key is known by how it begins, a row of [`PREFIXES`], or by what stands before it, a row of
//! [`LABELS`]. Each is replaced by its beginning and `***`. A replacement is never longer than what
//! it replaces, and is found again as itself: redacting twice changes nothing more.

mod label;
mod symbol;
mod tables;
mod word;

use std::borrow::Cow;

use self::label::{Found, after_label, literal, next_in_list};
use self::symbol::{NOTHING, symbol};
use self::tables::{Alphabet, LABEL_FIRSTS, LABELS, PREFIX_FIRSTS, PREFIXES, Prefix};
use self::word::{LOOKED_AT, Word};
use crate::report::{ErrorObject, Report, Upstream};

const MASK: &[u8] = b"***";

/// What to hide: from and to.
type Span = (usize, usize);

/// Replaces every API key, token, password and cookie in a text by its beginning and `***`.
///
/// Takes time linear in the text's length, and borrows where nothing is found. The result is never
/// longer than the text, and redacted again it stays as it is. A key is known by how it begins
/// (`gsk_`, `sk-`, `AIza` and the like), also where most of it is masked already, or by the words
/// before it (`x-api-key:`, `Bearer`, `?key=`), also through the escapes of JSON, URLs and HTML. What
/// neither tells is not found.
///
/// ```
/// let text = "Incorrect API key provided: gsk_Heron0Heron1Heron2.";
/// assert_eq!(apifault::redact(text), "Incorrect API key provided: gsk_***.");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    match redact_bytes(text.as_bytes()) {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // Spans begin and end between characters, so nothing is lost here.
        Cow::Owned(bytes) => Cow::Owned(
            String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        ),
    }
}

/// As [`redact`], for bytes that may not be UTF-8.
pub fn redact_bytes(text: &[u8]) -> Cow<'_, [u8]> {
    let mut redacted = Vec::new();
    let mut copied = 0;
    let mut scanner = Scanner { text, at: 0, before: NOTHING, list: None, word: None };
    while let Some((from, to)) = scanner.next_key() {
        // What is hidden already stays as it is.
        if text[from..to].iter().all(|byte| b"*.".contains(byte)) {
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

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    /// The character before.
    before: u8,
    /// The value that ends here, where more may follow.
    list: Option<Found>,
    /// What follows a prefix and is no key by itself: it is one if it holds one.
    word: Option<Span>,
}

impl Scanner<'_> {
    fn next_key(&mut self) -> Option<Span> {
        if let Some(found) = self.list.take()
            && let Some(found) = next_in_list(self.text, found)
        {
            return Some(self.found(found.span, Some(found)));
        }
        while self.at < self.text.len() {
            let read = symbol(self.text, self.at);
            if let Some((span, list)) = self.key_at(read.byte) {
                return Some(self.found(span, list));
            }
            self.before = read.byte;
            self.at += read.len;
        }
        None
    }

    fn found(&mut self, (mut from, to): Span, list: Option<Found>) -> Span {
        if let Some((word, end)) = self.word.take()
            && from <= end
        {
            from = word;
        }
        self.at = to;
        self.before = MASK[0];
        self.list = list;
        (from, to)
    }

    /// The key that is told of at this place, where this character stands.
    #[inline]
    fn key_at(&mut self, byte: u8) -> Option<(Span, Option<Found>)> {
        if byte == b':' {
            return password_in_url(self.text, self.at).map(|span| (span, None));
        }
        // A key and a label begin where no word goes on.
        if self.before.is_ascii_alphanumeric() {
            return None;
        }
        let small = byte.to_ascii_lowercase();
        if !PREFIX_FIRSTS.has(byte) && !LABEL_FIRSTS.has(small) {
            return None;
        }
        let (text, at) = (self.text, self.at);
        if let Some((row, from)) = prefix_at(text, at) {
            let head = Word::read(text, from, row.alphabet, LOOKED_AT);
            if let Some(span) = after_prefix(text, from, row, head) {
                return Some((span, None));
            }
            if self.word.is_none_or(|(_, end)| end < from) {
                self.word = Some((from, from + head.len));
            }
        }
        let second = text.get(at + 1).filter(|_| text[at] == byte);
        let mut labels = LABEL_FIRSTS
            .of(small, LABELS, |row| &row.text)
            .filter(|row| row.text.may_go_on(second));
        let found = labels.find_map(|row| after_label(text, at, self.before, row))?;
        Some((found.span, Some(found)))
    }
}

/// The prefix that stands here, and where it ends.
fn prefix_at(text: &[u8], at: usize) -> Option<(&'static Prefix, usize)> {
    text.get(at)?;
    let first = symbol(text, at).byte;
    PREFIX_FIRSTS
        .of(first, PREFIXES, |row| &row.text)
        .find_map(|row| Some((row, literal(text, at, &row.text, false)?)))
}

/// The rest of a key after its prefix.
fn after_prefix(text: &[u8], from: usize, row: &Prefix, head: Word) -> Option<Span> {
    if !head.shows {
        return None;
    }
    let least = if head.has_mask() { MASK.len() } else { usize::from(row.least) };
    let is_key = head.len >= least && (head.is_likely() || head.has_mask() || !row.begins_words);
    let end =
        from + if is_key { Word::read(text, from, row.alphabet, usize::MAX).len } else { head.len };
    let all = after_breaks(text, end, row.alphabet);
    (is_key || (all > end && all - from >= least)).then_some((from, all))
}

/// Where a key ends that was broken into lines, from the end of its first line on.
fn after_breaks(text: &[u8], mut end: usize, alphabet: Alphabet) -> usize {
    while let Some(from) = after_break(text, end) {
        let rest = Word::read(text, from, alphabet, LOOKED_AT);
        let next = text.get(from + rest.len).map(|_| symbol(text, from + rest.len).byte);
        let is_rest = rest.len >= 8 && rest.starts_likely() && !rest.has_mask();
        if !is_rest || prefix_at(text, from).is_some() || matches!(next, Some(b':' | b'=' | b'(')) {
            break;
        }
        end = from + Word::read(text, from, alphabet, usize::MAX).len;
    }
    end
}

/// Where the next line begins, if this place is the end of one.
fn after_break(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    let mut is_broken = false;
    for _ in 0..LOOKED_AT / 8 {
        let Some(read) = text.get(at).map(|_| symbol(text, at)) else { break };
        match read.byte {
            b'\n' | b'\r' => is_broken = true,
            b' ' | b'\t' if is_broken => {}
            NOTHING => {}
            _ => break,
        }
        at += read.len;
    }
    is_broken.then_some(at)
}

/// The password in a URL such as `http://user:password@host`, whose first colon is here.
fn password_in_url(text: &[u8], colon: usize) -> Option<Span> {
    let from = colon + 3;
    if !text[colon..].starts_with(b"://") {
        return None;
    }
    let rest = &text[from..text.len().min(from + 2 * LOOKED_AT)];
    let ends = |b: &u8| b.is_ascii_whitespace() || b"/?#\"'`\\<>@".contains(b);
    let at = rest.iter().position(ends).filter(|&at| rest[at] == b'@')?;
    let user = rest[..at].iter().position(|b| *b == b':')?;
    (user + 1 < at).then_some((from + user + 1, from + at))
}

fn redacted<'a>(text: Option<&'a Cow<'_, str>>) -> Option<Cow<'a, str>> {
    text.map(|text| redact(text))
}

impl ErrorObject<'_> {
    /// The same object with every key in its texts replaced: see [`redact`].
    pub fn redacted(&self) -> ErrorObject<'_> {
        ErrorObject {
            message: redacted(self.message.as_ref()),
            type_: redacted(self.type_.as_ref()),
            code: redacted(self.code.as_ref()),
            param: redacted(self.param.as_ref()),
            failed_generation: redacted(self.failed_generation.as_ref()),
        }
    }
}

impl Report<'_> {
    /// The same report with every key in its texts replaced: see [`redact`].
    pub fn redacted(&self) -> Report<'_> {
        Report {
            kind: self.kind,
            fault: self.fault,
            retry: self.retry,
            status: self.status,
            provider: self.provider,
            error: self.error.redacted(),
            limits: self.limits.clone(),
            request_id: redacted(self.request_id.as_ref()),
            upstream: self.upstream.as_ref().map(|it| Upstream {
                provider: it.provider,
                status: it.status,
                error: it.error.redacted(),
            }),
            action: self.action.clone(),
            rule: self.rule.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::symbol::STEPS;
    use super::tables::Value;
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
    fn rows_stand_by_letter_and_the_longer_one_first() {
        let prefixes: Vec<&[u8]> = PREFIXES.iter().map(|row| row.text.bytes()).collect();
        let labels: Vec<&[u8]> = LABELS.iter().map(|row| row.text.bytes()).collect();
        for rows in [prefixes, labels] {
            assert!(rows.is_sorted_by_key(|row| row[0]));
            for (number, row) in rows.iter().enumerate() {
                let mut earlier = rows[..number].iter();
                assert!(earlier.all(|it| !row.starts_with(it)), "{}", row.escape_ascii());
            }
        }
    }

    #[test]
    fn every_label_hides_its_value() {
        for row in LABELS {
            let label = str::from_utf8(row.text.bytes()).expect("ASCII");
            let value =
                if row.value == Value::Cookies { "heron=tern" } else { "Heron77tern88Gull" };
            for label in [label.to_uppercase().replace(' ', "_"), label.replace(' ', "-")] {
                for between in [": ", "=", "\": \"", "\", \"value\": \"", "%3A%20"] {
                    let text = format!("{label}{between}{value}");
                    assert_eq!(redact(&text), format!("{label}{between}***"));
                }
            }
        }
    }

    #[test]
    fn steps_grow_with_the_text_alone() {
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
    fn a_report_shows_no_key_in_any_text() {
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
