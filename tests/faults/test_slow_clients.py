"""Many who send or take a byte now and then: the others don't notice, and they are let go."""

from __future__ import annotations

import itertools
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest
import streamlit

from tests.benchmarks.load import memory
from tests.browser.test_server import first_line, get, handshake
from tests.faults.visitor import asks_for, visit
from tests.serving import RunningApp
from tradeoff.server.patches import BODY_SECONDS, HEAD_SECONDS

MANY: Final = 100
SCRIPTS: Final = Path(streamlit.__file__).parent / "static" / "static" / "js"
#: Over the limit itself: for a busy machine.
SLACK_SECONDS: Final = 15.0
#: uvicorn asks a web socket every 20 s, and waits as long for the answer.
PING_SECONDS: Final = 40.0
#: In megabytes, for each of them.
GROWTH_EACH: Final = 1.0
#: How much slower others may be answered; the machine itself wavers by as much.
SLOWER: Final = 3.0
QUESTIONS: Final = 15
#: Established, and closed by the other side only, as the system numbers the states.
_OPEN: Final = ("01", "08")


def answer_seconds(app: RunningApp) -> float:
    """The middle time of a page with its numbers, asked for by a new visitor."""
    times = []
    for _ in range(QUESTIONS):
        began = time.perf_counter()
        assert get(app, "/")[0] == 200
        with visit(app) as one:
            assert '"value": 40' in one.open("weight=40")
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def connected(app: RunningApp, receive_bytes: int = 0) -> socket.socket:
    made = socket.socket()
    if receive_bytes:  # so that the server's system can't take it all off its hands
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    made.settimeout(20)
    made.connect(("127.0.0.1", app.port))
    return made


@contextmanager
def each_second(do: Callable[[], None]) -> Iterator[None]:
    """Do it once a second beside the block, until that ends."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(1):
            do()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def dripping(lines: list[socket.socket], data: bytes) -> AbstractContextManager[None]:
    """Send each line a byte a second, over and over."""
    place = itertools.cycle(range(len(data)))

    def drip() -> None:
        at = next(place)
        for line in lines:
            with suppress(OSError):
                line.send(data[at : at + 1])

    return each_second(drip)


def seconds_until_let_go(
    lines: list[socket.socket], limit: float, read: Callable[[socket.socket], bytes]
) -> float:
    """Until the server has ended every line; reading as slowly as the test wants."""
    began = time.monotonic()
    with selectors.DefaultSelector() as waiting:
        for line in lines:
            line.setblocking(False)
            waiting.register(line, selectors.EVENT_READ)
        while waiting.get_map() and time.monotonic() - began < limit:
            for key, _ in waiting.select(0.5):
                with suppress(BlockingIOError):
                    try:
                        ended = not read(key.fileobj)  # type: ignore[arg-type]
                    except ConnectionError:
                        ended = True
                    if ended:
                        waiting.unregister(key.fileobj)
        assert not waiting.get_map(), f"{len(waiting.get_map())} lines are still held"
    return time.monotonic() - began


@pytest.fixture
def lines() -> Iterator[list[socket.socket]]:
    made: list[socket.socket] = []
    with ExitStack() as stack:
        yield made
        for line in made:
            stack.enter_context(line)


def held(app: RunningApp) -> int:
    """The server's open connections, those among them that the other side has closed."""
    rows = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    ends = ((row.split()[1].rpartition(":")[2], row.split()[3]) for row in rows)
    return sum(int(port, 16) == app.port and state in _OPEN for port, state in ends)


