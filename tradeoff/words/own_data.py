"""Every sentence about data that a user brings: the card on Evidence, and the word on every page.

Words of a trial come from its text file; words about a row of a user's file from ``uploads``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, Status, Trial
from tradeoff.uploads import Line, Verdict
from tradeoff.words import numbers
from tradeoff.words.provenance import own_counts
from tradeoff.words.table import Table

__all__ = [
    "harm_in_file",
    "in_use",
    "line_label",
    "lines_read",
    "lines_table",
    "of_counts",
    "of_events",
    "of_risk",
    "of_series",
    "preview_alt",
    "problem",
]

TITLE: Final = "Bring your own data"
LEAD: Final = (
    "A digitised curve with its numbers at risk, or counts of adverse events: checked line by "
    "line, drawn over what is shown now, and used in this session only. Files stay in this "
    "session's memory: they are not written to disk, not put in the link, and no other session "
    "sees them."
)
NO_IDENTIFIERS: Final = (
    "Give summary data only. No name, number or date of a patient is wanted here; a file with such "
    "a column is refused."
)
KIND_LABEL: Final = "What do you bring?"
CURVES_KIND: Final = "A digitised curve"
COUNTS_KIND: Final = "Counts of adverse events"
KINDS: Final = (CURVES_KIND, COUNTS_KIND)
LABEL_LABEL: Final = "Your label"
LABEL_HELP: Final = (
    "Stands beside everything that comes from these data, on every page and in every download. "
    "Such as the name of your centre; never of a patient."
)
CURVE_FILE_LABEL: Final = "Curve: CSV of times and survival"
CURVE_FILE_HELP: Final = (
    "Both arms in one file, as WebPlotDigitizer, Engauge, DigitizeIt and others export them: with "
    "or without header; comma, semicolon or tab; decimal point or comma."
)
RISK_FILE_LABEL: Final = "Numbers at risk: CSV"
RISK_FILE_HELP: Final = (
    "As printed under the figure: a row of times with a row for each arm, or the columns time, "
    "arm, number. The first time is 0."
)
COUNTS_FILE_LABEL: Final = "Counts: CSV"
COUNTS_FILE_HELP: Final = "The columns harm, arm, events, total, with a row for each arm."
ENDPOINT_LABEL: Final = "End point of the figure"
CUT_LABEL: Final = "Analysis of the figure"
UNIT_LABEL: Final = "Time axis in"
HARM_LABEL: Final = "Harm that was counted"
ENTRY_LABEL: Final = "Counts in the file"
CHOOSE: Final = "Choose"
EVENTS_HELP: Final = (
    "Where the figure or its text prints them. Left empty, the events behind the trial's own ratio "
    "of this analysis count, where it gives them."
)
USE_BUTTON: Final = "Use in this session"
IN_USE_NOW: Final = "In use now, on every page of this session."
REMOVE_BUTTON: Final = "Take out of this session"
FOLDER_BUTTON: Final = "Download as a trial folder (zip)"
FOLDER_NOTE: Final = (
    "An administrator can unpack the folder under data/: it loads like any trial, under your label."
)
LABEL_MISSING: Final = "Give your label first: it stands wherever these data are used."
LABEL_REFUSED: Final = (
    "The label holds a character that cannot be shown. Use letters, digits, spaces and punctuation."
)
LABEL_FORMULA: Final = (
    "The label begins like a formula of a spreadsheet. Begin with a letter or a digit."
)
NOTHING_NAMED: Final = "Say which series belongs to which arm."
COUNTS_NOT_RANDOMISED: Final = (
    "Counts of your own are not randomised: they stand in the place of the trial's rate, and are "
    "named wherever they are used."
)
FAULTS_TITLE: Final = "This cannot be used yet"
READ_TITLE: Final = "Line by line"
NOTES_TITLE: Final = "What was done to the file"
PREVIEW_TITLE: Final = "Drawn over the present curve"
PRESENT: Final = "shown now"
BROUGHT: Final = "your data"
CLICKS: Final = "your clicks"
PREVIEW_COLUMNS: Final = ("Line", "Points", "Ends", "Of 100 there")
REBUILT_NOTE: Final = (
    "Solid: rebuilt from your figure, pseudo-patients and not patient data. Points: your clicks. "
    "Dashed: what is shown now. Landmarks, hazard ratio and everything weighed stay the published "
    "ones."
)
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
_LINE_COLUMNS: Final = ("Row", "As it stands", "Result", "What was read")
_MOST_LINES: Final = 12


def in_use(trial: Trial) -> tuple[str, ...]:
    """What of a user's own is in use, named and dated; nothing where there is none."""
    local = trial.local
    if local is None:
        return ()
    who = f"{local.label}, {numbers.day(local.as_of)}"
    lines = [_curve_in_use(trial, curves, who) for curves in trial.digitised if _own(trial, curves)]
    harms = dict.fromkeys(
        event.harm
        for event in trial.adverse_events
        if event.status is Status.LOCAL and event.confirmed is None
    )
    lines += [f"{trial.text.harms[harm].name}: {own_counts(who)}." for harm in harms]
    return (*lines, ONLY_THIS_SESSION) if local.session else tuple(lines)


