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
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.say import ENGLISH


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
    title, sentence = error_pages._told(ENGLISH, status)
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


NO_PAGE = {"en": "There is no such page", "es": "Esta página no existe"}


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        (b"", "", "en"),
        (b"ui=es", "", "es"),
        (b"weight=40&ui=es&lang=en", "en", "es"),
        (b"ui=en", "es", "en"),
        (b"", "es", "es"),
        (b"", "es-MX,es;q=0.9,en;q=0.8", "es"),
        (b"", "ES-419", "es"),
        (b"", "en;q=0.5, es ; q=0.8", "es"),
        (b"", "de,fr;q=0.9,es;q=0.1", "es"),
        (b"", "en, es", "en"),
        (b"", "es;q=0, en;q=0.1", "en"),
        (b"", "de, *", "en"),
        (b"ui=tlh", "es", "es"),
        (b"ui=es&ui=en", "", "en"),
    ],
)
def test_a_refusal_speaks_the_address_s_language_or_the_browser_s(
    query: bytes, accepted: str, language: str
) -> None:
    page = ask(stacked(failing), "/docs", query=query, accept_language=accepted, **BROWSER)
    plain = ask(stacked(failing), "/docs", query=query, accept_language=accepted)
    for answer in (page, plain):
        assert answer.status == 404
        assert NO_PAGE[language] in answer.text
        assert answer.headers["content-language"] == language
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize(
    "accepted",
    [
        *(";", ",,,", "es;q=", "es;q=2", "es;q=-1", "es;q=nan", "q=1", "../es", "es\xff", "*;q=1"),
        *("es" * 5000, ",".join(["xx-" * 9 + "x"] * 1000), "-", "es_ES", "e\x00s"),
    ],
)
@pytest.mark.parametrize(
    "query", [b"ui=../../etc", b"ui=%00", b"ui=%ff%fe", b"ui=", b"\xff=\xff;&=&&", b"ui=a&" * 450]
)
def test_nonsense_about_languages_is_answered_in_english(accepted: str, query: bytes) -> None:
    answer = ask(stacked(failing), "/docs", query=query, accept_language=accepted, **BROWSER)
    assert answer.status == 404
    assert '<html lang="en">' in answer.text
    assert NO_PAGE["en"] in answer.text


def test_a_fault_is_told_in_the_visitor_s_language_and_logged_in_ours(
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    answer = ask(stacked(failing), query=b"ui=es", **BROWSER)
    assert "Algo ha fallado</h1>" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    lines = logged()
    assert any(line["event"].startswith("RuntimeError in ") for line in lines)
    assert "Algo" not in json.dumps(lines, ensure_ascii=False)


@pytest.mark.parametrize("status", sorted(error_pages._PAGES))
def test_every_refusal_is_translated(status: int) -> None:
    english = error_pages._told(ENGLISH, status)
    for language in languages()[1:]:
        told = error_pages._told(voice(Voice.SERVER, language), status)
        assert not set(told) & set(english), (language, status)
