"""What each entry of the ledger is called, and what is said beside its figures: said here once.

A wording is a template for each quantity, filled with the words that the trial has for the entry's
place. Where Evidence says it otherwise than the exchange format and the summary, both stand here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.ledger.entry import Entry, Quantity, Whom
from tradeoff.findings.provenance import Method, cited, counted_by
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import AdverseEvent, ContextRate, Fact, Subgroup, Trial
from tradeoff.words import harm as harm_said
from tradeoff.words import numbers
from tradeoff.words.frame import LATER_REPORT
from tradeoff.words.naming import (
    OWN_ANALYSIS,
    PEOPLE_NOT_GIVEN,
    PER_PATIENT_YEAR,
    WHOLE_FOLLOW_UP,
    arm_words,
    at_month,
    fact_sentence,
    people_in_all,
    restricted_mean_window,
    subgroup_people,
    treated,
)
from tradeoff.words.provenance import (
    METHOD_WORDS,
    SURVIVAL_WINDOW,
    computed,
    count_badge,
    reference_class,
)
from tradeoff.words.say import Say, message
from tradeoff.words.survival import gain_heading
from tradeoff.words.weighing import (
    BREAK_EVEN_TITLE,
    break_even_reading,
    break_even_rounding,
    cannot_be_weighed,
)

PEOPLE_COMPUTED: Final = message(
    "the gap is rounded first, then the pair of whole figures nearest to both arms is taken"
)
MEANS_COMPUTED: Final = {
    Method.CALIBRATED_CURVE: message(
        "area under the reconstructed curve; range from its standard error"
    ),
    Method.DIGITISED_CURVE: message(
        "mean time to the horizon of the curve rebuilt from the digitised figure: "
        "pseudo-patients, not patient data"
    ),
}


@dataclass(frozen=True, slots=True)
class _Wording:
    """Name and window of a quantity, and how it is computed where that is always the same."""

    name: str
    window: str = numbers.NO_VALUE
    computed: str | None = None


_WORDINGS: Final = {
    Quantity.RANDOMISED: _Wording(message("Randomised, {arm}")),
    Quantity.TREATED: _Wording(message("Treated, and so counted for harms, {arm}")),
    Quantity.MEDIAN_FOLLOW_UP: _Wording(message("Median follow-up, {cut}"), WHOLE_FOLLOW_UP),
    Quantity.AT_RISK: _Wording("{end}, {arm}", "{at}"),
    Quantity.SURVIVAL: _Wording("{end}, {arm}", "{when}"),
    Quantity.SURVIVAL_DIFFERENCE: _Wording("{heading}", "{when}"),
    Quantity.NUMBER_NEEDED: _Wording(
        message("Number needed to treat, by {time}"),
        "{when}",
        message("one over the difference and over its limits"),
    ),
    Quantity.NUMBER_NEEDED_FROM_RATIO: _Wording(
        message("Number needed to treat, by {time}, from the hazard ratio"),
        "{when}",
        message(
            "calculated from the hazard ratio and its range at the control's survival; assumes "
            "proportional hazards"
        ),
    ),
    Quantity.HAZARD_RATIO: _Wording(message("Hazard ratio for {event}"), WHOLE_FOLLOW_UP),
    Quantity.HAZARD_RATIO_OF_MODEL: _Wording(
        message("Hazard ratio for {event}, {model}"), WHOLE_FOLLOW_UP
    ),
    Quantity.MEDIAN_SURVIVAL: _Wording(message("Median, {end}, {arm}"), "{cut}"),
    Quantity.MEDIAN_SURVIVAL_OF_MODEL: _Wording(message("Median, {end}, {arm}, {model}"), "{cut}"),
    Quantity.RESTRICTED_MEAN: _Wording(message("Restricted mean, {end}, {arm}"), "{until}"),
    Quantity.RESTRICTED_MEAN_DIFFERENCE: _Wording(
        message("Difference of restricted means, {end}"), "{until}"
    ),
    Quantity.HARM: _Wording("{harm}, {arm}", "{when}"),
    Quantity.HARM_DIFFERENCE: _Wording("{heading}", "{when}"),
    Quantity.EXPOSURE_RATE: _Wording("{harm}, {arm}", PER_PATIENT_YEAR),
    Quantity.PEOPLE: _Wording(
        message("{counted}, whole people out of 100, {arm}"), "{when}", PEOPLE_COMPUTED
    ),
    Quantity.PEOPLE_DIFFERENCE: _Wording(
        message("{counted}, whole people out of 100, the difference"), "{when}", PEOPLE_COMPUTED
    ),
    Quantity.BALANCE_POINT: _Wording(
        BREAK_EVEN_TITLE,
        message("gain read at {time}, harm counted {when}"),
        message("gain divided by harm; range by simulation with one fixed seed"),
    ),
    Quantity.SUBGROUP_HAZARD_RATIO: _Wording(
        message("{subgroup}: Hazard ratio for {event}"), WHOLE_FOLLOW_UP
    ),
    Quantity.SUBGROUP_SURVIVAL: _Wording("{subgroup}: {end}, {arm}", "{at}"),
    Quantity.SUBGROUP_FOLLOW_UP: _Wording(message("{subgroup}: Median follow-up"), WHOLE_FOLLOW_UP),
    Quantity.CONTEXT_RATE: _Wording("{study}: {outcome}"),
    Quantity.CONTEXT_COMPARATOR_RATE: _Wording("{study}: {outcome}"),
    Quantity.FACT: _Wording("{fact}"),
}


@dataclass(frozen=True, slots=True)
class _InEvidence:
    """Name of a row of Evidence where that is another one, and among whom and when."""

    among: str
    name: str | None = None


_ALL: Final = message("all {n} randomised; {window}")
_WITH_EVENTS: Final = message("all {n} randomised; {events} events; {window}")
_ARM: Final = message("{n} randomised; {window}")
_IN_EVIDENCE: Final = {
    Quantity.RANDOMISED: _InEvidence(numbers.NO_VALUE),
    Quantity.TREATED: _InEvidence(numbers.NO_VALUE),
    Quantity.MEDIAN_FOLLOW_UP: _InEvidence(
        message("all {n} randomised"), message("Median follow-up")
    ),
    Quantity.SURVIVAL: _InEvidence(message("{n} randomised; {at}")),
    Quantity.HAZARD_RATIO: _InEvidence(_ALL),
    Quantity.HAZARD_RATIO_OF_MODEL: _InEvidence(_ALL),
    Quantity.RESTRICTED_MEAN_DIFFERENCE: _InEvidence(
        _ALL, message("Difference of restricted mean survival times, {small}")
    ),
    Quantity.MEDIAN_SURVIVAL: _InEvidence(_ARM, "{end}, {arm}"),
    Quantity.MEDIAN_SURVIVAL_OF_MODEL: _InEvidence(_ARM, "{end}, {arm}, {model}"),
    Quantity.SUBGROUP_HAZARD_RATIO: _InEvidence("{people}; {analysis}; {followed}"),
    Quantity.SUBGROUP_SURVIVAL: _InEvidence(
        "{people}; {analysis}; {followed}", "{subgroup}: {end_at}"
    ),
    Quantity.HARM: _InEvidence(message("{total} treated; {window}")),
    Quantity.EXPOSURE_RATE: _InEvidence("{window}", "{harm}"),
    Quantity.AT_RISK: _InEvidence("{cut}; {window}"),
}


#: Said in the place of a value that is not there.
MISSING: Final = {
    Quantity.MEDIAN_FOLLOW_UP: numbers.NOT_STATED,
    Quantity.MEDIAN_SURVIVAL: numbers.NOT_REACHED,
    Quantity.MEDIAN_SURVIVAL_OF_MODEL: numbers.NOT_REACHED,
    Quantity.SUBGROUP_HAZARD_RATIO: numbers.NOT_AVAILABLE,
    Quantity.HARM: numbers.NOT_AVAILABLE,
}
#: Findings: the method of their range is said even where there is none.
_FOUND: Final = (
    *(Quantity.SURVIVAL, Quantity.SURVIVAL_DIFFERENCE),
    *(Quantity.HARM, Quantity.HARM_DIFFERENCE),
)
#: Numbers that the end point's own caution stands with, where it has one.
_CAUTIONED: Final = (
    *(Quantity.SURVIVAL, Quantity.SURVIVAL_DIFFERENCE, Quantity.NUMBER_NEEDED),
    *(Quantity.NUMBER_NEEDED_FROM_RATIO, Quantity.PEOPLE, Quantity.PEOPLE_DIFFERENCE),
    *(Quantity.HAZARD_RATIO, Quantity.HAZARD_RATIO_OF_MODEL),
)


def name(say: Say, trial: Trial, entry: Entry) -> str:
    """What the exchange format and the summary call the number."""
    return say(_WORDINGS[entry.quantity].name, **_named(say, trial, entry))


def words(say: Say, trial: Trial, entry: Entry) -> dict[str, str | None]:
    """Name, window and all else that is said with the number, as the exchange format has it."""
    own, named = _WORDINGS[entry.quantity], _named(say, trial, entry)
    return {
        "label": say(own.name, **named),
        "window": _window(say, entry, named),
        "population": population(say, trial, entry),
        "computed": how_computed(say, entry),
        "badge": badge(say, trial, entry),
        "note": "; ".join(one for one in _notes(say, trial, entry) if one) or None,
    }


def in_evidence(say: Say, trial: Trial, entry: Entry) -> tuple[str, str]:
    """Name of the number, and among whom and when, as Evidence says it."""
    own, named = _IN_EVIDENCE[entry.quantity], _named(say, trial, entry)
    named["window"] = _window(say, entry, named)
    counted = None not in (entry.events_experimental, entry.events_control)
    among = _WITH_EVENTS if counted else own.among
    called = own.name or _WORDINGS[entry.quantity].name
    return say(called, **named), say(among, **named)


def _window(say: Say, entry: Entry, named: dict[str, str]) -> str:
    if entry.quantity is Quantity.BALANCE_POINT and None in (entry.months, entry.harm):
        return numbers.NO_VALUE
    return say(_WORDINGS[entry.quantity].window, **named)


def population(  # noqa: PLR0911 - one place, one sentence each
    say: Say, trial: Trial, entry: Entry
) -> str:
    """Whom the number counts: one arm, both, a subgroup, another study's patients or nobody."""
    if isinstance(entry.published, Subgroup):
        people = say(PEOPLE_NOT_GIVEN) if entry.n is None else people_in_all(say, entry.n)
        if entry.arm is not None:
            people = str(entry.n or say(PEOPLE_NOT_GIVEN))
        return f"{trial.text.subgroups[entry.published.id].name}, {people}"
    if entry.whom is Whom.ELSEWHERE:
        return trial.text.context[entry.item or ""].population
    if entry.arm is None or entry.n is None:
        both = "; ".join(reference_class(say, trial, one) for one in entry.populations)
        return both or numbers.NO_VALUE
    if entry.whom is Whom.RANDOMISED:
        return say("{n} randomised", n=entry.n)
    if entry.whom is Whom.TREATED:
        return treated(say, entry.n)
    whose, people = entry.populations[0].counted_by, treated(say, entry.n)
    if whose is None:
        return say("{people} in our own centre", people=people)
    named = say.recorded(whose)
    return say("{people}, counted by {counted_by}", people=people, counted_by=named)


