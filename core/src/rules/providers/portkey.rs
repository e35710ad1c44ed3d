//! A Portkey gateway.

use crate::kind::Kind::{
    Authentication, Conflict, ContentPolicy, InternalError, InvalidRequest, NotFound,
    PermissionDenied, QuotaExhausted, RateLimited,
};
use crate::kind::Provider::Portkey;
use crate::rules::schema::Accepts::Any;
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    Field, MarkPlace, ProviderRules, Source, code, field, host, mark, page, provider_header,
};

pub(crate) const DOCS: Source = page("portkey.ai/docs/api-reference/inference-api/error-codes");
pub(crate) const ADMIN_ERRORS: Source = page("portkey.ai/docs/api-reference/admin-api/error");
pub(crate) const HANDLERS: Source =
    page("github.com/Portkey-AI/gateway/blob/main/src/handlers/responseHandlers.ts");
pub(crate) const GLOBALS: Source = page("github.com/Portkey-AI/gateway/blob/main/src/globals.ts");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Portkey),
    sources: &[DOCS, HANDLERS, GLOBALS],
    codes: &[
        code("hooks_failed", ContentPolicy).only(Portkey).source(HANDLERS),
        code("AB01", InvalidRequest).generic().only(Portkey).source(ADMIN_ERRORS),
        code("AB02", NotFound).generic().only(Portkey).source(ADMIN_ERRORS),
        code("AB03", PermissionDenied).only(Portkey).source(ADMIN_ERRORS),
        code("AB04", InternalError).generic().only(Portkey).source(ADMIN_ERRORS),
        code("AB05", Authentication).only(Portkey).source(ADMIN_ERRORS),
        code("AB06", RateLimited).only(Portkey).source(ADMIN_ERRORS),
        code("AB07", Conflict).only(Portkey).source(ADMIN_ERRORS),
        code("AB08", NotFound).only(Portkey).source(ADMIN_ERRORS),
        code("AB09", QuotaExhausted).only(Portkey).source(ADMIN_ERRORS),
    ],
    headers: &[
        provider_header("x-portkey-trace-id", Portkey).source(GLOBALS),
        provider_header("x-portkey-retry-attempt-count", Portkey).source(GLOBALS),
        provider_header("x-portkey-last-used-option-index", Portkey).source(GLOBALS),
        provider_header("x-portkey-last-used-option-params", Portkey).source(GLOBALS),
        provider_header("x-portkey-cache-status", Portkey).source(GLOBALS),
        provider_header("x-portkey-provider", Portkey).source(GLOBALS),
        provider_header("x-portkey-gateway-exception", Portkey)
            .source(page("github.com/Portkey-AI/gateway/blob/main/src/handlers/handlerUtils.ts")),
    ],
    fields: &[field(&[Root], "hook_results", Any, Field::ProviderMarker)
        .only(Portkey)
        .source(HANDLERS)],
    marks: &[
        mark(MarkPlace::Prefix, "Portkey Error", Portkey)
            .source(page("portkey.ai/docs/support/common-errors-and-resolutions")),
        host("portkey.ai", Portkey).source(DOCS),
    ],
    ..ProviderRules::NONE
};
