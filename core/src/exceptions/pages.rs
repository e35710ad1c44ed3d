//! A page of HTML that a client got in place of JSON: a gateway or a proxy answered, whatever the status.

use super::input::{Exception, HeldValue};
use crate::rules::sdk::members::{DOCUMENT, NO_JSON, PAGES};

/// How much of a message is looked at.
const MAX_LOOK: usize = 16 * 1024;

/// Whether a client says that it could not read a page as JSON: it shows the page in its message, or
/// holds what it could not parse.
pub(super) fn is_of_page(exception: &Exception<'_>) -> bool {
    let document = exception.attributes.iter().find(|(name, _)| *name == DOCUMENT);
    if let Some((_, HeldValue::Text(document))) = document {
        let start = document.trim_ascii_start();
        let start = start.get(..MAX_TAG).unwrap_or(start).to_ascii_lowercase();
        if PAGES.begin(&start) {
            return true;
        }
    }
    let message = exception.message.as_bytes();
    let message = message.get(..MAX_LOOK).unwrap_or(message);
    if memchr::memchr(b'<', message).is_none() {
        return false;
    }
    let message = String::from_utf8_lossy(message).to_ascii_lowercase();
    PAGES.are_in(&message) && NO_JSON.are_in(&message)
}

/// As long as the longest beginning of a page, at least.
const MAX_TAG: usize = 32;
