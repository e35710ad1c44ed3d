//! Codes, statuses, headers and members that no single provider owns.

use super::providers::{
    anthropic, azure, bedrock, cloudflare, dashscope, databricks, elevenlabs, google, groq,
    huggingface, minimax, mistral, openai, openrouter, vllm,
};
use crate::kind::Kind::{
    Authentication, BadGateway, Conflict, ContentPolicy, ContextLengthExceeded, InternalError,
    InvalidRequest, ModelNotFound, NotFound, Overloaded, PermissionDenied, QuotaExhausted,
    RateLimited, Redirect, ServiceUnavailable, Success, Timeout, Unknown,
};
use crate::rules::schema::Accepts::{
    Any, Container, Each, FirstString, Number, Object, ObjectOrFirst, OneOf, Scalar, String,
};
use crate::rules::schema::Parent::{
    Detail, DetailEntry, Error, Inner, InnerError, Metadata, Response, Root, XGroq,
};
use crate::rules::schema::Trait::{BesideError, CountsLast, ListsErrors, MayBeCode, OnlyInErrors};
use crate::rules::schema::{
    ANY_ERROR, ANY_ERROR_OR_ROOT, Bucket, BucketPart, DELAYS, FLAT, Field, HeaderMeaning,
    ProviderRules, Source, Specificity, WordingUnder, bucket, bucket_header, code, field, header,
    object, page, seen, status, statuses,
};

