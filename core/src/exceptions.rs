//! Exceptions: what a client raises instead of a response.

mod attributes;
mod closes;
mod input;
mod pages;

use std::borrow::Cow;

use crate::entry::classify;
use crate::failure::classify_failure;
use crate::index::clients;
use crate::kind::{Failure, Kind};
use crate::report::{ErrorObject, Report};
use crate::response::{Holds, Options, Response};
use crate::rules::schema::Words;
use crate::rules::sdk::classes::{MISREAD, OTHER_PACKAGES};
use crate::rules::sdk::packages::OF_MANY;
use crate::rules::sdk::{keys, members};
use crate::text::names::{self, Name};
use crate::text::{self, Evidence, Found};

use attributes::Kept;
use input::without_module;
pub use input::{Exception, HeldValue};

/// How many lines of a text are looked at for a missing key, and how long they may be.
const MAX_LINES: usize = 20;
const MAX_LINE: usize = 2_048;

/// What an attribute of an exception may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NamesOf {
    /// What [`Exception::attributes`] is made of.
    Attributes,
    /// A response.
    Responses,
    /// The headers of a response.
    Headers,
    /// Another exception.
    Causes,
    /// Exceptions that count alike.
    Groups,
}

/// The names of the attributes of an exception that may hold something about a failed call.
///
/// ```
/// use apifault::{NamesOf, names_in_exceptions};
///
/// assert!(names_in_exceptions(NamesOf::Attributes).contains(&"status_code"));
/// ```
pub fn names_in_exceptions(of: NamesOf) -> Vec<&'static str> {
    let lists: &[Words] = match of {
        NamesOf::Attributes => &[
            members::STATUS,
            members::BODY_OF_EXCEPTION,
            members::TEXT_BESIDE_STATUS,
            members::FLAT_ERROR,
            members::CODE_OF_EXCEPTION,
            members::TYPE_OF_EXCEPTION,
            members::MESSAGE_OF_EXCEPTION,
            members::DELAY,
            members::DELAY_MS,
        ],
        NamesOf::Responses => &[members::RESPONSES],
        NamesOf::Headers => &[members::HEADERS_OF_EXCEPTION],
        NamesOf::Causes => &[members::INNER_EXCEPTIONS],
        NamesOf::Groups => &[members::GROUPS],
    };
    let mut names = Vec::new();
    for name in lists.iter().flat_map(|list| list.iter()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if of == NamesOf::Attributes {
        names.extend([members::EVENT, members::DOCUMENT]);
    }
    names
}

