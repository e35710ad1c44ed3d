//! Splits a message into words. Blocks of 64 bytes are tested in parallel (SWAR, as in `swar.rs`).

use memchr::{memchr, memchr3, memrchr};

use crate::index::name_map::same;

/// A letter, a digit or the underscore.
const WORD: u8 = 1;
/// Punctuation that joins two parts of one word, if there is no space on either side.
const JOINT: u8 = 2;
const QUOTE: u8 = 4;
/// The first byte of a character that is a word of its own, as in Chinese.
const CHARACTER: u8 = 8;

/// The class of each byte; 0 for white space and other punctuation.
#[expect(clippy::cast_possible_truncation, reason = "it counts up to 255")]
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            // Han characters: CJK punctuation begins with other bytes.
            0xE4..=0xE9 => CHARACTER,
            // Beyond ASCII, the first bytes of letters, except those that punctuation shares.
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0xC3..=0xE1 | 0xEA..=0xEE | 0xF0.. => {
                WORD
            }
            b'.' | b'-' | b'/' | b'@' => JOINT,
            b'\'' | b'"' | b'`' => QUOTE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

#[inline]
fn class(text: &[u8], at: usize) -> u8 {
    text.get(at).map_or(0, |&byte| CLASSES[usize::from(byte)])
}

#[inline]
fn in_word(text: &[u8], at: usize) -> bool {
    class(text, at) == WORD
}

const HIGHS: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = HIGHS >> 7;

/// Eight bytes of a text as a number, the first byte lowest. Bytes after the end are 0.
#[inline]
pub(super) fn eight_bytes(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(|text| text.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => tail_bytes(text, at),
    }
}

#[cold]
#[inline(never)]
fn tail_bytes(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take(8).rev().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte))
}

/// The end of a known word, if it begins at `start` and is not a part of a longer word. A
/// possessive ending belongs to the word.
#[inline]
pub(super) fn end_of(known: &[u8], text: &[u8], start: usize) -> Option<usize> {
    let end = start + known.len();
    if !same(known, text.get(start..end)?) {
        return None;
    }
    let Some(&byte) = text.get(end) else { return Some(end) };
    if byte == b' ' {
        return Some(end);
    }
    let goes_on = match CLASSES[usize::from(byte)] {
        0 | CHARACTER => false,
        WORD => class(text, start) != CHARACTER,
        JOINT => byte != b'/' && in_word(text, end + 1),
        _ if byte == b'\'' && !in_word(text, end + 2) => match text.get(end + 1) {
            Some(b's') => return Some(end + 2),
            next => next == Some(&b't'),
        },
        _ => false,
    };
    (!goes_on).then_some(end)
}

/// The start of the next word or number. `None` if a quote or the end of the text precedes it.
#[inline]
pub(super) fn next_start(text: &[u8], mut at: usize) -> Option<usize> {
    while let Some(&byte) = text.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class & (WORD | CHARACTER | QUOTE) != 0 {
            return (class != QUOTE).then_some(at);
        }
        at += 1;
    }
    None
}

