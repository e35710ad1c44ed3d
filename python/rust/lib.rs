//! The private module `apifault._core`: it converts Python's values to the core's and back. It
//! makes no decision of its own.
//!
//! A panic would reach Python as `pyo3_runtime.PanicException`; no input makes the core panic.

#![expect(clippy::needless_pass_by_value, reason = "PyO3 makes the arguments and gives them away")]

mod errors;
mod exception;
mod input;
mod json;
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
use crate::input::{Bytes, Flag, Given, Headers, Now, Provider, Status, Text, named};
use crate::output::{Report, Rule};

/// What `apifault.classify` does. `clock` is the present time in Unix seconds, for when `now` is None: the
/// time in the response's `date` header counts first.
#[pyfunction]
#[pyo3(signature = (status, headers, body, now=None, provider=None, stream=None, clock=None))]
fn classify(
    status: Given<Status>,
    headers: Given<Headers<'_>>,
    body: Option<Given<Bytes<'_>>>,
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
    stream: Option<Given<Flag>>,
    clock: Option<Given<Now>>,
) -> PyResult<Report> {
    let status = status.named("status")?;
    let headers = headers.named("headers")?;
    let body = named(body, "body")?;
    let body = body.as_ref().map_or(&[][..], Bytes::as_slice);
    let response = Response::new(status.0, body).with_headers(headers.pairs());
    let is_event = named(stream, "stream")?.is_some_and(|stream| stream.0);
    let response = if is_event { response.as_event() } else { response };
    Ok(report(&response, &input::options_for(now, provider, &headers, clock)?))
}

/// What `apifault.classify_raw` does. `clock` is as for `classify`.
#[pyfunction]
#[pyo3(signature = (raw, now=None, provider=None, clock=None))]
fn classify_raw(
    raw: Given<Bytes<'_>>,
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
    clock: Option<Given<Now>>,
) -> PyResult<Report> {
    let raw = raw.named("raw")?;
    let raw = raw.as_slice();
    let response = Response::from_raw(raw).map_err(value_error)?;
    let mut options = input::options(now, provider)?;
    if let Some(clock_ms) = input::now_ms(named(clock, "clock")?) {
        options = options.with_date_of_raw(raw, clock_ms);
    }
    Ok(report(&response, &options))
}

fn report(response: &Response<'_>, options: &Options) -> Report {
    Report::new(apifault::classify(response, options).into_owned())
}

/// What `apifault.redact` does.
#[pyfunction]
fn redact(text: Given<Text<'_>>) -> PyResult<Bound<'_, PyAny>> {
    let Text(text) = text.named("text")?;
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

/// What `apifault.rule` does.
#[pyfunction]
fn rule(name: Given<Text<'_>>) -> PyResult<Option<Rule>> {
    let Text(name) = name.named("name")?;
    Ok(apifault::catalog::find(&name.to_string_lossy()).map(Rule))
}

/// What `apifault.rules` does.
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

/// What pydantic asks a class for: a schema, which `apifault._schema` makes.
#[pyfunction]
fn pydantic_schema<'py>(
    class: &Bound<'py, PyAny>,
    source: &Bound<'py, PyAny>,
    handler: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    class.py().import("apifault._schema")?.call_method1("of", (class, source, handler))
}

/// Lets every public class be a field of pydantic's models.
fn add_schemas(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let function = wrap_pyfunction!(pydantic_schema, module)?;
    let method = module.py().import("builtins")?.call_method1("classmethod", (function,))?;
    for class in [
        "Cooldown",
        "Ending",
        "ErrorObject",
        "Limit",
        "Report",
        "Retry",
        "RetryBudget",
        "RetryPolicy",
        "RetryState",
        "Rule",
        "Step",
        "StreamError",
        "StreamScanner",
        "Upstream",
    ] {
        module.getattr(class)?.setattr("__get_pydantic_core_schema__", &method)?;
    }
    Ok(())
}

// Reports are immutable and the core has no state, so threads need no lock. A scanner has its own.
#[pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::exception::{classify_exceptions, classify_group, names_of_attributes, was_sent};
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
        crate::add_schemas(module)?;
        module.add("__version__", apifault::VERSION)?;
        module.add("FAILURES", crate::names::failures(module.py())?)?;
        module.add("KINDS", crate::names::kinds(module.py())?)?;
        module.add("MAX_STATUS", u16::MAX)?;
        module.add("MEANINGS", crate::names::meanings(module.py())?)
    }
}
