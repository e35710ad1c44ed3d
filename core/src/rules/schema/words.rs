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

    /// The first word that passes a test.
    // One copy for all callers: none of them is in a hurry.
    #[inline(never)]
    pub(crate) fn find(self, test: &mut dyn FnMut(&'static str) -> bool) -> Option<&'static str> {
        let mut rest = self.0;
        loop {
            let end = memchr::memchr(b'|', rest.as_bytes());
            let word = rest.get(..end.unwrap_or(rest.len()))?;
            if test(word) {
                return Some(word);
            }
            rest = rest.get(end? + 1..)?;
        }
    }

    /// Whether a text begins with one of the words.
    #[inline(never)]
    pub(crate) fn begin(self, text: &[u8]) -> bool {
        self.find(&mut |word| text.starts_with(word.as_bytes())).is_some()
    }

    /// Whether a text ends with one of the words.
    #[inline(never)]
    pub(crate) fn end(self, text: &[u8]) -> bool {
        self.find(&mut |word| text.ends_with(word.as_bytes())).is_some()
    }

    /// Whether one of the words is anywhere in a text.
    #[inline(never)]
    pub(crate) fn are_in(self, text: &str) -> bool {
        self.find(&mut |word| position(text, word, 0).is_some()).is_some()
    }

    /// Whether a word is one of them.
    #[inline(never)]
    pub(crate) fn have(self, wanted: &[u8]) -> bool {
        self.find(&mut |word| word.as_bytes().eq_ignore_ascii_case(wanted)).is_some()
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
