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
from tradeoff.words.provenance import people_compared, reference_class
from tradeoff.words.say import Say, message
from tradeoff.words.survival import (
    gain_heading,
    hazard_ratio_words,
    medians_figure,
    medians_name,
    medians_reading,
    no_landmark,
)
from tradeoff.words.weighing import obstacle_sentence

WEIGHING_TITLE: Final = message("Weigh gain against harm")
WITH_ONE: Final = message("with one or more")


def figures(say: Say, view: Findings, *, outside: str = "") -> str:
    """Heading, gain, harm, and how many people they come from; whom they do not describe."""
    head = markup.heading(say(WEIGHING_TITLE), 2, "part") + markup.paragraph(
        whom(say, view.trial), "note"
    )
    if outside:
        head += markup.paragraph(outside, "whom")
    counted = markup.paragraph(people_counted(say, view), "note")
    css = "weigh outside" if outside else "weigh"
    return f'<div class="{css}">{head}{_gain(say, view)}{_harm(say, view)}{counted}</div>'


def not_weighed(say: Say, view: Findings) -> str:
    """In the place of slider and picture, where gain or harm is not there to be weighed."""
    return markup.region(
        "",
        markup.paragraph(obstacle_sentence(say, view), "weighsaid"),
        css="weighing",
    )


def _figure(value: str, rest: str) -> str:
    return f'<p class="figure">{markup.escaped(value)} <small>{markup.escaped(rest)}</small></p>'


def _per_100(say: Say, finding: Finding, what: str) -> str:
    """The difference large, beside it what it counts and its range."""
    found, decimals = finding.estimate, finding.decimals
    room = f"{what} ({numbers.range_out_of_100(say, found, decimals)})"
    return _figure(numbers.signed_out_of_100(say, found.value, decimals), room)


def _gain(say: Say, view: Findings) -> str:
    survival, trial = view.survival, view.trial
    if survival is None:
        return _medians(say, view)
    heading = gain_heading(say, trial, survival)
    figure = _per_100(say, survival.gain, endpoint_of(trial, survival).alive)
    return markup.region(heading, markup.heading(heading, 3, "part"), figure, css="panel gain")


def _medians(say: Say, view: Findings) -> str:
    """In the place of a gain: both medians, the hazard ratio, and that nothing is weighed."""
    trial, medians = view.trial, view.medians
    missing = markup.paragraph(no_landmark(say, trial, view.choices), "note")
    if medians is None:
        return markup.region("", missing, css="panel gain")
    ratio = hazard_ratio_words(say, trial, view.choices, view.base.hazard_ratio)
    heading = medians_name(say, trial, medians)
    return markup.region(
        heading,
        markup.heading(heading, 3, "part"),
        _figure(medians_figure(say, medians), ""),
        markup.paragraph(f"{medians_reading(say, trial, medians)} {ratio}.", "note"),
        missing,
        css="panel gain",
    )


def _harm(say: Say, view: Findings) -> str:
    harm, trial = view.harm, view.trial
    if harm is None:
        missing = markup.paragraph(harm_not_available(say, trial), "note")
        return markup.region("", missing, css="panel harm")
    heading = harm_heading(trial, harm)
    return markup.region(
        heading,
        markup.heading(heading, 3, "part"),
        _per_100(say, harm.excess, say(WITH_ONE)),
        _badge(say, trial, harm),
        css="panel harm",
    )


def _badge(say: Say, trial: Trial, harm: HarmFindings) -> str:
    badge = markup.harm_badge(say, trial, harm)
    return f"<p>{badge}</p>" if badge else ""


# --- words --------------------------------------------------------------------------------------


def whom(say: Say, trial: Trial) -> str:
    """Out of whom the panel's figures are."""
    return say("Per 100 people like those in {name}", name=trial.text.name)


def people_counted(say: Say, view: Findings) -> str:
    """How many people gain and harm come from, and which ranges this program calculated."""
    found = [] if view.survival is None else [view.survival.gain]
    found += [] if view.harm is None else [view.harm.excess]
    if not found:
        return ""
    counted = ", ".join(_people(say, view.trial, one.population) for one in found)
    calculated = sum(one.calculated_range for one in found)
    if not calculated:
        return f"{counted}."
    if calculated > 1:
        return say("{counted}; ranges calculated.", counted=counted)
    if calculated == len(found):
        return say("{counted}; range calculated.", counted=counted)
    return say("{counted}; range of the harm calculated.", counted=counted)


def _people(say: Say, trial: Trial, population: Population) -> str:
    """A denominator; the trial's name stands above."""
    if population.of_trial:
        return people_compared(say, population)
    return reference_class(say, trial, population)
