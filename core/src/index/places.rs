//! Finds what a member of an event says by the keys that lead to it.

use super::name_map::{NameMap, equal_names, same_bytes, slots};
use crate::rules::schema::{EventRow, EventSays, Role};
use crate::rules::streams::{DIALECTS, REASONS};

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

#[derive(Clone, Copy)]
struct NodeRow {
    key: &'static str,
    parent: Node,
    has_children: bool,
}

const ROWS: usize = {
    let (mut count, mut dialect) = (0, 0);
    while dialect < DIALECTS.len() {
        count += DIALECTS[dialect].places.len();
        dialect += 1;
    }
    count
};

/// A row, its node, and its dialect.
#[derive(Clone, Copy)]
struct PlaceOfNode {
    node: Node,
    dialect: u8,
    role: Role,
}

struct Tree {
    nodes: [NodeRow; MAX],
    len: usize,
    rows: [PlaceOfNode; ROWS],
}

impl Tree {
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    const fn child(&mut self, parent: Node, key: &'static str) -> Node {
        let mut at = 1;
        while at < self.len {
            let row = self.nodes[at];
            if row.parent == parent && same_bytes(row.key.as_bytes(), key.as_bytes()) {
                return at as Node;
            }
            at += 1;
        }
        assert!(self.len < MAX, "too many members");
        self.nodes[self.len] = NodeRow { key, parent, has_children: false };
        self.nodes[parent as usize].has_children = true;
        self.len += 1;
        at as Node
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const TREE: Tree = {
    assert!(DIALECTS.len() <= Dialects::BITS as usize, "too many dialects");
    let mut tree = Tree {
        nodes: [NodeRow { key: "", parent: NONE, has_children: false }; MAX],
        len: 1,
        rows: [PlaceOfNode { node: ROOT, dialect: 0, role: Role::Shows }; ROWS],
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
            let role = places[place].role;
            tree.rows[row] = PlaceOfNode { node, dialect: dialect as u8, role };
            row += 1;
            place += 1;
        }
        dialect += 1;
    }
    tree
};

const COUNT: usize = TREE.len;

static NODES: [NodeRow; COUNT] = {
    let mut nodes = [TREE.nodes[0]; COUNT];
    let mut at = 0;
    while at < COUNT {
        nodes[at] = TREE.nodes[at];
        at += 1;
    }
    nodes
};

static PLACES: [PlaceOfNode; ROWS] = TREE.rows;

const KEYS: [&str; COUNT] = {
    let mut keys = [""; COUNT];
    let mut at = 0;
    while at < COUNT {
        keys[at] = TREE.nodes[at].key;
        at += 1;
    }
    keys
};

static NAME_MAP: NameMap<COUNT, { slots(COUNT) }> = NameMap::new(&KEYS);

/// For each member, the next one with the same key in another object.
#[expect(clippy::cast_possible_truncation, reason = "there are fewer members than NONE")]
static NEXT: [Node; COUNT] = {
    let mut next = [NONE; COUNT];
    let mut at = 0;
    while at < COUNT {
        let mut other = at + 1;
        while other < COUNT && !equal_names(KEYS[at], KEYS[other]) {
            other += 1;
        }
        if other < COUNT {
            next[at] = other as Node;
        }
        at += 1;
    }
    next
};

/// For each member, its first row and the number of its rows in [`BY_NODE`].
#[expect(clippy::cast_possible_truncation, reason = "there are few rows")]
static ROWS_OF: ([u8; COUNT], [u8; COUNT], [u8; ROWS]) = {
    const { assert!(ROWS < u8::MAX as usize, "too many rows") };
    let (mut first, mut len, mut rows) = ([0; COUNT], [0; COUNT], [0; ROWS]);
    let (mut node, mut next) = (0, 0);
    while node < COUNT {
        first[node] = next as u8;
        let mut row = 0;
        while row < ROWS {
            if TREE.rows[row].node as usize == node {
                rows[next] = row as u8;
                next += 1;
                len[node] += 1;
            }
            row += 1;
        }
        node += 1;
    }
    (first, len, rows)
};

/// The member with this key in an object.
#[inline]
pub(crate) fn child(parent: Node, key: &[u8]) -> Option<Node> {
    if parent == NONE {
        return None;
    }
    let mut node = NAME_MAP.find(key, |at| KEYS[at])?;
    loop {
        if NODES[node].parent == parent {
            return Node::try_from(node).ok();
        }
        node = usize::from(NEXT[node]);
        if node >= COUNT {
            return None;
        }
    }
}

/// Whether rows name members of this member.
pub(crate) fn has_children(node: Node) -> bool {
    NODES[usize::from(node)].has_children
}

/// What rows say about a member, and their dialects.
pub(crate) fn roles(node: Node) -> impl Iterator<Item = (Role, Dialects)> {
    let (first, len, rows) = &ROWS_OF;
    let (node, start) = (usize::from(node), usize::from(first[usize::from(node)]));
    rows[start..start + usize::from(len[node])].iter().map(|&row| {
        let PlaceOfNode { role, dialect, .. } = PLACES[usize::from(row)];
        (role, 1 << dialect)
    })
}

/// What the name of an event says in each dialect that has it.
pub(crate) fn of_name(name: &[u8]) -> impl Iterator<Item = (EventSays, Dialects)> {
    DIALECTS.iter().enumerate().flat_map(move |(dialect, rules)| {
        let rows = rules.events.iter().filter(move |row| is_named(row, name));
        rows.map(move |row| (row.says, 1 << dialect))
    })
}

fn is_named(row: &EventRow, name: &[u8]) -> bool {
    match row.name.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix.as_bytes()),
        None => name == row.name.as_bytes(),
    }
}

/// Every row has a source.
const _: () = {
    let mut dialect = 0;
    while dialect < DIALECTS.len() {
        let mut row = 0;
        while row < DIALECTS[dialect].events.len() {
            assert!(!DIALECTS[dialect].events[row].source.text.is_empty(), "a row has no source");
            row += 1;
        }
        dialect += 1;
    }
    let mut row = 0;
    while row < REASONS.len() {
        assert!(!REASONS[row].source.text.is_empty(), "a row has no source");
        row += 1;
    }
};

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
