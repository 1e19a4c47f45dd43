"""How many open pages one core holds, each moving its preference slider once a second.

A conversation is recorded in Chromium: the message that opens the page, and one for each press of
the preference slider. Many sessions then replay it over web sockets, evenly spread over the second.
The clock of an answer starts when its press was due, not when it could be sent, and stops when the
server says that the run is over: later than the eye, which has all changes by then.

The server is kept on one core and the sessions on another. Beside the program as it is run
(``server.py``), the same run loads the same page as the framework runs it by itself, and the bare
page. Linux only: processor time and memory are read from ``/proc``.
"""

from __future__ import annotations

import asyncio
import math
import os
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Browser, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from scripts.serving import OpenedPage, RunningApp

#: Presses that are recorded; a session goes through them again and again.
RECORDED = 10
#: A second between two presses of a session.
BEAT_SECONDS = 1.0
#: An answer that takes longer ends the measure: the server is overwhelmed.
PATIENCE_SECONDS = 20.0
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a browser sent: the opening of the page, then press after press."""

    opening: bytes
    presses: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Sessions under load for a while; times in milliseconds, memory in megabytes."""

    sessions: int
    seconds: float
    times: tuple[float, ...]
    core: float
    """Share of one core that the server used."""
    memory: float
    """Resident memory of the server at the end."""

    @property
    def median(self) -> float:
        """The middle answer."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The smallest time that 95 % of the answers did not exceed."""
        return sorted(self.times)[math.ceil(0.95 * len(self.times)) - 1]

    @property
    def cost(self) -> float:
        """Processor time of one answer."""
        return 1000 * self.core * self.seconds / len(self.times)


def recorded(browser: Browser, app: RunningApp, slider: str, *, path: str = "/") -> Conversation:
    """Open a page in Chromium, move its slider step by step, and keep what was sent."""
    sent: list[bytes] = []
    context = browser.new_context()
    try:
        page = context.new_page()
        page.on("websocket", lambda socket: _keep(socket, sent))
        opened = OpenedPage(page, app)
        opened.goto(path)
        opening = len(sent)
        page.locator(slider).first.focus()
        for _ in range(RECORDED):
            page.keyboard.press("ArrowRight")
            opened.settle()
    finally:
        context.close()
    reruns = [frame for frame in sent if BackMsg.FromString(frame).HasField("rerun_script")]
    assert opening == 1, f"{opening} messages opened the page"
    assert len(reruns) == RECORDED + 1, f"{len(reruns)} messages for {RECORDED} presses"
    return Conversation(reruns[0], tuple(reruns[1:]))


def _keep(socket: WebSocket, sent: list[bytes]) -> None:
    socket.on("framesent", lambda frame: sent.append(bytes(frame)))


@dataclass(slots=True)
class Session:
    """One open page without a browser."""

    socket: ClientConnection
    conversation: Conversation
    query: str = ""
    sizes: list[int] = field(default_factory=list)
    """Bytes of each answer."""

    async def answered(self, frame: bytes) -> None:
        """Send one message, with the address as it now is, and wait until its run is over.

        Raises:
            AssertionError: the run failed, or changed nothing.
        """
        message = BackMsg.FromString(frame)
        message.rerun_script.query_string = self.query
        await self.socket.send(message.SerializeToString())
        size, deltas = 0, 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                data = await self.socket.recv(decode=False)
                reply = ForwardMsg.FromString(data)
                size, kind = size + len(data), reply.WhichOneof("type")
                deltas += kind in {"delta", "ref_hash"}
                if kind == "page_info_changed":
                    self.query = reply.page_info_changed.query_string
                if kind == "script_finished" and reply.script_finished in _DONE:
                    break
        assert deltas, "an answer without content"
        self.sizes.append(size)


@asynccontextmanager
async def sessions(
    app: RunningApp, conversation: Conversation, number: int
) -> AsyncIterator[list[Session]]:
    """Pages opened one after the other, and closed at the end."""
    address = app.url.replace("http", "ws", 1) + "/_stcore/stream"
    opened: list[Session] = []
    try:
        for _ in range(number):
            socket = await connect(
                address, subprotocols=["streamlit"], origin=app.url, max_size=None,
                ping_interval=None, compression=None, proxy=None,
            )  # fmt: skip
            opened.append(Session(socket, conversation))
            await opened[-1].answered(conversation.opening)
        yield opened
    finally:
        await asyncio.gather(*(one.socket.close() for one in opened), return_exceptions=True)


async def beaten(opened: Sequence[Session], app: RunningApp, seconds: float) -> Held:
    """Let each session press once a second for a while."""
    start = time.perf_counter() + 0.1
    before = processor_seconds(app.process.pid)
    times = await asyncio.gather(
        *(
            _press(session, start + BEAT_SECONDS * number / len(opened), start + seconds)
            for number, session in enumerate(opened)
        )
    )
    took = time.perf_counter() - start
    used = processor_seconds(app.process.pid) - before
    every = tuple(one for of_session in times for one in of_session)
    return Held(len(opened), took, every, used / took, memory(app.process.pid))


async def _press(session: Session, due: float, end: float) -> list[float]:
    times = []
    for frame in cycle(session.conversation.presses):
        if due >= end:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await session.answered(frame)
        times.append(1000 * (time.perf_counter() - due))
        due += BEAT_SECONDS
    return times


def processor_seconds(process: int) -> float:
    """Processor time that a process has used since its start."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(process: int) -> float:
    """Resident memory of a process in megabytes of 1,000,000 bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6
