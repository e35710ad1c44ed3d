//! A static hash map with short ASCII names as keys, made at compile time. Case is ignored.
//!
//! Case is ignored by setting the bit 0x20 of every byte, even of a byte that is not a letter:
//! names that differ only in this bit are equal here.

/// The bit of an ASCII letter's case, in every byte.
const CASE: u64 = 0x2020_2020_2020_2020;

/// The number of slots for a number of names: a power of two, so that at most a third of the slots
/// is used.
pub(crate) const fn slots(names: usize) -> usize {
    (names * 3).next_power_of_two()
}

/// A number as 16 bits. It has to be below [`u16::MAX`], which means that there is no number.
#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
pub(crate) const fn short(number: usize) -> u16 {
    assert!(number < u16::MAX as usize, "too many rows");
    number as u16
}

/// A number as one byte.
#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
pub(crate) const fn byte(number: usize) -> u8 {
    assert!(number <= u8::MAX as usize, "too large for one byte");
    number as u8
}

/// Maps names to their positions in the list that the map was made from.
#[derive(Debug)]
pub(crate) struct NameMap<const COUNT: usize, const SLOTS: usize> {
    slots: Slots<SLOTS>,
    keys: [[u64; 4]; COUNT],
}

/// A map that compares the names themselves: for many names, of which few are looked up.
#[derive(Debug)]
pub(crate) struct SmallNameMap<const SLOTS: usize>(Slots<SLOTS>);

/// The tag and the position of a name in each slot; the position of a free slot is [`FREE`].
#[derive(Debug)]
struct Slots<const SLOTS: usize>([(u16, u16); SLOTS]);

const FREE: u16 = u16::MAX;

/// A name that is prepared for comparison: all its bytes, or both ends of a name that is longer
/// than [`Key::WHOLE`].
#[derive(Clone, Copy, Debug)]
struct Key {
    len: u8,
    /// Of eight bytes each: two parts from the start of the name and two from its end, which may
    /// overlap. A name shorter than 16 bytes needs fewer parts.
    parts: [u64; 4],
}

impl Key {
    /// The maximal length of a name that the key has completely.
    const WHOLE: usize = 32;

    /// The maximal length of a map's names.
    const MAX_LEN: u16 = 127;

    #[inline]
    const fn new(name: &[u8]) -> Self {
        let len = name.len();
        let parts = if len >= 16 {
            [load8(name, 0), load8(name, 8), load8(name, len - 16), load8(name, len - 8)]
        } else if len >= 8 {
            [load8(name, 0), 0, 0, load8(name, len - 8)]
        } else if len >= 4 {
            [load4(name, 0) | load4(name, len - 4) << 32, 0, 0, 0]
        } else if len > 0 {
            let (first, last) = (name[0] as u64, name[len - 1] as u64);
            [first | (name[len / 2] as u64) << 8 | last << 16, 0, 0, 0]
        } else {
            [0; 4]
        };
        let [a, b, c, d] = parts;
        // One byte is enough, as no name of a map is longer than MAX_LEN.
        let [len, ..] = len.to_le_bytes();
        Self { len, parts: [a | CASE, b | CASE, c | CASE, d | CASE] }
    }

    #[inline]
    const fn hash(&self) -> u32 {
        let [head, _, middle, tail] = self.parts;
        let mixed = head ^ tail.rotate_left(23) ^ middle.rotate_left(41) ^ self.len as u64;
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
    }

    /// The tag in its slot: its length and a part of its hash.
    #[inline]
    const fn tag(&self, hash: u32) -> u16 {
        tag(hash) & !Self::MAX_LEN | self.len as u16 & Self::MAX_LEN
    }

    /// Whether it has these parts.
    #[inline]
    const fn is(&self, parts: &[u64; 4]) -> bool {
        let [a, b, c, d] = self.parts;
        (a ^ parts[0]) | (b ^ parts[1]) | (c ^ parts[2]) | (d ^ parts[3]) == 0
    }
}

#[inline]
const fn load8(name: &[u8], at: usize) -> u64 {
    match name.split_at(at).1.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => 0,
    }
}

#[inline]
const fn load4(name: &[u8], at: usize) -> u64 {
    match name.split_at(at).1.first_chunk() {
        Some(four) => u32::from_le_bytes(*four) as u64,
        None => 0,
    }
}

/// The upper half of a hash; the lower half chooses the slot.
#[inline]
pub(crate) const fn tag(hash: u32) -> u16 {
    let [.., third, fourth] = hash.to_le_bytes();
    u16::from_le_bytes([third, fourth])
}

/// The hash of a name. Case is ignored.
#[inline]
pub(crate) const fn hash(name: &[u8]) -> u32 {
    Key::new(name).hash()
}

