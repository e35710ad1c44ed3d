//! SiliconFlow.

use crate::kind::Kind::{ModelNotFound, Overloaded, QuotaExhausted};
use crate::kind::Provider::Siliconflow;
use crate::rules::schema::{ProviderRules, Source, code, host, seen};

pub(crate) const CODE: Source = seen("SiliconFlow: code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Siliconflow),
    sources: &[],
    codes: &[
        code("20012", ModelNotFound).source(CODE),
        code("30001", QuotaExhausted).source(CODE),
        code("30011", QuotaExhausted).source(CODE),
        code("50505", Overloaded).source(CODE),
        code("50508", Overloaded).source(CODE),
    ],
    marks: &[
        host("siliconflow.cn", Siliconflow).source(CODE),
        host("siliconflow.com", Siliconflow).source(CODE),
    ],
    ..ProviderRules::NONE
};
