//! Where the fields of an error stand in a JSON body: one row per member.

use super::sources::*;
use crate::body::json::Form;
use crate::kind::Provider;
use crate::table::{Table, column, equal_names, slots};

/// An object of the body that is read, innermost first: the fields of an error come from the
/// first of these that has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// An error object inside an error object.
    Inner,
    /// The error object.
    Error,
    /// What Groq adds to the objects of others.
    Extension,
    /// A response that stands inside an event about it.
    Response,
    /// What tells details of an error, or of an answer that is none.
    Detail,
    /// The status that an answer tells of itself.
    Base,
    /// The body itself, or the first object of the list that it is.
    Root,
    /// A detail of the error object.
    Item,
    /// What a gateway or Google adds to an error.
    Metadata,
    /// Azure's error behind the error.
    Behind,
}

impl Place {
    /// How far inside the body it stands.
    pub(crate) const fn depth(self) -> u16 {
        match self {
            Self::Root => 0,
            Self::Extension | Self::Response | Self::Detail | Self::Base => 1,
            Self::Error => 2,
            Self::Inner => 3,
            Self::Item => 4,
            Self::Metadata | Self::Behind => 5,
        }
    }
}

/// What a member tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Message,
    Type,
    Code,
    Param,
    FailedGeneration,
    /// A type behind the name of its module and a `#`.
    AwsType,
    /// A word that says more than the code.
    Reason,
    /// A code that counts where there is no other.
    CodeBehind,
    /// A status that stands in for the HTTP status.
    Status,
    RequestId,
    /// A word that only marks the object as an error: of this value, it tells nothing else.
    Mark,
    /// It only shows whose envelope this is.
    Sign,
    /// A delay in seconds.
    DelaySeconds,
    /// A delay in milliseconds.
    DelayMs,
    /// The time when a delay ends, as Unix seconds or RFC 3339.
    DelayUntil,
    /// The error that a gateway got, as JSON, as JSON in a string, or as text.
    Raw,
    /// The error that a gateway got, where this is JSON.
    Cause,
    /// Headers that are repeated in the body.
    Headers,
    /// The limit of the quota that was hit.
    QuotaValue,
    /// Its name, which tells its window.
    QuotaName,
    /// Google's list of the quotas that were hit.
    Violations,
}

impl Field {
    /// How many fields there are.
    pub(crate) const COUNT: usize = Self::Violations as usize + 1;

    pub(crate) const fn is_delay(self) -> bool {
        matches!(self, Self::DelaySeconds | Self::DelayMs | Self::DelayUntil)
    }
}

/// The JSON values that a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Text,
    Number,
    /// A text or a number.
    Scalar,
    /// An object or a list, as a whole.
    Composite,
    TextOrObject,
    /// Any value, `null` too.
    Any,
    /// One of these texts.
    Word(&'static [&'static str]),
    /// A text that begins like this.
    Begins(&'static str),
    /// An object, to enter.
    Object,
    /// An object, or a list whose first element counts, to enter.
    Objects,
    /// An object, or a list whose elements all count, to enter.
    Each,
}

impl Of {
    /// A bit for each form that a value may have.
    pub(crate) const fn forms(self) -> u8 {
        match self {
            Self::Text | Self::Word(_) | Self::Begins(_) => Form::Text.bit(),
            Self::Number => Form::Number.bit(),
            Self::Scalar => Form::Text.bit() | Form::Number.bit(),
            Self::Composite => Form::Composite.bit(),
            Self::TextOrObject => Form::Text.bit() | Form::Composite.bit(),
            Self::Any => u8::MAX,
            Self::Object | Self::Objects | Self::Each => 0,
        }
    }
}

/// What to do with a member's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Is(Field),
    Enter(Place),
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// The objects that it may be a member of.
    pub(crate) within: &'static [Place],
    pub(crate) key: &'static str,
    pub(crate) of: Of,
    pub(crate) then: Then,
    /// Whose envelope shows, where only one provider uses the member.
    pub(crate) provider: Option<Provider>,
    /// Where it is documented or was seen.
    pub(crate) source: Source,
}

const fn row(
    within: &'static [Place],
    key: &'static str,
    of: Of,
    then: Then,
    source: Source,
) -> Shape {
    Shape { within, key, of, then, provider: None, source }
}

const fn by(provider: Provider, row: Shape) -> Shape {
    Shape { provider: Some(provider), ..row }
}

