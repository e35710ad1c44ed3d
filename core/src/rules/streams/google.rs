//! Google's dialects.

use crate::rules::schema::EventSays::{Ends, Shows};
use crate::rules::schema::Role::{
    Block, Content, Explanation, Name, Reason, Shows as ShowsDialect,
};
use crate::rules::schema::{Dialect, Source, event, page, place};

const GENERATE: Source = page("ai.google.dev/api/generate-content");
const CODE_ASSIST: Source = page(
    "github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/converter.ts",
);
const EVENTS: Source = page(
    "github.com/googleapis/python-genai/blob/main/google/genai/_gaos/types/interactions/\
    interactionsseevent.py",
);
const STEP: Source = page(
    "github.com/googleapis/python-genai/blob/main/google/genai/_gaos/types/interactions/\
    stepdelta.py",
);

/// The members of a part of an answer.
macro_rules! parts {
    ($list:ident; $($path:literal),*) => {
        &[
            place(&[$($path,)* "candidates"], ShowsDialect).source($list),
            place(&[$($path,)* "candidates", "finishReason"], Reason).source($list),
            place(&[$($path,)* "candidates", "finishMessage"], Explanation).source($list),
            place(&[$($path,)* "candidates", "content", "parts", "text"], Content).source($list),
            place(&[$($path,)* "candidates", "content", "parts", "functionCall"], Content)
                .source($list),
            place(&[$($path,)* "candidates", "content", "parts", "inlineData"], Content)
                .source($list),
            place(&[$($path,)* "candidates", "content", "parts", "executableCode"], Content)
                .source($list),
            place(&[$($path,)* "promptFeedback"], ShowsDialect).source($list),
            place(&[$($path,)* "promptFeedback", "blockReason"], Block).source($list),
            place(&[$($path,)* "promptFeedback", "blockReasonMessage"], Explanation)
                .source($list),
            place(&[$($path,)* "usageMetadata"], ShowsDialect).source($list),
        ]
    };
}

/// `streamGenerateContent`, as events or as an array.
pub(super) const GEMINI: Dialect =
    Dialect { name: "Gemini", places: parts!(GENERATE;), events: &[] };

/// The same inside a `response`, as Code Assist sends it.
pub(super) const CODE_ASSIST_GEMINI: Dialect =
    Dialect { name: "Gemini in Code Assist", places: parts!(CODE_ASSIST; "response"), events: &[] };

/// Interactions.
pub(super) const INTERACTIONS: Dialect = Dialect {
    name: "Gemini Interactions",
    places: &[
        place(&["event_type"], Name).source(EVENTS),
        place(&["delta", "arguments"], Content).source(STEP),
        place(&["delta", "data"], Content).source(STEP),
    ],
    events: &[
        event("interaction.completed", Ends).source(EVENTS),
        event("interaction.complete", Ends).source(EVENTS),
        event("interaction.*", Shows).source(EVENTS),
        event("step.*", Shows).source(STEP),
        event("content.*", Shows).source(STEP),
    ],
};
