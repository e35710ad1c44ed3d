//! Exceptions of clients, and groups of failures.

use apifault::{Exception, Response};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::input::{self, Given, Headers, Now, Provider, StatusOfException};
use crate::output::Report;

/// An exception as `classify_exceptions` takes it: the names of its classes, its text, the address of
/// the request, the status and the headers of its response, and whether the client made these up.
type Parts<'py> = (
    Vec<Bound<'py, PyString>>,
    Bound<'py, PyString>,
    Option<Bound<'py, PyString>>,
    Option<(StatusOfException, Headers<'py>)>,
    bool,
);

/// Report the call that failed with an exception and its causes, which hold no complete response.
///
/// Each is a tuple, the outermost first: the names of its classes with their modules, its own first;
/// its text; the address of the request, or None; the status and the headers of the response without
/// its body, or None; and whether the client may have made those up. `now`, `provider` and `clock` are
/// as for `classify`.
#[pyfunction]
#[pyo3(signature = (chain, *, now=None, provider=None, clock=None))]
pub(crate) fn classify_exceptions(
    chain: Vec<Parts<'_>>,
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
    clock: Option<Given<Now>>,
) -> PyResult<Report> {
    let texts: Vec<_> = chain
        .iter()
        .map(|(classes, message, address, ..)| {
            let classes: Vec<_> = classes.iter().map(PyStringMethods::to_string_lossy).collect();
            let address = address.as_ref().map(PyStringMethods::to_string_lossy);
            (classes, message.to_string_lossy(), address)
        })
        .collect();
    let exceptions: Vec<_> = texts
        .iter()
        .zip(&chain)
        .map(|((classes, message, address), (.., head, is_made_up))| {
            let mut exception = Exception::default();
            exception.classes = classes.iter().map(|class| &**class).collect();
            exception.message = message;
            exception.address = address.as_deref();
            exception.head = head.as_ref().map(|(status, headers)| {
                Response::new(status.0, b"").with_headers(headers.pairs())
            });
            exception.is_made_up = *is_made_up;
            exception
        })
        .collect();
    let none = Headers::default();
    let mut heads = chain.iter().filter_map(|(.., head, _)| head.as_ref());
    let headers = heads.next().map_or(&none, |(_, headers)| headers);
    let options = input::options_for(now, provider, headers, clock)?;
    Ok(Report::new(apifault::classify_exceptions(&exceptions, &options)))
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
