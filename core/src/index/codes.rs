//! Finds the row of an error's code or type, in any spelling.

use super::ids::RuleId;
use super::name_map::{SmallNameMap, byte, hash, same, short, slots, tag};
use super::{actions, sources, table};
use crate::kind::{Kind, Provider};
use crate::rule::Rule;
use crate::rules::schema::{CodeMatch, CodeRow, Parent, Specificity, code};

table!(COUNT, ROWS: [CodeRow], codes, code("", Kind::Unknown));

/// What a code means, as the decision needs it.
#[derive(Debug)]
pub(crate) struct Code {
    /// The rule. Its name ends with the word of the code.
    pub(crate) rule: Rule,
    pub(crate) specificity: Specificity,
    /// The provider, if only this one sends the code in this spelling.
    pub(crate) only: Option<Provider>,
    /// The length of its word, with which the rule's name ends.
    word_len: u8,
    /// Whether another row has the same word.
    has_twins: bool,
    matching: Matching,
    /// The objects in which the code means this, as a set of bits. If it is empty: all objects.
    parents: u16,
}

/// A [`CodeMatch`] in few bytes: there are many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matching {
    Whole,
    InException,
    /// The number of the row in [`NUMBERS`].
    NumberOf(u8),
}

/// How many statuses of a number are kept.
const MAX_STATUSES: usize = 2;

/// Stands for no status.
const NO_STATUS: u16 = u16::MAX;

/// A number as a code.
#[derive(Clone, Copy, Debug)]
struct Number {
    of: Option<Provider>,
    statuses: [u16; MAX_STATUSES],
}

const NUMBER_COUNT: usize = {
    let (mut count, mut row) = (0, 0);
    while row < COUNT {
        count += matches!(ROWS[row].matching, CodeMatch::NumberOf(..)) as usize;
        row += 1;
    }
    count
};

/// What is known of each code that is a number, in the order of the rows.
static NUMBERS: [Number; NUMBER_COUNT] = {
    let mut numbers = [Number { of: None, statuses: [NO_STATUS; MAX_STATUSES] }; NUMBER_COUNT];
    let (mut count, mut row) = (0, 0);
    while row < COUNT {
        if let CodeMatch::NumberOf(of, statuses) = ROWS[row].matching {
            numbers[count].of = of;
            numbers[count].statuses.split_at_mut(statuses.len()).0.copy_from_slice(statuses);
            count += 1;
        }
        row += 1;
    }
    numbers
};

const fn set_of(parents: &[Parent]) -> u16 {
    let mut set = 0;
    let mut at = 0;
    while at < parents.len() {
        set |= 1 << parents[at] as u8;
        at += 1;
    }
    set
}

impl Code {
    #[inline]
    pub(crate) fn word(&self) -> &'static [u8] {
        self.rule.id.last(self.word_len)
    }

    /// Whether it has this word, in any case.
    #[inline]
    fn has_word(&self, word: &[u8]) -> bool {
        usize::from(self.word_len) == word.len() && same(self.word(), word)
    }

    fn number(&self) -> Option<&'static Number> {
        match self.matching {
            Matching::NumberOf(row) => NUMBERS.get(usize::from(row)),
            _ => None,
        }
    }

    /// Whether it is a number, which only some provider or status gives a meaning.
    pub(crate) const fn is_number(&self) -> bool {
        matches!(self.matching, Matching::NumberOf(..))
    }

    /// Whether it is a number of this provider.
    pub(crate) fn is_number_of(&self, provider: Provider) -> bool {
        self.number().is_some_and(|number| number.of == Some(provider))
    }

    /// The statuses that are documented for it, if it is a number.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = u16> + use<> {
        let statuses = self.number().map_or(&[][..], |number| &number.statuses);
        statuses.iter().copied().filter(|&status| status != NO_STATUS)
    }

    /// Every row with the same word, if it is a number.
    pub(crate) fn same_number(&self) -> impl Iterator<Item = &'static Self> {
        let word = self.word();
        CODES.iter().filter(move |code| code.is_number() && code.has_word(word))
    }

    /// Whether a word has exactly the spelling of the row.
    pub(crate) fn is_spelt(&self, word: &[u8]) -> bool {
        self.rule.id().as_bytes().strip_suffix(word).is_some_and(|before| before.ends_with(b"/"))
    }
}

