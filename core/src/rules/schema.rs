//! The types of the rows, and the functions that make them.
//!
//! A row is written as `code("tool_use_failed", GenerationFailed).only(Groq).source(TOOLS)`: a
//! function for its kind of row, then one method for each further fact. All of them are `const`, so
//! that tables are made at compile time.

use crate::kind::{Kind, Kinds, Metric, Provider, Window};

/// Where a row can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// A page, or the form in which the row was seen.
    pub(crate) text: &'static str,
    pub(crate) is_page: bool,
}

impl Source {
    /// No source yet: a row that keeps it does not compile.
    const MISSING: Self = Self { text: "", is_page: false };
}

/// A public page that documents the row.
pub(crate) const fn page(address: &'static str) -> Source {
    Source { text: address, is_page: true }
}

/// The form in which servers were seen to send it, if no page documents it.
pub(crate) const fn seen(form: &'static str) -> Source {
    Source { text: form, is_page: false }
}

/// How much a code, a wording or a status says, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Specificity {
    /// Nothing that an error could contradict: a status of 0, 1xx or 2xx.
    Nothing,
    /// Only that the request is at fault. Any 4xx or 5xx status says more.
    Class,
    /// As much as a status: a generic code such as `server_error`, or a plain 4xx or 5xx.
    Status,
    /// Some limit was hit; its numbers and the words of the message say which.
    Limit,
    /// Something is used up: for good, unless the response states a delay or a window after which it
    /// resets.
    UsedUp,
    /// More than a status. For a status: one thing only, whatever a generic code says.
    Specific,
    /// More than any code.
    Decisive,
}

// --- Codes ---------------------------------------------------------------------------------------

/// The meaning of a `code`, `type`, `status` or `reason`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodeRow {
    /// The code as its provider spells it. Other spellings (case, separators, a final `Error` or
    /// `Exception`) are found too.
    pub(crate) word: &'static str,
    pub(crate) kind: Kind,
    pub(crate) specificity: Specificity,
    /// The provider, if only this one sends the code, spelt like this.
    pub(crate) only: Option<Provider>,
    /// The objects in which the code means this, if it means something else in others.
    pub(crate) parents: &'static [Parent],
    /// The end of the rule's name, if it is not the word: one word may have several rows.
    pub(crate) name: &'static str,
    pub(crate) action: Option<&'static str>,
    pub(crate) source: Source,
}

/// A code that says more than a status.
pub(crate) const fn code(word: &'static str, kind: Kind) -> CodeRow {
    CodeRow {
        word,
        kind,
        specificity: Specificity::Specific,
        only: None,
        parents: &[],
        name: word,
        action: None,
        source: Source::MISSING,
    }
}

impl CodeRow {
    /// It only says that the request is at fault: see [`Specificity::Class`].
    pub(crate) const fn class(self) -> Self {
        Self { specificity: Specificity::Class, ..self }
    }

    /// It says no more than a status: see [`Specificity::Status`].
    pub(crate) const fn generic(self) -> Self {
        Self { specificity: Specificity::Status, ..self }
    }

    /// It says that some limit was hit: see [`Specificity::Limit`].
    pub(crate) const fn limit(self) -> Self {
        Self { specificity: Specificity::Limit, ..self }
    }

    /// It says that something is used up: see [`Specificity::UsedUp`].
    pub(crate) const fn used_up(self) -> Self {
        Self { specificity: Specificity::UsedUp, ..self }
    }

    /// Only this provider sends it, spelt like this: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    /// It means this only in these objects.
    pub(crate) const fn within(self, parents: &'static [Parent]) -> Self {
        Self { parents, ..self }
    }

