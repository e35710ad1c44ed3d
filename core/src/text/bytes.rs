//! Small tests of bytes. Each is one function for all its callers: they would be larger than all else if
//! every caller had its own copy.

/// A set of bytes.
#[derive(Debug)]
pub(super) struct Set([u64; 4]);

/// The set of these bytes.
pub(super) const fn set(bytes: &[u8]) -> Set {
    Set([0; 4]).and(bytes)
}

impl Set {
    /// With these bytes too.
    pub(super) const fn and(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[(bytes[at] >> 6) as usize] |= 1 << (bytes[at] & 63);
            at += 1;
        }
        self
    }

    /// With all bytes from the first one to the last one too.
    pub(super) const fn range(mut self, first: u8, last: u8) -> Self {
        let mut byte = first;
        loop {
            self = self.and(&[byte]);
            if byte == last {
                return self;
            }
            byte += 1;
        }
    }

    /// With the digits and letters of ASCII too.
    pub(super) const fn alphanumeric(self) -> Self {
        self.range(b'0', b'9').range(b'A', b'Z').range(b'a', b'z')
    }

    /// Without these bytes.
    pub(super) const fn except(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[(bytes[at] >> 6) as usize] &= !(1 << (bytes[at] & 63));
            at += 1;
        }
        self
    }

    /// Whether it has a byte.
    #[inline]
    pub(super) const fn has(&self, byte: u8) -> bool {
        self.0[(byte >> 6) as usize] >> (byte & 63) & 1 != 0
    }

    /// Whether it has the byte at a position of a text.
    #[inline(never)]
    pub(super) fn is_at(&self, text: &[u8], at: usize) -> bool {
        text.get(at).is_some_and(|&byte| self.has(byte))
    }

    /// Whether it has one of the bytes of a text.
    #[inline(never)]
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        text.iter().any(|&byte| self.has(byte))
    }

    /// How many bytes at the start of a text it has, up to a number.
    #[inline(never)]
    pub(super) fn span(&self, text: &[u8], max: usize) -> usize {
        let text = text.get(..max).unwrap_or(text);
        text.iter().position(|&byte| !self.has(byte)).unwrap_or(text.len())
    }

    /// How many bytes at the end of a text it has, up to a number.
    #[inline(never)]
    pub(super) fn span_back(&self, text: &[u8], max: usize) -> usize {
        let text = text.get(text.len().saturating_sub(max)..).unwrap_or(text);
        text.iter().rev().position(|&byte| !self.has(byte)).unwrap_or(text.len())
    }
}

/// The pairs of neighbouring bytes that a text has, by their lowest six bits. Many words are looked for in
/// the same text, and most of them begin with a pair that it has not.
#[derive(Debug)]
pub(super) struct Pairs([u64; 64]);

impl Pairs {
    #[inline(never)]
    pub(super) fn of(text: &str) -> Self {
        let mut pairs = [0; 64];
        let mut first = 0;
        for &second in text.as_bytes() {
            pairs[first] |= 1 << (second & 63);
            first = usize::from(second & 63);
        }
        Self(pairs)
    }

    /// Whether a word of two bytes or more may be in the text.
    #[inline]
    pub(super) fn may_have(&self, word: &[u8]) -> bool {
        let (first, second) = (byte(word, 0) & 63, byte(word, 1) & 63);
        self.0[usize::from(first)] >> second & 1 != 0
    }
}

pub(super) static DIGITS: Set = set(b"").range(b'0', b'9');
pub(super) static LOWER: Set = set(b"").range(b'a', b'z');
pub(super) static UPPER: Set = set(b"").range(b'A', b'Z');
pub(super) static ALPHANUMERIC: Set = set(b"").alphanumeric();
pub(super) static IN_NAME: Set = set(b"_").alphanumeric();

/// The byte at a position, or 0.
#[inline]
pub(super) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// The last bytes before a position, up to a number of them.
#[inline(never)]
pub(super) fn before(text: &[u8], at: usize, max: usize) -> &[u8] {
    text.get(at.saturating_sub(max)..at).unwrap_or_default()
}

/// What follows a position.
#[inline(never)]
pub(super) fn after(text: &[u8], at: usize) -> &[u8] {
    text.get(at..).unwrap_or_default()
}

/// Whether a text has this word at a position.
#[inline(never)]
pub(super) fn is_at(text: &[u8], at: usize, word: &[u8]) -> bool {
    after(text, at).starts_with(word)
}

/// Whether a text begins with this word, in any case.
#[inline(never)]
pub(super) fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// A part of a text: nothing if there is no such part.
#[inline(never)]
pub(super) fn part(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// A text without the characters at its start and its end that pass a test.
#[inline(never)]
pub(super) fn strip(text: &str, at_start: fn(char) -> bool, at_end: fn(char) -> bool) -> &str {
    text.trim_start_matches(at_start).trim_end_matches(at_end)
}

/// A text without white space around it.
#[inline(never)]
pub(super) fn trim(text: &str) -> &str {
    strip(text, char::is_whitespace, char::is_whitespace)
}

/// A text of its own.
#[inline(never)]
pub(super) fn owned(text: &str) -> String {
    text.to_owned()
}

/// Appends a text.
#[inline(never)]
pub(super) fn push(text: &str, to: &mut String) {
    to.push_str(text);
}

/// A text from a position on.
#[inline(never)]
pub(super) fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// Whether a text has a byte.
#[inline(never)]
pub(super) fn has(text: &[u8], byte: u8) -> bool {
    memchr::memchr(byte, text).is_some()
}

/// A text in lower case.
#[inline(never)]
pub(super) fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Appends a character.
#[inline(never)]
pub(super) fn push_char(char: char, to: &mut String) {
    to.push(char);
}

/// The number that a text is.
#[inline(never)]
pub(super) fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}
