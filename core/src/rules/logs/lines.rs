//! The forms of lines about requests and retries.

use crate::kind::Failure;

/// The methods of HTTP, as access lines have them.
pub(crate) const METHODS: &[&str] =
    &["POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT"];

/// Words that may stand between the target of a request and the status of its response, in lower case.
/// Sources: expressjs/morgan (`POST /x 429 12 ms`), serilog-aspnetcore (`HTTP POST /x responded 429 in`),
/// openai-node (`post https://… failed with status 429 in 30ms`).
pub(crate) const BETWEEN: &[&str] = &[
    "",
    "-",
    "--",
    "->",
    "-->",
    "=>",
    ":",
    "|",
    "→",
    "<-",
    "<--",
    "status",
    "status:",
    "status_code",
    "code",
    "code:",
    "responded",
    "returned",
    "response",
    "response:",
    "with",
    "failed",
    "succeeded",
    "completed",
    "finished",
    "http/1.1",
    "http/1.0",
    "http/2",
    "http/2.0",
    "http/3",
    "=",
];

/// Words before a request that a server writes about one that it served, although it has a whole address.
pub(crate) const SERVED: &[&str] = &["Request finished"];

/// How the line of a server about its own answer begins and ends; the status stands between.
pub(crate) const ANSWERS: &[(&str, &str)] = &[
    // Rails: `Completed 500 Internal Server Error in 812ms`
    ("Completed ", "ms"),
    ("Completed ", "ms)"),
];

/// How the lines of a client begin of which one shows the request and another one the status: before the
/// method, and before the status or the time that it took.
pub(crate) const HALVES: &[(&str, &str)] = &[
    // github.com/dotnet/runtime: Microsoft.Extensions.Http/src/Logging/LogHelper.cs
    ("Sending HTTP request", "Received HTTP response headers after"),
    // github.com/lostisland/faraday: lib/faraday/logging/formatter.rb
    ("request:", "response: Status"),
];

/// What stands before and after the name of the client in the category of such a line of .NET.
pub(crate) const CLIENT_NAME: (&str, &str) = ("System.Net.Http.HttpClient.", ".ClientHandler");

/// How a server says that it served a call: the part that writes it, the end of the line, and the path.
pub(crate) const SUCCESSES: &[(&str, &str, &str)] = &[
    // huggingface.github.io/text-generation-inference: router/src/server.rs
    ("text_generation_router::server", ": Success", "/generate"),
    ("text_embeddings_router::http::server", ": Success", "/embed"),
    // github.com/BerriAI/litellm: litellm/router.py
    ("litellm.acompletion(model=", " 200 OK", "/chat/completions"),
    ("litellm.completion(model=", " 200 OK", "/chat/completions"),
    ("litellm.aembedding(model=", " 200 OK", "/embeddings"),
];

/// The names of logfmt for the status, the target and the method of a request.
pub(crate) const STATUS_PAIRS: &[&str] = &[
    "status",
    "status_code",
    "statusCode",
    "http.status_code",
    "http_status",
    "code",
    "http.status",
];
pub(crate) const TARGET_PAIRS: &[&str] = &[
    "url",
    "uri",
    "path",
    "request_uri",
    "http.url",
    "http.target",
    "http.path",
    "http.uri",
    "target",
];
pub(crate) const METHOD_PAIRS: &[&str] = &["method", "http.method", "http.request.method", "verb"];

/// The names of logfmt for the model and the provider of a call.
pub(crate) const MODEL_PAIRS: &[&str] =
    &["model", "modelID", "model_id", "model_name", "Passed model"];
pub(crate) const PROVIDER_PAIRS: &[&str] =
    &["provider", "providerID", "llm_provider", "custom_llm_provider", "provider_id"];

/// What nginx writes about an upstream (nginx: `src/http/ngx_http_upstream.c`), in lower case.
pub(crate) const NGINX: &[(&str, Failure)] = &[
    ("upstream timed out", Failure::Timeout),
    ("connection refused", Failure::Refused),
    ("no route to host", Failure::Unreachable),
    ("host is unreachable", Failure::Unreachable),
    ("network is unreachable", Failure::Unreachable),
    ("could not be resolved", Failure::Unresolved),
    ("host not found", Failure::Unresolved),
    ("ssl_do_handshake() failed", Failure::Tls),
    ("upstream ssl certificate", Failure::Certificate),
    ("connection reset by peer", Failure::Reset),
    ("upstream prematurely closed", Failure::Reset),
    ("no live upstreams", Failure::Connection),
    ("upstream sent", Failure::Connection),
];

/// The words of a client that will send a request again, in lower case.
pub(crate) const RETRIES: &[&str] = &[
    // openai, anthropic, groq (`Retrying request to /v1/… in 0.5 seconds`), tenacity (`Retrying f in 4.0
    // seconds as it raised …`), urllib3, Claude Code, Codex
    "retrying",
    // backoff (`Backing off f(…) for 0.8s (…)`)
    "backing off",
    "will retry",
    "retry attempt",
    "next retry",
    "retry scheduled",
    "scheduling retry",
    "attempts remaining",
    "retry left",
    "retries left",
    // langchain4j, Spring AI, huggingface_hub
    "remaining retries",
    "retry error. retry count",
    "before retry",
];

/// Words of a line that repeats the failures of the attempts before the next one, in lower case.
pub(crate) const EARLIER: &[&str] = &[
    // github.com/bespokelabsai/curator: src/bespokelabs/curator/request_processor
    "previous errors",
    "previous error",
];

/// Words of a line that repeats the failures of all attempts, or the last of them, in lower case.
pub(crate) const RECAPS: &[&str] = &[
    "last error",
    "last exception",
    "giving up",
    "gave up",
    "failed permanently",
    "all retries",
    "retries exhausted",
    "retries exceeded",
    "retry limit",
    "max retries",
    "maximum retries",
    "maximum number of retries",
    "no more retries",
    "out of retries",
    "all attempts failed",
    // tenacity (`RetryError[<Future at … raised RateLimitError>]`), the AI SDK (`Failed after 3 attempts`)
    "retryerror",
];

/// What a line of one attempt has although it has words of [`RECAPS`]: urllib3 writes them for the only
/// attempt, too, and botocore for the last of attempts that it does not log.
pub(crate) const NO_RECAPS: &[&str] = &["max retries exceeded with url", "(reached max retries: "];

/// What a router writes about a request that it sends to nobody, and the class that it raises.
pub(crate) const REFUSALS: &[(&str, &str)] = &[
    // github.com/BerriAI/litellm: litellm/types/router.py
    ("No deployments available for selected model", "RouterRateLimitErrorBasic"),
];

/// How a server writes the error that it answers with, and what stands before and after its message.
pub(crate) const ERROR_OBJECTS: &[(&str, &str, &str)] = &[
    // github.com/vllm-project/vllm: vllm/entrypoints/openai/protocol.py
    ("object='error'", " message=", " type="),
];

/// The words before an announced wait, in lower case.
pub(crate) const WAITS: &[&str] = &[
    "in",
    "after",
    "for",
    "waiting",
    "wait",
    "sleeping",
    "sleep",
    "delay",
    "delay:",
    "delay of:",
    "of:",
    "backoff",
    "backoff:",
    "next",
];
