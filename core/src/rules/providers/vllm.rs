//! vLLM.

use crate::kind::Kind::{Overloaded, UnprocessableEntity};
use crate::kind::Provider::{Vllm};
use crate::rules::schema::Accepts::{Number, OneOf};
use crate::rules::schema::{Accepts, ProviderRules, Source, code, envelope, in_error, page};

pub(crate) const DOCS: Source = page("docs.vllm.ai");

/// The names of its exception classes, which it sends as types.
const CLASSES: Accepts = OneOf(&["BadRequestError", "NotFoundError", "InternalServerError", "NotImplementedError", "UnprocessableEntityError",]);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Vllm),
    sources: &[DOCS],
    codes: &[
        code("unprocessable_entity_error", UnprocessableEntity).generic().source(DOCS),
        code("queue_full", Overloaded).source(DOCS),
    ],
    envelopes: &[
        envelope(Vllm, &[in_error("type", CLASSES), in_error("code", Number)]).source(DOCS),
    ],
    ..ProviderRules::NONE
};