use Field::{
    AwsType, Cause, Code, CodeBehind, DelayMs, DelaySeconds, DelayUntil, FailedGeneration, Headers,
    Mark, Message, Param, QuotaName, QuotaValue, Raw, Reason, RequestId, Sign, Status, Type,
    Violations,
};
use Of::{Any, Composite, Each, Number, Object, Objects, Scalar, Text, TextOrObject, Word};
use Place::{Base, Behind, Detail, Error, Extension, Inner, Item, Metadata, Response, Root};
use Then::{Enter, Is};

/// The error object, wherever it stands.
const ERRORS: &[Place] = &[Inner, Error];
const ANY: &[Place] = &[Inner, Error, Root];
/// All that may tell a delay.
const DELAYS: &[Place] = &[Inner, Error, Detail, Root, Item, Metadata];
const FLAT: &[Place] = &[Inner, Error, Detail, Root];

/// The rows. Of several rows for one field in one object, the first that is told counts.
pub(crate) static SHAPES: &[Shape] = &[
    // The message.
    row(&[Inner, Error, Detail, Root], "message", Text, Is(Message), GROQ),
    row(ANY, "message", Composite, Is(Message), MISTRAL),
    row(&[Inner, Error, Detail], "msg", Text, Is(Message), FASTAPI),
    row(ERRORS, "detail", Text, Is(Message), SEEN),
    row(&[Base], "status_msg", Text, Is(Message), MINIMAX),
    row(&[Error], "faultstring", Text, Is(Message), APIGEE),
    row(&[Root], "error_description", Text, Is(Message), RFC_6749),
    row(&[Root], "error_msg", Text, Is(Message), QIANFAN),
    row(&[Root], "error_message", Text, Is(Message), SEEN),
    row(&[Root], "err_msg", Text, Is(Message), DEEPGRAM),
    row(&[Root], "errorMessage", Text, Is(Message), SEEN),
    row(ANY, "status_message", Text, Is(Message), ALIBABA),
    row(&[Inner, Error, Extension, Detail, Root], "error", Text, Is(Message), SEEN),
    row(&[Root, Detail], "detail", Text, Is(Message), RFC_9457),
    row(&[Root], "msg", Text, Is(Message), SEEN),
    row(&[Root, Detail, Error], "title", Text, Is(Message), RFC_9457),
    row(&[Root], "status", Text, Is(Message), AZURE),
    // The type.
    row(&[Root], "type", Word(&["error"]), Is(Mark), ANTHROPIC),
    row(&[Root], "object", Word(&["error", "Error"]), Is(Mark), VLLM),
    row(FLAT, "type", Scalar, Is(Type), GROQ),
    row(FLAT, "error_type", Scalar, Is(Type), TGI),
    row(&[Root], "errorType", Scalar, Is(Type), SEEN),
    row(ANY, "__type", Text, Is(AwsType), AWS),
    row(ERRORS, "status", Text, Is(Type), GEMINI),
    row(ANY, "status_name", Text, Is(Type), ALIBABA),
    // The code.
    row(FLAT, "code", Scalar, Is(Code), GROQ),
    row(FLAT, "error_code", Scalar, Is(Code), DATABRICKS),
    row(&[Root], "errorCode", Scalar, Is(Code), SEEN),
    row(&[Root], "err_code", Scalar, Is(Code), DEEPGRAM),
    row(&[Detail], "errorcode", Text, Is(Code), APIGEE),
    row(&[Detail], "status", Scalar, Is(Code), ELEVENLABS),
    row(&[Base], "status_code", Number, Is(Code), MINIMAX),
    row(&[Behind], "code", Text, Is(CodeBehind), AZURE_FILTER),
    row(ANY, "reason", Text, Is(Reason), SEEN),
    row(&[Item], "error_code", Text, Is(Reason), ANTHROPIC),
    by(Provider::Openrouter, row(&[Metadata], "code", Text, Is(Reason), OPENROUTER)),
    row(&[Item], "reason", Text, Is(Reason), GEMINI),
    row(&[Metadata], "error_type", Text, Is(Reason), OPENROUTER),
    // The parameter.
    row(FLAT, "param", Text, Is(Param), GROQ),
    row(&[Detail, Root], "loc", Composite, Is(Param), FASTAPI),
    row(ANY, "failed_generation", Text, Is(FailedGeneration), GROQ_TOOLS),
    // A status inside the body.
    row(ANY, "status", Number, Is(Status), RFC_9457),
    row(&[Inner, Error, Root, Response], "status_code", Number, Is(Status), SEEN),
    row(ANY, "statusCode", Number, Is(Status), APIM),
    row(ANY, "httpCode", Number, Is(Status), CLOUDFLARE_GATEWAY),
    row(ANY, "http_status", Number, Is(Status), OPENROUTER),
    by(Provider::Huggingface, row(ERRORS, "http_status_code", Number, Is(Status), TGI)),
    // A delay.
    row(&[Item], "retryDelay", Text, Is(DelaySeconds), GEMINI),
    row(DELAYS, "retry_after", Scalar, Is(DelaySeconds), SEEN),
    row(DELAYS, "retry_after_seconds", Scalar, Is(DelaySeconds), OPENROUTER),
    row(DELAYS, "retry_after_ms", Scalar, Is(DelayMs), SEEN),
    row(DELAYS, "resets_in_seconds", Scalar, Is(DelaySeconds), CODEX),
    row(DELAYS, "reset_seconds", Scalar, Is(DelaySeconds), SEEN),
    row(&[Metadata], "quotaResetDelay", Text, Is(DelaySeconds), GEMINI),
    row(DELAYS, "resets_at", Scalar, Is(DelayUntil), CODEX),
    row(DELAYS, "reset_at", Scalar, Is(DelayUntil), SEEN),
    row(&[Root], "estimated_time", Scalar, Is(DelaySeconds), HUGGINGFACE),
    // Limits.
    by(Provider::Openrouter, row(&[Metadata], "headers", Composite, Is(Headers), OPENROUTER)),
    row(&[Root, Inner, Error], "headers", Composite, Is(Headers), CODEX),
    row(&[Item], "violations", Composite, Is(Violations), GEMINI),
    row(&[Metadata], "quota_limit_value", Scalar, Is(QuotaValue), GEMINI),
    row(&[Metadata], "quota_limit", Text, Is(QuotaName), GEMINI),
    // The request.
    row(&[Extension], "id", Text, Is(RequestId), GROQ_STREAM),
    row(&[Error, Root], "request_id", Text, Is(RequestId), ANTHROPIC),
    row(&[Root], "requestId", Text, Is(RequestId), SEEN),
    row(&[Response], "RequestId", Text, Is(RequestId), TENCENT),
    // The error that a gateway got.
    by(Provider::Openrouter, row(&[Metadata], "raw", TextOrObject, Is(Raw), OPENROUTER)),
    row(&[Item], "upstreamBody", Text, Is(Cause), SEEN),
    row(ERRORS, "details", Text, Is(Cause), SEEN),
    // Whose envelope it is.
    by(Provider::Openrouter, row(&[Metadata], "provider_name", Any, Is(Sign), OPENROUTER)),
    by(Provider::Google, row(&[Item], "@type", Text, Is(Sign), GEMINI)),
    by(Provider::Llamacpp, row(ERRORS, "n_ctx", Number, Is(Sign), LLAMACPP)),
    by(Provider::Azure, row(&[Behind], "content_filter_result", Any, Is(Sign), AZURE_FILTER)),
    by(Provider::Azure, row(&[Behind], "content_filter_results", Any, Is(Sign), AZURE_FILTER)),
    by(Provider::Openrouter, row(&[Metadata], "limit_source", Any, Is(Sign), OPENROUTER)),
    by(Provider::Openrouter, row(&[Metadata], "flagged_input", Any, Is(Sign), OPENROUTER)),
    by(
        Provider::Cloudflare,
        row(&[Root], "name", Word(&["AiGatewayError"]), Is(Sign), CLOUDFLARE_GATEWAY),
    ),
    row(&[Root], "name", Text, Is(Reason), SEEN),
    by(Provider::Mistral, row(&[Root], "raw_status_code", Number, Is(Status), MISTRAL)),
    row(&[Root], "provider", Text, Is(Sign), OPENROUTER),
    row(&[Root], "user_id", Text, Is(Sign), OPENROUTER),
    by(Provider::Cloudflare, row(&[Root], "cloudflare_error", Any, Is(Sign), CLOUDFLARE)),
    row(&[Root], "sequence_number", Number, Is(Sign), OPENAI),
    row(&[Root], "event_id", Any, Is(Sign), OPENAI),
    row(ERRORS, "code", Any, Is(Sign), OPENAI),
    row(ERRORS, "param", Any, Is(Sign), OPENAI),
    row(ERRORS, "http_code", Any, Is(Sign), MINIMAX),
    row(&[Root], "success", Any, Is(Sign), CLOUDFLARE_AI),
    row(&[Root], "result", Any, Is(Sign), CLOUDFLARE_AI),
    row(&[Root], "data", Any, Is(Sign), SEEN),
    row(&[Root], "messages", Composite, Is(Sign), CLOUDFLARE_AI),
    // The objects that hold all this.
    by(Provider::Groq, row(&[Root], "x_groq", Object, Enter(Extension), GROQ_STREAM)),
    row(&[Root, Inner, Error, Extension, Response], "error", Object, Enter(Inner), GROQ),
    row(&[Root], "error", Objects, Enter(Error), GROQ),
    row(&[Root, Response], "response", Object, Enter(Response), GROQ_RESPONSES),
    row(&[Response], "body", Object, Enter(Response), OPENAI),
    row(&[Detail], "data", Objects, Enter(Inner), OPENAI),
    row(&[Response], "status_details", Object, Enter(Response), OPENAI),
    row(&[Root], "last_error", Object, Enter(Error), OPENAI),
    row(&[Root], "fault", Object, Enter(Error), APIGEE),
    row(&[Root], "base_resp", Object, Enter(Base), MINIMAX),
    row(&[Root], "errors", Objects, Enter(Detail), CLOUDFLARE_AI),
    row(&[Root], "choices", Objects, Enter(Response), OPENROUTER),
    row(&[Root], "detail", Objects, Enter(Detail), FASTAPI),
    row(&[Error], "detail", Object, Enter(Detail), APIGEE),
    row(&[Detail], "error", Objects, Enter(Inner), FASTAPI),
    row(&[Error], "data", Object, Enter(Inner), JSON_RPC),
    row(ERRORS, "details", Each, Enter(Item), GEMINI),
    row(ERRORS, "errors", Each, Enter(Item), GEMINI),
    row(&[Inner, Error, Item], "metadata", Object, Enter(Metadata), GEMINI),
    row(ERRORS, "availability", Object, Enter(Metadata), OPENROUTER),
    row(ERRORS, "innererror", Object, Enter(Behind), AZURE_FILTER),
    row(ERRORS, "inner_error", Object, Enter(Behind), AZURE_FILTER),
];

