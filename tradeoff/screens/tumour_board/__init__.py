"""Tumour board: everything on one screen, benefit and harm alike, legible from across the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.view import Findings
from tradeoff.screens import age_forest, check, controls
from tradeoff.screens.page import Page
from tradeoff.screens.tumour_board import foot, picture, rows
from tradeoff.words.applicability import age_lines, applicability_summary
from tradeoff.words.frame import page_title
from tradeoff.words.naming import subtitle
from tradeoff.words.say import CLINICIAN

#: Characters of the applicability check's findings that a board has room for.
_ROOM_FOR_FINDINGS: Final = 240


def show(page: Page) -> None:
    """The body of the page: choices in a row, and below them the board."""
    view = page.view()
    with st.container(key="board_choices", horizontal=True, vertical_alignment="center"):
        controls.trials(view.choices)
        controls.chips(view)
    head = markup.heading(view.trial.text.title, 1, "board-question")
    head += markup.paragraph(subtitle(view.trial, view.choices))
    st.html(
        f'<div class="board"><div class="board-head">{head}</div>{_visit(view)}'
        f'<div class="board-body">{picture.curve(view)}{rows.benefit(view)}{rows.harm(view)}'
        f"{rows.weighing(view)}"
        f"</div>{foot.foot(view)}</div>"
    )


def _visit(view: Findings) -> str:
    """What the applicability check found, in the board's own short form of the banner."""
    assessment, lines = check.visit_lines(view)
    said = []
    if assessment.answered:
        head = f"<b>{markup.escaped(applicability_summary(CLINICIAN, view, assessment))}</b>"
        found = markup.escaped(" · ".join(visit_lines(lines)))
        said.append((f"{head} {found}", "stop" if assessment.outside else "caution"))
    forest = age_forest.markup_of(view) if assessment.by_age else ""
    if assessment.by_age and not forest:
        said.append((markup.escaped(age_lines(CLINICIAN, view)[0]), "byage"))
    shown = (f'<div class="board-visit {css}" role="status">{text}</div>' for text, css in said)
    return "".join(shown) + forest


def visit_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """What of the check's findings a board has room for, the first always; how many are left."""
    shown = list(lines[:1])
    for line in lines[1:]:
        if sum(map(len, shown)) + len(line) > _ROOM_FOR_FINDINGS:
            break
        shown.append(line)
    left = len(lines) - len(shown)
    return (*shown, *((f"{left} more: see {page_title('consultation')}.",) if left else ()))