def how_computed(say: Say, entry: Entry) -> str | None:
    """How value and range came about; ``None`` where the program does not say."""
    how, how_ranged = entry.method, entry.range_method
    if entry.quantity is Quantity.BALANCE_POINT and entry.value is None:
        return None
    always = _WORDINGS[entry.quantity].computed
    if always is not None:
        return say(always)
    if entry.whom is Whom.SUBGROUP:
        how = None if how_ranged is Method.PRINTED else Method(how_ranged) if how_ranged else None
    elif how is not None and entry.quantity in _FOUND:
        return computed(say, how, Method(how_ranged) if how_ranged else None)
    return None if how is None else say(MEANS_COMPUTED.get(how, METHOD_WORDS[how]))


def badge(say: Say, trial: Trial, entry: Entry) -> str | None:
    """What must be shown with a harm's number and with all that comes from it."""
    if isinstance(entry.published, AdverseEvent):
        return count_badge(say, trial, entry.published)
    harm = entry.behind.harm if isinstance(entry.behind, Findings) else entry.behind
    return harm_said.badge(say, trial, harm) if isinstance(harm, HarmFindings) else None


def _notes(say: Say, trial: Trial, entry: Entry) -> Iterator[str | None]:
    if isinstance(entry.behind, Findings):
        yield break_even_reading(say, entry.behind)
        yield break_even_rounding(say, entry.behind) or None
    if entry.whom is Whom.ELSEWHERE:
        yield say("Another study: context only, never weighed.")
    if entry.whom is Whom.SUBGROUP and entry.data_cut is None:
        yield say(LATER_REPORT)
    if entry.value is None and not isinstance(entry.published, AdverseEvent):
        missing = MISSING.get(entry.quantity)
        yield None if missing is None else say(missing)
    if entry.endpoint is not None and entry.quantity in _CAUTIONED:
        yield trial.text.endpoints[entry.endpoint].caution
    if entry.quantity is Quantity.SURVIVAL_DIFFERENCE and trial.text.not_weighed is not None:
        weighed = isinstance(entry.behind, SurvivalFindings) and entry.behind.weighed
        yield None if weighed else cannot_be_weighed(say, trial.text.not_weighed)
    if isinstance(entry.published or entry.behind, AdverseEvent | HarmFindings):
        yield from _harm_notes(trial, entry.harm or "")


