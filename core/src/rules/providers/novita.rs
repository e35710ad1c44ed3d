//! Novita AI.

use crate::kind::Provider::Novita;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("novita.ai/docs/guides/llm-error-code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Novita),
    sources: &[DOCS],
    marks: &[host("novita.ai", Novita).source(DOCS)],
    ..ProviderRules::NONE
};
