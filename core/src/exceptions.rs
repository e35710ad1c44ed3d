//! Exceptions: what a client raises instead of a response.

use std::borrow::Cow;

use crate::entry::classify;
use crate::failure::classify_failure;
use crate::index::clients;
use crate::kind::{Failure, Kind};
use crate::report::{ErrorObject, Report};
use crate::response::{Holds, Options, Response};
use crate::rules::sdk::classes::MISREAD;
use crate::text::names::{self, Name};
use crate::text::{self, Evidence, Found};

/// An exception of a client, or one of its causes: what there is of it if it holds no complete response.
///
/// ```
/// use apifault::{Exception, Kind, Options, classify_exceptions};
///
/// let mut timeout = Exception::default();
/// timeout.classes = vec!["heron.SlowError", "httpx.ReadTimeout", "Exception"];
/// timeout.message = "no answer within 30 s";
/// let report = classify_exceptions(&[timeout], &Options::new());
/// assert_eq!((report.kind, report.rule.as_ref()), (Kind::Timeout, "failure/timeout"));
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Exception<'a> {
    /// The names of its classes as the language prints them, with their modules: its own class first,
    /// then those that it inherits from, the nearest first.
    pub classes: Vec<&'a str>,
    /// Its text.
    pub message: &'a str,
    /// The address of the request, if the exception holds it.
    pub address: Option<&'a str>,
    /// The status and the headers of the response, if the exception holds them without the body.
    pub head: Option<Response<'a>>,
    /// Whether the client may have made up the class and the head of a response, as `LiteLLM` does for
    /// whatever it wraps.
    pub is_made_up: bool,
}

/// Reports the call that failed with an exception and its causes, the outermost exception first.
///
/// The text of an exception is read by [`classify_text`](crate::classify_text), with the nearest class
/// that means something. A status and a body that a text states count most; then the most specific of the
/// failures without a response; of equals, the one of the outermost exception. If nothing is known, the
/// rule is `failure/other`. The report is never one of a success.
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
    let is_misread = chain.iter().any(Exception::is_misread);
    let mut best: Option<Told<'_>> = None;
    for told in chain.iter().filter_map(|exception| exception.told(is_misread)) {
        if best.as_ref().is_none_or(|known| told.weight > known.weight) {
            best = Some(told);
        }
    }
    let head = chain.iter().find_map(|exception| Some((exception, exception.head.as_ref()?)));
    if let Some((exception, head)) = head.filter(|_| !is_misread) {
        let says_more = best.as_ref().is_some_and(Told::says_more_than_a_made_up_head);
        if !(exception.is_made_up && says_more) {
            let report = exception.with_head(head, options);
            if !report.kind.is_success() {
                return report;
            }
        }
    }
    let Some(mut best) = best else {
        let (class, message) = chain.first().map_or(("", ""), Exception::own);
        return classify_failure(Failure::Other, error_of(class, message), options);
    };
    let address = chain.iter().find_map(|exception| exception.address);
    if let Some(provider) = address.and_then(text::provider_of_address) {
        best.found.provider = Some(provider);
    }
    let Some(failure) = best.found.failure else {
        return best.found.report(options);
    };
    let is_local = |exception: &Exception<'_>| {
        text::is_local(exception.message) || exception.address.is_some_and(text::is_local)
    };
    best.found.failure = Some(match failure {
        Failure::Refused if chain.iter().any(is_local) => Failure::LocalServer,
        _ => failure,
    });
    let mut report = best.found.report(options);
    let (class, message) = best.exception.own();
    report.error = error_of(class, message);
    report
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

    /// Whether its client could not parse the response.
    fn is_misread(&self) -> bool {
        self.classes.iter().any(|class| MISREAD.have(without_module(class).as_bytes()))
    }

    /// What its class and its text say; its class alone, if the client could not parse the response.
    fn told(&self, is_misread: bool) -> Option<Told<'_>> {
        let found = text::find(&self.printed(!is_misread)).ok()?;
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

    /// The report of the response of which the exception holds the head: its text may have the body.
    fn with_head(&self, head: &Response<'_>, options: &Options) -> Report<'static> {
        let found = text::find(self.message).ok();
        let body = found.as_ref().filter(|found| found.evidence == Evidence::Body);
        let body = body.map_or(self.message, |found| &found.body);
        classify(&head.with_body(body.as_bytes(), Holds::Everything), options).into_owned()
    }
}

fn without_module(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}

/// What a client says about a failure.
fn error_of(class: &str, message: &str) -> ErrorObject<'static> {
    ErrorObject {
        type_: Some(Cow::Owned(class.to_owned())),
        message: Some(Cow::Owned(message.to_owned())),
        ..ErrorObject::default()
    }
}
