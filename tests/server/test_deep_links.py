"""The page is told where the program is; nothing else that is sent is touched."""

from __future__ import annotations

import gzip

import pytest

from tests.server.layers import BROWSER, CSP, HASHES, INDEX, ask, replying, stacked
from tradeoff.server.headers import inline_hashes
from tradeoff.server.settings import from_environment

PAGE = INDEX.read_bytes()
TOLD = "window.__streamlit"


@pytest.mark.parametrize("path", ["/", "/evidence"])
def test_a_page_is_told_before_its_first_script_whether_or_not_it_is_compressed(path: str) -> None:
    app = stacked(replying(PAGE))
    for headers in ({}, BROWSER):
        answer = ask(app, path, **headers)
        assert answer.headers["content-length"] == str(len(answer.body))
        body = gzip.decompress(answer.body) if headers else answer.body
        page = body.decode()
        assert page.count(TOLD) == 1
        assert page.index(TOLD) < page.index("<script type")


def test_the_policy_names_the_line_that_is_sent() -> None:
    answer = ask(stacked(replying(PAGE)), "/evidence")
    assert len(HASHES) == 2
    assert inline_hashes(answer.text) == HASHES
    assert all(one in answer.headers[CSP] for one in HASHES)


def test_below_a_base_path_it_is_told_too() -> None:
    app = stacked(replying(PAGE), from_environment({"BASE_PATH": "a/tool"}))
    for path in ("/a/tool", "/a/tool/", "/a/tool/evidence"):
        assert TOLD in ask(app, path).text, path


def test_the_head_of_a_page_has_no_body() -> None:
    async def head(scope, receive, send):  # type: ignore[no-untyped-def]
        kind = [(b"content-type", b"text/html"), (b"content-length", b"4711")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        await send({"type": "http.response.body", "body": b""})

    answer = ask(stacked(head), "/evidence", method="HEAD")
    assert (answer.body, answer.headers["content-length"]) == (b"", "4711")


def test_a_file_that_is_downloaded_stays_as_it_was_made() -> None:
    handout = b"<!doctype html><html><head></head><body>" + b"a hand-out " * 99
    assert ask(stacked(replying(handout)), "/media/hand-out.html").body == handout


def test_what_is_no_page_goes_through_in_its_parts() -> None:
    assert ask(stacked(replying(b"{}", kind="application/json")), "/evidence").body == b"{}"
    assert TOLD not in ask(stacked(replying(PAGE, status=304)), "/evidence").text
