//! An attempt that waits for more events.

use super::attempt::Attempt;
use crate::kind::Kind;
use crate::logs::event::{Asked, Event, Form, Origin};
use crate::report::Report;
use crate::response::{Options, Response};
use crate::text::Evidence;

/// How long after an attempt an event of the same attempt may come, in milliseconds.
const MAX_MS: i64 = 3_000;

/// How long after a failure that was to be retried the same one can only be written again, in milliseconds.
const MAX_AGAIN_MS: i64 = 100;

/// How long after its status an answer may break off, in milliseconds.
const MAX_STREAM_MS: i64 = 600_000;

/// The rules of failures of the output, which an answer with a status of success can have.
const OUTPUTS: [&str; 3] =
    ["failure/invalid_output", "failure/cut_output", "failure/filtered_output"];

/// How often one error is written: by a client, by a logger, and where it is raised again.
const MAX_ERRORS: usize = 3;

/// How many lines may stand between two errors of one attempt.
const MAX_ERROR_LINES: u64 = 5;

/// How many lines after an announcement its failure may come.
const MAX_RETRY_LINES: u64 = 2;

/// How long after an announcement its failure may come, in milliseconds.
const MAX_RETRY_MS: i64 = 500;

/// How many lines after the words of a reason the line of the server may come.
const MAX_HINT_LINES: u64 = 3;

/// How long after the words of a reason the line of the server may come, in milliseconds.
const MAX_HINT_MS: i64 = 1_000;

/// How many lines may stand between an error and its traceback.
const MAX_TRACE_LINES: u64 = 3;

/// How many lines may stand between two access lines of one attempt.
const MAX_ACCESS_LINES: u64 = 12;

/// How well an event fits an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    None,
    /// It can be about this attempt, unless it fits an earlier one better.
    Some,
    Better,
}

/// An event that an attempt has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Outbound(Form),
    Inbound(Form),
    Error,
    Trace,
    Reason,
    Retry(Form),
    /// The span of the call, beside that of the request, or the reverse.
    Related,
}

impl Part {
    /// What an event adds to an attempt, and whether it is the line of a server that served it.
    fn of(event: &Event) -> (impl Iterator<Item = Self> + use<>, bool) {
        let part = match event.origin {
            Origin::Outbound => Some(Self::Outbound(event.form)),
            Origin::Inbound => Some(Self::Inbound(event.form)),
            Origin::Error | Origin::Whole => Some(Self::Error),
            Origin::Reason => Some(Self::Reason),
            Origin::Retry | Origin::Request => None,
        };
        let trace = event.is_trace.then_some(Self::Trace);
        let retry = event.is_retried.then_some(Self::Retry(event.form));
        let parts = [part, trace, retry].into_iter().flatten();
        (parts, event.origin == Origin::Inbound)
    }
}

/// An attempt that waits for more events.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) source: u64,
    pub(super) last_line: u64,
    pub(super) last_ms: Option<i64>,
    last_of_day: Option<u32>,
    parts: Vec<Part>,
    /// The shapes of its errors.
    shapes: Vec<u64>,
    /// Whether the next attempt of its call came.
    pub(super) is_continued: bool,
    /// Whether the line of the server about the request of its call came.
    pub(super) is_served: bool,
    /// The line of a server about a success, which came before this failure and in whose place it is.
    replaced: Option<Box<Event>>,
    /// Which chain of attempts it is a part of.
    pub(super) chain: Option<u64>,
    pub(super) number: u32,
    pub(super) stands_alone: bool,
    asked: Asked,
    pub(super) event: Box<Event>,
}

impl Waiting {
    pub(super) fn new(event: Box<Event>) -> Self {
        let mut waiting = Self {
            source: event.source,
            last_line: event.last_line,
            last_ms: event.when_ms,
            last_of_day: event.of_day_ms,
            parts: Vec::new(),
            shapes: vec![event.shape],
            is_continued: false,
            is_served: false,
            replaced: None,
            chain: None,
            number: event.number.unwrap_or(1),
            stands_alone: event.stands_alone,
            asked: event.asked,
            event,
        };
        let (parts, is_served) = Part::of(&waiting.event);
        waiting.parts.extend(parts);
        waiting.is_served = is_served;
        waiting
    }

    fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Whether it is only words that may be the reason of the next line of a server.
    pub(super) fn is_hint(&self) -> bool {
        !self.stands_alone && self.event.origin == Origin::Reason
    }

    fn has_outbound(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Outbound(_)))
    }

    fn has_inbound(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Inbound(_)))
    }

    /// Whether the client announced that it sends the request again.
    pub(super) fn is_retried(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Retry(_)))
    }

    fn status(&self) -> u16 {
        self.event.report.status
    }

    fn is_success(&self) -> bool {
        self.event.report.kind.is_success()
    }

    /// Whether an event may be about this attempt; `is_latest`: no later attempt of the source waits.
    pub(super) fn fit(&self, event: &Event, is_latest: bool) -> Fit {
        if self.is_parent_of(event) || self.is_child_of(event) {
            let is_taken = self.has(Part::Related);
            return if is_taken { Fit::None } else { Fit::Better };
        }
        if self.event.origin == Origin::Whole || event.origin == Origin::Whole {
            return Fit::None;
        }
        if differ(self.event.call_id.as_deref(), event.call_id.as_deref()) {
            return Fit::None;
        }
        if self.is_hint() {
            let lines = event.line.saturating_sub(self.last_line);
            let is_above = lines <= MAX_HINT_LINES && self.is_near(event, MAX_HINT_MS);
            let fits = event.origin == Origin::Inbound
                && is_above
                && !event.report.kind.is_success()
                && compatible(&self.event.report, &event.report);
            return if fits { Fit::Better } else { Fit::None };
        }
        if event.origin == Origin::Reason && !event.stands_alone {
            return Fit::None;
        }
        let fits = match event.origin {
            Origin::Outbound => self.fits_outbound(event),
            Origin::Inbound => return self.fits_inbound(event, is_latest),
            Origin::Error => self.fits_error(event, is_latest),
            Origin::Reason => !self.has(Part::Reason) && self.fits_error(event, is_latest),
            Origin::Retry => self.fits_retry(event),
            Origin::Whole | Origin::Request => false,
        };
        if fits { Fit::Better } else { Fit::None }
    }

    /// Whether an event is a request that was sent for the span of this one.
    fn is_parent_of(&self, event: &Event) -> bool {
        self.event.span.is_some() && self.event.span == event.parent
    }

    fn is_child_of(&self, event: &Event) -> bool {
        self.event.parent.is_some() && self.event.parent == event.span
    }

    fn fits_outbound(&self, event: &Event) -> bool {
        // Most attempts that wait are of the same form.
        if self.has(Part::Outbound(event.form))
            || !self.is_near(event, MAX_MS)
            || !same_path(&self.event, event)
        {
            return false;
        }
        let lines = event.line.saturating_sub(self.last_line);
        if self.has_outbound() {
            return !self.is_retried()
                && self.status() == event.report.status
                && lines <= MAX_ACCESS_LINES;
        }
        // An error, or a retry, that was written before the line of the response.
        let is_failure = !event.report.kind.is_success();
        if self.has_inbound() {
            return false;
        }
        is_failure
            && !self.is_success()
            && lines <= MAX_ERROR_LINES
            && !self.is_retried()
            && compatible(&self.event.report, &event.report)
    }

    fn fits_inbound(&self, event: &Event, is_latest: bool) -> Fit {
        // Most attempts that wait are of the same form.
        if self.has(Part::Inbound(event.form)) || !same_route(&self.event, event) {
            return Fit::None;
        }
        if self.has_inbound() {
            let lines = event.line.saturating_sub(self.last_line);
            let fits = self.status() == event.report.status
                && lines <= MAX_ACCESS_LINES
                && self.is_near(event, MAX_MS);
            return if fits { Fit::Better } else { Fit::None };
        }
        if self.is_served || self.event.origin == Origin::Retry {
            return Fit::None;
        }
        let same_end = self.is_success() == event.report.kind.is_success();
        let has_upstream = self.has_outbound();
        if same_end && (self.is_success() || compatible(&self.event.report, &event.report)) {
            return Fit::Better;
        }
        // A server may answer with another status than its upstream.
        let is_translated = same_end && has_upstream && is_latest;
        let is_own = same_end && is_latest && event.report.status >= 500;
        if is_translated || is_own { Fit::Some } else { Fit::None }
    }

    fn fits_error(&self, event: &Event, is_latest: bool) -> bool {
        let lines = event.line.saturating_sub(self.last_line);
        if self.event.origin == Origin::Retry {
            // The announcement of an SDK comes after its failure, that of others may come before.
            return !self.has(Part::Retry(Form::SdkRetry))
                && lines <= MAX_RETRY_LINES
                && self.is_near(event, MAX_RETRY_MS)
                && compatible(&self.event.report, &event.report);
        }
        if self.is_retried() {
            // The next failure is that of the next attempt.
            let is_trace = event.is_trace && lines <= MAX_TRACE_LINES;
            return is_trace && self.has_words_of(event) || self.is_written_again(event);
        }
        if self.is_success() && self.has_outbound() {
            return is_latest && self.may_break_in(event);
        }
        if self.is_success() {
            return self.has_streamed_before(event);
        }
        if self.has(Part::Error) {
            let is_closed = self.has_inbound();
            return is_latest && !is_closed && self.is_same_error(event);
        }
        if !self.is_near(event, MAX_MS) || !same_path(&self.event, event) {
            return false;
        }
        compatible(&self.event.report, &event.report)
            || is_latest
                && lines <= 2
                && self.has_inbound()
                && self.status() >= 500
                && self.is_near(event, MAX_AGAIN_MS)
    }

    /// Whether another error is the same one, written again.
    fn is_same_error(&self, event: &Event) -> bool {
        let (ours, other) = (&self.event.report, &event.report);
        let errors = self.parts.iter().filter(|part| matches!(part, Part::Error)).count();
        // The same statement of a program writes about two attempts.
        if errors >= MAX_ERRORS
            || self.shapes.contains(&event.shape)
            || event.line.saturating_sub(self.last_line) > MAX_ERROR_LINES
            || !same_path(&self.event, event)
        {
            return false;
        }
        if self.has_words_of(event) {
            return true;
        }
        let lines = event.line.saturating_sub(self.last_line);
        if event.is_trace && lines <= MAX_TRACE_LINES {
            let is_near = self.is_near(event, MAX_MS);
            return is_near && !self.has(Part::Trace) && !other_status(ours, other);
        }
        let is_same_second = self.milliseconds_to(event).is_some_and(|ms| ms.abs() < 1_000);
        let both_whole = self.event.evidence == Evidence::Body && event.evidence == Evidence::Body;
        let ids_differ = differ(ours.request_id.as_deref(), other.request_id.as_deref());
        let models_differ = differ(self.event.model.as_deref(), event.model.as_deref());
        is_same_second && !other_status(ours, other) && !both_whole && !ids_differ && !models_differ
    }

    /// Whether an error is that of this attempt, although it was to be retried: no other attempt fails at
    /// once, and is written by another statement. In a log with times, an error without one goes on with
    /// the line above it.
    fn is_written_again(&self, event: &Event) -> bool {
        let lines = event.line.saturating_sub(self.last_line);
        let goes_on = self.last_ms.is_some() && event.when_ms.is_none() && lines <= MAX_RETRY_LINES;
        let is_at_once = self.milliseconds_to(event).is_some_and(|ms| ms.abs() < MAX_AGAIN_MS)
            && lines <= MAX_ERROR_LINES
            && !self.shapes.contains(&event.shape);
        let (ours, other) = (&self.event.report, &event.report);
        (goes_on || is_at_once) && (ours.status, ours.kind) == (other.status, other.kind)
    }

    fn has_words_of(&self, event: &Event) -> bool {
        let (ours, other) = (&self.event.report, &event.report);
        let is_timed_alike = self.milliseconds_to(event).is_none_or(|ms| ms.abs() < 1_000);
        is_timed_alike
            && ours.status == other.status
            && ours.kind == other.kind
            && ours.error == other.error
            && ours.error.message.is_some()
    }

    /// Whether the line of a server about a success came before the failure of the same request: a server
    /// that streams writes it first.
    fn has_streamed_before(&self, event: &Event) -> bool {
        let is_same_second = self.milliseconds_to(event).is_some_and(|ms| (0..1_000).contains(&ms));
        is_same_second && self.has_inbound() && self.replaced.is_none()
    }

    /// Whether an error may be one in the answer, after the line about its status: what the server sent in
    /// the stream, or output that the client could not use.
    fn may_break_in(&self, event: &Event) -> bool {
        let report = &event.report;
        let is_sent = event.evidence == Evidence::Body && matches!(report.status, 0 | 200);
        let is_output = OUTPUTS.contains(&&*report.rule);
        (is_sent || is_output)
            && same_path(&self.event, event)
            // The words of another line may be about any error.
            && self.is_near(event, if event.is_calm { MAX_MS } else { MAX_STREAM_MS })
    }

    fn fits_retry(&self, event: &Event) -> bool {
        !self.is_success()
            && !self.has(Part::Retry(event.form))
            && (!self.has_inbound() || self.has_outbound() || self.has(Part::Error))
            && self.is_near(event, MAX_MS)
            && same_path(&self.event, event)
            && (event.report.status == 0
                || self.status() == 0
                || event.report.status == self.status())
    }

    /// Whether an event comes soon after the last one, if the times are known.
    fn is_near(&self, event: &Event, most_ms: i64) -> bool {
        self.milliseconds_to(event).is_none_or(|ms| ms.abs() <= most_ms)
    }

    /// The time from the last event to another one, if it is known.
    fn milliseconds_to(&self, event: &Event) -> Option<i64> {
        match (self.last_ms, event.when_ms) {
            (Some(ours), Some(other)) => Some(other.saturating_sub(ours)),
            _ => Some(i64::from(event.of_day_ms?) - i64::from(self.last_of_day?)),
        }
    }

    /// Adds an event. Gives back an event that is about another attempt after all.
    pub(super) fn join(&mut self, event: Box<Event>) -> Option<Box<Event>> {
        self.asked = self.asked.max(event.asked);
        let is_related = self.is_parent_of(&event) || self.is_child_of(&event);
        if is_related {
            self.parts.push(Part::Related);
            self.add_related(event);
            return None;
        }
        let is_inbound = event.origin == Origin::Inbound;
        let mut other = None;
        if is_inbound {
            // The request was another one than that of the success before.
            other = self.replaced.take().filter(|_| !event.report.kind.is_success());
        }
        let (parts, is_served) = Part::of(&event);
        self.parts.extend(parts);
        self.is_served |= is_served;
        if self.is_success() && self.has_outbound() && !event.report.kind.is_success() {
            let before = std::mem::replace(&mut self.event, event);
            self.take_missing(&before);
            self.event.line = before.line;
            self.last_line = self.event.last_line;
            self.last_ms = self.event.when_ms.or(self.last_ms);
            self.event.report.status = before.report.status;
            return None;
        }
        if self.is_success() && !event.report.kind.is_success() {
            // The line of the server about its success says nothing about this failure.
            let before = std::mem::replace(&mut self.event, event);
            self.parts.retain(|part| !matches!(part, Part::Inbound(_)));
            self.stands_alone = self.event.stands_alone;
            self.take_missing(&before);
            self.last_line = self.event.last_line;
            self.replaced = Some(before);
            return None;
        }
        if event.origin == Origin::Error {
            self.shapes.push(event.shape);
        }
        self.last_line = event.last_line.max(self.last_line);
        self.last_ms = event.when_ms.or(self.last_ms);
        self.last_of_day = event.of_day_ms.or(self.last_of_day);
        self.stands_alone |= event.stands_alone;
        if let Some(announced) = event.announced_ms {
            let longest = self.event.announced_ms.map_or(announced, |ours| ours.max(announced));
            self.event.announced_ms = Some(longest);
        }
        let is_translated = is_inbound && !compatible(&self.event.report, &event.report);
        if is_translated {
            return other;
        }
        let words = event.words.clone().or_else(|| self.event.words.take());
        let status = if event.report.status == 0 { self.status() } else { event.report.status };
        let (ours, others) = (weight(&self.event), weight(&event));
        if others > ours || others == ours && self.event.origin == Origin::Retry {
            let before = std::mem::replace(&mut self.event, event);
            self.take_missing(&before);
            self.event.line = before.line;
            self.event.when_ms = before.when_ms.or(self.event.when_ms);
            self.event.announced_ms = before.announced_ms.max(self.event.announced_ms);
        } else {
            self.take_missing(&event);
        }
        if self.event.report.status == 0 && status != 0 {
            self.give_status(status);
        }
        // The words of a reason lend the bare status a meaning.
        if let Some(words) = words
            && is_bare(&self.event)
            && (400..500).contains(&status)
        {
            self.give_words(status, &words);
        }
        other
    }

    /// Adds the span of the call to that of the request, or the reverse: the one that failed counts, of two
    /// the one that shows more.
    fn add_related(&mut self, event: Box<Event>) {
        let has_failed = |event: &Event| !event.report.kind.is_success();
        let ours = (has_failed(&self.event), weight(&self.event));
        let status = self.status().max(event.report.status);
        if (has_failed(&event), weight(&event)) > ours {
            let before = std::mem::replace(&mut self.event, event);
            self.take_missing(&before);
            self.event.span = before.span.or(self.event.span);
        } else {
            self.take_missing(&event);
        }
        if self.event.report.status == 0 && (status >= 400 || self.is_success()) {
            self.event.report.status = status;
        }
    }

    /// Fills in what another event of the attempt knows.
    fn take_missing(&mut self, other: &Event) {
        let ours = &mut self.event;
        let fill = |ours: &mut Option<Box<str>>, other: &Option<Box<str>>| {
            if ours.is_none() {
                ours.clone_from(other);
            }
        };
        fill(&mut ours.model, &other.model);
        fill(&mut ours.method, &other.method);
        fill(&mut ours.path, &other.path);
        fill(&mut ours.host, &other.host);
        fill(&mut ours.key, &other.key);
        fill(&mut ours.call_id, &other.call_id);
        ours.when_ms = ours.when_ms.or(other.when_ms);
        ours.report.provider = ours.report.provider.or(other.report.provider);
        if ours.report.error.message.is_none() && other.words.is_none() {
            ours.report.error.clone_from(&other.report.error);
        }
        if ours.report.limits.is_empty() {
            ours.report.limits.clone_from(&other.report.limits);
        }
        if ours.report.request_id.is_none() {
            ours.report.request_id.clone_from(&other.report.request_id);
        }
        let retry = &mut ours.report.retry;
        if retry.delay_ms.is_none() && other.report.retry.delay_ms.is_some() && retry.is_retryable()
        {
            *retry = other.report.retry;
        }
    }

    /// Fills in the status of the response, which an error did not state.
    fn give_status(&mut self, status: u16) {
        if is_worded(&self.event.report) || self.event.report.kind == Kind::Unknown {
            let message = self.event.report.error.message.clone().unwrap_or_default();
            self.give_words(status, &message);
        } else {
            self.event.report.status = status;
        }
    }

    /// Decides again, by a status and words.
    fn give_words(&mut self, status: u16, words: &str) {
        let mut options = Options::new();
        if let Some(provider) = self.event.report.provider {
            options = options.with_provider(provider);
        }
        let response = Response::new(status, words.as_bytes());
        self.event.report = crate::classify(&response, &options).into_owned();
    }

    pub(super) fn into_attempt(self) -> Attempt {
        let Self { event, chain, number, asked, .. } = self;
        let event = *event;
        Attempt {
            report: event.report,
            when_ms: event.when_ms,
            line: event.line,
            model: event.model,
            route: event.path,
            key: event.key,
            call_id: event.call_id.or_else(|| chain.map(|chain| format!("#{chain}").into())),
            number,
            announced_ms: event.announced_ms,
            asked,
        }
    }
}

