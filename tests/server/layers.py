"""All layers of the server around an application of the test, asked without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.deep_links import told
from tradeoff.server.headers import inline_hashes
from tradeoff.server.settings import Settings
from tradeoff.server.stack import layers

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
HASHES = inline_hashes(told(INDEX.read_text(encoding="utf-8")))
BROWSER = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "gzip, deflate, br"}
SCRIPT = b"function script() { return 'the same again'; }\n" * 200
CSP = "content-security-policy"


@dataclass
class Answer:
    """What came back for one request."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    accepted: bool = False
    closed: bool = False

    @property
    def text(self) -> str:
        return self.body.decode()

    def take(self, message: Message) -> None:
        kind = message["type"]
        if kind.endswith("response.start"):
            assert not self.status, "a response starts once"
            self.status = message["status"]
            for name, value in message.get("headers", []):
                assert name == name.lower()
                assert name.decode() not in self.headers or name == b"set-cookie", name
                self.headers[name.decode()] = value.decode("latin-1")
        elif kind.endswith("response.body"):
            self.body += message.get("body", b"")
        elif kind == "websocket.accept":
            self.accepted = True
        elif kind == "websocket.close":
            self.closed = True


def stacked(inner: ASGIApp, given: Settings | None = None) -> ASGIApp:
    """All layers around an application of the test."""
    app = inner
    made = layers(given or Settings(), script_hashes=HASHES, pages=("evidence",))
    for layer in reversed(made):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    return app


def scope_of(
    path: str, *, method: str = "GET", query: bytes = b"", kind: str = "http", **headers: str
) -> Scope:
    named = {"host": "tool.example.org"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope: Scope = {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in named.items() if v],
        "client": ("192.0.2.7", 4711),
        "extensions": {"websocket.http.response": {}} if kind == "websocket" else {},
    }
    return scope | ({"method": method} if kind == "http" else {})


async def asked(app: ASGIApp, scope: Scope) -> Answer:
    answer = Answer()

    async def receive() -> Message:
        return {
            "type": f"{scope['type']}.connect" if scope["type"] == "websocket" else "http.request"
        }

    async def send(message: Message) -> None:
        answer.take(message)

    await app(scope, receive, send)
    return answer


def ask(app: ASGIApp, path: str = "/", **how: Any) -> Answer:
    return asyncio.run(asked(app, scope_of(path, **how)))


def replying(
    body: bytes = b"hello", status: int = 200, kind: str = "text/html; charset=utf-8", **more: str
) -> ASGIApp:
    """An application with one answer, in two parts as files are sent."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"content-type": kind, "content-length": str(len(body))} | more
        raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        middle = len(body) // 2
        await send({"type": "http.response.body", "body": body[:middle], "more_body": True})
        await send({"type": "http.response.body", "body": body[middle:]})

    return app


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("secret detail")


async def accepting(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})


#: The lines of the log so far.
Logged = Callable[[], list[dict[str, Any]]]
