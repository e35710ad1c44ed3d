//! Values in a message: numbers, durations and windows after or before a wording.

use super::tokenizer;
use crate::kind::{Metric, Window};
use crate::read::headers;
use crate::read::quotas;
use crate::read::time::{self, Decimal};
use crate::report::Retry;
use crate::rules::google_quotas::{METRICS, NAMED_WINDOWS};
use crate::rules::wordings::{FILLERS, REST, WINDOWS};

/// The longest window that a duration may stand for.
const DAY_MS: u64 = 86_400_000;

/// The window that the word here names.
pub(super) fn window(text: &[u8], start: usize) -> Option<Window> {
    let is_here = |word: &str| tokenizer::end_of(word.as_bytes(), text, start).is_some();
    WINDOWS.iter().find(|(word, _)| is_here(word)).map(|&(_, window)| window)
}

/// What is counted and over which window, by the name of Google's quota after a position.
pub(super) fn quota(text: &[u8], at: usize) -> (Option<Metric>, Option<Window>) {
    let Some(start) = tokenizer::next_start(text, at) else { return (None, None) };
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._/-".contains(byte);
    let len = text[start..].iter().take_while(|byte| in_name(byte)).count();
    let name = &text[start..start + len];
    (quotas::find(METRICS, name), quotas::find(NAMED_WINDOWS, name))
}

/// The whole number after a position, in the same sentence. A negative one does not count.
pub(super) fn number(text: &[u8], at: usize) -> Option<u64> {
    let start = tokenizer::next_start(text, at)?;
    if text[..start].ends_with(b"-") || !tokenizer::is_one_sentence(text, at, start) {
        return None;
    }
    let (number, len) = Decimal::parse_prefix(&text[start..])?;
    let end = start + len;
    let next_at = tokenizer::next_start(text, end);
    let next = next_at.map_or(&[][..], |next| tokenizer::letters(text, next));
    let beside = next_at.is_some_and(|next| text[end..next].iter().all(u8::is_ascii_whitespace));
    let after = next_at
        .and_then(|start| tokenizer::next_start(text, start + next.len()))
        .map_or(&[][..], |start| tokenizer::letters(text, start));
    let is_rest = |word: &[u8]| REST.contains(&word);
    let is_other = is_rest(next) || (beside && (time::unit(next).is_some() || is_rest(after)));
    (tokenizer::number_ends(text, end) && !is_other).then(|| number.ceil())
}

/// The whole number directly before a position.
pub(super) fn number_before(text: &[u8], at: usize) -> Option<u64> {
    let before = text[..at].trim_ascii_end();
    let in_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
    let start = before.iter().rposition(|byte| !in_number(byte)).map_or(0, |last| last + 1);
    let number = &before[start..];
    let alone = start == 0 || matches!(before[start - 1], b' ' | b'(' | b':' | b'=');
    let (number, len) = Decimal::parse_prefix(number).filter(|_| alone)?;
    (len == before.len() - start).then(|| number.ceil())
}

/// The two numbers of `61/60`: what is used of a limit.
pub(super) fn used_of_limit(text: &[u8], at: usize) -> Option<(u64, u64)> {
    let start = tokenizer::next_start(text, at)?;
    let (used, len) = Decimal::parse_prefix(&text[start..])?;
    let rest = text[start + len..].strip_prefix(b"/")?;
    let (limit, _) = Decimal::parse_prefix(rest)?;
    Some((used.ceil(), limit.ceil()))
}

/// The window after a position: a word, or a duration of its length.
pub(super) fn span(text: &[u8], at: usize) -> Option<Window> {
    if let Some(window) = window(text, tokenizer::next_start(text, at)?) {
        return Some(window);
    }
    let (ms, _) = delay_part(text, at)?;
    headers::window(ms / 1_000).filter(|_| ms % 1_000 == 0 && ms <= DAY_MS)
}

/// The duration after a position in milliseconds, with all its parts: `1m13.46s`, `644ms`,
/// `34 seconds`, `about 1 hour and 5 minutes`. Each part is shorter than the one before.
pub(super) fn delay(text: &[u8], at: usize) -> Option<u64> {
    let (mut last, mut end) = delay_part(text, at)?;
    let mut total = last;
    while let Some((ms, next)) = delay_part(text, end)
        && ms < last
        && is_joined(text, end)
    {
        total = total.saturating_add(ms);
        (last, end) = (ms, next);
    }
    Some(total.min(Retry::MAX_DELAY_MS))
}

/// The time until the time after a position (RFC 3339), in milliseconds; 0 for a past one.
pub(super) fn until(text: &[u8], at: usize, now_ms: Option<u64>) -> Option<u64> {
    /// The longest form: `2026-03-14T10:27:00.123456789+01:00`.
    const LONGEST: usize = 35;
    let start = tokenizer::next_start(text, at)?;
    if text[at..start].contains(&b'.') {
        return None;
    }
    let rest = &text[start..text.len().min(start + LONGEST)];
    // The date, what separates it from the time, and the time with its zone.
    let (date, time) = rest.split_at_checked(11)?;
    let in_time = |byte: &u8| byte.is_ascii_digit() || b":.+-Zz".contains(byte);
    let mut len = time.iter().take_while(|byte| in_time(byte)).count();
    if time[len..].starts_with(b" UTC") {
        len += 4;
    } else {
        len -= usize::from(time[..len].ends_with(b"."));
    }
    let time = time::parse_rfc_3339(&rest[..date.len() + len])?;
    Some(headers::until_ms(time, now_ms?))
}

