//! A text, or a failure, instead of a response.

use libc::c_char;
use std::borrow::Cow;
use std::mem::offset_of;

use apifault_core::{ErrorObject, Failure, NotFound, classify_failure, classify_text};

use crate::classify::{apifault_options, apifault_report, read_options, write_report};
use crate::guard::guard_result;
use crate::memory::{self, Versioned, flag};
use crate::numbers::{apifault_failure, apifault_result};
use crate::outcome::Outcome;
use crate::text::apifault_text;

/// Why a text has no report. Initialize it with `APIFAULT_NOT_FOUND_INIT`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_not_found {
    /// `sizeof(apifault_not_found)`, set by the caller.
    pub struct_size: usize,
    /// The number of the line that came nearest to a failed call, from 1; valid if
    /// `has_nearest_line`.
    pub nearest_line: u64,
    /// What would help, in one sentence.
    pub hint: apifault_text,
    /// Whether a line has something of a failed call.
    pub has_nearest_line: flag,
    /// Reserved: the library writes 0.
    pub reserved: [u8; 7],
}

// SAFETY: `repr(C)`, `struct_size` first; it is only written, never read.
unsafe impl Versioned for apifault_not_found {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 7;
}

/// # Safety
///
/// `not_found` is null, or as many bytes as its `struct_size` says can be written there.
unsafe fn write_refusal(
    not_found: *mut apifault_not_found,
    refusal: NotFound,
) -> Result<(), Outcome> {
    if not_found.is_null() {
        return Ok(());
    }
    let answer = |struct_size| apifault_not_found {
        struct_size,
        nearest_line: refusal.nearest_line.map_or(0, |line| line as u64),
        hint: apifault_text::of(refusal.hint),
        has_nearest_line: refusal.nearest_line.is_some().into(),
        reserved: [0; 7],
    };
    // SAFETY: as promised.
    unsafe { memory::write_versioned(not_found, answer) }
}

/// Finds the failed call that a text describes, and creates its report: the words of an exception, a
/// traceback, what a terminal shows, or lines of a log. If the text describes several failures, the
/// last one of the call that failed last counts.
///
/// - `text`: any bytes; each sequence that is not valid UTF-8 counts as U+FFFD.
/// - `options`: what else is known; NULL if nothing is. `is_event` changes nothing. The provider is
///   used if the text does not identify one.
/// - `report`: receives the report, which the caller frees with `apifault_report_free`. Its status is
///   the one that the text states, or 0.
/// - `not_found`: receives what would help, only if the call fails with `APIFAULT_RESULT_NOT_FOUND`;
///   its `struct_size` must be set. NULL if nobody asks.
///
/// Fails with `APIFAULT_RESULT_NOT_FOUND` if the text describes no failed call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_classify_text(
    text: *const c_char,
    text_len: usize,
    options: *const apifault_options,
    report: *mut *mut apifault_report,
    not_found: *mut apifault_not_found,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let text = unsafe { memory::bytes(text, text_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let given = unsafe { read_options(options) }?;
        if !not_found.is_null() {
            // SAFETY: the caller keeps the header's contract.
            unsafe { memory::check_versioned(not_found) }?;
        }
        let found = || {
            classify_text(&String::from_utf8_lossy(text), &given.options).map_err(|refusal| {
                // SAFETY: the caller keeps the header's contract.
                let written = unsafe { write_refusal(not_found, refusal) };
                written.err().unwrap_or(Outcome::NotFound)
            })
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { write_report(report, found) }
    })
}

/// A text that is absent if its pointer is NULL.
///
/// # Safety
///
/// `data` is null, or as many bytes as `len` says can be read there for `'a`.
unsafe fn read_optional<'a>(
    data: *const c_char,
    len: usize,
) -> Result<Option<Cow<'a, str>>, Outcome> {
    // SAFETY: as promised.
    let bytes = unsafe { memory::bytes(data, len) }?;
    Ok((!data.is_null()).then(|| String::from_utf8_lossy(bytes)))
}

/// Creates the report of a call that failed without a response, for a client that knows why.
///
/// - `failure`: why there is no response. An unknown number counts as `APIFAULT_FAILURE_OTHER`.
/// - `type`: what the client calls the failure, such as the class of its exception; NULL if nothing.
///   It becomes the type of the report.
/// - `message`: what the client says about it; NULL if nothing. It becomes the message of the report.
/// - `options`: what else is known; NULL if nothing is. Only the provider counts.
/// - `report`: receives the report, which the caller frees with `apifault_report_free`. Its status is
///   0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_classify_failure(
    failure: apifault_failure,
    r#type: *const c_char,
    type_len: usize,
    message: *const c_char,
    message_len: usize,
    options: *const apifault_options,
    report: *mut *mut apifault_report,
) -> apifault_result {
    guard_result(|| {
        let mut error = ErrorObject::default();
        // SAFETY: the caller keeps the header's contract.
        error.type_ = unsafe { read_optional(r#type, type_len) }?;
        // SAFETY: the caller keeps the header's contract.
        error.message = unsafe { read_optional(message, message_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let given = unsafe { read_options(options) }?;
        let failure = Failure::try_from(failure).unwrap_or(Failure::Other);
        let made = || Ok(classify_failure(failure, error, &given.options));
        // SAFETY: the caller keeps the header's contract.
        unsafe { write_report(report, made) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_written_whole() {
        let text = "Starting up\nListening on port 8080\n";
        let expected = classify_text(text, &apifault_core::Options::new()).expect_err("no failure");
        // SAFETY: zero is a value of each of its members.
        let mut not_found: apifault_not_found = unsafe { std::mem::zeroed() };
        not_found.struct_size = size_of::<apifault_not_found>();
        for line in [None, Some(7)] {
            let mut refusal = expected;
            refusal.nearest_line = line;
            // SAFETY: it lives.
            assert_eq!(unsafe { write_refusal(&raw mut not_found, refusal) }, Ok(()));
            assert_eq!(not_found.nearest_line, line.map_or(0, |line| line as u64));
            assert_eq!(not_found.has_nearest_line, u8::from(line.is_some()));
            assert_eq!(not_found.hint.get().as_deref(), Some(expected.hint));
        }
    }
}
