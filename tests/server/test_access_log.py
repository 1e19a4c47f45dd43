"""One line for a request, without what a user chose or who asked."""

from __future__ import annotations

import json
import re

import pytest

from tests.server.layers import (
    Logged,
    accepting,
    ask,
    replying,
    stacked,
)
from tradeoff.server.gate import STREAM
from tradeoff.server.settings import Settings


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
