//! What is between a label and its value: the start of the value.

use super::scan::{MAX_SKIPPED, after_word, is_quote, is_space, is_word, skip};
use super::tables::LINKING_WORDS;
use super::unescape::{INVISIBLE, byte_at, char_at};

/// The start of a value, and how it is introduced.
#[derive(Clone, Copy)]
pub(super) struct ValueStart {
    /// The first byte of the value.
    pub(super) at: usize,
    pub(super) delimiter: Delimiter,
    /// The quote before the value, which also ends it.
    pub(super) quote: Option<u8>,
    /// Whether this quote is a character reference of HTML. Only then can another one end the value.
    pub(super) is_quote_entity: bool,
    /// Whether the value is in a list in brackets.
    pub(super) in_list: bool,
    /// Whether the delimiter is percent-encoded. Then the character that ends the value is, too.
    pub(super) is_percent_encoded: bool,
}

/// What separates a label from its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// Only a space or a bracket: the label may be a word of a sentence.
    Space,
    /// Punctuation such as a colon, which may also precede the rest of a sentence.
    Punctuation,
    /// A value follows, not the rest of a sentence: `=`, punctuation and a quote, or 'provided' and
    /// punctuation.
    Assignment,
}

/// The start of the value of a label.
pub(super) fn value_start(text: &[u8], label: usize, label_end: usize) -> Option<ValueStart> {
    let is_closing = |byte| is_quote(byte) || is_space(byte) || byte == b']';
    let after_label = skip(text, label_end, 4, is_closing);
    let (mut at, mut announces_value) = after_linking_words(text, label_end, after_label);
    let delimiter = char_at(text, at)?;
    let mut has_punctuation = false;
    let mut is_pair = false;
    match delimiter.byte {
        // `>` ends a tag of XML.
        b':' | b'=' | b'>' => {
            has_punctuation = true;
            announces_value |= delimiter.byte == b'=';
            at = skip(text, at + delimiter.len, 2, |byte| matches!(byte, b'=' | b'>'));
            at = skip(text, at, MAX_SKIPPED, is_space);
            at = after_dash(text, at).unwrap_or(at);
        }
        b',' if at > label_end => {
            has_punctuation = true;
            at = skip(text, at + delimiter.len, MAX_SKIPPED, is_space);
            if let Some(after) = after_value_member(text, at) {
                announces_value = true;
                at = after;
            } else if begins_pair(&text[..label]) {
                is_pair = true;
            } else {
                return None;
            }
        }
        // `+` is a space in form data.
        b'(' | b'[' | b'<' | b'+' => at += delimiter.len,
        _ if at > label_end => {
            if at == after_label {
                // The skipped quote may be that of the value.
                at = skip(text, label_end, MAX_SKIPPED, is_space);
            }
        }
        _ => return None,
    }
    let opening = opening(text, at);
    // Backticks do not announce a value: in sentences, a name in backticks may follow a colon.
    announces_value |=
        has_punctuation && !is_pair && opening.quote.is_some_and(|quote| quote != b'`');
    Some(ValueStart {
        at: opening.end,
        delimiter: match (has_punctuation, announces_value) {
            (false, _) => Delimiter::Space,
            (true, false) => Delimiter::Punctuation,
            (true, true) => Delimiter::Assignment,
        },
        quote: opening.quote,
        is_quote_entity: opening.is_quote_entity,
        in_list: opening.has_bracket && has_punctuation,
        is_percent_encoded: delimiter.is_percent_encoded,
    })
}

/// The position after the words that link a label to its value, and whether they announce the
/// value.
fn after_linking_words(text: &[u8], label_end: usize, mut at: usize) -> (usize, bool) {
    let mut announces_value = false;
    for word in LINKING_WORDS {
        if at > label_end
            && let Some(end) = after_word(text, at, word.text)
        {
            announces_value |= word.announces_value;
            at = skip(text, end, 2, is_space);
        }
    }
    (at, announces_value)
}

/// Quotes and brackets before a value.
pub(super) struct Opening {
    pub(super) end: usize,
    pub(super) quote: Option<u8>,
    pub(super) is_quote_entity: bool,
    pub(super) has_bracket: bool,
}

/// The quotes and brackets that begin here.
pub(super) fn opening(text: &[u8], mut at: usize) -> Opening {
    let mut quote = None;
    let mut is_quote_entity = false;
    let mut has_bracket = false;
    // Python writes bytes as `b'…'`.
    if byte_at(text, at) == Some(b'b') && byte_at(text, at + 1).is_some_and(is_quote) {
        at += 1;
    }
    for _ in 0..4 {
        match char_at(text, at) {
            Some(char) if is_quote(char.byte) => {
                quote = Some(char.byte);
                is_quote_entity = char.is_entity;
                at += char.len;
            }
            Some(char) if matches!(char.byte, b'[' | b'(') => {
                has_bracket = true;
                at = skip(text, at + char.len, MAX_SKIPPED, is_space);
            }
            Some(char) if char.byte == INVISIBLE => at += char.len,
            _ => break,
        }
    }
    Opening { end: at, quote, is_quote_entity, has_bracket }
}

/// The start of an item of a YAML list, after its dash.
pub(super) fn after_dash(text: &[u8], at: usize) -> Option<usize> {
    let dash = char_at(text, at).filter(|char| char.byte == b'-')?;
    let from = skip(text, at + dash.len, MAX_SKIPPED, is_space);
    (from > at + dash.len).then_some(from)
}

/// The start of the value in `"name": "x-api-key", "value": "..."`, from `"value"` on.
fn after_value_member(text: &[u8], at: usize) -> Option<usize> {
    let name = skip(text, at, 1, is_quote);
    let end = after_word(text, name, "value").filter(|_| name > at)?;
    let colon = skip(text, end, 4, |byte| is_quote(byte) || is_space(byte));
    (byte_at(text, colon) == Some(b':')).then(|| skip(text, colon + 1, MAX_SKIPPED, is_space))
}

/// Whether the text before a label ends with a bracket and a quote, as in `("x-api-key", "...")`.
/// The label may be the end of a longer name.
fn begins_pair(text: &[u8]) -> bool {
    let tail = &text[text.len().saturating_sub(24)..];
    let name = tail.iter().rev().take_while(|b| is_word(**b) || **b == b'-').count();
    let tail = &tail[..tail.len() - name];
    let tail = tail.strip_suffix(b"\"").or_else(|| tail.strip_suffix(b"'")).unwrap_or_default();
    let tail = tail.strip_suffix(b"b").or_else(|| tail.strip_suffix(b"\\")).unwrap_or(tail);
    matches!(tail.last(), Some(b'(' | b'['))
}
