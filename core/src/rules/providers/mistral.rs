//! Mistral AI.

use crate::kind::Kind::{ContextLengthExceeded, InvalidRequest, ModelNotFound, Overloaded, QuotaExhausted};
use crate::kind::Provider::{Mistral};
use crate::rules::schema::Accepts::{Any, Number, OneOf, String};
use crate::rules::schema::Parent::{Root};
use crate::rules::schema::{Bucket, Field, ProviderRules, Source, bucket, code, envelope, field, host, in_body, page, provider_header};

pub(crate) const API: Source = page("docs.mistral.ai/api");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Mistral),
    sources: &[API],
    codes: &[
        code("invalid_request_message_order", InvalidRequest).generic().only(Mistral).source(API),
        code("invalid_model", ModelNotFound).source(API),
        code("service_tier_capacity_exceeded", Overloaded).source(API),
        code("engine_max_pending_tokens", Overloaded).source(API),
        code("tier_not_allowed", QuotaExhausted).source(API),
        code("3051", ContextLengthExceeded).limit().source(API),
        code("3059", ContextLengthExceeded).source(API),
        code("invalid_request_prompt_too_long", ContextLengthExceeded).source(API),
    ],
    headers: &[
        provider_header("mistral-correlation-id", Mistral).source(API),
        provider_header("x-ratelimit-tokens-query-cost", Mistral).source(API),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-tokens-month", Bucket::TokensPerMonth).source(API),
        bucket("x-ratelimit-", "-req-minute", Bucket::RequestsPerMinute).only(Mistral).source(API),
    ],
    fields: &[
        field(&[Root], "raw_status_code", Number, Field::Status).only(Mistral).source(API),
    ],
    envelopes: &[
        envelope(Mistral, &[in_body("object", OneOf(&["error"])), in_body("message", Any), in_body("type", String)]).lacks(&[in_body("code", Number)]).source(API),
    ],
    marks: &[
        host("mistral.ai", Mistral).source(API),
    ],
    ..ProviderRules::NONE
};
