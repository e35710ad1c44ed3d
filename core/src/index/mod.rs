//! Maps from words to rows, made at compile time.
//!
//! They are static arrays of numbers: nothing is built at start-up, and nothing is on the heap.
//! DESIGN.md compares them with `phf` and `aho-corasick`, with measurements.

pub(crate) mod actions;
pub(crate) mod clients;
pub(crate) mod codes;
pub(crate) mod envelopes;
pub(crate) mod fields;
pub(crate) mod headers;
pub(crate) mod ids;
pub(crate) mod marks;
pub(crate) mod name_map;
pub(crate) mod phrases;
pub(crate) mod places;
pub(crate) mod reasons;
pub(crate) mod sources;
pub(crate) mod statuses;
pub(crate) mod trie;
pub(crate) mod wanted;
pub(crate) mod word_key;

/// Declares the rows of one table, provider after provider, and their number.
macro_rules! table {
    ($count:ident, $rows:ident: [$row:ty], $table:ident, $first:expr) => {
        pub(crate) const $count: usize = {
            let mut count = 0;
            let mut provider = 0;
            while provider < crate::rules::ALL.len() {
                count += crate::rules::ALL[provider].$table.len();
                provider += 1;
            }
            count
        };

        const $rows: [$row; $count] = {
            let mut rows = [$first; $count];
            let (mut count, mut provider) = (0, 0);
            while provider < crate::rules::ALL.len() {
                let table = crate::rules::ALL[provider].$table;
                let mut row = 0;
                while row < table.len() {
                    rows[count] = table[row];
                    count += 1;
                    row += 1;
                }
                provider += 1;
            }
            rows
        };
    };
}

pub(crate) use table;

/// Joins texts at compile time.
pub(crate) struct TextBuilder<const LEN: usize> {
    pub(crate) bytes: [u8; LEN],
    pub(crate) len: usize,
}

impl<const LEN: usize> TextBuilder<LEN> {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; LEN], len: 0 }
    }

    /// Appends a text.
    pub(crate) const fn push(mut self, piece: &str) -> Self {
        let piece = piece.as_bytes();
        let mut at = 0;
        while at < piece.len() {
            self.bytes[self.len] = piece[at];
            self.len += 1;
            at += 1;
        }
        self
    }
}

/// How long texts are together.
pub(crate) const fn joined_len(texts: &[&str]) -> usize {
    let (mut len, mut at) = (0, 0);
    while at < texts.len() {
        len += texts[at].len();
        at += 1;
    }
    len
}

/// Texts, joined at compile time. They have no pointers, each of which would take three times its
/// size, and time when the library is loaded.
#[derive(Debug)]
pub(crate) struct Texts<const COUNT: usize, const LEN: usize> {
    ends: [u16; COUNT],
    bytes: [u8; LEN],
}

impl<const COUNT: usize, const LEN: usize> Texts<COUNT, LEN> {
    pub(crate) const fn new(texts: &[&str; COUNT]) -> Self {
        let mut joined = TextBuilder::<LEN>::new();
        let (mut ends, mut at) = ([0; COUNT], 0);
        while at < COUNT {
            joined = joined.push(texts[at]);
            ends[at] = name_map::short(joined.len);
            at += 1;
        }
        Self { ends, bytes: joined.bytes }
    }

    /// The text at a position.
    pub(crate) fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { usize::from(self.ends[at - 1]) };
        &self.bytes[start..usize::from(self.ends[at])]
    }

    /// All texts, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let text = &self.bytes[start..usize::from(end)];
            start = usize::from(end);
            text
        })
    }
}

/// A part of a text that was joined at compile time.
pub(crate) const fn part(text: &'static [u8], start: usize, len: usize) -> &'static str {
    match core::str::from_utf8(text.split_at(start + len).0.split_at(start).1) {
        Ok(part) => part,
        Err(_) => panic!("a piece is cut inside a character"),
    }
}
