//! OpenAI.

use crate::kind::Kind::{
    Authentication, Conflict, ContentPolicy, ContextLengthExceeded, InvalidRequest, ModelNotFound,
    NotFound, Overloaded, PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge, Timeout,
};
use crate::kind::Provider::Openai;
use crate::kind::{Advice, Fault, Scope};
use crate::remedies::Remedy;
use crate::rules::schema::{
    Bucket, BucketPart, ProviderRules, Source, bucket, bucket_header, code, host, page,
    provider_header, seen,
};

pub(crate) const CODEX: Source =
    page("github.com/openai/codex/blob/main/codex-rs/codex-api/src/api_bridge.rs");
pub(crate) const ERRORS: Source = page("developers.openai.com/api/docs/guides/error-codes");
pub(crate) const IMAGES: Source = page("github.com/openai/openai-openapi/blob/main/openapi.yaml");
pub(crate) const RATE_LIMITS: Source = page("developers.openai.com/api/docs/guides/rate-limits");
pub(crate) const ERROR_CODE: Source = seen("OpenAI: error.code");
pub(crate) const CHATGPT: Source = seen("ChatGPT backend: error.code");
pub(crate) const REPORTED: Source = page("github.com/nalgeon/pokitoki/issues/42");
pub(crate) const ONE_API: Source =
    page("github.com/songquanpeng/one-api/blob/main/monitor/manage.go");
pub(crate) const CODEX_LOGIN: Source =
    page("github.com/openai/codex/blob/main/codex-rs/login/src/auth/manager.rs");
pub(crate) const CODEX_LIMITS: Source =
    page("github.com/openai/codex/blob/main/codex-rs/codex-api/src/rate_limits.rs");
