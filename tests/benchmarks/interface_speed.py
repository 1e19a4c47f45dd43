"""How long from a key press until the page has been redrawn, beside a bare Streamlit page.

    make bench ARGS="--only interface"                              up to three rounds
    python -m tests.benchmarks.interface_speed --rounds 1           one round
    python -m tests.benchmarks.interface_speed --project /path      another checkout or a stub

One run starts the program and ``tests/browser/bare_page.py``, a slider and a number, and gives
each 40 presses. The clock is the page's own: from the key press (or the button's pointer press)
arriving in the page to the last change of what it should change, seen by a MutationObserver. For
text that is its content, for pictures their sources once decoded, for a plot its drawn paths and
labels. Nothing is read in a way that makes the browser lay out the page for it. A press after which
nothing changes counts as infinitely slow.

The machine is shared, so a measure passes if one of three rounds keeps all its limits; the ratio
is to the bare page of the same round. What a hand moves, and the page answers by itself, is
measured in ``by_hand``, and stands in the same table.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import by_hand
from tests.benchmarks.timed import Limit, Timed, column
from tests.serving import (
    ROOT,
    OpenedPage,
    RunningApp,
    launched_chromium,
    opened_page,
    start_app,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Where things are: Streamlit turns an element's key into the class ``st-key-<key>``. Its sliders
# are native range inputs under the skin.
BARE_SLIDER = '.st-key-bare_slider input[type="range"]'
BARE_NUMBER = ".st-key-bare_number"
FRAMING_PAGE = "/"
FRAMING = '.st-key-framing [role="radio"][aria-checked="false"]'
ICONS = '[data-part="benefit"] .pair'

PRESSES = 40
ROUNDS = 3
#: Between presses: longer than the server's work after a run, so that each press finds it idle.
PAUSE_SECONDS = 0.1
#: Nothing more changes for this long: the redraw is over.
QUIET_MS = 80
#: No change within this: there will be none.
PATIENCE_MS = 2000

#: In the page: notes when a press arrives and when the watched thing last changed.
WATCH = """
([selector, what]) => {
  const root = () => document.querySelector(selector);
  const signatures = {
    text: (e) => e.textContent,
    pictures: (e) => [...e.querySelectorAll('img')].map((i) => i.src).join('|'),
    plot: (e) => [...e.querySelectorAll('.js-plotly-plot')].map((p) => p.textContent
      + [...p.querySelectorAll('path')].map((d) => d.getAttribute('d')).join('|')).join('|'),
  };
  const signature = () => { const e = root(); return e ? signatures[what](e) : ''; };
  const decoded = () => what === 'pictures' && root()
    ? Promise.all([...root().querySelectorAll('img')].map((i) => i.decode().catch(() => 0)))
    : null;
  const watch = window.__watch = { pressed: null, changed: null, seen: signature() };
  const press = () => {
    watch.seen = signature(); watch.changed = null; watch.pressed = performance.now();
  };
  addEventListener('keydown', press, true);
  addEventListener('pointerdown', press, true);
  const concerns = (record) => {
    const e = root();
    return e && (e.contains(record.target) || record.target.contains(e));
  };
  new MutationObserver(async (records) => {
    if (watch.pressed === null || !records.some(concerns)) return;
    const now = signature();
    if (now === watch.seen || now === '') return;
    watch.seen = now;
    await decoded();
    watch.changed = performance.now();
  }).observe(document.body,
    { subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ['src', 'd'] });
}
"""

#: In the page: the milliseconds from press to last change, or null where none came.
RESULT = """
([quiet, patience]) => new Promise((resolve) => {
  const look = () => {
    const { pressed, changed } = window.__watch;
    const now = performance.now();
    const idle = document.querySelector('[data-testid="stApp"]')
      .dataset.testScriptState === 'notRunning';
    if (pressed !== null && changed !== null && idle && now - changed >= quiet) {
      resolve(changed - pressed);
    } else if (pressed !== null && changed === null && now - pressed > patience) {
      resolve(null);
    } else {
      setTimeout(look, 10);
    }
  };
  look();
})
"""


@dataclass(frozen=True, slots=True)
class Measured(Timed):
    """One measure in one round; times in milliseconds."""

    name: str
    times: tuple[float, ...]
    bare_median: float
    limit: Limit

    @property
    def ratio(self) -> float:
        """Median to the bare page's median of the same round."""
        return self.median / self.bare_median

    @property
    def kept(self) -> bool:
        """Whether all limits were kept."""
        return (
            self.p95 <= self.limit.p95
            and self.median <= self.limit.median
            and self.ratio <= self.limit.ratio
        )

    def __str__(self) -> str:
        word = "" if self.limit == Limit() else "kept" if self.kept else "MISSED"
        return (
            f"{self.name:<32}{self.median:>8.1f}{self.p95:>8.1f}{self.ratio:>8.2f}"
            f"{column(self.limit.median):>9}{column(self.limit.p95):>6}"
            f"{column(self.limit.ratio):>7}  {word}"
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """What is pressed on which page, and what should be redrawn."""

    name: str
    path: str
    watch: str
    what: str
    press: Callable[[OpenedPage, int], None]
    limit: Limit


#: A chip draws the whole page anew; what a hand moves does not wait for the server.
INTERFACE = Limit(p95=250, median=150, ratio=6)
HEAD = (
    f"{'ms from press to redrawn':<32}{'median':>8}{'p95':>8}{'× bare':>8}"
    f"{'limits:':>9}{'p95':>6}{'ratio':>7}"
)


def _right(selector: str) -> Callable[[OpenedPage, int], None]:
    """ArrowRight on a slider; focus is given once and must stay where it was."""

    def press(opened: OpenedPage, number: int) -> None:
        if number == 0:
            opened.page.locator(selector).first.focus()
        opened.page.keyboard.press("ArrowRight")

    return press


def _toggle(selector: str) -> Callable[[OpenedPage, int], None]:
    """The button of the segmented control that is not chosen."""
    return lambda opened, _: opened.page.locator(selector).first.click()


BARE = Measure(
    "bare page: slider to number", "/", BARE_NUMBER, "text", _right(BARE_SLIDER), Limit()
)
MEASURES = (
    Measure("alive / died to icons", FRAMING_PAGE, ICONS, "pictures", _toggle(FRAMING), INTERFACE),
)


def measured(
    browser: Browser, app: RunningApp, measure: Measure, presses: int
) -> tuple[float, ...]:
    """Times of all presses of one measure, on a freshly opened page, in milliseconds."""
    with opened_page(browser, app, measure.path, calm=False) as opened:
        opened.page.locator(measure.watch).first.wait_for()
        opened.page.evaluate(WATCH, [measure.watch, measure.what])
        return tuple(_one_press(opened, measure, number) for number in range(presses))


def one_round(
    browser: Browser,
    app: RunningApp,
    bare: RunningApp,
    measures: Iterable[Measure],
    presses: int = PRESSES,
) -> Iterator[Measured]:
    """The bare page first, then each measure beside it."""
    times = measured(browser, bare, BARE, presses)
    bare_median = statistics.median(times)
    yield Measured(BARE.name, times, bare_median, BARE.limit)
    for measure in measures:
        times = measured(browser, app, measure, presses)
        yield Measured(measure.name, times, bare_median, measure.limit)


@contextmanager
def bare_running(folder: Path, project: Path = ROOT) -> Iterator[RunningApp]:
    """The bare page, for as long as the block lasts."""
    bare = start_app(folder, project=project, script=str(ROOT / "tests/browser/bare_page.py"))
    try:
        yield bare
    finally:
        bare.stop()


@contextmanager
def both_running(project: Path = ROOT) -> Iterator[tuple[Browser, RunningApp, RunningApp]]:
    """The browser, the program and the bare page, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="tradeoff-bench-") as folder, launched_chromium() as b:
        app = start_app(Path(folder), project=project)
        try:
            with bare_running(Path(folder) / "bare", project) as bare:
                yield b, app, bare
        finally:
            app.stop()


Results = Sequence[Measured | by_hand.Answered | by_hand.Burst]


def run(rounds: int = ROUNDS, project: Path = ROOT) -> Results:
    """What the server redraws, then what the page answers by itself."""
    with both_running(project) as (browser, app, bare):
        redrawn = best_of(browser, app, bare, rounds)
        return [*redrawn, *by_hand.run(browser, app, rounds=rounds)]


def best_of(
    browser: Browser,
    app: RunningApp,
    bare: RunningApp,
    rounds: int = ROUNDS,
    *,
    presses: int = PRESSES,
) -> list[Measured]:
    """Measure until every limit is kept, or all rounds are done; a later one repeats what missed.

    Of several rounds one that kept its limits counts, or the quickest.
    """
    best: dict[str, Measured] = {}
    for _ in range(rounds):
        left = [one for one in MEASURES if one.name not in best or not best[one.name].kept]
        for new in one_round(browser, app, bare, left, presses) if left else ():
            known = best.get(new.name, new)
            best[new.name] = min(known, new, key=lambda one: (not one.kept, one.p95))
    return list(best.values())


def table(results: Results) -> str:
    """The results as text, one line each."""
    redrawn = [one for one in results if isinstance(one, Measured)]
    moved = [one for one in results if not isinstance(one, Measured)]
    return "\n".join([HEAD, *map(str, redrawn), by_hand.HEAD, *map(str, moved)])


def part() -> tuple[str, bool]:
    """The table, and whether every limit was kept."""
    results = run()
    return table(results), _kept(results)


def _kept(results: Results) -> bool:
    return all(one.kept for one in results)


def _one_press(opened: OpenedPage, measure: Measure, number: int) -> float:
    _clear(opened.page)
    measure.press(opened, number)
    took = opened.page.evaluate(RESULT, [QUIET_MS, PATIENCE_MS])
    time.sleep(PAUSE_SECONDS)
    return math.inf if took is None else float(took)


def _clear(page: Page) -> None:
    page.evaluate("() => { window.__watch.pressed = null; window.__watch.changed = null; }")


def main() -> int:
    """Print the table; 1 if a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--project", type=Path, default=ROOT)
    given = parser.parse_args()
    results = run(given.rounds, given.project)
    sys.stdout.write(table(results) + "\n")
    return 0 if _kept(results) else 1


if __name__ == "__main__":
    sys.exit(main())
