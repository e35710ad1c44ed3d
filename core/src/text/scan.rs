//! What a text mentions: statuses, classes, codes, failures, addresses, and where objects begin.

use super::names;
use crate::index::clients;
use crate::index::codes::{self, Code};
use crate::index::statuses;
use crate::kind::Failure;
use crate::rules::schema::{Parent, Surety, Words, words};
use crate::rules::sdk::classes::{MISREAD, OF_PYTHON, OTHER_PACKAGES};
use crate::rules::sdk::statuses::{OTHER_REASONS, UNITS};

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

/// Looks for everything that a text mentions, in one pass.
pub(crate) fn scan(text: &str) -> Mentions {
    let bytes = text.as_bytes();
    let mut found = Mentions::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => {
                found.push(at, at + 1, Mention::Object);
                at += 1;
            }
            b'[' | b'(' if opens_object(bytes, at) => {
                found.push(at, at + 1, Mention::Object);
                at += 1;
            }
            b'*' if bytes[at..].starts_with(b"***")
                && matches!(bytes.get(at + 3), Some(b'"' | b'\'')) =>
            {
                found.push(at, at + 3, Mention::Object);
                at += 3;
            }
            b'\n' => {
                found.objects = 0;
                at += 1;
            }
            b'<' if is_page(&bytes[at..]) => {
                found.push(at, at + 1, Mention::Page);
                at += 1;
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$' => {
                at = word(text, at, &mut found);
            }
            _ => at += 1,
        }
    }
    found
}

