"""What we change in other people's private parts, in one file, with the versions it was tried on.

Each is named in ``PATCHES`` with what happens without it; a test fails when a version changes, so
that somebody looks before it is raised.

**uvicorn** waits for ever for a request that comes a byte at a time, and for an answer to be
taken. Each such wait has an end here, so that a slow or dead line holds no place and no memory for
long; and what can't be read is answered in our words.

**Streamlit** works theme and settings out anew for each answer, from the options one by one: a
seventh of an answer's processor time (``tests/benchmarks/load.py``). They never change, so they are
worked out once. What a browser sends for a component it reads as JSON, and takes only one of the
ways in which that can fail for a fault of the text.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any, Final

import h11
from starlette.formparsers import MultiPartParser
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from tradeoff.server.error_pages import error_response
from tradeoff.server.headers import content_security_policy, fixed_headers


@dataclass(frozen=True, slots=True)
class Patch:
    """A private part that is relied on: whose, in which version, and what happens without it."""

    library: str
    version: str
    changed: str
    without: str


PATCHES: Final = (
    Patch(
        "uvicorn",
        "0.54.0",
        "H11Protocol: its waits, send_400_response, _should_upgrade",
        "slow lines hold places for ever; what can't be read gets uvicorn's words without headers",
    ),
    Patch(
        "uvicorn",
        "0.54.0",
        "WebSocketsSansIOProtocol: its waits, keepalive_timeout",
        "a page whose line is dead holds its place until all that was sent is taken",
    ),
    Patch(
        "starlette",
        "1.10.0",
        "MultiPartParser.spool_max_size",
        "a file that somebody gives goes by way of the disk",
    ),
    Patch(
        "streamlit",
        "1.67.0",
        "app_session: _populate_theme_msg, _populate_config_msg",
        "each answer costs a seventh more of the processor",
    ),
    Patch(
        "streamlit",
        "1.67.0",
        "bidi_component.serialization: its json.loads",
        "a traceback for a browser that sends nonsense deep enough, or a number long enough",
    ),
    Patch(
        "streamlit",
        "1.67.0",
        "window.__streamlit of its page (deep_links)",
        "a link to any page but the first asks for two addresses that are not there",
    ),
    Patch(
        "streamlit",
        "1.67.0",
        "the logger of script_run_context (access_log)",
        "a warning in the log for each trial that is opened outside a visit",
    ),
)

#: Of one request's first line and headers. Up to here the gate answers, in full words.
LARGEST_HEAD: Final = 1024 * 1024
#: From the opening of a connection, or the last answer, until the head of a request is there.
HEAD_SECONDS: Final = 20.0
#: For the body of a request; and for what was written to be taken. The largest, a script of
#: 1.5 MB, asks for a line of 100 kbit/s.
BODY_SECONDS: Final = 120.0
#: Of a body that was refused; so much is read, to nobody's use, that the refusal be heard: a whole
#: picture of a figure, and what is sent around it.
_MOST_UNUSED: Final = 12 * 1024 * 1024
_KEY_LENGTH: Final = 24
_REFUSED, _FAULT = 400, 500
_TOO_SLOW: Final = 408


class _Wait:
    """One wait for the other side, with what is done at its end."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, seconds: float, then: Any) -> None:
        self.end()
        self._timer = self._loop.call_later(seconds, then)

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Taken(asyncio.Protocol):
    """Gives a connection up where what was written is not taken in time.

    Every byte left over counts as not taken, so that one byte now and then wins no time.
    """

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport

    def connection_made(self, transport: Any) -> None:
        """Wait for nothing yet."""
        self._taking = _Wait(self.loop)
        transport.set_write_buffer_limits(0)
        super().connection_made(transport)

    def pause_writing(self) -> None:
        """Something is left over."""
        super().pause_writing()
        self._taking.begin(BODY_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """All was taken."""
        super().resume_writing()
        self._taking.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there to take anything."""
        self._taking.end()
        super().connection_lost(exc)


class PatientWebSocket(_Taken, WebSocketsSansIOProtocol):
    """A web socket that is gone at once where no answer came to a ping.

    uvicorn would first have all sent that the other side does not take.
    """

    def keepalive_timeout(self) -> None:
        """No answer came in time."""
        super().keepalive_timeout()
        self.transport.abort()


class WordedProtocol(_Taken, H11Protocol):
    """Answers a request that can't be read in our words, under our headers, and waits so long."""

    safe_headers: tuple[tuple[bytes, bytes], ...] = ()

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request."""
        self._coming = _Wait(self.loop)
        self._awaited: object = None
        self._unused = 0
        super().connection_made(transport)
        self._await_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._coming.end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take part of a request."""
        super().data_received(data)
        answered = self.cycle is not None and self.cycle.response_complete
        if answered and self.conn.their_state is h11.SEND_BODY:
            self._unused += len(data)
            if self._unused > _MOST_UNUSED:
                self.transport.abort()
        self._await_more()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of this one."""
        super().on_response_complete()
        self._await_more()

    def _await_more(self) -> None:
        """Begin to wait for a head or a body where one is due, once for each."""
        ours = self.transport.get_protocol() is self  # else it became a web socket
        due = self.conn.their_state if ours and not self.transport.is_closing() else None
        if due is self._awaited:
            return
        self._awaited = due
        self._unused = 0
        self._coming.end()
        if due is h11.IDLE:
            self._coming.begin(HEAD_SECONDS, self._head_missing)
        elif due is h11.SEND_BODY:
            self._coming.begin(BODY_SECONDS, self.transport.abort)

    def _head_missing(self) -> None:
        """A word to who began; a browser that only opened a line in advance expects none."""
        if self.conn.trailing_data[0]:
            self._refuse(_TOO_SLOW)
        self.transport.close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - said in the log already
        """Called from where the fault was met, which knows whether the request was too long."""
        fault = sys.exc_info()[1]
        hint = getattr(fault, "error_status_hint", _REFUSED)
        self._refuse(hint if _REFUSED < hint < _FAULT else _REFUSED)  # the fault is not ours

    def _refuse(self, status: int) -> None:
        headers, body = error_response(status, html=False)
        sent = [(k, v) for k, v in (*headers, *self.safe_headers, (b"connection", b"close")) if v]
        for event in (
            h11.Response(status_code=status, headers=sent),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _should_upgrade(self) -> bool:
        """Only a whole handshake becomes a web socket; the rest is a request like any other."""
        given = dict(self.headers)
        return (
            self._get_upgrade() == b"websocket"
            and self.scope["method"] == "GET"
            and given.get(b"sec-websocket-version") == b"13"
            and len(given.get(b"sec-websocket-key", b"")) == _KEY_LENGTH
        )


def worded_protocol(script_hashes: Iterable[str], frame_ancestors: str) -> type[WordedProtocol]:
    """The protocol with the headers of these settings."""
    policy = content_security_policy(script_hashes, frame_ancestors)
    headers = tuple(fixed_headers(policy, frame_ancestors))
    return type("Protocol", (WordedProtocol,), {"safe_headers": headers})


def keep_files_in_memory(largest: int) -> None:
    """A file that somebody gives stays in memory: not on a disk, which may be full besides."""
    MultiPartParser.spool_max_size = largest


#: Streamlit's own. Each fills the message that it is given, by the options alone; where a version
#: has none of that name, nothing is changed.
FUNCTIONS: Final = ("_populate_theme_msg", "_populate_config_msg")


def once_for_all(app_session: ModuleType) -> None:
    """Called once with ``streamlit.runtime.app_session``, after the options are read."""
    for name in FUNCTIONS:
        fill = getattr(app_session, name, None)
        if fill is not None:
            setattr(app_session, name, _remembering(fill))


def _remembering(fill: Callable[..., None]) -> Callable[..., None]:
    made: dict[tuple[object, ...], Any] = {}

    def filled(message: Any, *options: object) -> None:
        if options not in made:
            fresh = type(message)()
            fill(fresh, *options)
            made[options] = fresh
        if made[options].ByteSize():  # copying nothing would still mark an empty part as there
            message.CopyFrom(made[options])

    return filled


def nonsense_is_refused(serialization: ModuleType) -> None:
    """Called once with ``streamlit.components.v2.bidi_component.serialization``.

    What can't be read is a fault of the text, whatever it is: Streamlit then goes on without it.
    """

    def loads(text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise json.JSONDecodeError(type(fault).__name__, "", 0) from fault

    read = SimpleNamespace(loads=loads, dumps=json.dumps, JSONDecodeError=json.JSONDecodeError)
    serialization.json = read  # type: ignore[attr-defined]
