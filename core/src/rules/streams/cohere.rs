//! Cohere's dialects.

use crate::rules::schema::EventSays::{Ends, Shows};
use crate::rules::schema::Role::{Content, EndsIfTrue, Error, Reason};
use crate::rules::schema::{Dialect, Source, event, page, place};

const STREAMING: Source = page("docs.cohere.com/v2/docs/streaming");
const EVENTS: Source = page(
    "github.com/cohere-ai/cohere-python/blob/main/src/cohere/v2/types/v2chat_stream_response.py",
);
const MESSAGE_END: Source = page(
    "github.com/cohere-ai/cohere-python/blob/main/src/cohere/types/\
    chat_message_end_event_delta.py",
);
const V1_STREAMING: Source = page("docs.cohere.com/v1/docs/streaming");
const V1_EVENTS: Source =
    page("github.com/cohere-ai/cohere-python/blob/main/src/cohere/types/streamed_chat_response.py");

/// Chat, version 2.
pub(super) const V2: Dialect = Dialect {
    name: "Cohere",
    places: &[
        place(&["delta", "finish_reason"], Reason).source(MESSAGE_END),
        place(&["delta", "error"], Error).source(MESSAGE_END),
        place(&["delta", "message", "content", "text"], Content).source(EVENTS),
        place(&["delta", "message", "content", "thinking"], Content).source(EVENTS),
        place(&["delta", "message", "tool_plan"], Content).source(EVENTS),
        place(&["delta", "message", "tool_calls"], Content).source(EVENTS),
    ],
    events: &[
        event("message-end", Ends).source(STREAMING),
        event("message-*", Shows).source(STREAMING),
        event("content-*", Shows).source(STREAMING),
        event("tool-*", Shows).source(STREAMING),
        event("citation-*", Shows).source(STREAMING),
    ],
};

/// Chat and generation, version 1.
pub(super) const V1: Dialect = Dialect {
    name: "Cohere v1",
    places: &[
        place(&["is_finished"], EndsIfTrue).source(V1_STREAMING),
        place(&["finish_reason"], Reason).source(V1_EVENTS),
        place(&["tool_calls"], Content).source(V1_EVENTS),
        place(&["tool_call_delta"], Content).source(V1_EVENTS),
    ],
    events: &[],
};
