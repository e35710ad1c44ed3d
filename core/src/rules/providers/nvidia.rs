//! NVIDIA NIM.

use crate::kind::Provider::Nvidia;
use crate::rules::schema::{ProviderRules, Source, host, page};

pub(crate) const API: Source = page("docs.api.nvidia.com");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Nvidia),
    sources: &[API],
    marks: &[
        host("build.nvidia.com", Nvidia).source(API),
        host("api.nvidia.com", Nvidia).source(API),
    ],
    ..ProviderRules::NONE
};
