//! Many responses at once: JSON Lines, and the calls in logs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use apifault::logs::{Attempt, By, LogError, LogOptions};
use apifault::{classify_jsonl as classify_one, classify_jsonl_lines as classify_many};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyDict};

use crate::errors::value_error;
use crate::input::{Now, Piece, Provider, now_ms};
use crate::output::Report;

/// Classify the response in one line of JSON.
///
/// Raises `ValueError` if the line is not an object with a status; unlike `classify`, it refuses a
/// status out of range.
#[pyfunction]
pub(crate) fn classify_jsonl(line: Piece<'_>) -> PyResult<Report> {
    classify_one(line.as_slice()).map(Report::new).map_err(value_error)
}

/// The reports as JSON, one on each line; how many lines; the number and the error of each unusable
/// line; how often each kind occurs in the others; where the lines of JSON begin and end that may have
/// characters which show nothing of themselves.
type JsonlReports<'py> =
    (Bound<'py, PyBytes>, u64, Vec<(u64, String)>, Vec<(&'static str, u64)>, Vec<(usize, usize)>);

/// Classify the responses in lines of JSON, with a thread for each core.
///
/// With `redact`, the reports are without API keys. An unusable line gives an `unknown` report.
#[pyfunction]
#[pyo3(signature = (lines, *, redact=false))]
pub(crate) fn classify_jsonl_lines<'py>(
    py: Python<'py>,
    lines: Piece<'_>,
    redact: bool,
) -> JsonlReports<'py> {
    let lines = lines.as_slice();
    let reports = py.detach(|| classify_many(lines, redact));
    let unusable = reports.unusable.into_iter().map(|line| (line.line, line.message)).collect();
    let kinds = reports.kinds.into_iter().map(|(kind, count)| (kind.as_str(), count)).collect();
    let doubtful = reports.doubtful.into_iter().map(|line| (line.start, line.end)).collect();
    (PyBytes::new(py, &reports.json), reports.lines, unusable, kinds, doubtful)
}

/// A call in a log.
#[pyclass(frozen, module = "apifault._core")]
pub(crate) struct LogAttempt(Attempt);

#[pymethods]
impl LogAttempt {
    /// What its response says.
    #[getter]
    fn report(&self) -> Report {
        Report::new(self.0.report.clone())
    }

    /// When, in Unix seconds.
    #[getter]
    fn when(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a year have few digits")]
        self.0.when_ms.map(|ms| ms as f64 / 1_000.0)
    }

    /// The number of the line in its log, from 1.
    #[getter]
    fn line(&self) -> u64 {
        self.0.line
    }

    /// The model that was asked for.
    #[getter]
    fn model(&self) -> Option<&str> {
        self.0.model.as_deref()
    }

    /// The path of the request.
    #[getter]
    fn route(&self) -> Option<&str> {
        self.0.route.as_deref()
    }

    /// The name or the masked form of the API key.
    #[getter]
    fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// What all attempts of one call share.
    #[getter]
    fn call_id(&self) -> Option<&str> {
        self.0.call_id.as_deref()
    }

    /// Which attempt of its call it is, from 1.
    #[getter]
    fn number(&self) -> u32 {
        self.0.number
    }

    /// The wait that the client announced before the next attempt, in milliseconds.
    #[getter]
    fn announced_ms(&self) -> Option<u64> {
        self.0.announced_ms
    }
}

/// Reads the calls of logs, which are fed as bytes.
///
/// `timezone` is that of times without one: a name or an offset; the local one by default. `now` is the
/// time of all responses, in place of those in the logs; `today` the present time, which gives the year
/// of times without one. `fields` are names of fields in place of the usual ones. Only calls of these
/// `paths`, `hosts` and `methods`, and from `since` until before `until`, count. The summary groups them
/// `by` key, route, model or provider. Times are Unix seconds.
#[pyclass(frozen, module = "apifault._core")]
pub(crate) struct LogReader(Mutex<apifault::logs::LogReader>);

impl LogReader {
    fn lock(&self, py: Python<'_>) -> MutexGuard<'_, apifault::logs::LogReader> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the reader work, while other threads of Python run.
    fn read(
        &self,
        py: Python<'_>,
        read: impl FnOnce(&mut apifault::logs::LogReader) -> Result<(), LogError> + Send,
    ) -> PyResult<()> {
        py.detach(|| read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)))
            .map_err(value_error)
    }
}

