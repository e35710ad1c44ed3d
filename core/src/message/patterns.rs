//! The wordings of the phrases, made ready at compile time: a tree of words, in which each word of
//! a message is looked up once, however many wordings there are.

use super::words::{self, key};
use super::{MAX_BACK, Topics};
use crate::report::Window;
use crate::rules::phrases::{PHRASES, Phrase, WINDOWS};
use crate::table::{same_bytes, short};

const NONE: u16 = u16::MAX;

/// A wording.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    /// The row that it belongs to, and which of the row's wordings it is.
    pub(super) phrase: u16,
    pub(super) wording: u16,
    /// The run that has to stand before, if any.
    before: Span,
    /// The first words of its own run, where these are too common to be looked for, and how many
    /// they are.
    prefix: Span,
    prefix_len: u8,
    /// Among how many of the last words that run has to begin.
    pub(super) back: u8,
    /// Whether it has to stand at the beginning of the message.
    pub(super) begins: bool,
    /// Where it has to stand at the end of the message, how many words may follow.
    pub(super) ends: Option<u8>,
    topic: Topics,
}

/// Bytes of a wording.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u8,
    end: u8,
}

impl Span {
    const EMPTY: Self = Self { start: 0, end: 0 };

    const fn new(start: usize, end: usize) -> Self {
        Self { start: byte(start), end: byte(end) }
    }

    const fn is_empty(self) -> bool {
        self.start == self.end
    }

    #[inline]
    const fn of(self, source: &'static str) -> &'static [u8] {
        slice(source.as_bytes(), self.start as usize, self.end as usize)
    }
}

impl Pattern {
    const EMPTY: Self = Self {
        phrase: 0,
        wording: 0,
        before: Span::EMPTY,
        prefix: Span::EMPTY,
        prefix_len: 0,
        back: 0,
        begins: false,
        ends: None,
        topic: Topics::NONE,
    };

    /// The row that it belongs to.
    #[inline]
    pub(super) fn row(&self) -> &'static Phrase {
        &PHRASES[usize::from(self.phrase)]
    }

    /// The wording, as it stands in the row.
    #[inline]
    fn source(&self) -> &'static str {
        self.row().wordings[usize::from(self.wording)].words
    }

    /// What it tells of.
    #[inline]
    pub(super) fn topic(&self) -> Topics {
        self.topic
    }

    /// Whether another run has to stand before.
    #[inline]
    pub(super) fn has_before(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether this may stand between that run and its own: with one word, no comma.
    pub(super) fn bridges(&self, between: &[u8]) -> bool {
        self.back == MAX_BACK || !between.contains(&b',')
    }

    /// Where the run ends that has to stand before, if it stands here.
    pub(super) fn end_of_before(&self, text: &[u8], start: usize) -> Option<usize> {
        end_of_run(self.before.of(self.source()), text, start)
    }

    /// Where its own run begins, of which the tree has found all but the first words.
    #[inline]
    pub(super) fn start(&self, text: &[u8], found: usize) -> Option<usize> {
        if self.prefix_len == 0 {
            return Some(found);
        }
        let start = words::before(text, found).nth(usize::from(self.prefix_len) - 1)?;
        let end = end_of_run(self.prefix.of(self.source()), text, start)?;
        (words::next_start(text, end) == Some(found)).then_some(start)
    }
}

/// Where a run ends, if it stands here.
fn end_of_run(run: &[u8], text: &[u8], mut start: usize) -> Option<usize> {
    let mut end = start;
    for (index, place) in run.split(|&byte| byte == b' ').enumerate() {
        if index > 0 {
            start = words::next_start(text, end)?;
        }
        let mut known = place.split(|&byte| byte == b'|');
        end = known.find_map(|known| words::end_of(known, text, start))?;
    }
    Some(end)
}

