"""What a view says to clinicians, sentence by sentence, for the tests."""

from __future__ import annotations

from collections.abc import Iterator

from tests.views import (
    TYPED,
)
from tradeoff.drawing import markup
from tradeoff.findings.choices import (
    Framing,
    HarmSource,
)
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.papers import pictures, tables
from tradeoff.screens import (
    consultation,
    curves,
    icon_arrays,
    side_panel,
    tumour_board,
)
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
    harms_sentence,
)
from tradeoff.words.naming import subtitle
from tradeoff.words.provenance import provenance, survival_window
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
    balance_figures,
    balance_sentence,
    net_gain_sentence,
    obstacle_sentence,
)

PLACE = tuple[str, str, int]
ALIVE, DIED = Framing.ALIVE, Framing.DIED
BADGE = "Unconfirmed: check against the full paper"
PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


def survival(shown: Findings) -> SurvivalFindings:
    assert shown.survival is not None
    return shown.survival


def harm(shown: Findings) -> HarmFindings:
    assert shown.harm is not None
    return shown.harm


def said_of(shown: Findings) -> Iterator[str]:
    """Every sentence of one view."""
    trial, choices = shown.trial, shown.choices
    of_view = (
        consultation.certainty_sentence,
        balance_sentence,
        obstacle_sentence,
        net_gain_sentence,
        side_panel.preference_question,
        side_panel.windows_sentence,
        side_panel.in_a_line,
        anchor,
        curve_alt,
        pictures.probability_alt,
        pictures.preference_axis,
        picture_title,
        side_panel.last_good_figures,
    )
    yield from (sentence(shown) for sentence in of_view)
    for sentence in (
        caveats,
        side_panel.assumptions,
        pictures.picture_notes,
        icon_arrays.array_notes,
        age_lines,
        pictures.harms_picture_notes,
    ):
        yield from sentence(shown)
    for sentence in (
        tumour_board.by_age,
        harms_sentence,
        harms_counted,
        pictures.harms_alt,
    ):
        yield sentence(shown)
    yield balance_figures(shown) or ""
    yield side_panel.weighs_at(shown) or ""
    for sentence in (
        subtitle,
        no_landmark,
        no_curve,
        curve_axis,
        pictures.forest_axis,
        pictures.forest_alt,
    ):
        yield sentence(trial, choices)
    for role in Role:
        yield pictures.fewer_events(trial, choices, role)
    if shown.marked is not None:
        yield curves.marked_month_sentence(trial, choices, shown.marked)
    if shown.survival is not None:
        yield from _said_of_survival(trial, shown.survival)
    if shown.harm is not None:
        yield from _said_of_harm(trial, shown.harm)
    if shown.base.restricted_means is not None:
        yield tables.restricted_mean_words(shown.base.restricted_means)


def _said_of_survival(trial: Trial, found: SurvivalFindings) -> Iterator[str]:
    for framing in Framing:
        for decimals in (0, found.gain.decimals):
            yield survival_sentence(trial, found, framing, decimals=decimals)
        yield other_frame_sentence(trial, found, framing)
        yield gain_range_sentence(found, framing)
        yield array_heading(trial, found, framing)
    yield from (pictures.benefit_alt(trial, found, role) for role in Role)
    yield from pictures.benefit_legend(trial, found)
    yield pictures.difference_alt(trial, found)
    yield gain_heading(trial, found)
    yield side_panel.gain_note(trial, found)
    yield icon_arrays.rounding_note(found)
    yield tables.strength(found.gain)
    yield tables.direction(trial, found.gain.estimate)
    lines = provenance(trial, found.gain, window=survival_window(found))
    yield from (line.description for line in lines)


def _said_of_harm(trial: Trial, found: HarmFindings) -> Iterator[str]:
    for decimals in (0, found.excess.decimals):
        yield harm_sentence(trial, found, decimals=decimals)
    yield harm_range_sentence(found)
    yield harm_heading(trial, found)
    yield side_panel.harm_note(trial, found)
    yield harm_origin(trial, found)
    yield markup.harm_standing(trial, found)
    lines = harm_provenance(trial, found, found.excess)
    yield from (line.description for line in lines)
    yield badge(trial, found) or ""
    yield from pictures.harm_legend(trial, found)
    yield from (pictures.harm_alt(trial, found, role) for role in Role)
    yield pictures.harm_difference_alt(trial, found)
    yield tables.strength(found.excess)
