//! The calls that are read from logs of many forms.

use std::collections::BTreeMap;

use apifault::logs::{Attempt, LogOptions, LogReader, Notes};

fn read(log: &str) -> (Vec<Attempt>, Notes) {
    let mut options = LogOptions::default();
    options.keep_attempts = true;
    options.timezone = Some("UTC".into());
    let mut reader = LogReader::new(options).expect("right options");
    reader.feed(log.as_bytes()).expect("a log");
    reader.finish().expect("a whole log");
    (reader.take_attempts(), reader.notes().clone())
}

/// The kinds of the attempts, in words such as `2 success, 1 timeout`.
fn kinds(log: &str) -> String {
    let mut kinds = BTreeMap::new();
    for attempt in read(log).0 {
        *kinds.entry(attempt.report.kind.to_string()).or_insert(0) += 1;
    }
    let kinds: Vec<_> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    kinds.join(", ")
}

fn check(logs: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (name, log, expected) in logs {
        let kinds = kinds(log);
        if kinds != *expected {
            wrong.push(format!("{name}: expected {expected:?}, got {kinds:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The name, the text, and the kinds of its attempts.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "an SDK over httpx",
        r#"
2026-03-02 10:00:00,000 INFO httpx HTTP Request: POST https://api.groq.com/openai/v1/chat/completions "HTTP/1.1 429 Too Many Requests"
2026-03-02 10:00:00,001 INFO groq._base_client Retrying request to /openai/v1/chat/completions in 2.000000 seconds
2026-03-02 10:00:02,900 INFO httpx HTTP Request: POST https://api.groq.com/openai/v1/chat/completions "HTTP/1.1 200 OK"
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "an SDK over httpx that gives up",
        r#"
2026-03-02 10:00:00,000 INFO httpx HTTP Request: POST https://api.openai.com/v1/responses "HTTP/1.1 500 Internal Server Error"
2026-03-02 10:00:00,001 INFO openai._base_client Retrying request to /responses in 0.500000 seconds
2026-03-02 10:00:01,000 INFO httpx HTTP Request: POST https://api.openai.com/v1/responses "HTTP/1.1 500 Internal Server Error"
2026-03-02 10:00:01,002 ERROR app.worker the call failed
Traceback (most recent call last):
  File "/app/worker.py", line 12, in ask
    client.responses.create(model="heron-8b", input=text)
openai.InternalServerError: Error code: 500 - {'error': {'message': 'The server had an error', 'type': 'server_error'}}
"#,
        "2 internal_error",
    ),
    (
        "debug lines of an SDK and of httpx",
        r#"
10:00:05 INFO httpx HTTP Request: POST https://api.openai.com/v1/embeddings "HTTP/1.1 429 Too Many Requests"
10:00:05 DEBUG openai._base_client HTTP Response: POST https://api.openai.com/v1/embeddings "429 Too Many Requests" Headers({'retry-after': '3'})
10:00:05 DEBUG openai._base_client Encountered httpx.HTTPStatusError
10:00:05 DEBUG openai._base_client 2 retries left
10:00:05 INFO openai._base_client Retrying request to /embeddings in 3.000000 seconds
"#,
        "1 rate_limited",
    ),
    (
        "retries of tenacity",
        r"
2026-03-02 10:00:00 WARNING Retrying heron.chains.ask in 4.0 seconds as it raised RateLimitError: Error code: 429 - {'error': {'message': 'slow down', 'code': 'rate_limit_exceeded'}}.
2026-03-02 10:00:04 WARNING Retrying heron.chains.ask in 8.0 seconds as it raised RateLimitError: Error code: 429 - {'error': {'message': 'slow down', 'code': 'rate_limit_exceeded'}}.
",
        "2 rate_limited",
    ),
    (
        "attempts that an agent retries",
        r#"
API Error (529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}) · Retrying in 1 seconds… (attempt 1/10)
API Error (529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}) · Retrying in 2 seconds… (attempt 2/10)
"#,
        "2 overloaded",
    ),
    (
        "retry lines that stand alone",
        "
INFO openai._base_client Retrying request to /chat/completions in 0.4 seconds
INFO openai._base_client Retrying request to /chat/completions in 0.9 seconds
",
        "2 unknown",
    ),
    (
        "the retries of others",
        "
WARN db pool: retrying connection to postgres in 5 seconds
INFO mcp client: retrying transport in 2 seconds (attempt 2/5)
INFO job 7 has attemptNumber 7
",
        "",
    ),
    (
        "an access log",
        r#"
10.0.0.9 - - [02/Mar/2026:10:00:00 +0000] "GET /health HTTP/1.1" 200 2 "-" "kube-probe/1.31"
10.0.0.9 - - [02/Mar/2026:10:00:01 +0000] "GET /metrics HTTP/1.1" 200 2 "-" "Prometheus"
10.0.0.9 - - [02/Mar/2026:10:00:02 +0000] "GET /favicon.ico HTTP/1.1" 404 2 "-" "Mozilla/5.0"
10.0.0.9 - - [02/Mar/2026:10:00:03 +0000] "POST /chat HTTP/1.1" 500 2 "-" "curl/8"
10.0.0.9 - - [02/Mar/2026:10:00:04 +0000] "OPTIONS /v1/chat/completions HTTP/1.1" 204 0 "-" "Mozilla/5.0"
10.0.0.9 - - [02/Mar/2026:10:00:05 +0000] "POST /v1/chat/completions HTTP/1.1" 200 800 "-" "x"
10.0.0.9 - - [02/Mar/2026:10:00:05 +0000] "POST /v1/chat/completions HTTP/1.1" 200 800 "-" "x"
10.0.0.9 - - [02/Mar/2026:10:00:06 +0000] "POST /v1/embeddings HTTP/1.1" 413 80 "-" "x"
"#,
        "1 request_too_large, 2 success",
    ),
    (
        "an error of nginx above its access line",
        r#"
2026/03/02 10:00:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: x, request: "POST /v1/messages HTTP/1.1", upstream: "http://10.0.0.8:4000/v1/messages", host: "x"
10.0.0.9 - - [02/Mar/2026:10:00:00 +0000] "POST /v1/messages HTTP/1.1" 502 150 "-" "x"
2026/03/02 10:00:09 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: x, request: "GET /users HTTP/1.1", upstream: "http://10.0.0.8:4000/users", host: "x"
"#,
        "1 bad_gateway",
    ),
    (
        "a proxy with an upstream",
        r#"
INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions "HTTP/1.1 429 Too Many Requests"
INFO openai._base_client Retrying request to /chat/completions in 0.4 seconds
INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions "HTTP/1.1 200 OK"
INFO:     10.0.0.9:40100 - "POST /v1/chat/completions HTTP/1.1" 200 OK
INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions "HTTP/1.1 200 OK"
INFO:     10.0.0.9:40101 - "POST /v1/chat/completions HTTP/1.1" 200 OK
"#,
        "1 rate_limited, 2 success",
    ),
    (
        "an app that fails because of its upstream",
        r#"
INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions "HTTP/1.1 401 Unauthorized"
INFO:     10.0.0.9:40100 - "POST /v1/chat/completions HTTP/1.1" 500 Internal Server Error
ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "/app/main.py", line 3, in ask
openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided', 'code': 'invalid_api_key'}}
"#,
        "1 authentication",
    ),
    (
        "a server that streams logs the success first",
        r"
2026-03-02 10:00:00 | INFO | Response: POST /v1/chat/completions - 200 (12 ms)
2026-03-02 10:00:00 | ERROR | upstream: HTTP 503: no capacity for the model
",
        "1 overloaded",
    ),
    (
        "two access lines of one server about one request",
        r#"
2026-03-02 10:00:00 | INFO | Response: POST /v1/chat/completions - 503 (12 ms)
INFO:     10.0.0.9:40100 - "POST /v1/chat/completions HTTP/1.1" 503 Service Unavailable
"#,
        "1 service_unavailable",
    ),
    (
        "errors of one second and of two",
        "
2026-03-02 10:00:00 ERROR llm: Error code: 503 - upstream
2026-03-02 10:00:00 ERROR agent: the LLM call failed: HTTP 503
2026-03-02 10:00:05 ERROR agent: the LLM call failed: HTTP 503
",
        "2 service_unavailable",
    ),
    (
        "errors without a time",
        "
openai.RateLimitError: Error code: 429 - {'error': {'message': 'one', 'code': 'rate_limit_exceeded'}}
openai.RateLimitError: Error code: 429 - {'error': {'message': 'two', 'code': 'rate_limit_exceeded'}}
",
        "2 rate_limited",
    ),
    (
        "a logger and the traceback of the same error",
        "
ERROR:app:Error code: 429 - {'error': {'message': 'one', 'code': 'rate_limit_exceeded'}}
Traceback (most recent call last):
  File \"/app/main.py\", line 3, in ask
openai.RateLimitError: Error code: 429 - {'error': {'message': 'one', 'code': 'rate_limit_exceeded'}}
",
        "1 rate_limited",
    ),
    (
        "the reason of vLLM above its response",
        r#"
ERROR 03-02 10:00:00 [serving_chat.py:200] ValueError: This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.
INFO:     10.0.0.9:40100 - "POST /v1/chat/completions HTTP/1.1" 400 Bad Request
INFO:     10.0.0.9:40101 - "POST /v1/chat/completions HTTP/1.1" 400 Bad Request
"#,
        "1 context_length_exceeded, 1 invalid_request",
    ),
    (
        "failures of other systems",
        r#"
2026-03-02 10:00:00 ERROR [mcp] transport error: AbortError: This operation was aborted
2026-03-02 10:00:01 ERROR redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.
2026-03-02 10:00:02 ERROR psycopg.OperationalError: connection timeout expired
2026-03-02 10:00:03 INFO we talked about rate limits, and quotas that are exceeded
"#,
        "",
    ),
    (
        "pairs of logfmt",
        r"
time=2026-03-02T10:00:00Z level=info msg=served method=POST path=/v1/chat/completions status=200 duration=1.2s
time=2026-03-02T10:00:01Z level=info msg=served method=POST path=/v1/chat/completions status=503 duration=1.2s
time=2026-03-02T10:00:02Z level=info msg=served method=GET path=/healthz status=200 duration=1ms
",
        "1 service_unavailable, 1 success",
    ),
    (
        "the router of Heroku",
        r#"
2026-03-02T10:00:00.123456+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=POST path="/v1/chat/completions" host=heron.example dyno=web.1 connect=0ms service=30000ms status=503 bytes=0 protocol=https
2026-03-02T10:00:01.123456+00:00 heroku[router]: at=info method=GET path="/" host=heron.example dyno=web.1 connect=0ms service=3ms status=200 bytes=0 protocol=https
"#,
        "1 service_unavailable",
    ),
    (
        "openai-node",
        "
[log_1a] sending request { method: 'post' }
[log_1a] post https://api.openai.com/v1/responses failed with status 429 in 30ms - retrying, 2 attempts remaining
[log_2b, retryOf: log_1a] post https://api.openai.com/v1/responses succeeded with status 200 in 530ms
",
        "1 rate_limited, 1 success",
    ),
    (
        "gin with and without an id",
        r#"
[GIN] 2026/03/02 - 10:00:00 | 200 |  1.2s |  10.0.0.9 | POST     "/api/chat"
[GIN] 2026/03/02 - 10:00:01 | 2026030210000077 | 429 | 1.2s | 10.0.0.9 |    POST /v1/chat/completions
[GIN] 2026/03/02 - 10:00:02 | 200 |  1.2s |  10.0.0.9 | HEAD     "/"
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "klog with an error of a client",
        "
E0302 10:00:00.123456       1 worker.go:42] \"ask the model\" err=\"error, status code: 429, status: 429 Too Many Requests, message: Rate limit reached for heron-8b\"
I0302 10:00:01.123456       1 worker.go:50] \"done\" err=\"\"
",
        "1 rate_limited",
    ),
    (
        "an agent in a terminal",
        "
litellm.RateLimitError: AnthropicException - {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}
The API provider has rate limited you. Try again later or check your quotas.
Retrying in 0.2 seconds...
litellm.RateLimitError: AnthropicException - {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}
The API provider has rate limited you. Try again later or check your quotas.
Retrying in 0.5 seconds...
",
        "2 rate_limited",
    ),
    (
        "retries of Spring AI",
        "
2026-03-02T10:00:00.000Z  WARN 1 --- [exec-1] o.s.ai.retry.RetryUtils : Retry error. Retry count:1

org.springframework.ai.retry.TransientAiException: HTTP 503 - upstream connect error
\tat org.springframework.ai.retry.RetryUtils$1.handleError(RetryUtils.java:63)
2026-03-02T10:00:02.000Z  WARN 1 --- [exec-1] o.s.ai.retry.RetryUtils : Retry error. Retry count:2

org.springframework.ai.retry.TransientAiException: HTTP 503 - upstream connect error
\tat org.springframework.ai.retry.RetryUtils$1.handleError(RetryUtils.java:63)
",
        "2 service_unavailable",
    ),
    (
        "retries of reqwest",
        "
2026-03-02T10:00:00Z ERROR heron::llm: HTTP status client error (429 Too Many Requests) for url (https://api.openai.com/v1/chat/completions)
2026-03-02T10:00:00Z WARN reqwest_retry::middleware: Retry attempt #0. Sleeping 1.2s before the next attempt
2026-03-02T10:00:01Z ERROR heron::llm: HTTP status client error (429 Too Many Requests) for url (https://api.openai.com/v1/chat/completions)
",
        "2 rate_limited",
    ),
    (
        "Rails",
        "
Started POST \"/chat\" for 10.0.0.9 at 2026-03-02 10:00:00 +0000
Processing by ChatController#create as JSON
Completed 500 Internal Server Error in 812ms (ActiveRecord: 1.2ms)
Faraday::TooManyRequestsError (the server responded with status 429 for POST https://api.openai.com/v1/chat/completions):
",
        "1 rate_limited",
    ),
    (
        "Django",
        "
Internal Server Error: /chat/
Traceback (most recent call last):
  File \"/app/views.py\", line 3, in chat
openai.RateLimitError: Error code: 429 - {'error': {'message': 'slow', 'code': 'rate_limit_exceeded'}}
[02/Mar/2026 10:00:00] \"POST /chat/ HTTP/1.1\" 500 145
",
        "1 rate_limited",
    ),
    (
        "a worker of Celery",
        "
[2026-03-02 10:00:00,000: ERROR/ForkPoolWorker-1] Task tasks.ask[1a] raised unexpected: RateLimitError(\"Error code: 429 - {'error': {'message': 'slow', 'code': 'rate_limit_exceeded'}}\")
Traceback (most recent call last):
  File \"/app/tasks.py\", line 3, in ask
openai.RateLimitError: Error code: 429 - {'error': {'message': 'slow', 'code': 'rate_limit_exceeded'}}
",
        "1 rate_limited",
    ),
    (
        "an error in a stream that began well",
        "
2026-03-02 10:00:00,000 INFO httpx HTTP Request: POST https://api.anthropic.com/v1/messages \"HTTP/1.1 200 OK\"
2026-03-02 10:00:04,000 ERROR app anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}
2026-03-02 10:00:05,000 INFO httpx HTTP Request: POST https://api.anthropic.com/v1/messages \"HTTP/1.1 200 OK\"
2026-03-02 10:00:15,000 ERROR app anthropic.APIConnectionError: Connection error.
",
        "1 bad_gateway, 1 overloaded, 1 success",
    ),
    (
        "a client that gives up",
        "
stream error: unexpected status 429 Too Many Requests: slow down; retrying 1/2 in 204ms…
stream error: unexpected status 429 Too Many Requests: slow down; retrying 2/2 in 418ms…
ERROR: exceeded retry limit, last status: 429 Too Many Requests
",
        "3 rate_limited",
    ),
    (
        "two services whose lines interleave",
        "
api-1     | INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions \"HTTP/1.1 429 Too Many Requests\"
worker-1  | INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions \"HTTP/1.1 429 Too Many Requests\"
api-1     | INFO openai._base_client Retrying request to /chat/completions in 0.4 seconds
worker-1  | INFO openai._base_client Retrying request to /chat/completions in 0.5 seconds
api-1     | INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions \"HTTP/1.1 200 OK\"
worker-1  | INFO httpx HTTP Request: POST https://api.openai.com/v1/chat/completions \"HTTP/1.1 200 OK\"
",
        "2 rate_limited, 2 success",
    ),
    (
        "TGI and llama.cpp",
        "
2026-03-02T10:00:00.123456Z  INFO chat_completions{total_time=\"1.2s\" seed=\"None\"}: text_generation_router::server: router/src/server.rs:432: Success
srv  log_server_r: request: GET /health 10.0.0.9 200
srv  log_server_r: request: POST /completion 10.0.0.9 200
srv  log_server_r: request: POST /v1/chat/completions 10.0.0.9 503
",
        "1 service_unavailable, 2 success",
    ),
    (
        "downloads of weights",
        "
INFO httpx HTTP Request: HEAD https://huggingface.co/heron/heron-8b/resolve/main/config.json \"HTTP/1.1 307 Temporary Redirect\"
INFO httpx HTTP Request: GET https://huggingface.co/api/models/heron/heron-8b \"HTTP/1.1 404 Not Found\"
DEBUG urllib3.connectionpool: https://cdn.example:443 \"GET /heron-8b.safetensors HTTP/1.1\" 403 12
",
        "",
    ),
    (
        "IIS",
        "2026-03-02 10:00:00 10.0.0.1 POST /v1/chat/completions - 443 - 10.0.0.9 curl/8 - 429 0 0 12\n",
        "",
    ),
    (
        "retry lines whose last attempt fails",
        "
INFO openai._base_client Retrying request to /chat/completions in 0.4 seconds
INFO openai._base_client Retrying request to /chat/completions in 0.9 seconds
openai.APIConnectionError: Connection error.
",
        "1 bad_gateway, 2 unknown",
    ),
    (
        "one statement that fails again and again in one second",
        "
2026-03-02 10:00:00,100 ERROR app.llm call 17 failed: Error code: 503 - {'error': {'message': 'busy'}}
2026-03-02 10:00:00,200 ERROR app.llm call 18 failed: Error code: 503 - {'error': {'message': 'busy'}}
2026-03-02 10:00:00,300 ERROR app.llm call 19 failed: Error code: 503 - {'error': {'message': 'busy'}}
",
        "3 service_unavailable",
    ),
    (
        "two statements about one failure",
        "
2026-03-02 10:00:00,100 ERROR app.llm call 17 failed: Error code: 503 - {'error': {'message': 'busy'}}
2026-03-02 10:00:00,110 ERROR app.jobs job 4: Error code: 503 - {'error': {'message': 'busy'}}
",
        "1 service_unavailable",
    ),
    (
        "connections that urllib3 could not make",
        "
2026-03-02 10:00:00 ERROR HTTPConnectionPool(host='localhost', port=11434): Max retries exceeded with url: /api/generate (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))
2026-03-02 10:00:05 ERROR HTTPConnectionPool(host='news.example', port=80): Max retries exceeded with url: /feed.xml (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))
",
        "1 bad_gateway",
    ),
];

#[test]
fn calls_are_read_from_texts() {
    check(TEXTS);
}

/// The name, the log, and the kinds of its attempts.
const RECORDS: &[(&str, &str, &str)] = &[
    (
        "records with a status and a body",
        r#"
{"time":"2026-03-02T10:00:00Z","status":200,"model":"heron-8b"}
{"time":"2026-03-02T10:00:01Z","status":429,"body":{"error":{"message":"x","code":"insufficient_quota"}}}
"#,
        "1 quota_exhausted, 1 success",
    ),
    (
        "requests of a server",
        r#"
{"level":30,"time":1772445600000,"req":{"method":"GET","url":"/health"},"res":{"statusCode":200},"msg":"request completed"}
{"level":30,"time":1772445601000,"req":{"method":"POST","url":"/v1/messages"},"res":{"statusCode":200},"msg":"request completed"}
{"level":50,"time":1772445602000,"req":{"method":"POST","url":"/users"},"res":{"statusCode":500},"msg":"request errored"}
"#,
        "1 success",
    ),
    (
        "Traefik and Caddy",
        r#"
{"DownstreamStatus":502,"RequestMethod":"POST","RequestPath":"/v1/chat/completions","ClientHost":"10.0.0.9","time":"2026-03-02T10:00:00Z"}
{"DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/dashboard","ClientHost":"10.0.0.9","time":"2026-03-02T10:00:01Z"}
{"level":"info","ts":1772445605.1,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.9","method":"POST","host":"heron.example","uri":"/v1/messages"},"status":429}
"#,
        "1 bad_gateway, 1 rate_limited",
    ),
    (
        "runs of LangSmith",
        r#"
{"id":"1","name":"chain","run_type":"chain","error":"RateLimitError('Error code: 429')","start_time":"2026-03-02T10:00:00","extra":{}}
{"id":"2","name":"ChatHeron","run_type":"llm","error":"RateLimitError(\"Error code: 429 - {'error': {'message': 'x', 'code': 'rate_limit_exceeded'}}\")","start_time":"2026-03-02T10:00:00","extra":{"metadata":{"ls_provider":"groq"}}}
{"id":"3","name":"ChatHeron","run_type":"llm","error":null,"start_time":"2026-03-02T10:00:05","outputs":{}}
{"id":"4","name":"search","run_type":"tool","error":null,"start_time":"2026-03-02T10:00:06","outputs":{}}
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "observations of Langfuse",
        r#"[
{"id":"a","traceId":"t","type":"SPAN","name":"ask","startTime":"2026-03-02T10:00:00Z","level":"ERROR","statusMessage":"Error code: 503 - overloaded"},
{"id":"b","traceId":"t","type":"GENERATION","name":"call","startTime":"2026-03-02T10:00:00Z","level":"ERROR","statusMessage":"Error code: 503 - overloaded","model":"heron-8b"},
{"id":"c","traceId":"u","type":"GENERATION","name":"call","startTime":"2026-03-02T10:00:05Z","level":"DEFAULT","model":"heron-8b"}
]"#,
        "1 overloaded, 1 success",
    ),
    (
        "spans of OpenInference",
        r#"
{"name":"agent","span_kind":"AGENT","status_code":"ERROR","start_time":"2026-03-02T10:00:00Z","attributes":{"exception.message":"Error code: 401 - bad key"}}
{"name":"chat","span_kind":"LLM","status_code":"ERROR","start_time":"2026-03-02T10:00:00Z","attributes":{"llm.model_name":"heron-8b","exception.type":"openai.AuthenticationError","exception.message":"Error code: 401 - {'error': {'message': 'bad key', 'code': 'invalid_api_key'}}"}}
{"name":"chat","span_kind":"LLM","status_code":"OK","start_time":"2026-03-02T10:00:02Z","attributes":{"llm.model_name":"heron-8b"}}
"#,
        "1 authentication, 1 success",
    ),
    (
        "spans of OTLP",
        r#"{"resourceSpans":[{"scopeSpans":[{"spans":[
{"name":"invoke_agent","kind":1,"startTimeUnixNano":"1772445600000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}}],"status":{"code":2}},
{"name":"chat heron-8b","kind":3,"startTimeUnixNano":"1772445600000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.provider.name","value":{"stringValue":"aws.bedrock"}},{"key":"gen_ai.request.model","value":{"stringValue":"heron-8b"}},{"key":"error.type","value":{"stringValue":"429"}}],"status":{"code":2,"message":"throttled"}},
{"name":"chat heron-8b","kind":3,"startTimeUnixNano":"1772445605000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"heron-8b"}}],"status":{}}
]}]}]}"#,
        "1 rate_limited, 1 success",
    ),
    (
        "an exception event of a span",
        r#"{"resourceSpans":[{"scopeSpans":[{"spans":[
{"name":"chat","startTimeUnixNano":"1772445600000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}],"events":[{"name":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"openai.APITimeoutError"}},{"key":"exception.message","value":{"stringValue":"Request timed out."}}]}],"status":{"code":2}}
]}]}]}"#,
        "1 timeout",
    ),
    (
        "payloads of LiteLLM",
        r#"
{"id":"a","litellm_call_id":"c1","call_type":"acompletion","status":"success","model":"heron-8b","custom_llm_provider":"groq","startTime":1772445600.1,"endTime":1772445601.1,"response_cost":0.01}
{"id":"b","litellm_call_id":"c2","call_type":"acompletion","status":"failure","model":"heron-8b","custom_llm_provider":"groq","startTime":1772445602.1,"error_str":"litellm.RateLimitError: RateLimitError: GroqException - slow down","error_information":{"error_code":"429","error_class":"RateLimitError","llm_provider":"groq"}}
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "invocation logs of Bedrock",
        r#"
{"schemaType":"ModelInvocationLog","timestamp":"2026-03-02T10:00:00Z","operation":"Converse","modelId":"heron-v1:0","errorCode":"ThrottlingException","input":{}}
{"schemaType":"ModelInvocationLog","timestamp":"2026-03-02T10:00:01Z","operation":"Converse","modelId":"heron-v1:0","input":{},"output":{"outputTokenCount":3}}
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "events of Claude Code",
        r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[
 {"timeUnixNano":"1772445600000000000","body":{"stringValue":"claude_code.user_prompt"},"attributes":[{"key":"event.name","value":{"stringValue":"user_prompt"}}]},
 {"timeUnixNano":"1772445601000000000","body":{"stringValue":"claude_code.api_request"},"attributes":[{"key":"event.name","value":{"stringValue":"api_request"}},{"key":"model","value":{"stringValue":"heron-8b"}}]},
 {"timeUnixNano":"1772445602000000000","body":{"stringValue":"claude_code.api_error"},"attributes":[{"key":"event.name","value":{"stringValue":"api_error"}},{"key":"status_code","value":{"stringValue":"529"}},{"key":"error","value":{"stringValue":"Overloaded"}}]},
 {"timeUnixNano":"1772445602000000000","body":{"stringValue":"claude_code.api_retries_exhausted"},"attributes":[{"key":"event.name","value":{"stringValue":"api_retries_exhausted"}},{"key":"status_code","value":{"stringValue":"529"}},{"key":"error","value":{"stringValue":"Overloaded"}}]}
]}]}]}"#,
        "1 overloaded, 1 success",
    ),
    (
        "events of Codex and gemini-cli",
        r#"
{"event.name":"codex.api_request","event.timestamp":"2026-03-02T10:00:00Z","http.response.status_code":200,"model":"heron-8b","attempt":1}
{"event.name":"codex.api_request","event.timestamp":"2026-03-02T10:00:02Z","http.response.status_code":503,"model":"heron-8b","attempt":1}
{"event.name":"codex.sse_event","event.timestamp":"2026-03-02T10:00:03Z","event.kind":"response.completed"}
{"event.name":"gemini_cli.api_request","event.timestamp":"2026-03-02T10:00:04Z","model":"heron-8b"}
{"event.name":"gemini_cli.api_response","event.timestamp":"2026-03-02T10:00:05Z","model":"heron-8b","status_code":200}
{"event.name":"gemini_cli.api_error","event.timestamp":"2026-03-02T10:00:06Z","model":"heron-8b","status_code":429,"error.message":"quota"}
"#,
        "1 rate_limited, 1 service_unavailable, 2 success",
    ),
    (
        "a line of httpx in a record, and its exception",
        r#"
{"ts":"2026-03-02T10:00:00Z","level":"info","logger":"httpx","msg":"HTTP Request: POST https://api.groq.com/openai/v1/chat/completions \"HTTP/1.1 429 Too Many Requests\""}
{"ts":"2026-03-02T10:00:00.100Z","level":"error","msg":"call failed","exc_info":"Traceback (most recent call last):\n  File \"a.py\", line 1, in x\ngroq.RateLimitError: Error code: 429 - {'error': {'message': 'slow', 'code': 'rate_limit_exceeded'}}"}
"#,
        "1 rate_limited",
    ),
    (
        "a HAR file",
        r#"{"log":{"version":"1.2","entries":[
 {"startedDateTime":"2026-03-02T10:00:00.000Z","time":250,"request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","postData":{"text":"{\"model\":\"heron-8b\"}"}},"response":{"status":200,"headers":[{"name":"content-type","value":"text/event-stream"}],"content":{"text":"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}\n\n"}}},
 {"startedDateTime":"2026-03-02T10:00:01.000Z","time":250,"request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions"},"response":{"status":0,"_error":"net::ERR_CONNECTION_REFUSED","headers":[],"content":{}}},
 {"startedDateTime":"2026-03-02T10:00:02.000Z","time":250,"request":{"method":"GET","url":"https://heron.example/app.js"},"response":{"status":404,"headers":[],"content":{}}}
]}}"#,
        "1 bad_gateway, 1 overloaded",
    ),
    (
        "an event of Sentry",
        r#"{"event_id":"1","timestamp":"2026-03-02T10:00:00Z","platform":"python","level":"error","exception":{"values":[{"type":"HTTPStatusError","module":"httpx","value":"Client error '401 Unauthorized' for url 'https://api.openai.com/v1/models'"},{"type":"AuthenticationError","module":"openai","value":"Error code: 401 - {'error': {'code': 'invalid_api_key'}}"}]}}"#,
        "1 authentication",
    ),
    (
        "an event of Sentry about something else",
        r#"{"event_id":"1","timestamp":"2026-03-02T10:00:00Z","platform":"python","level":"error","exception":{"values":[{"type":"OperationalError","module":"psycopg","value":"connection refused"}]}}"#,
        "",
    ),
    (
        "requests in Google Cloud",
        r#"
{"timestamp":"2026-03-02T10:00:00Z","severity":"WARNING","httpRequest":{"requestMethod":"POST","requestUrl":"https://heron.example/v1/chat/completions","status":429,"remoteIp":"10.0.0.9"}}
{"timestamp":"2026-03-02T10:00:01Z","severity":"ERROR","httpRequest":{"requestMethod":"POST","requestUrl":"https://heron.example/tasks","status":500,"remoteIp":"10.0.0.9"}}
"#,
        "1 rate_limited",
    ),
    (
        "records of other failures",
        r#"
{"level":"error","message":"[MCP][files] Transport error: SSE stream disconnected: AbortError: This operation was aborted","timestamp":"2026-03-02T10:00:00Z"}
{"level":"error","message":"document not found in the search index","timestamp":"2026-03-02T10:00:01Z"}
{"level":"error","message":"GET /users failed","status":500,"timestamp":"2026-03-02T10:00:02Z"}
{"level":"info","message":"job done","status":200,"timestamp":"2026-03-02T10:00:03Z"}
"#,
        "",
    ),
    (
        "diagnostic logs of Azure",
        r#"
{"time":"2026-03-02T10:00:00Z","category":"RequestResponse","operationName":"ChatCompletions_Create","resultSignature":"429","durationMs":12,"properties":"{\"modelDeploymentName\":\"heron\"}"}
{"time":"2026-03-02T10:00:01Z","category":"RequestResponse","operationName":"ChatCompletions_Create","resultSignature":"200","durationMs":12,"properties":"{\"modelDeploymentName\":\"heron\"}"}
{"time":"2026-03-02T10:00:02Z","category":"Audit","operationName":"List","resultSignature":"403"}
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "audit logs of Google Cloud",
        r#"
{"timestamp":"2026-03-02T10:00:00Z","severity":"ERROR","protoPayload":{"methodName":"google.cloud.aiplatform.v1.PredictionService.GenerateContent","status":{"code":8,"message":"Resource has been exhausted"}}}
{"timestamp":"2026-03-02T10:00:01Z","severity":"INFO","protoPayload":{"methodName":"google.cloud.aiplatform.v1.PredictionService.GenerateContent","status":{}}}
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "records of gateways",
        r#"
{"created_at":"2026-03-02T10:00:00Z","ai_org":"openai","ai_model":"heron-8b","request_url":"https://api.openai.com/v1/chat/completions","request_method":"POST","response_status_code":429,"virtual_key":"team"}
{"created_at":"2026-03-02T10:00:01Z","provider":"openai","model":"heron-8b","path":"chat/completions","status_code":200,"success":true,"cached":false}
{"request_created_at":"2026-03-02T10:00:02Z","request_path":"https://api.groq.com/openai/v1/chat/completions","response_status":503,"provider":"GROQ","model":"heron-8b"}
"#,
        "1 rate_limited, 1 service_unavailable, 1 success",
    ),
    (
        "an access record and an error record about one request",
        r#"
{"level":"error","ts":1772445605.1,"logger":"http.log.error","msg":"dial tcp 10.0.0.8:8000: connect: connection refused","request":{"remote_ip":"10.0.0.9","method":"POST","host":"heron.example","uri":"/v1/messages"},"status":502}
{"level":"error","ts":1772445605.1,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.9","method":"POST","host":"heron.example","uri":"/v1/messages"},"status":502}
"#,
        "1 bad_gateway",
    ),
    (
        "a transcript of Claude Code",
        r#"
{"type":"system","subtype":"api_error","level":"error","error":{"status":529,"headers":{},"error":{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}},"retryInMs":558.94,"retryAttempt":1,"maxRetries":10,"timestamp":"2026-03-02T10:00:00.000Z"}
{"type":"system","subtype":"api_error","level":"error","error":{"status":529,"headers":{},"error":{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}},"retryInMs":1100.2,"retryAttempt":2,"maxRetries":10,"timestamp":"2026-03-02T10:00:00.700Z"}
"#,
        "2 overloaded",
    ),
    (
        "Lambda",
        r#"
{"timestamp":"2026-03-02T10:00:00Z","level":"ERROR","message":"Error code: 401 - {'error': {'message': 'bad key', 'code': 'invalid_api_key'}}","logger":"root","requestId":"1","errorType":"AuthenticationError","stackTrace":["  File \"/var/task/app.py\", line 3, in handler\n"]}
{"time":"2026-03-02T10:00:01Z","type":"platform.report","record":{"requestId":"1","status":"error","metrics":{"durationMs":12}}}
"#,
        "1 authentication",
    ),
    (
        "the span of a call, and those of its two requests",
        r#"
{"name":"POST","spanId":"b1","parentSpanId":"a1","startTimeUnixNano":"1772445600000000000","attributes":{"http.request.method":"POST","url.full":"https://api.openai.com/v1/chat/completions","http.response.status_code":429}}
{"name":"POST","spanId":"b2","parentSpanId":"a1","startTimeUnixNano":"1772445601000000000","attributes":{"http.request.method":"POST","url.full":"https://api.openai.com/v1/chat/completions","http.response.status_code":200}}
{"name":"chat heron-8b","spanId":"a1","startTimeUnixNano":"1772445600000000000","attributes":{"gen_ai.operation.name":"chat","gen_ai.request.model":"heron-8b"},"status":{}}
"#,
        "1 rate_limited, 1 success",
    ),
];

