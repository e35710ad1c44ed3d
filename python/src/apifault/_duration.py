"""Durations for people to read."""


def duration(ms: int) -> str:
    """Write a span of time in its two largest units, such as `1 min 13.46 s`."""
    if ms < 1_000:
        return f"{ms} ms"
    seconds, ms = divmod(ms, 1_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    fraction = f".{ms:03}".rstrip("0") if ms else ""
    parts = [
        (days, f"{days:,} {'day' if days == 1 else 'days'}"),
        (hours, f"{hours} h"),
        (minutes, f"{minutes} min"),
        (seconds or ms, f"{seconds}{fraction} s"),
    ]
    first = next(number for number, (value, _) in enumerate(parts) if value)
    return " ".join(text for value, text in parts[first : first + 2] if value)
