//! Lines of a client of which one shows the request, and another one the status of the response.

use super::access;
use crate::logs::events::context::cut;
use crate::logs::events::hash;
use crate::logs::events::routes::Target;
use crate::rules::logs::lines::{CLIENT_NAME, HALVES};

/// How much of a text is looked at for the name of the client.
const MAX_LOOK: usize = 1_000;

/// How much may stand between the words of a line and its end: a time, such as `33.2ms -`.
const MAX_TIME: usize = 40;

/// What one of the lines shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half<'t> {
    Request(&'static str, Target<'t>),
    Response(u16),
}

/// Reads such a line: its last word is the address or the status.
pub(super) fn read(line: &str) -> Option<Half<'_>> {
    let (before, last) = line.rsplit_once(' ')?;
    if last.contains("://") {
        let (before, method) = before.rsplit_once(' ')?;
        let method = access::method(method)?;
        HALVES.iter().find(|(request, _)| before.ends_with(request))?;
        return Some(Half::Request(method, Target::read(last)?));
    }
    if last.len() != 3 {
        return None;
    }
    let status = access::status(last)?;
    HALVES.iter().find(|(_, response)| {
        let at = before.rfind(response);
        at.is_some_and(|at| before.len() - at - response.len() <= MAX_TIME)
    })?;
    Some(Half::Response(status))
}

/// The hash of the name of the client that wrote a text.
pub(super) fn client(text: &str) -> u64 {
    let (start, end) = CLIENT_NAME;
    let named = cut(text, MAX_LOOK).split_once(start).and_then(|(_, rest)| rest.split_once(end));
    hash::of(named.map_or("", |(name, _)| name).bytes())
}
