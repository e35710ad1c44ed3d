//! A word to the row of its code, however it is spelt.

use super::codes::{CODES, Code, Says};
use super::shapes::Place;
use crate::table::{Table, hash, same, short, slots, tag};

const COUNT: usize = CODES.len();

const WORDS: [&str; COUNT] = {
    let mut words = [""; COUNT];
    let mut row = 0;
    while row < COUNT {
        words[row] = CODES[row].word();
        row += 1;
    }
    words
};

static TABLE: Table<COUNT, { slots(COUNT) }> = Table::new(&WORDS);

/// How long a word may be, without what separates its parts.
pub(crate) const MAX_LEN: usize = 64;

/// A word in small letters, without what separates its parts and without the `error` or
/// `exception` that it may end with: `RateLimitError` is `rate_limit`.
#[derive(Clone, Copy)]
struct Folded {
    bytes: [u8; MAX_LEN],
    len: usize,
}

impl Folded {
    const fn new(word: &[u8]) -> Option<Self> {
        let mut folded = Self { bytes: [0; MAX_LEN], len: 0 };
        let mut at = 0;
        while at < word.len() {
            if !matches!(word[at], b'_' | b'-' | b'.' | b' ' | b'/') {
                if folded.len == MAX_LEN {
                    return None;
                }
                folded.bytes[folded.len] = word[at].to_ascii_lowercase();
                folded.len += 1;
            }
            at += 1;
        }
        if !folded.cut(b"exception") {
            folded.cut(b"error");
        }
        Some(folded)
    }

    /// Cuts off an ending, if it is there.
    const fn cut(&mut self, ending: &[u8]) -> bool {
        if self.len <= ending.len() {
            return false;
        }
        let start = self.len - ending.len();
        let mut at = 0;
        while at < ending.len() {
            if self.bytes[start + at] != ending[at] {
                return false;
            }
            at += 1;
        }
        self.len = start;
        true
    }

    const fn hash(&self) -> u32 {
        hash(self.bytes.split_at(self.len).0)
    }

    const fn is(&self, other: &Self) -> bool {
        let mut at = 0;
        while at < self.len && at < other.len {
            if self.bytes[at] != other.bytes[at] {
                return false;
            }
            at += 1;
        }
        self.len == other.len
    }
}

/// Whether two words are the same code, however each is spelt.
pub(crate) fn same_code(a: &[u8], b: &[u8]) -> bool {
    matches!((Folded::new(a), Folded::new(b)), (Some(a), Some(b)) if a.is(&b))
}

const FOLDED_SLOTS: usize = slots(COUNT);
const FREE: u16 = u16::MAX;

/// A part of the hash of each folded word, and its first row.
static FOLDED: [(u16, u16); FOLDED_SLOTS] = {
    let mut rows = [(0, FREE); FOLDED_SLOTS];
    let mut row = 0;
    while row < COUNT {
        let Some(word) = Folded::new(WORDS[row].as_bytes()) else {
            panic!("a word is too long");
        };
        let mut at = word.hash() as usize % FOLDED_SLOTS;
        loop {
            let (known, first) = rows[at];
            if first == FREE {
                rows[at] = (tag(word.hash()), short(row));
                break;
            }
            if known == tag(word.hash())
                && let Some(known) = Folded::new(WORDS[first as usize].as_bytes())
                && known.is(&word)
            {
                break;
            }
            at = (at + 1) % FOLDED_SLOTS;
        }
        row += 1;
    }
    rows
};

/// The row for a word that stands in an object.
#[inline]
pub(crate) fn find(word: &[u8], within: Place) -> Option<&'static Code> {
    let row = find_word(word).or_else(|| find_otherwise(word))?;
    let counts = |code: &&Code| code.within.is_empty() || code.within.contains(&within);
    let first = &CODES[row];
    if counts(&first) {
        return Some(first);
    }
    let is_same = |code: &&Code| same(code.word().as_bytes(), first.word().as_bytes());
    CODES[row + 1..].iter().take_while(is_same).find(counts)
}

#[inline]
fn find_word(word: &[u8]) -> Option<usize> {
    TABLE.find(word, |row| CODES[row].word())
}

/// The row of a word that is spelt otherwise, or that begins with one.
fn find_otherwise(word: &[u8]) -> Option<usize> {
    // Most words that are no code are of one part, and of another length than any.
    let lengths = FOLDED_LENGTHS[usize::from(word.first()? % 32)];
    let has_length = lengths & (1 << (word.len() % 64)) != 0;
    if !has_length && word.iter().all(u8::is_ascii_lowercase) && !word.ends_with(b"error") {
        return None;
    }
    find_folded(word).or_else(|| {
        // Of a word with parts, the first counts where it says something.
        let head = &word[..word.iter().position(|byte| matches!(byte, b'.' | b':'))?];
        let row = find_word(head).or_else(|| find_folded(head));
        row.filter(|&row| !matches!(CODES[row].says, Says::Status | Says::Class))
    })
}

/// For each first letter, a bit for each length that a folded word has.
static FOLDED_LENGTHS: [u64; 32] = {
    let mut lengths = [0; 32];
    let mut row = 0;
    while row < COUNT {
        if let Some(word) = Folded::new(WORDS[row].as_bytes()) {
            lengths[word.bytes[0] as usize % 32] |= 1 << (word.len % 64);
        }
        row += 1;
    }
    lengths
};

/// The row of a word that is spelt otherwise.
#[inline(never)]
fn find_folded(word: &[u8]) -> Option<usize> {
    let word = Folded::new(word)?;
    let hash = word.hash();
    let mut at = hash as usize % FOLDED_SLOTS;
    loop {
        let (known, row) = FOLDED[at];
        let row = usize::from(row);
        let text = CODES.get(row)?.word();
        if known == tag(hash) && Folded::new(text.as_bytes()).is_some_and(|known| known.is(&word)) {
            return Some(row);
        }
        at = (at + 1) % FOLDED_SLOTS;
    }
}
