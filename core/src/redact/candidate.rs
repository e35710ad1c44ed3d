//! Tells a key from a word of a sentence, and finds its end.

use super::schema::Alphabet;
use super::unescape::{ELLIPSIS, INVISIBLE, byte_at, decode_char};

/// How many characters are enough to recognize a key. The limit bounds the work at each position of
/// a text.
pub(super) const MAX_CANDIDATE: usize = 128;

/// A run of characters that may be a key.
#[derive(Clone, Copy, Default, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Candidate {
    /// Its length in bytes.
    pub(super) len: usize,
    /// Whether it has a letter or digit, so that not all of it is masked.
    pub(super) has_visible: bool,
    has_stars: bool,
    /// Whether its stars mask a key, but were not written by this module: more than three of them,
    /// or three before a letter.
    has_foreign_stars: bool,
    /// Whether dots stand for characters that were left out.
    has_dots: bool,
    /// Whether letters or digits follow these dots.
    has_dots_inside: bool,
    has_digit: bool,
    /// Of the first part between `-`, `_` and the like.
    first_part: Randomness,
    /// Of the most random part.
    most_random: Randomness,
}

impl Candidate {
    /// Reads at most `max_chars` characters.
    #[inline(never)]
    pub(super) fn read(text: &[u8], from: usize, alphabet: Alphabet, max_chars: usize) -> Self {
        let mut candidate = Self::default();
        let mut part = Part::default();
        let mut parts = 0;
        let mut stars = 0;
        let mut is_padded = false;
        let mut before = 0;
        let mut at = from;
        for _ in 0..max_chars {
            if at >= text.len() {
                break;
            }
            let char = decode_char(text, at);
            let after = at + char.len;
            let next = || byte_at(text, after);
            at = after;
            match char.byte {
                INVISIBLE => continue,
                // `=` is only the padding of Base64: nothing but `=` may follow it.
                b'=' if alphabet.has(b'=')
                    && !next().is_some_and(|b| b == b'*' || b.is_ascii_alphanumeric()) =>
                {
                    is_padded = true;
                }
                _ if is_padded => break,
                b'*' => stars += 1,
                ELLIPSIS => candidate.has_dots = true,
                b'.' => match next() {
                    Some(b'.') => candidate.has_dots = true,
                    _ if before == b'.' => candidate.has_dots = true,
                    Some(b) if alphabet.has(b'.') && b.is_ascii_alphanumeric() => {}
                    _ => break,
                },
                b'=' => break,
                byte if alphabet.has(byte) => {}
                _ => break,
            }
            if char.byte.is_ascii_alphanumeric() {
                part.push(char.byte);
                candidate.has_dots_inside |= candidate.has_dots;
                candidate.has_foreign_stars |= stars >= 3;
            } else {
                candidate.end_part(&mut part, &mut parts);
            }
            if char.byte != b'*' {
                stars = 0;
            }
            candidate.has_stars |= stars > 0;
            candidate.has_foreign_stars |= stars > 3;
            before = char.byte;
            candidate.len = at - from;
        }
        candidate.end_part(&mut part, &mut parts);
        candidate
    }

    fn end_part(&mut self, part: &mut Part, parts: &mut usize) {
        if part.len == 0 {
            return;
        }
        self.has_visible = true;
        self.has_digit |= part.digits > 0;
        let randomness = part.randomness();
        if *parts == 0 {
            self.first_part = randomness;
        }
        self.most_random = self.most_random.max(randomness);
        *parts += 1;
        *part = Part::default();
    }

    /// Whether a server has already masked a part of it.
    fn is_masked(&self) -> bool {
        self.has_visible && (self.has_foreign_stars || self.has_dots_inside)
    }

    pub(super) fn has_mask(&self) -> bool {
        self.has_stars || self.has_dots
    }

    /// Whether it looks like a key rather than like a word of a sentence.
    pub(super) fn looks_like_a_key(&self) -> bool {
        let is_visible_key = (self.len >= 6 && self.has_digit) || self.len >= 24;
        (self.has_visible && is_visible_key) || self.is_masked()
    }

