//! Fireworks AI.

use crate::kind::Kind::{Overloaded};
use crate::kind::Provider::{Fireworks};
use crate::rules::schema::{Bucket, ProviderRules, Source, bucket, code, host, page, provider_header};

pub(crate) const ERRORS: Source = page("docs.fireworks.ai/guides/inference-error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Fireworks),
    sources: &[ERRORS],
    codes: &[
        code("DEPLOYMENT_SCALING_UP", Overloaded).source(ERRORS),
    ],
    headers: &[
        provider_header("fireworks-server-processing-time", Fireworks).source(ERRORS),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-tokens-prompt", Bucket::InputTokens).only(Fireworks).source(ERRORS),
        bucket("x-ratelimit-", "-tokens-generated", Bucket::OutputTokens).only(Fireworks).source(ERRORS),
    ],
    marks: &[
        host("fireworks.ai", Fireworks).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
