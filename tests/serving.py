"""Start the program as a user would, open its pages in Chromium, and watch what they do.

Shared by the browser tests, the benchmark and the screenshots, so that all three see one thing.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.installed import CHROMIUM

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 90.0
STOP_SECONDS = 10.0
READY_SECONDS = 45.0

#: What the browser does for its own address bar, two pages for each window: a fifth of the time of
#: the processor that opening a page takes. The rest is Playwright's own list, which the browser
#: forgets where it is given another.
WITHOUT_FEATURES = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "AimEnabled"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "LensOverlay"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "PreconnectToSearch"),
    *("OptimizationHints", "NetworkTimeServiceQuerying"),
)

#: No sandbox, because containers run the tests as root; the rest keeps the browser from calling
#: its maker's hosts at every start. The resolver rule makes sure that no other host can answer.
LAUNCH_ARGUMENTS = (
    f"--disable-features={','.join(WITHOUT_FEATURES)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)

#: For pages that are not timed: none stands long enough for what its scripts' optimising costs, a
#: sixth of the time of the processor that opening it takes.
WITHOUT_OPTIMISING = "--js-flags=--no-opt --no-maglev"

#: What ``make run`` starts.
SERVER = "server.py"

#: Not copied with the project: what git, pip and the tools keep, and the tests themselves.
NOT_COPIED = (".git", ".venv", ".*_cache", "__pycache__", ".hypothesis", "build", "tests", ".ci")

#: In the page: says on the console what the policy kept it from. One attempt is known and let be:
#: a part of Streamlit's front end tries WebAssembly for long whole numbers, and does without.
POLICY = "Kept from by the policy:"
WATCH_POLICY = f"""
addEventListener('securitypolicyviolation', (e) => {{
  if (e.blockedURI === 'wasm-eval' && /\\/static\\/js\\/protobuf\\./.test(e.sourceFile)) return;
  console.error('{POLICY}', e.effectiveDirective, e.blockedURI, e.sourceFile, e.sample);
}});
"""

#: In the page: remembers what was asked of the program and is not answered yet. A busy one takes
#: longer for it than a page has to hold still.
WATCH_ANSWERS = """
{
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...said) {
    const asked = window.__asked = {};
    const answered = () => { if (window.__asked === asked) delete window.__asked; };
    for (const end of ['message', 'close']) this.addEventListener(end, answered, { once: true });
    return send.apply(this, said);
  };
}
"""

#: True once the page has held still: connected, nothing asked and not answered, script finished,
#: nothing stale, lazy parts and pictures loaded, plots and our own components drawn, and the text
#: unchanged for `quiet` milliseconds.
SETTLED = """
(quiet) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const state = window.__settling ??= { since: performance.now(), seen: null };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ready = app
    && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !window.__asked
    && document.querySelector('[data-testid="stElementContainer"]')
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && document.fonts.status === 'loaded'
    && all('img').every((image) => image.complete)
    && all('[data-testid="stPlotlyChart"]').every((chart) => chart.querySelector('.main-svg'))
    && all('[data-testid="stBidiComponentRegular"]').every((ours) => ours.childElementCount > 1);
  const now = performance.now();
  const seen = ready ? app.textContent.length + ':' + all('*').length : null;
  if (!ready || seen !== state.seen) { state.since = now; state.seen = seen; return false; }
  return now - state.since >= quiet;
}
"""


#: In the page: another address in the same visit, as Back comes to one.
COME_TO = """
(address) => {
  document.activeElement?.blur();
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: null }));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}
"""


class AppNotReadyError(RuntimeError):
    """The program did not start, or a page did not finish; holds the program's output."""


