//! Removes what stands around the words of a text: colors, boxes, quotes and fences.

use std::borrow::Cow;

use super::bytes::{self, Set, byte, from, set, strip};
use super::words::Lines;
use crate::rules::schema::position;

/// The characters of boxes, bars and bullets, at which a line of a terminal begins and ends.
fn is_frame(char: char) -> bool {
    matches!(char, ' ' | '\u{2500}'..='\u{25FF}' | '⎿' | '⚠' | '\u{FE0F}' | '✗' | '✖' | '❌' | '⨯')
}

/// What a line may begin with that is no part of it: frames, and the marks of quotes.
fn is_mark(char: char) -> bool {
    is_frame(char) || matches!(char, '>' | '|')
}

/// The bytes that stay as they are.
static PLAIN: Set = set(b"\n\t").range(b' ', b'~');

/// The marks of quotes, tables and fences at the start of a line.
static MARKS: Set = set(b">|`~");

/// The text with one line for each of its lines, without escape sequences, control characters, the
/// frames of boxes, marks of quotes and fences.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let prefix = common_prefix(text);
    if prefix.is_empty() && is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut lines = Lines(text);
    while let Some(line) = lines.next() {
        let has_prefix = bytes::is_at(line.as_bytes(), 0, prefix.as_bytes());
        let start = if has_prefix { prefix.len() } else { 0 };
        remove_marks(from(line, start), &mut plain);
        push_line(&plain, &mut cleaned);
        bytes::push("\n", &mut cleaned);
    }
    if !text.ends_with('\n') {
        cleaned.pop();
    }
    Cow::Owned(cleaned)
}

/// Whether nothing stands around the words of a text.
fn is_clean(text: &str) -> bool {
    let mut lines = Lines(text);
    while let Some(line) = lines.next() {
        let line = line.as_bytes();
        if MARKS.is_at(line, SPACES.span(line, usize::MAX)) || line.starts_with(b"E  ") {
            return false;
        }
    }
    PLAIN.span(text.as_bytes(), usize::MAX) == text.len() && position(text, "[0m", 0).is_none()
}

static SPACES: Set = set(b" \t");
static IN_SERVICE: Set = set(b"-_.").alphanumeric();

/// The name of a service that each of several lines begins with, as `docker compose` writes it:
/// `web-1  | `.
fn common_prefix(text: &str) -> &str {
    let mut lines = Lines(text);
    let first = lines.next().unwrap_or_default().as_bytes();
    let name = IN_SERVICE.span(first, 60);
    let spaces = SPACES.span(bytes::after(first, name), 60);
    let bar = name + spaces;
    let is_prefix = name > 0 && spaces > 0 && bar < 60 && byte(first, bar) == b'|';
    let second = lines.next().unwrap_or_default().as_bytes();
    if is_prefix && second.starts_with(bytes::before(first, bar + 1, bar + 1)) {
        bytes::part(text, 0, bar + 1)
    } else {
        ""
    }
}

/// Makes a line without escape sequences and control characters.
fn remove_marks(line: &str, plain: &mut String) {
    plain.clear();
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        rest = from(rest, char.len_utf8());
        match char {
            '\u{1B}' => rest = from(rest, escape_len(rest.as_bytes())),
            '[' if color_len(rest.as_bytes()) > 0 => {
                rest = from(rest, color_len(rest.as_bytes()));
            }
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' => {}
            '\u{A0}' => bytes::push(" ", plain),
            _ if char.is_control() && char != '\t' => {}
            _ => bytes::push_char(char, plain),
        }
    }
}

static FENCE: Set = set(b"`");

/// Appends a line without what stands around its words.
fn push_line(line: &str, cleaned: &mut String) {
    // pytest marks the lines of an exception.
    let mark = usize::from(line.starts_with("E  "));
    let line = from(line, mark);
    let mut inner = strip(line, is_mark, is_frame);
    let is_fence =
        inner.starts_with("```") && inner.len() < 20 && !bytes::has(inner.as_bytes(), b' ');
    if is_fence
        || inner.starts_with("~~~")
        || FENCE.span(inner.as_bytes(), usize::MAX) == inner.len()
    {
        inner = "";
    }
    // What was at the margin stays apart from what it is not part of.
    let indent = SPACES.span(line.as_bytes(), usize::MAX);
    if !inner.is_empty() && from(line, indent).starts_with(inner) {
        for _ in 0..(indent + mark).min(80) {
            bytes::push(" ", cleaned);
        }
    }
    bytes::push(inner, cleaned);
}

/// What stands in the escape sequences that begin with a bracket, and in those of strings.
static IN_CONTROL: Set = set(b"").range(0, 0x3F).range(0x7F, 0xFF);
static IN_STRING: Set = set(b"").range(0, 0xFF).except(b"\x07\x1B");

/// How long an escape sequence is (ECMA-48).
fn escape_len(text: &[u8]) -> usize {
    match byte(text, 0) {
        b'[' => IN_CONTROL.span(bytes::after(text, 1), usize::MAX) + 2,
        b']' | b'P' | b'X' | b'^' | b'_' => IN_STRING.span(text, usize::MAX) + 1,
        first => usize::from(first.is_ascii()),
    }
}

static IN_COLOR: Set = set(b";").range(b'0', b'9');

/// How long `31m]` is after its bracket, which is left of a color without its escape character; 0 if
/// there is none.
fn color_len(text: &[u8]) -> usize {
    let len = IN_COLOR.span(text, 12);
    if len > 0 && byte(text, len) == b'm' { len + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(clean("Error code: 429 - {}\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn colors_boxes_quotes_and_fences_are_removed_line_by_line() {
        for (text, expected) in [
            ("\u{1B}[31mError\u{1B}[0m: 429", "Error: 429"),
            ("[1;31mError[0m: 429", "Error: 429"),
            ("\u{1B}]8;;https://x\u{7}link", "link"),
            ("╭──────╮\n│ 429  │\n╰──────╯", "\n429\n"),
            ("> quoted\n>> twice", "quoted\ntwice"),
            ("```json\n{}\n```", "\n{}\n"),
            ("  | Traceback\n  +-+---", "Traceback\n  +-+---"),
            ("  ⎿  API Error: 529", "API Error: 529"),
            ("a\u{0}\u{8}b\u{200B}", "ab"),
            ("    at f (x.js:1)\u{A0}", "    at f (x.js:1)"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn broken_escapes_lose_nothing_else() {
        assert_eq!(clean("\u{1B}[3"), "");
        assert_eq!(clean("a \u{1B}é"), "a é");
        assert_eq!(clean("list[0] and [12x]"), "list[0] and [12x]");
    }
}
