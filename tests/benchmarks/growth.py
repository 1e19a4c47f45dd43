"""How time and memory grow: with trials on the shelf, draws, patients and months of a curve.

A line gives what the smallest size takes and, for the others, the ratio to it. Times are of the
processor and the best of several, so that neighbours on the machine count little. A line is
marked where a step of it grows by more than its size does, with some slack for noise.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from tests.benchmarks.test_engine_speed import CONTROL, EXPERIMENTAL, HARMS
from tests.serving import ROOT
from tests.views import DATA, view
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.survival import survival_chart
from tradeoff.statistics.intervals import difference_from_reported, risk_difference
from tradeoff.statistics.survival import kaplan_meier
from tradeoff.statistics.weighing import probability_curve, simulate, weigh
from tradeoff.words.say import ENGLISH

TRIALS: Final = (1, 4, 16, 64)
DRAWS: Final = (5_000, 20_000, 80_000)
PATIENTS: Final = (250, 1_000, 4_000)
MONTHS: Final = (15, 30, 60)
SLACK: Final = 1.5
REPEATS: Final = 7
WORKER_SECONDS: Final = 300

Measures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Growth:
    """One quantity, named with its unit, at growing sizes."""

    name: str
    sizes: tuple[int, ...]
    values: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Each value to the first."""
        return tuple(value / self.values[0] for value in self.values)

    @property
    def worse_than_linear(self) -> bool:
        """Whether some step grows by more than the size does."""
        steps = zip(pairwise(self.values), pairwise(self.sizes), strict=True)
        return any(after / before > SLACK * more / size for (before, after), (size, more) in steps)

    def __str__(self) -> str:
        ratios = "".join(f"{ratio:>9.2f}" for ratio in self.ratios[1:])
        mark = "  WORSE THAN LINEAR" if self.worse_than_linear else ""
        return f"  {self.name:<32}{self.values[0]:>9.3g}{ratios}{mark}"


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Processor time of the quickest of several."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return 1000 * min(times)


def megabytes(work: Callable[[], object]) -> float:
    """The most that is held while this is done, numpy's arrays included."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def of_draws(draws: int) -> Measures:
    """Simulating and weighing (sorts once); the share of draws for one preference, and for all."""
    rng = np.random.default_rng(1910)
    gain = difference_from_reported(EXPERIMENTAL, CONTROL)
    made = simulate(EXPERIMENTAL, CONTROL, *HARMS, draws=draws, rng=rng)

    def weighed() -> object:
        fresh = simulate(EXPERIMENTAL, CONTROL, *HARMS, draws=draws, rng=rng)
        return weigh(gain, risk_difference(*HARMS), draws=fresh, gain_window="", harm_window="")

    return {
        "simulate and weigh, ms": milliseconds(weighed),
        "probability, one preference, ms": milliseconds(lambda: made.probability_gain_larger(0.5)),
        "probability curve, ms": milliseconds(
            lambda: probability_curve(made, np.linspace(0, 1, 101))
        ),
        "memory, MB": megabytes(weighed),
    }


def of_patients(patients: int) -> Measures:
    """One Kaplan-Meier curve, with a step at most times."""
    rng = np.random.default_rng(1910)
    months, died = rng.uniform(0.1, 74, patients), rng.random(patients) < 0.5
    return {
        "Kaplan-Meier, ms": milliseconds(lambda: kaplan_meier(months, died)),
        "memory, MB": megabytes(lambda: kaplan_meier(months, died)),
    }


def of_months(months: int) -> Measures:
    """The chart as it is sent for a horizon of so many months."""
    shown = view(cut="fda-later", months=months)

    def chart() -> str:
        drawn = survival_view(ENGLISH, shown, CurveOptions(room=True))
        assert drawn is not None
        return str(survival_chart(drawn, theme="light").figure.to_json())

    return {"chart, ms": milliseconds(chart), "chart as sent, kB": len(chart()) / 1000}


def of_trials(trials: int) -> Measures:
    """A server's start and its pages, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.growth", str(trials)],
        cwd=ROOT,
        capture_output=True,
        timeout=WORKER_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return dict(json.loads(done.stdout))


def with_shelf_of(trials: int) -> Measures:
    """What :func:`of_trials` reports, measured in this process, which it changes for good."""
    from streamlit.testing.v1 import AppTest

    from tradeoff.screens import store
    from tradeoff.server.warm_up import warm_up

    with tempfile.TemporaryDirectory(prefix="tradeoff-shelf-") as folder:
        store.DATA = copies(Path(folder), trials)
        start = milliseconds(warm_up, repeats=1)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)

        def after_two_seconds() -> None:
            store._ids.cache_clear()
            store._site.cache_clear()
            store._stamp.cache_clear()
            app.run()

        app.run()
        assert not app.exception
        return {
            "start, ms": start,
            "a run of Consultation, ms": milliseconds(app.run),
            "with a look at the folders, ms": milliseconds(after_two_seconds),
            "memory of the process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def copies(shelf: Path, trials: int) -> Path:
    """A shelf of so many copies of one trial, each under its own name."""
    for number in range(trials):
        folder = shelf / f"copy-{number:03}"
        shutil.copytree(DATA / "e1910", folder)
        file = folder / "trial.toml"
        text = file.read_text(encoding="utf-8").replace('"e1910"', f'"{folder.name}"', 1)
        file.write_text(text, encoding="utf-8")
    return shelf


def grown(sizes: Sequence[int], measure: Callable[[int], Measures]) -> list[Growth]:
    """The same measures at each size."""
    found = [measure(size) for size in sizes]
    return [Growth(name, tuple(sizes), tuple(one[name] for one in found)) for name in found[0]]


PARTS: Final = (
    ("trials on the shelf", TRIALS, of_trials),
    ("simulated draws", DRAWS, of_draws),
    ("patients of a curve", PATIENTS, of_patients),
    ("months of a curve", MONTHS, of_months),
)


def part() -> tuple[str, bool]:
    """The tables, and whether nothing grows worse than linearly."""
    lines, kept = [], True
    for name, sizes, measure in PARTS:
        lines.append(f"{name:<34}{''.join(f'{size:>9,}' for size in sizes)}")
        results = grown(sizes, measure)
        lines += map(str, results)
        kept &= not any(one.worse_than_linear for one in results)
    return "\n".join(lines), kept


if __name__ == "__main__":
    sys.stdout.write(json.dumps(with_shelf_of(int(sys.argv[1]))))
