//! What each documented `code` or `type` means: one row per word.

use super::Rule;
use super::statuses::{Status, Weight};
use crate::kind::{Kind, Provider};
use crate::table::{Table, column, slots};

/// How much a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// More than any status.
    More,
    /// That some limit was hit: its numbers and the words of the message say which, and so does a
    /// status that means one thing only.
    Limit,
    /// No more than an HTTP status of its kind.
    Status,
}

/// A code.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) word: &'static str,
    pub(crate) rule: Rule,
    pub(crate) says: Says,
    /// Who answers, where only one provider sends it.
    pub(crate) provider: Option<Provider>,
}

impl Code {
    /// Whether a code that is not specific says more than a status does.
    pub(crate) fn says_more_than(&self, status: &Status) -> bool {
        let other_class = self.rule.kind.is_server_error() != status.is_server_error();
        match (status.weight, self.says) {
            (Weight::None, _) => true,
            (Weight::Plain, Says::Status) => other_class,
            (Weight::Plain, _) => self.rule.kind != status.kind(),
            (Weight::Precise, _) => false,
        }
    }
}

/// `code!("word", Kind, source)`, then any of `says Limit`, `says Status`, `by Provider`,
/// `action "what to do"`.
macro_rules! code {
    ($word:literal, $kind:ident, $source:expr $(, $mark:ident $value:tt)* $(,)?) => {{
        #[allow(unused_mut)]
        let mut row = Code {
            word: $word,
            rule: Rule {
                id: concat!("code/", $word),
                kind: Kind::$kind,
                evidence: concat!("the code or type `", $word, "`"),
                source: $source,
                action: None,
            },
            says: Says::More,
            provider: None,
        };
        $(code!(@set row $mark $value);)*
        row
    }};
    (@set $row:ident says $says:ident) => { $row.says = Says::$says };
    (@set $row:ident by $provider:ident) => { $row.provider = Some(Provider::$provider) };
    (@set $row:ident action $action:literal) => { $row.rule.action = Some($action) };
}

const ERRORS: &str = "console.groq.com/docs/errors";
const LIMITS: &str = "console.groq.com/docs/rate-limits";
const OPENAI: &str = "platform.openai.com/docs/guides/error-codes";
const ANTHROPIC: &str = "docs.anthropic.com/en/api/errors";

/// The rows.
pub(crate) static CODES: &[Code] = &[
    // Groq's own.
    code!("tool_use_failed", GenerationFailed, "console.groq.com/docs/tool-use", by Groq,
        action "Send it again, a few times at most; if it persists, simplify the tools or the prompt, or lower the temperature."),
    code!("json_validate_failed", GenerationFailed, "console.groq.com/docs/structured-outputs", by Groq,
        action "Send it again, a few times at most; if it persists, simplify the schema or the prompt."),
    code!("output_parse_failed", GenerationFailed, "seen from gpt-oss models on api.groq.com",
        action "Send it again, a few times at most; if it persists, simplify the tools or the prompt."),
    code!("model_decommissioned", ModelNotFound, "console.groq.com/docs/deprecations", by Groq,
        action "Move to the replacement that the provider's deprecation page names: this model is retired."),
    code!("model_terms_required", PermissionDenied, "console.groq.com/docs/models", by Groq,
        action "Have an administrator of the organisation accept the model's terms."),
    code!("model_permission_blocked_org", PermissionDenied, "console.groq.com/docs/model-permissions", by Groq,
        action "Have an administrator enable the model in the organisation's settings, or use another model."),
    code!("model_permission_blocked_project", PermissionDenied, "console.groq.com/docs/model-permissions", by Groq,
        action "Have an administrator enable the model in the project's settings, or use another model."),
    code!("organization_restricted", PermissionDenied, ERRORS, by Groq,
        action "Ask the provider's support why the organisation is restricted."),
    code!("blocked_api_access", QuotaExhausted, "console.groq.com/docs/spend-limits", by Groq,
        action "Raise the spend limit, or wait for the next billing period: the organisation has reached it."),
    code!("spend_limit_reached", QuotaExhausted, "console.groq.com/docs/spend-limits", by Groq,
        action "Raise the spend limit or its alert threshold: the organisation has reached it."),
    code!("capacity_exceeded", Overloaded, "console.groq.com/docs/flex-processing",
        action "Try again later with exponential backoff, or send it under another service tier."),
    // Those that Groq shares with others.
    code!("rate_limit_exceeded", RateLimited, LIMITS, says Limit),
    code!("request_too_large", RequestTooLarge, ERRORS),
    code!("context_length_exceeded", ContextLengthExceeded, OPENAI),
    code!("model_not_found", ModelNotFound, ERRORS),
    code!("invalid_api_key", Authentication, ERRORS),
    code!("expired_api_key", Authentication, ERRORS),
    code!("unknown_url", NotFound, ERRORS),
    code!("insufficient_quota", QuotaExhausted, OPENAI),
    // Those that say no more than their status.
    code!("invalid_request_error", InvalidRequest, ERRORS, says Status),
    code!("internal_server_error", InternalError, ERRORS, says Status),
    code!("service_unavailable", ServiceUnavailable, ERRORS, says Status),
    code!("server_error", InternalError, OPENAI, says Status),
    code!("api_error", InternalError, ANTHROPIC, says Status),
    code!("rate_limit_error", RateLimited, ANTHROPIC, says Status),
    code!("authentication_error", Authentication, ANTHROPIC, says Status),
    code!("permission_error", PermissionDenied, ANTHROPIC, says Status),
    code!("permissions_error", PermissionDenied, "console.groq.com/docs/model-permissions", says Status),
    code!("not_found_error", NotFound, ANTHROPIC, says Status),
];

/// The field that only an error of a failed generation has.
pub(crate) static FAILED_GENERATION: Rule = Rule {
    id: "code/failed_generation",
    kind: Kind::GenerationFailed,
    evidence: "the field `failed_generation`",
    source: "console.groq.com/docs/tool-use",
    action: None,
};

const COUNT: usize = CODES.len();

static WORDS: [&str; COUNT] = column!(CODES, word);

static TABLE: Table<{ slots(COUNT) }> = Table::new(&WORDS);

/// The row for a word.
pub(crate) fn find(word: &[u8]) -> Option<&'static Code> {
    TABLE.find(&WORDS, word).map(|row| &CODES[row])
}
