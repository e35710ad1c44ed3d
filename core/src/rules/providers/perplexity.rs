//! Perplexity.

use crate::kind::Kind::{ContextLengthExceeded};
use crate::kind::Provider::{Perplexity};
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const ERRORS: Source = page("docs.perplexity.ai/guides/perplexity-sdk-error-handling");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Perplexity),
    sources: &[ERRORS],
    codes: &[
        code("too_many_prompt_tokens", ContextLengthExceeded).source(ERRORS),
    ],
    marks: &[
        host("perplexity.ai", Perplexity).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
