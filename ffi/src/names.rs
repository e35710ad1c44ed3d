//! Numbers and names.

use apifault_core::{Advice, DelaySource, Fault, Kind, Metric, Provider, Window};

use crate::guard::guard;
use crate::text::apifault_text;

fn static_text(text: impl FnOnce() -> Option<&'static str>) -> apifault_text {
    guard(apifault_text::ABSENT, || apifault_text::of_option(text().as_ref()))
}

/// The name of a kind, as in `rate_limited`. `unknown` for a number that the library does not
/// know. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_kind_name(kind: u32) -> apifault_text {
    static_text(|| Some(Kind::try_from(kind).unwrap_or(Kind::Unknown).as_str()))
}

/// What to do about a kind, in one sentence; a report's own action can say more. That of
/// `APIFAULT_KIND_UNKNOWN` for a number that the library does not know. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_kind_action(kind: u32) -> apifault_text {
    static_text(|| Some(Kind::try_from(kind).unwrap_or(Kind::Unknown).action()))
}

/// The name of a fault, as in `account`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_fault_name(fault: u32) -> apifault_text {
    static_text(|| Fault::try_from(fault).ok().map(Fault::as_str))
}

/// The name of an advice, as in `after_delay`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_advice_name(advice: u32) -> apifault_text {
    static_text(|| Advice::try_from(advice).ok().map(Advice::as_str))
}

/// The name of a place where a delay is found, as in `retry-after`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_delay_source_name(delay_source: u32) -> apifault_text {
    static_text(|| DelaySource::try_from(delay_source).ok().map(DelaySource::as_str))
}

/// The name of a provider, as in `groq`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_provider_name(provider: u32) -> apifault_text {
    static_text(|| Provider::try_from(provider).ok().map(Provider::as_str))
}

/// The name of a metric, as in `tokens`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_metric_name(metric: u32) -> apifault_text {
    static_text(|| Metric::try_from(metric).ok().map(Metric::as_str))
}

/// The name of a window, as in `minute`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_window_name(window: u32) -> apifault_text {
    static_text(|| Window::try_from(window).ok().map(Window::as_str))
}
