"""Responses as HTTP clients hold them."""

from apifault._core import Report, classify
from apifault._enums import Provider


def classify_response(
    response: object, *, now: float | None = None, provider: Provider | str | None = None
) -> Report:
    """Classify the response object of an HTTP client.

    It needs `status_code` or `status`, `headers`, and `content` or `read()`. What `read()` gives
    is taken as the whole body. `now` and `provider` are as for `classify`.

    Raises TypeError where one of them is missing, or the body is not there to be read at once.
    """
    status = getattr(response, "status_code", None)
    if status is None:
        status = getattr(response, "status", None)
    body = getattr(response, "content", None)
    read = getattr(response, "read", None)
    if not isinstance(body, bytes | bytearray | memoryview | str) and callable(read):
        body = read()
    if status is None or not hasattr(response, "headers"):
        raise TypeError(
            f"{type(response).__name__} is no response: it needs status_code or status, and headers"
        )
    if not isinstance(body, bytes | bytearray | memoryview | str):
        raise TypeError(
            f"{type(response).__name__} gives no body: read it, then call classify() with its bytes"
        )
    return classify(status, response.headers, body, now=now, provider=provider)
