//! The value that stands after a label.

use super::symbol::{NOTHING, Symbol, symbol};
use super::tables::{Alphabet, Label, Literal, NO_KEYS, SCHEMES, Value};
use super::word::{LOOKED_AT, Word};
use super::{Span, prefix_at};

/// How many spaces, or quotes and spaces, may stand between a label and its value.
const MOST_SKIPPED: usize = 16;

/// Where a literal that stands here ends. A space in it stands for a space, `-`, `_` or nothing.
#[inline(never)]
pub(super) fn literal(
    text: &[u8],
    mut at: usize,
    literal: &Literal,
    is_label: bool,
) -> Option<usize> {
    let mut nothing = 0;
    for &byte in literal.bytes() {
        loop {
            let is_space = is_label && byte == b' ';
            let Some(read) = symbol_at(text, at) else {
                if is_space {
                    break;
                }
                return None;
            };
            if read.byte == NOTHING && nothing < MOST_SKIPPED {
                nothing += 1;
                at += read.len;
                continue;
            }
            let got = if is_label { read.byte.to_ascii_lowercase() } else { read.byte };
            match got {
                b' ' | b'-' | b'_' if is_space => at += read.len,
                _ if is_space => {}
                got if got == byte => at += read.len,
                _ => return None,
            }
            break;
        }
    }
    Some(at)
}

/// The character at a place, or none at the end of the text.
fn symbol_at(text: &[u8], at: usize) -> Option<Symbol> {
    (at < text.len()).then(|| symbol(text, at))
}

fn byte_at(text: &[u8], at: usize) -> Option<u8> {
    symbol_at(text, at).map(|read| read.byte)
}

// Once in the library, as many places call it.
#[inline(never)]
fn skip(text: &[u8], mut at: usize, most: usize, skipped: fn(u8) -> bool) -> usize {
    for _ in 0..most {
        match symbol_at(text, at) {
            Some(read) if skipped(read.byte) || read.byte == NOTHING => at += read.len,
            _ => break,
        }
    }
    at
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Whether these letters, whatever their case, are the word that stands here, and where it ends.
#[inline(never)]
fn after_word(text: &[u8], at: usize, word: &str) -> Option<usize> {
    let end = at + word.len();
    let is_it = text.get(at..end)?.eq_ignore_ascii_case(word.as_bytes());
    (is_it && !byte_at(text, end).is_some_and(is_word)).then_some(end)
}

/// What stands between a label and its value.
#[derive(Clone, Copy)]
struct Mark {
    /// Where the value begins.
    from: usize,
    by: By,
    /// The quote that is open, and is closed after the value.
    quote: Option<u8>,
    /// Whether the value is one of a list in brackets.
    in_list: bool,
    /// Whether a URL's escapes end the value, as they began it.
    is_encoded: bool,
}

/// What says that a value comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Nothing but space or a bracket.
    Space,
    /// A mark, after which prose may follow, too.
    Mark,
    /// What no prose follows: `=`, a quote after a mark, or 'provided'.
    Sure,
}

/// A value that was found, and how to read the next one of its list.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) span: Span,
    value: Value,
    mark: Mark,
}

/// The value after a label that stands here, after a character.
pub(super) fn after_label(text: &[u8], at: usize, before: u8, label: &Label) -> Option<Found> {
    let mut end = literal(text, at, &label.text, true)?;
    if matches!(byte_at(text, end), Some(b's' | b'S')) {
        end += 1;
    }
    // As in `API_KEY_2`.
    let number = skip(text, end, 1, |byte| matches!(byte, b'_' | b'-'));
    let after = skip(text, number, 2, |byte| byte.is_ascii_digit());
    if after > number {
        end = after;
    }
    if byte_at(text, end).is_some_and(is_word) {
        return None;
    }
    let mark = mark(text, at, end)?;
    let in_query = matches!(before, b'?' | b'&') && byte_at(text, end) == Some(b'=');
    let span = value_span(text, label.value, &mark, in_query)?;
    Some(Found { span, value: label.value, mark })
}

