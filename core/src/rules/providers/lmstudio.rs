//! LM Studio.

use crate::kind::Provider::Lmstudio;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("lmstudio.ai/docs");

pub(crate) const SEEN: Source = page("github.com/lmstudio-ai/lmstudio-bug-tracker/issues/546");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Lmstudio),
    sources: &[DOCS, SEEN],
    marks: &[host("lmstudio.ai", Lmstudio).source(DOCS)],
    ..ProviderRules::NONE
};