/// Adds to the status of a response what the line of its request shows.
pub(super) fn take_request(event: &mut Event, request: Event) {
    let Event { method, path, host, report, .. } = request;
    event.method = event.method.take().or(method);
    event.path = event.path.take().or(path);
    event.host = event.host.take().or(host);
    let provider = event.report.provider.or(report.provider);
    if let Some(provider) = provider {
        let response = Response::new(event.report.status, b"");
        let options = Options::new().with_provider(provider);
        event.report = crate::classify(&response, &options).into_owned();
    }
}

pub(super) fn differ(a: Option<&str>, b: Option<&str>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Whether two reports state different statuses.
fn other_status(a: &Report<'_>, b: &Report<'_>) -> bool {
    a.status != b.status && a.status != 0 && b.status != 0
}

/// Whether two paths may be the same: SDKs write one with or without its prefix.
pub(super) fn same_paths(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.ends_with(b) || b.ends_with(a),
        _ => true,
    }
}

fn same_path(a: &Event, b: &Event) -> bool {
    same_paths(a.path.as_deref(), b.path.as_deref())
}

/// Whether a server may serve one path by calling the other: their ends are equal, or one is unknown.
fn same_route(a: &Event, b: &Event) -> bool {
    fn end(event: &Event) -> Option<&str> {
        event.path.as_deref()?.trim_end_matches('/').rsplit('/').next()
    }
    same_path(a, b) || end(a) == end(b)
}