/// Reports the call that failed with an exception and its causes, the outermost exception first; contexts
/// come after causes.
///
/// A report that an exception holds counts most, then a response, then one
/// that its attributes or a text describe; then
/// the most specific of the failures without a response; of equals, the one of the outermost exception.
/// The text of an exception is read by [`classify_text`](crate::classify_text), with the nearest class
/// that means something. A context counts only if the exceptions before it say no more than that the call
/// failed. If nothing is known, the rule is `failure/other`. The report is never one of a success.
///
/// ```
/// use apifault::{Exception, Options, classify_exceptions};
///
/// let mut failed = Exception::default();
/// failed.classes = vec!["openai.APIConnectionError"];
/// failed.message = "Connection error.";
/// let mut cause = Exception::default();
/// cause.classes = vec!["httpcore.ConnectError"];
/// cause.message = "[Errno 111] Connection refused";
/// let report = classify_exceptions(&[failed, cause], &Options::new());
/// assert_eq!(report.rule, "failure/refused");
/// ```
pub fn classify_exceptions(chain: &[Exception<'_>], options: &Options) -> Report<'static> {
    let context = chain.iter().position(|exception| exception.is_context).unwrap_or(chain.len());
    let (report, says_little) = report_of(&chain[..context], options);
    if says_little && context < chain.len() { report_of(chain, options).0 } else { report }
}

/// The report of a chain, and whether it says no more than that a call failed, at most.
fn report_of(chain: &[Exception<'_>], options: &Options) -> (Report<'static>, bool) {
    for exception in chain {
        let is_own = exception.reports.len() == 1;
        let Some(report) = classify_group(exception.reports.iter().cloned()) else { continue };
        // Nobody knows more about a call than the report of its own.
        if (is_own && !report.kind.is_success()) || is_known_failure(&report) {
            return (report.into_owned(), false);
        }
    }
    let kept: Vec<_> = chain.iter().map(attributes::read).collect();
    if let Some(report) = of_held_response(chain, &kept, options) {
        return (report, false);
    }
    if let Some(told) = of_page(chain, &kept) {
        return (told.report(chain, options), false);
    }
    if let Some(report) = of_attributes(chain, &kept, options) {
        return (report, false);
    }
    let is_misread = chain.iter().any(Exception::is_misread);
    let mut best: Option<Told<'_>> = None;
    for (exception, kept) in chain.iter().zip(&kept) {
        let Some(mut told) = exception.told(is_misread) else { continue };
        if let Some((name, value)) = kept.delay {
            let value = String::from_utf8_lossy(value).into_owned();
            told.found.headers.push((name.to_owned(), value));
        }
        if best.as_ref().is_none_or(|known| told.weight > known.weight) {
            best = Some(told);
        }
    }
    if !is_misread {
        let says_more = best.as_ref().is_some_and(Told::says_more_than_a_made_up_head);
        let counts_less = |exception: &Exception<'_>| {
            exception.is_made_up && (says_more || exception.misses_key())
        };
        // So may the exceptions of its client behind it.
        let end = chain.iter().position(counts_less).unwrap_or(chain.len());
        let mut heads: Vec<_> = chain.iter().zip(&kept).take(end).collect();
        heads.sort_by_key(|(exception, _)| (exception.is_made_up, exception.message.is_empty()));
        for (exception, kept) in heads {
            if let Some(report) = exception.head_of(kept, |head| exception.with_head(head, options))
            {
                return (report, false);
            }
        }
    }
    // A missing key is why a client refuses a call.
    let is_about_keys = |best: &Told<'_>| {
        best.weight == Weight::Beside
            || best.found.failure == Some(Failure::InvalidCall)
            || (best.weight == Weight::Words && best.exception.is_made_up)
    };
    if best.as_ref().is_none_or(is_about_keys)
        && let Some(exception) = chain.iter().find(|exception| exception.misses_key())
    {
        let (class, message) = exception.own();
        let failure = Failure::MissingCredentials;
        return (classify_failure(failure, error_of(class, message), options), false);
    }
    let Some(best) = best else {
        let (class, message) = chain.first().map_or(("", ""), Exception::own);
        return (classify_failure(Failure::Other, error_of(class, message), options), true);
    };
    let says_little = best.weight <= Weight::Failure(text::rank(Failure::Connection));
    (best.report(chain, options), says_little)
}

/// The report of the response with a body that an exception holds.
fn of_held_response(
    chain: &[Exception<'_>],
    kept: &[Kept<'_>],
    options: &Options,
) -> Option<Report<'static>> {
    // The server's response is in the exception behind.
    let has_made_up = chain.iter().any(|exception| exception.is_made_up);
    real(chain, kept).find_map(|(exception, kept)| {
        let response = exception.response.as_ref()?;
        if response.body.is_empty() && kept.body.is_empty() && has_made_up {
            return None;
        }
        let body = if response.body.is_empty() { &*kept.body } else { response.body };
        of_failure(classify(&response.with_body(body, response.holds), options))
    })
}

/// The report of the response that the attributes of an exception describe.
fn of_attributes(
    chain: &[Exception<'_>],
    kept: &[Kept<'_>],
    options: &Options,
) -> Option<Report<'static>> {
    real(chain, kept).find_map(|(exception, kept)| {
        let report = exception.of_attributes(kept, options)?;
        let is_outdone =
            kept.is_composed && exception.head.is_none() && exception.is_outdone(&report, chain);
        (!is_outdone).then_some(report)
    })
}

/// What is known of a page that a client got in place of JSON, unless a status says what it is.
fn of_page<'e>(chain: &'e [Exception<'e>], kept: &[Kept<'_>]) -> Option<Told<'e>> {
    let exception = chain.iter().find(|exception| pages::is_of_page(exception))?;
    let is_failed = |status| status >= 300;
    let states = |(exception, kept): (&Exception<'_>, &Kept<'_>)| {
        is_failed(kept.status) && !exception.is_of_many()
    };
    if real(chain, kept).any(states) {
        return None;
    }
    let found = exception.told(false).map(|told| told.found).unwrap_or_default();
    if is_failed(found.status) {
        return None;
    }
    let found = Found { failure: Some(Failure::Connection), ..found };
    Some(Told { exception, weight: Weight::Response, found })
}

/// The exceptions that no client made up, with what their attributes say.
fn real<'e>(
    chain: &'e [Exception<'e>],
    kept: &'e [Kept<'e>],
) -> impl Iterator<Item = (&'e Exception<'e>, &'e Kept<'e>)> {
    chain.iter().zip(kept).filter(|(exception, _)| !exception.is_made_up)
}

