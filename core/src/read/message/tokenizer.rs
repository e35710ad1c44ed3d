//! Splits a message into words. Blocks of 64 bytes are tested in parallel (SWAR, as in `swar.rs`).

use memchr::{memchr, memchr3, memrchr};

use crate::index::name_map::same;

/// A letter, a digit or the underscore.
const WORD: u8 = 1;
/// Punctuation that joins two parts of one word, if there is no space on either side.
const JOINT: u8 = 2;
const QUOTE: u8 = 4;
/// The first byte of a character that is a word of its own, as in Chinese.
const CHARACTER: u8 = 8;

/// The class of each byte; 0 for white space and other punctuation.
#[expect(clippy::cast_possible_truncation, reason = "it counts up to 255")]
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            // Han characters: CJK punctuation begins with other bytes.
            0xE4..=0xE9 => CHARACTER,
            // Beyond ASCII, the first bytes of letters, except those that punctuation shares.
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0xC3..=0xE1 | 0xEA..=0xEE | 0xF0.. => {
                WORD
            }
            b'.' | b'-' | b'/' | b'@' => JOINT,
            b'\'' | b'"' | b'`' => QUOTE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

#[inline]
fn class(text: &[u8], at: usize) -> u8 {
    text.get(at).map_or(0, |&byte| CLASSES[usize::from(byte)])
}

#[inline]
fn in_word(text: &[u8], at: usize) -> bool {
    class(text, at) == WORD
}

const HIGHS: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = HIGHS >> 7;

/// Eight bytes of a text as a number, the first byte lowest. Bytes after the end are 0.
#[inline]
pub(super) fn eight_bytes(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(|text| text.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => tail_bytes(text, at),
    }
}

#[cold]
#[inline(never)]
fn tail_bytes(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take(8).rev().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte))
}

/// The end of a known word, if it begins at `start` and is not a part of a longer word. A
/// possessive ending belongs to the word.
#[inline]
pub(super) fn end_of(known: &[u8], text: &[u8], start: usize) -> Option<usize> {
    let end = start + known.len();
    if !same(known, text.get(start..end)?) {
        return None;
    }
    let Some(&byte) = text.get(end) else { return Some(end) };
    if byte == b' ' {
        return Some(end);
    }
    let goes_on = match CLASSES[usize::from(byte)] {
        0 | CHARACTER => false,
        WORD => class(text, start) != CHARACTER,
        JOINT => byte != b'/' && in_word(text, end + 1),
        _ if byte == b'\'' && !in_word(text, end + 2) => match text.get(end + 1) {
            Some(b's') => return Some(end + 2),
            next => next == Some(&b't'),
        },
        _ => false,
    };
    (!goes_on).then_some(end)
}

/// The start of the next word or number. `None` if a quote or the end of the text precedes it.
#[inline]
pub(super) fn next_start(text: &[u8], mut at: usize) -> Option<usize> {
    while let Some(&byte) = text.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class & (WORD | CHARACTER | QUOTE) != 0 {
            return (class != QUOTE).then_some(at);
        }
        at += 1;
    }
    None
}

