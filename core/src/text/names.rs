//! The names in a text: classes of exceptions, and codes.

use crate::failure::Failure;
use crate::index::codes::{self, Code};
use crate::index::name_map::{SmallNameMap, byte, slots};
use crate::rules::schema::{FailureWords, Parent, Specificity};
use crate::rules::sdk::classes::CLASSES;
use crate::rules::sdk::connections::WORDS;

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

const NAMES: [&str; CLASSES.len()] = {
    let mut names = [""; CLASSES.len()];
    let mut row = 0;
    while row < CLASSES.len() {
        names[row] = CLASSES[row].name;
        row += 1;
    }
    names
};

static MAP: SmallNameMap<{ slots(CLASSES.len()) }> = SmallNameMap::new(&NAMES);

/// The failure without a response that the class of an exception means, or the code of a client.
pub(crate) fn failure_of(class: &str) -> Option<Failure> {
    let row = MAP.find(class.as_bytes(), |row| Some(CLASSES.get(row)?.name.as_bytes()))?;
    // The map ignores case.
    (CLASSES[row].name == class).then_some(CLASSES[row].failure)
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
            && word[0].is_ascii_uppercase()
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

/// The rows of [`WORDS`] in the order of their first letters, of these the longest first.
static SORTED: [u8; WORDS.len()] = {
    let mut sorted = [0; WORDS.len()];
    let mut row = 0;
    while row < WORDS.len() {
        let mut at = row;
        while at > 0 && comes_before(row, sorted[at - 1] as usize) {
            sorted[at] = sorted[at - 1];
            at -= 1;
        }
        sorted[at] = byte(row);
        row += 1;
    }
    sorted
};

const fn first_letter(row: usize) -> usize {
    let letter = WORDS[row].words.as_bytes()[0];
    assert!(letter.is_ascii_lowercase(), "the words begin with a letter, in lower case");
    (letter - b'a') as usize
}

const fn comes_before(row: usize, other: usize) -> bool {
    let (letter, other_letter) = (first_letter(row), first_letter(other));
    letter < other_letter
        || (letter == other_letter && WORDS[row].words.len() > WORDS[other].words.len())
}

/// Where the rows of each letter begin in [`SORTED`].
static STARTS: [u8; 27] = {
    let mut starts = [0; 27];
    let mut row = 0;
    while row < WORDS.len() {
        starts[first_letter(row) + 1] += 1;
        row += 1;
    }
    let mut letter = 0;
    while letter < 26 {
        starts[letter + 1] += starts[letter];
        letter += 1;
    }
    starts
};

/// The rows of [`WORDS`] that begin with a letter in lower case, the longest first.
pub(crate) fn words_of(letter: u8) -> impl Iterator<Item = &'static FailureWords> {
    let range = match letter {
        b'a'..=b'z' => {
            let at = usize::from(letter - b'a');
            usize::from(STARTS[at])..usize::from(STARTS[at + 1])
        }
        _ => 0..0,
    };
    SORTED[range].iter().map(|&row| &WORDS[usize::from(row)])
}
