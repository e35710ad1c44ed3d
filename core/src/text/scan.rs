//! What a text mentions: statuses, classes, codes, failures, addresses, and where objects begin.

use super::bytes::{self, ALPHANUMERIC, DIGITS, IN_NAME, LOWER, Set, UPPER, byte, set};
use super::names::{self, Name};
use super::prose::{is_code, is_in_line, is_prose};
use crate::index::clients::{AFTER_STATUS, BEFORE_STATUS, REASONS, failure_at};
use crate::index::codes::Code;
use crate::index::statuses;
use crate::kind::Failure;
use crate::rules::schema::{Surety, Words, words};
use crate::rules::sdk::classes::{MISREAD, OF_PYTHON, OTHER_PACKAGES};
use crate::rules::sdk::keys::{
    CONDITIONS, KEY_ENDS, KEY_NOUNS, KEY_OWNERS, MISSING_AFTER, MISSING_BEFORE,
};
use crate::rules::sdk::prose::{BEFORE_NAME, COMPARED, STATUS_CODE};
use crate::rules::sdk::statuses::UNITS;

/// The most mentions of a text that are kept: those of its end.
const MAX: usize = 512;

/// The most objects of a line that are kept without any other mention between them: the first hold the
/// others.
const MAX_OBJECTS: usize = 64;

/// How many bytes before and after a number are looked at.
const NEAR: usize = 48;

/// A status that a text states.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusMention {
    pub(crate) status: u16,
    pub(crate) surety: Surety,
    /// It stands in a status line or in the line of an access log, so that it may be one of a success.
    pub(crate) is_of_http: bool,
    /// Where the words about it begin: after it, its quotes and its reason phrase.
    pub(crate) words: usize,
}

/// What is mentioned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mention {
    Status(StatusMention),
    /// A failure without a response.
    Failure(Failure),
    /// A code or a class with a rule of its own.
    Code(&'static Code),
    /// The class of an exception that nothing is known about.
    Class,
    /// The client says that it will send the request again.
    Retry,
    /// The address of a request or a page.
    Address,
    /// Something that may be an object begins.
    Object,
    /// A page of HTML begins.
    Page,
}

/// A mention, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) what: Mention,
}

/// The mentions of a text, in their order.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<At>,
    /// How many objects of this line came since another mention.
    objects: usize,
}

impl Mentions {
    #[inline(never)]
    fn push(&mut self, start: usize, end: usize, what: Mention) {
        self.objects = if matches!(what, Mention::Object) { self.objects + 1 } else { 0 };
        if self.objects > MAX_OBJECTS {
            return;
        }
        if self.all.len() == 2 * MAX {
            self.all.drain(..MAX);
        }
        self.all.push(At { start, end, what });
    }
}

/// The bytes of words.
static WORD: Set = set(b"_$").alphanumeric();

/// Looks for everything that a text mentions, in one pass.
#[inline(never)]
pub(crate) fn scan(text: &[u8]) -> Mentions {
    let mut found = Mentions::default();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if WORD.has(byte) {
            at = word(text, at, &mut found);
            continue;
        }
        let what = match byte {
            b'{' => Mention::Object,
            b'[' | b'(' if opens_object(text, at) => Mention::Object,
            b'*' if bytes::is_at(text, at, b"***") && QUOTES.is_at(text, at + 3) => {
                found.push(at, at + 3, Mention::Object);
                at += 3;
                continue;
            }
            b'<' if is_page(bytes::after(text, at)) => Mention::Page,
            _ => {
                if byte == b'\n' {
                    found.objects = 0;
                }
                at += 1;
                continue;
            }
        };
        found.push(at, at + 1, what);
        at += 1;
    }
    found
}

static QUOTES: Set = set(b"'\"");

fn is_page(text: &[u8]) -> bool {
    bytes::begins(text, b"<!doctype html") || bytes::begins(text, b"<html")
}

/// With what the value of a member begins after `Name(key=`.
static VALUES: Set = set(b"'\"").range(b'0', b'9').range(b'A', b'Z');

