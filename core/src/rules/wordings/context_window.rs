//! Prompts that do not fit the context window.

use crate::kind::Kind::{
    BadGateway, ContextLengthExceeded, InternalError, InvalidRequest, NotFound, PermissionDenied,
    RequestTooLarge, ServiceUnavailable, Success, Unknown, UnprocessableEntity,
};
use crate::rules::common;
use crate::rules::providers::{
    anthropic, bedrock, cohere, dashscope, databricks, google, groq, huggingface, litellm,
    llamacpp, lmstudio, mistral, moonshot, nvidia, ollama, openai, sglang, vllm, volcengine, xai,
    zhipu,
};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family(
        "not_fetched",
        InvalidRequest,
        "a file that the request names could not be fetched",
        &[from(
            common::SEEN,
            &[
                "could|can not fetch|download|retrieve",
                "cannot|can't|couldn't fetch|download|retrieve",
                "failed|unable to fetch|download|retrieve",
            ],
        )],
    )
    .under(&[InvalidRequest, UnprocessableEntity]),
    family(
        "context_window",
        ContextLengthExceeded,
        "the prompt does not fit the context window",
        &[
            from(
                openai::ERRORS,
                &[
                    "maximum context length|limit is|of|was|exceeded",
                    "over|past|than|to|beyond|with .. maximum context length|limit",
                    "tokens .. maximum context length|limit",
                    "maximum context length|limit . tokens",
                    "exceed|exceeds|exceeded|exceeding .. context length|window|limit|size",
                    "total number of tokens in instructions",
                    "input tokens exceed|exceeds",
                ],
            ),
            from(
                anthropic::ERRORS,
                &["prompt . too long", "input . too long", "prompt .. is too long"],
            ),
            from(
                google::TROUBLESHOOTING,
                &[
                    "exceed|exceeds the maximum number of tokens",
                    "token|tokens .. model only supports up to",
                    "tokens .. exceeds the maximum|limit",
                    "token count .. exceeds the limit|maximum",
                    "token count .. exceeds max token count",
                    "context limit reached|exceeded",
                ],
            ),
            from(bedrock::ERRORS, &["too many input tokens", "exceed model maximum"]),
            from(
                groq::ERRORS,
                &[
                    "reduce the length of the|your messages|prompt|input|conversation",
                    "reduce your prompt",
                ],
            ),
            from(
                cohere::ERRORS,
                &[
                    "too many tokens .. in the prompt",
                    "too many tokens .. size limit exceeded",
                    "^too many tokens$",
                    "too many tokens in the|your request",
                ],
            ),
            from(xai::DEBUGGING, &["maximum prompt length"]),
            from(
                moonshot::CHAT,
                &[
                    "exceeded model token limit",
                    "input token length too long",
                    "conversation length|size exceeded",
                    "conversation is|has|was too long",
                ],
            ),
            from(dashscope::CODES, &["range of input length", "message token length exceed"]),
            from(mistral::API, &["draft tokens .. too large"]),
            from(
                zhipu::CODES,
                &[
                    "prompt exceeds max length",
                    "tokens in request more than max",
                    "超出|超过 .. 上下文长度",
                    "超过最大长度",
                    "输入过长",
                    "上下文过长",
                    "上下文长度超出",
                    "上下文超出",
                    "上下文超限",
                    "超出最大上下文",
                ],
            ),
            from(huggingface::TGI, &["must have less than .. tokens given"]),
            from(
                vllm::DOCS,
                &[
                    "longer than the .. context length",
                    "longer than the .. model length",
                    "model context length",
                    "max_model_len",
                    "maximum model length",
                ],
            ),
            from(
                llamacpp::SOURCE_CODE,
                &[
                    "available context size",
                    "exceed|exceeds|exceeded|over|past|larger|greater|than|keep .. n_ctx",
                    "slot context",
                ],
            ),
            from(
                lmstudio::DOCS,
                &[
                    "loaded with context length",
                    "greater than the context length",
                    "larger context length",
                ],
            ),
            from(
                lmstudio::SEEN,
                &["tokens when context the overflows", "cannot truncate prompt with n_keep"],
            ),
            from(sglang::TOKENIZER, &["input length .. exceeds the maximum allowed length"]),
            from(ollama::SOURCE_CODE, &["longer than the context"]),
            from(
                litellm::EXCEPTIONS,
                &["litellm.contextwindowexceedederror", "current length is .. while limit is"],
            ),
            from(
                common::SEEN,
                &[
                    "input|prompt tokens .. has|have exceeded",
                    "context length|window|size exceeded|exceeds",
                    "context is too long",
                    "model max length exceeded",
                    "maximum input length is",
                    "than the maximum input|prompt|sequence length",
                    "maximum allowed input length",
                    "token limit exceeded",
                    "exceeds .. token limit",
                    "maximum number of input tokens",
                    "tokens .. cannot exceed",
                    "exceed|exceeds|exceeded|over|fit|larger|longer|than|maximum .. context window",
                    "max_seq_len",
                    "context size has been exceeded",
                    "exceed|exceeds|over|than .. configured context size",
                    "context window|length|size full|overflow",
                    "exceed|exceeds context budget",
                    "context window is .. you requested",
                    "prompt too large for",
                    "out of room in the .. context window",
                    "prompt|input|request has too many tokens",
                    "prompt|input|request too many tokens",
                    "too many tokens in request",
                    "total tokens exceeds|exceed",
                    "input length .. tokens exceeds the model limit",
                    "context overflow$",
                    "context overflow error|detected",
                    "n_ctx_slot",
                ],
            ),
            from(volcengine::CODES, &["exceed max message tokens"]),
            from(nvidia::API, &["maximum supported sequence length"]),
            from(databricks::API, &["token count .. cannot exceed"]),
        ],
    )
    .under(&[
        InvalidRequest,
        UnprocessableEntity,
        RequestTooLarge,
        InternalError,
        NotFound,
        Success,
        Unknown,
        ServiceUnavailable,
        BadGateway,
        PermissionDenied,
    ]),
    family(
        "thinking_budget",
        InvalidRequest,
        "the budget of the model's thinking is wrong",
        &[from(common::SEEN, &["thinking|reasoning budget"])],
    )
    .under(&[InvalidRequest, UnprocessableEntity]),
    family(
        "window_of_tokens",
        ContextLengthExceeded,
        "the tokens do not fit the context window",
        &[
            from(huggingface::TGI, &["tokens . must be"]),
            from(lmstudio::DOCS, &["reached context length"]),
        ],
    )
    .under(&[UnprocessableEntity, RequestTooLarge, PermissionDenied, Success]),
];
