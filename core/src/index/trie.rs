//! The wordings as a trie of words, made at compile time: each word of a message is looked up once,
//! however many wordings there are.

use super::name_map::{same_bytes, short};
use super::word_key::key_of;
use super::{TextBuilder, part, sources};
use crate::kind::{Kinds, Provider};
use crate::rule::Rule;
use crate::rules::schema::{LimitField, MessageEffect, Specificity};
use crate::rules::wordings::FAMILIES;

const NONE: u16 = u16::MAX;

/// How far before its own run the first run of a wording may begin, in words.
pub(crate) const MAX_GAP: u8 = 7;

/// A family of wordings, as the decision needs it.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// Its position in the order of the families.
    pub(crate) order: u16,
    pub(crate) effect: MessageEffect,
    /// The rule, if it decides a kind.
    rule: Option<Rule>,
    /// The kinds of status beside which it counts.
    pub(crate) under: Kinds,
    pub(crate) specificity: Specificity,
    /// The provider, if only its server words it so.
    pub(crate) only: Option<Provider>,
}

impl Phrase {
    /// The rule, if it decides a kind.
    pub(crate) const fn rule(&self) -> Option<&Rule> {
        self.rule.as_ref()
    }

    /// Whether it describes a failure that does not pass by itself.
    pub(crate) const fn is_permanent(&self) -> bool {
        match &self.rule {
            Some(rule) => !matches!(rule.kind.advice(), crate::kind::Advice::Backoff),
            None => false,
        }
    }
}

const FAMILY_COUNT: usize = FAMILIES.len();
const PREFIX: &str = "phrase/";

const IDS_LEN: usize = {
    let mut len = 0;
    let mut family = 0;
    while family < FAMILY_COUNT {
        if let MessageEffect::Kind { name, .. } = FAMILIES[family].effect {
            len += PREFIX.len() + name.len();
        }
        family += 1;
    }
    len
};

static IDS: [u8; IDS_LEN] = {
    let mut ids = TextBuilder::new();
    let mut family = 0;
    while family < FAMILY_COUNT {
        if let MessageEffect::Kind { name, .. } = FAMILIES[family].effect {
            ids = ids.push(PREFIX).push(name);
        }
        family += 1;
    }
    ids.bytes
};

/// The families, in their order.
pub(crate) static PHRASES: [Phrase; FAMILY_COUNT] = {
    let mut phrases = [const { EMPTY }; FAMILY_COUNT];
    let (mut family, mut start) = (0, 0);
    while family < FAMILY_COUNT {
        let row = FAMILIES[family];
        let rule = match row.effect {
            MessageEffect::Kind { name, kind, evidence } => {
                let len = PREFIX.len() + name.len();
                let id = part(&IDS, start, len);
                start += len;
                let source = sources::id(row.wordings[0].source);
                Some(Rule { id, kind, evidence: Some(evidence), source, action: None })
            }
            _ => None,
        };
        phrases[family] = Phrase {
            order: short(family),
            effect: row.effect,
            rule,
            under: row.under,
            specificity: row.specificity,
            only: row.only,
        };
        family += 1;
    }
    phrases
};

const EMPTY: Phrase = Phrase {
    order: 0,
    effect: MessageEffect::Url,
    rule: None,
    under: Kinds::ALL,
    specificity: Specificity::Nothing,
    only: None,
};

/// The family whose rule has this name.
pub(crate) const fn family_index(name: &str) -> usize {
    let mut family = 0;
    while family < FAMILY_COUNT {
        if let MessageEffect::Kind { name: known, .. } = FAMILIES[family].effect
            && same_bytes(known.as_bytes(), name.as_bytes())
        {
            return family;
        }
        family += 1;
    }
    panic!("no family has this name")
}

/// What of a message is still wanted, each a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted(u16);

impl Wanted {
    pub(crate) const NOTHING: Self = Self(0);
    /// What went wrong, unless a code says more.
    pub(crate) const RULE: Self = Self(1);
    /// What went wrong whatever the code, and whether a gateway answered.
    const DECISIVE: Self = Self(1 << 9);
    pub(crate) const DELAY: Self = Self(1 << 1);
    const LIMIT: Self = Self(1 << 2);
    const USED: Self = Self(1 << 3);
    const REQUESTED: Self = Self(1 << 4);
    const METRIC: Self = Self(1 << 5);
    pub(crate) const PROVIDER: Self = Self(1 << 6);
    const WINDOW: Self = Self(1 << 7);
    const RESETS_SOON: Self = Self(1 << 8);
    pub(crate) const ALL: Self = Self(u16::MAX);

