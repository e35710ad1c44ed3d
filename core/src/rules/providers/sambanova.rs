//! SambaNova Cloud.

use crate::kind::Kind::{InvalidRequest, ServiceUnavailable};
use crate::kind::Provider::Sambanova;
use crate::kind::Window;
use crate::rules::schema::{Bucket, ProviderRules, Source, code, host, page};

pub(crate) const DOCS: Source =
    page("docs.sambanova.ai/docs/en/api-reference/using-the-api/api-error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Sambanova),
    sources: &[DOCS],
    codes: &[
        code("maintenance", ServiceUnavailable).source(DOCS),
        code("invalid_type", InvalidRequest).generic().source(DOCS),
        code("decimal_above_max_value", InvalidRequest).generic().source(DOCS),
        code("decimal_below_min_value", InvalidRequest).generic().source(DOCS),
        code("integer_above_max_value", InvalidRequest).generic().source(DOCS),
    ],
    windows: &[(Bucket::Requests, Window::Minute)],
    marks: &[host("sambanova.ai", Sambanova).source(DOCS)],
    ..ProviderRules::NONE
};
