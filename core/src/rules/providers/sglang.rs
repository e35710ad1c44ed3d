//! An SGLang server.

use crate::kind::Kind::Overloaded;
use crate::kind::Provider::Sglang;
use crate::rules::schema::Accepts::{Number, Prefix};
use crate::rules::schema::{
    Accepts, MemberTest, ProviderRules, Source, code, envelope, host, in_error, page, seen,
};

pub(crate) const DOCS: Source = page("docs.sglang.ai");
pub(crate) const TOKENIZER: Source = page(
    "github.com/sgl-project/sglang/blob/main/python/sglang/srt/managers/\
    tokenizer_manager.py",
);
pub(crate) const SCHEDULER: Source = page(
    "github.com/sgl-project/sglang/blob/main/python/sglang/srt/managers/\
    scheduler.py",
);

/// How its own messages begin. It sends them in vLLM's envelope.
pub(crate) const INPUT: MemberTest = in_error("message", Prefix("The input ("));
pub(crate) const TOKEN_COUNT: MemberTest =
    in_error("message", Prefix("Requested token count exceeds the model's maximum context"));
pub(crate) const QUEUE: MemberTest = in_error("message", Prefix("The request queue is full."));
pub(crate) const PRIORITY: MemberTest =
    in_error("message", Prefix("The request is aborted by a higher priority request."));

const TYPE: MemberTest = in_error("type", Accepts::String);
const CODE: MemberTest = in_error("code", Number);

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Sglang),
    sources: &[DOCS, TOKENIZER, SCHEDULER],
    codes: &[code("queue_full", Overloaded).source(seen("SGLang: error.code"))],
    envelopes: &[
        envelope(Sglang, &[in_error("type", Prefix("HTTPStatus.")), CODE])
            .source(page("github.com/sgl-project/sglang/pull/17143")),
        envelope(Sglang, &[INPUT, TYPE, CODE]).source(TOKENIZER),
        envelope(Sglang, &[TOKEN_COUNT, TYPE, CODE]).source(TOKENIZER),
        envelope(Sglang, &[QUEUE, TYPE, CODE]).source(SCHEDULER),
        envelope(Sglang, &[PRIORITY, TYPE, CODE]).source(SCHEDULER),
    ],
    marks: &[
        host("docs.sglang.ai", Sglang).source(DOCS),
        host("docs.sglang.io", Sglang).source(DOCS),
    ],
    ..ProviderRules::NONE
};
