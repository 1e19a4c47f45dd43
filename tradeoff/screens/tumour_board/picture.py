"""The board's curve: a picture in several heights, of which the style sheet shows one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions, lowest_drawn, survival_view
from tradeoff.drawing.series import AxisRange, SurvivalView
from tradeoff.drawing.survival import survival_scene
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.screens import curves, lettered, store
from tradeoff.screens.tumour_board.foot import DETAILS
from tradeoff.statistics.intervals import Estimate
from tradeoff.words import numbers
from tradeoff.words.curve import REBUILT_NOT_PATIENTS, digitised_cut
from tradeoff.words.naming import analysis_compared
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import no_curve

# The curve is drawn in several heights at one width, and the style sheet shows the tallest that
# the screen has room for: letters keep their size, whatever stands above and below.
_WIDTH: Final = 340
_HEIGHTS: Final = (325, 300, 275, 250, 225, 200, 175)
_MARGIN: Final = 4


def curve(view: Findings) -> str:
    """The curve with what it is, or that there is none."""
    trial, choices = view.trial, view.choices
    title = analysis_compared(trial, choices.cut, choices.endpoint)
    drawn = _kept(view)
    parts = [markup.paragraph(no_curve(CLINICIAN, trial, choices))]
    if drawn:
        picture = f'<div class="board-picture">{"".join(drawn)}</div>'
        parts = [picture, markup.paragraph(curve_note(view))]
    return markup.region(title, markup.heading(title, 2), *parts, css="board-curve")


def _kept(view: Findings) -> tuple[str, ...]:
    theme = curves.theme()
    key = ("board", replace(view.choices, weight=None), theme)
    return store.kept(view.trial, key, lambda: _drawn(view, theme))


def _drawn(view: Findings, theme: Literal["light", "dark"]) -> tuple[str, ...]:
    """The curve in each of the heights; nothing where there is no curve."""
    drawn = survival_view(view, CurveOptions())
    if drawn is None:
        return ()
    bare = replace(drawn, title="", notes=(), at_risk=None, axis=_axis(drawn))
    return tuple(_picture(bare, theme, height) for height in _HEIGHTS)


def _axis(drawn: SurvivalView) -> AxisRange:
    """Told as died the low lines need the room of half an axis, from 0, where they stay in it."""
    if drawn.framing is Framing.ALIVE or lowest_drawn(drawn) < 1 / 2:
        return AxisRange.WHOLE
    return AxisRange.HALF


def _picture(drawn: SurvivalView, theme: Literal["light", "dark"], height: int) -> str:
    """The lines as a picture, and the words over it in the page's own font."""
    inner = height - 2 * _MARGIN
    scene = survival_scene(drawn, width=_WIDTH, height=inner, margin=_MARGIN)
    return lettered.picture(scene, theme=theme, css=f"high-{height}")


def curve_note(view: Findings) -> str:
    """What is published and what reconstructed; the chosen month where it is no landmark."""
    note = "Rings: published. Lines and bands: reconstructed."
    if digitised_cut(view) is not None:
        note = (
            f"Rings: published. Steps and bands: {REBUILT_NOT_PATIENTS}. Numbers at risk: "
            f"{DETAILS.lower()}."
        )
    marked, survival = view.marked, view.survival
    if marked is None or survival is None:
        return note
    arms = (
        _marked(one.estimate, view.choices.framing) for one in (marked.experimental, marked.control)
    )
    return (
        f"{note} At {numbers.time(CLINICIAN, marked.months)}: {numbers.versus(*arms)}; all else at "
        f"{numbers.time(CLINICIAN, survival.months)}."
    )


def _marked(read: Estimate, framing: Framing) -> str:
    """A figure read off the curve with its range, in the framing."""
    values = (read.value, *(read.limits if read.has_range else ()))
    if framing is Framing.DIED:
        values = tuple(1 - value for value in values)
    value, *limits = values
    room = numbers.span(*(numbers.out_of_100(limit) for limit in sorted(limits))) if limits else ""
    return f"{numbers.out_of_100(value)} ({room or numbers.RANGE_NOT_PUBLISHED})"
