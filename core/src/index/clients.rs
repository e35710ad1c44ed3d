//! Finds the failure that a class, a code or the words of a client mean.

use super::name_map::{SmallNameMap, byte, slots};
use crate::kind::Failure;
use crate::rules::schema::FailureWords;
use crate::rules::sdk::classes::CLASSES;
use crate::rules::sdk::connections::WORDS;

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
