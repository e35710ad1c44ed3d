"""Exceptions of SDKs and HTTP clients, recognized by their names and attributes.

    classes.py    reads the class of an exception, and knows which names are worth reading
    chain.py      finds the exceptions behind an exception
    facts.py      collects what each of them says
    responses.py  reads the response that one holds
    safe.py       reads objects that may do anything

The core decides what follows from it.
"""

import time
from typing import Annotated, Any

from apifault._core import Report, classify_exceptions
from apifault._core import was_sent as was_sent_by
from apifault._enums import Provider
from apifault._exception.chain import Link, chain_of, members_of
from apifault._exception.classes import HEADERS, RESPONSES, class_names, of
from apifault._exception.facts import facts_of
from apifault._exception.responses import headers_held
from apifault._exception.safe import attempt, get, has, is_a
from apifault._types import AS_IT_IS

# How deep groups inside groups are followed through causes, and how many exceptions are looked at.
_GROUPS = 2
_BUDGET = 256


def classify_exception(
    exception: Annotated[BaseException, AS_IT_IS],
    *,
    now: float | None = None,
    provider: Provider | str | None = None,
) -> Report:
    """Classify the exception that an SDK or an HTTP client raised for a failed call.

    Exceptions of groq, openai, anthropic, google-genai, mistralai, cohere, litellm, botocore,
    httpx, requests, aiohttp, urllib3, urllib, tornado, websockets and similar packages are
    recognized by their attributes; no package is imported. Wrapped exceptions are followed through
    `__cause__`, attributes and arguments, and through `__context__` where the exception itself says
    little. If the exception holds the response, the report is the one of that response, however
    often the exception is classified; it can use only what the SDK kept. Otherwise its attributes
    and its text are read, as by `classify_text`, and its class. A failure without a response has no
    status; its rule is `failure/` and one of the words of `Failure`. Of a group of exceptions, the
    one that weighs most counts. An exception that is not a failed call gives `unknown`; none gives
    `success`.

        try:
            client.chat.completions.create(model=model, messages=messages)
        except openai.OpenAIError as error:
            report = apifault.classify_exception(error)

    `now` and `provider` are as for `classify`; without `now`, absolute times are compared with the
    `Date` of the response, else with the clock. Raises TypeError for any other argument, and
    nothing else, whatever the attributes of the exception do.
    """
    if not issubclass(type(exception), BaseException):
        raise TypeError(f"expected an exception, got {type(exception).__name__}")
    if provider is not None:
        Provider(provider)
    return _classify(exception, now, provider, _GROUPS, [_BUDGET])


def _classify(
    exception: BaseException,
    now: float | None,
    provider: Provider | str | None,
    groups: int,
    budget: list[int],
) -> Report:
    chain = chain_of(exception)[: max(1, budget[0])]
    budget[0] -= len(chain)
    behind = {id(link.exception) for link in chain}

    def reports_of(link: Link) -> list[Report]:
        known: Any = get(link.exception, "report") if "report" in link.names else None
        if is_a(known, Report):
            return [known]
        members = members_of(link.exception, budget[0]) if groups else []
        budget[0] -= len(members)
        if all(id(each) in behind for each in members):
            return []
        return [
            _classify(each, now, provider, groups - 1, budget) for each in members if budget[0] > 0
        ]

    facts = [facts_of(link, reports_of(link)) for link in chain]
    return classify_exceptions(facts, now=now, provider=provider, clock=time.time())


def was_sent(exception: BaseException) -> bool:
    """Whether the request may have reached the server: not if no connection was made."""
    links = [link for link in chain_of(exception) if not link.is_context]
    return was_sent_by([name for link in links for name in class_names(link.exception)])


def delivered_before(exception: BaseException) -> bool:
    """Whether an ApiError in the chain says that content of a stream came before."""
    return any(
        get(each, "delivered") is True
        for each, *_ in chain_of(exception)
        if is_a(get(each, "report"), Report)
    )


def headers_of_response(exception: BaseException) -> Any:
    """Give the headers that an exception or a response in it holds, or None."""
    for each, _, there in chain_of(exception):
        for name in of(RESPONSES, there):
            response = get(each, name)
            headers = attempt(lambda: headers_held(response))  # noqa: B023
            if has(headers, "get"):
                return headers
        for name in of(HEADERS, there):
            if has(headers := get(each, name), "get"):
                return headers
    return None
