//! Cohere.

use crate::kind::Kind::{ContentPolicy, ContextLengthExceeded};
use crate::kind::Provider::Cohere;
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const ERRORS: Source = page("docs.cohere.com/reference/errors");

pub(crate) const FINISH_REASONS: Source = page(
    "github.com/cohere-ai/cohere-python/blob/main/src/cohere/types/\
    chat_stream_end_event_finish_reason.py",
);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Cohere),
    sources: &[ERRORS],
    codes: &[
        code("ERROR_TOXIC", ContentPolicy).source(FINISH_REASONS),
        code("ERROR_LIMIT", ContextLengthExceeded).source(FINISH_REASONS),
    ],
    marks: &[host("cohere.com", Cohere).source(ERRORS), host("cohere.ai", Cohere).source(ERRORS)],
    ..ProviderRules::NONE
};
