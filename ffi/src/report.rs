//! Reading a report.

use apifault_core::{DelaySource, Provider};

use crate::classify::{HeldReport, apifault_report};
use crate::guard::guard;
use crate::memory;
use crate::text::apifault_text;

/// What `f` reads from a report, or `absent` where there is none.
///
/// # Safety
///
/// `report` is null or a report that is not yet freed.
pub(crate) unsafe fn read<T: Copy>(
    report: *const apifault_report,
    absent: T,
    f: impl FnOnce(&HeldReport) -> T,
) -> T {
    guard(absent, || {
        // SAFETY: as promised.
        let report = unsafe { memory::borrow(report.cast::<HeldReport>()) };
        report.map_or(absent, f)
    })
}

/// What went wrong: an `APIFAULT_KIND_` number. `APIFAULT_KIND_UNKNOWN` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_kind(report: *const apifault_report) -> u32 {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |it| it.report.kind.as_u32()) }
}

/// Who must act before the call can succeed: an `APIFAULT_FAULT_` number. `APIFAULT_FAULT_NONE`
/// for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_fault(report: *const apifault_report) -> u32 {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |it| it.report.fault.as_u32()) }
}

/// Whether to send the same request again: an `APIFAULT_ADVICE_` number. `APIFAULT_ADVICE_NO` for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_advice(report: *const apifault_report) -> u32 {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |it| it.report.retry.advice.as_u32()) }
}

/// How long the server said to wait, in milliseconds, rounded up; at most 9007199254740991.
/// There is a delay exactly where the advice is `APIFAULT_ADVICE_AFTER_DELAY`; it may be 0.
/// False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_delay_ms(
    report: *const apifault_report,
    delay_ms: *mut u64,
) -> bool {
    // SAFETY: the caller keeps the header's contract.
    let write = |value| unsafe { memory::write_some(delay_ms, value) };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, |it| write(it.report.retry.delay_ms)) }
}

/// Where the delay was found: an `APIFAULT_DELAY_SOURCE_` number. 0 without a delay, and for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_delay_source(report: *const apifault_report) -> u32 {
    let source = |it: &HeldReport| it.report.retry.source.map_or(0, DelaySource::as_u32);
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, source) }
}

/// Who answered: an `APIFAULT_PROVIDER_` number. 0 where that does not show, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_provider(report: *const apifault_report) -> u32 {
    let provider = |it: &HeldReport| it.report.provider.map_or(0, Provider::as_u32);
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, provider) }
}

/// The HTTP status, as it was given. 0 where none is known, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_status(report: *const apifault_report) -> u16 {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |it| it.report.status) }
}

/// # Safety
///
/// As for [`read`].
pub(crate) unsafe fn read_text(
    report: *const apifault_report,
    f: impl FnOnce(&HeldReport) -> apifault_text,
) -> apifault_text {
    // SAFETY: as promised.
    unsafe { read(report, apifault_text::ABSENT, f) }
}

