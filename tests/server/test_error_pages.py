"""Faults and refusals are worded, and their details stay inside."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from tests.server.layers import (
    BROWSER,
    ask,
    failing,
    replying,
    stacked,
)
from tradeoff.server import error_pages
from tradeoff.server.error_pages import error_response


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
