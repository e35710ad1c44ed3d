//! DeepInfra.

use crate::kind::Provider::Deepinfra;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("docs.deepinfra.com/account/rate-limits");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Deepinfra),
    sources: &[DOCS],
    marks: &[host("deepinfra.com", Deepinfra).source(DOCS)],
    ..ProviderRules::NONE
};
