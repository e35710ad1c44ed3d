//! The words about a failure: which lines of a text they are, and what they say.

use super::bytes::{self, ALPHANUMERIC, DIGITS, Set, byte, from, owned, set, strip};
use crate::classify::decide_one;
use crate::index::statuses;
use crate::kind::Kind;
use crate::report::Decision;
use crate::response::{Options, Response};
use crate::rules::schema::{Words, position, words};

/// How much of the words of a failure counts.
pub(super) const MAX: usize = 4_096;

/// Prefixes with which clients begin the words of a server.
const PREFIXES: Words = words(
    "stream disconnected before completion: |stream error: |Last error: |last error: |\
     API Error: |last exception: ",
);

/// The beginnings of lines that are no words: of stacks and tracebacks.
const STACKS: Words = words(
    "at |exit status |Stack trace:|File \"|Traceback|During handling|The above exception|Caused by|---> |--- End|^|\
     ~|...|raise |return |goroutine |from /|#0 |note: run with|stack backtrace|\
     For more information check",
);

/// The last boundary of a character up to a position.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The start of a text.
#[inline(never)]
pub(super) fn cut(text: &str, max: usize) -> &str {
    bytes::part(text, 0, floor(text, max))
}

/// Whether a character at the start of words is no part of them.
fn is_before(char: char) -> bool {
    is_after(char) || matches!(char, ':' | '-' | '|' | ']' | ')' | '·' | ';')
}

/// Whether a character at the end of words is no part of them.
fn is_after(char: char) -> bool {
    char.is_whitespace() || matches!(char, '"' | '\'' | '`' | ',' | '(' | '*')
}

/// Words without the punctuation around them. A quote at their end stays if they open it.
#[inline(never)]
pub(super) fn trim(text: &str) -> &str {
    let words = strip(text, is_before, is_after);
    let start = text.len() - strip(text, is_before, |_| false).len();
    let end = start + words.len();
    let quote = byte(text.as_bytes(), end);
    if matches!(quote, b'"' | b'\'' | b'`') && opens_quote(words.as_bytes(), quote) {
        return bytes::part(text, start, end + 1);
    }
    words
}

/// Whether words open a quote that they do not close. An apostrophe is no quote.
fn opens_quote(words: &[u8], quote: u8) -> bool {
    let (mut opens, mut at) = (false, 0);
    while let Some(found) = memchr::memchr(quote, bytes::after(words, at)) {
        let here = at + found;
        let is_apostrophe =
            ALPHANUMERIC.is_at(words, here.wrapping_sub(1)) && ALPHANUMERIC.is_at(words, here + 1);
        opens ^= !is_apostrophe;
        at = here + 1;
    }
    opens
}

/// The labels before the message of an error, at the start of its words.
const LABELS: Words = words(
    "[cause]: |Message: |Error: |message: |error: |msg: |desc = |message='|message=\"|error\": \"|\
     message\": \"|message': '|message': \"|message': |name\": \"|error=",
);

/// What begins behind the message of an error in the same line, and is no part of it.
const AFTER_MESSAGE: Words = words(
    ", Status: |, Details: |\nDetails:|', url='|', url=URL(| (truncated...)| [reason: \"| [links {|\
     [violations {|[retry_delay {|', headers=",
);

/// The message in the words about a failure: without the label before it, what else the client printed
/// beside it, and brackets that nothing opens.
#[inline(never)]
pub(super) fn message(text: &str) -> &str {
    let mut text = strip(text, |char| is_before(char) || char == '.', char::is_whitespace);
    // `client.rb:31:in `ask': no answer`
    let frame = position(text, ":in ", 0).and_then(|at| position(text, "': ", at + 4));
    text = from(text, frame.map_or(0, |at| at + 3));
    // `status: 404 Not Found, message: no such heron`
    if text.starts_with("status: ") {
        text = from(text, position(text, "message: ", 0).unwrap_or(0));
    }
    // `when calling the Hatch operation (reached max retries: 4): no nest`
    if text.starts_with("when calling the ") {
        let end = position(text, "operation: ", 0).map(|at| at + 11);
        let end = end.or_else(|| position(text, "): ", 0).map(|at| at + 3));
        text = from(text, end.unwrap_or(0));
    }
    let mut labels = LABELS;
    while let Some(label) = labels.next() {
        if let Some(rest) = text.strip_prefix(label) {
            text = rest;
            labels = LABELS;
        }
    }
    let mut others = AFTER_MESSAGE;
    while let Some(other) = others.next() {
        let end = position(text, other, 0).unwrap_or(text.len());
        text = bytes::part(text, 0, end);
    }
    balanced(text)
}

/// How many brackets at the end of a message may be those of what holds it.
const MAX_UNOPENED: usize = 8;

