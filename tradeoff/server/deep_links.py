"""Where the program is, told to the page: a link into it would have the browser guess.

Streamlit's front end takes the page's own address for the program's first. For a link to a page
that is not the first one, that asks for two addresses which are not there, and only then, with two
errors in the browser's console, for those that are. It asks nobody where it is told. What it is
told is the folder of the page's address, from which the page takes its scripts, too: right under
any path at which the program is served, and behind a proxy that takes such a path away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.requests import path_of, replaced, response_header

_HEAD: Final = "<head>"
_TOLD: Final = (
    '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location).href }</script>'
)
#: Streamlit's own icon, for the moment until the program has sent its own: a request for nothing.
_ICON: Final = 'href="./favicon.png"'
_NO_ICON: Final = 'href="data:,"'


def told(index: str) -> str:
    """The page that Streamlit sends, with the line in it and without Streamlit's icon."""
    return index.replace(_HEAD, _HEAD + _TOLD, 1).replace(_ICON, _NO_ICON, 1)


class DeepLinks:
    """Puts the line into the pages; what a user downloads stays as it was made."""

    def __init__(self, app: ASGIApp, *, pages: Iterable[str], base: str) -> None:
        self.app = app
        self._pages = {"/", *(f"/{page}" for page in pages)}
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send pages with the line, all else as it is."""
        if scope["type"] == "http" and path_of(scope, self._base) in self._pages:
            send = _Page(send).send
        await self.app(scope, receive, send)


class _Page:
    """One answer, gathered until it is whole where it is a page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = told(self._body.decode()).encode()
        if self._body:  # of a page whose head alone was asked for there is none
            length = [(b"content-length", str(len(body)).encode())]
            start["headers"] = replaced(start["headers"], length)
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    kind = response_header(start, b"content-type") or b""
    encoded = response_header(start, b"content-encoding") is not None
    return start["status"] == 200 and kind.startswith(b"text/html") and not encoded
