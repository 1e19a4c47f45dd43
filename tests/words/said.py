"""What a view says to clinicians, sentence by sentence, for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.views import (
    TYPED,
)
from tradeoff.drawing import markup
from tradeoff.drawing.age_forest import age_forest as drawn_by_age
from tradeoff.drawing.curves import picture_notes
from tradeoff.drawing.forest import fewer_events, forest_alt, forest_axis
from tradeoff.drawing.harms import harms_alt, harms_picture_notes
from tradeoff.drawing.people import (
    benefit_alt,
    benefit_legend,
    difference_alt,
    harm_alt,
    harm_difference_alt,
    harm_legend,
)
from tradeoff.drawing.probability import preference_axis, probability_alt
from tradeoff.findings.choices import (
    Framing,
    HarmSource,
)
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.reconstructed import read_month
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.papers import effects
from tradeoff.screens import (
    age_forest,
    cards,
    icon_arrays,
    side_panel,
)
from tradeoff.screens.side_panel import on_request
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Trial
from tradeoff.words.applicability import age_lines
from tradeoff.words.curve import curve_alt, curve_axis
from tradeoff.words.frame import caveats
from tradeoff.words.harm import (
    badge,
    harm_heading,
    harm_origin,
    harm_provenance,
    harm_range_sentence,
    harm_sentence,
    harms_counted,
    harms_in_brief,
    harms_sentence,
)
from tradeoff.words.naming import subtitle
from tradeoff.words.provenance import provenance, survival_window
from tradeoff.words.read_out import read_out
from tradeoff.words.say import ENGLISH
from tradeoff.words.survival import (
    array_heading,
    gain_heading,
    gain_range_sentence,
    no_curve,
    no_landmark,
    other_frame_sentence,
    picture_title,
    survival_sentence,
)
from tradeoff.words.weighing import (
    anchor,
    break_even_figures,
    break_even_reading,
    net_gain_sentence,
    obstacle_sentence,
)

PLACE = tuple[str, str, int]
ALIVE, DIED = Framing.ALIVE, Framing.DIED
BADGE = "Unconfirmed: check against the full paper"
PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


def said_of(shown: Findings) -> Iterator[str]:
    """Every sentence of one view."""
    trial, choices = shown.trial, shown.choices
    of_view = (
        partial(cards.ratio_told, ENGLISH),
        partial(harms_in_brief, ENGLISH),
        partial(break_even_reading, ENGLISH),
        partial(obstacle_sentence, ENGLISH),
        partial(net_gain_sentence, ENGLISH),
        partial(on_request.windows_sentence, ENGLISH),
        partial(side_panel.in_a_line, ENGLISH),
        partial(anchor, ENGLISH),
        partial(curve_alt, ENGLISH),
        partial(probability_alt, ENGLISH),
        partial(preference_axis, ENGLISH),
        partial(picture_title, ENGLISH),
        partial(on_request.last_good_figures, ENGLISH),
    )
    yield from (sentence(shown) for sentence in of_view)
    for sentence in (
        caveats,
        partial(on_request.assumptions, ENGLISH),
        partial(picture_notes, ENGLISH),
        partial(icon_arrays.array_notes, ENGLISH),
        partial(age_lines, ENGLISH),
        partial(harms_picture_notes, ENGLISH),
    ):
        yield from sentence(shown)
    for sentence in (
        partial(age_forest.ranges_note, ENGLISH),
        partial(age_forest.sources, ENGLISH),
        partial(harms_sentence, ENGLISH),
        partial(harms_counted, ENGLISH),
        partial(harms_alt, ENGLISH),
    ):
        yield sentence(shown)
    yield break_even_figures(ENGLISH, shown) or ""
    for sentence in (
        partial(subtitle, ENGLISH),
        partial(no_landmark, ENGLISH),
        partial(no_curve, ENGLISH),
        partial(curve_axis, ENGLISH),
        partial(forest_axis, ENGLISH),
        partial(forest_alt, ENGLISH),
    ):
        yield sentence(trial, choices)
    if (ages := drawn_by_age(ENGLISH, shown)) is not None:
        yield ages.alt
    for role in Role:
        yield fewer_events(ENGLISH, trial, choices, role)
    if choices.months is not None:
        read = read_month(trial, choices.cut, choices.endpoint, choices.months)
        yield read_out(ENGLISH, trial, choices, choices.months, read).spoken
    if shown.survival is not None:
        yield cards.survival_told(ENGLISH, shown, shown.survival)
        yield cards.needed_told(ENGLISH, shown.survival)
        yield from _said_of_survival(trial, shown.survival)
    if shown.harm is not None:
        yield from _said_of_harm(trial, shown.harm)
    if shown.base.restricted_means is not None:
        yield effects.restricted_mean_words(ENGLISH, shown.base.restricted_means)


def _said_of_survival(trial: Trial, found: SurvivalFindings) -> Iterator[str]:
    for framing in Framing:
        for decimals in (0, found.gain.decimals):
            yield survival_sentence(ENGLISH, trial, found, framing, decimals=decimals)
        yield other_frame_sentence(ENGLISH, trial, found, framing)
        yield gain_range_sentence(ENGLISH, found, framing)
        yield array_heading(ENGLISH, trial, found, framing)
    yield from (benefit_alt(ENGLISH, trial, found, role) for role in Role)
    yield from benefit_legend(ENGLISH, trial, found)
    yield difference_alt(ENGLISH, trial, found)
    yield gain_heading(ENGLISH, trial, found)
    yield on_request.gain_note(ENGLISH, trial, found)
    yield icon_arrays.rounding_note(ENGLISH, found)
    yield effects.strength(ENGLISH, found.gain)
    yield effects.direction(ENGLISH, trial, found.gain.estimate)
    lines = provenance(ENGLISH, trial, found.gain, window=survival_window(ENGLISH, found))
    yield from (line.description for line in lines)


def _said_of_harm(trial: Trial, found: HarmFindings) -> Iterator[str]:
    for decimals in (0, found.excess.decimals):
        yield harm_sentence(ENGLISH, trial, found, decimals=decimals)
    yield harm_range_sentence(ENGLISH, found)
    yield cards.harm_told(ENGLISH, trial, found)
    yield harm_heading(trial, found)
    yield on_request.harm_note(ENGLISH, trial, found)
    yield harm_origin(ENGLISH, trial, found)
    yield markup.harm_standing(ENGLISH, trial, found)
    lines = harm_provenance(ENGLISH, trial, found, found.excess)
    yield from (line.description for line in lines)
    yield badge(ENGLISH, trial, found) or ""
    yield from harm_legend(ENGLISH, trial, found)
    yield from (harm_alt(ENGLISH, trial, found, role) for role in Role)
    yield harm_difference_alt(ENGLISH, trial, found)
    yield effects.strength(ENGLISH, found.excess)