/// Whether at most this many words follow in the text.
pub(super) fn ends_after(text: &[u8], mut at: usize, words: u8) -> bool {
    let in_word = |byte: &u8| CLASSES[usize::from(*byte)] & (WORD | CHARACTER) != 0;
    for _ in 0..words {
        let rest = &text[at..];
        let Some(start) = rest.iter().position(in_word) else { return true };
        let len = rest[start..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        at += start + len;
    }
    !text[at..].iter().any(in_word)
}

/// Calls a function for each position where a word may begin, which is after white space and most
/// punctuation, with the eight bytes from there.
#[inline]
pub(super) fn token_starts(text: &[u8], mut call: impl FnMut(usize, u64)) {
    let (blocks, tail) = text.as_chunks();
    let mut last = [b' '; BLOCK];
    last[..tail.len()].copy_from_slice(tail);
    let mut base = 0;
    // Whether a word may begin after the last byte of the previous block: 0 or 1.
    let mut before = 1;
    for block in blocks.iter().chain([&last]) {
        let (between, characters) = between(block);
        let mut starts = (between << 1 | before) & !between | characters;
        before = between >> (BLOCK - 1);
        while starts != 0 {
            let at = base + starts.trailing_zeros() as usize;
            call(at, eight_bytes(text, at));
            starts &= starts - 1;
        }
        base += BLOCK;
    }
}

/// The number of bytes that are tested in parallel: one for each bit of a number.
const BLOCK: usize = 64;

/// Two sets of bits, one bit for each byte, the first byte lowest. The first set has the bytes
/// after which a word may begin: those up to the comma, and those from the colon to the question
/// mark. The second set has the first bytes of characters that are words of their own.
#[inline]
fn between(block: &[u8; BLOCK]) -> (u64, u64) {
    // Multiplying by this number moves the highest bits of eight bytes to the highest byte.
    const GATHER: u64 = 0x0002_0408_1020_4081;
    let (eights, _) = block.as_chunks();
    let mut beyond_ascii = 0;
    let between = eights.iter().rev().fold(0, |bits, bytes| {
        let bytes = u64::from_le_bytes(*bytes);
        beyond_ascii |= bytes;
        // Sets the highest bit of each byte that is greater than `last`.
        let beyond = |last: u8| (bytes & !HIGHS) + ONES * u64::from(0x7F - last);
        let between = !beyond(b',') | (beyond(b'9') & !beyond(b'?'));
        bits << 8 | (between & HIGHS).wrapping_mul(GATHER) >> 56
    });
    if beyond_ascii & HIGHS == 0 { (between, 0) } else { beyond(block) }
}

/// As [`between`], for a block with bytes beyond ASCII.
#[cold]
#[inline(never)]
fn beyond(block: &[u8; BLOCK]) -> (u64, u64) {
    let bits = |of: fn(u8) -> bool| {
        let classes = block.iter().rev().map(|&byte| CLASSES[usize::from(byte)]);
        classes.fold(0, |bits, class| bits << 1 | u64::from(of(class)))
    };
    (bits(|class| class & (WORD | JOINT | CHARACTER) == 0), bits(|class| class == CHARACTER))
}

/// The starts of the words before a position, the nearest first. A quoted text is one word.
pub(super) fn before(text: &[u8], at: usize) -> impl Iterator<Item = usize> {
    let mut end = at;
    std::iter::from_fn(move || {
        loop {
            end = end.checked_sub(1)?;
            match class(text, end) {
                QUOTE => {
                    let quote = text[end];
                    let look = end.saturating_sub(MAX_QUOTED);
                    let open = memrchr(quote, &text[look..end]).map(|open| look + open);
                    // A quote after a letter is an apostrophe and opens no quoted text.
                    let open = open.filter(|&open| open == 0 || !in_word(text, open - 1));
                    if let Some(open) = open {
                        end = open;
                        return Some(open + 1);
                    }
                }
                CHARACTER => return Some(end),
                WORD if end == 0 || class(text, end - 1) & (WORD | JOINT) == 0 => return Some(end),
                _ => {}
            }
        }
    })
}

/// A longer quoted text, in bytes, does not count as one word.
const MAX_QUOTED: usize = 200;

/// Whether a number ends here. It does not if a unit or another group of digits follows directly.
pub(super) fn number_ends(text: &[u8], at: usize) -> bool {
    let mark = matches!(text.get(at), Some(b'.' | b','));
    let goes_on = mark && text.get(at + 1).is_some_and(u8::is_ascii_digit);
    !goes_on && !in_word(text, at)
}

/// Whether no sentence ends between two positions.
pub(super) fn is_one_sentence(text: &[u8], from: usize, to: usize) -> bool {
    let ends = |pair: &[u8]| matches!(pair, [b'.' | b'!' | b'?', b' ' | b'\n']);
    from >= to || !text[from..to].windows(2).any(ends)
}

/// The letters from a position on.
pub(super) fn letters(text: &[u8], start: usize) -> &[u8] {
    let rest = &text[start..];
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    &rest[..len.count()]
}

/// The quoted parts of a text, found one after the other from its start to its end.
pub(super) struct Quotes<'t> {
    text: &'t [u8],
    start: usize,
    end: usize,
    /// The kinds of quotes with an unclosed one. After it, no quote of its kind is closed.
    unclosed: [u8; 3],
}

impl<'t> Quotes<'t> {
    pub(super) const fn of(text: &'t [u8]) -> Self {
        Self { text, start: 0, end: 0, unclosed: [0; 3] }
    }

    /// Whether a position is quoted. Positions have to be passed in ascending order.
    #[inline]
    pub(super) fn contains(&mut self, at: usize) -> bool {
        while self.end <= at {
            self.next();
        }
        self.start <= at
    }

    /// Moves to the next quoted part, or to the end. An unclosed quote quotes nothing.
    fn next(&mut self) {
        let mut from = self.end;
        while let Some(at) = memchr3(b'\'', b'"', b'`', &self.text[from..]) {
            let start = from + at;
            from = start + 1;
            let quote = self.text[start];
            // After a letter, it is a closing quote or an apostrophe.
            let closes = start > 0 && in_word(self.text, start - 1);
            if closes || self.unclosed.contains(&quote) {
                continue;
            }
            if let Some(len) = quoted_len(&self.text[from..], quote) {
                self.start = start;
                self.end = from + len + 1;
                return;
            }
            self.unclosed.rotate_right(1);
            self.unclosed[0] = quote;
        }
        self.start = usize::MAX;
        self.end = usize::MAX;
    }
}

