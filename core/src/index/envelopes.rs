//! The envelopes of all providers in one table.

use super::fields::KeySet;
use super::table;
use crate::kind::Provider;
use crate::rules::schema::{EnvelopeRow, MemberTest, envelope};

table!(COUNT, ROWS: [EnvelopeRow], envelopes, envelope(Provider::Groq, &[]));

/// An envelope, as the reader needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope {
    pub(crate) provider: Provider,
    pub(crate) has: &'static [MemberTest],
    pub(crate) lacks: &'static [MemberTest],
}

impl Envelope {
    pub(crate) const fn new(row: &EnvelopeRow) -> Self {
        Self { provider: row.provider, has: row.has, lacks: row.lacks }
    }
}

/// The rows.
pub(crate) static ENVELOPES: [Envelope; COUNT] = {
    let mut envelopes = [Envelope { provider: Provider::Groq, has: &[], lacks: &[] }; COUNT];
    let mut row = 0;
    while row < COUNT {
        envelopes[row] = Envelope::new(&ROWS[row]);
        row += 1;
    }
    envelopes
};

/// The keys that each envelope has.
pub(crate) static KEYS: [KeySet; COUNT] = {
    let mut sets = [KeySet::EMPTY; COUNT];
    let mut row = 0;
    while row < COUNT {
        let mut test = 0;
        while test < ROWS[row].has.len() {
            sets[row].add(ROWS[row].has[test].key);
            test += 1;
        }
        row += 1;
    }
    sets
};
