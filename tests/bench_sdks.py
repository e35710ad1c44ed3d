#!/usr/bin/env python3
"""Time `classify` beside what SDKs take for the same Groq 429 with 15 headers, in one run.

Prints each time and the ratios. Exit status: 1 where `classify` takes more than 1/20 of what
openai-python takes from a response to the raised exception and its retry decision, or more than
1/200 of LiteLLM's `exception_type`.
"""

import os
import sys
import time

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import httpx2
import litellm
import openai

import apifault

from server import SCENARIOS

ROUNDS = 7
MOST = {"openai": 1 / 20, "litellm": 1 / 200}

SCENARIO = SCENARIOS["rate-limit-429"]
HEADERS = dict(SCENARIO.head)


def timed(work, count):
    """The least time of one call in microseconds, over several rounds; `work` takes the count."""
    return min(work(count) for _ in range(ROUNDS)) / count * 1e6


def clock(call, inputs):
    begin = time.perf_counter()
    for each in inputs:
        call(each)
    return time.perf_counter() - begin


def classify(count):
    call = apifault.classify
    return clock(lambda _: call(429, HEADERS, SCENARIO.body), range(count))


def openai_error(count):
    client = openai.OpenAI(api_key="x", base_url="http://127.0.0.1:9")
    request = httpx2.Request("POST", "http://127.0.0.1:9/chat/completions")
    responses = [
        httpx2.Response(429, headers=HEADERS, content=SCENARIO.body, request=request)
        for _ in range(count)
    ]

    def fail(response):
        try:
            response.raise_for_status()
        except httpx2.HTTPStatusError as error:
            client._should_retry(error.response)
            try:
                raise client._make_status_error_from_response(error.response) from None
            except openai.RateLimitError:
                pass

    return clock(fail, responses)


def litellm_error(count):
    litellm.suppress_debug_info = True
    request = httpx2.Request("POST", "http://127.0.0.1:9/chat/completions")
    response = httpx2.Response(429, headers=HEADERS, content=SCENARIO.body, request=request)
    text = SCENARIO.body.decode()
    original = openai.RateLimitError(f"Error code: 429 - {text}", response=response, body=text)

    def fail(_):
        try:
            litellm.exception_type(
                model="llama-3.1-8b-instant",
                original_exception=original,
                custom_llm_provider="groq",
                completion_kwargs={},
                extra_kwargs={},
            )
        except Exception as error:
            assert isinstance(error, litellm.RateLimitError), error

    return clock(fail, range(count))


def main():
    assert len(HEADERS) == 15, len(HEADERS)
    ours = timed(classify, 20_000)
    print(f"apifault.classify        {ours:9.2f} µs")
    failed = False
    for name, work, count in (("openai", openai_error, 500), ("litellm", litellm_error, 100)):
        theirs = timed(work, count)
        ratio = ours / theirs
        failed |= ratio > MOST[name]
        print(f"{name:<24} {theirs:9.2f} µs  1/{1 / ratio:.0f} (at most 1/{1 / MOST[name]:.0f})")
    sys.exit(failed)


if __name__ == "__main__":
    main()
