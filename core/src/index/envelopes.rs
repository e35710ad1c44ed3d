//! The envelopes of all providers in one table.

use super::table;
use crate::kind::Provider;
use crate::rules::schema::{EnvelopeRow, envelope};

table!(COUNT, ROWS: [EnvelopeRow], envelopes, envelope(Provider::Groq, &[]));

/// The rows.
pub(crate) static ENVELOPES: [EnvelopeRow; COUNT] = ROWS;
