//! Finds the row of a finish reason. The rows have no pointers, so that nothing has to be relocated
//! when the library is loaded.

use super::TextBuilder;
use crate::rules::schema::ReasonAs;
use crate::rules::streams::REASONS;

const LEN: usize = {
    let (mut len, mut row) = (0, 0);
    while row < REASONS.len() {
        assert!(!REASONS[row].source.text.is_empty(), "a row has no source");
        len += REASONS[row].word.len() + REASONS[row].code.len();
        row += 1;
    }
    len
};

/// A finish reason: where its word and the code that it means end in the text of all of them.
#[derive(Clone, Copy)]
struct Row {
    word_end: u16,
    code_end: u16,
    /// 0 if there is none.
    number: u8,
    counts_as: ReasonAs,
}

#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const TABLE: ([Row; REASONS.len()], [u8; LEN]) = {
    assert!(LEN < u16::MAX as usize, "too many reasons");
    let empty = Row { word_end: 0, code_end: 0, number: 0, counts_as: ReasonAs::Code };
    let (mut rows, mut text) = ([empty; REASONS.len()], TextBuilder::<LEN>::new());
    let (mut end, mut row) = (0, 0);
    while row < REASONS.len() {
        let reason = REASONS[row];
        text = text.push(reason.word).push(reason.code);
        let word_end = end + reason.word.len();
        end = word_end + reason.code.len();
        let number = match reason.number {
            Some(number) => number,
            None => 0,
        };
        rows[row] = Row {
            word_end: word_end as u16,
            code_end: end as u16,
            number,
            counts_as: reason.counts_as,
        };
        row += 1;
    }
    (rows, text.bytes)
};

static ROWS: [Row; REASONS.len()] = TABLE.0;
static TEXT: [u8; LEN] = TABLE.1;

/// What a row says of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReasonMeaning {
    pub(crate) counts_as: ReasonAs,
    /// The code to look up.
    pub(crate) code: &'static [u8],
    /// Whether that code is the reason itself.
    pub(crate) is_code: bool,
}

/// Whether two reasons are the same, in capitals or not, with either separator.
fn same(word: &[u8], known: &[u8]) -> bool {
    let plain = |byte: &u8| if *byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    word.len() == known.len() && word.iter().map(plain).eq(known.iter().map(plain))
}

/// The row of a reason that is an error: a word, or the number that stands for one.
pub(crate) fn find(word: &[u8], is_number: bool) -> Option<ReasonMeaning> {
    let number = if is_number { std::str::from_utf8(word).ok()?.parse().ok()? } else { 0u8 };
    let mut start = 0;
    ROWS.iter().find_map(|row| {
        let (word_end, code_end) = (usize::from(row.word_end), usize::from(row.code_end));
        let (known, code) = (&TEXT[start..word_end], &TEXT[word_end..code_end]);
        start = code_end;
        let is_same = match known.strip_prefix(b"*") {
            _ if is_number => number != 0 && row.number == number,
            Some(end) => word.len() > end.len() && same(&word[word.len() - end.len()..], end),
            None => same(word, known),
        };
        let is_code = !is_number && code == known;
        is_same.then_some(ReasonMeaning { counts_as: row.counts_as, code, is_code })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_found_by_its_word_its_number_or_its_end() {
        for row in REASONS {
            let word = row.word.replace('*', "overloaded");
            let found = find(word.as_bytes(), false).expect("a row");
            assert_eq!(found.counts_as, row.counts_as, "{word}");
            if let Some(number) = row.number {
                let found = find(number.to_string().as_bytes(), true).expect("a row");
                assert_eq!(found.code, row.code.as_bytes());
            }
        }
        for (word, is_number) in
            [("stop", false), ("SAFE", false), ("0", true), ("1", true), ("3", false)]
        {
            assert_eq!(find(word.as_bytes(), is_number), None, "{word}");
        }
    }
}
