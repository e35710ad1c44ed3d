//! GitHub: Models and Copilot.

use crate::kind::Kind::{
    ContentPolicy, ContextLengthExceeded, InvalidRequest, ModelNotFound, Overloaded,
    PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge,
};
use crate::kind::Provider::Github;
use crate::rules::schema::{
    Bucket, BucketPart, HeaderMeaning, ProviderRules, Source, bucket_header, code, header, host,
    page, provider_header, seen,
};

pub(crate) const COPILOT: Source = page(
    "github.com/microsoft/vscode/blob/main/extensions/copilot/src/platform/\
    chat/common/commonTypes.ts",
);
pub(crate) const MODELS: Source = page("docs.github.com/en/github-models");
pub(crate) const COPILOT_FETCHER: Source = page(
    "github.com/microsoft/vscode-copilot-chat/blob/main/src/extension/prompt/\
    node/chatMLFetcher.ts",
);
pub(crate) const MODELS_PROXY: Source = page(
    "github.com/router-for-me/CLIProxyAPI/blob/main/sdk/cliproxy/auth/\
    conductor_cooldown.go",
);
pub(crate) const QUOTA_HEADERS: Source = page(
    "github.com/microsoft/vscode/blob/main/extensions/copilot/src/platform/chat/common/\
    chatQuotaServiceImpl.ts",
);
pub(crate) const HEADERS: Source = seen("GitHub: response header");
pub(crate) const ERROR_CODE: Source = seen("GitHub Models: error.code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Github),
    sources: &[COPILOT, MODELS],
    codes: &[
        code("model_overloaded", Overloaded).source(page(
            "github.com/microsoft/vscode-copilot-chat/blob/main/src/platform/chat/\
            common/commonTypes.ts",
        )),
        code("bad_request", InvalidRequest).class().source(COPILOT_FETCHER),
        code("quota_exceeded", QuotaExhausted).used_up().source(COPILOT),
        code("unknown_model", ModelNotFound).source(MODELS_PROXY),
        code("unavailable_model", ModelNotFound).source(ERROR_CODE),
        code("model_not_supported", ModelNotFound).source(MODELS_PROXY),
        code("unsupported_api_for_model", InvalidRequest)
            .only(Github)
            .source(page("github.com/router-for-me/CLIProxyAPIPlus/issues/41")),
        code("tokens_limit_reached", RequestTooLarge)
            .only(Github)
            .source(page("github.com/tashfeenahmed/freellmapi/issues/426")),
        code("RateLimitReached", RateLimited)
            .limit()
            .source(page("github.com/dotnet/extensions/issues/6136")),
        code("no_access", PermissionDenied).source(ERROR_CODE),
        code("model_max_prompt_tokens_exceeded", ContextLengthExceeded)
            .only(Github)
            .source(seen("GitHub Copilot: error.code")),
        code("user_model_rate_limited", RateLimited).only(Github).source(COPILOT),
        code("user_global_rate_limited", RateLimited).only(Github).source(COPILOT),
        code("user_weekly_rate_limited", RateLimited).only(Github).source(COPILOT),
        code("agent_mode_limit_exceeded", RateLimited).only(Github).source(COPILOT),
        code("integration_rate_limited", RateLimited).source(COPILOT),
        code("free_quota_exceeded", QuotaExhausted).source(COPILOT),
        code("upstream_provider_rate_limit", Overloaded).source(COPILOT),
        code("off_topic", ContentPolicy).source(COPILOT_FETCHER),
        code("overage_limit_reached", QuotaExhausted).source(COPILOT),
        code("additional_spend_limit_reached", QuotaExhausted).source(seen("Copilot: error.code")),
        code("billing_not_configured", QuotaExhausted).source(COPILOT_FETCHER),
    ],
    headers: &[
        header("x-github-request-id", HeaderMeaning::RequestId).only(Github).source(HEADERS),
        header("x-copilot-service-request-id", HeaderMeaning::RequestId)
            .only(Github)
            .source(HEADERS),
        provider_header("x-quota-snapshot-chat", Github).source(QUOTA_HEADERS),
        provider_header("x-quota-snapshot-premium_models", Github).source(QUOTA_HEADERS),
        provider_header("x-quota-snapshot-premium_interactions", Github).source(QUOTA_HEADERS),
        provider_header("x-usage-ratelimit-session", Github).source(QUOTA_HEADERS),
        provider_header("x-usage-ratelimit-weekly", Github).source(QUOTA_HEADERS),
        bucket_header("x-ratelimit-timeremaining", Bucket::Bare, BucketPart::Reset)
            .source(seen("GitHub Models: response header")),
    ],
    marks: &[
        host("models.github.ai", Github).source(COPILOT),
        host("githubcopilot.com", Github).source(COPILOT),
        host("aka.ms/github-copilot", Github).source(COPILOT),
        host("docs.github.com/en/copilot", Github).source(MODELS),
        host("docs.github.com/en/github-models", Github).source(MODELS),
    ],
    ..ProviderRules::NONE
};
