"""A visit without a browser: a web socket that asks for pages and keeps what is drawn."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.serving import READY_SECONDS, RunningApp

XSRF = "_streamlit_xsrf"
BOUNDARY = "1910"


def asks_for(query: str, page: str = "") -> bytes:
    """The message by which a browser asks for a page with these choices."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    return message.SerializeToString()


@dataclass
class Visit:
    """One session: its number, its cookie against forged uploads, all that it was sent."""

    app: RunningApp
    socket: ClientConnection
    session: str = ""
    xsrf: str = ""
    received: list[bytes] = field(default_factory=list)

    def open(self, query: str = "", page: str = "") -> str:
        """All text of the page as it travels, once the script has finished."""
        began = len(self.received)
        self.socket.send(asks_for(query, page))
        while True:
            self.received.append(self.socket.recv(READY_SECONDS, decode=False))
            message = ForwardMsg.FromString(self.received[-1])
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            if kind == "script_finished":
                return b"\n".join(self.received[began:]).decode("utf-8", "replace")

    def upload_headers(self) -> dict[str, str]:
        return {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Cookie": f"{XSRF}={self.xsrf}",
            "X-Xsrftoken": self.xsrf,
        }

    def upload(self, content: bytes, *, file: str = "1", session: str = "", **changed: str) -> int:
        """Give a file as the page does; the status. A header changed to nothing is left out."""
        headers = self.upload_headers() | {k.replace("_", "-"): v for k, v in changed.items()}
        given = {name: value for name, value in headers.items() if value}
        return self._status("PUT", f"{session or self.session}/{file}", multipart(content), given)

    def take_away(self, file: str) -> int:
        """Take a file back as the page does; the status."""
        return self._status("DELETE", f"{self.session}/{file}", b"", self.upload_headers())

    def _status(self, method: str, file: str, body: bytes, headers: dict[str, str]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=READY_SECONDS)
        try:
            connection.request(method, f"/_stcore/upload_file/{file}", body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


def multipart(content: bytes, name: str = "curve.csv") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    return (
        f"{head}Content-Type: text/csv\r\n\r\n".encode()
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )


@contextmanager
def visit(app: RunningApp) -> Iterator[Visit]:
    """A new session of the program, closed at the end."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=READY_SECONDS)
    connection.request("GET", "/_stcore/health")
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers.get("Set-Cookie", "")
    connection.close()
    xsrf = cookie.partition(f"{XSRF}=")[2].partition(";")[0]
    address = app.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(
        address, subprotocols=["streamlit"], origin=app.url, max_size=None, proxy=None,
        compression=None,
    ) as socket:  # fmt: skip
        yield Visit(app, socket, xsrf=xsrf)
