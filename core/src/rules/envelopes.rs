//! Whose envelope an error stands in, where no one member shows that: one row per provider.

use super::shapes::Of::{self, Any, Number, Text, Word};
use super::shapes::Place;
use super::sources::*;
use crate::kind::Provider;

/// A member that an envelope has, or has not.
#[derive(Debug)]
pub(crate) struct Sign {
    /// The object that it is a member of, or the one that tells the error.
    pub(crate) place: Option<Place>,
    pub(crate) key: &'static str,
    pub(crate) of: Of,
}

/// An envelope.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) provider: Provider,
    pub(crate) has: &'static [Sign],
    pub(crate) lacks: &'static [Sign],
    /// Whether a mark of an error stands before the error.
    pub(crate) marked_first: bool,
    /// Where it is documented.
    pub(crate) source: Source,
}

/// A member of the error.
const fn error(key: &'static str, of: Of) -> Sign {
    Sign { place: None, key, of }
}

const fn root(key: &'static str, of: Of) -> Sign {
    Sign { place: Some(Place::Root), key, of }
}

/// The names of its classes, which vLLM sends as types.
const VLLM_TYPES: Of = Word(&[
    "BadRequestError",
    "NotFoundError",
    "InternalServerError",
    "NotImplementedError",
    "UnprocessableEntityError",
]);

/// What TGI and TEI send as types.
const TGI_TYPES: Of = Word(&[
    "validation",
    "overloaded",
    "generation",
    "incomplete_generation",
    "Validation",
    "Overloaded",
    "Backend",
    "Tokenizer",
    "Unhealthy",
    "healthcheck",
]);

/// The rows. The first that fits counts.
pub(crate) static ENVELOPES: &[Envelope] = &[
    Envelope {
        provider: Provider::Anthropic,
        has: &[error("type", Text), error("message", Text)],
        lacks: &[
            error("code", Any),
            error("param", Any),
            root("object", Any),
            error("http_code", Any),
            root("sequence_number", Any),
            root("event_id", Any),
            root("status", Any),
            root("status_code", Any),
            root("headers", Any),
            root("code", Any),
            root("message", Any),
        ],
        marked_first: true,
        source: ANTHROPIC,
    },
    Envelope {
        provider: Provider::Vllm,
        has: &[error("type", VLLM_TYPES), error("code", Number)],
        lacks: &[],
        marked_first: false,
        source: VLLM,
    },
    Envelope {
        provider: Provider::Mistral,
        has: &[root("object", Word(&["error"])), root("message", Any), root("type", Text)],
        lacks: &[root("code", Number)],
        marked_first: false,
        source: MISTRAL,
    },
    Envelope {
        provider: Provider::Google,
        has: &[error("status", UPPER), error("code", Number), error("message", Text)],
        lacks: &[],
        marked_first: false,
        source: GOOGLE_CODES,
    },
    Envelope {
        provider: Provider::Huggingface,
        has: &[root("error", Text), root("error_type", TGI_TYPES)],
        lacks: &[],
        marked_first: false,
        source: TGI,
    },
    Envelope {
        provider: Provider::Huggingface,
        has: &[root("error", Text), root("estimated_time", Number)],
        lacks: &[],
        marked_first: false,
        source: HUGGINGFACE,
    },
    Envelope {
        provider: Provider::Ollama,
        has: &[root("error", Of::Begins("model '"))],
        lacks: &[root("message", Any), root("code", Any)],
        marked_first: false,
        source: OLLAMA,
    },
    Envelope {
        provider: Provider::Openrouter,
        has: &[root("provider", Text), error("code", Number), error("message", Text)],
        lacks: &[],
        marked_first: false,
        source: OPENROUTER,
    },
    Envelope {
        provider: Provider::Openrouter,
        has: &[root("user_id", Text), error("code", Number), error("message", Text)],
        lacks: &[],
        marked_first: false,
        source: OPENROUTER,
    },
    Envelope {
        provider: Provider::Cloudflare,
        has: &[
            root("success", Any),
            root("result", Any),
            root("messages", Any),
            error("code", Number),
            error("message", Text),
        ],
        lacks: &[],
        marked_first: false,
        source: CLOUDFLARE_AI,
    },
    Envelope {
        provider: Provider::Litellm,
        has: &[error("type", Word(&["None"])), error("param", Word(&["None"]))],
        lacks: &[],
        marked_first: false,
        source: LITELLM,
    },
];

/// The words of `google.rpc.Code`.
const UPPER: Of = Word(&[
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "UNAUTHENTICATED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
]);
