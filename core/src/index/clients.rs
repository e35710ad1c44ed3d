//! Finds the failure that a class, a code or the words of a client mean, and the words that make a
//! number a status. The texts are packed: each pointer would take more than the word it points to.

use core::cmp::Ordering;

use super::name_map::byte;
use super::{Texts, joined_len};
use crate::kind::{Failure, Provider};
use crate::rules::schema::Surety;
use crate::rules::sdk::classes::CLASSES;
use crate::rules::sdk::connections::WORDS;
use crate::rules::sdk::packages::SDKS;
use crate::rules::sdk::statuses::{AFTER, BEFORE, OTHER_REASONS};

/// Packed texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    ends: &'static [u16],
    bytes: &'static [u8],
}

impl Rows {
    /// The text at a position.
    #[inline(never)]
    pub(crate) fn get(self, row: usize) -> Option<&'static [u8]> {
        let start = self.ends.get(row.wrapping_sub(1)).map_or(0, |&end| usize::from(end));
        self.bytes.get(start..usize::from(*self.ends.get(row)?))
    }
}

/// The texts of a table, packed, and what belongs to each of them.
#[derive(Debug)]
pub(crate) struct Packed<V: 'static> {
    pub(crate) texts: Rows,
    pub(crate) values: &'static [V],
}

/// Packs the rows of a table, in an order.
macro_rules! packed {
    ($name:ident: $type:ty, $rows:ident in $order:expr, $row:ident => $text:expr, $value:expr) => {
        pub(crate) static $name: Packed<$type> = {
            const COUNT: usize = $rows.len();
            const ORDER: [u8; COUNT] = $order;
            const TEXTS: [&str; COUNT] = {
                let mut texts = [""; COUNT];
                let mut at = 0;
                while at < COUNT {
                    let $row = $rows[ORDER[at] as usize];
                    texts[at] = $text;
                    at += 1;
                }
                texts
            };
            static PACKED: Texts<COUNT, { joined_len(&TEXTS) }> = Texts::new(&TEXTS);
            static VALUES: [$type; COUNT] = {
                let $row = $rows[0];
                let mut values = [$value; COUNT];
                let mut at = 0;
                while at < COUNT {
                    let $row = $rows[ORDER[at] as usize];
                    values[at] = $value;
                    at += 1;
                }
                values
            };
            Packed { texts: Rows { ends: &PACKED.ends, bytes: &PACKED.bytes }, values: &VALUES }
        };
    };
}

/// The order of a table as it is written.
pub(crate) const fn as_written<const COUNT: usize>() -> [u8; COUNT] {
    let mut order = [0; COUNT];
    let mut row = 0;
    while row < COUNT {
        order[row] = byte(row);
        row += 1;
    }
    order
}

/// The rows of a table, sorted: `comes_before` says which of two rows is the first.
macro_rules! sorted {
    ($count:expr, $comes_before:path) => {{
        let mut sorted = [0; $count];
        let mut row = 0;
        while row < sorted.len() {
            let mut at = row;
            while at > 0 && $comes_before(row, sorted[at - 1] as usize) {
                sorted[at] = sorted[at - 1];
                at -= 1;
            }
            sorted[at] = byte(row);
            row += 1;
        }
        sorted
    }};
}

packed!(CLASS_NAMES: (Failure, Option<bool>), CLASSES in sorted!(CLASSES.len(), is_first_name), row => row.name, (row.failure, row.is_sent));
packed!(FAILURE_WORDS: Failure, WORDS in sorted!(WORDS.len(), are_first_words), row => row.words, row.failure);
packed!(BEFORE_STATUS: Surety, BEFORE in as_written(), row => row.words, row.surety);
packed!(AFTER_STATUS: Surety, AFTER in as_written(), row => row.words, row.surety);
packed!(SDK_NAMES: Provider, SDKS in as_written(), row => row.0, row.1);
packed!(REASONS: u16, OTHER_REASONS in as_written(), row => row.1, row.0);

/// Whether the name of a class comes before another one in the order of their bytes.
const fn is_first_name(row: usize, other: usize) -> bool {
    let (name, other) = (CLASSES[row].name.as_bytes(), CLASSES[other].name.as_bytes());
    let mut at = 0;
    while at < name.len() && at < other.len() {
        if name[at] != other[at] {
            return name[at] < other[at];
        }
        at += 1;
    }
    name.len() < other.len()
}

/// The row of the class of an exception, or of the code of a client.
#[inline(never)]
fn class(name: &[u8]) -> Option<usize> {
    let (mut first, mut end) = (0, CLASSES.len());
    loop {
        let middle = usize::midpoint(first, end);
        let known = CLASS_NAMES.texts.get(middle).filter(|_| first < end)?;
        match known.cmp(name) {
            Ordering::Equal => return Some(middle),
            Ordering::Less => first = middle + 1,
            Ordering::Greater => end = middle,
        }
    }
}

/// The failure without a response that the class of an exception means, or the code of a client.
#[inline(never)]
pub(crate) fn failure_of(class_name: &str) -> Option<Failure> {
    CLASS_NAMES.values.get(class(class_name.as_bytes())?).map(|&(failure, _)| failure)
}

/// Whether the request may have been sent, if the class of an exception says so.
pub(crate) fn is_sent(class_name: &str) -> Option<bool> {
    CLASS_NAMES.values.get(class(class_name.as_bytes())?)?.1
}

const fn first_letter(row: usize) -> usize {
    let letter = WORDS[row].words.as_bytes()[0];
    assert!(letter.is_ascii_lowercase(), "the words begin with a letter, in lower case");
    (letter - b'a') as usize
}

/// Whether words come before others: in the order of their first letters, of these the longest first.
const fn are_first_words(row: usize, other: usize) -> bool {
    let (letter, other_letter) = (first_letter(row), first_letter(other));
    letter < other_letter
        || (letter == other_letter && WORDS[row].words.len() > WORDS[other].words.len())
}

/// Where the rows of each letter begin in [`FAILURE_WORDS`].
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

/// The first four bytes of each row of [`FAILURE_WORDS`], in lower case: most words of a text are no
/// beginning of a row.
static HEADS: [u32; WORDS.len()] = {
    let (mut heads, mut row, mut at) = ([0; WORDS.len()], 0, 0);
    while row < WORDS.len() {
        let Rows { ends, bytes } = FAILURE_WORDS.texts;
        assert!(ends[row] as usize >= at + 4, "the words have four bytes or more");
        heads[row] = head([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        at = ends[row] as usize;
        row += 1;
    }
    heads
};

/// Four bytes, of which letters are alike in any case.
const fn head(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes) | 0x2020_2020
}

/// The words of a failure with which a text begins, in any case: how long they are, and the failure. The
/// longest count.
#[inline(never)]
pub(crate) fn failure_at(text: &[u8]) -> Option<(usize, Failure)> {
    let &[first, second, third, fourth, ..] = text else { return None };
    let letter = usize::from(first.to_ascii_lowercase().wrapping_sub(b'a'));
    let (start, end) = (*STARTS.get(letter)?, *STARTS.get(letter + 1)?);
    let here = head([first, second, third, fourth]);
    for row in usize::from(start)..usize::from(end) {
        if HEADS.get(row) == Some(&here)
            && let Some(words) = FAILURE_WORDS.texts.get(row)
            && text.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
        {
            return Some((words.len(), *FAILURE_WORDS.values.get(row)?));
        }
    }
    None
}
