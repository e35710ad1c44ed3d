//! OpenCode: Zen and Go.

use crate::kind::Kind::{PermissionDenied, QuotaExhausted, RateLimited};
use crate::kind::Provider::Opencode;
use crate::rules::schema::{MarkPlace, ProviderRules, Source, code, host, mark, page};

pub(crate) const DOCS: Source = page("opencode.ai/docs/zen");
pub(crate) const CLASSES: Source = page(
    "github.com/anomalyco/opencode/blob/dev/packages/console/app/src/routes/zen/util/\
    error.ts",
);
pub(crate) const MESSAGES: Source = page(
    "github.com/anomalyco/opencode/blob/dev/packages/console/app/src/i18n/\
    en.ts",
);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Opencode),
    sources: &[DOCS, CLASSES, MESSAGES],
    codes: &[
        code("CreditsError", QuotaExhausted).only(Opencode).source(CLASSES),
        code("MonthlyLimitError", QuotaExhausted).only(Opencode).source(CLASSES),
        code("UserLimitError", QuotaExhausted).only(Opencode).source(CLASSES),
        code("RegionError", PermissionDenied).only(Opencode).source(CLASSES),
        code("FreeUsageLimitError", RateLimited).only(Opencode).source(CLASSES),
        code("GoUsageLimitError", QuotaExhausted).used_up().only(Opencode).source(CLASSES),
        code("BlackUsageLimitError", QuotaExhausted).used_up().only(Opencode).source(CLASSES),
    ],
    marks: &[
        mark(MarkPlace::Prefix, "Error from provider (Console", Opencode).source(DOCS),
        host("opencode.ai", Opencode).source(DOCS),
    ],
    ..ProviderRules::NONE
};
