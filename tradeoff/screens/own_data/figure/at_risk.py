"""The numbers at risk under the figure: read from the PDF, typed, or pasted as a block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np
import streamlit as st

from tradeoff.drawing import markup
from tradeoff.screens.own_data.fields import ARMS, faults, missing
from tradeoff.screens.own_data.figure.curves import Followed
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import TimeUnit, Trial
from tradeoff.uploads import AtRiskUpload, UploadError, read_at_risk
from tradeoff.words import figure as words

#: What stands between two ticks in print, by unit: of these the first that gives few enough.
_STEPS: Final = {
    TimeUnit.MONTHS: (1, 2, 3, 6, 12, 24, 36, 48, 60, 120),
    TimeUnit.YEARS: (0.5, 1, 2, 5, 10),
    TimeUnit.WEEKS: (4, 8, 13, 26, 52, 104),
    TimeUnit.DAYS: (30, 90, 100, 180, 200, 365, 500, 1000),
}
#: Figures print no more columns than this.
_MOST_COLUMNS: Final = 9
_ROWS_SHOWN: Final = 4
_ROUNDING: Final = 1e-6
#: A trace ends at the edge of a line: so much of the axis is no early end.
_SLACK: Final = 0.01
# A row as it is copied from a paper: the arm's words, then whole numbers with spaces between them.
_NUMBERS_ALONE: Final = re.compile(r"[\s\d.]+")
_PRINTED_ROW: Final = re.compile(r"\s*(?P<arm>.*?[^\W\d].*?)[\s:,;]+(?P<numbers>\d+(?:\s+\d+)+)\s*")


def given(trial: Trial, followed: Followed) -> AtRiskUpload | None:
    """The numbers of both arms; nothing until they can be used."""
    times = _times(followed)
    text = _field(_before(trial, followed, times), followed)
    if not any(character.isdigit() for character in _rows_below_times(text)):
        missing(words.AT_RISK_WAITS)
        return None
    try:
        return read_at_risk(_with_times(text, times).encode(), words.AT_RISK_BLOCK)
    except UploadError as error:
        faults(error.problems)
        return None


def _field(before: str, followed: Followed) -> str:
    """The block, filled anew with what stands before for as long as nobody has typed."""
    key = f"own_figure_risk_{followed.figure.mark}"
    filled = f"_{key}_filled"
    state = st.session_state
    if state.get(key, state.get(filled)) == state.get(filled):
        state[key] = state[filled] = before
    else:
        state[key] = state[key]
    text = st.text_area(
        words.AT_RISK,
        key=key,
        help=words.AT_RISK_NOTE,
        height=36 + 26 * (_ROWS_SHOWN - 1),
    )
    read = followed.figure.strokes is not None and followed.figure.strokes.at_risk is not None
    st.html(markup.paragraph(words.AT_RISK_READ if read else words.AT_RISK_NOTE, "note"))
    return text


# --- what stands there before anything is typed ------------------------------------------------


def _before(trial: Trial, followed: Followed, times: tuple[str, ...]) -> str:
    """The rows of the PDF's table, else the times and the arms' names."""
    strokes = followed.figure.strokes
    if strokes is not None and strokes.at_risk:
        rows = [(one.label, *map(str, one.n_at_risk)) for one in strokes.at_risk]
        head = tuple(f"{time:g}" for time in strokes.at_risk[0].time)
    else:
        rows = [(trial.text.arms[role].short, "") for role in ARMS]
        head = times
    unit = str(followed.unit).capitalize()
    return "\n".join(", ".join(row) for row in ((unit, *head), *rows))


def _times(followed: Followed) -> tuple[str, ...]:
    """The times under which a figure with this axis is likely to print numbers."""
    last = _end(followed)
    fitting = (step for step in _STEPS[followed.unit] if last / step < _MOST_COLUMNS)
    step = next(fitting, last or 1.0)
    return tuple(f"{time:g}" for time in np.arange(0, last + step * _ROUNDING, step))


def _end(followed: Followed) -> float:
    """The axis's last time: the later tick, or the end of a curve that goes further."""
    ticks = (value for _, value in followed.axes.x)
    return max(*ticks, *(float(one.time[-1]) for one in followed.curves.values()))


# --- what was typed ----------------------------------------------------------------------------


def _rows_below_times(text: str) -> str:
    """The block without its first line, where that holds the times."""
    lines = text.strip().splitlines()
    return "\n".join(lines[1:] if lines and _is_times(lines[0]) else lines)


def _is_times(line: str) -> bool:
    found = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", line)]
    return len(found) > 1 and all(later > earlier for earlier, later in pairwise(found))


def _with_times(text: str, times: tuple[str, ...]) -> str:
    """The block with commas in rows that were copied from print, and times where it has none."""
    lines = [_with_commas(line) for line in text.strip().splitlines() if line.strip()]
    rows = [line for line in lines if re.search(r"\d", line)]
    if rows and not any(map(_is_times, lines)):
        columns = max(len(row.split(",")) for row in rows) - 1
        if columns <= len(times):
            lines = [", ".join(("time", *times[:columns])), *rows]
    return "\n".join(lines)


def _with_commas(line: str) -> str:
    if _NUMBERS_ALONE.fullmatch(line) and _is_times(line):
        return ", ".join(("time", *line.split()))
    printed = _PRINTED_ROW.fullmatch(line)
    if printed is None:
        return line
    arm = re.sub(r"[,;\t]", " ", printed["arm"]).strip()
    return ", ".join((arm, *printed["numbers"].split()))


def ends_early(
    followed: Followed, upload: AtRiskUpload, rows: Mapping[Role, str]
) -> dict[Role, float]:
    """For an arm whose curve ends before a time at which patients are still at risk: that time."""
    found = {}
    for role, label in rows.items():
        risk, end = upload.series[label], float(followed.curves[role].time[-1])
        later = [
            time
            for time, number in zip(risk.time, risk.n_at_risk, strict=True)
            if number and time > end * (1 + _SLACK)
        ]
        if later:
            found[role] = later[0]
    return found
