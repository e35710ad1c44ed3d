import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from apifault import Report
from apifault._core import _restore

# Their tests are marked `extras`, but they need their packages as they are imported.
NEEDED = {"test_httpx.py": "httpx", "test_plots.py": "matplotlib"}
collect_ignore = [file for file, name in NEEDED.items() if not importlib.util.find_spec(name)]

REPORT: dict[str, Any] = {
    "kind": "rate_limited",
    "fault": "account",
    "retry": {"advice": "after_delay", "delay_ms": 6781, "source": "message"},
    "status": 429,
    "provider": "groq",
    "error": {
        "message": "Limit reached",
        "type": "tokens",
        "code": "rate_limit_exceeded",
        "param": None,
        "failed_generation": None,
    },
    "limits": [
        {
            "metric": "tokens",
            "window": "minute",
            "limit": 6000,
            "remaining": None,
            "used": 3513,
            "requested": 3166,
            "reset_ms": None,
        }
    ],
    "request_id": "req_01",
    "upstream": {
        "provider": "openai",
        "status": 429,
        "error": {
            "message": "inner",
            "type": None,
            "code": None,
            "param": None,
            "failed_generation": None,
        },
    },
    "scope": "credential",
    "remedies": ["other_credential", "other_model", "other_provider"],
    "action": "Wait.",
    "rule": "status/429",
}


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Make a report with all fields set; the given ones replace them."""

    def make(**fields: object) -> Report:
        report = _restore("Report", json.dumps({**REPORT, **fields}))
        assert isinstance(report, Report)
        return report

    return make


Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run the command with these arguments, input and environment."""

    def run(
        *arguments: str, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "apifault", *arguments],
            input=stdin,
            capture_output=True,
            env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", **environment},
            timeout=60,
            check=False,
        )

    return run


def answers(run: Run, log: bytes, *options: str) -> dict[str, Any]:
    """Give the answers of `report` for a log that is read without a complaint."""
    result = run("report", "--json", *options, stdin=log)
    assert (result.returncode, result.stderr) == (0, b"")
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def kinds(told: dict[str, Any]) -> dict[str, int]:
    """Give how often each kind was met."""
    return {row["kind"]: row["count"] for row in told["kinds"]}
