//! Finds the rows of an object's member by its key.

use super::name_map::{NameMap, byte, equal_names, equal_texts, slots};
use super::{Texts, joined_len, table};
use crate::kind::Provider;
use crate::rules::schema::{Accepts, Effect, Field, FieldRow, Parent, Trait, field};

table!(COUNT, FIELDS: [FieldRow], fields, field(&[], "", Accepts::Any, Field::Message));

/// For each row, the first row that accepts the same values, and the first one to which the same
/// values mean success.
const SAME_AS: [(usize, usize); COUNT] = {
    let mut same_as = [(0, 0); COUNT];
    let mut row = 0;
    while row < COUNT {
        let (accepts, success) = &mut same_as[row];
        while !FIELDS[row].accepts.is_same(FIELDS[*accepts].accepts) {
            *accepts += 1;
        }
        while !equal_texts(FIELDS[row].success, FIELDS[*success].success) {
            *success += 1;
        }
        row += 1;
    }
    same_as
};

/// How many rows are the first that accept these values, and the first with this success.
const DISTINCT: (usize, usize) = {
    let (mut accepts, mut success, mut row) = (0, 0, 0);
    while row < COUNT {
        accepts += (SAME_AS[row].0 == row) as usize;
        success += (SAME_AS[row].1 == row) as usize;
        row += 1;
    }
    (accepts, success)
};

static ACCEPTS: [Accepts; DISTINCT.0] = {
    let mut accepts = [Accepts::Any; DISTINCT.0];
    let (mut count, mut row) = (0, 0);
    while row < COUNT {
        if SAME_AS[row].0 == row {
            accepts[count] = FIELDS[row].accepts;
            count += 1;
        }
        row += 1;
    }
    accepts
};

static SUCCESS: [&[&str]; DISTINCT.1] = {
    let mut success: [&[&str]; _] = [&[]; DISTINCT.1];
    let (mut count, mut row) = (0, 0);
    while row < COUNT {
        if SAME_AS[row].1 == row {
            success[count] = FIELDS[row].success;
            count += 1;
        }
        row += 1;
    }
    success
};

/// For each row, its position in [`ACCEPTS`] and the one in [`SUCCESS`].
static DETAILS: [(u8, u8); COUNT] = {
    let mut details = [(0, 0); COUNT];
    let (mut accepts, mut success, mut row) = (0, 0, 0);
    while row < COUNT {
        let (first_accepts, first_success) = SAME_AS[row];
        details[row].0 = details[first_accepts].0;
        if first_accepts == row {
            details[row].0 = byte(accepts);
            accepts += 1;
        }
        details[row].1 = details[first_success].1;
        if first_success == row {
            details[row].1 = byte(success);
            success += 1;
        }
        row += 1;
    }
    details
};

/// The values that a row accepts.
pub(crate) fn accepts(row: usize) -> Accepts {
    ACCEPTS[usize::from(DETAILS[row].0)]
}

/// The values of a row that mean success.
pub(crate) fn success(row: usize) -> &'static [&'static str] {
    SUCCESS[usize::from(DETAILS[row].1)]
}

/// The key of a row.
pub(crate) fn key(row: usize) -> &'static [u8] {
    KEY_TEXTS.get(row)
}

const NONE: u8 = u8::MAX;

/// The keys of the rows, for other constants and for tests.
pub(crate) const KEYS: [&str; COUNT] = {
    let mut keys = [""; COUNT];
    let mut row = 0;
    while row < COUNT {
        keys[row] = FIELDS[row].key;
        row += 1;
    }
    keys
};

/// For each row, the first row with the same key.
const FIRST_OF_KEY: [usize; COUNT] = {
    let mut first = [0; COUNT];
    let mut row = 0;
    while row < COUNT {
        while !equal_names(KEYS[first[row]], KEYS[row]) {
            first[row] += 1;
        }
        row += 1;
    }
    first
};

/// A set of keys that rows name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeySet([u64; COUNT.div_ceil(64)]);

impl KeySet {
    pub(crate) const EMPTY: Self = Self([0; COUNT.div_ceil(64)]);

    /// Adds the key of a row.
    #[inline]
    pub(crate) const fn add_row(&mut self, row: usize) {
        let key = KEY_OF_ROW[row] as usize;
        self.0[key / 64] |= 1 << (key % 64);
    }

    /// Adds a key.
    pub(crate) const fn add(&mut self, key: &str) {
        let mut row = 0;
        while !equal_names(KEYS[row], key) {
            row += 1;
        }
        self.add_row(row);
    }

    /// Whether all keys of another set are in it.
    #[inline]
    pub(crate) fn has_all(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(keys, others)| keys & others == *others)
    }
}

/// For each row, the first row with the same key.
#[expect(clippy::cast_possible_truncation, reason = "there are fewer rows than NONE")]
static KEY_OF_ROW: [u8; COUNT] = {
    let mut keys = [0; COUNT];
    let mut row = 0;
    while row < COUNT {
        keys[row] = FIRST_OF_KEY[row] as u8;
        row += 1;
    }
    keys
};

