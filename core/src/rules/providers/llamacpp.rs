//! llama.cpp.

use crate::kind::Kind::{ContextLengthExceeded, InvalidRequest, ServiceUnavailable};
use crate::kind::Provider::Llamacpp;
use crate::rules::schema::Accepts::Number;
use crate::rules::schema::{
    ANY_ERROR, Field, MarkPlace, ProviderRules, Source, code, field, mark, page,
};

pub(crate) const SOURCE_CODE: Source =
    page("github.com/ggml-org/llama.cpp/blob/master/tools/server/server-common.cpp");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Llamacpp),
    sources: &[SOURCE_CODE],
    codes: &[
        code("unavailable_error", ServiceUnavailable).generic().only(Llamacpp).source(SOURCE_CODE),
        code("exceed_context_size_error", ContextLengthExceeded).only(Llamacpp).source(SOURCE_CODE),
        code("not_supported_error", InvalidRequest).generic().only(Llamacpp).source(SOURCE_CODE),
    ],
    fields: &[field(ANY_ERROR, "n_ctx", Number, Field::ProviderMarker)
        .only(Llamacpp)
        .source(page("github.com/ggml-org/llama.cpp/pull/15780"))],
    marks: &[mark(MarkPlace::Header("server"), "llama.cpp", Llamacpp).source(SOURCE_CODE)],
    ..ProviderRules::NONE
};
