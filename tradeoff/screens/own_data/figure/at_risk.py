"""The numbers at risk under the figure: read from the PDF, typed, or pasted as a block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.screens.own_data.fields import ARMS, faults, missing
from tradeoff.screens.own_data.figure.curves import Followed
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Trial
from tradeoff.uploads import AtRiskUpload, UploadError, read_at_risk
from tradeoff.words import figure as words
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.say import Say

_ROWS_SHOWN: Final = 4
#: A trace ends at the edge of a line: so much of the axis is no early end.
_SLACK: Final = 0.01
# A row as it is copied from a paper: the arm's words, then whole numbers with spaces between them.
_NUMBERS_ALONE: Final = re.compile(r"[\s\d.]+")
_PRINTED_ROW: Final = re.compile(r"\s*(?P<arm>.*?[^\W\d].*?)[\s:,;]+(?P<numbers>\d+(?:\s+\d+)+)\s*")


def given(say: Say, trial: Trial, followed: Followed) -> AtRiskUpload | None:
    """The numbers of both arms; nothing until they can be used."""
    text = _field(say, _before(say, trial, followed), followed)
    if not any(character.isdigit() for character in _rows_below_times(text)):
        missing(say(words.AT_RISK_WAITS))
        return None
    if not _has_times(text):
        missing(say(words.TIMES_WAIT))
        return None
    try:
        return read_at_risk(_with_commas(text).encode(), say(words.AT_RISK_BLOCK))
    except UploadError as error:
        faults(say, error.problems)
        return None


def _field(say: Say, before: str, followed: Followed) -> str:
    """The block, filled anew with what stands before for as long as nobody has typed."""
    key = f"own_figure_risk_{followed.figure.mark}"
    filled = f"_{key}_filled"
    state = st.session_state
    if state.get(key, state.get(filled)) == state.get(filled):
        state[key] = state[filled] = before
    else:
        state[key] = state[key]
    text = st.text_area(
        say(words.AT_RISK),
        key=key,
        help=say(words.AT_RISK_NOTE),
        height=36 + 26 * (_ROWS_SHOWN - 1),
    )
    read = followed.figure.strokes is not None and followed.figure.strokes.at_risk is not None
    st.html(markup.paragraph(say(words.AT_RISK_READ) if read else say(words.AT_RISK_NOTE), "note"))
    return text


# --- what stands there before anything is typed ------------------------------------------------


def _before(say: Say, trial: Trial, followed: Followed) -> str:
    """The rows of the PDF's table, else a place for the times and the arms' names.

    Which times are printed nobody can know: a guess would be taken for what stands there.
    """
    strokes = followed.figure.strokes
    if strokes is not None and strokes.at_risk:
        rows = [(one.label, *map(str, one.n_at_risk)) for one in strokes.at_risk]
        head = tuple(f"{time:g}" for time in strokes.at_risk[0].time)
    else:
        rows = [(trial.text.arms[role].short, "") for role in ARMS]
        head = ("",)
    unit = numbers.capitalised(own_words.unit(say, followed.unit))
    return "\n".join(", ".join(row) for row in ((unit, *head), *rows))


# --- what was typed ----------------------------------------------------------------------------


def _rows_below_times(text: str) -> str:
    """The block without its first line, where that holds the times."""
    lines = text.strip().splitlines()
    return "\n".join(lines[1:] if lines and _is_times(lines[0]) else lines)


def _is_times(line: str) -> bool:
    found = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", line)]
    return len(found) > 1 and all(later > earlier for earlier, later in pairwise(found))


def _has_times(text: str) -> bool:
    """Whether a row of the block is one of times, or each of its rows begins with one."""
    lines = text.splitlines()
    firsts = [re.match(r"\s*(\d+(?:\.\d+)?)\s*[,;\t]", line) for line in lines]
    column = ", ".join(one[1] for one in firsts if one)
    return any(map(_is_times, lines)) or _is_times(column)


def _with_commas(text: str) -> str:
    """The block with commas in rows that were copied from print."""
    lines = [_row_with_commas(line) for line in text.splitlines() if line.strip()]
    while lines and len([cell for cell in re.split(r"[,;\t]", lines[0]) if cell.strip()]) == 1:
        lines.pop(0)  # a heading, such as "No. at risk"
    return "\n".join(lines)


def _row_with_commas(line: str) -> str:
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