@pytest.mark.parametrize("kind", ["nothing", "head", "body"])
def test_who_sends_a_byte_a_second_keeps_nobody_waiting_and_is_let_go(
    start_app: Callable[..., RunningApp], lines: list[socket.socket], kind: str
) -> None:
    app = start_app()
    quick, before = answer_seconds(app), memory(app.process.pid)
    lines += [connected(app) for _ in range(MANY)]
    begun = {
        "nothing": b"",
        "head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        "body": b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Length: 1000000\r\n\r\n",
    }[kind]
    for line in lines:
        line.sendall(begun)
    limit = BODY_SECONDS if kind == "body" else HEAD_SECONDS
    answers = dict.fromkeys(lines, b"")

    def read(line: socket.socket) -> bytes:
        data = line.recv(65_536)
        answers[line] += data
        return data

    with dripping(lines if kind != "nothing" else [], b"x"):
        assert answer_seconds(app) < SLOWER * quick
        took = seconds_until_let_go(lines, limit + SLACK_SECONDS, read)
    assert memory(app.process.pid) - before < MANY * GROWTH_EACH
    said = [first_line(answer) for answer in answers.values() if answer]
    assert {"nothing": not said, "head": all(b" 408 " in one for one in said), "body": True}[kind]
    assert kind == "nothing" or said
    assert took < limit + SLACK_SECONDS
    assert not held(app)
    assert "Traceback" not in app.output()


def test_who_takes_an_answer_a_byte_at_a_time_keeps_nobody_waiting_and_is_let_go(
    start_app: Callable[..., RunningApp], lines: list[socket.socket]
) -> None:
    app = start_app()
    path = f"/static/js/{max(SCRIPTS.iterdir(), key=lambda file: file.stat().st_size).name}"
    quick = answer_seconds(app)
    request = f"GET {path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    get(app, path, accept_encoding="gzip")
    before = memory(app.process.pid)
    lines += [connected(app, 4096) for _ in range(MANY)]
    for line in lines:
        line.sendall(6 * request)  # more than the system takes off the server's hands
    began = time.monotonic()
    with reading_slowly(lines):
        assert answer_seconds(app) < SLOWER * quick
        assert memory(app.process.pid) - before < MANY * 3 * GROWTH_EACH, "a script of 1.5 MB each"
        wait_until(lambda: not held(app), BODY_SECONDS + SLACK_SECONDS)
    assert time.monotonic() - began > BODY_SECONDS / 2, "it was held up in the server itself"
    assert "Traceback" not in app.output()


def reading_slowly(lines: list[socket.socket]) -> AbstractContextManager[None]:
    """Take a byte a second from each."""

    def read() -> None:
        for line in lines:
            with suppress(OSError):
                line.recv(1, socket.MSG_DONTWAIT)

    return each_second(read)


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def frame(payload: bytes) -> bytes:
    """A binary message of a web socket, masked with zeros, of less than 64 kB."""
    length = (
        bytes([0x80 | len(payload)])
        if len(payload) < 126
        else b"\xfe" + len(payload).to_bytes(2, "big")
    )
    return b"\x82" + length + bytes(4) + payload


def test_a_page_that_asks_on_and_on_and_reads_nothing_keeps_nobody_waiting_and_is_let_go(
    start_app: Callable[..., RunningApp], lines: list[socket.socket]
) -> None:
    app = start_app()
    quick, before = answer_seconds(app), memory(app.process.pid)
    lines += [connected(app, 4096) for _ in range(5)]
    for line in lines:
        line.sendall(handshake(app, Origin=app.url, Sec_WebSocket_Protocol="streamlit"))
    ended = threading.Event()

    def ask() -> None:
        number = 0
        while not ended.wait(0.5):
            number += 1
            for line in lines:
                with suppress(OSError):
                    line.send(frame(asks_for(f"weight={number % 100}")), socket.MSG_DONTWAIT)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        assert answer_seconds(app) < SLOWER * quick
        wait_until(lambda: not held(app), PING_SECONDS + SLACK_SECONDS)
    finally:
        ended.set()
        thread.join()
    assert memory(app.process.pid) - before < 100
    closed = [line for line in app.output().splitlines() if "websocket closed" in line]
    assert len(closed) >= 2 * QUESTIONS + len(lines)
    assert "Traceback" not in app.output()


def test_more_sessions_are_held_than_a_system_lets_a_process_open_files_at_first(
    start_app: Callable[..., RunningApp],
) -> None:
    app = start_app(before=("prlimit", "--nofile=128:4096"))
    for _ in range(60):  # each keeps three handles for two minutes
        with visit(app) as one:
            assert '"value": 40' in one.open("weight=40")
    assert "Traceback" not in app.output()
