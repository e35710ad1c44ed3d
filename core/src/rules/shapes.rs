//! Where the fields of an error stand in a JSON body: one row per member.

use crate::kind::Provider;
use crate::table::{Table, column, equal, short, slots};

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
    /// The body itself, or the first object of the list that it is.
    Root,
}

/// What a member tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Message,
    Type,
    Code,
    Param,
    FailedGeneration,
    /// A status that stands in for the HTTP status.
    Status,
    RequestId,
    /// A word that only marks the object as an error: of this value, it tells nothing else.
    Mark,
    /// A delay in seconds.
    DelaySeconds,
    /// A delay in milliseconds.
    DelayMs,
    /// The time when a delay ends, as Unix seconds or RFC 3339.
    DelayUntil,
}

/// The JSON values that a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Text,
    /// A text or a number.
    Scalar,
    /// An object or a list, as a whole.
    Composite,
    /// This text.
    Word(&'static str),
    /// An object, to enter.
    Object,
    /// An object, or a list whose first element counts, to enter.
    Objects,
}

/// What to do with a member's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Is(Field),
    Enter(Place),
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) within: Place,
    pub(crate) key: &'static str,
    pub(crate) of: Of,
    pub(crate) then: Then,
    /// Whose envelope shows, where only one provider uses the member.
    pub(crate) provider: Option<Provider>,
    /// Where it is documented or was seen.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by those who check the rows"))]
    pub(crate) source: &'static str,
}

const fn row(within: Place, key: &'static str, of: Of, then: Then, source: &'static str) -> Shape {
    Shape { within, key, of, then, provider: None, source }
}

const GROQ: &str = "console.groq.com/docs/errors";
const GROQ_STREAM: &str = "console.groq.com/docs/api-reference";
const OPENAI: &str = "platform.openai.com/docs/guides/error-codes";
const FASTAPI: &str = "fastapi.tiangolo.com/tutorial/handling-errors";
const RFC_9457: &str = "RFC 9457, section 3.1";
const RFC_6749: &str = "RFC 6749, section 5.2";
const SEEN: &str = "seen from several gateways";

use Field::{
    Code, DelayMs, DelaySeconds, DelayUntil, FailedGeneration, Mark, Message, Param, RequestId,
    Status, Type,
};
use Of::{Composite, Object, Objects, Scalar, Text, Word};
use Place::{Detail, Error, Extension, Inner, Response, Root};
use Then::{Enter, Is};

