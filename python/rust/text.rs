//! Texts, and failures, instead of a response.

use apifault::{ErrorObject, Options};
use pyo3::prelude::*;

use crate::input::{self, Failure, Given, Now, Provider, Text, named};
use crate::output::Report;

/// What `apifault.classify_text` does.
#[pyfunction]
#[pyo3(signature = (text, now=None, provider=None))]
pub(crate) fn classify_text(
    text: Given<Text<'_>>,
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
) -> PyResult<Option<Report>> {
    let Text(text) = text.named("text")?;
    let options = input::options(now, provider)?;
    Ok(apifault::classify_text(&text.to_string_lossy(), &options).ok().map(Report::new))
}

/// Why `classify_text` found no failed call: the number of the line that came nearest, from 1, or
/// None, and what would help; (None, "") if it found one.
#[pyfunction]
pub(crate) fn nearest_line(text: Given<Text<'_>>) -> PyResult<(Option<usize>, &'static str)> {
    let Text(text) = text.named("text")?;
    Ok(match apifault::classify_text(&text.to_string_lossy(), &Options::new()) {
        Ok(_) => (None, ""),
        Err(refusal) => (refusal.nearest_line, refusal.hint),
    })
}

/// What `apifault.classify_failure` does.
#[pyfunction]
#[pyo3(signature = (failure, r#type=None, message=None, provider=None))]
pub(crate) fn classify_failure(
    failure: Given<Failure>,
    r#type: Option<Given<Text<'_>>>,
    message: Option<Given<Text<'_>>>,
    provider: Option<Given<Provider>>,
) -> PyResult<Report> {
    let failure = failure.named("failure")?;
    let owned = |Text(text): Text<'_>| text.to_string_lossy().into_owned().into();
    let mut error = ErrorObject::default();
    error.type_ = named(r#type, "type")?.map(owned);
    error.message = named(message, "message")?.map(owned);
    let options = input::options(None, provider)?;
    Ok(Report::new(apifault::classify_failure(failure.0, error, &options)))
}