/// Words that stand in most messages: no run is looked for by them, unless it has no others.
const COMMON: &[&str] = &[
    "a", "an", "and", "are", "be", "been", "can", "does", "for", "has", "have", "in", "is", "it",
    "must", "no", "not", "of", "on", "or", "please", "should", "that", "the", "this", "to", "try",
    "was", "with", "you", "your",
];

const fn is_common(word: &[u8]) -> bool {
    let mut at = 0;
    while at < COMMON.len() {
        if same_bytes(COMMON[at].as_bytes(), word) {
            return true;
        }
        at += 1;
    }
    false
}

/// The next word of a run.
struct Step {
    /// Where the word stands in the source.
    start: usize,
    end: usize,
    /// Where what follows begins.
    next: usize,
    /// Whether the next word stands in another place of the run, rather than in the place of this.
    ends_place: bool,
}

/// The word of a run that begins at a byte: up to a space or a bar, or one Chinese character.
const fn step(source: &[u8], start: usize) -> Step {
    if matches!(source[start], 0xE4..=0xE9) {
        let end = start + 3;
        let space = end < source.len() && source[end] == b' ';
        return Step { start, end, next: if space { end + 1 } else { end }, ends_place: true };
    }
    let mut end = start;
    while end < source.len() && !matches!(source[end], b' ' | b'|' | 0xE4..=0xE9) {
        end += 1;
    }
    assert!(end > start, "a word of a wording is empty");
    let skipped = end < source.len() && matches!(source[end], b' ' | b'|');
    Step {
        start,
        end,
        next: if skipped { end + 1 } else { end },
        ends_place: end >= source.len() || source[end] != b'|',
    }
}

const fn slice(source: &[u8], start: usize, end: usize) -> &[u8] {
    source.split_at(end).0.split_at(start).1
}

/// A wording in its parts: what has to stand before, and the bytes of its own run.
const fn parse(source: &'static str) -> (Pattern, usize, usize) {
    let bytes = source.as_bytes();
    let mut pattern = Pattern::EMPTY;
    let mut start = 0;
    let mut end = bytes.len();
    if bytes[0] == b'^' {
        pattern.begins = true;
        start = 1;
    }
    if bytes[end - 1] == b'$' {
        let one_more = bytes[end - 2] == b'.';
        pattern.ends = Some(one_more as u8);
        end -= if one_more { 3 } else { 1 };
    }
    let mut at = start;
    while at + 2 < end {
        if bytes[at] == b' ' && bytes[at + 1] == b'.' {
            let wide = bytes[at + 2] == b'.';
            pattern.before = Span::new(start, at);
            pattern.back = if wide { MAX_BACK } else { places(pattern.before.of(source)) + 1 };
            start = at + if wide { 4 } else { 3 };
            break;
        }
        at += 1;
    }
    // The common words that its own run begins with.
    let mut rare = start;
    let mut is_common_place = true;
    let mut at = start;
    while at < end && is_common_place {
        let step = step(slice(bytes, 0, end), at);
        is_common_place = is_common(slice(bytes, step.start, step.end));
        at = step.next;
        if is_common_place && step.ends_place && at < end {
            rare = at;
            pattern.prefix_len += 1;
        }
    }
    if rare > start {
        pattern.prefix = Span::new(start, rare - 1);
    }
    (pattern, rare, end)
}

/// How many places a run has.
const fn places(bytes: &[u8]) -> u8 {
    let mut count = 0;
    let mut at = 0;
    while at < bytes.len() {
        let step = step(bytes, at);
        at = step.next;
        if step.ends_place {
            count += 1;
        }
    }
    count
}

/// The way from one node of the tree to the next, by a word.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u16,
    to: u16,
    hash: u32,
    /// The wording that the word stands in, and where it does.
    wording: u16,
    word: Span,
}

impl Edge {
    const EMPTY: Self = Self { from: NONE, to: NONE, hash: 0, wording: 0, word: Span::EMPTY };
}

/// A node that a wording ends at.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    pattern: u16,
    /// The next leaf of the same node, or [`NONE`].
    next: u16,
}

