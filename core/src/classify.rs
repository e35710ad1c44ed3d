//! The decision in four steps, strongest evidence first, and the report that is built on it.

use std::borrow::Cow;

use crate::body::{Form, Object};
use crate::headers::Headers;
use crate::kind::{Kind, Provider};
use crate::limits;
use crate::message::{self, Topics};
use crate::raw;
use crate::report::{Decision, ErrorObject, Report, Upstream, Window};
use crate::response::{Options, Response};
use crate::retry;
use crate::rules::codes::{self, Code, Says};
use crate::rules::headers::Means;
use crate::rules::phrases::{Phrase, Strength};
use crate::rules::shapes::Field;
use crate::rules::statuses::{self, Status};
use crate::rules::{Rule, numbers, providers};

/// How many errors that stand in each other are read.
const MAX_ERRORS: usize = 4;

/// Decides what to do about a response.
///
/// Nothing is allocated, except for a copy of an error that is held inside another one's message.
pub fn decide(response: &Response<'_>, options: &Options) -> Decision {
    Evidence::read(response, options, |evidence| evidence.decide(options))
}

/// Decides what to do about a response, and reports all that it tells.
pub fn classify<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
    Evidence::read(response, options, |evidence| {
        let decision = evidence.decide(options);
        evidence.report(&decision, options)
    })
}

/// How many words of an error may be codes: its code, its reason, its type, and one that stands
/// where a message may.
const MAX_CODES: usize = 5;

/// An error, and what its message tells.
struct Layer<'o, 'a> {
    object: &'o Object<'a>,
    message: message::Facts,
    /// The rows of its codes, the strongest first.
    codes: [Option<&'static Code>; MAX_CODES],
    /// Step 1: a code that says more than a status, or what only a failed generation has.
    code: Option<&'static Rule>,
    /// The HTTP status that it states.
    stated: Option<&'static Status>,
    /// Who sent it, where its envelope or its code shows that.
    provider: Option<Provider>,
    /// Whether a delay is stated, or a window that resets by itself.
    resets: bool,
    /// Whether it stands inside another error.
    is_inner: bool,
}

/// What is known of a response beside an error in its body.
#[derive(Clone, Copy)]
struct Context<'c> {
    status: &'static Status,
    /// A type that a header tells.
    type_: Option<&'c [u8]>,
    headers: &'c Headers<'c>,
    /// The delay that a header states.
    delay_ms: Option<u64>,
    now_ms: Option<u64>,
    wanted: Topics,
    is_inner: bool,
}

impl Context<'_> {
    /// Whether a window of at most a week is told, or a delay that is no longer.
    fn resets(&self, object: &Object<'_>, message: &message::Facts) -> bool {
        const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
        let by_header = || self.headers.resets_of_empty(self.now_ms);
        let repeated = || object.headers()?.resets_of_empty(self.now_ms);
        let delay = self
            .delay_ms
            .or_else(|| retry::in_body(object, self.now_ms))
            .or(message.delay_ms)
            .or_else(by_header)
            .or_else(repeated);
        match delay {
            Some(ms) => ms <= WEEK_MS,
            // How far away a time is that is told, only `now` would tell.
            None => message.passes || message.bucket.resets() || object.members.tell_delay(),
        }
    }
}

impl<'o, 'a> Layer<'o, 'a> {
    fn new(object: &'o Object<'a>, context: Context<'_>) -> Self {
        let Context { mut wanted, is_inner, .. } = context;
        let within = object.members.place();
        let [code, reason, behind] =
            [Field::Code, Field::Reason, Field::CodeBehind].map(|field| object.raw(field));
        let type_ = object.type_().or(context.type_);
        let words = [code, reason, behind, type_, object.word_beside_message()];
        let codes = words.map(|word| codes::find(word?, within));
        // Only as it is spelt there.
        let shown = |(code, word): (Option<&'static Code>, Option<&[u8]>)| {
            let code = code?;
            code.provider.filter(|_| word == Some(code.word.as_bytes()))
        };
        let provider =
            object.members.provider.or_else(|| codes.into_iter().zip(words).find_map(shown));
        if provider.is_some() {
            wanted = wanted.without(Topics::HOST);
        }
        let says = |says| codes.into_iter().flatten().find(|code| code.says == says);
        let specific = says(Says::More);
        let used_up = says(Says::UsedUp).filter(|_| specific.is_none());
        if specific.is_some() {
            wanted = wanted.without(Topics::RULE);
        }
        let stated = stated_status(object);
        let message = read_message(object, wanted, stated.unwrap_or(context.status).kind());
        let is_weak = |phrase: &Phrase| phrase.strength == Strength::Weak;
        let resets = (used_up.is_some() || message.phrase.is_some_and(is_weak))
            && context.resets(object, &message);
        let code = match specific.or(used_up) {
            Some(_) if used_up.is_some() && resets => Some(&numbers::LIMIT_THAT_RESETS),
            Some(code) => Some(&code.rule),
            None => object.get(Field::FailedGeneration).map(|_| &codes::FAILED_GENERATION),
        };
        Self { object, message, codes, code, stated, provider, resets, is_inner }
    }

