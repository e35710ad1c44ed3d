//! Replicate.

use crate::kind::Provider::Replicate;
use crate::rules::schema::Accepts::{Any, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{Field, ProviderRules, Source, envelope, field, host, in_body, page};

pub(crate) const DOCS: Source = page("replicate.com/docs/reference/http");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Replicate),
    sources: &[DOCS],
    fields: &[field(&[Root], "invalid_fields", Any, Field::ProviderMarker).source(DOCS)],
    envelopes: &[envelope(
        Replicate,
        &[in_body("title", String), in_body("detail", String), in_body("invalid_fields", Any)],
    )
    .source(DOCS)],
    marks: &[
        host("replicate.com", Replicate).source(DOCS),
        host("replicate.delivery", Replicate).source(DOCS),
    ],
    ..ProviderRules::NONE
};
