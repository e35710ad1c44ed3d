//! Finish reasons that are errors. A reason that no row names ends an answer in good order.

use crate::rules::schema::ReasonAs::{Nothing, Type};
use crate::rules::schema::{ReasonRow, Source, page, reason};

const CHUNK: Source = page(
    "github.com/openai/openai-python/blob/main/src/openai/types/chat/chat_completion_chunk.py",
);
const OPENROUTER: Source = page("openrouter.ai/docs/api/reference/errors-and-debugging");
const MISTRAL: Source = page(
    "github.com/mistralai/client-python/blob/main/src/mistralai/client/models/\
    completionresponsestreamchoice.py",
);
const DEEPSEEK: Source = page("api-docs.deepseek.com/api/create-chat-completion");
const ZHIPU: Source = page("docs.z.ai/api-reference/llm/chat-completion");
const ANTHROPIC: Source = page(
    "platform.claude.com/docs/en/test-and-evaluate/strengthen-guardrails/\
    handle-streaming-refusals",
);
const COHERE: Source =
    page("github.com/cohere-ai/cohere-python/blob/main/src/cohere/types/chat_finish_reason.py");
const COHERE_V1: Source = page(
    "github.com/cohere-ai/cohere-python/blob/main/src/cohere/types/\
    chat_stream_end_event_finish_reason.py",
);
const BEDROCK: Source =
    page("docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_MessageStopEvent.html");
const GUARDRAILS: Source =
    page("docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-invoke-model.html");
const GEMINI: Source = page("github.com/googleapis/python-genai/blob/main/google/genai/types.py");
const GEMINI_NUMBERS: Source = page(
    "github.com/googleapis/googleapis/blob/master/google/ai/generativelanguage/v1beta/\
    generative_service.proto",
);

/// Reasons that say that the answer goes on. Case does not matter.
pub(crate) const UNFINISHED: [&str; 6] =
    ["", "null", "not_finished", "0", "FINISH_REASON_UNSPECIFIED", "BLOCK_REASON_UNSPECIFIED"];

pub(crate) const REASONS: &[ReasonRow] = &[
    reason("content_filter").source(CHUNK),
    reason("error").counts_as(Nothing).source(MISTRAL),
    reason("network_error").source(ZHIPU),
    reason("*_error").counts_as(Type).source(OPENROUTER),
    reason("insufficient_system_resource").source(DEEPSEEK),
    reason("sensitive").source(ZHIPU),
    reason("refusal").source(ANTHROPIC),
    reason("TIMEOUT").source(COHERE),
    reason("ERROR_TOXIC").source(COHERE_V1),
    reason("ERROR_LIMIT").source(COHERE_V1),
    reason("guardrail_intervened").source(BEDROCK),
    reason("content_filtered").source(BEDROCK),
    reason("malformed_model_output").source(BEDROCK),
    reason("malformed_tool_use").source(BEDROCK),
    reason("INTERVENED").means("guardrail_intervened").source(GUARDRAILS),
    reason("SAFETY").number(3).source(GEMINI_NUMBERS),
    reason("RECITATION").number(4).source(GEMINI_NUMBERS),
    reason("LANGUAGE").number(6).source(GEMINI_NUMBERS),
    reason("BLOCKLIST").number(7).source(GEMINI_NUMBERS),
    reason("PROHIBITED_CONTENT").number(8).source(GEMINI_NUMBERS),
    reason("SPII").number(9).source(GEMINI_NUMBERS),
    reason("MALFORMED_FUNCTION_CALL").number(10).source(GEMINI_NUMBERS),
    reason("IMAGE_SAFETY").number(11).source(GEMINI_NUMBERS),
    reason("UNEXPECTED_TOOL_CALL").number(12).source(GEMINI_NUMBERS),
    reason("TOO_MANY_TOOL_CALLS").number(13).source(GEMINI_NUMBERS),
    reason("IMAGE_PROHIBITED_CONTENT").number(14).source(GEMINI_NUMBERS),
    reason("NO_IMAGE").number(16).source(GEMINI_NUMBERS),
    reason("IMAGE_RECITATION").number(17).source(GEMINI_NUMBERS),
    reason("MODEL_ARMOR").source(GEMINI),
    reason("ESCALATION").source(GEMINI),
    reason("MALFORMED_RESPONSE").source(GEMINI),
    reason("MISSING_THOUGHT_SIGNATURE").source(GEMINI),
    reason("PUP_LIMITED_DISABLED").source(GEMINI),
    // Any reason for which a prompt is blocked means the same.
    reason("JAILBREAK").source(GEMINI),
];
