"""The layers between the web and the pages, each asked directly, without a server."""

from __future__ import annotations

import asyncio
import gzip
import html
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradeoff.server import error_pages, settings
from tradeoff.server.access_log import set_up_logs
from tradeoff.server.compression import accepts_gzip
from tradeoff.server.error_pages import error_response
from tradeoff.server.gate import LONGEST_TARGET, STREAM
from tradeoff.server.headers import inline_hashes
from tradeoff.server.settings import Settings, SettingsError, from_environment
from tradeoff.server.stack import layers

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
HASHES = inline_hashes(INDEX.read_text(encoding="utf-8"))
BROWSER = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "gzip, deflate, br"}
SCRIPT = b"function script() { return 'the same again'; }\n" * 200
LOGGERS = ("tradeoff", "uvicorn", "uvicorn.error", "websockets")
CSP = "content-security-policy"


@dataclass
class Answer:
    """What came back for one request."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    accepted: bool = False
    closed: bool = False

    @property
    def text(self) -> str:
        return self.body.decode()

    def take(self, message: Message) -> None:
        kind = message["type"]
        if kind.endswith("response.start"):
            assert not self.status, "a response starts once"
            self.status = message["status"]
            for name, value in message.get("headers", []):
                assert name == name.lower()
                assert name.decode() not in self.headers or name == b"set-cookie", name
                self.headers[name.decode()] = value.decode("latin-1")
        elif kind.endswith("response.body"):
            self.body += message.get("body", b"")
        elif kind == "websocket.accept":
            self.accepted = True
        elif kind == "websocket.close":
            self.closed = True


def stacked(inner: ASGIApp, given: Settings | None = None) -> ASGIApp:
    """All layers around an application of the test."""
    app = inner
    made = layers(given or Settings(), script_hashes=HASHES, pages=("evidence",))
    for layer in reversed(made):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    return app


def scope_of(
    path: str, *, method: str = "GET", query: bytes = b"", kind: str = "http", **headers: str
) -> Scope:
    named = {"host": "tool.example.org"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope: Scope = {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in named.items() if v],
        "client": ("192.0.2.7", 4711),
        "extensions": {"websocket.http.response": {}} if kind == "websocket" else {},
    }
    return scope | ({"method": method} if kind == "http" else {})


async def asked(app: ASGIApp, scope: Scope) -> Answer:
    answer = Answer()

    async def receive() -> Message:
        return {
            "type": f"{scope['type']}.connect" if scope["type"] == "websocket" else "http.request"
        }

    async def send(message: Message) -> None:
        answer.take(message)

    await app(scope, receive, send)
    return answer


def ask(app: ASGIApp, path: str = "/", **how: Any) -> Answer:
    return asyncio.run(asked(app, scope_of(path, **how)))


def replying(
    body: bytes = b"hello", status: int = 200, kind: str = "text/html; charset=utf-8", **more: str
) -> ASGIApp:
    """An application with one answer, in two parts as files are sent."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"content-type": kind, "content-length": str(len(body))} | more
        raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        middle = len(body) // 2
        await send({"type": "http.response.body", "body": body[:middle], "more_body": True})
        await send({"type": "http.response.body", "body": body[middle:]})

    return app


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("secret detail")


