//! What is known about the entry that is read, and the events that were found in it.

use std::cell::RefCell;

use super::hash;
use super::memo::Memo;
use super::routes::{self, Target};
use super::seen::Seen;
use crate::classify;
use crate::failure::classify_failure;
use crate::kind::{Failure, Provider};
use crate::logs::entry::Entry;
use crate::logs::event::{Asked, Event, Form, Origin};
use crate::logs::options::LogOptions;
use crate::redact;
use crate::report::{ErrorObject, Report};
use crate::response::{Options, Response};
use crate::text::Evidence;

/// The longest name of a model, path or key that is kept, in bytes.
const MAX_NAME: usize = 200;

/// How much of the words of a failure is kept, in bytes.
const MAX_MESSAGE: usize = 1_000;

/// How many reports of bare statuses are remembered.
const MAX_BARE: usize = 32;

/// How many events of one entry are read.
const MAX_EVENTS: usize = 10_000;

/// What a record says beside the text or the response in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) provider: Option<Provider>,
    pub(super) model: Option<Box<str>>,
    pub(super) key: Option<Box<str>>,
    pub(super) call_id: Option<Box<str>>,
    pub(super) number: Option<u32>,
    pub(super) method: Option<Box<str>>,
    pub(super) path: Option<Box<str>>,
    pub(super) host: Option<Box<str>>,
    pub(super) announced_ms: Option<u64>,
    pub(super) span: Option<u64>,
    pub(super) parent: Option<u64>,
}

/// What is known about the entry that is read, and the events that were found in it.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) line: u64,
    pub(super) last_line: u64,
    pub(super) when_ms: Option<i64>,
    /// The time of day in milliseconds, if the line has no date.
    of_day_ms: Option<u32>,
    source: u64,
    pub(super) options: &'c LogOptions,
    pub(super) seen: &'c mut Seen,
    pub(super) facts: Facts,
    /// What the text or the record has in common with others of the same statement of a program.
    pub(super) shape: u64,
    #[expect(clippy::vec_box, reason = "an event is large, and it is moved often")]
    pub(super) events: Vec<Box<Event>>,
    /// Reads the record at the end of a text: records hold texts, and these hold records.
    pub(super) read_record: ReadRecord,
}

/// Reads the record at the end of a text, if it is one of a log; whether it is.
pub(super) type ReadRecord = fn(&str, &mut Context<'_>) -> bool;

impl<'c> Context<'c> {
    pub(super) fn new(
        entry: &Entry<'_>,
        options: &'c LogOptions,
        seen: &'c mut Seen,
        read_record: ReadRecord,
    ) -> Self {
        Self {
            read_record,
            line: entry.line,
            last_line: entry.line.saturating_add(entry.lines.saturating_sub(1)),
            when_ms: entry.when_ms,
            of_day_ms: entry.of_day_ms,
            source: entry.source,
            options,
            seen,
            facts: Facts::default(),
            shape: 0,
            events: Vec::new(),
        }
    }

    /// Whether no more events of this entry are read.
    pub(super) fn is_full(&self) -> bool {
        self.events.len() >= MAX_EVENTS
    }

    /// Whether a request is a call; if it is not, it is counted.
    pub(super) fn counts(&mut self, method: Option<&str>, target: &Target<'_>) -> bool {
        let is_call = routes::is_call(method, target, self.options);
        self.seen.other_paths += u64::from(!is_call);
        is_call
    }

    /// What the caller and the record say beside a response.
    pub(super) fn options(&self, provider: Option<Provider>) -> Options {
        let recorded = self.when_ms.and_then(|when| u64::try_from(when).ok());
        let provider = provider.or(self.facts.provider).or(self.options.provider);
        let mut options = Options::new();
        if let Some(now_ms) = self.options.now_ms.or(recorded) {
            options = options.with_now_ms(now_ms);
        }
        match provider {
            Some(provider) => options.with_provider(provider),
            None => options,
        }
    }

    /// The report of a response.
    pub(super) fn report(
        &self,
        status: u16,
        headers: &[(String, String)],
        body: &[u8],
        provider: Option<Provider>,
    ) -> Report<'static> {
        if body.is_empty() && headers.is_empty() {
            return self.bare(status, provider);
        }
        let response = Response::new(status, body)
            .with_headers(headers.iter().map(|(name, value)| (&**name, &**value)));
        classify(&response, &self.options(provider)).into_owned()
    }

    /// The report of a response of which only the status is known. Only the provider differs.
    fn bare(&self, status: u16, provider: Option<Provider>) -> Report<'static> {
        thread_local! {
            static KNOWN: RefCell<Vec<(u16, Option<Provider>, Report<'static>)>> =
                RefCell::default();
        }
        let provider = provider.or(self.facts.provider).or(self.options.provider);
        KNOWN.with_borrow_mut(|known| {
            let same = known.iter().find(|(of, by, _)| (*of, *by) == (status, provider));
            if let Some((.., report)) = same {
                return report.clone();
            }
            let report =
                classify(&Response::new(status, b""), &self.options(provider)).into_owned();
            if known.len() < MAX_BARE {
                known.push((status, provider, report.clone()));
            }
            report
        })
    }

    /// The report of a failure without a response.
    pub(super) fn failure(
        &self,
        failure: Failure,
        words: &str,
        provider: Option<Provider>,
    ) -> Report<'static> {
        let message = (!words.is_empty()).then(|| cut(words, MAX_MESSAGE).to_owned().into());
        let error = ErrorObject { message, ..ErrorObject::default() };
        classify_failure(failure, error, &self.options(provider)).into_owned()
    }

    /// An event with what is known about the entry.
    pub(super) fn event(
        &self,
        origin: Origin,
        form: Form,
        evidence: Evidence,
        report: Report<'static>,
    ) -> Event {
        let facts = self.facts.clone();
        let message = report.error.message.as_deref();
        let model = facts.model.or_else(|| name(model_in(message?)?));
        Event {
            line: self.line,
            last_line: self.last_line,
            when_ms: self.when_ms,
            of_day_ms: self.of_day_ms,
            source: self.source,
            origin,
            form,
            report,
            evidence,
            model,
            method: facts.method,
            path: facts.path,
            host: facts.host,
            call_id: facts.call_id,
            number: facts.number,
            key: facts.key,
            span: facts.span,
            parent: facts.parent,
            announced_ms: facts.announced_ms,
            is_retried: facts.announced_ms.is_some(),
            stands_alone: true,
            shape: self.shape,
            is_trace: false,
            recap: None,
            words: None,
            asked: Asked::default(),
            is_calm: false,
        }
    }

    /// Adds an event.
    pub(super) fn push(&mut self, mut event: Event) {
        if !self.is_full() {
            event.asked = routes::asked(
                event.method.as_deref(),
                event.host.as_deref(),
                event.path.as_deref(),
                self.options,
            );
            self.events.push(Box::new(event));
        }
    }
}

