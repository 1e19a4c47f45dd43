"""Tumour board: everything on one screen, benefit and harm alike, legible from across the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.applicability import Assessment
from tradeoff.findings.view import Findings
from tradeoff.screens import age_forest, check, controls
from tradeoff.screens.page import Page
from tradeoff.screens.tumour_board import foot, picture, rows
from tradeoff.words.applicability import age_lines, applicability_summary
from tradeoff.words.frame import page_title
from tradeoff.words.naming import subtitle
from tradeoff.words.say import Say

#: Characters of the applicability check's findings that a board has room for, and one that shows
#: the age groups, too.
_ROOM_FOR_FINDINGS: Final = 240
_ROOM_BESIDE_AGES: Final = 120


def show(page: Page) -> None:
    """The body of the page: choices in a row, and below them the board.

    The curve comes last, into the place that was kept for it: its fragment draws the links, too.
    """
    view = page.view()
    assessment, found = check.visit_lines(page.say, view)
    with st.container(key="board_choices", horizontal=True, vertical_alignment="center"):
        controls.trials(page.say, view.choices)
        controls.chips(page.say, view)
    with st.container(key="board"):
        _part(
            "top",
            _head(page.say, view, assessment, found) + _visit(page.say, view, assessment, found),
        )
        curve = st.container(key="board_curve")
        weighed = rows.weighing(page.say, view, outside=assessment.outside)
        _part("rows", f"{rows.benefit(page.say, view)}{rows.harm(page.say, view)}{weighed}")
        _part("foot", foot.foot(page.say, view, by_age=assessment.by_age))
    with curve:
        picture.live(page)


def _part(name: str, made: str) -> None:
    """A piece of the board; the style sheet lays all pieces out as one."""
    st.html(f'<div class="board board-part board-{name}">{made}</div>')


def _head(say: Say, view: Findings, assessment: Assessment, found: Sequence[str]) -> str:
    """The decision and whom the trial took; how far the check has come, while it found nothing."""
    head = markup.heading(view.trial.text.title, 1, "board-question")
    head += markup.paragraph(subtitle(say, view.trial, view.choices))
    if assessment.answered and not found:
        summary = applicability_summary(say, view, assessment)
        head += markup.paragraph(summary, "board-verdict")
    return f'<div class="board-head">{head}</div>'


def _visit(say: Say, view: Findings, assessment: Assessment, found: Sequence[str]) -> str:
    """What the check found, in the board's own short form of the banner, and all age groups."""
    said = []
    if found:
        head = f"<b>{markup.escaped(applicability_summary(say, view, assessment))}</b>"
        room = _ROOM_BESIDE_AGES if assessment.by_age else _ROOM_FOR_FINDINGS
        lines = markup.escaped(" · ".join(visit_lines(say, found, room)))
        said.append((f"{head} {lines}", "stop" if assessment.outside else "caution"))
    forest = age_forest.markup_of(say, view, cite=False) if assessment.by_age else ""
    if assessment.by_age and not forest:
        said.append((markup.escaped(age_lines(say, view)[0]), "byage"))
    shown = (f'<div class="board-visit {css}" role="status">{text}</div>' for text, css in said)
    return "".join(shown) + forest


def visit_lines(say: Say, lines: Sequence[str], room: int = _ROOM_FOR_FINDINGS) -> tuple[str, ...]:
    """What of the check's findings a board has room for, the first always; how many are left.

    ``room`` in letters.
    """
    shown = list(lines[:1])
    for line in lines[1:]:
        if sum(map(len, shown)) + len(line) > room:
            break
        shown.append(line)
    left = len(lines) - len(shown)
    return (
        *shown,
        *(
            (
                say(
                    "{left} more: see {page_title}.",
                    left=left,
                    page_title=page_title(say, "consultation"),
                ),
            )
            if left
            else ()
        ),
    )