fn is_page(text: &[u8]) -> bool {
    let begins = |start: &[u8]| {
        text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    begins(b"<!doctype html") || begins(b"<html")
}

/// Whether a bracket or a parenthesis may begin an object: a list of objects, `map[` of Go, the list of
/// details of gRPC, or `Name(key=`.
fn opens_object(bytes: &[u8], at: usize) -> bool {
    let after = &bytes[at + 1..bytes.len().min(at + 60)];
    let word_len =
        after.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    if bytes[at] == b'(' {
        let is_named = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        return is_named
            && word_len > 0
            && after.get(word_len) == Some(&b'=')
            && matches!(
                after.get(word_len + 1),
                Some(b'\'' | b'"' | b'0'..=b'9' | b'N' | b'A'..=b'Z')
            );
    }
    if bytes[..at].ends_with(b"map") {
        return word_len > 0 && after.get(word_len) == Some(&b':');
    }
    word_len > 0 && after[word_len..].starts_with(b" {")
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// Reads the word here, and returns where it ends.
fn word(text: &str, start: usize, found: &mut Mentions) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    let (mut digits, mut upper, mut has_mark) = (0, 0, false);
    while let Some(&byte) = bytes.get(end).filter(|&&byte| is_word(byte)) {
        digits += usize::from(byte.is_ascii_digit());
        upper += usize::from(byte.is_ascii_uppercase());
        has_mark |= byte == b'_';
        end += 1;
    }
    let word = &bytes[start..end];
    if digits == word.len() {
        if let Some(status) = status(text, start, end) {
            found.push(start, end, Mention::Status(status));
        }
        return end;
    }
    if bytes[end..].starts_with(b"://")
        && word.len() <= 5
        && word.eq_ignore_ascii_case(b"https") | word.eq_ignore_ascii_case(b"http")
    {
        let address_end = end_of_address(bytes, end + 3);
        found.push(start, address_end, Mention::Address);
        return address_end;
    }
    if (4..=64).contains(&word.len())
        && (upper > 0 || has_mark || word.ends_with(b"error"))
        && !is_only_named(bytes, start, end)
    {
        match names::find(word) {
            Some(names::Name::Failure(failure)) => {
                found.push(start, end, Mention::Failure(failure));
            }
            Some(names::Name::Code(code)) => found.push(start, end, Mention::Code(code)),
            Some(names::Name::Class) => found.push(start, end, Mention::Class),
            None => {}
        }
    }
    if (4..=64).contains(&word.len())
        && CODE_LABELS.end(&bytes[..start])
        && let Some(code) = codes::find(word, Parent::Error).filter(|code| !code.is_number())
    {
        found.push(start, end, Mention::Code(code));
    }
    let lower = bytes[start].to_ascii_lowercase();
    if lower == b'r' && is_retry(bytes, start, end) {
        found.push(start, end, Mention::Retry);
    }
    for (words, failure) in clients::words_of(lower) {
        let is_here = bytes
            .get(start..start + words.len())
            .is_some_and(|here| here.eq_ignore_ascii_case(words));
        if is_here {
            if is_code(bytes, start) {
                break;
            }
            found.push(start, start + words.len(), Mention::Failure(failure));
            // The longest of the words that begin alike comes first.
            break;
        }
    }
    end
}

/// What stands before the code of an error, whatever it looks like.
const CODE_LABELS: Words =
    words("StatusCode.|StatusCode=\"|error: code = |Status: |status: |Code: |ErrorCode: ");

/// Whether a name is only spoken of: it is imported or caught in a line of code, or is one of quoted
/// names.
fn is_only_named(bytes: &[u8], start: usize, end: usize) -> bool {
    let near = &bytes[start.saturating_sub(80)..start];
    let in_path = |byte: &&u8| is_word(**byte) || **byte == b'.';
    let path = &near[near.len() - near.iter().rev().take_while(in_path).count()..];
    if OTHER_PACKAGES.find(&mut |package| path.starts_with(package.as_bytes())).is_some() {
        return true;
    }
    if path.is_empty() && OF_PYTHON.have(&bytes[start..end]) {
        return true;
    }
    if bytes.get(end) == Some(&b'\'') && start > 0 && bytes[start - 1] == b'\'' {
        let before = bytes[..start - 1].trim_ascii_end();
        // `'type': 'RateLimitError'`
        return !before.ends_with(b":") && !before.ends_with(b"=") && !before.ends_with(b">");
    }
    let is_word_of_list = bytes.get(end) == Some(&b',')
        || (start > 0 && bytes[start - 1] == b'(' && bytes.get(end) == Some(&b')'));
    is_word_of_list || is_code(bytes, start)
}

/// The beginnings of lines of code.
const CODE: Words = words(
    "from |import |except |raise |class |catch |print(|print f|logger.|logging.|console.|\
     throw |return |def |const |let |var |elif |#|//|async def ",
);

/// Whether a position is in a line of code.
fn is_code(bytes: &[u8], at: usize) -> bool {
    let from = at.saturating_sub(120);
    let begin = memchr::memrchr(b'\n', &bytes[from..at]).map_or(from, |end| from + end + 1);
    let line = bytes[begin..at].trim_ascii_start();
    CODE.find(&mut |start| line.starts_with(start.as_bytes())).is_some()
}

/// Whether the client announces a retry: `Retrying in 4 seconds`, `retrying 1/5 in 209ms`.
fn is_retry(bytes: &[u8], start: usize, end: usize) -> bool {
    let word = &bytes[start..end];
    word.eq_ignore_ascii_case(b"retrying")
        || (word.eq_ignore_ascii_case(b"retry")
            && bytes[end..].first() == Some(&b' ')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit))
}

/// Where an address ends. Its punctuation at the end belongs to the sentence.
fn end_of_address(bytes: &[u8], start: usize) -> usize {
    let len = bytes[start..]
        .iter()
        .take(2_048)
        .take_while(|byte| {
            byte.is_ascii_graphic()
                && !matches!(
                    byte,
                    b'"' | b'\''
                        | b'`'
                        | b'<'
                        | b'>'
                        | b')'
                        | b']'
                        | b'}'
                        | b'\\'
                        | b','
                        | b'|'
                        | b'{'
                )
        })
        .count();
    let address = &bytes[start..start + len];
    let kept = address.iter().rposition(|byte| !matches!(byte, b'.' | b':' | b';' | b'!' | b'*'));
    start + kept.map_or(0, |last| last + 1)
}

