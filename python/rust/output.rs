//! Results for Python: frozen views of the core's types, with the same names.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use apifault::{AttributeValue, Remedies};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use serde::Serialize;

use crate::errors::{shown, value_error};
use crate::input::{Bytes, Flag, Given, named};
use crate::json::{from_dict, from_json, to_dict, to_json};
use crate::names::{Named, member};
use crate::part::Part;

/// A member of a `StrEnum`, or `None`.
pub(crate) type Member = PyResult<Option<Py<PyAny>>>;

fn maybe_member<T: Named>(py: Python<'_>, value: Option<T>) -> Member {
    value.map_or(Ok(None), |value| member(py, value))
}

fn members(py: Python<'_>, remedies: Remedies) -> PyResult<Bound<'_, PyTuple>> {
    let members = remedies.iter().map(|remedy| member(py, remedy)).collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(py, members)
}

/// What pickle and copy need: a function, and the arguments with which it makes the object again.
type Reduced<'py> = PyResult<(Bound<'py, PyAny>, (&'static str, String))>;

fn reduce<'py>(py: Python<'py>, class: &'static str, value: &impl Serialize) -> Reduced<'py> {
    let restore = py.import("apifault._core")?.getattr("_restore")?;
    Ok((restore, (class, to_json(value)?)))
}

/// Makes an object again from its JSON: for pickle and copy only.
#[pyfunction]
#[pyo3(name = "_restore")]
pub(crate) fn _restore<'py>(
    py: Python<'py>,
    class: &str,
    json: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let text = json.as_bytes();
    match class {
        "Report" => Report::new(from_json(class, text)?).into_bound_py_any(py),
        "Retry" => Retry(from_json(class, text)?).into_bound_py_any(py),
        "ErrorObject" => ErrorObject(Part::Alone(from_json(class, text)?)).into_bound_py_any(py),
        "Limit" => Limit(from_json(class, text)?).into_bound_py_any(py),
        "Upstream" => Upstream(Part::Alone(from_json(class, text)?)).into_bound_py_any(py),
        _ => Err(value_error(format!("no class {class:?} to restore"))),
    }
}

/// A text as Python writes it, without API keys, on one line.
fn text_repr(py: Python<'_>, text: Option<&str>) -> PyResult<String> {
    let Some(text) = text else {
        return Ok("None".to_owned());
    };
    Ok(PyString::new(py, &shown(text)).repr()?.to_string())
}

/// The fields of a report or a part of it, as rich takes them.
fn rich_repr<'py>(part: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    part.py().import("apifault._rich")?.call_method1("fields", (part,))
}

fn word_repr<T: Named>(value: Option<T>) -> String {
    value.map_or("None".to_owned(), |value| format!("'{}'", value.word()))
}

fn number_repr(number: Option<impl ToString>) -> String {
    number.map_or("None".to_owned(), |number| number.to_string())
}

/// What one response means: what went wrong, who must act, whether to retry and when.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Report(Arc<apifault::Report<'static>>);

impl Report {
    pub(crate) fn new(report: apifault::Report<'static>) -> Self {
        Self(Arc::new(report))
    }

    pub(crate) fn core(&self) -> &apifault::Report<'static> {
        &self.0
    }
}