#[pymethods]
impl LogReader {
    #[new]
    #[pyo3(signature = (
        *, provider=None, now=None, today=None, timezone=None, fields=None, paths=None, hosts=None,
        methods=None, since=None, until=None, threads=None, keep_attempts=false, by=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python passes them by name")]
    fn new(
        provider: Option<Provider>,
        now: Option<Now>,
        today: Option<Now>,
        timezone: Option<String>,
        fields: Option<Vec<(String, String)>>,
        paths: Option<Vec<String>>,
        hosts: Option<Vec<String>>,
        methods: Option<Vec<String>>,
        since: Option<Now>,
        until: Option<Now>,
        threads: Option<usize>,
        keep_attempts: bool,
        by: Option<&str>,
    ) -> PyResult<Self> {
        let ms = |now: Option<Now>| now_ms(now).and_then(|ms| i64::try_from(ms).ok());
        let mut options = LogOptions::default();
        options.provider = provider.map(|Provider(provider)| provider);
        options.now_ms = now_ms(now);
        options.today_ms = now_ms(today);
        options.timezone = timezone;
        options.fields = fields.unwrap_or_default();
        options.paths = paths.unwrap_or_default();
        options.hosts = hosts.unwrap_or_default();
        options.methods = methods.unwrap_or_default();
        options.since_ms = ms(since);
        options.until_ms = ms(until);
        options.threads = threads;
        options.keep_attempts = keep_attempts;
        options.by = by.map(grouping).transpose()?;
        apifault::logs::LogReader::new(options).map(Mutex::new).map(Self).map_err(value_error)
    }

    /// Take the next bytes of a log.
    ///
    /// Raises `ValueError` if they are no log; what came before counts.
    fn feed(&self, py: Python<'_>, piece: Piece<'_>) -> PyResult<()> {
        let bytes = piece.as_slice();
        self.read(py, |reader| reader.feed(bytes))
    }

    /// Read what is complete so far of a log that goes on.
    fn flush(&self, py: Python<'_>) -> PyResult<()> {
        self.read(py, apifault::logs::LogReader::flush)
    }

    /// End a log; the next bytes are those of another one.
    ///
    /// Raises `ValueError` if the log breaks off; what came before counts.
    fn finish(&self, py: Python<'_>) -> PyResult<()> {
        self.read(py, apifault::logs::LogReader::finish)
    }

    /// Give the attempts that are complete and were not given yet, if they are kept.
    fn attempts(&self, py: Python<'_>) -> Vec<LogAttempt> {
        self.lock(py).take_attempts().into_iter().map(LogAttempt).collect()
    }

    /// Give the answers about all calls so far as JSON, with the `top` first rows of each list.
    fn summary_json(&self, py: Python<'_>, top: usize) -> String {
        self.lock(py).summary_so_far().to_json(top)
    }

    /// How many requests were sent so far.
    #[getter]
    fn calls(&self, py: Python<'_>) -> u64 {
        self.lock(py).summary().calls()
    }

    /// How many of them failed.
    #[getter]
    fn failed(&self, py: Python<'_>) -> u64 {
        self.lock(py).summary().failed()
    }

    /// What was noticed beside the attempts: numbers by name.
    #[getter]
    fn notes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let notes = self.lock(py).notes();
        let dict = PyDict::new(py);
        for (name, count) in [
            ("lines", notes.lines),
            ("unused", notes.unused),
            ("cut", notes.cut),
            ("other_paths", notes.other_paths),
            ("unreadable", notes.unreadable),
            ("zoneless", notes.zoneless),
            ("timeless", notes.timeless),
            ("unshown", notes.unshown),
            ("outside", notes.outside),
        ] {
            dict.set_item(name, count)?;
        }
        Ok(dict)
    }
}

fn grouping(word: &str) -> PyResult<By> {
    By::ALL.iter().copied().find(|by| by.as_str() == word).ok_or_else(|| {
        let words: Vec<_> = By::ALL.iter().map(|by| by.as_str()).collect();
        value_error(format!("unknown grouping; use one of {}", words.join(", ")))
    })
}
