"""HTTP as uvicorn speaks it, but for its words to what it can't read and its care with sockets."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from tradeoff.server.error_pages import error_response
from tradeoff.server.headers import content_security_policy, fixed_headers

__all__ = ["LARGEST_HEAD", "WordedProtocol", "worded_protocol"]

#: Of one request's first line and headers. Up to here the gate answers, in full words.
LARGEST_HEAD: Final = 1024 * 1024
_KEY_LENGTH: Final = 24
_REFUSED, _FAULT = 400, 500


class WordedProtocol(H11Protocol):
    """Answers a request that can't be read in our words, under our headers."""

    safe_headers: tuple[tuple[bytes, bytes], ...] = ()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - said in the log already
        """Called from where the fault was met, which knows whether the request was too long."""
        fault = sys.exc_info()[1]
        hint = getattr(fault, "error_status_hint", _REFUSED)
        status = hint if _REFUSED < hint < _FAULT else _REFUSED  # the fault is not ours
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
