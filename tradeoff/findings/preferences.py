"""One view at every preference: what a hand on the slider may come to."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tradeoff.findings.view import Findings
from tradeoff.findings.weigh import weighing_of

#: How bad one harm may be judged, from not bad at all to as bad as the anchor event.
PREFERENCES: Final = tuple(range(101))


def at_every_preference(view: Findings) -> tuple[Findings, ...]:
    """The view weighed with each preference from 0 to 100; the draws are those of the view."""
    return tuple(_weighed(view, weight) for weight in PREFERENCES)


def _weighed(view: Findings, weight: int) -> Findings:
    base = view.base
    weighing = weighing_of(view.trial, base.survival, base.harm, base.draws, weight / 100)
    return replace(view, choices=replace(view.choices, weight=weight), weighing=weighing)