/// The status that a number is, if the words around it say so.
fn status(text: &str, start: usize, end: usize) -> Option<StatusMention> {
    let bytes = text.as_bytes();
    if end - start != 3 {
        return None;
    }
    let number =
        bytes[start..end].iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
    if !(100..600).contains(&number) {
        return None;
    }
    let before = &bytes[start.saturating_sub(NEAR)..start];
    let after = &bytes[end..bytes.len().min(end + NEAR)];
    let is_part = |beside: Option<&u8>, next: Option<&u8>| match beside {
        Some(b'.' | b',' | b'-') => next.is_some_and(u8::is_ascii_digit),
        Some(b'/') => next.is_some_and(u8::is_ascii_alphanumeric),
        Some(b'%' | b'$') => true,
        _ => false,
    };
    let mut behind = before.iter().rev();
    let (last, last_but_one) = (behind.next(), behind.next());
    // The number of a line in code that is shown, or in a file.
    let is_line_number = after.starts_with(b" |")
        || (last == Some(&b':')
            && last_but_one.is_some_and(u8::is_ascii_alphanumeric)
            && stated_before(before).is_none());
    let words_before = before.trim_ascii_end().strip_suffix(b":").unwrap_or_default();
    let is_made_up = MISREAD.end(words_before);
    if is_part(after.first(), after.get(1))
        || is_part(last, last_but_one)
        || is_line_number
        || is_made_up
    {
        return None;
    }
    let line = number_line(bytes, start);
    let mut words = end;
    let quotes =
        after.iter().take_while(|byte| matches!(byte, b')' | b']' | b'\'' | b'"' | b'`')).count();
    words += quotes;
    let is_of_http = is_of_http(before);
    let reason = reason_len(number, &bytes[words..]);
    let mut surety = if is_of_http || reason.is_some() { Some(Surety::Stated) } else { None };
    if let Some(reason) = reason {
        words += reason;
    }
    if number < 400 && !is_of_http {
        // Other numbers are too common.
        surety = stated_before(before).filter(|&surety| surety == Surety::Stated);
        return surety.map(|surety| StatusMention { status: number, surety, is_of_http, words });
    }
    surety = surety.max(stated_before(before)).max(stated_after(&bytes[words..]));
    if surety.is_none_or(|surety| surety == Surety::Weak) && is_quantity(&bytes[words..]) {
        return None;
    }
    if surety.is_none() {
        surety = leads(bytes, start, words, line);
    }
    surety.map(|surety| StatusMention { status: number, surety, is_of_http, words })
}

/// Where the line of a position begins, if it is near.
fn number_line(bytes: &[u8], at: usize) -> Option<usize> {
    let from = at.saturating_sub(160);
    let near = &bytes[from..at];
    match memchr::memrchr(b'\n', near) {
        Some(end) => Some(from + end + 1),
        None => (from == 0).then_some(0),
    }
}

/// Whether a status line, or the line of an access log, stands before a status: `HTTP/1.1 `,
/// `HTTP/1.1" `.
fn is_of_http(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let before = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'")).unwrap_or(before);
    let version =
        before.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    (1..=3).contains(&version) && before[..before.len() - version].ends_with(b"HTTP/")
}

/// How long the reason phrase of a status is at the start of a text, with the space before it.
fn reason_len(status: u16, text: &[u8]) -> Option<usize> {
    let space = text
        .iter()
        .take(4)
        .take_while(|byte| matches!(byte, b' ' | b'(' | b'-' | b':' | b'_' | b',' | b'"' | b'\''))
        .count();
    let rest = &text[space..];
    let is_here = |reason: &[u8]| {
        !reason.is_empty()
            && rest.get(..reason.len()).is_some_and(|here| {
                here.iter().zip(reason).all(|(a, b)| {
                    a.eq_ignore_ascii_case(b)
                        || (matches!(a, b' ' | b'_' | b'-') && matches!(b, b' ' | b'-'))
                })
            })
            && !rest.get(reason.len()).is_some_and(u8::is_ascii_lowercase)
    };
    let own = statuses::reason(status);
    let other =
        OTHER_REASONS.iter().filter(|&&(of, _)| of == status).map(|(_, reason)| reason.as_bytes());
    let reason = std::iter::once(own).chain(other).find(|&reason| is_here(reason))?;
    Some(space + reason.len())
}

