//! Rate limits.

use std::mem::offset_of;

use apifault_core::Window;

use crate::classify::{ReportHandle, apifault_report};
use crate::memory::{self, Versioned};
use crate::numbers::{apifault_metric, apifault_window};
use crate::report::read;

/// One rate-limit bucket. Initialize it with `APIFAULT_LIMIT_INIT`. A number is valid only if its
/// `has_` member is true; it may be 0.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_limit {
    /// `sizeof(apifault_limit)`, set by the caller.
    pub struct_size: usize,
    /// How much the window allows.
    pub limit: u64,
    /// How much of it is left.
    pub remaining: u64,
    /// How much of it is used.
    pub used: u64,
    /// How much this request asked for.
    pub requested: u64,
    /// When the bucket is full again, in milliseconds from now.
    pub reset_ms: u64,
    /// What is counted.
    pub metric: apifault_metric,
    /// The time span, or 0 if the response does not state it.
    pub window: apifault_window,
    /// Whether the response states `limit`.
    pub has_limit: bool,
    /// Whether the response states `remaining`.
    pub has_remaining: bool,
    /// Whether the response states `used`.
    pub has_used: bool,
    /// Whether the response states `requested`.
    pub has_requested: bool,
    /// Whether the response states `reset_ms`.
    pub has_reset: bool,
    /// Reserved: the library writes 0.
    pub reserved: [u8; 3],
}

// SAFETY: `repr(C)`, `struct_size` first; it is only written, never read.
unsafe impl Versioned for apifault_limit {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 3;
}

/// The number of rate-limit buckets in the report.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_limit_count(report: *const apifault_report) -> usize {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.limits.len()) }
}

/// Writes one bucket to `limit`, whose `struct_size` must be set. Returns false and writes nothing
/// if `index` is not below `apifault_report_limit_count`, or if `struct_size` is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_limit(
    report: *const apifault_report,
    index: usize,
    limit: *mut apifault_limit,
) -> bool {
    let write = |handle: &ReportHandle| {
        let Some(stated) = handle.report.limits.get(index) else {
            return false;
        };
        let bucket = |struct_size| apifault_limit {
            struct_size,
            limit: stated.limit.unwrap_or(0),
            remaining: stated.remaining.unwrap_or(0),
            used: stated.used.unwrap_or(0),
            requested: stated.requested.unwrap_or(0),
            reset_ms: stated.reset_ms.unwrap_or(0),
            metric: stated.metric.as_u32(),
            window: stated.window.map_or(0, Window::as_u32),
            has_limit: stated.limit.is_some(),
            has_remaining: stated.remaining.is_some(),
            has_used: stated.used.is_some(),
            has_requested: stated.requested.is_some(),
            has_reset: stated.reset_ms.is_some(),
            reserved: [0; 3],
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_versioned(limit, bucket) }.is_ok()
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, write) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{FULL, report};

    const UNTOUCHED: apifault_limit = apifault_limit {
        struct_size: size_of::<apifault_limit>(),
        limit: 9,
        remaining: 9,
        used: 9,
        requested: 9,
        reset_ms: 9,
        metric: 9,
        window: 9,
        has_limit: false,
        has_remaining: false,
        has_used: false,
        has_requested: false,
        has_reset: false,
        reserved: [9; 3],
    };

    fn limit(index: usize, into: apifault_limit) -> (bool, apifault_limit) {
        let full = report(FULL);
        let mut limit = into;
        // SAFETY: both live.
        let read = unsafe { apifault_report_limit(full.opaque(), index, &raw mut limit) };
        (read, limit)
    }

    #[test]
    fn each_bucket_is_read_whole() {
        let (read, written) = limit(0, UNTOUCHED);
        assert!(read);
        assert_eq!(written.struct_size, size_of::<apifault_limit>());
        assert_eq!((written.metric, written.window), (2, 2));
        assert_eq!(
            [written.limit, written.remaining, written.used, written.requested, written.reset_ms],
            [1, 2, 3, 4, 5]
        );
        assert!(written.has_limit && written.has_remaining && written.has_used);
        assert!(written.has_requested && written.has_reset);
    }

    #[test]
    fn zero_is_stated_and_absent_is_not() {
        let (read, written) = limit(1, UNTOUCHED);
        assert!(read);
        assert_eq!((written.metric, written.window), (1, 0));
        assert!(written.has_remaining);
        assert_eq!(written.remaining, 0);
        assert!(
            !(written.has_limit || written.has_used || written.has_requested || written.has_reset)
        );
    }

    #[test]
    fn past_the_last_bucket_nothing_is_written() {
        let full = report(FULL);
        // SAFETY: the report lives.
        let count = unsafe { apifault_report_limit_count(full.opaque()) };
        assert_eq!(count, 2);
        for index in [count, usize::MAX] {
            let (read, written) = limit(index, UNTOUCHED);
            assert!(!read);
            assert_eq!((written.limit, written.reserved), (9, [9; 3]));
        }
    }

    #[test]
    fn a_struct_size_that_is_too_small_is_refused() {
        for struct_size in [0, 8, size_of::<apifault_limit>() - 1] {
            let into = apifault_limit { struct_size, ..UNTOUCHED };
            let (read, written) = limit(0, into);
            assert!(!read);
            assert_eq!(written.limit, 9);
        }
    }
}
