//! The patterns of the phrases, made ready at compile time, and the way from a word of a message to
//! the patterns that begin with it.

use super::words::{self, Known};
use crate::rules::phrases::PHRASES;

/// Words that may stand for each other in one place of a pattern.
const ALTERNATIVES: usize = 8;
/// Places of a pattern.
const PLACES: usize = 8;

/// One place of a pattern: the words that may stand there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    words: [Known; ALTERNATIVES],
    len: u8,
}

impl Place {
    const EMPTY: Self = Self {
        words: [Known::NONE; ALTERNATIVES],
        len: 0,
    };

    const fn words(&self) -> &[Known] {
        self.words.split_at(self.len as usize).0
    }

    /// Where the word ends that begins here, if it may stand in this place.
    #[inline]
    pub(super) fn end(&self, text: &[u8], start: usize) -> Option<usize> {
        self.words().iter().find_map(|word| word.end(text, start))
    }
}

/// A run of words, perhaps after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    places: [Place; PLACES],
    /// Where the run begins, after the one that has to stand before it.
    run: u8,
    len: u8,
    /// The row that it belongs to.
    pub(super) phrase: u16,
}

impl Pattern {
    /// The run that has to stand somewhere before, if any.
    pub(super) fn before(&self) -> &[Place] {
        &self.places[..usize::from(self.run)]
    }

    /// The run, after its first word.
    #[inline]
    pub(super) fn rest(&self) -> &[Place] {
        &self.places[usize::from(self.run) + 1..usize::from(self.len)]
    }

    const fn starts(&self) -> &[Known] {
        self.places[self.run as usize].words()
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

static PATTERNS: [Pattern; PATTERN_COUNT] = {
    let empty = Pattern {
        places: [Place::EMPTY; PLACES],
        run: 0,
        len: 0,
        phrase: 0,
    };
    let mut patterns = [empty; PATTERN_COUNT];
    let mut count = 0;
    let mut phrase = 0;
    while phrase < PHRASES.len() {
        let mut index = 0;
        while index < PHRASES[phrase].patterns.len() {
            patterns[count] = compile(PHRASES[phrase].patterns[index], phrase as u16);
            count += 1;
            index += 1;
        }
        phrase += 1;
    }
    patterns
};

const fn compile(source: &'static str, phrase: u16) -> Pattern {
    let mut pattern = Pattern {
        places: [Place::EMPTY; PLACES],
        run: 0,
        len: 0,
        phrase,
    };
    let mut place = 0;
    let mut at = 0;
    while at < source.len() {
        let word = word_at(source, at);
        at += word.len() + 1;
        if word.as_bytes()[0] == b'.' {
            pattern.run = place as u8;
            continue;
        }
        let alternative = pattern.places[place].len as usize;
        pattern.places[place].words[alternative] = Known::new(word);
        pattern.places[place].len += 1;
        if at > source.len() || source.as_bytes()[at - 1] == b' ' {
            place += 1;
        }
    }
    pattern.len = place as u8;
    pattern
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

/// A word that a run begins with, and the pattern of that run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    word: Known,
    pattern: u16,
    /// The next start in the same bucket, or [`END`].
    next: u16,
}

impl Start {
    /// Calls for every pattern that begins with the word which stands here, with where that ends.
    #[inline]
    pub(super) fn each(
        &self,
        text: &[u8],
        start: usize,
        mut call: impl FnMut(&'static Pattern, usize),
    ) {
        let mut known = self;
        loop {
            if let Some(end) = known.word.end(text, start) {
                call(&PATTERNS[usize::from(known.pattern)], end);
            }
            let Some(next) = STARTS.get(usize::from(known.next)) else {
                return;
            };
            known = next;
        }
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

const START_COUNT: usize = {
    let mut count = 0;
    let mut pattern = 0;
    while pattern < PATTERN_COUNT {
        count += PATTERNS[pattern].starts().len();
        pattern += 1;
    }
    count
};

const MADE: ([u16; BUCKETS], [Start; START_COUNT]) = {
    let start = Start {
        word: Known::NONE,
        pattern: 0,
        next: END,
    };
    let mut buckets = [END; BUCKETS];
    let mut starts = [start; START_COUNT];
    let mut count = 0;
    // From the last to the first, so that a bucket's patterns are met in the order of the rows.
    let mut pattern = PATTERN_COUNT;
    while pattern > 0 {
        pattern -= 1;
        let words = PATTERNS[pattern].starts();
        let mut alternative = 0;
        while alternative < words.len() {
            let bucket = bucket(words[alternative].first_bytes());
            starts[count] = Start {
                word: words[alternative],
                pattern: pattern as u16,
                next: buckets[bucket],
            };
            buckets[bucket] = count as u16;
            count += 1;
            alternative += 1;
        }
    }
    (buckets, starts)
};

static FIRST: [u16; BUCKETS] = MADE.0;
static STARTS: [Start; START_COUNT] = MADE.1;

/// The first of the starts that the word here may be: for most words, one look at their first bytes
/// tells that there is none.
#[inline]
pub(super) fn may_start(text: &[u8], start: usize) -> Option<&'static Start> {
    let first = FIRST[bucket(words::first_bytes(text, start))];
    STARTS.get(usize::from(first))
}
