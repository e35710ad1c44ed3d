//! Moonshot AI.

use crate::kind::Kind::{Authentication, Overloaded, QuotaExhausted, RateLimited};
use crate::kind::Provider::Moonshot;
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const CHAT: Source = page("platform.kimi.com/docs/api/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Moonshot),
    sources: &[CHAT],
    codes: &[
        code("exceeded_current_quota_error", QuotaExhausted).source(CHAT),
        code("engine_overloaded_error", Overloaded).source(CHAT),
        code("rate_limit_reached_error", RateLimited).limit().source(CHAT),
        code("incorrect_api_key_error", Authentication).source(CHAT),
    ],
    marks: &[
        host("moonshot.cn", Moonshot).source(CHAT),
        host("moonshot.ai", Moonshot).source(CHAT),
        host("kimi.com", Moonshot).source(CHAT),
    ],
    ..ProviderRules::NONE
};
