//! The decision in four steps, strongest evidence first, and the report that is built on it.

use std::borrow::Cow;

use crate::body::json::Value;
use crate::body::{Decoded, Form, Object};
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
use crate::rules::shapes::{Field, Place};
use crate::rules::spellings;
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

/// How many words of an error may be codes: its code, its reasons, its types, and one that stands
/// where a message may.
const MAX_CODES: usize = 6;

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
            None => {
                message.passes
                    || message.bucket.resets()
                    || object.members.tell_delay()
                    || limits::quota_resets(object)
            }
        }
    }
}

impl<'o, 'a> Layer<'o, 'a> {
    /// What is known before the error is read.
    #[inline]
    fn empty(object: &'o Object<'a>) -> Self {
        Self {
            object,
            message: message::Facts::default(),
            codes: [None; MAX_CODES],
            code: None,
            stated: None,
            provider: object.members.provider,
            resets: false,
            is_inner: false,
        }
    }

    /// Reads the error, in place: a layer is large.
    fn read(&mut self, context: Context<'_>) {
        self.stated = stated_status(self.object);
        self.is_inner = context.is_inner;
        let (specific, used_up) = self.find_codes(context.type_);
        let mut wanted = context.wanted;
        if self.provider.is_some() {
            wanted = wanted.without(Topics::HOST);
        }
        if specific.is_some() {
            wanted = wanted.without(Topics::RULE);
        }
        self.read_message(wanted, self.stated.unwrap_or(context.status).kind());
        let used_up = used_up.filter(|_| specific.is_none());
        let is_weak = |phrase: &Phrase| phrase.strength == Strength::Weak;
        self.resets = (used_up.is_some() || self.message.phrase.is_some_and(is_weak))
            && context.resets(self.object, &self.message);
        self.code = match specific.or(used_up) {
            Some(_) if used_up.is_some() && self.resets => Some(&numbers::LIMIT_THAT_RESETS),
            Some(code) => Some(&code.rule),
            None => self.object.get(Field::FailedGeneration).map(|_| &codes::FAILED_GENERATION),
        };
    }

    /// Finds the rows of its codes, and who sent it where one shows that. Gives the first that says
    /// more than a status, and the first that says that something is used up.
    fn find_codes(
        &mut self,
        type_: Option<&[u8]>,
    ) -> (Option<&'static Code>, Option<&'static Code>) {
        let object = self.object;
        let within = object.members.place();
        let reason = object.raw(Field::Reason).and_then(|_| known_reason(object, within));
        let words = [
            object.raw(Field::Code),
            reason,
            object.raw(Field::CodeBehind),
            object.type_beside(),
            object.type_().or(type_),
            object.word_beside_message().or_else(|| object.word_for_message()),
        ];
        let (mut specific, mut used_up) = (None, None);
        for (at, word) in words.iter().enumerate() {
            let Some(word) = *word else { continue };
            let Some(code) = spellings::find(word, within) else { continue };
            self.codes[at] = Some(code);
            match code.says {
                Says::More => specific = specific.or(Some(code)),
                Says::UsedUp => used_up = used_up.or(Some(code)),
                Says::Limit | Says::Status | Says::Class => {}
            }
            // Only as it is spelt there.
            if self.provider.is_none() && code.provider.is_some() && code.is_spelt(word) {
                self.provider = code.provider;
            }
        }
        (specific, used_up)
    }

    /// Reads what its message tells of these topics.
    fn read_message(&mut self, wanted: Topics, status: Kind) {
        let Some(value) = self.object.get(Field::Message) else { return };
        let mut text = value.raw(self.object.text());
        let mut buffer;
        if value.is_escaped() {
            buffer = [0; message::MAX_LOOK];
            text = value.unescape_into(self.object.text(), &mut buffer);
        }
        if value.is_cut() {
            text = message::whole_words(text);
        }
        message::read(text, wanted, status, &mut self.message);
    }