const COUNT: usize = SHAPES.len();
const NONE: u8 = u8::MAX;

const KEYS: [&str; COUNT] = column!(SHAPES, key);

static TABLE: Table<COUNT, { slots(COUNT) }> = Table::new(&KEYS);

/// What a row says, so short that all rows stand close together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// A bit for each form of value that it is for.
    pub(crate) forms: u8,
    /// Whether only some values of that form count.
    pub(crate) is_picky: bool,
    pub(crate) then: Then,
    pub(crate) provider: Option<Provider>,
}

/// The rows in short.
pub(crate) static STEPS: [Step; COUNT] = {
    let mut steps = [Step { forms: 0, is_picky: false, then: Is(Mark), provider: None }; COUNT];
    let mut row = 0;
    while row < COUNT {
        let Shape { of, then, provider, .. } = SHAPES[row];
        let is_picky = matches!(of, Word(_) | Of::Begins(_));
        steps[row] = Step { forms: of.forms(), is_picky, then, provider };
        row += 1;
    }
    steps
};

/// How many places there are.
const PLACES: usize = Behind as usize + 1;

/// For the first row of each key, the first row of that key in each place.
static FIRST: [[u8; PLACES]; COUNT] = {
    let mut first = [[NONE; PLACES]; COUNT];
    let mut row = 0;
    while row < COUNT {
        let mut place = 0;
        while place < PLACES {
            first[row][place] = next_row(row, row, place);
            place += 1;
        }
        row += 1;
    }
    first
};

