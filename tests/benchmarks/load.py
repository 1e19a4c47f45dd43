"""How many open pages one core holds, each moving its preference slider once a second.

A conversation is recorded in Chromium: the message that opens the page, and one for each press of
the preference slider. Many sessions then replay it over web sockets, evenly spread over the second.
The clock of an answer starts when its press was due, not when it could be sent, and stops when the
server says that the run is over: later than the eye, which has all changes by then.

The server has one core to itself and the sessions another. Where the system allows it, both come
before everything else on the machine, so that a neighbour's work does not count. Beside the program
as it is run (``server.py``), the same run loads the same page as the framework runs it by itself
(``streamlit run``, nothing frozen, all garbage collected after each run), and the bare page.
Linux only: processor time and memory are read from ``/proc``.
"""

from __future__ import annotations

import asyncio
import math
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.benchmarks.by_hand import PREFERENCE
from tests.benchmarks.interface_speed import BARE_SLIDER
from tests.benchmarks.timed import Timed
from tests.serving import ROOT, SERVER, OpenedPage, RunningApp, launched_chromium, start_app

#: Presses that are recorded; a session goes through them again and again.
RECORDED: Final = 10
#: Between two presses of a session.
BEAT_SECONDS: Final = 1.0
#: For each number of sessions.
MEASURED_SECONDS: Final = 8.0
#: For the memory with one session: it is there after its first presses.
ALONE_SECONDS: Final = 2.0
#: For the processor's time that an answer takes: one session presses so often, for so long.
QUICK_BEAT: Final = 0.2
QUICK_SECONDS: Final = 4.0
#: The machine is shared: a number of sessions is held if one of so many rounds keeps the limit.
ROUNDS: Final = 3
#: An answer that takes longer ends the measure: the server is overwhelmed.
PATIENCE_SECONDS: Final = 30.0
_DONE: Final = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
_TICKS: Final = os.sysconf("SC_CLK_TCK")

#: Acceptance: so many sessions, so slow at most, so many times the framework's own, so large.
LEAST_SESSIONS: Final = 100
MOST_P95: Final = 200.0
LEAST_RATIO: Final = 4.0
MANY_SESSIONS: Final = 200
MOST_MEMORY: Final = 220.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to serve a page, what is pressed there, and the numbers of sessions to try."""

    name: str
    script: str
    slider: str
    steps: tuple[int, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    rounds: int = ROUNDS
    many: int = 0
    """Sessions with which the memory is read at the end; none: not read."""


PROGRAM: Final = Kind(
    "this program", SERVER, PREFERENCE.slider, tuple(range(20, 201, 20)), many=MANY_SESSIONS
)
DEFAULTS: Final = Kind(
    "its page, framework's defaults",
    "app.py",
    PREFERENCE.slider,
    tuple(range(5, 51, 5)),
    {
        "PYTHONPATH": str(Path(__file__).parent / "framework_defaults"),
        "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
    },
)
BARE: Final = Kind(
    "bare page, imports frozen",
    str(ROOT / "tests/browser/bare_page.py"),
    BARE_SLIDER,
    tuple(range(50, 501, 50)),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a browser sent: the opening of the page, then press after press."""

    opening: bytes
    presses: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Held(Timed):
    """Sessions under load for a while; times in milliseconds, memory in megabytes."""

    sessions: int
    seconds: float
    times: tuple[float, ...]
    core: float
    """Share of one core that the server used."""
    memory: float
    """Resident memory of the server at the end."""

    @property
    def kept(self) -> bool:
        """Whether 95 % of the answers came within the limit."""
        return self.p95 < MOST_P95

    @property
    def cost(self) -> float:
        """Processor time of one answer."""
        return 1000 * self.core * self.seconds / len(self.times)

    def __str__(self) -> str:
        return (
            f"{self.sessions} sessions: median {self.median:.0f} ms, p95 {self.p95:.0f} ms, "
            f"{self.core:.0%} of a core, {self.memory:.0f} MB"
        )


