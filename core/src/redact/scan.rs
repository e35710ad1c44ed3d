//! Small steps over a text, decoded on the way.

use super::schema::Literal;
use super::unescape::{INVISIBLE, byte_at, char_at};

/// The start and the end of a part of a text.
pub(super) type Span = (usize, usize);

/// How many spaces, quotes or invisible characters may be between two things that belong together.
pub(super) const MAX_SKIPPED: usize = 16;

pub(super) fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// The position after at most `max_chars` characters that are skipped or invisible.
// Not inlined: it has many callers, and each copy would make the library larger.
#[inline(never)]
pub(super) fn skip(
    text: &[u8],
    mut at: usize,
    max_chars: usize,
    is_skipped: fn(u8) -> bool,
) -> usize {
    for _ in 0..max_chars {
        match char_at(text, at) {
            Some(char) if is_skipped(char.byte) || char.byte == INVISIBLE => at += char.len,
            _ => break,
        }
    }
    at
}

/// The end of a word that begins here, in any case.
#[inline(never)]
pub(super) fn after_word(text: &[u8], at: usize, word: &str) -> Option<usize> {
    let end = at + word.len();
    let matches = text.get(at..end)?.eq_ignore_ascii_case(word.as_bytes());
    (matches && !byte_at(text, end).is_some_and(is_word)).then_some(end)
}

/// The end of a prefix that begins here.
pub(super) fn after_prefix(text: &[u8], at: usize, prefix: &Literal) -> Option<usize> {
    after_literal(text, at, prefix, false)
}

/// The end of a label that begins here, in any case. A space in the label matches a space, `-`, `_`
/// or nothing.
pub(super) fn after_label(text: &[u8], at: usize, label: &Literal) -> Option<usize> {
    after_literal(text, at, label, true)
}

#[inline(never)]
fn after_literal(text: &[u8], mut at: usize, literal: &Literal, is_label: bool) -> Option<usize> {
    let mut skipped = 0;
    for &byte in literal.bytes() {
        let is_space = is_label && byte == b' ';
        loop {
            let Some(char) = char_at(text, at) else {
                if is_space {
                    break;
                }
                return None;
            };
            if char.byte == INVISIBLE && skipped < MAX_SKIPPED {
                skipped += 1;
                at += char.len;
                continue;
            }
            let found = if is_label { char.byte.to_ascii_lowercase() } else { char.byte };
            match found {
                b' ' | b'-' | b'_' if is_space => at += char.len,
                _ if is_space => {}
                found if found == byte => at += char.len,
                _ => return None,
            }
            break;
        }
    }
    Some(at)
}