/// Whether two texts are equal, at compile time.
pub(crate) const fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while a.len() == b.len() && at < a.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Whether two lists have equal texts, at compile time.
pub(crate) const fn equal_texts(a: &[&str], b: &[&str]) -> bool {
    let mut at = 0;
    while a.len() == b.len() && at < a.len() && same_bytes(a[at].as_bytes(), b[at].as_bytes()) {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Whether two names are equal if case is ignored, at compile time.
pub(crate) const fn equal_names(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while a.len() == b.len() && at < a.len() && a[at].eq_ignore_ascii_case(&b[at]) {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Whether two names are equal if case is ignored.
#[inline(never)]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    let len = a.len();
    if len != b.len() {
        return false;
    }
    if len >= 8 {
        // The last eight bytes may overlap the chunk before them.
        let same = |a, b| (a ^ b) & !CASE == 0;
        let mut eights = a.as_chunks().0.iter().zip(b.as_chunks().0);
        return same(load8(a, len - 8), load8(b, len - 8))
            && eights.all(|(a, b)| same(u64::from_le_bytes(*a), u64::from_le_bytes(*b)));
    }
    if len >= 4 {
        let differs = |at| (load4(a, at) ^ load4(b, at)) & !CASE;
        return differs(0) | differs(len - 4) == 0;
    }
    a.iter().zip(b).all(|(a, b)| (a ^ b) & !0x20 == 0)
}

impl<const SLOTS: usize> Slots<SLOTS> {
    const fn new(names: &[&str]) -> Self {
        assert!(SLOTS.is_power_of_two() && names.len() < SLOTS, "too few slots");
        let mut slots = [(0, FREE); SLOTS];
        let mut index = 0;
        while index < names.len() {
            assert!(names[index].len() <= Key::MAX_LEN as usize, "a name is too long");
            let key = Key::new(names[index].as_bytes());
            let mut at = key.hash() as usize % SLOTS;
            while slots[at].1 != FREE {
                at = (at + 1) % SLOTS;
            }
            slots[at] = (key.tag(key.hash()), short(index));
            index += 1;
        }
        Self(slots)
    }

    /// The first position of a name with the key's tag that `is_it` accepts.
    #[expect(clippy::inline_always, reason = "it is most of what is done with a header or a key")]
    #[inline(always)]
    fn find(&self, key: &Key, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let hash = key.hash();
        let tag = key.tag(hash);
        let mut at = hash as usize % SLOTS;
        loop {
            let (stored, index) = self.0[at];
            if stored == tag && is_it(usize::from(index)) {
                return Some(usize::from(index));
            }
            if index == FREE {
                return None;
            }
            at = (at + 1) % SLOTS;
        }
    }
}

impl<const COUNT: usize, const SLOTS: usize> NameMap<COUNT, SLOTS> {
    /// A map of these names.
    ///
    /// # Panics
    ///
    /// If there are too many names for the slots.
    pub(crate) const fn new(names: &[&str; COUNT]) -> Self {
        let mut keys = [[0; 4]; COUNT];
        let mut index = 0;
        while index < COUNT {
            keys[index] = Key::new(names[index].as_bytes()).parts;
            index += 1;
        }
        Self { slots: Slots::new(names), keys }
    }

    /// The position of a name in the list that the map was made from; the first one if the list has
    /// the name twice. `name_of` returns the names of that list.
    #[expect(clippy::inline_always, reason = "it is most of what is done with a header or a key")]
    #[inline(always)]
    pub(crate) fn find(&self, name: &[u8], name_of: fn(usize) -> &'static [u8]) -> Option<usize> {
        let key = Key::new(name);
        self.slots.find(&key, |index| {
            self.keys.get(index).is_some_and(|parts| key.is(parts))
                && (name.len() <= Key::WHOLE || same(name_of(index), name))
        })
    }
}

impl<const SLOTS: usize> SmallNameMap<SLOTS> {
    /// A map of these names.
    ///
    /// # Panics
    ///
    /// If there are too many names for the slots.
    pub(crate) const fn new(names: &[&str]) -> Self {
        Self(Slots::new(names))
    }

    /// The position of a name in the list that the map was made from; the first one if the list has
    /// the name twice. `name_of` returns the names of that list, if it has one at a position.
    #[inline]
    pub(crate) fn find(
        &self,
        name: &[u8],
        name_of: fn(usize) -> Option<&'static [u8]>,
    ) -> Option<usize> {
        let key = Key::new(name);
        self.0.find(&key, |index| {
            name_of(index).is_some_and(|known| {
                let has_len = known.len() == name.len();
                has_len
                    && key.is(&Key::new(known).parts)
                    && (known.len() <= Key::WHOLE || same(known, name))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str; 8] = &["", "a", "to", "tpm", "code", "error", "message", "x-request-id"];
    static NAME_MAP: NameMap<8, { slots(8) }> = NameMap::new(NAMES);

    static SMALL: SmallNameMap<{ slots(8) }> = SmallNameMap::new(NAMES);

    fn find(name: &str) -> Option<usize> {
        let found = NAME_MAP.find(name.as_bytes(), |index| NAMES[index].as_bytes());
        assert_eq!(SMALL.find(name.as_bytes(), |index| Some(NAMES.get(index)?.as_bytes())), found);
        found
    }

    #[test]
    fn every_name_is_found_in_any_case() {
        for (index, name) in NAMES.iter().enumerate() {
            assert_eq!(find(name), Some(index));
            assert_eq!(find(&name.to_ascii_uppercase()), Some(index));
        }
    }

    #[test]
    fn other_names_are_not_found() {
        for name in ["b", "tpd", "cod", "errors", "x-request-ib", "x-request_id", "\u{e9}"] {
            assert_eq!(find(name), None, "{name}");
        }
    }
}