static KEY_TEXTS: Texts<COUNT, { joined_len(&KEYS) }> = Texts::new(&KEYS);
static NAME_MAP: NameMap<COUNT, { slots(COUNT) }> = NameMap::new(&KEYS);

/// The part of a row that is read for each member, in few bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CompactRow {
    /// The JSON types that it accepts, as a set of bits.
    pub(crate) json_types: u8,
    /// Whether it accepts only some values of these types.
    pub(crate) needs_value_check: bool,
    pub(crate) effect: Effect,
    pub(crate) only: Option<Provider>,
    /// Whether it counts after the same field of every other object.
    pub(crate) counts_last: bool,
    traits: u8,
}

impl CompactRow {
    pub(crate) const fn is(self, asked: Trait) -> bool {
        self.traits & 1 << asked as u8 != 0
    }
}

/// The rows in their compact form.
pub(crate) static COMPACT: [CompactRow; COUNT] = {
    let mut compact = [CompactRow {
        json_types: 0,
        needs_value_check: false,
        effect: Effect::Is(Field::ErrorMarker),
        only: None,
        counts_last: false,
        traits: 0,
    }; COUNT];
    let mut row = 0;
    while row < COUNT {
        let FieldRow { accepts, effect, only, traits, .. } = FIELDS[row];
        let (json_types, needs_value_check) = (accepts.json_types(), accepts.needs_value_check());
        let counts_last = traits & 1 << Trait::CountsLast as u8 != 0;
        compact[row] =
            CompactRow { json_types, needs_value_check, effect, only, counts_last, traits };
        row += 1;
    }
    compact
};

/// For the first row of each key, the first row of that key in each object.
static FIRST: [[u8; Parent::COUNT]; COUNT] = {
    let mut first = [[NONE; Parent::COUNT]; COUNT];
    let mut row = 0;
    while row < COUNT {
        let mut parent = 0;
        while parent < Parent::COUNT {
            first[row][parent] = next_row(row, None, parent);
            parent += 1;
        }
        row += 1;
    }
    first
};

/// For each row, the next row of its key in each object.
static NEXT: [[u8; Parent::COUNT]; COUNT] = {
    let mut next = [[NONE; Parent::COUNT]; COUNT];
    let mut row = 0;
    while row < COUNT {
        let mut parent = 0;
        while parent < Parent::COUNT {
            next[row][parent] = next_row(row, Some(row), parent);
            parent += 1;
        }
        row += 1;
    }
    next
};

/// The first row with a certain key that applies to an object, or the next such row after `after`.
/// Rows for certain values precede rows for all values of a type; otherwise they keep their order.
#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const fn next_row(key_of: usize, after: Option<usize>, parent: usize) -> u8 {
    const { assert!(COUNT < NONE as usize, "too many rows") };
    let mut for_all_values = false;
    let mut from = 0;
    if let Some(after) = after {
        for_all_values = !FIELDS[after].accepts.needs_value_check();
        from = after + 1;
    }
    loop {
        let mut row = from;
        while row < COUNT {
            if FIRST_OF_KEY[row] == FIRST_OF_KEY[key_of]
                && FIELDS[row].accepts.needs_value_check() != for_all_values
                && holds(FIELDS[row].parents, parent)
            {
                return row as u8;
            }
            row += 1;
        }
        if for_all_values {
            return NONE;
        }
        for_all_values = true;
        from = 0;
    }
}

const fn holds(parents: &[Parent], parent: usize) -> bool {
    let mut at = 0;
    while at < parents.len() {
        if parents[at] as usize == parent {
            return true;
        }
        at += 1;
    }
    false
}

/// The positions of the rows for a member of an object, in the order in which they apply.
#[expect(clippy::inline_always, reason = "it is called for every member")]
#[inline(always)]
pub(crate) fn find(parent: Parent, name: &[u8]) -> impl Iterator<Item = usize> {
    let parent = parent as usize;
    let mut next = NAME_MAP.find(name, key).map_or(NONE, |row| FIRST[row][parent]);
    std::iter::from_fn(move || {
        let row = usize::from(next);
        next = NEXT.get(row)?[parent];
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects(parent: Parent, key: &str) -> Vec<Effect> {
        find(parent, key.as_bytes()).map(|row| COMPACT[row].effect).collect()
    }

    #[test]
    fn a_row_for_certain_values_comes_before_one_for_all() {
        let expected = [Effect::Is(Field::ErrorMarker), Effect::Is(Field::Type)];
        assert_eq!(effects(Parent::Root, "type"), expected);
        assert_eq!(effects(Parent::Error, "type"), expected[1..]);
    }

    #[test]
    fn a_member_that_no_row_names_has_none() {
        assert_eq!(effects(Parent::Root, "no_such_member"), []);
        assert_eq!(effects(Parent::BaseResp, "param"), []);
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(effects(Parent::Error, "MESSAGE"), effects(Parent::Error, "message"));
    }
}
