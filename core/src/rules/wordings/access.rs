//! Keys, accounts and their permissions.

use crate::kind::Kind::{
    Authentication, BadGateway, InternalError, InvalidRequest, PermissionDenied,
    ServiceUnavailable, Success, Unknown,
};
use crate::rules::common;
use crate::rules::providers::{
    anthropic, azure, bedrock, deepseek, github, google, groq, huggingface, litellm, lmstudio,
    minimax, newapi, nvidia, openai, opencode, vercel, volcengine, zhipu,
};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family("key_leaked", Authentication, "the key is no longer valid", &[
        from(google::TROUBLESHOOTING, &["key was reported as leaked"]),
        from(anthropic::ERRORS, &["oauth token has been revoked", "oauth token has expired"]),
        from(bedrock::COMMON_ERRORS, &["security token included in the request is invalid|expired", "bearer token has expired"]),
    ]).decisive(),
    family("signature_wrong", Authentication, "the signature does not match", &[
        from(common::SEEN, &["invalid|wrong|bad signature", "signature check|verification|validation failed"]), from(bedrock::COMMON_ERRORS, &["signature .. does not match"]),
    ]).under(&[Authentication, PermissionDenied]),
    family("account_restricted", PermissionDenied, "the account or the key may not do this", &[
        from(openai::ERRORS, &["insufficient permissions", "missing scopes", "must be a member of an organization", "access was terminated"]),
        from(anthropic::ERRORS, &["account|organization|workspace has been disabled", "organization has disabled", "not meet scope requirement", "only authorized for use with"]),
        from(google::TROUBLESHOOTING, &["insufficient authentication scopes", "consumer .. has been suspended", "project has been denied access"]),
        from(azure::REFERENCE, &["virtual network", "firewall rules", "does not have access to api", "lacks the required data action", "public access is disabled", "account type is not"]),
        from(bedrock::ERRORS, &["not authorized to perform", "^operation not allowed$", "not authorized to invoke", "not allowed for this account"]),
        from(github::MODELS, &["permission is required to access"]),
        from(groq::ERRORS, &["organization|account|project|user|key|team . has been restricted|suspended|disabled|deactivated|banned|blocked", "organization|account|project|user|key|team is|was restricted|suspended|disabled|deactivated|banned|blocked", "associated with a deactivated account", "account .. has been deactivated|suspended|disabled"]),
        from(litellm::EXCEPTIONS, &["only proxy admin can", "not allowed to access this route"]),
        from(common::SEEN, &["beta|preview|feature .. yet|not available|enabled|allowed|included", "not|isn't in|on . allowlist|whitelist|allowed", "ip|client|remote address .. not|isn't allowed|whitelisted|authorized|permitted", "requests|request|access|calls|connections from .. blocked|denied|rejected", "requires moderation permission", "not authorized to access", "organization|account|project|team .. not allowed to use|access|call", "do not have permission", "does not have .. permission", "don't have .. permission", "do not|don't have access to it|this", "rejected by .. allowlist|whitelist"]),
        from(opencode::MESSAGES, &["workspace has been blocked"]),
        from(vercel::CHALLENGE, &["vercel security checkpoint"]),
        from(newapi::SOURCE_CODE, &["已被封禁", "已被禁用", "已被锁定"]),
        from(common::QIANFAN, &["no permission to access"]),
        from(volcengine::CODES, &["has not activated the model"]),
        from(nvidia::NVCF, &["not shared with the account", "missing resource entry in apikey"]),
    ]),
    family("key_invalid", Authentication, "the key or the token is not valid", &[
        from(groq::ERRORS, &["invalid|expired|revoked|incorrect|wrong|missing|unknown api key|token|keys", "invalid|expired|malformed api_key|apikey", "api key . is|was invalid|expired|revoked|incorrect|missing|wrong", "api key has expired", "api key has been revoked", "api key . not valid|found|provided|recognized", "api key expired|revoked|deleted", "api_key_revoked|api_key_deleted", "could not authenticate|validate .. credentials", "unable to locate credentials", "authorization denied for bearer", "valid user token is required", "api key appears to be invalid"]),
        from(openai::ERRORS, &["provide an|a|your api key", "authentication token has expired|been", "no api-key provided", "api key you .. is invalid|incorrect|wrong|expired", "no api key|token|credentials supplied|provided|found|passed"]),
        from(anthropic::ERRORS, &["invalid bearer|oauth|access|auth|authentication|authorization|subscription|x-api-key|proxy|client token|credentials|key|secret|server", "invalid x-api-key|bearer|authentication|credentials", "authentication .. credentials"]),
        from(google::TROUBLESHOOTING, &["missing or invalid authorization", "missing|invalid|malformed|incorrect .. authorization header", "failed to get|read|parse the|an authorization header", "unregistered callers"]),
        from(bedrock::COMMON_ERRORS, &["authorization header requires", "make sure your api key is valid", "security|bearer|access|auth token .. is|was invalid|expired|revoked|malformed"]),
        from(azure::REFERENCE, &["tenant provided in token does not match", "access token is missing", "auth token must be passed"]),
        from(deepseek::ERRORS, &["authentication fails|failed|required|error"]),
        from(minimax::CODES, &["login fail"]),
        from(common::QIANFAN, &["token is|was invalid|expired|revoked", "token invalid|expired"]),
        from(common::WATSONX, &["api key could not be found"]),
        from(common::SEEN, &["check . api-key|apikey|token", "api key|token doesn't match .. format", "api key|token . expected|invalid|wrong format", "^unauthenticated"]),
        from(newapi::MESSAGES, &["^this token has expired", "token status is unavailable"]),
        from(lmstudio::DOCS, &["malformed lm studio api token", "lm studio api token is required"]),
        from(newapi::SOURCE_CODE, &["无效的令牌", "令牌已过期", "未提供令牌", "令牌验证"]),
        from(zhipu::CODES, &["身份验证失败", "鉴权失败", "认证失败", "密钥无效"]),
        from(huggingface::INFERENCE, &["token seems invalid"]),
        from(common::FASTAPI, &["^not authenticated$"]),
    ]).under(&[Authentication, PermissionDenied, InvalidRequest, InternalError, Success, Unknown, ServiceUnavailable, BadGateway]),
];