    /// The end of the rule's name, if another row has the same word.
    pub(crate) const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// What to do now, in one sentence, if that is more precise than the action of the kind.
    pub(crate) const fn action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

// --- Statuses ------------------------------------------------------------------------------------

/// The meaning of an HTTP status, or of a class of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusRow {
    pub(crate) first: u16,
    pub(crate) last: u16,
    /// The end of the rule's name: the status or the class.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) specificity: Specificity,
    /// Its reason phrase, which some servers send as the whole message.
    pub(crate) reason: Option<&'static str>,
    /// Whether the wording of a message counts beside it.
    pub(crate) wording: WordingUnder,
    /// Whether the numbers of a message beside it are those of a rate limit.
    pub(crate) is_of_limit: bool,
    pub(crate) action: Option<&'static str>,
    pub(crate) source: Source,
}

/// Which wordings count beside a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordingUnder {
    /// All.
    Every,
    /// Only those of lasting failures. The status blames the request, so that wording of a transient
    /// failure describes something else, such as a URL that the server could not fetch. A stated
    /// limit, or a status that a gateway made of another, lifts this.
    Lasting,
    /// None but decisive ones: the status says more than words.
    Decisive,
}

/// A status. `name` is its number as text.
pub(crate) const fn status(status: u16, name: &'static str, kind: Kind) -> StatusRow {
    statuses(status, status, name, kind)
}

/// The statuses from one to another. The first row that holds a status is its row.
pub(crate) const fn statuses(first: u16, last: u16, name: &'static str, kind: Kind) -> StatusRow {
    StatusRow {
        first,
        last,
        name,
        kind,
        specificity: Specificity::Status,
        reason: None,
        wording: WordingUnder::Every,
        is_of_limit: false,
        action: None,
        source: Source::MISSING,
    }
}

impl StatusRow {
    pub(crate) const fn specificity(self, specificity: Specificity) -> Self {
        Self { specificity, ..self }
    }

    /// Its reason phrase (RFC 9110, section 15).
    pub(crate) const fn reason(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    pub(crate) const fn wording(self, wording: WordingUnder) -> Self {
        Self { wording, ..self }
    }

    /// The numbers of a message beside it are those of a rate limit.
    pub(crate) const fn of_limit(self) -> Self {
        Self { is_of_limit: true, ..self }
    }

    pub(crate) const fn action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

// --- Headers -------------------------------------------------------------------------------------

/// The meaning of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderMeaning {
    /// A delay in milliseconds.
    DelayMs,
    /// A delay in seconds, or the HTTP date when it ends.
    Delay,
    /// Whether to retry: `true` or `false`.
    ShouldRetry,
    RequestId,
    /// The type of the error, without what follows a colon or precedes a `#`.
    ErrorType,
    /// One number of a rate-limit bucket.
    Bucket(Bucket, BucketPart),
    /// Buckets as a list with parameters (IETF draft ratelimit-headers).
    Buckets,
    /// The policies of these buckets, in the same form.
    Policies,
    /// The name of the server.
    Server,
    /// Nothing more than who answered.
    Provider,
}

impl HeaderMeaning {
    /// How many meanings have one value in a response.
    pub(crate) const SINGLE: usize = 6;

    /// The place of such a meaning among these; [`Self::SINGLE`] for the others.
    #[inline]
    pub(crate) const fn single_index(self) -> usize {
        match self {
            Self::Delay => 0,
            Self::ShouldRetry => 1,
            Self::RequestId => 2,
            Self::ErrorType => 3,
            Self::Buckets => 4,
            Self::Policies => 5,
            Self::DelayMs | Self::Bucket(..) | Self::Server | Self::Provider => Self::SINGLE,
        }
    }
}

/// What a header says of a bucket. The first three are numbers or times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BucketPart {
    Limit,
    Remaining,
    /// When the bucket is full again: a duration, seconds, or a time.
    Reset,
    /// A word that says whether anything remains.
    State,
    /// How much is used, in percent.
    Percent,
}

