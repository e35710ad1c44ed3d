//! Voyage AI.

use crate::kind::Provider::Voyage;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const ERRORS: Source = page("docs.voyageai.com/docs/error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Voyage),
    sources: &[ERRORS],
    marks: &[host("voyageai.com", Voyage).source(ERRORS)],
    ..ProviderRules::NONE
};
