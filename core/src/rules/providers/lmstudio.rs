//! LM Studio.

use crate::kind::Kind::{FailedDependency, InvalidRequest, NotFound};
use crate::kind::Provider::Lmstudio;
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const DOCS: Source = page("lmstudio.ai/docs");

pub(crate) const SEEN: Source = page("github.com/lmstudio-ai/lmstudio-bug-tracker/issues/546");

const STREAMS: Source = page("lmstudio.ai/docs/developer/rest/streaming-events");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Lmstudio),
    sources: &[DOCS, SEEN, STREAMS],
    codes: &[
        code("mcp_connection_error", FailedDependency).source(STREAMS),
        code("plugin_connection_error", FailedDependency).only(Lmstudio).source(STREAMS),
        code("not_implemented", InvalidRequest).generic().source(STREAMS),
        code("job_not_found", NotFound).generic().source(STREAMS),
    ],
    marks: &[host("lmstudio.ai", Lmstudio).source(DOCS)],
    ..ProviderRules::NONE
};
