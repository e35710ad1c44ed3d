//! NVIDIA NIM.

use crate::rules::schema::{ProviderRules, Source, page};

pub(crate) const API: Source = page("docs.api.nvidia.com");

pub(crate) const RULES: ProviderRules = ProviderRules { sources: &[API], ..ProviderRules::NONE };
