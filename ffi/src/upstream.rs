//! The error behind a gateway.

use apifault_core::{Provider, Upstream};

use crate::classify::{ReportHandle, apifault_report};
use crate::memory;
use crate::numbers::apifault_provider;
use crate::report::{read, read_text};
use crate::text::apifault_text;

/// Whether the error contains the error of another server: that of the provider behind a gateway.
/// If there is none, the functions below return absent values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_has_upstream(report: *const apifault_report) -> bool {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, |handle| handle.report.upstream.is_some()) }
}

/// Which provider, gateway or server the inner error comes from.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_provider(
    report: *const apifault_report,
) -> apifault_provider {
    let provider = |handle: &ReportHandle| {
        let upstream = handle.report.upstream.as_ref();
        upstream.and_then(|upstream| upstream.provider).map_or(0, Provider::as_u32)
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, provider) }
}

/// The HTTP status that the inner error states.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_status(
    report: *const apifault_report,
    status: *mut u16,
) -> bool {
    let write = |handle: &ReportHandle| {
        let stated = handle.report.upstream.as_ref();
        let stated = stated.and_then(|upstream| upstream.status);
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_some(status, stated) }
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, write) }
}

/// # Safety
///
/// As for [`read`].
unsafe fn read_upstream<T: AsRef<str>>(
    report: *const apifault_report,
    f: impl for<'a> FnOnce(&'a Upstream<'static>) -> Option<&'a T>,
) -> apifault_text {
    let text = |handle: &ReportHandle| {
        let upstream = handle.report.upstream.as_ref();
        apifault_text::of_option(upstream.and_then(f))
    };
    // SAFETY: as promised.
    unsafe { read_text(report, text) }
}

/// The description in the inner error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_message(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |upstream| upstream.error.message.as_ref()) }
}

/// The class of the inner error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_type(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |upstream| upstream.error.type_.as_ref()) }
}

/// The code of the inner error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_code(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |upstream| upstream.error.code.as_ref()) }
}

/// The request parameter that the inner error is about.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_param(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |upstream| upstream.error.param.as_ref()) }
}

/// The model output in the inner error that is not a valid tool call or valid JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_failed_generation(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |upstream| upstream.error.failed_generation.as_ref()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{EMPTY, FULL, report};

    const TEXTS: [(unsafe extern "C" fn(*const apifault_report) -> apifault_text, &str); 5] = [
        (apifault_report_upstream_message, "um"),
        (apifault_report_upstream_type, "ut"),
        (apifault_report_upstream_code, "uc"),
        (apifault_report_upstream_param, "up"),
        (apifault_report_upstream_failed_generation, "ug"),
    ];

    #[test]
    fn each_accessor_reads_its_own_field() {
        let full = report(FULL);
        let opaque = full.opaque();
        // SAFETY: the report lives.
        assert!(unsafe { apifault_report_has_upstream(opaque) });
        // SAFETY: the report lives.
        let provider = unsafe { apifault_report_upstream_provider(opaque) };
        assert_eq!(Provider::try_from(provider), Ok(Provider::Together));
        let mut status = 0;
        // SAFETY: both live.
        assert!(unsafe { apifault_report_upstream_status(opaque, &raw mut status) });
        assert_eq!(status, 503);
        for (read, expected) in TEXTS {
            // SAFETY: the report lives.
            assert_eq!(unsafe { read(opaque) }.get().as_deref(), Some(expected));
        }
    }

    #[test]
    fn without_an_upstream_every_value_is_absent() {
        let empty = report(EMPTY);
        let opaque = empty.opaque();
        // SAFETY: the report lives.
        assert!(!unsafe { apifault_report_has_upstream(opaque) });
        // SAFETY: the report lives.
        assert_eq!(unsafe { apifault_report_upstream_provider(opaque) }, 0);
        let mut status = 7;
        // SAFETY: both live.
        assert!(!unsafe { apifault_report_upstream_status(opaque, &raw mut status) });
        assert_eq!(status, 7);
        for (read, _) in TEXTS {
            // SAFETY: the report lives.
            assert_eq!(unsafe { read(opaque) }.get(), None);
        }
    }
}