def recorded(browser: Browser, app: RunningApp, slider: str) -> Conversation:
    """Open a page in Chromium, move its slider step by step, and keep what was sent."""
    sent: list[bytes] = []
    context = browser.new_context()
    try:
        page = context.new_page()
        page.on("websocket", lambda socket: _keep(socket, sent))
        opened = OpenedPage(page, app)
        opened.goto()
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
    def keep(frame: bytes | str) -> None:
        assert isinstance(frame, bytes)  # Streamlit sends protocol buffers only
        sent.append(frame)

    socket.on("framesent", keep)


@dataclass(slots=True)
class Session:
    """One open page without a browser."""

    socket: ClientConnection
    conversation: Conversation
    first: int = 0
    """The press that it begins with, so that sessions differ."""
    query: str = ""
    sent: bytes = b""
    """What it sent last."""

    async def answered(self, frame: bytes) -> None:
        """Send one message, with the address as it now is, and wait until its run is over.

        Raises:
            TimeoutError: no answer came within the patience.
            AssertionError: the answer was empty.
        """
        message = BackMsg.FromString(frame)
        message.rerun_script.query_string = self.query
        await self.socket.send(message.SerializeToString())
        self.sent, contents = frame, 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                reply = ForwardMsg.FromString(await self.socket.recv(decode=False))
                kind = reply.WhichOneof("type")
                contents += kind in {"delta", "ref_hash"}
                if kind == "page_info_changed":
                    self.query = reply.page_info_changed.query_string
                if kind == "script_finished" and reply.script_finished in _DONE:
                    break
        assert contents, "an answer without content"


@dataclass(slots=True)
class Clinic:
    """Open pages, and more of them."""

    app: RunningApp
    conversation: Conversation
    every: list[Session] = field(default_factory=list)

    async def to(self, number: int) -> None:
        """Open pages one after the other until there are so many."""
        while len(self.every) < number:
            await self._one_more()

    async def _one_more(self) -> None:
        address = self.app.url.replace("http", "ws", 1) + "/_stcore/stream"
        socket = await connect(
            address, subprotocols=[Subprotocol("streamlit")], origin=Origin(self.app.url),
            max_size=None, ping_interval=None, compression=None, proxy=None,
        )  # fmt: skip
        session = Session(socket, self.conversation, len(self.every))
        self.every.append(session)
        await session.answered(self.conversation.opening)

    async def close(self) -> None:
        """Close all pages."""
        await asyncio.gather(*(one.socket.close() for one in self.every), return_exceptions=True)


@asynccontextmanager
async def sessions(app: RunningApp, conversation: Conversation) -> AsyncIterator[Clinic]:
    """No page yet; at the end all that were opened are closed."""
    clinic = Clinic(app, conversation)
    try:
        yield clinic
    finally:
        await clinic.close()


async def beaten(
    opened: Sequence[Session],
    app: RunningApp,
    *,
    seconds: float = MEASURED_SECONDS,
    beat: float = BEAT_SECONDS,
) -> Held:
    """Let each session press once a beat for a while."""
    start = time.perf_counter() + 0.1
    before = processor_seconds(app.process.pid)
    presses = (
        _pressing(session, start + beat * number / len(opened), start + seconds, beat)
        for number, session in enumerate(opened)
    )
    times = await asyncio.gather(*presses)
    took = time.perf_counter() - start
    used = processor_seconds(app.process.pid) - before
    every = tuple(one for of_session in times for one in of_session)
    return Held(len(opened), took, every, used / took, memory(app.process.pid))


async def _pressing(session: Session, due: float, end: float, beat: float) -> list[float]:
    times: list[float] = []
    presses = session.conversation.presses
    for number in count(session.first):
        if due >= end:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await session.answered(presses[number % len(presses)])
        times.append(1000 * (time.perf_counter() - due))
        due += beat
    return times


@contextmanager
def served(kind: Kind) -> Iterator[tuple[RunningApp, Conversation]]:
    """A way to serve, its conversation recorded, on a core of its own."""
    with tempfile.TemporaryDirectory(prefix="tradeoff-load-") as folder:
        app = start_app(Path(folder), script=kind.script, environment=kind.environment)
        try:
            with launched_chromium() as browser:
                conversation = recorded(browser, app, kind.slider)
            with _apart(app.process.pid):
                yield app, conversation
        finally:
            app.stop()


