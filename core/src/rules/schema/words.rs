//! Lists of words.

/// Words in one text, with `|` between them: a list of them has one pointer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    text: &'static str,
    /// With which bytes a word begins, and with which one ends: one bit for each, of its lowest five
    /// bits. Most texts are compared with no word.
    first: u32,
    last: u32,
}

/// The words between the bars of a text.
pub(crate) const fn words(text: &'static str) -> Words {
    let bytes = text.as_bytes();
    let (mut first, mut last, mut at) = (0, 0, 0);
    while at < bytes.len() {
        if bytes[at] != b'|' {
            if at == 0 || bytes[at - 1] == b'|' {
                first |= bit(bytes[at]);
            }
            if at + 1 == bytes.len() || bytes[at + 1] == b'|' {
                last |= bit(bytes[at]);
            }
        }
        at += 1;
    }
    Words { text, first, last }
}

/// The bit of a byte.
const fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

impl Words {
    /// The words, in their order.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.text.split('|')
    }

    /// Takes the next word.
    // One copy for all callers.
    #[inline(never)]
    pub(crate) fn next(&mut self) -> Option<&'static str> {
        let rest = self.text;
        // Words are short: a search for the bar costs less without a call.
        let end = rest.bytes().position(|byte| byte == b'|').unwrap_or(rest.len());
        self.text = rest.get(end + 1..).unwrap_or_default();
        rest.get(..end).filter(|word| !word.is_empty())
    }

    /// Whether a text begins with one of the words.
    #[inline(never)]
    pub(crate) fn begin(&self, text: &[u8]) -> bool {
        text.first().is_some_and(|&first| self.first & bit(first) != 0)
            && has_prefix(self.text.bytes(), || text.iter().copied())
    }

    /// A text without the first of the words with which it begins.
    #[inline(never)]
    pub(crate) fn strip<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let mut words = *self;
        while let Some(word) = words.next() {
            if let Some(rest) = text.strip_prefix(word.as_bytes()) {
                return rest;
            }
        }
        text
    }

    /// Whether a text ends with one of the words.
    #[inline(never)]
    pub(crate) fn end(&self, text: &[u8]) -> bool {
        text.last().is_some_and(|&last| self.last & bit(last) != 0)
            && has_prefix(self.text.bytes().rev(), || text.iter().rev().copied())
    }

    /// Whether one of the words is anywhere in a text.
    #[inline(never)]
    pub(crate) fn are_in(&self, text: &str) -> bool {
        let mut words = *self;
        while let Some(word) = words.next() {
            if position(text, word, 0).is_some() {
                return true;
            }
        }
        false
    }

    /// Whether a word is one of them.
    #[inline(never)]
    pub(crate) fn have(&self, wanted: &[u8]) -> bool {
        let mut words = *self;
        while let Some(word) = words.next() {
            if word.as_bytes().eq_ignore_ascii_case(wanted) {
                return true;
            }
        }
        false
    }
}

/// Whether one of the words between bars is the beginning of a text; both may be read backwards.
fn has_prefix<T: Iterator<Item = u8>>(
    mut words: impl Iterator<Item = u8>,
    text: impl Fn() -> T,
) -> bool {
    loop {
        let mut here = text();
        loop {
            match words.next() {
                None | Some(b'|') => return true,
                byte if byte == here.next() => {}
                _ => break,
            }
        }
        if !words.any(|byte| byte == b'|') {
            return false;
        }
    }
}

/// Where a word is in a text, from a position on.
// A search of its own for short words: the general ones are larger than all that uses them.
#[inline(never)]
pub(crate) fn position(text: &str, word: &str, from: usize) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let (&first, rest) = word.split_first()?;
    let mut at = from;
    loop {
        at += memchr::memchr(first, text.get(at..)?)?;
        if text[at + 1..].starts_with(rest) {
            return Some(at);
        }
        at += 1;
    }
}