#[pymethods]
impl Report {
    /// What went wrong: a `Kind`.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Member {
        member(py, self.0.kind)
    }

    /// Who must act before the call can succeed: a `Fault`.
    #[getter]
    fn fault(&self, py: Python<'_>) -> Member {
        member(py, self.0.fault)
    }

    /// Whether to send the same request again, and when: a `Retry`.
    #[getter]
    fn retry(&self) -> Retry {
        Retry(self.0.retry)
    }

    /// The HTTP status of the response, an int, as it was given; 0 if it is not known.
    #[getter]
    fn status(&self) -> u16 {
        self.0.status
    }

    /// Who answered: a `Provider`, or None if the response does not show it.
    #[getter]
    fn provider(&self, py: Python<'_>) -> Member {
        maybe_member(py, self.0.provider)
    }

    /// The error object, as the server sent it: an `ErrorObject`, also if it is empty.
    #[getter]
    fn error(&self) -> ErrorObject {
        ErrorObject(Part::Inside(Arc::clone(&self.0), |report| &report.error))
    }

    /// Every rate-limit bucket in the headers, the body and the message: a tuple of `Limit`.
    #[getter]
    fn limits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.limits.iter().copied().map(Limit))
    }

    /// The id by which the provider's support finds this call: a str, or None.
    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The innermost error, if the error object holds the error of another server: an `Upstream`, or
    /// None.
    #[getter]
    fn upstream(&self) -> Option<Upstream> {
        self.0.upstream.is_some().then(|| {
            Upstream(Part::Inside(Arc::clone(&self.0), |report| {
                report.upstream.as_ref().expect("the report has one")
            }))
        })
    }

    /// What fails alike until something changes: a `Scope`.
    #[getter]
    fn scope(&self, py: Python<'_>) -> Member {
        member(py, self.0.scope)
    }

    /// What may help besides waiting, in a fixed order: a tuple of `Remedy`.
    #[getter]
    fn remedies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        members(py, self.0.remedies)
    }

    /// What the caller should do now, in one sentence: a str.
    #[getter]
    fn action(&self) -> &str {
        &self.0.action
    }

    /// The name of the rule that decided the kind, a str; `apifault.rule` gives that rule.
    #[getter]
    fn rule(&self) -> &str {
        &self.0.rule
    }

    /// The rate-limit bucket that the request ran into, if the numbers show it: a `Limit`, or None.
    #[getter]
    fn limit_hit(&self) -> Option<Limit> {
        self.0.limit_hit().copied().map(Limit)
    }

    /// Whether the call did what it was meant to do.
    #[getter]
    fn is_success(&self) -> bool {
        self.0.is_success()
    }

    /// The provider's own description of the error: `error.message`, a str or None.
    #[getter]
    fn message(&self) -> Option<&str> {
        self.0.error.message.as_deref()
    }

    /// How long the server said to wait, in milliseconds: `retry.delay_ms`, an int or None.
    #[getter]
    fn delay_ms(&self) -> Option<u64> {
        self.0.retry.delay_ms
    }

    /// How long the server said to wait, in seconds: `delay_ms` in the unit of `time.sleep`, a float
    /// or None.
    #[getter]
    fn delay(&self) -> Option<f64> {
        self.0.retry.delay_ms.map(|ms| std::time::Duration::from_millis(ms).as_secs_f64())
    }

    /// Whether a retry is worth it: the advice is not `no`.
    #[getter]
    fn retryable(&self) -> bool {
        self.0.retry.is_retryable()
    }

    /// The report as JSON, on one line: a str.
    fn to_json(&self) -> PyResult<String> {
        to_json(&*self.0)
    }

    /// The report as plain dicts, lists, texts and numbers, as in `to_json`: a `ReportDict`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &*self.0)
    }

    /// Make a report from what `to_dict` gives: a dict.
    ///
    /// All members must be there; members that a report does not have are ignored. Raises `ValueError`,
    /// which names the member, if this is no report. `apifault.testing.report` makes one from less.
    #[staticmethod]
    #[pyo3(name = "from_dict")]
    fn of_dict(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        from_dict("Report", data).map(Self::new)
    }

    /// Make a report from its JSON, which is a `str` or bytes: what `to_json` gives, or the command
    /// or another language writes.
    ///
    /// Raises `ValueError` as `from_dict` does.
    #[staticmethod]
    #[pyo3(name = "from_json")]
    fn of_json(text: Given<Bytes<'_>>) -> PyResult<Self> {
        from_json("Report", text.named("text")?.as_slice()).map(Self::new)
    }

    /// The report as attributes of OpenTelemetry: a dict of names and a `str` or an `int` each.
    ///
    /// All have few values, so that they may be labels of a metric. The semantic conventions name
    /// `error.type`, which is the kind of a failure, `http.response.status_code` and
    /// `gen_ai.provider.name`; these are missing if there is no failure, status or provider. The others
    /// are always there: `apifault.kind`, `apifault.fault`, `apifault.retry.advice`, `apifault.scope`.
    ///
    /// With `details` (a bool), what may have many values is added, for spans and log records:
    /// `apifault.rule`, `apifault.retry.delay_ms`, `apifault.retry.source`, `apifault.request_id`,
    /// `apifault.error.type`, `.code` and `.param`, and `apifault.upstream.provider`, `.status`,
    /// `.type` and `.code`, as far as the report has them, without API keys.
    #[pyo3(signature = (*, details=None), text_signature = "($self, *, details=False)")]
    fn attributes<'py>(
        &self,
        py: Python<'py>,
        details: Option<Given<Flag>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let attributes = PyDict::new(py);
        let set = |(name, value): (&str, AttributeValue<'_>)| match value {
            AttributeValue::Text(text) => attributes.set_item(name, text),
            AttributeValue::Number(number) => attributes.set_item(name, number),
            _ => Ok(()),
        };
        self.0.attributes().into_iter().try_for_each(set)?;
        if named(details, "details")?.is_some_and(|details| details.0) {
            self.0.detailed_attributes().into_iter().try_for_each(set)?;
        }
        Ok(attributes)
    }

    /// The same report with every API key in its texts replaced: see `apifault.redact`.
    fn redacted(&self) -> Self {
        Self::new(self.0.redacted().into_owned())
    }

    /// What a notebook shows: a small table, without API keys.
    fn _repr_html_(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        slf.py().import("apifault._notebook")?.call_method1("table", (slf,))
    }

    pub(crate) fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let report = &self.0;
        let mut repr = format!("<Report {} {}", report.status, report.kind);
        if let Some(provider) = report.provider {
            let _ = write!(repr, " {provider}");
        }
        let _ = write!(repr, ", retry {}", report.retry.advice);
        if let Some(delay_ms) = report.retry.delay_ms {
            let _ = write!(repr, " {delay_ms} ms");
        }
        if self.message().is_some() {
            let _ = write!(repr, ": {}", text_repr(py, self.message())?);
        }
        repr.push('>');
        Ok(repr)
    }

    /// What rich prints: one field on each line, without API keys.
    fn __rich_repr__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        rich_repr(slf.as_any())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, "Report", &*self.0)
    }
}

