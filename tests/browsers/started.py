"""Firefox and WebKit, started in a home of their own and stopped again."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from websockets.sync.client import connect

from tests.browsers.driven import ByBidi, ByWebDriver, Driven
from tests.installed import FIREFOX, WEBKIT, minibrowser

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 10.0
#: Downloads without a question, and nobody called: neither its maker nor another.
PREFERENCES: Final = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.alwaysOpenPanel": False,
    "browser.helperApps.neverAsk.saveToDisk": "application/pdf",
    "pdfjs.disabled": True,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.allow_hijacking_localhost": False,
    "ui.prefersReducedMotion": 1,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
}
#: Larger than the largest page that is looked at, with what the window has around it.
SCREEN: Final = "-screen 0 2000x1300x24"
#: Where nothing draws on a card, WebKit shows nothing unless it draws by itself.
WITHOUT_CARD: Final = {
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
}


@contextmanager
def firefox(folder: Path) -> Iterator[Driven]:
    """Firefox, which writes on its standard error where it listens."""
    profile, downloads = folder / "profile", folder / "downloads"
    for made in (profile, downloads):
        made.mkdir()
    wanted = PREFERENCES | {"browser.download.dir": str(downloads)}
    lines = (f"user_pref({_quoted(name)}, {_quoted(value)});" for name, value in wanted.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [
        *(FIREFOX.find_or_install(), "--headless", "--no-remote"),
        *("--remote-debugging-port=0", "--profile", str(profile)),
    ]
    with _running(command, folder) as log:
        found = _said(log, re.compile(r"listening on (ws://\S+)"))
        with connect(f"{found}/session", max_size=None, proxy=None) as line:
            yield ByBidi("firefox", downloads, line)


@contextmanager
def webkit(folder: Path) -> Iterator[Driven]:
    """WebKit in GNOME's small browser, on a screen that nobody sees."""
    tools = Path(WEBKIT.find_or_install())
    downloads = folder / "downloads"
    settings = folder / ".config"
    for made in (downloads, settings):
        made.mkdir()
    (settings / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{downloads}"\n', encoding="utf-8")
    port = _free_port()
    command = [
        *(str(tools / "xvfb-run"), "--auto-servernum", "--server-args", SCREEN),
        *(str(tools / "dbus-run-session"), "--", str(tools / "WebKitWebDriver"), f"--port={port}"),
    ]
    wanted = {
        "pageLoadStrategy": "none",
        "webkitgtk:browserOptions": {"binary": minibrowser(), "args": ["--automation"]},
    }
    with _running(command, folder):
        _answers(port)
        driven = ByWebDriver("webkit", downloads, port, wanted)
        try:
            yield driven
        finally:
            driven.quit()


def _quoted(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
    return str(value)


@contextmanager
def _running(command: list[str], home: Path) -> Iterator[Path]:
    """A command and all that it starts, in a group of their own; what they print is kept."""
    log = home / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            env=os.environ | WITHOUT_CARD | {"HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield log
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _said(log: Path, pattern: re.Pattern[str]) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if found := pattern.search(log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.05)
    raise TimeoutError(f"it did not say where it listens:\n{log.read_text(errors='replace')}")


def _answers(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
