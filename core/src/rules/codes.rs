//! What each documented `code` or `type` means: one row per word.

use super::Rule;
use super::shapes::Place;
use super::sources::*;
use super::statuses::{Status, Weight};
use crate::kind::{Kind, Provider};
use crate::table::{Table, hash, same, short, slots, tag};

/// How much a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// More than any status.
    More,
    /// That something is used up: for good, unless a delay or a window is told after which that
    /// resets.
    UsedUp,
    /// That some limit was hit: its numbers and the words of the message say which, and so does a
    /// status that means one thing only.
    Limit,
    /// No more than an HTTP status of its kind.
    Status,
}

/// A code.
#[derive(Debug)]
pub(crate) struct Code {
    /// Named after its word, which is the last part of the name.
    pub(crate) rule: Rule,
    pub(crate) says: Says,
    /// Who answers, where only one provider sends it, spelt like this.
    pub(crate) provider: Option<Provider>,
    /// The objects that it has to stand in, where others use the same word.
    pub(crate) within: &'static [Place],
}

impl Code {
    pub(crate) const fn word(&self) -> &'static str {
        self.rule.subject()
    }

    /// Whether it is spelt exactly like this.
    pub(crate) fn is_spelt(&self, word: &[u8]) -> bool {
        self.rule.id.as_bytes().strip_suffix(word).is_some_and(|before| before.ends_with(b"/"))
    }

    /// Whether a code that is not specific says more than a status does.
    pub(crate) fn says_more_than(&self, status: &Status) -> bool {
        let other_class = self.rule.kind.is_server_error() != status.is_server_error();
        match (status.weight, self.says) {
            (Weight::None, _) => true,
            (Weight::Plain, Says::Status) => other_class,
            (Weight::Plain, _) => self.rule.kind != status.kind(),
            (Weight::Precise, _) => false,
        }
    }
}

/// `code!("word", Kind, source)`, then any of `says Limit`, `by Provider`, `within [Place]`,
/// `action "what to do"`.
macro_rules! code {
    ($word:literal, $kind:ident, $source:expr $(, $mark:ident $value:tt)* $(,)?) => {{
        #[allow(unused_mut)]
        let mut row = Code {
            rule: Rule {
                id: concat!("code/", $word),
                kind: Kind::$kind,
                evidence: None,
                source: $source,
                action: None,
            },
            says: Says::More,
            provider: None,
            within: &[],
        };
        $(code!(@set row $mark $value);)*
        row
    }};
    (@set $row:ident says $says:ident) => { $row.says = Says::$says };
    (@set $row:ident by $provider:ident) => { $row.provider = Some(Provider::$provider) };
    (@set $row:ident within $places:tt) => { $row.within = &$places };
    (@set $row:ident id $id:literal) => { $row.rule.id = $id };
    (@set $row:ident action $action:literal) => { $row.rule.action = Some($action) };
}

