//! The wordings as a trie of words, made at compile time. The work for a message depends on its
//! words, not on the number of wordings.

use super::name_map::{same_bytes, short, tag};
use super::word_key::key_of;
use crate::index::TextBuilder;
use crate::index::phrases::{PHRASES, Phrase};
use crate::index::wanted::Wanted;
use crate::rules::wordings::FAMILIES;

const NONE: u16 = u16::MAX;

/// In `x .. y`, how many words before `y` the run `x` may begin at most.
pub(crate) const MAX_GAP: u8 = 7;

/// A wording, split into its parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    /// The position of its family.
    pub(crate) family: u16,
    /// The start of its wording in [`TEXT`], and the length.
    text: u32,
    text_len: u8,
    /// The run that has to precede its main run; empty if there is none.
    before: Span,
    /// A bit for each first letter of that run.
    before_first: u32,
    /// The first words of its main run if they are too common for the trie, and their number.
    prefix: Span,
    pub(crate) prefix_len: u8,
    /// The preceding run has to begin at most so many words before the main run.
    pub(crate) gap: u8,
    /// Whether it only matches at the start of the message.
    pub(crate) begins: bool,
    /// If it only matches at the end of the message: the number of words that may still follow.
    pub(crate) ends: Option<u8>,
    pub(crate) wanted: Wanted,
}

/// A part of a wording, in bytes.
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
    const fn of(self, wording: &[u8]) -> &[u8] {
        slice(wording, self.start as usize, self.end as usize)
    }
}

impl Pattern {
    const EMPTY: Self = Self {
        family: 0,
        text: 0,
        text_len: 0,
        before: Span::EMPTY,
        before_first: 0,
        prefix: Span::EMPTY,
        prefix_len: 0,
        gap: 0,
        begins: false,
        ends: None,
        wanted: Wanted::NOTHING,
    };

    /// Its family.
    #[inline]
    pub(crate) fn phrase(&self) -> &'static Phrase {
        &PHRASES[usize::from(self.family)]
    }

    #[inline]
    fn text(&self) -> &'static [u8] {
        let start = self.text as usize;
        &TEXT[start..start + usize::from(self.text_len)]
    }

    /// Whether another run has to precede the main run.
    #[inline]
    pub(crate) fn has_before(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether that run may begin with this byte.
    #[inline]
    pub(crate) const fn may_begin_before(&self, byte: u8) -> bool {
        self.before_first & 1 << (byte % 32) != 0
    }

    /// The run that has to precede the main run.
    pub(crate) fn before(&self) -> &'static [u8] {
        self.before.of(self.text())
    }

    /// The first words of its main run that are not in the trie.
    pub(crate) fn prefix(&self) -> &'static [u8] {
        self.prefix.of(self.text())
    }

    /// Whether this text may be between the two runs. In `x . y`, there may be no comma.
    pub(crate) fn gap_allowed(&self, between: &[u8]) -> bool {
        self.gap == MAX_GAP || !between.contains(&b',')
    }
}

/// Words of most messages. A run does not begin with them in the trie, unless it has no other
/// words.
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

/// One word of a run, or one alternative to it.
struct Token {
    start: usize,
    end: usize,
    /// The start of the next token.
    next: usize,
    /// Whether the next token is the next word of the run. If not, it is an alternative to this
    /// token.
    ends_place: bool,
}

/// The token that begins at `start`. It ends before a space or a bar, or is one Chinese character.
const fn next_token(text: &[u8], start: usize) -> Token {
    if matches!(text[start], 0xE4..=0xE9) {
        let end = start + 3;
        let space = end < text.len() && text[end] == b' ';
        return Token { start, end, next: if space { end + 1 } else { end }, ends_place: true };
    }
    let mut end = start;
    while end < text.len() && !matches!(text[end], b' ' | b'|' | 0xE4..=0xE9) {
        end += 1;
    }
    assert!(end > start, "a word of a wording is empty");
    let skipped = end < text.len() && matches!(text[end], b' ' | b'|');
    Token {
        start,
        end,
        next: if skipped { end + 1 } else { end },
        ends_place: end >= text.len() || text[end] != b'|',
    }
}

