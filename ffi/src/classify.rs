//! Classifying.

use libc::c_char;
use std::mem::offset_of;
use std::sync::OnceLock;

use apifault_core::{DelaySource, Options, Provider, Report, Response, Retry, classify, decide};

use crate::guard::{guard, guard_result};
use crate::memory::{self, Versioned, flag};
use crate::numbers::{
    apifault_advice, apifault_delay_source, apifault_fault, apifault_kind, apifault_provider,
    apifault_remedies, apifault_result, apifault_scope,
};
use crate::outcome::Outcome;

/// What the caller knows besides the response. Initialize it with `APIFAULT_OPTIONS_INIT`, then
/// set what you know.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct apifault_options {
    /// `sizeof(apifault_options)`.
    pub struct_size: usize,
    /// When the response arrived, in Unix milliseconds. It turns an absolute time in the response
    /// into a delay; if it is 0, an absolute time gives no delay.
    pub now_ms: u64,
    /// The provider you called, or 0; used if the response does not identify one. An unknown number
    /// counts as 0.
    pub provider: apifault_provider,
    /// Not 0 if the body is one event of a stream. If it is 0, a body that is a whole stream is read
    /// whole: its first error decides, or that it was cut off.
    pub is_event: u8,
    /// Reserved; must be 0.
    pub reserved: [u8; 3],
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_options {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 3;
}

/// What to do about a response. Initialize it with `APIFAULT_DECISION_INIT`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_decision {
    /// `sizeof(apifault_decision)`, set by the caller.
    pub struct_size: usize,
    /// How long the server said to wait, in milliseconds, rounded up; valid if `has_delay`.
    pub delay_ms: u64,
    /// What went wrong.
    pub kind: apifault_kind,
    /// Who must act before the call can succeed.
    pub fault: apifault_fault,
    /// Whether to send the same request again.
    pub advice: apifault_advice,
    /// Which provider, gateway or server answered, or 0 if the response does not identify it.
    pub provider: apifault_provider,
    /// Where the delay was found, or 0 if there is no delay.
    pub delay_source: apifault_delay_source,
    /// Whether the server said how long to wait. The delay may be 0.
    pub has_delay: flag,
    /// Reserved: the library writes 0.
    pub reserved: [u8; 3],
    /// What fails alike until something changes.
    pub scope: apifault_scope,
    /// What may help besides waiting.
    pub remedies: apifault_remedies,
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_decision {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 3;
}

impl apifault_decision {
    pub(crate) const EMPTY: Self = Self {
        struct_size: 0,
        delay_ms: 0,
        kind: 0,
        fault: 0,
        advice: 0,
        provider: 0,
        delay_source: 0,
        has_delay: 0,
        reserved: [0; 3],
        scope: 0,
        remedies: 0,
    };

    /// What a decision or a report says of the retry, and nothing else.
    pub(crate) fn of_retry(retry: &Retry) -> Self {
        Self {
            delay_ms: retry.delay_ms.unwrap_or(0),
            advice: retry.advice.as_u32(),
            delay_source: retry.source.map_or(0, DelaySource::as_u32),
            has_delay: retry.delay_ms.is_some().into(),
            ..Self::EMPTY
        }
    }
}

/// An [`apifault_decision`] as it was in the first release: every caller has these members.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct FirstDecision {
    struct_size: usize,
    pub(crate) delay_ms: u64,
    pub(crate) kind: apifault_kind,
    fault: apifault_fault,
    pub(crate) advice: apifault_advice,
    provider: apifault_provider,
    delay_source: apifault_delay_source,
    pub(crate) has_delay: flag,
    reserved: [u8; 3],
}

const _: () = {
    assert!(size_of::<FirstDecision>() == apifault_decision::FIRST_SIZE);
    assert!(offset_of!(FirstDecision, advice) == offset_of!(apifault_decision, advice));
    assert!(offset_of!(FirstDecision, has_delay) == offset_of!(apifault_decision, has_delay));
};

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for FirstDecision {
    const FIRST_SIZE: usize = size_of::<Self>();
}

/// What one call means. A report owns all its texts and never changes. The functions that classify
/// and those of a stream create it, `apifault_report_free` frees it.
#[derive(Debug)]
pub struct apifault_report {
    _opaque: (),
}

/// What a pointer to an [`apifault_report`] really points to.
#[derive(Debug)]
pub(crate) struct ReportHandle {
    pub(crate) report: Report<'static>,
    /// Created by the first call that asks for it.
    pub(crate) json: OnceLock<Option<String>>,
}

impl ReportHandle {
    pub(crate) fn of(report: Report<'static>) -> Self {
        Self { report, json: OnceLock::new() }
    }

    /// The pointer that the caller frees.
    pub(crate) fn into_raw(self) -> *mut apifault_report {
        Box::into_raw(Box::new(self)).cast()
    }

    /// The pointer that callers hold.
    #[cfg(test)]
    pub(crate) fn opaque(&self) -> *const apifault_report {
        (&raw const *self).cast()
    }
}

