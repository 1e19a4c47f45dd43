"""What browsers keep, and what is compressed once."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.server.layers import (
    BROWSER,
    SCRIPT,
    Answer,
    ask,
    asked,
    replying,
    scope_of,
    stacked,
)
from tradeoff.server.compression import accepts_gzip

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