def _harm_notes(trial: Trial, harm: str) -> Iterator[str | None]:
    """What a harm's numbers count, what is not known of it, unequal time on treatment."""
    text, rows = trial.text.harms[harm], (trial.adverse_event(harm, role) for role in Role)
    whose = counted_by(trial, tuple(cited(trial, row) for row in rows if row is not None))
    yield text.counted
    yield text.unknown if whose is None else None
    if any(one.exposure_differs for one in trial.harms if one.id == harm):
        yield trial.text.harms_note


def _named(say: Say, trial: Trial, entry: Entry) -> dict[str, str]:
    """The words that templates may ask for: those of the places that the entry has."""
    text, record = trial.text, entry.published
    named = {
        "n": str(entry.n),
        "total": str(entry.total),
        "events": numbers.versus(say, str(entry.events_experimental), str(entry.events_control)),
        "at": numbers.NO_VALUE if entry.months is None else at_month(say, entry.months),
        "until": restricted_mean_window(say, entry.months),
        "cut": say(OWN_ANALYSIS) if entry.data_cut is None else text.cuts[entry.data_cut].name,
        "model": text.models.get(entry.item or "", ""),
    }
    if entry.months is not None:
        named["time"] = numbers.time(say, int(entry.months))
        named["when"] = say(SURVIVAL_WINDOW, months=say.number(entry.months))
    if entry.arm is not None:
        named["arm"] = arm_words(trial, entry.arm).name
    if entry.endpoint is not None:
        end = text.endpoints[entry.endpoint]
        at_end = end.name if entry.months is None else f"{end.name} {named['at']}"
        named |= {"end": end.name, "small": end.name.lower(), "event": end.event, "end_at": at_end}
        named["counted"] = end.name
    if entry.harm is not None:
        harm = text.harms[entry.harm]
        named |= {"harm": harm.name, "counted": harm.short, "when": harm.window}
    if isinstance(entry.behind, SurvivalFindings):
        named["heading"] = gain_heading(say, trial, entry.behind)
    if isinstance(entry.behind, HarmFindings):
        named["heading"] = harm_said.harm_heading(trial, entry.behind)
    if isinstance(record, Subgroup):
        named |= _named_in_subgroup(say, trial, record)
    if isinstance(record, ContextRate):
        study = text.context[record.id]
        named |= {"study": study.study, "outcome": study.outcome}
    if isinstance(record, Fact):
        named["fact"] = fact_sentence(say, trial, record)
    return named


def _named_in_subgroup(say: Say, trial: Trial, group: Subgroup) -> dict[str, str]:
    cut, months = group.data_cut, group.median_follow_up_months
    return {
        "subgroup": trial.text.subgroups[group.id].name,
        "people": subgroup_people(say, group),
        "analysis": say(LATER_REPORT) if cut is None else trial.text.cuts[cut].name,
        "followed": say(WHOLE_FOLLOW_UP)
        if months is None
        else say("median follow-up {number} months", number=numbers.number(say, months, 1)),
    }