/// A text without the brackets at its end that nothing in it opens.
fn balanced(text: &str) -> &str {
    let mut text = text;
    for _ in 0..MAX_UNOPENED {
        let Some(last) = text.as_bytes().last() else { break };
        let open = match last {
            b')' => b'(',
            b']' => b'[',
            b'}' => b'{',
            b'>' => b'<',
            _ => break,
        };
        if bytes::has(text.as_bytes(), open) {
            break;
        }
        text = strip(bytes::part(text, 0, text.len() - 1), |_| false, is_after);
    }
    text
}

/// A line without the marks of lists and tables before its words.
pub(super) fn without_bullets(line: &str) -> &str {
    strip(line, |char| matches!(char, ' ' | '\t' | '-' | '*' | '|' | '`' | '#'), |_| false)
}

/// Whether a line is one of a stack.
#[inline(never)]
pub(super) fn is_stack(line: &str) -> bool {
    STACKS.begin(strip(line, char::is_whitespace, |_| false).as_bytes())
}

/// How many lines below a status may be headers, and how many of them count.
const HEADER_LINES: usize = 60;

/// The bytes of the names of headers.
static IN_HEADER: Set = set(b"-").alphanumeric();

/// The headers in the lines below a status: those with a dash in their name, which no other words have.
#[inline(never)]
pub(super) fn headers(text: &str) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    let mut lines = Lines(text);
    for _ in 0..HEADER_LINES {
        let Some(line) = lines.next() else { break };
        let line = strip(line, |char| matches!(char, ' ' | '<' | '*' | '-'), char::is_whitespace);
        let bytes = line.as_bytes();
        let len = IN_HEADER.span(bytes, 60);
        let name = bytes::part(line, 0, len);
        if bytes::has(name.as_bytes(), b'-') && bytes::is_at(bytes, len, b": ") {
            headers.push((bytes::lower(name), owned(bytes::trim(from(line, len + 2)))));
        }
    }
    headers
}

/// The levels with which loggers begin their lines.
const LEVELS: Words = words("INFO|WARN|ERROR|DEBUG|CRITICAL|FATAL|TRACE|level=|time=");

/// Whether a line begins as the lines of loggers do: with a time, a level or a name in brackets.
fn is_logged(line: &str) -> bool {
    let line = line.as_bytes();
    let digits = DIGITS.span(line, 5);
    let next = byte(line, digits);
    if (digits == 2 && next == b':' && DIGITS.is_at(line, 3))
        || (digits == 4 && matches!(next, b'-' | b'/'))
    {
        return true;
    }
    let is_bracketed = byte(line, 0) == b'[' && bytes::has(line.get(..40).unwrap_or(line), b']');
    is_bracketed || LEVELS.begin(line)
}

/// The bytes of a text that is one word of ASCII.
static IN_ONE_WORD: Set = set(b"").range(0, 0x7F).except(b" ");

/// Whether a text is but one word, in a language with spaces.
#[inline(never)]
pub(super) fn is_one_word(text: &str) -> bool {
    IN_ONE_WORD.span(text.as_bytes(), usize::MAX) == text.len()
}

/// The words from a position to the end of their paragraph, or to `end`: the rest of the line, and the
/// lines that go on. `more` adds the paragraphs after it.
#[inline(never)]
pub(super) fn paragraph(text: &str, start: usize, end: usize, more: bool) -> String {
    let mut lines = Lines(bytes::part(text, start, floor(text, end.min(start + MAX))));
    let mut words = owned(trim(lines.next().unwrap_or_default()));
    while let Some(line) = lines.next() {
        let line = bytes::trim(line);
        if line.is_empty() {
            if more {
                continue;
            }
            break;
        }
        if is_stack(line) || is_logged(line) {
            break;
        }
        // A line that was too long for its terminal ends in a backslash.
        if words.ends_with('\\') {
            words.pop();
        }
        if !words.is_empty() && !words.ends_with(' ') {
            bytes::push(" ", &mut words);
        }
        bytes::push(trim(line), &mut words);
    }
    if let Some(start) = after_prefix(&words) {
        return owned(trim(bytes::part(&words, start, words.len())));
    }
    words
}

/// The lines of a text, from either end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'t>(pub(super) &'t str);

impl<'t> Lines<'t> {
    /// The next line.
    #[inline(never)]
    pub(super) fn next(&mut self) -> Option<&'t str> {
        let text = self.0;
        let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        self.0 = bytes::part(text, end + 1, text.len());
        (!text.is_empty()).then(|| bytes::part(text, 0, end))
    }

    /// The last line.
    #[inline(never)]
    pub(super) fn last(&mut self) -> Option<&'t str> {
        let text = self.0.strip_suffix('\n').unwrap_or(self.0);
        let start = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |end| end + 1);
        let line = (!self.0.is_empty()).then(|| bytes::part(text, start, text.len()));
        self.0 = bytes::part(text, 0, start);
        line
    }
}

/// Where the last prefix of a client ends.
#[inline(never)]
fn after_prefix(text: &str) -> Option<usize> {
    let mut last = None;
    let mut prefixes = PREFIXES;
    while let Some(prefix) = prefixes.next() {
        last = last.max(last_end(text, prefix));
    }
    last
}

