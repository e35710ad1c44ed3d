//! Secrets that are recognized by the label before them.

use super::candidate::{Candidate, MAX_CANDIDATE};
use super::prefixed_key::prefix_at;
use super::scan::{MAX_SKIPPED, Span, after_label, after_word, is_quote, is_space, is_word, skip};
use super::schema::{Alphabet, Label, Scheme, ValueKind};
use super::tables::{PLACEHOLDER_WORDS, SCHEMES};
use super::unescape::{byte_at, char_at, decode_char};
use super::value_end::{End, hidden_span};
use super::value_start::{Delimiter, Opening, ValueStart, after_dash, opening, value_start};

/// A secret after a label, and what is needed to find the next one of the same list.
#[derive(Clone, Copy)]
pub(super) struct LabeledValue {
    pub(super) span: Span,
    kind: ValueKind,
    start: ValueStart,
}

/// The secret after a label that begins here; `before` is the character before the label.
pub(super) fn labeled_value(
    text: &[u8],
    at: usize,
    before: u8,
    label: &Label,
) -> Option<LabeledValue> {
    let mut end = after_label(text, at, &label.text)?;
    if matches!(byte_at(text, end), Some(b's' | b'S')) {
        end += 1;
    }
    // A number, as in `API_KEY_2`.
    let number = skip(text, end, 1, |byte| matches!(byte, b'_' | b'-'));
    let after_number = skip(text, number, 2, |byte| byte.is_ascii_digit());
    if after_number > number {
        end = after_number;
    }
    if byte_at(text, end).is_some_and(is_word) {
        return None;
    }
    let start = value_start(text, at, end)?;
    let in_query = matches!(before, b'?' | b'&') && byte_at(text, end) == Some(b'=');
    let span = secret_span(text, label.kind, &start, in_query)?;
    Some(LabeledValue { span, kind: label.kind, start })
}

/// The next secret of the list that `previous` is in.
pub(super) fn next_in_list(text: &[u8], previous: LabeledValue) -> Option<LabeledValue> {
    let mut at = previous.span.1;
    if previous.start.quote.is_some() {
        if byte_at(text, at) != previous.start.quote {
            return None;
        }
        at += decode_char(text, at).len;
    }
    at = skip(text, at, MAX_SKIPPED, is_space);
    let at = match char_at(text, at) {
        Some(char) if char.byte == b',' => skip(text, at + char.len, MAX_SKIPPED, is_space),
        _ => after_dash(text, at)?,
    };
    let Opening { end: from, quote, is_quote_entity, .. } = opening(text, at);
    let delimiter = match previous.start.delimiter {
        _ if previous.start.in_list => Delimiter::Assignment,
        // Without brackets, the list may have ended.
        Delimiter::Assignment => Delimiter::Punctuation,
        delimiter => delimiter,
    };
    let start = ValueStart { at: from, delimiter, quote, is_quote_entity, ..previous.start };
    let candidate = Candidate::read(text, from, Alphabet::Token, MAX_CANDIDATE);
    let is_name =
        matches!(byte_at(text, skip(text, from + candidate.len, 2, is_quote)), Some(b':'));
    if is_name || !(start.in_list || candidate.is_surely_a_key()) {
        return None;
    }
    let kind = match previous.kind {
        ValueKind::Parameter | ValueKind::Token
            if start.in_list && candidate.looks_like_a_key() =>
        {
            ValueKind::Any
        }
        kind => kind,
    };
    let span = secret_span(text, kind, &start, false)?;
    Some(LabeledValue { span, kind: previous.kind, start })
}

/// The span to hide of a value, if the value is a secret.
fn secret_span(text: &[u8], kind: ValueKind, start: &ValueStart, in_query: bool) -> Option<Span> {
    if is_placeholder(text, start.at) {
        return None;
    }
    let candidate = Candidate::read(text, start.at, Alphabet::Token, MAX_CANDIDATE);
    let has_delimiter = start.delimiter != Delimiter::Space;
    let is_assigned = start.delimiter == Delimiter::Assignment;
    let end = start.quote.map_or(End::Bare, End::Quote);
    let is_secret = match kind {
        ValueKind::Cookies => {
            let is_cookie =
                has_delimiter && (begins_cookie(text, start.at) || candidate.is_surely_a_key());
            return is_cookie.then(|| hidden_span(text, start, start.at, End::Line))?;
        }
        ValueKind::Credentials => {
            if let Some((scheme, from)) = after_scheme(text, start.at) {
                let end = match scheme {
                    Scheme { has_parameters: true, .. } => End::Line,
                    _ if has_delimiter => end,
                    _ => return None,
                };
                return hidden_span(text, start, from, end);
            }
            has_delimiter && candidate.looks_like_a_key()
        }
        ValueKind::Parameter if !in_query => {
            let has_prefix = prefix_at(text, start.at).is_some();
            candidate.is_random() || (has_prefix && has_delimiter && candidate.looks_like_a_key())
        }
        ValueKind::Token => is_assigned || candidate.looks_like_a_key(),
        _ if !has_delimiter => candidate.is_surely_a_key(),
        ValueKind::Phrase if is_assigned && start.quote.is_some() => {
            let end = start.quote.map_or(End::Bare, End::Phrase);
            return hidden_span(text, start, start.at, end);
        }
        ValueKind::Any | ValueKind::Key | ValueKind::Phrase | ValueKind::Parameter => {
            if kind == ValueKind::Any
                && let Some((_, from)) = after_scheme(text, start.at)
            {
                return hidden_span(text, start, from, end);
            }
            let is_sentence =
                start.quote.is_some() && is_before_space(text, start.at + candidate.len);
            let is_any_secret =
                is_assigned || matches!(kind, ValueKind::Any | ValueKind::Parameter);
            let is_url = text[start.at..].starts_with(b"http") && !is_assigned;
            (is_any_secret && !is_sentence) || (candidate.looks_like_a_key() && !is_url)
        }
    };
    is_secret.then(|| hidden_span(text, start, start.at, end))?
}

/// Whether a placeholder begins here, such as the name of a variable.
fn is_placeholder(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    match rest {
        [b'$', next, ..] => next.is_ascii_alphabetic() || b"{(_".contains(next),
        [b'%', ..] => !decode_char(text, at).is_percent_encoded,
        [b'{', ..] => true,
        _ => PLACEHOLDER_WORDS.iter().any(|word| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
                && matches!(rest.get(word.len()), Some(b'_' | b'-' | b' '))
        }),
    }
}

/// Whether a space follows here, perhaps after punctuation.
fn is_before_space(text: &[u8], at: usize) -> bool {
    byte_at(text, skip(text, at, 2, |byte| b".,:;!?".contains(&byte))).is_some_and(is_space)
}

/// Whether a pair `name=value` begins here (RFC 6265, section 4.1.1).
fn begins_cookie(text: &[u8], from: usize) -> bool {
    let name =
        skip(text, from, MAX_CANDIDATE, |byte| is_word(byte) || b"_-.!#$%&'*+^|~".contains(&byte));
    name > from && byte_at(text, name) == Some(b'=')
}

/// The authentication scheme that begins here, and the start of the credentials after it.
fn after_scheme(text: &[u8], at: usize) -> Option<(Scheme, usize)> {
    let (scheme, end) =
        SCHEMES.iter().find_map(|scheme| Some((*scheme, after_word(text, at, scheme.text)?)))?;
    let from = skip(text, end, 4, |byte| is_space(byte) || is_quote(byte) || byte == b':');
    (from > end && !is_placeholder(text, from)).then_some((scheme, from))
}
