//! SiliconFlow.

use crate::kind::Kind::{ModelNotFound, Overloaded, QuotaExhausted};
use crate::kind::Provider::Siliconflow;
use crate::rules::schema::{HeaderMeaning, ProviderRules, Source, code, header, host, page, seen};

pub(crate) const CODE: Source = seen("SiliconFlow: code");
pub(crate) const ERRORS: Source = page("docs.siliconflow.cn/cn/faqs/error-code");
pub(crate) const RATE_LIMITS: Source =
    page("docs.siliconflow.cn/docs/userguide/faqs/rate-limit-and-upgradation");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Siliconflow),
    sources: &[ERRORS, RATE_LIMITS],
    codes: &[
        code("20012", ModelNotFound).number_of(Siliconflow, &[400]).source(ERRORS),
        code("30001", QuotaExhausted).number_of(Siliconflow, &[403]).source(CODE),
        code("30011", QuotaExhausted)
            .number_of(Siliconflow, &[403])
            .source(page("github.com/FoundationAgents/OpenManus/issues/438")),
        code("50505", Overloaded).number_of(Siliconflow, &[]).source(CODE),
        code("50508", Overloaded).number_of(Siliconflow, &[503]).source(CODE),
    ],
    headers: &[header("x-siliconcloud-trace-id", HeaderMeaning::RequestId)
        .only(Siliconflow)
        .source(page("docs.siliconflow.cn/cn/docs/api/messages-post"))],
    marks: &[
        host("siliconflow.cn", Siliconflow).source(ERRORS),
        host("siliconflow.com", Siliconflow)
            .source(page("docs.siliconflow.com/en/faqs/error-code")),
    ],
    ..ProviderRules::NONE
};
