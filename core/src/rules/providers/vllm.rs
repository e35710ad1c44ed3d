//! vLLM.

use super::sglang;
use crate::kind::Provider::Vllm;
use crate::rules::schema::Accepts::{Number, OneOf};
use crate::rules::schema::{Accepts, ProviderRules, Source, envelope, in_error, page};

pub(crate) const DOCS: Source = page("docs.vllm.ai/en/latest/api/vllm/exceptions");

/// The names of its exception classes, which it sends as types.
const CLASSES: Accepts = OneOf(&[
    "BadRequestError",
    "NotFoundError",
    "InternalServerError",
    "NotImplementedError",
    "UnprocessableEntityError",
]);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Vllm),
    sources: &[DOCS],
    envelopes: &[envelope(Vllm, &[in_error("type", CLASSES), in_error("code", Number)])
        .lacks(&[sglang::INPUT, sglang::TOKEN_COUNT, sglang::QUEUE, sglang::PRIORITY])
        .source(DOCS)],
    ..ProviderRules::NONE
};
