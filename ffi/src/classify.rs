//! Classifying.

use libc::c_char;
use std::mem::offset_of;
use std::sync::OnceLock;

use apifault_core::{DelaySource, Options, Provider, Report, Response, classify, decide};

use crate::guard::{guard, guard_result};
use crate::memory::{self, Versioned};
use crate::result::Outcome;

/// What the caller knows beside the response. Begin with `APIFAULT_OPTIONS_INIT`, which tells
/// nothing, and set what is known.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct apifault_options {
    /// `sizeof(apifault_options)`.
    pub struct_size: usize,
    /// When the response came, in Unix milliseconds. Absolute times in the response are counted
    /// from it; where it is 0 they give no delay.
    pub now_ms: u64,
    /// Whom the caller believes it talks to: an `APIFAULT_PROVIDER_` number, or 0. It is named
    /// where the response shows nobody, and never hides what the response shows. A number that
    /// the library does not know is as 0.
    pub provider: u32,
    /// 0: room to grow.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_options {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + size_of::<u32>();
}

/// What to do about a response. Begin with `APIFAULT_DECISION_INIT`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_decision {
    /// `sizeof(apifault_decision)`, set by the caller.
    pub struct_size: usize,
    /// How long the server said to wait, in milliseconds, rounded up; only where `has_delay`.
    pub delay_ms: u64,
    /// What went wrong: an `APIFAULT_KIND_` number.
    pub kind: u32,
    /// Who must act before the call can succeed: an `APIFAULT_FAULT_` number.
    pub fault: u32,
    /// Whether to send the same request again: an `APIFAULT_ADVICE_` number.
    pub advice: u32,
    /// Who answered: an `APIFAULT_PROVIDER_` number, or 0 where that does not show.
    pub provider: u32,
    /// Where the delay was found: an `APIFAULT_DELAY_SOURCE_` number, or 0 without a delay.
    pub delay_source: u32,
    /// Whether there is a delay. A delay may be 0.
    pub has_delay: bool,
    /// 0: room to grow.
    pub reserved: [u8; 3],
}

// SAFETY: `repr(C)`, `struct_size` first; it is only written, never read.
unsafe impl Versioned for apifault_decision {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 3;
}

/// Everything that one response tells. It is made by `apifault_classify` or
/// `apifault_classify_raw`, holds its own copy of all it needs, and never changes: any number of
/// threads may read it at once. It lives until `apifault_report_free`.
#[derive(Debug)]
pub struct apifault_report {
    _opaque: (),
}

/// What stands behind a pointer to an [`apifault_report`], of which callers know nothing.
#[derive(Debug)]
pub(crate) struct HeldReport {
    pub(crate) report: Report<'static>,
    /// Rendered when it is first asked for.
    pub(crate) json: OnceLock<Option<String>>,
}

impl HeldReport {
    fn new(response: &Response<'_>, options: &Options) -> Self {
        Self { report: classify(response, options).into_owned(), json: OnceLock::new() }
    }

    /// As callers know it.
    #[cfg(test)]
    pub(crate) fn opaque(&self) -> *const apifault_report {
        (&raw const *self).cast()
    }
}

/// Both texts of a response. They are small, unlike the [`Response`] that is made from them: that
/// one is made where it is used.
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

/// # Safety
///
/// `options` is null, or as many bytes as its `struct_size` says can be read there.
unsafe fn read_options(options: *const apifault_options) -> Result<Options, Outcome> {
    if options.is_null() {
        return Ok(Options::new());
    }
    // SAFETY: as promised.
    let told = unsafe { memory::read_versioned(options, apifault_options::default()) }?;
    let mut options = Options::new();
    if told.now_ms != 0 {
        options = options.with_now_ms(told.now_ms);
    }
    if let Ok(provider) = Provider::try_from(told.provider) {
        options = options.with_provider(provider);
    }
    Ok(options)
}

