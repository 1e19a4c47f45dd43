"""The self-assessment against the standards for patient decision aids (IPDAS), line by line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from tradeoff.findings.choices import default_choices
from tradeoff.findings.harm import harm_findings
from tradeoff.findings.places import Screen
from tradeoff.findings.survival import survival_findings
from tradeoff.papers.evidence.published import in_tables
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import PatientArmText, PatientText, Trial
from tradeoff.trial.word_rules import EACH_SIDE, MOST_UNEQUAL
from tradeoff.words import catalogues
from tradeoff.words.frame import page_title
from tradeoff.words.patient import screen_title
from tradeoff.words.say import Say, message
from tradeoff.words.table import Row, Table

IPDAS_COLUMNS: Final = (
    message("Line"),
    message("What is asked for"),
    message("Met"),
    message("Where"),
)
IPDAS_MET: Final = {True: message("yes"), False: message("no")}
IPDAS_NO_PLACE: Final = message("no such place")


@dataclass(frozen=True, slots=True)
class IpdasLine:
    """One line of the standards, and the places that meet it.

    The test that shows it is named in ``tests/requirements.toml``.
    """

    id: str
    name: str
    asks: str
    """What is asked for."""
    places: tuple[str | Screen, ...]
    """Pages by their name, or screens of the patient view."""


_QUALITY: Final = message("Quality")
_PAGES_OF_CHANCES: Final = ("consultation", "icon_arrays", Screen.BENEFIT, Screen.HARM)

IPDAS: Final = (
    IpdasLine("q1", "Q1", message("The condition is described."), (Screen.NOW,)),
    IpdasLine(
        "q2", "Q2", message("The decision to be made is stated."), ("consultation", Screen.START)
    ),
    IpdasLine("q3", "Q3", message("The options are described."), (Screen.OPTIONS,)),
    IpdasLine(
        "q4", "Q4", message("The good sides of each option are described."), (Screen.OPTIONS,)
    ),
    IpdasLine(
        "q5", "Q5", message("The hard sides of each option are described."), (Screen.OPTIONS,)
    ),
    IpdasLine(
        "q6",
        "Q6",
        message("What it is like to live with each option is described."),
        (Screen.TREATMENT,),
    ),
    IpdasLine(
        "c1",
        "C1",
        message("Good and hard sides are shown in equal detail."),
        ("icon_arrays", Screen.OPTIONS),
    ),
    IpdasLine("c2", "C2", message("The evidence used is cited."), ("evidence",)),
    IpdasLine("c3", "C3", message("The date of the content is given."), ("evidence",)),
    IpdasLine(
        "c4", "C4", message("It is said how and when the content is updated."), ("evidence",)
    ),
    IpdasLine(
        "c5",
        "C5",
        message("It is said how uncertain the figures are."),
        ("consultation", "evidence"),
    ),
    IpdasLine("c6", "C6", message("It is said who paid."), ("evidence",)),
    IpdasLine(
        "class",
        _QUALITY,
        message("Figures name the people that they stand for."),
        _PAGES_OF_CHANCES,
    ),
    IpdasLine(
        "frequencies",
        _QUALITY,
        message("Chances are told as people out of a whole group."),
        _PAGES_OF_CHANCES,
    ),
    IpdasLine("period", _QUALITY, message("Figures name their period of time."), _PAGES_OF_CHANCES),
    IpdasLine(
        "denominator",
        _QUALITY,
        message("Options are compared with the same denominator."),
        _PAGES_OF_CHANCES,
    ),
    IpdasLine(
        "uncertainty",
        _QUALITY,
        message("The uncertainty around a figure is shown beside it."),
        _PAGES_OF_CHANCES,
    ),
    IpdasLine(
        "views",
        _QUALITY,
        message("The same chances are shown in several ways."),
        ("survival_curves", "icon_arrays"),
    ),
    IpdasLine("frames", _QUALITY, message("Chances are told from both ends."), _PAGES_OF_CHANCES),
    IpdasLine(
        "course",
        _QUALITY,
        message("What happens without further treatment is told."),
        (Screen.NOW,),
    ),
    IpdasLine(
        "comparison",
        _QUALITY,
        message("The options can be compared side by side."),
        ("icon_arrays", Screen.OPTIONS),
    ),
    IpdasLine(
        "values",
        _QUALITY,
        message("Patients are asked what matters to them."),
        ("consultation", Screen.MATTERS),
    ),
    IpdasLine("steps", _QUALITY, message("Guidance comes in steps."), ("patient_view",)),
    IpdasLine(
        "questions",
        _QUALITY,
        message("There are questions to ask the clinician."),
        (Screen.QUESTIONS,),
    ),
    IpdasLine(
        "readability",
        _QUALITY,
        message("The reading level is measured and stated."),
        ("patient_view",),
    ),
)


def ipdas(say: Say, trial: Trial, *, pages: Collection[str]) -> Table:
    """The self-assessment: yes only where every place exists and the data hold what is asked."""
    held = _held(say, trial)
    rows = tuple(_row(say, line, pages, held=held[line.id]) for line in IPDAS)
    return Table(say("Self-assessment, line by line"), tuple(map(say, IPDAS_COLUMNS)), rows)


def _row(say: Say, line: IpdasLine, pages: Collection[str], *, held: bool) -> Row:
    there = {place: _page_of(place) in pages for place in line.places}
    where = (_place_name(say, place) if there[place] else say(IPDAS_NO_PLACE) for place in there)
    met = IPDAS_MET[held and all(there.values())]
    return (say(line.name), say(line.asks), say(met), "; ".join(dict.fromkeys(where)))


def _page_of(place: str | Screen) -> str:
    return "patient_view" if isinstance(place, Screen) else place


def _place_name(say: Say, place: str | Screen) -> str:
    page = page_title(say, _page_of(place))
    if isinstance(place, Screen):
        patients = catalogues.voice(catalogues.Voice.PATIENT, say.language)
        return f"{page}: {screen_title(patients, place)}"
    return page


def _held(say: Say, trial: Trial) -> dict[str, bool]:
    """Whether the trial's data hold what each line asks for."""
    text, choices, months = trial.text, default_choices(trial), default_choices(trial).months
    place, survival = (choices.cut, choices.endpoint), None
    if months is not None:
        survival = survival_findings(trial, *place, months)
    harm = harm_findings(trial, choices)
    both = survival is not None and harm is not None
    differences = (survival and survival.gain, harm and harm.excess)
    ranged = survival is not None and all(one.estimate.has_range for one in differences if one)
    curve = trial.digitised_curve(*place) or trial.curve(*place)
    return {
        **_held_in_plain_words(trial),
        "q2": bool(text.decision),
        "c2": _sources_told(say, trial),
        "c3": bool(trial.version),
        "c4": bool(text.update_policy),
        "c6": bool(text.funding),
        "class": bool(text.people),
        **dict.fromkeys(
            ("c5", "uncertainty"), ranged and (harm is None or harm.excess.estimate.has_range)
        ),
        **dict.fromkeys(("frequencies", "comparison"), survival is not None),
        **dict.fromkeys(("period", "denominator"), both),
        "views": survival is not None and curve is not None,
        "frames": all(end.alive and end.died for end in text.endpoints.values()),
    }


