//! Cohere.

use crate::kind::Provider::Cohere;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const ERRORS: Source = page("docs.cohere.com/reference/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Cohere),
    sources: &[ERRORS],
    marks: &[host("cohere.com", Cohere).source(ERRORS), host("cohere.ai", Cohere).source(ERRORS)],
    ..ProviderRules::NONE
};
