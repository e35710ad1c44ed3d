//! The key of a word: its first letters in lower case, at most eight, as one number.
//!
//! It is computed with SWAR, as in `read/swar.rs`: eight bytes at a time in one 64-bit number.

const HIGHS: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = HIGHS >> 7;

/// The key of the word that begins with these bytes, the first byte lowest. If the word does not
/// begin with a letter, the key has its first three bytes, or fewer if the word is shorter.
#[inline]
pub(crate) const fn key(first_bytes: u64) -> u64 {
    let low = (first_bytes | (ONES * 0x20)) & !HIGHS;
    let letters = (low + ONES * 0x1F) & !(low + ONES * 0x05) & !first_bytes;
    let others = !letters & HIGHS;
    let before_others = ((others & others.wrapping_neg()) >> 7).wrapping_sub(1);
    if before_others != 0 {
        return low & before_others;
    }
    let [first, second, third, ..] = first_bytes.to_le_bytes();
    let third = if second <= b',' || third <= b',' { 0 } else { third };
    let second = if second <= b',' { 0 } else { second };
    u32::from_le_bytes([first, second, third, 0]) as u64
}

/// The key of a whole word.
pub(crate) const fn key_of(word: &[u8]) -> u64 {
    let mut bytes = 0;
    let mut at = 0;
    while at < 8 && at < word.len() {
        bytes |= (word[at] as u64) << (8 * at);
        at += 1;
    }
    key(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_what_follows_the_letters_do_not_matter() {
        for text in [&b"Limit"[..], b"LIMIT:", b"limit 8", b"limit\xC3\xA9"] {
            assert_eq!(key_of(text), key_of(b"limit"), "{text:?}");
        }
        assert_ne!(key_of(b"limits"), key_of(b"limit"));
        assert_eq!(key_of(b"overloaded"), key_of(b"overload"));
    }

    #[test]
    fn a_word_that_begins_with_no_letter_has_a_key_of_three_bytes() {
        assert_eq!(key_of(b"5-hour"), key_of(b"5-h"));
        assert_ne!(key_of(b"5-hour"), key_of(b"24-hour"));
        assert_eq!(key_of(b"5 hours"), key_of(b"5"));
    }
}