    const fn of(effect: &MessageEffect, specificity: Specificity) -> Self {
        match effect {
            MessageEffect::Kind { .. } => match specificity {
                Specificity::Decisive => Self::DECISIVE,
                _ => Self::RULE,
            },
            MessageEffect::GatewayPrefix(_) => Self::DECISIVE,
            MessageEffect::Delay => Self::DELAY,
            MessageEffect::Number(LimitField::Limit | LimitField::UsedOfLimit) => Self::LIMIT,
            MessageEffect::Number(LimitField::Used) => Self::USED,
            MessageEffect::Number(LimitField::Requested | LimitField::Length) => Self::REQUESTED,
            MessageEffect::Metric(_) | MessageEffect::Bucket(..) => Self::METRIC,
            MessageEffect::Window => Self::WINDOW,
            MessageEffect::ResetsSoon => Self::RESETS_SOON,
            MessageEffect::Url | MessageEffect::NamesProvider(_) => Self::PROVIDER,
        }
    }

    /// The provider is wanted again.
    pub(crate) const fn with_provider(self) -> Self {
        self.with(Self::PROVIDER)
    }

    const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub(crate) const fn includes(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// A wording, cut into its parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    /// The family that it belongs to.
    pub(crate) family: u16,
    /// Where its text begins among all wordings, and how long it is.
    text: u32,
    text_len: u8,
    /// The run that has to precede its own, if any.
    before: Span,
    /// The first words of its own run that are too common to be looked up, and their number.
    prefix: Span,
    pub(crate) prefix_len: u8,
    /// Among how many of the preceding words that run has to begin.
    pub(crate) gap: u8,
    /// Whether it has to begin the message.
    pub(crate) begins: bool,
    /// If it has to end the message, how many words may follow.
    pub(crate) ends: Option<u8>,
    pub(crate) wanted: Wanted,
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
        prefix: Span::EMPTY,
        prefix_len: 0,
        gap: 0,
        begins: false,
        ends: None,
        wanted: Wanted::NOTHING,
    };

    /// The family that it belongs to.
    #[inline]
    pub(crate) fn phrase(&self) -> &'static Phrase {
        &PHRASES[usize::from(self.family)]
    }

    #[inline]
    fn text(&self) -> &'static [u8] {
        let start = self.text as usize;
        &TEXT[start..start + usize::from(self.text_len)]
    }

    /// Whether another run has to precede.
    #[inline]
    pub(crate) fn has_before(&self) -> bool {
        !self.before.is_empty()
    }

    /// The run that has to precede.
    pub(crate) fn before(&self) -> &'static [u8] {
        self.before.of(self.text())
    }

    /// The first words of its own run that the trie does not hold.
    pub(crate) fn prefix(&self) -> &'static [u8] {
        self.prefix.of(self.text())
    }

    /// Whether this may be between the two runs: if they are one word apart, no comma.
    pub(crate) fn gap_allowed(&self, between: &[u8]) -> bool {
        self.gap == MAX_GAP || !between.contains(&b',')
    }
}

/// Words of most messages: no run is looked up by them, unless it has no others.
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

/// One word of a run.
struct Token {
    start: usize,
    end: usize,
    /// Where the next token begins.
    next: usize,
    /// Whether the next token is the next word of the run, rather than an alternative to this one.
    ends_place: bool,
}

/// The token that begins at a byte: up to a space or a bar, or one Chinese character.
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

/// Cuts a wording into its parts, and gives the bytes of the run that the trie holds.
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
            pattern.gap = if is_wide { MAX_GAP } else { token_count(slice(bytes, start, at)) + 1 };
            start = at + if is_wide { 4 } else { 3 };
            break;
        }
        at += 1;
    }
    // The common words that its own run begins with.
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

/// How many words a run has.
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

/// The way from one node to the next by a word.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u16,
    to: u16,
    hash: u32,
    /// A pattern that holds the word, and the bytes of the word in it.
    pattern: u16,
    word: Span,
}

impl Edge {
    const EMPTY: Self = Self { from: NONE, to: NONE, hash: 0, pattern: 0, word: Span::EMPTY };
}

/// A pattern that ends at a node.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    pattern: u16,
    /// The next leaf of the same node, or [`NONE`].
    next: u16,
}

