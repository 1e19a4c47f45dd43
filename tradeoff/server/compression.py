"""Gzip, which Streamlit leaves out where it saves most: on its page and its scripts.

What never changes (a hashed name, kept for ever) is compressed once, in a thread, and then sent
from memory. The memory is bounded, though what Streamlit ships stays far below the bound.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import dataclass
from typing import Final

import anyio.to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.requests import RawHeaders, header, replaced, response_header

_TEXT: Final = re.compile(
    rb"text/|application/(?:javascript|json|manifest\+json|xml|wasm)|image/svg\+xml"
)
#: One name for one file: with ``//`` or ``/./`` in it, a file could be kept many times over.
_PLAIN: Final = re.compile(r"(?:/[\w.-]*\w)+", re.ASCII)
_SMALLEST: Final = 500
#: Larger ones are sent as they are; the largest script has 5 MB.
_LARGEST: Final = 16 * 1024 * 1024
_MEMORY: Final = 24 * 1024 * 1024
#: Quick for what is sent once; as small as can be for what is kept.
_QUICK, _SMALL = 5, 9
_NOT_MODIFIED: Final = (b"cache-control", b"date", b"etag", b"vary")
_VARY: Final = b"Accept-Encoding"


@dataclass(frozen=True, slots=True)
class _Compressed:
    """A response as it is sent, compressed."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes


def accepts_gzip(scope: Scope) -> bool:
    """Whether the browser said that it takes gzip, and not that it takes it with weight 0."""
    weights: dict[str, float] = {}
    for part in (header(scope, b"accept-encoding") or b"").decode("latin-1").lower().split(","):
        name, _, weight = part.partition(";")
        number = weight.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(number) if number else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


class Compression:
    """Compresses text that is sent whole; ranges, and what is compressed already, stay so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, _Compressed] = {}
        self._size = 0
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress what the browser takes compressed."""
        if scope["type"] != "http" or scope["method"] != "GET" or header(scope, b"range"):
            await self.app(scope, receive, send)
            return
        if not accepts_gzip(scope):
            await self.app(scope, receive, _Whole(self, scope, send).vary)
            return
        kept = self._kept.get(scope["path"])
        if kept is not None and header(scope, b"if-modified-since") is None:
            await _send_kept(scope, send, kept)
            return
        # Asked for without compression, Streamlit's own layer leaves it to this one.
        plain = {**scope, "headers": replaced(scope["headers"], [(b"accept-encoding", b"")])}
        await self.app(plain, receive, _Whole(self, scope, send).send)

    async def keep(self, path: str, headers: RawHeaders, body: bytes, etag: bytes) -> _Compressed:
        """Compress what never changes, one at a time, and keep it while there is room."""
        async with self._turn:
            if path in self._kept:
                return self._kept[path]
            small = await anyio.to_thread.run_sync(_gzip, body, _SMALL)
            made = _Compressed(tuple(_compressed_headers(headers, small, etag)), small, etag)
            if self._size + len(small) <= _MEMORY:
                self._kept[path] = made
                self._size += len(small)
            return made


class _Whole:
    """One response, gathered until it is whole, where it is worth compressing."""

    def __init__(self, compression: Compression, scope: Scope, send: Send) -> None:
        self._compression, self._scope, self._send = compression, scope, send
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def vary(self, message: Message) -> None:
        """Send as it is, but say that another browser may get it compressed."""
        if message["type"] == "http.response.start" and _is_text(message):
            message["headers"] = _varied(message["headers"])
        await self._send(message)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _worth_it(message):
                self._start = message
            else:
                await self.vary(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start, b"".join(self._parts))

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = list(start["headers"])
        etag = _weak(response_header(start, b"etag") or b"")
        path: str = self._scope["path"]
        for_ever = b"immutable" in (response_header(start, b"cache-control") or b"")
        if etag and for_ever and _PLAIN.fullmatch(path):
            kept = await self._compression.keep(path, headers, body, etag)
        else:
            small = _gzip(body, _QUICK)
            kept = _Compressed(tuple(_compressed_headers(headers, small, etag)), small, etag)
        await _send_kept(self._scope, self._send, kept)


async def _send_kept(scope: Scope, send: Send, kept: _Compressed) -> None:
    asked = [tag.strip() for tag in (header(scope, b"if-none-match") or b"").split(b",")]
    known = bool(kept.etag) and any(tag == b"*" or _weak(tag) == kept.etag for tag in asked)
    status = 304 if known else 200
    headers = [(k, v) for k, v in kept.headers if not known or k.lower() in _NOT_MODIFIED]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if known else kept.body})


def _worth_it(start: Message) -> bool:
    length = response_header(start, b"content-length") or b""
    return (
        start["status"] == 200
        and _is_text(start)
        and response_header(start, b"content-encoding") is None
        and length.isdigit()
        and _SMALLEST <= int(length) <= _LARGEST
    )


def _is_text(start: Message) -> bool:
    return bool(_TEXT.match(response_header(start, b"content-type") or b""))


def _weak(etag: bytes) -> bytes:
    """The compressed bytes are others than the tag was made for, the content is the same."""
    return etag if not etag or etag.startswith(b"W/") else b"W/" + etag


def _varied(headers: RawHeaders) -> RawHeaders:
    present = b", ".join(value for name, value in headers if name.lower() == b"vary")
    if _VARY.lower() in present.lower():
        return headers
    return replaced(headers, [(b"vary", b", ".join(filter(None, (present, _VARY))))])


def _compressed_headers(headers: RawHeaders, body: bytes, etag: bytes) -> RawHeaders:
    changed = [
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(body)).encode()),
        (b"accept-ranges", b""),
        (b"last-modified", b""),  # the tag says it better, a hundred times in a first visit
        (b"etag", etag),
    ]
    return _varied(replaced(headers, changed))


def _gzip(body: bytes, level: int) -> bytes:
    return gzip.compress(body, level, mtime=0)
