//! The private module `apifault._core`: it converts Python's values to the core's and back. It
//! makes no decision of its own.
//!
//! A panic would reach Python as `pyo3_runtime.PanicException`; no input makes the core panic.

#![expect(clippy::needless_pass_by_value, reason = "PyO3 makes the arguments and gives them away")]

mod errors;
mod exception;
mod input;
mod logs;
mod names;
mod output;
mod part;
mod policy;
mod stream;
mod text;

use std::borrow::Cow;

use apifault::{Options, Response};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::errors::value_error;
use crate::input::{Bytes, Headers, Now, Provider, Status};
use crate::output::{Report, Rule};

/// Classify one response.
///
/// `headers` is None, a mapping, or (name, value) pairs. `body` is the decompressed body; one that is
/// a whole stream is read as one: its first error decides, else whether it was cut off. With
/// `stream`, it is one event of a stream. `now` is the time of the response in Unix seconds: without
/// it, an absolute time in the response gives no delay. `provider` is the provider you called; it is
/// used if the response does not show who answered. A `status` outside 0 to 65535 counts as 0: not
/// known. `clock` is the present time in Unix seconds, for when `now` is None: the time in the
/// response's `date` header counts first.
#[pyfunction]
#[pyo3(signature = (status, headers, body, *, now=None, provider=None, stream=false, clock=None))]
fn classify(
    status: Status,
    headers: Headers<'_>,
    body: Option<Bytes<'_>>,
    now: Option<Now>,
    provider: Option<Provider>,
    stream: bool,
    clock: Option<Now>,
) -> PyResult<Report> {
    let body = body.as_ref().map_or(&[][..], Bytes::as_slice);
    let headers = headers.bytes()?;
    let response = Response::new(status.0, body)
        .with_headers(headers.iter().map(|(name, value)| (&**name, &**value)));
    let response = if stream { response.as_event() } else { response };
    Ok(report(&response, &input::options_for(now, provider, &headers, clock)))
}

/// Classify one whole response, as `curl -i` prints it.
///
/// `now`, `provider` and `clock` are as for `classify`. Raises `ValueError` if it does not begin with
/// a status line.
#[pyfunction]
#[pyo3(signature = (raw, *, now=None, provider=None, clock=None))]
fn classify_raw(
    raw: Bytes<'_>,
    now: Option<Now>,
    provider: Option<Provider>,
    clock: Option<Now>,
) -> PyResult<Report> {
    let raw = raw.as_slice();
    let response = Response::from_raw(raw).map_err(value_error)?;
    let mut options = input::options(now, provider);
    if let Some(clock_ms) = input::now_ms(clock) {
        options = options.with_date_of_raw(raw, clock_ms);
    }
    Ok(report(&response, &options))
}

fn report(response: &Response<'_>, options: &Options) -> Report {
    Report::new(apifault::classify(response, options).into_owned())
}

/// Replace every API key, token, password and cookie in a text by its beginning and `***`.
///
/// A key is found by its prefix (`gsk_`, `sk-`, `AIza` and others), even if most of it is masked
/// already, or by the label before it (`x-api-key:`, `Bearer`, `?key=`). A key with neither is not
/// found.
#[pyfunction]
fn redact(text: Bound<'_, PyString>) -> PyResult<Bound<'_, PyAny>> {
    let py = text.py();
    if let Ok(known) = text.to_str() {
        return match apifault::redact(known) {
            Cow::Borrowed(_) => Ok(text.into_any()),
            Cow::Owned(redacted) => Ok(PyString::new(py, &redacted).into_any()),
        };
    }
    let encoded = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
    let redacted = apifault::redact_bytes(encoded.extract()?).into_owned();
    PyBytes::new(py, &redacted).call_method1("decode", ("utf-8", "surrogatepass"))
}

/// The rule of this name, or None.
#[pyfunction]
fn rule(name: &str) -> Option<Rule> {
    apifault::catalog::find(name).map(Rule)
}

/// Every rule, step by step.
#[pyfunction]
fn rules() -> Vec<Rule> {
    apifault::catalog::rules().map(Rule).collect()
}

/// A row of the catalog: table, what it matches, what follows, rule, provider, source.
type Row = (&'static str, String, String, Option<&'static str>, Option<&'static str>, &'static str);

/// Every row of every table, with its source.
#[pyfunction]
fn rows() -> Vec<Row> {
    let row = |row: apifault::catalog::CatalogEntry| {
        let provider = row.provider.map(apifault::Provider::as_str);
        (row.table, row.matches, row.yields, row.rule, provider, row.source)
    };
    apifault::catalog::entries().map(row).collect()
}

// Reports are immutable and the core has no state, so threads need no lock. A scanner has its own.
#[pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::exception::{classify_exceptions, classify_group, was_sent};
    #[pymodule_export]
    use crate::logs::{LogAttempt, LogReader, classify_jsonl, classify_jsonl_lines};
    #[pymodule_export]
    use crate::output::{_restore, ErrorObject, Limit, Report, Retry, Rule, Upstream};
    #[pymodule_export]
    use crate::policy::{Cooldown, RetryBudget, RetryPolicy, RetryState, Step, cooldown, step};
    #[pymodule_export]
    use crate::stream::{Ending, StreamError, StreamScanner, ending, stream_error};
    #[pymodule_export]
    use crate::text::{classify_failure, classify_text, nearest_line};
    #[pymodule_export]
    use crate::{classify, classify_raw, redact, rows, rule, rules};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", apifault::VERSION)?;
        module.add("FAILURES", crate::names::failures(module.py())?)?;
        module.add("KINDS", crate::names::kinds(module.py())?)?;
        module.add("MAX_STATUS", u16::MAX)?;
        module.add("MEANINGS", crate::names::meanings(module.py())?)
    }
}