    /// The rule that decides by this error alone, strongest evidence first.
    fn rule(&self, http: &'static Status) -> Option<&'static Rule> {
        // What an inner error states is the cause itself.
        let stated = self.stated.filter(|stated| self.is_inner || stated.kind() != http.kind());
        let status = stated.unwrap_or(http);
        self.own_code()
            .or_else(|| self.number(status))
            .or_else(|| self.phrase(status))
            .or_else(|| self.status_in_body(status, stated))
    }

    /// Step 1: a code that says more than a status, unless the words say still more.
    fn own_code(&self) -> Option<&'static Rule> {
        let words = self.message.over_code.filter(|_| self.code.is_some());
        words.and_then(Phrase::rule).or(self.code)
    }

    /// Step 2: the numbers of a rate limit.
    fn number(&self, status: &Status) -> Option<&'static Rule> {
        let bucket = &self.message.bucket;
        if let Some(rule) = self.quota() {
            return Some(rule);
        }
        if self.message.max_length.is_some_and(|length| length >= numbers::CONTENT_LENGTH) {
            return Some(&numbers::TEXT_OVER_LENGTH);
        }
        let of_rate_limit = bucket.window.is_some()
            || matches!(status.kind(), Kind::RateLimited | Kind::RequestTooLarge)
            || self.code_for(Kind::RateLimited).is_some();
        if !of_rate_limit {
            return None;
        }
        match (bucket.limit, bucket.requested) {
            (Some(0), _) => Some(&numbers::LIMIT_ZERO),
            (Some(limit), Some(requested)) if requested > limit => {
                Some(&numbers::REQUESTED_OVER_LIMIT)
            }
            _ if status.kind() == Kind::RateLimited && bucket.is_of_a_month() => {
                Some(&numbers::LIMIT_OF_A_MONTH)
            }
            _ => None,
        }
    }

    /// Step 2, for Google's names of quotas.
    fn quota(&self) -> Option<&'static Rule> {
        if self.object.get(Field::QuotaValue).is_none()
            && self.object.get(Field::Violations).is_none()
        {
            return None;
        }
        let mut zero = self.object.raw(Field::QuotaValue) == Some(b"0");
        let mut month = false;
        limits::each_violation(self.object, |quota| {
            zero |= quota.limit == Some(0);
            month |= quota.window == Some(Window::Month);
        });
        match (zero, month) {
            (true, _) => Some(&numbers::LIMIT_ZERO),
            (_, true) => Some(&numbers::LIMIT_OF_A_MONTH),
            _ => None,
        }
    }

    /// Step 3: the words of the message.
    ///
    /// Where the status blames the request, words of a passing trouble tell of something else, such
    /// as a file that could not be fetched, unless a limit stands beside them, or a gateway made
    /// the status. Where it blames what the request depends on, or says that nobody waits or that
    /// the capacity is used up, it says more than any words.
    fn phrase(&self, status: &Status) -> Option<&'static Rule> {
        let words = &self.message;
        let limited = words.bucket.limit.is_some() || words.bucket.window.is_some();
        let phrase = match status.kind() {
            _ if words.over_code.is_some() => words.over_code,
            Kind::FailedDependency | Kind::Cancelled | Kind::Overloaded => None,
            Kind::InvalidRequest | Kind::NotFound | Kind::UnprocessableEntity
                if !self.is_inner && !limited =>
            {
                words.lasting
            }
            _ => words.phrase,
        }?;
        if phrase.strength == Strength::Weak {
            let mut codes = self.codes.iter().flatten();
            if let Some(limit) = codes.find(|code| code.says == Says::Limit) {
                return Some(&limit.rule);
            }
            if self.resets {
                return Some(&numbers::LIMIT_THAT_RESETS);
            }
        }
        let rule = phrase.rule()?;
        Some(self.code_for(rule.kind).unwrap_or(rule))
    }

    /// Step 4, as far as the body speaks of it: a code that says more than the status, or a status
    /// that the body states. A numeric code comes before a type.
    fn status_in_body(
        &self,
        status: &'static Status,
        stated: Option<&'static Status>,
    ) -> Option<&'static Rule> {
        let codes = if stated.is_some() && self.object.number(Field::Code).is_some() {
            &self.codes[..3]
        } else {
            &self.codes[..]
        };
        let mut codes = codes.iter().flatten();
        match codes.find(|code| code.says_more_than(status)) {
            Some(code) => Some(&code.rule),
            None => stated.map(|stated| &stated.as_code),
        }
    }

    /// The rule of its code or type that is for this kind.
    fn code_for(&self, kind: Kind) -> Option<&'static Rule> {
        self.codes.into_iter().flatten().map(|code| &code.rule).find(|rule| rule.kind == kind)
    }

    /// Who sent it, where that shows.
    fn provider(&self) -> Option<Provider> {
        self.provider.or(self.message.host)
    }

    /// Who sent it, where that or its envelope shows.
    fn provider_shown(&self) -> Option<Provider> {
        self.provider().or_else(|| self.object.envelope())
    }
}

