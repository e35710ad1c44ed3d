//! Who answered.

use crate::evidence::{ErrorEvidence, Evidence};
use crate::kind::Provider;

/// The provider that answered: the first of these sources that shows one. A gateway comes before the
/// provider behind it.
pub(crate) fn who_answered(evidence: &Evidence<'_>) -> Option<Provider> {
    let outer = evidence.outer();
    None.or(outer.origin.edge)
        .or(outer.message.gateway)
        .or(evidence.headers.provider)
        .or(outer.repeated.provider)
        .or(outer.origin.marker)
        .or(outer.message.linked_provider)
        .or(outer.origin.envelope)
        .or_else(|| relayed(evidence))
        .or(evidence.caller_provider)
}

/// The provider of an error that a gateway passed on as its entire message.
fn relayed(evidence: &Evidence<'_>) -> Option<Provider> {
    let inner = evidence.errors.iter().skip(1);
    inner.take_while(|error| error.is_entire_message).find_map(ErrorEvidence::provider)
}
