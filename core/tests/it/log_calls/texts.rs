//! Logs of text.

/// The name, the text, and the kinds of its attempts.
pub(super) const TEXTS: &[(&str, &str, &str)] = &[
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
        r"
2026-03-02 10:00:00 ERROR [mcp] transport error: AbortError: This operation was aborted
2026-03-02 10:00:01 ERROR redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.
2026-03-02 10:00:02 ERROR psycopg.OperationalError: connection timeout expired
2026-03-02 10:00:03 INFO we talked about rate limits, and quotas that are exceeded
",
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
        "klog with calls of a client, of which one got no response",
        "
I0302 10:00:00.000100       1 main.go:12] \"start\"
I0302 10:00:02.123456       1 round_trippers.go:553] POST https://api.openai.com/v1/chat/completions 200 OK in 700 milliseconds
I0302 10:00:04.123456       1 round_trippers.go:553] POST https://api.openai.com/v1/chat/completions 403 Forbidden in 20 milliseconds
E0302 10:00:04.123999       1 worker.go:42] \"ask the model\" err=\"error, status code: 403, status: 403 Forbidden, message: no access\"
E0302 10:01:34.123456       1 worker.go:42] \"ask the model\" err=\"Post \\\"https://api.openai.com/v1/chat/completions\\\": dial tcp 198.51.100.7:443: i/o timeout\"
",
        "1 permission_denied, 1 success, 1 timeout",
    ),
    (
        "a client of .NET, whose line about a response does not show the request",
        "
info: System.Net.Http.HttpClient.heron.LogicalHandler[100]
      Start processing HTTP request POST https://heron.openai.azure.com/openai/deployments/heron/chat/completions
info: System.Net.Http.HttpClient.heron.ClientHandler[100]
      Sending HTTP request POST https://heron.openai.azure.com/openai/deployments/heron/chat/completions
info: System.Net.Http.HttpClient.reeds.ClientHandler[100]
      Sending HTTP request GET https://reeds.example/levels
info: System.Net.Http.HttpClient.heron.ClientHandler[101]
      Received HTTP response headers after 33.2ms - 429
info: System.Net.Http.HttpClient.reeds.ClientHandler[101]
      Received HTTP response headers after 12.1ms - 503
info: System.Net.Http.HttpClient.heron.ClientHandler[100]
      Sending HTTP request POST https://heron.openai.azure.com/openai/deployments/heron/chat/completions
info: System.Net.Http.HttpClient.heron.ClientHandler[101]
      Received HTTP response headers after 640ms - 400
info: System.Net.Http.HttpClient.heron.LogicalHandler[101]
      End processing HTTP request after 1200.5ms - 400
fail: Heron.Answers[0]
      no answer
      System.ClientModel.ClientResultException: HTTP 400 (invalid_request_error)
      Parameter: messages

      This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.
      Read more about the limits of Azure OpenAI Service: https://go.microsoft.com/fwlink/?linkid=17
         at OpenAI.ClientPipelineExtensions.ProcessMessageAsync(ClientPipeline pipeline)
",
        "1 context_length_exceeded, 1 rate_limited",
    ),
    (
        "such lines without the name of the client, and those of Faraday",
        "
[10:00:00 INF] Start processing HTTP request POST https://api.openai.com/v1/responses
[10:00:00 INF] Sending HTTP request POST https://api.openai.com/v1/responses
[10:00:01 INF] Received HTTP response headers after 900.1ms - 200
[10:00:01 INF] End processing HTTP request after 901.7ms - 200
[10:00:02 INF] Received HTTP response headers after 4.5ms - 500
I, [2026-03-02T10:00:05.000000 #7]  INFO -- request: POST https://api.groq.com/openai/v1/chat/completions
I, [2026-03-02T10:00:06.000000 #7]  INFO -- response: Status 498
",
        "1 overloaded, 1 success",
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
        "the last failure of Spring AI, which the servlet writes again",
        "
2026-03-02T10:00:00.000Z  WARN 1 --- [exec-1] o.s.ai.retry.RetryUtils : Retry error. Retry count:1

org.springframework.ai.retry.TransientAiException: HTTP 503 - upstream connect error
\tat org.springframework.ai.retry.RetryUtils$1.handleError(RetryUtils.java:63)
2026-03-02T10:00:02.000Z  WARN 1 --- [exec-1] o.s.ai.retry.RetryUtils : Retry error. Retry count:2

org.springframework.ai.retry.TransientAiException: HTTP 503 - upstream connect error
\tat org.springframework.ai.retry.RetryUtils$1.handleError(RetryUtils.java:63)
2026-03-02T10:00:02.004Z ERROR 1 --- [exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet] : Servlet.service() for servlet [dispatcherServlet] threw exception [Request processing failed: org.springframework.ai.retry.TransientAiException: HTTP 503 - upstream connect error] with root cause

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
    (
        "talk about failures",
        "
2026-03-02 10:00:00 INFO user asked: why do I get \"Error code: 429\" from the API?
2026-03-02 10:00:01 INFO assistant answered: The status 429 means rate limited; retry in 20s
2026-03-02 10:00:02 DEBUG prompt tokens: 429, completion tokens: 503
",
        "",
    ),
    (
        "lines that repeat failures of attempts in the log",
        r#"
2026-03-02 10:00:00 WARNING queue call 7 failed: anthropic.InternalServerError: Error code: 529 - {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}, attempts left 1
2026-03-02 10:00:00 INFO queue call 7 goes back, will retry soon. Attempts remaining: 1
2026-03-02 10:00:09 INFO queue call 7, try 2 of 2. Previous errors: [anthropic.InternalServerError: Error code: 529 - {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}]
2026-03-02 10:00:12 WARNING queue call 7 failed: anthropic.InternalServerError: Error code: 529 - {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}, attempts left 0
2026-03-02 10:00:20 ERROR queue call 7 is dropped after all 2 attempts: anthropic.InternalServerError: Error code: 529 - {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
"#,
        "2 overloaded",
    ),
    (
        "a line about all attempts, none of which is in the log",
        r"
2026-03-02 10:00:00 ERROR app Failed after 3 attempts. Last error: openai.RateLimitError: Error code: 429 - {'error': {'message': 'slow down'}}
2026-03-02 10:05:00 ERROR app Failed after 3 attempts. Last error: openai.RateLimitError: Error code: 429 - {'error': {'message': 'slow down'}}
",
        "2 rate_limited",
    ),
    (
        "a reason above the line of a server, without a level",
        r#"
[2026-03-02 10:00:00] Input length (90000 tokens) exceeds the maximum allowed length (32768 tokens).
[2026-03-02 10:00:00] INFO:     10.0.0.9:40000 - "POST /v1/chat/completions HTTP/1.1" 400 Bad Request
[2026-03-02 10:00:30] INFO:     10.0.0.9:40001 - "POST /v1/chat/completions HTTP/1.1" 400 Bad Request
"#,
        "1 context_length_exceeded, 1 invalid_request",
    ),
    (
        "such words are no call of their own, nor the reason of a success",
        r#"
[2026-03-02 10:00:00] Input length (90000 tokens) exceeds the maximum allowed length (32768 tokens).
[2026-03-02 10:00:00] INFO:     10.0.0.9:40000 - "POST /v1/chat/completions HTTP/1.1" 200 OK
[2026-03-02 10:00:09] Input length (90000 tokens) exceeds the maximum allowed length (32768 tokens).
"#,
        "1 success",
    ),
    (
        "an error object above the line of a server",
        r#"
ERROR 03-02 10:00:00 [serving_chat.py:134] Error with model object='error' message='The model `heron-8b` does not exist.' type='NotFoundError' param=None code=404
INFO:     10.0.0.9:40000 - "POST /v1/chat/completions HTTP/1.1" 404 Not Found
"#,
        "1 model_not_found",
    ),
    (
        "an error and its chained traceback, of which the last exception has no frames",
        r#"
2026-03-02 10:00:00.100 ERROR (MainThread) [components.openai_chat] Connection error.
Traceback (most recent call last):
  File "/srv/httpx/_transports/default.py", line 118, in map_exceptions
    raise mapped from exc
httpx.ConnectError: All connection attempts failed

The above exception was the direct cause of the following exception:

openai.APIConnectionError: Connection error.
2026-03-02 10:00:00.200 INFO (MainThread) [components.script] goes on
"#,
        "1 bad_gateway",
    ),
    (
        "calls as pairs, with and without a target",
        r#"
time=2026-03-02T10:00:00.000Z level=INFO msg="http request" method=POST path=/v1/orders status=201 duration=12ms
time=2026-03-02T10:00:01.000Z level=INFO msg="llm call done" provider=groq model=heron-8b status=200 duration=4.4s
time=2026-03-02T10:00:02.000Z level=INFO msg="llm call done" provider=groq model=heron-8b status=200 duration=4.1s
time=2026-03-02T10:00:03.000Z level=INFO msg="car sold" model=roadster status=200
"#,
        "2 success",
    ),
    (
        "a router's refusals, beside attempts of a request that it served",
        r#"
10:00:00 - LiteLLM Router:INFO: router.py:1231 - litellm.acompletion(model=azure/heron-a) Exception litellm.RateLimitError: AzureException RateLimitError - Requests have exceeded token rate limit.
10:00:00 - LiteLLM Proxy:ERROR: common_request_processing.py:1049 - Exception occured - litellm.RateLimitError: AzureException RateLimitError - Requests have exceeded token rate limit.
INFO:     10.0.0.9:40000 - "POST /v1/chat/completions HTTP/1.1" 429 Too Many Requests
10:00:40 - LiteLLM Proxy:ERROR: common_request_processing.py:1049 - Exception occured - No deployments available for selected model, Try again in 60 seconds. Passed model=heron.
INFO:     10.0.0.9:40001 - "POST /v1/chat/completions HTTP/1.1" 429 Too Many Requests
10:01:40 - LiteLLM Router:ERROR: router.py:2482 - An exception occurred - No deployments available for selected model, Try again in 60 seconds. Passed model=heron.
"#,
        "3 rate_limited",
    ),
    (
        "a table with zones in its names and clocks of twelve hours",
        r#"timestamp [UTC],itemType,type,target,name,resultCode,success
"3/2/2026, 8:00:00.100 PM",dependency,HTTP,heron.openai.azure.com,POST /openai/deployments/heron/chat/completions,429,False
"3/2/2026, 8:00:01.100 PM",dependency,SQL,db.database.windows.net | docs,db.database.windows.net | docs,0,True
"3/2/2026, 8:00:02.100 PM",request,,,POST /api/ask,500,False
"3/2/2026, 8:00:03.100 PM",dependency,HTTP,heron.blob.core.windows.net,GET /docs/a.pdf,404,False
"3/2/2026, 8:00:04.100 PM",dependency,HTTP,heron.openai.azure.com,POST /openai/deployments/heron/embeddings,200,True
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "an error as JSON behind words",
        r#"
2026-03-02T10:00:00Z INFO httpx: HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"
2026-03-02T10:05:00Z ERROR heron: it failed {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
2026-03-02T10:09:00Z INFO heron: an example is {"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}
"#,
        "1 overloaded, 1 rate_limited",
    ),
    (
        "words about limits that are no failure",
        r"
2026-03-02T10:00:00Z WARNING heron: rate limit is set to 500 requests per minute
2026-03-02T10:00:01Z INFO heron: timeout = 30
",
        "",
    ),
    (
        "a server that has no upstream, and a client with another failure a second later",
        r#"
2026-03-02T10:00:00Z ERROR proxy: method=POST path=/v1/chat/completions status=503 err="no healthy upstream"
2026-03-02T10:00:01Z ERROR client: error, status code: 429, status: 429 Too Many Requests, message: Rate limit reached
"#,
        "1 rate_limited, 1 service_unavailable",
    ),
    (
        "a router and a server that say that they served a call",
        r"
10:00:00 - LiteLLM Router:INFO: router.py:1078 - litellm.acompletion(model=heron/heron-8b) 200 OK
srv    send_error: task id = 7, error: the request exceeds the available context size
srv  log_server_r: request: POST /v1/chat/completions 10.0.0.8 400
",
        "1 context_length_exceeded, 1 success",
    ),
    (
        "zero bytes where the log was cut off, and a bar that shows progress",
        "\0\0\0\x002026-03-02T10:00:00Z INFO httpx: HTTP Request: POST https://api.groq.com/openai/v1/chat/completions \
         \"HTTP/1.1 200 OK\"\n 50%|##   | 1/2\r2026-03-02T10:01:00Z INFO httpx: HTTP Request: POST \
         https://api.groq.com/openai/v1/chat/completions \"HTTP/1.1 429 Too Many Requests\"\n",
        "1 rate_limited, 1 success",
    ),
    (
        "a connection of another program",
        "2026-03-02T10:00:00Z heron sshd[7]: error: kex_exchange_identification: Connection closed by remote host\n",
        "",
    ),
];
