//! GitHub: Models and Copilot.

use crate::kind::Kind::{ContentPolicy, ContextLengthExceeded, ModelNotFound, Overloaded, PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const COPILOT: Source = page("docs.github.com/copilot");
pub(crate) const MODELS: Source = page("docs.github.com/github-models");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[COPILOT, MODELS],
    codes: &[
        code("unknown_model", ModelNotFound).source(MODELS),
        code("unavailable_model", ModelNotFound).source(MODELS),
        code("model_not_supported", ModelNotFound).source(MODELS),
        code("tokens_limit_reached", RequestTooLarge).source(MODELS),
        code("RateLimitReached", RateLimited).limit().source(MODELS),
        code("no_access", PermissionDenied).source(MODELS),
        code("model_max_prompt_tokens_exceeded", ContextLengthExceeded).source(COPILOT),
        code("user_model_rate_limited", RateLimited).source(COPILOT),
        code("user_global_rate_limited", RateLimited).source(COPILOT),
        code("user_weekly_rate_limited", RateLimited).source(COPILOT),
        code("integration_rate_limited", RateLimited).source(COPILOT),
        code("free_quota_exceeded", QuotaExhausted).source(COPILOT),
        code("upstream_provider_rate_limit", Overloaded).source(COPILOT),
        code("off_topic", ContentPolicy).source(COPILOT),
        code("overage_limit_reached", QuotaExhausted).source(COPILOT),
        code("additional_spend_limit_reached", QuotaExhausted).source(COPILOT),
        code("billing_not_configured", QuotaExhausted).source(COPILOT),
    ],
    ..ProviderRules::NONE
};
