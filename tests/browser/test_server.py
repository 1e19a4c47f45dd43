"""The whole server, as ``make run`` starts it: what it sends, refuses, and never says."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.benchmarks.wire import COLD, MOST_BYTES, Wire
from tests.browser.driving import DECISION, PAGES
from tests.browser.ranges import press, until
from tests.serving import ROOT, OpenedPage, RunningApp, opened_page

EVERY_PAGE: Final = (*PAGES, "/patient_view", "/tumour_board")
WITH_CHART: Final = ("/", "/survival_curves", "/benefit_and_harm")
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
FUZZ_REQUESTS: Final = 3000


def get(app: RunningApp, path: str, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
    """Status, headers and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def raw(app: RunningApp, data: bytes, *, patience: float = 20.0) -> bytes:
    """Whatever comes back for these bytes, until the server closes or waits for more of them.

    This side stays open: were it closed, uvicorn would drop an answer that takes a moment.
    """
    received = b""
    with socket.create_connection(("127.0.0.1", app.port), timeout=patience) as connection:
        try:
            connection.sendall(data)
            while part := connection.recv(65_536):
                received += part
                connection.settimeout(min(patience, 1.0))
        except (ConnectionError, TimeoutError):  # it had said all it wanted to say
            pass
    return received


def assert_safe(headers: Any) -> None:
    assert {name: headers[name] for name in HEADERS} == HEADERS
    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self' 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert headers["server"] is None
    assert headers["x-request-id"]


# What is sent ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/evidence", "/patient_view?lang=es", "/_stcore/health"])
def test_pages_and_their_addresses_carry_the_headers(app: RunningApp, path: str) -> None:
    status, headers, _ = get(app, path)
    assert status == 200
    assert_safe(headers)


