//! Databricks.

use crate::kind::Provider::Databricks;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const API: Source = page("docs.databricks.com/api/workspace/introduction");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Databricks),
    sources: &[API],
    marks: &[host("databricks.com", Databricks).source(API)],
    ..ProviderRules::NONE
};
