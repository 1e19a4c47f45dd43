"""Our words in place of every refusal and fault: a page for people, a sentence for programs."""

from __future__ import annotations

import logging
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.drawing import markup
from tradeoff.server.language import language_of
from tradeoff.server.requests import (
    REQUEST_ID,
    RawHeaders,
    replaced,
    response_header,
    starts_response,
    wants_html,
)
from tradeoff.words.catalogues import Voice, voice
from tradeoff.words.frame import PRODUCT
from tradeoff.words.say import ENGLISH, Say, message

_LOG: Final = logging.getLogger("tradeoff.server")
_REFUSED: Final = 400
_FAULT: Final = 500
_PAGES: Final[dict[int, tuple[str, str]]] = {
    400: (
        message("This request was not understood"),
        message("The link may be damaged. Nothing of it was used."),
    ),
    403: (
        message("This is not allowed from here"),
        message("The request came from another site. Open the program by its own address."),
    ),
    404: (
        message("There is no such page"),
        message("The link may be mistyped or old."),
    ),
    405: (
        message("That can't be done here"),
        message("This address can be opened, but nothing can be sent to it."),
    ),
    408: (
        message("This request took too long"),
        message("The line may be slow or broken. Try once more: a link holds every choice."),
    ),
    413: (
        message("This file is too large"),
        message("Choose a smaller file. Nothing of it was kept."),
    ),
    414: (
        message("This link is too long"),
        message("It can't be one of this program's links. Nothing of it was used."),
    ),
    416: (
        message("There is no such part"),
        message("Download the file once more."),
    ),
    421: (
        message("This is not this server's address"),
        message("Open the program by the address that your centre gave you."),
    ),
    429: (
        message("These are too many files"),
        message("Take away some of those that were given, or load the page anew."),
    ),
    431: (
        message("The browser sent too much"),
        message("Delete the cookies of this site, then open the start page."),
    ),
    500: (
        message("Something went wrong"),
        message("The fault is noted, without anything that you entered. Try once more."),
    ),
    503: (
        message("Too many people are using the program"),
        message("Wait a minute, then try once more. Nothing is lost: a link holds every choice."),
    ),
}
_START: Final = message("Open the start page")
_STYLE: Final = (
    "body{margin:0;background:var(--background);color:var(--text);font:1.125rem/1.5 sans-serif}"
    "main{max-width:36rem;margin:0 auto;padding:18vh 1.5rem 2rem}"
    "h1{font-size:1.75rem;line-height:1.25;margin:0 0 1rem}p{margin:0 0 1rem}a{color:inherit}"
    ".note{font-size:.9375rem}"
)


def error_response(
    status: int, *, html: bool, say: Say = ENGLISH, start: str = "/", reference: str = ""
) -> tuple[RawHeaders, bytes]:
    """Headers and body for a status of 400 or more; the reference is named where we are at fault.

    Nothing of the request is repeated in it.
    """
    reference = reference if status >= _FAULT else ""
    text = _page(say, status, start, reference) if html else _plain(say, status, reference)
    body = text.encode()
    kind = b"text/html" if html else b"text/plain"
    return [
        (b"content-type", kind + b"; charset=utf-8"),
        (b"content-language", say.language.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *[(name, b"") for name in (b"content-encoding", b"etag", b"last-modified")],
        (b"vary", b"Accept, Accept-Language"),
    ], body


def _told(say: Say, status: int) -> tuple[str, str]:
    """Title and sentence for a response that is not what was asked for."""
    title, sentence = _PAGES.get(status) or _PAGES[_FAULT if status >= _FAULT else _REFUSED]
    return say(title), say(sentence)


def _reference(say: Say, reference: str) -> str:
    return say(
        "If it happens again, tell whoever runs this server the number {reference}.",
        reference=reference,
    )


def _page(say: Say, status: int, start: str, reference: str) -> str:
    title, sentence = _told(say, status)
    product = voice(Voice.CLINICIAN, say.language)(PRODUCT)
    parts = [markup.heading(title, 1), markup.paragraph(sentence)]
    if reference:
        parts.append(markup.paragraph(_reference(say, reference), "note"))
    parts.append(f'<p><a href="{markup.escaped(start)}">{markup.escaped(say(_START))}</a></p>')
    scheme = ":root{color-scheme:light dark}"
    return (
        f'<!DOCTYPE html><html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{markup.escaped(title)} · {markup.escaped(product)}</title>"
        f"<style>{markup.colours()}{scheme}{_STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>"
    )


def _plain(say: Say, status: int, reference: str) -> str:
    title, sentence = _told(say, status)
    ending = f" {_reference(say, reference)}" if reference else ""
    return f"{title}. {sentence}{ending}\n"


class ErrorPages:
    """Words every response of 400 or more, but JSON, and turns a fault into such a response."""

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        self.app = app
        self._start = f"{base}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Word what was refused, and what failed."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        worded = _Worded(scope, send, self._start)
        try:
            await self.app(scope, receive, worded.send)
        except ClientDisconnect:
            pass  # who sent half a file and went hears no answer
        except Exception as fault:  # whatever it is, its words are not for the browser
            _LOG.exception("%s in %s", type(fault).__name__, scope.get(REQUEST_ID, "-"))
            if not worded.started:
                await worded.fail()


class _Worded:
    """One response on its way: the body of a refusal is left out, and ours sent in its place."""

    def __init__(self, scope: Scope, send: Send, start: str) -> None:
        self.started = False
        self._scope, self._send, self._start = scope, send, start
        self._leave_out = False

    async def send(self, message: Message) -> None:
        if starts_response(message):
            self.started = True
            if message["status"] >= _REFUSED and not _is_json(message):
                await self._refuse(message)
                return
        elif message["type"].startswith("websocket."):
            self.started = True
        if not self._leave_out:
            await self._send(message)

    async def fail(self) -> None:
        kind = "websocket.http.response" if self._scope["type"] == "websocket" else "http.response"
        await self.send({"type": f"{kind}.start", "status": _FAULT, "headers": []})

    async def _refuse(self, message: Message) -> None:
        self._leave_out = True
        reference = str(self._scope.get(REQUEST_ID, ""))
        html = wants_html(self._scope)
        say = voice(Voice.SERVER, language_of(self._scope))
        headers, body = error_response(
            message["status"], html=html, say=say, start=self._start, reference=reference
        )
        kept = replaced(message.get("headers", ()), headers)
        await self._send({**message, "headers": kept})
        kind = message["type"].removesuffix(".start")
        await self._send({"type": f"{kind}.body", "body": body})


def _is_json(message: Message) -> bool:
    kind = response_header({"headers": message.get("headers", ())}, b"content-type") or b""
    return kind.startswith(b"application/json")
