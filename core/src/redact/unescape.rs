//! Decodes one character of a text at a time.
//!
//! Texts are escaped on their way: in JSON, in URLs, in HTML, or by a terminal's colors. A key has
//! to be found whatever the escapes, so the text is decoded while it is searched.

use crate::entities;

/// A character that is not visible and may occur anywhere: a zero-width character, or a terminal's
/// color.
pub(super) const INVISIBLE: u8 = 0xFF;

/// `…`, which is read like two or more dots.
pub(super) const ELLIPSIS: u8 = 0xFE;

/// A character beyond ASCII that is written as an escape.
const OTHER: u8 = 0xFD;

/// A decoded character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct DecodedChar {
    /// An ASCII character, one byte of another character, or one of the constants above, none of
    /// which is a byte of UTF-8. Every character that masks keys is `*`.
    pub(super) byte: u8,
    /// How many bytes of the text it takes.
    pub(super) len: usize,
    /// Whether it is percent-encoded: such a character is usually a part of a value, even if it
    /// would end the value when written plainly.
    pub(super) is_percent_encoded: bool,
    /// Whether it is written as a character reference of HTML.
    pub(super) is_entity: bool,
}

const fn plain(byte: u8, len: usize) -> DecodedChar {
    DecodedChar { byte, len, is_percent_encoded: false, is_entity: false }
}

/// Decodes the character at a position, which has to be inside the text.
// Not inlined: it has many callers, and each copy would make the library larger.
#[inline(never)]
pub(super) fn decode_char(text: &[u8], at: usize) -> DecodedChar {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
    let byte = text[at];
    match byte {
        b'\\' | b'%' | b'&' | 0x1B | 0xC2 | 0xE2 | 0xE3 | 0xEF => decode_sequence(&text[at..]),
        _ => plain(byte, 1),
    }
}

/// As [`decode_char`], or `None` at the end of the text.
pub(super) fn char_at(text: &[u8], at: usize) -> Option<DecodedChar> {
    (at < text.len()).then(|| decode_char(text, at))
}

/// The byte of the character at a position.
pub(super) fn byte_at(text: &[u8], at: usize) -> Option<u8> {
    char_at(text, at).map(|char| char.byte)
}

#[cfg(test)]
thread_local! {
    /// The number of decoded characters: tests measure with it how the work grows with the text.
    pub(super) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A character that may take several bytes.
fn decode_sequence(text: &[u8]) -> DecodedChar {
    let decoded = match text[0] {
        b'\\' => return backslash_escape(text),
        b'%' => hex_byte(text, 1)
            .filter(u8::is_ascii)
            .map(|byte| DecodedChar { is_percent_encoded: true, ..plain(byte, 3) }),
        b'&' => entity(text),
        0x1B => color_len(&text[1..]).map(|len| plain(INVISIBLE, 1 + len)),
        _ => utf8_char(text),
    };
    decoded.unwrap_or(plain(text[0], 1))
}

/// An escape of JSON, or of a language with similar strings. A text that was quoted several times
/// has several backslashes.
fn backslash_escape(text: &[u8]) -> DecodedChar {
    let run = text.iter().take(8).take_while(|byte| **byte == b'\\').count();
    let escaped = match text.get(run) {
        Some(b'n' | b'r' | b't') => b'\n',
        Some(b'u') => match hex_byte(text, run + 1) {
            Some(0) => return ascii_escape(text, run + 3),
            // Zero-width characters, as in `utf8_char`.
            Some(0x20) if matches!(hex_byte(text, run + 3), Some(0x0B..=0x0F | 0x60)) => {
                return plain(INVISIBLE, run + 5);
            }
            Some(0xFE) if hex_byte(text, run + 3) == Some(0xFF) => {
                return plain(INVISIBLE, run + 5);
            }
            Some(_) if hex_byte(text, run + 3).is_some() => return plain(OTHER, run + 5),
            _ => return plain(b'\\', run),
        },
        Some(b'x') => return ascii_escape(text, run + 1),
        Some(&mark) if mark.is_ascii_punctuation() && mark != b'\\' => mark,
        _ => return plain(b'\\', run),
    };
    plain(escaped, run + 1)
}

/// An escape that ends with two hex digits at a position. It may be the start of a terminal's
/// color.
fn ascii_escape(text: &[u8], digits: usize) -> DecodedChar {
    match hex_byte(text, digits).filter(u8::is_ascii) {
        Some(0x1B) => match color_len(&text[digits + 2..]) {
            Some(len) => plain(INVISIBLE, digits + 2 + len),
            None => plain(0x1B, digits + 2),
        },
        Some(byte) => plain(byte, digits + 2),
        None => plain(b'\\', 1),
    }
}

/// The value of the two hex digits at a position.
fn hex_byte(text: &[u8], at: usize) -> Option<u8> {
    text.get(at..at + 2)?.iter().try_fold(0_u8, |number, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(number << 4 | u8::try_from(digit).ok()?)
    })
}