def _sources_told(say: Say, trial: Trial) -> bool:
    """Whether every number that is at hand stands with a source."""
    entries = (entry for _, table in in_tables(say, trial) for entry in table)
    return all(entry.citations or entry.value is None for entry in entries)


_PLAIN: Final = (
    *("q1", "q3", "q4", "q5", "q6", "c1"),
    *("course", "values", "steps", "questions", "readability"),
)


def _held_in_plain_words(trial: Trial) -> dict[str, bool]:
    """The same of lines about the trial's plain words; nothing is held where it has none."""
    patient = trial.text.patient
    if patient is None:
        return dict.fromkeys(_PLAIN, False)
    arms = _arms(patient)
    return {
        **dict.fromkeys(("q1", "course"), bool(patient.condition)),
        "q3": bool(arms) and all(arm.describing for arm in arms),
        "q4": bool(arms) and all(len(arm.good) >= EACH_SIDE for arm in arms),
        "q5": bool(arms) and all(len(arm.hard) >= EACH_SIDE for arm in arms),
        "q6": bool(patient.treatment),
        "c1": bool(arms) and _equally_told(arms),
        **dict.fromkeys(("values", "steps", "readability"), bool(patient.decision)),
        "questions": bool(patient.questions),
    }


def _arms(patient: PatientText) -> tuple[PatientArmText, ...]:
    """Both options in plain words; none where one of them is missing."""
    both = Arms.each(lambda role: patient.arms.get(role.value)).shown
    return tuple(arm for arm in both if arm is not None) if None not in both else ()


def _equally_told(arms: tuple[PatientArmText, ...]) -> bool:
    """As many good as hard sides in each option, and two options of about the same length."""
    lengths = [
        sum(len(text.split()) for text in (*arm.describing, *arm.good, *arm.hard)) for arm in arms
    ]
    even = all(len(arm.good) == len(arm.hard) for arm in arms)
    return even and min(lengths) >= (1 - MOST_UNEQUAL) * max(lengths)
