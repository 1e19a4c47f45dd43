"""Two replicas behind nginx, as docs/administrator.md makes them, and what befalls them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import SLIDER, choices, notices, shown_preference, text_of, weighed
from tests.browser.test_choices_in_url import CHOSEN
from tests.installed import NGINX
from tests.serving import ROOT, OpenedPage, RunningApp, opened_page
from tradeoff.screens.notices import BEGAN_ANEW

BACK_SECONDS = 30.0
COMMANDS = ("start", "status", "restart", "stop")


def readme_commands() -> dict[str, str]:
    """The command lines of docs/administrator.md, by what they do."""
    text = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    lines = re.findall(r"^(deploy/two-replicas (\w+))", text, re.MULTILINE)
    return {name: line for line, name in lines}


@dataclass
class Site:
    """Two replicas and their proxy, as the README makes them."""

    folder: Path
    environment: dict[str, str]
    url: str
    ports: dict[str, int]

    def run(self, name: str) -> str:
        """Run the README's command, as a shell would."""
        with (self.folder / "commands.log").open("a") as said:
            done = subprocess.run(
                ["bash", "-c", readme_commands()[name]],
                cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=said, text=True, check=False, timeout=200,
            )  # fmt: skip
        assert done.returncode == 0, (name, (self.folder / "commands.log").read_text())
        return done.stdout

    def process(self, replica: str) -> int:
        return int((self.folder / f"replica-{replica}.pid").read_text())

    def access(self) -> list[dict[str, Any]]:
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def handle(self) -> RunningApp:
        """What the helpers of the browser tests ask for: an address, a log, an ended process."""
        over = subprocess.Popen(("true",))
        over.wait()
        port = int(self.url.rpartition(":")[2])
        return RunningApp(self.url, port, self.folder / "access.log", over)


def free_ports(number: int) -> list[int]:
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    first, second, front = free_ports(3)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")} | {
        "REPLICA_PORTS": f"{first} {second}", "PROXY_PORT": str(front),
        "RUN_FOLDER": str(folder), "NGINX_PATH": NGINX.find_or_install(), "HOME": str(folder),
    }  # fmt: skip
    made = Site(folder, environment, f"http://127.0.0.1:{front}", {"1": first, "2": second})
    try:
        made.run("start")
        yield made
    finally:
        made.run("stop")


def replica_of(opened: OpenedPage) -> str:
    cookies = {c["name"]: c["value"] for c in opened.page.context.cookies()}
    return str(cookies["tradeoff_replica"])


def wait_until_back(opened: OpenedPage) -> float:
    """Seconds until the open page is connected again and stands still."""
    began = time.monotonic()
    opened.page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
        " === 'CONNECTED'",
        timeout=BACK_SECONDS * 1000,
    )
    connected = time.monotonic() - began
    opened.settle()
    return connected


def kill(site: Site, replica: str) -> None:
    """At once, with no word to anybody."""
    os.kill(site.process(replica), signal.SIGKILL)


def wait_until_cut(opened: OpenedPage) -> None:
    opened.page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
        " !== 'CONNECTED'",
        timeout=BACK_SECONDS * 1000,
    )


def test_the_readme_names_every_command() -> None:
    assert set(readme_commands()) == set(COMMANDS)


def test_the_page_works_through_the_proxy_and_all_its_requests_reach_one_replica(
    site: Site, chromium: Browser
) -> None:
    assert site.run("status").splitlines() == [
        "replica 1: ready", "replica 2: ready", "nginx: running",
    ]  # fmt: skip
    before = len(site.access())
    with opened_page(chromium, site.handle(), query=CHOSEN) as opened:
        panel = weighed(opened)
        opened.page.locator(SLIDER).press("ArrowRight")
        opened.settle()
        assert weighed(opened) != panel
        with opened.page.expect_download() as download:
            opened.page.get_by_role("button", name=re.compile("PDF")).first.click()
        assert Path(download.value.path()).stat().st_size > 1000
        opened.page.reload()
        opened.settle()
        opened.assert_no_errors()
        here = replica_of(opened)
    time.sleep(0.5)
    lines = site.access()[before:]
    assert {line["replica"] for line in lines} == {here}
    assert [line for line in lines if line["path"] == "/_stcore/stream" and line["status"] == 101]


def test_visitors_are_spread_over_both_replicas_and_never_see_each_others_counts(
    site: Site, chromium: Browser
) -> None:
    other = CHOSEN | {"e1": "9", "n1": "90", "e0": "2", "n0": "80", "weight": "70"}
    with (
        opened_page(chromium, site.handle(), query=CHOSEN) as one,
        opened_page(chromium, site.handle(), query=other) as two,
        opened_page(chromium, site.handle()) as three,
    ):
        assert {replica_of(one), replica_of(two)} == {"1", "2"}
        assert "3 of 40" in one.text()
        assert "9 of 90" not in one.text()
        assert "9 of 90" in two.text()
        assert "3 of 40" not in two.text()
        assert "3 of 40" not in three.text()
        assert "9 of 90" not in three.text()