const WORDING_COUNT: usize = {
    let mut count = 0;
    let mut phrase = 0;
    while phrase < PHRASES.len() {
        count += PHRASES[phrase].wordings.len();
        phrase += 1;
    }
    count
};

/// How many ways lead on from the nodes of the tree, at most.
const MAX_EDGES: usize = 5_000;
/// How many slots there are for them: a power of two.
const SLOTS: usize = 8_192;
/// How many nodes one wording may end at: the product of its alternatives.
const MAX_ENDS: usize = 128;
const FIRSTS: usize = 8_192;

#[inline]
const fn slot(from: u16, hash: u32) -> usize {
    (hash ^ (from as u32).wrapping_mul(0x9E37_79B1)) as usize >> 19
}

/// The key of a word in 32 bits.
#[inline]
const fn mix(key: u64) -> u32 {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// The tree as it grows, with room to spare.
struct Growing {
    /// The number of the edge in each slot, or [`NONE`].
    slots: [u16; SLOTS],
    edges: [Edge; MAX_EDGES],
    /// The first leaf of each node.
    leaf_of: [u16; MAX_EDGES],
    leaves: [Leaf; MAX_EDGES],
    patterns: [Pattern; WORDING_COUNT],
    /// What the wordings tell that begin with a word of these letters.
    firsts: [Topics; FIRSTS],
    edge_count: usize,
    leaf_count: usize,
}

/// The place of a word's key.
#[inline]
const fn first_place(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
}

const ROOT: u16 = 0;

const GROWN: Growing = {
    let mut tree = Growing {
        slots: [NONE; SLOTS],
        edges: [Edge::EMPTY; MAX_EDGES],
        leaf_of: [NONE; MAX_EDGES],
        leaves: [Leaf { pattern: 0, next: NONE }; MAX_EDGES],
        patterns: [Pattern::EMPTY; WORDING_COUNT],
        firsts: [Topics::NONE; FIRSTS],
        edge_count: 0,
        leaf_count: 0,
    };
    // From the last to the first, so that the leaves of a node are met in the order of the rows.
    let mut phrase = PHRASES.len();
    let mut at = WORDING_COUNT;
    while phrase > 0 {
        phrase -= 1;
        let mut wording = PHRASES[phrase].wordings.len();
        while wording > 0 {
            wording -= 1;
            at -= 1;
            let source = PHRASES[phrase].wordings[wording].words;
            let (mut pattern, start, end) = parse(source);
            pattern.phrase = short(phrase);
            pattern.wording = short(wording);
            pattern.topic = Topics::of(&PHRASES[phrase]);
            tree.patterns[at] = pattern;
            plant(&mut tree, source, at, start, end);
        }
    }
    tree
};

/// The first elements of a list that was made with room to spare.
const fn cut<T: Copy, const FROM: usize, const TO: usize>(list: &[T; FROM]) -> [T; TO] {
    *list.first_chunk().expect("as many")
}

static TREE_SLOTS: [u16; SLOTS] = GROWN.slots;
static EDGES: [Edge; GROWN.edge_count] = cut(&GROWN.edges);
static LEAF_OF: [u16; GROWN.edge_count + 1] = cut(&GROWN.leaf_of);
static LEAVES: [Leaf; GROWN.leaf_count] = cut(&GROWN.leaves);
static PATTERNS: [Pattern; WORDING_COUNT] = GROWN.patterns;
static TOPICS: [Topics; FIRSTS] = GROWN.firsts;

/// Adds the run of a wording to the tree.
const fn plant(tree: &mut Growing, source: &'static str, wording: usize, start: usize, end: usize) {
    let run = slice(source.as_bytes(), 0, end);
    let mut from = [ROOT; MAX_ENDS];
    let mut from_count = 1;
    let mut to = [ROOT; MAX_ENDS];
    let mut to_count = 0;
    let mut at = start;
    while at < run.len() {
        let step = step(run, at);
        at = step.next;
        let word = Span::new(step.start, step.end);
        if from[0] == ROOT {
            let place = first_place(key_of(word.of(source)));
            tree.firsts[place] = tree.firsts[place].with(tree.patterns[wording].topic);
        }
        let mut index = 0;
        while index < from_count {
            to[to_count] = grow(tree, from[index], source, wording, word);
            to_count += 1;
            index += 1;
        }
        if step.ends_place {
            from = to;
            from_count = to_count;
            to_count = 0;
        }
    }
    let mut index = 0;
    while index < from_count {
        let node = from[index] as usize;
        tree.leaves[tree.leaf_count] = Leaf { pattern: short(wording), next: tree.leaf_of[node] };
        tree.leaf_of[node] = short(tree.leaf_count);
        tree.leaf_count += 1;
        index += 1;
    }
}

/// The key of a word of a wording.
const fn key_of(word: &[u8]) -> u64 {
    let mut bytes = 0;
    let mut at = 0;
    while at < 8 && at < word.len() {
        bytes |= (word[at] as u64) << (8 * at);
        at += 1;
    }
    key(bytes)
}

/// The node that a word leads to from another one. Each edge leads to a node of its own, whose
/// number is one more than that of the edge.
const fn grow(
    tree: &mut Growing,
    from: u16,
    source: &'static str,
    wording: usize,
    word: Span,
) -> u16 {
    let hash = mix(key_of(word.of(source)));
    let mut at = slot(from, hash);
    while tree.slots[at] != NONE {
        let edge = tree.edges[tree.slots[at] as usize];
        let pattern = tree.patterns[edge.wording as usize];
        if edge.from == from && edge.hash == hash {
            let known = PHRASES[pattern.phrase as usize].wordings[pattern.wording as usize].words;
            if same_bytes(edge.word.of(known), word.of(source)) {
                return edge.to;
            }
        }
        at = (at + 1) % SLOTS;
    }
    let to = short(tree.edge_count + 1);
    tree.slots[at] = short(tree.edge_count);
    tree.edges[tree.edge_count] = Edge { from, to, hash, wording: short(wording), word };
    tree.edge_count += 1;
    to
}

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const fn byte(number: usize) -> u8 {
    assert!(number < 256, "a wording is too long");
    number as u8
}

/// A place in the tree: what the last words of a message may be the beginning of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node(u16);

impl Node {
    /// Where every wording begins.
    pub(super) const ROOT: Self = Self(ROOT);

    /// Where the word here leads to, and where it ends.
    #[inline]
    pub(super) fn next(self, text: &[u8], start: usize) -> Option<(Self, usize)> {
        let hash = mix(key(words::eight_bytes(text, start)));
        let mut at = slot(self.0, hash);
        loop {
            let edge = EDGES.get(usize::from(TREE_SLOTS[at]))?;
            if edge.from == self.0 && edge.hash == hash {
                let word = edge.word.of(PATTERNS[usize::from(edge.wording)].source());
                if let Some(end) = words::end_of(word, text, start) {
                    return Some((Self(edge.to), end));
                }
            }
            at = (at + 1) % SLOTS;
        }
    }

    /// The wordings that end here.
    #[inline]
    pub(super) fn patterns(self) -> impl Iterator<Item = &'static Pattern> {
        let mut next = LEAF_OF[usize::from(self.0)];
        std::iter::from_fn(move || {
            let leaf = LEAVES.get(usize::from(next))?;
            next = leaf.next;
            Some(&PATTERNS[usize::from(leaf.pattern)])
        })
    }
}

/// What the wordings may tell that begin with a word of these first bytes: for most words, nothing.
#[inline]
pub(super) fn topics_of(first_bytes: u64) -> Topics {
    TOPICS[first_place(key(first_bytes))]
}

/// The window that the word here names, and where the word ends.
pub(super) fn window(text: &[u8], start: usize) -> Option<Window> {
    let known = |word: &str| words::end_of(word.as_bytes(), text, start).is_some();
    WINDOWS.iter().find(|(word, _)| known(word)).map(|&(_, window)| window)
}