/// The rows. Of several rows for one field, the first that is told counts.
pub(crate) static SHAPES: &[Shape] = &[
    // Of a delay, the outer telling counts.
    row(Root, "retry_after_ms", Scalar, Is(DelayMs), SEEN),
    row(Error, "retry_after_ms", Scalar, Is(DelayMs), SEEN),
    row(Root, "retry_after", Scalar, Is(DelaySeconds), SEEN),
    row(Root, "retry_after_seconds", Scalar, Is(DelaySeconds), SEEN),
    row(Root, "estimated_time", Scalar, Is(DelaySeconds), "huggingface.co/docs/api-inference"),
    row(Root, "resets_in_seconds", Scalar, Is(DelaySeconds), SEEN),
    row(Error, "retry_after", Scalar, Is(DelaySeconds), SEEN),
    row(Error, "retry_after_seconds", Scalar, Is(DelaySeconds), SEEN),
    row(Error, "resets_in_seconds", Scalar, Is(DelaySeconds), SEEN),
    row(Root, "resets_at", Scalar, Is(DelayUntil), SEEN),
    row(Root, "reset_at", Scalar, Is(DelayUntil), SEEN),
    row(Error, "resets_at", Scalar, Is(DelayUntil), SEEN),
    row(Error, "reset_at", Scalar, Is(DelayUntil), SEEN),
    row(Inner, "message", Text, Is(Message), GROQ),
    row(Inner, "error", Text, Is(Message), SEEN),
    row(Inner, "type", Scalar, Is(Type), GROQ),
    row(Inner, "code", Scalar, Is(Code), GROQ),
    row(Inner, "param", Text, Is(Param), GROQ),
    row(Inner, "failed_generation", Text, Is(FailedGeneration), GROQ),
    row(Inner, "status", Scalar, Is(Status), SEEN),
    row(Inner, "error", Object, Enter(Inner), SEEN),
    row(Error, "message", Text, Is(Message), GROQ),
    row(Error, "message", Composite, Is(Message), SEEN),
    row(Error, "detail", Text, Is(Message), SEEN),
    row(Error, "error", Text, Is(Message), SEEN),
    row(Error, "type", Scalar, Is(Type), GROQ),
    row(Error, "code", Scalar, Is(Code), GROQ),
    row(Error, "param", Text, Is(Param), GROQ),
    row(Error, "failed_generation", Text, Is(FailedGeneration), GROQ),
    row(Error, "status", Scalar, Is(Status), SEEN),
    row(Error, "status_code", Scalar, Is(Status), SEEN),
    row(Error, "error", Object, Enter(Inner), SEEN),
    row(Detail, "message", Text, Is(Message), SEEN),
    row(Detail, "error", Text, Is(Message), SEEN),
    row(Detail, "type", Scalar, Is(Type), FASTAPI),
    row(Detail, "code", Scalar, Is(Code), SEEN),
    row(Detail, "status", Scalar, Is(Code), SEEN),
    row(Detail, "error", Objects, Enter(Inner), FASTAPI),
    // FastAPI's list under `detail`, one object a fault.
    row(Detail, "msg", Text, Is(Message), FASTAPI),
    row(Detail, "loc", Composite, Is(Param), FASTAPI),
    row(Extension, "error", Text, Is(Message), GROQ_STREAM),
    row(Extension, "error", Object, Enter(Inner), GROQ_STREAM),
    row(Extension, "id", Text, Is(RequestId), GROQ_STREAM),
    Shape {
        provider: Some(Provider::Groq),
        ..row(Root, "x_groq", Object, Enter(Extension), GROQ_STREAM)
    },
    row(Root, "response", Object, Enter(Response), "console.groq.com/docs/responses-api"),
    row(Response, "error", Object, Enter(Inner), "console.groq.com/docs/responses-api"),
    row(Root, "error", Objects, Enter(Error), GROQ),
    row(Root, "errors", Objects, Enter(Detail), SEEN),
    row(Root, "detail", Objects, Enter(Detail), FASTAPI),
    row(Root, "message", Text, Is(Message), OPENAI),
    row(Root, "message", Composite, Is(Message), SEEN),
    row(Root, "error_description", Text, Is(Message), RFC_6749),
    row(Root, "error_msg", Text, Is(Message), SEEN),
    row(Root, "error", Text, Is(Message), SEEN),
    row(Root, "detail", Text, Is(Message), RFC_9457),
    row(Root, "title", Text, Is(Message), RFC_9457),
    row(Root, "type", Word("error"), Is(Mark), "docs.anthropic.com/en/api/errors"),
    row(Root, "object", Word("error"), Is(Mark), "docs.vllm.ai"),
    row(Root, "type", Scalar, Is(Type), OPENAI),
    row(Root, "error_type", Scalar, Is(Type), SEEN),
    row(Root, "code", Scalar, Is(Code), OPENAI),
    row(Root, "error_code", Scalar, Is(Code), SEEN),
    row(Root, "param", Text, Is(Param), OPENAI),
    row(Root, "failed_generation", Text, Is(FailedGeneration), GROQ),
    row(Root, "status", Scalar, Is(Status), RFC_9457),
    row(Root, "status_code", Scalar, Is(Status), SEEN),
    row(Root, "request_id", Text, Is(RequestId), "console.groq.com/docs/errors"),
];

const COUNT: usize = SHAPES.len();
const NONE: u16 = u16::MAX;

static KEYS: [&str; COUNT] = column!(SHAPES, key);

static TABLE: Table<{ slots(COUNT) }> = Table::new(&KEYS);

/// How many places there are.
const PLACES: usize = Root as usize + 1;

/// For the first row of each key, the first row of that key in each place.
static FIRST: [[u16; PLACES]; COUNT] = {
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

/// The next row, after each row, of the same key in the same place.
static NEXT: [u16; COUNT] = {
    let mut next = [NONE; COUNT];
    let mut row = 0;
    while row < COUNT {
        next[row] = next_row(row, row + 1, SHAPES[row].within as usize);
        row += 1;
    }
    next
};

/// The first row, from one on, that has the key of a row and stands in a place.
const fn next_row(of: usize, mut row: usize, place: usize) -> u16 {
    while row < COUNT {
        if SHAPES[row].within as usize == place && equal(KEYS[of], KEYS[row]) {
            return short(row);
        }
        row += 1;
    }
    NONE
}

/// The rows for a member of an object, with their numbers, in order.
#[inline]
pub(crate) fn of(within: Place, key: &[u8]) -> impl Iterator<Item = (usize, &'static Shape)> {
    let mut next = TABLE.find(&KEYS, key).map_or(NONE, |row| FIRST[row][within as usize]);
    std::iter::from_fn(move || {
        let row = usize::from(next);
        let shape = SHAPES.get(row)?;
        next = NEXT[row];
        Some((row, shape))
    })
}