    /// Whether it is a key even if the text before it does not announce one.
    pub(super) fn is_surely_a_key(&self) -> bool {
        (self.most_random == Randomness::High && self.len >= 16) || self.is_masked()
    }

    /// Whether it is a key if the text before it is the prefix of one.
    pub(super) fn is_likely(&self) -> bool {
        self.most_random >= Randomness::Medium
    }

    /// Whether its first part may continue a key from the line before.
    pub(super) fn starts_likely(&self) -> bool {
        self.first_part >= Randomness::Medium
    }

    /// Whether it is random from its first part on. The ids of requests and the like are not: they
    /// begin with a word.
    pub(super) fn is_random(&self) -> bool {
        (self.first_part == Randomness::High && self.len >= 16) || self.is_masked()
    }
}

/// How unlikely it is that a part is a word or a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
enum Randomness {
    /// It is likely a word.
    #[default]
    Low,
    /// It may be a word, but hardly one after the prefix of a key.
    Medium,
    /// No word or name looks like this.
    High,
}

/// Letters and digits with no other character between them.
#[derive(Clone, Copy, Default)]
struct Part {
    len: usize,
    digits: usize,
    /// How often a digit is next to a letter.
    digit_changes: usize,
    /// How often a capital follows a small letter.
    case_changes: usize,
    last: u8,
}

impl Part {
    fn push(&mut self, byte: u8) {
        let is_digit = byte.is_ascii_digit();
        if self.len > 0 && is_digit != self.last.is_ascii_digit() {
            self.digit_changes += 1;
        }
        if self.last.is_ascii_lowercase() && byte.is_ascii_uppercase() {
            self.case_changes += 1;
        }
        self.digits += usize::from(is_digit);
        self.len += 1;
        self.last = byte;
    }

    fn randomness(&self) -> Randomness {
        if self.is_random() {
            Randomness::High
        } else if self.len >= 16 || (self.digits == self.len && self.len >= 10) {
            Randomness::Medium
        } else {
            Randomness::Low
        }
    }

    /// Whether no word or name looks like this. `AuthenticationFailed`, `v1beta` and `20240229` are
    /// not random.
    fn is_random(&self) -> bool {
        if self.digits == self.len {
            return self.len >= 16;
        }
        if self.digits > 0 {
            return (self.len >= 8 && self.digit_changes >= 2) || self.len >= 20;
        }
        match self.case_changes {
            0 => self.len >= 24,
            changes => self.len >= 16 && changes * 5 >= self.len,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Candidate {
        Candidate::read(text.as_bytes(), 0, Alphabet::Token, MAX_CANDIDATE)
    }

    #[test]
    fn words_and_names_are_not_random() {
        for text in ["AuthenticationFailed", "v1beta", "20240229", "rate-limit-exceeded"] {
            assert!(!read(text).is_surely_a_key(), "{text}");
        }
    }

    #[test]
    fn a_random_part_after_a_word_is_a_key_but_may_be_an_id() {
        let candidate = read("req_7Hq2Xv9Lp4Tz8Wn3");
        assert!(candidate.is_surely_a_key());
        assert!(!candidate.is_random());
        assert!(read("7Hq2Xv9Lp4Tz8Wn3").is_random());
    }

    #[test]
    fn a_masked_key_is_a_key() {
        for text in ["her****ern", "heron...tern", "he***ron", "heron****"] {
            assert!(read(text).is_surely_a_key(), "{text}");
        }
        for text in ["heron***", "heron...", "***", "...", "****"] {
            assert!(!read(text).is_surely_a_key(), "{text}");
        }
    }

    #[test]
    fn the_end_is_after_the_padding_and_before_a_full_stop() {
        for (text, len) in
            [("heron==. Next", 7), ("heron. Next", 5), ("a.b c", 3), ("a=b", 1), ("", 0)]
        {
            assert_eq!(read(text).len, len, "{text}");
        }
    }
}