/// The rows. Those of one word stand side by side.
pub(crate) static CODES: &[Code] = &[
    // Groq.
    code!("tool_use_failed", GenerationFailed, GROQ_TOOLS, by Groq,
        action "Send it again, a few times at most; if it persists, simplify the tools or the prompt, or lower the temperature."),
    code!("json_validate_failed", GenerationFailed, GROQ_OUTPUTS, by Groq,
        action "Send it again, a few times at most; if it persists, simplify the schema or the prompt."),
    code!("output_parse_failed", GenerationFailed, GROQ_TOOLS,
        action "Send it again, a few times at most; if it persists, simplify the tools or the prompt."),
    code!("model_decommissioned", ModelNotFound, GROQ_MODELS, by Groq,
        action "Move to the replacement that the provider's deprecation page names: this model is retired."),
    code!("model_terms_required", PermissionDenied, GROQ_RIGHTS, by Groq,
        action "Have an administrator of the organisation accept the model's terms."),
    code!("model_permission_blocked_org", PermissionDenied, GROQ_RIGHTS, by Groq,
        action "Have an administrator enable the model in the organisation's settings, or use another model."),
    code!("model_permission_blocked_project", PermissionDenied, GROQ_RIGHTS, by Groq,
        action "Have an administrator enable the model in the project's settings, or use another model."),
    code!("organization_restricted", PermissionDenied, GROQ, by Groq,
        action "Ask the provider's support why the organisation is restricted."),
    code!("blocked_api_access", QuotaExhausted, GROQ_SPEND, by Groq,
        action "Raise the spend limit, or wait for the next billing period: the organisation has reached it."),
    code!("spend_limit_reached", QuotaExhausted, GROQ_SPEND, by Groq,
        action "Raise the spend limit or its alert threshold: the organisation has reached it."),
    code!("capacity_exceeded", Overloaded, GROQ_FLEX,
        action "Try again later with exponential backoff, or send it under another service tier."),
    code!("expired_api_key", Authentication, GROQ),
    // OpenAI, and those who follow it.
    code!("rate_limit_exceeded", RateLimited, OPENAI_LIMITS, says Limit),
    code!("request_too_large", RequestTooLarge, ANTHROPIC),
    code!("context_length_exceeded", ContextLengthExceeded, OPENAI),
    code!("model_not_found", ModelNotFound, OPENAI),
    code!("invalid_api_key", Authentication, OPENAI),
    code!("invalid_organization", Authentication, OPENAI),
    code!("invalid_issuer", Authentication, OPENAI),
    code!("mismatched_organization", Authentication, OPENAI),
    code!("mismatched_project", Authentication, OPENAI),
    code!("token_expired", Authentication, OPENAI),
    code!("token_invalidated", Authentication, OPENAI),
    code!("token_revoked", Authentication, OPENAI),
    code!("refresh_token_expired", Authentication, OPENAI),
    code!("refresh_token_invalidated", Authentication, OPENAI),
    code!("refresh_token_reused", Authentication, OPENAI),
    code!("unknown_url", NotFound, OPENAI),
    code!("previous_response_not_found", NotFound, OPENAI),
    code!("rate_limit_does_not_exist_for_org_and_model", NotFound, OPENAI),
    code!("insufficient_quota", QuotaExhausted, OPENAI),
    code!("exceeded_quota", QuotaExhausted, OPENAI),
    code!("credit_balance_exhausted", QuotaExhausted, OPENAI),
    code!("organization_spend_limit_exceeded", QuotaExhausted, OPENAI),
    code!("project_spend_limit_exceeded", QuotaExhausted, OPENAI),
    code!("organization_usage_limit_exceeded", QuotaExhausted, OPENAI),
    code!("billing_limit_user_error", QuotaExhausted, OPENAI),
    code!("billing_hard_limit_reached", QuotaExhausted, OPENAI, by Openai),
    code!("billing_not_active", QuotaExhausted, OPENAI),
    code!("usage_not_included", QuotaExhausted, CODEX),
    code!("usage_limit_reached", QuotaExhausted, CODEX, says UsedUp),
    code!("account_deactivated", PermissionDenied, OPENAI),
    code!("no_organization", PermissionDenied, OPENAI),
    code!("organization_membership_required", PermissionDenied, OPENAI),
    code!("access_terminated", PermissionDenied, OPENAI),
    code!("not_authorized_invalid_project", PermissionDenied, OPENAI),
    code!("ip_not_authorized", PermissionDenied, OPENAI),
    code!("missing_scope", PermissionDenied, OPENAI),
    code!("insufficient_permissions", PermissionDenied, OPENAI),
    code!("data_residency_mismatch", PermissionDenied, OPENAI),
    code!("unsupported_country_region_territory", PermissionDenied, OPENAI),
    code!("content_policy_violation", ContentPolicy, OPENAI),
    code!("moderation_blocked", ContentPolicy, OPENAI),
    code!("bio_policy", ContentPolicy, OPENAI),
    code!("misalignment_policy_violation", ContentPolicy, OPENAI),
    code!("image_content_policy_violation", ContentPolicy, OPENAI),
    code!("content_filter", ContentPolicy, OPENAI),
    code!("content_filtered", ContentPolicy, OPENAI),
    code!("content_moderation", ContentPolicy, OPENAI),
    code!("prompt_blocked", ContentPolicy, OPENAI),
    code!("sensitive_words_detected", ContentPolicy, OPENAI),
    code!("cyber_policy", ContentPolicy, OPENAI, by Openai),
    code!("max_tokens_per_request", RequestTooLarge, OPENAI_IMAGES),
    code!("image_too_large", RequestTooLarge, OPENAI_IMAGES),
    code!("image_file_too_large", RequestTooLarge, OPENAI_IMAGES),
    code!("file_too_large", RequestTooLarge, OPENAI_IMAGES),
    code!("payload_too_large", RequestTooLarge, OPENAI_IMAGES),
    code!("string_too_long", RequestTooLarge, OPENROUTER, says Limit, within [Place::Error, Place::Inner, Place::Root]),
    code!("server_is_overloaded", Overloaded, OPENAI),
    code!("slow_down", Overloaded, OPENAI),
    code!("resource_unavailable", Overloaded, OPENAI),
    code!("model_overloaded", Overloaded, OPENAI),
    code!("engine_overloaded", Overloaded, OPENAI),
    code!("server_overloaded", Overloaded, OPENAI),
    code!("provider_overloaded", Overloaded, OPENAI),
    code!("vector_store_timeout", Timeout, OPENAI),
    code!("batch_expired", Timeout, OPENAI),
    code!("conversation_locked", Conflict, OPENAI),
    code!("conversation_already_has_active_response", Conflict, OPENAI),
    code!("inference_rate_limit_exceeded", RateLimited, OPENAI),
    code!("slow_down_requests", RateLimited, OPENAI),
    code!("image_file_not_found", NotFound, OPENAI),
    code!("failed_to_download_image", InvalidRequest, OPENAI_IMAGES),
    code!("invalid_image_url", InvalidRequest, OPENAI_IMAGES),
    code!("invalid_image_format", InvalidRequest, OPENAI_IMAGES),
    code!("invalid_base64_image", InvalidRequest, OPENAI_IMAGES),
    code!("image_too_small", InvalidRequest, OPENAI_IMAGES),
    code!("image_parse_error", InvalidRequest, OPENAI_IMAGES),
    code!("invalid_image_mode", InvalidRequest, OPENAI_IMAGES),
    code!("unsupported_image_media_type", InvalidRequest, OPENAI_IMAGES),
    code!("empty_image_file", InvalidRequest, OPENAI_IMAGES),
    // Words that say no more than a status.
    code!("invalid_request_error", InvalidRequest, OPENAI, says Status),
    code!("unsupported_value", InvalidRequest, OPENAI, says Status),
    code!("unsupported_parameter", InvalidRequest, OPENAI, says Status),
    code!("invalid_value", InvalidRequest, OPENAI, says Status),
    code!("validation_error", InvalidRequest, OPENAI, says Status),
    code!("bad_request", InvalidRequest, OPENAI, says Status),
    code!("server_error", InternalError, OPENAI, says Status),
    code!("internal_server_error", InternalError, OPENAI, says Status),
    code!("internal_error", InternalError, OPENAI, says Status),
    code!("system_error", InternalError, OPENAI, says Status),
    code!("backend_error", InternalError, OPENAI, says Status),
    code!("service_unavailable", ServiceUnavailable, OPENAI, says Status),
    code!("unavailable_error", ServiceUnavailable, LLAMACPP, says Status, by Llamacpp),
    code!("api_error", InternalError, ANTHROPIC, says Status),
    code!("rate_limit_error", RateLimited, ANTHROPIC, says Status),
    code!("rate_limited", RateLimited, ANTHROPIC, says Status),
    code!("too_many_requests", RateLimited, ANTHROPIC, says Status),
    code!("throttling_error", RateLimited, ANTHROPIC, says Status),
    code!("throttled", RateLimited, ANTHROPIC, says Status),
    code!("authentication_error", Authentication, ANTHROPIC, says Status),
    code!("unauthorized", Authentication, ANTHROPIC, says Status),
    code!("unauthenticated", Authentication, ANTHROPIC, says Status),
    code!("authentication_failed", Authentication, ANTHROPIC, says Status),
    code!("invalid_authentication", Authentication, ANTHROPIC, says Status),
    code!("permission_error", PermissionDenied, ANTHROPIC, says Status),
    code!("permissions_error", PermissionDenied, ANTHROPIC, says Status),
    code!("permission_denied", PermissionDenied, ANTHROPIC, says Status),
    code!("forbidden", PermissionDenied, ANTHROPIC, says Status),
    code!("access_denied", PermissionDenied, ANTHROPIC, says Status),
    code!("request_forbidden", PermissionDenied, ANTHROPIC, says Status),
    code!("not_found_error", NotFound, ANTHROPIC, says Status),
    code!("resource_not_found", NotFound, ANTHROPIC, says Status),
    code!("conflict_error", Conflict, ANTHROPIC, says Status),
    code!("already_exists", Conflict, ANTHROPIC, says Status),
    code!("aborted", Conflict, ANTHROPIC, says Status),
    code!("unprocessable_entity_error", UnprocessableEntity, VLLM, says Status),
    code!("invalid_argument", InvalidRequest, GOOGLE_CODES, says Status),
    code!("failed_precondition", InvalidRequest, GOOGLE_CODES, says Status),
    code!("out_of_range", InvalidRequest, GOOGLE_CODES, says Status),
    code!("unimplemented", InvalidRequest, GOOGLE_CODES, says Status),
    code!("precondition_failed", InvalidRequest, GOOGLE_CODES, says Status),
    code!("data_loss", InternalError, GOOGLE_CODES, says Status),
    code!("unavailable", ServiceUnavailable, GOOGLE_CODES, says Status),
    code!("provider_unavailable", BadGateway, OPENROUTER, says Status),
    // Anthropic.
    code!("billing_error", QuotaExhausted, ANTHROPIC),
    code!("payment_required", QuotaExhausted, ANTHROPIC),
    code!("enforced_spend_limit_reached", QuotaExhausted, ANTHROPIC),
    code!("timeout_error", Timeout, ANTHROPIC),
    code!("request_timeout", Timeout, ANTHROPIC),
    code!("gateway_timeout", Timeout, ANTHROPIC),
    code!("overloaded_error", Overloaded, ANTHROPIC),
    code!("invalid_grant", Authentication, RFC_6749),
    code!("invalid_client", Authentication, RFC_6749),
    code!("invalid_token", Authentication, RFC_6750),
    code!("insufficient_scope", PermissionDenied, RFC_6750),
    // Google.
    code!("resource_exhausted", RateLimited, GOOGLE_CODES, says Limit),
    code!("deadline_exceeded", Timeout, GOOGLE_CODES),
    code!("cancelled", Cancelled, GOOGLE_CODES),
    code!("API_KEY_INVALID", Authentication, GEMINI, by Google),
    code!("access_token_expired", Authentication, GEMINI),
    code!("credentials_missing", Authentication, GEMINI),
    code!("access_token_type_unsupported", Authentication, GEMINI),
    code!("session_cookie_invalid", Authentication, GEMINI),
    code!("access_token_scope_insufficient", PermissionDenied, GEMINI),
    code!("api_key_service_blocked", PermissionDenied, GEMINI),
    code!("api_key_http_referrer_blocked", PermissionDenied, GEMINI),
    code!("api_key_ip_address_blocked", PermissionDenied, GEMINI),
    code!("service_disabled", PermissionDenied, GEMINI),
    code!("consumer_suspended", PermissionDenied, GEMINI),
    code!("consumer_invalid", PermissionDenied, GEMINI),
    code!("user_project_denied", PermissionDenied, GEMINI),
    code!("iam_permission_denied", PermissionDenied, GEMINI),
    code!("security_policy_violated", PermissionDenied, GEMINI),
    code!("location_policy_violated", PermissionDenied, GEMINI),
    code!("validation_required", PermissionDenied, GEMINI),
    code!("billing_disabled", QuotaExhausted, GEMINI),
    code!("insufficient_g1_credits_balance", QuotaExhausted, GEMINI_CLI),
    code!("quota_exhausted", QuotaExhausted, GEMINI_CLI, says UsedUp),
    code!("model_capacity_exhausted", Overloaded, GEMINI_CLI),
    code!("content_policy", ContentPolicy, OPENAI),
    code!("violation_fee.grok.csam", ContentPolicy, ONE_API),
    code!("channel:invalid_key", Authentication, ONE_API),
    code!("channel:response_time_exceeded", Timeout, ONE_API),
    code!("channel:no_available_key", ServiceUnavailable, ONE_API, says Status),
    code!("entitlement_total_limit_exceeded", QuotaExhausted, ONE_API),
    code!("entitlement_inactive", QuotaExhausted, ONE_API),
    code!("balance_depleted", QuotaExhausted, SEEN),
    code!("model_not_supported_on_free_tier", QuotaExhausted, SEEN),
    code!("inference_cap", QuotaExhausted, SEEN),
    code!("model_capacity_exceeded", Overloaded, GEMINI_CLI),
    code!("deactivated_workspace", PermissionDenied, CODEX),
    code!("unknown_parameter", InvalidRequest, OPENAI, says Status),
    code!("connection_error", BadGateway, SEEN, says Status),
    code!("user_rate_limit_exceeded", RateLimited, GOOGLE_CODES, says Limit),
    code!("daily_limit_exceeded", RateLimited, GOOGLE_CODES, says Limit),
    code!("quota_exceeded", QuotaExhausted, ELEVENLABS, within [Place::Detail], id "code/elevenlabs/quota_exceeded"),
    code!("quota_exceeded", QuotaExhausted, GOOGLE_CODES, says UsedUp),
    code!("keyInvalid", Authentication, GOOGLE_CODES),
    // AWS.
    code!("ThrottlingException", RateLimited, BEDROCK, says Limit),
    code!("TooManyRequestsException", RateLimited, AWS, says Limit),
    code!("RequestLimitExceeded", RateLimited, AWS, says Limit),
    code!("ProvisionedThroughputExceededException", RateLimited, AWS, says Limit),
    code!("BandwidthLimitExceeded", RateLimited, AWS, says Limit),
    code!("PriorRequestNotComplete", RateLimited, AWS, says Limit),
    code!("LimitExceededException", RateLimited, AWS, says Limit),
    code!("ServiceQuotaExceededException", QuotaExhausted, AWS, says UsedUp),
    code!("UnrecognizedClientException", Authentication, AWS),
    code!("ExpiredTokenException", Authentication, AWS),
    code!("InvalidSignatureException", Authentication, AWS),
    code!("SignatureDoesNotMatch", Authentication, AWS),
    code!("IncompleteSignature", Authentication, AWS),
    code!("MissingAuthenticationTokenException", Authentication, AWS),
    code!("InvalidClientTokenId", Authentication, AWS),
    code!("InvalidAccessKeyId", Authentication, AWS),
    code!("AuthFailure", Authentication, AWS),
    code!("RequestTimeTooSkewed", Authentication, AWS),
    code!("RequestExpired", Authentication, AWS),
    code!("NotAuthenticated", Authentication, AWS),
    code!("OptInRequired", PermissionDenied, AWS),
    code!("UnauthorizedOperation", PermissionDenied, AWS),
    code!("NotAuthorized", PermissionDenied, AWS),
    code!("FTUFormNotFilled", PermissionDenied, AWS),
    code!("ModelNotReadyException", Overloaded, BEDROCK),
    code!("ModelTimeoutException", Timeout, BEDROCK),
    code!("ModelErrorException", InternalError, BEDROCK),
    code!("ModelStreamErrorException", InternalError, BEDROCK, says Status),
    code!("InternalDependencyException", InternalError, BEDROCK),
    code!("UnknownOperationException", NotFound, AWS),
    code!("ValidationException", InvalidRequest, AWS, says Status),
    code!("SerializationException", InvalidRequest, AWS, says Status),
    code!("AccessDeniedException", PermissionDenied, AWS, says Status),
    code!("ResourceNotFoundException", NotFound, AWS, says Status),
    code!("InternalServerException", InternalError, AWS, says Status),
    code!("InternalFailure", InternalError, AWS, says Status),
    code!("ServiceUnavailableException", ServiceUnavailable, AWS, says Status),
    code!("ConflictException", Conflict, AWS),
    code!("ResourceInUseException", Conflict, AWS),
    code!("SubscriptionRequiredException", PermissionDenied, AWS),
    code!("monthly_request_count", QuotaExhausted, AWS),
    code!("overage_request_limit_exceeded", QuotaExhausted, AWS),
    code!("content_length_exceeds_threshold", ContextLengthExceeded, AWS),
    code!("insufficient_model_capacity", Overloaded, AWS),
    code!("invalid_model_id", ModelNotFound, AWS),
    // Azure and GitHub.
    code!("DeploymentNotFound", ModelNotFound, AZURE, by Azure),
    code!("ResponsibleAIPolicyViolation", ContentPolicy, AZURE_FILTER, by Azure),
    code!("AuthenticationTypeDisabled", PermissionDenied, AZURE, by Azure),
    code!("AuthorizationFailed", PermissionDenied, AZURE),
    code!("unknown_model", ModelNotFound, GITHUB_MODELS),
    code!("ServiceModelDeprecated", ModelNotFound, AZURE),
    code!("DeploymentModelNotSupported", ModelNotFound, AZURE),
    code!("unavailable_model", ModelNotFound, GITHUB_MODELS),
    code!("model_not_supported", ModelNotFound, GITHUB_MODELS),
    code!("OperationNotSupported", InvalidRequest, AZURE),
    code!("api_not_supported", InvalidRequest, AZURE),
    code!("unsupported_api_for_model", InvalidRequest, AZURE),
    code!("tokens_limit_reached", RequestTooLarge, GITHUB_MODELS),
    code!("RateLimitReached", RateLimited, GITHUB_MODELS, says Limit),
    code!("no_access", PermissionDenied, GITHUB_MODELS),
    code!("model_max_prompt_tokens_exceeded", ContextLengthExceeded, COPILOT),
    code!("user_model_rate_limited", RateLimited, COPILOT),
    code!("user_global_rate_limited", RateLimited, COPILOT),
    code!("user_weekly_rate_limited", RateLimited, COPILOT),
    code!("integration_rate_limited", RateLimited, COPILOT),
    code!("free_quota_exceeded", QuotaExhausted, COPILOT),
    code!("upstream_provider_rate_limit", Overloaded, COPILOT),
    code!("off_topic", ContentPolicy, COPILOT),
    code!("overage_limit_reached", QuotaExhausted, COPILOT),
    code!("additional_spend_limit_reached", QuotaExhausted, COPILOT),
    code!("billing_not_configured", QuotaExhausted, COPILOT),
    // Mistral, Cerebras, Perplexity, Together, xAI.
    code!("invalid_request_message_order", InvalidRequest, MISTRAL, says Status, by Mistral),
    code!("invalid_model", ModelNotFound, MISTRAL),
    code!("service_tier_capacity_exceeded", Overloaded, MISTRAL),
    code!("engine_max_pending_tokens", Overloaded, MISTRAL),
    code!("request_quota_exceeded", RateLimited, CEREBRAS, says Limit),
    code!("token_quota_exceeded", RateLimited, CEREBRAS, says Limit),
    code!("too_many_tokens_error", RateLimited, CEREBRAS, says Limit),
    code!("model_not_available", ModelNotFound, TOGETHER),
    code!("dedicated_endpoint_not_running", ModelNotFound, TOGETHER),
    code!("credit_limit", RateLimited, TOGETHER, says Limit),
    code!("model_rate_limit", RateLimited, TOGETHER, says Limit),
    code!("dynamic_request_limited", RateLimited, TOGETHER, says Limit),
    code!("dynamic_token_limited", RateLimited, TOGETHER, says Limit),
    code!("insufficient_funds", QuotaExhausted, TOGETHER),
    code!("insufficient_credits", QuotaExhausted, TOGETHER),
    code!("insufficient_balance", QuotaExhausted, TOGETHER),
    code!("insufficient_credit", QuotaExhausted, TOGETHER),
    code!("not_enough_balance", QuotaExhausted, TOGETHER),
    code!("unauthenticated:bad-credentials", Authentication, XAI),
    code!("unauthenticated:no-credentials", Authentication, XAI),
    code!("personal-team-blocked:spending-limit", QuotaExhausted, XAI, by Xai),
    code!("subscription:free-usage-exhausted", RateLimited, XAI, by Xai),
    code!("Client specified an invalid argument", InvalidRequest, XAI, says Status, by Xai),
    code!("The caller does not have permission to execute the specified operation", PermissionDenied, XAI, says Status, by Xai),
    code!("Some resource has been exhausted", RateLimited, XAI, says Limit, by Xai),
    code!("The service is currently unavailable", ServiceUnavailable, XAI, says Status, by Xai),
    code!("Some requested entity was not found", NotFound, XAI, says Status, by Xai),
    // Self-hosted servers.
    code!("exceed_context_size_error", ContextLengthExceeded, LLAMACPP, by Llamacpp),
    code!("overloaded", Overloaded, TGI),
    code!("generation", InternalError, TGI, within[Place::Root]),
    code!("incomplete_generation", InternalError, TGI),
    code!("backend", InternalError, TGI),
    code!("queue_full", Overloaded, VLLM),
    // Gateways.
    code!("budget_exceeded", QuotaExhausted, LITELLM),
    code!("key_model_access_denied", PermissionDenied, LITELLM, by Litellm),
    code!("team_model_access_denied", PermissionDenied, LITELLM, by Litellm),
    code!("user_model_access_denied", PermissionDenied, LITELLM, by Litellm),
    code!("org_model_access_denied", PermissionDenied, LITELLM, by Litellm),
    code!("project_model_access_denied", PermissionDenied, LITELLM, by Litellm),
    code!("token_not_found_in_db", Authentication, LITELLM, by Litellm),
    code!("expired_key", Authentication, LITELLM),
    code!("no_db_connection", ServiceUnavailable, LITELLM, by Litellm),
    code!("context_window_exceeded", ContextLengthExceeded, LITELLM),
    code!("auth_error", Authentication, LITELLM, says Status),
    code!("max_tokens_exceeded", InvalidRequest, OPENROUTER, says Status),
    code!("refusal", ContentPolicy, OPENROUTER),
    code!("privacy_restricted", PermissionDenied, OPENROUTER),
    code!("no_endpoints", ModelNotFound, OPENROUTER),
    code!("model_deprecated", ModelNotFound, OPENROUTER),
    code!("model_unavailable_upstream", ModelNotFound, OPENROUTER),
    code!("capacity_exhausted", Overloaded, OPENROUTER),
    code!("insufficient_user_quota", QuotaExhausted, ONE_API),
    code!("pre_consume_token_quota_failed", QuotaExhausted, ONE_API),
    code!("entitlement_required", QuotaExhausted, ONE_API),
    code!("hooks_failed", ContentPolicy, SEEN),
    code!("guardrail_violation", ContentPolicy, SEEN),
    code!("customer_verification_required", QuotaExhausted, SEEN),
    code!("cf_bad_gateway", BadGateway, CLOUDFLARE, by Cloudflare),
    code!("cf_gateway_timeout", Timeout, CLOUDFLARE, by Cloudflare),
    code!("cf_service_unavailable", ServiceUnavailable, CLOUDFLARE, by Cloudflare),
    code!("2003", RateLimited, CLOUDFLARE_GATEWAY, within [Place::Error, Place::Detail]),
    code!("2005", BadGateway, CLOUDFLARE_GATEWAY, within [Place::Error, Place::Detail]),
    code!("2009", Authentication, CLOUDFLARE_GATEWAY, within [Place::Error, Place::Detail]),
    code!("2016", ContentPolicy, CLOUDFLARE_GATEWAY, within [Place::Error, Place::Detail]),
    code!("2017", ContentPolicy, CLOUDFLARE_GATEWAY, within [Place::Error, Place::Detail]),
    code!("2021", QuotaExhausted, CLOUDFLARE_GATEWAY, within [Place::Error, Place::Detail]),
    code!("3036", RateLimited, CLOUDFLARE_AI, within[Place::Detail]),
    code!("3040", Overloaded, CLOUDFLARE_AI, within[Place::Detail]),
    code!("5007", ModelNotFound, CLOUDFLARE_AI, within[Place::Detail]),
    code!("5018", PermissionDenied, CLOUDFLARE_AI, within[Place::Detail]),
    code!("10000", Authentication, CLOUDFLARE_AI, within[Place::Detail]),
    // Moonshot, Zhipu, DashScope, MiniMax and other hosts.
    code!("exceeded_current_quota_error", QuotaExhausted, MOONSHOT),
    code!("engine_overloaded_error", Overloaded, MOONSHOT),
    code!("rate_limit_reached_error", RateLimited, MOONSHOT, says Limit),
    code!("incorrect_api_key_error", Authentication, MOONSHOT),
    code!("1000", Authentication, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1000", InternalError, MINIMAX, within [Place::Base], id "code/minimax/1000"),
    code!("1001", Authentication, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1001", Timeout, MINIMAX, within [Place::Base], id "code/minimax/1001"),
    code!("1002", Authentication, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1002", RateLimited, MINIMAX, within [Place::Base], id "code/minimax/1002"),
    code!("1003", Authentication, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1004", Authentication, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1004", Authentication, MINIMAX, within [Place::Base], id "code/minimax/1004"),
    code!("1111", Authentication, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1110", PermissionDenied, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1112", PermissionDenied, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1121", PermissionDenied, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1220", PermissionDenied, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1313", PermissionDenied, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1113", QuotaExhausted, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1309", QuotaExhausted, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1311", QuotaExhausted, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1211", ModelNotFound, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1222", NotFound, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1231", Conflict, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1230", InternalError, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1234", InternalError, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1261", ContextLengthExceeded, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1301", ContentPolicy, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1302", RateLimited, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1303", RateLimited, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1304", RateLimited, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1308", RateLimited, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1310", RateLimited, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1305", Overloaded, ZHIPU, within [Place::Error, Place::Inner]),
    code!("1312", Overloaded, ZHIPU, within [Place::Error, Place::Inner]),
    code!("DataInspectionFailed", ContentPolicy, ALIBABA),
    code!("Arrearage", QuotaExhausted, ALIBABA),
    code!("AllocationQuota.FreeTierOnly", QuotaExhausted, ALIBABA),
    code!("PrepaidBillOverdue", QuotaExhausted, ALIBABA),
    code!("PostpaidBillOverdue", QuotaExhausted, ALIBABA),
    code!("CommodityNotPurchased", QuotaExhausted, ALIBABA),
    code!("Throttling", RateLimited, ALIBABA, says Limit),
    code!("Throttling.RateQuota", RateLimited, ALIBABA, says Limit),
    code!("Throttling.AllocationQuota", RateLimited, ALIBABA, says Limit),
    code!("Throttling.BurstRate", RateLimited, ALIBABA, says Limit),
    code!("limit_requests", RateLimited, ALIBABA, says Limit),
    code!("limit_burst_rate", RateLimited, ALIBABA, says Limit),
    code!("InvalidParameter", InvalidRequest, ALIBABA, says Status),
    code!("1013", InternalError, MINIMAX, within [Place::Base], id "code/minimax/1013"),
    code!("1024", InternalError, MINIMAX, within [Place::Base], id "code/minimax/1024"),
    code!("1033", InternalError, MINIMAX, within [Place::Base], id "code/minimax/1033"),
    code!("1039", RateLimited, MINIMAX, within [Place::Base], id "code/minimax/1039"),
    code!("1041", RateLimited, MINIMAX, within [Place::Base], id "code/minimax/1041"),
    code!("2056", RateLimited, MINIMAX, within [Place::Base], id "code/minimax/2056"),
    code!("2049", Authentication, MINIMAX, within [Place::Base], id "code/minimax/2049"),
    code!("1008", QuotaExhausted, MINIMAX, within [Place::Base], id "code/minimax/1008"),
    code!("1026", ContentPolicy, MINIMAX, within [Place::Base], id "code/minimax/1026"),
    code!("1027", ContentPolicy, MINIMAX, within [Place::Base], id "code/minimax/1027"),
    code!("2013", InvalidRequest, MINIMAX, says Status, within [Place::Base], id "code/minimax/2013"),
    code!("insufficient_balance_error", QuotaExhausted, MINIMAX),
    code!("20012", ModelNotFound, SILICONFLOW),
    code!("30001", QuotaExhausted, SILICONFLOW),
    code!("30011", QuotaExhausted, SILICONFLOW),
    code!("50505", Overloaded, SILICONFLOW),
    code!("50508", Overloaded, SILICONFLOW),
    code!("AccountOverdueError", QuotaExhausted, ARK),
    code!("SetLimitExceeded", QuotaExhausted, ARK),
    code!("InvalidSubscription", QuotaExhausted, ARK),
    code!("ModelNotOpen", PermissionDenied, ARK),
    code!("SensitiveContentDetected", ContentPolicy, ARK),
    code!("InputTextSensitiveContentDetected", ContentPolicy, ARK),
    code!("OutputTextSensitiveContentDetected", ContentPolicy, ARK),
    code!("40303", ContextLengthExceeded, FASTCHAT),
    code!("40301", ModelNotFound, FASTCHAT),
    code!("max_character_limit_exceeded", RequestTooLarge, ELEVENLABS),
    code!("missing_permissions", PermissionDenied, ELEVENLABS),
    code!("detected_unusual_activity", PermissionDenied, ELEVENLABS),
    code!("system_busy", Overloaded, ELEVENLABS),
    code!("too_many_concurrent_requests", RateLimited, ELEVENLABS, says Limit),
    code!("concurrent_limit_exceeded", RateLimited, ELEVENLABS, says Limit),
    code!("queue_exceeded", Overloaded, CEREBRAS),
    code!("tier_not_allowed", QuotaExhausted, MISTRAL),
    code!("3051", ContextLengthExceeded, MISTRAL, says Limit),
    code!("3059", ContextLengthExceeded, MISTRAL),
    code!("invalid_request_prompt_too_long", ContextLengthExceeded, MISTRAL),
    code!("not_supported_error", InvalidRequest, LLAMACPP, says Status, by Llamacpp),
    code!("InternalError.Timeout", Timeout, ALIBABA),
    code!("IPInfringementSuspect", ContentPolicy, ALIBABA),
    code!("InvalidEndpointOrModel", ModelNotFound, ARK),
    code!("InvalidParameter.OversizedImage", RequestTooLarge, ARK),
    code!("InputImageSensitiveContentDetected", ContentPolicy, ARK),
    code!("tokens_too_long", ContextLengthExceeded, QIANFAN),
    code!("token_quota_reached", QuotaExhausted, WATSONX),
    code!("BXNIM0415E", Authentication, WATSONX),
    code!("censorship_blocked", ContentPolicy, SEEN),
    code!("2037", InvalidRequest, MINIMAX, says Status, within [Place::Base], id "code/minimax/2037"),
    code!("1042", InvalidRequest, MINIMAX, says Status, within [Place::Base], id "code/minimax/1042"),
    code!("20132", InvalidRequest, MINIMAX, says Status, within [Place::Base], id "code/minimax/20132"),
    code!("2061", QuotaExhausted, MINIMAX, within [Place::Base], id "code/minimax/2061"),
    code!("1210", InvalidRequest, ZHIPU, says Status, within [Place::Error, Place::Inner]),
    code!("1212", InvalidRequest, ZHIPU, says Status, within [Place::Error, Place::Inner]),
    code!("1213", InvalidRequest, ZHIPU, says Status, within [Place::Error, Place::Inner]),
    code!("1214", InvalidRequest, ZHIPU, says Status, within [Place::Error, Place::Inner]),
    code!("unprocessable", UnprocessableEntity, OPENROUTER, says Status),
    code!("invalid_image", InvalidRequest, OPENROUTER, says Status),
    code!("image_not_found", NotFound, OPENROUTER),
    code!("constraint_filtered", InvalidRequest, OPENROUTER),
    code!("free_variant_ended", ModelNotFound, OPENROUTER),
    code!("OutputImageSensitiveContentDetected", ContentPolicy, ARK),
    code!("InputImageRiskDetection", ContentPolicy, ARK),
    code!("OperationDenied.ServiceOverdue", QuotaExhausted, ARK),
    code!("FailedOperation.ResourcePackExhausted", QuotaExhausted, TENCENT),
    code!("ResourceUnavailable.InArrears", QuotaExhausted, TENCENT),
    code!("FailedOperation.EngineRequestTimeout", Timeout, TENCENT),
    code!("OperationDenied.TextIllegalDetected", ContentPolicy, TENCENT),
    code!("5024", GenerationFailed, CLOUDFLARE_AI, within[Place::Detail]),
    code!("7000", NotFound, CLOUDFLARE_AI, within[Place::Detail]),
    // Pages and servers that put a word into a plain answer.
    code!("FUNCTION_INVOCATION_TIMEOUT", Timeout, VERCEL),
    // Those with few codes of their own.
    code!("ErrorQueueFull", Overloaded, GROQ),
    code!("DEPLOYMENT_SCALING_UP", Overloaded, FIREWORKS),
    code!("too_many_prompt_tokens", ContextLengthExceeded, PERPLEXITY),
    code!("model_loading", Overloaded, LOCALAI),
    code!("content_filter_policy", ContentPolicy, SEEN),
    code!("model_no_support_for_function", InvalidRequest, WATSONX),
    code!("FaqRuleBlocked", ContentPolicy, ALIBABA),
    code!("model_context_window_exceeded", ContextLengthExceeded, ANTHROPIC),
    code!("PUBLIC_ERROR_UNSAFE_GENERATION", ContentPolicy, GEMINI_SAFETY),
];

/// The field that only an error of a failed generation has.
pub(crate) static FAILED_GENERATION: Rule = Rule {
    id: "code/failed_generation",
    kind: Kind::GenerationFailed,
    evidence: Some("the field `failed_generation`"),
    source: GROQ_TOOLS,
    action: None,
};

const COUNT: usize = CODES.len();

const WORDS: [&str; COUNT] = {
    let mut words = [""; COUNT];
    let mut row = 0;
    while row < COUNT {
        words[row] = CODES[row].word();
        row += 1;
    }
    words
};

static TABLE: Table<COUNT, { slots(COUNT) }> = Table::new(&WORDS);

/// How long a word may be, without what separates its parts.
pub(crate) const MAX_LEN: usize = 64;

/// A word in small letters, without what separates its parts and without the `error` or
/// `exception` that it may end with: `RateLimitError` is `rate_limit`.
#[derive(Clone, Copy)]
struct Folded {
    bytes: [u8; MAX_LEN],
    len: usize,
}

impl Folded {
    const fn new(word: &[u8]) -> Option<Self> {
        let mut folded = Self { bytes: [0; MAX_LEN], len: 0 };
        let mut at = 0;
        while at < word.len() {
            if !matches!(word[at], b'_' | b'-' | b'.' | b' ' | b'/') {
                if folded.len == MAX_LEN {
                    return None;
                }
                folded.bytes[folded.len] = word[at].to_ascii_lowercase();
                folded.len += 1;
            }
            at += 1;
        }
        if !folded.cut(b"exception") {
            folded.cut(b"error");
        }
        Some(folded)
    }

    /// Cuts off an ending, if it is there.
    const fn cut(&mut self, ending: &[u8]) -> bool {
        if self.len <= ending.len() {
            return false;
        }
        let start = self.len - ending.len();
        let mut at = 0;
        while at < ending.len() {
            if self.bytes[start + at] != ending[at] {
                return false;
            }
            at += 1;
        }
        self.len = start;
        true
    }

    const fn hash(&self) -> u32 {
        hash(self.bytes.split_at(self.len).0)
    }

    const fn is(&self, other: &Self) -> bool {
        let mut at = 0;
        while at < self.len && at < other.len {
            if self.bytes[at] != other.bytes[at] {
                return false;
            }
            at += 1;
        }
        self.len == other.len
    }
}

const FOLDED_SLOTS: usize = slots(COUNT);
const FREE: u16 = u16::MAX;

/// A part of the hash of each folded word, and its first row.
static FOLDED: [(u16, u16); FOLDED_SLOTS] = {
    let mut rows = [(0, FREE); FOLDED_SLOTS];
    let mut row = 0;
    while row < COUNT {
        let Some(word) = Folded::new(WORDS[row].as_bytes()) else {
            panic!("a word is too long");
        };
        let mut at = word.hash() as usize % FOLDED_SLOTS;
        loop {
            let (known, first) = rows[at];
            if first == FREE {
                rows[at] = (tag(word.hash()), short(row));
                break;
            }
            if known == tag(word.hash())
                && let Some(known) = Folded::new(WORDS[first as usize].as_bytes())
                && known.is(&word)
            {
                break;
            }
            at = (at + 1) % FOLDED_SLOTS;
        }
        row += 1;
    }
    rows
};

/// The row for a word that stands in an object.
#[inline]
pub(crate) fn find(word: &[u8], within: Place) -> Option<&'static Code> {
    let row = find_word(word).or_else(|| find_otherwise(word))?;
    let counts = |code: &&Code| code.within.is_empty() || code.within.contains(&within);
    let first = &CODES[row];
    if counts(&first) {
        return Some(first);
    }
    let is_same = |code: &&Code| same(code.word().as_bytes(), first.word().as_bytes());
    CODES[row + 1..].iter().take_while(is_same).find(counts)
}

#[inline]
fn find_word(word: &[u8]) -> Option<usize> {
    TABLE.find(word, |row| CODES[row].word())
}

/// The row of a word that is spelt otherwise, or that begins with one.
fn find_otherwise(word: &[u8]) -> Option<usize> {
    // Most words that are no code are of one part, and of another length than any.
    let lengths = FOLDED_LENGTHS[usize::from(word.first()? % 32)];
    let has_length = lengths & (1 << (word.len() % 64)) != 0;
    if !has_length && word.iter().all(u8::is_ascii_lowercase) && !word.ends_with(b"error") {
        return None;
    }
    find_folded(word).or_else(|| {
        // Of a word with parts, the first counts where it says something.
        let head = &word[..word.iter().position(|byte| matches!(byte, b'.' | b':'))?];
        let row = find_word(head).or_else(|| find_folded(head));
        row.filter(|&row| CODES[row].says != Says::Status)
    })
}

/// For each first letter, a bit for each length that a folded word has.
static FOLDED_LENGTHS: [u64; 32] = {
    let mut lengths = [0; 32];
    let mut row = 0;
    while row < COUNT {
        if let Some(word) = Folded::new(WORDS[row].as_bytes()) {
            lengths[word.bytes[0] as usize % 32] |= 1 << (word.len % 64);
        }
        row += 1;
    }
    lengths
};

/// The row of a word that is spelt otherwise.
#[inline(never)]
fn find_folded(word: &[u8]) -> Option<usize> {
    let word = Folded::new(word)?;
    let hash = word.hash();
    let mut at = hash as usize % FOLDED_SLOTS;
    loop {
        let (known, row) = FOLDED[at];
        let row = usize::from(row);
        let text = CODES.get(row)?.word();
        if known == tag(hash) && Folded::new(text.as_bytes()).is_some_and(|known| known.is(&word)) {
            return Some(row);
        }
        at = (at + 1) % FOLDED_SLOTS;
    }
}
