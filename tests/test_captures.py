"""Responses as the real `curl -i` prints them are read, and the server still answers like them."""

import http.client
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import apifault

from frames import ROOT
from server import SCENARIOS, serving

CAPTURES = sorted((ROOT / "tests" / "captures").glob("*.http"))

# What each capture is, by the name of its file.
KINDS = {
    "bad-gateway-502": "bad_gateway",
    "continue-413": "request_too_large",
    "decommissioned-400": "model_not_found",
    "flex-498": "overloaded",
    "http-2-over-capacity-503": "overloaded",
    "http-2-rate-limit-429": "rate_limited",
    "invalid-api-key-401": "authentication",
    "model-not-found-404": "model_not_found",
    "over-capacity-503": "overloaded",
    "pasted-400": "generation_failed",
    "proxy-429": "rate_limited",
    "rate-limit-429": "rate_limited",
    "request-too-large-413": "request_too_large",
    "requested-over-limit-429": "request_too_large",
    "stream-error-200": "generation_failed",
    "success-200": "success",
    "tool-use-failed-400": "generation_failed",
    "unknown-url-404": "not_found",
    "unprocessable-422": "unprocessable_entity",
}


def test_every_capture_has_its_kind() -> None:
    kinds = {path.stem: str(apifault.classify_raw(path.read_bytes()).kind) for path in CAPTURES}
    assert kinds == KINDS


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_the_status_and_the_last_head_are_read(path: Path) -> None:
    report = apifault.classify_raw(path.read_bytes())
    assert report.status == int(path.stem.rpartition("-")[2])
    if report.kind != "success" and "bad-gateway" not in path.stem:
        assert report.provider == "groq"


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_the_command_explains_it(path: Path) -> None:
    command = [sys.executable, "-m", "apifault", "explain", path]
    answer = subprocess.run(command, capture_output=True, check=True)
    report = apifault.classify_raw(path.read_bytes())
    assert f"rule {report.rule}" in " ".join(answer.stdout.decode().split())
    assert b"\x1b" not in answer.stdout


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_the_c_example_explains_it(path: Path) -> None:
    answer = subprocess.run([ROOT / "build" / "explain", path], capture_output=True, check=True)
    report = apifault.classify_raw(path.read_bytes())
    assert str(report.kind) in answer.stdout.decode()
    assert report.action in " ".join(answer.stdout.decode().split())


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_server_answers_with_the_kind_of_its_capture(name: str) -> None:
    with serving() as url:
        address = urlsplit(url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port)
        body = json.dumps({"model": "llama-3.1-8b-instant", "messages": []})
        connection.request("POST", f"/scenario/{name}/openai/v1/chat/completions", body)
        response = connection.getresponse()
        report = apifault.classify_response(response, body=response.read())
        connection.close()
    assert report.kind == KINDS[name]
