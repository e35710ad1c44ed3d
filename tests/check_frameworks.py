"""The reports of what real frameworks raise: `make test-frameworks` compares FRAMEWORKS.md, or writes it.

Each framework runs in a process of its own, in the environment whose requirements name it.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apifault import classify

from frameworks import CALLS, FAILURES
from server import Groq, Scenario, serving

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "python" / "FRAMEWORKS.md"
BEGIN = "<!-- frameworks: written by `make test-frameworks WRITE=1` -->\n"
END = "<!-- end of the frameworks -->\n"

LIMIT = "This key has sent too many requests."
KEY = "The key is not known."
CONTEXT = "The prompt has 9000 tokens, which is more than the model's context window of 8192."
CAPACITY = "The model has no capacity now."


def answer(status: int, body: object, *headers: tuple[str, str]) -> Scenario:
    return Scenario(status, "", json.dumps(body).encode(), headers, edge=True)


def failing(status: int, error: object, *headers: tuple[str, str]) -> Scenario:
    return answer(status, {"error": error}, *headers)


SLOWLY = ("retry-after", "7")


def chat(finish_reason: str, **message: object) -> Scenario:
    """A completion in the form of OpenAI's chat."""
    choice = {
        "index": 0,
        "finish_reason": finish_reason,
        "message": {"role": "assistant", "content": None, **message},
    }
    usage = {"prompt_tokens": 4, "completion_tokens": 7, "total_tokens": 11}
    whole = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1773742830, "model": "m"}
    return answer(200, {**whole, "choices": [choice], "usage": usage})


def message(stop_reason: str, *content: object) -> Scenario:
    """A message in the form of Anthropic's."""
    usage = {"input_tokens": 4, "output_tokens": 7}
    whole = {"id": "msg_01", "type": "message", "role": "assistant", "model": "m"}
    stopped = {"stop_reason": stop_reason, "stop_sequence": None}
    return answer(200, {**whole, "content": content, **stopped, "usage": usage})


def openai_like() -> dict[str, Scenario]:
    return {
        "limit": failing(
            429,
            {"message": LIMIT, "type": "requests", "param": None, "code": "rate_limit_exceeded"},
            SLOWLY,
        ),
        "key": failing(
            401, {"message": KEY, "type": "invalid_request_error", "code": "invalid_api_key"}
        ),
        "context": failing(
            400,
            {
                "message": CONTEXT,
                "type": "invalid_request_error",
                "param": "messages",
                "code": "context_length_exceeded",
            },
        ),
        "capacity": failing(503, {"message": CAPACITY, "type": "server_error", "code": None}),
    }


def anthropic_error(status: int, kind: str, text: str, *headers: tuple[str, str]) -> Scenario:
    error = {"type": kind, "message": text}
    return answer(status, {"type": "error", "error": error, "request_id": "req_1"}, *headers)


def aws_error(status: int, name: str, text: str, *headers: tuple[str, str]) -> Scenario:
    return answer(status, {"message": text}, ("x-amzn-errortype", name), *headers)


ANSWERS = {
    "openai": openai_like(),
    "groq": openai_like(),
    "azure": openai_like(),
    "huggingface": openai_like(),
    "anthropic": {
        "limit": anthropic_error(429, "rate_limit_error", LIMIT, SLOWLY),
        "key": anthropic_error(401, "authentication_error", KEY),
        "context": anthropic_error(
            400, "invalid_request_error", "prompt is too long: 209000 tokens > 200000 maximum"
        ),
        "capacity": anthropic_error(503, "api_error", CAPACITY),
    },
    "bedrock": {
        "limit": aws_error(429, "ThrottlingException", LIMIT, SLOWLY),
        "key": aws_error(401, "UnrecognizedClientException", KEY),
        "context": aws_error(400, "ValidationException", "Input is too long for requested model."),
        "capacity": aws_error(503, "ServiceUnavailableException", CAPACITY),
    },
}
LOGIN_PAGE = b"<html><body><h1>Please log in</h1></body></html>"
LOGIN = Scenario(200, "OK", LOGIN_PAGE, (("Content-Type", "text/html"),), edge=True)
ERROR = failing(200, {"message": CAPACITY, "type": "server_error", "code": 503})
WRONG = {"height": "rather high"}


