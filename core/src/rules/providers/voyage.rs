//! Voyage AI.

use crate::rules::schema::{ProviderRules, Source, page};

pub(crate) const ERRORS: Source = page("docs.voyageai.com/docs/error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules { sources: &[ERRORS], ..ProviderRules::NONE };
