//! Deepgram.

use crate::kind::Kind::PermissionDenied;
use crate::kind::Provider::Deepgram;
use crate::rules::schema::Accepts::{Scalar, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{Field, ProviderRules, Source, code, field, host, page};

pub(crate) const ERRORS: Source =
    page("github.com/deepgram/deepgram-docs/blob/main/fern/docs/errors.mdx");
pub(crate) const OPENAPI: Source =
    page("github.com/deepgram/deepgram-docs/blob/main/fern/openapi.yml");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Deepgram),
    sources: &[ERRORS],
    codes: &[code("insufficient_permissions", PermissionDenied).source(ERRORS)],
    fields: &[
        field(&[Root], "err_msg", String, Field::Message).source(OPENAPI),
        field(&[Root], "err_code", Scalar, Field::Code).source(OPENAPI),
    ],
    marks: &[host("deepgram.com", Deepgram).source(ERRORS)],
    ..ProviderRules::NONE
};