/// The report, unless it is one of a success, or of nothing known: a call that raised has failed,
/// whatever status its response has.
fn of_failure(report: Report<'_>) -> Option<Report<'static>> {
    is_known_failure(&report).then(|| report.into_owned())
}

fn is_known_failure(report: &Report<'_>) -> bool {
    !report.kind.is_success() && report.kind != Kind::Unknown
}

/// Chooses the report of a group of calls that failed together: the one that weighs most for the caller.
///
/// One that no retry helps comes before one that a retry may help; of these, the one with the longest
/// delay; of equals, the first. What was cancelled, and what is unknown, counts only if there is nothing
/// else. `None` if there are no reports.
///
/// ```
/// use apifault::{Kind, Options, Response, classify, classify_group};
///
/// let reports = [503, 401, 429].map(|status| classify(&Response::new(status, b""), &Options::new()));
/// assert_eq!(classify_group(reports).map(|report| report.kind), Some(Kind::Authentication));
/// ```
pub fn classify_group<'a>(reports: impl IntoIterator<Item = Report<'a>>) -> Option<Report<'a>> {
    let weight = |report: &Report<'_>| {
        let by_kind = match report.kind {
            Kind::Unknown => 0,
            kind if kind.is_success() => 0,
            Kind::Cancelled => 1,
            _ if report.retry.is_retryable() => 2,
            _ => 3,
        };
        (by_kind, report.retry.delay_ms)
    };
    reports.into_iter().reduce(
        |first, next| {
            if weight(&next) > weight(&first) { next } else { first }
        },
    )
}

/// Whether a request may have reached the server, by the names of the classes, without modules, of an
/// exception and its causes: not if no connection was made.
///
/// If one class says that no connection was made, and another that one broke, as after the retries of a
/// client, the request may have been sent.
///
/// ```
/// assert!(!apifault::was_sent(["APIConnectionError", "ConnectError"]));
/// assert!(apifault::was_sent(["APITimeoutError", "ReadTimeout"]));
/// ```
pub fn was_sent<'a>(classes: impl IntoIterator<Item = &'a str>) -> bool {
    let mut is_unsent = false;
    for is_sent in classes.into_iter().filter_map(clients::is_sent) {
        if is_sent {
            return true;
        }
        is_unsent = true;
    }
    !is_unsent
}

/// What an exception says about the failure.
struct Told<'e> {
    exception: &'e Exception<'e>,
    weight: Weight,
    found: Found,
}

/// What an exception is worth among its causes; failures by how specific they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A failure that may have nothing to do with the call.
    Beside,
    Words,
    Failure(u8),
    Response,
}

impl Told<'_> {
    /// The report of what one of the exceptions of a chain says.
    fn report(mut self, chain: &[Exception<'_>], options: &Options) -> Report<'static> {
        if self.found.evidence < Evidence::Status && self.exception.is_of_many() {
            self.found.provider = None;
        }
        // The request of an exception that a client made up is none that it sent.
        let mut real = chain.iter().filter(|exception| !exception.is_made_up);
        let address = real.find_map(|exception| exception.address);
        if let Some(provider) = address.and_then(text::provider_of_address) {
            self.found.provider = Some(provider);
        }
        let Some(failure) = self.found.failure else {
            return self.found.report(options);
        };
        let is_local = |exception: &Exception<'_>| {
            text::is_local(exception.message) || exception.address.is_some_and(text::is_local)
        };
        self.found.failure = Some(match failure {
            Failure::Refused if chain.iter().any(is_local) => Failure::LocalServer,
            _ => failure,
        });
        let mut report = self.found.report(options);
        let (class, message) = self.exception.own();
        report.error = error_of(class, message);
        report
    }

    /// `LiteLLM` gives a failure without a response a status.
    fn says_more_than_a_made_up_head(&self) -> bool {
        self.found.failure.is_some() || self.found.status != 0
    }
}

