//! What failures with the same cause have in common.

use core::hash::{Hash, Hasher};

use super::heaviest::{Row, key_of};
use crate::kind::{Kind, Provider};
use crate::logs::attempts::Attempt;
use crate::redact::redact;
use crate::report::Report;

/// How many bytes of a message tell causes apart.
const FINGERPRINT: usize = 200;

/// How many characters of an example and of a name are kept.
const EXAMPLE: usize = 600;
const NAME: usize = 100;

/// One cause: how often it was met, and an example.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cause {
    pub(super) kind: Kind,
    pub(super) provider: Option<Provider>,
    pub(super) rule: Box<str>,
    pub(super) action: Box<str>,
    pub(super) count: u64,
    pub(super) futile: u64,
    pub(super) repeats: u64,
    pub(super) first_ms: Option<i64>,
    pub(super) last_ms: Option<i64>,
    /// Of the first failure.
    pub(super) example: Option<Box<str>>,
    pub(super) model: Option<Box<str>>,
    pub(super) log: u64,
    pub(super) line: u64,
}

impl Cause {
    /// A cause of which no failure is counted yet, with its first one as the example.
    pub(super) fn of(attempt: &Attempt, log: u64) -> Self {
        let report = &attempt.report;
        Self {
            kind: report.kind,
            provider: report.provider,
            rule: (&*report.rule).into(),
            action: (&*report.action).into(),
            count: 0,
            futile: 0,
            repeats: 0,
            first_ms: None,
            last_ms: None,
            example: message_of(report).map(|message| shown(message, EXAMPLE)),
            model: attempt.model.as_deref().map(name),
            log,
            line: attempt.line,
        }
    }

    pub(super) fn add(&mut self, when_ms: Option<i64>) {
        self.count += 1;
        self.first_ms = earlier(self.first_ms, when_ms);
        self.last_ms = self.last_ms.max(when_ms);
    }
}

impl Row for Cause {
    fn weight(&self) -> u64 {
        self.count
    }

    fn merge(&mut self, later: Self) {
        self.count += later.count;
        self.futile += later.futile;
        self.repeats += later.repeats;
        self.first_ms = earlier(self.first_ms, later.first_ms);
        self.last_ms = self.last_ms.max(later.last_ms);
    }
}

/// The earlier of two times, of which either may be unknown.
pub(super) fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

/// The key of the cause of a failure: the same for messages that differ in numbers, ids and quoted
/// names only.
pub(super) fn cause_of(report: &Report<'_>) -> u64 {
    let message = Fingerprint(message_of(report).unwrap_or_default());
    key_of((report.kind, report.provider, &*report.rule, message))
}

/// The message of the error behind a gateway, else that of the response.
fn message_of<'r>(report: &'r Report<'_>) -> Option<&'r str> {
    let upstream = report.upstream.as_ref().and_then(|upstream| upstream.error.message.as_deref());
    upstream.filter(|message| !message.is_empty()).or(report.error.message.as_deref())
}

/// A name as it is shown.
pub(super) fn name(text: &str) -> Box<str> {
    shown(text, NAME)
}

/// A text without keys, cut to so many characters. It is redacted before it is cut: too little of a
/// cut key may be left to recognize it.
fn shown(text: &str, length: usize) -> Box<str> {
    let text = redact(text);
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// A message, of which the parts that vary from one failure to the next are not hashed: words with a
/// digit, and what stands in backquotes.
struct Fingerprint<'t>(&'t str);

impl Hash for Fingerprint<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut end = self.0.len().min(FINGERPRINT);
        while !self.0.is_char_boundary(end) {
            end -= 1;
        }
        pieces(&self.0[..end], |piece| state.write(piece.as_bytes()));
    }
}

/// Calls `take` with the parts of a text, and with `#` in place of each one that varies.
fn pieces<'t>(text: &'t str, mut take: impl FnMut(&'t str)) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let quoted = rest.strip_prefix('`').and_then(|inner| inner.find('`')).map(|at| at + 2);
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let varies = rest[..word].contains(|c: char| c.is_numeric());
        let number = || rest.find(|c| !is_word(c) && !".-".contains(c)).unwrap_or(rest.len());
        let (piece, length) = match quoted {
            Some(length) => ("#", length),
            None if varies => ("#", number()),
            None => {
                let length = word.max(first.len_utf8());
                (&rest[..length], length)
            }
        };
        take(piece);
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(text: &str) -> String {
        let mut all = String::new();
        pieces(text, |piece| all.push_str(piece));
        all
    }

    #[test]
    fn what_varies_is_left_out() {
        for (text, expected) in [
            ("Limit 6000, used 5,120.5 in org-01k", "Limit #, used #,# in org-#"),
            ("the model `heron-8b` is gone", "the model # is gone"),
            ("an open ` stays", "an open ` stays"),
            ("``", "#"),
            ("req_7Xa.b-c failed", "# failed"),
            ("ключ7 模型", "# 模型"),
            ("", ""),
        ] {
            assert_eq!(fingerprint(text), expected, "{text}");
        }
    }

    #[test]
    fn a_key_is_hidden_before_a_text_is_cut() {
        let text = format!("{} gsk_Heron7Heron7Heron7", "x".repeat(NAME - 6));
        assert_eq!(&*name(&text), format!("{} gsk_*…", "x".repeat(NAME - 6)));
        assert_eq!(&*name("é".repeat(NAME).as_str()), "é".repeat(NAME));
        for padding in 0..40 {
            let before = format!("gsk_{} ", "Heron7".repeat(98)).repeat(4);
            let text = format!("{before}{} gsk_Heron7Heron7Heron7 is wrong", "x".repeat(padding));
            assert!(!shown(&text, EXAMPLE).contains("Heron"), "{padding}");
        }
    }
}
