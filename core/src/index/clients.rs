//! Finds the failure that a class, a code or the words of a client mean, and the words that make a
//! number a status. The texts are packed: each pointer would take more than the word it points to.

use super::name_map::{SmallNameMap, byte, slots};
use super::{Texts, joined_len};
use crate::kind::Failure;
use crate::rules::schema::Surety;
use crate::rules::sdk::classes::CLASSES;
use crate::rules::sdk::connections::WORDS;
use crate::rules::sdk::statuses::{AFTER, BEFORE};

/// The texts of a table, packed, and what belongs to each of them.
macro_rules! packed {
    ($texts:ident, $values:ident: $value:ty, $rows:ident.$text:ident, $member:ident) => {
        static $texts: Texts<
            { $rows.len() },
            {
                let mut len = 0;
                let mut row = 0;
                while row < $rows.len() {
                    len += joined_len(&[$rows[row].$text]);
                    row += 1;
                }
                len
            },
        > = {
            let mut texts = [""; $rows.len()];
            let mut row = 0;
            while row < $rows.len() {
                texts[row] = $rows[row].$text;
                row += 1;
            }
            Texts::new(&texts)
        };

        static $values: [$value; $rows.len()] = {
            let mut values = [$rows[0].$member; $rows.len()];
            let mut row = 0;
            while row < $rows.len() {
                values[row] = $rows[row].$member;
                row += 1;
            }
            values
        };
    };
}

packed!(CLASS_NAMES, CLASS_FAILURES: Failure, CLASSES.name, failure);
packed!(WORD_TEXTS, WORD_FAILURES: Failure, WORDS.words, failure);
packed!(BEFORE_TEXTS, BEFORE_SURETY: Surety, BEFORE.words, surety);
packed!(AFTER_TEXTS, AFTER_SURETY: Surety, AFTER.words, surety);

static MAP: SmallNameMap<{ slots(CLASSES.len()) }> = {
    let mut names = [""; CLASSES.len()];
    let mut row = 0;
    while row < CLASSES.len() {
        names[row] = CLASSES[row].name;
        row += 1;
    }
    SmallNameMap::new(&names)
};

/// Whether the class of each row says that the request may have been sent.
static CLASS_SENT: [Option<bool>; CLASSES.len()] = {
    let mut sent = [None; CLASSES.len()];
    let mut row = 0;
    while row < CLASSES.len() {
        sent[row] = CLASSES[row].is_sent;
        row += 1;
    }
    sent
};

/// The row of the class of an exception, or of the code of a client.
fn class(name: &str) -> Option<usize> {
    let name_of = |row: usize| (row < CLASS_FAILURES.len()).then(|| CLASS_NAMES.get(row));
    let row = MAP.find(name.as_bytes(), name_of)?;
    // The map ignores case.
    (CLASS_NAMES.get(row) == name.as_bytes()).then_some(row)
}

/// The failure without a response that the class of an exception means, or the code of a client.
pub(crate) fn failure_of(class_name: &str) -> Option<Failure> {
    Some(CLASS_FAILURES[class(class_name)?])
}

/// Whether the request may have been sent, if the class of an exception says so.
pub(crate) fn is_sent(class_name: &str) -> Option<bool> {
    CLASS_SENT[class(class_name)?]
}

/// The words before a status, and how sure they are.
pub(crate) fn before() -> impl Iterator<Item = (&'static [u8], Surety)> {
    BEFORE_TEXTS.iter().zip(BEFORE_SURETY)
}

/// The words after a status, and how sure they are.
pub(crate) fn after() -> impl Iterator<Item = (&'static [u8], Surety)> {
    AFTER_TEXTS.iter().zip(AFTER_SURETY)
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

/// The words of failures that begin with a letter in lower case, the longest first.
pub(crate) fn words_of(letter: u8) -> impl Iterator<Item = (&'static [u8], Failure)> {
    let range = match letter {
        b'a'..=b'z' => {
            let at = usize::from(letter - b'a');
            usize::from(STARTS[at])..usize::from(STARTS[at + 1])
        }
        _ => 0..0,
    };
    SORTED[range].iter().map(|&row| {
        let row = usize::from(row);
        (WORD_TEXTS.get(row), WORD_FAILURES[row])
    })
}
