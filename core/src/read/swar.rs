//! SWAR (SIMD within a register): searching eight bytes at a time in one 64-bit word.
//!
//! `memchr` is fastest over many bytes, but costs a call; most keys, header names and codes end
//! within 16 bytes, where one word is enough.

use memchr::memchr;

/// How many words are searched before `memchr` takes over.
const WORDS: usize = 4;

/// The position of the first such byte. Fastest if it is among the first 32 bytes.
#[inline]
pub(crate) fn find_byte(byte: u8, text: &[u8]) -> Option<usize> {
    let (words, _) = text.as_chunks();
    for (index, word) in words.iter().take(WORDS).enumerate() {
        if let Some(position) = find_in_word([byte], *word) {
            return Some(index * 8 + position);
        }
    }
    let searched = words.len().min(WORDS) * 8;
    memchr(byte, &text[searched..]).map(|position| searched + position)
}

/// The position of the first of eight bytes that is one of these.
#[inline]
pub(crate) fn find_in_word<const N: usize>(bytes: [u8; N], word: [u8; 8]) -> Option<usize> {
    let word = u64::from_le_bytes(word);
    let equal = |byte: u8| zero_bytes(word ^ (ONES * u64::from(byte)));
    let found = bytes.into_iter().fold(0, |found, byte| found | equal(byte));
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Sets the highest bit of each byte that is 0. The subtraction borrows out of a byte only if that
/// byte is 0, so a bit may be set wrongly only above the lowest zero byte; the lowest set bit is
/// always right.
#[inline]
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_at_every_position() {
        for len in 0..80 {
            let mut text = vec![b';'; len];
            assert_eq!(find_byte(b':', &text), None);
            for position in (0..len).rev() {
                text[position] = b':';
                assert_eq!(find_byte(b':', &text), Some(position), "{len}");
            }
        }
    }

    #[test]
    fn the_borrow_of_the_subtraction_never_hides_or_moves_the_first_zero() {
        for first in 0..8 {
            for byte in [0x00, 0x01, 0x02, 0x7F, 0x80, 0x81, 0xFE, 0xFF_u8] {
                // Every byte below the first match differs from it in the lowest bit only.
                let mut word = [byte ^ 1; 8];
                word[first] = byte;
                assert_eq!(find_in_word([byte], word), Some(first));
                word[7] = byte;
                assert_eq!(find_in_word([byte], word), Some(first));
                assert_eq!(find_in_word([byte ^ 2], [byte ^ 1; 8]), None);
            }
        }
    }
}
