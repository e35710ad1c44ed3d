//! How SDKs and HTTP clients print a failed call.

pub(crate) mod classes;
pub(crate) mod closes;
pub(crate) mod connections;
pub(crate) mod keys;
pub(crate) mod members;
pub(crate) mod packages;
pub(crate) mod prose;
pub(crate) mod statuses;

use super::schema::{Source, page, seen};

pub(crate) const AI_SDK: Source = page("ai-sdk.dev/docs/reference/ai-sdk-errors/ai-api-call-error");
pub(crate) const AIOHTTP: Source =
    page("github.com/aio-libs/aiohttp/blob/master/aiohttp/client_exceptions.py");
pub(crate) const AXIOS: Source = page("github.com/axios/axios/blob/v1.x/lib/core/settle.js");
pub(crate) const AZURE: Source = page(
    "github.com/Azure/azure-sdk-for-go/blob/main/sdk/azcore/internal/exported/response_error.go",
);
pub(crate) const BOTOCORE: Source =
    page("github.com/boto/botocore/blob/develop/botocore/exceptions.py");
pub(crate) const CHROMIUM: Source =
    page("developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors");
pub(crate) const CLINE: Source = page("github.com/cline/cline/blob/main/src/core/task/index.ts");
pub(crate) const CODEX: Source =
    page("github.com/openai/codex/blob/main/codex-rs/protocol/src/error.rs");
pub(crate) const COHERE: Source =
    page("github.com/cohere-ai/cohere-python/blob/main/src/cohere/core/api_error.py");
pub(crate) const CURL: Source = page("curl.se/libcurl/c/libcurl-errors.html");
pub(crate) const DOTNET: Source = page(
    "github.com/Azure/azure-sdk-for-net/blob/main/sdk/core/System.ClientModel/src/Convenience/ClientResultException.cs",
);
pub(crate) const FARADAY: Source =
    page("github.com/lostisland/faraday/blob/main/lib/faraday/error.rb");
pub(crate) const GEMINI_CLI: Source =
    page("github.com/google-gemini/gemini-cli/blob/main/packages/core/src/core/geminiChat.ts");
pub(crate) const GENAI_GO: Source = page("github.com/googleapis/go-genai/blob/main/types.go");
pub(crate) const GENAI_PYTHON: Source =
    page("github.com/googleapis/python-genai/blob/main/google/genai/errors.py");
pub(crate) const GO: Source = page("pkg.go.dev/net#OpError");
pub(crate) const GOOGLE_AUTH: Source =
    page("github.com/googleapis/google-auth-library-python/blob/main/google/auth/exceptions.py");
pub(crate) const HTTPX: Source = page("www.python-httpx.org/exceptions");
pub(crate) const JAVA: Source =
    page("docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/package-summary.html");
pub(crate) const NET_ERRORS: Source =
    page("source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h");
pub(crate) const NODE: Source = page("nodejs.org/api/errors.html#common-system-errors");
pub(crate) const OPENAI_NODE: Source =
    page("github.com/openai/openai-node/blob/master/src/core/error.ts");
pub(crate) const OPENAI_PYTHON: Source =
    page("github.com/openai/openai-python/blob/main/src/openai/_exceptions.py");
pub(crate) const OPENSSL: Source = page("docs.openssl.org/master/man3/SSL_alert_type_string");
pub(crate) const PRISM: Source =
    page("github.com/prism-php/prism/blob/main/src/Exceptions/PrismException.php");
pub(crate) const PYDANTIC: Source = page("docs.pydantic.dev/latest/errors/validation_errors");
pub(crate) const PYTHON: Source = page("docs.python.org/3/library/exceptions.html#os-exceptions");
pub(crate) const REQUESTS: Source =
    page("github.com/psf/requests/blob/main/src/requests/exceptions.py");