const fn slice(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.split_at(end).0.split_at(start).1
}

/// A bit for the first letter of each alternative to the first word of a run.
const fn first_letters(run: &[u8]) -> u32 {
    let mut letters = 1 << (run[0] % 32);
    let mut at = 0;
    while at < run.len() && run[at] != b' ' {
        if run[at] == b'|' {
            letters |= 1 << (run[at + 1] % 32);
        }
        at += 1;
    }
    letters
}

/// Splits a wording into its parts. Returns these, and the start and end of the run for the trie.
const fn parse(wording: &str) -> (Pattern, usize, usize) {
    let bytes = wording.as_bytes();
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
            let is_wide = bytes[at + 2] == b'.';
            pattern.before = Span::new(start, at);
            pattern.before_first = first_letters(slice(bytes, start, at));
            pattern.gap = if is_wide { MAX_GAP } else { token_count(slice(bytes, start, at)) + 1 };
            start = at + if is_wide { 4 } else { 3 };
            break;
        }
        at += 1;
    }
    // Skip the common words at the start of the main run.
    let mut rare = start;
    let mut is_common_place = true;
    let mut at = start;
    while at < end && is_common_place {
        let token = next_token(slice(bytes, 0, end), at);
        is_common_place = is_common(slice(bytes, token.start, token.end));
        at = token.next;
        if is_common_place && token.ends_place && at < end {
            rare = at;
            pattern.prefix_len += 1;
        }
    }
    if rare > start {
        pattern.prefix = Span::new(start, rare - 1);
    }
    (pattern, rare, end)
}

/// The number of words of a run.
const fn token_count(run: &[u8]) -> u8 {
    let mut count = 0;
    let mut at = 0;
    while at < run.len() {
        let token = next_token(run, at);
        at = token.next;
        if token.ends_place {
            count += 1;
        }
    }
    count
}

/// A step from one node to the next, by a word. The number of that node is one more than the number
/// of the edge.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u16,
    /// A part of the hash of the word's key.
    tag: u16,
    /// A pattern with this word, and the position of the word in it.
    pattern: u16,
    word: Span,
}

impl Edge {
    const EMPTY: Self = Self { from: NONE, tag: 0, pattern: 0, word: Span::EMPTY };
}

/// A pattern that ends at a node.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    pattern: u16,
    /// The next leaf of the same node, or [`NONE`].
    next: u16,
}

/// The number of wordings, and their length together in bytes.
const SIZE: (usize, usize) = {
    let (mut count, mut len) = (0, 0);
    let mut family = 0;
    while family < FAMILIES.len() {
        let groups = FAMILIES[family].wordings;
        let mut group = 0;
        while group < groups.len() {
            let mut word = 0;
            while word < groups[group].words.len() {
                count += 1;
                len += groups[group].words[word].len();
                word += 1;
            }
            group += 1;
        }
        family += 1;
    }
    (count, len)
};

/// Every wording, one after another.
static TEXT: [u8; SIZE.1] = {
    let mut text = TextBuilder::new();
    let mut family = 0;
    while family < FAMILIES.len() {
        let groups = FAMILIES[family].wordings;
        let mut group = 0;
        while group < groups.len() {
            let mut word = 0;
            while word < groups[group].words.len() {
                text = text.push(groups[group].words[word]);
                word += 1;
            }
            group += 1;
        }
        family += 1;
    }
    text.bytes
};

/// The maximal number of edges. If an assertion asks for more, raise [`SLOTS`] as well.
const MAX_EDGES: usize = 6_000;
/// The number of slots for edges, a power of two.
const SLOTS: usize = 8_192;
/// The maximal number of nodes at which one wording ends: the product of the numbers of its
/// alternatives.
const MAX_ENDS: usize = 128;
const FIRSTS: usize = 8_192;

#[inline]
const fn slot(from: u16, hash: u32) -> usize {
    (hash ^ (from as u32).wrapping_mul(0x9E37_79B1)) as usize >> 19
}

