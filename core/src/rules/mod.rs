//! The rules, as rows of tables: each row is a fact about responses, with its source.
//!
//! `providers/` has one file for each provider, with its codes, headers, members and addresses.
//! Their order does not matter. `wordings/` has the families of wordings in messages. Their order
//! decides. `common.rs` has the rows that no single provider owns. `schema/` explains the types
//! of rows.

pub(crate) mod common;
pub(crate) mod failures;
pub(crate) mod google_quotas;
pub(crate) mod limit_values;
#[cfg(feature = "logs")]
pub(crate) mod logs;
pub(crate) mod providers;
pub(crate) mod schema;
pub(crate) mod sdk;
pub(crate) mod sentences;
pub(crate) mod streams;
pub(crate) mod telemetry;
pub(crate) mod wordings;

use providers::PROVIDERS;
use schema::{ProviderRules, Source};

/// Every table of rows. Groq's come first, then those of nobody in particular: if two members of
/// one object hold the same field, the first row counts.
pub(crate) const ALL: [&ProviderRules; PROVIDERS.len() + 1] = {
    let mut all = [&common::RULES; PROVIDERS.len() + 1];
    all[0] = PROVIDERS[0];
    let mut provider = 1;
    while provider < PROVIDERS.len() {
        all[provider + 1] = PROVIDERS[provider];
        provider += 1;
    }
    all
};

/// What to do if a request alone exceeds a limit, or if a limit is 0: see `decide/number.rs`.
pub(crate) const ASK_FOR_LESS: &str = "Ask for less in one request (fewer tokens, a lower token maximum), or use a model or plan with a higher limit: waiting will not help.";
pub(crate) const USE_ANOTHER: &str =
    "Use another model or plan: this one allows none of this at all.";

/// What to do about a stream that broke off: see `stream/telling.rs`.
pub(crate) const BROKE_OFF: &str = "The stream ended before the answer was whole: discard what came, and retry with exponential backoff.";

/// The actions of rules that are decided by values rather than by a row.
pub(crate) const ACTIONS_BY_VALUES: [&str; 3] = [ASK_FOR_LESS, USE_ANOTHER, BROKE_OFF];

/// What each rule looks for that is decided by values rather than by a row.
pub(crate) const BY_VALUES: [(&str, &str); 8] = [
    ("code/failed_generation", "the field `failed_generation`"),
    ("numbers/requested_over_limit", "the request alone asks for more than the limit allows"),
    ("numbers/limit_zero", "the limit is 0"),
    ("numbers/limit_of_a_month", "the limit that was hit counts over a month"),
    (
        "numbers/limit_that_resets",
        "what is used up resets by itself, after the stated time or window",
    ),
    (
        "numbers/text_over_length",
        "a text or a list is longer than the stated length, which is one of content",
    ),
    ("status/error_in_2xx", "an error in the body of a 2xx response"),
    ("stream/cut_off", "a stream that ended before any mark of a whole answer"),
];

/// The sources of rules that are decided by values rather than by a row: see `decide/` and
/// `failure.rs`.
pub(crate) const DECIDED_BY_VALUES: [Source; 6] = [
    providers::groq::RATE_LIMITS,
    providers::groq::TOOL_USE,
    providers::openai::ERRORS,
    common::IN_SUCCESS,
    common::CLIENTS,
    streams::CUT_OFF,
];
