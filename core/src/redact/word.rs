//! What tells a key from the words of a sentence, and where it ends.

use super::symbol::{ELLIPSIS, NOTHING, symbol};
use super::tables::Alphabet;

/// How many characters of a key tell whether it is one. It bounds the work at each place of a text.
pub(super) const LOOKED_AT: usize = 128;

/// What is known of the characters from a place on that a key may be made of.
#[derive(Clone, Copy, Default, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact that others do not tell")]
pub(super) struct Word {
    /// How many bytes it takes.
    pub(super) len: usize,
    /// Whether something is left of it that does not mask.
    pub(super) shows: bool,
    has_stars: bool,
    /// Whether stars stand in it as they are not put here: more than three, or before a letter.
    is_masked: bool,
    /// Whether dots stand in place of something, and something after them.
    pub(super) has_dots: bool,
    dots_inside: bool,
    has_digit: bool,
    /// What the first part between `-`, `_` and the like looks like, and the one least like a word.
    first: Look,
    most: Look,
}

impl Word {
    /// Reads at most `most` characters.
    #[inline(never)]
    pub(super) fn read(text: &[u8], from: usize, alphabet: Alphabet, most: usize) -> Self {
        let mut word = Self::default();
        let mut part = Part::default();
        let mut parts = 0;
        let mut stars = 0;
        let mut is_padded = false;
        let mut before = 0;
        let mut at = from;
        for _ in 0..most {
            if at >= text.len() {
                break;
            }
            let read = symbol(text, at);
            let after = at + read.len;
            let next = || text.get(after).map(|_| symbol(text, after).byte);
            at = after;
            match read.byte {
                NOTHING => continue,
                b'=' if alphabet.has(b'=')
                    && !next().is_some_and(|b| b == b'*' || b.is_ascii_alphanumeric()) =>
                {
                    is_padded = true;
                }
                _ if is_padded => break,
                b'*' => stars += 1,
                ELLIPSIS => word.has_dots = true,
                b'.' => match next() {
                    Some(b'.') => word.has_dots = true,
                    _ if before == b'.' => word.has_dots = true,
                    Some(b) if alphabet.has(b'.') && b.is_ascii_alphanumeric() => {}
                    _ => break,
                },
                b'=' => break,
                byte if alphabet.has(byte) => {}
                _ => break,
            }
            if read.byte.is_ascii_alphanumeric() {
                part.push(read.byte);
                word.dots_inside |= word.has_dots;
                word.is_masked |= stars >= 3;
            } else {
                word.end(&mut part, &mut parts);
            }
            if read.byte != b'*' {
                stars = 0;
            }
            word.has_stars |= stars > 0;
            word.is_masked |= stars > 3;
            before = read.byte;
            word.len = at - from;
        }
        word.end(&mut part, &mut parts);
        word
    }

    fn end(&mut self, part: &mut Part, parts: &mut usize) {
        if part.len == 0 {
            return;
        }
        self.shows = true;
        self.has_digit |= part.digits > 0;
        let look = part.look();
        if *parts == 0 {
            self.first = look;
        }
        self.most = self.most.max(look);
        *parts += 1;
        *part = Part::default();
    }

    /// Whether somebody else has hidden a part.
    fn is_masked(&self) -> bool {
        self.shows && (self.is_masked || self.dots_inside)
    }

    pub(super) fn has_mask(&self) -> bool {
        self.has_stars || self.has_dots
    }

    /// Whether it looks like a key rather than like a word of a sentence.
    pub(super) fn looks_like_a_key(&self) -> bool {
        self.shows && ((self.len >= 6 && self.has_digit) || self.len >= 24) || self.is_masked()
    }

    /// Whether it is a key even where nothing says that one comes here.
    pub(super) fn is_surely_a_key(&self) -> bool {
        (self.most == Look::Random && self.len >= 16) || self.is_masked()
    }

    /// Whether it is a key where it follows the beginning of one, or another line of it.
    pub(super) fn is_likely(&self) -> bool {
        self.most >= Look::Likely
    }

    pub(super) fn starts_likely(&self) -> bool {
        self.first >= Look::Likely
    }

    /// As `is_surely_a_key`, where ids may stand, too, which begin with a word.
    pub(super) fn is_no_id(&self) -> bool {
        (self.first == Look::Random && self.len >= 16) || self.is_masked()
    }
}

/// How far a part is from a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
enum Look {
    #[default]
    Word,
    /// It may be one, but not after what keys begin with.
    Likely,
    /// No name or word is so.
    Random,
}

/// Letters and digits without any other character between them.
#[derive(Clone, Copy, Default)]
struct Part {
    len: usize,
    digits: usize,
    /// How often a digit stands beside a letter, and a capital after a small letter.
    mixes: usize,
    humps: usize,
    last: u8,
}

impl Part {
    fn push(&mut self, byte: u8) {
        let is_digit = byte.is_ascii_digit();
        if self.len > 0 && is_digit != self.last.is_ascii_digit() {
            self.mixes += 1;
        }
        if self.last.is_ascii_lowercase() && byte.is_ascii_uppercase() {
            self.humps += 1;
        }
        self.digits += usize::from(is_digit);
        self.len += 1;
        self.last = byte;
    }

    fn look(&self) -> Look {
        if self.is_random() {
            Look::Random
        } else if self.len >= 16 || (self.digits == self.len && self.len >= 10) {
            Look::Likely
        } else {
            Look::Word
        }
    }

    /// Whether no name or word is so: `AuthenticationFailed`, `v1beta` and `20240229` are none.
    fn is_random(&self) -> bool {
        if self.digits == self.len {
            return self.len >= 16;
        }
        if self.digits > 0 {
            return (self.len >= 8 && self.mixes >= 2) || self.len >= 20;
        }
        match self.humps {
            0 => self.len >= 24,
            humps => self.len >= 16 && humps * 5 >= self.len,
        }
    }
}
