//! Logs of records.

/// The name, the log, and the kinds of its attempts.
pub(super) const RECORDS: &[(&str, &str, &str)] = &[
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
    (
        "documents with an item on each line, also after other members",
        r#"{"took":1,"hits":{"hits":[
{"_source":{"@timestamp":"2026-03-02T10:00:00Z","url":"https://api.openai.com/v1/chat/completions","status":200}},
{"_source":{"@timestamp":"2026-03-02T10:00:01Z","url":"https://api.openai.com/v1/chat/completions","status":500}}
]}}
"#,
        "1 internal_error, 1 success",
    ),
    (
        "items of a list whose beginning is missing",
        r#"
{"time":"2026-03-02T10:00:00Z","url":"https://api.groq.com/openai/v1/chat/completions","status":200},
{"time":"2026-03-02T10:00:01Z","url":"https://api.groq.com/openai/v1/chat/completions","status":429},
"#,
        "1 rate_limited, 1 success",
    ),
    (
        "a line of JSON Lines that breaks off",
        r#"{"time":"2026-03-02T10:00:00Z","url":"https://api.groq.com/openai/v1/chat/comp
{"time":"2026-03-02T10:00:01Z","url":"https://api.groq.com/openai/v1/chat/completions","status":429}
"#,
        "1 rate_limited",
    ),
];
