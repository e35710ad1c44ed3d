//! Streams: the scanner behind a lock, and what it finds.

use std::sync::{Mutex, MutexGuard, PoisonError};

use apifault::{Ended, StreamOptions};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use crate::errors::value_error;
use crate::input::{Bytes, Given, Headers, Now, Number, Piece, Provider, Status, named, now_ms};
use crate::names::member;
use crate::output::{Member, Report};

/// From this length on, the scan of a piece takes longer than what it costs to let other threads run.
const LONG_PIECE: usize = 16 << 10;

/// Finds the errors in a streamed response, and how it ended.
///
///     scanner = apifault.StreamScanner(response.status_code, response.headers)
///     for piece in response.iter_bytes():
///         for error in scanner.feed(piece):
///             print(error.position, error.report)
///     print(scanner.finish().ended)
///
/// Feed it the bytes as they come, cut anywhere. `status`, `headers`, `now` and `provider` are as for
/// `classify`; a status that is not known counts as 200. `max_event` is how many bytes of one event are kept: 1 MiB by default, at least 1,024.
/// Threads may share a scanner.
#[pyclass(frozen, module = "apifault._core")]
pub(crate) struct StreamScanner(Mutex<apifault::StreamScanner>);

impl StreamScanner {
    fn lock(&self, py: Python<'_>) -> MutexGuard<'_, apifault::StreamScanner> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the scanner take some bytes; gives the errors that became certain.
    fn take(
        &self,
        py: Python<'_>,
        bytes: &[u8],
        feed: fn(&mut apifault::StreamScanner, &[u8]) -> Vec<StreamError>,
    ) -> Vec<StreamError> {
        if bytes.len() < LONG_PIECE {
            return feed(&mut self.lock(py), bytes);
        }
        // The lock is given back before Python is awaited again, so that no thread waits for both.
        py.detach(|| feed(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), bytes))
    }
}

#[pymethods]
impl StreamScanner {
    #[new]
    #[pyo3(
        signature = (status=None, headers=None, *, now=None, provider=None, max_event=None),
        text_signature = "(status=200, headers=None, *, now=None, provider=None, max_event=None)"
    )]
    fn new(
        status: Option<Given<Status>>,
        headers: Option<Given<Headers<'_>>>,
        now: Option<Given<Now>>,
        provider: Option<Given<Provider>>,
        max_event: Option<Given<Number<u64>>>,
    ) -> PyResult<Self> {
        let status = named(status, "status")?.map_or(200, |status| status.0);
        let mut options = StreamOptions::new().with_status(status);
        if let Some(headers) = named(headers, "headers")? {
            options = options.with_headers(headers.pairs());
        }
        if let Some(now_ms) = now_ms(named(now, "now")?) {
            options = options.with_now_ms(now_ms);
        }
        if let Some(Provider(provider)) = named(provider, "provider")? {
            options = options.with_provider(provider);
        }
        if let Some(Number(bytes)) = named(max_event, "max_event")? {
            options = options.with_max_event(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        Ok(Self(Mutex::new(apifault::StreamScanner::new(options))))
    }

    /// Take the next bytes of the body, and give the errors that became certain.
    ///
    /// Bytes after `finish` are ignored.
    fn feed(&self, py: Python<'_>, piece: Given<Piece<'_>>) -> PyResult<Vec<StreamError>> {
        let piece = piece.named("piece")?;
        Ok(self.take(py, piece.as_slice(), |scanner, bytes| found(scanner.feed(bytes))))
    }

    /// Take one event that is parsed already, and give the errors in it.
    ///
    /// `event` is its JSON: the message of a WebSocket, or the object of an SDK as JSON.
    fn feed_event(&self, py: Python<'_>, event: Given<Bytes<'_>>) -> PyResult<Vec<StreamError>> {
        let event = event.named("event")?;
        Ok(self.take(py, event.as_slice(), |scanner, json| found(scanner.feed_event(json))))
    }

    /// Give the errors that were not given yet: `finish` may find one in the last event.
    fn errors(&self, py: Python<'_>) -> Vec<StreamError> {
        found(self.lock(py).errors())
    }

    /// Take the end of the body, and tell how the stream ended. A second call gives the same.
    fn finish(&self, py: Python<'_>) -> Ending {
        Ending::from(py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).finish()))
    }

    /// Whether nothing of interest follows: an error, or the mark of a whole answer, has come.
    #[getter]
    fn is_terminal(&self, py: Python<'_>) -> bool {
        self.lock(py).is_terminal()
    }

    /// Whether content came that the caller may have used: text, reasoning, a tool call or audio.
    #[getter]
    fn delivered(&self, py: Python<'_>) -> bool {
        self.lock(py).delivered()
    }

    /// How many events came so far: not comments and empty lines, which only keep the connection
    /// open.
    #[getter]
    fn events(&self, py: Python<'_>) -> u64 {
        self.lock(py).events()
    }
}