/// The provider's own description of the error; of a body that is neither JSON nor HTML, its first
/// 1,000 characters. Borrowed from `report`; absent where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_message(report: *const apifault_report) -> apifault_text {
    let text = |it: &HeldReport| apifault_text::of_option(it.report.error.message.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The provider's classification of the error. Borrowed from `report`; absent where it is not
/// told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_type(report: *const apifault_report) -> apifault_text {
    let text = |it: &HeldReport| apifault_text::of_option(it.report.error.type_.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The provider's code for the error; a numeric one as its decimal text. Borrowed from
/// `report`; absent where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_code(report: *const apifault_report) -> apifault_text {
    let text = |it: &HeldReport| apifault_text::of_option(it.report.error.code.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The parameter of the request that the error is about. Borrowed from `report`; absent where
/// it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_param(report: *const apifault_report) -> apifault_text {
    let text = |it: &HeldReport| apifault_text::of_option(it.report.error.param.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// What the model wrote that was no valid tool call or JSON. Borrowed from `report`; absent
/// where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_failed_generation(
    report: *const apifault_report,
) -> apifault_text {
    let text =
        |it: &HeldReport| apifault_text::of_option(it.report.error.failed_generation.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The id under which the provider's support finds the call. Borrowed from `report`; absent
/// where it is not told, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_request_id(
    report: *const apifault_report,
) -> apifault_text {
    let text = |it: &HeldReport| apifault_text::of_option(it.report.request_id.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// What the caller should do now, in one sentence. Borrowed from `report`; absent only for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_action(report: *const apifault_report) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, |it| apifault_text::of(&it.report.action)) }
}

/// The name of the rule that decided the kind, as in `status/429`. Borrowed from `report`; absent
/// only for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_rule(report: *const apifault_report) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, |it| apifault_text::of(&it.report.rule)) }
}

/// The whole report as one JSON object on one line. Every key is always there; what is not told
/// is null or an empty list. It is made when it is first asked for, by whichever thread that is.
/// Borrowed from `report`; absent only for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_json(report: *const apifault_report) -> apifault_text {
    let text = |it: &HeldReport| {
        let json = it.json.get_or_init(|| serde_json::to_string(&it.report).ok());
        apifault_text::of_option(json.as_ref())
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::OnceLock;

    use super::*;

    /// A report in which everything is told, each thing by a value of its own.
    pub(crate) const FULL: &str = r#"{"kind":"rate_limited","fault":"account","retry":{"advice":"after_delay","delay_ms":6781,"source":"message"},"status":429,"provider":"groq","error":{"message":"m\u0000é","type":"t","code":"","param":"p","failed_generation":"g"},"limits":[{"metric":"tokens","window":"minute","limit":1,"remaining":2,"used":3,"requested":4,"reset_ms":5},{"metric":"requests","window":null,"limit":null,"remaining":0,"used":null,"requested":null,"reset_ms":null}],"request_id":"r","upstream":{"provider":"together","status":503,"error":{"message":"um","type":"ut","code":"uc","param":"up","failed_generation":"ug"}},"action":"a","rule":"status/429"}"#;

    /// A report in which nothing is told.
    pub(crate) const EMPTY: &str = r#"{"kind":"unknown","fault":"none","retry":{"advice":"no","delay_ms":null,"source":null},"status":0,"provider":null,"error":{"message":null,"type":null,"code":null,"param":null,"failed_generation":null},"limits":[],"request_id":null,"upstream":null,"action":"a","rule":"status/0"}"#;

    pub(crate) fn report(json: &'static str) -> HeldReport {
        HeldReport { report: serde_json::from_str(json).expect("a report"), json: OnceLock::new() }
    }

    fn text(
        read: unsafe extern "C" fn(*const apifault_report) -> apifault_text,
        report: &HeldReport,
    ) -> Option<String> {
        // SAFETY: the report lives.
        unsafe { read(report.opaque()) }.get()
    }

    #[test]
    fn each_accessor_reads_its_own_field() {
        let full = report(FULL);
        let it = full.opaque();
        // SAFETY: the report lives.
        let number = |read: unsafe extern "C" fn(_) -> u32| unsafe { read(it) };
        assert_eq!(number(apifault_report_kind), 15);
        assert_eq!(number(apifault_report_fault), 2);
        assert_eq!(number(apifault_report_advice), 2);
        assert_eq!(number(apifault_report_delay_source), 4);
        assert_eq!(number(apifault_report_provider), 1);
        // SAFETY: the report lives.
        assert_eq!(unsafe { apifault_report_status(it) }, 429);
        let mut delay_ms = 0;
        // SAFETY: both live.
        assert!(unsafe { apifault_report_delay_ms(it, &raw mut delay_ms) });
        assert_eq!(delay_ms, 6781);
        let text = |read| text(read, &full);
        assert_eq!(text(apifault_report_message).as_deref(), Some("m\0é"));
        assert_eq!(text(apifault_report_type).as_deref(), Some("t"));
        assert_eq!(text(apifault_report_code).as_deref(), Some(""));
        assert_eq!(text(apifault_report_param).as_deref(), Some("p"));
        assert_eq!(text(apifault_report_failed_generation).as_deref(), Some("g"));
        assert_eq!(text(apifault_report_request_id).as_deref(), Some("r"));
        assert_eq!(text(apifault_report_action).as_deref(), Some("a"));
        assert_eq!(text(apifault_report_rule).as_deref(), Some("status/429"));
        assert_eq!(text(apifault_report_json).as_deref(), Some(FULL));
    }

    #[test]
    fn what_is_not_told_is_absent() {
        let empty = report(EMPTY);
        for read in [
            apifault_report_message,
            apifault_report_type,
            apifault_report_code,
            apifault_report_param,
            apifault_report_failed_generation,
            apifault_report_request_id,
        ] {
            assert_eq!(text(read, &empty), None);
        }
        let mut delay_ms = 7;
        // SAFETY: both live.
        assert!(!unsafe { apifault_report_delay_ms(empty.opaque(), &raw mut delay_ms) });
        assert_eq!(delay_ms, 7);
        assert_eq!(text(apifault_report_json, &empty).as_deref(), Some(EMPTY));
    }

    #[test]
    fn threads_that_ask_at_once_get_the_same_json() {
        let full = report(FULL);
        // SAFETY: the report lives.
        let address = || unsafe { apifault_report_json(full.opaque()) }.data as usize;
        let addresses: Vec<usize> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(address)).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, usize>| thread.join();
            threads.into_iter().filter_map(|it| join(it).ok()).collect()
        });
        assert_eq!(addresses, [address(); 8]);
    }
}
