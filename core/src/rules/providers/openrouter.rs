//! OpenRouter.

use crate::kind::Kind::{
    BadGateway, ContentPolicy, InvalidRequest, ModelNotFound, NotFound, Overloaded,
    PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge, UnprocessableEntity,
};
use crate::kind::Provider::Openrouter;
use crate::rules::schema::Accepts::{Any, Container, Number, String, StringOrContainer};
use crate::rules::schema::Parent::{Error, Inner, Metadata, Root};
use crate::rules::schema::{
    Field, ProviderRules, Source, code, envelope, field, host, in_body, in_error, page,
};

pub(crate) const ERRORS: Source = page("openrouter.ai/docs/api_reference/errors-and-debugging");
pub(crate) const ERROR_TYPES: Source =
    page("openrouter.ai/docs/client-sdks/python/components/apierrortype");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Openrouter),
    sources: &[ERRORS],
    codes: &[
        code("payload_too_large", RequestTooLarge).source(ERROR_TYPES),
        code("string_too_long", RequestTooLarge)
            .limit()
            .within(&[Error, Inner, Root])
            .source(ERROR_TYPES),
        code("provider_overloaded", Overloaded).source(ERROR_TYPES),
        code("precondition_failed", InvalidRequest).generic().source(ERROR_TYPES),
        code("provider_unavailable", BadGateway).generic().source(ERROR_TYPES),
        code("payment_required", QuotaExhausted).source(ERROR_TYPES),
        code("insufficient_credits", QuotaExhausted).source(page(
            "github.com/OpenRouterTeam/typescript-sdk/blob/main/src/models/\
            outputfusionservertoolitem.ts",
        )),
        code("max_tokens_exceeded", InvalidRequest).generic().source(ERROR_TYPES),
        code("refusal", ContentPolicy).source(ERROR_TYPES),
        code("privacy_restricted", PermissionDenied).source(ERRORS),
        code("no_endpoints", ModelNotFound).source(ERRORS),
        code("model_deprecated", ModelNotFound).source(ERRORS),
        code("model_unavailable_upstream", ModelNotFound).source(ERRORS),
        code("capacity_exhausted", Overloaded).source(ERRORS),
        code("unprocessable", UnprocessableEntity).generic().source(ERROR_TYPES),
        code("invalid_image", InvalidRequest).generic().source(ERROR_TYPES),
        code("unsupported_image_format", InvalidRequest).generic().source(ERROR_TYPES),
        code("image_download_failed", InvalidRequest).generic().source(ERROR_TYPES),
        code("invalid_prompt", InvalidRequest).generic().source(ERROR_TYPES),
        code("token_limit_exceeded", QuotaExhausted).limit().source(ERRORS),
        code("image_not_found", NotFound).source(ERROR_TYPES),
        code("constraint_filtered", InvalidRequest).source(ERRORS),
        code("free_variant_ended", ModelNotFound).source(ERRORS),
        code("in_flight_budget_exhausted", RateLimited).only(Openrouter).source(ERRORS),
        code("weight_exceeds_budget", QuotaExhausted).source(ERRORS),
    ],
    fields: &[
        field(&[Metadata], "code", String, Field::Reason).only(Openrouter).source(ERRORS),
        field(&[Metadata], "reason", String, Field::Reason).source(ERRORS),
        field(&[Metadata], "error_type", String, Field::Reason).source(ERRORS),
        field(&[Metadata], "headers", Container, Field::Headers).only(Openrouter).source(ERRORS),
        field(&[Metadata], "raw", StringOrContainer, Field::UpstreamBody)
            .only(Openrouter)
            .source(ERRORS),
        field(&[Metadata], "provider_name", String, Field::UpstreamProvider)
            .only(Openrouter)
            .source(ERRORS),
        field(&[Metadata], "provider_name", Any, Field::ProviderMarker)
            .only(Openrouter)
            .source(ERRORS),
        field(&[Metadata], "limit_source", Any, Field::ProviderMarker)
            .only(Openrouter)
            .source(page("github.com/open-webui/computer/issues/293")),
        field(&[Root], "openrouter_metadata", Any, Field::ProviderMarker).only(Openrouter).source(
            page(
                "github.com/OpenRouterTeam/typescript-sdk/blob/main/src/models/\
                openroutermetadata.ts",
            ),
        ),
        field(&[Metadata], "flagged_input", Any, Field::ProviderMarker)
            .only(Openrouter)
            .source(ERRORS),
    ],
    envelopes: &[
        envelope(
            Openrouter,
            &[in_body("provider", String), in_error("code", Number), in_error("message", String)],
        )
        .source(ERRORS),
        envelope(
            Openrouter,
            &[in_body("user_id", String), in_error("code", Number), in_error("message", String)],
        )
        .source(ERRORS),
    ],
    marks: &[host("openrouter.ai", Openrouter).source(ERRORS)],
    ..ProviderRules::NONE
};