@pytest.mark.parametrize("path", ["/docs", "/media/none.csv", "/static/none.js", "/%ff", "/a/../b"])
def test_what_is_not_there_is_refused_with_the_headers(app: RunningApp, path: str) -> None:
    status, headers, body = get(app, path)
    assert status in (400, 404)
    assert_safe(headers)
    assert b"streamlit" not in body.lower()


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json"),
        *("/_stcore/agent/mcp", "/evidence/_stcore/agent/mcp", "/_stcore/script-health-check"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_told_to_machines_that_ask_for_figures_or_control(
    app: RunningApp, path: str, method: str
) -> None:
    assert get(app, path, method)[0] == 404


def test_no_page_that_frames_the_program_may_command_it_by_messages(app: RunningApp) -> None:
    status, headers, body = get(app, "/_stcore/host-config")
    assert status == 200
    assert_safe(headers)
    assert json.loads(body)["allowedOrigins"] == []


def script(app: RunningApp) -> str:
    """The largest script that the index page names."""
    page = get(app, "/")[2].decode()
    return "/static/js/" + page.partition('src="./static/js/')[2].partition('"')[0]


def test_scripts_are_compressed_kept_for_ever_and_not_sent_twice(app: RunningApp) -> None:
    path = script(app)
    status, plain_headers, plain = get(app, path)
    assert status == 200
    status, headers, small = get(app, path, accept_encoding="gzip")
    assert status == 200
    assert_safe(headers)
    assert gzip.decompress(small) == plain
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    for known in (headers["etag"], plain_headers["etag"]):
        for encoding in ("gzip", "identity"):
            answer = get(app, path, accept_encoding=encoding, if_none_match=known)
            assert (answer[0], answer[2]) == (304, b"")


def test_part_of_a_script_can_be_asked_for(app: RunningApp) -> None:
    path = script(app)
    whole = get(app, path)[2]
    status, headers, part = get(app, path, accept_encoding="gzip", range="bytes=10-19")
    assert (status, part) == (206, whole[10:20])
    assert headers["content-encoding"] is None


def test_the_index_page_is_compressed_and_asked_for_anew(app: RunningApp) -> None:
    for path in ("/", "/evidence"):
        _, headers, body = get(app, path, accept_encoding="gzip")
        assert headers["cache-control"] == "no-cache"
        assert headers["content-encoding"] == "gzip"
        assert b'<div id="root">' in gzip.decompress(body)
        known = get(app, path, accept_encoding="gzip", if_none_match=headers["etag"])
        assert (known[0], known[2]) == (304, b"")


def test_a_first_page_with_its_chart_fits_through_a_thin_line(
    chromium: Browser, app: RunningApp
) -> None:
    """Each into an empty cache; what was compiled before is no bytes."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    try:
        opened = OpenedPage(context.new_page(), app)
        wire = Wire(opened.page)
        session = context.new_cdp_session(opened.page)
        session.send("Network.enable")
        received = {}
        for path in EVERY_PAGE:
            opened.page.goto(f"{app.url}/healthz")
            for disabled in (True, False):  # what is in memory goes too
                session.send("Network.setCacheDisabled", {"cacheDisabled": disabled})
            session.send("Network.clearBrowserCache")
            wire.sizes.clear()
            opened.goto(path)
            charts = opened.page.locator(".js-plotly-plot .main-svg")
            assert bool(charts.count()) == (path in WITH_CHART), path
            assert len(wire.sizes) > 50
            received[path] = wire.received
        assert max(received.values()) <= MOST_BYTES[COLD], received
    finally:
        context.close()


def test_health_and_readiness(app: RunningApp) -> None:
    status, headers, body = get(app, "/healthz")
    assert (status, json.loads(body)) == (200, {"alive": True})
    assert_safe(headers)
    status, _, body = get(app, "/readyz")
    assert status == 200
    assert json.loads(body)["ready"] is True
    assert get(app, "/healthz", "HEAD")[0] == 200


def test_a_server_without_a_trial_that_opens_or_a_script_is_alive_but_not_ready(
    start_app: Callable[..., RunningApp], project_copy: Path
) -> None:
    """Without the folder that names them, browsers get no scripts of the ranges."""
    for folder in project_copy.glob("*.dist-info"):
        shutil.rmtree(folder)
    trials = {file: file.read_bytes() for file in project_copy.glob("data/*/trial.toml")}
    for file in trials:
        file.write_text("id = 0\n", encoding="utf-8")
    running = start_app(project=project_copy)
    assert get(running, "/healthz")[0] == 200
    said = {"ready": False, "trials": 0, "scripts": False}
    assert readiness(running) == (503, said)
    for file, content in trials.items():
        file.write_bytes(content)
    said["trials"] = len(trials)
    assert until(lambda: readiness(running) == (503, said))
    assert "Traceback" not in running.output()


def readiness(app: RunningApp) -> tuple[int, Any]:
    status, _, body = get(app, "/readyz")
    return status, json.loads(body)


# What a browser makes of it ----------------------------------------------------------------


def test_the_watch_on_the_policy_sees_what_it_forbids(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    opened.page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.__ran = 1'; document.body.append(s);"
        " new Image().src = 'http://127.0.0.1:9/x.png'; }"
    )

    both = r"script-src-elem inline.*img-src"

    def seen() -> bool:
        opened.page.evaluate("() => 0")  # lets events come in
        return re.search(both, " ".join(opened.console_errors)) is not None

    assert until(seen)
    with pytest.raises(AssertionError, match=both):
        opened.assert_policy_kept()
    assert opened.page.evaluate("() => window.__ran") is None
    opened.requests.clear()  # the fixture would fail this test for them, as it should others
    opened.console_errors.clear()


@pytest.fixture
def strict(app: RunningApp, start_app: Callable[..., RunningApp]) -> RunningApp:
    """A server that the other one may frame, and with room for one page."""
    return start_app(environment={"FRAME_ANCESTORS": app.url, "MAX_CONNECTIONS": "1"})


def test_the_settings_name_who_may_frame_the_program_and_how_many_pages_are_open_at_once(
    app: RunningApp, strict: RunningApp, open_page: Callable[..., OpenedPage]
) -> None:
    opened = open_page(app=strict)
    browser = opened.page.context.browser
    assert browser is not None
    other = browser.new_page(bypass_csp=True)
    try:
        # The friendly page of the one server is a page of another origin for the other server.
        other.goto(f"{app.url}/nothing")
        assert "alive" not in framed(other, app)
        assert "alive" in framed(other, strict)
        answer = other.goto(strict.url)
        assert answer is not None
        assert answer.status == 503
        heading = other.get_by_role("heading", level=1)
        assert heading.all_inner_texts() == ["Too many people are using the program"]
    finally:
        other.close()
    opened.page.goto(f"{strict.url}/healthz")
    assert until(lambda: get(strict, "/", accept="text/html")[0] == 200)
    opened.goto()
    assert opened.page.get_by_role("heading", level=1).all_inner_texts() == [DECISION]


def framed(page: Page, app: RunningApp) -> str:
    """What a frame with an address of this server shows."""
    page.evaluate(
        "(url) => new Promise((loaded) => { const f = document.createElement('iframe');"
        " f.onload = loaded; f.src = url; document.body.append(f); })",
        f"{app.url}/healthz",
    )
    page.wait_for_timeout(300)
    return page.frames[-1].content()


def handshake(app: RunningApp, path: str = "/_stcore/stream", **headers: str) -> bytes:
    given = {
        "Host": f"127.0.0.1:{app.port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()


def first_line(answer: bytes) -> bytes:
    return answer.partition(b"\r\n")[0]


def test_a_web_socket_opens_for_this_site_and_for_no_other(app: RunningApp) -> None:
    for origin, said in (
        (app.url, b"101"),
        ("", b"101"),
        ("https://evil.example", b"403"),
        ("null", b"403"),
        ("http://localhost:8501", b"403"),
    ):
        answer = raw(app, handshake(app, Origin=origin))
        assert said in first_line(answer), (origin, answer[:200])
    assert b"content-security-policy" in answer
    assert b"Traceback" not in answer


def test_half_a_handshake_is_a_request_like_any_other(app: RunningApp) -> None:
    for headers in (
        {"Sec_WebSocket_Key": ""},
        {"Sec_WebSocket_Key": "short"},
        {"Sec_WebSocket_Version": "8"},
        {"Upgrade": "h2c"},
    ):
        answer = raw(app, handshake(app, **headers))
        assert b"404" in first_line(answer)
        assert b"There is no such page" in answer
    assert b"404" in first_line(raw(app, handshake(app, "/evidence")))


# What is no request ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [70_000, 200_000, 900_000, 2_000_000])
@pytest.mark.parametrize("place", ["path", "query", "header"])
def test_however_long_a_link_is_the_answer_is_ours(app: RunningApp, size: int, place: str) -> None:
    path = "/" + "x" * size if place == "path" else "/"
    query = "?weight=" + "9" * size if place == "query" else ""
    cookie = f"Cookie: a={'b' * size}\r\n" if place == "header" else ""
    head = f"GET {path}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n{cookie}\r\n"
    answer = raw(app, head.encode())
    assert first_line(answer).split()[1] in ((b"414",) if place != "header" else ()) + (b"431",)
    assert b"is too long" in answer or b"The browser sent too much" in answer
    assert b"content-security-policy" in answer
    assert b"xxxx" not in answer


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),  # TLS on a plain port
        b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /é HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_cannot_be_read_is_refused_in_our_words(app: RunningApp, data: bytes) -> None:
    answer = raw(app, data)
    assert not answer or first_line(answer).split()[1][:1] == b"4"
    if answer:
        assert b"x-content-type-options: nosniff" in answer
        assert b"server:" not in answer.lower()
    assert get(app, "/healthz")[0] == 200


ODD_PATHS: Final = (
    *(
        "/",
        "/evidence",
        "/patient_view",
        "/static/js/",
        "/static/../",
        "/media/",
        "/_stcore/health",
    ),
    *("/_stcore/stream", "/_stcore/upload_file/a/b", "/_stcore/host-config", "/healthz", "/readyz"),
    *(
        "//",
        "/\\",
        "/..;/",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/%",
        "/%zz",
    ),
    *("/%c0%ae%c0%ae/", "/\\\\server\\share", "//evil.example/%2f..", "/file:///etc/passwd", "*"),
    *("http://evil.example/", "/static/%2e%2e/%2e%2e/server.py", "/.git/config", "/C:/windows"),
    *("/favicon.png", "/manifest.json", "/_stcore/metrics", "/component/x", "/~", "/%F0%9F%92%A9"),
)
GOOD_PATHS: Final = (
    "/",
    "/evidence",
    "/favicon.ico",
    "/favicon.png",
    "/manifest.json",
    "/_stcore/health",
)
ODD_HEADERS: Final = (
    *("Accept", "Accept-Encoding", "Range", "If-None-Match", "If-Modified-Since", "Origin"),
    *("Cookie", "X-Request-ID", "Content-Length", "If-Range", "Referer", "Upgrade", "Connection"),
    *("Transfer-Encoding", "Expect", "X-Forwarded-For", "X-Forwarded-Proto", "Sec-WebSocket-Key"),
)
ODD_VALUES: Final = (
    *(b"text/html", b"gzip;q=", b"gzip", b"bytes=9-1", b"bytes=0-1,3-4,-1", b"bytes=0-9", b"W/"),
    *(b"*", b"a=b;;=", b"-1", b"0", b"chunked", b"websocket", b"null", b"100-continue"),
)
METHODS: Final = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "FOO")


def noise(dice: random.Random, most: int) -> bytes:
    """Mostly what may stand in a request, at times any byte at all."""
    choice = range(256) if dice.random() < 0.05 else range(33, 127)
    return bytes(dice.choice(choice) for _ in range(dice.randrange(most)))


def odd_request(dice: random.Random) -> bytes:
    """One request that a scanner, a broken proxy or a spoilt link might send."""
    there = dice.random() < 0.4
    path = dice.choice(GOOD_PATHS if there else ODD_PATHS).encode()
    method = "GET" if there and dice.random() < 0.8 else dice.choice(METHODS)
    if not there and dice.random() < 0.3:
        path += noise(dice, 20)
    if dice.random() < 0.3:
        path += b"?" + dice.choice((b"weight=", b"trial=", b"&&=;", b"%")) + noise(dice, 60)
    if dice.random() < 0.02:
        path += b"x" * dice.randrange(200_000)
    lines = [method.encode() + b" " + path + b" HTTP/1.1", b"Host: 127.0.0.1"]
    for _ in range(dice.randrange(4)):
        value = dice.choice((*ODD_VALUES, noise(dice, 30)))
        lines.append(dice.choice(ODD_HEADERS).encode() + b": " + value)
    if dice.random() < 0.05:
        lines.append(noise(dice, 40))
    if dice.random() < 0.02:
        lines.append(b"X-Long: " + b"y" * dice.randrange(150_000))
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n"


def test_thousands_of_odd_requests_find_no_fault(app: RunningApp) -> None:
    seen = len(app.output())
    dice = random.Random(1910)
    statuses: Counter[str] = Counter()
    for _ in range(FUZZ_REQUESTS):
        data = odd_request(dice)
        answer = raw(app, data, patience=2.0)
        status = first_line(answer).split()[1].decode() if answer else "none"
        statuses[status] += 1
        assert status.isdigit(), (data[:300], answer[:300])
        assert not status.startswith("5"), (data[:300], answer[:300])
        assert b"content-security-policy: " in answer
        for unsaid in (b"Traceback", b'File "', b"root:", b"import "):
            assert unsaid not in answer.partition(b"\r\n\r\n")[2].partition(b"<!--")[0]
    said = app.output()[seen:]
    assert "Traceback" not in said
    faults = [line for line in said.splitlines() if '"level": "error"' in line]
    assert not faults, faults[:3]
    # It went deep enough: pages and files came, parts of them, and each kind of refusal.
    for status, least in {"200": 300, "400": 100, "403": 20, "404": 500, "405": 300}.items():
        assert statuses[status] >= least, statuses
    assert {"206", "301", "304", "414", "431"} <= set(statuses), statuses
    assert get(app, "/readyz")[0] == 200


# Starting and stopping ---------------------------------------------------------------------


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_setting_that_cannot_be_used_stops_the_start_with_one_sentence() -> None:
    done = started(FRAME_ANCESTORS="*")
    assert done.returncode == 1
    assert done.stderr.startswith("FRAME_ANCESTORS is '*'. It has to be none, self, or addresses")
    assert len(done.stderr.splitlines()) == 1


def test_an_address_that_is_taken_stops_the_start_with_one_sentence(app: RunningApp) -> None:
    done = started(PORT=str(app.port))
    assert done.returncode == 1
    said = f"127.0.0.1, port {app.port}: Address already in use. Set ADDRESS or PORT"
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_below_a_path_and_from_another_folder_the_program_is_whole(
    chromium: Browser, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "server.py")],
            cwd=tmp_path,
            env=os.environ | {"PORT": str(port), "BASE_PATH": "/a/tool", "HOME": str(tmp_path)},
            stdout=sink,
            stderr=sink,
        )
    running = RunningApp(f"http://127.0.0.1:{port}/a/tool", port, log, process)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if get(running, "/a/tool/readyz")[0] == 200:
                    break
            time.sleep(0.1)
        with opened_page(chromium, running, "/evidence") as opened:
            page = opened.page
            opened.come_to("/survival_curves", query={"months": "30"})
            press(opened, "ArrowLeft")  # scripts of our own are found and answered there
            page.wait_for_url("**/a/tool/survival_curves?**months=29**")
            opened.come_to("/evidence")
            heading = page.get_by_role("heading", level=1)
            assert heading.all_inner_texts() == [DECISION]
            ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
            assert page.evaluate(ground) == "rgb(247, 249, 251)", "the settings were not found"
            hosts = {urlsplit(url).netloc for url in opened.requests if not url.startswith("data:")}
            assert hosts <= {f"127.0.0.1:{port}", ""}
            page.goto(f"{running.url}/nothing")
            page.get_by_role("link", name="Open the start page").click()
            opened.settle()
            assert heading.all_inner_texts() == [DECISION]
        assert get(running, "/")[0] == 404
    finally:
        running.stop()


def test_a_server_stops_in_order_and_its_log_is_json_without_a_choice_or_a_count(
    start_app: Callable[..., RunningApp], open_page: Callable[..., OpenedPage]
) -> None:
    """Every line but the greeting; told to stop, it does so though a page is open."""
    running = start_app()
    raw(running, b"rubbish\r\n\r\n")
    raw(running, handshake(running) + b"\xff" * 50, patience=2.0)
    get(running, "/docs")
    query = {"harm": "paper", "e1": 26, "n1": 111, "e0": 6, "n0": 112, "asof": "2026-05"}
    opened = open_page("/icon_arrays", app=running, query=query)
    opened.page.goto(f"{running.url}/healthz")
    assert until(lambda: {"websocket open", "websocket closed"} <= events(running))
    closed = running.output().count('"websocket closed"')
    opened.goto()
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(10)
    assert "Traceback" not in running.output()
    assert running.output().count('"websocket closed"') > closed
    greeting, *lines = running.output().splitlines()
    assert greeting.startswith("Gain and harm, side by side: http://127.0.0.1:")
    assert len(lines) > 4
    for line in lines:
        assert {"time", "level", "event"} <= set(json.loads(line))
    paths = {line["path"] for line in map(json.loads, lines) if "path" in line}
    assert {"/icon_arrays", "/_stcore/stream"} <= paths
    assert not any("?" in path for path in paths)
    assert not any(word in running.output() for word in ("asof", "2026-05", "n1=", "paper"))


def events(app: RunningApp) -> set[str]:
    """What the log tells of so far."""
    return {json.loads(one)["event"] for one in app.output().splitlines() if one.startswith("{")}
