//! LiteLLM.

use crate::kind::Kind::{
    Authentication, ContentPolicy, InternalError, PermissionDenied, QuotaExhausted, RateLimited,
    ServiceUnavailable,
};
use crate::kind::Provider::Litellm;
use crate::rules::schema::Accepts::{Any, OneOf};
use crate::rules::schema::{
    ANY_ERROR, Field, MarkPlace, ProviderRules, Source, code, envelope, field, host, in_error,
    mark, page, provider_header,
};

pub(crate) const EXCEPTIONS: Source =
    page("github.com/BerriAI/litellm/blob/main/litellm/proxy/_types.py");

pub(crate) const RESPONSE_HEADERS: Source = page("docs.litellm.ai/docs/proxy/response_headers");

pub(crate) const ROUTER: Source =
    page("github.com/BerriAI/litellm/blob/main/litellm/types/router.py");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Litellm),
    sources: &[EXCEPTIONS],
    codes: &[
        code("budget_exceeded", QuotaExhausted).source(EXCEPTIONS),
        code("key_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("team_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("user_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("org_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("project_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("token_not_found_in_db", Authentication).only(Litellm).source(EXCEPTIONS),
        code("expired_key", Authentication).source(EXCEPTIONS),
        code("key_vector_store_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("team_vector_store_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("org_vector_store_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("tool_access_denied", PermissionDenied).source(EXCEPTIONS),
        code("team_member_permission_error", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("cache_ping_error", InternalError).generic().only(Litellm).source(EXCEPTIONS),
        code("no_db_connection", ServiceUnavailable).only(Litellm).source(EXCEPTIONS),
        code("auth_error", Authentication).generic().source(EXCEPTIONS),
        code("RouterRateLimitError", RateLimited).generic().only(Litellm).source(ROUTER),
        code("RouterRateLimitErrorBasic", RateLimited).generic().only(Litellm).source(ROUTER),
        code("guardrail_violation", ContentPolicy).source(page(
            "github.com/BerriAI/litellm/blob/main/litellm/litellm_core_utils/\
            realtime_guardrails.py",
        )),
    ],
    headers: &[
        provider_header("x-litellm-call-id", Litellm).source(EXCEPTIONS),
        provider_header("x-litellm-model-id", Litellm).source(RESPONSE_HEADERS),
        provider_header("x-litellm-model-group", Litellm).source(RESPONSE_HEADERS),
        provider_header("x-litellm-attempted-retries", Litellm).source(RESPONSE_HEADERS),
        provider_header("rate_limit_type", Litellm)
            .source(page("docs.litellm.ai/docs/proxy/error_reference")),
        provider_header("x-litellm-version", Litellm).source(page(
            "github.com/BerriAI/litellm/blob/main/litellm/proxy/\
            common_request_processing.py",
        )),
    ],
    fields: &[field(ANY_ERROR, "provider_specific_fields", Any, Field::ProviderMarker)
        .only(Litellm)
        .source(EXCEPTIONS)],
    envelopes: &[envelope(
        Litellm,
        &[in_error("type", OneOf(&["None"])), in_error("param", OneOf(&["None"]))],
    )
    .source(EXCEPTIONS)],
    marks: &[
        mark(MarkPlace::Prefix, "litellm.", Litellm).source(EXCEPTIONS),
        host("litellm.ai", Litellm).source(EXCEPTIONS),
    ],
    ..ProviderRules::NONE
};
