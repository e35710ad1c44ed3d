//! Vercel.

use crate::kind::Kind::{QuotaExhausted, Timeout};
use crate::kind::Provider::Vercel;
use crate::rules::schema::{ProviderRules, Source, code, host, page, seen};

pub(crate) const ERRORS: Source = page("vercel.com/docs/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Vercel),
    sources: &[ERRORS],
    codes: &[
        code("customer_verification_required", QuotaExhausted)
            .source(seen("Vercel AI Gateway: error.type")),
        code("FUNCTION_INVOCATION_TIMEOUT", Timeout).source(ERRORS),
    ],
    marks: &[host("vercel.com", Vercel).source(ERRORS)],
    ..ProviderRules::NONE
};
