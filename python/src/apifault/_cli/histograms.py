"""Histograms of failures over time and of delays, in memory that does not grow."""

from collections import Counter
from typing import Any

_MOST_BINS = 96

_STEPS_S: tuple[int, ...] = (
    1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400,
    *(604_800 * 2**power for power in range(24)),
)  # fmt: skip


class Timeline:
    """Counts of kinds over time, in spans that widen as more time passes."""

    def __init__(self) -> None:
        """Begin with the narrowest span."""
        self.step = 0
        self.bins: dict[int, Counter[str]] = {}

    @property
    def width_s(self) -> int:
        """How many seconds one span has."""
        return _STEPS_S[self.step]

    def add(self, when: float, kind: str) -> None:
        """Count one call."""
        place = int(when // self.width_s)
        counter = self.bins.get(place)
        if counter is None:
            counter = self.bins[place] = Counter()
            counter[kind] += 1
            while self._is_too_wide() and self.step < len(_STEPS_S) - 1:
                self._widen()
        else:
            counter[kind] += 1

    def _is_too_wide(self) -> bool:
        return max(self.bins) - min(self.bins) >= _MOST_BINS

    def _widen(self) -> None:
        before = self.width_s
        self.step += 1
        bins: dict[int, Counter[str]] = {}
        for place, counter in self.bins.items():
            bins.setdefault(place * before // self.width_s, Counter()).update(counter)
        self.bins = bins

    def rows(self) -> list[dict[str, Any]]:
        """Give every span, empty ones too, with its beginning as Unix time."""
        if not self.bins:
            return []
        places = range(min(self.bins), max(self.bins) + 1)
        return [
            {"from": place * self.width_s, "kinds": dict(self.bins.get(place, {}))}
            for place in places
        ]


class Waits:
    """Delays, as a histogram whose bounds double from 250 ms."""

    BOUNDS_MS = (*(250 * 2**power for power in range(16)),)

    def __init__(self) -> None:
        """Begin without any."""
        self.count = self.total_ms = self.max_ms = 0
        self.buckets = [0] * (len(self.BOUNDS_MS) + 1)

    def add(self, delay_ms: int) -> None:
        """Count one delay."""
        self.count += 1
        self.total_ms += delay_ms
        self.max_ms = max(self.max_ms, delay_ms)
        place = next((i for i, bound in enumerate(self.BOUNDS_MS) if delay_ms <= bound), -1)
        self.buckets[place] += 1

    def to_dict(self) -> dict[str, Any]:
        """Give the sums and the buckets, each with the longest delay in it."""
        bounds = (*self.BOUNDS_MS, None)
        return {
            "count": self.count,
            "total_ms": self.total_ms,
            "mean_ms": round(self.total_ms / self.count) if self.count else None,
            "max_ms": self.max_ms if self.count else None,
            "histogram": [
                {"up_to_ms": bound, "count": count}
                for bound, count in zip(bounds, self.buckets, strict=True)
            ],
        }
