//! Reading a report.

use apifault_core::{DelaySource, Provider};

use crate::classify::{ReportHandle, apifault_decision, apifault_report};
use crate::guard::guard;
use crate::memory;
use crate::numbers::{
    apifault_advice, apifault_delay_source, apifault_fault, apifault_kind, apifault_provider,
    apifault_remedies, apifault_scope,
};
use crate::text::apifault_text;

/// What `f` reads from a report, or `absent` if there is no report.
///
/// # Safety
///
/// `report` is null or a report that is not yet freed.
pub(crate) unsafe fn read<T: Copy>(
    report: *const apifault_report,
    absent: T,
    f: impl FnOnce(&ReportHandle) -> T,
) -> T {
    guard(absent, || {
        // SAFETY: as promised.
        let report = unsafe { memory::borrow(report.cast::<ReportHandle>()) };
        report.map_or(absent, f)
    })
}

/// What went wrong.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_kind(report: *const apifault_report) -> apifault_kind {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.kind.as_u32()) }
}

/// Who must act before the call can succeed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_fault(report: *const apifault_report) -> apifault_fault {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.fault.as_u32()) }
}

/// Whether to send the same request again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_advice(report: *const apifault_report) -> apifault_advice {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.retry.advice.as_u32()) }
}

/// What fails alike until something changes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_scope(report: *const apifault_report) -> apifault_scope {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.scope.as_u32()) }
}

/// What may help besides waiting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_remedies(
    report: *const apifault_report,
) -> apifault_remedies {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.remedies.bits()) }
}

/// How long the server said to wait, in milliseconds, rounded up; at most 9007199254740991. There
/// is a delay exactly if the advice is `APIFAULT_ADVICE_AFTER_DELAY`; it may be 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_delay_ms(
    report: *const apifault_report,
    delay_ms: *mut u64,
) -> bool {
    // SAFETY: the caller keeps the header's contract.
    let write = |value| unsafe { memory::write_some(delay_ms, value) };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, |handle| write(handle.report.retry.delay_ms)) }
}

/// Where the delay was found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_delay_source(
    report: *const apifault_report,
) -> apifault_delay_source {
    let source = |handle: &ReportHandle| handle.report.retry.source.map_or(0, DelaySource::as_u32);
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, source) }
}

/// Which provider, gateway or server answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_provider(
    report: *const apifault_report,
) -> apifault_provider {
    let provider = |handle: &ReportHandle| handle.report.provider.map_or(0, Provider::as_u32);
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, provider) }
}

/// Writes the decision of the report to `decision`, whose `struct_size` must be set: what
/// `apifault_decide` gives for the same response. Returns false and writes nothing if there is no
/// report, or if `struct_size` is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_decision(
    report: *const apifault_report,
    decision: *mut apifault_decision,
) -> bool {
    let write = |handle: &ReportHandle| {
        let report = &handle.report;
        let answer = |struct_size| apifault_decision {
            struct_size,
            kind: report.kind.as_u32(),
            fault: report.fault.as_u32(),
            provider: report.provider.map_or(0, Provider::as_u32),
            scope: report.scope.as_u32(),
            remedies: report.remedies.bits(),
            ..apifault_decision::of_retry(&report.retry)
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_versioned(decision, answer) }.is_ok()
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, false, write) }
}

/// The HTTP status that was passed in; 0 if it is unknown.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_status(report: *const apifault_report) -> u16 {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(report, 0, |handle| handle.report.status) }
}

/// # Safety
///
/// As for [`read`].
pub(crate) unsafe fn read_text(
    report: *const apifault_report,
    f: impl FnOnce(&ReportHandle) -> apifault_text,
) -> apifault_text {
    // SAFETY: as promised.
    unsafe { read(report, apifault_text::ABSENT, f) }
}

