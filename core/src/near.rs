//! Searching for bytes that are likely to stand near, eight bytes at a time.

use memchr::memchr;

/// How many times eight bytes are looked at before the search that is fastest over many.
const NEAR: usize = 4;

/// Where a byte first stands in a text of few bytes.
#[inline]
pub(crate) fn find(byte: u8, text: &[u8]) -> Option<usize> {
    let (eights, _) = text.as_chunks();
    for (at, eight) in eights.iter().take(NEAR).enumerate() {
        if let Some(near) = first_of([byte], *eight) {
            return Some(at * 8 + near);
        }
    }
    let far = eights.len().min(NEAR) * 8;
    memchr(byte, &text[far..]).map(|at| far + at)
}

/// Which of eight bytes is the first that is one of these.
#[inline]
pub(crate) fn first_of<const N: usize>(bytes: [u8; N], eight: [u8; 8]) -> Option<usize> {
    let eight = u64::from_le_bytes(eight);
    let same = |byte: u8| zeros(eight ^ (ONES * u64::from(byte)));
    let found = bytes.into_iter().fold(0, |found, byte| found | same(byte));
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each byte that is 0, and perhaps of some above the first of these.
#[inline]
const fn zeros(bytes: u64) -> u64 {
    bytes.wrapping_sub(ONES) & !bytes & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_at_every_place() {
        for len in 0..80 {
            let mut text = vec![b';'; len];
            assert_eq!(find(b':', &text), None);
            for at in (0..len).rev() {
                text[at] = b':';
                assert_eq!(find(b':', &text), Some(at), "{len}");
            }
        }
    }
}
