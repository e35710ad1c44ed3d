//! Keys that are recognized by their prefix.

use super::candidate::{Candidate, MAX_CANDIDATE};
use super::scan::{Span, after_prefix};
use super::schema::{Alphabet, Prefix};
use super::tables::{MASK, PREFIX_FIRST_BYTES, PREFIXES};
use super::unescape::{INVISIBLE, byte_at, char_at, decode_char};

/// A continued line has at least so many characters of the key.
const MIN_CONTINUATION: usize = 8;

/// How many spaces, line ends and invisible characters may be between two lines of a key.
const MAX_LINE_BREAK: usize = 16;

/// The prefix that begins here, and its end.
pub(super) fn prefix_at(text: &[u8], at: usize) -> Option<(&'static Prefix, usize)> {
    text.get(at)?;
    let first = decode_char(text, at).byte;
    PREFIX_FIRST_BYTES
        .rows(first, PREFIXES, |row| &row.text)
        .find_map(|row| Some((row, after_prefix(text, at, &row.text)?)))
}

/// The rest of a key after its prefix, if `candidate`, which begins there, is one.
pub(super) fn key_after_prefix(
    text: &[u8],
    from: usize,
    row: &Prefix,
    candidate: Candidate,
) -> Option<Span> {
    if !candidate.has_visible {
        return None;
    }
    let has_mask = candidate.has_mask();
    let min_len = if has_mask { MASK.len() } else { usize::from(row.min_len) };
    let is_unlike_words = candidate.is_likely() || has_mask || !row.begins_words;
    let is_key = candidate.len >= min_len && is_unlike_words;
    // The candidate may have been cut; a key is hidden to its end.
    let line_len = if is_key {
        Candidate::read(text, from, row.alphabet, usize::MAX).len
    } else {
        candidate.len
    };
    let line_end = from + line_len;
    let end = after_continued_lines(text, line_end, row.alphabet);
    (is_key || (end > line_end && end - from >= min_len)).then_some((from, end))
}

/// The end of a key that may be wrapped over several lines; `end` is that of its first line.
fn after_continued_lines(text: &[u8], mut end: usize, alphabet: Alphabet) -> usize {
    while let Some(from) = next_line(text, end) {
        let line = Candidate::read(text, from, alphabet, MAX_CANDIDATE);
        let continues = line.len >= MIN_CONTINUATION && line.starts_likely() && !line.has_mask();
        let is_name = matches!(byte_at(text, from + line.len), Some(b':' | b'=' | b'('));
        if !continues || is_name || prefix_at(text, from).is_some() {
            break;
        }
        end = from + Candidate::read(text, from, alphabet, usize::MAX).len;
    }
    end
}

/// The start of the next line, if a line ends here.
fn next_line(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    let mut is_line_end = false;
    for _ in 0..MAX_LINE_BREAK {
        let Some(char) = char_at(text, at) else { break };
        match char.byte {
            b'\n' | b'\r' => is_line_end = true,
            b' ' | b'\t' if is_line_end => {}
            INVISIBLE => {}
            _ => break,
        }
        at += char.len;
    }
    is_line_end.then_some(at)
}
