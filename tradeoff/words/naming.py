"""What things are called: a trial, its arms, end points and people, and each of its numbers."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.choices import Choices
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import (
    ArmText,
    EndpointText,
    Fact,
    Harm,
    Subgroup,
    Trial,
)
from tradeoff.words import numbers
from tradeoff.words.say import Say, message


def subtitle(say: Say, trial: Trial, choices: Choices) -> str:
    """Population, trial, numbers and follow-up: the line under the decision."""
    return say(
        "{population_short} · {name}, {n_randomised} randomised · {follow_up}",
        population_short=trial.text.population_short,
        name=trial.text.name,
        n_randomised=trial.n_randomised,
        follow_up=follow_up(say, trial, choices.cut),
    )


def follow_up(say: Say, trial: Trial, cut: str) -> str:
    """Median follow-up of a data cut, or that it is not stated."""
    months = trial.data_cut(cut).median_follow_up_months
    if months is None:
        return say("median follow-up not stated")
    return say("median follow-up {months}", months=numbers.months(say, months))


def endpoint_words(trial: Trial, choices: Choices) -> EndpointText:
    """The chosen end point's words."""
    return trial.text.endpoints[choices.endpoint]


def arm_words(trial: Trial, role: Role) -> ArmText:
    """One arm's words."""
    return trial.text.arms[role.value]


def footer(say: Say, trial: Trial) -> str:
    """Data version and review dates."""
    review = trial.review
    return say(
        "{name} ({registration}) · data version {version} · last review {last} · "
        "next review due {next}",
        name=trial.text.name,
        registration=trial.registration,
        version=trial.version,
        last=say.day(review.last),
        next=say.day(review.next),
    )


def grade(say: Say, harm: Harm) -> str:
    """A harm's grade: "grade 3 or more", or in the trial's own words."""
    if not harm.grade[:1].isdigit():
        return say.recorded(harm.grade)
    least = harm.grade.removesuffix(_OR_MORE)
    if least != harm.grade:
        return say("grade {grade} or more", grade=least)
    return say("grade {grade}", grade=harm.grade)


#: How a trial's data write the least of the grades that are counted.
_OR_MORE: Final = " or more"


def gain_name(say: Say, trial: Trial, endpoint: str) -> str:
    """What a gain at this end point is called."""
    end = trial.text.endpoints[endpoint]
    return end.gain or say("Gain in {name}", name=end.name.lower())


def endpoint_of(trial: Trial, survival: SurvivalFindings) -> EndpointText:
    """The words of the end point that these findings count."""
    return trial.text.endpoints[survival.endpoint]


PER_PATIENT_YEAR: Final = message("events per patient-year on treatment")

WHOLE_FOLLOW_UP: Final = message("over the whole follow-up")

OWN_ANALYSIS: Final = message("in an analysis of its own")


def fact_sentence(say: Say, trial: Trial, fact: Fact) -> str:
    """A fact with its number in place."""
    shown = {
        name: numbers.number(say, value, fact.decimals) for name, value in fact.figures.items()
    }
    return trial.text.facts[fact.id].text.format(**shown)


def randomised(say: Say, people: int, *, role: Role | None = None) -> str:
    """A denominator of people randomised, in one arm or in both."""
    return (
        say("{people} randomised", people=people)
        if role is not None
        else say("all {people} randomised", people=people)
    )


def treated(say: Say, people: int) -> str:
    """A denominator of people treated."""
    return say("{people} treated", people=people)


def at_month(say: Say, months: float) -> str:
    """The window of a number that is read at a month."""
    return say("at {months} months", months=say.number(months))


PEOPLE_NOT_GIVEN: Final = message("number of people not given in the source at hand")


def people_in_all(say: Say, people: int) -> str:
    """A subgroup whose split is not published."""
    return say("{people} in all", people=people)


def subgroup_people(say: Say, group: Subgroup, unknown: str = PEOPLE_NOT_GIVEN) -> str:
    """A subgroup's patients in each arm, experimental first, or in all, as far as it says so."""
    if group.n_experimental is not None and group.n_control is not None:
        return numbers.versus(say, str(group.n_experimental), str(group.n_control))
    return say(unknown) if group.n_total is None else people_in_all(say, group.n_total)


def harm_confirm(say: Say, trial: Trial, harm: str) -> str:
    """The badge of a harm's unconfirmed number, in words."""
    return say("Unconfirmed: {check}", check=trial.text.harms[harm].confirm)


def analysis_compared(trial: Trial, cut: str, endpoint: str) -> str:
    """The data cut and end point of a group of comparisons or of a curve."""
    return f"{trial.text.endpoints[endpoint].name}, {trial.text.cuts[cut].name}"


DEMONSTRATION: Final = message(
    "A demonstration of the data format, not for any decision and not offered to patients."
)


def trial_name(say: Say, trial: Trial) -> str:
    """The trial's name; a demonstration says that it is one."""
    name = trial.text.name
    return say("{name} (demonstration)", name=name) if trial.demonstration else name


def of_demonstration(say: Say, trial: Trial) -> tuple[str, ...]:
    """Says that a demonstration is one; nothing for a trial."""
    return (say(DEMONSTRATION),) if trial.demonstration else ()


def restricted_mean_window(say: Say, months: float | None) -> str:
    """Up to when a restricted mean runs."""
    if months is None:
        return say("horizon not stated")
    return say("to month {months}", months=say.number(months))
