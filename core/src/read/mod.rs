//! Bytes to facts. Every byte range is read once: a container that nobody enters is skipped, and read
//! by the reader of its content.
//!
//! Reading may be told what is still wanted, never what was decided.

pub(crate) mod body;
pub(crate) mod copies;
pub(crate) mod error_fields;
pub(crate) mod headers;
pub(crate) mod html;
pub(crate) mod http_message;
pub(crate) mod json;
#[cfg(test)]
mod json_differential;
pub(crate) mod marks;
pub(crate) mod message;
pub(crate) mod nested;
pub(crate) mod parsed_error;
pub(crate) mod quotas;
pub(crate) mod repeated_headers;
pub(crate) mod swar;
pub(crate) mod texts;
pub(crate) mod time;

use arrayvec::ArrayVec;

use crate::evidence::{
    CodePlace, Codes, ErrorEvidence, Evidence, HeaderEvidence, MessageFacts, Origin,
    RepeatedHeaders,
};
use crate::index::codes;
use crate::index::statuses::{self, Status};
use crate::index::wanted::Wanted;
use crate::kind::{Kind, Provider};
use crate::response::{Holds, Options, Response};
use crate::rules::schema::{Field, HeaderMeaning, Parent};
use body::BodyFormat;
use copies::{Slots, StackCopy};
use headers::Headers;
use nested::Message;
use parsed_error::ParsedError;
use quotas::Quotas;

/// How many nested errors are read.
const MAX_ERRORS: usize = 4;

/// A response that was read.
pub(crate) struct Reading<'r, 'a> {
    /// What decides.
    pub(crate) evidence: Evidence<'r>,
    pub(crate) headers: &'r Headers<'a>,
    /// The errors in the body, outermost first, and what belongs to each.
    pub(crate) errors: &'r [ParsedError<'a, 'r>],
    pub(crate) parts: &'r [Parts<'r>],
    pub(crate) messages: &'r [Option<Message<'r>>],
}

/// Containers of an error that are read by readers of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts<'t> {
    /// The headers that it repeats.
    pub(crate) headers: Option<Headers<'t>>,
    pub(crate) quotas: Option<Quotas>,
}

impl<'t> Parts<'t> {
    fn read(error: &ParsedError<'_, 't>) -> Self {
        Self {
            headers: error.raw(Field::Headers).map(repeated_headers::read),
            quotas: Quotas::read(error),
        }
    }
}

/// What is known beside an error.
#[derive(Clone, Copy)]
struct Context<'c> {
    status: &'static Status,
    /// The type of the error in a header.
    header_type: Option<&'c [u8]>,
    /// Whether a header shows the provider.
    has_provider: bool,
    now_ms: Option<u64>,
    wanted: Wanted,
    is_inner: bool,
}

/// Reads a response and passes what it says on, which borrows from this call. `keep_texts` is for
/// reports: messages are decoded to their end.
pub(crate) fn read<'a, T>(
    response: &Response<'a>,
    options: &Options,
    keep_texts: bool,
    then: impl FnOnce(&Reading<'_, 'a>) -> T,
) -> T {
    if let Some((start, is_marked)) = body::first_of_several_lines(response.body) {
        return read_event(response, options, keep_texts, start, is_marked, then);
    }
    let mut outer = ParsedError::empty();
    outer.read(response.body, Some(response.body));
    // A text or a page in a stream has no status of its own but the one that it prints.
    if response.holds == Holds::Error {
        outer.printed_status = nested::printed_status(outer.format, &outer.fields, outer.text);
    }
    read_outer(response, options, keep_texts, &mut outer, then)
}

/// Reads an event whose data is in several lines.
#[cold]
#[inline(never)]
fn read_event<'a, T>(
    response: &Response<'a>,
    options: &Options,
    keep_texts: bool,
    start: usize,
    is_marked: bool,
    then: impl FnOnce(&Reading<'_, 'a>) -> T,
) -> T {
    let event = &response.body[start..];
    let (mut short, mut long) = ([0; message::MAX_LOOK], Vec::new());
    let buffer = if event.len() <= short.len() {
        &mut short[..]
    } else {
        long.resize(event.len(), 0);
        &mut long[..]
    };
    let len = body::join_lines(event, buffer);
    let mut outer = ParsedError::empty();
    outer.read(&buffer[..len], None);
    outer.fields.is_marked |= is_marked;
    read_outer(response, options, keep_texts, &mut outer, then)
}

