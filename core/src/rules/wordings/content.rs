//! Content that a filter refuses, and what a model cannot do.

use crate::kind::Kind::{
    Authentication, BadGateway, ContentPolicy, FailedDependency, InternalError, InvalidRequest,
    NotFound, PermissionDenied, ServiceUnavailable, Success, Unknown, UnprocessableEntity,
};
use crate::rules::common;
use crate::rules::providers::{
    anthropic, azure, bedrock, cohere, dashscope, deepseek, fireworks, google, litellm, minimax,
    openai, openrouter, xai, zhipu,
};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family("account_blocked", PermissionDenied, "the account itself is blocked", &[
        from(azure::CONTENT_FILTER, &["resource|account|subscription|deployment has been .. blocked|suspended"]),
    ]).under(&[InvalidRequest, PermissionDenied, Authentication]),
    family("content_refused", ContentPolicy, "a filter refuses the content", &[
        from(openai::ERRORS, &["rejected|blocked|flagged .. safety system", "violating|violate|violates|violated .. usage policy|policies|guidelines", "prompt|content|input|request|text|message|messages|image|picture .. was|were|been|be|got flagged", "prompt|content|input|request|text|message|messages|image|picture .. flagged for|by", "flagged as violating|unsafe|harmful|inappropriate", "flagged as potentially violating|unsafe|harmful|inappropriate", "limited access to this content for safety", "against our usage policy|policies"]),
        from(azure::CONTENT_FILTER, &["content management policy", "content filtering policy|system", "triggered|triggering|blocked|stopped|rejected|by .. content filter|filters", "content filter|filters triggered|blocked|stopped|rejected", "content filtered", "responsible ai"]),
        from(anthropic::ERRORS, &["blocked by .. content|output|filtering policy", "safeguards flagged"]),
        from(bedrock::ERRORS, &["conflict our aup", "conflict with our aup"]),
        from(google::SAFETY, &["blocked|filtered|stopped .. safety", "by|our safety filter|filters", "safety reasons|violations", "prohibited content", "blocked by model armor", "exceeds|exceeded|over|hit .. safety filter threshold"]),
        from(deepseek::ERRORS, &["content exists risk"]),
        from(xai::DEBUGGING, &["failed check safety|safety_check_type_bio|safety_check_type_cyber|safety_check_type_csam"]),
        from(dashscope::CODES, &["inappropriate content", "sensitive content|words", "unsafe content"]),
        from(minimax::CODES, &["new_sensitive"]),
        from(litellm::EXCEPTIONS, &["litellm.contentpolicyviolationerror", "violated guardrail|content|moderation|jailbreak|openai", "content blocked", "prompt injection"]),
        from(common::SEEN, &["blocked|rejected|denied|refused by .. safeguards|classifier|moderation", "moderation|safety check|filter|system|checks failed|flagged|rejected|blocked|refused|triggered", "nsfw|harmful|toxic|explicit content|image|images|material", "classified|identified|marked as nsfw|harmful|unsafe|inappropriate|sensitive|toxic", "policy violation", "deny|denied|blocked list|prompt|topic|topics|word|words", "similarity with . deny|denied|blocked", "blocked|rejected|refused|flagged .. content policies|policy", "response was blocked due|because|for", "rejected|blocked by a|our|the safety check", "safety system detecting", "cannot be generated due to safety", "moderation block|blocked|policy", "considered high risk", "content|image|images|prompt|output|response|text|input .. appear|appears to be unsafe|harmful|inappropriate|nsfw", "deemed|considered unsafe|harmful|inappropriate|nsfw", "guardrail|guardrails blocked|triggered|violation|intervened", "blocked|detected .. by guardrail|guardrails", "violation of .. policy|policies", "violate|violates|violated|violating content|our|the|usage|safety .. policy|policies|terms"]),
        from(zhipu::CODES, &["敏感内容", "敏感词", "敏感信息", "不安全或敏感", "违规内容", "内容违规", "不合规", "内容审核", "安全审核"]),
        from(cohere::ERRORS, &["deny-listed term|terms|word|words|content"]),
        from(common::KONG, &["prompt pattern is blocked"]),
    ]).under(&[InvalidRequest, PermissionDenied, UnprocessableEntity, Success, Unknown, InternalError, BadGateway, FailedDependency]),
    family("content_policy", ContentPolicy, "a content policy is against it", &[
        from(common::SEEN, &["content policy", "content moderation"]),
    ]).under(&[InvalidRequest, PermissionDenied, UnprocessableEntity, Success, Unknown]),
    family("output_cap", InvalidRequest, "more output is asked for than the model can write", &[
        from(openai::ERRORS, &["max_tokens|max_completion_tokens|max_output_tokens is too large .. supports at most"]),
        from(common::SEEN, &["max_completion_tokens is too large", "supports at most .. completion|output tokens", "maximum output for this model", "max tokens must be", "maximum tokens you requested", "maximum allowed number of output tokens", "output tokens .. exceed|exceeds the maximum|limit", "range of max_tokens"]),
    ]).under(&[InvalidRequest, UnprocessableEntity, Success, Unknown]),
    family("server_flag", InvalidRequest, "the server was not started with what the request needs", &[
        from(common::SEEN, &["requires . flag", "may need to provide|enable|pass|load", "requires .. to be set", "server does not support", "server|engine|instance .. not started|launched|configured|built|compiled with|for|to", "server|engine|instance was not|started|launched without", "start|restart|run|launch|started the|this server . with|without"]),
    ]).under(&[InvalidRequest, NotFound, UnprocessableEntity, InternalError, ServiceUnavailable, BadGateway, Success, Unknown]),
    family("grammar_invalid", InvalidRequest, "the grammar or the schema of the output is wrong", &[
        from(common::SEEN, &["parsing|compiling . grammar|schema|regex", "grammar|schema|regex is|was invalid|unsupported|malformed|too", "invalid|unsupported|malformed grammar|regex|schema", "failed|unable to parse|compile|initialize|build . grammar|schema|regex"]),
    ]).under(&[InvalidRequest, UnprocessableEntity, InternalError, ServiceUnavailable, BadGateway, Success, Unknown]),
    family("no_such_feature", InvalidRequest, "the model cannot do this here", &[
        from(openai::ERRORS, &["not a chat model", "did you mean to use v1", "only supported in", "not supported in the"]),
        from(openrouter::ERRORS, &["no endpoints found that support|can"]),
        from(cohere::ERRORS, &["not supported by the .. api"]),
        from(azure::REFERENCE, &["operation does not work with the specified model"]),
        from(fireworks::ERRORS, &["please use .. api instead", "missing conversation_config"]),
        from(common::SEEN, &["not compatible with", "not supported by|for|with this|the|that model|server|engine|endpoint|provider", "model|server|engine|endpoint|provider doesn't support|accept", "image|images|audio|video|vision|tool|tools|function|file|files|input|inputs|streaming|embeddings|logprobs|reasoning is|are not supported", "does not support|accept", "not enabled|available for this model", "not accessible via the"]),
    ]).under(&[InvalidRequest, NotFound, UnprocessableEntity, InternalError, Success, Unknown]),
];
