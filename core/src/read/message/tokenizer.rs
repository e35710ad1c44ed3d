//! The words of a message. Blocks of 64 bytes are looked at together (SWAR, as in `swar.rs`).

use memchr::{memchr, memchr3, memrchr};

use crate::index::name_map::same;

/// Letters, digits and the underscore.
const WORD: u8 = 1;
/// What joins two parts of one word where both stand right beside it.
const JOINT: u8 = 2;
const QUOTE: u8 = 4;
/// The first byte of a character that is a word by itself, as in Chinese.
const CHARACTER: u8 = 8;

/// What each byte may be part of; 0 for white space and other punctuation.
#[expect(clippy::cast_possible_truncation, reason = "it counts up to 255")]
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            // Han characters: CJK punctuation begins with other bytes.
            0xE4..=0xE9 => CHARACTER,
            // Beyond ASCII, what letters begin with, but for what punctuation begins with.
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

/// Eight bytes of a text, the first lowest, with 0 after its end.
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

/// Where a known word ends, if it stands here and is no part of a longer one. A possessive ending
/// belongs to it.
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

/// Where the next word or number begins. None where a quoted text or the end comes before it.
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

/// Whether a text ends here, or after so many more words.
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

/// Calls for every place where a word may begin, with the bytes there: after white space and most
/// punctuation.
#[inline]
pub(super) fn token_starts(text: &[u8], mut call: impl FnMut(usize, u64)) {
    let (blocks, tail) = text.as_chunks();
    let mut last = [b' '; BLOCK];
    last[..tail.len()].copy_from_slice(tail);
    let mut base = 0;
    // Whether a word may begin after the last byte.
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

/// How many bytes are looked at together: one for each bit.
const BLOCK: usize = 64;

/// A bit for each byte, the first lowest, that a word may begin after: what is no more than a comma,
/// or from a colon to a question mark. And a bit for each that is the first of a character which is
/// a word by itself.
#[inline]
fn between(block: &[u8; BLOCK]) -> (u64, u64) {
    // By this product the highest bits of eight bytes come to stand side by side, on top.
    const GATHER: u64 = 0x0002_0408_1020_4081;
    let (eights, _) = block.as_chunks();
    let mut beyond_ascii = 0;
    let between = eights.iter().rev().fold(0, |bits, bytes| {
        let bytes = u64::from_le_bytes(*bytes);
        beyond_ascii |= bytes;
        // The highest bit of a byte is set where it is at least so much.
        let beyond = |last: u8| (bytes & !HIGHS) + ONES * u64::from(0x7F - last);
        let between = !beyond(b',') | (beyond(b'9') & !beyond(b'?'));
        bits << 8 | (between & HIGHS).wrapping_mul(GATHER) >> 56
    });
    if beyond_ascii & HIGHS == 0 { (between, 0) } else { beyond(block) }
}

/// The same for bytes beyond ASCII.
#[cold]
#[inline(never)]
fn beyond(block: &[u8; BLOCK]) -> (u64, u64) {
    let bits = |of: fn(u8) -> bool| {
        let classes = block.iter().rev().map(|&byte| CLASSES[usize::from(byte)]);
        classes.fold(0, |bits, class| bits << 1 | u64::from(of(class)))
    };
    (bits(|class| class & (WORD | JOINT | CHARACTER) == 0), bits(|class| class == CHARACTER))
}

/// Where the last words before a place begin, the nearest first. What stands in quotes is one word.
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
                    // An apostrophe begins nothing.
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

/// How long a quoted text is at most that counts as one word, in bytes.
const MAX_QUOTED: usize = 200;

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
    pub(super) fn contains(&mut self, at: usize) -> bool {
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
