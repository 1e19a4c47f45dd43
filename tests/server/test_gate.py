"""What is let through, and what is not there."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from tests.server.layers import (
    BROWSER,
    accepting,
    ask,
    asked,
    replying,
    scope_of,
    stacked,
)
from tradeoff.screens import components
from tradeoff.server.gate import LONGEST_TARGET, STREAM
from tradeoff.server.settings import Settings, from_environment


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/evidence", "/evidence/", "/healthz", "/readyz", "/_stcore/health"),
        *("/_stcore/host-config", "/static/js/a.1.js", "/media/ab.csv", "/favicon.png"),
        *(components.ADDRESS + name for name in components.SCRIPTS),
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
        *("/_stcore/bidi-components", components.ADDRESS, f"{components.ADDRESS}mounting.py"),
        *(f"{components.ADDRESS}../mounting.py", f"{components.ADDRESS}MAIN.js"),
        *("/_stcore/bidi-components/other.part/main.js", f"{components.ADDRESS}main.js/x"),
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
