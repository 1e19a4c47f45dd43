"""What the layers ask of a request and do with a response; headers stay bytes, as they travel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.types import Message, Receive, Scope, Send

RawHeaders = list[tuple[bytes, bytes]]

#: Where the request's number stands in the scope, once the access log has given it one.
REQUEST_ID: Final = "tradeoff.request_id"
_STARTS: Final = ("http.response.start", "websocket.http.response.start")


def header(scope: Scope, name: bytes) -> bytes | None:
    """A request's header, the first of that name."""
    return next((value for key, value in scope["headers"] if key == name), None)


def response_header(message: Message, name: bytes) -> bytes | None:
    """A response's header, the first of that name."""
    return next((value for key, value in message["headers"] if key.lower() == name), None)


def replaced(
    headers: Iterable[tuple[bytes, bytes]], new: Iterable[tuple[bytes, bytes]]
) -> RawHeaders:
    """Headers with some of them set anew; an empty value takes the header away."""
    fresh = list(new)
    names = {name for name, _ in fresh}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    return kept + [(name, value) for name, value in fresh if value]


def starts_response(message: Message) -> bool:
    """Whether status and headers are in this message, also of a refused web socket."""
    return message["type"] in _STARTS


def path_of(scope: Scope, base: str) -> str:
    """The path below the address at which the program is served; empty where it is outside."""
    path: str = scope["path"]
    if not base:
        return path
    if path == base:
        return "/"
    return path.removeprefix(base) if path.startswith(f"{base}/") else ""


def wants_html(scope: Scope) -> bool:
    """Whether a browser is opening a page; scripts and probes get plain text."""
    return b"text/html" in (header(scope, b"accept") or b"")


async def answer(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """A status without a body; of a web socket, its refusal."""
    kind = "http.response"
    if scope["type"] == "websocket":
        await receive()  # the handshake
        kind = "websocket.http.response"
        if kind not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008})
            return
    await send({"type": f"{kind}.start", "status": status, "headers": list(headers)})
    await send({"type": f"{kind}.body", "body": b""})