fn is_separator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b':'
            | b'='
            | b'('
            | b'"'
            | b'\''
            | b'`'
            | b'['
            | b'\\'
            | b'*'
            | b'>'
            | b'|'
            | b'-'
            | b'#'
    )
}

/// What the words before a number say about it.
fn stated_before(before: &[u8]) -> Option<Surety> {
    let separators = before.iter().rev().take_while(|&&byte| is_separator(byte)).count();
    let words = &before[..before.len() - separators];
    let mut best = None;
    for (row, surety) in clients::before() {
        let Some(start) = words.len().checked_sub(row.len()) else { continue };
        let here = &words[start..];
        // A word of its own, or of a name such as `httpStatus`.
        let is_alone = start == 0
            || !words[start - 1].is_ascii_alphanumeric()
            || here.first().is_some_and(u8::is_ascii_uppercase);
        if is_alone && here.eq_ignore_ascii_case(row) {
            best = best.max(Some(surety));
        }
    }
    if best.is_none()
        && separators > 0
        && before.ends_with(b"(")
        && words.last().is_some_and(u8::is_ascii_alphabetic)
    {
        // `Request rejected (429)`
        return Some(Surety::Weak);
    }
    best
}

/// What the words after a number say about it.
fn stated_after(after: &[u8]) -> Option<Surety> {
    let is_between = |byte: u8| is_separator(byte) || byte == b'\n';
    let separators = after.iter().take(40).take_while(|&&byte| is_between(byte)).count();
    let has_dash = after.starts_with(b" - ");
    let rest = &after[separators..];
    if matches!(rest.first(), Some(b'{' | b'<')) || (has_dash && rest.first() == Some(&b'[')) {
        return Some(Surety::Stated);
    }
    let is_here = |(row, _): &(&[u8], Surety)| {
        let text = if row.starts_with(b",") { after } else { rest };
        text.get(..row.len()).is_some_and(|here| here.eq_ignore_ascii_case(row))
    };
    clients::after().find(is_here).map(|(_, surety)| surety)
}

/// Whether a unit follows a number.
fn is_quantity(after: &[u8]) -> bool {
    let space = after.iter().take(2).take_while(|&&byte| byte == b' ').count();
    let rest = &after[space..];
    let in_unit = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'/';
    let len = rest.iter().take(14).take_while(|&byte| in_unit(byte)).count();
    let word = &rest[..len];
    len > 0 && UNITS.have(word)
}

/// Whether a number begins a line, or what an exception says, and words follow: `401 Incorrect API key`,
/// `ApiError: 429 …`.
fn leads(bytes: &[u8], start: usize, words: usize, line: Option<usize>) -> Option<Surety> {
    let follows = &bytes[words..bytes.len().min(words + 3)];
    let has_words = matches!(
        follows,
        [b' ' | b':', b'A'..=b'Z' | b'"' | b'\'' | b'{' | b'*' | b'`', ..]
            | [b':', b' ', ..]
            | [b' ', b'.', b' ']
    ) || (follows.starts_with(b" ")
        && follows.get(1).is_some_and(|byte| *byte >= 0x80));
    let begin = line?;
    let before = bytes[begin..start].trim_ascii_end();
    let begins = before.is_empty()
        || before.ends_with(b"rror:")
        || before.ends_with(b"ception:")
        || before.ends_with(b"\":")
        || before.ends_with(b"\"")
        || before.ends_with(b"'")
        || names::is_class_before(before);
    (begins && has_words).then_some(Surety::Weak)
}
