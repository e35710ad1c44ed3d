//! OpenCode: Zen and Go.

use crate::kind::Provider::Opencode;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("opencode.ai/docs/zen");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Opencode),
    sources: &[DOCS],
    marks: &[host("opencode.ai", Opencode).source(DOCS)],
    ..ProviderRules::NONE
};