/// The HTTP status that an error states.
fn stated_status(object: &Object<'_>) -> Option<&'static Status> {
    [Field::Code, Field::Status]
        .into_iter()
        .filter_map(|field| object.number(field))
        .filter_map(|number| u16::try_from(number.whole()).ok())
        .chain(object.told_status)
        .find(|status| (400..=599).contains(status))
        .map(statuses::of)
}

fn read_message(object: &Object<'_>, wanted: Topics, status: Kind) -> message::Facts {
    let Some(value) = object.get(Field::Message) else {
        return message::Facts::default();
    };
    let mut text = value.raw(object.text());
    let mut buffer;
    if value.is_escaped() {
        buffer = [0; message::MAX_LOOK];
        text = value.unescape_into(object.text(), &mut buffer);
    }
    if value.is_cut() {
        text = message::whole_words(text);
    }
    message::read(text, wanted, status)
}

/// Everything that a response tells, read once.
struct Evidence<'r, 'a> {
    status: u16,
    headers: &'r Headers<'a>,
    stated: retry::Stated,
    outer: &'r Layer<'r, 'a>,
    /// The errors that stand inside it, outermost first.
    inner: &'r [Option<Layer<'r, 'a>>],
}

impl<'r, 'a> Evidence<'r, 'a> {
    /// Reads a response, and hands on what it tells.
    fn read<T>(
        response: &Response<'a>,
        options: &Options,
        then: impl FnOnce(Evidence<'_, 'a>) -> T,
    ) -> T {
        let headers = &response.headers;
        let status = statuses::of(response.status);
        let mut object = Object::read(response.body);
        object.members.marked |= headers.single(Means::ErrorType).is_some();
        let object = object;
        let mut stated = retry::Stated::read(headers, options.now_ms);
        if let Some(repeated) = object.headers() {
            stated = stated.or(retry::Stated::read(&repeated, options.now_ms));
        }
        // What a header tells is not looked for in a message.
        let mut wanted = Topics::ALL;
        if stated.delay.is_some() {
            wanted = wanted.without(Topics::DELAY);
        }
        let of_outer = match headers.provider {
            Some(_) => wanted.without(Topics::HOST),
            None => wanted,
        };
        let context = Context {
            status,
            type_: headers.error_type(),
            wanted: of_outer,
            headers,
            delay_ms: stated.delay.map(|(ms, _)| ms),
            now_ms: options.now_ms,
            is_inner: false,
        };
        let outer = Layer::new(&object, context);
        let evidence =
            Evidence { status: response.status, headers, stated, outer: &outer, inner: &[] };
        let is_error = !status.kind().is_success() || object.is_error();
        match is_error.then(|| object.inner()).flatten() {
            None => then(evidence),
            Some(inner) => {
                let context = Context { type_: None, wanted, is_inner: true, ..context };
                evidence.with_inner(inner, context, then)
            }
        }
    }

    /// Reads an error that stands inside the outer one, and those inside it, and hands on the whole.
    #[cold]
    #[inline(never)]
    fn with_inner<T>(
        self,
        first: Object<'a>,
        context: Context<'_>,
        then: impl FnOnce(Evidence<'_, 'a>) -> T,
    ) -> T {
        let mut objects = [const { None }; MAX_ERRORS - 1];
        let mut next = Some(first);
        for slot in &mut objects {
            let Some(object) = next.take() else { break };
            next = object.inner();
            *slot = Some(object);
        }
        let read = |object: Option<_>| object.map(|object| Layer::new(object, context));
        let inner = objects.each_ref().map(|object| read(object.as_ref()));
        then(Evidence { inner: &inner, ..self })
    }

    /// The errors, outermost first.
    fn layers(&self) -> impl DoubleEndedIterator<Item = &'r Layer<'r, 'a>> + Clone {
        std::iter::once(self.outer).chain(self.inner.iter().flatten())
    }

    fn decide(&self, options: &Options) -> Decision {
        let rule = self.rule();
        let layers = self.layers().map(|layer| (layer.object, &layer.message));
        Decision {
            kind: rule.kind,
            fault: rule.kind.fault(),
            retry: retry::advise(rule.kind, &self.stated, self.headers, layers, options.now_ms),
            provider: self.provider(options),
            rule,
        }
    }

    /// The rule that decides: that of the innermost error which has one, else that of the status.
    fn rule(&self) -> &'static Rule {
        let status = statuses::of(self.status);
        if status.kind().is_success() && !self.outer.object.is_error() {
            return &status.rule;
        }
        // A code that the outer error gives of its own decides, unless a gateway only wraps.
        let wraps = self.outer.message.speaker.is_some() || self.outer.object.has_raw_cause();
        let own = if wraps { None } else { self.outer.own_code() };
        let rule = own
            .or_else(|| self.layers().rev().find_map(|layer| layer.rule(status)))
            .unwrap_or_else(|| self.status_rule(status));
        let limits = &self.outer.message.bucket;
        if rule.kind == Kind::RateLimited && limits.limit.is_none() && self.headers.allow_none() {
            return &numbers::LIMIT_ZERO;
        }
        if rule.kind == Kind::RateLimited && self.headers.month_is_used_up() {
            return &numbers::LIMIT_OF_A_MONTH;
        }
        rule
    }

    /// Step 4: the HTTP status.
    fn status_rule(&self, status: &'static Status) -> &'static Rule {
        if let Some(code) = self.outer.code_for(status.kind()) {
            return code;
        }
        if !status.kind().is_success() && status.kind() != Kind::Unknown {
            return &status.rule;
        }
        let message = self.outer.object.raw(Field::Message).unwrap_or_default();
        match statuses::of_reason(message) {
            Some(reason) => &reason.as_code,
            None if status.kind().is_success() => &statuses::ERROR_IN_SUCCESS,
            None => &status.rule,
        }
    }

    fn provider(&self, options: &Options) -> Option<Provider> {
        let outer = self.outer;
        let edge = match outer.object.form {
            Form::Html => providers::page(outer.object.text()),
            Form::Text => providers::text(outer.object.text()),
            Form::Json | Form::Empty => None,
        };
        edge.or(outer.message.speaker)
            .or(self.headers.provider)
            .or_else(|| outer.object.headers()?.provider)
            .or_else(|| outer.provider())
            .or_else(|| outer.object.envelope())
            .or_else(|| {
                let first = self.layers().nth(1)?;
                first.provider_shown().filter(|_| first.object.is_whole)
            })
            .or(options.provider)
    }

    fn report(&self, decision: &Decision, options: &Options) -> Report<'a> {
        let object = self.outer.object;
        let failed = !decision.kind.is_success();
        let header_id = self.headers.single(Means::RequestId).map(raw::text);
        let inner = || self.inner.iter().flatten();
        let upstream = inner().rfind(|layer| !layer.object.is_part);
        let part = inner().find(|layer| layer.object.is_whole);
        Report {
            kind: decision.kind,
            fault: decision.fault,
            retry: decision.retry,
            status: self.status,
            provider: decision.provider,
            error: if failed {
                let error = error_object(object, self.headers.error_type());
                let param = || part.and_then(|part| part.object.param());
                ErrorObject { param: error.param.or_else(param), ..error }
            } else {
                ErrorObject::default()
            },
            limits: limits::collect(
                self.headers,
                self.layers().filter(|_| failed).map(|layer| (layer.object, &layer.message)),
                decision.provider,
                options.now_ms,
            ),
            request_id: header_id.or_else(|| object.decode(Field::RequestId)),
            upstream: upstream.filter(|_| failed).map(|layer| Upstream {
                provider: layer.message.speaker.or_else(|| layer.provider_shown()),
                status: layer.stated.map(|status| status.first),
                error: error_object(layer.object, None),
            }),
            action: Cow::Borrowed(decision.rule.action()),
            rule: Cow::Borrowed(decision.rule.id),
        }
    }
}

/// The error object as text. A type that a header tells counts where the body tells none.
fn error_object<'a>(object: &Object<'a>, type_: Option<&'a [u8]>) -> ErrorObject<'a> {
    ErrorObject {
        message: object.message(),
        type_: object.decode_type().or_else(|| type_.map(raw::text)),
        code: object.decode(Field::Code).or_else(|| object.decode(Field::CodeBehind)),
        param: object.param(),
        failed_generation: object.decode(Field::FailedGeneration),
    }
}
