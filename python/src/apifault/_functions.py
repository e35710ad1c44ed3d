"""The functions of the core, with annotations: those of an extension module cannot have any."""

from apifault import _core
from apifault._core import Report, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault import _types as _types
else:

    class _LazyModule:
        """The module that annotations name: it is imported when they are read."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> object:
            """Import the module, and give what it holds."""
            from importlib import import_module

            return getattr(import_module(self._name), name)

    _types = _LazyModule("apifault._types")

_classify = _core.classify


def classify(
    status: int,
    headers: "_types.Headers | None",
    body: "_types.Body | None",
    *,
    now: float | None = None,
    provider: "_types.Provider | str | None" = None,
    stream: bool = False,
) -> Report:
    """Classify one response.

        report = apifault.classify(response.status_code, response.headers, response.content)

    `headers` is None, a mapping, or (name, value) pairs. `body` is the decompressed body; one that
    is a whole stream is read as one: its first error decides, else whether it was cut off. With
    `stream`, it is one event of a stream. `now` is the time of the response in Unix seconds:
    without it, an absolute time in the response gives no delay. `provider` is the provider you
    called; it is used if the response does not show who answered. A `status` of 0, or over 65535,
    is not known.

    Raises TypeError for an argument of a wrong type, and ValueError for a negative status or an
    unknown provider. Bad bytes never raise.
    """
    return _classify(status, headers, body, now, provider, stream)


def classify_raw(
    raw: "_types.Body",
    *,
    now: float | None = None,
    provider: "_types.Provider | str | None" = None,
) -> Report:
    """Classify one whole response, as `curl -i` prints it.

        report = apifault.classify_raw(pathlib.Path("response.txt").read_bytes())

    `now` and `provider` are as for `classify`. Raises ValueError if it does not begin with a status
    line.
    """
    return _core.classify_raw(raw, now, provider)


def classify_text(
    text: str,
    *,
    now: float | None = None,
    provider: "_types.Provider | str | None" = None,
) -> Report | None:
    """Find the failed call that a text describes, and classify it; None if it describes none.

        report = apifault.classify_text("RateLimitError: Error code: 429 - Slow down")

    `text` is whatever shows the failure: the words of an exception, a traceback, what a terminal
    shows, or lines of a log. If it describes several failures, the last one of the call that failed
    last counts. The status of the report is the one that the text states, or 0. `now` and
    `provider` are as for `classify`.
    """
    return _core.classify_text(text, now, provider)


def classify_failure(
    failure: "_types.Failure | str",
    type: str | None = None,  # noqa: A002
    message: str | None = None,
    provider: "_types.Provider | str | None" = None,
) -> Report:
    """Report a call that failed without a response, for a client that knows why.

        report = apifault.classify_failure("timeout", message="no answer in 30 s")

    `failure` is a `Failure` or its word. `type` and `message` are what the client says about it,
    such as the class and the text of its exception: they become those of the report's `error`.
    `provider` is the provider you called. The status of the report is 0.
    """
    return _core.classify_failure(failure, type, message, provider)


def redact(text: str) -> str:
    """Replace every API key, token, password and cookie in a text by its beginning and `***`.

        print(apifault.redact(str(error)))

    A key is found by its prefix (`gsk_`, `sk-`, `AIza` and others), even if most of it is masked
    already, or by the label before it (`x-api-key:`, `Bearer`, `?key=`). A key with neither is not
    found.
    """
    return _core.redact(text)


def rule(name: str) -> Rule | None:
    """Give the rule of this name; None if there is none.

        print(apifault.rule(report.rule).evidence)

    The `rule` of a report is such a name.
    """
    return _core.rule(name)


def rules() -> list[Rule]:
    """Give every rule.

        names = [rule.id for rule in apifault.rules() if rule.kind == "overloaded"]

    They are in the order of the steps of the decision.
    """
    return _core.rules()
