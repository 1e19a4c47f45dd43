"""What a curve shows, how it was made, and what it is not."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.view import Findings
from tradeoff.trial import digitised
from tradeoff.trial.records import CalibratedCurves, ClickedFigure, DigitisedCurves, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import analysis_compared, endpoint_words, trial_name
from tradeoff.words.say import Say, message
from tradeoff.words.sources import LOCAL_DATA, STATUS_WORDS
from tradeoff.words.survival import gain_range_sentence, survival_not_at_a_time, survival_sentence


def curve_alt(say: Say, view: Findings) -> str:
    """The survival curves as a sentence."""
    trial, choices = view.trial, view.choices
    end, name = endpoint_words(trial, choices).name.lower(), trial_name(say, trial)
    if digitised_cut(view):
        head = say(
            "Curves of {end} in both arms of {trial}, rebuilt from the digitised figure: "
            "pseudo-patients, not patient data.",
            end=end,
            trial=name,
        )
    else:
        head = say("Curves of {end} in both arms of {trial}, reconstructed.", end=end, trial=name)
    if view.survival is None:
        return f"{head} {survival_not_at_a_time(say, view)}"
    sentence = survival_sentence(say, trial, view.survival, choices.framing)
    return f"{head} {sentence} {gain_range_sentence(say, view.survival, choices.framing)}"


def curve_note(say: Say, view: Findings, *, room: bool = False) -> str:
    """How to read the curve: what is published and what is reconstructed."""
    curves = digitised_cut(view)
    rings = say("Rings: published, with their 95 % range.")
    if curves is not None:
        figure = say("Figure: {source}.", source=figure_source(say, view.trial, curves))
        lines = f"{digitised_lines(say, curves)} {figure}"
        return lines if view.survival is None else f"{rings} {lines}"
    if view.survival is None:
        rings = say("Rings: published medians, each at half of its arm.")
    line = say(
        "Line: reconstructed from published figures. Shaded: the 95 % range of the true curve, "
        "reconstruction and chance together."
    )
    return f"{rings} {line} {say(ROOM_NOTE)}" if room else f"{rings} {line}"


def curve_note_short(say: Say, view: Findings) -> str:
    """The same in a line: what is published, what is not, and whose range is shaded."""
    rings = say("Rings: published.")
    if digitised_cut(view) is not None:
        steps = say("Steps: pseudo-patients, not patient data, 95 % range.")
        return steps if view.survival is None else f"{rings} {steps}"
    if view.survival is None:
        rings = say("Rings: published medians.")
    lines = say("Lines: reconstructed, 95 % range.")
    return f"{rings} {lines}"


def curve_axis(say: Say, trial: Trial, choices: Choices) -> str:
    """The vertical axis of the curves."""
    end = endpoint_words(trial, choices)
    word = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    return say("{outcome}, out of 100", outcome=word)


ROOM: Final = message("Where the line may run")

ROOM_NOTE: Final = message("Hatched: where the line may run, given the published numbers.")

MONTHS_AXIS: Final = message("Months since randomisation")

MONTH_READ: Final = message("Month read on the curve")


def calibration_caption(say: Say, trial: Trial, curve: CalibratedCurves) -> str:
    """A curve's table: what it is and that it is reconstructed."""
    return (
        f"{analysis_compared(trial, curve.data_cut, curve.endpoint)} ({say(numbers.RECONSTRUCTED)})"
    )


REBUILT: Final = message("rebuilt from the digitised figure")

REBUILT_NOT_PATIENTS: Final = message(
    "rebuilt from the digitised figure: pseudo-patients, not patient data"
)


def digitised_cut(view: Findings) -> DigitisedCurves | None:
    """The digitised curve of the chosen data cut and end point."""
    return view.trial.digitised_curve(view.choices.cut, view.choices.endpoint)


def digitised_lines(say: Say, curves: DigitisedCurves) -> str:
    """How a digitised figure was clicked: what it shows, and how exactly."""
    lines = say(
        "Steps: the Kaplan-Meier curve rebuilt from the digitised figure: pseudo-patients, not "
        "patient data. Shaded: its {level} range, pointwise (Greenwood, log(−log)).",
        level=numbers.percent(say, digitised.LEVEL),
    )
    if curves.status is Status.UNCONFIRMED:
        return " ".join((say("Unconfirmed: check against the figure."), lines))
    return lines


def figure_source(say: Say, trial: Trial, curves: DigitisedCurves) -> str:
    """The document and the figure that was clicked on."""
    place = f"{say.recorded(trial.source(curves.source).short)}, {say.recorded(curves.place)}"
    if curves.also is None:
        return place
    also = say.recorded(trial.source(curves.also).short)
    return say("{place}; also {source}", place=place, source=also)


def taken_from_figure(say: Say, figure: ClickedFigure | None) -> str:
    """How a curve came out of its figure; of other digitisers no more is known."""
    if figure is None:
        return say("digitised")
    if figure.vector:
        return say("read from a PDF with this program")
    return say("traced with this program")


def digitised_caption(say: Say, trial: Trial, curves: DigitisedCurves) -> str:
    """A rebuilt curve's fit report: of which analysis and which figure."""
    where = analysis_compared(trial, curves.data_cut, curves.endpoint)
    status = ""
    if curves.status is Status.LOCAL:  # brought as a file, and not typed
        status = f", {say(LOCAL_DATA)}"
    elif curves.status is not Status.RECONSTRUCTED:
        status = f", {say(STATUS_WORDS[curves.status])}"
    if curves.clicked is not None and curves.status is not Status.LOCAL:
        # A user's own says it in its place already.
        status = f", {taken_from_figure(say, curves.clicked)}{status}"
    return f"{where} ({say(REBUILT)}{status}): {figure_source(say, trial, curves)}"
