//! Names, and what follows from a kind.

use apifault_core::{
    Advice, DelaySource, Ended, Failure, Fault, GiveUp, Kind, Metric, Provider, Remedy, Scope,
    Window,
};

use crate::guard::guard;
use crate::numbers::{
    apifault_advice, apifault_delay_source, apifault_ended, apifault_failure, apifault_fault,
    apifault_give_up, apifault_kind, apifault_metric, apifault_provider, apifault_remedy,
    apifault_scope, apifault_window,
};
use crate::text::apifault_text;

fn static_text(text: impl FnOnce() -> Option<&'static str>) -> apifault_text {
    guard(apifault_text::ABSENT, || apifault_text::of_option(text().as_ref()))
}

/// The name of a kind, such as `rate_limited`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_kind_name(kind: apifault_kind) -> apifault_text {
    static_text(|| Some(Kind::try_from(kind).unwrap_or(Kind::Unknown).as_str()))
}

/// What to do about a kind, in one sentence. The action of a report may say more. An unknown kind
/// has the action of `APIFAULT_KIND_UNKNOWN`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_kind_action(kind: apifault_kind) -> apifault_text {
    static_text(|| Some(Kind::try_from(kind).unwrap_or(Kind::Unknown).action()))
}

/// Whether the call did what it was meant to do. False for an unknown kind.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_kind_is_success(kind: apifault_kind) -> bool {
    guard(false, || Kind::try_from(kind).is_ok_and(Kind::is_success))
}

/// The name of a fault, such as `account`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_fault_name(fault: apifault_fault) -> apifault_text {
    static_text(|| Fault::try_from(fault).ok().map(Fault::as_str))
}

/// The name of an advice, such as `after_delay`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_advice_name(advice: apifault_advice) -> apifault_text {
    static_text(|| Advice::try_from(advice).ok().map(Advice::as_str))
}

/// The name of a scope, such as `model`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_scope_name(scope: apifault_scope) -> apifault_text {
    static_text(|| Scope::try_from(scope).ok().map(Scope::as_str))
}

/// The name of one remedy, such as `other_model`. A set of several has none.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_remedy_name(remedy: apifault_remedy) -> apifault_text {
    static_text(|| Remedy::try_from(remedy).ok().map(Remedy::as_str))
}

/// The name of a delay source, such as `retry-after`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_delay_source_name(delay_source: apifault_delay_source) -> apifault_text {
    static_text(|| DelaySource::try_from(delay_source).ok().map(DelaySource::as_str))
}

/// The name of a provider, such as `groq`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_provider_name(provider: apifault_provider) -> apifault_text {
    static_text(|| Provider::try_from(provider).ok().map(Provider::as_str))
}

/// The name of a metric, such as `tokens`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_metric_name(metric: apifault_metric) -> apifault_text {
    static_text(|| Metric::try_from(metric).ok().map(Metric::as_str))
}

/// The name of a window, such as `minute`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_window_name(window: apifault_window) -> apifault_text {
    static_text(|| Window::try_from(window).ok().map(Window::as_str))
}

/// The name of an end of a stream, such as `cut_off`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_ended_name(ended: apifault_ended) -> apifault_text {
    static_text(|| Ended::try_from(ended).ok().map(Ended::as_str))
}

/// The name of a reason to give up, such as `delay_too_long`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_give_up_name(give_up: apifault_give_up) -> apifault_text {
    static_text(|| GiveUp::try_from(give_up).ok().map(GiveUp::as_str))
}

/// The name of a failure without a response, such as `refused`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_failure_name(failure: apifault_failure) -> apifault_text {
    static_text(|| Failure::try_from(failure).ok().map(Failure::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn success_is_what_the_core_says_of_each_kind() {
        for &kind in Kind::ALL {
            assert_eq!(apifault_kind_is_success(kind.as_u32()), kind.is_success(), "{kind}");
        }
        assert!(apifault_kind_is_success(Kind::Success.as_u32()));
        assert!(!apifault_kind_is_success(u32::MAX));
    }
}
