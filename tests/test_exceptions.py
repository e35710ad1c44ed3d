"""Exceptions of real packages that are not raised for a response of `server.py`."""

import asyncio
import io
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from apifault import Failure, Kind, classify, classify_exception

# What SDKs warn of is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

BODY = json.dumps({"error": {"message": "Slow down", "code": "rate_limit_exceeded"}})
HEADERS = {"retry-after": "3"}
WANT = classify(429, HEADERS, BODY)


def raised(raising: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:
        raising()
    return caught.value


# --- keys and logins ---


def openai_key() -> object:
    import openai

    return openai.OpenAI()


def azure_openai_key() -> object:
    import openai

    return openai.AzureOpenAI(azure_endpoint="https://heron.invalid", api_version="1")


def groq_key() -> object:
    import groq

    return groq.Groq()


def anthropic_key() -> object:
    import anthropic

    return anthropic.Anthropic().messages.create(model="m", max_tokens=1, messages=[])


def cohere_key() -> object:
    import cohere

    client = cohere.ClientV2(base_url="http://127.0.0.1:1")
    return client.chat(model="m", messages=[])


def google_key() -> object:
    from google import genai

    return genai.Client()


def botocore_key() -> object:
    import botocore.session

    client = botocore.session.Session().create_client("bedrock-runtime", region_name="us-east-1")
    return client.converse(modelId="m", messages=[{"role": "user", "content": [{"text": "x"}]}])


def huggingface_key() -> object:
    from huggingface_hub import InferenceClient

    return InferenceClient(provider="groq").chat_completion(model="m", messages=[])


def huggingface_login() -> object:
    from huggingface_hub import whoami

    return whoami()


@pytest.mark.parametrize(
    "call",
    [
        openai_key,
        azure_openai_key,
        groq_key,
        anthropic_key,
        cohere_key,
        google_key,
        botocore_key,
        huggingface_key,
        huggingface_login,
    ],
    ids=lambda call: call.__name__,
)
def test_a_missing_key_is_known(
    call: Callable[[], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    import os

    for name in list(os.environ):
        if any(part in name for part in ("KEY", "TOKEN", "AWS", "GOOGLE")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    report = classify_exception(raised(call))
    assert (report.rule, report.status) == ("failure/missing_credentials", 0)
    assert report.kind is Kind.AUTHENTICATION


def test_an_expired_login_is_known() -> None:
    from azure.core.exceptions import ClientAuthenticationError
    from azure.identity import CredentialUnavailableError
    from botocore import exceptions as aws
    from google.auth.exceptions import DefaultCredentialsError, RefreshError

    errors: list[Exception] = [
        aws.TokenRetrievalError(provider="sso", error_msg="Token has expired"),
        aws.SSOTokenLoadError(error_msg="no token"),
        aws.UnauthorizedSSOTokenError(),
        aws.CredentialRetrievalError(provider="process", error_msg="exit 1"),
        aws.PartialCredentialsError(provider="env", cred_var="key"),
        DefaultCredentialsError("no credentials"),
        RefreshError("invalid"),
        ClientAuthenticationError(message="no token of any credential"),
        CredentialUnavailableError(message="no accounts"),
    ]
    for error in errors:
        report = classify_exception(error)
        assert (report.rule, report.status) == ("failure/missing_credentials", 0), error
    refused = RefreshError("invalid_grant: Bad Request", {"error": "invalid_grant"})
    assert classify_exception(refused).kind is Kind.AUTHENTICATION


# --- responses and closed connections ---


def test_responses_of_tornado_and_websockets_are_read() -> None:
    from tornado.httpclient import HTTPClientError, HTTPRequest, HTTPResponse
    from tornado.httputil import HTTPHeaders
    from websockets.datastructures import Headers
    from websockets.exceptions import InvalidStatus
    from websockets.http11 import Response

    request = HTTPRequest("https://heron.invalid")
    buffer = io.BytesIO(BODY.encode())
    response = HTTPResponse(request, 429, HTTPHeaders(HEADERS), buffer)
    assert classify_exception(HTTPClientError(429, "Slow", response)) == WANT
    assert classify_exception(HTTPClientError(599, "Timeout")).kind is Kind.TIMEOUT
    refused = InvalidStatus(Response(429, "Slow", Headers(HEADERS), BODY.encode()))
    assert classify_exception(refused) == WANT


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (1008, "API key not valid. Please pass a valid API key.", Kind.AUTHENTICATION),
        (1011, "You exceeded your current quota, please check your plan.", Kind.QUOTA_EXHAUSTED),
        (1013, "", Kind.OVERLOADED),
        (3000, "invalid_request_error.invalid_api_key", Kind.AUTHENTICATION),
        (4429, "", Kind.RATE_LIMITED),
    ],
)
def test_a_closed_websocket_says_why(code: int, reason: str, kind: Kind) -> None:
    from google.genai.errors import APIError
    from websockets.exceptions import ConnectionClosedError
    from websockets.frames import Close

    closed = ConnectionClosedError(Close(code, reason), None, None)
    report = classify_exception(closed)
    assert (report.kind, report.status) == (kind, 0)
    if reason:
        assert report.message == reason
        assert classify_exception(APIError(code, reason, None)).kind is kind
    gone = ConnectionClosedError(None, None, None)
    assert classify_exception(gone).rule == f"failure/{Failure.RESET}"


def test_the_exception_in_that_of_azure_counts() -> None:
    from azure.core.exceptions import ServiceRequestError, ServiceResponseError

    refused = ConnectionRefusedError(111, "Connection refused")
    report = classify_exception(ServiceRequestError("no answer", error=refused))
    assert (report.rule, report.message) == ("failure/refused", "[Errno 111] Connection refused")
    slow = classify_exception(ServiceResponseError("no answer", error=TimeoutError("slow")))
    assert slow.kind is Kind.TIMEOUT


def test_messages_of_protocol_buffers_are_read() -> None:
    from google.api_core.exceptions import ResourceExhausted, RetryError
    from google.protobuf.duration_pb2 import Duration
    from google.rpc import error_details_pb2 as details

    delay = Duration(seconds=6, nanos=500_000_000)
    reason = details.ErrorInfo(reason="RATE_LIMIT_EXCEEDED", domain="googleapis.com")
    error = ResourceExhausted("No", details=[reason, details.RetryInfo(retry_delay=delay)])
    body = {
        "status": "RESOURCE_EXHAUSTED",
        "message": "No",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
            },
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "6.500s"},
        ],
    }
    want = classify(429, None, json.dumps({"error": body}))
    assert want.delay_ms == 6_500
    assert classify_exception(error) == want
    assert classify_exception(RetryError("gave up", error)) == want


# --- groups, redirects, outputs ---


def test_groups_of_anyio_and_trio_are_read() -> None:
    import anyio
    import httpx

    async def fail() -> None:
        raise httpx.ReadTimeout("slow")

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail)
            tasks.start_soon(fail)

    for backend in ("asyncio", "trio"):
        error = raised(lambda: anyio.run(run, backend=backend))  # noqa: B023
        assert classify_exception(error).rule == "failure/timeout"


class Circle(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("location", "/again")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def circle() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Circle) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_too_many_redirects_are_a_redirect(circle: str) -> None:
    import urllib.request

    import aiohttp
    import httpx
    import requests
    import urllib3

    async def with_aiohttp() -> None:
        async with aiohttp.ClientSession() as session:
            await session.get(circle)

    for call in (
        lambda: requests.get(circle),
        lambda: httpx.get(circle, follow_redirects=True),
        lambda: urllib.request.urlopen(circle),
        lambda: urllib3.request("GET", circle),
        lambda: asyncio.run(with_aiohttp()),
    ):
        report = classify_exception(raised(call))
        assert (report.kind, report.retry.advice) == (Kind.REDIRECT, "no")


def test_outputs_that_could_not_be_used_are_known() -> None:
    import httpx2
    import openai
    import pydantic
    from langchain_core.exceptions import OutputParserException
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletion

    class Heron(pydantic.BaseModel):
        wings: int

    page = httpx2.Response(200, html="<html>", request=httpx2.Request("GET", "http://heron"))
    usage = CompletionUsage(completion_tokens=1, prompt_tokens=1, total_tokens=2)
    cut = ChatCompletion(
        id="x", choices=[], created=0, model="m", object="chat.completion", usage=usage
    )
    errors = {
        raised(lambda: Heron.model_validate({})): Failure.INVALID_OUTPUT,
        raised(page.json): Failure.CONNECTION,
        openai.APIResponseValidationError(response=page, body="<html>"): Failure.INVALID_OUTPUT,
        OutputParserException("no heron"): Failure.INVALID_OUTPUT,
        openai.LengthFinishReasonError(completion=cut): Failure.CUT_OUTPUT,
        openai.ContentFilterFinishReasonError(): Failure.FILTERED_OUTPUT,
    }
    for error, failure in errors.items():
        report = classify_exception(error)
        assert (report.rule, report.kind) == (f"failure/{failure}", failure.kind)
        assert report.status == 0
