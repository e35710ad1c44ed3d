//! Events of streams: where they hold what, by dialect.

use super::source::Source;

/// The form of the events that one kind of API streams.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    /// Its name for people.
    pub(crate) name: &'static str,
    /// Members of its events.
    pub(crate) places: &'static [PlaceRow],
    /// The names of its events.
    pub(crate) events: &'static [EventRow],
}

/// A member of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlaceRow {
    /// The keys that lead to it from the event. If one of them is a list, each object of it counts.
    pub(crate) path: &'static [&'static str],
    pub(crate) role: Role,
    pub(crate) source: Source,
}

/// What a member of an event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The event is of this dialect.
    Shows,
    /// A list of choices, each with a finish reason of its own; the event is of this dialect.
    Choices,
    /// The number of a choice.
    Index,
    /// Text, reasoning, a tool call or audio, unless it is empty.
    Content,
    /// Why the answer, or a choice, is finished; the event is of this dialect.
    Reason,
    /// The reason of the server behind a gateway, which counts if it is an error.
    NativeReason,
    /// Why the prompt was blocked.
    Block,
    /// The text beside a reason.
    Explanation,
    /// The answer is whole, unless it is empty or `null`.
    Ends,
    /// Whether the answer is whole; the event is of this dialect if it is of no other.
    EndsIfTrue,
    /// The name of the event.
    Name,
    /// An error: an object or a text.
    Error,
    /// It makes an event of no known dialect an error, unless it is `null`.
    MakesError,
    /// The code of an error, unless it is 0.
    Code,
    /// An event in base64.
    Base64,
    /// Whether a guardrail intervened; what it did is in [`Role::Trace`].
    Guardrail,
    /// What a guardrail did: it blocked the answer, or masked a part of it.
    Trace,
}

impl Role {
    /// What it says, for people.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Shows => "shows the dialect",
            Self::Choices => "choices, each with a finish reason",
            Self::Index => "the number of a choice",
            Self::Content => "content",
            Self::Reason => "a finish reason",
            Self::NativeReason => "the finish reason of the server behind a gateway",
            Self::Block => "the reason for which the prompt was blocked",
            Self::Explanation => "the message beside a reason",
            Self::Ends => "the answer is whole",
            Self::EndsIfTrue => "whether the answer is whole",
            Self::Name => "the name of the event",
            Self::Error => "an error",
            Self::MakesError => "makes the event an error",
            Self::Code => "the code of an error, unless it is 0",
            Self::Base64 => "an event in base64",
            Self::Guardrail => "whether a guardrail intervened",
            Self::Trace => "whether a guardrail blocked the answer",
        }
    }
}

/// The name of an event: of an SSE event, of an AWS frame, or in a member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventRow {
    /// The name, or its beginning with a `*` after it.
    pub(crate) name: &'static str,
    pub(crate) says: EventSays,
    pub(crate) source: Source,
}

/// What the name of an event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventSays {
    /// The event is of this dialect.
    Shows,
    /// The answer is whole, and nothing of interest follows.
    Ends,
    /// It is an error, whatever its data says.
    Fails,
    /// It only keeps the connection open.
    KeepsAlive,
    /// Its data is text, not JSON: content.
    Text,
}

impl EventSays {
    /// What it says, for people.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Shows => "shows the dialect",
            Self::Ends => "the answer is whole",
            Self::Fails => "an error",
            Self::KeepsAlive => "keeps the connection open",
            Self::Text => "its data is text, not JSON",
        }
    }
}

/// A finish reason that is an error. Others are none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReasonRow {
    /// The reason, or its end after a `*`.
    pub(crate) word: &'static str,
    /// Its number, where enumerations are sent as integers.
    pub(crate) number: Option<u8>,
    pub(crate) counts_as: ReasonAs,
    /// The code that is looked up, if it is not the word.
    pub(crate) code: &'static str,
    pub(crate) source: Source,
}

/// Which field of the error object a reason is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReasonAs {
    Code,
    Type,
    /// It only says that there is an error.
    Nothing,
}

impl ReasonAs {
    /// What it is, for people.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "an error with this code",
            Self::Type => "an error of this type",
            Self::Nothing => "an error without code",
        }
    }
}

/// A member of an event.
pub(crate) const fn place(path: &'static [&'static str], role: Role) -> PlaceRow {
    PlaceRow { path, role, source: Source::MISSING }
}

impl PlaceRow {
    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// The name of an event.
pub(crate) const fn event(name: &'static str, says: EventSays) -> EventRow {
    EventRow { name, says, source: Source::MISSING }
}

impl EventRow {
    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// A finish reason that is an error, and its code.
pub(crate) const fn reason(word: &'static str) -> ReasonRow {
    ReasonRow { word, number: None, counts_as: ReasonAs::Code, code: word, source: Source::MISSING }
}

impl ReasonRow {
    /// It is sent as this number if enumerations are.
    pub(crate) const fn number(self, number: u8) -> Self {
        Self { number: Some(number), ..self }
    }

    /// Which field of the error object it is.
    pub(crate) const fn counts_as(self, counts_as: ReasonAs) -> Self {
        Self { counts_as, ..self }
    }

    /// It means the same as this code.
    pub(crate) const fn means(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}
