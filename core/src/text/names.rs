//! The names in a text: classes of exceptions, and codes.

use super::bytes::{self, IN_NAME, LOWER, Set, UPPER, set};
use crate::index::clients::failure_of;
use crate::index::codes::{self, Code};
use crate::kind::Failure;
use crate::rules::schema::{Parent, Specificity, Words, words};

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Name {
    /// A failure without a response.
    Failure(Failure),
    /// A code, or a class that is named like one.
    Code(&'static Code),
    /// A class that nothing is known about.
    Class,
}

/// The endings of the names of classes of exceptions.
const ENDINGS: Words = words("Error|Exception|Fault|Timeout|Exhausted");

/// The bytes with which the name of a class begins.
static FIRST: Set = set(b"_").range(b'A', b'Z');

fn is_class(word: &[u8]) -> bool {
    FIRST.is_at(word, 0) && LOWER.is_in(word) && ENDINGS.end(bytes::after(word, 1))
}

/// Whether a text ends with the name of a class and a colon.
pub(crate) fn is_class_before(text: &[u8]) -> bool {
    let Some(text) = text.strip_suffix(b":") else { return false };
    find(bytes::before(text, text.len(), IN_NAME.span_back(text, 64))).is_some()
}

/// What a word of a text means. A code is one of a machine's words: it has an underscore, or capital
/// letters inside, so that no plain word is taken for one.
#[inline(never)]
pub(crate) fn find(word: &[u8]) -> Option<Name> {
    if let Some(failure) = core::str::from_utf8(word).ok().and_then(failure_of) {
        return Some(Name::Failure(failure));
    }
    let is_class = is_class(word);
    let is_code = is_class
        || (word.len() >= 8 && bytes::has(word, b'_'))
        || (word.len() >= 9 && UPPER.is_in(bytes::after(word, 1)) && LOWER.is_in(word));
    if is_code && let Some(code) = code(word) {
        return Some(Name::Code(code));
    }
    is_class.then_some(Name::Class)
}

/// The code of an error that a word is. Numbers are no words.
#[inline(never)]
pub(crate) fn code(word: &[u8]) -> Option<&'static Code> {
    codes::find(word, Parent::Error).filter(|code| !code.is_number())
}

/// Whether a code says more than the status, and counts beside the words of a message.
pub(crate) fn is_specific(code: &Code) -> bool {
    code.specificity >= Specificity::Limit
}
