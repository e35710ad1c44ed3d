import copy
import json
import pickle
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args, get_type_hints

import pytest
from conftest import REPORT

import apifault
import apifault.testing
from apifault import DelaySource, Kind, Metric, Provider, Report, Window, rule, rules

MakeReport = Callable[..., Report]


def test_attributes_are_the_fields_of_the_json(make_report: MakeReport) -> None:
    report = make_report()
    assert report.kind is Kind.RATE_LIMITED
    assert report.retry.source is DelaySource.MESSAGE
    assert report.provider is Provider.GROQ
    assert report.error.type == "tokens"
    assert report.error.param is None
    assert report.message == report.error.message == "Limit reached"
    assert report.delay_ms == report.retry.delay_ms == 6781
    (limit,) = report.limits
    assert (limit.metric, limit.window) == (Metric.TOKENS, Window.MINUTE)
    assert (limit.limit, limit.remaining, limit.used, limit.requested) == (6000, None, 3513, 3166)
    assert report.upstream is not None
    assert report.upstream.provider is Provider.OPENAI
    assert report.upstream.error.message == "inner"
    assert report.request_id == "req_01"


def test_every_key_of_the_json_is_an_attribute(make_report: MakeReport) -> None:
    def compare(value: Any, json_value: Any) -> None:
        if isinstance(json_value, dict):
            for key, inner in json_value.items():
                compare(getattr(value, key), inner)
        elif isinstance(json_value, list):
            for item, inner in zip(value, json_value, strict=True):
                compare(item, inner)
        else:
            assert value == json_value

    compare(make_report(), REPORT)


def test_dict_and_json_say_the_same(make_report: MakeReport) -> None:
    report = make_report()
    assert report.to_dict() == REPORT
    assert report.to_json() == json.dumps(REPORT, separators=(",", ":"))


