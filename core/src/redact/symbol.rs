//! One character of a text at a time, with the escapes undone that texts go through on their way.

/// Shows nothing, and may stand anywhere: a zero-width character, a terminal's color.
pub(super) const NOTHING: u8 = 0xFF;

/// `…`, as two dots or more.
pub(super) const ELLIPSIS: u8 = 0xFE;

/// A character outside ASCII that is written as an escape.
const OTHER: u8 = 0xFD;

/// What stands at a place of a text. None of these three is a byte of UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Symbol {
    /// An ASCII character, a byte of another one, or one of the above. What masks a key is `*`.
    pub(super) byte: u8,
    /// How many bytes of the text it takes.
    pub(super) len: usize,
    /// Whether a URL's escape stands for it, which is a part of the value it stands in.
    pub(super) is_encoded: bool,
}

const fn plain(byte: u8, len: usize) -> Symbol {
    Symbol { byte, len, is_encoded: false }
}

/// Reads the character at a place, which lies inside the text.
// Once in the library, as many places call it.
#[inline(never)]
pub(super) fn symbol(text: &[u8], at: usize) -> Symbol {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
    let byte = text[at];
    match byte {
        b'\\' | b'%' | b'&' | 0x1B | 0xC2 | 0xE2 | 0xE3 | 0xEF => written(&text[at..]),
        _ => plain(byte, 1),
    }
}

#[cfg(test)]
thread_local! {
    /// How many characters were read, so that tests can tell how the work grows.
    pub(super) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// What is written in more than one byte.
fn written(text: &[u8]) -> Symbol {
    let escaped = match text[0] {
        b'\\' => return backslashes(text),
        b'%' => hex(text, 1, 2)
            .filter(u8::is_ascii)
            .map(|byte| Symbol { is_encoded: true, ..plain(byte, 3) }),
        b'&' => entity(text),
        0x1B => color(text).map(|len| plain(NOTHING, len)),
        _ => character(text),
    };
    escaped.unwrap_or(plain(text[0], 1))
}

/// An escape of JSON, or of a language whose strings are like it. A text that was quoted several
/// times has more backslashes.
fn backslashes(text: &[u8]) -> Symbol {
    let run = text.iter().take(8).take_while(|byte| **byte == b'\\').count();
    let escaped = match text.get(run) {
        Some(b'n' | b'r' | b't') => b'\n',
        Some(b'u') => match hex(text, run + 1, 2) {
            Some(0) => return number(text, run + 3, hex(text, run + 3, 2).filter(u8::is_ascii)),
            // Zero-width characters, as in `character`.
            Some(0x20) if matches!(hex(text, run + 3, 2), Some(0x0B..=0x0F | 0x60)) => {
                return plain(NOTHING, run + 5);
            }
            Some(0xFE) if hex(text, run + 3, 2) == Some(0xFF) => return plain(NOTHING, run + 5),
            Some(_) if hex(text, run + 3, 2).is_some() => return plain(OTHER, run + 5),
            _ => return plain(b'\\', run),
        },
        Some(b'x') => return number(text, run + 1, hex(text, run + 1, 2).filter(u8::is_ascii)),
        Some(&mark) if mark.is_ascii_punctuation() && mark != b'\\' => mark,
        _ => return plain(b'\\', run),
    };
    plain(escaped, run + 1)
}

/// An escape that ends in two hex digits, from a place on.
fn number(text: &[u8], at: usize, byte: Option<u8>) -> Symbol {
    match byte {
        Some(0x1B) => match color_after(&text[at + 2..]) {
            Some(len) => plain(NOTHING, at + 2 + len),
            None => plain(0x1B, at + 2),
        },
        Some(byte) => plain(byte, at + 2),
        None => plain(b'\\', 1),
    }
}

fn hex(text: &[u8], at: usize, digits: usize) -> Option<u8> {
    text.get(at..at + digits)?.iter().try_fold(0_u8, |number, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(number << 4 | u8::try_from(digit).ok()?)
    })
}

/// A character of HTML that may stand around a key.
fn entity(text: &[u8]) -> Option<Symbol> {
    let known: [(&[u8], u8); 6] = [
        (b"&amp;", b'&'),
        (b"&quot;", b'"'),
        (b"&#34;", b'"'),
        (b"&#39;", b'\''),
        (b"&#x27;", b'\''),
        (b"&nbsp;", b' '),
    ];
    let (entity, byte) = known.into_iter().find(|(entity, _)| text.starts_with(entity))?;
    Some(plain(byte, entity.len()))
}

/// How many bytes a color of a terminal takes, such as `ESC [ 31 m`.
fn color(text: &[u8]) -> Option<usize> {
    color_after(&text[1..]).map(|len| len + 1)
}

fn color_after(text: &[u8]) -> Option<usize> {
    let numbers = text.strip_prefix(b"[")?;
    let len = numbers.iter().take(16).take_while(|b| b.is_ascii_digit() || **b == b';').count();
    (numbers.get(len) == Some(&b'm')).then_some(len + 2)
}

/// A character outside ASCII that means the same as one of ASCII, or nothing.
fn character(text: &[u8]) -> Option<Symbol> {
    let three = |byte| Some(plain(byte, 3));
    match *text {
        [0xC2, 0xA0, ..] => Some(plain(b' ', 2)),
        [0xC2, 0xAD, ..] => Some(plain(NOTHING, 2)),
        [0xE2, 0x80, 0x8B..=0x8F, ..] | [0xE2, 0x81, 0xA0, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            three(NOTHING)
        }
        // `•`, `●` and `█` stand in place of what is hidden.
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
