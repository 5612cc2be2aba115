"""The client of the chat completions protocol: one request at a time, asked again where that may help."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx

from kg.errors import KgError
from kg.llm.models import KEY, ChatModel, Completion, Request
from kg.version import VERSION

_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_PAUSE = 60.0  # seconds
_LARGEST = 4_000_000  # bytes
_COUNTS = ("prompt_tokens", "completion_tokens")
_SHOWN = 300  # characters
_HINTS = {
    401: f"{KEY} has the key",
    403: f"{KEY} has the key",
    404: "an address ends before /chat/completions, in /v1 as a rule; and the model must be there",
    429: "the server takes no more now: what was answered is kept, and the same command goes on",
}
_REACHED = "is the server running, and is this its address?"
_KEPT = "what was answered is kept, and the same command goes on"


class LlmError(KgError):
    """A language model that gives no answer: not reached, too slow, refused, or not in the protocol's form."""

    def __init__(self, message: str, *, hint: str = "", pause: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.pause = pause
        """The seconds after which it may be asked again; None where that is of no use."""


def ask(model: ChatModel, request: Request, *, sleep: Callable[[float], None] = time.sleep) -> Completion:
    """The model's answer to a request, from its folder where it has it, else by asking; then it is kept there.

    Raises ``LlmError`` where it gives none, after some tries where the fault may pass.
    """
    held = model.held(request)
    if held is not None:
        return held
    for number in range(1, model.tries + 1):
        try:
            answer = _asked(model, request)
        except LlmError as error:
            if error.pause is None or number == model.tries:
                raise
            sleep(min(max(error.pause, 2.0 ** (number - 1)), _LONGEST_PAUSE))
        else:
            model.keep(request, answer)
            return answer
    raise LlmError(f"{model.door}: was not asked")


def _asked(model: ChatModel, request: Request) -> Completion:
    headers = {"Content-Type": "application/json", "User-Agent": f"newsgraph/{VERSION}"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    late = time.monotonic() + model.seconds
    try:
        with httpx.Client(timeout=model.seconds, follow_redirects=False, headers=headers) as client:
            response, data = _sent(client, model, request.body(model.name), late)
            if model.wants_no_form(response.status_code, data):
                response, data = _sent(client, model, request.body(model.name, formed=False), late)
            return _answer(model, response, data)
    except httpx.TimeoutException as error:
        raise _late(model) from error
    except httpx.RemoteProtocolError as error:
        raise LlmError(f"{model.door}: the answer was cut off ({error})", hint=_KEPT, pause=0.0) from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise LlmError(f"{model.door}: {error}", hint=_REACHED) from error


def _sent(client: httpx.Client, model: ChatModel, body: bytes, late: float) -> tuple[httpx.Response, bytes]:
    with client.stream("POST", model.door, content=body) as response:
        return response, _content(model, response, late)


def _late(model: ChatModel) -> LlmError:
    return LlmError(f"{model.door}: took more than {model.seconds:g} seconds", hint="--llm-seconds lets it take more")


def _content(model: ChatModel, response: httpx.Response, late: float) -> bytes:
    """What was sent, as long as it comes in time; a server that trickles is late as a silent one."""
    found = bytearray()
    for piece in response.iter_bytes():
        found += piece
        if time.monotonic() > late:
            raise _late(model)
        if len(found) > _LARGEST:
            raise LlmError(f"{model.door}: answers with more than {_LARGEST:,} bytes")
    return bytes(found)


def _answer(model: ChatModel, response: httpx.Response, data: bytes) -> Completion:
    if not response.is_success:
        raise _refused(model, response, data)
    try:
        told = json.loads(data)
        content: str = told["choices"][0]["message"]["content"] + ""  # a refusal has none
        usage = told.get("usage") or {}
        return Completion(content, *(max(0, int(usage.get(name) or 0)) for name in _COUNTS))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        told = f"{model.door}: answers in another form than chat completions have"
        raise LlmError(told, hint="an address of the protocol ends in /v1 as a rule") from error


def _refused(model: ChatModel, response: httpx.Response, data: bytes) -> LlmError:
    status = f"{model.door}: {response.status_code} {response.reason_phrase}".strip()
    said = " ".join(data.decode(errors="replace").split())[:_SHOWN]
    said = said.replace(model.key, "…") if model.key else said
    pause = _pause(response.headers.get("Retry-After", "")) if response.status_code in _AGAIN else None
    return LlmError(": ".join(filter(None, (status, said))), hint=_HINTS.get(response.status_code, ""), pause=pause)


def _pause(told: str) -> float:
    """The seconds of a header Retry-After, which has seconds or a date (RFC 9110, 10.2.3); 0 for one that has none."""
    if told.strip().isdigit():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0
