//! LM Studio.

use crate::rules::schema::{ProviderRules, Source, page};

pub(crate) const DOCS: Source = page("lmstudio.ai/docs");

pub(crate) const RULES: ProviderRules = ProviderRules { sources: &[DOCS], ..ProviderRules::NONE };
