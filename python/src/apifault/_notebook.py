"""A report as a notebook shows it."""

from html import escape

from apifault._core import Report
from apifault._display import shorten, visible

_LENGTH = 1_000


def table(report: Report) -> str:
    """Write a report as a small HTML table, without API keys; every text in it is escaped."""
    shown = report.redacted()
    delay = "" if shown.delay_ms is None else f", {shown.delay_ms:,} ms"
    rows = {
        "kind": shown.kind,
        "what to do": shown.action,
        "retry": f"{shown.retry.advice}{delay}",
        "who must act": shown.fault,
        "what fails": shown.scope,
        "what may help": ", ".join(shown.remedies),
        "status": str(shown.status),
        "provider": shown.provider,
        "message": shown.message,
        "type": shown.error.type,
        "code": shown.error.code,
        "request id": shown.request_id,
        "rule": shown.rule,
    }
    cells = "".join(
        f'<tr><th style="text-align:left">{name}</th>'
        f'<td style="text-align:left">{escape(visible(shorten(text, _LENGTH)))}</td></tr>'
        for name, text in rows.items()
        if text
    )
    return f"<table>{cells}</table>"
