//! Vercel.

use crate::kind::Kind::{
    BadGateway, FailedDependency, InternalError, NotFound, PermissionDenied, QuotaExhausted,
    RateLimited, RequestTooLarge, ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Vercel;
use crate::rules::schema::Accepts::Prefix;
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    Field, MarkPlace, ProviderRules, Source, code, field, host, mark, page, provider_header, seen,
};

pub(crate) const ERRORS: Source = page("vercel.com/docs/errors");
pub(crate) const GATEWAY_ERRORS: Source = page(
    "github.com/vercel/ai/blob/main/packages/gateway/src/errors/\
    create-gateway-error.ts",
);
pub(crate) const ZERO_DATA_RETENTION: Source =
    page("vercel.com/docs/ai-gateway/security-and-compliance/zdr");
pub(crate) const CHALLENGE: Source = page("vercel.com/docs/vercel-firewall/attack-challenge-mode");
pub(crate) const PLAIN_PAGE: Source = seen("Vercel: its own page of plain text");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Vercel),
    sources: &[ERRORS, GATEWAY_ERRORS, CHALLENGE],
    codes: &[
        code("customer_verification_required", QuotaExhausted)
            .only(Vercel)
            .source(seen("Vercel AI Gateway: error.type")),
        code("no_providers_available", PermissionDenied).source(ZERO_DATA_RETENTION),
        code("failed_dependency", FailedDependency).generic().source(GATEWAY_ERRORS),
        code("FUNCTION_INVOCATION_TIMEOUT", Timeout).only(Vercel).source(ERRORS),
        code("EDGE_FUNCTION_INVOCATION_TIMEOUT", Timeout).only(Vercel).source(ERRORS),
        code("MIDDLEWARE_INVOCATION_TIMEOUT", Timeout).only(Vercel).source(ERRORS),
        code("FUNCTION_THROTTLED", RateLimited).only(Vercel).source(ERRORS),
        code("FUNCTION_PAYLOAD_TOO_LARGE", RequestTooLarge).only(Vercel).source(ERRORS),
        code("FUNCTION_INVOCATION_FAILED", InternalError).generic().only(Vercel).source(ERRORS),
        code("NO_RESPONSE_FROM_FUNCTION", BadGateway).generic().only(Vercel).source(ERRORS),
        code("DEPLOYMENT_DISABLED", QuotaExhausted).only(Vercel).source(ERRORS),
        code("DEPLOYMENT_PAUSED", ServiceUnavailable).only(Vercel).source(ERRORS),
        code("DEPLOYMENT_NOT_FOUND", NotFound).only(Vercel).source(ERRORS),
        code("DEPLOYMENT_BLOCKED", PermissionDenied).only(Vercel).source(ERRORS),
    ],
    headers: &[
        provider_header("x-vercel-error", Vercel).source(ERRORS),
        provider_header("x-vercel-mitigated", Vercel).source(CHALLENGE),
    ],
    fields: &[field(&[Root], "generationId", Prefix("gen_"), Field::ProviderMarker)
        .only(Vercel)
        .source(GATEWAY_ERRORS)],
    marks: &[
        mark(MarkPlace::Page, "<title>Vercel Security Checkpoint</title>", Vercel)
            .source(CHALLENGE),
        mark(MarkPlace::Page, "FUNCTION_INVOCATION_", Vercel).source(ERRORS),
        mark(MarkPlace::Page, "DEPLOYMENT_NOT_FOUND", Vercel).source(ERRORS),
        mark(MarkPlace::Text, "An error occurred with your deployment\n\n", Vercel)
            .source(PLAIN_PAGE),
        mark(MarkPlace::Text, "An error occurred with this application\n\n", Vercel)
            .source(PLAIN_PAGE),
        mark(MarkPlace::Text, "A server error has occurred\n\nFUNCTION_", Vercel)
            .source(PLAIN_PAGE),
        mark(MarkPlace::Text, "The deployment could not be found on Vercel", Vercel)
            .source(PLAIN_PAGE),
        mark(MarkPlace::Text, "The page could not be found\n\nNOT_FOUND\n", Vercel)
            .source(PLAIN_PAGE),
        host("vercel.com", Vercel).source(ERRORS),
        host("vercel.link", Vercel).source(page(
            "github.com/vercel/ai/blob/main/packages/ai/src/prompt/wrap-gateway-error.ts",
        )),
        host("ai-gateway.vercel.sh", Vercel).source(page("vercel.com/docs/ai-gateway")),
    ],
    ..ProviderRules::NONE
};
