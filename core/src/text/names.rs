//! The names in a text: classes of exceptions, and codes.

use crate::index::clients::failure_of;
use crate::index::codes::{self, Code};
use crate::kind::Failure;
use crate::rules::schema::{Parent, Specificity};

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
const ENDINGS: [&[u8]; 5] = [b"Error", b"Exception", b"Fault", b"Timeout", b"Exhausted"];

fn is_class(word: &[u8]) -> bool {
    word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte == b'_')
        && word.iter().any(u8::is_ascii_lowercase)
        && ENDINGS.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending))
}

/// Whether a text ends with the name of a class and a colon.
pub(crate) fn is_class_before(text: &[u8]) -> bool {
    let Some(text) = text.strip_suffix(b":") else { return false };
    let len = text
        .iter()
        .rev()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
        .count();
    matches!(find(&text[text.len() - len..]), Some(Name::Class | Name::Code(_) | Name::Failure(_)))
}

/// What a word of a text means. A code is one of a machine's words: it has an underscore, or capital
/// letters inside, so that no plain word is taken for one.
pub(crate) fn find(word: &[u8]) -> Option<Name> {
    let text = core::str::from_utf8(word).ok()?;
    if let Some(failure) = failure_of(text) {
        return Some(Name::Failure(failure));
    }
    let is_class = is_class(word);
    let is_code = is_class
        || (word.contains(&b'_') && word.len() >= 8)
        || (word.len() >= 9
            && word[1..].iter().any(u8::is_ascii_uppercase)
            && word.iter().any(u8::is_ascii_lowercase));
    if is_code && let Some(code) = codes::find(word, Parent::Error).filter(|code| !code.is_number())
    {
        return Some(Name::Code(code));
    }
    is_class.then_some(Name::Class)
}

/// Whether a code says more than the status.
pub(crate) fn is_specific(code: &Code) -> bool {
    code.specificity >= Specificity::Specific
}
