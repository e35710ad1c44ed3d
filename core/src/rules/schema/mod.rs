//! The types of the rows, and the functions that make them.
//!
//! A row is written as `code("tool_use_failed", GenerationFailed).only(Groq).source(TOOLS)`: a
//! function for its kind of row, then one method for each further fact. All of them are `const`, so
//! that tables are made at compile time.

mod client;
mod code;
mod header;
mod member;
mod provider;
mod source;
mod specificity;
mod status;
mod stream;
mod wording;
mod words;

pub(crate) use client::{ClassRow, FailureWords, StatusWords, Surety, class, means, states};
pub(crate) use code::{CodeMatch, CodeRow, code};
pub(crate) use header::{
    Bucket, BucketPart, BucketRow, HeaderMeaning, HeaderRow, bucket, bucket_header, header,
    provider_header,
};
pub(crate) use member::{
    ANY_ERROR, ANY_ERROR_OR_ROOT, Accepts, DELAYS, Effect, FLAT, Field, FieldRow, JsonType, Parent,
    Trait, field, object,
};
pub(crate) use provider::{
    EnvelopeRow, MarkPlace, MarkRow, MemberTest, ProviderRules, envelope, host, in_body, in_error,
    in_object, mark,
};
pub(crate) use source::{Source, page, seen};
pub(crate) use specificity::Specificity;
pub(crate) use status::{StatusRow, WordingUnder, status, statuses};
pub(crate) use stream::{Dialect, EventSays, ReasonAs, ReasonRow, Role, event, place, reason};
pub(crate) use wording::{Family, LimitField, MessageEffect, SentenceRow, extract, family, from};
pub(crate) use words::{Words, position, words};
