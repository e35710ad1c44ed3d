"""The streams that `server.py` sends: how each dialect tells a text, its end and an error.

`DIALECTS[NAME].pieces(ENDING)` gives a body, one piece for each event.
"""

import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

TEXTS = ("High water", " is at", " noon.")
OVERLOAD = "The model is overloaded. Please try again later."
PAGE = b"""<!DOCTYPE html>
<html>
<head><title>502 Bad Gateway</title></head>
<body><h1>502 Bad Gateway</h1></body>
</html>
"""

# Each ending, and what of a stream comes before it.
ENDINGS = {
    "complete": "the whole stream",
    "keepalive": "two keep-alives, then the whole stream",
    "error-first": "an overload as the first event",
    "error-mid": "text, then an overload",
    "open": "as `error-mid`, but the connection stays open",
    "cut": "text; the body ends there as if it were whole",
    "reset": "text and half an event; the body breaks off",
    "page": "a page of a gateway, and nothing else",
}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sse(event):
    """A server-sent event; one with a type has it as its name, too."""
    if isinstance(event, str):
        return f"data: {event}\n\n".encode()
    name = f"event: {event['type']}\n" if "type" in event else ""
    return name.encode() + b"data: %b\n\n" % compact(event)


def line(event):
    """A line of JSON."""
    return compact(event) + b"\n"


def indented(event):
    """An element of Google's array."""
    return json.dumps(event, indent=2).encode()


def frame(headers, payload):
    """A message of an AWS event stream with headers of texts."""
    head = b"".join(
        bytes([len(name)]) + name.encode() + struct.pack("!BH", 7, len(text)) + text.encode()
        for name, text in headers.items()
    )
    prelude = struct.pack("!II", 16 + len(head) + len(payload), len(head))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + head + payload
    return message + struct.pack("!I", zlib.crc32(message))


def aws(event):
    """An event of Bedrock, or an exception if its name says so."""
    [(name, payload)] = event.items()
    kind = "exception" if name.endswith("Exception") else "event"
    headers = {f":{kind}-type": name, ":content-type": "application/json", ":message-type": kind}
    return frame(headers, compact(payload))