/// Where the last of the same words in a text ends.
#[inline(never)]
fn last_end(text: &str, words: &str) -> Option<usize> {
    let mut last = None;
    while let Some(at) = position(text, words, last.unwrap_or(0)) {
        last = Some(at + words.len());
    }
    last
}

/// The words of a line whose kind is known: without what the client wrote before them, or those that
/// the line quotes.
pub(super) fn known(line: &str) -> Option<&str> {
    let line = trim(line);
    let inner = after_prefix(line).map_or("", |start| trim(bytes::part(line, start, line.len())));
    let (first, last) = reasons(line);
    let parts = [inner, line, quoted(line), first, last];
    parts.into_iter().find(|words| !words.is_empty() && is_known(words))
}

/// The end of a sentence or a quote after a reason phrase.
fn is_end(char: char) -> bool {
    matches!(char, '.' | '"' | ')')
}

/// A part of a line, if it is the reason phrase of a status of HTTP.
#[inline(never)]
fn reason(part: &str) -> &str {
    let part = strip(part, |_| false, is_end);
    let status = statuses::of_reason(part.as_bytes());
    if status.is_some_and(|status| status.first >= 400) { part } else { "" }
}

/// The first and the last part of a line, if they are reason phrases of HTTP: `Bad request - …`,
/// `… failed: Payment Required`.
fn reasons(line: &str) -> (&str, &str) {
    let mut first = line.len();
    for mark in [": ", " - "] {
        first = first.min(position(line, mark, 0).unwrap_or(first));
    }
    let last = last_end(line, ": ").max(last_end(line, " - ")).unwrap_or(0);
    (reason(bytes::part(line, 0, first)), reason(bytes::part(line, last, line.len())))
}

/// The longest text in quotes, if a label stands before it: `error_message='…'`.
#[inline(never)]
fn quoted(line: &str) -> &str {
    let text = line.as_bytes();
    let (mut longest, mut at) = ("", 0);
    while let Some(found) = memchr::memchr3(b'"', b'\'', b'`', bytes::after(text, at)) {
        let quote = at + found;
        at = quote + 1;
        let is_labeled = quote > 0 && matches!(byte(text, quote - 1), b'=' | b' ' | b':' | b'(');
        if is_labeled && let Some(len) = memchr::memchr(byte(text, quote), bytes::after(text, at)) {
            if len > longest.len() {
                longest = bytes::part(line, at, at + len);
            }
            at += len + 1;
        }
    }
    if longest.len() > 12 { longest } else { "" }
}

/// Decides about a status, or 0, and words.
// Responses are large.
#[inline(never)]
pub(super) fn decide(status: u16, words: &str) -> Decision {
    decide_one(&Response::new(status, words.as_bytes()), &Options::new())
}

/// Whether a kind is known, and is one of a failure.
fn is_of_failure(kind: Kind) -> bool {
    kind != Kind::Unknown && !kind.is_success()
}

/// Whether words decide a kind.
#[inline(never)]
pub(super) fn is_known(words: &str) -> bool {
    is_of_failure(decide(0, words).kind)
}

/// Whether words decide something else than a status alone.
#[inline(never)]
pub(super) fn say_more(status: u16, words: &str) -> bool {
    if status == 0 { is_known(words) } else { !is_only_status(status, words) }
}

/// Whether a status decides, whatever the words beside it say.
#[inline(never)]
pub(super) fn is_only_status(status: u16, words: &str) -> bool {
    let decision = decide(status, words);
    decision.rule.id().starts_with("status/") && decision.retry.delay_ms.is_none()
}

/// Kinds that words alone may mean anywhere: they count only beside a word about a call.
const COMMON: u64 = {
    let kinds = [
        Kind::InvalidRequest,
        Kind::NotFound,
        Kind::PermissionDenied,
        Kind::Conflict,
        Kind::Cancelled,
        Kind::Timeout,
        Kind::InternalError,
        Kind::BadGateway,
        Kind::ServiceUnavailable,
        Kind::UnprocessableEntity,
        Kind::Authentication,
    ];
    let (mut set, mut at) = (0, 0);
    while at < kinds.len() {
        set |= 1 << kinds[at] as u8;
        at += 1;
    }
    set
};

/// Whether a kind is that of a connection that fails.
pub(super) fn is_of_connection(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::BadGateway | Kind::Timeout | Kind::ServiceUnavailable | Kind::InternalError
    )
}

/// Words that calls to an API of a model are about.
const SUBJECTS: Words = words(
    "api|model|token|request|prompt|server|http|endpoint|provider|completion|stream|llm|\
     connection|upstream|response|gateway|openai|parameter|message|client|fetch|operation",
);

/// Whether words are about a call: their kind says so, or one of them.
pub(super) fn are_about_a_call(words: &str, kind: Kind) -> bool {
    COMMON >> (kind as u8) & 1 == 0 || SUBJECTS.are_in(&bytes::lower(words))
}
