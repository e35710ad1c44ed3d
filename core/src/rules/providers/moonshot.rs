//! Moonshot AI.

use crate::kind::Kind::{Authentication, Overloaded, QuotaExhausted, RateLimited};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const CHAT: Source = page("platform.kimi.com/docs/api/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[CHAT],
    codes: &[
        code("exceeded_current_quota_error", QuotaExhausted).source(CHAT),
        code("engine_overloaded_error", Overloaded).source(CHAT),
        code("rate_limit_reached_error", RateLimited).limit().source(CHAT),
        code("incorrect_api_key_error", Authentication).source(CHAT),
    ],
    ..ProviderRules::NONE
};
