//! Messages that a provider documents word for word: one row per sentence they begin with.
//!
//! They are read without a look at each word, since most rate limits are told in them. All that
//! they tell the phrases tell as well, which a test holds them to.

use super::Rule;
use super::phrases;

/// A message of the form `begins … on COUNTS (ACRONYM): Limit N, Used N, Requested N`, where the
/// used number may be left out, and a delay may follow.
#[derive(Debug)]
pub(crate) struct Form {
    /// The words that it begins with.
    pub(crate) begins: &'static str,
    /// What they mean.
    pub(crate) rule: &'static Rule,
    /// Where it is documented.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by those who check the rows"))]
    pub(crate) source: &'static str,
}

/// The rows.
pub(crate) static FORMS: &[Form] = &[
    Form {
        begins: "Rate limit reached for model ",
        rule: phrases::rule("phrase/rate_limit"),
        source: "console.groq.com/docs/rate-limits",
    },
    Form {
        begins: "Request too large for model ",
        rule: phrases::rule("phrase/too_large"),
        source: "console.groq.com/docs/rate-limits",
    },
];
