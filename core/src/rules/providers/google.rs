//! Google: the Gemini API and Vertex AI.

use crate::kind::Kind::{Authentication, Cancelled, ContentPolicy, InternalError, InvalidRequest, Overloaded, PermissionDenied, QuotaExhausted, RateLimited, ServiceUnavailable, Timeout};
use crate::kind::Provider::{Google};
use crate::rules::schema::Accepts::{Any, Container, Number, Scalar, String, OneOf};
use crate::rules::schema::Parent::{DetailEntry, Metadata, Violation};
use crate::rules::schema::{Accepts, Field, ProviderRules, Source, code, envelope, field, host, in_error, page};

pub(crate) const TROUBLESHOOTING: Source = page("ai.google.dev/gemini-api/docs/troubleshooting");
pub(crate) const GEMINI_CLI: Source = page("github.com/google-gemini/gemini-cli");
pub(crate) const SAFETY: Source = page("ai.google.dev/gemini-api/docs/safety-settings");
pub(crate) const CODES: Source = page("cloud.google.com/apis/design/errors");

/// The words of `google.rpc.Code`.
const RPC_CODES: Accepts = OneOf(&["CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "UNAUTHENTICATED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",]);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Google),
    sources: &[TROUBLESHOOTING, GEMINI_CLI, SAFETY, CODES],
    codes: &[
        code("invalid_argument", InvalidRequest).generic().source(CODES),
        code("failed_precondition", InvalidRequest).generic().source(CODES),
        code("out_of_range", InvalidRequest).generic().source(CODES),
        code("unimplemented", InvalidRequest).generic().source(CODES),
        code("data_loss", InternalError).generic().source(CODES),
        code("unavailable", ServiceUnavailable).generic().source(CODES),
        code("resource_exhausted", RateLimited).limit().source(CODES),
        code("deadline_exceeded", Timeout).source(CODES),
        code("cancelled", Cancelled).source(CODES),
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
        code("validation_required", PermissionDenied).source(TROUBLESHOOTING),
        code("billing_disabled", QuotaExhausted).source(TROUBLESHOOTING),
        code("insufficient_g1_credits_balance", QuotaExhausted).source(GEMINI_CLI),
        code("quota_exhausted", QuotaExhausted).used_up().source(GEMINI_CLI),
        code("model_capacity_exhausted", Overloaded).source(GEMINI_CLI),
        code("model_capacity_exceeded", Overloaded).source(GEMINI_CLI),
        code("user_rate_limit_exceeded", RateLimited).limit().source(CODES),
        code("daily_limit_exceeded", RateLimited).limit().source(CODES),
        code("quota_exceeded", QuotaExhausted).used_up().source(CODES),
        code("keyInvalid", Authentication).source(CODES),
        code("PUBLIC_ERROR_UNSAFE_GENERATION", ContentPolicy).source(SAFETY),
    ],
    fields: &[
        field(&[DetailEntry], "retryDelay", String, Field::DelaySeconds).source(TROUBLESHOOTING),
        field(&[Metadata], "quotaResetDelay", String, Field::DelaySeconds).source(TROUBLESHOOTING),
        field(&[DetailEntry], "violations", Container, Field::Violations).source(TROUBLESHOOTING),
        field(&[Metadata], "quota_limit_value", Scalar, Field::QuotaValue).source(TROUBLESHOOTING),
        field(&[Metadata], "quota_limit", String, Field::QuotaName).source(TROUBLESHOOTING),
        field(&[DetailEntry], "@type", String, Field::ProviderMarker).only(Google).source(TROUBLESHOOTING),
        field(&[Violation], "quotaMetric", Any, Field::QuotaMetric).source(TROUBLESHOOTING),
        field(&[Violation], "quotaId", Any, Field::QuotaName).source(TROUBLESHOOTING),
        field(&[Violation], "description", Any, Field::QuotaName).source(TROUBLESHOOTING),
        field(&[Violation], "quotaValue", Any, Field::QuotaValue).source(TROUBLESHOOTING),
    ],
    envelopes: &[
        envelope(Google, &[in_error("status", RPC_CODES), in_error("code", Number), in_error("message", String)]).source(CODES),
    ],
    marks: &[
        host("ai.google.dev", Google).source(TROUBLESHOOTING),
        host("ai.dev", Google).source(TROUBLESHOOTING),
        host("ai.studio", Google).source(TROUBLESHOOTING),
        host("cloud.google.com", Google).source(CODES),
        host("developers.google.com", Google).source(CODES),
        host("developers.generativeai.google", Google).source(TROUBLESHOOTING),
    ],
    ..ProviderRules::NONE
};