/// Whether to send the same request again, and when. It is false if the advice is `no`.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Retry(apifault::Retry);

#[pymethods]
impl Retry {
    /// The advice: an `Advice`. `Advice.NO` is false.
    #[getter]
    fn advice(&self, py: Python<'_>) -> Member {
        member(py, self.0.advice)
    }

    /// How long the server said to wait, in milliseconds rounded up: an int, or None if it did not say
    /// or if waiting does not make a retry succeed.
    #[getter]
    fn delay_ms(&self) -> Option<u64> {
        self.0.delay_ms
    }

    /// Where the delay was found: a `DelaySource`, or None.
    #[getter]
    fn source(&self, py: Python<'_>) -> Member {
        maybe_member(py, self.0.source)
    }

    fn __repr__(&self) -> String {
        format!(
            "Retry(advice='{}', delay_ms={}, source={})",
            self.0.advice,
            number_repr(self.0.delay_ms),
            word_repr(self.0.source),
        )
    }

    /// What rich prints: one field on each line, without API keys.
    fn __rich_repr__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        rich_repr(slf.as_any())
    }

    /// Whether a retry is worth it: the advice is not `no`.
    fn __bool__(&self) -> bool {
        self.0.is_retryable()
    }

    /// This as a plain dict: the `retry` of the report's `to_dict`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0)
    }

    /// Make this from what its `to_dict` gives: a dict. Raises `ValueError`, which names the member.
    #[staticmethod]
    #[pyo3(name = "from_dict")]
    fn of_dict(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        from_dict("Retry", data).map(Self)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, "Retry", &self.0)
    }
}

/// The fields of an error object as text: as sent, with the JSON decoded.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct ErrorObject(Part<apifault::ErrorObject<'static>>);

#[pymethods]
impl ErrorObject {
    /// The provider's own description of the error: a str, or None.
    #[getter]
    fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The provider's classification of the error: a str, or None.
    #[getter]
    fn r#type(&self) -> Option<&str> {
        self.0.type_.as_deref()
    }

    /// The provider's code for the error: a str, also for a number, or None.
    #[getter]
    fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The parameter of the request that the error is about: a str, or None.
    #[getter]
    fn param(&self) -> Option<&str> {
        self.0.param.as_deref()
    }

    /// The output of the model that was not a valid tool call or valid JSON (Groq): a str, or None.
    #[getter]
    fn failed_generation(&self) -> Option<&str> {
        self.0.failed_generation.as_deref()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut fields = Vec::new();
        for (name, text) in [
            ("message", self.message()),
            ("type", self.r#type()),
            ("code", self.code()),
            ("param", self.param()),
            ("failed_generation", self.failed_generation()),
        ] {
            if text.is_some() {
                fields.push(format!("{name}={}", text_repr(py, text)?));
            }
        }
        Ok(format!("ErrorObject({})", fields.join(", ")))
    }

    /// What rich prints: one field on each line, without API keys.
    fn __rich_repr__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        rich_repr(slf.as_any())
    }

    /// This as a plain dict: the `error` of the report's `to_dict`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &*self.0)
    }

    /// Make this from what its `to_dict` gives: a dict. Raises `ValueError`, which names the member.
    #[staticmethod]
    #[pyo3(name = "from_dict")]
    fn of_dict(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        from_dict("ErrorObject", data).map(|error| Self(Part::Alone(error)))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, "ErrorObject", &*self.0)
    }
}

/// One rate-limit bucket; a number is None if the response does not state it.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Limit(apifault::Limit);

#[pymethods]
impl Limit {
    /// What the bucket counts: a `Metric`.
    #[getter]
    fn metric(&self, py: Python<'_>) -> Member {
        member(py, self.0.metric)
    }

    /// The span of time that it counts over: a `Window`, or None.
    #[getter]
    fn window(&self, py: Python<'_>) -> Member {
        maybe_member(py, self.0.window)
    }