/// How many wordings there are, and how many bytes they have.
const SIZE: (usize, usize) = {
    let (mut count, mut len) = (0, 0);
    let mut family = 0;
    while family < FAMILY_COUNT {
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
    while family < FAMILY_COUNT {
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

/// How many edges the trie may have. Raise it, and [`SLOTS`] with it, if an assertion says so.
const MAX_EDGES: usize = 6_000;
/// How many slots there are for edges: a power of two.
const SLOTS: usize = 8_192;
/// How many nodes one wording may end at: the product of its alternatives.
const MAX_ENDS: usize = 128;
const FIRSTS: usize = 8_192;

#[inline]
const fn slot(from: u16, hash: u32) -> usize {
    (hash ^ (from as u32).wrapping_mul(0x9E37_79B1)) as usize >> 19
}

/// The hash of a word by its key.
#[inline]
const fn hash_of(key: u64) -> u32 {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// The slot of a word among the first words of wordings, by its key.
#[inline]
const fn first_slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
}

/// The trie while it is built, with room to spare.
struct Builder {
    /// The number of the edge in each slot, or [`NONE`].
    slots: [u16; SLOTS],
    edges: [Edge; MAX_EDGES],
    /// The first leaf of each node.
    leaf_of: [u16; MAX_EDGES],
    leaves: [Leaf; MAX_EDGES],
    patterns: [Pattern; SIZE.0],
    /// What the wordings may give whose first word has a key.
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
    // From the last to the first, so that the leaves of a node are in the order of the rows.
    let (mut at, mut text_start) = SIZE;
    let mut family = FAMILY_COUNT;
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
                pattern.wanted = Wanted::of(&row.effect, row.specificity);
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

/// The first elements of a list that was made with room to spare.
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

/// The node that a word leads to from another one. Each edge leads to a node of its own, whose
/// number is one more than that of the edge.
const fn insert_edge(builder: &mut Builder, from: u16, pattern: usize, word: Span) -> u16 {
    let bytes = word_of(&builder.patterns[pattern], word);
    let hash = hash_of(key_of(bytes));
    let mut at = slot(from, hash);
    while builder.slots[at] != NONE {
        let edge = builder.edges[builder.slots[at] as usize];
        if edge.from == from && edge.hash == hash {
            let known = word_of(&builder.patterns[edge.pattern as usize], edge.word);
            if same_bytes(known, bytes) {
                return edge.to;
            }
        }
        at = (at + 1) % SLOTS;
    }
    assert!(builder.edge_count + 1 < MAX_EDGES, "too many words in wordings: raise MAX_EDGES");
    let to = short(builder.edge_count + 1);
    builder.slots[at] = short(builder.edge_count);
    builder.edges[builder.edge_count] = Edge { from, to, hash, pattern: short(pattern), word };
    builder.edge_count += 1;
    to
}

/// A node of the trie: what the last words of a message may be the beginning of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node(u16);

impl Node {
    /// The start of every wording.
    pub(crate) const ROOT: Self = Self(ROOT);

    /// The words with this key that lead on from the node, each with the node that it leads to.
    #[inline]
    pub(crate) fn edges(self, key: u64) -> impl Iterator<Item = (&'static [u8], Self)> {
        let hash = hash_of(key);
        let mut at = slot(self.0, hash);
        std::iter::from_fn(move || {
            loop {
                let edge = EDGES.get(usize::from(EDGE_SLOTS[at]))?;
                at = (at + 1) % SLOTS;
                if edge.from == self.0 && edge.hash == hash {
                    let word = edge.word.of(PATTERNS[usize::from(edge.pattern)].text());
                    return Some((word, Self(edge.to)));
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

/// What wordings may give whose first word has this key; nothing for most words.
#[inline]
pub(crate) fn wanted_of_first(key: u64) -> Wanted {
    FIRST_WANTED[first_slot(key)]
}

/// The words of a pattern as its row has them, for messages of tests.
#[cfg(test)]
pub(crate) fn wording(pattern: &Pattern) -> &'static str {
    core::str::from_utf8(pattern.text()).expect("wordings are text")
}

/// The rules of the families that decide a kind.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    PHRASES.iter().filter_map(Phrase::rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(words: &[&str]) -> Option<Node> {
        let step = |node: Node, word: &&str| {
            let mut edges = node.edges(key_of(word.as_bytes()));
            edges.find(|(known, _)| known == &word.as_bytes()).map(|(_, next)| next)
        };
        words.iter().try_fold(Node::ROOT, step)
    }

    fn endings(words: &[&str]) -> Vec<&'static str> {
        node(words).map_or_else(Vec::new, |node| node.patterns().map(wording).collect())
    }

    #[test]
    fn a_wording_ends_where_its_words_lead() {
        assert!(endings(&["too", "many", "requests"]).contains(&"too many requests"));
        assert!(node(&["too", "many"]).is_some());
        assert!(node(&["many", "too"]).is_none());
    }

    #[test]
    fn each_alternative_leads_to_the_same_wording() {
        let wording = "rate limit reached|exceeded|hit";
        for word in ["reached", "exceeded", "hit"] {
            assert!(endings(&["rate", "limit", word]).contains(&wording), "{word}");
        }
    }

    #[test]
    fn common_first_words_are_not_in_the_trie() {
        let (pattern, start, end) = parse("must be a chat model");
        assert_eq!(pattern.prefix_len, 3);
        assert_eq!("must be a chat model".get(start..end), Some("chat model"));
    }

    #[test]
    fn the_parts_of_a_wording_are_told_apart() {
        let (pattern, ..) = parse("^a .. b c$");
        assert!(pattern.begins && pattern.has_before());
        assert_eq!((pattern.ends, pattern.gap), (Some(0), MAX_GAP));
        let (pattern, ..) = parse("model x . b .$");
        assert_eq!((pattern.ends, pattern.gap), (Some(1), 3));
    }
}
