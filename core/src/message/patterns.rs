//! The patterns of the phrases, made ready at compile time, and the way from a word of a message to
//! the patterns that begin with it.

use super::words::Known;
use super::{MAX_BACK, Topics};
use crate::report::Window;
use crate::rules::phrases::{Means, PHRASES, WINDOWS};
use crate::table::short;

/// One place of a pattern: the words that may stand there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    first: u16,
    len: u16,
}

impl Place {
    const fn words(self) -> &'static [Known] {
        let from = WORDS.split_at(self.first as usize).1;
        from.split_at(self.len as usize).0
    }

    /// Where the word ends that begins here, if it may stand in this place.
    #[inline]
    pub(super) fn end(self, text: &[u8], start: usize) -> Option<usize> {
        self.words().iter().find_map(|word| word.end(text, start))
    }
}

/// A run of words, perhaps after another: its places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    before: u16,
    run: u16,
    end: u16,
    phrase: u16,
    /// Among how many of the last words the run before has to begin.
    pub(super) back: u16,
}

impl Pattern {
    /// The run that has to stand somewhere before, if any.
    #[inline]
    pub(super) fn before(self) -> &'static [Place] {
        &PLACES[usize::from(self.before)..usize::from(self.run)]
    }

    /// The run, after its first word.
    #[inline]
    pub(super) fn rest(self) -> &'static [Place] {
        &PLACES[usize::from(self.run) + 1..usize::from(self.end)]
    }

    /// The row that it belongs to, and which of the row's patterns it is.
    #[cfg(test)]
    pub(super) fn place_in_rows(self) -> (usize, usize) {
        let same_row = PATTERNS.iter().filter(|other| other.phrase == self.phrase);
        let earlier = same_row.filter(|other| other.run < self.run).count();
        (usize::from(self.phrase), earlier)
    }

    /// The number of the row that it belongs to, and what that tells.
    #[inline]
    pub(super) fn phrase(self) -> (u16, &'static Means) {
        (self.phrase, &PHRASES[usize::from(self.phrase)].means)
    }
}

const PATTERN_COUNT: usize = {
    let mut count = 0;
    let mut phrase = 0;
    while phrase < PHRASES.len() {
        count += PHRASES[phrase].patterns.len();
        phrase += 1;
    }
    count
};

/// How many places all patterns have, or how many words.
const fn count(words: bool) -> usize {
    let mut count = 0;
    let mut phrase = 0;
    while phrase < PHRASES.len() {
        let mut index = 0;
        while index < PHRASES[phrase].patterns.len() {
            let source = PHRASES[phrase].patterns[index];
            let mut at = 0;
            while at < source.len() {
                let word = word_at(source, at);
                at += word.len() + 1;
                let ends_place = at > source.len() || source.as_bytes()[at - 1] == b' ';
                if word.as_bytes()[0] != b'.' && (words || ends_place) {
                    count += 1;
                }
            }
            index += 1;
        }
        phrase += 1;
    }
    count
}

/// The word of a pattern that begins at a byte, up to a space or a bar.
const fn word_at(pattern: &'static str, start: usize) -> &'static str {
    let bytes = pattern.as_bytes();
    let mut end = start;
    while end < bytes.len() && bytes[end] != b' ' && bytes[end] != b'|' {
        end += 1;
    }
    match core::str::from_utf8(bytes.split_at(end).0.split_at(start).1) {
        Ok(word) => word,
        Err(_) => panic!("a pattern is cut inside a character"),
    }
}

struct Compiled {
    patterns: [Pattern; PATTERN_COUNT],
    places: [Place; count(false)],
    words: [Known; count(true)],
}

const COMPILED: Compiled = {
    let pattern = Pattern { before: 0, run: 0, end: 0, phrase: 0, back: 0 };
    let mut patterns = [pattern; PATTERN_COUNT];
    let mut places = [Place { first: 0, len: 0 }; count(false)];
    let mut words = [Known::NONE; count(true)];
    let (mut pattern, mut place, mut next) = (0, 0, 0);
    let mut phrase = 0;
    while phrase < PHRASES.len() {
        let mut index = 0;
        while index < PHRASES[phrase].patterns.len() {
            let source = PHRASES[phrase].patterns[index];
            let before = place;
            let mut run = place;
            let mut back = 0;
            let mut at = 0;
            while at < source.len() {
                let word = word_at(source, at);
                at += word.len() + 1;
                if word.as_bytes()[0] == b'.' {
                    run = place;
                    back = if word.len() == 1 { place - before + 1 } else { MAX_BACK };
                    continue;
                }
                words[next] = Known::new(word);
                next += 1;
                places[place].len += 1;
                if at > source.len() || source.as_bytes()[at - 1] == b' ' {
                    places[place].first = short(next) - places[place].len;
                    place += 1;
                }
            }
            patterns[pattern] = Pattern {
                before: short(before),
                run: short(run),
                end: short(place),
                phrase: short(phrase),
                back: short(back),
            };
            pattern += 1;
            index += 1;
        }
        phrase += 1;
    }
    Compiled { patterns, places, words }
};

static PATTERNS: [Pattern; PATTERN_COUNT] = COMPILED.patterns;
static PLACES: [Place; count(false)] = COMPILED.places;
static WORDS: [Known; count(true)] = COMPILED.words;

/// A word that a run begins with, and the pattern of that run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) word: Known,
    /// What the pattern tells.
    pub(super) topic: Topics,
    /// What it and the patterns of the next starts tell.
    pub(super) topics: Topics,
    pattern: u16,
    /// The next start in the same bucket, or [`END`].
    next: u16,
}

