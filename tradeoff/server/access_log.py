"""One line of JSON for each request: what was asked for, and never what was chosen.

No query (it holds the choices, and counts that somebody typed), no cookie, no name of a session or
of a download, and no address of whoever asked unless the settings say so.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import secrets
import sys
import time
import traceback
from typing import Final, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.requests import REQUEST_ID, header, replaced, starts_response

_ACCESS: Final = logging.getLogger("tradeoff.access")
_GIVEN_ID: Final = re.compile(rb"[A-Za-z0-9-]{8,64}")
_LONGEST_PATH: Final = 200
#: Below these, names say who or what: sessions, and what was made for them.
_UNNAMED: Final = re.compile(r"(?<!/static)(/(?:media|_stcore/upload_file)/).+", re.DOTALL)
#: Told at the level "debug" only: probes, and the some sixty scripts of a first page.
_QUIET: Final = re.compile(r".*(?:/healthz|/readyz|/_stcore/health|/static/.*)", re.DOTALL)
_FAULT, _REFUSED = 500, 400


class AccessLog:
    """Numbers each request, notes how it ended, and says the number in the response."""

    def __init__(self, app: ASGIApp, *, log_addresses: bool) -> None:
        self.app = app
        self._log_addresses = log_addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Number the request, and note it when it has ended."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope[REQUEST_ID] = _number(scope)
        noted = _Noted(scope, send, self._about(scope))
        try:
            await self.app(scope, receive, noted.send)
        finally:
            noted.ended()

    def _about(self, scope: Scope) -> dict[str, object]:
        about: dict[str, object] = {
            "id": scope[REQUEST_ID],
            "method": scope.get("method", "GET"),
            "path": _UNNAMED.sub(r"\1…", scope["path"])[:_LONGEST_PATH],
        }
        if self._log_addresses and scope.get("client"):
            about["address"] = scope["client"][0]
        return about


class _Noted:
    """One exchange: its status, its bytes and its time."""

    def __init__(self, scope: Scope, send: Send, about: dict[str, object]) -> None:
        self._scope, self._send, self._about = scope, send, about
        self._status = 0
        self._bytes = 0
        self._began = time.perf_counter()

    async def send(self, message: Message) -> None:
        kind = message["type"]
        if starts_response(message):
            self._status = message["status"]
            number = str(self._scope[REQUEST_ID]).encode()
            message["headers"] = replaced(message.get("headers", ()), [(b"x-request-id", number)])
        elif kind.endswith("response.body"):
            self._bytes += len(message.get("body", b""))
        elif kind == "websocket.accept":
            self._status = 101
            _note(logging.INFO, {"event": "websocket open", **self._about})
        await self._send(message)

    def ended(self) -> None:
        open_for = round((time.perf_counter() - self._began) * 1000, 1)
        fields = {**self._about, "status": self._status, "bytes": self._bytes, "ms": open_for}
        if self._scope["type"] == "websocket" and self._status == 101:
            del fields["bytes"]
            _note(logging.INFO, {"event": "websocket closed", **fields})
        else:
            _note(_level(self._status, self._scope["path"]), {"event": "request", **fields})


class JsonLines(logging.Formatter):
    """Each record as one line of JSON, those of the web server too."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's fields, its text where it has none, and its traceback where it has one."""
        moment = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, "fields", None)
        line |= fields if isinstance(fields, dict) else {"event": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            line["fault"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=True, default=str)


class _Lines(logging.StreamHandler[TextIO]):
    """What can't be written, as on a full disk, is lost without further words."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def set_up_logs(level: str, stream: TextIO | None = None) -> None:
    """Lines of JSON to standard output, from this package and from the web server.

    Called once Streamlit has read its settings, since it gives the web server handlers of its own.
    """
    handler = _Lines(stream or sys.stdout)
    handler.setFormatter(JsonLines())
    for name in ("tradeoff", "uvicorn", "uvicorn.error", "websockets"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())
    # Warming up and looking at the shelf are done outside any visit, and rightly so.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
        _of_a_visit
    )
    # What it says of its own start and end, and of each bad request, is said here already.
    logging.getLogger("uvicorn.error").setLevel(max(level.upper(), "WARNING", key=_severity))


def _of_a_visit(record: logging.LogRecord) -> bool:
    return "missing ScriptRunContext" not in str(record.msg)


def _severity(name: str) -> int:
    return logging.getLevelNamesMapping()[name]


def _note(level: int, fields: dict[str, object]) -> None:
    if _ACCESS.isEnabledFor(level):
        _ACCESS.log(level, "%s", fields.get("event"), extra={"fields": fields})


def _level(status: int, path: str) -> int:
    if status >= _FAULT:
        return logging.ERROR
    if status >= _REFUSED:
        return logging.WARNING
    return logging.DEBUG if _QUIET.fullmatch(path) else logging.INFO


def _number(scope: Scope) -> str:
    """The number that the proxy in front gave, where it looks like one, or a new one."""
    given = header(scope, b"x-request-id") or b""
    return given.decode() if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