/// Whether a bracket or a parenthesis may begin an object: a list of objects, `map[` of Go, the list of
/// details of gRPC, or `Name(key=`.
#[inline(never)]
fn opens_object(text: &[u8], at: usize) -> bool {
    let after = bytes::after(text, at + 1);
    let len = IN_NAME.span(after, 58);
    if len == 0 {
        return after.starts_with(b"{\"@type")
            || DETAILS_BEFORE.end(bytes::before(text, at, NEAR).trim_ascii_end());
    }
    if byte(text, at) == b'(' {
        return IN_NAME.span_back(bytes::before(text, at, 1), 1) > 0
            && byte(after, len) == b'='
            && VALUES.is_at(after, len + 1)
            && !is_code(text, at);
    }
    if bytes::before(text, at, 3) == b"map" {
        return byte(after, len) == b':';
    }
    bytes::is_at(after, len, b" {") || after.starts_with(b"map[")
}

/// What stands before the list of details in the errors of Google's libraries for Go.
const DETAILS_BEFORE: Words = words("Details:");

/// What names have that other words have not.
static NAMED: Set = set(b"_").range(b'A', b'Z');

/// Reads the word here, and returns where it ends.
fn word(text: &[u8], start: usize, found: &mut Mentions) -> usize {
    let len = WORD.span(bytes::after(text, start), usize::MAX);
    let end = start + len;
    let word = bytes::before(text, end, len);
    if DIGITS.span(word, len) == len {
        if len == 3
            && let Some(status) = status(text, start, end)
        {
            found.push(start, end, Mention::Status(status));
        }
        return end;
    }
    if len == 8 && bytes::begins(word, b"http_") && DIGITS.span_back(word, 4) == 3 {
        // `code: http_429 Too Many Requests`
        if let Some(status) = status(text, end - 3, end) {
            found.push(start, end, Mention::Status(status));
        }
        return end;
    }
    if bytes::is_at(text, end, b"://")
        && word.len() <= 5
        && bytes::begins(word, b"http")
        && matches!(byte(word, 4), 0 | b's' | b'S')
    {
        let address_end = end_of_address(text, end + 3);
        found.push(start, address_end, Mention::Address);
        return address_end;
    }
    if (4..=64).contains(&len) {
        let looks_like_name = NAMED.is_in(word) || word.ends_with(b"error");
        if looks_like_name && !is_only_named(text, start, end) {
            let what = match names::find(word) {
                Some(Name::Failure(failure)) => Some(Mention::Failure(failure)),
                Some(Name::Code(code)) => Some(Mention::Code(code)),
                Some(Name::Class) => Some(Mention::Class),
                None => None,
            };
            if let Some(what) = what {
                found.push(start, end, what);
            }
        }
        if names_missing_key(text, start, end) {
            found.push(start, end, Mention::Failure(Failure::MissingCredentials));
        }
        if CODE_LABELS.end(bytes::before(text, start, start))
            && let Some(code) = names::code(word)
        {
            found.push(start, end, Mention::Code(code));
        }
        if is_retry(word, bytes::after(text, end)) {
            found.push(start, end, Mention::Retry);
        }
    }
    // The longest of the words that begin alike count.
    if let Some((len, failure)) = failure_at(bytes::after(text, start))
        && !is_code(text, start)
        && !is_prose(text, start, start + len)
    {
        found.push(start, start + len, Mention::Failure(failure));
    }
    end
}

/// Whether a word is the name of the environment variable of a key that is not there.
#[inline(never)]
fn names_missing_key(text: &[u8], start: usize, end: usize) -> bool {
    let word = bytes::before(text, end, end - start);
    if !bytes::has(word, b'_') {
        return false;
    }
    let word = bytes::lower(core::str::from_utf8(word).unwrap_or_default());
    if !KEY_ENDS.end(word.as_bytes()) || !KEY_OWNERS.are_in(&word) {
        return false;
    }
    let after = bytes::after(text, end);
    let after = bytes::after(after, CLOSING.span(after, 2));
    let after = KEY_NOUNS.strip(after);
    (MISSING_BEFORE.end(bytes::before(text, start, NEAR)) || MISSING_AFTER.begin(after))
        && !CONDITIONS.end(bytes::before(text, start, NEAR))
        && !is_prose(text, start, end)
}

