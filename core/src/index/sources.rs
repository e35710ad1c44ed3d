//! The sources of the rules, each with a number.

use super::name_map::same_bytes;
use crate::rule::SourceId;
use crate::rules::schema::{Source, page};
use crate::rules::{ALL, DECIDED_BY_VALUES, wordings::FAMILIES};

/// How many sources there may be.
const MAX: usize = 1024;

struct Sources {
    list: [Source; MAX],
    len: usize,
}

impl Sources {
    const fn add(mut self, source: Source) -> Self {
        assert!(!source.text.is_empty(), "a row has no source");
        if position(&self.list, self.len, source.text) == self.len {
            assert!(self.len < MAX, "too many sources");
            self.list[self.len] = source;
            self.len += 1;
        }
        self
    }
}

/// The position of a source among the first ones of a list, or their number if it is not there.
const fn position(list: &[Source], len: usize, text: &str) -> usize {
    let mut at = 0;
    while at < len {
        if same_bytes(list[at].text.as_bytes(), text.as_bytes()) {
            return at;
        }
        at += 1;
    }
    len
}

const COLLECTED: Sources = {
    let mut sources = Sources { list: [page(""); MAX], len: 0 };
    let mut at = 0;
    while at < DECIDED_BY_VALUES.len() {
        sources = sources.add(DECIDED_BY_VALUES[at]);
        at += 1;
    }
    let mut provider = 0;
    while provider < ALL.len() {
        let (codes, statuses) = (ALL[provider].codes, ALL[provider].statuses);
        let mut row = 0;
        while row < codes.len() {
            sources = sources.add(codes[row].source);
            row += 1;
        }
        row = 0;
        while row < statuses.len() {
            sources = sources.add(statuses[row].source);
            row += 1;
        }
        provider += 1;
    }
    let mut family = 0;
    while family < FAMILIES.len() {
        sources = sources.add(FAMILIES[family].wordings[0].source);
        family += 1;
    }
    sources
};

static SOURCES: [Source; COLLECTED.len] = *COLLECTED.list.first_chunk().expect("as many");

/// The number of the source of a rule.
#[expect(clippy::cast_possible_truncation, reason = "there are no more than 1024 sources")]
pub(crate) const fn id(source: Source) -> SourceId {
    let position = position(&COLLECTED.list, COLLECTED.len, source.text);
    assert!(position < COLLECTED.len, "the source of a rule is not collected");
    SourceId(position as u16)
}

/// The source with this number.
pub(crate) fn source(id: SourceId) -> &'static Source {
    &SOURCES[usize::from(id.0)]
}
