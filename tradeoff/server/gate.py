"""What there is and who may ask: everything else is refused before Streamlit sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.screens import components
from tradeoff.server.requests import answer, header, path_of, replaced, response_header, wants_html

HEALTH: Final = ("/healthz", "/readyz")
STREAM: Final = "/_stcore/stream"
UPLOADS: Final = "/_stcore/upload_file/"
_ICON: Final = "/favicon.png"
#: What browsers ask for by themselves where a document names no icon, such as one still loading.
_ICON_BY_HABIT: Final = "/favicon.ico"
_FILES: Final = (_ICON, "/manifest.json", "/_stcore/health", "/_stcore/host-config")
_SCRIPTS: Final = tuple(components.ADDRESS + name for name in components.SCRIPTS)
_FOLDERS: Final = ("/static/", "/media/", UPLOADS)
_READ: Final = ("GET", "HEAD")
_UPLOAD: Final = ("PUT", "DELETE")

#: Of path and query together. The program's own links stay below a thousandth of it.
LONGEST_TARGET: Final = 64 * 1024
#: Of its parts; Streamlit takes 1000 and, beyond that, shows the page as if there were none.
_MOST_PARTS: Final = 500
#: Of all headers together; some hospitals' cookies take a quarter of it.
_LARGEST_HEADERS: Final = 64 * 1024
_RETRY_SECONDS: Final = b"60"

Refusal = tuple[int, tuple[tuple[bytes, bytes], ...]]


class Gate:
    """Lets through what is there, asked for by this site itself, in a size that makes sense."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        pages: Iterable[str],
        base: str,
        trusted_hosts: tuple[str, ...],
        max_connections: int,
    ) -> None:
        self.app = app
        self._files = {"/", *_FILES, *_SCRIPTS, *HEALTH, *(f"/{page}" for page in pages)}
        self._base = base
        self._hosts = trusted_hosts
        self._most = max_connections
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        path = path_of(scope, self._base)
        if path == _ICON_BY_HABIT:
            path = _ICON
            inside = f"{self._base}{path}"
            scope = {**scope, "path": inside, "raw_path": inside.encode("ascii")}
        refusal = self._refusal(scope, path)
        if refusal is not None:
            await answer(scope, receive, send, *refusal)
        elif scope["type"] == "websocket":
            await self._stream(scope, receive, send)
        else:
            await self.app(scope, receive, _Answer(send, path).send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._open += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open -= 1

    def _refusal(self, scope: Scope, path: str) -> Refusal | None:
        if (unreadable := _unreadable(scope)) is not None:
            return unreadable, ()
        if path not in HEALTH and not self._is_ours(scope):
            return 421, ()
        if not _same_origin(scope):
            return 403, ()
        if scope["type"] == "websocket":
            return self._refused_stream(path)
        return self._refused_request(scope, path)

    def _refused_stream(self, path: str) -> Refusal | None:
        if path != STREAM:
            return 404, ()
        return self._full() if self._open >= self._most else None

    def _refused_request(self, scope: Scope, path: str) -> Refusal | None:
        if path.rstrip("/") not in self._files and path != "/" and not _in_a_folder(path):
            return 404, ()
        allowed = _UPLOAD if path.startswith(UPLOADS) else _READ
        if scope["method"] not in allowed:
            return 405, ((b"allow", ", ".join(allowed).encode()),)
        opens_page = (
            wants_html(scope)
            and not _in_a_folder(path)
            and path not in (*_FILES, *_SCRIPTS, *HEALTH)
        )
        return self._full() if opens_page and self._open >= self._most else None

    def _full(self) -> Refusal:
        return 503, ((b"retry-after", _RETRY_SECONDS),)

    def _is_ours(self, scope: Scope) -> bool:
        if not self._hosts:
            return True
        host = (header(scope, b"host") or b"").decode("latin-1").lower()
        name = host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
        return any(_matches(name.rstrip("."), pattern) for pattern in self._hosts)


class _Answer:
    """How long a response may be kept, and by whom."""

    def __init__(self, send: Send, path: str) -> None:
        self._send, self._path = send, path
        self._leave_out = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = response_header(message, b"content-type") or b""
            # Where a file is missing, the framework sends its index page in its place.
            missing = self._path.startswith("/static/") and kind.startswith(b"text/html")
            if missing:
                self._leave_out = True
                await self._send({**message, "status": 404, "headers": []})
                await self._send({"type": "http.response.body", "body": b""})
                return
            if self._path.startswith(("/media/", "/_stcore/")):
                kept = [(b"cache-control", b"no-store")]
                message["headers"] = replaced(message["headers"], kept)
        if not self._leave_out:
            await self._send(message)


def _unreadable(scope: Scope) -> int | None:
    names = {name for name, _ in scope["headers"]}
    if {b"content-length", b"transfer-encoding"} <= names:
        return 400  # where the request ends is for the proxy in front to say one way, us another
    target = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if target > LONGEST_TARGET or scope["query_string"].count(b"&") >= _MOST_PARTS:
        return 414
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return 431 if headers > _LARGEST_HEADERS else None


def _in_a_folder(path: str) -> bool:
    return path.startswith(_FOLDERS)


def _same_origin(scope: Scope) -> bool:
    """Whether the request comes from a page of this site; those that say nothing do.

    Streamlit's own check, for an origin that is not the host's, would first ask another machine
    for this one's outside address.
    """
    origin = header(scope, b"origin")
    if origin is None:
        return True
    try:
        netloc = urlsplit(origin.decode("latin-1")).netloc
    except ValueError:
        return False
    return (
        bool(netloc) and netloc.lower().encode("latin-1") == (header(scope, b"host") or b"").lower()
    )


def _matches(name: str, pattern: str) -> bool:
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern
