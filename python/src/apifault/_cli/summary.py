"""Counts of many calls, in memory that does not grow with their number."""

import re
from collections import Counter, OrderedDict
from datetime import UTC, datetime
from typing import Any, NamedTuple

from apifault._cli.histograms import Timeline, Waits
from apifault._core import Limit, Report, redact
from apifault._display import innermost_message
from apifault._enums import Advice, Kind, Metric
from apifault._logs.reader import Call

# How many different models, limits and causes are counted apart, and how many calls are remembered.
_MOST_NAMES = 1_000
_MOST_CAUSES = 2_000
_MOST_CALLS = 20_000

_SECOND_ATTEMPT_S = 60.0
_FINGERPRINT_LENGTH = 200
_EXAMPLE_LENGTH = 600

_VARIABLE = re.compile(r"\b(?=\w*\d)[\w.-]+|`[^`]*`")

OTHER = "other"


class Cause(NamedTuple):
    """What failures with the same cause have in common."""

    kind: str
    provider: str | None
    rule: str
    fingerprint: str


class _Tally:
    """How often a cause was seen, and one example."""

    __slots__ = (
        "action",
        "count",
        "example",
        "first",
        "futile",
        "last",
        "line",
        "log",
        "model",
        "repeats",
    )

    def __init__(self, call: Call) -> None:
        self.count = self.futile = self.repeats = 0
        self.first = self.last = call.when
        self.log, self.line = call.log, call.line
        self.model = call.model
        self.action = call.report.action
        self.example = _example(call.report)


class _Bucket:
    """How often a limit was hit, and by how much."""

    __slots__ = ("count", "known", "max_excess", "max_share", "total_excess")

    def __init__(self) -> None:
        self.count = self.known = self.total_excess = self.max_excess = 0
        self.max_share = 0.0


class Summary:
    """Takes calls one by one, and gives the answers about all of them."""

    def __init__(self) -> None:
        """Begin without calls."""
        self.calls = self.failed = self.evicted = 0
        self.kinds: Counter[str] = Counter()
        self.spans: dict[str, tuple[float, float]] = {}
        self.sources: dict[tuple[str, str], Counter[str]] = {}
        self.timeline = Timeline()
        self.waits = Waits()
        self.waits_by_provider: Counter[str] = Counter()
        self.observed_ms = 0
        self.limits: dict[tuple[str, str, str, str, int | None], _Bucket] = {}
        self.causes: dict[Cause, _Tally] = {}
        self.futile = self.repeats = 0
        # Failures that no retry fixes, and those of calls with an id, until the next attempt.
        self._waiting: OrderedDict[object, tuple[Cause | None, float | None]] = OrderedDict()

    def add(self, call: Call) -> None:
        """Count one call."""
        report = call.report
        kind = str(report.kind)
        self.calls += 1
        self.kinds[kind] += 1
        if call.when is not None:
            first, last = self.spans.get(kind, (call.when, call.when))
            self.spans[kind] = (min(first, call.when), max(last, call.when))
            self.timeline.add(call.when, kind)
        self._source(call)[kind] += 1
        if call.call is not None:
            self._attempted_again(call.call, call.when)
        if not report.is_success:
            self._add_failure(call)

    def _source(self, call: Call) -> Counter[str]:
        source = (str(call.report.provider or "unknown"), call.model or "unknown")
        if source not in self.sources and len(self.sources) >= _MOST_NAMES:
            source = (OTHER, OTHER)
        return self.sources.setdefault(source, Counter())

    def _add_failure(self, call: Call) -> None:
        report = call.report
        self.failed += 1
        if report.delay_ms is not None:
            self.waits.add(report.delay_ms)
            self.waits_by_provider[str(report.provider or "unknown")] += report.delay_ms
        if (limit := report.limit_hit) is not None:
            self._add_limit(call, limit)
        cause = Cause(str(report.kind), report.provider, report.rule, _fingerprint(report))
        tally = self.causes.get(cause)
        if tally is None:
            self._make_room()
            tally = self.causes[cause] = _Tally(call)
        tally.count += 1
        if call.when is not None:
            tally.first = min(tally.first or call.when, call.when)
            tally.last = max(tally.last or call.when, call.when)
        is_final = report.retry.advice is Advice.NO
        if call.call is None and is_final:
            self._seems_attempted_again((cause, call.model), cause, call.when)
        elif call.call is not None:
            self._remember(call.call, cause if is_final else None, call.when)

    def _make_room(self) -> None:
        """Forget the rarest causes if there are too many."""
        if len(self.causes) >= _MOST_CAUSES:
            kept = sorted(self.causes.items(), key=lambda item: -item[1].count)
            self.evicted += sum(tally.count for _, tally in kept[_MOST_CAUSES // 2 :])
            self.causes = dict(kept[: _MOST_CAUSES // 2])

    def _remember(self, key: object, cause: Cause | None, when: float | None) -> None:
        self._waiting[key] = (cause, when)
        self._waiting.move_to_end(key)
        if len(self._waiting) > _MOST_CALLS:
            self._waiting.popitem(last=False)

    def _attempted_again(self, key: str, when: float | None) -> None:
        """Count a further attempt of a call that has an id."""
        cause, before = self._waiting.pop(key, (None, None))
        if cause is not None:
            self.futile += 1
            if (tally := self.causes.get(cause)) is not None:
                tally.futile += 1
        elif before is not None and when is not None:
            self.observed_ms += max(0, round((when - before) * 1_000))

    def _seems_attempted_again(self, key: object, cause: Cause, when: float | None) -> None:
        """Count the same failure within a minute, which may be a further attempt."""
        known = self._waiting.get(key)
        before = known[1] if known is not None else None
        if before is not None and when is not None and 0 <= when - before <= _SECOND_ATTEMPT_S:
            self.repeats += 1
            self.causes[cause].repeats += 1
        self._remember(key, cause, when)

    def _add_limit(self, call: Call, over: Limit) -> None:
        key = (
            str(call.report.provider or "unknown"),
            call.model or "unknown",
            str(over.metric),
            str(over.window or ""),
            over.limit,
        )
        if key not in self.limits and len(self.limits) >= _MOST_NAMES:
            key = (OTHER, OTHER, str(Metric.OTHER), "", None)
        bucket = self.limits.setdefault(key, _Bucket())
        bucket.count += 1
        if over.limit and (over.used is not None or over.requested is not None):
            asked = (over.used or 0) + (over.requested or 0)
            bucket.known += 1
            bucket.total_excess += max(0, asked - over.limit)
            bucket.max_excess = max(bucket.max_excess, asked - over.limit)
            bucket.max_share = max(bucket.max_share, asked / over.limit)

    def to_dict(self, top: int = 10) -> dict[str, Any]:
        """Give all the answers as plain data, without API keys; the `top` largest of each."""
        return {
            "calls": self.calls,
            "failed": self.failed,
            "kinds": [self._kind(kind, count) for kind, count in self.kinds.most_common()],
            "timeline": {"width_s": self.timeline.width_s, "spans": self.timeline.rows()},
            "sources": self._sources(top),
            "waiting": {
                "stated": self.waits.to_dict(),
                "by_provider_ms": dict(self.waits_by_provider.most_common()),
                "observed_ms": self.observed_ms,
            },
            "futile_retries": self.futile,
            "repeats": self.repeats,
            "limits": self._limits(top),
            "causes": self._causes(top),
            "evicted_causes": self.evicted,
        }

    def _kind(self, kind: str, count: int) -> dict[str, Any]:
        first, last = self.spans.get(kind, (None, None))
        member = Kind(kind)
        return {
            "kind": kind,
            "count": count,
            "fault": str(member.fault),
            "first": moment(first),
            "last": moment(last),
            "meaning": member.meaning,
        }

    def _sources(self, top: int) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [
            {
                "provider": provider,
                "model": redact(model),
                "calls": kinds.total(),
                "failed": sum(count for kind, count in kinds.items() if not Kind(kind).is_success),
                "kinds": dict(kinds.most_common()),
            }
            for (provider, model), kinds in self.sources.items()
        ]
        return sorted(rows, key=lambda row: (-row["failed"], -row["calls"]))[:top]

    def _limits(self, top: int) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [
            {
                "provider": provider,
                "model": redact(model),
                "metric": metric,
                "window": window or None,
                "limit": limit,
                "hits": bucket.count,
                "mean_excess": round(bucket.total_excess / bucket.known) if bucket.known else None,
                "max_excess": bucket.max_excess if bucket.known else None,
                "max_share": round(bucket.max_share, 3) if bucket.known else None,
            }
            for (provider, model, metric, window, limit), bucket in self.limits.items()
        ]
        return sorted(rows, key=lambda row: -row["hits"])[:top]

    def _causes(self, top: int) -> list[dict[str, Any]]:
        rows = sorted(self.causes.items(), key=lambda item: -item[1].count)[:top]
        return [
            {
                "kind": cause.kind,
                "provider": cause.provider,
                "count": tally.count,
                "futile_retries": tally.futile,
                "repeats": tally.repeats,
                "first": moment(tally.first),
                "last": moment(tally.last),
                "model": tally.model and redact(tally.model),
                "rule": cause.rule,
                "action": tally.action,
                "example": tally.example,
                "example_file": tally.log,
                "example_line": tally.line,
            }
            for cause, tally in rows
        ]


def _fingerprint(report: Report) -> str:
    """Give the part of a message that does not vary from one failure of a cause to the next."""
    return _VARIABLE.sub("#", (innermost_message(report) or "")[:_FINGERPRINT_LENGTH])


def _example(report: Report) -> str:
    # Redacted before it is cut: too little of a cut key may be left to recognize it.
    text = redact(innermost_message(report) or "")
    return text[:_EXAMPLE_LENGTH] + "..." if len(text) > _EXAMPLE_LENGTH else text


def moment(when: float | None) -> str | None:
    """Write a Unix time as ISO 8601 in UTC, to the second; None if it is not a time."""
    if when is None:
        return None
    try:
        return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
