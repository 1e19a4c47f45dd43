"""The cross-hair over a figure of the curves: its markup, and what each month answers.

It lies over the figure and changes nothing in it: a line at the month, a dot on each curve, the
range that moves both, and the read-out above. Places are shares of the plot, worked out here, so
that the browser only sets them; how large plot and margins are on a screen is its style's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tradeoff.drawing.markup import escaped
from tradeoff.drawing.scene import Plane
from tradeoff.drawing.series import SurvivalView
from tradeoff.drawing.survival import NARROWEST, figure_height, screen_plane
from tradeoff.findings.reconstructed import MonthRead
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.words.curve import MONTH_READ
from tradeoff.words.read_out import PARTS, read_out, read_out_line
from tradeoff.words.say import Say

Answer = Mapping[str, str]
"""A month's words by their places, and where its marks stand in percent of the plot."""
_PAGE_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """From the picture's edges to the plot, as lengths of CSS: pixels, or shares of the picture."""

    left: str
    top: str
    right: str
    bottom: str


@dataclass(frozen=True, slots=True)
class CrossHair:
    """What is laid over a figure, and what each month from the first on answers."""

    read_out: str
    """The line above the figure."""
    over: str
    """What lies over it."""
    answers: tuple[Answer, ...]
    first: int
    last: int
    catches: tuple[int, ...]
    """Published landmarks, which catch a pointer."""

    @property
    def markup(self) -> str:
        """Both parts, for a figure that is no part of them."""
        return self.read_out + self.over

    def shown(self, month: int | None) -> int:
        """The month that stands: the one that is chosen, or the nearest that the axis reaches."""
        return self.last if month is None else max(self.first, min(month, self.last))


def in_pixels(plane: Plane, width: float, height: float) -> Frame:
    """The plot's frame in a figure whose margins stay whatever its size."""
    right, bottom = width - plane.right, height - plane.floor
    return Frame(*(f"{edge:g}px" for edge in (plane.left, plane.top, right, bottom)))


def in_shares(plane: Plane, width: float, height: float) -> Frame:
    """The plot's frame in a picture that grows as a whole."""
    across = (100 * plane.left / width, 100 * (1 - plane.right / width))
    upright = (100 * plane.top / height, 100 * (1 - plane.floor / height))
    return Frame(*(f"{edge:.4f}%" for pair in zip(across, upright, strict=True) for edge in pair))


def over_chart(
    say: Say, view: Findings, drawn: SurvivalView, months: Mapping[int, MonthRead | None]
) -> CrossHair | None:
    """The cross-hair of the chart on screen, hidden while that still has another width."""
    plane = screen_plane(drawn)
    frame = in_pixels(plane, NARROWEST, figure_height(drawn))
    return cross_hair(say, view, drawn, plane, frame, months, follows=".main-svg")


def cross_hair(
    say: Say,
    view: Findings,
    drawn: SurvivalView,
    plane: Plane,
    frame: Frame,
    months: Mapping[int, MonthRead | None],
    *,
    follows: str = "",
) -> CrossHair | None:
    """The cross-hair of a figure; ``None`` where fewer than two months can be read on its axis.

    ``follows`` selects what has to have settled to the frame's width before anything is shown.
    """
    reached = {month: read for month, read in months.items() if month <= drawn.last_month}
    if len(reached) < 2:
        return None
    first, last = min(reached), max(reached)
    answers = tuple(
        _answer(say, view, drawn, plane, month, read) for month, read in reached.items()
    )
    longest = max((_line(say, one) for one in answers), key=len)
    return CrossHair(
        read_out=_read_out(say, longest),
        over=_over(say, plane, frame, first, last, follows),
        answers=answers,
        first=first,
        last=last,
        catches=tuple(m for m, read in reached.items() if isinstance(read, SurvivalFindings)),
    )


def _answer(
    say: Say, view: Findings, drawn: SurvivalView, plane: Plane, month: int, read: MonthRead | None
) -> Answer:
    said = read_out(say, view.trial, view.choices, month, read)
    marks = {"--x": _share(_across(plane, month))}
    for role in Role:
        marks |= _dot(drawn, plane, role, read)
    return {**said.parts, "aria": said.spoken, **marks}


def _dot(drawn: SurvivalView, plane: Plane, role: Role, read: MonthRead | None) -> dict[str, str]:
    """How far down the plot an arm's dot stands, and whether it is on the axis at all."""
    low, high = drawn.heights
    heights = () if read is None else drawn.drawn((read.of(role).estimate.value,))
    on = [_down(plane, height) for height in heights if low <= height <= high]
    return {f"--{role}-down": _share(on[0] if on else 0), f"--{role}-on": str(len(on))}


def _across(plane: Plane, month: float) -> float:
    """The share of the plot's width at a month."""
    return (plane.px(month) - plane.left) / plane.width


def _down(plane: Plane, height: float) -> float:
    """The share of the plot's height, from its top."""
    return (plane.py(height) - plane.top) / plane.height


def _share(share: float) -> str:
    return f"{100 * share:.4f}"


def _line(say: Say, answer: Answer) -> str:
    return read_out_line(say, {name: answer[name] for name in PARTS})


def _read_out(say: Say, longest: str) -> str:
    """The line of the read-out; unseen behind it the longest there is, so that its height stays.

    For eyes: the range says the same of itself.
    """
    places = {name: _slot(name) for name in PARTS}
    line = read_out_line(say, places)
    return (
        f'<p class="read-out" data-answer="curve" aria-hidden="true"><span>{line}</span>'
        f'<span class="longest">{escaped(longest)}</span></p>'
    )


def still_read_out(say: Say, parts: Mapping[str, str]) -> str:
    """The line of a month beside which there is no other."""
    line = read_out_line(say, {name: _slot(name, words) for name, words in parts.items()})
    return f'<p class="read-out" data-answer="curve"><span>{line}</span></p>'


def _slot(name: str, words: str = "") -> str:
    """A place for words; both arms' numbers in their colours and bold."""
    tag = "b" if name in tuple(Role) else "span"
    return f'<{tag} class="{name}" data-slot="{name}">{escaped(words)}</{tag}>'


def _over(say: Say, plane: Plane, frame: Frame, first: int, last: int, follows: str) -> str:
    """Line, dots, what the pointer finds, and the range, at their places over the plot."""
    edges = {
        **{f"--edge-{edge}": getattr(frame, edge) for edge in ("left", "top", "right", "bottom")},
        "--first": _share(_across(plane, first)),
        "--span": _share(_across(plane, last) - _across(plane, first)),
    }
    style = ";".join(f"{name}:{value}" for name, value in edges.items())
    follow = f' data-follow="{escaped(follows)}"' if follows else ""
    start, end = plane.x_range
    return (
        f'<div class="cross-hair" style="{style}"{follow}><div class="plot-area">'
        '<i class="at-month"></i>'
        f'<i class="dot {Role.CONTROL}"></i><i class="dot {Role.EXPERIMENTAL}"></i>'
        f'<div class="surface" data-surface data-start="{start:g}" data-end="{end:g}"></div>'
        f'<input type="range" data-choice="months" data-page="{_PAGE_MONTHS}" '
        f'aria-label="{escaped(say(MONTH_READ))}">'
        "</div></div>"
    )
