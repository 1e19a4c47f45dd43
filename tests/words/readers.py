"""A view as a reader of one language has it, and every sentence that can be said of it."""

from __future__ import annotations

import datetime
import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from tradeoff.drawing.icons import Mark
from tradeoff.findings.choices import (
    ORIGINAL,
    Framing,
    HarmSource,
    TypedCounts,
    default_choices,
)
from tradeoff.findings.course import courses
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.places import Screen, ValueCard
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import patient_arrays, patient_course
from tradeoff.papers.handout import chances, composition
from tradeoff.papers.handout import harms as hand_out_harms
from tradeoff.screens import (
    patient_chances,
    patient_check,
    patient_matters,
    patient_screens,
    patient_view,
)
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.trial.records import Confirmation, LocalData, PatientText, Status, Trial
from tradeoff.uploads.overlay import with_counts
from tradeoff.words import numbers as numbers_words
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import calling
from tradeoff.words.patient import cards as card_words
from tradeoff.words.patient import harm as patient_harm
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient import treatment as treatment_words
from tradeoff.words.say import Say


@dataclass(frozen=True)
class Reader:
    """One view as a reader of one language has it."""

    language: str
    view: Findings
    say: Say
    text: PatientText
    others: tuple[HarmFindings, ...]
    """The harms told after the weighed one."""

    @property
    def trial(self) -> Trial:
        return self.view.trial


TYPED = TypedCounts(experimental=Count(20, 90), control=Count(4, 100), as_of="2026-05")
FEWER = TypedCounts(experimental=Count(2, 100), control=Count(9, 100))
SOURCES = (
    (HarmSource.TRIAL, None),
    (HarmSource.PAPER, TYPED),
    (HarmSource.CENTRE, TYPED),
    (HarmSource.CENTRE, FEWER),
    ("confirmed", None),
    ("brought", None),
)
CENTRE = "Centro Norte"
CHECKED = Confirmation(
    centre=CENTRE, checked_by="KL", checked_on=datetime.date.fromisoformat("2026-11-22")
)


def overlaid(trial: Trial, source: HarmSource | str) -> Trial:
    """The trial as a centre confirmed it, or with counts that a user brought."""
    if source == "confirmed":
        rows = tuple(
            row.model_copy(update={"status": Status.LOCAL, "confirmed": CHECKED})
            for row in trial.adverse_events
        )
        return trial.model_copy(update={"adverse_events": rows})
    if source == "brought":
        own = LocalData(label=CENTRE, as_of=CHECKED.checked_on, session=True)
        harm = trial.weighed_harm
        assert harm is not None
        given = {"experimental": TYPED.experimental, "control": TYPED.control}
        return with_counts(trial, own, harm=harm.id, **given)
    return trial


@cache
def trial_in(language: str) -> Trial:
    return load_trial(SHELF / "e1910", language=language)


def places() -> list[tuple[str, str, int]]:
    landmarks = trial_in(ORIGINAL).landmarks
    return sorted({(e.data_cut, e.endpoint, e.months) for e in landmarks})


#: Every landmark with every source of the harm's rate, and once without a preference.
CASES = [
    (*place, source, counts, 40) for place, (source, counts) in itertools.product(places(), SOURCES)
]
CASES.append((*CASES[0][:-1], None))
every_case = pytest.mark.parametrize(
    "case", CASES, ids=lambda c: "-".join(str(p) for p in (*c[:4], "fewer" * (c[4] is FEWER), c[5]))
)


@cache
def reader(language: str, case: tuple[Any, ...]) -> Reader:
    cut, endpoint, months, source, counts, weight = case
    trial = overlaid(trial_in(language), source)
    rate = source if isinstance(source, HarmSource) else HarmSource.TRIAL
    choices = replace(
        default_choices(trial),
        **{"cut": cut, "endpoint": endpoint, "landmark": months, "months": months},
        **{"weight": weight, "harm": rate, "counts": counts, "language": language},
    )
    base = base_findings(trial, choices, rng=np.random.default_rng(SIMULATION_SEED))
    text = plain_words.patient_text(trial)
    view = with_preference(trial, choices, base)
    others = tuple(other for harms in patient_harm.harms_beside(text, view) for other in harms)
    return Reader(language, view, voice(Voice.PATIENT, language), text, others)


def medians(one: Reader, survival: SurvivalFindings) -> tuple[MedianFindings, ...]:
    """The trial's medians as they would be told: one arm's not reached, and both reached."""
    control, experimental = (
        next(entry for entry in one.trial.medians if entry.arm is role) for role in Role
    )
    reached = experimental.model_copy(update={"reached": True, "months": 80.5})
    return tuple(
        MedianFindings(
            endpoint=survival.endpoint,
            data_cut=survival.data_cut,
            control=control,
            experimental=other,
            citations=survival.gain.citations,
            population=survival.gain.population,
        )
        for other in (experimental, reached)
    )