/// A rate-limit bucket to which several headers can belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bucket {
    Requests,
    Tokens,
    /// `x-ratelimit-*` without a name.
    Bare,
    /// `ratelimit-*` of the IETF draft.
    Standard,
    RequestsPerSecond,
    RequestsPerMinute,
    RequestsPerHour,
    RequestsPerDay,
    RequestsPerMonth,
    TokensPerMinute,
    TokensPerHour,
    TokensPerDay,
    TokensPerMonth,
    InputTokens,
    OutputTokens,
    ProjectTokens,
    ProjectRequests,
    Images,
    AudioSeconds,
    FiveHours,
    SevenDays,
    Unified,
    Primary,
    Secondary,
}

impl Bucket {
    /// How many buckets there are.
    pub(crate) const COUNT: usize = Self::Secondary as usize + 1;

    pub(crate) const fn metric(self) -> Metric {
        match self {
            Self::Requests
            | Self::Bare
            | Self::Standard
            | Self::RequestsPerSecond
            | Self::RequestsPerMinute
            | Self::RequestsPerHour
            | Self::RequestsPerDay
            | Self::RequestsPerMonth
            | Self::ProjectRequests => Metric::Requests,
            Self::Tokens
            | Self::TokensPerMinute
            | Self::TokensPerHour
            | Self::TokensPerDay
            | Self::TokensPerMonth
            | Self::ProjectTokens => Metric::Tokens,
            Self::InputTokens => Metric::InputTokens,
            Self::OutputTokens => Metric::OutputTokens,
            Self::Images => Metric::Images,
            Self::AudioSeconds => Metric::AudioSeconds,
            Self::FiveHours | Self::SevenDays | Self::Unified | Self::Primary | Self::Secondary => {
                Metric::Other
            }
        }
    }

    /// The window that the name of the header states.
    pub(crate) const fn window(self) -> Option<Window> {
        match self {
            Self::RequestsPerSecond => Some(Window::Second),
            Self::RequestsPerMinute | Self::TokensPerMinute => Some(Window::Minute),
            Self::RequestsPerHour | Self::TokensPerHour => Some(Window::Hour),
            Self::RequestsPerDay | Self::TokensPerDay => Some(Window::Day),
            Self::SevenDays => Some(Window::Week),
            Self::RequestsPerMonth | Self::TokensPerMonth => Some(Window::Month),
            _ => None,
        }
    }
}

/// A header: its name is the three pieces joined.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeaderRow {
    pub(crate) name: [&'static str; 3],
    pub(crate) meaning: HeaderMeaning,
    /// The provider, if only this one sends the header.
    pub(crate) only: Option<Provider>,
    pub(crate) source: Source,
}

/// A header with this name and meaning.
pub(crate) const fn header(name: &'static str, meaning: HeaderMeaning) -> HeaderRow {
    HeaderRow { name: [name, "", ""], meaning, only: None, source: Source::MISSING }
}

/// A header that shows nothing more than who answered.
pub(crate) const fn provider_header(name: &'static str, provider: Provider) -> HeaderRow {
    header(name, HeaderMeaning::Provider).only(provider)
}

/// One number of a bucket.
pub(crate) const fn bucket_header(
    name: &'static str,
    bucket: Bucket,
    part: BucketPart,
) -> HeaderRow {
    header(name, HeaderMeaning::Bucket(bucket, part))
}

impl HeaderRow {
    /// Only this provider sends it: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// The headers of one bucket: what stands before and after `limit`, `remaining` and `reset`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BucketRow {
    pub(crate) prefix: &'static str,
    pub(crate) suffix: &'static str,
    pub(crate) bucket: Bucket,
    pub(crate) only: Option<Provider>,
    pub(crate) source: Source,
}

/// Three headers: `prefix` + `limit`, `remaining` or `reset` + `suffix`.
pub(crate) const fn bucket(
    prefix: &'static str,
    suffix: &'static str,
    bucket: Bucket,
) -> BucketRow {
    BucketRow { prefix, suffix, bucket, only: None, source: Source::MISSING }
}

