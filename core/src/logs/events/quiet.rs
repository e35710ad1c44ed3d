//! Texts that say nothing about a call, known without a search for all that a failure can have.

use std::sync::LazyLock;

use super::routes::provider_of_host;
use crate::rules::logs::lines::METHODS;
use crate::rules::logs::words::SDKS;
use crate::text::names;

/// How many hosts of a text are looked at; a text with more is searched.
const MAX_HOSTS: usize = 8;

/// Whether a text with a level of no trouble says nothing about a call: it has no object, page, address,
/// path, status of a failure, code, class, or name of an SDK or a provider. Only words are left, which
/// such a line may have for any reason.
pub(super) fn is_quiet(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memchr2(b'{', b'<', bytes).is_some()
        || (memchr::memchr(b'[', bytes).is_some() && has_map(bytes))
        || (memchr::memchr(b'(', bytes).is_some() && memchr::memchr(b'=', bytes).is_some())
        || has_target(bytes)
        || names_sdk(bytes)
    {
        return false;
    }
    let mut hosts = 0;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(is_word) {
        let start = at + start;
        let len = bytes[start..].iter().take_while(|byte| is_word(byte)).count();
        at = start + len;
        let word = &bytes[start..at];
        if is_status(word) || is_label(word) || is_name(word) {
            return false;
        }
        // The last part of a host.
        let is_part = start > 0 && bytes[start - 1] == b'.' && bytes.get(at) != Some(&b'.');
        if is_part && (2..=8).contains(&len) && word.iter().all(u8::is_ascii_alphabetic) {
            let in_host = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
            let len = bytes[..at].iter().rev().take(100).take_while(in_host).count();
            hosts += 1;
            if hosts > MAX_HOSTS || provider_of_host(&text[at - len..at]).is_some() {
                return false;
            }
        }
    }
    true
}

/// Whether a text may show a response: it has an object, a page, or a number that may be a status.
pub(super) fn may_have_response(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'{', b'<', b'(', bytes).is_some()
        || memchr::memchr(b'[', bytes).is_some()
        || bytes.windows(3).any(|three| three.iter().all(u8::is_ascii_digit))
}

fn has_map(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"map[").is_some()
}

/// Whether a text may have an address or an absolute path.
fn has_target(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'/', bytes).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_none_or(|byte| !byte.is_ascii_alphanumeric()) || bytes.get(at + 1) == Some(&b'/')
    })
}

fn is_status(word: &[u8]) -> bool {
    matches!(word, [b'4' | b'5', tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit())
}

/// Whether a code or a provider may follow a word.
fn is_label(word: &[u8]) -> bool {
    let ends = |end: &[u8]| word.ends_with(end);
    ends(b"ode") || ends(b"tatus") || ends(b"rovider") || ends(b"roviderID")
}

/// Whether a word is a class, a code, a failure, or a method.
fn is_name(word: &[u8]) -> bool {
    if !(3..=64).contains(&word.len()) {
        return false;
    }
    let has_mark = word.iter().any(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    (has_mark || word.ends_with(b"error"))
        && (names::find(word).is_some() || METHODS.iter().any(|method| method.as_bytes() == word))
}

/// The names of SDKs by their first byte, and which pairs of bytes they begin with.
struct Names {
    pairs: [[u64; 4]; 256],
    by_first: [Vec<&'static [u8]>; 256],
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { pairs: [[0; 4]; 256], by_first: [const { Vec::new() }; 256] };
    for name in SDKS {
        let name = name.as_bytes();
        if let [first, second, ..] = *name {
            names.pairs[usize::from(first)][usize::from(second / 64)] |= 1 << (second % 64);
            names.by_first[usize::from(first)].push(name);
        }
    }
    names
});

/// Whether a text names an SDK, in any case.
pub(super) fn names_sdk(bytes: &[u8]) -> bool {
    let Names { pairs, by_first } = &*NAMES;
    let Some(first) = bytes.first() else { return false };
    let mut second = first.to_ascii_lowercase();
    for (at, byte) in bytes.iter().skip(1).enumerate() {
        let first = std::mem::replace(&mut second, byte.to_ascii_lowercase());
        let is_pair =
            pairs[usize::from(first)][usize::from(second / 64)] & (1 << (second % 64)) != 0;
        if is_pair && by_first[usize::from(first)].iter().any(|name| begins(&bytes[at..], name)) {
            return true;
        }
    }
    false
}

fn begins(bytes: &[u8], name: &[u8]) -> bool {
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_quiet() {
        for text in [
            "INFO:     worker 17 took a job from the queue, and 17 others wait",
            "2026-01-05T10:00:00.123Z DEBUG app.chat the prompt has 917 tokens of 128000",
            "INFO the rate limit was reached, 120 of 120",
            "INFO 2026/01/05 done",
            "",
        ] {
            assert!(is_quiet(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_about_a_call_is_not() {
        for text in [
            "INFO status 503",
            "INFO got {\"a\": 1}",
            "INFO RateLimitError",
            "INFO rate_limit_exceeded",
            "INFO POST /v1/messages",
            "INFO see https://heron.example",
            "INFO host api.groq.com is slow",
            "INFO host api.x.ai is slow",
            "INFO MyOpenAIClient waits",
            "INFO provider: heron",
            "INFO Code: 1113",
            "INFO map[code:7]",
            "INFO Error(code='7')",
            "INFO <html>",
        ] {
            assert!(!is_quiet(text), "{text}");
        }
    }

    #[test]
    fn names_are_found_anywhere_and_in_any_case() {
        for name in SDKS {
            let text = format!("x{}y", name.to_ascii_uppercase());
            assert!(names_sdk(text.as_bytes()), "{name}");
        }
        assert!(!names_sdk(b"a heron in the reeds"));
        assert!(!names_sdk(b""));
    }

    #[test]
    fn a_response_has_an_object_or_a_status() {
        assert!(may_have_response("failed with 503"));
        assert!(may_have_response("got {}"));
        assert!(!may_have_response("llm_call"));
    }
}
