"""What every response carries, and what a page may load."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.types import ASGIApp

from tests.server.layers import (
    CSP,
    HASHES,
    INDEX,
    SCRIPT,
    Answer,
    accepting,
    ask,
    failing,
    replying,
    stacked,
)
from tradeoff.server.settings import from_environment


def directives(answer: Answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers[CSP].split(";"))
    return {name: values for name, *values in parts}


def test_the_one_inline_script_of_the_framework_is_named_by_its_hash() -> None:
    index = INDEX.read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    assert len(inline) == 1, "Streamlit's page holds another inline script: look at what it does"
    assert inline[0].split() == ["window.prerenderReady", "=", "false"]
    assert HASHES[1:] == ("'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",)


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
