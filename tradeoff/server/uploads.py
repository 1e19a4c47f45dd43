"""No session keeps more than a few files, few of them large: Streamlit limits each file only.

Files that were taken stay in the server's memory for as long as their session lives, those that no
page asks for too.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.gate import UPLOADS
from tradeoff.server.requests import answer, header, path_of, starts_response

#: Of one session at once. The page asks for four, and takes those away that are replaced.
MOST_FILES: Final = 20
#: One file with what is sent around it: the limit of ``.streamlit/config.toml``, and slack.
_LARGEST: Final = 11 * 1024 * 1024
#: Of one session's files together: four as large as a picture, twenty of all others.
MOST_BYTES: Final = 4 * _LARGEST
#: The files of so many sessions are counted; those that were quiet longest are forgotten first.
_MOST_SESSIONS: Final = 5000
_TOO_MANY: Final = 429


class FewUploads:
    """Counts the files of each session, those on their way too."""

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        self.app = app
        self._base = base
        self._files: OrderedDict[str, dict[str, int]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a file through, or refuse it."""
        path = path_of(scope, self._base) if scope["type"] == "http" else ""
        if not path.startswith(UPLOADS):
            await self.app(scope, receive, send)
            return
        session, _, file = path.removeprefix(UPLOADS).partition("/")
        kept = self._files.get(session, {}).get(file)
        if scope["method"] == "PUT":
            if self._too_many(session, file, size := _size(scope)):
                await answer(scope, receive, send, _TOO_MANY)
                return
            self._count(session)[file] = max(size, kept or 0)
        done = False

        async def watched(message: Message) -> None:
            nonlocal done
            done = done or (starts_response(message) and message["status"] < 300)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            gone = done if scope["method"] == "DELETE" else not (done or kept is not None)
            if gone:
                self._forget(session, file)

    def _too_many(self, session: str, file: str, size: int) -> bool:
        """Whether one file more, or a larger one, is more than a session may keep."""
        others = [held for name, held in self._files.get(session, {}).items() if name != file]
        return len(others) >= MOST_FILES or sum(others) + size > MOST_BYTES

    def _count(self, session: str) -> dict[str, int]:
        files = self._files.setdefault(session, {})
        self._files.move_to_end(session)
        while len(self._files) > _MOST_SESSIONS:
            self._files.popitem(last=False)
        return files

    def _forget(self, session: str, file: str) -> None:
        files = self._files.get(session, {})
        files.pop(file, None)
        if not files:
            self._files.pop(session, None)


def _size(scope: Scope) -> int:
    """How many bytes come, by the request itself; where it does not say, the most there can be."""
    said = header(scope, b"content-length") or b""
    return min(int(said), _LARGEST) if said.isdigit() and len(said) < 10 else _LARGEST
