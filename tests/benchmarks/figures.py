"""From the printed figure to the curve: how exact, how quick, beside what others published.

A simulated user clicks two ticks an axis (up to 1 px off) and one spot a curve (2 px) on the given
figures and on figures like them and harder ones that are made here; the last sets are degraded, or
read as vector graphics. Others' figures are from their own papers and pages, on their own material.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from tests.digitising import printed_scoring
from tests.digitising.degraded import DEGRADATIONS
from tests.digitising.known import Known, given
from tests.digitising.made_figures import made
from tests.digitising.scoring import ANCHORS, Score, line, summary, summary_lines, traced
from tests.serving import ROOT
from tradeoff.digitising import apart, read_pdf, trace

MADE: Final = 24
#: Of the given and made figures, those that are degraded: every third.
EVERY: Final = 3
#: Those of the acceptance.
ASKED: Final = ("half", "jpeg35", "skew", "grey", "noise")
MOST_DEGRADED: Final = 0.003
LEAST_ANCHORED: Final = 0.97

#: What others say of themselves; "S" errors of survival.
PEERS: Final = (
    ("SurvdigitizeR, its paper", "S, root mean square .012 (.014 by hand), colours only"),
    ("KM-GPT, its paper", "S .018; asks a language model on the network"),
    ("KM-curve-estimator, its page", "S .0082 after reconstruction; likewise"),
    ("60 clicks by a hand off by 0.5 %", "S .007 at the median, .010 at the 90th percentile"),
)  # fmt: skip

#: Traced one after another in a process that stands for the server, and what it may grow by, in MB.
FIGURES, FIRST = 200, 20
MOST_GROWTH: Final = 8.0


def scores_of(figures: Iterable[Known]) -> list[Score]:
    """Each traced once, nothing corrected."""
    return [traced(figure, trace) for figure in figures]


def anchored(figures: Sequence[Known], scores: Sequence[Score]) -> list[Score]:
    """The same where three anchors a curve are set on those that are not near enough."""
    return [
        score if score.near else traced(figure, trace, anchors=ANCHORS)
        for figure, score in zip(figures, scores, strict=True)
    ]


def rasters(name: str, figures: Sequence[Known], *, asked: bool) -> tuple[list[str], bool]:
    """The table of one set; whether it counts for the limits is what is ``asked`` of it."""
    scores = scores_of(figures)
    lines = [f"{name}, {len(figures)} figures", *(f"  {row}" for row in summary_lines(scores))]
    share = summary(anchored(figures, scores))["figures with max < .01"]
    told = line(f"with {ANCHORS} anchors a curve", share, LEAST_ANCHORED, at_least=True)
    lines.append(f"  {told}")
    lines += [f"  {score}" for score in scores if not score.near]
    return lines, not asked or not any("MISSED" in row for row in lines)


def degraded(figures: Sequence[Known]) -> tuple[list[str], bool]:
    """The median landmark error of each way to degrade, of every third figure."""
    lines, kept = [f"degraded, {len(figures[::EVERY])} figures each: landmark error, median"], True
    for name, degrade in DEGRADATIONS.items():
        found = summary(scores_of(map(degrade, figures[::EVERY])))
        median = found["landmark error, median"]
        told = line(name, median, MOST_DEGRADED)
        lines.append(f"  {told}   p90 {found['landmark error, p90']:.4f}")
        kept &= name not in ASKED or median <= MOST_DEGRADED
    return lines, kept


def vectors(name: str, figures: Sequence[Known]) -> tuple[list[str], bool]:
    """Curves in a PDF; those whose dashes are part of the lines are traced instead, not counted."""
    scores = [printed_scoring.printed(figure, read_pdf) for figure in figures]
    whole = [one for one in scores if not one.score.fault]
    rows = printed_scoring.summary_lines(whole)
    lines = [f"{name}, {len(whole)} of {len(scores)} PDFs", *(f"  {row}" for row in rows)]
    lines += [f"  {one}" for one in scores if one.score.fault]
    return lines, not any("MISSED" in row for row in rows)


# --- memory -------------------------------------------------------------------------------------


def memory(figures: int) -> tuple[float, float]:
    """Megabytes that a process holds after its first figures, and after all of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.figures", str(figures)],
        cwd=ROOT,
        capture_output=True,
        timeout=figures * 30,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    first, last = json.loads(done.stdout)
    return first, last


def held_over(figures: int) -> tuple[float, float]:
    """What :func:`memory` reports, measured in this process."""
    hand, first = np.random.default_rng(1), 0.0
    small = [known for known in given() if len(known.encoded) < 50_000]
    for number in range(figures):
        known = replace(small[number % len(small)])
        apart.trace(known.encoded, *known.clicked(hand))
        if number + 1 == min(FIRST, figures // 2):
            first = _peak()
    return first, _peak()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def part() -> tuple[str, bool]:
    """All sets, and whether each limit was kept; the hard ones are told, not judged."""
    printed, like, hard = given(), made("like", MADE), made("hard", MADE)
    first, last = memory(FIGURES)
    tables = [
        rasters("given", printed, asked=True),
        rasters("made like them", like, asked=True),
        rasters("made to be hard", hard, asked=False),
        rasters("made to rise", made("rising", MADE // 2), asked=False),
        degraded((*printed, *like)),
        vectors("vector graphics, given", [figure for figure in printed if figure.pdf]),
        vectors("vector graphics, made like them", like),
        (
            [
                f"memory after {FIRST} and {FIGURES} figures: {first:.0f}, {last:.0f} MB",
                "  " + line("growth, MB", last - first, MOST_GROWTH),
            ],
            last - first <= MOST_GROWTH,
        ),
    ]
    rows = [row for lines, _ in tables for row in lines]
    rows += ["others, on their own material", *(f"  {name:<34}{told}" for name, told in PEERS)]
    return "\n".join(rows), all(kept for _, kept in tables)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(held_over(int(sys.argv[1]))))
