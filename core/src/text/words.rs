//! The words about a failure: which lines of a text they are, and what they say.

use crate::classify::decide_one;
use crate::index::statuses;
use crate::kind::Kind;
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
    "at |File \"|Traceback|During handling|The above exception|Caused by|---> |--- End|^|\
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

/// Words without the punctuation around them.
pub(super) fn trim(text: &str) -> &str {
    let is_edge = |char: char| {
        char.is_whitespace()
            || matches!(
                char,
                ':' | '-' | ',' | '"' | '\'' | '`' | '|' | ']' | ')' | '(' | '·' | '*' | ';'
            )
    };
    let is_end =
        |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '`' | ',' | '(' | '*');
    text.trim_start_matches(is_edge).trim_end_matches(is_end)
}

/// Whether a line is one of a stack.
pub(super) fn is_stack(line: &str) -> bool {
    let line = line.trim_start();
    STACKS.begin(line)
}

/// The levels with which loggers begin their lines.
const LEVELS: Words = words("INFO|WARN|ERROR|DEBUG|CRITICAL|FATAL|TRACE|level=|time=");

/// Whether a line begins as the lines of loggers do: with a time, a level or a name in brackets.
pub(super) fn is_logged(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let is_time = (digits == 4 && matches!(bytes.get(4), Some(b'-' | b'/')))
        || (digits == 2
            && bytes.get(2) == Some(&b':')
            && bytes.get(3).is_some_and(u8::is_ascii_digit));
    let is_bracketed = line.starts_with('[') && line[..floor(line, 40)].contains(']');
    is_time || is_bracketed || LEVELS.begin(line)
}

/// The words from a position to the end of their paragraph, or to `end`: the rest of the line, and the
/// lines that go on. `more` adds the paragraphs after it.
pub(super) fn paragraph(text: &str, start: usize, end: usize, more: bool) -> String {
    let rest = &text[start..floor(text, end.min(start + MAX)).max(start)];
    let mut lines = rest.split('\n');
    let mut words = trim(lines.next().unwrap_or_default()).to_owned();
    for line in lines {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            if more {
                continue;
            }
            break;
        }
        if is_stack(trimmed) || is_logged(trimmed) {
            break;
        }
        // A line that was too long for its terminal ends in a backslash.
        let before = words.strip_suffix('\\').map(str::len);
        words.truncate(before.unwrap_or(words.len()));
        if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        words.push_str(trim(trimmed));
    }
    let start = after_prefix(&words);
    start.map_or_else(|| words.clone(), |start| trim(&words[start..]).to_owned())
}

/// Where the last prefix of a client ends.
fn after_prefix(text: &str) -> Option<usize> {
    let mut last = None;
    PREFIXES.find(&mut |prefix| {
        let mut from = 0;
        while let Some(at) = position(text, prefix, from) {
            from = at + prefix.len();
            last = last.max(Some(from));
        }
        false
    });
    last
}

/// The words of a line whose kind is known: without what the client wrote before them, or those that
/// the line quotes.
pub(super) fn known(line: &str) -> Option<&str> {
    let line = trim(line);
    let start = after_prefix(line);
    let inner = start.map(|start| trim(&line[start..]));
    let whole = inner.into_iter().chain([line]).chain(quoted(line));
    whole.chain(reasons(line)).find(|words| is_known(words))
}

/// The first and the last part of a line, if they are reason phrases of HTTP: `Bad request - …`,
/// `… failed: Payment Required`.
fn reasons(line: &str) -> impl Iterator<Item = &str> {
    let (mut first, mut last) = (line.len(), 0);
    for mark in [": ", " - "] {
        let mut from = 0;
        while let Some(at) = position(line, mark, from) {
            from = at + mark.len();
            (first, last) = (first.min(at), last.max(from));
        }
    }
    let parts = [&line[..first], &line[last..]];
    let trimmed = parts.into_iter().map(|part| part.trim_end_matches(['.', '"', ')']));
    trimmed.filter(|part| {
        statuses::of_reason(part.as_bytes()).is_some_and(|status| status.first >= 400)
    })
}

/// The longest text in quotes, if a label stands before it: `error_message='…'`.
fn quoted(line: &str) -> Option<&str> {
    let bytes = line.as_bytes();
    let mut longest: Option<&str> = None;
    let mut at = 0;
    while let Some(found) =
        bytes.get(at..).and_then(|rest| memchr::memchr3(b'"', b'\'', b'`', rest))
    {
        let start = at + found + 1;
        let is_labeled = start >= 2 && matches!(bytes[start - 2], b'=' | b' ' | b':' | b'(');
        let Some(end) = memchr::memchr(bytes[start - 1], &bytes[start..]).filter(|_| is_labeled)
        else {
            at = start;
            continue;
        };
        let text = &line[start..start + end];
        if longest.is_none_or(|known| text.len() > known.len()) {
            longest = Some(text);
        }
        at = start + end + 1;
    }
    longest.filter(|text| text.len() > 12)
}

/// Whether words decide a kind.
pub(super) fn is_known(words: &str) -> bool {
    let decision = decide_one(&Response::new(0, words.as_bytes()), &Options::new());
    decision.kind != Kind::Unknown && !decision.kind.is_success()
}

/// Whether words decide something else than a status alone.
pub(super) fn say_more(status: u16, words: &str) -> bool {
    if status == 0 { is_known(words) } else { !is_only_status(status, words) }
}

/// Whether a status decides, whatever the words beside it say.
pub(super) fn is_only_status(status: u16, words: &str) -> bool {
    let decision = decide_one(&Response::new(status, words.as_bytes()), &Options::new());
    decision.rule.id.starts_with("status/") && decision.retry.delay_ms.is_none()
}

/// Kinds that words alone may mean anywhere: they count only beside a word about a call.
const COMMON: &[Kind] = &[
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

/// Words that calls to an API of a model are about.
const SUBJECTS: Words = words(
    "api|model|token|request|prompt|server|http|endpoint|provider|completion|stream|llm|\
     connection|upstream|response|gateway|openai|parameter|message|client|fetch|operation",
);

/// Whether words are about a call: their kind says so, or one of them.
pub(super) fn are_about_a_call(words: &str) -> bool {
    let decision = decide_one(&Response::new(0, words.as_bytes()), &Options::new());
    if !COMMON.contains(&decision.kind) {
        return true;
    }
    let lower = words.to_ascii_lowercase();
    SUBJECTS.are_in(&lower)
}
