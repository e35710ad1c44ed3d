"""A report as a notebook shows it."""

from html import escape

from apifault._core import ErrorObject, Report
from apifault._display import shorten, visible
from apifault._limits import sentence

_LENGTH = 1_000

# How many limits are shown.
_LIMITS = 20


def table(report: Report) -> str:
    """Write a report as a small HTML table, without API keys; every text in it is escaped."""
    shown = report.redacted()
    delay = "" if shown.delay_ms is None else f", {shown.delay_ms:,} ms"
    hit, upstream = shown.limit_hit, shown.upstream
    others = [limit for limit in shown.limits if limit != hit]
    rows = {
        "kind": shown.kind,
        "what to do": shown.action,
        "retry": f"{shown.retry.advice}{delay}",
        "who must act": shown.fault,
        "what fails": shown.scope,
        "what may help": ", ".join(shown.remedies),
        "status": str(shown.status),
        "provider": shown.provider,
        **_fields(shown.error, ""),
        "limit hit": sentence(hit) if hit else None,
        "other limits" if hit else "limits": " ".join(map(sentence, others[:_LIMITS])),
    }
    if upstream:
        status = f", HTTP {upstream.status}" if upstream.status else ""
        rows["upstream"] = f"{upstream.provider or 'another server'}{status}"
        rows |= _fields(upstream.error, "upstream ")
    rows |= {"request id": shown.request_id, "rule": shown.rule}
    cells = "".join(
        f'<tr><th style="text-align:left">{name}</th>'
        f'<td style="text-align:left">{escape(visible(shorten(text, _LENGTH)))}</td></tr>'
        for name, text in rows.items()
        if text
    )
    return f"<table>{cells}</table>"


def _fields(error: ErrorObject, owner: str) -> dict[str, str | None]:
    return {
        f"{owner}message": error.message,
        f"{owner}type": error.type,
        f"{owner}code": error.code,
        f"{owner}param": error.param,
    }
