//! Members of a body.

use super::source::Source;
use crate::index::name_map::{equal_texts, same_bytes};
use crate::kind::Provider;

/// A JSON type (RFC 8259, section 3); an object or a list is a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonType {
    String,
    Number,
    Container,
    /// `null`, `true`, `false` and the like.
    Literal,
}

impl JsonType {
    /// A bit for each type.
    #[inline]
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// An object of a body, innermost first: the fields of an error come from the first of these that
/// has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parent {
    /// An error object inside an error object.
    Inner,
    /// The error object.
    Error,
    /// Groq's `x_groq` in the objects of others.
    XGroq,
    /// A response inside an event about it.
    Response,
    /// An element of a list of errors, or FastAPI's `detail`.
    Detail,
    /// MiniMax's `base_resp`.
    BaseResp,
    /// The body itself, or the first object of the list that it is.
    Root,
    /// An element of the error object's `details`.
    DetailEntry,
    /// What a gateway or Google adds to an error.
    Metadata,
    /// Azure's `innererror`.
    InnerError,
    /// An element of Google's `violations`.
    Violation,
    /// A duration in two parts (`google.protobuf.Duration`).
    Duration,
}

impl Parent {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Duration as usize + 1;

    /// How deep it is in the body.
    pub(crate) const fn depth(self) -> u16 {
        match self {
            Self::Root => 0,
            Self::XGroq | Self::Response | Self::Detail | Self::BaseResp => 1,
            Self::Error => 2,
            Self::Inner => 3,
            Self::DetailEntry => 4,
            Self::Metadata | Self::InnerError | Self::Violation | Self::Duration => 5,
        }
    }

    /// Its name for people.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Inner => "inner error",
            Self::Error => "error",
            Self::XGroq => "x_groq",
            Self::Response => "response",
            Self::Detail => "detail",
            Self::BaseResp => "base_resp",
            Self::Root => "body",
            Self::DetailEntry => "details",
            Self::Metadata => "metadata",
            Self::InnerError => "innererror",
            Self::Violation => "violations",
            Self::Duration => "a duration",
        }
    }
}

/// What a member of an object holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Message,
    Type,
    Code,
    Param,
    FailedGeneration,
    /// A type after the name of its module and a `#`.
    AwsType,
    /// A word that says more than the code.
    Reason,
    /// A code that counts if there is no other.
    InnerErrorCode,
    /// A status that counts instead of the HTTP status.
    Status,
    RequestId,
    /// A word that only marks the object as an error.
    ErrorMarker,
    /// It shows, perhaps with others, which provider's envelope this is.
    ProviderMarker,
    /// The result of the call: `null` or `false` if it failed.
    Result,
    /// A delay in seconds, or as a duration.
    DelaySeconds,
    /// The part of a delay below a second, in nanoseconds.
    DelayNanos,
    /// A delay in milliseconds.
    DelayMs,
    /// The time when a delay ends: Unix seconds or RFC 3339.
    DelayUntil,
    /// The error that a gateway received: JSON, JSON in a string, or text.
    UpstreamBody,
    /// The error that a gateway received, if this is JSON.
    UpstreamJson,
    /// The name that a gateway gives to the provider of that error.
    UpstreamProvider,
    /// Headers that the body repeats.
    Headers,
    /// The limit of the quota that was hit.
    QuotaValue,
    /// The name of that quota, which states its window.
    QuotaName,
    /// The name of that quota's metric.
    QuotaMetric,
    /// Google's list of the quotas that were hit.
    Violations,
}

impl Field {
    /// How many fields there are.
    pub(crate) const COUNT: usize = Self::Violations as usize + 1;

    pub(crate) const fn is_delay(self) -> bool {
        matches!(self, Self::DelaySeconds | Self::DelayNanos | Self::DelayMs | Self::DelayUntil)
    }

    /// Its name for people.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Type | Self::AwsType => "type",
            Self::Code => "code",
            Self::Param => "param",
            Self::FailedGeneration => "failed_generation",
            Self::Reason => "a reason, which says more than the code",
            Self::InnerErrorCode => "code, if there is no other",
            Self::Status => "a status that stands in for the HTTP status",
            Self::RequestId => "request_id",
            Self::ErrorMarker => "a mark of an error",
            Self::ProviderMarker => "a mark of an envelope",
            Self::Result => "the result, which is null or false if the call failed",
            Self::DelaySeconds => "a delay in seconds",
            Self::DelayNanos => "the part of a delay below a second, in nanoseconds",
            Self::DelayMs => "a delay in milliseconds",
            Self::DelayUntil => "the time when a delay ends",
            Self::UpstreamBody => "the error that a gateway received",
            Self::UpstreamJson => "the error that a gateway received, as JSON",
            Self::UpstreamProvider => "the provider of the error that a gateway received",
            Self::Headers => "headers that the body repeats",
            Self::QuotaValue => "the limit of a quota",
            Self::QuotaName => "the name of a quota, which states its window",
            Self::QuotaMetric => "the metric of a quota",
            Self::Violations => "the quotas that were hit",
        }
    }
}