/// The hash of a word's key.
#[inline]
const fn hash_of(key: u64) -> u32 {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// The slot of a word in [`FIRST_WANTED`], by its key.
#[inline]
const fn first_slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
}

/// The trie while it is built, in arrays that are larger than needed.
struct Builder {
    /// The number of the edge in each slot, or [`NONE`].
    slots: [u16; SLOTS],
    edges: [Edge; MAX_EDGES],
    /// The first leaf of each node.
    leaf_of: [u16; MAX_EDGES],
    leaves: [Leaf; MAX_EDGES],
    patterns: [Pattern; SIZE.0],
    /// For the key of a first word, the facts that wordings with this first word give.
    firsts: [Wanted; FIRSTS],
    edge_count: usize,
    leaf_count: usize,
}

const ROOT: u16 = 0;

const BUILT: Builder = {
    let mut builder = Builder {
        slots: [NONE; SLOTS],
        edges: [Edge::EMPTY; MAX_EDGES],
        leaf_of: [NONE; MAX_EDGES],
        leaves: [Leaf { pattern: 0, next: NONE }; MAX_EDGES],
        patterns: [Pattern::EMPTY; SIZE.0],
        firsts: [Wanted::NOTHING; FIRSTS],
        edge_count: 0,
        leaf_count: 0,
    };
    // The last pattern first: each leaf is put before the others of its node, so that in the end
    // they are in the order of the rows.
    let (mut at, mut text_start) = SIZE;
    let mut family = FAMILIES.len();
    while family > 0 {
        family -= 1;
        let row = &FAMILIES[family];
        let mut group = row.wordings.len();
        while group > 0 {
            group -= 1;
            let words = row.wordings[group].words;
            let mut word = words.len();
            while word > 0 {
                word -= 1;
                at -= 1;
                text_start -= words[word].len();
                let (mut pattern, start, end) = parse(words[word]);
                pattern.family = short(family);
                pattern.text = short_text(text_start);
                pattern.text_len = byte(words[word].len());
                pattern.wanted = Wanted::of(row.effect, row.specificity);
                if !row.over.is_empty() {
                    pattern.wanted = pattern.wanted.with(Wanted::OVER_SOME);
                }
                builder.patterns[at] = pattern;
                insert_path(&mut builder, at, start, end);
            }
        }
    }
    builder
};

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const fn short_text(start: usize) -> u32 {
    assert!(start < u32::MAX as usize, "the wordings are too long");
    start as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const fn byte(number: usize) -> u8 {
    assert!(number < 256, "a wording is longer than 255 bytes");
    number as u8
}

/// The used elements of an array that is larger than needed.
const fn cut<T: Copy, const FROM: usize, const TO: usize>(list: &[T; FROM]) -> [T; TO] {
    *list.first_chunk().expect("as many")
}

static EDGE_SLOTS: [u16; SLOTS] = BUILT.slots;
static EDGES: [Edge; BUILT.edge_count] = cut(&BUILT.edges);
static LEAF_OF: [u16; BUILT.edge_count + 1] = cut(&BUILT.leaf_of);
static LEAVES: [Leaf; BUILT.leaf_count] = cut(&BUILT.leaves);
static PATTERNS: [Pattern; SIZE.0] = BUILT.patterns;
static FIRST_WANTED: [Wanted; FIRSTS] = BUILT.firsts;

/// The bytes of a pattern's word, at compile time.
const fn word_of(pattern: &Pattern, word: Span) -> &'static [u8] {
    let start = pattern.text as usize;
    word.of(slice(&TEXT, start, start + pattern.text_len as usize))
}