/// The next value of the list whose last value ends here.
pub(super) fn next_in_list(text: &[u8], found: Found) -> Option<Found> {
    let mut at = found.span.1;
    if found.mark.quote.is_some() {
        if byte_at(text, at) != found.mark.quote {
            return None;
        }
        at += symbol(text, at).len;
    }
    at = skip(text, at, MOST_SKIPPED, is_space);
    let at = match symbol_at(text, at) {
        Some(read) if read.byte == b',' => skip(text, at + read.len, MOST_SKIPPED, is_space),
        _ => after_dash(text, at)?,
    };
    let (from, quote, _) = opened(text, at);
    let by = match found.mark.by {
        _ if found.mark.in_list => By::Sure,
        By::Sure => By::Mark,
        by => by,
    };
    let mark = Mark { from, by, quote, ..found.mark };
    let word = Word::read(text, from, Alphabet::Token, LOOKED_AT);
    let is_name = matches!(byte_at(text, skip(text, from + word.len, 2, is_quote)), Some(b':'));
    if is_name || !(mark.in_list || word.is_surely_a_key()) {
        return None;
    }
    let value = match found.value {
        Value::Parameter | Value::Token if mark.in_list && word.looks_like_a_key() => Value::Any,
        value => value,
    };
    let span = value_span(text, value, &mark, false)?;
    Some(Found { span, value: found.value, mark })
}

/// Where a value begins in a list of YAML, from its dash on.
fn after_dash(text: &[u8], at: usize) -> Option<usize> {
    let dash = symbol_at(text, at).filter(|read| read.byte == b'-')?;
    let from = skip(text, at + dash.len, MOST_SKIPPED, is_space);
    (from > at + dash.len).then_some(from)
}

/// Where a value begins after what opens it, the quote before it, and whether a bracket is.
fn opened(text: &[u8], mut at: usize) -> (usize, Option<u8>, bool) {
    let mut quote = None;
    let mut in_list = false;
    // The letter of Python's bytes.
    if byte_at(text, at) == Some(b'b') && byte_at(text, at + 1).is_some_and(is_quote) {
        at += 1;
    }
    for _ in 0..4 {
        match symbol_at(text, at) {
            Some(read) if is_quote(read.byte) => {
                quote = Some(read.byte);
                at += read.len;
            }
            Some(read) if matches!(read.byte, b'[' | b'(') => {
                in_list = true;
                at = skip(text, at + read.len, MOST_SKIPPED, is_space);
            }
            Some(read) if read.byte == NOTHING => at += read.len,
            _ => break,
        }
    }
    (at, quote, in_list)
}

fn mark(text: &[u8], label: usize, end: usize) -> Option<Mark> {
    let mut at = skip(text, end, 4, |byte| is_quote(byte) || is_space(byte) || byte == b']');
    let (closed, mut is_told) = (at, false);
    for word in ["value", "provided", "is", "was"] {
        if at > end
            && let Some(after) = after_word(text, at, word)
        {
            is_told |= word == "provided";
            at = skip(text, after, 2, is_space);
        }
    }
    let read = symbol_at(text, at)?;
    let mut is_sure = is_told;
    let (mut is_mark, mut is_pair) = (true, false);
    match read.byte {
        // The last one ends a tag of XML.
        b':' | b'=' | b'>' => {
            is_sure |= read.byte == b'=';
            at = skip(text, at + read.len, 2, |byte| matches!(byte, b'=' | b'>'));
            at = skip(text, at, MOST_SKIPPED, is_space);
            at = after_dash(text, at).unwrap_or(at);
        }
        b',' if at > end => {
            at = skip(text, at + read.len, MOST_SKIPPED, is_space);
            match after_value_name(text, at) {
                Some(after) => {
                    is_sure = true;
                    at = after;
                }
                // A pair, as in `("x-api-key", "...")`.
                None if begins_pair(&text[..label]) => is_pair = true,
                None => return None,
            }
        }
        // The last one is a space of a form.
        b'(' | b'[' | b'<' | b'+' => {
            is_mark = false;
            at += read.len;
        }
        _ if at > end => {
            is_mark = false;
            if at == closed {
                // What was skipped may have opened the value.
                at = skip(text, end, MOST_SKIPPED, is_space);
            }
        }
        _ => return None,
    }
    let (from, quote, in_list) = opened(text, at);
    // Prose puts names into backticks after a colon, too.
    is_sure |= is_mark && !is_pair && quote.is_some_and(|quote| quote != b'`');
    let is_encoded = read.is_encoded;
    let by = match (is_mark, is_sure) {
        (false, _) => By::Space,
        (true, false) => By::Mark,
        (true, true) => By::Sure,
    };
    Some(Mark { from, by, quote, in_list: in_list && is_mark, is_encoded })
}