/// The values that a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepts {
    String,
    Number,
    /// A number other than this one.
    NumberBut(&'static str),
    /// A string or a number.
    Scalar,
    /// An object or a list, as a whole.
    Container,
    StringOrContainer,
    /// Any value, also `null`.
    Any,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A string with this beginning.
    Prefix(&'static str),
    /// A string of upper-case words with underscores between them.
    UpperCase,
    /// A string of several words, rather than a word for a state.
    Sentence,
    /// A list whose first element is a string: that string.
    FirstString,
    /// An object, to enter.
    Object,
    /// An object, or a list of which the first object is entered.
    ObjectOrFirst,
    /// An object, or a list of which each object is entered.
    Each,
}

impl Accepts {
    /// A bit for each JSON type that a value may have; none for containers that are read.
    pub(crate) const fn json_types(self) -> u8 {
        match self {
            Self::String | Self::UpperCase | Self::Sentence | Self::OneOf(_) | Self::Prefix(_) => {
                JsonType::String.bit()
            }
            Self::Number | Self::NumberBut(_) => JsonType::Number.bit(),
            Self::Scalar => JsonType::String.bit() | JsonType::Number.bit(),
            Self::Container => JsonType::Container.bit(),
            Self::StringOrContainer => JsonType::String.bit() | JsonType::Container.bit(),
            Self::Any => u8::MAX,
            Self::FirstString | Self::Object | Self::ObjectOrFirst | Self::Each => 0,
        }
    }

    /// Whether both accept the same values, at compile time.
    pub(crate) const fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::OneOf(a), Self::OneOf(b)) => equal_texts(a, b),
            (Self::NumberBut(a), Self::NumberBut(b)) | (Self::Prefix(a), Self::Prefix(b)) => {
                same_bytes(a.as_bytes(), b.as_bytes())
            }
            (Self::String, Self::String)
            | (Self::Number, Self::Number)
            | (Self::Scalar, Self::Scalar)
            | (Self::Container, Self::Container)
            | (Self::StringOrContainer, Self::StringOrContainer)
            | (Self::Any, Self::Any)
            | (Self::UpperCase, Self::UpperCase)
            | (Self::Sentence, Self::Sentence)
            | (Self::FirstString, Self::FirstString)
            | (Self::Object, Self::Object)
            | (Self::ObjectOrFirst, Self::ObjectOrFirst)
            | (Self::Each, Self::Each) => true,
            _ => false,
        }
    }

    /// Whether the type of a value is not enough to accept it.
    pub(crate) const fn needs_value_check(self) -> bool {
        matches!(
            self,
            Self::NumberBut(_)
                | Self::OneOf(_)
                | Self::Prefix(_)
                | Self::UpperCase
                | Self::Sentence
        )
    }

    /// Whether a value of an accepted type is accepted.
    #[inline(never)]
    pub(crate) fn holds(self, raw: &[u8]) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| raw == word.as_bytes()),
            Self::NumberBut(number) => raw != number.as_bytes(),
            Self::Prefix(prefix) => raw.starts_with(prefix.as_bytes()),
            Self::UpperCase => {
                raw.first().is_some_and(u8::is_ascii_uppercase)
                    && raw.iter().all(|&byte| byte.is_ascii_uppercase() || byte == b'_')
            }
            Self::Sentence => raw.iter().any(|&byte| byte == b' ' || !byte.is_ascii()),
            _ => true,
        }
    }
}

/// What the reader does with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Its value is this field.
    Is(Field),
    /// Its value is this object, to be read.
    Enter(Parent),
}

/// More about a member, each a bit of [`FieldRow::traits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trait {
    /// Only errors have it, so that it makes a 2xx body an error.
    OnlyInErrors,
    /// A single word in it may be a code, if another member has the message.
    MayBeCode,
    /// A type of the error although it is beside the error object.
    BesideError,
    /// A list of errors, of which an element is an error only with a code or without a result.
    ListsErrors,
    /// It counts after the same field of every other object.
    CountsLast,
    /// An object, or the objects of a list, that only a successful call has.
    IsResult,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldRow {
    /// The objects that it can be a member of.
    pub(crate) parents: &'static [Parent],
    pub(crate) key: &'static str,
    pub(crate) accepts: Accepts,
    pub(crate) effect: Effect,
    pub(crate) traits: u8,
    /// The values that mean success.
    pub(crate) success: &'static [&'static str],
    /// The provider, if only this one uses the member.
    pub(crate) only: Option<Provider>,
    pub(crate) source: Source,
}

/// A member that is a field.
pub(crate) const fn field(
    parents: &'static [Parent],
    key: &'static str,
    accepts: Accepts,
    field: Field,
) -> FieldRow {
    member(parents, key, accepts, Effect::Is(field))
}

/// A member that is an object to be read.
pub(crate) const fn object(
    parents: &'static [Parent],
    key: &'static str,
    accepts: Accepts,
    object: Parent,
) -> FieldRow {
    member(parents, key, accepts, Effect::Enter(object))
}

const fn member(
    parents: &'static [Parent],
    key: &'static str,
    accepts: Accepts,
    effect: Effect,
) -> FieldRow {
    FieldRow {
        parents,
        key,
        accepts,
        effect,
        traits: 0,
        success: &[],
        only: None,
        source: Source::MISSING,
    }
}

impl FieldRow {
    pub(crate) const fn with(self, more: Trait) -> Self {
        Self { traits: self.traits | 1 << more as u8, ..self }
    }

    /// These values mean success.
    pub(crate) const fn success(self, values: &'static [&'static str]) -> Self {
        Self { success: values, ..self }
    }

    /// Only this provider uses it: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// The error object, wherever it is.
pub(crate) const ANY_ERROR: &[Parent] = &[Parent::Inner, Parent::Error];
pub(crate) const ANY_ERROR_OR_ROOT: &[Parent] = &[Parent::Inner, Parent::Error, Parent::Root];
pub(crate) const FLAT: &[Parent] = &[Parent::Inner, Parent::Error, Parent::Detail, Parent::Root];
/// The objects that may state a delay.
pub(crate) const DELAYS: &[Parent] = &[
    Parent::Inner,
    Parent::Error,
    Parent::Detail,
    Parent::Root,
    Parent::DetailEntry,
    Parent::Metadata,
];
