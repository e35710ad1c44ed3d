//! Mistral AI.

use crate::kind::Kind::{
    ContextLengthExceeded, InvalidRequest, ModelNotFound, Overloaded, QuotaExhausted, RateLimited,
};
use crate::kind::Provider::Mistral;
use crate::rules::schema::Accepts::{Any, Number, OneOf, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    Bucket, Field, ProviderRules, Source, bucket, code, envelope, field, host, in_body, page,
    provider_header, seen,
};

pub(crate) const API: Source = page("docs.mistral.ai/api");
pub(crate) const CODE: Source = seen("Mistral: code");
pub(crate) const REPORTED: Source = page("github.com/raycast/extensions/issues/31107");
pub(crate) const RESPONSE_HEADERS: Source = seen("Mistral: response header");
pub(crate) const TYPE: Source = seen("Mistral: type");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Mistral),
    sources: &[API],
    codes: &[
        code("validation_error", InvalidRequest).generic().source(page(
            "github.com/mistralai/platform-docs-public/blob/main/public/openapi.yaml",
        )),
        code("rate_limited", RateLimited).generic().source(REPORTED),
        code("invalid_request_message_order", InvalidRequest)
            .generic()
            .only(Mistral)
            .source(page("github.com/zed-industries/zed/issues/37021")),
        code("invalid_model", ModelNotFound)
            .source(page("github.com/FerroxLabs/wayland/issues/603")),
        code("service_tier_capacity_exceeded", Overloaded).source(TYPE),
        code("engine_max_pending_tokens", Overloaded).source(TYPE),
        code("tier_not_allowed", QuotaExhausted).source(TYPE),
        code("3051", ContextLengthExceeded).limit().source(CODE),
        code("3059", ContextLengthExceeded).source(CODE),
        code("invalid_request_prompt_too_long", ContextLengthExceeded).source(TYPE),
    ],
    headers: &[
        provider_header("mistral-correlation-id", Mistral).source(page(
            "github.com/pydantic/pydantic-ai/blob/main/tests/cassettes/\
            test_thinking_wire_contract",
        )),
        provider_header("x-ratelimit-tokens-query-cost", Mistral).source(RESPONSE_HEADERS),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-tokens-month", Bucket::TokensPerMonth).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-req-minute", Bucket::RequestsPerMinute)
            .only(Mistral)
            .source(RESPONSE_HEADERS),
    ],
    fields: &[field(&[Root], "raw_status_code", Number, Field::Status)
        .only(Mistral)
        .source(REPORTED)],
    envelopes: &[envelope(
        Mistral,
        &[in_body("object", OneOf(&["error"])), in_body("message", Any), in_body("type", String)],
    )
    .lacks(&[in_body("code", Number)])
    .source(API)],
    marks: &[host("mistral.ai", Mistral).source(API)],
    ..ProviderRules::NONE
};