#[test]
fn calls_are_read_from_records() {
    check(RECORDS);
}

#[test]
fn attempts_of_one_call_share_its_id_and_announce_their_waits() {
    let (attempts, _) = read(TEXTS[0].1);
    let [first, second] = &attempts[..] else { panic!("{attempts:?}") };
    assert!(first.call_id.is_some());
    assert_eq!(first.call_id, second.call_id);
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!((first.announced_ms, second.announced_ms), (Some(2_000), None));
    assert_eq!(first.report.retry.delay_ms, None);
    assert_eq!(first.report.provider.map(|provider| provider.to_string()).as_deref(), Some("groq"));
    assert_eq!(first.route.as_deref(), Some("/openai/v1/chat/completions"));
    assert_eq!(first.when_ms, Some(1_772_445_600_000));
}

#[test]
fn two_calls_are_not_one_because_they_follow_each_other() {
    let line = r#"INFO httpx HTTP Request: POST https://api.groq.com/openai/v1/chat/completions "HTTP/1.1 429 Too Many Requests""#;
    let (attempts, _) = read(&format!("{line}\n{line}\n"));
    assert_eq!(attempts.len(), 2);
    assert!(attempts.iter().all(|attempt| attempt.number == 1 && attempt.call_id.is_none()));
}

#[test]
fn models_keys_and_ids_of_records_are_kept() {
    let log = r#"{"status":429,"model":"heron-8b","call_id":"a","user_api_key_alias":"team","gen_ai.system":"az.ai.openai","url":"http://10.0.0.8/v1/chat/completions"}"#;
    let (attempts, _) = read(&format!("{log}\n{log}\n"));
    let [first, second] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!(first.model.as_deref(), Some("heron-8b"));
    assert_eq!(first.key.as_deref(), Some("team"));
    assert_eq!(first.call_id.as_deref(), Some("a"));
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(
        first.report.provider.map(|provider| provider.to_string()).as_deref(),
        Some("azure")
    );
}