pub(crate) const RESPONSE_HEADERS: Source = seen("OpenAI: response header");
pub(crate) const SPEND_LIMITS: Source = page("developers.openai.com/api/docs/guides/spend-limits");
pub(crate) const WEBSOCKETS: Source = page("developers.openai.com/api/docs/guides/websocket-mode");
pub(crate) const REALTIME: Source = page("github.com/livekit/agents/pull/1122");
pub(crate) const RECORDING: Source = page(
    "github.com/pydantic/pydantic-ai/blob/main/tests/cassettes/test_vercel_ai/\
    test_run.yaml",
);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Openai),
    sources: &[CODEX, ERRORS, IMAGES, RATE_LIMITS, WEBSOCKETS, REALTIME],
    codes: &[
        code("rate_limit_exceeded", RateLimited).limit().source(IMAGES),
        code("context_length_exceeded", ContextLengthExceeded).source(page(
            "github.com/openai/codex/blob/main/codex-rs/codex-api/src/sse/responses.rs",
        )),
        code("model_not_found", ModelNotFound)
            .source(page("github.com/lobehub/lobehub/issues/3367")),
        code("invalid_api_key", Authentication).source(ONE_API),
        code("invalid_organization", Authentication).source(ERROR_CODE),
        code("invalid_issuer", Authentication).source(ERROR_CODE),
        code("mismatched_organization", Authentication)
            .source(page("github.com/microsoft/foundry-dev-tools/issues/262")),
        code("mismatched_project", Authentication).source(ERROR_CODE),
        code("token_expired", Authentication).source(page(
            "github.com/router-for-me/CLIProxyAPI/blob/main/internal/auth/codex/\
            errors.go",
        )),
        code("token_invalidated", Authentication).source(CHATGPT),
        code("token_revoked", Authentication).source(CHATGPT),
        code("refresh_token_expired", Authentication).source(CODEX_LOGIN),
        code("refresh_token_invalidated", Authentication).source(CODEX_LOGIN),
        code("refresh_token_reused", Authentication).source(CODEX_LOGIN),
        code("unknown_url", NotFound).source(page("github.com/nomic-ai/gpt4all/issues/3214")),
        code("previous_response_not_found", NotFound).source(page(
            "github.com/microsoft/vscode-copilot-chat/blob/main/src/extension/prompt/\
            node/chatMLFetcher.ts",
        )),
        code("rate_limit_does_not_exist_for_org_and_model", NotFound)
            .source(page("github.com/openai/openai-python/issues/2755")),
        code("insufficient_quota", QuotaExhausted).source(ERRORS),
        code("credit_balance_exhausted", QuotaExhausted).source(ERRORS),
        code("organization_spend_limit_exceeded", QuotaExhausted).source(SPEND_LIMITS),
        code("project_spend_limit_exceeded", QuotaExhausted).source(SPEND_LIMITS),
        code("organization_usage_limit_exceeded", QuotaExhausted).source(page(
            "learn.microsoft.com/microsoft-cloud/dev/dev-proxy/concepts/openai-\
            insufficient-quota",
        )),
        code("billing_limit_user_error", QuotaExhausted).source(seen("OpenAI images: error.code")),
        code("billing_hard_limit_reached", QuotaExhausted)
            .only(Openai)
            .source(page("github.com/all-in-aigc/aiwallpaper/issues/2")),
        code("usage_not_included", QuotaExhausted).source(CODEX),
        code("usage_limit_reached", QuotaExhausted).used_up().source(CODEX),
        code("account_deactivated", PermissionDenied).source(ONE_API),
        code("no_organization", PermissionDenied).source(ERROR_CODE),
        code("access_terminated", PermissionDenied).source(ERROR_CODE),
        code("not_authorized_invalid_project", PermissionDenied)
            .source(seen("OpenAI: error.code, archived project")),
        code("ip_not_authorized", PermissionDenied).source(ERROR_CODE),
        code("data_residency_mismatch", PermissionDenied).source(IMAGES),
        code("unsupported_country_region_territory", PermissionDenied)
            .scope(Scope::Provider, &[Remedy::OtherProvider])
            .action("Use a provider that serves this country or region, or call from one that this provider serves.")
            .source(REPORTED),
        code("content_policy_violation", ContentPolicy).source(page(
            "github.com/OpenRouterTeam/typescript-sdk/blob/main/src/models/\
            apierrortype.ts",
        )),
        code("moderation_blocked", ContentPolicy)
            .source(page("github.com/jeffstric/ZJT/issues/480")),
        code("bio_policy", ContentPolicy).source(IMAGES),
        code("misalignment_policy_violation", ContentPolicy).source(ERROR_CODE),
        code("image_content_policy_violation", ContentPolicy).source(IMAGES),
        code("cyber_policy", ContentPolicy).only(Openai).source(CODEX),
        code("image_too_large", RequestTooLarge).source(IMAGES),
        code("image_file_too_large", RequestTooLarge).source(IMAGES),
        code("server_is_overloaded", Overloaded).source(ERRORS),
        code("slow_down", Overloaded).source(ERRORS),
        code("vector_store_timeout", Timeout).source(IMAGES),
        code("websocket_connection_limit_reached", Timeout)
            .fault(Fault::Caller)
            .advice(Advice::Now)
            .scope(Scope::Request, &[])
            .action("Open another connection, and send the request again.")
            .source(WEBSOCKETS),
        code("session_expired", Timeout)
            .fault(Fault::Caller)
            .advice(Advice::Now)
            .scope(Scope::Request, &[])
            .action("Open another session, and send the request again.")
            .source(REALTIME),
        code("batch_expired", Timeout).source(IMAGES),
        code("conversation_locked", Conflict).source(seen("OpenAI Responses: error.code")),
        code("conversation_already_has_active_response", Conflict)
            .source(page("github.com/openai/openai-agents-python/issues/1466")),
        code("image_file_not_found", NotFound).source(IMAGES),
        code("failed_to_download_image", InvalidRequest).source(IMAGES),
        code("invalid_image_url", InvalidRequest).source(IMAGES),
        code("invalid_image_format", InvalidRequest).source(IMAGES),
        code("invalid_base64_image", InvalidRequest).source(IMAGES),
        code("image_too_small", InvalidRequest).source(IMAGES),
        code("image_parse_error", InvalidRequest).source(IMAGES),
        code("invalid_image_mode", InvalidRequest).source(IMAGES),
        code("unsupported_image_media_type", InvalidRequest).source(IMAGES),
        code("empty_image_file", InvalidRequest).source(IMAGES),
        code("request_forbidden", PermissionDenied).generic().source(REPORTED),
        code("deactivated_workspace", PermissionDenied)
            .source(seen("ChatGPT backend: detail.code with 402")),
    ],
    headers: &[
        bucket_header("x-codex-primary-used-percent", Bucket::Primary, BucketPart::Percent)
            .only(Openai)
            .source(CODEX_LIMITS),
        bucket_header("x-codex-primary-reset-after-seconds", Bucket::Primary, BucketPart::Reset)
            .only(Openai)
            .source(seen("older Codex; now x-codex-primary-reset-at")),
        bucket_header("x-codex-secondary-used-percent", Bucket::Secondary, BucketPart::Percent)
            .only(Openai)
            .source(CODEX_LIMITS),
        bucket_header(
            "x-codex-secondary-reset-after-seconds",
            Bucket::Secondary,
            BucketPart::Reset,
        )
        .only(Openai)
        .source(seen("older Codex; now x-codex-secondary-reset-at")),
        provider_header("openai-organization", Openai).source(RECORDING),
        provider_header("openai-project", Openai).source(RECORDING),
        provider_header("openai-version", Openai).source(RECORDING),
        provider_header("openai-processing-ms", Openai).source(RECORDING),
        provider_header("x-openai-authorization-error", Openai).source(CODEX),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-project-tokens", Bucket::ProjectTokens).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-project-requests", Bucket::ProjectRequests)
            .source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-images", Bucket::Images).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-input-images", Bucket::Images).source(RESPONSE_HEADERS),
    ],
    marks: &[host("openai.com", Openai).source(ERRORS), host("chatgpt.com", Openai).source(CODEX)],
    ..ProviderRules::NONE
};
