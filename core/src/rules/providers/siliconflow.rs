//! SiliconFlow.

use crate::kind::Kind::{ModelNotFound, Overloaded, QuotaExhausted};
use crate::rules::schema::{ProviderRules, Source, code, seen};

pub(crate) const CODE: Source = seen("SiliconFlow: code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[],
    codes: &[
        code("20012", ModelNotFound).source(CODE),
        code("30001", QuotaExhausted).source(CODE),
        code("30011", QuotaExhausted).source(CODE),
        code("50505", Overloaded).source(CODE),
        code("50508", Overloaded).source(CODE),
    ],
    ..ProviderRules::NONE
};
