"""The body of a request: read within limits of length and time."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from kg.view.endpoint.refusing import RefusedError

SECONDS = 30.0
"""How long a client may take to send a body; they all are on this machine."""


async def body_of(request: Request, longest: int) -> bytes:
    """The body of a request; ``RefusedError`` for one that is too long, too slow, or breaks off."""
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > longest:
                    raise RefusedError(413, f"more than {longest} bytes")
    except TimeoutError:
        raise RefusedError(408, f"the body did not come in {SECONDS:g} seconds") from None
    except ClientDisconnect:
        raise RefusedError(400, "the client left before all was sent") from None
    return bytes(body)
