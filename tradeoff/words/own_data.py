"""What is said of a user's own data in more than one place, and of a file that was read.

Words of a trial come from its text file; words about a row of a user's file from ``uploads``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import DigitisedCurves, Status, Trial
from tradeoff.uploads import Line, Verdict
from tradeoff.words import numbers
from tradeoff.words.provenance import own_counts
from tradeoff.words.table import Table

TITLE: Final = "Bring your own data"
CHOOSE: Final = "Choose"
LABEL_REFUSED: Final = (
    "The label holds a character that cannot be shown. Use letters, digits, spaces and punctuation."
)
NOTHING_NAMED: Final = "Say which series belongs to which arm."
PREVIEW_TITLE: Final = "Drawn over the present curve"
PRESENT: Final = "shown now"
BROUGHT: Final = "your data"
CLICKS: Final = "your clicks"
BANNER_TITLE: Final = "Data of a user's own are in use"
DROPPED: Final = (
    "Your own data were taken out of this session: they no longer fit the trial's data, which "
    "changed. Bring them again."
)
ONLY_THIS_SESSION: Final = "In this session only: a link or another session shows the trial's own."

_VERDICTS: Final = {
    Verdict.USED: "used",
    Verdict.MENDED: "used, mended",
    Verdict.SKIPPED: "left out",
    Verdict.REFUSED: "refused",
}
_MOST_LINES: Final = 12


def in_use(trial: Trial) -> tuple[str, ...]:
    """What of a user's own is in use, named and dated; nothing where there is none."""
    local = trial.local
    if local is None:
        return ()
    who = f"{local.label}, {numbers.day(local.as_of)}"
    lines = [
        _curve_in_use(trial, curves, who)
        for curves in trial.digitised
        if curves.status is Status.LOCAL or not local.session
    ]
    harms = dict.fromkeys(
        event.harm
        for event in trial.adverse_events
        if event.status is Status.LOCAL and event.confirmed is None
    )
    lines += [f"{trial.text.harms[harm].name}: {own_counts(who)}." for harm in harms]
    return (*lines, ONLY_THIS_SESSION) if local.session else tuple(lines)


def _curve_in_use(trial: Trial, curves: DigitisedCurves, who: str) -> str:
    endpoint, cut = trial.text.endpoints[curves.endpoint], trial.text.cuts[curves.data_cut]
    return (
        f"{endpoint.name} ({cut.name}): the curve is rebuilt from a figure digitised by {who}. "
        "Pseudo-patients, not patient data."
    )


def line_label(arm: str, what: str) -> str:
    """A line of the preview."""
    return f"{arm}, {what}"


def preview_alt(trial: Trial, curves: DigitisedCurves) -> str:
    """What the preview shows, in a sentence."""
    name = trial.text.endpoints[curves.endpoint].name
    parts = [
        f"{trial.text.arms[str(role)].name}: "
        f"{numbers.percent(curves.arm(role).curve_survival[-1])} at the end of the clicks"
        for role in (Role.EXPERIMENTAL, Role.CONTROL)
    ]
    return f"{name}, your digitised curves over those shown now. {'; '.join(parts)}."


def lines_read(counts: Mapping[Verdict, int]) -> str:
    """How many rows of a file were used, mended, left out and refused."""
    found = [one for one in Verdict if counts.get(one)]
    said = [f"{counts[one]}{' rows' * (one is found[0])} {_VERDICTS[one]}" for one in found]
    return f"{', '.join(said)}."


def lines_table(file: str, lines: Sequence[Line]) -> Table:
    """Row by row what was read; of many rows those that need a look, then the first ones."""
    calm = {Verdict.REFUSED: 0, Verdict.USED: 2}
    first = sorted(lines, key=lambda line: calm.get(line.verdict, 1))[:_MOST_LINES]
    shown = sorted(first, key=lambda line: line.row)
    rows = tuple(
        (str(line.row), line.text, _VERDICTS[line.verdict], line.message) for line in shown
    )
    left = len(lines) - len(shown)
    caption = file if left <= 0 else f"{file}: {len(shown)} rows shown, {left} more read alike"
    return Table(caption, ("Row", "As it stands", "Result", "What was read"), rows)