/// What stands before the code of an error, whatever it looks like.
const CODE_LABELS: Words =
    words("StatusCode.|StatusCode=\"|error: code = |Status: |status: |Code: |ErrorCode: ");

/// The bytes of a word, or of a path of words.
static PATH: Set = set(b"_$.").alphanumeric();

/// What ends before the quoted name of a type: `'type': 'RateLimitError'`.
const BEFORE_TYPE: Words = words(":|=|>");

/// Whether a name is only spoken of: it is imported or caught in a line of code, or is one of quoted
/// names.
#[inline(never)]
fn is_only_named(text: &[u8], start: usize, end: usize) -> bool {
    let path = bytes::before(text, start, PATH.span_back(bytes::before(text, start, 80), 80));
    let name = bytes::before(text, end, end - start);
    if OTHER_PACKAGES.begin(path) || (path.is_empty() && OF_PYTHON.have(name)) {
        return true;
    }
    let before = bytes::before(text, start, start);
    let next = byte(text, end);
    if next == b'\'' && before.ends_with(b"'") {
        return !BEFORE_TYPE.end(bytes::before(text, start - 1, start).trim_ascii_end());
    }
    // `at heron.NestException.build(NestException.kt:88)`
    let has_member = next == b'.' && ALPHANUMERIC.is_at(text, end + 1);
    let is_bracketed = next == b')' && before.ends_with(b"(");
    // `An error occurred (NestException) when calling the Hatch operation`
    let is_of_call = bytes::is_at(text, end, b") when calling");
    if (is_bracketed && !is_of_call) || has_member || next == b',' {
        return true;
    }
    // `retry_if(heron.NestError)`, `(NestError, HeronError)`
    let in_call = bytes::before(before, before.len() - path.len(), before.len());
    let is_argument = next == b')'
        && ((in_call.ends_with(b"(")
            && ALPHANUMERIC.is_at(in_call, in_call.len().wrapping_sub(2)))
            || in_call.ends_with(b", "));
    let is_last = next == b'\n' && bytes::after(text, end).trim_ascii_start().starts_with(b")");
    is_argument
        || is_last
        || BEFORE_NAME.end(in_call)
        || is_code(text, start)
        || is_prose(text, start, end)
}

/// Whether the client announces a retry: `Retrying in 4 seconds`, `retrying 1/5 in 209ms`.
fn is_retry(word: &[u8], after: &[u8]) -> bool {
    bytes::begins(word, b"retry")
        && (word.len() == 8 && bytes::begins(word, b"retrying")
            || word.len() == 5 && after.starts_with(b" ") && DIGITS.is_at(after, 1))
}

/// The bytes of addresses, and those that may end one: its punctuation belongs to the sentence.
static ADDRESS: Set = set(b"").range(b'!', b'~').except(b"\"'`<>)]}\\,|{");
static PUNCTUATION: Set = set(b".:;!*");

/// Where an address ends.
fn end_of_address(text: &[u8], start: usize) -> usize {
    let end = start + ADDRESS.span(bytes::after(text, start), 2_048);
    end - PUNCTUATION.span_back(bytes::before(text, end, end - start), end - start)
}

/// Whether a number goes on with this byte and the next one.
fn goes_on(beside: u8, next: u8) -> bool {
    match beside {
        b'.' | b',' | b'-' => next.is_ascii_digit(),
        b'/' => next.is_ascii_alphanumeric(),
        _ => matches!(beside, b'%' | b'$'),
    }
}

static CLOSING: Set = set(b")]'\"`");