@dataclass(frozen=True)
class Dialect:
    """The events of a stream in the order in which they come, and how they become bytes.

    An event of `text` says the text that it is given. An empty `keepalive` says that there is none.
    """

    content_type: str
    write: Callable
    start: tuple
    text: Callable
    finish: tuple
    error: tuple
    headers: tuple = ()
    keepalive: bytes = b": keep-alive\n\n"
    # What comes before the first event, between two, and after the last.
    opening: bytes = b""
    between: bytes = b""
    closing: bytes = b""

    def pieces(self, ending):
        """Give the pieces of a body."""
        texts = (*self.start, *map(self.text, TEXTS))
        if ending in ("complete", "keepalive"):
            alive = [self.keepalive] * 2 if ending == "keepalive" else []
            pieces = [*alive, *self.join((*texts, *self.finish)), self.closing]
        elif ending == "error-first":
            pieces = [*self.join(self.error), self.closing]
        elif ending == "error-mid":
            pieces = [*self.join((*texts, *self.error)), self.closing]
        elif ending == "open":
            pieces = self.join((*texts, *self.error))
        elif ending == "page":
            pieces = [PAGE]
        elif ending == "cut":
            pieces = self.join(texts)
        else:
            *whole, last = self.join((*texts, self.text("")))
            pieces = [*whole, last[: len(last) // 2]]
        return [piece for piece in pieces if piece]

    def join(self, events):
        """Give one piece for each event."""
        pieces = [self.between + self.write(event) for event in events]
        pieces[0] = self.opening + pieces[0].removeprefix(self.between)
        return pieces


def chunk(delta, finish_reason=None):
    """A chunk of OpenAI's chat completions."""
    return {
        "id": "chatcmpl-7c1d9b40",
        "object": "chat.completion.chunk",
        "created": 1773742830,
        "model": "tide-1",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def response(status, **more):
    """The response object of OpenAI's events."""
    return {
        "id": "resp_5d20c6e1",
        "object": "response",
        "created_at": 1773742830,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "model": "tide-1",
        "output": [],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        **more,
    }


ITEM = {"id": "msg_81b3f0aa", "type": "message", "role": "assistant"}
OUTPUT_TEXT = {"type": "output_text", "text": "".join(TEXTS), "annotations": []}
OUTPUT = {**ITEM, "status": "completed", "content": [OUTPUT_TEXT]}
PLACE = {"item_id": ITEM["id"], "output_index": 0, "content_index": 0}


def candidate(**more):
    """A chunk of Gemini."""
    return {
        "candidates": [{"index": 0, **more}],
        "usageMetadata": {"promptTokenCount": 6, "totalTokenCount": 9},
        "modelVersion": "tide-1",
        "responseId": "q2N7aYfT",
    }


def of_model(text):
    return {"parts": [{"text": text}], "role": "model"}


def ollama(content, **more):
    """A line of Ollama's chat."""
    return {
        "model": "tide-1",
        "created_at": "2026-03-17T10:20:30.417Z",
        "message": {"role": "assistant", "content": content},
        "done": False,
        **more,
    }


GEMINI = {
    "start": (),
    "text": lambda text: candidate(content=of_model(text)),
    "finish": (candidate(content=of_model(""), finishReason="STOP"),),
    "error": ({"error": {"code": 503, "message": OVERLOAD, "status": "UNAVAILABLE"}},),
    "headers": (("Server-Timing", "gfet4t7; dur=412"),),
    # Google's own client cannot read comments.
    "keepalive": b"\n",
}

DIALECTS = {
    "openai-chat": Dialect(
        "text/event-stream; charset=utf-8",
        sse,
        (chunk({"role": "assistant", "content": ""}),),
        lambda text: chunk({"content": text}),
        (chunk({}, "stop"), "[DONE]"),
        (
            {
                "error": {
                    "message": OVERLOAD,
                    "type": "server_error",
                    "param": None,
                    "code": "server_is_overloaded",
                }
            },
        ),
        (("x-request-id", "req_4b7e90d215"), ("openai-processing-ms", "184")),
    ),
    "openai-responses": Dialect(
        "text/event-stream; charset=utf-8",
        sse,
        (
            {
                "type": "response.created",
                "sequence_number": 0,
                "response": response("in_progress"),
            },
            {
                "type": "response.output_item.added",
                "sequence_number": 1,
                "output_index": 0,
                "item": {**ITEM, "status": "in_progress", "content": []},
            },
            {
                "type": "response.content_part.added",
                "sequence_number": 2,
                **PLACE,
                "part": {**OUTPUT_TEXT, "text": ""},
            },
        ),
        lambda text: {
            "type": "response.output_text.delta",
            "sequence_number": 3,
            **PLACE,
            "delta": text,
            "logprobs": [],
        },
        (
            {
                "type": "response.output_text.done",
                "sequence_number": 4,
                **PLACE,
                "text": OUTPUT_TEXT["text"],
                "logprobs": [],
            },
            {
                "type": "response.output_item.done",
                "sequence_number": 5,
                "output_index": 0,
                "item": OUTPUT,
            },
            {
                "type": "response.completed",
                "sequence_number": 6,
                "response": response("completed", output=[OUTPUT]),
            },
        ),
        # The server tells a failure twice.
        (
            {
                "type": "error",
                "sequence_number": 4,
                "error": {
                    "type": "service_unavailable_error",
                    "code": "server_is_overloaded",
                    "message": OVERLOAD,
                    "param": None,
                },
            },
            {
                "type": "response.failed",
                "sequence_number": 5,
                "response": response(
                    "failed", error={"code": "server_is_overloaded", "message": OVERLOAD}
                ),
            },
        ),
        (("x-request-id", "req_4b7e90d216"),),
    ),
    "anthropic": Dialect(
        "text/event-stream; charset=utf-8",
        sse,
        (
            {
                "type": "message_start",
                "message": {
                    "id": "msg_01Xp4vTq",
                    "type": "message",
                    "role": "assistant",
                    "model": "tide-1",
                    "content": [],
                    "stop_reason": None,
                    "stop_sequence": None,
                    "usage": {"input_tokens": 6, "output_tokens": 1},
                },
            },
            {
                "type": "content_block_start",
                "index": 0,
                "content_block": {"type": "text", "text": ""},
            },
            {"type": "ping"},
        ),
        lambda text: {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "text_delta", "text": text},
        },
        (
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                "usage": {"output_tokens": 7},
            },
            {"type": "message_stop"},
        ),
        (
            {
                "type": "error",
                "error": {"type": "overloaded_error", "message": OVERLOAD},
                "request_id": "req_011CWm3d",
            },
        ),
        (("request-id", "req_011CWm3d"),),
    ),
    "gemini-sse": Dialect(content_type="text/event-stream", write=sse, **GEMINI),
    "gemini-array": Dialect(
        content_type="application/json; charset=UTF-8",
        write=indented,
        **GEMINI,
        opening=b"[",
        between=b"\n,\r\n",
        closing=b"\n]\n",
    ),
    "ollama": Dialect(
        "application/x-ndjson",
        line,
        (),
        ollama,
        (ollama("", done=True, done_reason="stop", eval_count=7, total_duration=412000000),),
        ({"error": OVERLOAD},),
        keepalive=b"\n",
    ),
    "cohere": Dialect(
        "text/event-stream",
        sse,
        (
            {
                "id": "0d7a51f3-9c3e-4c1b-8a66-2f0be1c7d944",
                "type": "message-start",
                "delta": {
                    "message": {
                        "role": "assistant",
                        "content": [],
                        "tool_plan": "",
                        "tool_calls": [],
                        "citations": [],
                    }
                },
            },
            {
                "type": "content-start",
                "index": 0,
                "delta": {"message": {"content": {"type": "text", "text": ""}}},
            },
        ),
        lambda text: {
            "type": "content-delta",
            "index": 0,
            "delta": {"message": {"content": {"text": text}}},
        },
        (
            {"type": "content-end", "index": 0},
            {
                "type": "message-end",
                "delta": {
                    "finish_reason": "COMPLETE",
                    "usage": {"tokens": {"input_tokens": 6, "output_tokens": 7}},
                },
            },
            "[DONE]",
        ),
        (
            {"type": "message-end", "delta": {"error": OVERLOAD, "finish_reason": "ERROR"}},
            "[DONE]",
        ),
    ),
    "bedrock": Dialect(
        "application/vnd.amazon.eventstream",
        aws,
        ({"messageStart": {"role": "assistant"}},),
        lambda text: {"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": text}}},
        (
            {"contentBlockStop": {"contentBlockIndex": 0}},
            {"messageStop": {"stopReason": "end_turn"}},
            {
                "metadata": {
                    "usage": {"inputTokens": 6, "outputTokens": 7, "totalTokens": 13},
                    "metrics": {"latencyMs": 412},
                }
            },
        ),
        ({"serviceUnavailableException": {"message": OVERLOAD}},),
        (("x-amzn-requestid", "3f8e2a64-51c7-4f0a-9b1d-7e2c9d40a816"),),
        keepalive=b"",
    ),
}

# Some gateways send no finish reason.
DIALECTS["gateway-chat"] = replace(DIALECTS["openai-chat"], finish=("[DONE]",))
