//! An SGLang server.

use crate::kind::Provider::Sglang;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("docs.sglang.ai");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Sglang),
    sources: &[DOCS],
    marks: &[host("docs.sglang.ai", Sglang).source(DOCS)],
    ..ProviderRules::NONE
};