def test_where_a_replica_is_killed_the_page_comes_back_on_the_other_with_the_same_choices(
    site: Site, chromium: Browser, record_property: Any
) -> None:
    with opened_page(chromium, site.handle(), query=CHOSEN) as opened:
        panel, first = weighed(opened), replica_of(opened)
        visits = opened.page.evaluate("performance.timeOrigin")
        began = time.monotonic()
        kill(site, first)
        wait_until_cut(opened)
        wait_until_back(opened)
        record_property("seconds until back", round(time.monotonic() - began, 1))
        print(f"back after {time.monotonic() - began:.1f} s")  # noqa: T201
        assert replica_of(opened) != first
        assert choices(opened) == CHOSEN
        assert weighed(opened) == panel
        assert opened.page.evaluate("performance.timeOrigin") == visits, "it was not loaded anew"
        assert not opened.page.get_by_role("dialog").count()
        assert BEGAN_ANEW in notices(opened)
        opened.page.locator(SLIDER).press("ArrowRight")
        opened.settle()
        shown = shown_preference(opened)
        assert shown != "40"
        result = opened.page.locator(".weighsaid")
        assert f"counted at {shown} % each" in text_of(result)
        # The first one is back: who was moved stays, and downloads come from where the page is.
        before = site.process(first)
        site.run("start")
        assert site.process(first) != before
        time.sleep(6)
        with opened.page.expect_download():
            opened.page.get_by_role("button", name=re.compile("PDF")).first.click()
        opened.page.reload()
        opened.settle()
        assert replica_of(opened) != first
        assert f"counted at {shown} % each" in text_of(result)


def test_a_visitor_who_opens_a_link_while_a_replica_is_away_notices_nothing(
    site: Site, chromium: Browser
) -> None:
    kill(site, "1")
    try:
        for _ in range(2):
            with opened_page(chromium, site.handle(), query=CHOSEN) as opened:
                assert "counted at 40 % each" in " ".join(weighed(opened))
                assert replica_of(opened) == "2"
                opened.assert_no_errors()
    finally:
        site.run("start")


def test_where_a_replica_hangs_a_page_that_is_loaded_comes_from_the_other(
    site: Site, chromium: Browser
) -> None:
    with opened_page(chromium, site.handle(), query=CHOSEN) as opened:
        panel, hung = weighed(opened), replica_of(opened)
        os.kill(site.process(hung), signal.SIGSTOP)
        try:
            began = time.monotonic()
            opened.page.reload(timeout=BACK_SECONDS * 1000)
            assert time.monotonic() - began < BACK_SECONDS
            opened.settle()
            assert replica_of(opened) != hung
            assert choices(opened) == CHOSEN
            assert weighed(opened) == panel
        finally:
            os.kill(site.process(hung), signal.SIGCONT)


def test_while_both_are_away_a_page_says_so_and_comes_by_itself(
    site: Site, chromium: Browser
) -> None:
    kill(site, "1")
    kill(site, "2")
    context = chromium.new_context()
    try:
        page = context.new_page()
        answer = page.goto(f"{site.url}/?weight=40")
        assert answer is not None
        assert answer.status == 503
        assert "tries again" in page.inner_text("body")
    finally:
        site.run("start")
    expect(page.locator(".weighsaid")).to_contain_text("counted at 40 %", timeout=60_000)
    context.close()


def test_a_rolling_restart_asks_nothing_again_and_answers_throughout(
    site: Site, chromium: Browser
) -> None:
    with opened_page(chromium, site.handle(), query=CHOSEN) as opened:
        panel = weighed(opened)
        processes = {name: site.process(name) for name in site.ports}
        before = len(site.access())
        site.run("restart")
        wait_until_back(opened)
        assert {name: site.process(name) for name in site.ports}.items().isdisjoint(
            processes.items()
        )
        assert choices(opened) == CHOSEN
        assert weighed(opened) == panel
        assert opened.page.locator('.st-key-framing [aria-checked="true"]').inner_text() == "Died"
        assert not [line for line in site.access()[before:] if line["status"] >= 500]


def test_an_address_of_nonsense_in_the_cookie_reaches_a_replica(
    site: Site, chromium: Browser
) -> None:
    context = chromium.new_context()
    context.add_cookies([{"name": "tradeoff_replica", "value": "../9", "url": site.url}])
    answer = context.new_page().goto(site.url)
    assert answer is not None
    assert answer.status == 200
    assert {c["value"] for c in context.cookies() if c["name"] == "tradeoff_replica"} <= {"1", "2"}
    context.close()


def test_no_log_of_the_proxy_holds_what_somebody_chose(site: Site, chromium: Browser) -> None:
    with opened_page(chromium, site.handle(), query=CHOSEN):
        pass
    said = (site.folder / "access.log").read_text() + (site.folder / "nginx-error.log").read_text()
    assert said
    for trace in ("weight=", "e1=", "?", "127.0.0.1", "tradeoff_replica="):
        assert trace not in said, trace


def test_health_of_the_replicas_is_not_told_outside(site: Site, chromium: Browser) -> None:
    context = chromium.new_context()
    for path in ("/healthz", "/readyz"):
        assert context.request.get(site.url + path).status == 404
    context.close()


@pytest.mark.parametrize("kind", ["", "-tls", "-compose"])
def test_nginx_accepts_every_set_of_files(tmp_path: Path, kind: str) -> None:
    source = ROOT / "deploy" / "nginx"
    replicas = source / f"replicas{kind}.conf"
    shutil.copy(source / "nginx.conf", tmp_path)
    shutil.copy(
        replicas if replicas.exists() else source / "replicas.conf", tmp_path / "replicas.conf"
    )
    listen = (source / f"listen{kind}.conf").read_text(encoding="utf-8")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=tool.example.org", "-keyout", "key.pem", "-out", "fullchain.pem"),
        ],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "listen.conf").write_text(listen.replace("/etc/ssl/tradeoff", str(tmp_path)))
    done = subprocess.run(
        [NGINX.find_or_install(),
         "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "stderr", "-t"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr
