"""What stands on every page: names of pages and choices, standing labels, files."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.choices import HarmSource, RefusalReason
from tradeoff.findings.view import Findings
from tradeoff.words.say import Say, message

INTENDED_USE: Final = message(
    "For use by a clinician with a patient. Shows what happened to groups in a trial; "
    "it does not predict for one person and does not recommend."
)

SOURCE_LABEL: Final = message("Source and method")

TABLE_LABEL: Final = message("The same as a table")

PRODUCT: Final = message("Gain and harm, side by side")

CAVEATS_TITLE: Final = message("Keep in mind")

HARM_SOURCES: Final = {
    HarmSource.TRIAL: message("The trial's figure"),
    HarmSource.PAPER: message("Counts typed in from the paper"),
    HarmSource.CENTRE: message("Counts of our own centre"),
}

#: Why a typed count or month is not used, said beside its field.
COUNT_REFUSALS: Final = {
    RefusalReason.NOT_WHOLE: message("This is not a whole number. Correct it here."),
    RefusalReason.OUT_OF_RANGE: message(
        "This is too large, or the number treated is. Correct it here."
    ),
    RefusalReason.NOT_A_MONTH: message(
        "This is not written as year and month, such as 2026-05. Correct it here."
    ),
    RefusalReason.COUNTS_MISSING: message(
        "This is missing: all four counts are needed. Correct it here."
    ),
    RefusalReason.EVENTS_ABOVE_TOTAL: message(
        "This is more than the number treated. Correct it here."
    ),
    RefusalReason.NOBODY_TREATED: message(
        "This counts nobody treated: at least 1 is needed. Correct it here."
    ),
    RefusalReason.MORE_THAN_RANDOMISED: message(
        "This is more than the trial randomised to that arm. Correct it here."
    ),
}


#: What a page is called, by its file's name.
PAGE_TITLES: Final = {
    "consultation": message("Consultation"),
    "survival_curves": message("Survival curves"),
    "icon_arrays": message("Icon arrays"),
    "benefit_and_harm": message("Benefit and harm"),
    "patient_view": message("Patient view"),
    "tumour_board": message("Tumour board"),
    "evidence": message("Evidence"),
}


def page_title(say: Say, name: str) -> str:
    """What a page is called."""
    return say(PAGE_TITLES[name])


def file_name(view: Findings, what: str) -> str:
    """Name of a downloaded file: trial, cut and end point; nothing typed by a user."""
    choices = view.choices
    return f"{choices.trial}-{choices.cut}-{choices.endpoint}-{what}"


def caveats(view: Findings) -> tuple[str, ...]:
    """What belongs beside the result: the end point's, the cut's, then the trial's."""
    return tuple(dict.fromkeys((*own_caveats(view), *view.trial.text.caveats)))


def own_caveats(view: Findings) -> tuple[str, ...]:
    """Those of the chosen end point and cut alone."""
    text = view.trial.text
    own = (text.endpoints[view.choices.endpoint].caution, text.cuts[view.choices.cut].caveat)
    return tuple(one for one in own if one is not None)


LATER_REPORT: Final = message("later report")
