//! The error behind a gateway.

use apifault_core::{Provider, Upstream};

use crate::classify::{HeldReport, apifault_report};
use crate::memory;
use crate::report::{read, read_text};
use crate::text::apifault_text;

/// Whether the error carries another server's error inside it: that of the provider behind a
/// gateway. Without one, the functions below find everything absent. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_has_upstream(report: *const apifault_report) -> bool {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, |it| it.report.upstream.is_some()) }
}

/// Whose error it is: an `APIFAULT_PROVIDER_` number. 0 where that does not show, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_provider(report: *const apifault_report) -> u32 {
    let provider = |it: &HeldReport| {
        let upstream = it.report.upstream.as_ref();
        upstream.and_then(|upstream| upstream.provider).map_or(0, Provider::as_u32)
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, provider) }
}

/// The HTTP status that it states. False where it states none, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_status(
    report: *const apifault_report,
    status: *mut u16,
) -> bool {
    let write = |it: &HeldReport| {
        let stated = it.report.upstream.as_ref();
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
    let text = |it: &HeldReport| {
        let upstream = it.report.upstream.as_ref();
        apifault_text::of_option(upstream.and_then(f))
    };
    // SAFETY: as promised.
    unsafe { read_text(report, text) }
}

/// Its description. Borrowed from `report`; absent where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_message(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |it| it.error.message.as_ref()) }
}

/// Its classification. Borrowed from `report`; absent where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_type(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |it| it.error.type_.as_ref()) }
}

/// Its code. Borrowed from `report`; absent where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_code(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |it| it.error.code.as_ref()) }
}

/// The parameter that it is about. Borrowed from `report`; absent where it is not told, and for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_param(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |it| it.error.param.as_ref()) }
}

/// What its model wrote that was no valid tool call or JSON. Borrowed from `report`; absent
/// where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_upstream_failed_generation(
    report: *const apifault_report,
) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_upstream(report, |it| it.error.failed_generation.as_ref()) }
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
        let it = full.opaque();
        // SAFETY: the report lives.
        assert!(unsafe { apifault_report_has_upstream(it) });
        // SAFETY: the report lives.
        let provider = unsafe { apifault_report_upstream_provider(it) };
        assert_eq!(Provider::try_from(provider), Ok(Provider::Together));
        let mut status = 0;
        // SAFETY: both live.
        assert!(unsafe { apifault_report_upstream_status(it, &raw mut status) });
        assert_eq!(status, 503);
        for (read, expected) in TEXTS {
            // SAFETY: the report lives.
            assert_eq!(unsafe { read(it) }.get().as_deref(), Some(expected));
        }
    }

    #[test]
    fn without_an_upstream_all_is_absent() {
        let empty = report(EMPTY);
        let it = empty.opaque();
        // SAFETY: the report lives.
        assert!(!unsafe { apifault_report_has_upstream(it) });
        // SAFETY: the report lives.
        assert_eq!(unsafe { apifault_report_upstream_provider(it) }, 0);
        let mut status = 7;
        // SAFETY: both live.
        assert!(!unsafe { apifault_report_upstream_status(it, &raw mut status) });
        assert_eq!(status, 7);
        for (read, _) in TEXTS {
            // SAFETY: the report lives.
            assert_eq!(unsafe { read(it) }.get(), None);
        }
    }
}
