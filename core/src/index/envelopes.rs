//! The envelopes of all providers in one table.

use super::fields::KeySet;
use super::table;
use crate::kind::Provider;
use crate::rules::schema::{EnvelopeRow, envelope};

table!(COUNT, ROWS: [EnvelopeRow], envelopes, envelope(Provider::Groq, &[]));

/// The rows.
pub(crate) static ENVELOPES: [EnvelopeRow; COUNT] = ROWS;

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
