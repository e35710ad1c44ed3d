"""What `report` says about what it passed over."""

from collections.abc import Sequence

from apifault._cli.log_times import zone_name


def sentences(
    counts: dict[str, int], timezone: str | None, filters: Sequence[str] = ()
) -> list[str]:
    """Say what was passed over, and what was assumed. `filters` are options that ask for less."""
    notes = []
    if counts["unreadable"]:
        notes.append(f"{unreadable(counts['unreadable'])}.")
    if counts["other_paths"] and filters:
        one, more = "request is no call that", "requests are no calls that"
        asked = " and ".join(filters)
        ask = "asks" if len(filters) == 1 else "ask"
        notes.append(f"{several(counts['other_paths'], one, more)} {asked} {ask} for.")
    elif counts["other_paths"]:
        one, more = "request is not to an LLM API", "requests are not to an LLM API"
        notes.append(f"{several(counts['other_paths'], one, more)}; --path counts others.")
    if counts["unused"]:
        notes.append(f"No call in {counts['unused']:,} of {lines(counts['lines'])}.")
    if counts["cut"]:
        one, more = "line is too long: its end was", "lines are too long: their ends were"
        notes.append(f"{several(counts['cut'], one, more)} ignored.")
    if counts["zoneless"]:
        one, more = "time has no zone", "times have no zone"
        notes.append(
            f"{several(counts['zoneless'], one, more)}: read in {zone_name(timezone)}; "
            "--timezone names another one."
        )
    if counts["timeless"]:
        one, more = "call without a time does", "calls without a time do"
        notes.append(f"{several(counts['timeless'], one, more)} not count.")
    if counts["unshown"]:
        asked = " or ".join(name.removeprefix("--") for name in filters)
        one, more = (
            f"call, which does not show its {asked}, does",
            f"calls, which do not show their {asked}, do",
        )
        notes.append(f"{several(counts['unshown'], one, more)} not count.")
    if counts["outside"]:
        one, more = "call is", "calls are"
        notes.append(f"{several(counts['outside'], one, more)} outside the time asked for.")
    return notes


def unreadable(count: int) -> str:
    """Say how many failures could not be read."""
    return several(count, "failure could not be read", "failures could not be read")


def lines(count: int) -> str:
    """Count lines."""
    return several(count, "line", "lines")


def several(count: int, one: str, more: str) -> str:
    """Count things, with separators."""
    return f"{count:,} {one if count == 1 else more}"
