//! What the text door finds, row by row and notation by notation.

use crate::classify_text;
use crate::index::clients;
use crate::kind::{Failure, Kind, Provider};
use crate::report::Report;
use crate::response::Options;
use crate::rules::schema::Surety;
use crate::rules::sdk::classes::{CLASSES, OTHER_PACKAGES};
use crate::rules::sdk::connections::{OF_MODELS, OTHER_SERVICES, WORDS};
use crate::rules::sdk::prose::{BEFORE_NAME, EXPLAINED, SENTENCES};
use crate::rules::sdk::statuses::{AFTER, BEFORE, OTHER_REASONS, UNITS};

fn find(text: &str) -> Option<Report<'static>> {
    classify_text(text, &Options::new()).ok()
}

fn report(text: &str) -> Report<'static> {
    find(text).unwrap_or_else(|| panic!("nothing found in {text:?}"))
}

#[test]
fn the_class_of_an_exception_means_its_failure() {
    for row in CLASSES {
        let found = report(&format!("heron.{}: the nest is empty", row.name));
        assert_eq!(found.rule, row.failure.rule().id(), "{}", row.name);
        assert_eq!((found.status, found.error.type_.as_deref()), (0, Some(row.name)));
        assert_eq!(clients::failure_of(row.name), Some(row.failure));
        assert_eq!(clients::failure_of(&row.name.to_lowercase()).is_some(), row.name == "gaierror");
    }
}

#[test]
fn the_words_of_a_client_mean_their_failure() {
    for row in WORDS {
        let found = report(&format!("heron: {}", row.words));
        assert_eq!(found.kind, row.failure.kind(), "{}", row.words);
        assert_eq!(found.status, 0, "{}", row.words);
    }
}

#[test]
fn the_words_before_a_number_make_it_a_status() {
    for row in BEFORE {
        for text in [format!("{} 418", row.words), format!("X {}: 418", row.words.to_uppercase())] {
            assert_eq!(report(&text).status, 418, "{text}");
        }
        let quantity = format!("{} 418 tokens", row.words);
        assert_eq!(find(&quantity).is_some(), row.surety == Surety::Stated, "{quantity}");
    }
    assert_eq!(report("Heron Error [418]: no tea").status, 418);
}

#[test]
fn the_words_after_a_number_make_it_a_status() {
    for row in AFTER {
        let space = if row.words.starts_with(',') { "" } else { " " };
        assert_eq!(report(&format!("418{space}{}", row.words)).status, 418, "{}", row.words);
    }
    for &(status, reason) in OTHER_REASONS {
        assert_eq!(report(&format!("{status} {reason}")).status, status);
        assert_eq!(report(&format!("[{status} {}]", reason.to_uppercase())).status, status);
    }
    assert_eq!(report("429 TOO_MANY_REQUESTS").status, 429);
}

#[test]
fn other_numbers_are_no_statuses() {
    for unit in UNITS.iter() {
        assert_eq!(find(&format!("took 429 {unit}")).map(|found| found.status), None, "{unit}");
    }
    for text in [
        "429",
        "the answer is 404.",
        "main.py:429",
        "port 500",
        "line 500, in handler",
        "10.0.0.429",
        "0.429 s",
        "429.5",
        "1,429",
        "v429-beta",
        "$500",
        "500%",
        "4290 herons",
        "Server error: 414 |   throw new Error(",
        "max_tokens=500",
    ] {
        assert_eq!(find(text).map_or(0, |found| found.status), 0, "{text}");
    }
}