/// How long the last part of the name of each row is, which is its word.
const WORD_LENS: [usize; COUNT] = {
    let mut lens = [0; COUNT];
    let mut row = 0;
    while row < COUNT {
        let name = ROWS[row].name.as_bytes();
        while lens[row] < name.len() && name[name.len() - 1 - lens[row]] != b'/' {
            lens[row] += 1;
        }
        row += 1;
    }
    lens
};

/// Whether another row has the same word.
const HAS_TWINS: [bool; COUNT] = {
    let mut hashes = [0; COUNT];
    let mut twins = [false; COUNT];
    let mut row = 0;
    while row < COUNT {
        hashes[row] = hash(WORDS[row].as_bytes());
        let mut other = 0;
        while other < row {
            // If two different words have the same hash, the only cost is a needless search.
            if hashes[other] == hashes[row] {
                (twins[other], twins[row]) = (true, true);
            }
            other += 1;
        }
        row += 1;
    }
    twins
};

/// The rows.
pub(crate) static CODES: [Code; COUNT] = {
    let mut codes = [const { EMPTY }; COUNT];
    let (mut row, mut id, mut numbers) = (0, RuleId::CODES, 0);
    while row < COUNT {
        let CodeRow { kind, follows, specificity, only, parents, action, matching, source, .. } =
            ROWS[row];
        id = id.code(&ROWS[row]);
        let (source, action) = (sources::id(source), actions::id(action));
        let rule = Rule { follows, action, ..Rule::of(id, kind, source) };
        let matching = match matching {
            CodeMatch::Whole => Matching::Whole,
            CodeMatch::InException => Matching::InException,
            CodeMatch::NumberOf(..) => Matching::NumberOf(byte(numbers)),
        };
        numbers += matches!(matching, Matching::NumberOf(_)) as usize;
        let word_len = byte(WORD_LENS[row]);
        let (has_twins, parents) = (HAS_TWINS[row], set_of(parents));
        codes[row] = Code { rule, specificity, only, word_len, has_twins, matching, parents };
        row += 1;
    }
    codes
};

const EMPTY: Code = Code {
    rule: Rule::of(RuleId::NONE, Kind::Unknown, crate::rule::SourceId(0)),
    specificity: Specificity::Nothing,
    only: None,
    word_len: 0,
    has_twins: false,
    matching: Matching::Whole,
    parents: 0,
};

const WORDS: [&str; COUNT] = {
    let mut words = [""; COUNT];
    let mut row = 0;
    while row < COUNT {
        // A part of a name is not found as a word.
        if !matches!(ROWS[row].matching, CodeMatch::InException) {
            words[row] = ROWS[row].word;
        }
        row += 1;
    }
    words
};

static EXACT: SmallNameMap<{ slots(COUNT) / 2 }> = SmallNameMap::new(&WORDS);

/// The maximal length of a code without its separators.
pub(crate) const MAX_LEN: usize = 64;

/// A code in lower case, without separators and without a final `error` or `exception`: both
/// `RateLimitError` and `rate_limit` become `ratelimit`.
#[derive(Clone, Copy)]
struct NormalizedCode {
    bytes: [u8; MAX_LEN],
    len: usize,
}

impl NormalizedCode {
    const fn new(word: &[u8]) -> Option<Self> {
        let mut normalized = Self { bytes: [0; MAX_LEN], len: 0 };
        let mut at = 0;
        while at < word.len() {
            if !matches!(word[at], b'_' | b'-' | b'.' | b' ' | b'/') {
                if normalized.len == MAX_LEN {
                    return None;
                }
                normalized.bytes[normalized.len] = word[at].to_ascii_lowercase();
                normalized.len += 1;
            }
            at += 1;
        }
        let mut ending = 0;
        while ending < ENDINGS.len() && !normalized.strip(ENDINGS[ending].as_bytes()) {
            ending += 1;
        }
        Some(normalized)
    }

    /// Removes an ending. Returns whether the code had it.
    const fn strip(&mut self, ending: &[u8]) -> bool {
        if self.len <= ending.len() {
            return false;
        }
        let start = self.len - ending.len();
        let mut at = 0;
        while at < ending.len() {
            if self.bytes[start + at] != ending[at] {
                return false;
            }
            at += 1;
        }
        self.len = start;
        true
    }

