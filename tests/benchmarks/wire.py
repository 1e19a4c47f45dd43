"""What a page takes over the wire, and how long until it stands: cold, warm, and a bare page.

Cold is a fresh browser context with an empty cache; warm is the second visit in that context.
Bytes are those of all responses as they were sent, headers included, and of the web socket's
messages as the page reads them (compressed on the way, they are fewer).
"""

from __future__ import annotations

import json
import math
import statistics
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

from tests.benchmarks.interface_speed import BARE_NUMBER, ICONS, both_running
from tests.serving import OpenedPage, RunningApp

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

COLD, WARM = "cold", "warm"
#: For a page with its chart: into an empty cache (uncompressed it would be 9 MB), and once more.
MOST_BYTES: Final = {COLD: 2_900_000, WARM: 200_000}
ROUNDS: Final = 5

BARE: Final = "bare page"
CURVE: Final = ':is([data-part="curve"], .st-key-part_curve)'
#: Path, and what stands when the page stands.
PAGES: Final = {
    BARE: ("/", BARE_NUMBER),
    "Consultation": ("/", f"{ICONS}, {CURVE}"),
    "Survival curves": ("/survival_curves", CURVE),
}
#: Milliseconds, milliseconds, megabytes; with so many digits.
SCALES: Final = ((1, 0), (1, 0), (1e6, 2))
HEAD: Final = (
    f"{'median of ' + str(ROUNDS):<24}{'paint ms':>8}{'× bare':>7}{'drawn ms':>9}{'× bare':>6}"
    f"{'MB':>8}{'× bare':>7}{'limit':>8}"
)

#: In the page, before anything else: notes when what is watched last changed.
WATCH: Final = """
(selector) => new MutationObserver((records) => {
  const element = (node) => node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const concerns = ({ target, addedNodes }) => element(target)?.closest(selector)
    || [...addedNodes].some((one) => one.matches?.(selector) || one.querySelector?.(selector));
  if (records.some(concerns)) window.__drawn = performance.now();
}).observe(document,
  { subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ['src', 'd'] })
"""
TIMES: Final = """
() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, window.__drawn]
"""


class Wire:
    """Counts what a page receives, from now on."""

    def __init__(self, page: Page) -> None:
        self.sizes: list[float] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: self.sizes.append(e["encodedDataLength"]))
        session.on(
            "Network.webSocketFrameReceived",
            # Over a web socket bytes travel as they are; here they come as base64.
            lambda e: self.sizes.append(len(e["response"]["payloadData"]) * 3 / 4),
        )

    @property
    def received(self) -> float:
        """Bytes so far."""
        return sum(self.sizes)


@dataclass(frozen=True, slots=True)
class Opened:
    """One visit: milliseconds from the navigation's start, and bytes received."""

    painted: float
    drawn: float
    received: float


@dataclass(frozen=True, slots=True)
class Visited:
    """Median of several visits of one kind to one page."""

    name: str
    kind: str
    middle: Opened
    bare: Opened

    @property
    def kept(self) -> bool:
        """Whether the bytes of the visit are within the limit of its kind."""
        return not self.limited or self.middle.received <= MOST_BYTES[self.kind]

    @property
    def limited(self) -> bool:
        """Whether there is a limit: for the program's own pages."""
        return self.name != BARE

    def __str__(self) -> str:
        mine, bare = astuple(self.middle), astuple(self.bare)
        columns = (
            f"{one / unit:>8.{digits}f}{one / other if other else math.nan:>7.1f}"
            for one, other, (unit, digits) in zip(mine, bare, SCALES, strict=True)
        )
        limit = f"{MOST_BYTES[self.kind] / 1e6:>8.1f}  {'kept' if self.kept else 'MISSED'}"
        line = f"{self.name:<18}{self.kind:<6}{''.join(columns)}"
        return line + (limit if self.limited else "")


def visit(context: BrowserContext, app: RunningApp, path: str, watched: str) -> Opened:
    """Open a page, wait until it has held still, and say when and after how many bytes it stood."""
    page = context.new_page()
    page.add_init_script(f"({WATCH})({json.dumps(watched)})")
    wire = Wire(page)
    OpenedPage(page, app).goto(path)
    painted, drawn = page.evaluate(TIMES)
    page.close()
    return Opened(painted, drawn, wire.received)


def visits(browser: Browser, app: RunningApp, path: str, watched: str) -> dict[str, Opened]:
    """The first visit of a fresh browser context, and the second."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    try:
        return {kind: visit(context, app, path, watched) for kind in (COLD, WARM)}
    finally:
        context.close()


def run() -> list[Visited]:
    """Every page in turn, several times over, so that the machine's mood falls on all alike."""
    seen: dict[tuple[str, str], list[Opened]] = {}
    with both_running() as (browser, app, bare):
        for _ in range(ROUNDS):
            for name, (path, watched) in PAGES.items():
                running = bare if name == BARE else app
                for kind, one in visits(browser, running, path, watched).items():
                    seen.setdefault((name, kind), []).append(one)
    middle = {key: _median(several) for key, several in seen.items()}
    return [Visited(name, kind, one, middle[BARE, kind]) for (name, kind), one in middle.items()]


def part() -> tuple[str, bool]:
    """The table, and whether every visit kept to its bytes."""
    results = run()
    return "\n".join([HEAD, *map(str, results)]), all(one.kept for one in results)


def _median(several: list[Opened]) -> Opened:
    return Opened(*map(statistics.median, zip(*map(astuple, several), strict=True)))