#[test]
fn exceptions_of_other_packages_are_no_calls() {
    for package in OTHER_PACKAGES.iter() {
        assert_eq!(find(&format!("{package}exceptions.ConnectionError: down")), None, "{package}");
    }
    for text in [
        "from openai import AuthenticationError, RateLimitError",
        "except openai.RateLimitError as error:",
        "ImportError: cannot import name 'AuthenticationError' from 'openai'",
        "raise RateLimitError(message)",
        "KeyError: 'choices'",
        "error: invalid argument: --heron",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn a_key_that_is_missing_in_the_environment_is_a_missing_credential() {
    for text in [
        "KeyError: 'HERON_LLM_API_KEY'",
        "  File \"<frozen os>\", line 685, in __getitem__\nKeyError: 'OPENAI_API_KEY'",
        "nest.rb:3:in `fetch': key not found: \"ANTHROPIC_API_KEY\" (KeyError)",
        "ValidationError: 1 validation error for Nest\nGROQ_API_KEY\n  Field required [type=missing]",
        "Error: Missing required environment variable: REPLICATE_API_TOKEN",
        "panic: GEMINI_API_KEY environment variable is not set",
    ] {
        assert_eq!(report(text).rule, Failure::MissingCredentials.rule().id(), "{text}");
    }
    for text in [
        "KeyError: 'HERON_API_KEY'",
        "export OPENAI_API_KEY=x",
        "If OPENAI_API_KEY is not set, nothing happens.",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn the_connections_of_other_services_are_no_calls() {
    for service in OTHER_SERVICES.iter() {
        let text = format!("heron {service} connect ECONNREFUSED");
        assert_eq!(find(&text), None, "{text}");
        assert_eq!(find(&format!("{service}: Connection refused")), None, "{service}");
        let known = format!("{text} (asked by openai)");
        assert_eq!(report(&known).kind, Kind::BadGateway, "{known}");
    }
    for model in OF_MODELS.iter() {
        let text = format!("{model} at db:5432: connection refused");
        assert_eq!(report(&text).kind, Kind::BadGateway, "{text}");
    }
    let lines = "Error: connect ECONNREFUSED 10.0.0.7:3306\n    at nest (a.js:1:2) {\n  code: 'ECONNREFUSED'\n}";
    assert_eq!(find(lines), None);
    assert_eq!(report(&lines.replace("3306", "8000")).kind, Kind::BadGateway);
}

#[test]
fn what_may_happen_is_no_failure() {
    for sentence in SENTENCES.iter() {
        for end in ["get status code 429", "see APITimeoutError", "get 503 Service Unavailable"] {
            let text = format!("{sentence}herons {end}.");
            assert_eq!(find(&text), None, "{text}");
            assert_eq!(find(&format!("- All is well. {text}")), None, "{text}");
        }
    }
    for words in EXPLAINED.iter() {
        assert_eq!(find(&format!("insufficient_quota{words} no herons")), None, "{words}");
    }
    for words in BEFORE_NAME.iter() {
        assert_eq!(find(&format!("the heron {words}RateLimitError sometimes")), None, "{words}");
    }
    assert_eq!(report("Failed: get status code 429.").status, 429);
}

#[test]
fn tables_and_code_about_statuses_are_no_failures() {
    for text in [
        "| 401 | Unauthorized |\n| 429 | Too Many Requests |\n| 503 | Service Unavailable |",
        "- 400 Bad Request: no heron\n- 404 Not Found: no nest\n- 500 Internal Server Error",
        "if answer.status_code == 429:\n    wait()",
        "assert status == 503",
        "raise HTTPException(status_code=429)",
        "errors = (RateLimitError, InternalServerError)",
        "errors = (\n    heron.RateLimitError,\n    heron.InternalServerError\n)",
        "@retry(retry_if_exception_type(heron.RateLimitError))",
        "except heron.NestError:\n    print(\"rate limit exceeded\")",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
    let log = "429 Too Many Requests\n503 Service Unavailable\n429 Too Many Requests";
    assert_eq!(report(log).status, 429);
}

#[test]
fn a_message_has_nothing_of_the_form_it_was_printed_in() {
    for (text, message) in [
        (
            "Error: read ECONNRESET\n    at nest (a.js:1:2) {\n  code: 'ECONNRESET'\n}",
            "read ECONNRESET",
        ),
        ("nest.rb:31:in `ask': no answer (Net::ReadTimeout)", "no answer (Net::ReadTimeout)"),
        (
            "curl: (6) Could not resolve host: heron.test",
            "curl: (6) Could not resolve host: heron.test",
        ),
        ("HTTP 429 (insufficient_quota: insufficient_quota)\n\nNo herons left.", "No herons left."),
        ("error, status code: 404, status: 404 Not Found, message: no heron here", "no heron here"),
        (
            "Error 400, Message: no heron here, Status: INVALID_ARGUMENT, Details: []",
            "no heron here",
        ),
        ("400, message='no heron here', url='https://heron.test/v1'", "no heron here"),
        (
            "resulted in a `503 Service Unavailable` response:\n{\"error\":{\"message\":\"no heron (truncated...)\n",
            "no heron",
        ),
        ("ThrottlingException) when calling the Converse operation: no heron", "no heron"),
        (
            "heron.NotFoundException: 404: no heron\n\tat heron.NotFoundException.build(NotFoundException.kt:88)",
            "no heron",
        ),
    ] {
        assert_eq!(report(text).error.message.as_deref(), Some(message), "{text}");
    }
}

#[test]
fn headers_and_bodies_below_a_status_belong_to_it() {
    let found = report(
        "$ curl -i https://heron.test/v1\nHTTP/1.1 429 Too Many Requests\nRetry-After: 37\n\n{\"message\":\"slow\"}",
    );
    assert_eq!((found.status, found.retry.delay_ms), (429, Some(37_000)));
    let found =
        report("It broke.\n[429 Too Many Requests]\n{\"error\":{\"message\":\"try again in 9s\"}}");
    assert_eq!((found.status, found.retry.delay_ms), (429, Some(9_000)));
}

#[test]
fn statuses_are_found_in_rare_forms() {
    for (text, status) in [
        ("no nest, code: http_403 Forbidden", 403),
        ("Reason: token expired: 403", 403),
        ("'status_code':\n400\n'message':\n'no heron'", 400),
        ("{\"error\": \"no heron\", \"http_status_code\": 503}", 503),
    ] {
        assert_eq!(report(text).status, status, "{text}");
    }
    assert_eq!(find("The door number is: 403"), None);
}

/// The same error in the notations of languages.
const NOTATIONS: &[&str] = &[
    r#"{"error":{"message":"no herons left","type":"t","code":"insufficient_quota","param":null}}"#,
    "{'error': {'message': 'no herons left', 'type': 't', 'code': 'insufficient_quota', 'param': None}}",
    "{ error: { message: 'no herons left', type: 't', code: 'insufficient_quota', param: undefined } }",
    "{:error=>{:message=>\"no herons left\", :type=>\"t\", :code=>\"insufficient_quota\", :param=>nil}}",
    "{\"error\" => {\"message\" => \"no herons left\", \"type\" => \"t\", \"code\" => \"insufficient_quota\"}}",
    "{error: {message: \"no herons left\", type: \"t\", code: \"insufficient_quota\", param: nil}}",
    "ApiError { message: \"no herons left\", type: Some(\"t\"), param: None, code: Some(\"insufficient_quota\") }",
    "ErrorObject(message='no herons left', type='t', param=None, code='insufficient_quota')",
    "map[error:map[code:insufficient_quota message:no herons left param:<nil> type:t]]",
    "&{Code:insufficient_quota Message:no herons left Param:<nil> Type:t}",
    "***'error': ***'message': 'no herons left', 'type': 't', 'code': 'insufficient_quota'***",
    r#"{\"error\":{\"message\":\"no herons left\",\"type\":\"t\",\"code\":\"insufficient_quota\"}}"#,
    r#""{\n  \"error\": {\n    \"message\": \"no herons left\", \"type\": \"t\", \"code\": \"insufficient_quota\"\n  }\n}""#,
    r#"{'a': 1, 'text': "{'error': {'message': 'no herons left'}}"} {'error': {'message': 'no herons left', 'type': 't', 'code': 'insufficient_quota'}}"#,
];

#[test]
fn an_error_is_read_in_every_notation() {
    for notation in NOTATIONS {
        let found = report(&format!("Error code: 429 - {notation}"));
        assert_eq!((found.kind, found.status), (Kind::QuotaExhausted, 429), "{notation}");
        let error = &found.error;
        let fields = [&error.message, &error.type_, &error.code].map(Option::as_deref);
        assert_eq!(
            fields,
            [Some("no herons left"), Some("t"), Some("insufficient_quota")],
            "{notation}"
        );
    }
}

#[test]
fn an_error_that_breaks_off_is_read_as_far_as_it_goes() {
    for notation in NOTATIONS.iter().take(3) {
        let end = notation.find("insufficient_quota").expect("a code") + "insufficient_quota".len();
        let found = report(&format!("Error code: 429 - {}", &notation[..end]));
        assert_eq!(found.kind, Kind::QuotaExhausted, "{notation}");
    }
}

#[test]
fn the_object_of_a_client_holds_status_headers_and_body() {
    let found = report(
        "RateLimitError: 429\n    at heron (file.js:1:2) {\n  status: 429,\n  headers: {\n    'retry-after': '7',\n    \
         connection: 'keep-alive'\n  },\n  error: { message: 'slow', code: 'rate_limit_exceeded' },\n  url: \
         'https://api.groq.com/openai/v1/chat/completions'\n}",
    );
    assert_eq!((found.status, found.retry.delay_ms), (429, Some(7_000)));
    assert_eq!(found.error.code.as_deref(), Some("rate_limit_exceeded"));
    assert_eq!(found.provider, Some(Provider::Groq));
    let found = report(
        r#"{"error":{"name":"AI_RetryError","errors":[{"statusCode":500},{"statusCode":429,"responseBody":"{\"error\":{\"message\":\"no money\",\"code\":\"insufficient_quota\"}}"}]}}"#,
    );
    assert_eq!((found.kind, found.status), (Kind::QuotaExhausted, 429));
}

#[test]
fn headers_beside_a_status_are_read() {
    let headers = "{'date': 'x', 'retry-after': '7', 'x-groq-region': 'dal', 'x-ratelimit-limit-tokens': '6000'}";
    for text in [
        format!(
            "DEBUG HTTP Response: POST https://heron.test/v1/chat/completions \"429 Too Many Requests\" Headers({headers})"
        ),
        format!(
            "heron.core.ApiError: headers: {headers}, status_code: 429, body: {{'detail': 'no'}}"
        ),
    ] {
        let found = report(&text);
        assert_eq!((found.status, found.retry.delay_ms), (429, Some(7_000)), "{text}");
        assert_eq!((found.provider, found.limits.len()), (Some(Provider::Groq), 1), "{text}");
    }
}

#[test]
fn the_details_of_grpc_give_a_delay() {
    for text in [
        "google.api_core.exceptions.ResourceExhausted: 429 Quota gone [retry_delay {\n  seconds: 17\n}\n]",
        "429 Quota gone [violations {\n  quota_metric: \"m\"\n}\n, retry_delay { seconds: 16 nanos: 500000000 }]",
    ] {
        let found = report(text);
        assert_eq!((found.kind, found.status), (Kind::RateLimited, 429), "{text}");
        assert!(matches!(found.retry.delay_ms, Some(16_500 | 17_000)), "{text}");
    }
    let found = report("rpc error: code = ResourceExhausted desc = no herons");
    assert_eq!((found.kind, found.status), (Kind::RateLimited, 0));
}

#[test]
fn of_several_failures_the_last_one_of_the_last_call_counts() {
    let first = "HTTP Request: POST https://api.x.ai/v1/chat/completions \"HTTP/1.1 429 Too Many Requests\"";
    let success = "HTTP Request: POST https://api.x.ai/v1/chat/completions \"HTTP/1.1 200 OK\"";
    let last = "APITimeoutError: Request timed out.";
    assert_eq!(report(&format!("{first}\n{success}\n{last}\n")).kind, Kind::Timeout);
    assert_eq!(
        report(&format!("{first}\nRetrying request in 2.4 seconds\n{last}\n")).kind,
        Kind::Timeout
    );
    assert_eq!(report(&format!("{first}\n{success}\n")).kind, Kind::RateLimited);
    assert_eq!(report(&format!("{success}\n{first}\n")).kind, Kind::RateLimited);
    assert_eq!(find(success), None);
}

#[test]
fn what_a_client_announces_is_no_delay() {
    for text in [
        "openai.InternalServerError: Error code: 500\nRetrying request to /v1 in 2.400000 seconds",
        "Retrying heron.chat in 4.0 seconds as it raised RateLimitError: slow",
        "API Error (529 {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}) · Retrying in 4 seconds… (attempt 2/10)",
    ] {
        assert_eq!(report(text).retry.delay_ms, None, "{text}");
    }
}

#[test]
fn a_refused_connection_to_the_machine_itself_has_an_action_of_its_own() {
    let remote = report("dial tcp 203.0.113.9:443: connect: connection refused");
    assert_eq!(remote.rule, Failure::Refused.rule().id());
    let local = report(
        "Post \"http://localhost:11434/api/chat\": dial tcp 127.0.0.1:11434: connect: connection refused",
    );
    assert_eq!(local.rule, Failure::LocalServer.rule().id());
    assert!(local.action.contains("container"));
}

#[test]
fn the_address_the_client_or_a_label_show_who_was_called() {
    for (text, provider) in [
        (
            "httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'https://api.groq.com/x'",
            Some(Provider::Groq),
        ),
        ("groq.InternalServerError: Error code: 503", Some(Provider::Groq)),
        ("openai.InternalServerError: Error code: 503", None),
        (
            "HTTPSConnectionPool(host='api.mistral.ai', port=443): Read timed out.",
            Some(Provider::Mistral),
        ),
        ("Provider: deepseek\nStatus Code: 503", Some(Provider::Deepseek)),
        ("Status Code: 503, see https://console.groq.com/docs/errors", Some(Provider::Groq)),
        ("model anthropic.heron-1 returned status 503", None),
    ] {
        assert_eq!(report(text).provider, provider, "{text}");
    }
}

#[test]
fn what_a_model_says_about_failures_is_none() {
    for answer in [
        r#"{"object":"chat.completion","choices":[{"message":{"content":"Error code: 429 - rate limit reached"}}]}"#,
        r#"{"type":"message","content":[{"type":"text","text":"You get Error code: 401 - invalid api key"}]}"#,
        r#"{"candidates":[{"content":{"parts":[{"text":"HTTP 503 Service Unavailable means that"}]}}]}"#,
        r#"{"object":"response","status":"completed","output":[{"content":[{"text":"ECONNREFUSED"}]}]}"#,
    ] {
        for text in [answer.to_owned(), format!("HTTP/1.1 200 OK\n\n{answer}\nall is well")] {
            assert!(classify_text(&text, &Options::new()).is_err(), "{text}");
        }
        let failed = format!("{answer}\ngroq.InternalServerError: Error code: 503");
        assert_eq!(report(&failed).status, 503);
    }
    let printed = "HeronError: no output: ChatCompletion(id='x', choices=[Choice(finish_reason='content_filter', index=0)])";
    assert_eq!(report(printed).kind, Kind::ContentPolicy);
    let cut = r#"{"error":{"message":"It is busy","type":"overloaded_error"},"choices":[]}"#;
    assert_eq!(report(cut).kind, Kind::Overloaded);
}

#[test]
fn a_refusal_names_the_nearest_line() {
    let refused = |text: &str| classify_text(text, &Options::new()).expect_err("a refusal");
    assert_eq!(refused("").nearest_line, None);
    assert_eq!(refused("all is well\nValueError: no heron\n").nearest_line, Some(2));
    assert!(refused("a\nb failed\n").to_string().contains("line 2"));
}

#[test]
fn every_beginning_of_every_form_gives_an_answer_or_a_refusal() {
    for notation in NOTATIONS {
        for (end, _) in notation.char_indices() {
            let _ = find(&notation[..end]);
            let _ = find(&notation[end..]);
        }
    }
}
