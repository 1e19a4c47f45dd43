"""How long the server waits for the other side: real sockets, with limits made short."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import h11
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from tradeoff.server import patches as protocol
from tradeoff.server.patches import PatientWebSocket, worded_protocol

SHORT = 0.3
LARGE = b"x" * 30_000_000
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
PUT = b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """A large answer; to what somebody wants to give, a refusal before it was read."""
    body = LARGE if scope["method"] == "GET" else b"no"
    status = 200 if scope["method"] == "GET" else 403
    length = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": length})
    await send({"type": "http.response.body", "body": body})


async def patient(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads on for as long as something comes."""
    while (await receive()).get("more_body"):
        pass


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", SHORT)
    monkeypatch.setattr(protocol, "BODY_SECONDS", SHORT)


def served(app: Callable[..., object], talk: Callable[[socket.socket], bytes]) -> bytes:
    """What a client got, and that the server holds no connection when it has ended."""

    async def run() -> bytes:
        config = uvicorn.Config(
            app, http=worded_protocol((), "'none'"), ws=PatientWebSocket, lifespan="off",
            log_config=None, access_log=False,
        )  # fmt: skip
        config.load()
        server = uvicorn.Server(config)
        make = lambda: config.http_protocol_class(  # noqa: E731
            config=config, server_state=server.server_state, app_state={}
        )
        listening = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
        async with listening:
            with socket.create_connection(listening.sockets[0].getsockname(), 10) as line:
                got = await asyncio.to_thread(talk, line)
                async with asyncio.timeout(10):
                    while server.server_state.connections:
                        await asyncio.sleep(0.02)
        return got

    return asyncio.run(run())


def until_closed(line: socket.socket) -> bytes:
    got = bytearray()
    with suppress(ConnectionError):
        while part := line.recv(65_536):
            got += part
    return bytes(got)


def test_a_head_that_does_not_come_is_answered_with_408_and_the_line_ended() -> None:
    def talk(line: socket.socket) -> bytes:
        line.sendall(GET[:20])
        return until_closed(line)

    answer = served(application, talk)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"took too long" in answer
    assert b"content-security-policy" in answer


def test_a_line_on_which_nothing_comes_is_ended_without_a_word() -> None:
    assert served(application, until_closed) == b""


def test_a_line_is_kept_for_as_long_as_requests_come() -> None:
    def talk(line: socket.socket) -> bytes:
        for _ in range(5):
            line.sendall(PUT.replace(b"100000000", b"0"))
            answer = b""
            while not answer.endswith(b"no"):
                answer += line.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 403")
        return answer

    assert served(application, talk)


def test_a_body_that_does_not_come_ends_the_line() -> None:
    def talk(line: socket.socket) -> bytes:
        line.sendall(PUT + b"x")
        return until_closed(line)

    assert served(patient, talk) == b""


def test_an_answer_that_is_not_taken_is_given_up() -> None:
    def talk(line: socket.socket) -> bytes:
        line.sendall(GET)
        return line.recv(1)  # the connection stays open, and no more is read

    assert served(application, talk) == b"H"


def test_an_answer_that_is_taken_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "BODY_SECONDS", 30.0)

    def talk(line: socket.socket) -> bytes:
        line.sendall(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        return until_closed(line)

    assert served(application, talk).endswith(b"\r\n\r\n" + LARGE)


def test_a_body_that_was_refused_is_cut_off_and_the_refusal_heard() -> None:
    sent = 0

    def talk(line: socket.socket) -> bytes:
        nonlocal sent
        line.sendall(PUT)
        answer = line.recv(65_536)
        with suppress(ConnectionError):
            while sent < 100_000_000:
                sent += line.send(bytes(65_536))
        return answer

    assert served(application, talk).startswith(b"HTTP/1.1 403")
    assert sent < 32_000_000


def test_the_states_that_the_protocol_goes_by_are_those_of_h11() -> None:
    connection = h11.Connection(h11.SERVER)
    assert connection.their_state is h11.IDLE
    connection.receive_data(PUT)
    connection.next_event()
    assert connection.their_state is h11.SEND_BODY
