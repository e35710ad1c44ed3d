//! The events of streams, by dialect: their members, their names, and the finish reasons that are
//! errors. The order of the dialects does not matter.

mod anthropic;
mod bedrock;
mod cohere;
mod google;
mod openai;
mod others;
mod reasons;

use crate::rules::schema::{Dialect, Source, page};

pub(crate) use bedrock::BLOCKED;
pub(crate) use reasons::{REASONS, UNFINISHED};

/// How servers that send server-sent events end a stream, whatever the dialect.
pub(crate) const DONE: &str = "[DONE]";

/// What stands before the status in a comment: `:HTTP_STATUS/400`, `:408: 408 Request Timeout`.
pub(crate) const STATUS_IN_COMMENT: [&str; 2] = ["HTTP_STATUS/", ""];

/// The media types of streams.
pub(crate) const MEDIA_TYPES: [&str; 7] = [
    "text/event-stream",
    "application/vnd.amazon.eventstream",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/stream+json",
];

/// What the report of a stream that broke off is based on.
pub(crate) const CUT_OFF: Source = page(
    "developers.openai.com/api/reference/resources/chat/subresources/completions/streaming-events",
);

/// Every dialect.
pub(crate) const DIALECTS: &[&Dialect] = &[
    &openai::CHAT,
    &openai::RESPONSES,
    &openai::ASSISTANTS,
    &openai::AUDIO_AND_IMAGES,
    &openai::LLAMA_CPP,
    &openai::MISTRAL_CONVERSATIONS,
    &anthropic::MESSAGES,
    &google::GEMINI,
    &google::CODE_ASSIST_GEMINI,
    &google::INTERACTIONS,
    &cohere::V2,
    &cohere::V1,
    &bedrock::CONVERSE,
    &bedrock::INVOKE,
    &others::OLLAMA,
    &others::DASHSCOPE,
    &others::WATSONX,
    &others::TGI,
    &others::FASTCHAT,
    &others::ANY,
    &others::REPLICATE,
];
