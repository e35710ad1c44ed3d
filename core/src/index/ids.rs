//! The names of the rules, in one text. A rule has the place of its name there and no pointer, so that
//! nothing has to be relocated when the library is loaded.

use super::TextBuilder;
use super::name_map::{byte, same_bytes, short};
use crate::rules::failures;
use crate::rules::schema::{CodeRow, StatusRow};
use crate::rules::wordings::FAMILIES;
use crate::rules::{ALL, BY_VALUES};

/// The name of a rule: its place in the text of all names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RuleId {
    start: u16,
    len: u8,
}

const CODE: &str = "code/";
const PHRASE: &str = "phrase/";
const STATUS: &str = "status/";

impl RuleId {
    /// No name.
    pub(crate) const NONE: Self = Self::at(0);

    /// Where the names of the codes, of the families, of the statuses and of the failures start.
    pub(crate) const CODES: Self = Self::at(0);
    pub(crate) const PHRASES: Self = Self::at(COLLECTED.ends[0]);
    pub(crate) const STATUSES: Self = Self::at(COLLECTED.ends[1]);
    pub(crate) const FAILURES: Self = Self::at(COLLECTED.ends[2]);

    const fn at(start: usize) -> Self {
        Self { start: short(start), len: 0 }
    }

    /// The name of some length that follows this one.
    const fn next(self, len: usize) -> Self {
        Self { start: short(self.start as usize + self.len as usize), len: byte(len) }
    }

    /// The name of a row of the codes that follows this one.
    pub(crate) const fn code(self, row: &CodeRow) -> Self {
        self.next(CODE.len() + row.name.len())
    }

    /// The name of a family that follows this one.
    pub(crate) const fn phrase(self, family: &str) -> Self {
        self.next(PHRASE.len() + family.len())
    }

    /// The names of a row of the statuses that follow this one: for the status of the response, and for
    /// one that its body states.
    pub(crate) const fn statuses(self, row: &StatusRow) -> [Self; 2] {
        let of_response = self.next(STATUS.len() + row.name.len());
        [of_response, of_response.next(CODE.len() + row.name.len())]
    }

    /// The name of a failure that follows this one.
    pub(crate) const fn failure(self, name: &str) -> Self {
        self.next(name.len())
    }

    /// The name of a rule that no row has.
    pub(crate) const fn of_values(name: &str) -> Self {
        let (mut id, mut at) = (Self::at(COLLECTED.ends[3]), 0);
        loop {
            assert!(at < BY_VALUES.len(), "the name of a rule is not collected");
            id = id.next(BY_VALUES[at].0.len());
            if same_bytes(BY_VALUES[at].0.as_bytes(), name.as_bytes()) {
                return id;
            }
            at += 1;
        }
    }

    /// The last bytes of the name.
    #[inline]
    pub(crate) fn last(self, len: u8) -> &'static [u8] {
        let end = usize::from(self.start) + usize::from(self.len);
        BYTES.get(end.wrapping_sub(usize::from(len))..end).unwrap_or_default()
    }

    /// The name.
    pub(crate) fn name(self) -> &'static str {
        let start = usize::from(self.start);
        TEXT.get(start..start + usize::from(self.len)).unwrap_or_default()
    }
}

/// The longest text of names.
const MAX: usize = 0x7FFF;

/// How many tables have rules.
const TABLES: usize = 4;

struct Names {
    text: TextBuilder<MAX>,
    /// Where the names of each table end.
    ends: [usize; TABLES],
}

const COLLECTED: Names = {
    let (mut text, mut ends) = (TextBuilder::<MAX>::new(), [0; TABLES]);
    let (mut provider, mut row) = (0, 0);
    while provider < ALL.len() {
        let codes = ALL[provider].codes;
        while row < codes.len() {
            text = text.push(CODE).push(codes[row].name);
            row += 1;
        }
        (provider, row) = (provider + 1, 0);
    }
    ends[0] = text.len;
    while row < FAMILIES.len() {
        if FAMILIES[row].decides() {
            text = text.push(PHRASE).push(FAMILIES[row].name);
        }
        row += 1;
    }
    ends[1] = text.len;
    (provider, row) = (0, 0);
    while provider < ALL.len() {
        let statuses = ALL[provider].statuses;
        while row < statuses.len() {
            text = text.push(STATUS).push(statuses[row].name);
            text = text.push(CODE).push(statuses[row].name);
            row += 1;
        }
        (provider, row) = (provider + 1, 0);
    }
    ends[2] = text.len;
    while row < failures::ROWS.len() {
        text = text.push(failures::ROWS[row].id);
        row += 1;
    }
    ends[3] = text.len;
    row = 0;
    while row < BY_VALUES.len() {
        text = text.push(BY_VALUES[row].0);
        row += 1;
    }
    Names { text, ends }
};

static BYTES: [u8; COLLECTED.text.len] = *COLLECTED.text.bytes.first_chunk().expect("as many");

static TEXT: &str = match core::str::from_utf8(&BYTES) {
    Ok(text) => text,
    Err(_) => panic!("the names are text"),
};