impl BucketRow {
    /// Only this provider sends them: they show who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// The three headers.
    pub(crate) const fn headers(self) -> [HeaderRow; 3] {
        let Self { prefix, suffix, bucket, only, source } = self;
        let limit = HeaderMeaning::Bucket(bucket, BucketPart::Limit);
        let remaining = HeaderMeaning::Bucket(bucket, BucketPart::Remaining);
        let reset = HeaderMeaning::Bucket(bucket, BucketPart::Reset);
        [
            HeaderRow { name: [prefix, "limit", suffix], meaning: limit, only, source },
            HeaderRow { name: [prefix, "remaining", suffix], meaning: remaining, only, source },
            HeaderRow { name: [prefix, "reset", suffix], meaning: reset, only, source },
        ]
    }
}

// --- Fields of a body ----------------------------------------------------------------------------

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
}

impl Parent {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Violation as usize + 1;

    /// How deep it is in the body.
    pub(crate) const fn depth(self) -> u16 {
        match self {
            Self::Root => 0,
            Self::XGroq | Self::Response | Self::Detail | Self::BaseResp => 1,
            Self::Error => 2,
            Self::Inner => 3,
            Self::DetailEntry => 4,
            Self::Metadata | Self::InnerError | Self::Violation => 5,
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
    /// A status that stands in for the HTTP status.
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
    /// A delay in milliseconds.
    DelayMs,
    /// The time when a delay ends: Unix seconds or RFC 3339.
    DelayUntil,
    /// The error that a gateway received: JSON, JSON in a string, or text.
    UpstreamBody,
    /// The error that a gateway received, if this is JSON.
    UpstreamJson,
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
        matches!(self, Self::DelaySeconds | Self::DelayMs | Self::DelayUntil)
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
            Self::DelayMs => "a delay in milliseconds",
            Self::DelayUntil => "the time when a delay ends",
            Self::UpstreamBody => "the error that a gateway received",
            Self::UpstreamJson => "the error that a gateway received, as JSON",
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
            Self::String | Self::OneOf(_) | Self::Prefix(_) => JsonType::String.bit(),
            Self::Number => JsonType::Number.bit(),
            Self::Scalar => JsonType::String.bit() | JsonType::Number.bit(),
            Self::Container => JsonType::Container.bit(),
            Self::StringOrContainer => JsonType::String.bit() | JsonType::Container.bit(),
            Self::Any => u8::MAX,
            Self::FirstString | Self::Object | Self::ObjectOrFirst | Self::Each => 0,
        }
    }

    /// Whether the type of a value is not enough to accept it.
    pub(crate) const fn needs_value_check(self) -> bool {
        matches!(self, Self::OneOf(_) | Self::Prefix(_))
    }

    /// Whether a value of an accepted type is accepted.
    #[inline(never)]
    pub(crate) fn holds(self, raw: &[u8]) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| raw == word.as_bytes()),
            Self::Prefix(prefix) => raw.starts_with(prefix.as_bytes()),
            _ => true,
        }
    }
}

/// What happens with a member.
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
    /// The value that means success, if there is one.
    pub(crate) success: Option<&'static str>,
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
        success: None,
        only: None,
        source: Source::MISSING,
    }
}

impl FieldRow {
    pub(crate) const fn with(self, more: Trait) -> Self {
        Self { traits: self.traits | 1 << more as u8, ..self }
    }

    /// This value means success.
    pub(crate) const fn success(self, value: &'static str) -> Self {
        Self { success: Some(value), ..self }
    }

    /// Only this provider uses it: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

// --- Who answered --------------------------------------------------------------------------------

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

/// Members that together show who answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EnvelopeRow {
    pub(crate) provider: Provider,
    pub(crate) has: &'static [MemberTest],
    pub(crate) lacks: &'static [MemberTest],
    /// Whether a mark of an error precedes the error.
    pub(crate) marked_first: bool,
    pub(crate) source: Source,
}

/// An envelope that has these members.
pub(crate) const fn envelope(provider: Provider, has: &'static [MemberTest]) -> EnvelopeRow {
    EnvelopeRow { provider, has, lacks: &[], marked_first: false, source: Source::MISSING }
}