@dataclass
class RunningApp:
    """The program in a process of its own; its output goes to a file."""

    url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def output(self) -> str:
        """Everything that the program has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End the process, gently first; safe to call twice."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def start_app(
    folder: Path,
    *,
    project: Path = ROOT,
    script: str = SERVER,
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
) -> RunningApp:
    """Start the program on loopback as ``make run`` does, and wait until it answers.

    Args:
        folder: where the log and the process's own home folder go.
        project: the checkout, or a copy made by :func:`copy_project`.
        script: something else to run with ``streamlit run``, relative to the project.
        port: a port to take again after a restart; a free one by default.
        environment: variables to add to a copy of this process's, with Streamlit's own removed.
        before: a command that ends in becoming the program, such as ``unshare --mount``.

    Raises:
        AppNotReadyError: it ended or did not answer in time; the message holds its output.
    """
    port = port or _free_port()
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    log = folder / f"app-{port}.log"
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [*before, *_command(script, port)],
            cwd=project,
            env=_environment(home, {"PORT": str(port), **(environment or {})}),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    app = RunningApp(f"http://127.0.0.1:{port}", port, log, process)
    _wait_until_healthy(app)
    return app


def copy_project(folder: Path) -> Path:
    """Copy what the program needs to run, so that a test can change its data; returns the copy."""
    target = folder / "project"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return target


def copy_with_page(folder: Path, page: Path) -> Path:
    """A copy of the program whose first page is this one."""
    project = copy_project(folder)
    shutil.copy(page, project / "app.py")
    return project


@contextmanager
def launched_chromium(*arguments: str) -> Iterator[Browser]:
    """A headless Chromium that can reach this machine only; ``arguments``: more of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM.find_or_install(), args=[*LAUNCH_ARGUMENTS, *arguments]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class OpenedPage:
    """A page in the browser, with all that it asked for and complained of."""

    page: Page
    app: RunningApp
    requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    def settle(self, *, quiet_ms: int = 250, seconds: float = READY_SECONDS) -> None:
        """Wait until the script has run and the page has held still.

        Raises:
            AppNotReadyError: it did not; the message holds what the program printed.
        """
        try:
            self.page.evaluate("() => { delete window.__settling }")
            self.page.wait_for_function(SETTLED, arg=quiet_ms, timeout=seconds * 1000, polling=50)
        except PlaywrightError as problem:
            raise AppNotReadyError(
                f"{self.page.url} did not finish within {seconds:.0f} s: {problem.message}\n"
                f"{self.app.output()[-4000:]}"
            ) from problem

    def goto(self, path: str = "/", *, query: Mapping[str, Any] | str = "") -> None:
        """Open another address of the program cold, and settle."""
        self.page.goto(self.app.url + path + _query(query))
        self.settle()

    def come_to(self, path: str = "/", *, query: Mapping[str, Any] | str = "") -> None:
        """Come to another address in the same visit, as Back does, and settle.

        A third of the work of opening it cold: for what is only looked at. What was typed, opened
        or loaded before may still stand.
        """
        self.page.evaluate(COME_TO, self.app.url + path + _query(query))
        self.settle()

    def foreign_requests(self) -> list[str]:
        """Every request to another host than the program's own; data: and blob: stay inside."""
        home = urlsplit(self.app.url).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != home
        ]

    def exceptions(self) -> list[str]:
        """The texts of Streamlit's exception boxes on the page."""
        boxes = self.page.locator('[data-testid="stException"], [data-testid="stAppError"]')
        return boxes.all_inner_texts()

    def text(self) -> str:
        """All visible text: navigation, side panel and page."""
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def assert_no_foreign_requests(self) -> None:
        """Fail with the addresses, if the page asked any other host for anything."""
        assert not self.foreign_requests(), f"other hosts were asked: {self.foreign_requests()}"

    def assert_policy_kept(self) -> None:
        """Fail with what the Content Security Policy kept the page from, if anything."""
        found = [
            text for text in self.console_errors if POLICY in text or "Security Policy" in text
        ]
        assert not found, f"the policy kept the page from: {found}"

    def assert_no_errors(self) -> None:
        """Fail with the texts, if the page showed or logged an error."""
        found = self.exceptions() + self.page_errors + self.console_errors
        assert not found, f"errors on {self.page.url}: {found}\n{self.app.output()[-4000:]}"