/// A name to keep: without API keys, and not too long.
pub(super) fn name(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    thread_local! {
        static KNOWN: RefCell<Memo<Box<str>>> = RefCell::default();
    }
    let shown = || cut(&redact(cut(text, 4 * MAX_NAME)), MAX_NAME).into();
    Some(KNOWN.with_borrow_mut(|known| known.get(text, shown)))
}

/// The name of an API key: without the key, but with a mark that tells it from others that look alike
/// without theirs. Two bytes of a hash do not help to guess a key.
pub(super) fn key_name(text: &str) -> Option<Box<str>> {
    let shown = name(text)?;
    if *shown == *text.trim() {
        return Some(shown);
    }
    let mark = hash::of(text.trim().bytes()) & 0xFFFF;
    Some(format!("{shown} ({mark:04x})").into())
}

/// The hash of the start of a text without its digits, and of a number.
pub(super) fn shape(text: &str, number: u64) -> u64 {
    let line = text.as_bytes().get(..MAX_NAME).unwrap_or(text.as_bytes());
    let line = memchr::memchr(b'\n', line).map_or(line, |end| &line[..end]);
    let letters = line.iter().copied().filter(|byte| !byte.is_ascii_digit());
    hash::of(number.to_le_bytes().into_iter().chain(letters))
}

/// The start of a text, with at most this number of bytes.
pub(super) fn cut(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// The model that a message names in quotes: "model `heron-8b`".
fn model_in(message: &str) -> Option<&str> {
    let message = cut(message, 2_000);
    message.match_indices("odel").find_map(|(at, word)| {
        let rest = &message[at + word.len()..];
        let rest = rest.strip_prefix(':').unwrap_or(rest).strip_prefix(' ')?;
        let quote = rest.chars().next().filter(|c| matches!(c, '`' | '\'' | '"'))?;
        let (model, _) = rest.get(1..)?.split_once(quote)?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"./:@-_".contains(&byte);
        let is_name = (2..=80).contains(&model.len()) && model.bytes().all(fits);
        is_name.then_some(model)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_may_name_the_model() {
        for (message, model) in [
            ("Rate limit reached for model `heron-8b` in organization", Some("heron-8b")),
            ("The model: 'acme/heron:1' does not exist", Some("acme/heron:1")),
            ("Model \"heron\" is busy", Some("heron")),
            ("the model `two words` is busy", None),
            ("the model is busy", None),
            ("model `", None),
        ] {
            assert_eq!(model_in(message), model, "{message}");
        }
    }

    #[test]
    fn keys_that_look_alike_without_the_key_have_names_of_their_own() {
        let (first, second) = ("sk-heron4Heron4Heron4Heron4", "sk-heron5Heron5Heron5Heron5");
        let names = [first, second, first].map(|key| key_name(key).expect("a name"));
        assert_eq!(names[0], names[2]);
        assert_ne!(names[0], names[1]);
        for name in names {
            assert!(!name.contains("Heron"), "{name}");
            assert_eq!(redact(&name), &*name, "it stays so");
        }
        assert_eq!(key_name("team heron").as_deref(), Some("team heron"));
    }

    #[test]
    fn names_are_short_and_have_no_keys() {
        assert_eq!(name("  "), None);
        assert_eq!(name(" heron ").as_deref(), Some("heron"));
        assert_eq!(name(&"é".repeat(500)).map(|name| name.len()), Some(MAX_NAME));
        let key = name("gsk_Heron7Heron7Heron7Heron7").expect("a name");
        assert!(!key.contains("Heron7Heron7"), "{key}");
    }
}