/// # Safety
///
/// `report` is null, or a pointer can be written there.
unsafe fn write_report(
    report: *mut *mut apifault_report,
    response: &Response<'_>,
    options: &Options,
) -> Result<(), Outcome> {
    // Nothing is made that could not be given.
    if report.is_null() {
        return Err(Outcome::NullPointer);
    }
    let made = Box::new(HeldReport::new(response, options));
    // SAFETY: as promised.
    unsafe { memory::write(report, Box::into_raw(made).cast()) }
}

/// Classifies one response, and gives the caller a report to free with `apifault_report_free`.
///
/// - `status`: the HTTP status; 0 where none is known. It is never read from `headers`.
/// - `headers`: `name: value` lines ended by LF or CRLF, as an HTTP client's header callback
///   delivers them. Status lines may stand among them: each begins a new block, and only the
///   last block counts.
/// - `body`: the body's bytes after any content encoding is undone, or one event of a stream.
/// - `options`: what else is known; NULL is nothing.
/// - `report`: the report. NULL is `APIFAULT_RESULT_NULL_POINTER`.
///
/// Any bytes give a report; only a misused argument gives a result other than
/// `APIFAULT_RESULT_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_classify(
    status: u16,
    headers: *const c_char,
    headers_len: usize,
    body: *const c_char,
    body_len: usize,
    options: *const apifault_options,
    report: *mut *mut apifault_report,
) -> u32 {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let (headers, body) = unsafe { read_texts(headers, headers_len, body, body_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let options = unsafe { read_options(options) }?;
        let response = Response::new(status, body).with_header_block(headers);
        // SAFETY: the caller keeps the header's contract.
        unsafe { write_report(report, &response, &options) }
    })
}

/// Classifies one whole response as `curl -i` prints it: a status line of any HTTP version,
/// headers, an empty line, the body. Blocks that only precede the answer, such as
/// `100 Continue`, are passed over.
///
/// It gives the caller a report to free with `apifault_report_free`. `options` and `report` are
/// as for `apifault_classify`. `APIFAULT_RESULT_NOT_HTTP` where the text does not begin with a
/// status line, is empty, or is NULL with a length of 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_classify_raw(
    raw: *const c_char,
    raw_len: usize,
    options: *const apifault_options,
    report: *mut *mut apifault_report,
) -> u32 {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let raw = unsafe { memory::bytes(raw, raw_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let options = unsafe { read_options(options) }?;
        let response = Response::from_raw(raw).map_err(|_| Outcome::NotHttp)?;
        // SAFETY: the caller keeps the header's contract.
        unsafe { write_report(report, &response, &options) }
    })
}

/// Decides what to do about one response. The answer is the one that the report of
/// `apifault_classify` gives for the same inputs, which see. No memory is allocated, but for a copy
/// of an error that is held inside another one's message.
///
/// `decision` is the caller's own, with its `struct_size` set. NULL is
/// `APIFAULT_RESULT_NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_decide(
    status: u16,
    headers: *const c_char,
    headers_len: usize,
    body: *const c_char,
    body_len: usize,
    options: *const apifault_options,
    decision: *mut apifault_decision,
) -> u32 {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let (headers, body) = unsafe { read_texts(headers, headers_len, body, body_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let options = unsafe { read_options(options) }?;
        let response = Response::new(status, body).with_header_block(headers);
        let decided = decide(&response, &options);
        let answer = |struct_size| apifault_decision {
            struct_size,
            delay_ms: decided.retry.delay_ms.unwrap_or(0),
            kind: decided.kind.as_u32(),
            fault: decided.fault.as_u32(),
            advice: decided.retry.advice.as_u32(),
            provider: decided.provider.map_or(0, Provider::as_u32),
            delay_source: decided.retry.source.map_or(0, DelaySource::as_u32),
            has_delay: decided.retry.delay_ms.is_some(),
            reserved: [0; 3],
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_versioned(decision, answer) }
    })
}

/// Frees a report. What was borrowed from it is gone with it. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_free(report: *mut apifault_report) {
    guard((), || {
        if !report.is_null() {
            // SAFETY: it came from `Box::into_raw`, and the caller frees it once.
            drop(unsafe { Box::from_raw(report.cast::<HeldReport>()) });
        }
    });
}
