//! SiliconFlow.

use crate::kind::Kind::{ModelNotFound, Overloaded, QuotaExhausted};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const CODES: Source = page("docs.siliconflow.cn/cn/faqs/error-code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[CODES],
    codes: &[
        code("20012", ModelNotFound).source(CODES),
        code("30001", QuotaExhausted).source(CODES),
        code("30011", QuotaExhausted).source(CODES),
        code("50505", Overloaded).source(CODES),
        code("50508", Overloaded).source(CODES),
    ],
    ..ProviderRules::NONE
};
