//! Cloudflare: AI Gateway, Workers AI and its edge.

use crate::kind::Kind::{
    Authentication, BadGateway, ContentPolicy, GenerationFailed, ModelNotFound, NotFound,
    Overloaded, PermissionDenied, QuotaExhausted, RateLimited, ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Cloudflare;
use crate::rules::schema::Accepts::{Any, Number, OneOf, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    ANY_ERROR, Field, MarkPlace, ProviderRules, Source, code, envelope, field, host, in_body,
    in_error, mark, page, provider_header, seen, status,
};

pub(crate) const STATUSES: Source =
    page("developers.cloudflare.com/support/troubleshooting/http-status-codes");
pub(crate) const WORKERS_AI: Source = page("developers.cloudflare.com/workers-ai/platform/errors");
pub(crate) const AI_GATEWAY: Source =
    page("developers.cloudflare.com/ai-gateway/features/guardrails/set-up-guardrail");
pub(crate) const POLICIES: Source = page("developers.cloudflare.com/ai-gateway/features/policies");
pub(crate) const ERRORS_CODE: Source = seen("Cloudflare Workers AI: errors[].code");
pub(crate) const ERROR_CODE: Source = seen("Cloudflare AI Gateway: error[].code");
pub(crate) const RESPONSE_HEADERS: Source = seen("Cloudflare AI Gateway: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Cloudflare),
    sources: &[STATUSES, WORKERS_AI, AI_GATEWAY],
    statuses: &[
        status(520, "520", BadGateway)
            .reason("Web Server Returned an Unknown Error")
            .source(STATUSES),
        status(521, "521", BadGateway).reason("Web Server Is Down").source(STATUSES),
        status(522, "522", Timeout).reason("Connection Timed Out").source(STATUSES),
        status(523, "523", BadGateway).reason("Origin Is Unreachable").source(STATUSES),
        status(524, "524", Timeout).reason("A Timeout Occurred").source(STATUSES),
        status(525, "525", BadGateway).reason("SSL Handshake Failed").source(STATUSES),
        status(526, "526", BadGateway).reason("Invalid SSL Certificate").source(STATUSES),
        status(530, "530", BadGateway).reason("Origin DNS Error").source(STATUSES),
    ],
    codes: &[
        code("cf_bad_gateway", BadGateway)
            .only(Cloudflare)
            .source(page("github.com/stanfordnlp/dspy/pull/203")),
        code("cf_gateway_timeout", Timeout)
            .only(Cloudflare)
            .source(page("github.com/ferrislucas/promptr/issues/32")),
        code("cf_service_unavailable", ServiceUnavailable)
            .only(Cloudflare)
            .source(seen("ChatGPT behind Cloudflare: error.type")),
        code("2003", RateLimited).number_of(Cloudflare, &[]).source(ERROR_CODE),
        code("2005", BadGateway).number_of(Cloudflare, &[]).source(ERROR_CODE),
        code("2009", Authentication).number_of(Cloudflare, &[]).source(page(
            "developers.cloudflare.com/changelog/post/2026-10-05-provider-credential-\
            errors",
        )),
        code("2016", ContentPolicy).number_of(Cloudflare, &[]).source(AI_GATEWAY),
        code("2017", ContentPolicy).number_of(Cloudflare, &[]).source(AI_GATEWAY),
        code("2021", QuotaExhausted).number_of(Cloudflare, &[]).source(ERROR_CODE),
        code("3036", RateLimited).number_of(Cloudflare, &[]).source(WORKERS_AI),
        code("3040", Overloaded).number_of(Cloudflare, &[]).source(WORKERS_AI),
        code("5007", ModelNotFound).number_of(Cloudflare, &[]).source(WORKERS_AI),
        code("5018", PermissionDenied).number_of(Cloudflare, &[]).source(WORKERS_AI),
        code("10000", Authentication).number_of(Cloudflare, &[]).source(ERRORS_CODE),
        code("5024", GenerationFailed).number_of(Cloudflare, &[]).source(ERRORS_CODE),
        code("7000", NotFound).number_of(Cloudflare, &[]).source(ERRORS_CODE),
    ],
    headers: &[
        provider_header("cf-aig-log-id", Cloudflare).source(RESPONSE_HEADERS),
        provider_header("cf-aig-cache-status", Cloudflare)
            .source(page("developers.cloudflare.com/ai-gateway/features/caching")),
        provider_header("cf-aig-step", Cloudflare).source(RESPONSE_HEADERS),
    ],
    fields: &[
        field(&[Root], "name", OneOf(&["AiGatewayError"]), Field::ProviderMarker)
            .only(Cloudflare)
            .source(seen("Cloudflare AI Gateway: name")),
        field(ANY_ERROR, "bucket", String, Field::ProviderMarker).source(POLICIES),
        field(ANY_ERROR, "spent", Number, Field::ProviderMarker).source(POLICIES),
        field(&[Root], "cloudflare_error", Any, Field::ProviderMarker)
            .only(Cloudflare)
            .source(seen("Cloudflare edge: cloudflare_error")),
    ],
    envelopes: &[
        envelope(
            Cloudflare,
            &[in_body("success", Any), in_error("bucket", String), in_error("spent", Number)],
        )
        .source(POLICIES),
        envelope(
            Cloudflare,
            &[
                in_body("success", Any),
                in_body("messages", Any),
                in_error("code", Number),
                in_error("message", String),
            ],
        )
        .source(WORKERS_AI),
    ],
    marks: &[
        mark(MarkPlace::Page, "/cdn-cgi/", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "<center>cloudflare</center>", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "| Cloudflare</title>", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "cloudflare-nginx", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "cf-wrapper", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "cf-error-details", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "cf-alert", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "challenge-error-text", Cloudflare).source(STATUSES),
        mark(MarkPlace::Page, "<title>Just a moment...</title>", Cloudflare).source(STATUSES),
        mark(MarkPlace::Text, "error code: ", Cloudflare).source(STATUSES),
        host("gateway.ai.cloudflare.com", Cloudflare)
            .source(page("developers.cloudflare.com/ai-gateway")),
        host("developers.cloudflare.com", Cloudflare).source(STATUSES),
        host("dash.cloudflare.com", Cloudflare).source(STATUSES),
    ],
    ..ProviderRules::NONE
};
