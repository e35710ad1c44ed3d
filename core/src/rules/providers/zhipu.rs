//! Zhipu AI and Z.ai.

use crate::kind::Kind::{
    Authentication, BadGateway, Conflict, ContentPolicy, ContextLengthExceeded, InternalError,
    InvalidRequest, ModelNotFound, NotFound, Overloaded, PermissionDenied, QuotaExhausted,
    RateLimited,
};
use crate::kind::Provider::Zhipu;
use crate::rules::providers::openrouter;
use crate::rules::schema::Accepts::{self, OneOf, Prefix};
use crate::rules::schema::{
    MarkPlace, ProviderRules, Source, code, envelope, host, in_body, in_error, mark, page, seen,
};

pub(crate) const CODES: Source = page("docs.bigmodel.cn/cn/api/api-code");
pub(crate) const FAQ_CODES: Source = page("docs.bigmodel.cn/cn/faq/api-code");
pub(crate) const ENVELOPE: Source = seen("Zhipu AI and Z.ai: error.code with request_id");

/// The documented codes, as texts.
const NUMBERS: Accepts = OneOf(&[
    "1000", "1001", "1002", "1003", "1004", "1005", "1100", "1110", "1111", "1112", "1113", "1120",
    "1121", "1200", "1210", "1211", "1212", "1213", "1214", "1215", "1220", "1221", "1222", "1230",
    "1231", "1234", "1261", "1300", "1301", "1302", "1303", "1304", "1305", "1308", "1309", "1310",
    "1311", "1312", "1313", "1314", "1315", "1316", "1317", "1318", "1319", "1320", "1321",
]);
/// A request id that begins with a date.
const DATED: Accepts = Prefix("202");

pub(crate) const FINISH_REASONS: Source = page("docs.z.ai/api-reference/llm/chat-completion");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Zhipu),
    sources: &[CODES],
    codes: &[
        code("sensitive", ContentPolicy).source(FINISH_REASONS),
        code("network_error", BadGateway).source(FINISH_REASONS),
        code("1000", Authentication).number_of(Zhipu, &[401]).source(CODES),
        code("1001", Authentication).number_of(Zhipu, &[401]).source(CODES),
        code("1002", Authentication).number_of(Zhipu, &[]).source(CODES),
        code("1003", Authentication).number_of(Zhipu, &[401]).source(CODES),
        code("1004", Authentication).number_of(Zhipu, &[]).source(CODES),
        code("1111", Authentication).number_of(Zhipu, &[]).source(CODES),
        code("1110", PermissionDenied).number_of(Zhipu, &[]).source(CODES),
        code("1112", PermissionDenied).number_of(Zhipu, &[]).source(CODES),
        code("1121", PermissionDenied).number_of(Zhipu, &[]).source(CODES),
        code("1220", PermissionDenied).number_of(Zhipu, &[403]).source(CODES),
        code("1313", PermissionDenied).number_of(Zhipu, &[429]).source(CODES),
        code("1113", QuotaExhausted).number_of(Zhipu, &[429]).source(CODES),
        code("1309", QuotaExhausted).number_of(Zhipu, &[429]).source(CODES),
        code("1311", QuotaExhausted).number_of(Zhipu, &[429]).source(CODES),
        code("1211", ModelNotFound).number_of(Zhipu, &[400]).source(CODES),
        code("1222", NotFound).number_of(Zhipu, &[400]).source(CODES),
        code("1231", Conflict).number_of(Zhipu, &[]).source(CODES),
        code("1230", InternalError).number_of(Zhipu, &[500]).source(CODES),
        code("1234", InternalError).number_of(Zhipu, &[500]).source(CODES),
        code("1261", ContextLengthExceeded).number_of(Zhipu, &[400]).source(CODES),
        code("1301", ContentPolicy).number_of(Zhipu, &[400]).source(CODES),
        code("1302", RateLimited).number_of(Zhipu, &[429]).source(CODES),
        code("1303", RateLimited).number_of(Zhipu, &[]).source(CODES),
        code("1304", RateLimited).number_of(Zhipu, &[]).source(CODES),
        code("1308", RateLimited).number_of(Zhipu, &[429]).source(CODES),
        code("1310", RateLimited).number_of(Zhipu, &[429]).source(CODES),
        code("1305", Overloaded).number_of(Zhipu, &[429]).source(CODES),
        code("1312", Overloaded).number_of(Zhipu, &[]).source(CODES),
        code("1210", InvalidRequest).generic().number_of(Zhipu, &[400]).source(CODES),
        code("1212", InvalidRequest).generic().number_of(Zhipu, &[400]).source(CODES),
        code("1213", InvalidRequest).generic().number_of(Zhipu, &[400]).source(CODES),
        code("1214", InvalidRequest).generic().number_of(Zhipu, &[400]).source(CODES),
        code("1005", Authentication).number_of(Zhipu, &[401]).source(FAQ_CODES),
        code("1200", InternalError).generic().number_of(Zhipu, &[500]).source(FAQ_CODES),
        code("1100", InternalError).number_of(Zhipu, &[]).source(CODES),
        code("1120", InternalError).number_of(Zhipu, &[]).source(CODES),
        code("1300", PermissionDenied).number_of(Zhipu, &[]).source(CODES),
        code("1215", InvalidRequest).generic().number_of(Zhipu, &[400]).source(FAQ_CODES),
        code("1221", InvalidRequest).generic().number_of(Zhipu, &[400]).source(FAQ_CODES),
        code("1314", QuotaExhausted).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1315", PermissionDenied).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1316", RateLimited).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1317", RateLimited).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1318", RateLimited).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1319", RateLimited).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1320", RateLimited).number_of(Zhipu, &[429]).source(FAQ_CODES),
        code("1321", RateLimited).number_of(Zhipu, &[429]).source(FAQ_CODES),
    ],
    envelopes: &[
        envelope(Zhipu, &[in_body("request_id", DATED), in_error("code", NUMBERS)])
            .source(ENVELOPE),
        envelope(Zhipu, &[in_body("request_id", DATED), in_error("type", NUMBERS)])
            .source(ENVELOPE),
    ],
    marks: &[
        mark(MarkPlace::Name, "Z.AI", Zhipu).source(openrouter::ERRORS),
        mark(MarkPlace::Name, "ZhipuAI", Zhipu).source(openrouter::ERRORS),
        host("bigmodel.cn", Zhipu).source(CODES),
        host("z.ai", Zhipu).source(CODES),
    ],
    ..ProviderRules::NONE
};