/// The provider's description of the error; the first 1,000 characters of a body that is neither
/// JSON nor HTML.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_message(report: *const apifault_report) -> apifault_text {
    let text =
        |handle: &ReportHandle| apifault_text::of_option(handle.report.error.message.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The provider's name for the class of the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_type(report: *const apifault_report) -> apifault_text {
    let text = |handle: &ReportHandle| apifault_text::of_option(handle.report.error.type_.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The provider's code for the error; a numeric code as decimal text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_code(report: *const apifault_report) -> apifault_text {
    let text = |handle: &ReportHandle| apifault_text::of_option(handle.report.error.code.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The request parameter that the error is about.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_param(report: *const apifault_report) -> apifault_text {
    let text = |handle: &ReportHandle| apifault_text::of_option(handle.report.error.param.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The model output that is not a valid tool call or valid JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_failed_generation(
    report: *const apifault_report,
) -> apifault_text {
    let text = |handle: &ReportHandle| {
        apifault_text::of_option(handle.report.error.failed_generation.as_ref())
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// The id by which the provider's support can find the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_request_id(
    report: *const apifault_report,
) -> apifault_text {
    let text = |handle: &ReportHandle| apifault_text::of_option(handle.report.request_id.as_ref());
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

/// What the caller should do now, in one sentence. Every report has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_action(report: *const apifault_report) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, |handle| apifault_text::of(&handle.report.action)) }
}

/// The name of the rule that decided the kind, such as `status/429`. Every report has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_rule(report: *const apifault_report) -> apifault_text {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, |handle| apifault_text::of(&handle.report.rule)) }
}

/// The whole report as one JSON object on one line. Every key is present; an absent value is null
/// or an empty list. The first call creates the text, in whichever thread that is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_report_json(report: *const apifault_report) -> apifault_text {
    let text = |handle: &ReportHandle| {
        let json = handle.json.get_or_init(|| serde_json::to_string(&handle.report).ok());
        apifault_text::of_option(json.as_ref())
    };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read_text(report, text) }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::OnceLock;

    use super::*;

    /// A report without an absent value, and with a different value in each field.
    pub(crate) const FULL: &str = r#"{"kind":"rate_limited","fault":"account","retry":{"advice":"after_delay","delay_ms":6781,"source":"message"},"status":429,"provider":"groq","error":{"message":"m\u0000é","type":"t","code":"","param":"p","failed_generation":"g"},"limits":[{"metric":"tokens","window":"minute","limit":1,"remaining":2,"used":3,"requested":4,"reset_ms":5},{"metric":"requests","window":null,"limit":null,"remaining":0,"used":null,"requested":null,"reset_ms":null}],"request_id":"r","upstream":{"provider":"together","status":503,"error":{"message":"um","type":"ut","code":"uc","param":"up","failed_generation":"ug"}},"scope":"credential","remedies":["change_request","other_provider"],"action":"a","rule":"status/429"}"#;

    /// A report in which every value that may be absent is absent.
    pub(crate) const EMPTY: &str = r#"{"kind":"unknown","fault":"none","retry":{"advice":"no","delay_ms":null,"source":null},"status":0,"provider":null,"error":{"message":null,"type":null,"code":null,"param":null,"failed_generation":null},"limits":[],"request_id":null,"upstream":null,"scope":"none","remedies":[],"action":"a","rule":"status/0"}"#;

    pub(crate) fn report(json: &'static str) -> ReportHandle {
        ReportHandle {
            report: serde_json::from_str(json).expect("a report"),
            json: OnceLock::new(),
        }
    }

    fn text(
        read: unsafe extern "C" fn(*const apifault_report) -> apifault_text,
        report: &ReportHandle,
    ) -> Option<String> {
        // SAFETY: the report lives.
        unsafe { read(report.opaque()) }.get()
    }

    #[test]
    fn each_accessor_reads_its_own_field() {
        let full = report(FULL);
        let opaque = full.opaque();
        // SAFETY: the report lives.
        let number = |read: unsafe extern "C" fn(_) -> u32| unsafe { read(opaque) };
        assert_eq!(number(apifault_report_kind), 15);
        assert_eq!(number(apifault_report_fault), 2);
        assert_eq!(number(apifault_report_advice), 2);
        assert_eq!(number(apifault_report_scope), 3);
        assert_eq!(number(apifault_report_remedies), 1 | 16);
        assert_eq!(number(apifault_report_delay_source), 4);
        assert_eq!(number(apifault_report_provider), 1);
        // SAFETY: the report lives.
        assert_eq!(unsafe { apifault_report_status(opaque) }, 429);
        let mut delay_ms = 0;
        // SAFETY: both live.
        assert!(unsafe { apifault_report_delay_ms(opaque, &raw mut delay_ms) });
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
    fn the_decision_of_a_report_has_what_the_accessors_give() {
        let size = size_of::<apifault_decision>();
        let empty = apifault_decision { struct_size: size, ..apifault_decision::EMPTY };
        let full = report(FULL);
        let mut decision = empty;
        // SAFETY: both live.
        assert!(unsafe { apifault_report_decision(full.opaque(), &raw mut decision) });
        assert_eq!((decision.struct_size, decision.kind, decision.fault), (size, 15, 2));
        assert_eq!((decision.advice, decision.has_delay, decision.delay_ms), (2, 1, 6781));
        assert_eq!((decision.delay_source, decision.provider), (4, 1));
        assert_eq!((decision.scope, decision.remedies), (3, 1 | 16));
        let absent = report(EMPTY);
        // SAFETY: both live.
        assert!(unsafe { apifault_report_decision(absent.opaque(), &raw mut decision) });
        assert_eq!((decision.has_delay, decision.delay_ms, decision.delay_source), (0, 0, 0));
        decision = apifault_decision { struct_size: 8, kind: 77, ..empty };
        // SAFETY: both live.
        assert!(!unsafe { apifault_report_decision(full.opaque(), &raw mut decision) });
        assert_eq!(decision.kind, 77);
    }

    #[test]
    fn an_absent_value_stays_absent() {
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
            threads.into_iter().filter_map(|thread| join(thread).ok()).collect()
        });
        assert_eq!(addresses, [address(); 8]);
    }
}
