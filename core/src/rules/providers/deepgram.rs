//! Deepgram.

use crate::kind::Kind::{
    Authentication, InvalidRequest, NotFound, PermissionDenied, QuotaExhausted,
};
use crate::kind::Provider::Deepgram;
use crate::rules::schema::Accepts::{OneOf, Scalar, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    Field, HeaderMeaning, ProviderRules, Source, code, envelope, field, header, host, in_body,
    page, provider_header,
};

pub(crate) const ERRORS: Source =
    page("github.com/deepgram/deepgram-docs/blob/main/fern/docs/errors.mdx");
pub(crate) const OPENAPI: Source =
    page("github.com/deepgram/deepgram-docs/blob/main/fern/openapi.yml");

pub(crate) const AGENT_ERRORS: Source =
    page("github.com/deepgram/deepgram-docs/blob/main/fern/docs/voice-agent-errors.mdx");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Deepgram),
    sources: &[ERRORS],
    codes: &[
        code("insufficient_permissions", PermissionDenied).source(ERRORS),
        code("INVALID_AUTH", Authentication).only(Deepgram).source(ERRORS),
        code("PROJECT_NOT_FOUND", NotFound).generic().source(ERRORS),
        code("ASR_PAYMENT_REQUIRED", QuotaExhausted).only(Deepgram).source(ERRORS),
        code("INVALID_JSON", InvalidRequest).generic().source(ERRORS),
        code("INVALID_QUERY_PARAMETER", InvalidRequest).generic().source(ERRORS),
        code("PAYLOAD_ERROR", InvalidRequest).generic().source(ERRORS),
        code("REMOTE_CONTENT_ERROR", InvalidRequest).generic().source(ERRORS),
        code("UNSUPPORTED_MEDIA_TYPE", InvalidRequest).generic().source(ERRORS),
    ],
    headers: &[
        header("dg-request-id", HeaderMeaning::RequestId).only(Deepgram).source(OPENAPI),
        provider_header("dg-error", Deepgram).source(OPENAPI),
    ],
    fields: &[
        field(&[Root], "err_msg", String, Field::Message).source(OPENAPI),
        field(&[Root], "err_code", Scalar, Field::Code).source(OPENAPI),
        field(&[Root], "category", String, Field::Reason).source(ERRORS),
    ],
    envelopes: &[
        envelope(Deepgram, &[in_body("err_code", String), in_body("err_msg", String)])
            .source(ERRORS),
        envelope(Deepgram, &[in_body("error_code", String), in_body("err_msg", String)])
            .source(ERRORS),
        envelope(
            Deepgram,
            &[
                in_body("type", OneOf(&["Error"])),
                in_body("description", String),
                in_body("code", String),
            ],
        )
        .source(AGENT_ERRORS),
    ],
    marks: &[host("deepgram.com", Deepgram).source(ERRORS)],
    ..ProviderRules::NONE
};
