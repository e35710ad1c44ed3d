//! Exceptions of clients, and groups of failures.

use std::borrow::Cow;

use apifault::{Exception, HeldValue, NamesOf, Response, names_in_exceptions};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::input::{self, Bytes, Given, Headers, Now, Provider, StatusOfException};
use crate::output::Report;

/// A response in an exception: the status, the headers, and the body or None.
type Held<'py> = (StatusOfException, Headers<'py>, Bound<'py, PyAny>);

/// An attribute: its name, its value, and whether this is JSON.
type Named<'py> = (String, Bound<'py, PyAny>, bool);

/// An exception as `classify_exceptions` takes it.
type Parts<'py> = (
    Vec<Bound<'py, PyString>>,
    Bound<'py, PyString>,
    Option<Bound<'py, PyString>>,
    Option<Held<'py>>,
    Vec<Named<'py>>,
    Vec<Bound<'py, Report>>,
    bool,
    bool,
);

/// What Python's objects hold, for as long as the core needs it.
struct Texts<'a> {
    classes: Vec<Cow<'a, str>>,
    message: Cow<'a, str>,
    address: Option<Cow<'a, str>>,
    body: Option<Bytes<'a>>,
    values: Vec<Bytes<'a>>,
}

fn texts<'a>(parts: &'a Parts<'_>) -> PyResult<Texts<'a>> {
    let (classes, message, address, held, attributes, ..) = parts;
    let values = attributes.iter().map(|(_, value, _)| Ok(value.extract()?));
    let values = values.collect::<PyResult<_>>()?;
    let body = match held {
        Some((_, _, body)) => body.extract()?,
        None => None,
    };
    Ok(Texts {
        classes: classes.iter().map(PyStringMethods::to_string_lossy).collect(),
        message: message.to_string_lossy(),
        address: address.as_ref().map(PyStringMethods::to_string_lossy),
        body,
        values,
    })
}

fn exception<'a>(parts: &'a Parts<'_>, texts: &'a Texts<'_>) -> Exception<'a> {
    let (_, _, _, held, attributes, reports, is_made_up, is_context) = parts;
    let mut exception = Exception::default();
    exception.classes = texts.classes.iter().map(|class| &**class).collect();
    exception.message = &texts.message;
    exception.address = texts.address.as_deref();
    if let Some((status, headers, _)) = held {
        let body = texts.body.as_ref().map_or(&b""[..], Bytes::as_slice);
        let response = Response::new(status.0, body).with_headers(headers.pairs());
        let is_whole = texts.body.is_some();
        *(if is_whole { &mut exception.response } else { &mut exception.head }) = Some(response);
    }
    for ((name, _, is_json), value) in attributes.iter().zip(&texts.values) {
        let value = value.as_slice();
        let value = if *is_json { HeldValue::Json(value) } else { HeldValue::Text(value) };
        exception.attributes.push((name, value));
    }
    exception.reports = reports.iter().map(|report| report.get().core().clone()).collect();
    exception.is_made_up = *is_made_up;
    exception.is_context = *is_context;
    exception
}

/// Report the call that failed with an exception and its causes.
///
/// Each is a tuple, the outermost first: the names of its classes with their modules, its own first;
/// its text; the address of the request, or None; the response that it holds, or None: the status, the
/// headers, and the body or None; its attributes: the name of each, its text, and whether that is JSON;
/// the reports of the exceptions that it groups, or its own; whether the client may have made up all this; and whether it is a context, not a cause. `now`,
/// `provider` and `clock` are as for `classify`.
#[pyfunction]
#[pyo3(signature = (chain, *, now=None, provider=None, clock=None))]
pub(crate) fn classify_exceptions(
    chain: Vec<Parts<'_>>,
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
    clock: Option<Given<Now>>,
) -> PyResult<Report> {
    let texts = chain.iter().map(texts).collect::<PyResult<Vec<_>>>()?;
    let exceptions: Vec<_> =
        chain.iter().zip(&texts).map(|(parts, texts)| exception(parts, texts)).collect();
    let mut options = input::options(now, provider)?;
    if let Some(clock_ms) = input::now_ms(input::named(clock, "clock")?) {
        let held = chain.iter().filter_map(|(_, _, _, held, ..)| held.as_ref());
        options = options.with_date_of(held.flat_map(|(_, headers, _)| headers.pairs()), clock_ms);
    }
    Ok(Report::new(apifault::classify_exceptions(&exceptions, &options)))
}

/// The names of the attributes of an exception that may hold something about a failed call: those that
/// `classify_exceptions` takes, and those that may hold a response, headers, another exception, and
/// several exceptions.
#[pyfunction]
pub(crate) fn names_of_attributes() -> [Vec<&'static str>; 5] {
    [NamesOf::Attributes, NamesOf::Responses, NamesOf::Headers, NamesOf::Causes, NamesOf::Groups]
        .map(names_in_exceptions)
}

/// Choose the report of a group of calls that failed together: the one that weighs most for the
/// caller; None if there are none.
#[pyfunction]
pub(crate) fn classify_group(reports: Vec<Bound<'_, Report>>) -> Option<Report> {
    let reports = reports.iter().map(|report| report.get().core().clone());
    apifault::classify_group(reports).map(Report::new)
}

/// Whether a request may have reached the server, by the names of the classes of an exception and its
/// causes: not if no connection was made.
#[pyfunction]
pub(crate) fn was_sent(classes: Vec<Bound<'_, PyString>>) -> bool {
    let classes: Vec<_> = classes.iter().map(PyStringMethods::to_string_lossy).collect();
    apifault::was_sent(classes.iter().map(|class| &**class))
}
