//! LM Studio.

use crate::kind::Provider::Lmstudio;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("lmstudio.ai/docs");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Lmstudio),
    sources: &[DOCS],
    marks: &[host("lmstudio.ai", Lmstudio).source(DOCS)],
    ..ProviderRules::NONE
};
