//! The decision in four steps, strongest evidence first, and the report that is built on it.

use std::borrow::Cow;

use crate::body::{Form, Object};
use crate::headers::Headers;
use crate::kind::{Kind, Provider};
use crate::limits;
use crate::message::{self, Topics};
use crate::raw;
use crate::report::{Decision, ErrorObject, Report, Upstream};
use crate::response::{Options, Response};
use crate::retry;
use crate::rules::codes::{self, Code, Says};
use crate::rules::headers::Means;
use crate::rules::shapes::Field;
use crate::rules::statuses::{self, Status};
use crate::rules::{Rule, numbers, providers};

/// How many errors that stand in each other are read.
const MAX_ERRORS: usize = 4;

/// Decides what to do about a response.
///
/// Nothing is allocated, except for a copy of an error that is held inside another one's message.
pub fn decide(response: &Response<'_>, options: &Options) -> Decision {
    Evidence::read(response, options).decide(options)
}

/// Decides what to do about a response, and reports all that it tells.
pub fn classify<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
    let evidence = Evidence::read(response, options);
    let decision = evidence.decide(options);
    evidence.report(&decision, options)
}

/// An error, and what its message tells.
struct Layer<'a> {
    object: Object<'a>,
    message: message::Facts,
    /// The rows of its code and its type.
    codes: [Option<&'static Code>; 2],
    /// Step 1: a code that says more than a status, or what only a failed generation has.
    code: Option<&'static Rule>,
    /// Who sent it, where its envelope or its code shows that.
    provider: Option<Provider>,
    /// Whether it stands inside another error.
    is_inner: bool,
}

impl<'a> Layer<'a> {
    fn new(object: Object<'a>, is_inner: bool, mut wanted: Topics) -> Self {
        let codes = [Field::Code, Field::Type].map(|field| codes::find(object.raw(field)?));
        let by_code = || codes.into_iter().flatten().find_map(|code| code.provider);
        let provider = object.members.provider.or_else(by_code);
        if provider.is_some() {
            wanted = wanted.without(Topics::HOST);
        }
        let specific = codes.into_iter().flatten().find(|code| code.says == Says::More);
        let code = match specific {
            Some(code) => Some(&code.rule),
            None => object.get(Field::FailedGeneration).map(|_| &codes::FAILED_GENERATION),
        };
        let message = read_message(&object, wanted);
        Self { object, message, codes, code, provider, is_inner }
    }

    /// The rule that decides by this error alone, strongest evidence first.
    fn rule(&self, http: &'static Status) -> Option<&'static Rule> {
        // What an inner error states is the cause itself.
        let stated = self.status().filter(|stated| self.is_inner || stated.kind() != http.kind());
        let status = stated.unwrap_or(http);
        self.code
            .or_else(|| self.number(status))
            .or_else(|| self.phrase(status))
            .or_else(|| self.status_in_body(status, stated))
    }

    /// Step 2: the numbers of a rate limit.
    fn number(&self, status: &Status) -> Option<&'static Rule> {
        let bucket = &self.message.bucket;
        let of_rate_limit = bucket.counts.is_some()
            || matches!(status.kind(), Kind::RateLimited | Kind::RequestTooLarge)
            || self.code_for(Kind::RateLimited).is_some();
        if !of_rate_limit || !bucket.is_told() {
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

    /// Step 3: the words of the message.
    ///
    /// Where the status blames the request, words of a passing trouble tell of something else, such
    /// as a file that could not be fetched, unless a limit stands beside them, or a gateway made
    /// the status. Where it blames what the request depends on, or says that nobody waits or that
    /// the capacity is used up, it says more than any words.
    fn phrase(&self, status: &Status) -> Option<&'static Rule> {
        let rule = match status.kind() {
            Kind::FailedDependency | Kind::Cancelled | Kind::Overloaded => return None,
            Kind::InvalidRequest | Kind::NotFound | Kind::UnprocessableEntity
                if !self.is_inner && self.message.bucket.limit.is_none() =>
            {
                self.message.lasting?
            }
            _ => self.message.rule?,
        };
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
            &self.codes[..1]
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

    /// The HTTP status that it states.
    fn status(&self) -> Option<&'static Status> {
        [Field::Code, Field::Status]
            .into_iter()
            .filter_map(|field| self.object.number(field))
            .filter_map(|number| u16::try_from(number.whole()).ok())
            .chain(self.object.told_status)
            .find(|status| (400..=599).contains(status))
            .map(statuses::of)
    }
}

fn read_message(object: &Object<'_>, wanted: Topics) -> message::Facts {
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
    message::read(text, wanted)
}

/// Everything that a response tells, read once.
struct Evidence<'r, 'a> {
    status: u16,
    headers: &'r Headers<'a>,
    stated: retry::Stated,
    outer: Layer<'a>,
    /// The errors that stand inside it, outermost first.
    inner: Vec<Layer<'static>>,
}

impl<'r, 'a> Evidence<'r, 'a> {
    fn read(response: &'r Response<'a>, options: &Options) -> Self {
        let headers = &response.headers;
        let stated = retry::Stated::read(headers, options.now_ms);
        // What a header tells is not looked for in a message.
        let mut wanted = Topics::ALL;
        if stated.delay.is_some() {
            wanted = wanted.without(Topics::DELAY);
        }
        let wanted_of_outer = match headers.provider {
            Some(_) => wanted.without(Topics::HOST),
            None => wanted,
        };
        let outer = Layer::new(Object::read(response.body), false, wanted_of_outer);
        let mut inner: Vec<Layer<'static>> = Vec::new();
        let succeeded = statuses::of(response.status).kind().is_success();
        let mut next =
            (!succeeded || outer.object.is_error()).then(|| outer.object.inner()).flatten();
        while let Some(object) = next {
            next = (inner.len() + 2 < MAX_ERRORS).then(|| object.inner()).flatten();
            inner.push(Layer::new(object, true, wanted));
        }
        Self { status: response.status, headers, stated, outer, inner }
    }