@contextmanager
def new_page(browser: Browser, *, scale: float = 1, **how: Any) -> Iterator[Page]:
    """An empty page in a browser profile of its own; ``scale``: device pixels to a CSS pixel.

    ``how``: what else makes the profile, as ``has_touch=True`` a screen for fingers.
    """
    context = browser.new_context(device_scale_factor=scale, **how)
    context.add_init_script(WATCH_POLICY)
    context.add_init_script(WATCH_ANSWERS)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def shown(
    page: Page,
    app: RunningApp,
    path: str = "/",
    *,
    width: int = 1280,
    height: int = 720,
    color_scheme: str = "light",
    query: Mapping[str, Any] | str = "",
    calm: bool = True,
    cold: bool = True,
) -> Iterator[OpenedPage]:
    """Open one address in this page, settled, and watch it while the block lasts.

    Args:
        page: from :func:`new_page`.
        app: the running program.
        path: the page's path.
        width: of the viewport, in CSS pixels.
        height: of the viewport, in CSS pixels.
        color_scheme: ``light`` or ``dark``.
        query: parameters as a mapping (a list of values repeats the name) or as raw text.
        calm: ask for reduced motion; a benchmark does not.
        cold: load it; else come to it in the visit that this page is in.
    """
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(  # all that a page can be told: none of it is left from an earlier use
        media="screen",
        forced_colors="none",
        color_scheme=color_scheme,  # type: ignore[arg-type]
        reduced_motion="reduce" if calm else "no-preference",
    )
    with _watched(page, app) as opened:
        (opened.goto if cold else opened.come_to)(path, query=query)
        yield opened


@contextmanager
def opened_page(
    browser: Browser, app: RunningApp, path: str = "/", *, scale: float = 1, **how: Any
) -> Iterator[OpenedPage]:
    """The same in a browser profile of its own, closed at the end; ``how`` as for :func:`shown`."""
    with new_page(browser, scale=scale) as page, shown(page, app, path, **how) as opened:
        yield opened


@contextmanager
def temporary_app(script: str = SERVER) -> Iterator[RunningApp]:
    """The program for as long as a ``with`` block lasts."""
    with tempfile.TemporaryDirectory(prefix="tradeoff-") as folder:
        app = start_app(Path(folder), script=script)
        try:
            yield app
        finally:
            app.stop()


@contextmanager
def _watched(page: Page, app: RunningApp) -> Iterator[OpenedPage]:
    """Keep what a page asks for and complains of."""
    opened = OpenedPage(page, app)
    listeners: tuple[tuple[Any, str, Callable[[Any], None]], ...] = (
        (page.context, "request", lambda request: opened.requests.append(request.url)),
        # In headless Chromium a web socket is no "request": it has an event of its own.
        (page, "websocket", lambda web_socket: opened.requests.append(web_socket.url)),
        (page, "pageerror", lambda error: opened.page_errors.append(str(error))),
        (page, "console", lambda message: _keep_error(message, opened.console_errors)),
    )
    for source, event, listener in listeners:
        source.on(event, listener)
    try:
        yield opened
    finally:
        with suppress(PlaywrightError):
            page.evaluate("() => 0")  # what was said before this is heard
        for source, event, listener in listeners:
            source.remove_listener(event, listener)


def _keep_error(message: ConsoleMessage, errors: list[str]) -> None:
    if message.type == "error":
        errors.append(f"{message.text} ({message.location.get('url')})")


def _command(script: str, port: int) -> list[str]:
    """The server reads its address and port from the environment."""
    if script == SERVER:
        return [sys.executable, script]
    return [
        *(sys.executable, "-m", "streamlit", "run", script),
        *("--server.address", "127.0.0.1"),
        *("--server.port", str(port)),
        *("--server.headless", "true"),
        *("--server.fileWatcherType", "none"),
    ]


def _environment(home: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """This process's variables without Streamlit's, and a home without its configuration."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "PYTEST_"))}
    return kept | {"HOME": str(home)} | dict(extra)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(app: RunningApp) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and app.process.poll() is None:
        if _healthy(app.port):
            return
        time.sleep(0.1)
    app.stop()
    raise AppNotReadyError(f"{app.url} did not answer; the program printed:\n{app.output()}")


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _query(query: Mapping[str, Any] | str) -> str:
    text = query if isinstance(query, str) else urlencode(query, doseq=True)
    return f"?{text}" if text else ""