/// How much of an attempt an event shows.
fn weight(event: &Event) -> u8 {
    match event.evidence {
        Evidence::Body => 5,
        Evidence::Status if is_bare(event) => 2,
        Evidence::Status => 4,
        _ if event.report.kind == Kind::Unknown => 0,
        // Words say more than a bare status, which decides with them.
        _ if is_worded(&event.report) => 3,
        Evidence::Class | Evidence::Words => 1,
    }
}

/// Whether the words or the code of an error decided, without a status.
fn is_worded(report: &Report<'_>) -> bool {
    let says_more = ["phrase/", "numbers/", "code/"];
    report.status == 0 && says_more.iter().any(|rule| report.rule.starts_with(rule))
}

/// Whether an event has a status and nothing else.
fn is_bare(event: &Event) -> bool {
    event.evidence == Evidence::Status && event.report.error.message.is_none()
}

/// Kinds that the same statuses mean belong to one family.
fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Unknown => 0,
        Kind::Success | Kind::PartialContent => 1,
        Kind::RateLimited | Kind::QuotaExhausted | Kind::Overloaded => 2,
        Kind::InternalError | Kind::BadGateway | Kind::ServiceUnavailable | Kind::Timeout => 3,
        Kind::Authentication | Kind::PermissionDenied => 4,
        Kind::Cancelled => 5,
        _ => 6,
    }
}

/// Whether two reports can be about one response: equal statuses, or kinds that the missing status
/// allows.
fn compatible(a: &Report<'_>, b: &Report<'_>) -> bool {
    if a.status != 0 && b.status != 0 {
        return a.status == b.status;
    }
    let (first, second) = (family(a.kind), family(b.kind));
    let is_overload = |a: Kind, other: u8| a == Kind::Overloaded && other == 3;
    first == 0
        || second == 0
        || first == second
        || is_overload(a.kind, second)
        || is_overload(b.kind, first)
        || has_status_for_all(a, b)
}

/// Whether a status that servers send for many faults stands beside an error without one.
fn has_status_for_all(a: &Report<'_>, b: &Report<'_>) -> bool {
    let is_bare = |report: &Report<'_>| report.status == 400 || report.status == 500;
    let is_failed = |report: &Report<'_>| !report.kind.is_success();
    (is_bare(a) && is_failed(b)) || (is_bare(b) && is_failed(a))
}
