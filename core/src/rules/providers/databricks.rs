//! Databricks.

use crate::rules::schema::{ProviderRules, Source, page};

pub(crate) const API: Source = page("docs.databricks.com/api/workspace/introduction");

pub(crate) const RULES: ProviderRules = ProviderRules { sources: &[API], ..ProviderRules::NONE };
