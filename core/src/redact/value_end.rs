//! The end of a value.

use super::prefixed_key::prefix_at;
use super::scan::{Span, is_quote};
use super::tables::NO_SECRETS;
use super::unescape::{DecodedChar, INVISIBLE, char_at};
use super::value_start::ValueStart;

/// What ends a value.
#[derive(Clone, Copy)]
pub(super) enum End {
    /// A space, a quote, or punctuation that usually follows a value.
    Bare,
    /// A space or this quote.
    Quote(u8),
    /// This quote only.
    Phrase(u8),
    /// The end of the line, or a quote other than those around the value of a pair.
    Line,
}

impl End {
    fn is_at(self, byte: u8) -> bool {
        match self {
            Self::Bare => {
                byte.is_ascii_whitespace()
                    || byte.is_ascii_control()
                    || b"\"'`\\,;&)]}<>".contains(&byte)
            }
            Self::Quote(quote) => byte == quote || byte.is_ascii_whitespace(),
            Self::Phrase(quote) => byte == quote,
            Self::Line => is_quote(byte) || matches!(byte, b'\r' | b'\n'),
        }
    }
}

/// Whether an escaped character is a part of the value, although it would end the value if it were
/// written plainly.
fn is_inside(char: DecodedChar, start: &ValueStart, end: End) -> bool {
    let is_reference = char.is_entity && !matches!(end, End::Bare);
    (char.is_percent_encoded && !start.is_percent_encoded)
        || (is_reference && is_quote(char.byte) && !start.is_quote_entity)
}

/// The span to hide of a value that begins at `from`. `None` if the value is a word that is no
/// secret.
#[inline(never)]
pub(super) fn hidden_span(text: &[u8], start: &ValueStart, from: usize, end: End) -> Option<Span> {
    let mut at = from;
    // The end of the value without the punctuation after it, and how much punctuation that is.
    let (mut to, mut punctuation) = (from, 0);
    let (mut before, mut open_quote) = (0, None);
    while let Some(char) = char_at(text, at) {
        let is_pair_quote = matches!(end, End::Line)
            && is_quote(char.byte)
            && (open_quote.is_some() || before == b'=');
        if is_pair_quote {
            open_quote =
                if open_quote == Some(char.byte) { None } else { open_quote.or(Some(char.byte)) };
        } else if end.is_at(char.byte) && !is_inside(char, start, end) {
            break;
        }
        before = char.byte;
        at += char.len;
        if matches!(end, End::Bare) && b".:!?".contains(&char.byte) {
            punctuation += 1;
        } else if char.byte != INVISIBLE {
            (to, punctuation) = (at, 0);
        }
    }
    // Several dots are the end of a masked key; a single one ends the sentence.
    if punctuation > 1 {
        to = at;
    }
    let value = text.get(from..to).filter(|value| !value.is_empty())?;
    if NO_SECRETS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes())) {
        return None;
    }
    // The prefix of a key stays readable.
    let from = match prefix_at(text, from) {
        Some((_, prefix_end)) => prefix_end.min(to),
        None => from,
    };
    (from < to).then_some((from, to))
}
