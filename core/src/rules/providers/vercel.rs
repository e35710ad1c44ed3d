//! Vercel.

use crate::kind::Kind::{Timeout};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const ERRORS: Source = page("vercel.com/docs/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[ERRORS],
    codes: &[
        code("FUNCTION_INVOCATION_TIMEOUT", Timeout).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
