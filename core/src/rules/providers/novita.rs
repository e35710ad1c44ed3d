//! Novita AI.

use crate::kind::Kind::{
    Authentication, InvalidRequest, PermissionDenied, RateLimited, ServiceUnavailable,
};
use crate::kind::Provider::Novita;
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const ERRORS: Source = page("novita.ai/docs/guides/error");
/// Jiekou AI has the same API, and documents its reasons. So none of them shows Novita.
pub(crate) const REASONS: Source = page("docs.jiekou.ai/en/docs/models/reference-error-code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Novita),
    sources: &[ERRORS],
    codes: &[
        code("model_access_denied", PermissionDenied).source(ERRORS),
        code("FAILED_TO_AUTH", Authentication).source(REASONS),
        code("INVALID_REQUEST_BODY", InvalidRequest).generic().source(REASONS),
        code("ACCESS_DENY", PermissionDenied).generic().source(REASONS),
        code("TOKEN_LIMIT_EXCEEDED", RateLimited)
            .generic()
            .within(&[Root])
            .named("novita/TOKEN_LIMIT_EXCEEDED")
            .source(REASONS),
        code("SERVICE_NOT_AVAILABLE", ServiceUnavailable).generic().source(REASONS),
    ],
    marks: &[host("novita.ai", Novita).source(ERRORS)],
    ..ProviderRules::NONE
};
