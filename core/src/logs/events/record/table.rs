//! The names of all facts and groups, and which of them a record may have.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::logs::events::hash;
use crate::rules::logs::fields::{Field, Group};

/// How many facts and groups there are.
const TOPICS: usize = Field::ALL.len() + Group::ALL.len();

/// How many words hold a bit for each first part of a name.
const WORDS: usize = 6;

/// A name of a fact or a group, and the number of its first part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) first: u16,
    pub(super) name: &'static str,
}

struct Table {
    /// The number of each first part.
    firsts: hash::Table<u16>,
    /// The topics of each of them.
    topics: Vec<u32>,
    /// The names of each topic, in their order.
    names: [Vec<Name>; TOPICS],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        firsts: hash::Table::default(),
        topics: Vec::new(),
        names: [const { Vec::new() }; TOPICS],
    };
    let fields = Field::ALL.iter().map(|&field| (field as usize, field.names()));
    let groups = Group::ALL.iter().map(|&group| (group as usize, group.names()));
    for (topic, names) in fields.chain(groups) {
        for name in names {
            let next = u16::try_from(table.topics.len()).unwrap_or(u16::MAX);
            let first = *table.firsts.entry(first_part(name)).or_insert(next);
            if first == next {
                table.topics.push(0);
            }
            table.topics[usize::from(first)] |= 1 << topic;
            table.names[topic].push(Name { first, name });
        }
    }
    debug_assert!(table.topics.len() <= 64 * WORDS, "a bit for each");
    table
});

/// The part of a name before its first dot.
fn first_part(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

/// The names of a topic, in their order.
pub(super) fn names(topic: u32) -> &'static [Name] {
    TABLE.names.get(topic as usize).map_or(&[], Vec::as_slice)
}

/// The first part of a name of a fact or a group.
pub(super) fn first(name: &str) -> Option<u16> {
    TABLE.firsts.get(first_part(name)).copied()
}

/// Which names a record may have, by the first parts of the names of its members.
#[derive(Clone, Copy, Debug)]
pub(super) struct Present {
    topics: u32,
    firsts: [u64; WORDS],
}

impl Present {
    pub(super) fn of(record: &Map<String, Value>) -> Self {
        let table = &*TABLE;
        let mut present = Self { topics: 0, firsts: [0; WORDS] };
        for name in record.keys() {
            if let Some(&first) = table.firsts.get(first_part(name)) {
                let first = usize::from(first);
                present.topics |= table.topics.get(first).copied().unwrap_or(0);
                if let Some(word) = present.firsts.get_mut(first / 64) {
                    *word |= 1 << (first % 64);
                }
            }
        }
        present
    }

    /// Whether it may have a name of a topic.
    pub(super) fn has_topic(&self, topic: u32) -> bool {
        self.topics & (1 << topic) != 0
    }

    /// Whether it has a member with this first part.
    pub(super) fn has(&self, first: u16) -> bool {
        let word = self.firsts.get(usize::from(first / 64)).copied().unwrap_or(0);
        word & (1 << (first % 64)) != 0
    }

    /// The names of a topic that it may have.
    pub(super) fn names(&self, topic: u32) -> impl Iterator<Item = &'static str> + use<> {
        let present = *self;
        let names = if self.has_topic(topic) { names(topic) } else { &[] };
        names.iter().filter(move |name| present.has(name.first)).map(|name| name.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_names_that_a_record_may_have_are_known_by_its_members() {
        let record = json!({"status": 1, "gen_ai.system": "x", "error": {}, "other": 2});
        let present = Present::of(record.as_object().expect("an object"));
        let names = |field: Field| present.names(field as u32).collect::<Vec<_>>();
        assert_eq!(names(Field::Status)[0], "status");
        assert!(names(Field::Status).contains(&"error.status"));
        assert!(names(Field::Provider).contains(&"gen_ai.system"));
        assert!(names(Field::Method).is_empty());
        assert!(TABLE.topics.len() <= 64 * WORDS);
    }
}
