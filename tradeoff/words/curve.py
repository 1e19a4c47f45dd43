"""What a curve shows, how it was made, and what it is not."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.view import Findings
from tradeoff.trial import digitised
from tradeoff.trial.records import CalibratedCurves, DigitisedCurves, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import analysis_compared, endpoint_words, trial_name
from tradeoff.words.provenance import STATUS_WORDS
from tradeoff.words.survival import gain_range_sentence, survival_not_at_a_time, survival_sentence


def curve_alt(view: Findings) -> str:
    """The survival curves as a sentence."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    made = REBUILT_NOT_PATIENTS if digitised_cut(view) else numbers.RECONSTRUCTED
    head = f"Curves of {end.name.lower()} in both arms of {trial_name(trial)}, {made}."
    if view.survival is None:
        return f"{head} {survival_not_at_a_time(view)}"
    sentence = survival_sentence(trial, view.survival, choices.framing)
    return f"{head} {sentence} {gain_range_sentence(view.survival, choices.framing)}"


def curve_note(view: Findings, *, room: bool = False) -> str:
    """How to read the curve: what is published and what is reconstructed."""
    curves = digitised_cut(view)
    if curves is not None:
        return _digitised_note(view, curves)
    rings = "Rings: published, with their 95 % range."
    if view.survival is None:
        rings = "Rings: published medians, each at half of its arm."
    note = (
        f"{rings} Line: reconstructed from published figures. Shaded: the 95 % range of the true "
        "curve, reconstruction and chance together."
    )
    if room:
        note += f" {ROOM_NOTE}"
    return note


def curve_axis(trial: Trial, choices: Choices) -> str:
    """The vertical axis of the curves."""
    end = endpoint_words(trial, choices)
    word = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    return f"{word}, out of 100"


ROOM: Final = "Where the line may run"

ROOM_NOTE: Final = "Hatched: where the line may run, given the published numbers."

MONTHS_AXIS: Final = "Months since randomisation"


def calibration_caption(trial: Trial, curve: CalibratedCurves) -> str:
    """A curve's table: what it is and that it is reconstructed."""
    return f"{analysis_compared(trial, curve.data_cut, curve.endpoint)} ({numbers.RECONSTRUCTED})"


REBUILT: Final = "rebuilt from the digitised figure"

PSEUDO_PATIENTS: Final = "pseudo-patients, not patient data"

REBUILT_NOT_PATIENTS: Final = f"{REBUILT}: {PSEUDO_PATIENTS}"


def digitised_cut(view: Findings) -> DigitisedCurves | None:
    """The digitised curve of the chosen data cut and end point."""
    return view.trial.digitised_curve(view.choices.cut, view.choices.endpoint)


def _digitised_note(view: Findings, curves: DigitisedCurves) -> str:
    rings = "" if view.survival is None else "Rings: published, with their 95 % range. "
    return f"{rings}{digitised_lines(curves)} Figure: {figure_source(view.trial, curves)}."


def digitised_lines(curves: DigitisedCurves) -> str:
    """How a digitised figure was clicked: what it shows, and how exactly."""
    level = numbers.percent(digitised.LEVEL)
    drawn = "Steps: the Kaplan-Meier curve"
    if curves.status is Status.UNCONFIRMED:
        drawn = "Unconfirmed: check against the figure. Steps: the Kaplan-Meier curve"
    return (
        f"{drawn} {REBUILT_NOT_PATIENTS}. Shaded: its {level} range, pointwise "
        "(Greenwood, log(−log))."
    )


def figure_source(trial: Trial, curves: DigitisedCurves) -> str:
    """The document and the figure that was clicked on."""
    source = trial.source(curves.source)
    also = "" if curves.also is None else f"; also {trial.source(curves.also).short}"
    return f"{source.short}, {curves.place}{also}"


def digitised_caption(trial: Trial, curves: DigitisedCurves) -> str:
    """A rebuilt curve's fit report: of which analysis and which figure."""
    where = analysis_compared(trial, curves.data_cut, curves.endpoint)
    status = "" if curves.status is Status.RECONSTRUCTED else f", {STATUS_WORDS[curves.status]}"
    return f"{where} ({REBUILT}{status}): {figure_source(trial, curves)}"
