"""What a browser may do with a response: the security headers on everything that is sent."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server.requests import RawHeaders, header, replaced, starts_response

#: A host as browsers write it. Anything else is not repeated in a header.
_HOST: Final = re.compile(
    rb"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:]{2,39}\](:[0-9]{1,5})?"
)
_SCRIPT: Final = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)

#: Everything that a page might ask a browser for. Copying the note for the record is all it needs.
_OFF: Final = (
    *("accelerometer", "autoplay", "camera", "clipboard-read", "display-capture"),
    *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
_PERMISSIONS: Final = ",".join((*(f"{name}=()" for name in _OFF), "clipboard-write=(self)"))
_CONNECT: Final = "connect-src 'self'"


def inline_hashes(index: str) -> tuple[str, ...]:
    """The policy's names for the scripts that stand in the page itself."""
    found = (part["code"] for part in _SCRIPT.finditer(index) if "src=" not in part["attributes"])
    digests = (hashlib.sha256(code.encode()).digest() for code in found)
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_security_policy(script_hashes: Iterable[str], frame_ancestors: str) -> str:
    """What may be loaded and run, from where, and who may frame it.

    Styles stand in the page: Streamlit's own, plotly's and ours are made while it is drawn. No
    script does, but for Streamlit's one line and ours, which are named by their hashes.
    """
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            _CONNECT,
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


def fixed_headers(policy: str, frame_ancestors: str) -> RawHeaders:
    """The headers that are the same on every response."""
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": _PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": {"'none'": "DENY", "'self'": "SAMEORIGIN"}.get(frame_ancestors, ""),
        "server": "",
    }
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class SecurityHeaders:
    """Puts the headers on everything, in place of any of the same name."""

    def __init__(self, app: ASGIApp, *, script_hashes: Iterable[str], frame_ancestors: str) -> None:
        self.app = app
        policy = content_security_policy(script_hashes, frame_ancestors)
        self._headers = fixed_headers(policy, frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send everything with the headers."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if starts_response(message):
                message["headers"] = replaced(message.get("headers", ()), self._for(scope))
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _for(self, scope: Scope) -> RawHeaders:
        """With the web socket's address named: for some browsers it is not part of ``'self'``."""
        host = header(scope, b"host") or b""
        if not _HOST.fullmatch(host):
            return self._headers
        connect = _CONNECT.encode()
        sockets = connect + b" ws://" + host + b" wss://" + host
        name, policy = self._headers[0]
        return [(name, policy.replace(connect, sockets)), *self._headers[1:]]
