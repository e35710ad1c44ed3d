//! Lists of words.

/// Words in one text, with `|` between them: a list of them has one pointer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words(&'static str);

/// The words between the bars of a text.
pub(crate) const fn words(text: &'static str) -> Words {
    Words(text)
}

impl Words {
    /// The words, in their order.
    #[cfg(test)]
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|')
    }

    /// Takes the next word.
    // One copy for all callers: none of them is in a hurry.
    #[inline(never)]
    pub(crate) fn next(&mut self) -> Option<&'static str> {
        let rest = self.0;
        let end = memchr::memchr(b'|', rest.as_bytes()).unwrap_or(rest.len());
        self.0 = rest.get(end + 1..).unwrap_or_default();
        rest.get(..end).filter(|word| !word.is_empty())
    }

    /// Whether a text begins with one of the words.
    #[inline(never)]
    pub(crate) fn begin(mut self, text: &[u8]) -> bool {
        while let Some(word) = self.next() {
            if text.starts_with(word.as_bytes()) {
                return true;
            }
        }
        false
    }

    /// Whether a text ends with one of the words.
    #[inline(never)]
    pub(crate) fn end(mut self, text: &[u8]) -> bool {
        while let Some(word) = self.next() {
            if text.ends_with(word.as_bytes()) {
                return true;
            }
        }
        false
    }

    /// Whether one of the words is anywhere in a text.
    #[inline(never)]
    pub(crate) fn are_in(mut self, text: &str) -> bool {
        while let Some(word) = self.next() {
            if position(text, word, 0).is_some() {
                return true;
            }
        }
        false
    }

    /// Whether a word is one of them.
    #[inline(never)]
    pub(crate) fn have(mut self, wanted: &[u8]) -> bool {
        while let Some(word) = self.next() {
            if word.as_bytes().eq_ignore_ascii_case(wanted) {
                return true;
            }
        }
        false
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