pub(crate) const APIGEE: Source = page("cloud.google.com/apigee/docs");
pub(crate) const APISIX: Source = page("apisix.apache.org/docs");
pub(crate) const CLIENTS: Source = seen("HTTP clients and SDKs");
pub(crate) const ENVOY: Source = page("envoyproxy.io/docs/envoy/latest");
pub(crate) const FASTAPI: Source = page("fastapi.tiangolo.com/tutorial/handling-errors");
pub(crate) const FASTCHAT: Source = page("github.com/lm-sys/FastChat");
pub(crate) const FASTLY: Source = page("fastly.com/documentation");
pub(crate) const IETF_LIMITS: Source = page("IETF draft ratelimit-headers");
pub(crate) const IN_SUCCESS: Source = seen("a stream that fails after its status was sent");
pub(crate) const JSON_RPC: Source = page("JSON-RPC 2.0, section 5.1");
pub(crate) const KONG: Source = page("developer.konghq.com/plugins/rate-limiting");
pub(crate) const LOCALAI: Source = page("localai.io/docs");
pub(crate) const NO_ANSWER: Source = seen("a call without any response");
pub(crate) const NO_STATUS: Source = seen("a number that is no HTTP status");
pub(crate) const QIANFAN: Source = page("cloud.baidu.com/doc/qianfan-docs");
pub(crate) const RFC_6749: Source = page("RFC 6749, section 5.2");
pub(crate) const RFC_6750: Source = page("RFC 6750, section 3.1");
pub(crate) const RFC_9110: Source = page("RFC 9110");
pub(crate) const RFC_9110_STATUSES: Source = page("RFC 9110, section 15");
pub(crate) const RFC_9457: Source = page("RFC 9457, section 3.1");
pub(crate) const SDKS: Source = seen("official SDKs, which obey it");
pub(crate) const SEEN: Source = seen("several servers");
pub(crate) const TENCENT: Source = page("cloud.tencent.com/document/product/1729");
pub(crate) const TRITON: Source = page("github.com/triton-inference-server/server");
pub(crate) const WATSONX: Source = page("cloud.ibm.com/apidocs/watsonx-ai");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[
        APIGEE,
        APISIX,
        CLIENTS,
        ENVOY,
        FASTAPI,
        FASTCHAT,
        FASTLY,
        IETF_LIMITS,
        IN_SUCCESS,
        JSON_RPC,
        KONG,
        LOCALAI,
        NO_ANSWER,
        NO_STATUS,
        QIANFAN,
        RFC_6749,
        RFC_6750,
        RFC_9110,
        RFC_9110_STATUSES,
        RFC_9457,
        SDKS,
        SEEN,
        TENCENT,
        TRITON,
        WATSONX,
    ],
    statuses: &[
        status(402, "402", QuotaExhausted).reason("Payment Required").source(RFC_9110_STATUSES),
        status(405, "405", InvalidRequest)
            .reason("Method Not Allowed")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Check the base URL and the method: this address does not take this method."),
        status(408, "408", Timeout).reason("Request Timeout").source(RFC_9110_STATUSES),
        status(409, "409", Conflict).reason("Conflict").source(RFC_9110_STATUSES),
        status(501, "501", InvalidRequest)
            .reason("Not Implemented")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES),
        statuses(0, 0, "0", Unknown).specificity(Specificity::Nothing).source(NO_ANSWER),
        statuses(100, 199, "1xx", Unknown)
            .specificity(Specificity::Nothing)
            .source(RFC_9110_STATUSES),
        statuses(200, 299, "2xx", Success).specificity(Specificity::Nothing).source(groq::ERRORS),
        statuses(300, 399, "3xx", Redirect).source(RFC_9110_STATUSES),
        statuses(400, 499, "4xx", InvalidRequest)
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES),
        statuses(500, 599, "5xx", InternalError).source(RFC_9110_STATUSES),
        statuses(0, 65535, "other", Unknown).specificity(Specificity::Nothing).source(NO_STATUS),
    ],
    codes: &[
        code("unsupported_value", InvalidRequest).generic().source(openai::ERRORS),
        code("unsupported_parameter", InvalidRequest).generic().source(openai::ERRORS),
        code("invalid_value", InvalidRequest).generic().source(openai::ERRORS),
        code("validation_error", InvalidRequest).generic().source(openai::ERRORS),
        code("bad_request", InvalidRequest).class().source(openai::ERRORS),
        code("server_error", InternalError).generic().source(openai::ERRORS),
        code("internal_server_error", InternalError).generic().source(openai::ERRORS),
        code("internal_error", InternalError).generic().source(openai::ERRORS),
        code("system_error", InternalError).generic().source(openai::ERRORS),
        code("backend_error", InternalError).generic().source(openai::ERRORS),
        code("service_unavailable", ServiceUnavailable).generic().source(openai::ERRORS),
        code("rate_limited", RateLimited).generic().source(anthropic::ERRORS),
        code("too_many_requests", RateLimited).generic().source(anthropic::ERRORS),
        code("throttling_error", RateLimited).generic().source(anthropic::ERRORS),
        code("throttled", RateLimited).generic().source(anthropic::ERRORS),
        code("unauthorized", Authentication).generic().source(anthropic::ERRORS),
        code("unauthenticated", Authentication).generic().source(anthropic::ERRORS),
        code("authentication_failed", Authentication).generic().source(anthropic::ERRORS),
        code("invalid_authentication", Authentication).generic().source(anthropic::ERRORS),
        code("permissions_error", PermissionDenied).generic().source(anthropic::ERRORS),
        code("permission_denied", PermissionDenied).generic().source(anthropic::ERRORS),
        code("forbidden", PermissionDenied).generic().source(anthropic::ERRORS),
        code("access_denied", PermissionDenied).generic().source(anthropic::ERRORS),
        code("request_forbidden", PermissionDenied).generic().source(anthropic::ERRORS),
        code("resource_not_found", NotFound).generic().source(anthropic::ERRORS),
        code("conflict_error", Conflict).generic().source(anthropic::ERRORS),
        code("already_exists", Conflict).generic().source(anthropic::ERRORS),
        code("aborted", Conflict).generic().source(anthropic::ERRORS),
        code("precondition_failed", InvalidRequest).generic().source(google::CODES),
        code("payment_required", QuotaExhausted).source(anthropic::ERRORS),
        code("request_timeout", Timeout).source(anthropic::ERRORS),
        code("gateway_timeout", Timeout).source(anthropic::ERRORS),
        code("invalid_grant", Authentication).source(RFC_6749),
        code("invalid_client", Authentication).source(RFC_6749),
        code("invalid_token", Authentication).source(RFC_6750),
        code("insufficient_scope", PermissionDenied).source(RFC_6750),
        code("content_policy", ContentPolicy).source(openai::ERRORS),
        code("balance_depleted", QuotaExhausted).source(SEEN),
        code("model_not_supported_on_free_tier", QuotaExhausted).source(SEEN),
        code("inference_cap", QuotaExhausted).source(SEEN),
        code("unknown_parameter", InvalidRequest).generic().source(openai::ERRORS),
        code("connection_error", BadGateway).generic().source(SEEN),
        code("hooks_failed", ContentPolicy).source(SEEN),
        code("guardrail_violation", ContentPolicy).source(SEEN),
        code("customer_verification_required", QuotaExhausted).source(SEEN),
        code("40303", ContextLengthExceeded).source(FASTCHAT),
        code("40301", ModelNotFound).source(FASTCHAT),
        code("tokens_too_long", ContextLengthExceeded).source(QIANFAN),
        code("token_quota_reached", QuotaExhausted).source(WATSONX),
        code("BXNIM0415E", Authentication).source(WATSONX),
        code("censorship_blocked", ContentPolicy).source(SEEN),
        code("FailedOperation.ResourcePackExhausted", QuotaExhausted).source(TENCENT),
        code("ResourceUnavailable.InArrears", QuotaExhausted).source(TENCENT),
        code("FailedOperation.EngineRequestTimeout", Timeout).source(TENCENT),
        code("OperationDenied.TextIllegalDetected", ContentPolicy).source(TENCENT),
        code("model_loading", Overloaded).source(LOCALAI),
        code("content_filter_policy", ContentPolicy).source(SEEN),
        code("model_no_support_for_function", InvalidRequest).source(WATSONX),
    ],
    headers: &[
        header("retry-after", HeaderMeaning::Delay).source(RFC_9110),
        header("x-should-retry", HeaderMeaning::ShouldRetry).source(SDKS),
        bucket_header("x-ratelimit-limit-second", Bucket::RequestsPerSecond, BucketPart::Limit)
            .source(KONG),
        bucket_header(
            "x-ratelimit-remaining-second",
            Bucket::RequestsPerSecond,
            BucketPart::Remaining,
        )
        .source(KONG),
        bucket_header("x-ratelimit-limit-minute", Bucket::RequestsPerMinute, BucketPart::Limit)
            .source(KONG),
        bucket_header(
            "x-ratelimit-remaining-minute",
            Bucket::RequestsPerMinute,
            BucketPart::Remaining,
        )
        .source(KONG),
        bucket_header("x-ratelimit-limit-hour", Bucket::RequestsPerHour, BucketPart::Limit)
            .source(KONG),
        bucket_header("x-ratelimit-remaining-hour", Bucket::RequestsPerHour, BucketPart::Remaining)
            .source(KONG),
        bucket_header("x-ratelimit-limit-day", Bucket::RequestsPerDay, BucketPart::Limit)
            .source(KONG),
        bucket_header("x-ratelimit-remaining-day", Bucket::RequestsPerDay, BucketPart::Remaining)
            .source(KONG),
        bucket_header("x-ratelimit-limit-month", Bucket::RequestsPerMonth, BucketPart::Limit)
            .source(KONG),
        bucket_header(
            "x-ratelimit-remaining-month",
            Bucket::RequestsPerMonth,
            BucketPart::Remaining,
        )
        .source(KONG),
        header("ratelimit", HeaderMeaning::Buckets).source(IETF_LIMITS),
        header("ratelimit-policy", HeaderMeaning::Policies).source(IETF_LIMITS),
        header("server", HeaderMeaning::Server).source(RFC_9110),
    ],
    buckets: &[
        bucket("x-ratelimit-", "", Bucket::Bare).source(SEEN),
        bucket("x-rate-limit-", "", Bucket::Bare).source(SEEN),
        bucket("ratelimit-", "", Bucket::Standard).source(IETF_LIMITS),
        bucket("x-ratelimit-", "-input-tokens", Bucket::InputTokens).source(SEEN),
        bucket("x-ratelimit-", "-output-tokens", Bucket::OutputTokens).source(SEEN),
    ],
    fields: &[
        field(ANY_ERROR_OR_ROOT, "message", Container, Field::Message).source(mistral::API),
        field(&[Inner, Error, Detail], "msg", String, Field::Message).source(FASTAPI),
        field(ANY_ERROR, "detail", String, Field::Message).source(SEEN),
        field(&[Error], "faultstring", String, Field::Message).source(APIGEE),
        field(&[Root], "error_description", String, Field::Message)
            .with(OnlyInErrors)
            .source(RFC_6749),
        field(&[Root], "error_msg", String, Field::Message).with(OnlyInErrors).source(QIANFAN),
        field(&[Root], "error_message", String, Field::Message).source(SEEN),
        field(&[Root], "errorMessage", String, Field::Message).source(SEEN),
        field(ANY_ERROR_OR_ROOT, "status_message", String, Field::Message)
            .with(OnlyInErrors)
            .source(dashscope::CODES),
        field(&[Inner, Error, XGroq, Detail, Root], "error", String, Field::Message)
            .with(OnlyInErrors)
            .with(MayBeCode)
            .source(SEEN),
        field(&[Root, Detail], "detail", String, Field::Message).source(RFC_9457),
        field(&[Root], "msg", String, Field::Message).source(SEEN),
        field(&[Root, Detail, Error], "title", String, Field::Message).source(RFC_9457),
        field(&[Root], "status", String, Field::Message).source(azure::REFERENCE),
        field(&[Root], "type", OneOf(&["error"]), Field::ErrorMarker).source(anthropic::ERRORS),
        field(&[Root], "object", OneOf(&["error", "Error"]), Field::ErrorMarker).source(vllm::DOCS),
        field(ANY_ERROR, "error_type", Scalar, Field::Type).source(huggingface::TGI),
        field(&[Root], "error_type", Scalar, Field::Type)
            .with(BesideError)
            .source(huggingface::TGI),
        field(&[Detail], "error_type", Scalar, Field::Type)
            .with(CountsLast)
            .source(huggingface::TGI),
        field(&[Root], "errorType", Scalar, Field::Type).source(SEEN),
        field(ANY_ERROR_OR_ROOT, "__type", String, Field::AwsType)
            .with(OnlyInErrors)
            .source(bedrock::COMMON_ERRORS),
        field(ANY_ERROR, "status", String, Field::Type).source(google::TROUBLESHOOTING),
        field(ANY_ERROR_OR_ROOT, "status_name", String, Field::Type).source(dashscope::CODES),
        field(FLAT, "error_code", Scalar, Field::Code).source(databricks::API),
        field(&[Root], "errorCode", Scalar, Field::Code).source(SEEN),
        field(&[Detail], "errorcode", String, Field::Code).source(APIGEE),
        field(&[Detail], "status", Scalar, Field::Code).source(elevenlabs::ERRORS),
        field(ANY_ERROR_OR_ROOT, "reason", String, Field::Reason).source(SEEN),
        field(&[DetailEntry], "error_code", String, Field::Reason).source(anthropic::ERRORS),
        field(&[DetailEntry], "reason", String, Field::Reason).source(google::TROUBLESHOOTING),
        field(&[Metadata], "error_type", String, Field::Reason).source(openrouter::ERRORS),
        field(&[Detail, Root], "loc", Container, Field::Param).source(FASTAPI),
        field(ANY_ERROR_OR_ROOT, "status", Number, Field::Status).source(RFC_9457),
        field(&[Inner, Error, Root, Response], "status_code", Number, Field::Status).source(SEEN),
        field(ANY_ERROR_OR_ROOT, "statusCode", Number, Field::Status).source(azure::API_MANAGEMENT),
        field(ANY_ERROR_OR_ROOT, "httpCode", Number, Field::Status).source(cloudflare::AI_GATEWAY),
        field(ANY_ERROR_OR_ROOT, "http_status", Number, Field::Status).source(openrouter::ERRORS),
        field(DELAYS, "retry_after", Scalar, Field::DelaySeconds).source(SEEN),
        field(DELAYS, "retry_after_seconds", Scalar, Field::DelaySeconds)
            .source(openrouter::ERRORS),
        field(DELAYS, "retry_after_ms", Scalar, Field::DelayMs).source(SEEN),
        field(DELAYS, "resets_in_seconds", Scalar, Field::DelaySeconds).source(openai::CODEX),
        field(DELAYS, "reset_seconds", Scalar, Field::DelaySeconds).source(SEEN),
        field(DELAYS, "resets_at", Scalar, Field::DelayUntil).source(openai::CODEX),
        field(DELAYS, "reset_at", Scalar, Field::DelayUntil).source(SEEN),
        field(&[Root, Inner, Error], "headers", Container, Field::Headers).source(openai::CODEX),
        field(&[Error, Root], "request_id", String, Field::RequestId).source(anthropic::ERRORS),
        field(&[Root], "requestId", String, Field::RequestId).source(SEEN),
        field(&[Response], "RequestId", String, Field::RequestId).source(TENCENT),
        field(&[DetailEntry], "upstreamBody", String, Field::UpstreamJson).source(SEEN),
        field(ANY_ERROR, "details", String, Field::UpstreamJson).source(SEEN),
        field(&[Root], "name", String, Field::Reason).source(SEEN),
        field(&[Root], "provider", String, Field::ProviderMarker).source(openrouter::ERRORS),
        field(&[Root], "user_id", String, Field::ProviderMarker).source(openrouter::ERRORS),
        field(&[Root], "sequence_number", Number, Field::ProviderMarker).source(openai::ERRORS),
        field(&[Root], "event_id", Any, Field::ProviderMarker).source(openai::ERRORS),
        field(ANY_ERROR, "code", Any, Field::ProviderMarker).source(openai::ERRORS),
        field(ANY_ERROR, "param", Any, Field::ProviderMarker).source(openai::ERRORS),
        field(ANY_ERROR, "http_code", Any, Field::ProviderMarker).source(minimax::CODES),
        field(&[Root], "success", Any, Field::Result).source(cloudflare::WORKERS_AI),
        field(&[Root], "result", Any, Field::Result).source(cloudflare::WORKERS_AI),
        field(&[Root], "data", Any, Field::Result).source(SEEN),
        field(&[Root], "messages", Container, Field::ProviderMarker).source(cloudflare::WORKERS_AI),
        object(&[Response], "body", Object, Response).source(openai::ERRORS),
        object(&[Detail], "data", ObjectOrFirst, Inner).source(openai::ERRORS),
        object(&[Response], "status_details", Object, Response).source(openai::ERRORS),
        object(&[Root], "last_error", Object, Error).source(openai::ERRORS),
        object(&[Root], "fault", Object, Error).source(APIGEE),
        object(&[Root], "errors", ObjectOrFirst, Detail)
            .with(ListsErrors)
            .source(cloudflare::WORKERS_AI),
        object(&[Root], "choices", ObjectOrFirst, Response).source(openrouter::ERRORS),
        object(&[Root], "detail", ObjectOrFirst, Detail).source(FASTAPI),
        object(&[Error], "detail", Object, Detail).source(APIGEE),
        object(&[Detail], "error", ObjectOrFirst, Inner).source(FASTAPI),
        object(&[Error], "data", Object, Inner).source(JSON_RPC),
        object(ANY_ERROR, "details", Each, DetailEntry).source(google::TROUBLESHOOTING),
        object(ANY_ERROR, "errors", Each, DetailEntry).source(google::TROUBLESHOOTING),
        object(&[Inner, Error, DetailEntry], "metadata", Object, Metadata)
            .source(google::TROUBLESHOOTING),
        object(ANY_ERROR, "availability", Object, Metadata).source(openrouter::ERRORS),
        object(ANY_ERROR, "innererror", Object, InnerError).source(azure::CONTENT_FILTER),
        object(ANY_ERROR, "inner_error", Object, InnerError).source(azure::CONTENT_FILTER),
        field(&[Root], "error", FirstString, Field::Message).with(OnlyInErrors).source(SEEN),
        field(&[Root], "errors", FirstString, Field::Message).with(OnlyInErrors).source(SEEN),
        field(ANY_ERROR_OR_ROOT, "message", FirstString, Field::Message).source(SEEN),
        field(&[Root, Detail], "detail", FirstString, Field::Message).source(SEEN),
    ],
    ..ProviderRules::NONE
};
