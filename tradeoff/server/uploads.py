"""No session keeps more than a few files: a limit that Streamlit has for each file only.

Files that were taken stay in the server's memory for as long as their session lives, those that no
page asks for too.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.gate import UPLOADS
from tradeoff.server.requests import answer, path_of, starts_response

#: Of one session at once. The page asks for three, and takes those away that are replaced.
MOST_FILES: Final = 20
#: The files of so many sessions are counted; those that were quiet longest are forgotten first.
_MOST_SESSIONS: Final = 5000
_TOO_MANY: Final = 429


class FewUploads:
    """Counts the files of each session, those on their way too."""

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        self.app = app
        self._base = base
        self._files: OrderedDict[str, set[str]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a file through, or refuse it."""
        path = path_of(scope, self._base) if scope["type"] == "http" else ""
        if not path.startswith(UPLOADS):
            await self.app(scope, receive, send)
            return
        session, _, file = path.removeprefix(UPLOADS).partition("/")
        files = self._files.get(session, set())
        if scope["method"] == "PUT" and file not in files and len(files) >= MOST_FILES:
            await answer(scope, receive, send, _TOO_MANY)
            return
        kept = file in files
        if scope["method"] == "PUT":
            self._count(session).add(file)
        done = False

        async def watched(message: Message) -> None:
            nonlocal done
            done = done or (starts_response(message) and message["status"] < 300)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            gone = done if scope["method"] == "DELETE" else not (done or kept)
            if gone:
                self._forget(session, file)

    def _count(self, session: str) -> set[str]:
        files = self._files.setdefault(session, set())
        self._files.move_to_end(session)
        while len(self._files) > _MOST_SESSIONS:
            self._files.popitem(last=False)
        return files

    def _forget(self, session: str, file: str) -> None:
        files = self._files.get(session, set())
        files.discard(file)
        if not files:
            self._files.pop(session, None)