class Scripted(Groq):
    """Answers `/FAILURE/DIALECT/…`."""

    def answer(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        failure, dialect, *_ = self.path.split("/")[1:]
        # Some send a request without a key.
        answer = ANSWERS[dialect].get(failure.removeprefix("no-"))
        self.send(answer or self.success(failure, dialect, request))

    def success(self, failure: str, dialect: str, request: Any) -> Scenario:
        """Answer 200 with what the framework cannot use."""
        if failure in ("page", "error"):
            return LOGIN if failure == "page" else ERROR
        tools = request.get("tools")
        text = {"invalid": json.dumps(WRONG), "length": '{"hei', "filter": ""}[failure]
        if dialect == "anthropic":
            content: list[object] = [{"type": "text", "text": text}]
            if tools:
                given = WRONG if failure == "invalid" else {}
                used = {"type": "tool_use", "id": "toolu_1", "name": tools[0]["name"]}
                content = [{**used, "input": given}]
            success = "tool_use" if tools else "end_turn"
            reason = {"length": "max_tokens", "filter": "refusal"}.get(failure, success)
            return message(reason, *content[: failure != "filter"])
        reason = {"length": "length", "filter": "content_filter"}.get(failure, "stop")
        if tools and failure != "filter":
            function = {"name": tools[0]["function"]["name"], "arguments": text}
            call = {"id": "call_1", "type": "function", "function": function}
            return chat(reason.replace("stop", "tool_calls"), tool_calls=[call])
        return chat(reason, content=text or None)

    do_POST = answer


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(Scripted) as url:
        yield url


def interpreter(package: str) -> str:
    """Find the environment whose requirements name a package."""
    for file in TESTS.glob("requirements-frameworks*.txt"):
        if re.search(rf"^{package}\b.*==", file.read_text("utf-8"), re.MULTILINE):
            name = file.stem.removeprefix("requirements-")
            return f"{TESTS.parent}/.venv-{name}/bin/python"
    raise AssertionError(f"no requirements name {package}")


@pytest.fixture(scope="module")
def found(server: str) -> dict[str, Any]:
    """What each framework raises for each failure."""
    found = {}
    for name, call in CALLS.items():
        command = [interpreter(call.packages[0]), TESTS / "frameworks.py", name, server]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        found[name] = json.loads(done.stdout.splitlines()[-1])
    return found


def reports(found: dict[str, Any], failure: str) -> Iterator[tuple[str, Any]]:
    """The reports of a failure, with the names of the frameworks that raise."""
    for name, each in found.items():
        if outcome := each["outcomes"].get(failure):
            yield name, outcome["report"]


# What every framework keeps, in some form.
SAME = ("kind", "fault", "retry", "status")


@pytest.mark.parametrize("failure", ["limit", "key", "context", "capacity"])
def test_the_report_is_that_of_the_response(found: dict[str, Any], failure: str) -> None:
    checked = dict(reports(found, failure))
    assert checked.keys() == CALLS.keys()
    for name, report in checked.items():
        scenario = ANSWERS[CALLS[name].dialect][failure]
        want = classify(scenario.status, list(scenario.head), scenario.body).to_dict()
        assert [report[part] for part in SAME] == [want[part] for part in SAME], name


def test_a_refused_connection_is_a_bad_gateway_without_a_status(found: dict[str, Any]) -> None:
    checked = dict(reports(found, "refused"))
    assert checked.keys() == CALLS.keys()
    for name, report in checked.items():
        assert (report["kind"], report["status"]) == ("bad_gateway", 0), name
        assert report["rule"] == "failure/local_server", name


@pytest.mark.parametrize("failure", FAILURES)
def test_what_was_raised_is_no_success(found: dict[str, Any], failure: str) -> None:
    for name, report in reports(found, failure):
        assert report["kind"] != "success", name


def test_an_answer_of_another_type_is_a_failed_generation(found: dict[str, Any]) -> None:
    checked = dict(reports(found, "invalid"))
    assert checked.keys() == {name for name, call in CALLS.items() if call.has_types}
    for name, report in checked.items():
        assert report["kind"] == "generation_failed", name


def test_a_missing_key_is_for_the_caller_to_give(found: dict[str, Any]) -> None:
    checked = dict(reports(found, "no-key"))
    assert checked.keys() == CALLS.keys()
    for name, report in checked.items():
        assert report["kind"] == "authentication", name


def seconds(delay_ms: int | None) -> str:
    return "" if delay_ms is None else f", {delay_ms / 1000:g} s"


def table(outcomes: dict[str, Any]) -> Iterator[str]:
    yield "| failure | exception | report |"
    yield "|---|---|---|"
    for failure, outcome in outcomes.items():
        cells = [FAILURES[failure], "none", ""]
        if outcome:
            report = outcome["report"]
            retry = report["retry"]
            cells[1:] = [
                f"`{outcome['exception']}`",
                f"`{report['kind']}`, `{retry['advice']}`{seconds(retry['delay_ms'])}",
            ]
        yield f"| {' | '.join(cells)} |"


def test_the_page_says_what_the_frameworks_raise(found: dict[str, Any]) -> None:
    lines = []
    for name, each in found.items():
        versions = [f"{package} {version}" for package, version in each["versions"].items()]
        lines += [f"\n## {name}\n\n{', '.join(versions)}\n", *table(each["outcomes"])]
    tables = "\n".join(lines).strip() + "\n"
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    written, after = rest.split(END)
    if os.environ.get("WRITE") == "1":
        PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", "utf-8")
    else:
        assert written.strip() == tables.strip(), "run `make test-frameworks WRITE=1`"