    /// The rule that decides by this error alone, strongest evidence first; with or without its
    /// codes that say no more than a status.
    fn rule(&self, http: &'static Status, codes: bool) -> Option<&'static Rule> {
        // What an inner error states is the cause itself.
        let stated = self.stated.filter(|stated| self.is_inner || stated.kind() != http.kind());
        let status = stated.unwrap_or(http);
        self.own_code()
            .or_else(|| self.number(status))
            .or_else(|| self.phrase(status))
            .or_else(|| if codes { self.generic_code(status, stated.is_some()) } else { None })
            .or_else(|| stated.map(|stated| &stated.as_code))
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

    /// Step 4, as far as the body speaks of it: a code that says more than the status. A numeric code
    /// comes before a type.
    fn generic_code(&self, status: &'static Status, is_stated: bool) -> Option<&'static Rule> {
        let codes = if is_stated && self.object.number(Field::Code).is_some() {
            &self.codes[..3]
        } else {
            &self.codes[..]
        };
        let mut codes = codes.iter().flatten();
        codes.find(|code| code.says_more_than(status)).map(|code| &code.rule)
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

/// The first reason that is known.
#[cold]
#[inline(never)]
fn known_reason<'o>(object: &'o Object<'_>, within: Place) -> Option<&'o [u8]> {
    object.raw_all(Field::Reason).find(|word| spellings::find(word, within).is_some())
}

/// Everything that a response tells, read once.
struct Evidence<'r, 'a> {
    response: &'r Response<'a>,
    status: &'static Status,
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
        let mut object = Object::empty();
        object.read(response.body);
        object.members.marked |= headers.single(Means::ErrorType).is_some();
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
        let mut outer = Layer::empty(&object);
        outer.read(context);
        let evidence = Evidence { response, status, headers, stated, outer: &outer, inner: &[] };
        let may_wrap =
            !outer.message.is_of_form && (!status.kind().is_success() || object.is_error());
        match may_wrap.then(|| object.inner()).flatten() {
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
        let inner = objects.each_ref().map(|object| {
            let mut layer = Layer::empty(object.as_ref()?);
            layer.read(context);
            Some(layer)
        });
        then(Evidence { inner: &inner, ..self })
    }

    /// The errors, outermost first.
    fn layers(&self) -> impl DoubleEndedIterator<Item = &'r Layer<'r, 'a>> + Clone {
        std::iter::once(self.outer).chain(self.inner.iter().flatten())
    }

    fn decide(&self, options: &Options) -> Decision {
        let rule = self.rule();
        Decision {
            kind: rule.kind,
            fault: rule.kind.fault(),
            retry: retry::advise(rule.kind, &self.stated, || self.delay(options.now_ms)),
            provider: self.provider(options),
            rule,
        }
    }

    /// The delay that is stated elsewhere than in a header of its own.
    fn delay(&self, now_ms: Option<u64>) -> Option<retry::Delay> {
        let part = |layer: &'r Layer<'r, 'a>| (layer.object, &layer.message);
        match self.inner {
            [] => retry::delay(self.headers, std::iter::once(part(self.outer)), now_ms),
            _ => retry::delay(self.headers, self.layers().map(part), now_ms),
        }
    }

    /// The rule that decides: that of the innermost error which has one, else that of the status.
    fn rule(&self) -> &'static Rule {
        if self.status.kind().is_success() && !self.outer.object.is_error() {
            return &self.status.rule;
        }
        let rule = match self.inner {
            [] => self.outer.rule(self.status, true),
            _ => self.innermost_rule(),
        };
        let rule = rule.unwrap_or_else(|| self.status_rule());
        if rule.kind != Kind::RateLimited {
            return rule;
        }
        if self.outer.message.bucket.limit.is_none() && self.headers.allow_none() {
            return &numbers::LIMIT_ZERO;
        }
        if self.headers.month_is_used_up() {
            return &numbers::LIMIT_OF_A_MONTH;
        }
        rule
    }

    /// The rule of the innermost error that has one. The generic code of an error counts only where
    /// those inside it have none.
    #[cold]
    fn innermost_rule(&self) -> Option<&'static Rule> {
        let mut codes = true;
        self.layers().rev().find_map(|layer| {
            let rule = layer.rule(self.status, codes);
            codes &= layer.codes.iter().all(Option::is_none);
            rule
        })
    }

    /// Step 4: the HTTP status.
    fn status_rule(&self) -> &'static Rule {
        let status = self.status;
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
                let mut whole =
                    self.inner.iter().flatten().take_while(|layer| layer.object.is_whole);
                whole.find_map(Layer::provider_shown)
            })
            .or(options.provider)
    }

    fn report(&self, decision: &Decision, options: &Options) -> Report<'a> {
        let outer = self.outer.object.decoded();
        let failed = !decision.kind.is_success();
        let header_id = self.headers.single(Means::RequestId).map(raw::text);
        let inner = || self.inner.iter().flatten();
        let upstream = inner().rfind(|layer| !layer.object.is_part);
        let part = inner().find(|layer| layer.object.is_whole);
        Report {
            kind: decision.kind,
            fault: decision.fault,
            retry: decision.retry,
            status: self.response.status,
            provider: decision.provider,
            error: if failed {
                let error = error_object(&outer, self.headers.error_type());
                let part = part.map(|part| part.object);
                let is_list = |part: &&Object<'_>| {
                    part.members.place() == Place::Detail
                        || part.get(Field::Param).is_some_and(Value::is_composite)
                };
                let of_list = part.filter(is_list);
                let param = || part.and_then(|part| part.decoded().param());
                let type_ = || of_list.and_then(|part| part.decoded().type_());
                ErrorObject {
                    param: error.param.or_else(param),
                    type_: error.type_.or_else(type_),
                    ..error
                }
            } else {
                ErrorObject::default()
            },
            limits: limits::collect(
                self.headers,
                self.layers().filter(|_| failed).map(|layer| (layer.object, &layer.message)),
                decision.provider,
                options.now_ms,
            ),
            request_id: header_id.or_else(|| outer.get(Field::RequestId)),
            upstream: upstream.filter(|_| failed).map(|layer| Upstream {
                provider: layer.message.speaker.or_else(|| layer.provider_shown()),
                status: layer.stated.map(|status| status.first),
                error: error_object(&layer.object.decoded(), None),
            }),
            action: Cow::Borrowed(decision.rule.action()),
            rule: Cow::Borrowed(decision.rule.id),
        }
    }
}

/// The error object. A type that a header tells counts where the body tells none.
fn error_object<'a>(error: &Decoded<'_, 'a>, type_: Option<&'a [u8]>) -> ErrorObject<'a> {
    ErrorObject {
        message: error.message(),
        type_: error.type_().or_else(|| type_.map(raw::text)),
        code: error.get(Field::Code).or_else(|| error.get(Field::CodeBehind)),
        param: error.param(),
        failed_generation: error.get(Field::FailedGeneration),
    }
}
