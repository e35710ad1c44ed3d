"""Times that `report` takes as options, such as `2h` before now."""

import re
from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(r"(\d{1,6})([smhdw])", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)


def zone(text: str) -> str:
    """Check a time zone: a name, such as `Europe/Berlin`, or an offset, such as `+02:00`."""
    _zone(text)
    return text


def _zone(text: str | None) -> tzinfo | None:
    """Give a time zone; None is that of this machine."""
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    if text.upper() in ("UTC", "Z"):
        return UTC
    if match := _OFFSET.fullmatch(text):
        sign, hours, minutes = match.groups()
        if int(hours) < 24 and int(minutes) < 60:
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            return timezone(-offset if sign == "-" else offset)
    try:
        return ZoneInfo(text)
    # A name may be one of a folder, or no file name at all.
    except (LookupError, ValueError, OSError):
        raise ArgumentTypeError(
            f"{text!r} is not a time zone; name one, such as Europe/Berlin or +02:00"
        ) from None


def zone_name(text: str | None) -> str:
    """Name the zone in which times without one are read."""
    return text or f"the local time zone, {datetime.now().astimezone().tzname()}"


def moment(text: str, zone: str | None, now: datetime) -> float:
    """Give a time in Unix seconds: ISO 8601, or an age, such as `2h` before now."""
    if match := _AGE.fullmatch(text.strip().lower()):
        number, unit = match.groups()
        time = now - timedelta(**{_UNITS[unit]: int(number)})
    else:
        time = datetime.fromisoformat(text.strip())
        if time.tzinfo is None:
            named = _zone(zone)
            time = time.replace(tzinfo=named) if named else time.astimezone()
    return time.timestamp()