/// The length of a quoted text, up to its closing quote. An apostrophe inside a word does not close
/// it.
fn quoted_len(text: &[u8], quote: u8) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + memchr(quote, &text[from..])?;
        if quote != b'\'' || !in_word(text, end + 1) {
            return Some(end);
        }
        from = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ends where a known word ends, if it is there.
    fn rest_after<'t>(known: &str, text: &'t str) -> Option<&'t str> {
        end_of(known.as_bytes(), text.as_bytes(), 0).map(|end| &text[end..])
    }

    #[test]
    fn a_known_word_is_no_part_of_a_longer_one() {
        for rest in ["", " x", ", x", ". x", ".", ": x", ")", "\nx", "\" x", "…", "? x"] {
            assert_eq!(rest_after("limit", &format!("limit{rest}")), Some(rest), "{rest}");
            assert_eq!(rest_after("limit", &format!("LIMIT{rest}")), Some(rest), "{rest}");
        }
        for rest in ["s", "_x", "7", "é", ".x", "-x", "@x"] {
            assert_eq!(rest_after("limit", &format!("limit{rest}")), None, "{rest}");
        }
        assert_eq!(rest_after("limit", "limi"), None);
        assert_eq!(rest_after("limit", ""), None);
    }

    #[test]
    fn a_slash_ends_a_word_and_other_joints_only_if_no_word_follows() {
        assert_eq!(rest_after("actual", "actual/limit"), Some("/limit"));
        assert_eq!(rest_after("rate", "rate-limit"), None);
        assert_eq!(rest_after("rate", "rate- limit"), Some("- limit"));
        assert_eq!(rest_after("rate", "rate..."), Some("..."));
    }

    #[test]
    fn a_possessive_ending_belongs_to_a_word_and_a_negation_makes_another() {
        assert_eq!(rest_after("model", "model's limit"), Some(" limit"));
        assert_eq!(rest_after("model", "model's"), Some(""));
        assert_eq!(rest_after("don", "don't"), None);
        assert_eq!(rest_after("model", "model' limit"), Some("' limit"));
        assert_eq!(rest_after("model", "model'"), Some("'"));
        assert_eq!(rest_after("model", "model'sx"), Some("'sx"));
    }

    #[test]
    fn a_chinese_character_is_a_word() {
        assert_eq!(rest_after("额度", "额度不足"), Some("不足"));
        assert_eq!(rest_after("额度", "额度x"), Some("x"));
        assert_eq!(rest_after("api", "api额度"), Some("额度"));
        assert_eq!(rest_after("额度", "额"), None);
    }

    #[test]
    fn the_next_word_follows_punctuation_but_no_quote() {
        let next = |text: &str, at| next_start(text.as_bytes(), at);
        assert_eq!(next("a  (b", 1), Some(4));
        assert_eq!(next("a, -- 7", 1), Some(6));
        assert_eq!(next("a。额", 1), Some(4));
        assert_eq!(next("é", 0), Some(0));
        assert_eq!(next("a 'b'", 1), None);
        assert_eq!(next("a `b`", 1), None);
        assert_eq!(next("a ...", 1), None);
        assert_eq!(next("a", 1), None);
        assert_eq!(next("a", 9), None);
    }

    #[test]
    fn a_text_may_end_after_more_words() {
        let ends = |text: &str, words| ends_after(text.as_bytes(), 0, words);
        assert!(ends("", 0) && ends(" .!", 0) && ends("", 2));
        assert!(!ends(" x", 0));
        assert!(ends(" x.y-z ", 1));
        assert!(!ends(" x y", 1));
        assert!(ends(" 'x y'", 2));
        assert!(!ends("额", 0));
    }

    fn words_before<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
        let at = text.find(mark).expect("the mark");
        before(text.as_bytes(), at).map(|start| &text[start..at]).collect()
    }

    #[test]
    fn the_words_before_a_place_are_found_nearest_first() {
        assert_eq!(words_before("one two, three|", "|"), ["three", "two, three", "one two, three"]);
        assert_eq!(words_before("a.b c-d |", "|"), ["c-d ", "a.b c-d "]);
        assert_eq!(words_before("|", "|"), [""; 0]);
        assert_eq!(words_before("额度 x|", "|"), ["x", "度 x", "额度 x"]);
    }

    #[test]
    fn what_stands_in_quotes_is_one_word_before_a_place() {
        assert_eq!(words_before("the `a b c` is|", "|"), ["is", "a b c` is", "the `a b c` is"]);
        assert_eq!(words_before("the 'a' is|", "|"), ["is", "a' is", "the 'a' is"]);
        let long = format!("the \"{}\" is|", "a ".repeat(MAX_QUOTED));
        assert!(words_before(&long, "|").len() > MAX_QUOTED);
    }

    #[test]
    fn an_apostrophe_begins_no_quote() {
        assert_eq!(words_before("it's don't|", "|"), ["t", "don't", "s don't", "it's don't"]);
    }

    #[test]
    fn a_number_ends_before_a_space_or_a_full_stop_but_no_unit() {
        let ends = |rest: &str| number_ends(rest.as_bytes(), 0);
        for rest in ["", " x", ".", ". x", ", x", ",", ")", "/60", "-x"] {
            assert!(ends(rest), "{rest}");
        }
        for rest in ["s", ".5", ",000", "_x", "é"] {
            assert!(!ends(rest), "{rest}");
        }
    }

    #[test]
    fn letters_end_before_anything_else() {
        assert_eq!(letters(b"ab1", 0), b"ab");
        assert_eq!(letters("abé".as_bytes(), 1), b"b");
        assert_eq!(letters(b"1", 0), b"");
    }

    /// The text with each quoted byte replaced.
    fn masked(text: &str) -> String {
        let mut quotes = Quotes::of(text.as_bytes());
        let mask = |(at, char)| if quotes.contains(at) { '*' } else { char };
        text.char_indices().map(mask).collect()
    }

    #[test]
    fn what_stands_between_two_quotes_of_a_kind_is_quoted() {
        assert_eq!(masked("a 'b' c"), "a *** c");
        assert_eq!(masked("a `b c` \"d\" e"), "a ***** *** e");
        assert_eq!(masked("\"a 'b\" 'c'"), "****** ***");
        assert_eq!(masked("'' a"), "** a");
        assert_eq!(masked("no quotes"), "no quotes");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn a_quote_after_a_letter_opens_nothing() {
        assert_eq!(masked("it's the model's"), "it's the model's");
        assert_eq!(masked("the users' 'a' b"), "the users' *** b");
        assert_eq!(masked("'don't' a"), "******* a");
    }

    #[test]
    fn a_quote_that_is_never_closed_opens_nothing() {
        assert_eq!(masked("a 'b c"), "a 'b c");
        assert_eq!(masked("a 'b \"c\" d"), "a 'b *** d");
        assert_eq!(masked("a \"b 'c `d"), "a \"b 'c `d");
    }

    fn starts(text: &[u8]) -> Vec<usize> {
        let mut starts = Vec::new();
        token_starts(text, |at, bytes| {
            assert_eq!(bytes, eight_bytes(text, at));
            starts.push(at);
        });
        starts
    }

    #[test]
    fn a_word_begins_after_white_space_and_most_punctuation() {
        assert_eq!(starts(b"a b,c(d:e=f?g"), [0, 2, 4, 6, 8, 10, 12]);
        assert_eq!(starts(b"a.b-c/d_e@f'"), [0]);
        assert_eq!(starts(b"  a"), [2]);
        assert_eq!(starts(b""), [0; 0]);
        assert_eq!(starts(b" , "), [0; 0]);
    }

    #[test]
    fn a_word_that_begins_at_the_border_of_a_block_is_found() {
        for border in [BLOCK, 2 * BLOCK] {
            for at in border - 1..=border + 1 {
                let spaces = [&b" ".repeat(at)[..], b"word"].concat();
                assert_eq!(starts(&spaces), [at]);
                let word = [&b"x".repeat(at - 1)[..], b" word and more"].concat();
                assert_eq!(starts(&word), [0, at, at + 5, at + 9]);
                let joined = b"x".repeat(at + 4);
                assert_eq!(starts(&joined), [0]);
            }
        }
    }

    #[test]
    fn a_chinese_character_at_the_border_of_a_block_is_found() {
        for at in BLOCK - 4..=BLOCK + 1 {
            let text = [&b"x".repeat(at)[..], "额度".as_bytes(), b" y"].concat();
            assert_eq!(starts(&text), [0, at, at + 3, at + 7], "{at}");
        }
    }

    #[test]
    fn a_letter_beyond_ascii_at_the_border_of_a_block_begins_a_word() {
        for at in BLOCK - 3..=BLOCK + 1 {
            let text = [&b" ".repeat(at)[..], "é b é".as_bytes()].concat();
            assert_eq!(starts(&text), [at, at + 3, at + 5], "{at}");
        }
    }

    #[test]
    fn eight_bytes_end_with_zeros_after_the_text() {
        assert_eq!(eight_bytes(b"abcdefghi", 0).to_le_bytes(), *b"abcdefgh");
        assert_eq!(eight_bytes(b"abcdefghi", 1).to_le_bytes(), *b"bcdefghi");
        assert_eq!(eight_bytes(b"abcdefghi", 7).to_le_bytes(), *b"hi\0\0\0\0\0\0");
        assert_eq!(eight_bytes(b"ab", 2), 0);
        assert_eq!(eight_bytes(b"ab", 9), 0);
    }
}