def _own(trial: Trial, curves: DigitisedCurves) -> bool:
    return curves.status is Status.LOCAL or (trial.local is not None and not trial.local.session)


def _curve_in_use(trial: Trial, curves: DigitisedCurves, who: str) -> str:
    endpoint, cut = trial.text.endpoints[curves.endpoint], trial.text.cuts[curves.data_cut]
    return (
        f"{endpoint.name} ({cut.name}): the curve is rebuilt from a figure digitised by {who}. "
        "Pseudo-patients, not patient data."
    )


def of_series(trial: Trial, role: Role) -> str:
    """The question which series is an arm."""
    return f"Series of: {trial.text.arms[str(role)].name}"


def of_risk(trial: Trial, role: Role) -> str:
    """The question which row of numbers at risk is an arm."""
    return f"Numbers at risk of: {trial.text.arms[str(role)].name}"


def of_counts(trial: Trial, role: Role) -> str:
    """The question which count is an arm."""
    return f"Counts of: {trial.text.arms[str(role)].name}"


def of_events(trial: Trial, role: Role) -> str:
    """The question how many events an arm had in all."""
    return f"Events in all, {trial.text.arms[str(role)].short} (optional)"


def line_label(arm: str, what: str) -> str:
    """A line of the preview."""
    return f"{arm}, {what}"


def harm_in_file(name: str | None) -> str:
    """A harm as the user's file names it."""
    return "not named in the file" if name is None else name


def preview_alt(trial: Trial, curves: DigitisedCurves) -> str:
    """What the preview shows, in a sentence."""
    name = trial.text.endpoints[curves.endpoint].name
    parts = [
        f"{trial.text.arms[str(role)].name}: "
        f"{numbers.percent(_end(curves.arm(role)))} at the end of the clicks"
        for role in (Role.EXPERIMENTAL, Role.CONTROL)
    ]
    return f"{name}, your digitised curves over those shown now. {'; '.join(parts)}."


def _end(arm: DigitisedArm) -> float:
    return arm.curve_survival[-1]


def problem(found: Problem) -> str:
    """A fault of a file: where, what, what to do."""
    return str(found)


def lines_read(counts: Mapping[Verdict, int]) -> str:
    """How many rows of a file were used, mended, left out and refused."""
    found = [one for one in Verdict if counts.get(one)]
    said = [f"{counts[one]}{' rows' * (one is found[0])} {_VERDICTS[one]}" for one in found]
    return f"{', '.join(said)}."


def lines_table(file: str, lines: Sequence[Line]) -> Table:
    """Row by row what was read; of many rows those that need a look, then the first ones."""
    first = sorted(lines, key=lambda line: (line.verdict is not Verdict.REFUSED, _calm(line)))
    shown = sorted(first[:_MOST_LINES], key=lambda line: line.row)
    rows = tuple(
        (str(line.row), line.text, _VERDICTS[line.verdict], line.message) for line in shown
    )
    left = len(lines) - len(shown)
    caption = file if left <= 0 else f"{file}: {len(shown)} rows shown, {left} more read alike"
    return Table(caption, _LINE_COLUMNS, rows)


def _calm(line: Line) -> bool:
    return line.verdict is Verdict.USED
