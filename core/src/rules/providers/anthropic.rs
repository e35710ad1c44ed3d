//! Anthropic.

use crate::kind::Kind::{
    Authentication, ContextLengthExceeded, InternalError, NotFound, Overloaded, PermissionDenied,
    QuotaExhausted, RateLimited, RequestTooLarge, Timeout,
};
use crate::kind::Provider::Anthropic;
use crate::rules::common::BATCHES;
use crate::rules::schema::Accepts::{Any, OneOf, Prefix, String};
use crate::rules::schema::Parent::{Response, Root};
use crate::rules::schema::{
    Bucket, BucketPart, Field, HeaderMeaning, MarkPlace, ProviderRules, Source, Specificity,
    WordingUnder, bucket, bucket_header, code, envelope, field, header, host, in_body, in_error,
    in_object, mark, page, provider_header, seen, status,
};

pub(crate) const ERRORS: Source = page("platform.claude.com/docs/en/api/errors");
pub(crate) const RATE_LIMITS: Source = page("platform.claude.com/docs/en/api/rate-limits");
pub(crate) const UNIFIED_LIMITS: Source = page(
    "github.com/router-for-me/CLIProxyAPI/blob/main/internal/runtime/executor/\
    helps/claude_ratelimit.go",
);
pub(crate) const ERROR_TYPE: Source = page(
    "github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/\
    shared/error_type.py",
);
pub(crate) const RESPONSE_HEADERS: Source = seen("Claude subscriptions: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Anthropic),
    sources: &[ERRORS, RATE_LIMITS],
    statuses: &[status(529, "529", Overloaded)
        .reason("Overloaded")
        .specificity(Specificity::Specific)
        .wording(WordingUnder::Decisive)
        .source(ERRORS)],
    codes: &[
        code("request_too_large", RequestTooLarge).source(ERRORS),
        code("api_error", InternalError).generic().source(ERRORS),
        code("rate_limit_error", RateLimited).generic().source(ERRORS),
        code("authentication_error", Authentication).generic().source(ERRORS),
        code("permission_error", PermissionDenied).generic().source(ERRORS),
        code("not_found_error", NotFound).generic().source(ERRORS),
        code("billing_error", QuotaExhausted).source(ERRORS),
        code("enforced_spend_limit_reached", QuotaExhausted).source(RATE_LIMITS),
        code("timeout_error", Timeout).source(ERROR_TYPE),
        code("overloaded_error", Overloaded).source(ERROR_TYPE),
        code("model_context_window_exceeded", ContextLengthExceeded).source(page(
            "github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/\
            message.py",
        )),
    ],
    headers: &[
        header("anthropic-organization-id", HeaderMeaning::Provider)
            .only(Anthropic)
            .source(seen("Anthropic: every response")),
        header("request-id", HeaderMeaning::RequestId).source(ERRORS),
        bucket_header("anthropic-ratelimit-unified-status", Bucket::Unified, BucketPart::State)
            .only(Anthropic)
            .source(UNIFIED_LIMITS),
        bucket_header("anthropic-ratelimit-unified-reset", Bucket::Unified, BucketPart::Reset)
            .only(Anthropic)
            .source(UNIFIED_LIMITS),
        bucket_header(
            "anthropic-ratelimit-unified-5h-status",
            Bucket::FiveHours,
            BucketPart::State,
        )
        .only(Anthropic)
        .source(UNIFIED_LIMITS),
        bucket_header("anthropic-ratelimit-unified-5h-reset", Bucket::FiveHours, BucketPart::Reset)
            .only(Anthropic)
            .source(UNIFIED_LIMITS),
        bucket_header(
            "anthropic-ratelimit-unified-7d-status",
            Bucket::SevenDays,
            BucketPart::State,
        )
        .only(Anthropic)
        .source(UNIFIED_LIMITS),
        bucket_header("anthropic-ratelimit-unified-7d-reset", Bucket::SevenDays, BucketPart::Reset)
            .only(Anthropic)
            .source(UNIFIED_LIMITS),
        provider_header("anthropic-ratelimit-unified-5h-utilization", Anthropic)
            .source(RESPONSE_HEADERS),
        provider_header("anthropic-ratelimit-unified-7d-utilization", Anthropic)
            .source(RESPONSE_HEADERS),
    ],
    buckets: &[
        bucket("anthropic-ratelimit-requests-", "", Bucket::Requests)
            .only(Anthropic)
            .source(RATE_LIMITS),
        bucket("anthropic-ratelimit-tokens-", "", Bucket::Tokens)
            .only(Anthropic)
            .source(RATE_LIMITS),
        bucket("anthropic-ratelimit-input-tokens-", "", Bucket::InputTokens)
            .only(Anthropic)
            .source(RATE_LIMITS),
        bucket("anthropic-ratelimit-output-tokens-", "", Bucket::OutputTokens)
            .only(Anthropic)
            .source(RATE_LIMITS),
    ],
    fields: &[field(&[Root], "custom_id", String, Field::ProviderMarker).source(BATCHES)],
    // Others copy its error object, but not the form of its ids.
    envelopes: &[
        envelope(
            Anthropic,
            &[
                in_error("type", String),
                in_error("message", String),
                in_body("request_id", Prefix("req_01")),
                in_body("type", OneOf(&["error"])),
            ],
        )
        .lacks(&[in_body("object", Any)])
        .source(ERRORS),
        envelope(
            Anthropic,
            &[
                in_body("custom_id", String),
                in_object(Response, "type", OneOf(&["errored", "expired", "canceled"])),
            ],
        )
        .source(BATCHES),
    ],
    marks: &[
        mark(MarkPlace::Header("request-id"), "req_01", Anthropic).source(ERRORS),
        host("anthropic.com", Anthropic).source(ERRORS),
        host("claude.com", Anthropic).source(ERRORS),
        host("claude.ai", Anthropic).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