/// Reads a response whose outermost error was parsed.
#[inline]
fn read_outer<'a, 'r, T>(
    response: &'r Response<'a>,
    options: &Options,
    keep_texts: bool,
    outer: &mut ParsedError<'a, 'r>,
    then: impl FnOnce(&Reading<'_, 'a>) -> T,
) -> T {
    outer.fields.is_marked |= response.holds == Holds::Error
        || response.headers.single(HeaderMeaning::ErrorType).is_some();
    let value = outer.get(Field::Message);
    let needs_more = outer.fields.has(Field::Headers)
        || outer.fields.has(Field::Violations)
        || value.is_some_and(json::Value::is_escaped);
    if needs_more {
        return read_nested_then(response, options, keep_texts, outer, &mut None, then);
    }
    let status = statuses::of(response.status);
    let (headers, context) = header_evidence(response, options, status, None);
    let message = value.map(|value| Message { value, text: value.raw(outer.text) });
    let parts = Parts::default();
    let mut evidence = ErrorEvidence::default();
    fill_evidence(&mut evidence, outer, message, &parts, &context);
    if may_wrap(&evidence, status) && nested::may_nest(outer, value) {
        return read_nested_then(response, options, keep_texts, outer, &mut Some(evidence), then);
    }
    then(&Reading {
        evidence: Evidence {
            status,
            headers,
            errors: std::slice::from_ref(&evidence),
            caller_provider: options.provider,
        },
        headers: &response.headers,
        errors: std::slice::from_ref(outer),
        parts: std::slice::from_ref(&parts),
        messages: std::slice::from_ref(&message),
    })
}

/// Whether another error may be inside the outermost one.
fn may_wrap(outer: &ErrorEvidence, status: &Status) -> bool {
    !outer.message.is_documented_sentence && (!status.kind().is_success() || outer.is_error)
}

/// Calls [`read_nested`], whose code is large, without the type of what follows.
#[cold]
fn read_nested_then<'a, T>(
    response: &Response<'a>,
    options: &Options,
    keep_texts: bool,
    outer: &mut ParsedError<'a, '_>,
    outer_evidence: &mut Option<ErrorEvidence>,
    then: impl FnOnce(&Reading<'_, 'a>) -> T,
) -> T {
    let (mut then, mut result) = (Some(then), None);
    read_nested(response, options, keep_texts, outer, outer_evidence, &mut |reading| {
        result = then.take().map(|then| then(reading));
    });
    result.expect("the response is read once")
}

/// Reads a response whose error has escapes in its message, containers of its own, or an error inside
/// it, which may have one itself. The outermost one may have been read already.
#[cold]
#[inline(never)]
fn read_nested<'a>(
    response: &Response<'a>,
    options: &Options,
    keep_texts: bool,
    outer: &mut ParsedError<'a, '_>,
    outer_evidence: &mut Option<ErrorEvidence>,
    then: &mut dyn FnMut(&Reading<'_, 'a>),
) {
    let mut stack: [StackCopy; copies::MAX] = std::array::from_fn(|_| StackCopy::new());
    let mut heap = [const { Vec::new() }; copies::MAX];
    let mut slots = Slots { stack: stack.iter_mut(), heap: heap.iter_mut() };
    let mut errors: ArrayVec<ParsedError<'_, '_>, MAX_ERRORS> = ArrayVec::new();
    let mut parts: ArrayVec<Parts<'_>, MAX_ERRORS> = ArrayVec::new();
    let mut messages: ArrayVec<Option<Message<'_>>, MAX_ERRORS> = ArrayVec::new();
    let mut evidence: ArrayVec<ErrorEvidence, MAX_ERRORS> = ArrayVec::new();

    let status = statuses::of(response.status);
    let outer = std::mem::replace(outer, ParsedError::empty());
    parts.push(Parts::read(&outer));
    let (headers, mut context) =
        header_evidence(response, options, status, parts[0].headers.as_ref());
    let mut next = Some(outer);
    while let Some(mut error) = next.take() {
        let message = error
            .get(Field::Message)
            .and_then(|value| message_of(&error, value, keep_texts, &mut slots));
        if context.is_inner {
            parts.push(Parts::read(&error));
        }
        evidence.push(outer_evidence.take().unwrap_or_else(|| {
            let mut facts = ErrorEvidence::default();
            fill_evidence(&mut facts, &error, message, &parts[errors.len()], &context);
            facts
        }));
        if may_wrap(&evidence[0], status) && evidence.len() < MAX_ERRORS {
            next = nested::read(&mut error, message, &mut slots);
        }
        messages.push(message);
        errors.push(error);
        context = context.of_inner();
    }
    then(&Reading {
        evidence: Evidence {
            status,
            headers,
            errors: &evidence,
            caller_provider: options.provider,
        },
        headers: &response.headers,
        errors: &errors,
        parts: &parts,
        messages: &messages,
    });
}