impl Start {
    #[inline]
    pub(super) fn pattern(&self) -> Pattern {
        PATTERNS[usize::from(self.pattern)]
    }

    /// The next of the starts that a word may be.
    #[inline]
    pub(super) fn next(&self) -> Option<&'static Self> {
        STARTS.get(usize::from(self.next))
    }
}

const END: u16 = u16::MAX;
const BUCKETS: usize = 2048;

/// The bucket of a word that begins with these bytes, of which three count.
#[inline]
const fn bucket(first: u32) -> usize {
    let letters = first << 8 | 0x2020_2000;
    (letters.wrapping_mul(0x9E37_79B1) >> 21) as usize
}

/// The words that the run of a pattern begins with.
const fn starts(pattern: usize) -> &'static [Known] {
    PLACES[PATTERNS[pattern].run as usize].words()
}

const START_COUNT: usize = {
    let mut count = 0;
    let mut pattern = 0;
    while pattern < PATTERN_COUNT {
        count += starts(pattern).len();
        pattern += 1;
    }
    count
};

const MADE: ([u16; BUCKETS], [Start; START_COUNT]) = {
    let start = Start {
        word: Known::NONE,
        topic: Topics::NONE,
        topics: Topics::NONE,
        pattern: 0,
        next: END,
    };
    let mut buckets = [END; BUCKETS];
    let mut made = [start; START_COUNT];
    let mut count = 0;
    // From the last to the first, so that a bucket's patterns are met in the order of the rows.
    let mut pattern = PATTERN_COUNT;
    while pattern > 0 {
        pattern -= 1;
        let means = &PHRASES[PATTERNS[pattern].phrase as usize].means;
        let words = starts(pattern);
        let mut alternative = 0;
        while alternative < words.len() {
            let bucket = bucket(words[alternative].first_bytes());
            let topic = Topics::of(means);
            let next = buckets[bucket];
            made[count] = Start {
                word: words[alternative],
                topic,
                topics: match next {
                    END => topic,
                    _ => topic.with(made[next as usize].topics),
                },
                pattern: short(pattern),
                next,
            };
            buckets[bucket] = short(count);
            count += 1;
            alternative += 1;
        }
    }
    (buckets, made)
};

static FIRST: [u16; BUCKETS] = MADE.0;
static STARTS: [Start; START_COUNT] = MADE.1;

/// The first of the starts that a word may be which begins with these bytes: for most words, they
/// tell that there is none.
#[inline]
pub(super) fn may_start(first_bytes: u32) -> Option<&'static Start> {
    STARTS.get(usize::from(FIRST[bucket(first_bytes)]))
}

static WINDOW_WORDS: [Known; WINDOWS.len()] = {
    let mut words = [Known::NONE; WINDOWS.len()];
    let mut row = 0;
    while row < words.len() {
        words[row] = Known::new(WINDOWS[row].0);
        row += 1;
    }
    words
};

/// The window that the word here names.
pub(super) fn window(text: &[u8], start: usize) -> Option<Window> {
    let known = |word: &Known| word.end(text, start).is_some();
    let row = WINDOW_WORDS.iter().position(known)?;
    Some(WINDOWS[row].1)
}