def candidates(one: Reader) -> dict[str, tuple[Any, ...]]:
    """What a sentence may be asked to word, by the name of its parameter."""
    view, text, say = one.view, one.text, one.say
    survival, harm = view.survival, view.harm
    assert survival is not None
    assert harm is not None
    fact = one.trial.facts[0]
    assert one.others
    arms = patient_arrays.harm(say, text, one.trial, harm)
    planned = courses(one.trial)
    assert planned is not None
    return {
        "say": (say,),
        "date": (datetime.date(2026, 5, 22),),
        "text": (text,),
        "trial": (one.trial,),
        "view": (view,),
        "survival": (survival,),
        "harm": (harm, *one.others),
        "harms": ((), one.others),
        "arms": (arms, arms[:1]),
        "found": (survival,),
        "medians": medians(one, survival),
        "words": (text.endpoints[survival.endpoint],),
        "facts": (one.trial.facts,),
        "course": planned.in_order,
        "piece": tuple(piece for course in planned.in_order for piece in course.pieces),
        "weeks": (1, 2, 4),
        "fact": (
            *one.trial.facts,
            *(fact.model_copy(update={"status": status}) for status in Status),
            fact.model_copy(update={"status": Status.LOCAL, "confirmed": CHECKED}),
        ),
        "role": tuple(Role),
        "framing": tuple(Framing),
        "screen": tuple(Screen),
        "language": languages(),
        "shown": languages(),
        "confirmation": (CHECKED,),
        "endpoint": (survival.endpoint,),
        "cut": (view.choices.cut,),
        "months": (1, 12, 18, 36, 60),
        "change": (-17, -1, 0, 1, 17),
        "people": (224, survival.people),
        "limits": (None, (4, 28), (-3, 5), (-28, -4)),
        "lower": (say.number(-3), numbers_words.more_or_fewer(say, -3)),
        "upper": (say.number(5), numbers_words.more_or_fewer(say, 5)),
        "calculated": (False, True),
        "without": (False, True),
        "looked": (False, True),
        "chosen": (0, survival.people.increment),
        "phone": (None, "555 0100"),
        "asked": patient_check.questions(say, text, view),
        "card": tuple(ValueCard),
        "cards": ((), (ValueCard.HOME,), tuple(ValueCard)),
        "place": (2,),
        "mark": tuple(Mark),
        "rest": (text.endpoints[survival.endpoint].died,),
    }


def fits(value: object, annotation: str) -> bool:
    """Whether a candidate is of the parameter's kind: names are shared by different ones."""
    if value is None:
        return "None" in annotation
    return type(value).__name__ == annotation or annotation not in ("int", "WholePeople")


#: Where the patients' sentences stand: by subject, and beside their only user.
SPEAKERS = (
    *(numbers_words, plain_words, benefit_words, patient_harm, card_words, preference_words),
    *(patient_arrays, patient_course, composition, chances, hand_out_harms),
    *(calling, treatment_words),
    *(patient_view, patient_screens, patient_chances, patient_check, patient_matters),
)
#: They give pictures and the whole sheet, which have tests of their own.
NOT_SENTENCES = (
    *("tuple[ArmTold, ...]", "tuple[CalendarTold, ...]", "LegendEntry", "Chance", "Handout"),
)


#: What patients are told of numbers: whole people and whole years, no ratio and no percentage.
PATIENTS_NUMBERS = ("change_range", "more_or_fewer", "time", "whole_people")


@cache
def sentence_functions() -> dict[str, Callable[..., Any]]:
    """Every public function that puts something into words, by module and name."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in SPEAKERS
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and "say" in inspect.signature(function).parameters
        and not name.startswith("_")
        and (module is not numbers_words or name in PATIENTS_NUMBERS)
        and inspect.signature(function).return_annotation not in NOT_SENTENCES
    }


def calls(name: str, one: Reader) -> Iterator[tuple[str, str]]:
    """Every way to ask for a sentence, with what comes out as one text."""
    function = sentence_functions()[name]
    pools, parameters = candidates(one), inspect.signature(function).parameters
    unknown = parameters.keys() - pools.keys()
    assert not unknown, f"say in candidates() what {name} may get for {sorted(unknown)}"
    pool = [
        [value for value in pools[key] if fits(value, str(parameter.annotation))]
        for key, parameter in parameters.items()
    ]
    for number, values in enumerate(itertools.product(*pool)):
        given = dict(zip(parameters, values, strict=True))
        positional = [given.pop(key) for key, parameter in parameters.items()
                      if parameter.kind is not parameter.KEYWORD_ONLY]  # fmt: skip
        yield f"{name} {number}", "\n".join(strings(function(*positional, **given)))


def strings(value: object) -> Iterator[str]:
    """The texts in whatever such a function gives."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "id":
                yield from strings(getattr(value, field.name))
