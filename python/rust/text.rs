//! Texts, and failures, instead of a response.

use apifault::{ErrorObject, Options};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::input::{self, Failure, Now, Provider};
use crate::output::Report;

/// Find the failed call that a text describes, and classify it; None if it describes none.
///
/// `text` is whatever shows the failure: the words of an exception, a traceback, what a terminal
/// shows, or lines of a log. If it describes several failures, the last one of the call that failed
/// last counts. The status of the report is the one that the text states, or 0. `now` and `provider`
/// are as for `classify`.
#[pyfunction]
#[pyo3(signature = (text, *, now=None, provider=None))]
pub(crate) fn classify_text(
    text: Bound<'_, PyString>,
    now: Option<Now>,
    provider: Option<Provider>,
) -> Option<Report> {
    let options = input::options(now, provider);
    apifault::classify_text(&text.to_string_lossy(), &options).ok().map(Report::new)
}

/// Why `classify_text` found no failed call: the number of the line that came nearest, from 1, or
/// None, and what would help; (None, "") if it found one.
#[pyfunction]
pub(crate) fn nearest_line(text: Bound<'_, PyString>) -> (Option<usize>, &'static str) {
    match apifault::classify_text(&text.to_string_lossy(), &Options::new()) {
        Ok(_) => (None, ""),
        Err(refusal) => (refusal.nearest_line, refusal.hint),
    }
}

/// Report a call that failed without a response, for a client that knows why.
///
/// `failure` is a `Failure` or its word. `type` and `message` are what the client says about it, such
/// as the class and the text of its exception: they become those of the report's `error`. `provider`
/// is the provider you called. The status of the report is 0.
#[pyfunction]
#[pyo3(signature = (failure, r#type=None, message=None, provider=None))]
pub(crate) fn classify_failure(
    failure: Failure,
    r#type: Option<Bound<'_, PyString>>,
    message: Option<Bound<'_, PyString>>,
    provider: Option<Provider>,
) -> Report {
    let owned = |text: Bound<'_, PyString>| text.to_string_lossy().into_owned().into();
    let mut error = ErrorObject::default();
    error.type_ = r#type.map(owned);
    error.message = message.map(owned);
    let options = input::options(None, provider);
    Report::new(apifault::classify_failure(failure.0, error, &options))
}
