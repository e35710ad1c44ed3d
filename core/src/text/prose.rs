//! What only looks like a failure: prose about failures, tables of them, and code.

use super::bytes::{self, Set, UPPER, byte, from, part, set};
use super::words::{self, Lines};
use crate::rules::schema::{Words, words};
use crate::rules::sdk::prose::{EXPLAINED, SENTENCES};

/// What may stand before the first sentence of a line.
static BULLETS: Set = set(b" \t-*#>|`");

/// What closes the quotes around a mention.
static CLOSING: Set = set(b")]'\"`");

/// Whether a line, or the sentence that begins with these words, says what may happen.
fn begins_prose(sentence: &[u8]) -> bool {
    let words = bytes::after(sentence, BULLETS.span(sentence, 16));
    UPPER.is_at(words, 0) && SENTENCES.begin(words)
}

/// Where the last sentence of a line begins.
fn last_sentence(line: &[u8]) -> usize {
    let mut end = line.len();
    while let Some(found) = memchr::memrchr3(b'.', b'!', b'?', bytes::before(line, end, end)) {
        if byte(line, found + 1) == b' ' {
            return found + 2;
        }
        end = found;
    }
    0
}

/// Whether a mention is only spoken of: in a sentence about what may happen, or one that explains it.
#[inline(never)]
pub(super) fn is_prose(text: &[u8], start: usize, end: usize) -> bool {
    let after = bytes::after(text, end);
    if EXPLAINED.begin(bytes::after(after, CLOSING.span(after, 2))) {
        return true;
    }
    let near = bytes::before(text, start, 240);
    let line = memchr::memrchr(b'\n', near).map_or(0, |end| end + 1);
    let begin = line + last_sentence(bytes::after(near, line));
    (begin > 0 || near.len() == start) && begins_prose(bytes::after(near, begin))
}

/// The beginnings of lines of code.
const CODE: Words = words(
    "from |import |except |raise |class |catch |print(|print f|logger.|logging.|console.|\
     throw |return |def |const |let |var |elif |#|//|async def ",
);

/// Whether a position is in a line that begins with one of these words.
pub(super) fn is_in_line(text: &[u8], at: usize, of: Words) -> bool {
    let near = bytes::before(text, at, 120);
    let begin = memchr::memrchr(b'\n', near).map_or(0, |end| end + 1);
    of.begin(bytes::after(near, begin).trim_ascii_start())
}

/// Whether a position is in a line of code.
pub(super) fn is_code(text: &[u8], at: usize) -> bool {
    is_in_line(text, at, CODE)
}

/// How the headings of Markdown begin.
const HEADINGS: Words = words("# |##");

/// Whether a line is one of code, or its first sentence says what may happen.
pub(super) fn is_no_failure(line: &str) -> bool {
    let line = line.trim_ascii_start().as_bytes();
    // A heading is no comment.
    let is_heading = HEADINGS.begin(line);
    (CODE.begin(line) && !is_heading) || begins_prose(line)
}

/// How many statuses a table explains at least.
const ROWS_OF_TABLE: usize = 3;

/// Whether a text explains statuses: lines that begin with one, each with a greater one.
pub(super) fn is_table(text: &str) -> bool {
    let mut lines = Lines(text);
    let (mut last, mut rows) = (0, 0);
    while let Some(line) = lines.next() {
        let line = words::without_bullets(line);
        let status = bytes::number(part(line, 0, 3)).filter(|status| (400..600).contains(status));
        if let Some(status) = status
            && !byte(line.as_bytes(), 3).is_ascii_alphanumeric()
        {
            // The numbers of lines of code ascend too.
            let words = words::without_bullets(words::trim(from(line, 3)));
            if status <= last || !words.starts_with(char::is_uppercase) {
                return false;
            }
            (last, rows) = (status, rows + 1);
        }
    }
    rows >= ROWS_OF_TABLE
}