/// Whether the next word belongs to what ends here: at most a comma is between them.
fn is_joined(text: &[u8], end: usize) -> bool {
    let next = tokenizer::next_start(text, end).unwrap_or(end);
    text[end..next].iter().all(|byte| byte.is_ascii_whitespace() || *byte == b',')
}

/// One part of a duration in milliseconds, and where it ends. It is in the same sentence.
fn delay_part(text: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut start = tokenizer::next_start(text, at)?;
    if text[at..start].contains(&b'.') {
        return None;
    }
    let word = tokenizer::letters(text, start);
    if FILLERS.contains(&word) {
        start = tokenizer::next_start(text, start + word.len())?;
    }
    if text[..start].ends_with(b"-") {
        return None;
    }
    let rest = &text[start..];
    if let Some((ms, len)) = time::read_duration(rest) {
        let end = start + len;
        return tokenizer::number_ends(text, end).then_some((ms, end));
    }
    let (number, len) = Decimal::parse_prefix(rest)?;
    let end = start + len;
    let unit_start = tokenizer::next_start(text, end)?;
    let unit = tokenizer::letters(text, unit_start);
    let adjacent = text[end..unit_start].iter().all(u8::is_ascii_whitespace);
    let ms = number.in_unit(unit).filter(|_| adjacent)?;
    Some((ms, unit_start + unit.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_a_whole_word() {
        assert_eq!(window(b"minute.", 0), Some(Window::Minute));
        assert_eq!(window(b"MONTH", 0), Some(Window::Month));
        assert_eq!(window(b"24-hour", 0), Some(Window::Day));
        assert_eq!(window(b"minutes", 0), None);
        assert_eq!(window(b"", 0), None);
    }

    #[test]
    fn a_number_follows_in_the_same_sentence() {
        let after = |text: &str| number(text.as_bytes(), 0);
        assert_eq!(after(" 60"), Some(60));
        assert_eq!(after(": 6,000, Used 5"), Some(6_000));
        assert_eq!(after(" 1.5 x"), Some(2));
        assert_eq!(after(" of 60"), None);
        assert_eq!(after(". 60"), None);
        assert_eq!(after(" -60"), None);
        assert_eq!(after(" '60'"), None);
        assert_eq!(after(""), None);
    }

    #[test]
    fn a_number_with_a_unit_or_of_what_remains_is_no_limit() {
        let after = |text: &str| number(text.as_bytes(), 0);
        assert_eq!(after(" 60s"), None);
        assert_eq!(after(" 60 seconds"), None);
        assert_eq!(after(" 60 remaining"), None);
        assert_eq!(after(" 60 requests left"), None);
        assert_eq!(after(" 60, requests left"), Some(60));
        assert_eq!(after(" 60 requests"), Some(60));
    }

    #[test]
    fn a_number_stands_directly_before() {
        let before = |text: &str| number_before(text.as_bytes(), text.len());
        assert_eq!(before("limited to 60 "), Some(60));
        assert_eq!(before("(6,000 "), Some(6_000));
        assert_eq!(before("60"), Some(60));
        assert_eq!(before("x=60"), Some(60));
        assert_eq!(before("v60"), None);
        assert_eq!(before("-60"), None);
        assert_eq!(before("1.2.3"), None);
        assert_eq!(before("60 of"), None);
        assert_eq!(before(""), None);
    }

    #[test]
    fn what_is_used_stands_before_a_slash_and_the_limit() {
        assert_eq!(used_of_limit(b": 61/60", 0), Some((61, 60)));
        assert_eq!(used_of_limit(b": 61 / 60", 0), None);
        assert_eq!(used_of_limit(b": 61", 0), None);
        assert_eq!(used_of_limit(b": 61/x", 0), None);
    }

    #[test]
    fn a_span_is_the_name_of_a_window_or_its_length() {
        assert_eq!(span(b" minute", 0), Some(Window::Minute));
        assert_eq!(span(b" 60s", 0), Some(Window::Minute));
        assert_eq!(span(b" 24 hours", 0), Some(Window::Day));
        assert_eq!(span(b" 1 second", 0), Some(Window::Second));
        assert_eq!(span(b" 61s", 0), None);
        assert_eq!(span(b" 1.5s", 0), None);
        assert_eq!(span(b" 7 days", 0), None);
        assert_eq!(span(b" request", 0), None);
    }

    #[test]
    fn a_delay_has_all_of_its_parts() {
        for (text, ms) in [
            (" 1m13.46s.", 73_460),
            (" 644ms", 644),
            (" 34 seconds", 34_000),
            (": about 1 hour and 5 minutes, 3 seconds", 3_903_000),
            (" 1 hour, 5 minutes", 3_900_000),
            (" 2 Days", 172_800_000),
            (" 0s", 0),
        ] {
            assert_eq!(delay(text.as_bytes(), 0), Some(ms), "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_delay_get_shorter_and_are_joined() {
        assert_eq!(delay(b" 5 seconds 1 minute", 0), Some(5_000));
        assert_eq!(delay(b" 5 minutes; 3 seconds", 0), Some(300_000));
        assert_eq!(delay(b" 5 minutes. 3 seconds", 0), Some(300_000));
    }

    #[test]
    fn what_is_no_duration_in_the_same_sentence_is_no_delay() {
        for text in ["", " later", " 5", " 5 requests", ". 5s", " -5s", " 5sx", " 5 (seconds)"] {
            assert_eq!(delay(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn a_delay_is_no_longer_than_reports_hold() {
        assert_eq!(delay(b" 99999999999999999999 days", 0), Some(Retry::MAX_DELAY_MS));
    }
}