async def accepting(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines of the log so far."""
    stream = io.StringIO()
    before = {name: logging.getLogger(name) for name in LOGGERS}
    kept = {name: (one.handlers[:], one.propagate, one.level) for name, one in before.items()}
    set_up_logs("info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for name, (handlers, propagate, level) in kept.items():
        before[name].handlers, before[name].propagate = handlers, propagate
        before[name].setLevel(level)


# Headers -----------------------------------------------------------------------------------


def directives(answer: Answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers[CSP].split(";"))
    return {name: values for name, *values in parts}


def test_the_one_inline_script_of_the_framework_is_named_by_its_hash() -> None:
    index = INDEX.read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    assert len(inline) == 1, "Streamlit's page holds another inline script: look at what it does"
    assert inline[0].split() == ["window.prerenderReady", "=", "false"]
    assert HASHES == ("'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",)


def test_no_script_runs_but_the_programs_own() -> None:
    policy = directives(ask(stacked(replying())))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", *HASHES]
    assert policy["font-src"] == ["'self'", "data:"]
    assert policy["img-src"] == ["'self'", "data:", "blob:"]
    assert policy["object-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    hosts = ["ws://tool.example.org", "wss://tool.example.org"]
    assert policy["connect-src"] == ["'self'", *hosts]


@pytest.mark.parametrize("host", ["", "a;script-src *", "a b", "é.example", "x" * 300, "a:123456"])
def test_a_host_that_is_none_is_not_repeated_in_the_policy(host: str) -> None:
    policy = directives(ask(stacked(replying()), host=host))
    assert policy["connect-src"] == ["'self'"]
    assert policy["script-src"] == ["'self'", *HASHES]


SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.mark.parametrize(
    ("inner", "path", "how"),
    [
        (replying(), "/", {}),
        (replying(SCRIPT, kind="text/javascript"), "/static/js/a.1.js", {}),
        (replying(status=304), "/", {}),
        (replying(status=404), "/media/x", {}),
        (replying(), "/nothing", {}),
        (replying(), "/", {"method": "TRACE"}),
        (failing, "/", {}),
        (accepting, "/elsewhere", {"kind": "websocket"}),
    ],
)
def test_every_response_carries_the_headers(inner: ASGIApp, path: str, how: dict[str, Any]) -> None:
    answer = ask(stacked(inner), path, **how)
    assert {name: answer.headers[name] for name in SAFE} == SAFE
    assert "'unsafe-eval'" not in answer.headers[CSP]
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "server" not in answer.headers


def test_a_banner_of_the_server_is_taken_away() -> None:
    assert "server" not in ask(stacked(replying(server="uvicorn"))).headers


def test_an_ehr_named_in_the_settings_may_frame_the_program() -> None:
    given = from_environment(
        {"FRAME_ANCESTORS": "https://record.example.org https://*.b.example:8443"}
    )
    answer = ask(stacked(replying(), given))
    named = ["https://record.example.org", "https://*.b.example:8443"]
    assert directives(answer)["frame-ancestors"] == named
    assert "x-frame-options" not in answer.headers


# Settings ----------------------------------------------------------------------------------


def test_nothing_set_serves_one_person_on_their_own_machine() -> None:
    assert from_environment({}) == Settings()
    assert Settings().address == "127.0.0.1"
    assert Settings().frame_ancestors == "'none'"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", "'none'"),
        ("none", "'none'"),
        ("'self'", "'self'"),
        ("self https://a.example", "'self' https://a.example"),
        ("HTTPS://A.Example:444", "https://a.example:444"),
    ],
)
def test_who_may_frame_the_program(text: str, meaning: str) -> None:
    assert from_environment({"FRAME_ANCESTORS": text}).frame_ancestors == meaning


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FRAME_ANCESTORS", "*", "FRAME_ANCESTORS is '*'. It has to be none, self, or addresses"),
        ("FRAME_ANCESTORS", "https://a.example/ehr", "without a path"),
        ("FRAME_ANCESTORS", "none https://a.example", "FRAME_ANCESTORS is"),
        ("FRAME_ANCESTORS", "https://a.example; script-src *", "FRAME_ANCESTORS is"),
        ("FRAME_ANCESTORS", "javascript:", "FRAME_ANCESTORS is"),
        ("FRAME_ANCESTORS", "https://*", "FRAME_ANCESTORS is"),
        ("TRUSTED_HOSTS", "https://a.example", "TRUSTED_HOSTS holds 'https://a.example'"),
        ("TRUSTED_HOSTS", "a.example:443", "without scheme and port"),
        ("BASE_PATH", "/a/../b", "BASE_PATH is '/a/../b'. It has to be a path of letters"),
        ("BASE_PATH", "https://a.example", "BASE_PATH is"),
        ("PORT", "http", "PORT is 'http'. It has to be a whole number from 1 to 65535."),
        ("PORT", "70000", "PORT is '70000'."),
        ("PORT", "0", "PORT is '0'."),
        ("MAX_CONNECTIONS", "-1", "MAX_CONNECTIONS is '-1'. It has to be a whole number from 1."),
        (
            "LOG_LEVEL",
            "loud",
            "LOG_LEVEL is 'loud'. It has to be one of: debug, info, warning, error",
        ),
        ("LOG_ADDRESSES", "yes", "LOG_ADDRESSES is 'yes'. It has to be one of: 0, 1."),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_and_says_what_may_stand_there(
    name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        from_environment({name: value})
    assert said in str(refused.value)


def test_the_readme_names_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    source = Path(settings.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', source))
    assert len(names) == len(Settings.__slots__)
    assert not {name for name in names if f"`{name}`" not in readme}


# Errors ------------------------------------------------------------------------------------


def test_a_fault_is_worded_numbered_and_logged_and_its_own_words_stay_inside(
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    answer = ask(stacked(failing), **BROWSER)
    assert answer.status == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "Something went wrong</h1>" in answer.text
    number = answer.headers["x-request-id"]
    assert number in answer.text
    lines = logged()
    assert any(
        "secret detail" in line.get("fault", "") and number in line["event"] for line in lines
    )
    assert [line["level"] for line in lines if line["event"] == "request"] == ["error"]


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 408, 413, 414, 416, 418, 421, 429, 431, 500, 503, 507]
)
def test_every_refusal_is_a_page_for_people_and_a_sentence_for_programs(status: int) -> None:
    inner = replying(b"Traceback (most recent call last)", status=status, kind="text/plain")
    page, plain = ask(stacked(inner), **BROWSER), ask(stacked(inner))
    title, sentence = error_pages._told(status)
    assert page.status == plain.status == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    for answer in (page, plain):
        assert title in html.unescape(answer.text)
        assert "Traceback" not in answer.text
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["cache-control"] == "no-store"
    assert plain.text.startswith(f"{title}. {sentence}")
    assert '<a href="/">Open the start page</a>' in page.text
    assert '<html lang="en">' in page.text
    assert "<script" not in page.text


def test_an_error_page_leads_back_below_the_programs_own_address() -> None:
    headers, body = error_response(404, html=True, start="/tool/")
    assert b'<a href="/tool/">' in body
    assert (b"content-type", b"text/html; charset=utf-8") in headers


def test_json_that_says_no_stays_json() -> None:
    inner = replying(b'{"ready":false}', status=503, kind="application/json")
    assert json.loads(ask(stacked(inner), "/readyz", **BROWSER).text) == {"ready": False}


def test_a_fault_after_the_response_began_sends_nothing_twice() -> None:
    async def halfway(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("too late")

    assert ask(stacked(halfway)).status == 200


# The gate ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/evidence", "/evidence/", "/healthz", "/readyz", "/_stcore/health"),
        *("/_stcore/host-config", "/static/js/a.1.js", "/media/ab.csv", "/favicon.png"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_there_is_let_through(path: str, method: str) -> None:
    answer = ask(stacked(replying(kind="text/plain")), path, method=method)
    assert (answer.status, answer.text) == (200, "hello")


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json"),
        *("/_stcore/agent/mcp", "/_stcore/script-health-check", "/_stcore/stream", "/docs"),
        *("/openapi.json", "/redoc", "/metrics", "/admin", "/.env", "/.git/config", "/server.py"),
        *("/app.py", "/index.html", "/app/static/x", "/component/x/index.html", "//evidence", "//"),
        *(
            "/evidence/_stcore/health",
            "/auth/login",
            "/oauth2callback",
            "",
            "evidence",
            "/Evidence",
        ),
        *("/static", "/\x00", "/evidence\x00", "/..%2f", "/~"),
    ],
)
def test_everything_else_is_not_there(path: str) -> None:
    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("Streamlit should not see this")

    assert ask(stacked(inner), path).status == 404


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"]
)
def test_pages_can_only_be_read(method: str) -> None:
    answer = ask(stacked(replying()), "/evidence", method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_file_is_sent_and_taken_back_where_files_go() -> None:
    path = "/_stcore/upload_file/session/file"
    for method in ("PUT", "DELETE"):
        assert ask(stacked(replying()), path, method=method).status == 200
    assert ask(stacked(replying()), path).headers["allow"] == "PUT, DELETE"


def test_a_link_that_is_too_long_is_told_so() -> None:
    fits, long = b"x" * (LONGEST_TARGET - 1), b"x" * LONGEST_TARGET
    assert ask(stacked(replying()), query=fits).status == 200
    answer = ask(stacked(replying()), query=long, **BROWSER)
    assert answer.status == 414
    assert "This link is too long" in answer.text
    assert "xxx" not in answer.text


def test_headers_that_are_too_large_are_told_so() -> None:
    answer = ask(stacked(replying()), cookie="a" * 70_000, **BROWSER)
    assert answer.status == 431
    assert "Delete the cookies of this site" in answer.text


def test_a_request_that_ends_in_two_places_is_refused() -> None:
    both = {"content_length": "5", "transfer_encoding": "chunked"}
    assert ask(stacked(replying()), **both).status == 400
    assert ask(stacked(replying()), content_length="0").status == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("", 200),
        ("https://tool.example.org", 200),
        ("HTTPS://TOOL.EXAMPLE.ORG", 200),
        ("https://evil.example", 403),
        ("https://tool.example.org.evil.example", 403),
        ("https://tool.example.org:8443", 403),
        ("null", 403),
        ("https://[", 403),
        ("http://localhost", 403),
    ],
)
def test_only_this_sites_own_pages_may_ask(origin: str, status: int) -> None:
    assert ask(stacked(replying()), origin=origin).status == status
    socket = ask(stacked(accepting), STREAM, kind="websocket", origin=origin)
    assert socket.accepted == (status == 200)
    assert socket.status == (0 if status == 200 else status)


def test_a_web_socket_is_opened_at_its_own_address_only() -> None:
    assert ask(stacked(accepting), STREAM, kind="websocket").accepted
    refused = ask(stacked(accepting), "/evidence", kind="websocket")
    assert (refused.accepted, refused.status) == (False, 404)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("tool.example.org", 200),
        ("TOOL.example.org:8443", 200),
        ("tool.example.org.", 200),
        ("a.b.example", 200),
        ("b.example", 421),
        ("evil.example", 421),
        ("xtool.example.org", 421),
        ("[::1]:8501", 421),
    ],
)
def test_a_server_with_trusted_names_answers_to_them_only(host: str, status: int) -> None:
    given = from_environment({"TRUSTED_HOSTS": "tool.example.org, *.b.example"})
    assert ask(stacked(replying(), given), host=host).status == status
    assert ask(stacked(replying(), given), "/healthz", host=host).status == 200, (
        "probes use numbers"
    )


def test_with_all_places_taken_a_newcomer_is_told_and_nobody_is_thrown_out() -> None:
    async def scenario() -> None:
        leave = asyncio.Event()

        async def inner(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "websocket":
                await accepting(scope, receive, send)
                await leave.wait()
            else:
                await replying()(scope, receive, send)

        app = stacked(inner, Settings(max_connections=1))
        first = asyncio.create_task(asked(app, scope_of(STREAM, kind="websocket")))
        await asyncio.sleep(0.01)
        assert (await asked(app, scope_of(STREAM, kind="websocket"))).status == 503
        page = await asked(app, scope_of("/", **BROWSER))
        assert page.status == 503
        assert page.headers["retry-after"] == "60"
        assert "Too many people are using the program" in page.text
        for path in ("/healthz", "/_stcore/health", "/favicon.png"):
            assert (await asked(app, scope_of(path))).status == 200
        leave.set()
        assert (await first).accepted
        assert (await asked(app, scope_of("/", **BROWSER))).status == 200

    asyncio.run(scenario())


def test_below_an_address_of_its_own_the_program_is_only_there() -> None:
    app = stacked(replying(), from_environment({"BASE_PATH": "tool/"}))
    for path in ("/tool", "/tool/", "/tool/evidence", "/tool/healthz"):
        assert ask(app, path).status == 200
    for path in ("/", "/evidence", "/toolbox", "/tool/docs"):
        assert ask(app, path).status == 404


def test_a_missing_script_is_not_the_index_page() -> None:
    index = replying(b"<html>index</html>", cache_control="no-cache")
    answer = ask(stacked(index), "/static/js/missing.js")
    assert answer.status == 404
    assert "index" not in answer.text


# Keeping and compressing -------------------------------------------------------------------

FOR_EVER = {"cache_control": "public, immutable, max-age=31536000", "etag": '"abc"'}


def counted(inner: ASGIApp) -> tuple[ASGIApp, list[str]]:
    calls: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        calls.append(scope["path"])
        await inner(scope, receive, send)

    return app, calls


@pytest.mark.parametrize("path", ["/media/ab.csv", "/_stcore/host-config"])
def test_what_was_made_for_one_user_is_kept_by_nobody(path: str) -> None:
    inner = replying(kind="text/csv", cache_control="public")
    assert ask(stacked(inner), path).headers["cache-control"] == "no-store"


def test_the_page_is_asked_for_anew_and_scripts_with_a_hashed_name_are_kept() -> None:
    page = ask(stacked(replying(cache_control="no-cache")), "/evidence")
    assert page.headers["cache-control"] == "no-cache"
    script = ask(stacked(replying(SCRIPT, kind="text/javascript", **FOR_EVER)), "/static/js/a.1.js")
    assert script.headers["cache-control"] == "public, immutable, max-age=31536000"


def test_text_is_compressed_and_scripts_only_once() -> None:
    inner, calls = counted(replying(SCRIPT, kind="text/javascript", **FOR_EVER))
    app = stacked(inner)
    for _ in range(3):
        answer = ask(app, "/static/js/a.1.js", **BROWSER)
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == SCRIPT
        assert len(answer.body) < len(SCRIPT) / 10
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["etag"] == 'W/"abc"'
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(calls) == 1


@pytest.mark.parametrize("known", ['W/"abc"', '"abc"', '"x", W/"abc"', "*"])
def test_what_the_browser_has_is_not_sent_again(known: str) -> None:
    app = stacked(replying(SCRIPT, kind="text/javascript", **FOR_EVER))
    ask(app, "/static/js/a.1.js", **BROWSER)
    answer = ask(app, "/static/js/a.1.js", if_none_match=known, **BROWSER)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == 'W/"abc"'
    assert "content-length" not in answer.headers
    assert ask(app, "/static/js/a.1.js", if_none_match='"old"', **BROWSER).status == 200


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("*", True),
        ("GZIP", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("identity, *;q=0, gzip", True),
        ("gzip;q=rubbish", False),
    ],
)
def test_only_who_takes_gzip_gets_it(said: str, takes: bool) -> None:
    assert accepts_gzip(scope_of("/", accept_encoding=said)) is takes
    app = stacked(replying(SCRIPT, kind="text/javascript", **FOR_EVER))
    ask(app, "/static/js/a.1.js", **BROWSER)
    answer = ask(app, "/static/js/a.1.js", accept_encoding=said)
    assert ("content-encoding" in answer.headers) is takes
    assert answer.headers["vary"] == "Accept-Encoding"
    assert takes or answer.body == SCRIPT


@pytest.mark.parametrize(
    ("inner", "how"),
    [
        (replying(SCRIPT, kind="image/png"), {}),
        (replying(SCRIPT, kind="font/woff2"), {}),
        (replying(SCRIPT, content_encoding="br"), {}),
        (replying(SCRIPT, status=206), {}),
        (replying(SCRIPT), {"range": "bytes=0-9"}),
        (replying(SCRIPT), {"method": "HEAD"}),
        (replying(b"short"), {}),
    ],
)
def test_what_would_gain_nothing_or_break_stays_as_it_is(
    inner: ASGIApp, how: dict[str, str]
) -> None:
    answer = ask(stacked(inner), "/media/x", **{**BROWSER, **how})
    assert answer.body in (SCRIPT, b"short")
    assert answer.headers.get("content-encoding") in (None, "br")
    assert answer.headers["content-length"] == str(len(answer.body))


def test_one_file_under_many_names_is_not_kept_many_times() -> None:
    inner, calls = counted(replying(SCRIPT, kind="text/javascript", **FOR_EVER))
    app = stacked(inner)
    for _ in range(2):
        for path in ("/static//a.js", "/static/./a.js", "/static/a.js;x", "/static/ä.js"):
            assert gzip.decompress(ask(app, path, **BROWSER).body) == SCRIPT
    assert len(calls) == 8


def test_many_at_once_compress_a_script_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import compression

    levels: list[int] = []
    real = compression._gzip
    monkeypatch.setattr(
        compression, "_gzip", lambda body, level: (levels.append(level), real(body, level))[1]
    )
    app = stacked(replying(SCRIPT, kind="text/javascript", **FOR_EVER))

    async def all_at_once() -> list[Answer]:
        path = "/static/js/a.1.js"
        return await asyncio.gather(*(asked(app, scope_of(path, **BROWSER)) for _ in range(5)))

    answers = asyncio.run(all_at_once())
    assert {gzip.decompress(answer.body) for answer in answers} == {SCRIPT}
    assert len(levels) == 1


def test_memory_for_compressed_scripts_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import compression

    monkeypatch.setattr(compression, "_MEMORY", 10)
    inner, calls = counted(replying(SCRIPT, kind="text/javascript", **FOR_EVER))
    app = stacked(inner)
    for _ in range(2):
        assert gzip.decompress(ask(app, "/static/js/a.1.js", **BROWSER).body) == SCRIPT
    assert len(calls) == 2


# The log -----------------------------------------------------------------------------------

Logged = Callable[[], list[dict[str, Any]]]


def test_a_request_is_one_line_without_choices_cookies_or_address(logged: Logged) -> None:
    query = b"harm=paper&e1=26&n1=111"
    ask(
        stacked(replying()), "/evidence", query=query, cookie="session=secret", user_agent="Mozilla"
    )
    (line,) = logged()
    assert {"time", "level", "event", "id", "method", "path", "status", "bytes", "ms"} == set(line)
    assert (line["path"], line["status"], line["bytes"]) == ("/evidence", 200, 5)
    assert line["level"] == "info"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    said = json.dumps(line)
    for unsaid in ("harm", "26", "secret", "192.0.2.7", "Mozilla", "?"):
        assert unsaid not in said.replace(line["id"], "").replace(line["time"], "").replace(
            str(line["ms"]), ""
        )


def test_the_log_names_an_address_only_where_it_was_asked_to(logged: Logged) -> None:
    ask(stacked(replying(), Settings(log_addresses=True)))
    assert logged()[0]["address"] == "192.0.2.7"


@pytest.mark.parametrize("path", ["/media/abcdef.csv", "/_stcore/upload_file/session-1/file-1"])
def test_names_of_sessions_and_downloads_stay_out_of_the_log(path: str, logged: Logged) -> None:
    ask(stacked(replying()), path)
    assert "abcdef" not in json.dumps(logged())
    assert "session-1" not in json.dumps(logged())


def test_an_open_page_is_noted_when_it_opens_and_when_it_closes(logged: Logged) -> None:
    ask(stacked(accepting), STREAM, kind="websocket")
    opened, closed = logged()
    assert (opened["event"], closed["event"]) == ("websocket open", "websocket closed")
    assert opened["id"] == closed["id"]
    assert closed["ms"] >= 0


def test_probes_and_scripts_are_told_of_only_on_request(logged: Logged) -> None:
    for path in ("/healthz", "/readyz", "/_stcore/health", "/static/js/a.js"):
        ask(stacked(replying(kind="text/plain")), path)
    assert logged() == []
    ask(stacked(replying(status=404)), "/static/js/a.js")
    assert [line["level"] for line in logged()] == ["warning"]


def test_a_strange_path_stays_one_short_line(logged: Logged) -> None:
    ask(stacked(replying()), "/a\n{}\u2028\x00" + "x" * 5000)
    (line,) = logged()
    assert len(line["path"]) <= 200


@pytest.mark.parametrize(
    ("given", "kept"), [("0a1b2c3d-proxy", True), ("short", False), ("a b c d e f g h", False)]
)
def test_the_number_of_a_proxy_is_kept_where_it_is_one(given: str, kept: bool) -> None:
    number = ask(stacked(replying()), x_request_id=given).headers["x-request-id"]
    assert (number == given) is kept


# Health ------------------------------------------------------------------------------------


def health(path: str) -> Answer:
    from starlette.applications import Starlette

    from tradeoff.server.health import health_routes

    return ask(stacked(Starlette(routes=health_routes())), path)


def test_the_process_says_that_it_is_alive() -> None:
    answer = health("/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"alive": True})
    assert answer.headers["cache-control"] == "no-store"


def test_ready_means_that_a_trial_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import health as module

    monkeypatch.setattr(module, "trials_open", lambda: 1)
    assert json.loads(health("/readyz").text) == {"ready": True, "trials": 1}
    monkeypatch.setattr(module, "trials_open", lambda: 0)
    answer = health("/readyz")
    assert (answer.status, json.loads(answer.text)) == (503, {"ready": False, "trials": 0})


def test_a_shelf_that_cannot_be_looked_at_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import health as module

    def broken() -> int:
        raise OSError("no such folder")

    monkeypatch.setattr(module, "trials_open", broken)
    answer = health("/readyz")
    assert answer.status == 503
    assert "folder" not in answer.text