/// Where the value begins in `"name": "x-api-key", "value": "..."`, from `"value"` on.
fn after_value_name(text: &[u8], at: usize) -> Option<usize> {
    let name = skip(text, at, 1, is_quote);
    let end = after_word(text, name, "value").filter(|_| name > at)?;
    let colon = skip(text, end, 4, |byte| is_quote(byte) || is_space(byte));
    (byte_at(text, colon) == Some(b':')).then(|| skip(text, colon + 1, MOST_SKIPPED, is_space))
}

/// Whether a text ends in a bracket, a quote, and perhaps the beginning of a name.
fn begins_pair(text: &[u8]) -> bool {
    let tail = &text[text.len().saturating_sub(24)..];
    let name = tail.iter().rev().take_while(|b| is_word(**b) || **b == b'-').count();
    let tail = &tail[..tail.len() - name];
    let tail = tail.strip_suffix(b"\"").or_else(|| tail.strip_suffix(b"'")).unwrap_or_default();
    let tail = tail.strip_suffix(b"b").or_else(|| tail.strip_suffix(b"\\")).unwrap_or(tail);
    matches!(tail.last(), Some(b'(' | b'['))
}

/// What to hide of the value that begins at a mark, if it is a key.
fn value_span(text: &[u8], value: Value, mark: &Mark, in_query: bool) -> Option<Span> {
    if is_placeholder(text, mark.from) {
        return None;
    }
    let word = Word::read(text, mark.from, Alphabet::Token, LOOKED_AT);
    let end = mark.quote.map_or(End::Bare, End::Quote);
    let is_key = match value {
        Value::Cookies => {
            let is_pair =
                mark.by != By::Space && (begins_cookie(text, mark.from) || word.is_surely_a_key());
            return is_pair.then(|| hidden(text, mark, mark.from, End::Line))?;
        }
        Value::Credentials => {
            if let Some((scheme, from)) = after_scheme(text, mark.from) {
                let end = match scheme {
                    "aws4-hmac-sha256" | "digest" => End::Line,
                    _ if mark.by != By::Space => end,
                    _ => return None,
                };
                return hidden(text, mark, from, end);
            }
            mark.by != By::Space && word.looks_like_a_key()
        }
        Value::Parameter if !in_query => {
            let begins_key = prefix_at(text, mark.from).is_some();
            word.is_no_id() || (begins_key && mark.by != By::Space && word.looks_like_a_key())
        }
        Value::Token => mark.by == By::Sure || word.looks_like_a_key(),
        _ if mark.by == By::Space => word.is_surely_a_key(),
        Value::Phrase if mark.by == By::Sure && mark.quote.is_some() => {
            return hidden(text, mark, mark.from, mark.quote.map_or(End::Bare, End::Phrase));
        }
        Value::Any | Value::Key | Value::Phrase | Value::Parameter => {
            if let Some((_, from)) = after_scheme(text, mark.from).filter(|_| value == Value::Any) {
                return hidden(text, mark, from, end);
            }
            let is_prose = mark.quote.is_some() && is_followed_by_space(text, mark.from + word.len);
            let is_sure = mark.by == By::Sure || value != Value::Key && value != Value::Phrase;
            let is_url = text[mark.from..].starts_with(b"http") && mark.by != By::Sure;
            (is_sure && !is_prose) || (word.looks_like_a_key() && !is_url)
        }
    };
    is_key.then(|| hidden(text, mark, mark.from, end))?
}