pub(crate) const RUBY: Source = page("docs.ruby-lang.org/en/master/Errno.html");
pub(crate) const RUST: Source = page("doc.rust-lang.org/std/io/enum.ErrorKind.html");
pub(crate) const SEEN: Source = seen("HTTP clients and SDKs");
pub(crate) const SWIFT: Source = page("developer.apple.com/documentation/foundation/urlerror");
pub(crate) const UNDICI: Source = page("undici.nodejs.org/#/docs/api/Errors");
pub(crate) const URLLIB: Source = page("docs.python.org/3/library/urllib.error.html");
pub(crate) const URLLIB3: Source =
    page("urllib3.readthedocs.io/en/stable/reference/urllib3.exceptions.html");
pub(crate) const ANTHROPIC_PYTHON: Source =
    page("github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/_exceptions.py");
pub(crate) const ANYIO: Source = page("anyio.readthedocs.io/en/stable/api.html#exceptions");
pub(crate) const AZURE_CORE: Source = page(
    "github.com/Azure/azure-sdk-for-python/blob/main/sdk/core/azure-core/azure/core/exceptions.py",
);
pub(crate) const AZURE_IDENTITY: Source = page(
    "github.com/Azure/azure-sdk-for-python/blob/main/sdk/identity/azure-identity/TROUBLESHOOTING.md",
);
pub(crate) const DSPY: Source =
    page("github.com/stanfordnlp/dspy/blob/main/dspy/utils/exceptions.py");
pub(crate) const GOOGLE_GENERATIVEAI: Source = page(
    "github.com/google-gemini/deprecated-generative-ai-python/blob/main/google/generativeai/types/generation_types.py",
);
pub(crate) const H11: Source = page("github.com/python-hyper/h11/blob/master/h11/_headers.py");
pub(crate) const HTTPX_WS: Source = page("frankie567.github.io/httpx-ws/reference/exceptions/");
pub(crate) const HUGGINGFACE_HUB: Source =
    page("github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/errors.py");
pub(crate) const INSTRUCTOR: Source =
    page("github.com/567-labs/instructor/blob/main/instructor/core/exceptions.py");
pub(crate) const LANGCHAIN: Source =
    page("github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/exceptions.py");
pub(crate) const LLAMA_INDEX: Source = page(
    "github.com/run-llama/llama_index/blob/main/llama-index-core/llama_index/core/program/function_program.py",
);
pub(crate) const MISTRAL_PYTHON: Source =
    page("github.com/mistralai/client-python/blob/main/README.md#error-handling");
pub(crate) const OPENAI_AGENTS: Source =
    page("openai.github.io/openai-agents-python/ref/exceptions/");
pub(crate) const PYDANTIC_AI: Source = page("ai.pydantic.dev/api/exceptions/");
pub(crate) const PYTHON_JSON: Source =
    page("docs.python.org/3/library/json.html#json.JSONDecodeError");
pub(crate) const STARLETTE: Source = page("starlette.dev/websockets/");
pub(crate) const TORNADO: Source =
    page("tornadoweb.org/en/stable/httpclient.html#tornado.httpclient.HTTPClientError");
pub(crate) const WEBSOCKETS: Source =
    page("websockets.readthedocs.io/en/stable/reference/exceptions.html");
pub(crate) const WEBSOCKET_CLIENT: Source =
    page("websocket-client.readthedocs.io/en/latest/exceptions.html");
pub(crate) const WEBSOCKET: Source =
    page("iana.org/assignments/websocket/websocket.xhtml#close-code-number");

/// The texts before and after the status in `Error code: 429 - {…}` (the SDKs of OpenAI, Groq and
/// Anthropic).
pub(crate) const PRINTED_STATUS: (&[u8], &[u8]) = (b"Error code: ", b" - ");

/// What precedes the error of an upstream in prose. An object after one of them is an error even if
/// it has nothing but a message.
pub(crate) const UPSTREAM_MARKS: [&str; 5] = ["- ", "\n", "- b'", "- b\"", "rror: "];