impl Context<'_> {
    /// What is known beside an error that is inside another one.
    fn of_inner(self) -> Self {
        // Whose address is in the message of an inner error is always of interest.
        Self {
            header_type: None,
            has_provider: false,
            is_inner: true,
            wanted: self.wanted.with_provider(),
            ..self
        }
    }
}

/// What the headers say, and what follows from it for reading the body.
#[expect(clippy::inline_always, reason = "what it returns is large, and used field by field")]
#[inline(always)]
fn header_evidence<'r>(
    response: &'r Response<'_>,
    options: &Options,
    status: &'static Status,
    repeated: Option<&Headers<'_>>,
) -> (HeaderEvidence, Context<'r>) {
    let headers = &response.headers;
    let now_ms = options.now_ms;
    let delay = headers.delay(now_ms).or_else(|| repeated?.delay(now_ms));
    let evidence = HeaderEvidence {
        provider: headers.provider,
        should_retry: headers.should_retry().or_else(|| repeated?.should_retry()),
        delay,
        // A stated delay comes before that of a bucket.
        buckets: headers
            .bucket_evidence(now_ms, status.kind() == Kind::RateLimited && delay.is_none()),
    };
    // What a header says is not looked for in a message.
    let mut wanted = Wanted::ALL;
    if delay.is_some_and(|(ms, _)| ms > 0) {
        wanted = wanted.without(Wanted::DELAY);
    }
    if headers.provider.is_some() {
        wanted = wanted.without(Wanted::PROVIDER);
    }
    let has_provider =
        headers.provider.is_some() || repeated.is_some_and(|of| of.provider.is_some());
    let header_type = headers.error_type();
    (evidence, Context { status, header_type, has_provider, now_ms, wanted, is_inner: false })
}

/// A message, decoded if it has escapes. For a decision alone, a long one is decoded to its end only
/// if an error can be inside it.
fn message_of<'t>(
    error: &ParsedError<'_, 't>,
    value: json::Value,
    keep_texts: bool,
    slots: &mut Slots<'t>,
) -> Option<Message<'t>> {
    if !value.is_escaped() {
        return Some(Message { value, text: value.raw(error.text) });
    }
    let whole = keep_texts || memchr::memchr(b'{', value.raw(error.text)).is_some();
    let text = slots.decode(value, error.text, whole)?;
    Some(Message { value, text })
}

/// Fills in what one error says. The facts are large, so that they are written in place: what the
/// error does not say keeps its default.
fn fill_evidence(
    facts: &mut ErrorEvidence,
    error: &ParsedError<'_, '_>,
    message: Option<Message<'_>>,
    parts: &Parts<'_>,
    context: &Context<'_>,
) {
    let status = context.status;
    let is_success = status.kind().is_success();
    facts.is_inner = context.is_inner;
    facts.is_entire_message = error.is_entire_message;
    facts.states_delay = error.fields.state_delay();

    let code = error.raw(Field::Code);
    let code_number = code.and_then(parsed_error::number_in);
    facts.has_numeric_code = code_number.is_some();
    facts.has_failed_generation = error.get(Field::FailedGeneration).is_some();
    facts.body_status = body_status(error, code_number);
    let code_provider = find_codes(error, code, context.header_type, &mut facts.codes);
    let marker = error.fields.provider.or(code_provider);

    if let Some(Message { value, text }) = message {
        let mut wanted = context.wanted;
        if marker.is_some() {
            wanted = wanted.without(Wanted::PROVIDER);
        }
        if let Some(code) = facts.codes.specific {
            wanted = wanted.beside_code(code.rule.kind);
        }
        let text = if value.is_truncated() { message::whole_words(text) } else { text };
        let beside = facts.body_status.unwrap_or(status).kind();
        facts.message = message::read(text, wanted, beside, context.now_ms);
    }
    if is_success || status.kind() == Kind::Unknown {
        facts.reason_phrase = statuses::of_reason(error.raw(Field::Message).unwrap_or_default());
    }
    if is_success && !context.is_inner {
        facts.is_error = error.is_error()
            || (facts.message.phrase.is_some() && error.fields.are_lone_message(error.text));
    }
    if facts.states_delay {
        facts.delay_ms = error.delay_ms(context.now_ms);
    }
    if [Field::Violations, Field::QuotaValue, Field::QuotaName]
        .iter()
        .any(|&of| error.fields.has(of))
    {
        facts.quota = quotas::evidence(error, parts.quotas.as_ref());
    }
    if let Some(headers) = &parts.headers {
        facts.repeated = RepeatedHeaders {
            provider: headers.provider,
            reset_ms: headers
                .bucket_evidence(context.now_ms, status.kind() == Kind::RateLimited)
                .reset_ms,
        };
    }
    facts.origin = origin(error, &facts.message, marker, context);
}