/// Whether a variable's name stands here for the value.
fn is_placeholder(text: &[u8], at: usize) -> bool {
    match text.get(at..).unwrap_or_default() {
        [b'$', next, ..] => next.is_ascii_alphabetic() || b"{(_".contains(next),
        [b'%', ..] => !symbol(text, at).is_encoded,
        [b'{', ..] => true,
        [y, o, u, r, b'_' | b'-' | b' ', ..] => [*y, *o, *u, *r].eq_ignore_ascii_case(b"your"),
        _ => false,
    }
}

fn is_followed_by_space(text: &[u8], at: usize) -> bool {
    byte_at(text, skip(text, at, 2, |byte| b".,:;!?".contains(&byte))).is_some_and(is_space)
}

fn begins_cookie(text: &[u8], from: usize) -> bool {
    let name =
        skip(text, from, LOOKED_AT, |byte| is_word(byte) || b"_-.!#$%&'*+^|~".contains(&byte));
    name > from && byte_at(text, name) == Some(b'=')
}

/// The authentication scheme that stands here, and where its credentials begin.
fn after_scheme(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    let (scheme, end) =
        SCHEMES.iter().find_map(|scheme| Some((*scheme, after_word(text, at, scheme)?)))?;
    let from = skip(text, end, 4, |byte| is_space(byte) || is_quote(byte) || byte == b':');
    (from > end && !is_placeholder(text, from)).then_some((scheme, from))
}

/// Where a value ends.
#[derive(Clone, Copy)]
enum End {
    /// At a space, a quote, or a mark that stands after values.
    Bare,
    /// At a space or this quote.
    Quote(u8),
    /// At this quote alone.
    Phrase(u8),
    /// At the end of the line, or a quote that does not stand around the value of a pair.
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

/// What to hide of a value that goes from here to an end. None where a word stands that is no key.
#[inline(never)]
fn hidden(text: &[u8], mark: &Mark, from: usize, end: End) -> Option<Span> {
    let mut at = from;
    // Where the value ends, with one mark of the sentence after it, and with more.
    let (mut to, mut marks) = (from, 0);
    let (mut before, mut inner) = (0, None);
    while let Some(read) = symbol_at(text, at) {
        if matches!(end, End::Line) && is_quote(read.byte) && (inner.is_some() || before == b'=') {
            inner = if inner == Some(read.byte) { None } else { inner.or(Some(read.byte)) };
        } else if end.is_at(read.byte) && (!read.is_encoded || mark.is_encoded) {
            break;
        }
        before = read.byte;
        at += read.len;
        if matches!(end, End::Bare) && b".:!?".contains(&read.byte) {
            marks += 1;
        } else if read.byte != NOTHING {
            (to, marks) = (at, 0);
        }
    }
    // Dots at the end of a masked key belong to it, one dot to the sentence.
    if marks > 1 {
        to = at;
    }
    let value = text.get(from..to).filter(|value| !value.is_empty())?;
    if NO_KEYS.iter().any(|it| value.eq_ignore_ascii_case(it.as_bytes())) {
        return None;
    }
    let from = match prefix_at(text, from) {
        Some((_, shown)) => shown.min(to),
        None => from,
    };
    (from < to).then_some((from, to))
}