/// The first row, from one on, that has the key of a row and may stand in a place.
#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
const fn next_row(of: usize, mut row: usize, place: usize) -> u8 {
    const { assert!(COUNT < NONE as usize, "too many rows") };
    while row < COUNT {
        if holds(SHAPES[row].within, place) && equal_names(KEYS[of], KEYS[row]) {
            return row as u8;
        }
        row += 1;
    }
    NONE
}

const fn holds(places: &[Place], place: usize) -> bool {
    let mut at = 0;
    while at < places.len() {
        if places[at] as usize == place {
            return true;
        }
        at += 1;
    }
    false
}

/// The next row, after each row, of the same key in each place.
static NEXT: [[u8; PLACES]; COUNT] = {
    let mut next = [[NONE; PLACES]; COUNT];
    let mut row = 0;
    while row < COUNT {
        let mut place = 0;
        while place < PLACES {
            next[row][place] = next_row(row, row + 1, place);
            place += 1;
        }
        row += 1;
    }
    next
};

/// The numbers of the rows for a member of an object, in order.
#[inline]
pub(crate) fn of(within: Place, key: &[u8]) -> impl Iterator<Item = usize> {
    let place = within as usize;
    let mut next = TABLE.find(key, |row| SHAPES[row].key).map_or(NONE, |row| FIRST[row][place]);
    std::iter::from_fn(move || {
        let row = usize::from(next);
        next = NEXT.get(row)?[place];
        Some(row)
    })
}
