#!/usr/bin/env python3
"""Check the test vectors themselves.

    lint_vectors.py [FILE.jsonl ...]      (default: every tests/vectors/*.jsonl)

A file whose name begins with `streams` holds whole streams.

Each problem is one line: file, line, id, what is wrong and what to do. Exit status: 0 when all is
well, 1 when there are problems. Needs the packages of tests/requirements.txt.
"""

import base64
import binascii
import json
import re
import sys
from pathlib import Path

import jsonschema

VECTORS = Path(__file__).resolve().parent / "vectors"

# What real keys look like; made-up ones have no place here either.
SECRETS = re.compile(
    r"gsk_[A-Za-z0-9]{20}|sk-[A-Za-z0-9_-]{20}|AIza[A-Za-z0-9_-]{30}|AKIA[A-Z0-9]{16}"
    r"|hf_[A-Za-z0-9]{20}|xai-[A-Za-z0-9]{20}|gh[pousr]_[A-Za-z0-9]{20}|eyJ[A-Za-z0-9_-]{20,}\."
)


def schema_problems(validator, record):
    """What the schema finds."""
    for error in sorted(validator.iter_errors(record), key=lambda e: list(map(str, e.path))):
        error = jsonschema.exceptions.best_match([error])
        place = ".".join(map(str, error.absolute_path)) or "the record"
        yield f"{place}: {error.message[:300]}; change it to what schema.json allows"


def common_problems(record, family):
    """What is wrong with one record of the right shape, of a response or of a stream."""
    if not record["id"].startswith(family + "-"):
        yield f"the id begins otherwise than its file; begin it with `{family}-`"
    for field in ("id", "why", "description"):
        if re.search(r"\bshould\b", record.get(field, ""), re.IGNORECASE):
            yield f"`{field}` says 'should'; state a fact instead"
    if SECRETS.search(json.dumps(record, ensure_ascii=False)):
        yield "it holds what looks like a secret; replace it with a plain word"
    for field in record.get("unsure", ()):
        if field not in record["expect"]:
            yield f"`unsure` names `{field}`, which expect does not hold; remove it"
    if "body_base64" in record:
        try:
            body = base64.b64decode(record["body_base64"], validate=True)
            body.decode("utf-8")
            yield "the body is UTF-8; give it as `body`"
        except UnicodeDecodeError:
            pass
        except binascii.Error:
            yield "body_base64 is not base64; encode the body again"


def stream_problems(record):
    """What is wrong with one stream of the right shape, beside what any record may have."""
    expect = record["expect"]
    errors = expect["errors"]
    if (expect["ended"] == "error") != bool(errors):
        yield "ended is `error` if there are errors, and only then; change one of the two"
    for error in errors:
        if ("delay_ms" in error) != (error["advice"] == "after_delay"):
            yield "delay_ms goes with the advice after_delay and with no other; change one of the two"
    if "body" in record:
        length = len(record["body"].encode("utf-8", "surrogatepass"))
    else:
        length = len(base64.b64decode(record["body_base64"]))
    places = [error["position"] for error in errors if "position" in error]
    if places != sorted(set(places)):
        yield "the positions do not grow; put the errors in order"
    if any(place >= length for place in places):
        yield "a position lies behind the end of the body; count again"
    if "whole_at" in expect and expect["ended"] not in ("complete", "error"):
        yield "whole_at stands in a stream that is never whole; remove it"
    if expect.get("whole_at", 0) > length:
        yield "whole_at lies behind the end of the body; count again"


def record_problems(record, order):
    """What is wrong with one record of the right shape; remedies stand in this order."""
    expect = record["expect"]
    if (expect["delay_ms"] is None) != (expect["retry"] != "after_delay"):
        yield "delay_ms goes with the advice after_delay and with no other; change one of the two"
    if ("scope" in expect) != ("remedies" in expect):
        yield "scope and remedies go together; add the one that is missing"
    remedies = expect.get("remedies", [])
    if remedies != sorted(remedies, key=order.index):
        yield "the remedies are not in the order of the schema; sort them"


def input_of(record, is_stream):
    """What must differ between records: the body, or all of the input where there is none."""
    body = record.get("body") or record.get("body_base64")
    if body and not is_stream:
        return body
    told = [record.get(k) for k in ("status", "headers", "stream", "now", "provider")]
    return json.dumps([is_stream, body, *told])


def problems(paths):
    """Every problem of these files, as `file:line: id: problem`."""
    schema = json.loads((VECTORS / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    stream_validator = validator.evolve(schema=schema["$defs"]["stream"])
    order = schema["$defs"]["remedy"]["enum"]
    ids, inputs = {}, {}
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            yield f"{path.name}: cannot be read ({error}); give the path of a UTF-8 file"
            continue
        if lines.pop():
            yield f"{path.name}:{len(lines) + 1}: the last line has no end; add a newline"
        for number, line in enumerate(lines, 1):
            place = f"{path.name}:{number}"
            try:
                record = json.loads(line)
            except ValueError as error:
                yield f"{place}: not JSON ({error}); write one JSON object a line"
                continue
            name = record.get("id") if isinstance(record, dict) else None
            is_stream = path.stem.startswith("streams")
            found = list(schema_problems(stream_validator if is_stream else validator, record))
            if not found:
                found = list(common_problems(record, path.stem))
                found += stream_problems(record) if is_stream else record_problems(record, order)
                for seen, key, what in (
                    (ids, name, "the id is that of"),
                    (inputs, input_of(record, is_stream), "the response repeats the body of"),
                ):
                    first = seen.setdefault(key, place)
                    if first != place:
                        found.append(f"{what} {first}; change or remove one of the two")
            for problem in found:
                yield f"{place}: {name}: {problem}"


def main():
    paths = [Path(name) for name in sys.argv[1:]] or sorted(VECTORS.glob("*.jsonl"))
    if not paths:
        sys.exit(f"{VECTORS} holds no *.jsonl; name the files to check")
    found = list(problems(paths))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