/// A character reference of HTML.
fn entity(text: &[u8]) -> Option<DecodedChar> {
    let (character, len) = entities::decode(text)?;
    let byte = match *character.as_bytes() {
        [byte] => byte,
        _ => utf8_char(character.as_bytes()).map_or(OTHER, |char| char.byte),
    };
    Some(DecodedChar { is_entity: true, ..plain(byte, len) })
}

/// The length of a terminal's color such as `ESC [ 31 m`, without its first byte.
fn color_len(text: &[u8]) -> Option<usize> {
    let numbers = text.strip_prefix(b"[")?;
    let len = numbers.iter().take(16).take_while(|b| b.is_ascii_digit() || **b == b';').count();
    (numbers.get(len) == Some(&b'm')).then_some(len + 2)
}

/// A character beyond ASCII that means the same as an ASCII character, or is not visible.
fn utf8_char(text: &[u8]) -> Option<DecodedChar> {
    let three = |byte| Some(plain(byte, 3));
    match *text {
        [0xC2, 0xA0, ..] => Some(plain(b' ', 2)),
        [0xC2, 0xAD, ..] => Some(plain(INVISIBLE, 2)),
        [0xE2, 0x80, 0x8B..=0x8F, ..] | [0xE2, 0x81, 0xA0, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            three(INVISIBLE)
        }
        // `•`, `●` and `█` mask keys, as `*` does.
        [0xE2, 0x80, 0xA2, ..] | [0xE2, 0x97, 0x8F, ..] | [0xE2, 0x96, 0x88, ..] => three(b'*'),
        [0xE2, 0x80, 0xA6, ..] => three(ELLIPSIS),
        [0xE2, 0x80, 0x90 | 0x91, ..] => three(b'-'),
        [0xE2, 0x80, 0x98 | 0x99, ..] => three(b'\''),
        [0xE2, 0x80, 0x9C | 0x9D, ..] => three(b'"'),
        // `：`, `＝` and the wide space of Chinese and Japanese.
        [0xEF, 0xBC, 0x9A, ..] => three(b':'),
        [0xEF, 0xBC, 0x9D, ..] => three(b'='),
        [0xE3, 0x80, 0x80, ..] => three(b' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_json_urls_html_and_terminals_are_decoded() {
        for (text, byte, len) in [
            ("a", b'a', 1),
            ("\\n", b'\n', 2),
            ("\\\\\\\"x", b'"', 4),
            ("\\u003d", b'=', 6),
            ("\\u200b", INVISIBLE, 6),
            ("\\u00e9", b'\\', 1),
            ("\\u4e2d", OTHER, 6),
            ("\\x3a", b':', 4),
            ("\\x1b[31m", INVISIBLE, 8),
            ("\x1b[1;33m", INVISIBLE, 7),
            ("%3D", b'=', 3),
            ("%E9", b'%', 1),
            ("&amp;", b'&', 5),
            ("&nbsp;", b' ', 6),
            ("&bull;", b'*', 6),
            ("&mdash;", OTHER, 7),
            ("&tern;", b'&', 1),
            ("•", b'*', 3),
            ("…", ELLIPSIS, 3),
            ("é", 0xC3, 1),
        ] {
            let char = decode_char(text.as_bytes(), 0);
            assert_eq!((char.byte, char.len), (byte, len), "{text:?}");
            assert_eq!(char.is_percent_encoded, len == 3 && text.starts_with('%'), "{text:?}");
            assert_eq!(char.is_entity, len > 1 && text.starts_with('&'), "{text:?}");
        }
    }
}