    const fn hash(&self) -> u32 {
        hash(self.bytes.split_at(self.len).0)
    }

    const fn is(&self, other: &Self) -> bool {
        let mut at = 0;
        while at < self.len && at < other.len {
            if self.bytes[at] != other.bytes[at] {
                return false;
            }
            at += 1;
        }
        self.len == other.len
    }
}

/// The endings of class names. Only the first that matches is removed.
const ENDINGS: [&str; 2] = ["exception", "error"];

/// Whether two words are the same code in two spellings.
pub(crate) fn same_code(a: &[u8], b: &[u8]) -> bool {
    let normalized = (NormalizedCode::new(a), NormalizedCode::new(b));
    matches!(normalized, (Some(a), Some(b)) if a.is(&b))
}

const NORMALIZED_SLOTS: usize = slots(COUNT) / 2;
const FREE: u16 = u16::MAX;

/// A part of the hash of each normalized code, and its row. If several rows have the same
/// normalized code, it is the least specific of them: an unusual spelling is weaker evidence.
static NORMALIZED: [(u16, u16); NORMALIZED_SLOTS] = {
    let mut rows = [(0, FREE); NORMALIZED_SLOTS];
    let mut row = 0;
    while row < COUNT {
        let Some(word) = NormalizedCode::new(WORDS[row].as_bytes()) else {
            panic!("a code is longer than MAX_LEN");
        };
        if word.len == 0 {
            row += 1;
            continue;
        }
        let mut at = word.hash() as usize % NORMALIZED_SLOTS;
        loop {
            let (known, first) = rows[at];
            if first == FREE {
                rows[at] = (tag(word.hash()), short(row));
                break;
            }
            if known == tag(word.hash())
                && let Some(known) = NormalizedCode::new(WORDS[first as usize].as_bytes())
                && known.is(&word)
            {
                if (ROWS[row].specificity as u8) < ROWS[first as usize].specificity as u8 {
                    rows[at].1 = short(row);
                }
                break;
            }
            at = (at + 1) % NORMALIZED_SLOTS;
        }
        row += 1;
    }
    rows
};

/// The row of a code in an object.
#[inline]
pub(crate) fn find(word: &[u8], parent: Parent) -> Option<&'static Code> {
    let row = find_exact(word).or_else(|| find_other_spelling(word))?;
    let first = &CODES[row];
    if first.parents == 0 && !first.has_twins {
        return Some(first);
    }
    if first.matching == Matching::InException { Some(first) } else { find_twin(first, parent) }
}

/// The row whose word is a part of the name of an exception, as AWS names them.
#[cold]
#[inline(never)]
fn find_in_exception(word: &[u8]) -> Option<usize> {
    let name = word.strip_suffix(EXCEPTION)?;
    let is_part = |part: &[u8]| name.windows(part.len()).any(|at| same(at, part));
    CODES.iter().position(|code| code.matching == Matching::InException && is_part(code.word()))
}

const EXCEPTION: &[u8] = b"Exception";