@contextmanager
def _apart(server: int) -> Iterator[None]:
    """The server's threads on the first core and this one on the last, before all others."""
    cores = sorted(os.sched_getaffinity(0))
    for task in Path(f"/proc/{server}/task").iterdir():
        _put_first(int(task.name), cores[0])
    _put_first(0, cores[-1])
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        os.sched_setaffinity(0, cores)


def _put_first(task: int, core: int) -> None:
    os.sched_setaffinity(task, {core})
    with suppress(PermissionError):
        os.sched_setscheduler(task, os.SCHED_RR, os.sched_param(1))


def processor_seconds(process: int) -> float:
    """Processor time that a process has used since its start."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(process: int) -> float:
    """Resident memory of a process in megabytes of 1,000,000 bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


@dataclass(frozen=True, slots=True)
class Climb:
    """How far one way to serve came, step by step."""

    kind: Kind
    steps: tuple[Held, ...]
    alone: float
    """Memory with one session."""
    many: float
    """Memory with the kind's many sessions; not a number where they were not opened."""

    @property
    def held(self) -> Held | None:
        """The most sessions that were answered in time."""
        return next((one for one in reversed(self.steps) if one.kept), None)

    @property
    def sessions(self) -> int:
        """How many they were."""
        return 0 if self.held is None else self.held.sessions


def climb(kind: Kind) -> Climb:
    """Start one way to serve, load it with more and more sessions until it is late, stop it."""
    with served(kind) as (app, conversation):
        return asyncio.run(_climb(kind, app, conversation))


async def _climb(kind: Kind, app: RunningApp, conversation: Conversation) -> Climb:
    async with sessions(app, conversation) as clinic:
        await clinic.to(1)
        alone = (await beaten(clinic.every, app, seconds=ALONE_SECONDS)).memory
        steps: list[Held] = []
        for number in kind.steps:
            await clinic.to(number)
            steps.append(await _best(clinic, kind.rounds))
            if not steps[-1].kept:
                break
        many = math.nan
        if kind.many:
            await clinic.to(kind.many)
            many = (await beaten(clinic.every, app, beat=2 * BEAT_SECONDS)).memory
    return Climb(kind, tuple(steps), alone, many)


async def by_itself(app: RunningApp, conversation: Conversation) -> Held:
    """One session alone, which presses quickly: what an answer costs."""
    async with sessions(app, conversation) as clinic:
        await clinic.to(1)
        return await beaten(clinic.every, app, seconds=QUICK_SECONDS, beat=QUICK_BEAT)


async def _best(clinic: Clinic, rounds: int) -> Held:
    best = await beaten(clinic.every, clinic.app)
    for _ in range(rounds - 1):
        if not best.kept:
            best = min(best, await beaten(clinic.every, clinic.app), key=lambda one: one.p95)
    return best


def part() -> tuple[str, bool]:
    """The table of all three, and whether the limits were kept."""
    program, defaults, bare = (climb(kind) for kind in (PROGRAM, DEFAULTS, BARE))
    kept = (
        program.sessions >= max(LEAST_SESSIONS, LEAST_RATIO * defaults.sessions)
        and program.many <= MOST_MEMORY
    )
    return _table(program, defaults, bare), kept


def _table(program: Climb, *others: Climb) -> str:
    lines = [
        f"{'one core, a press a second':<32}{'sessions':>9}{'× this':>8}{'median':>8}{'p95':>6}"
        f"{'ms each':>9}{'core':>6}{'MB at 1':>9}"
    ]
    for one in (program, *others):
        held = one.held or one.steps[0]
        lines.append(
            f"{one.kind.name:<32}{one.sessions:>9}{one.sessions / max(1, program.sessions):>8.2f}"
            f"{held.median:>8.0f}{held.p95:>6.0f}{held.cost:>9.1f}{held.core:>6.0%}{one.alone:>9.0f}"
        )
    each = 1000 * (program.many - program.alone) / (MANY_SESSIONS - 1)
    return "\n".join(
        (
            *lines,
            f"Memory of this program with {MANY_SESSIONS} sessions: {program.many:.0f} MB "
            f"(limit {MOST_MEMORY:.0f}), {each:.0f} kB a session",
            f"Limits: {LEAST_SESSIONS} sessions with a 95th percentile below {MOST_P95:.0f} ms, "
            f"{LEAST_RATIO:.0f} times the framework's defaults",
        )
    )
