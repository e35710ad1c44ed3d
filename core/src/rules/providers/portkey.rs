//! A Portkey gateway.

use crate::kind::Provider::Portkey;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("portkey.ai/docs/api-reference/inference-api/error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Portkey),
    sources: &[DOCS],
    marks: &[host("portkey.ai", Portkey).source(DOCS)],
    ..ProviderRules::NONE
};
