//! Anthropic's Messages.

use crate::rules::schema::EventSays::{Ends, KeepsAlive, Shows};
use crate::rules::schema::Role::{Content, Explanation, Reason};
use crate::rules::schema::{Dialect, Source, event, page, place};

const STREAMING: Source = page("platform.claude.com/docs/en/build-with-claude/streaming");
const BLOCK_START: Source = page(
    "github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/\
    raw_content_block_start_event.py",
);
const REFUSAL: Source = page(
    "github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/\
    refusal_stop_details.py",
);
const COMPLETION: Source =
    page("github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/completion.py");

pub(super) const MESSAGES: Dialect = Dialect {
    name: "Anthropic",
    places: &[
        place(&["delta", "stop_reason"], Reason).source(STREAMING),
        place(&["delta", "stop_details", "explanation"], Explanation).source(REFUSAL),
        place(&["delta", "text"], Content).source(STREAMING),
        place(&["delta", "thinking"], Content).source(STREAMING),
        place(&["delta", "partial_json"], Content).source(STREAMING),
        place(&["content_block", "text"], Content).source(BLOCK_START),
        place(&["content_block", "thinking"], Content).source(BLOCK_START),
        // Of a tool call, the name comes first.
        place(&["content_block", "name"], Content).source(BLOCK_START),
        place(&["content_block", "tool_use_id"], Content).source(BLOCK_START),
        place(&["content_block", "data"], Content).source(BLOCK_START),
        place(&["completion"], Content).source(COMPLETION),
        place(&["stop_reason"], Reason).source(COMPLETION),
    ],
    events: &[
        event("message_stop", Ends).source(STREAMING),
        event("message_start", Shows).source(STREAMING),
        event("message_delta", Shows).source(STREAMING),
        event("content_block_*", Shows).source(STREAMING),
        event("ping", KeepsAlive).source(STREAMING),
    ],
};
