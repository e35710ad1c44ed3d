//! Replicate.

use crate::kind::Provider::Replicate;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("replicate.com/docs/reference/http");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Replicate),
    sources: &[DOCS],
    marks: &[host("replicate.com", Replicate).source(DOCS)],
    ..ProviderRules::NONE
};