/// What shows the provider of an error, beside its message and a member or a code that marks it.
#[inline]
fn origin(
    error: &ParsedError<'_, '_>,
    message: &MessageFacts,
    marker: Option<Provider>,
    context: &Context<'_>,
) -> Origin {
    let edge = match error.format {
        BodyFormat::Html if !context.is_inner => marks::of_page(error.text),
        BodyFormat::Text if !context.is_inner => marks::of_text(error.text),
        _ => None,
    };
    let is_shown = edge.or(message.gateway).or(marker).or(message.linked_provider).is_some()
        || context.has_provider;
    let envelope = if is_shown || error.format != BodyFormat::Json {
        None
    } else {
        error.fields.envelope(error.text)
    };
    Origin { edge, marker, envelope }
}

/// The HTTP status that an error states.
fn body_status(
    error: &ParsedError<'_, '_>,
    code: Option<time::Decimal>,
) -> Option<&'static Status> {
    let stated = |number: Option<time::Decimal>| u16::try_from(number?.trunc()).ok();
    let is_error = |status: &u16| (400..=599).contains(status);
    stated(code)
        .filter(is_error)
        .or_else(|| stated(error.number(Field::Status)).filter(is_error))
        .or_else(|| error.printed_status.filter(is_error))
        .map(statuses::of)
}

/// Finds the rows of an error's codes. Returns the provider that one of them shows.
#[inline]
fn find_codes(
    error: &ParsedError<'_, '_>,
    code: Option<&[u8]>,
    header_type: Option<&[u8]>,
    codes: &mut Codes,
) -> Option<Provider> {
    let parent = error.fields.parent();
    let reason = if error.fields.has(Field::Reason) { known_reason(error, parent) } else { None };
    let mut provider = None;
    let mut look_up = |place: CodePlace, word: Option<&[u8]>| {
        let Some(word) = word else { return };
        let Some(code) = codes::find(word, parent) else { return };
        codes.add(place, code);
        // Other spellings are used by other providers.
        if provider.is_none() && code.only.is_some() && code.is_spelt(word) {
            provider = code.only;
        }
    };
    look_up(CodePlace::Code, code);
    look_up(CodePlace::Reason, reason);
    look_up(CodePlace::InnerCode, error.raw(Field::InnerErrorCode));
    look_up(CodePlace::OuterType, error.type_beside_error());
    look_up(CodePlace::Type, error.raw_type().or(header_type));
    look_up(CodePlace::LoneWord, error.lone_word());
    provider
}

/// The first reason that is a code.
#[cold]
#[inline(never)]
fn known_reason<'t>(error: &ParsedError<'_, 't>, parent: Parent) -> Option<&'t [u8]> {
    error.raw_all(Field::Reason).find(|word| codes::find(word, parent).is_some())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::json::passes;
    use crate::{Options, Response, classify, decide};

    /// Wrappers of every form: an error in a field with repeated headers, Google's quotas, JSON in a
    /// message, and JSON in the message of JSON in a message.
    fn wrappers() -> [String; 4] {
        let inner = r#"{\"error\":{\"message\":\"Heron limit\",\"code\":\"rate_limit_exceeded\"}}"#;
        [
            format!(
                r#"{{"error":{{"message":"Provider returned \"error\"","code":429,"metadata":{{"raw":"{inner}","provider_name":"Heron","headers":{{"X-RateLimit-Limit":"20","X-RateLimit-Remaining":"0"}}}}}},"user_id":"u"}}"#
            ),
            r#"{"error":{"code":429,"message":"Quota\nexceeded","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"RequestsPerDay","quotaValue":"20"}]}]}}"#.to_owned(),
            format!(r#"{{"error":{{"message":"{inner}","type":"api_error"}}}}"#),
            r#"{"detail":"Error code: 429 - {\"error\": {\"message\": \"{\\\"message\\\":\\\"Slow heron\\\"}\"}}"}"#.to_owned(),
        ]
    }

    #[test]
    fn no_byte_range_of_a_wrapped_error_is_read_twice() {
        for body in wrappers() {
            let response = Response::new(500, body.as_bytes());
            passes::take();
            decide(&response, &Options::new());
            assert_distinct(&passes::take(), &body);
            let report = classify(&response, &Options::new());
            let passes = passes::take();
            assert!(passes.len() > 1, "{body}");
            // A field is decoded for the report once, at the position where it was found.
            assert_distinct(&passes, &body);
            drop(report);
        }
    }

    fn assert_distinct(passes: &[usize], body: &str) {
        let distinct: HashSet<usize> = passes.iter().copied().collect();
        assert_eq!(distinct.len(), passes.len(), "a range is read twice: {body}");
    }
}