fn found(errors: apifault::StreamErrors<'_>) -> Vec<StreamError> {
    errors.map(StreamError::from).collect()
}

/// An error in a stream.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct StreamError {
    report: Report,
    position: u64,
}

impl From<apifault::StreamError> for StreamError {
    fn from(error: apifault::StreamError) -> Self {
        Self { report: Report::new(error.report), position: error.position }
    }
}

#[pymethods]
impl StreamError {
    /// What went wrong, and what to do about it.
    #[getter]
    fn report(&self) -> Report {
        self.report.clone()
    }

    /// Where the event begins that reports the error: the number of bytes before it.
    #[getter]
    fn position(&self) -> u64 {
        self.position
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let report = self.report.__repr__(py)?;
        Ok(format!("StreamError(position={}, report={report})", self.position))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Report, u64))> {
        let restore = py.import("apifault._core")?.getattr("_stream_error")?;
        Ok((restore, (self.report.clone(), self.position)))
    }
}

/// How a stream ended.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Ending {
    ended: Ended,
    delivered: bool,
    events: u64,
    skipped: u64,
    report: Option<Report>,
}

impl From<apifault::Ending> for Ending {
    fn from(ending: apifault::Ending) -> Self {
        let apifault::Ending { ended, delivered, events, skipped, report, .. } = ending;
        Self { ended, delivered, events, skipped, report: report.map(Report::new) }
    }
}

#[pymethods]
impl Ending {
    /// How it ended.
    #[getter]
    fn ended(&self, py: Python<'_>) -> Member {
        member(py, self.ended)
    }

    /// Whether content came before the error, or before the end, that the caller may have used.
    ///
    /// Without it, a retry is invisible.
    #[getter]
    fn delivered(&self) -> bool {
        self.delivered
    }

    /// How many events came: not comments and empty lines, which only keep the connection open.
    #[getter]
    fn events(&self) -> u64 {
        self.events
    }

    /// How many events were longer than `max_event` allows.
    #[getter]
    fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The report to act on: of the first error, or of the cut; None if there is neither.
    #[getter]
    fn report(&self) -> Option<Report> {
        self.report.clone()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let report = match &self.report {
            Some(report) => report.__repr__(py)?,
            None => "None".to_owned(),
        };
        let delivered = if self.delivered { "True" } else { "False" };
        Ok(format!(
            "Ending(ended='{}', delivered={delivered}, events={}, skipped={}, report={report})",
            self.ended, self.events, self.skipped,
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, EndingParts)> {
        let restore = py.import("apifault._core")?.getattr("_ending")?;
        let ended = self.ended.as_str().to_owned();
        let parts = (ended, self.delivered, self.events, self.skipped, self.report.clone());
        Ok((restore, parts))
    }
}

/// Makes an error of a stream again from its parts: for pickle and copy only.
#[pyfunction]
#[pyo3(name = "_stream_error")]
pub(crate) fn stream_error(report: &Bound<'_, Report>, position: u64) -> StreamError {
    StreamError { report: report.get().clone(), position }
}

/// The parts of an ending, in the order of its fields.
type EndingParts = (String, bool, u64, u64, Option<Report>);

/// Makes an ending again from its parts: for pickle and copy only.
#[pyfunction]
#[pyo3(name = "_ending")]
pub(crate) fn ending(
    ended: &str,
    delivered: bool,
    events: u64,
    skipped: u64,
    report: Option<&Bound<'_, Report>>,
) -> PyResult<Ending> {
    let ended = ended.parse().map_err(value_error)?;
    let report = report.map(|report| report.get().clone());
    Ok(Ending { ended, delivered, events, skipped, report })
}