/// The status that a number of three digits is, if the words around it say so.
#[inline(never)]
fn status(text: &[u8], start: usize, end: usize) -> Option<StatusMention> {
    let digit = |at: usize| u16::from(byte(text, start + at) & 0xF);
    let status = digit(0) * 100 + digit(1) * 10 + digit(2);
    if !(100..600).contains(&status) {
        return None;
    }
    let before = bytes::before(text, start, NEAR);
    let after = bytes::after(text, end);
    let behind = |back: usize| byte(before, before.len().wrapping_sub(back));
    if goes_on(byte(after, 0), byte(after, 1)) || goes_on(behind(1), behind(2)) {
        return None;
    }
    let stated = stated_before(before);
    // The number of a line in code that is shown, or in a file.
    let is_line_number = after.starts_with(b" |")
        || (behind(1) == b':' && behind(2).is_ascii_alphanumeric() && stated.is_none());
    let words_before = before.trim_ascii_end().strip_suffix(b":").unwrap_or_default();
    if is_line_number || MISREAD.end(words_before) {
        return None;
    }
    let mut words = end + CLOSING.span(after, NEAR);
    let is_of_http = is_of_http(before);
    let reason = reason_len(status, bytes::after(text, words));
    words += reason;
    words += code_len(bytes::after(text, words));
    let mut surety = stated;
    if is_of_http || reason > 0 {
        surety = Some(Surety::Stated);
    }
    if status < 400 && !is_of_http {
        // Other numbers are too common.
        surety = stated.filter(|&surety| surety == Surety::Stated);
    } else if surety != Some(Surety::Stated) {
        let after = bytes::after(text, words);
        surety = surety.max(stated_after(after));
        if surety != Some(Surety::Stated) {
            if is_quantity(after) {
                return None;
            }
            if surety.is_none() && (leads(text, start, after) || ends(before, after)) {
                surety = Some(Surety::Weak);
            }
        }
    }
    let surety = surety?;
    let is_compared = COMPARED.end(before.trim_ascii_end());
    if is_compared || is_in_line(text, start, STATUS_CODE) || is_prose(text, start, words) {
        return None;
    }
    Some(StatusMention { status, surety, is_of_http, words })
}

static CODES: Set = set(b"_: ").alphanumeric();

/// How long a code in parentheses is that is all that follows in a line, as .NET's SDK prints it:
/// `(insufficient_quota: insufficient_quota)`; 0 if there is none.
fn code_len(text: &[u8]) -> usize {
    let code = if text.starts_with(b" (") { bytes::after(text, 2) } else { b"" };
    let len = CODES.span(code, 160);
    let is_code =
        bytes::has(bytes::before(code, len, len), b':') && bytes::is_at(code, len, b")\n");
    if is_code { len + 3 } else { 0 }
}

static VERSION: Set = set(b".").range(b'0', b'9');

/// Whether a status line, or the line of an access log, stands before a status: `HTTP/1.1 `,
/// `HTTP/1.1" `.
fn is_of_http(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let before = bytes::before(before, before.len() - QUOTES.span_back(before, 1), NEAR);
    let version = VERSION.span_back(before, 4);
    (1..=3).contains(&version)
        && bytes::before(before, before.len() - version, NEAR).ends_with(b"HTTP/")
}

static BEFORE_REASON: Set = set(b" (-:_,\"'");

/// How long the reason phrase of a status is at the start of a text, with what stands before it; 0 if
/// there is none.
fn reason_len(status: u16, text: &[u8]) -> usize {
    let space = BEFORE_REASON.span(text, 4);
    let rest = bytes::after(text, space);
    let own = statuses::reason(status);
    if is_reason(rest, own) {
        return space + own.len();
    }
    let mut row = 0;
    while let Some(reason) = REASONS.texts.get(row) {
        if REASONS.values.get(row) == Some(&status) && is_reason(rest, reason) {
            return space + reason.len();
        }
        row += 1;
    }
    0
}

/// Whether a text begins with a reason phrase, whatever stands between its words.
#[inline(never)]
fn is_reason(text: &[u8], reason: &[u8]) -> bool {
    let mut at = 0;
    while at < reason.len() {
        let (here, expected) = (byte(text, at), byte(reason, at));
        let is_between = matches!(here, b' ' | b'_' | b'-') && matches!(expected, b' ' | b'-');
        if !is_between && !here.eq_ignore_ascii_case(&expected) {
            return false;
        }
        at += 1;
    }
    at > 0 && !LOWER.is_at(text, at)
}