/// Adds the run of a pattern to the trie.
const fn insert_path(builder: &mut Builder, pattern: usize, start: usize, end: usize) {
    let text_start = builder.patterns[pattern].text as usize;
    let run = slice(&TEXT, text_start, text_start + end);
    let mut from = [ROOT; MAX_ENDS];
    let mut from_count = 1;
    let mut to = [ROOT; MAX_ENDS];
    let mut to_count = 0;
    let mut at = start;
    while at < run.len() {
        let token = next_token(run, at);
        at = token.next;
        let word = Span::new(token.start, token.end);
        if from[0] == ROOT {
            let slot = first_slot(key_of(word.of(run)));
            builder.firsts[slot] = builder.firsts[slot].with(builder.patterns[pattern].wanted);
        }
        let mut index = 0;
        while index < from_count {
            assert!(to_count < MAX_ENDS, "a wording has too many alternatives: split it");
            to[to_count] = insert_edge(builder, from[index], pattern, word);
            to_count += 1;
            index += 1;
        }
        if token.ends_place {
            from = to;
            from_count = to_count;
            to_count = 0;
        }
    }
    let mut index = 0;
    while index < from_count {
        let node = from[index] as usize;
        assert!(builder.leaf_count < MAX_EDGES, "too many wordings: raise MAX_EDGES");
        builder.leaves[builder.leaf_count] =
            Leaf { pattern: short(pattern), next: builder.leaf_of[node] };
        builder.leaf_of[node] = short(builder.leaf_count);
        builder.leaf_count += 1;
        index += 1;
    }
}

/// Adds an edge for a word, unless there is one, and returns the node that it leads to.
const fn insert_edge(builder: &mut Builder, from: u16, pattern: usize, word: Span) -> u16 {
    let bytes = word_of(&builder.patterns[pattern], word);
    let hash = hash_of(key_of(bytes));
    let mut at = slot(from, hash);
    while builder.slots[at] != NONE {
        let edge = builder.edges[builder.slots[at] as usize];
        if edge.from == from && edge.tag == tag(hash) {
            let known = word_of(&builder.patterns[edge.pattern as usize], edge.word);
            if same_bytes(known, bytes) {
                return builder.slots[at] + 1;
            }
        }
        at = (at + 1) % SLOTS;
    }
    assert!(builder.edge_count + 1 < MAX_EDGES, "too many words in wordings: raise MAX_EDGES");
    let to = short(builder.edge_count + 1);
    builder.slots[at] = short(builder.edge_count);
    builder.edges[builder.edge_count] =
        Edge { from, tag: tag(hash), pattern: short(pattern), word };
    builder.edge_count += 1;
    to
}

/// A node of the trie: the words on the way to it may be the beginning of a wording.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node(u16);

impl Node {
    /// The start of every wording.
    pub(crate) const ROOT: Self = Self(ROOT);

    /// The edges with this key from this node: their words and the nodes that they lead to.
    #[inline]
    pub(crate) fn edges(self, key: u64) -> impl Iterator<Item = (&'static [u8], Self)> {
        let hash = hash_of(key);
        let mut at = slot(self.0, hash);
        std::iter::from_fn(move || {
            loop {
                let number = EDGE_SLOTS[at];
                let edge = EDGES.get(usize::from(number))?;
                at = (at + 1) % SLOTS;
                if edge.from == self.0 && edge.tag == tag(hash) {
                    let word = edge.word.of(PATTERNS[usize::from(edge.pattern)].text());
                    return Some((word, Self(number + 1)));
                }
            }
        })
    }

    /// The patterns that end here, in the order of the rows.
    #[inline]
    pub(crate) fn patterns(self) -> impl Iterator<Item = &'static Pattern> {
        let mut next = LEAF_OF[usize::from(self.0)];
        std::iter::from_fn(move || {
            let leaf = LEAVES.get(usize::from(next))?;
            next = leaf.next;
            Some(&PATTERNS[usize::from(leaf.pattern)])
        })
    }
}

/// The facts that wordings give if their first word has this key. Most words begin no wording.
#[inline]
pub(crate) fn wanted_of_first(key: u64) -> Wanted {
    FIRST_WANTED[first_slot(key)]
}

/// A pattern's wording as it is in its row, for the messages of tests.
#[cfg(test)]
pub(crate) fn wording(pattern: &Pattern) -> &'static str {
    core::str::from_utf8(pattern.text()).expect("wordings are text")
}

#[cfg(test)]
mod tests;
