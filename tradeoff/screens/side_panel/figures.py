"""The panel's two figures, gain and harm per 100, each with its window and range."""

from __future__ import annotations

from typing import Final

from tradeoff.drawing import markup
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding, Population
from tradeoff.findings.view import Findings
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.harm import harm_heading, harm_not_available
from tradeoff.words.naming import endpoint_of
from tradeoff.words.provenance import reference_class
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    gain_heading,
    hazard_ratio_words,
    medians_figure,
    medians_name,
    medians_reading,
    no_landmark,
)
from tradeoff.words.weighing import obstacle_sentence

WEIGHING_TITLE: Final = "Weigh gain against harm"
WITH_ONE: Final = "with one or more"


def figures(view: Findings, *, outside: str = "") -> str:
    """Heading, gain, harm, and how many people they come from; whom they do not describe."""
    head = markup.heading(WEIGHING_TITLE, 2, "part") + markup.paragraph(whom(view.trial), "note")
    if outside:
        head += markup.paragraph(outside, "whom")
    counted = markup.paragraph(people_counted(view), "note")
    css = "weigh outside" if outside else "weigh"
    return f'<div class="{css}">{head}{_gain(view)}{_harm(view)}{counted}</div>'


def not_weighed(view: Findings) -> str:
    """In the place of slider and picture, where gain or harm is not there to be weighed."""
    return markup.region(
        WEIGHING_TITLE,
        markup.paragraph(obstacle_sentence(CLINICIAN, view), "weighsaid"),
        css="weighing",
    )


def _figure(value: str, rest: str) -> str:
    return f'<p class="figure">{markup.escaped(value)} <small>{markup.escaped(rest)}</small></p>'


def _per_100(finding: Finding, what: str) -> str:
    """The difference large, beside it what it counts and its range."""
    found, decimals = finding.estimate, finding.decimals
    room = f"{what} ({numbers.range_out_of_100(found, decimals)})"
    return _figure(numbers.signed_out_of_100(found.value, decimals), room)


def _gain(view: Findings) -> str:
    survival, trial = view.survival, view.trial
    if survival is None:
        return _medians(view)
    heading = gain_heading(CLINICIAN, trial, survival)
    figure = _per_100(survival.gain, endpoint_of(trial, survival).alive)
    return markup.region(heading, markup.heading(heading, 3, "part"), figure, css="panel gain")


def _medians(view: Findings) -> str:
    """In the place of a gain: both medians, the hazard ratio, and that nothing is weighed."""
    trial, medians = view.trial, view.medians
    missing = markup.paragraph(no_landmark(CLINICIAN, trial, view.choices), "note")
    if medians is None:
        return markup.region(WEIGHING_TITLE, missing, css="panel gain")
    ratio = hazard_ratio_words(CLINICIAN, trial, view.choices, view.base.hazard_ratio)
    heading = medians_name(CLINICIAN, trial, medians)
    return markup.region(
        heading,
        markup.heading(heading, 3, "part"),
        _figure(medians_figure(CLINICIAN, medians), ""),
        markup.paragraph(f"{medians_reading(CLINICIAN, trial, medians)} {ratio}.", "note"),
        missing,
        css="panel gain",
    )


def _harm(view: Findings) -> str:
    harm, trial = view.harm, view.trial
    if harm is None:
        missing = markup.paragraph(harm_not_available(CLINICIAN, trial), "note")
        return markup.region(WEIGHING_TITLE, missing, css="panel harm")
    heading = harm_heading(trial, harm)
    return markup.region(
        heading,
        markup.heading(heading, 3, "part"),
        _per_100(harm.excess, WITH_ONE),
        _badge(trial, harm),
        css="panel harm",
    )


def _badge(trial: Trial, harm: HarmFindings) -> str:
    badge = markup.harm_badge(trial, harm)
    return f"<p>{badge}</p>" if badge else ""


# --- words --------------------------------------------------------------------------------------


def whom(trial: Trial) -> str:
    """Out of whom the panel's figures are."""
    return f"Per 100 people like those in {trial.text.name}"


def people_counted(view: Findings) -> str:
    """How many people gain and harm come from, and which ranges this program calculated."""
    found = [] if view.survival is None else [view.survival.gain]
    found += [] if view.harm is None else [view.harm.excess]
    if not found:
        return ""
    counted = ", ".join(_people(view.trial, one.population) for one in found)
    calculated = sum(one.calculated_range for one in found)
    if not calculated:
        return f"{counted}."
    whose = "" if calculated == len(found) else " of the harm" if view.harm else ""
    return f"{counted}; {'ranges' if calculated > 1 else 'range'}{whose} calculated."


def _people(trial: Trial, population: Population) -> str:
    """A denominator; the trial's name stands above."""
    return reference_class(trial, population).removesuffix(f" in {trial.text.name}")