/// The row that counts in an object, of several rows with the same word: a row that names the
/// object precedes a row for all objects.
#[inline(never)]
fn find_twin(first: &'static Code, parent: Parent) -> Option<&'static Code> {
    let word = first.word();
    let twins = || CODES.iter().filter(|code| code.has_word(word));
    let named = twins().find(|code| code.parents & set_of(&[parent]) != 0);
    named.or_else(|| twins().find(|code| code.parents == 0))
}

#[inline]
fn find_exact(word: &[u8]) -> Option<usize> {
    // The rows that are no whole words have an empty name.
    if word.is_empty() { None } else { EXACT.find(word, |row| Some(CODES.get(row)?.word())) }
}

/// The row of a code in another spelling, or of the first part of a word that has several.
fn find_other_spelling(word: &[u8]) -> Option<usize> {
    // A fast path: most other words have a single part and a length that no code has.
    let lengths = NORMALIZED_LENGTHS[usize::from(word.first()? % 32)];
    let has_length = lengths & (1 << (word.len() % 64)) != 0;
    if !has_length && word.iter().all(u8::is_ascii_lowercase) && !word.ends_with(b"error") {
        return None;
    }
    let of_head = || {
        // Of several parts, the first counts if it is more specific than a status.
        let head = &word[..word.iter().position(|byte| matches!(byte, b'.' | b':'))?];
        let row = find_exact(head).or_else(|| find_normalized(head));
        row.filter(|&row| CODES[row].specificity > Specificity::Status)
    };
    // The name of an exception of AWS is never generic.
    let normalized = find_normalized(word);
    let specific = normalized.filter(|&row| CODES[row].specificity > Specificity::Status);
    specific.or_else(|| find_in_exception(word)).or(normalized).or_else(of_head)
}

/// For each first letter, the lengths of the normalized codes, as a set of bits.
static NORMALIZED_LENGTHS: [u64; 32] = {
    let mut lengths = [0; 32];
    let mut row = 0;
    while row < COUNT {
        if let Some(word) = NormalizedCode::new(WORDS[row].as_bytes()) {
            lengths[word.bytes[0] as usize % 32] |= 1 << (word.len % 64);
        }
        row += 1;
    }
    lengths
};

/// The row of a code in another spelling.
#[inline(never)]
fn find_normalized(word: &[u8]) -> Option<usize> {
    let word = NormalizedCode::new(word)?;
    let hash = word.hash();
    let mut at = hash as usize % NORMALIZED_SLOTS;
    loop {
        let (known, row) = NORMALIZED[at];
        let row = usize::from(row);
        let text = CODES.get(row)?.word();
        if known == tag(hash) && NormalizedCode::new(text).is_some_and(|known| known.is(&word)) {
            return Some(row);
        }
        at = (at + 1) % NORMALIZED_SLOTS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(word: &str, parent: Parent) -> Option<&'static str> {
        find(word.as_bytes(), parent).map(|code| code.rule.id())
    }

    #[test]
    fn every_code_finds_its_own_row() {
        for code in CODES.iter().filter(|code| code.matching != Matching::InException) {
            let all = [
                Parent::Error,
                Parent::Inner,
                Parent::Detail,
                Parent::BaseResp,
                Parent::Root,
                Parent::Response,
            ];
            let is_in = |parent: &Parent| code.parents & set_of(&[*parent]) != 0;
            let named: Vec<Parent> = all.into_iter().filter(is_in).collect();
            let parents = if named.is_empty() { vec![Parent::Error] } else { named };
            for parent in parents {
                assert_eq!(id(code.rule.subject(), parent), Some(code.rule.id()));
            }
        }
    }

    #[test]
    fn case_separators_and_endings_do_not_matter() {
        for word in ["tool_use_failed", "ToolUseFailed", "tool-use-failed", "ToolUseFailedError"] {
            assert_eq!(id(word, Parent::Error), Some("code/tool_use_failed"), "{word}");
        }
        assert_eq!(id("tool_use_fail", Parent::Error), None);
        assert_eq!(id("", Parent::Error), None);
        assert_eq!(id(&"x".repeat(MAX_LEN + 1), Parent::Error), None);
    }

    #[test]
    fn the_first_part_of_a_word_counts_if_it_says_more_than_a_status() {
        assert_eq!(id("Throttling.Unheard", Parent::Error), Some("code/Throttling"));
        assert_eq!(id("invalid_value.unheard", Parent::Error), None);
    }

    #[test]
    fn an_exception_without_a_row_is_found_by_a_part_of_its_name() {
        for (word, expected) in [
            ("ThrottledException", Some("code/exception/throttl")),
            ("ThrottledError", Some("code/throttled")),
            ("HeronThrottledException", Some("code/exception/throttl")),
            ("heronThrottlingException", Some("code/exception/throttl")),
            ("HeronNotFoundException", Some("code/exception/notfound")),
            ("ThrottlingException", Some("code/ThrottlingException")),
            ("HeronException", None),
            ("HeronThrottled", None),
            ("Exception", None),
        ] {
            assert_eq!(id(word, Parent::Root), expected, "{word}");
        }
    }

    #[test]
    fn an_object_of_its_own_comes_first() {
        assert_eq!(id("quota_exceeded", Parent::Detail), Some("code/elevenlabs/quota_exceeded"));
        assert_eq!(id("quota_exceeded", Parent::Error), Some("code/quota_exceeded"));
        assert_eq!(id("1000", Parent::BaseResp), Some("code/minimax/1000"));
        assert_eq!(id("1000", Parent::Root), Some("code/1000"));
    }
}
