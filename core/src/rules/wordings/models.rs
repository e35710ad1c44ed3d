//! Models that are unknown, retired or not allowed.

use crate::kind::Kind::{
    FailedDependency, InternalError, InvalidRequest, ModelNotFound, NotFound, PermissionDenied,
    UnprocessableEntity,
};
use crate::kind::Provider;
use crate::kind::Scope;
use crate::remedies::Remedy::OtherProvider;
use crate::rules::common;
use crate::rules::providers::{
    anthropic, azure, bedrock, dashscope, github, google, groq, huggingface, litellm, lmstudio,
    newapi, nvidia, openai, opencode, openrouter, replicate, together, voyage, zhipu,
};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family("container_failed", InternalError, "the model's own server failed", &[
        from(bedrock::ERRORS, &["received server error .. from primary|model"]),
    ]).under(&[FailedDependency]).decisive(),
    family("partner_account", PermissionDenied, "accounts of this kind may not use it", &[
        from(bedrock::ERRORS, &["not available for channel program"]),
    ]),
    family("region_not_served", PermissionDenied, "the provider does not serve this country or region", &[
        from(google::TROUBLESHOOTING, &["location is not supported"]),
        from(bedrock::ERRORS, &["not allowed from unsupported countries"]),
        from(common::SEEN, &["country region or territory not supported", "not available in your country|region"]),
    ]).scope(Scope::Provider, &[OtherProvider]).action("Use a provider that serves this country or region, or call from one that this provider serves."),
    family("model_settings", InvalidRequest, "a setting of the model is wrong", &[
        from(common::SEEN, &["invalid|unsupported|unknown|unrecognized model parameter|parameters|setting|settings|config|configuration|option|options|input|inputs|output|outputs|response"]),
    ]).under(&[InvalidRequest, UnprocessableEntity]),
    family("function_unknown", ModelNotFound, "the function of the model is unknown to the account", &[
        from(nvidia::NVCF, &["function .. not found for account"]),
    ]).only(Provider::Nvidia),
    family("model_unknown", ModelNotFound, "the model is unknown here", &[
        from(groq::DEPRECATIONS, &["model has been deactivated", "model . has been decommissioned|retired|deprecated|sunset|removed", "model . is|was decommissioned|retired|deprecated|sunset|removed", "model . is no longer available|supported|exists"]),
        from(openai::ERRORS, &["model . does not exist", "model . doesn't exist", "does not exist or you do not have access", "does not have access to model", "model . not found", "model is not supported when using", "model not exist|exists"]),
        from(google::TROUBLESHOOTING, &["models . is not found", "publisher model . was not found", "publisher model . is not servable", "^model . was not found", "models . not found", "unexpected model name format"]),
        from(azure::REFERENCE, &["deployment .. does not exist"]),
        from(bedrock::ERRORS, &["model identifier is invalid", "could not resolve the foundation model", "on-demand throughput isn't supported", "on-demand throughput isn t supported", "on-demand throughput is not supported", "marked by provider as legacy", "reached the end of its life"]),
        from(openrouter::ERRORS, &["no endpoints found for", "is not a valid model"]),
        from(together::ERRORS, &["non-serverless model", "dedicated endpoint .. is not running"]),
        from(litellm::EXCEPTIONS, &["invalid model name", "no such model"]),
        from(nvidia::API, &["model . has reached its end of life"]),
        from(replicate::DOCS, &["specified version does not exist or"]),
        from(huggingface::INFERENCE, &["too large to be loaded", "model . is not supported by provider"]),
        from(common::SEEN, &["no router|route|backend|server for . model", "model is unavailable for|in|to|on", "invalid|unknown|unsupported|unrecognized model .$", "^unknown|unsupported|unrecognized|unavailable model", "model . is not available|found|deployed", "model . not available|deployed|accessible", "no available channel for model", "not found the model", "model id|with .. not found", "model id .. does not exist", "model name|id is|was invalid|incorrect|wrong|unknown", "model . is not supported by any", "supported api model names|ids are", "supported model names|ids are", "model you requested is not available", "provided|requested|specified|selected model is not supported|available|valid|known", "unknown provider for model"]),
        from(zhipu::CODES, &["模型不存在", "模型未找到", "模型已下线", "无可用渠道"]),
        from(lmstudio::DOCS, &["no models loaded"]),
        from(dashscope::QWEN_CLOUD, &["model can not be found"]),
        from(opencode::MESSAGES, &["^model . is not supported$"]),
        from(common::TRITON, &["request for unknown model"]),
        from(voyage::ERRORS, &["not supported supported models are"]),
    ]),
    family("model_by_name", ModelNotFound, "nothing but the name of a model", &[
        from(anthropic::ERRORS, &["^model .$"]),
    ]).under(&[NotFound]),
    family("model_blocked", PermissionDenied, "the model is not allowed", &[
        from(common::SEEN, &["unable to access|use model"]), from(groq::MODEL_PERMISSIONS, &["model . requires terms acceptance", "model .. blocked at the organization|project level"]),
        from(litellm::EXCEPTIONS, &["not allowed to access model", "can only access models"]),
        from(github::MODELS, &["no access to model"]),
        from(bedrock::ERRORS, &["model access is denied", "don't have access to the model", "model use case details have not been submitted"]),
        from(newapi::MESSAGES, &["token has no access to"]),
        from(opencode::MESSAGES, &["^model is disabled$"]),
        from(newapi::SOURCE_CODE, &["无权访问", "无权使用", "无权限"]),
    ]),
];
