//! Who answered, and all rows of one provider.

use super::code::CodeRow;
use super::header::{Bucket, BucketRow, HeaderRow};
use super::member::{Accepts, FieldRow, Parent};
use super::source::Source;
use super::status::StatusRow;
use crate::kind::{Provider, Window};

/// A member that an envelope has, or lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MemberTest {
    /// The object, or that of the error's fields.
    pub(crate) parent: Option<Parent>,
    pub(crate) key: &'static str,
    pub(crate) accepts: Accepts,
}

/// A member of the object that has the error's fields.
pub(crate) const fn in_error(key: &'static str, accepts: Accepts) -> MemberTest {
    MemberTest { parent: None, key, accepts }
}

/// A member of the body.
pub(crate) const fn in_body(key: &'static str, accepts: Accepts) -> MemberTest {
    MemberTest { parent: Some(Parent::Root), key, accepts }
}

/// A member of this object.
pub(crate) const fn in_object(parent: Parent, key: &'static str, accepts: Accepts) -> MemberTest {
    MemberTest { parent: Some(parent), key, accepts }
}

/// Members that together show who answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EnvelopeRow {
    pub(crate) provider: Provider,
    pub(crate) has: &'static [MemberTest],
    pub(crate) lacks: &'static [MemberTest],
    pub(crate) source: Source,
}

/// An envelope that has these members.
pub(crate) const fn envelope(provider: Provider, has: &'static [MemberTest]) -> EnvelopeRow {
    EnvelopeRow { provider, has, lacks: &[], source: Source::MISSING }
}

impl EnvelopeRow {
    pub(crate) const fn lacks(self, lacks: &'static [MemberTest]) -> Self {
        Self { lacks, ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// A text that shows who answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkRow {
    pub(crate) text: &'static str,
    pub(crate) place: MarkPlace,
    pub(crate) provider: Provider,
    pub(crate) source: Source,
}

/// Where a mark is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkPlace {
    /// Anywhere in an HTML page.
    Page,
    /// At the start of a plain text.
    Text,
    /// At the start of the value of this header.
    Header(&'static str),
    /// At the start of a message: a gateway's own prefix.
    Prefix,
    /// Before a time in digits and a parenthesis at the end of a message: a gateway's own suffix.
    Suffix,
    /// As the name that a gateway gives to the provider behind it, perhaps with more words.
    Name,
    /// As the host of an address in a message, or a domain above it; a path may follow.
    Host,
}

/// A text that shows this provider.
pub(crate) const fn mark(place: MarkPlace, text: &'static str, provider: Provider) -> MarkRow {
    MarkRow { text, place, provider, source: Source::MISSING }
}

/// A host or domain of this provider, perhaps with the beginning of a path.
pub(crate) const fn host(text: &'static str, provider: Provider) -> MarkRow {
    mark(MarkPlace::Host, text, provider)
}

impl MarkRow {
    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// All rows of one provider that have no order among those of others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProviderRules {
    /// The provider; none for rows that no single provider owns.
    pub(crate) provider: Option<Provider>,
    /// The sources that wordings and other files refer to.
    pub(crate) sources: &'static [Source],
    pub(crate) statuses: &'static [StatusRow],
    pub(crate) codes: &'static [CodeRow],
    pub(crate) headers: &'static [HeaderRow],
    pub(crate) buckets: &'static [BucketRow],
    /// The windows of buckets whose headers do not state one.
    pub(crate) windows: &'static [(Bucket, Window)],
    pub(crate) fields: &'static [FieldRow],
    pub(crate) envelopes: &'static [EnvelopeRow],
    pub(crate) marks: &'static [MarkRow],
}

impl ProviderRules {
    /// No rows.
    pub(crate) const NONE: Self = Self {
        provider: None,
        sources: &[],
        statuses: &[],
        codes: &[],
        headers: &[],
        buckets: &[],
        windows: &[],
        fields: &[],
        envelopes: &[],
        marks: &[],
    };
}
