//! The words of a message.

use memchr::{memchr, memchr3};

use crate::table::same;

/// Letters, digits and the underscore.
const WORD: u8 = 1;
/// What joins two parts of one word where both stand right beside it.
const JOINT: u8 = 2;
const QUOTE: u8 = 4;

/// What each byte may be part of; 0 for white space and other punctuation.
#[expect(clippy::cast_possible_truncation, reason = "it counts up to 255")]
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            // Beyond ASCII, what letters begin with, but for the general and the CJK punctuation.
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0xC3..=0xE1 | 0xE4.. => WORD,
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

/// A word of a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    word: &'static str,
    /// Its first eight bytes, the first lowest, and which bits of them count.
    head: u64,
    mask: u64,
}

const CASE: u64 = 0x2020_2020_2020_2020;

impl Known {
    pub(super) const NONE: Self = Self::new("");

    pub(super) const fn new(word: &'static str) -> Self {
        let bytes = word.as_bytes();
        let mut head = 0;
        let mut mask = 0;
        let mut at = 0;
        while at < bytes.len() && at < 8 {
            head |= (bytes[at] as u64 | 0x20) << (8 * at);
            mask |= 0xFF << (8 * at);
            at += 1;
        }
        Self { word, head, mask }
    }

    /// The first four bytes.
    #[expect(clippy::cast_possible_truncation, reason = "the others are not asked for")]
    pub(super) const fn first_bytes(self) -> u32 {
        self.head as u32
    }

    /// Where this word ends, if it stands here and is no part of a longer one. A possessive ending
    /// is no part of it.
    #[inline]
    pub(super) fn end(&self, text: &[u8], start: usize) -> Option<usize> {
        if (eight_bytes(text, start) | CASE) & self.mask != self.head {
            return None;
        }
        let end = start + self.word.len();
        if self.word.len() > 8 && !same(self.word.as_bytes(), text.get(start..end)?) {
            return None;
        }
        let class = class(text, end);
        let joined = class == WORD || class == JOINT && in_word(text, end + 1);
        (!joined).then_some(end)
    }
}

/// Eight bytes of a text, the first lowest, with 0 after its end.
#[inline]
fn eight_bytes(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(|text| text.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => tail_bytes(text, at),
    }
}

/// Four bytes of a text, the first lowest, with 0 after its end.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "there are no more than four")]
fn first_bytes(text: &[u8], at: usize) -> u32 {
    match text.get(at..at + 4).and_then(|text| text.first_chunk()) {
        Some(four) => u32::from_le_bytes(*four),
        None => tail_bytes(&text[..text.len().min(at + 4)], at) as u32,
    }
}

#[cold]
#[inline(never)]
fn tail_bytes(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().rfold(0, |bytes, &byte| bytes << 8 | u64::from(byte))
}

/// Where the next word or number begins. None where a quoted text or the end comes before it.
#[inline]
pub(super) fn next_start(text: &[u8], mut at: usize) -> Option<usize> {
    while let Some(&byte) = text.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class & (WORD | QUOTE) != 0 {
            return (class == WORD).then_some(at);
        }
        at += 1;
    }
    None
}

/// Calls for every place where a word may begin, with the bytes there: after white space or one of
/// `!"#$%&'(`.
#[inline]
pub(super) fn each_start(text: &[u8], mut call: impl FnMut(usize, u32)) {
    let (blocks, tail) = text.as_chunks();
    let mut last = [b' '; BLOCK];
    last[..tail.len()].copy_from_slice(tail);
    let mut base = 0;
    // Whether a word may begin after the last byte.
    let mut before = 1;
    for block in blocks.iter().chain([&last]) {
        let between = between(block);
        let mut starts = (between << 1 | before) & !between;
        before = between >> (BLOCK - 1);
        while starts != 0 {
            let at = base + starts.trailing_zeros() as usize;
            call(at, first_bytes(text, at));
            starts &= starts - 1;
        }
        base += BLOCK;
    }
}

/// How many bytes are looked at together: one for each bit.
const BLOCK: usize = 64;

/// A bit for each byte, the first lowest, that a word may begin after.
#[inline]
fn between(block: &[u8; BLOCK]) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const BEYOND: u64 = 0x0101_0101_0101_0101 * (b'(' as u64 + 1);
    // By this product the highest bits of eight bytes come to stand side by side, on top.
    const GATHER: u64 = 0x0002_0408_1020_4081;
    let (eights, _) = block.as_chunks();
    eights.iter().rev().fold(0, |bits, eight| {
        let eight = u64::from_le_bytes(*eight);
        let inside = ((eight | HIGH) - BEYOND) | eight;
        bits << 8 | (!inside & HIGH).wrapping_mul(GATHER) >> 56
    })
}

/// Where the last words before a place begin, the nearest first.
pub(super) fn before(text: &[u8], at: usize) -> impl Iterator<Item = usize> {
    let is_blank = |at: usize| text[at] <= b' ';
    let begins = move |at: &usize| !is_blank(*at) && (*at == 0 || is_blank(at - 1));
    (0..at).rev().filter(begins)
}

/// Whether a number ends here, rather than goes on as one word: with a unit, or another part.
pub(super) fn number_ends(text: &[u8], at: usize) -> bool {
    let mark = matches!(text.get(at), Some(b'.' | b','));
    let goes_on = mark && text.get(at + 1).is_some_and(u8::is_ascii_digit);
    !goes_on && !in_word(text, at)
}

/// The letters that stand here.
pub(super) fn letters(text: &[u8], start: usize) -> &[u8] {
    let rest = &text[start..];
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    &rest[..len.count()]
}

/// The quoted parts of a text, met from its beginning to its end.
pub(super) struct Quotes<'t> {
    text: &'t [u8],
    start: usize,
    end: usize,
    /// The quotes of which one was never closed: no later one is.
    unclosed: [u8; 3],
}

impl<'t> Quotes<'t> {
    pub(super) const fn of(text: &'t [u8]) -> Self {
        Self { text, start: 0, end: 0, unclosed: [0; 3] }
    }

    /// Whether this place is quoted. The places asked for never go back.
    #[inline]
    pub(super) fn hold(&mut self, at: usize) -> bool {
        while self.end <= at {
            self.next();
        }
        self.start <= at
    }

    /// Goes to the next quoted part, or to the end. What is never closed is no quote.
    fn next(&mut self) {
        let mut from = self.end;
        while let Some(at) = memchr3(b'\'', b'"', b'`', &self.text[from..]) {
            let start = from + at;
            from = start + 1;
            let quote = self.text[start];
            // After a letter it closes, or is an apostrophe.
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

/// How long a quoted text is, up to its closing quote. An apostrophe inside a word closes nothing.
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