/// Whether at most this many words follow in the text.
pub(super) fn ends_after(text: &[u8], mut at: usize, words: u8) -> bool {
    let in_word = |byte: &u8| CLASSES[usize::from(*byte)] & (WORD | CHARACTER) != 0;
    for _ in 0..words {
        let rest = &text[at..];
        let Some(start) = rest.iter().position(in_word) else { return true };
        let len = rest[start..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        at += start + len;
    }
    !text[at..].iter().any(in_word)
}

/// Calls a function for each position where a word may begin, which is after white space and most
/// punctuation, with the eight bytes from there.
#[inline]
pub(super) fn token_starts(text: &[u8], mut call: impl FnMut(usize, u64)) {
    let (blocks, tail) = text.as_chunks();
    let mut last = [b' '; BLOCK];
    last[..tail.len()].copy_from_slice(tail);
    let mut base = 0;
    // Whether a word may begin after the last byte of the previous block: 0 or 1.
    let mut before = 1;
    for block in blocks.iter().chain([&last]) {
        let (between, characters) = between(block);
        let mut starts = (between << 1 | before) & !between | characters;
        before = between >> (BLOCK - 1);
        while starts != 0 {
            let at = base + starts.trailing_zeros() as usize;
            call(at, eight_bytes(text, at));
            starts &= starts - 1;
        }
        base += BLOCK;
    }
}

/// The number of bytes that are tested in parallel: one for each bit of a number.
const BLOCK: usize = 64;

/// Two sets of bits, one bit for each byte, the first byte lowest. The first set has the bytes
/// after which a word may begin: those up to the comma, and those from the colon to the question
/// mark. The second set has the first bytes of characters that are words of their own.
#[inline]
fn between(block: &[u8; BLOCK]) -> (u64, u64) {
    // Multiplying by this number moves the highest bits of eight bytes to the highest byte.
    const GATHER: u64 = 0x0002_0408_1020_4081;
    let (eights, _) = block.as_chunks();
    let mut beyond_ascii = 0;
    let between = eights.iter().rev().fold(0, |bits, bytes| {
        let bytes = u64::from_le_bytes(*bytes);
        beyond_ascii |= bytes;
        // Sets the highest bit of each byte that is greater than `last`.
        let beyond = |last: u8| (bytes & !HIGHS) + ONES * u64::from(0x7F - last);
        let between = !beyond(b',') | (beyond(b'9') & !beyond(b'?'));
        bits << 8 | (between & HIGHS).wrapping_mul(GATHER) >> 56
    });
    if beyond_ascii & HIGHS == 0 { (between, 0) } else { beyond(block) }
}

/// As [`between`], for a block with bytes beyond ASCII.
#[cold]
#[inline(never)]
fn beyond(block: &[u8; BLOCK]) -> (u64, u64) {
    let bits = |of: fn(u8) -> bool| {
        let classes = block.iter().rev().map(|&byte| CLASSES[usize::from(byte)]);
        classes.fold(0, |bits, class| bits << 1 | u64::from(of(class)))
    };
    (bits(|class| class & (WORD | JOINT | CHARACTER) == 0), bits(|class| class == CHARACTER))
}

/// The starts of the words before a position, the nearest first. A quoted text is one word.
pub(super) fn before(text: &[u8], at: usize) -> impl Iterator<Item = usize> {
    let mut end = at;
    std::iter::from_fn(move || {
        loop {
            end = end.checked_sub(1)?;
            match class(text, end) {
                QUOTE => {
                    let quote = text[end];
                    let look = end.saturating_sub(MAX_QUOTED);
                    let open = memrchr(quote, &text[look..end]).map(|open| look + open);
                    // A quote after a letter is an apostrophe and opens no quoted text.
                    let open = open.filter(|&open| open == 0 || !in_word(text, open - 1));
                    if let Some(open) = open {
                        end = open;
                        return Some(open + 1);
                    }
                }
                CHARACTER => return Some(end),
                WORD if end == 0 || class(text, end - 1) & (WORD | JOINT) == 0 => return Some(end),
                _ => {}
            }
        }
    })
}

/// A longer quoted text, in bytes, does not count as one word.
const MAX_QUOTED: usize = 200;

/// Whether a number ends here. It does not if a unit or another group of digits follows directly.
pub(super) fn number_ends(text: &[u8], at: usize) -> bool {
    let mark = matches!(text.get(at), Some(b'.' | b','));
    let goes_on = mark && text.get(at + 1).is_some_and(u8::is_ascii_digit);
    !goes_on && !in_word(text, at)
}

/// The letters from a position on.
pub(super) fn letters(text: &[u8], start: usize) -> &[u8] {
    let rest = &text[start..];
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    &rest[..len.count()]
}

/// The quoted parts of a text, found one after the other from its start to its end.
pub(super) struct Quotes<'t> {
    text: &'t [u8],
    start: usize,
    end: usize,
    /// The kinds of quotes with an unclosed one. After it, no quote of its kind is closed.
    unclosed: [u8; 3],
}

impl<'t> Quotes<'t> {
    pub(super) const fn of(text: &'t [u8]) -> Self {
        Self { text, start: 0, end: 0, unclosed: [0; 3] }
    }

    /// Whether a position is quoted. Positions have to be passed in ascending order.
    #[inline]
    pub(super) fn contains(&mut self, at: usize) -> bool {
        while self.end <= at {
            self.next();
        }
        self.start <= at
    }

    /// Moves to the next quoted part, or to the end. An unclosed quote quotes nothing.
    fn next(&mut self) {
        let mut from = self.end;
        while let Some(at) = memchr3(b'\'', b'"', b'`', &self.text[from..]) {
            let start = from + at;
            from = start + 1;
            let quote = self.text[start];
            // After a letter, it is a closing quote or an apostrophe.
            let closes = start > 0 && in_word(self.text, start - 1);
            if closes || self.unclosed.contains(&quote) {
                continue;
            }
            if let Some(len) = quoted_len(&self.text[from..], quote) {
                self.start = start;
                self.end = from + len + 1;
                return;
            }
            self.unclosed.rotate_right(1);
            self.unclosed[0] = quote;
        }
        self.start = usize::MAX;
        self.end = usize::MAX;
    }
}

/// The length of a quoted text, up to its closing quote. An apostrophe inside a word does not close
/// it.
fn quoted_len(text: &[u8], quote: u8) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + memchr(quote, &text[from..])?;
        if quote != b'\'' || !in_word(text, end + 1) {
            return Some(end);
        }
        from = end + 1;
    }
}
