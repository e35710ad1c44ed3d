//! Wordings that come before all others.

use crate::kind::Kind::{
    Conflict, GenerationFailed, InternalError, InvalidRequest, NotFound, Overloaded,
    PermissionDenied, QuotaExhausted, RateLimited, Success, Unknown, UnprocessableEntity,
};
use crate::rules::common;
use crate::rules::providers::{bedrock, dashscope, groq, moonshot, ollama, openai, zhipu};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family(
        "rate_limit_first",
        RateLimited,
        "a rate limit was hit",
        &[from(
            common::SEEN,
            &[
                "^rate limit reached|exceeded|hit",
                "^concurrency limit reached|exceeded|hit|of",
                "^enqueued token limit reached",
                "^upstream error .. request rate increased too quickly",
                "^429 too many requests",
                "^调用频率",
                "^请求过于频繁",
            ],
        )],
    )
    .under(&[
        InvalidRequest,
        NotFound,
        UnprocessableEntity,
        PermissionDenied,
        InternalError,
        Success,
        Unknown,
    ])
    .decisive(),
    family(
        "resource_busy",
        Conflict,
        "something else uses the same resource",
        &[from(common::SEEN, &["conversation|thread is locked|busy", "conversation|thread|session|response is already|currently|still being|in progress|processed|running|generating", "concurrent modification|update|change|write", "modified|changed|updated|deleted concurrently", "locked by", "another|other process|operation|request|update|job is currently|already operating|running|updating|modifying|processing", "add|modify messages to|in", "already has an active run|response|request|generation"])],
    )
    .under(&[InvalidRequest, NotFound, Conflict, InternalError, RateLimited, Success, Unknown])
    .decisive(),
    family(
        "month_used_up",
        QuotaExhausted,
        "the quota of the month is used up",
        &[
            from(dashscope::CODES, &["month allocated quota exceeded"]),
            from(moonshot::CHAT, &["usage limit for this billing cycle"]),
        ],
    )
    .decisive(),
    family(
        "free_quota_used_up",
        QuotaExhausted,
        "the free quota is used up",
        &[from(dashscope::QWEN_CLOUD, &["free allocated quota exceeded"])],
    )
    .under(&[RateLimited, PermissionDenied])
    .decisive(),
    family(
        "throttled_by_capacity",
        Overloaded,
        "there is no capacity now",
        &[from(dashscope::QWEN_CLOUD, &["throttled due to system capacity"])],
    )
    .under(&[RateLimited])
    .decisive(),
    family(
        "endpoint_without_model",
        InvalidRequest,
        "this endpoint does not have the model",
        &[from(dashscope::QWEN_CLOUD, &["for openai compatibility mode"])],
    )
    .under(&[InvalidRequest, NotFound])
    .decisive(),
    family(
        "token_throttle",
        RateLimited,
        "tokens are limited over a minute",
        &[from(dashscope::CODES, &["token-limit", "allocated quota exceeded"])],
    )
    .under(&[RateLimited])
    .decisive(),
    family(
        "plan_window_used_up",
        RateLimited,
        "the limit of a short window was hit",
        &[from(zhipu::CODES, &["小时使用上限", "天使用上限"])],
    )
    .under(&[RateLimited]),
    family(
        "throttled_tokens",
        RateLimited,
        "the rate of tokens is limited",
        &[from(
            bedrock::ERRORS,
            &["too many tokens .. please wait", "too many tokens per day|minute|month"],
        )],
    )
    .under(&[RateLimited, Success, Unknown]),
    family(
        "verification_required",
        PermissionDenied,
        "the organisation has to be verified",
        &[from(
            openai::ERRORS,
            &["organization|account must be verified", "verify your organization"],
        )],
    )
    .decisive(),
    family(
        "generation_failed",
        GenerationFailed,
        "the model's own output is invalid",
        &[
            from(
                groq::TOOL_USE,
                &[
                    "failed to call a function",
                    "failed to generate|validate json",
                    "tool call validation failed",
                    "failed to parse tool call arguments",
                                        "model called a tool",
                    "output could not be parsed",
                    "output that could not be parsed",
                    "model . could not be parsed",
                    "generated json does not match",
                ],
            ),
            from(
                bedrock::ERRORS,
                &[
                    "model produced|generated|returned|output|emitted invalid|malformed json|tool|function|output|sequence|arguments|call",
                ],
            ),
            from(common::SEEN, &["tool choice|use is|was required but", "model did not return|produce|generate|emit|call", "unexpected tool|function call", "malformed function|tool call", "failed|unable to parse|decode the|a model|llm output|response|answer", "model produced|generated|returned|emitted .. invalid|malformed|empty|unparsable content|response|completion|answer|arguments|tool", "did not output valid json", "json mode couldn't be met"]),
        ],
    ),
    family(
        "tool_call_unparsed",
        GenerationFailed,
        "the model's tool call could not be read",
        &[from(ollama::SOURCE_CODE, &["error parsing tool call"])],
    )
    .under(&[InternalError, Success, Unknown]),
];
