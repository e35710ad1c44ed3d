//! The types of the rows in `tables.rs`, and the index by their first bytes.

/// A short text that is stored in place: without pointers the tables stay small.
#[derive(Clone, Copy)]
pub(super) struct Literal {
    bytes: [u8; Self::MAX_LEN],
    len: u8,
}

impl Literal {
    const MAX_LEN: usize = 26;

    #[expect(clippy::cast_possible_truncation, reason = "it is at most MAX_LEN")]
    const fn new(text: &str) -> Self {
        let text = text.as_bytes();
        let mut bytes = [0; Self::MAX_LEN];
        let mut at = 0;
        while at < text.len() {
            bytes[at] = text[at];
            at += 1;
        }
        Self { bytes, len: text.len() as u8 }
    }

    /// Whether a text with this second byte can match. Most words of a text begin like some label,
    /// and this check rejects nearly all of them.
    #[inline]
    pub(super) fn may_have_second(&self, second: Option<&u8>) -> bool {
        second.is_none_or(|byte| {
            !byte.is_ascii_alphabetic()
                || self.bytes[1] == b' '
                || self.bytes[1] == byte.to_ascii_lowercase()
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    pub(super) const fn first(&self) -> u8 {
        self.bytes[0]
    }
}

/// The characters of a key, beside letters, digits, `_` and `-`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// No others.
    Word,
    /// `.`, between other characters.
    Dotted,
    /// `+`, `/`, and `=` at the end.
    Base64,
    /// Those of `Dotted` and `Base64`, and `~`: a token of RFC 6750, section 2.1.
    Token,
}

impl Alphabet {
    pub(super) fn has(self, byte: u8) -> bool {
        match byte {
            b'_' | b'-' => true,
            b'.' => matches!(self, Self::Dotted | Self::Token),
            b'+' | b'/' | b'=' => matches!(self, Self::Base64 | Self::Token),
            b'~' => self == Self::Token,
            _ => byte.is_ascii_alphanumeric(),
        }
    }
}

/// The beginning of the keys of one kind.
#[derive(Clone, Copy)]
pub(super) struct Prefix {
    pub(super) text: Literal,
    pub(super) alphabet: Alphabet,
    /// How many bytes follow at least, unless some of them are masked.
    pub(super) min_len: u8,
    /// Whether names and words also begin like this: then the rest has to be unlike words.
    pub(super) begins_words: bool,
    /// The providers with such keys.
    #[cfg(test)]
    pub(super) owner: &'static str,
}

#[cfg_attr(not(test), expect(unused_variables, reason = "the owner is for readers and tests"))]
pub(super) const fn prefix(
    text: &'static str,
    alphabet: Alphabet,
    min_len: u8,
    owner: &'static str,
) -> Prefix {
    Prefix {
        text: Literal::new(text),
        alphabet,
        min_len,
        begins_words: false,
        #[cfg(test)]
        owner,
    }
}

/// A prefix that names and words also begin with.
pub(super) const fn words(row: Prefix) -> Prefix {
    Prefix { begins_words: true, ..row }
}

/// Which values after a label are secret, and how much of them is hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ValueKind {
    /// Any value: the label is the name of a header and does not occur in sentences.
    Any,
    /// Any value in quotes, after `=` or after 'provided'. Otherwise a value that looks like a key,
    /// as the label also occurs in sentences.
    Key,
    /// As [`ValueKind::Key`]; a value in quotes may contain spaces.
    Phrase,
    /// A scheme and any value, or a value that looks like a key.
    Credentials,
    /// A value that looks like a key, even if only a space precedes it.
    Token,
    /// All pairs `name=value`, to the end of the line.
    Cookies,
    /// Any value of a parameter in the query of a URL; otherwise a value that is surely a key.
    Parameter,
}

/// The name of a secret, which precedes it.
#[derive(Clone, Copy)]
pub(super) struct Label {
    /// In lower case. A space stands for a space, `-`, `_` or nothing.
    pub(super) text: Literal,
    pub(super) kind: ValueKind,
}

pub(super) const fn label(text: &'static str, kind: ValueKind) -> Label {
    Label { text: Literal::new(text), kind }
}

/// A word between a label and its value.
#[derive(Clone, Copy)]
pub(super) struct LinkingWord {
    pub(super) text: &'static str,
    /// Whether a value follows this word rather than the rest of a sentence.
    pub(super) announces_value: bool,
}

pub(super) const fn linking_word(text: &'static str) -> LinkingWord {
    LinkingWord { text, announces_value: false }
}

/// An authentication scheme.
#[derive(Clone, Copy)]
pub(super) struct Scheme {
    pub(super) text: &'static str,
    /// Whether parameters follow, to the end of the line, rather than one token.
    pub(super) has_parameters: bool,
}

pub(super) const fn scheme(text: &'static str) -> Scheme {
    Scheme { text, has_parameters: false }
}

/// A scheme with parameters, to the end of the line.
pub(super) const fn parameter_scheme(text: &'static str) -> Scheme {
    Scheme { text, has_parameters: true }
}

/// For each ASCII character, the position of the first row that begins with it.
pub(super) struct FirstBytes(pub(super) [u8; 128]);

impl FirstBytes {
    /// No row begins with the character. Positions are less than this.
    pub(super) const NONE: u8 = u8::MAX;

    #[inline]
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).is_some_and(|&row| row != Self::NONE)
    }

    /// The rows that begin with a byte.
    pub(super) fn rows<'a, T>(
        &self,
        byte: u8,
        rows: &'a [T],
        text: impl Fn(&T) -> &Literal,
    ) -> impl Iterator<Item = &'a T> {
        let first = self.0.get(usize::from(byte)).copied().unwrap_or(Self::NONE);
        let rows = rows.get(usize::from(first)..).unwrap_or_default();
        rows.iter().take_while(move |row| text(row).first() == byte)
    }
}

/// Makes the index of rows that are in the order of their first letters.
macro_rules! first_bytes {
    ($rows:expr) => {{
        let mut first_bytes = [FirstBytes::NONE; 128];
        let mut row = $rows.len();
        assert!(row < FirstBytes::NONE as usize, "the position of a row is a byte");
        while row > 0 {
            row -= 1;
            #[expect(clippy::cast_possible_truncation, reason = "the number of rows is checked")]
            let position = row as u8;
            first_bytes[$rows[row].text.first() as usize] = position;
        }
        FirstBytes(first_bytes)
    }};
}
pub(super) use first_bytes;
