//! OpenAI's dialects, and those of servers that follow them.

use crate::rules::schema::EventSays::{Ends, Fails, KeepsAlive, Shows};
use crate::rules::schema::Role::{Choices, Content, Error, Index, Name, Reason};
use crate::rules::schema::{Dialect, Role, Source, event, page, place};

const CHUNK: Source = page(
    "github.com/openai/openai-python/blob/main/src/openai/types/chat/chat_completion_chunk.py",
);
const STREAMING: Source = page(
    "developers.openai.com/api/reference/resources/chat/subresources/completions/streaming-events",
);
const COMPLETION: Source =
    page("github.com/openai/openai-python/blob/main/src/openai/types/completion.py");
const RESPONSES_EVENTS: Source =
    page("developers.openai.com/api/reference/resources/responses/streaming-events");
const REALTIME_EVENTS: Source =
    page("developers.openai.com/api/reference/resources/realtime/server-events");
const REALTIME_STATUS: Source = page(
    "github.com/openai/openai-python/blob/main/src/openai/types/realtime/\
    realtime_response_status.py",
);
const RUN: Source =
    page("github.com/openai/openai-python/blob/main/src/openai/types/beta/threads/run.py");
const ASSISTANT_EVENTS: Source = page(
    "github.com/openai/openai-python/blob/main/src/openai/types/beta/assistant_stream_event.py",
);
const TRANSCRIPTION: Source = page(
    "github.com/openai/openai-python/blob/main/src/openai/types/audio/\
    transcription_text_done_event.py",
);
const SPEECH: Source = page(
    "developers.openai.com/api/reference/resources/audio/subresources/speech/streaming-events",
);
const IMAGES: Source =
    page("github.com/openai/openai-python/blob/main/src/openai/types/image_gen_completed_event.py");
const THINKING: Source = page("api-docs.deepseek.com/guides/thinking_mode");
const GROQ_CHUNK: Source =
    page("github.com/groq/groq-python/blob/main/src/groq/types/chat/chat_completion_chunk.py");
const OPENROUTER: Source = page("openrouter.ai/docs/api-reference/overview");
const OPENROUTER_ERRORS: Source = page("openrouter.ai/docs/api/reference/errors-and-debugging");
const OPENROUTER_REASONING: Source =
    page("openrouter.ai/docs/guides/best-practices/reasoning-tokens");
const OPENROUTER_IMAGES: Source =
    page("openrouter.ai/docs/guides/overview/multimodal/image-generation");
const LLAMA_CPP_SERVER: Source =
    page("github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md");
const CONVERSATIONS: Source = page(
    "github.com/mistralai/client-python/blob/main/src/mistralai/client/models/conversationevents.py",
);
const TRANSCRIPTION_EVENTS: Source = page(
    "github.com/mistralai/client-python/blob/main/src/mistralai/client/models/\
    transcriptionstreamevents.py",
);

/// Chat completions and text completions.
pub(super) const CHAT: Dialect = Dialect {
    name: "OpenAI chat",
    places: &[
        place(&["choices"], Choices).source(CHUNK),
        place(&["choices", "index"], Index).source(CHUNK),
        place(&["choices", "finish_reason"], Reason).source(CHUNK),
        place(&["choices", "native_finish_reason"], Role::NativeReason).source(OPENROUTER),
        place(&["choices", "error"], Error).source(OPENROUTER_ERRORS),
        place(&["choices", "delta", "content"], Content).source(CHUNK),
        place(&["choices", "delta", "refusal"], Content).source(CHUNK),
        place(&["choices", "delta", "tool_calls"], Content).source(CHUNK),
        place(&["choices", "delta", "function_call"], Content).source(CHUNK),
        place(&["choices", "delta", "audio"], Content).source(STREAMING),
        place(&["choices", "delta", "reasoning_content"], Content).source(THINKING),
        place(&["choices", "delta", "reasoning"], Content).source(GROQ_CHUNK),
        place(&["choices", "delta", "executed_tools"], Content).source(GROQ_CHUNK),
        place(&["choices", "delta", "reasoning_details"], Content).source(OPENROUTER_REASONING),
        place(&["choices", "delta", "images"], Content).source(OPENROUTER_IMAGES),
        place(&["choices", "message", "content"], Content).source(CHUNK),
        place(&["choices", "message", "tool_calls"], Content).source(CHUNK),
        place(&["choices", "text"], Content).source(COMPLETION),
        place(&["x_groq", "error"], Error).source(GROQ_CHUNK),
    ],
    events: &[],
};

