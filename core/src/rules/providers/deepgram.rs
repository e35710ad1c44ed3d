//! Deepgram.

use crate::rules::schema::Accepts::{Scalar, String};
use crate::rules::schema::Parent::{Root};
use crate::rules::schema::{Field, ProviderRules, Source, field, page};

pub(crate) const ERRORS: Source = page("developers.deepgram.com/docs/errors");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[ERRORS],
    fields: &[
        field(&[Root], "err_msg", String, Field::Message).source(ERRORS),
        field(&[Root], "err_code", Scalar, Field::Code).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
