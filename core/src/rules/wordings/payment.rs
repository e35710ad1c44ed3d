//! Payment and quotas.

use crate::kind::Kind::{
    Authentication, InvalidRequest, NotFound, PermissionDenied, QuotaExhausted, RateLimited,
    Success, Unknown,
};
use crate::rules::common;
use crate::rules::providers::{
    anthropic, bedrock, cohere, dashscope, deepseek, github, google, groq, huggingface, litellm,
    minimax, mistral, moonshot, newapi, nvidia, openai, opencode, openrouter, portkey, together,
    vercel, volcengine, xai, zhipu,
};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family(
        "data_policy",
        PermissionDenied,
        "the account's data policy forbids it",
        &[from(
            openrouter::ERRORS,
            &[
                "endpoints .. matching your data policy",
                "endpoints .. matching your guardrail",
                "match your data policy",
            ],
        )],
    ),
    family(
        "key_provided",
        Authentication,
        "the key that was sent is not valid",
        &[from(openai::ERRORS, &["incorrect|invalid api key provided"])],
    )
    .under(&[Authentication]),
    family(
        "unpaid",
        QuotaExhausted,
        "the account has to pay",
        &[
            from(
                anthropic::ERRORS,
                &[
                    "specified .. api usage limits",
                    "extra usage is required",
                    "out of extra usage",
                    "draw from your extra usage",
                ],
            ),
            from(
                openai::ERRORS,
                &[
                    "billing hard limit",
                    "account is not active .. billing",
                    "billing details on our website",
                ],
            ),
            from(
                groq::SPEND_LIMITS,
                &[
                    "spend|spending limit|cap reached|exceeded",
                    "spend|spending limit|cap has been reached|exceeded",
                    "spend|spending alert threshold",
                    "reached|exceeded|hit|reaching .. spend|spending limit|cap",
                    "unpaid bill|bills|invoice|invoices|balance",
                    "pay past invoices",
                ],
            ),
            from(
                deepseek::ERRORS,
                &[
                    "insufficient credit|credits|balance|funds",
                    "insufficient wholesale|account|quota credits|balance",
                    "balance|credit is insufficient",
                    "insufficient . balance",
                    "insufficient .. balance to",
                ],
            ),
            from(
                xai::DEBUGGING,
                &[
                    "out of credits",
                    "used all available credits",
                    "doesn't have any credits",
                    "need a grok subscription",
                ],
            ),
            from(
                google::TROUBLESHOOTING,
                &[
                    "credits|credit are|is|have|been depleted|exhausted",
                    "requires billing to be enabled",
                    "enable billing on",
                    "to|for billed users",
                    "not|doesn't|don't have a free quota|tier|plan",
                ],
            ),
            from(
                openrouter::ERRORS,
                &["requires more credits", "can only afford", "key limit exceeded"],
            ),
            from(
                litellm::EXCEPTIONS,
                &[
                    "budget exceeded",
                    "budget has been exceeded",
                    "exceeded|crossed budget",
                    "over budget",
                    "max budget for key|user|team|tag|token|customer",
                    "budget limit exceeded|reached",
                    "exceeded|over available|max|your|its|the budget",
                    "litellm enterprise user",
                ],
            ),
            from(cohere::ERRORS, &["maximum billing reached", "add or update your payment method"]),
            from(huggingface::INFERENCE, &["monthly included credits"]),
            from(mistral::API, &["monthly token|usage|request limit|quota"]),
            from(
                together::ERRORS,
                &["credit limit exceeded", "not enough credits|balance|quota|funds"],
            ),
            from(
                dashscope::CODES,
                &["account is in good standing", "free tier .. has been exhausted", "in arrears"],
            ),
            from(dashscope::QWEN_CLOUD, &["prepaid|postpaid bill is overdue"]),
            from(
                moonshot::CHAT,
                &["verify your membership benefits", "is suspended .. plan and billing details"],
            ),
            from(volcengine::CODES, &["overdue balance", "reached the set inference limit"]),
            from(nvidia::NVCF, &["credits expired please contact"]),
            from(bedrock::ERRORS, &["valid payment instrument", "reached for this month"]),
            from(
                common::SEEN,
                &[
                    "credits are|is required", "account|project|subscription .. unpaid|overdue|delinquent", "dunning", "balance too low",
                    "balance is too low",
                    "credit|account|wallet|prepaid balance is zero|empty|exhausted|negative",
                    "credit|account|wallet|your balance is low|negative|insufficient",
                    "out of funds",
                    "^payment required",
                    "payment method is required",
                    "valid credit card",
                    "no usable credits",
                    "exceeded|reached|hit .. monthly limit|quota|allowance|usage",
                    "monthly .. limit|quota|allowance|cap|budget|plan|usage|is|has|been exceeded|reached|exhausted",
                    "please top up",
                    "please recharge",
                    "billing is not enabled|active",
                    "requires a|an paid|pro plan|subscription",
                    "current|subscription plan does not .. include",
                    "subscription has expired",
                    "requires available credits",
                    "not subscribed to",
                    "credits exhausted|depleted",
                    "credits have been exhausted|depleted",
                    "not available on the .. free tier|plan",
                    "not available in|on|under your current|subscription plan",
                    "your|subscription plan does not include|cover",
                    "limit exceeded|reached for this billing period|cycle",
                    "require more credits",
                    "used up your points|credits|balance",
                    "active grok subscription",
                    "exhausted balance",
                    "top up your balance",
                    "requires a subscription$",
                    "requires a subscription upgrade",
                ],
            ),
            from(
                newapi::SOURCE_CODE,
                &[
                    "user quota is not enough",
                    "token quota is not enough",
                    "tokenstatusexhausted",
                    "token quota is exhausted",
                ],
            ),
            from(
                zhipu::CODES,
                &[
                    "月使用上限",
                    "预扣费额度失败",
                    "余额不足",
                    "欠费",
                    "请充值",
                    "无可用资源包",
                    "额度不足",
                    "资源包已用完",
                    "套餐已到期",
                    "套餐已失效",
                    "coding plan package has expired",
                ],
            ),
            from(minimax::CODES, &["plan not support model"]),
            from(portkey::DOCS, &["budget exhausted"]),
            from(opencode::MESSAGES, &["free promotion has ended"]),
        ],
    )
    .over(&[Authentication, PermissionDenied]),
    family(
        "payment_needed",
        QuotaExhausted,
        "only those who pay may do this",
        &[from(common::SEEN, &["free tier|plan users|accounts|keys .. not|cannot", "upgrade|upgrading your|the plan|subscription|tier|account", "upgrade|upgrading to paid|pro|premium|business|enterprise", "upgrade|upgrading to .. plan|tier|subscription", "trial has|is ended|expired|over", "free|your trial|credits|credit .. expired|ended", "add|update|provide .. payment|billing|credit method|card|information|details", "no|missing payment method|card|instrument"])],
    )
    .under(&[InvalidRequest, Authentication, PermissionDenied, NotFound, QuotaExhausted, Success, Unknown])
    .over(&[Authentication, PermissionDenied])
    .used_up(),
    family(
        "studio_quota",
        RateLimited,
        "a quota that resets by itself is used up",
        &[from(
            google::TROUBLESHOOTING,
            &["ai.google.dev/gemini-api/docs/rate-limits", "ai.dev/rate-limit"],
        )],
    )
    .under(&[RateLimited]),
    family(
        "quota_used_up",
        QuotaExhausted,
        "the quota is used up",
        &[
            from(openai::ERRORS, &["exceeded your .. quota|allowance"]),
            from(github::COPILOT, &["you have no quota"]),
            from(
                common::SEEN,
                &[
                    "quota exceeded|exhausted|reached",
                    "quota is exceeded|exhausted|reached",
                    "exceeded|reached|hit .. quota limit",
                    "purchase more credits",
                    "exceeded|exceeds .. quota",
                    "quota has been exceeded|exhausted",
                    "quota has been used up",
                    "out of .. quota",
                    "insufficient quota",
                    "usage limit reached|exceeded",
                    "usage limit has been reached",
                    "inference cap reached",
                ],
            ),
            from(vercel::ERRORS, &["purchase credits at"]),
            from(zhipu::CODES, &["配额已用尽", "配额不足", "用量上限", "额度已用尽", "额度已用完"]),
        ],
    )
    .under(&[
        RateLimited,
        PermissionDenied,
        InvalidRequest,
        QuotaExhausted,
        Success,
        Unknown,
        Authentication,
    ])
    .used_up(),
];
