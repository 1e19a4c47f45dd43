"""Files made to hurt, through the page and through the address behind it."""

from __future__ import annotations

import gzip
import io
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import pytest

from tests.benchmarks.load import memory
from tests.browser.driving import choose
from tests.browser.test_own_data import CURVE_FILES, TAB, card, give
from tests.browser.test_server import first_line, get
from tests.faults.visitor import Visit, multipart, visit
from tests.serving import OpenedPage, RunningApp
from tradeoff.server.uploads import MOST_BYTES, MOST_FILES

MEGABYTE: Final = 1024 * 1024
#: In megabytes, of the server's memory, over all that a test does to it.
GROWTH: Final = 100.0
SECONDS: Final = 10.0
#: Just below what the page takes: 2 MB of a million bytes.
FULL: Final = 1_990_000
#: Just below what the server takes: the picture of a figure.
LARGEST: Final = b"1" * (10 * MEGABYTE - 100_000)


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def bombs() -> Iterator[tuple[str, bytes, str]]:
    """Name, content, and what the page has to say."""
    zeros = bytes(100 * MEGABYTE)
    large = zipped(("curve.csv", zeros))
    yield "bomb.zip.csv", large, "This is a compressed file"
    yield (
        "nested.csv",
        zipped(*((f"{n}.zip", large) for n in range(20))),
        "This is a compressed file",
    )
    yield "bomb.csv", gzip.compress(zeros), "This is a compressed file"
    yield "line.csv", b"1" * FULL, "characters, the limit is 5,000"
    yield "commas.csv", b"," * 100_000 + b"\n1,0.9\n", "characters, the limit is 5,000"
    yield "quotes.csv", b'"' * MEGABYTE + b"\n" + b"1,0.9\n", "characters, the limit is 5,000"
    yield "rows.csv", b"1\n" * (FULL // 2), "rows, the limit is 20,000"
    yield "empty-rows.csv", b"\n" * FULL, "the file is empty"
    yield "nul.csv", b"time,survival\n1,0.9\n2,\x000.8\n", "characters that are not text"
    yield "random.csv", bytes(range(256)) * 4000, "characters that are not text"
    yield "half.csv", "\ufefftime,survival\n1,0.9".encode("utf-16-le")[:-1], "not whole text"
    yield "digits.csv", b"time,survival\n1," + b"9" * 4000 + b"\n", "row 2"


def test_every_bomb_is_refused_in_words_and_costs_neither_memory_nor_others_their_answer(
    open_page: Callable[..., OpenedPage], app: RunningApp
) -> None:
    opened = open_page("/evidence", query=TAB)
    choose(opened, "own_kind", CURVE_FILES)
    before = memory(app.process.pid)
    with visit(app) as another:
        for name, content, said in bombs():
            assert len(content) <= FULL, name
            began = time.monotonic()
            give(opened, "own_curve", name, content)
            assert name in text_when_said(opened, said), name
            assert time.monotonic() - began < SECONDS, name
            assert '"value": 40' in another.open("weight=40"), name
    assert memory(app.process.pid) - before < GROWTH
    opened.assert_no_errors()


def text_when_said(opened: OpenedPage, said: str) -> str:
    """The card's text, once it holds this."""
    card(opened).get_by_text(said).first.wait_for(timeout=1000 * SECONDS)
    return card(opened).inner_text()


@pytest.fixture
def session(app: RunningApp) -> Iterator[Visit]:
    """A visit that has opened the page with the uploads; the server says of it nothing grave."""
    seen = len(app.output())
    with visit(app) as made:
        made.open("tab=data", page="evidence")
        yield made
        assert '"value": 40' in made.open("weight=40"), "the session lives"
    assert get(app, "/readyz")[0] == 200
    assert "Traceback" not in app.output()[seen:]


def test_a_file_is_taken_only_with_the_sessions_own_number_and_token(session: Visit) -> None:
    assert session.upload(b"1,0.9\n") == 204
    assert session.upload(b"1,0.9\n", session="0" * 36) == 400
    assert session.upload(b"1,0.9\n", session="../../x") in (400, 404)
    assert session.upload(b"1,0.9\n", X_Xsrftoken="") == 403
    assert session.upload(b"1,0.9\n", Cookie="") == 403
    assert session.upload(b"1,0.9\n", Origin="https://evil.example") == 403
    with visit(session.app) as other:
        other.open()
        assert session.upload(b"1,0.9\n", X_Xsrftoken=other.xsrf) == 403


def test_a_session_keeps_few_files_and_no_large_one(session: Visit) -> None:
    before = memory(session.app.process.pid)
    assert session.upload(LARGEST + bytes(200_000)) == 413
    full = b"1" * FULL
    statuses = [session.upload(full, file=str(number)) for number in range(MOST_FILES + 30)]
    assert statuses == [204] * MOST_FILES + [429] * 30
    assert session.upload(full, file="0") == 204, "one file in the place of another"
    assert session.take_away("1") == 204
    assert session.upload(full, file="new") == 204
    assert session.upload(full, file="newer") == 429
    assert memory(session.app.process.pid) - before < GROWTH


def test_a_session_keeps_few_pictures_of_the_largest_size(session: Visit) -> None:
    before = memory(session.app.process.pid)
    fitting = MOST_BYTES // len(LARGEST)
    statuses = [session.upload(LARGEST, file=str(number)) for number in range(fitting + 3)]
    assert statuses == [204] * fitting + [429] * 3
    assert session.upload(LARGEST, file="0") == 204, "one picture in the place of another"
    assert session.upload(b"1,0.9\n", file="small") == 204
    assert session.take_away("1") == 204
    assert session.upload(LARGEST, file="new") == 204
    assert memory(session.app.process.pid) - before < GROWTH


def raw_upload(session: Visit, framing: str) -> socket.socket:
    """A connection on which the head of an upload was sent."""
    connection = socket.create_connection(("127.0.0.1", session.app.port), timeout=10)
    path = f"/_stcore/upload_file/{session.session}/9"
    named = session.upload_headers() | {"Host": f"127.0.0.1:{session.app.port}"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    connection.sendall(f"PUT {path} HTTP/1.1\r\n{lines}{framing}\r\n\r\n".encode())
    return connection


def test_a_gigabyte_without_a_stated_length_is_cut_off_early(session: Visit) -> None:
    before = memory(session.app.process.pid)
    part = bytes(64 * 1024)
    chunk = f"{len(part):x}\r\n".encode() + part + b"\r\n"
    sent, answer = 0, b""
    with raw_upload(session, "Transfer-Encoding: chunked") as connection:
        connection.sendall(f"{len(multipart(b'')):x}\r\n".encode() + multipart(b"") + b"\r\n")
        with suppress(ConnectionError):
            while sent < 1024 * MEGABYTE:
                connection.sendall(chunk)
                sent += len(chunk)
                connection.setblocking(False)
                with suppress(BlockingIOError):
                    answer += connection.recv(65_536)
                connection.settimeout(10)
    assert b"413" in first_line(answer), "the refusal is heard"
    assert sent < 32 * MEGABYTE
    assert memory(session.app.process.pid) - before < GROWTH


@pytest.mark.parametrize(
    ("framing", "status"),
    [
        ("Content-Length: 999999999999", b"413"),
        ("Content-Length: -1", b"400"),
        ("Content-Length: 3x", b"400"),
        ("Content-Length: 20", b"400"),
        ("Content-Length: 0", b"400"),
    ],
)
def test_a_length_that_is_not_true_is_refused(session: Visit, framing: str, status: bytes) -> None:
    with raw_upload(session, framing) as connection:
        connection.sendall(multipart(b"1,0.9\n"))
        assert status in first_line(connection.recv(65_536))


@pytest.mark.parametrize("framing", ["Content-Length: 1000000", "Transfer-Encoding: chunked"])
def test_a_file_that_breaks_off_halfway_is_no_fault_of_the_servers(
    session: Visit, framing: str
) -> None:
    seen = len(session.app.output())
    with raw_upload(session, framing) as connection:
        connection.sendall(b"5\r\n--191\r\n")
        time.sleep(0.3)  # it has to be read before the line breaks
    deadline = time.monotonic() + SECONDS
    while '"PUT"' not in session.app.output()[seen:] and time.monotonic() < deadline:
        time.sleep(0.05)
    said = session.app.output()[seen:]
    assert '"PUT"' in said
    assert '"level": "error"' not in said