    /// How much is allowed in a window: an int, or None.
    #[getter]
    fn limit(&self) -> Option<u64> {
        self.0.limit
    }

    /// How much of the limit is left: an int, or None.
    #[getter]
    fn remaining(&self) -> Option<u64> {
        self.0.remaining
    }

    /// How much of the limit is used: an int, or None.
    #[getter]
    fn used(&self) -> Option<u64> {
        self.0.used
    }

    /// How much this request asked for: an int, or None.
    #[getter]
    fn requested(&self) -> Option<u64> {
        self.0.requested
    }

    /// In how many milliseconds the whole limit is available again: an int, or None.
    #[getter]
    fn reset_ms(&self) -> Option<u64> {
        self.0.reset_ms
    }

    /// Whether the request alone asks for more than the limit: waiting will not help.
    #[getter]
    fn is_below_request(&self) -> bool {
        self.0.is_below_request()
    }

    /// Whether nothing of the limit is left, or too little for this request.
    #[getter]
    fn is_exhausted(&self) -> bool {
        self.0.is_exhausted()
    }

    fn __repr__(&self) -> String {
        let mut repr = format!("Limit(metric='{}'", self.0.metric);
        if self.0.window.is_some() {
            let _ = write!(repr, ", window={}", word_repr(self.0.window));
        }
        for (name, number) in [
            ("limit", self.0.limit),
            ("remaining", self.0.remaining),
            ("used", self.0.used),
            ("requested", self.0.requested),
            ("reset_ms", self.0.reset_ms),
        ] {
            if let Some(number) = number {
                let _ = write!(repr, ", {name}={number}");
            }
        }
        repr.push(')');
        repr
    }

    /// What rich prints: one field on each line, without API keys.
    fn __rich_repr__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        rich_repr(slf.as_any())
    }

    /// This as a plain dict: one of the `limits` of the report's `to_dict`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0)
    }

    /// Make this from what its `to_dict` gives: a dict. Raises `ValueError`, which names the member.
    #[staticmethod]
    #[pyo3(name = "from_dict")]
    fn of_dict(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        from_dict("Limit", data).map(Self)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, "Limit", &self.0)
    }
}

/// The innermost readable error behind a gateway.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Upstream(Part<apifault::Upstream<'static>>);

#[pymethods]
impl Upstream {
    /// Who sent the error: a `Provider`, or None if the response does not show it.
    #[getter]
    fn provider(&self, py: Python<'_>) -> Member {
        maybe_member(py, self.0.provider)
    }

    /// The HTTP status that the error states: an int, or None.
    #[getter]
    fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The fields of the error: an `ErrorObject`.
    #[getter]
    fn error(&self) -> ErrorObject {
        ErrorObject(match &self.0 {
            Part::Inside(report, _) => Part::Inside(Arc::clone(report), |report| {
                &report.upstream.as_ref().expect("the report has one").error
            }),
            Part::Alone(upstream) => Part::Alone(upstream.error.clone()),
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!(
            "Upstream(provider={}, status={}, error={})",
            word_repr(self.0.provider),
            number_repr(self.0.status),
            self.error().__repr__(py)?,
        ))
    }

    /// What rich prints: one field on each line, without API keys.
    fn __rich_repr__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        rich_repr(slf.as_any())
    }

    /// This as a plain dict: the `upstream` of the report's `to_dict`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &*self.0)
    }

    /// Make this from what its `to_dict` gives: a dict. Raises `ValueError`, which names the member.
    #[staticmethod]
    #[pyo3(name = "from_dict")]
    fn of_dict(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        from_dict("Upstream", data).map(|upstream| Self(Part::Alone(upstream)))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, "Upstream", &*self.0)
    }
}

/// A rule that can decide the kind of a report.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Rule(pub(crate) &'static apifault::Rule);

#[pymethods]
impl Rule {
    /// The name: the step of the decision, then the row, such as `status/429`.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The kind that the rule gives.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Member {
        member(py, self.0.kind)
    }

    /// What the rule looks for in a response.
    #[getter]
    fn evidence(&self) -> Cow<'static, str> {
        self.0.evidence()
    }

    /// Whether a code or type is the one that this rule looks for, in any spelling.
    fn matches_code(&self, word: &str) -> bool {
        self.0.matches_code(word)
    }

    /// The page that documents it, or where it was seen.
    #[getter]
    fn source(&self) -> &str {
        self.0.source()
    }

    /// What the caller should do now, in one sentence.
    #[getter]
    fn action(&self) -> &str {
        self.0.action()
    }

    fn __repr__(&self) -> String {
        format!("Rule(id='{}', kind='{}')", self.0.id(), self.0.kind)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
        let rule = py.import("apifault._core")?.getattr("rule")?;
        Ok((rule, (self.0.id(),)))
    }
}