impl EnvelopeRow {
    pub(crate) const fn lacks(self, lacks: &'static [MemberTest]) -> Self {
        Self { lacks, ..self }
    }

    pub(crate) const fn marked_first(self) -> Self {
        Self { marked_first: true, ..self }
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
    /// At the start of the header `server`.
    Server,
    /// At the start of a message: a gateway's own prefix.
    Prefix,
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

// --- Wordings ------------------------------------------------------------------------------------

/// What follows from a wording in a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MessageEffect {
    /// What went wrong.
    Kind {
        /// The end of the rule's name.
        name: &'static str,
        kind: Kind,
        /// What the message says, as in "the message says that …".
        evidence: &'static str,
    },
    /// A delay follows.
    Delay,
    /// A number of a rate limit follows.
    Number(LimitField),
    /// This is counted, if the name of a window follows.
    Metric(Metric),
    /// This is counted, perhaps over this window.
    Bucket(Metric, Option<Window>),
    /// The window of the limit follows.
    Window,
    /// What is used up resets by itself within days.
    ResetsSoon,
    /// A gateway answered, in its own form of message.
    GatewayPrefix(Provider),
    /// It names the service of this provider.
    NamesProvider(Provider),
    /// An address begins with the last word.
    Url,
}

/// A number of a rate limit in a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LimitField {
    Limit,
    Used,
    Requested,
    /// The longest that a text may be.
    Length,
    /// What is used, a slash, and the limit.
    UsedOfLimit,
}

impl MessageEffect {
    /// Whether it also counts in quotes, as an address does.
    pub(crate) const fn may_be_quoted(&self) -> bool {
        matches!(self, Self::Url)
    }
}

/// Wordings with one source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wordings {
    pub(crate) source: Source,
    pub(crate) words: &'static [&'static str],
}

/// Wordings that this page documents, or that were seen in this form.
pub(crate) const fn from(source: Source, words: &'static [&'static str]) -> Wordings {
    Wordings { source, words }
}

/// A family of wordings that mean the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    pub(crate) effect: MessageEffect,
    pub(crate) wordings: &'static [Wordings],
    /// The kinds of status beside which it counts.
    pub(crate) under: Kinds,
    pub(crate) specificity: Specificity,
    /// The provider, if only its server words it so.
    pub(crate) only: Option<Provider>,
}

/// A family that decides a kind; `evidence` completes "the message says that …".
pub(crate) const fn family(
    name: &'static str,
    kind: Kind,
    evidence: &'static str,
    wordings: &'static [Wordings],
) -> Family {
    extract(MessageEffect::Kind { name, kind, evidence }, wordings)
}

/// A family that decides no kind, but gives a value.
pub(crate) const fn extract(effect: MessageEffect, wordings: &'static [Wordings]) -> Family {
    Family { effect, wordings, under: Kinds::ALL, specificity: Specificity::Specific, only: None }
}

impl Family {
    /// It counts only beside a status of these kinds.
    pub(crate) const fn under(self, kinds: &[Kind]) -> Self {
        Self { under: Kinds::of(kinds), ..self }
    }

    /// Something is used up: see [`Specificity::UsedUp`].
    pub(crate) const fn used_up(self) -> Self {
        Self { specificity: Specificity::UsedUp, ..self }
    }

    /// It says more than any code.
    pub(crate) const fn decisive(self) -> Self {
        Self { specificity: Specificity::Decisive, ..self }
    }

    /// Only this provider's server words it so: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }
}

/// The first words of a message with the documented form
/// `… on COUNTS (ACRONYM): Limit N, Used N, Requested N`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentenceRow {
    pub(crate) prefix: &'static str,
    /// The name of the family of wordings that it belongs to.
    pub(crate) family: &'static str,
    pub(crate) source: Source,
}

// --- One provider --------------------------------------------------------------------------------

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

// --- Objects that several rows name --------------------------------------------------------------

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