    /// The errors, outermost first.
    fn layers(&self) -> impl DoubleEndedIterator<Item = &Layer<'_>> + Clone {
        let inner = self.inner.iter().map(|layer| -> &Layer<'_> { layer });
        std::iter::once(&self.outer).chain(inner)
    }

    fn decide(&self, options: &Options) -> Decision {
        let rule = self.rule();
        let layers = self.layers().map(|layer| (&layer.object, &layer.message));
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
        let own = self.outer.code.filter(|_| self.outer.message.speaker.is_none());
        let rule = own
            .or_else(|| self.layers().rev().find_map(|layer| layer.rule(status)))
            .unwrap_or_else(|| self.status_rule(status));
        let limits = &self.outer.message.bucket;
        if rule.kind == Kind::RateLimited && limits.limit.is_none() && self.headers.allow_none() {
            return &numbers::LIMIT_ZERO;
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
        let outer = &self.outer;
        let page = (outer.object.form == Form::Html)
            .then(|| providers::page(outer.object.text()))
            .flatten();
        page.or(outer.message.speaker)
            .or(self.headers.provider)
            .or_else(|| outer.provider())
            .or(options.provider)
    }

    fn report(&self, decision: &Decision, options: &Options) -> Report<'a> {
        let object = &self.outer.object;
        let failed = !decision.kind.is_success();
        let header_id = self.headers.first(Means::RequestId).map(raw::text);
        Report {
            kind: decision.kind,
            fault: decision.fault,
            retry: decision.retry,
            status: self.status,
            provider: decision.provider,
            error: if failed { error_object(object) } else { ErrorObject::default() },
            limits: limits::collect(
                self.headers,
                self.layers().filter(|_| failed).map(|layer| &layer.message.bucket),
                decision.provider,
                options.now_ms,
            ),
            request_id: header_id.or_else(|| object.decode(Field::RequestId)),
            upstream: self.inner.last().filter(|_| failed).map(|layer| Upstream {
                provider: layer.message.speaker.or(layer.provider()),
                status: layer.status().map(|status| status.first),
                error: error_object(&layer.object),
            }),
            action: Cow::Borrowed(decision.rule.action()),
            rule: Cow::Borrowed(decision.rule.id),
        }
    }
}

fn error_object<'a>(object: &Object<'a>) -> ErrorObject<'a> {
    ErrorObject {
        message: object.message(),
        type_: object.decode(Field::Type),
        code: object.decode(Field::Code),
        param: object.param(),
        failed_generation: object.decode(Field::FailedGeneration),
    }
}