#[test]
fn what_is_passed_over_is_counted() {
    let (attempts, notes) = read(
        "10.0.0.9 - - [02/Mar/2026:10:00:00 +0000] \"GET /health HTTP/1.1\" 200 2\n\
         2026-03-02 10:00:03 ERROR litellm.proxy: something odd broke in the model call\n",
    );
    assert!(attempts.is_empty(), "{attempts:?}");
    assert_eq!((notes.other_paths, notes.unreadable), (1, 1));
}

#[test]
fn only_a_bounded_number_of_attempts_waits() {
    // Lines that may all be joined with each other, far apart and close by.
    let error = "2026-03-02 10:00:00 ERROR openai.RateLimitError: Error code: 429 - {'error': {'message': 'MESSAGE'}}\n";
    let access = "10.0.0.9 - - [02/Mar/2026:10:00:00 +0000] \"POST /v1/messages HTTP/1.1\" 429 2\n";
    let retry = "INFO openai._base_client Retrying request to /v1/messages in 0.5 seconds\n";
    let mut log = String::new();
    for number in 0..3_000 {
        log.push_str(&error.replace("MESSAGE", &number.to_string()));
        log.push_str(access);
        log.push_str(retry);
    }
    let (attempts, _) = read(&log);
    assert!((3_000..=9_000).contains(&attempts.len()), "{}", attempts.len());
}