/// Responses, over HTTP or a WebSocket, and Realtime.
pub(super) const RESPONSES: Dialect = Dialect {
    name: "OpenAI Responses",
    places: &[
        place(&["type"], Name).source(RESPONSES_EVENTS),
        place(&["delta"], Content).source(RESPONSES_EVENTS),
        place(&["text"], Content).source(RESPONSES_EVENTS),
        place(&["arguments"], Content).source(RESPONSES_EVENTS),
        place(&["partial_image_b64"], Content).source(RESPONSES_EVENTS),
        place(&["response", "error"], Error).source(RESPONSES_EVENTS),
        place(&["response", "incomplete_details", "reason"], Reason).source(RESPONSES_EVENTS),
        place(&["response", "status_details", "error"], Error).source(REALTIME_STATUS),
        place(&["response", "status_details", "reason"], Reason).source(REALTIME_STATUS),
    ],
    events: &[
        event("response.completed", Ends).source(RESPONSES_EVENTS),
        event("response.incomplete", Ends).source(RESPONSES_EVENTS),
        event("response.failed", Fails).source(RESPONSES_EVENTS),
        event("response.cancelled", Ends).source(RESPONSES_EVENTS),
        event("response.done", Ends).source(REALTIME_EVENTS),
        event("response.*", Shows).source(RESPONSES_EVENTS),
        event("session.*", Shows).source(REALTIME_EVENTS),
        event("conversation.*", Shows).source(REALTIME_EVENTS),
        event("input_audio_buffer.*", Shows).source(REALTIME_EVENTS),
        event("output_audio_buffer.*", Shows).source(REALTIME_EVENTS),
        event("rate_limits.updated", Shows).source(REALTIME_EVENTS),
        event("keepalive", KeepsAlive).source(RESPONSES_EVENTS),
    ],
};

/// Runs of Assistants.
pub(super) const ASSISTANTS: Dialect = Dialect {
    name: "OpenAI Assistants",
    places: &[
        place(&["last_error"], Error).source(RUN),
        place(&["delta", "content"], Content).source(ASSISTANT_EVENTS),
        place(&["delta", "step_details", "tool_calls"], Content).source(ASSISTANT_EVENTS),
    ],
    events: &[
        event("thread.run.failed", Fails).source(ASSISTANT_EVENTS),
        event("thread.*", Shows).source(ASSISTANT_EVENTS),
        event("done", Ends).source(ASSISTANT_EVENTS),
    ],
};

/// Transcription, speech and images.
pub(super) const AUDIO_AND_IMAGES: Dialect = Dialect {
    name: "transcription, speech and images",
    places: &[
        place(&["audio"], Content).source(SPEECH),
        place(&["b64_json"], Content).source(IMAGES),
    ],
    events: &[
        event("transcript.text.done", Ends).source(TRANSCRIPTION),
        event("transcript.text.*", Shows).source(TRANSCRIPTION),
        event("speech.audio.done", Ends).source(SPEECH),
        event("speech.audio.*", Shows).source(SPEECH),
        event("image_generation.completed", Ends).source(IMAGES),
        event("image_generation.*", Shows).source(IMAGES),
        event("image_edit.completed", Ends).source(IMAGES),
        event("image_edit.*", Shows).source(IMAGES),
        event("transcription.done", Ends).source(TRANSCRIPTION_EVENTS),
        event("transcription.*", Shows).source(TRANSCRIPTION_EVENTS),
    ],
};

/// The completions of llama.cpp's own interface.
pub(super) const LLAMA_CPP: Dialect = Dialect {
    name: "llama.cpp",
    places: &[
        place(&["stop"], Role::EndsIfTrue).source(LLAMA_CPP_SERVER),
        place(&["content"], Content).source(LLAMA_CPP_SERVER),
    ],
    events: &[],
};

/// Mistral's Conversations.
pub(super) const MISTRAL_CONVERSATIONS: Dialect = Dialect {
    name: "Mistral Conversations",
    places: &[],
    events: &[
        event("conversation.response.error", Fails).source(CONVERSATIONS),
        event("conversation.response.done", Ends).source(CONVERSATIONS),
        event("conversation.response.*", Shows).source(CONVERSATIONS),
    ],
};
