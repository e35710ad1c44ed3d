//! Rate limits.

use std::mem::offset_of;

use apifault_core::Window;

use crate::classify::{HeldReport, apifault_report};
use crate::memory::{self, Versioned};
use crate::report::read;

/// One rate-limit bucket. Begin with `APIFAULT_LIMIT_INIT`. Each number counts only where its
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
    /// When it is full again, in milliseconds from now.
    pub reset_ms: u64,
    /// What is counted: an `APIFAULT_METRIC_` number.
    pub metric: u32,
    /// The span of time it is counted over: an `APIFAULT_WINDOW_` number, or 0 where not told.
    pub window: u32,
    /// Whether `limit` is told.
    pub has_limit: bool,
    /// Whether `remaining` is told.
    pub has_remaining: bool,
    /// Whether `used` is told.
    pub has_used: bool,
    /// Whether `requested` is told.
    pub has_requested: bool,
    /// Whether `reset_ms` is told.
    pub has_reset: bool,
    /// 0: room to grow.
    pub reserved: [u8; 3],
}

// SAFETY: `repr(C)`, `struct_size` first; it is only written, never read.
unsafe impl Versioned for apifault_limit {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 3;
}

/// How many rate-limit buckets the response tells of. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_limit_count(report: *const apifault_report) -> usize {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |it| it.report.limits.len()) }
}

/// Writes one bucket into the caller's `limit`, whose `struct_size` is set. False, and nothing
/// written, where `index` is not below `apifault_report_limit_count`, a pointer is NULL, or
/// `struct_size` is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_limit(
    report: *const apifault_report,
    index: usize,
    limit: *mut apifault_limit,
) -> bool {
    let write = |it: &HeldReport| {
        let Some(told) = it.report.limits.get(index) else {
            return false;
        };
        let bucket = |struct_size| apifault_limit {
            struct_size,
            limit: told.limit.unwrap_or(0),
            remaining: told.remaining.unwrap_or(0),
            used: told.used.unwrap_or(0),
            requested: told.requested.unwrap_or(0),
            reset_ms: told.reset_ms.unwrap_or(0),
            metric: told.metric.as_u32(),
            window: told.window.map_or(0, Window::as_u32),
            has_limit: told.limit.is_some(),
            has_remaining: told.remaining.is_some(),
            has_used: told.used.is_some(),
            has_requested: told.requested.is_some(),
            has_reset: told.reset_ms.is_some(),
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
        let (read, it) = limit(0, UNTOUCHED);
        assert!(read);
        assert_eq!(it.struct_size, size_of::<apifault_limit>());
        assert_eq!((it.metric, it.window), (2, 2));
        assert_eq!([it.limit, it.remaining, it.used, it.requested, it.reset_ms], [1, 2, 3, 4, 5]);
        assert!(it.has_limit && it.has_remaining && it.has_used);
        assert!(it.has_requested && it.has_reset);
    }

    #[test]
    fn zero_is_told_and_absent_is_not() {
        let (read, it) = limit(1, UNTOUCHED);
        assert!(read);
        assert_eq!((it.metric, it.window), (1, 0));
        assert!(it.has_remaining);
        assert_eq!(it.remaining, 0);
        assert!(!(it.has_limit || it.has_used || it.has_requested || it.has_reset));
    }

    #[test]
    fn past_the_last_bucket_nothing_is_written() {
        let full = report(FULL);
        // SAFETY: the report lives.
        let count = unsafe { apifault_report_limit_count(full.opaque()) };
        assert_eq!(count, 2);
        for index in [count, usize::MAX] {
            let (read, it) = limit(index, UNTOUCHED);
            assert!(!read);
            assert_eq!((it.limit, it.reserved), (9, [9; 3]));
        }
    }

    #[test]
    fn a_struct_size_that_is_too_small_is_refused() {
        for struct_size in [0, 8, size_of::<apifault_limit>() - 1] {
            let into = apifault_limit { struct_size, ..UNTOUCHED };
            let (read, it) = limit(0, into);
            assert!(!read);
            assert_eq!(it.limit, 9);
        }
    }
}
