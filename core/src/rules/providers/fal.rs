//! fal.

use crate::kind::Provider::Fal;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const DOCS: Source = page("docs.fal.ai/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Fal),
    sources: &[DOCS],
    marks: &[host("fal.ai", Fal).source(DOCS), host("fal.run", Fal).source(DOCS)],
    ..ProviderRules::NONE
};