impl Exception<'_> {
    /// The name of its class, without the module, and its text.
    fn own(&self) -> (&str, &str) {
        (self.classes.first().map_or("", |class| without_module(class)), self.message)
    }

    /// Whether its text is about a key that the client misses, and nothing else is known.
    fn misses_key(&self) -> bool {
        let is_about_key = |line: &str| {
            line.len() <= MAX_LINE
                && keys::KEYS.are_in(line)
                && keys::NO_KEY.are_in(line)
                && (!keys::KEY_ENDS.are_in(line) || keys::KEY_OWNERS.are_in(line))
        };
        let message = self.message;
        let is_of_call = !OTHER_PACKAGES.begin(self.printed(false).as_bytes());
        is_of_call
            && message.lines().take(MAX_LINES).any(|line| is_about_key(&line.to_ascii_lowercase()))
    }

    /// Whether it is one of a client of many providers, which gives it a status in any case.
    fn is_of_many(&self) -> bool {
        OF_MANY.begin(self.classes.first().map_or("", |class| class).as_bytes())
    }

    /// Whether its client could not parse the response.
    fn is_misread(&self) -> bool {
        self.classes.iter().any(|class| MISREAD.have(without_module(class).as_bytes()))
    }

    /// What its class and its text say; its class alone, if the client could not parse the response.
    fn told(&self, is_misread: bool) -> Option<Told<'_>> {
        let printed = self.printed(!is_misread);
        if OTHER_PACKAGES.begin(printed.as_bytes()) {
            return None;
        }
        let found = text::find(&printed).ok()?;
        let weight = match (found.evidence, found.failure) {
            (_, Some(Failure::Cancelled | Failure::InvalidOutput)) => Weight::Beside,
            (_, Some(failure)) => Weight::Failure(text::rank(failure)),
            (Evidence::Status | Evidence::Body, None) => Weight::Response,
            // The class is named like a code.
            (Evidence::Class, None) if !self.is_made_up => Weight::Failure(text::RANK_OF_CODE),
            (Evidence::Class | Evidence::Words, None) => Weight::Words,
        };
        Some(Told { exception: self, weight, found })
    }

    /// Whether a report of a code and a message, which is all that its attributes say, says no more than
    /// a failure without a response: one that its class means, whatever the words of the message, or one
    /// of the same kind in the chain.
    fn is_outdone(&self, report: &Report<'_>, chain: &[Exception<'_>]) -> bool {
        let failure_of = |exception: &Exception<'_>| exception.told(false)?.found.failure;
        (report.rule.starts_with("phrase/") && failure_of(self).is_some())
            || chain.iter().filter_map(failure_of).any(|failure| failure.kind() == report.kind)
    }

    /// The exception as a traceback prints it, with the nearest class that means something.
    fn printed(&self, with_message: bool) -> String {
        let means_something = |class: &&&str| {
            let name = names::find(without_module(class).as_bytes());
            matches!(name, Some(Name::Failure(_) | Name::Code(_)))
        };
        let known = self.classes.iter().find(means_something);
        let class = known.or(self.classes.first()).copied().unwrap_or_default();
        if self.message.is_empty() || !with_message {
            return class.to_owned();
        }
        format!("{class}: {}", self.message)
    }

    /// The report of the response that its attributes describe, if they have a body, or say why a
    /// WebSocket was closed.
    fn of_attributes(&self, kept: &Kept<'_>, options: &Options) -> Option<Report<'static>> {
        if kept.close != 0 {
            let reason = core::str::from_utf8(kept.reason).unwrap_or_default();
            let reason = if reason.is_empty() { self.message } else { reason };
            return closes::report(kept.close, reason, options);
        }
        if let Some((code, reason)) = closes::of_words(self.message) {
            return closes::report(code, reason, options);
        }
        if kept.body.is_empty() {
            return None;
        }
        let none = Response::new(0, b"");
        let head = kept.head(self.head.as_ref().unwrap_or(&none));
        let response = head.with_body(&kept.body, Holds::Everything);
        let report = of_failure(classify(&response, options))?;
        // What has no status must say itself that it is about a call.
        let is_of_call = head.status != 0
            || (!report.rule.starts_with("status/")
                && !OTHER_PACKAGES.begin(self.printed(false).as_bytes()));
        is_of_call.then_some(report)
    }

    /// What follows from the head of the response, if its status is known.
    fn head_of<T>(
        &self,
        kept: &Kept<'_>,
        read: impl FnOnce(&Response<'_>) -> Option<T>,
    ) -> Option<T> {
        let head = self.head.as_ref().or(self.response.as_ref());
        if kept.status == 0 && head.is_none_or(|head| head.status == 0) {
            return None;
        }
        let none = Response::new(kept.status, b"");
        read(&kept.head(head.unwrap_or(&none)))
    }

    /// The report of the response of which the exception holds the head: its text may have the body.
    fn with_head(&self, head: &Response<'_>, options: &Options) -> Option<Report<'static>> {
        let found = text::find(self.message).ok();
        let body = found.as_ref().filter(|found| found.evidence == Evidence::Body);
        let body = body.map_or(self.message, |found| &found.body);
        of_failure(classify(&head.with_body(body.as_bytes(), Holds::Everything), options))
    }
}

/// What a client says about a failure.
fn error_of(class: &str, message: &str) -> ErrorObject<'static> {
    ErrorObject {
        type_: Some(Cow::Owned(class.to_owned())),
        message: Some(Cow::Owned(message.to_owned())),
        ..ErrorObject::default()
    }
}

#[cfg(test)]
mod tests;
