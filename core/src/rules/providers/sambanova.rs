//! SambaNova Cloud.

use crate::kind::Provider::Sambanova;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("docs.sambanova.ai/docs/en/api-reference/api-error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Sambanova),
    sources: &[DOCS],
    marks: &[host("sambanova.ai", Sambanova).source(DOCS)],
    ..ProviderRules::NONE
};
