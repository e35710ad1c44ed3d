//! A panic behind each function of the interface.

use libc::c_char;
use std::cell::Cell;
use std::ptr;

use crate::classify::{apifault_decision, apifault_report};
use crate::limits::apifault_limit;
use crate::report::tests::{FULL, report as full_report};
use crate::result::Outcome;
use crate::text::apifault_text;
use crate::{classify, limits, names, report, result, upstream};

thread_local! {
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// Called inside the guard of every function.
pub(crate) fn panic_if_armed() {
    assert!(!ARMED.get(), "a panic on purpose");
}

/// Runs `f` while every guarded function of this thread panics.
fn armed<T>(f: impl FnOnce() -> T) -> T {
    ARMED.set(true);
    let result = f();
    ARMED.set(false);
    result
}

const MODULES: [&str; 6] = [
    include_str!("result.rs"),
    include_str!("classify.rs"),
    include_str!("report.rs"),
    include_str!("limits.rs"),
    include_str!("upstream.rs"),
    include_str!("names.rs"),
];

/// The names of the functions of the interface, as the sources export them.
fn exported() -> Vec<&'static str> {
    let lines = MODULES.iter().flat_map(|module| module.lines());
    let function = |line: &'static str| {
        let signature = line.strip_prefix("pub ")?.split_once("extern \"C\" fn ")?;
        signature.1.split('(').next()
    };
    lines.filter_map(function).collect()
}

#[test]
fn a_panic_becomes_a_result_or_a_harmless_default_in_every_function() {
    let full = full_report(FULL);
    let it = &raw const full;
    let raw = "HTTP/2 429\n\n";
    let text = raw.as_ptr().cast::<c_char>();
    let mut made: *mut apifault_report = ptr::null_mut();
    let made = &raw mut made;
    // SAFETY: zero is a value of each of its members.
    let mut decision: apifault_decision = unsafe { std::mem::zeroed() };
    decision.struct_size = size_of::<apifault_decision>();
    let decision = &raw mut decision;
    // SAFETY: zero is a value of each of its members.
    let mut limit: apifault_limit = unsafe { std::mem::zeroed() };
    limit.struct_size = size_of::<apifault_limit>();
    let limit = &raw mut limit;
    let (mut number, mut status) = (0, 0);
    let (number, status) = (&raw mut number, &raw mut status);
    let panicked = Outcome::Panic.number();
    let absent = |text: apifault_text| text.get().is_none();

    let mut tried = Vec::new();
    macro_rules! gives {
        ($($module:ident::$function:ident($($argument:expr),*) => $check:expr;)+) => {$(
            tried.push(stringify!($function));
            #[allow(unused_unsafe, reason = "some of the functions are safe")]
            // SAFETY: every pointer lives.
            let given = armed(|| unsafe { $module::$function($($argument),*) });
            assert!($check(given), stringify!($function));
        )+};
    }
    gives! {
        result::apifault_version_number() => |it| it == 0;
        result::apifault_version() => absent;
        result::apifault_result_message(0) => absent;
        classify::apifault_classify(429, text, 0, text, raw.len(), ptr::null(), made) => |it| it == panicked;
        classify::apifault_classify_raw(text, raw.len(), ptr::null(), made) => |it| it == panicked;
        classify::apifault_decide(429, text, 0, text, raw.len(), ptr::null(), decision) => |it| it == panicked;
        classify::apifault_report_free(ptr::null_mut()) => |()| true;
        report::apifault_report_kind(it) => |it| it == 0;
        report::apifault_report_fault(it) => |it| it == 0;
        report::apifault_report_advice(it) => |it| it == 0;
        report::apifault_report_delay_ms(it, number) => |it: bool| !it;
        report::apifault_report_delay_source(it) => |it| it == 0;
        report::apifault_report_provider(it) => |it| it == 0;
        report::apifault_report_status(it) => |it| it == 0;
        report::apifault_report_message(it) => absent;
        report::apifault_report_type(it) => absent;
        report::apifault_report_code(it) => absent;
        report::apifault_report_param(it) => absent;
        report::apifault_report_failed_generation(it) => absent;
        report::apifault_report_request_id(it) => absent;
        report::apifault_report_action(it) => absent;
        report::apifault_report_rule(it) => absent;
        report::apifault_report_json(it) => absent;
        limits::apifault_report_limit_count(it) => |it| it == 0;
        limits::apifault_report_limit(it, 0, limit) => |it: bool| !it;
        upstream::apifault_report_has_upstream(it) => |it: bool| !it;
        upstream::apifault_report_upstream_provider(it) => |it| it == 0;
        upstream::apifault_report_upstream_status(it, status) => |it: bool| !it;
        upstream::apifault_report_upstream_message(it) => absent;
        upstream::apifault_report_upstream_type(it) => absent;
        upstream::apifault_report_upstream_code(it) => absent;
        upstream::apifault_report_upstream_param(it) => absent;
        upstream::apifault_report_upstream_failed_generation(it) => absent;
        names::apifault_kind_name(15) => absent;
        names::apifault_kind_action(15) => absent;
        names::apifault_fault_name(0) => absent;
        names::apifault_advice_name(0) => absent;
        names::apifault_delay_source_name(1) => absent;
        names::apifault_provider_name(1) => absent;
        names::apifault_metric_name(1) => absent;
        names::apifault_window_name(1) => absent;
    }
    assert_eq!(tried, exported());
    // SAFETY: it lives.
    assert!(unsafe { made.read() }.is_null());
}

#[test]
fn after_a_panic_the_same_report_is_read_as_before() {
    let full = full_report(FULL);
    // SAFETY: the report lives.
    let json = || unsafe { report::apifault_report_json(&raw const full) }.get();
    assert_eq!(armed(json), None);
    assert_eq!(json().as_deref(), Some(FULL));
}