/// Both texts of a response. The caller makes the [`Response`] of them: it is large, and would be
/// copied here.
///
/// # Safety
///
/// `headers` and `body` are null, or as many bytes as their lengths say can be read there for
/// `'a`.
unsafe fn read_texts<'a>(
    headers: *const c_char,
    headers_len: usize,
    body: *const c_char,
    body_len: usize,
) -> Result<(&'a [u8], &'a [u8]), Outcome> {
    // SAFETY: as promised.
    let headers = unsafe { memory::bytes(headers, headers_len) }?;
    // SAFETY: as promised.
    let body = unsafe { memory::bytes(body, body_len) }?;
    Ok((headers, body))
}

/// What the options say.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) options: Options,
    is_event: bool,
}

/// # Safety
///
/// `options` is null, or as many bytes as its `struct_size` says can be read there.
pub(crate) unsafe fn read_options(options: *const apifault_options) -> Result<Given, Outcome> {
    let mut read = Given::default();
    if options.is_null() {
        return Ok(read);
    }
    // SAFETY: as promised.
    let given = unsafe { memory::read_versioned(options, apifault_options::default()) }?;
    if given.now_ms != 0 {
        read.options = read.options.with_now_ms(given.now_ms);
    }
    if let Ok(provider) = Provider::try_from(given.provider) {
        read.options = read.options.with_provider(provider);
    }
    read.is_event = given.is_event != 0;
    Ok(read)
}

/// Hands over the report that `make` makes.
///
/// # Safety
///
/// `report` is null, or a pointer can be written there.
pub(crate) unsafe fn write_report<'a>(
    report: *mut *mut apifault_report,
    make: impl FnOnce() -> Result<Report<'a>, Outcome>,
) -> Result<(), Outcome> {
    // Checked first: a report that cannot be handed over would leak.
    if report.is_null() {
        return Err(Outcome::NullPointer);
    }
    let handle = ReportHandle::of(make()?.into_owned());
    // SAFETY: as promised.
    unsafe { memory::write(report, handle.into_raw()) }
}

/// Classifies one response and creates a report.
///
/// - `status`: the HTTP status; 0 if it is unknown. It is never read from `headers`.
/// - `headers`: `name: value` lines, each ended by LF or CRLF, as an HTTP client's header callback
///   delivers them. They may contain status lines: each begins a new block, and only the last block
///   counts.
/// - `body`: the bytes of the body after any content encoding is removed, also of a whole stream; or
///   one event of a stream, if `options` say so.
/// - `options`: what else is known; NULL if nothing is.
/// - `report`: receives the report, which the caller frees with `apifault_report_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_classify(
    status: u16,
    headers: *const c_char,
    headers_len: usize,
    body: *const c_char,
    body_len: usize,
    options: *const apifault_options,
    report: *mut *mut apifault_report,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let (headers, body) = unsafe { read_texts(headers, headers_len, body, body_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let given = unsafe { read_options(options) }?;
        let mut response = Response::new(status, body).with_header_block(headers);
        if given.is_event {
            response = response.as_event();
        }
        // SAFETY: the caller keeps the header's contract.
        unsafe { write_report(report, || Ok(classify(&response, &given.options))) }
    })
}

/// Classifies one whole response as `curl -i` prints it, and creates a report: a status line of any
/// HTTP version, headers, an empty line, the body. Blocks before the final response, such as
/// `100 Continue`, are skipped.
///
/// `options` and `report` are the same as for `apifault_classify`. Fails with
/// `APIFAULT_RESULT_NOT_HTTP` if the text does not begin with a status line, or is empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_classify_raw(
    raw: *const c_char,
    raw_len: usize,
    options: *const apifault_options,
    report: *mut *mut apifault_report,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let raw = unsafe { memory::bytes(raw, raw_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let given = unsafe { read_options(options) }?;
        let mut response = Response::from_raw(raw).map_err(|_| Outcome::NotHttp)?;
        if given.is_event {
            response = response.as_event();
        }
        // SAFETY: the caller keeps the header's contract.
        unsafe { write_report(report, || Ok(classify(&response, &given.options))) }
    })
}

/// Returns the same decision as `apifault_classify` for the same inputs, without creating a report.
/// It allocates only if the body is a whole stream, or if a string that may hold another error, or
/// an event on several lines, is longer than 4 KiB.
///
/// - `decision`: receives the decision; its `struct_size` must be set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_decide(
    status: u16,
    headers: *const c_char,
    headers_len: usize,
    body: *const c_char,
    body_len: usize,
    options: *const apifault_options,
    decision: *mut apifault_decision,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let (headers, body) = unsafe { read_texts(headers, headers_len, body, body_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let given = unsafe { read_options(options) }?;
        let mut response = Response::new(status, body).with_header_block(headers);
        if given.is_event {
            response = response.as_event();
        }
        let decided = decide(&response, &given.options);
        let answer = |struct_size| apifault_decision {
            struct_size,
            kind: decided.kind.as_u32(),
            fault: decided.fault.as_u32(),
            provider: decided.provider.map_or(0, Provider::as_u32),
            scope: decided.scope.as_u32(),
            remedies: decided.remedies.bits(),
            ..apifault_decision::of_retry(&decided.retry)
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_versioned(decision, answer) }
    })
}

/// Frees a report. Every text that was borrowed from it is invalid afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_free(report: *mut apifault_report) {
    guard((), || {
        if !report.is_null() {
            // SAFETY: it comes from `Box::into_raw`, and the caller frees it once.
            drop(unsafe { Box::from_raw(report.cast::<ReportHandle>()) });
        }
    });
}
