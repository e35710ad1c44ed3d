//! Hugging Face: Inference Providers, TGI and TEI.

use crate::kind::Kind::{InternalError, Overloaded};
use crate::kind::Provider::Huggingface;
use crate::rules::providers::openrouter;
use crate::rules::schema::Accepts::{Number, NumberBut, OneOf, Scalar, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    ANY_ERROR, Accepts, Field, MarkPlace, ProviderRules, Source, code, envelope, field, host,
    in_body, mark, page, seen,
};

pub(crate) const INFERENCE: Source = page("huggingface.co/docs/inference-providers");
pub(crate) const TGI: Source = page(
    "github.com/huggingface/text-generation-inference/blob/main/router/src/\
    infer/mod.rs",
);

/// What TGI and TEI send as types.
const TYPES: Accepts = OneOf(&[
    "validation",
    "overloaded",
    "generation",
    "incomplete_generation",
    "Validation",
    "Overloaded",
    "Backend",
    "Tokenizer",
    "Unhealthy",
    "healthcheck",
]);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Huggingface),
    sources: &[INFERENCE, TGI],
    codes: &[
        code("overloaded", Overloaded).source(TGI),
        code("generation", InternalError).within(&[Root]).source(TGI),
        code("incomplete_generation", InternalError).source(TGI),
        code("backend", InternalError).source(page(
            "github.com/huggingface/text-embeddings-inference/blob/main/router/src/\
            http/server.rs",
        )),
    ],
    fields: &[
        // Every error of a stream has the number 422.
        field(ANY_ERROR, "http_status_code", NumberBut("422"), Field::Status)
            .only(Huggingface)
            .source(TGI),
        field(ANY_ERROR, "http_status_code", Number, Field::ProviderMarker)
            .only(Huggingface)
            .source(TGI),
        field(&[Root], "estimated_time", Scalar, Field::DelaySeconds).source(page(
            "github.com/Kong/kong/blob/master/spec/fixtures/ai-proxy/huggingface/llm-\
            v1-chat/responses/bad_response_model_load.json",
        )),
    ],
    envelopes: &[
        envelope(Huggingface, &[in_body("error", String), in_body("error_type", TYPES)])
            .source(TGI),
        envelope(Huggingface, &[in_body("error", String), in_body("estimated_time", Number)])
            .source(INFERENCE),
    ],
    marks: &[
        mark(
            MarkPlace::Header("x-proxied-host"),
            "internal.api-inference.huggingface",
            Huggingface,
        )
        .source(seen("Hugging Face: response header")),
        mark(MarkPlace::Header("access-control-expose-headers"), "X-Repo-Commit", Huggingface)
            .source(INFERENCE),
        mark(MarkPlace::Name, "HF Inference", Huggingface).source(openrouter::ERRORS),
        host("huggingface.co", Huggingface).source(INFERENCE),
        host("hf.co", Huggingface).source(INFERENCE),
    ],
    ..ProviderRules::NONE
};
