//! Lines in which a client says that it will send a request again.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::access;
use crate::logs::event::Form;
use crate::logs::events::context::cut;
use crate::logs::events::routes::Target;
use crate::read::time::{Decimal, read_duration};
use crate::rules::logs::lines::{RETRIES, WAITS};

/// How much of a line is looked at.
const MAX_LOOK: usize = 4 << 10;

/// What every announcement has: parts of words, for each case of their first letter.
static MARKS: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| {
    ["etry", "ETRY", "acking off", "attempts remaining", "retries"].map(Finder::new)
});

/// An announced retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Announced<'t> {
    pub(super) form: Form,
    pub(super) wait_ms: Option<u64>,
    /// The target of the request that is sent again.
    pub(super) target: Option<Target<'t>>,
    /// The status of the attempt before, or 0.
    pub(super) status: u16,
}

/// Reads a line that announces a retry.
pub(super) fn read(line: &str) -> Option<Announced<'_>> {
    let line = cut(line, MAX_LOOK);
    if !MARKS.iter().any(|mark| mark.find(line.as_bytes()).is_some()) {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let at = RETRIES.iter().filter_map(|words| client_words(&lower, words)).min();
    let at = at.or_else(|| counted(&lower))?;
    let rest = &line[at..];
    let is_sdk = rest.starts_with("Retrying request to ");
    let target = rest.split(' ').nth(3).filter(|_| is_sdk).and_then(Target::read);
    Some(Announced {
        form: if is_sdk { Form::SdkRetry } else { Form::Retry },
        wait_ms: wait(&lower[at..]).or_else(|| wait(&lower[..at])),
        target: target.or_else(|| access::request_in(line).map(|(_, target)| target)),
        status: status(&lower),
    })
}

/// The place of the words of a client. A server's 'please retry in 5 s' is none.
fn client_words(line: &str, words: &str) -> Option<usize> {
    let at = line.find(words)?;
    let is_start = !line[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let is_asked = ["please ", "try again, ", "or ", "before ", "and "]
        .iter()
        .any(|word| line[..at].ends_with(word));
    let is_call = line[at + words.len()..].starts_with('(');
    (is_start && !is_asked && !is_call).then_some(at)
}

/// The place of `retry 2/9`, `retry #2` or `retry attempt 2`.
fn counted(line: &str) -> Option<usize> {
    line.match_indices("retry ").map(|(at, _)| at).find(|at| {
        let rest = &line[at + "retry ".len()..];
        let rest = rest.strip_prefix("attempt ").unwrap_or(rest);
        let rest = rest.trim_start_matches(['#', '(']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest[digits..].trim_start();
        (1..=4).contains(&digits) && (after.starts_with('/') || after.starts_with("of "))
    })
}

/// The wait that the words after an announcement state.
fn wait(text: &str) -> Option<u64> {
    let text = cut(text, 400);
    let mut word_start = true;
    for (at, c) in text.char_indices() {
        if word_start && c.is_ascii_digit() {
            let before = text[..at].trim_end_matches([' ', '=', '~', '(', '\'', '"']);
            let follows = WAITS.iter().any(|word| {
                before
                    .strip_suffix(word)
                    .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric()))
            });
            if follows && let Some(ms) = duration(&text[at..]) {
                return Some(ms);
            }
        }
        word_start = !c.is_ascii_alphanumeric() && c != '.';
    }
    None
}

/// The duration at the start of a text; without a unit, in seconds.
fn duration(text: &str) -> Option<u64> {
    let ascii = text.find(|c: char| !c.is_ascii()).unwrap_or(text.len());
    let text = &text.as_bytes()[..ascii];
    if let Some((ms, _)) = read_duration(text) {
        return Some(ms);
    }
    let (number, len) = Decimal::parse_prefix(text)?;
    let after = &text[len..];
    let unit = after.strip_prefix(b" ").unwrap_or(after);
    let letters = unit.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    number.in_unit(&unit[..letters]).or_else(|| {
        let is_end = after.first().is_none_or(|byte| b" .,);\"'".contains(byte));
        is_end.then(|| number.seconds())
    })
}

/// The status that an announcement states: `for status 403`, `status code 429`.
fn status(line: &str) -> u16 {
    let found = line.match_indices("status").find_map(|(at, word)| {
        let rest = line[at + word.len()..].trim_start_matches(['_', ' ', ':', '=', '(']);
        let rest =
            rest.strip_prefix("code").unwrap_or(rest).trim_start_matches([' ', ':', '=', '(']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (digits == 3).then(|| rest[..3].parse().ok()).flatten()
    });
    found.filter(|status| (400..=599).contains(status)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_of_clients_are_read() {
        for (line, wait_ms, status) in [
            (
                "INFO openai._base_client: Retrying request to /chat/completions in 0.467 seconds",
                Some(467),
                0,
            ),
            (
                "retry.py:201 - Retry 1/9 for status 403, waiting 0.79s (total: 0.79s)",
                Some(790),
                403,
            ),
            ("Retrying app.call in 4.0 seconds as it raised RateLimitError: x.", Some(4_000), 0),
            ("Backing off call(...) for 0.8s (openai.RateLimitError: x)", Some(800), 0),
            ("Retrying in 4 seconds… (attempt 4/10)", Some(4_000), 0),
            ("stream error: x; retrying 1/5 in 200ms…", Some(200), 0),
            ("Attempt 1 failed with status 429. Retrying with backoff...", None, 429),
            ("connection failed - retrying, 2 attempts remaining", None, 0),
            ("will retry in 1m30s", Some(90_000), 0),
        ] {
            let announced = read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((announced.wait_ms, announced.status), (wait_ms, status), "{line}");
        }
    }

    #[test]
    fn what_a_server_asks_for_is_no_announcement() {
        for line in [
            "Please retry after 6 seconds",
            "Too many requests, please retry in 42s.",
            "max_retries=3",
            "retry-after: 7",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn the_path_of_the_request_is_read() {
        let announced = read("Retrying request to /openai/v1/responses in 6.000000 seconds");
        let target = announced.and_then(|announced| announced.target).expect("a target");
        assert_eq!(target.path, "/openai/v1/responses");
    }
}
