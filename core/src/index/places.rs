//! Finds what a member of an event says by the keys that lead to it.

use super::TextBuilder;
use super::name_map::{NameMap, equal_names, same_bytes, slots};
use crate::rules::schema::{EventSays, Role};
use crate::rules::streams::DIALECTS;

/// A set of dialects: a bit for each.
pub(crate) type Dialects = u32;

/// A member or the event itself, by its number in [`NODES`].
pub(crate) type Node = u8;

/// The event itself.
pub(crate) const ROOT: Node = 0;

/// No row names a member in this object.
pub(crate) const NONE: Node = u8::MAX;

/// How many members there may be.
const MAX: usize = NONE as usize;

/// How many rows there are.
const ROWS: usize = {
    let (mut count, mut dialect) = (0, 0);
    while dialect < DIALECTS.len() {
        count += DIALECTS[dialect].places.len();
        dialect += 1;
    }
    count
};

/// The members as a tree: each with its key and the object that it is in. Then the rows, each with
/// its member, its role and its dialect.
struct Tree {
    keys: [&'static str; MAX],
    parents: [Node; MAX],
    has_children: [bool; MAX],
    len: usize,
    rows: [(Node, Role, u8); ROWS],
}

impl Tree {
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    const fn child(&mut self, parent: Node, key: &'static str) -> Node {
        let mut at = 1;
        while at < self.len {
            if self.parents[at] == parent && same_bytes(self.keys[at].as_bytes(), key.as_bytes()) {
                return at as Node;
            }
            at += 1;
        }
        assert!(self.len < MAX, "too many members");
        assert!(key.len() <= MAX_KEY, "a key is too long");
        self.keys[self.len] = key;
        self.parents[self.len] = parent;
        self.has_children[parent as usize] = true;
        self.len += 1;
        at as Node
    }
}

/// Up to this length, the map of names has a key completely.
const MAX_KEY: usize = 32;

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const TREE: Tree = {
    assert!(DIALECTS.len() <= Dialects::BITS as usize, "too many dialects");
    let mut tree = Tree {
        keys: [""; MAX],
        parents: [NONE; MAX],
        has_children: [false; MAX],
        len: 1,
        rows: [(ROOT, Role::Shows, 0); ROWS],
    };
    let (mut row, mut dialect) = (0, 0);
    while dialect < DIALECTS.len() {
        let places = DIALECTS[dialect].places;
        let mut place = 0;
        while place < places.len() {
            assert!(!places[place].source.text.is_empty(), "a row has no source");
            let path = places[place].path;
            let (mut node, mut at) = (ROOT, 0);
            while at < path.len() {
                node = tree.child(node, path[at]);
                at += 1;
            }
            tree.rows[row] = (node, places[place].role, dialect as u8);
            row += 1;
            place += 1;
        }
        dialect += 1;
    }
    tree
};

const COUNT: usize = TREE.len;

/// A member, without pointers, so that nothing has to be relocated when the library is loaded.
#[derive(Clone, Copy)]
struct NodeRow {
    parent: Node,
    /// The next member with the same key in another object.
    next: Node,
    has_children: bool,
    /// Its rows in [`ROLES`].
    first_row: u8,
    rows: u8,
}

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
static NODES: [NodeRow; COUNT] = {
    const { assert!(ROWS < u8::MAX as usize, "too many rows") };
    let empty = NodeRow { parent: NONE, next: NONE, has_children: false, first_row: 0, rows: 0 };
    let mut nodes = [empty; COUNT];
    let (mut node, mut rows) = (0, 0);
    while node < COUNT {
        let mut next = node + 1;
        while next < COUNT && !equal_names(TREE.keys[node], TREE.keys[next]) {
            next += 1;
        }
        let first_row = rows;
        let mut row = 0;
        while row < ROWS {
            rows += (TREE.rows[row].0 as usize == node) as u8;
            row += 1;
        }
        nodes[node] = NodeRow {
            parent: TREE.parents[node],
            next: if next < COUNT { next as Node } else { NONE },
            has_children: TREE.has_children[node],
            first_row,
            rows: rows - first_row,
        };
        node += 1;
    }
    nodes
};

/// The roles of the rows and their dialects, in the order of the members.
static ROLES: [(Role, u8); ROWS] = {
    let mut roles = [(Role::Shows, 0); ROWS];
    let (mut node, mut next) = (0, 0);
    while node < COUNT {
        let mut row = 0;
        while row < ROWS {
            let (of, role, dialect) = TREE.rows[row];
            if of as usize == node {
                roles[next] = (role, dialect);
                next += 1;
            }
            row += 1;
        }
        node += 1;
    }
    roles
};

static NAME_MAP: NameMap<COUNT, { slots(COUNT) }> = {
    let mut keys = [""; COUNT];
    let mut at = 0;
    while at < COUNT {
        keys[at] = TREE.keys[at];
        at += 1;
    }
    NameMap::new(&keys)
};

/// The member with this key in an object.
#[inline]
pub(crate) fn child(parent: Node, key: &[u8]) -> Option<Node> {
    if parent == NONE {
        return None;
    }
    // Only of longer keys than any of these, the map would ask for the whole name.
    let mut node = NAME_MAP.find(key, |_| b"")?;
    while let Some(row) = NODES.get(node) {
        if row.parent == parent {
            return Node::try_from(node).ok();
        }
        node = usize::from(row.next);
    }
    None
}

/// Whether rows name members of this member.
pub(crate) fn has_children(node: Node) -> bool {
    NODES[usize::from(node)].has_children
}

/// What rows say about a member, and their dialects.
pub(crate) fn roles(node: Node) -> impl Iterator<Item = (Role, Dialects)> {
    let NodeRow { first_row, rows, .. } = NODES[usize::from(node)];
    let (start, len) = (usize::from(first_row), usize::from(rows));
    ROLES[start..start + len].iter().map(|&(role, dialect)| (role, 1 << dialect))
}

/// How many names of events there are, and how long all of them are.
const NAMES: (usize, usize) = {
    let (mut count, mut len) = (0, 0);
    let mut dialect = 0;
    while dialect < DIALECTS.len() {
        let events = DIALECTS[dialect].events;
        let mut row = 0;
        while row < events.len() {
            assert!(!events[row].source.text.is_empty(), "a row has no source");
            len += events[row].name.len();
            row += 1;
        }
        count += events.len();
        dialect += 1;
    }
    (count, len)
};

/// The name of an event: where it ends in the text of all names.
#[derive(Clone, Copy)]
struct NameRow {
    end: u16,
    says: EventSays,
    dialect: u8,
}

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const EVENTS: ([NameRow; NAMES.0], [u8; NAMES.1]) = {
    assert!(NAMES.1 < u16::MAX as usize, "too many names");
    let mut rows = [NameRow { end: 0, says: EventSays::Shows, dialect: 0 }; NAMES.0];
    let mut text = TextBuilder::<{ NAMES.1 }>::new();
    let (mut count, mut end, mut dialect) = (0, 0, 0);
    while dialect < DIALECTS.len() {
        let events = DIALECTS[dialect].events;
        let mut row = 0;
        while row < events.len() {
            text = text.push(events[row].name);
            end += events[row].name.len();
            rows[count] =
                NameRow { end: end as u16, says: events[row].says, dialect: dialect as u8 };
            count += 1;
            row += 1;
        }
        dialect += 1;
    }
    (rows, text.bytes)
};

static NAME_ROWS: [NameRow; NAMES.0] = EVENTS.0;
static NAME_TEXT: [u8; NAMES.1] = EVENTS.1;

/// What the name of an event says in each dialect that has it.
pub(crate) fn of_name(name: &[u8]) -> impl Iterator<Item = (EventSays, Dialects)> {
    let mut start = 0;
    NAME_ROWS.iter().filter_map(move |row| {
        let known = &NAME_TEXT[start..usize::from(row.end)];
        start = usize::from(row.end);
        let is_same = match known.strip_suffix(b"*") {
            Some(prefix) => name.starts_with(prefix),
            None => name == known,
        };
        is_same.then_some((row.says, 1 << row.dialect))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(keys: &[&str]) -> Option<Node> {
        keys.iter().try_fold(ROOT, |node, key| child(node, key.as_bytes()))
    }

    #[test]
    fn a_member_is_found_by_the_keys_that_lead_to_it() {
        for dialect in DIALECTS {
            for row in dialect.places {
                let node = path(row.path).expect("a member");
                assert!(roles(node).any(|(role, _)| role == row.role), "{:?}", row.path);
            }
        }
        assert_eq!(path(&["delta", "no_such_member"]), None);
        assert_eq!(path(&["finish_reason", "delta"]), None);
        assert_eq!(child(NONE, b"choices"), None);
    }

    #[test]
    fn the_name_of_an_event_is_found_whole_or_by_its_beginning() {
        let says = |name: &str| of_name(name.as_bytes()).map(|(says, _)| says).collect::<Vec<_>>();
        assert_eq!(says("message_stop"), [EventSays::Ends]);
        assert_eq!(says("response.output_text.delta"), [EventSays::Shows]);
        assert_eq!(says("response.completed"), [EventSays::Ends, EventSays::Shows]);
        assert_eq!(says("message_stops"), []);
    }
}