def test_a_report_is_made_again_from_its_dict_and_its_json(make_report: MakeReport) -> None:
    report = make_report()
    assert Report.from_dict(report.to_dict()) == report
    assert Report.from_dict({**REPORT, "limits": tuple(REPORT["limits"]), "later": {}}) == report
    assert Report.from_dict({**REPORT, "kind": Kind.RATE_LIMITED}) == report
    for text in (report.to_json(), report.to_json().encode(), json.dumps(REPORT, indent=2)):
        assert Report.from_json(text) == report
    for part in (report.retry, report.error, report.limits[0], report.upstream):
        assert part is not None
        assert type(part).from_dict(part.to_dict()) == part


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the path of every member."""
    found: list[tuple[Any, ...]] = []
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    for key, inner in pairs:
        if not isinstance(value, list):
            found.append((*path, key))
        if isinstance(inner, dict | list):
            found += paths(inner, (*path, key))
    return found


def written(path: tuple[Any, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)[1:]


@pytest.mark.parametrize("path", paths({**REPORT, "remedies": []}), ids=written)
def test_a_missing_or_wrong_member_is_named(path: tuple[Any, ...]) -> None:
    for wrong in (None, {"no": ["such", 7.5]}):
        data = copy.deepcopy(REPORT)
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        if wrong is None:
            del holder[path[-1]]
        else:
            holder[path[-1]] = wrong
        with pytest.raises(ValueError, match=r"^this is no Report: ") as of_dict:
            Report.from_dict(data)
        with pytest.raises(ValueError, match=r"^this is no Report: ") as of_json:
            Report.from_json(json.dumps(data))
        assert str(of_dict.value) == str(of_json.value)
        assert written(path) in str(of_dict.value) or path[-1] in str(of_dict.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "rate_limit"}, "kind: unknown variant `rate_limit`, expected one of `unknown`"),
        ({"kind": "gsk_Heron7Heron7Heron7"}, "kind: unknown variant `gsk_***`, expected"),
        ({"status": 65_536}, "status: invalid value: integer `65536`, expected u16"),
        ({"status": True}, "status: invalid type: boolean `true`, expected u16"),
        ({"status": 10**30}, "status: the number is too large"),
        ({"remedies": ["pray"]}, "remedies[0]: unknown variant `pray`"),
        ({"error": {1: 2}}, "error: a key must be a str"),
        ({"request_id": b"r"}, "request_id: JSON has no bytes"),
        ({"retry": {"advice": "no", "delay_ms": float("nan"), "source": None}}, "retry.delay_ms:"),
    ],
)
def test_what_is_wrong_is_told(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="^this is no Report: " + re.escape(message)):
        Report.from_dict({**REPORT, **change})


def test_what_is_no_dict_or_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^data must be a dict, not list$"):
        Report.from_dict([])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^text must be bytes, .* or str, not dict$"):
        Report.from_json({})  # type: ignore[arg-type]
    circle: dict[str, Any] = {**REPORT}
    circle["error"] = circle
    with pytest.raises(ValueError, match="nested too deeply"):
        Report.from_dict(circle)
    for text in ("", "[]", "nan", "[" * 100_000, b"\xff", '{"kind": "'):
        with pytest.raises(ValueError, match=r"^this is no Report: "):
            Report.from_json(text)


def test_the_typed_dicts_have_the_members_of_the_real_ones(make_report: MakeReport) -> None:
    from apifault import _dicts

    report = make_report()
    for part in (report, report.retry, report.error, report.limits[0], report.upstream):
        form = getattr(_dicts, f"{type(part).__name__}Dict")
        hints = get_type_hints(form)
        data = part.to_dict()  # type: ignore[union-attr]
        assert list(hints) == list(data)
        for name, value in data.items():
            types = get_args(hints[name]) or (hints[name],)
            is_word = value in types
            assert is_word or isinstance(value, dict | list) or type(value) in types, name


def test_a_retry_that_will_not_help_is_false(make_report: MakeReport) -> None:
    for kind in Kind:
        retry = apifault.testing.report(kind).retry
        assert bool(retry) is bool(retry.advice) is apifault.testing.report(kind).retryable


def test_attributes_have_the_names_of_the_conventions(make_report: MakeReport) -> None:
    labels = {
        "error.type": "rate_limited",
        "http.response.status_code": 429,
        "gen_ai.provider.name": "groq",
        "apifault.kind": "rate_limited",
        "apifault.fault": "account",
        "apifault.retry.advice": "after_delay",
        "apifault.scope": "credential",
    }
    assert make_report().attributes() == labels
    assert make_report().attributes(details=True) == labels | {
        "apifault.rule": "status/429",
        "apifault.retry.delay_ms": 6781,
        "apifault.retry.source": "message",
        "apifault.request_id": "req_01",
        "apifault.error.type": "tokens",
        "apifault.error.code": "rate_limit_exceeded",
        "apifault.upstream.provider": "openai",
        "apifault.upstream.status": 429,
    }
    with pytest.raises(TypeError, match=r"^details must be True or False, not int$"):
        make_report().attributes(details=1)  # type: ignore[arg-type]


def parts(report: Report) -> list[object]:
    return [report, report.retry, report.error, *report.limits, report.upstream, rules()[0]]


def test_copies_and_pickles_are_equal(make_report: MakeReport) -> None:
    for value in parts(make_report()):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value
        assert copy.copy(value) == copy.deepcopy(value) == value


def test_equal_values_hash_alike(make_report: MakeReport) -> None:
    for one, other in zip(parts(make_report()), parts(make_report()), strict=True):
        assert one == other
        assert hash(one) == hash(other)
    assert make_report() != make_report(status=430)
    assert make_report() != "rate_limited"


def test_values_are_frozen_and_not_made_by_hand(make_report: MakeReport) -> None:
    for value in parts(make_report()):
        with pytest.raises((AttributeError, TypeError)):
            value.status = 1  # type: ignore[attr-defined]
        with pytest.raises(TypeError):
            type(value)()


def test_a_repr_fits_a_line_and_shows_no_control(make_report: MakeReport) -> None:
    hostile = {**REPORT["error"], "message": "\x1b[31m\u202e\n" + "x" * 10_000}
    for value in parts(make_report(error=hostile)):
        assert len(repr(value)) < 200
        assert repr(value).isprintable()
    assert repr(make_report()) == (
        "<Report 429 rate_limited groq, retry after_delay 6781 ms: 'Limit reached'>"
    )
    assert (
        repr(make_report().retry) == "Retry(advice='after_delay', delay_ms=6781, source='message')"
    )


def test_what_is_no_report_is_not_restored() -> None:
    for name, text, complaint in (
        ("Report", "{}", "kind"),
        ("Limit", "x", "column 1"),
        ("Nothing", "{}", "Nothing"),
    ):
        with pytest.raises(ValueError, match=complaint):
            apifault._core._restore(name, text)


def test_a_rule_is_found_by_its_name() -> None:
    found = rule("status/429")
    assert found is not None
    assert found.kind is Kind.RATE_LIMITED
    assert found.evidence
    assert found.source
    assert found.action
    assert found in rules()
    assert rule("no such rule") is None
    assert len({each.id for each in rules()}) == len(rules())


def test_all_names_are_there() -> None:
    assert all(hasattr(apifault, name) for name in apifault.__all__)


def test_what_is_listed_is_public() -> None:
    import apifault._logs.sniff  # and so a module of the package is loaded

    listed = {name for name in dir(apifault) if not name.startswith("__")}
    assert listed == set(apifault.__all__) - {"__version__"}
    assert apifault.__all__ == sorted(apifault.__all__)


def test_the_help_begins_with_what_is_public() -> None:
    told = set(re.findall(r"\w+", apifault.__doc__ or ""))
    for name in apifault.__all__:
        is_one_of_many = name.endswith("Error") or name == "__version__"
        assert name in told or is_one_of_many, name
        assert getattr(apifault, name).__doc__
    assert {name for name in dir(Report) if not name.startswith("_")} <= told


def test_a_report_is_matched_by_its_parts(make_report: MakeReport) -> None:
    match make_report():
        case Report(kind=Kind.AUTHENTICATION):
            raise AssertionError
        case Report(kind=Kind.RATE_LIMITED, retry=apifault.Retry(delay_ms=int(delay_ms))):
            assert delay_ms == 6781
        case _:
            raise AssertionError


def test_a_notebook_shows_a_table_of_escaped_text(make_report: MakeReport) -> None:
    hostile = {**REPORT["error"], "message": "<script>\x1b gsk_Heron7Heron7Heron7 &"}
    shown = make_report(error=hostile)._repr_html_()
    assert r"&lt;script&gt;\x1b gsk_*** &amp;" in shown
    assert "rate_limited" in shown
    assert "<script" not in shown


def test_a_notebook_shows_limits_and_what_is_behind_a_gateway(make_report: MakeReport) -> None:
    day = {**REPORT["limits"][0], "window": "day", "used": None, "requested": None}
    shown = make_report(limits=[*REPORT["limits"], day])._repr_html_()
    cells = dict(re.findall(r"<th[^>]*>(.*?)</th><td[^>]*>(.*?)</td>", shown))
    assert cells["limit hit"] == "3,513 of 6,000 tokens per minute used, 3,166 requested."
    assert cells["other limits"] == "6,000 tokens per day allowed."
    assert (cells["upstream"], cells["upstream message"]) == ("openai, HTTP 429", "inner")
    bare = make_report(kind="timeout", limits=[day], upstream=None)._repr_html_()
    cells = dict(re.findall(r"<th[^>]*>(.*?)</th><td[^>]*>(.*?)</td>", bare))
    assert cells["limits"] == "6,000 tokens per day allowed."
    assert not {"limit hit", "upstream", "upstream message"} & set(cells)


def test_rich_takes_every_field_without_keys(make_report: MakeReport) -> None:
    error = {**REPORT["error"], "message": "Bad key gsk_Heron7Heron7Heron7", "param": None}
    report = make_report(error=error)
    told = {name: value for name, value, _ in report.__rich_repr__()}
    assert list(told) == list(report.to_dict())
    assert (told["kind"], type(told["kind"])) == ("rate_limited", str)
    assert told["remedies"] == ["other_credential", "other_model", "other_provider"]
    for part, name in (
        (report.retry, "retry"),
        (report.error, "error"),
        (report.upstream, "upstream"),
        (report.limits[0], "limits"),
    ):
        assert part is not None
        whole: Any = dict(report.to_dict())[name]
        fields = {name: value for name, value, _ in part.__rich_repr__()}
        assert list(fields) == list(whole[0] if name == "limits" else whole)
        # rich hides a field that is None.
        assert {hidden for _, _, hidden in part.__rich_repr__()} == {None}
    assert dict(each[:2] for each in report.error.__rich_repr__())["message"] == "Bad key gsk_***"


@pytest.mark.extras
def test_rich_prints_a_report_on_lines_of_their_own(make_report: MakeReport) -> None:
    from rich.pretty import pretty_repr

    assert pretty_repr(make_report(request_id=None, limits=[], upstream=None), max_width=60) == (
        """\
