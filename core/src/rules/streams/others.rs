//! The dialects of other servers.

use crate::rules::schema::EventSays::{Ends, Fails, Shows, Text};
use crate::rules::schema::Role::{
    Code, Content, Ends as EndsIfThere, EndsIfTrue, Explanation, MakesError, Name, Reason,
    Shows as ShowsDialect,
};
use crate::rules::schema::{Dialect, Source, event, page, place};

const OLLAMA_API: Source = page("github.com/ollama/ollama/blob/main/docs/api.md");
const OLLAMA_TYPES: Source = page("github.com/ollama/ollama/blob/main/api/types.go");
const DASHSCOPE_API: Source = page("help.aliyun.com/zh/model-studio/dashscope-api-reference");
const WATSONX_RESULT: Source =
    page("ibm.github.io/watsonx-ai-node-sdk/interfaces/1_6_x.WatsonXAI.TextGenResult.html");
const TGI_TYPES: Source = page(
    "github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/inference/_generated/\
    types/text_generation.py",
);
const FASTCHAT_CODES: Source = page("github.com/lm-sys/FastChat/blob/main/fastchat/constants.py");
const FASTAPI: Source = page("fastapi.tiangolo.com/tutorial/handling-errors");
const VLLM: Source =
    page("github.com/vllm-project/vllm/blob/v0.8.5/vllm/entrypoints/openai/protocol.py");
const EVENT_STREAMS: Source = page("console.groq.com/docs/errors");
const REPLICATE_STREAMING: Source = page("replicate.com/docs/topics/predictions/streaming");
const REPLICATE_CLIENT: Source =
    page("github.com/replicate/replicate-python/blob/main/replicate/stream.py");

/// Ollama's own interface.
pub(super) const OLLAMA: Dialect = Dialect {
    name: "Ollama",
    places: &[
        place(&["done"], EndsIfTrue).source(OLLAMA_API),
        place(&["response"], Content).source(OLLAMA_TYPES),
        place(&["thinking"], Content).source(OLLAMA_TYPES),
        place(&["message", "content"], Content).source(OLLAMA_TYPES),
        place(&["message", "thinking"], Content).source(OLLAMA_TYPES),
        place(&["message", "tool_calls"], Content).source(OLLAMA_TYPES),
    ],
    events: &[],
};

/// DashScope's own interface.
pub(super) const DASHSCOPE: Dialect = Dialect {
    name: "DashScope",
    places: &[
        place(&["output", "finish_reason"], Reason).source(DASHSCOPE_API),
        place(&["output", "text"], Content).source(DASHSCOPE_API),
        place(&["output", "text"], ShowsDialect).source(DASHSCOPE_API),
        place(&["output", "choices"], ShowsDialect).source(DASHSCOPE_API),
        place(&["output", "choices", "finish_reason"], Reason).source(DASHSCOPE_API),
        place(&["output", "choices", "message", "content"], Content).source(DASHSCOPE_API),
        place(&["output", "choices", "message", "reasoning_content"], Content)
            .source(DASHSCOPE_API),
        place(&["output", "choices", "message", "tool_calls"], Content).source(DASHSCOPE_API),
    ],
    events: &[],
};

/// The text generation of watsonx.
pub(super) const WATSONX: Dialect = Dialect {
    name: "watsonx",
    places: &[
        place(&["results", "stop_reason"], Reason).source(WATSONX_RESULT),
        place(&["results", "generated_text"], Content).source(WATSONX_RESULT),
    ],
    events: &[],
};

/// The own interface of Text Generation Inference.
pub(super) const TGI: Dialect = Dialect {
    name: "TGI",
    places: &[
        place(&["token", "text"], ShowsDialect).source(TGI_TYPES),
        place(&["token", "text"], Content).source(TGI_TYPES),
        place(&["generated_text"], EndsIfThere).source(TGI_TYPES),
    ],
    events: &[],
};

/// `FastChat`, and other servers made with `FastAPI`.
pub(super) const FASTCHAT: Dialect = Dialect {
    name: "FastChat",
    places: &[
        place(&["error_code"], Code).source(FASTCHAT_CODES),
        place(&["text"], Explanation).source(FASTCHAT_CODES),
        place(&["detail"], MakesError).source(FASTAPI),
    ],
    events: &[],
};

/// What servers of every dialect send.
pub(super) const ANY: Dialect = Dialect {
    name: "any",
    places: &[place(&["object"], Name).source(VLLM)],
    events: &[event("error", Fails).source(EVENT_STREAMS)],
};

/// Replicate.
pub(super) const REPLICATE: Dialect = Dialect {
    name: "Replicate",
    places: &[],
    events: &[
        event("output", Text).source(REPLICATE_STREAMING),
        event("logs", Shows).source(REPLICATE_CLIENT),
        event("done", Ends).source(REPLICATE_STREAMING),
    ],
};