static SEPARATORS: Set = set(b" \t:=(\"'`[\\*>|-#");
static BETWEEN: Set = set(b"\n \t:=(\"'`[\\*>|-#");

/// What ends before a value that a terminal wrapped into the next line.
const QUOTED_LABEL: Words = words("':|\":");

/// What the words before a number say about it.
#[inline(never)]
fn stated_before(before: &[u8]) -> Option<Surety> {
    let wrapped = before.trim_ascii_end();
    let before = if QUOTED_LABEL.end(wrapped) { wrapped } else { before };
    let separators = SEPARATORS.span_back(before, NEAR);
    let words = bytes::before(before, before.len() - separators, NEAR);
    let mut best = None;
    let mut row = 0;
    while let Some(text) = BEFORE_STATUS.texts.get(row) {
        let here = bytes::before(words, words.len(), text.len());
        let before = words.len().wrapping_sub(text.len() + 1);
        // A word of its own, or of a name such as `httpStatus`.
        if here.eq_ignore_ascii_case(text)
            && (!ALPHANUMERIC.is_at(words, before) || UPPER.is_at(here, 0))
        {
            best = best.max(BEFORE_STATUS.values.get(row).copied());
        }
        row += 1;
    }
    if best.is_none() && before.ends_with(b"(") && words.last().is_some_and(u8::is_ascii_alphabetic)
    {
        // `Request rejected (429)`
        return Some(Surety::Weak);
    }
    best
}

/// What the words after a number say about it.
fn stated_after(after: &[u8]) -> Option<Surety> {
    let rest = bytes::after(after, BETWEEN.span(after, 40));
    let first = byte(rest, 0);
    if matches!(first, b'{' | b'<') || (first == b'[' && after.starts_with(b" - ")) {
        return Some(Surety::Stated);
    }
    let mut row = 0;
    loop {
        let words = AFTER_STATUS.texts.get(row)?;
        if bytes::begins(if byte(words, 0) == b',' { after } else { rest }, words) {
            return AFTER_STATUS.values.get(row).copied();
        }
        row += 1;
    }
}

static SPACE: Set = set(b" ");
static IN_UNIT: Set = set(b"/").range(b'A', b'Z').range(b'a', b'z');

/// Whether a unit follows a number.
fn is_quantity(after: &[u8]) -> bool {
    let rest = bytes::after(after, SPACE.span(after, 2));
    let len = IN_UNIT.span(rest, 14);
    len > 0 && UNITS.have(bytes::before(rest, len, len))
}

/// Words before a status at the end of a line.
const FAILED: Words = words("rror|ailed|nvalid|enied|expired|orbidden|rejected");

/// Whether a number ends a line, behind a colon and words about a failure: `token expired: 403`.
fn ends(before: &[u8], after: &[u8]) -> bool {
    if !before.ends_with(b": ") || !matches!(byte(after, 0), 0 | b'\n' | b'\r') {
        return false;
    }
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    FAILED.are_in(core::str::from_utf8(bytes::after(before, start)).unwrap_or_default())
}

/// With what the words begin that follow a number and a space or a colon.
static WORDS_AFTER: Set = set(b"\"'{*`").range(b'A', b'Z');

/// What stands before a number that is a status if words follow.
const LEADING: Words = words("rror:|ception:|\":|\"|'");

/// Whether a number begins a line, or what an exception says, and words follow: `401 Incorrect API key`,
/// `ApiError: 429 …`.
fn leads(text: &[u8], start: usize, after: &[u8]) -> bool {
    let next = byte(after, 1);
    let has_words = match byte(after, 0) {
        b' ' => WORDS_AFTER.has(next) || next >= 0x80 || after.starts_with(b" . "),
        b':' => WORDS_AFTER.has(next) || next == b' ',
        _ => false,
    };
    let near = bytes::before(text, start, 160);
    let begin = match memchr::memrchr(b'\n', near) {
        Some(end) => end + 1,
        None if near.len() == start => 0,
        None => return false,
    };
    let before = bytes::after(near, begin).trim_ascii_end();
    has_words && (before.is_empty() || LEADING.end(before) || names::is_class_before(before))
}