Report(
    kind='rate_limited',
    fault='account',
    retry=Retry(
        advice='after_delay',
        delay_ms=6781,
        source='message'
    ),
    status=429,
    provider='groq',
    error=ErrorObject(
        message='Limit reached',
        type='tokens',
        code='rate_limit_exceeded'
    ),
    limits=[],
    scope='credential',
    remedies=[
        'other_credential',
        'other_model',
        'other_provider'
    ],
    action='Wait.',
    rule='status/429'
)"""
    )


def test_many_threads_read_one_report_and_make_others(make_report: MakeReport) -> None:
    report = make_report()

    def work(_: int) -> bool:
        return all(
            (report.kind, hash(report), report.to_json())
            == (Kind.RATE_LIMITED, hash(make_report()), make_report().to_json())
            for _ in range(200)
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


def test_a_part_outlives_its_report_and_equals_a_restored_one(make_report: MakeReport) -> None:
    report = make_report()
    error, upstream = report.error, report.upstream
    assert upstream is not None
    del report
    assert (error.message, upstream.error.message) == ("Limit reached", "inner")
    for part in (error, upstream, upstream.error):
        restored = pickle.loads(pickle.dumps(part))
        assert restored == part
        assert hash(restored) == hash(part)
    assert pickle.loads(pickle.dumps(upstream)).error == upstream.error
