//! Google: the Gemini API and Vertex AI.

use crate::kind::Kind::{
    Authentication, Cancelled, Conflict, ContentPolicy, GenerationFailed, InternalError,
    InvalidRequest, NotFound, Overloaded, PermissionDenied, QuotaExhausted, RateLimited,
    ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Google;
use crate::rules::providers::openrouter;
use crate::rules::schema::Accepts::{Any, Container, Number, Object, OneOf, Scalar, String};
use crate::rules::schema::Parent::{DetailEntry, Duration, Error, Inner, Metadata, Violation};
use crate::rules::schema::{
    Accepts, Field, MarkPlace, ProviderRules, Source, code, envelope, field, host, in_error, mark,
    object, page, seen,
};

pub(crate) const TROUBLESHOOTING: Source =
    page("github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto");
pub(crate) const GEMINI_CLI: Source = page(
    "github.com/google-gemini/gemini-cli/blob/main/packages/core/src/utils/\
    googleQuotaErrors.ts",
);
pub(crate) const SAFETY: Source = page("ai.google.dev/gemini-api/docs/safety-settings");
pub(crate) const CODES: Source =
    page("github.com/googleapis/googleapis/blob/master/google/rpc/code.proto");
pub(crate) const JSON_APIS: Source =
    seen("Google APIs: error.errors[].reason (userRateLimitExceeded)");
pub(crate) const RETRY_HELPERS: Source = page(
    "github.com/router-for-me/CLIProxyAPI/blob/main/internal/runtime/executor/\
    helps/json_retry_helpers.go",
);

pub(crate) const DURATION: Source = page(
    "github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/\
    duration.proto",
);

/// The words of `google.rpc.Code`.
const RPC_CODES: Accepts = OneOf(&[
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "UNAUTHENTICATED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
]);

/// The number of a gRPC status: the `code` of an operation's error, which has no HTTP status.
macro_rules! grpc {
    ($number:literal, $kind:ident) => {
        code($number, $kind)
            .number_beside(&[0, 200])
            .within(&[Error, Inner])
            .named(concat!("grpc/", $number))
            .source(CODES)
    };
}

pub(crate) const FINISH_REASONS: Source =
    page("github.com/googleapis/python-genai/blob/main/google/genai/types.py");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Google),
    sources: &[TROUBLESHOOTING, GEMINI_CLI, SAFETY, CODES],
    codes: &[
        code("SAFETY", ContentPolicy).source(FINISH_REASONS),
        code("RECITATION", ContentPolicy).source(FINISH_REASONS),
        code("LANGUAGE", ContentPolicy).source(FINISH_REASONS),
        code("BLOCKLIST", ContentPolicy).source(FINISH_REASONS),
        code("PROHIBITED_CONTENT", ContentPolicy).source(FINISH_REASONS),
        code("SPII", ContentPolicy).source(FINISH_REASONS),
        code("MODEL_ARMOR", ContentPolicy).source(FINISH_REASONS),
        code("IMAGE_SAFETY", ContentPolicy).source(FINISH_REASONS),
        code("IMAGE_PROHIBITED_CONTENT", ContentPolicy).source(FINISH_REASONS),
        code("IMAGE_RECITATION", ContentPolicy).source(FINISH_REASONS),
        code("JAILBREAK", ContentPolicy).source(FINISH_REASONS),
        code("ESCALATION", ContentPolicy).source(FINISH_REASONS),
        code("MALFORMED_FUNCTION_CALL", GenerationFailed).source(FINISH_REASONS),
        code("MALFORMED_RESPONSE", GenerationFailed).source(FINISH_REASONS),
        code("UNEXPECTED_TOOL_CALL", GenerationFailed).source(FINISH_REASONS),
        code("TOO_MANY_TOOL_CALLS", GenerationFailed).source(FINISH_REASONS),
        code("NO_IMAGE", GenerationFailed).source(FINISH_REASONS),
        code("MISSING_THOUGHT_SIGNATURE", InvalidRequest).source(FINISH_REASONS),
        code("PUP_LIMITED_DISABLED", PermissionDenied).source(FINISH_REASONS),
        code("unauthenticated", Authentication).generic().source(CODES),
        code("permission_denied", PermissionDenied).generic().source(CODES),
        code("already_exists", Conflict).generic().source(CODES),
        code("aborted", Conflict).generic().source(CODES),
        code("invalid_argument", InvalidRequest).generic().source(CODES),
        code("failed_precondition", InvalidRequest).generic().source(CODES),
        code("out_of_range", InvalidRequest).generic().source(CODES),
        code("unimplemented", InvalidRequest).generic().source(CODES),
        code("data_loss", InternalError).generic().source(CODES),
        code("unavailable", ServiceUnavailable).generic().source(CODES),
        code("resource_exhausted", RateLimited).limit().source(CODES),
        code("deadline_exceeded", Timeout).source(CODES),
        code("cancelled", Cancelled).source(CODES),
        grpc!("1", Cancelled),
        grpc!("2", InternalError),
        grpc!("3", InvalidRequest),
        grpc!("4", Timeout),
        grpc!("5", NotFound),
        grpc!("6", Conflict),
        grpc!("7", PermissionDenied),
        grpc!("8", RateLimited),
        grpc!("9", InvalidRequest),
        grpc!("10", Conflict),
        grpc!("11", InvalidRequest),
        grpc!("12", InvalidRequest),
        grpc!("13", InternalError),
        grpc!("14", ServiceUnavailable),
        grpc!("15", InternalError),
        grpc!("16", Authentication),
        code("API_KEY_INVALID", Authentication).only(Google).source(TROUBLESHOOTING),
        code("access_token_expired", Authentication).source(TROUBLESHOOTING),
        code("credentials_missing", Authentication).source(TROUBLESHOOTING),
        code("access_token_type_unsupported", Authentication).source(TROUBLESHOOTING),
        code("session_cookie_invalid", Authentication).source(TROUBLESHOOTING),
        code("access_token_scope_insufficient", PermissionDenied).source(TROUBLESHOOTING),
        code("api_key_service_blocked", PermissionDenied).source(TROUBLESHOOTING),
        code("api_key_http_referrer_blocked", PermissionDenied).source(TROUBLESHOOTING),
        code("api_key_ip_address_blocked", PermissionDenied).source(TROUBLESHOOTING),
        code("service_disabled", PermissionDenied).source(TROUBLESHOOTING),
        code("consumer_suspended", PermissionDenied).source(TROUBLESHOOTING),
        code("consumer_invalid", PermissionDenied).source(TROUBLESHOOTING),
        code("user_project_denied", PermissionDenied).source(TROUBLESHOOTING),
        code("iam_permission_denied", PermissionDenied).source(TROUBLESHOOTING),
        code("security_policy_violated", PermissionDenied).source(TROUBLESHOOTING),
        code("location_policy_violated", PermissionDenied).source(TROUBLESHOOTING),
        code("validation_required", PermissionDenied).source(GEMINI_CLI),
        code("billing_disabled", QuotaExhausted).source(TROUBLESHOOTING),
        code("insufficient_g1_credits_balance", QuotaExhausted).source(GEMINI_CLI),
        code("quota_exhausted", QuotaExhausted).used_up().source(GEMINI_CLI),
        code("model_capacity_exhausted", Overloaded).source(GEMINI_CLI),
        code("model_capacity_exceeded", Overloaded).source(GEMINI_CLI),
        code("user_rate_limit_exceeded", RateLimited).limit().source(JSON_APIS),
        code("daily_limit_exceeded", RateLimited).limit().source(JSON_APIS),
        code("keyInvalid", Authentication).source(JSON_APIS),
        code("PUBLIC_ERROR_UNSAFE_GENERATION", ContentPolicy)
            .source(page("github.com/ffroliva/gflow-cli/issues/342")),
    ],
    fields: &[
        field(&[DetailEntry], "retryDelay", String, Field::DelaySeconds).source(RETRY_HELPERS),
        object(&[DetailEntry], "retryDelay", Object, Duration).source(DURATION),
        field(&[Duration], "seconds", Scalar, Field::DelaySeconds).source(DURATION),
        field(&[Duration], "nanos", Number, Field::DelayNanos).source(DURATION),
        field(&[Metadata], "quotaResetDelay", String, Field::DelaySeconds).source(RETRY_HELPERS),
        field(&[DetailEntry], "violations", Container, Field::Violations).source(page(
            "github.com/googleapis/googleapis/blob/master/google/rpc/\
            error_details.proto",
        )),
        field(&[Metadata], "quota_limit_value", Scalar, Field::QuotaValue)
            .source(seen("Google: metadata.quota_limit_value")),
        field(&[Metadata], "quota_limit", String, Field::QuotaName).source(TROUBLESHOOTING),
        field(&[DetailEntry], "@type", String, Field::ProviderMarker)
            .only(Google)
            .source(page("github.com/googleapis/googleapis/blob/master/google/rpc/status.proto")),
        field(&[Violation], "quotaMetric", Any, Field::QuotaMetric).source(TROUBLESHOOTING),
        field(&[Violation], "quotaId", Any, Field::QuotaName).source(TROUBLESHOOTING),
        field(&[Violation], "description", Any, Field::QuotaName).source(TROUBLESHOOTING),
        field(&[Violation], "quotaValue", Any, Field::QuotaValue).source(TROUBLESHOOTING),
    ],
    envelopes: &[envelope(
        Google,
        &[in_error("status", RPC_CODES), in_error("code", Number), in_error("message", String)],
    )
    .source(CODES)],
    marks: &[
        mark(MarkPlace::Name, "Vertex", Google).source(openrouter::ERRORS),
        mark(MarkPlace::Name, "google-vertex", Google).source(openrouter::ERRORS),
        host("ai.google.dev", Google).source(TROUBLESHOOTING),
        host("generativelanguage.googleapis.com", Google).source(TROUBLESHOOTING),
        host("aiplatform.googleapis.com", Google).source(CODES),
        host("ai.dev", Google).source(TROUBLESHOOTING),
        host("ai.studio", Google).source(TROUBLESHOOTING),
        host("cloud.google.com", Google).source(CODES),
        host("developers.google.com", Google).source(CODES),
        host("developers.generativeai.google", Google).source(TROUBLESHOOTING),
    ],
    ..ProviderRules::NONE
};
