"""Icon arrays in the patient's own words: the same people, size and order as everywhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tradeoff.drawing.icons import IconArray, Mark
from tradeoff.drawing.people import benefit_arrays, harm_arrays
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words import numbers
from tradeoff.words.patient import having, joined
from tradeoff.words.patient.benefit import benefit_range, framed
from tradeoff.words.patient.harm import harm_range, harm_status, harm_text
from tradeoff.words.say import Say


@dataclass(frozen=True, slots=True)
class ArmTold:
    """One arm's hundred: the picture, and the figure and the words above it."""

    role: Role
    array: IconArray
    people: int
    having: str


def benefit(
    say: Say, text: PatientText, trial: Trial, survival: SurvivalFindings, framing: Framing
) -> tuple[ArmTold, ...]:
    """Both arms at the landmark, in one frame; baseline first."""
    shared, changed, rest = benefit_labels(say, text, survival)
    labels = {Mark.ALIVE: shared, Mark.GAIN: changed, Mark.FEWER: changed, Mark.DIED: rest}
    experimental, control = benefit_arrays(say, trial, survival, framing)
    alts = [benefit_alt(say, text, survival, role) for role in Role]
    return _told(text, (control, experimental), labels, alts, framed(survival, framing))


def harm(say: Say, text: PatientText, trial: Trial, found: HarmFindings) -> tuple[ArmTold, ...]:
    """Both arms' harm during treatment, always as those who had one; baseline first."""
    shared, changed, rest = harm_labels(say, text, found)
    labels = {
        Mark.EVENT: shared,
        Mark.EXTRA_EVENT: changed,
        Mark.FEWER_EVENT: changed,
        Mark.NO_EVENT: rest,
    }
    experimental, control = harm_arrays(say, trial, found)
    alts = [harm_alt(say, text, found, role) for role in Role]
    return _told(text, (control, experimental), labels, alts, found.people)


def _told(
    text: PatientText,
    arrays: tuple[IconArray, IconArray],
    labels: dict[Mark, str],
    alts: list[str],
    people: WholePeople,
) -> tuple[ArmTold, ...]:
    """The same arrays with the patient's words on them."""
    return tuple(
        ArmTold(
            role,
            replace(
                array,
                groups=tuple(replace(one, label=labels[one.mark]) for one in array.groups),
                title=text.arms[role.value].name,
                alt=alt,
            ),
            _of_arm(people, role),
            having(text, role),
        )
        for role, array, alt in zip(Role, arrays, alts, strict=True)
    )


def range_key(say: Say, arms: tuple[ArmTold, ...]) -> str:
    """What the striped ground in an array means; empty where there is none."""
    if all(arm.array.uncertain is None for arm in arms):
        return ""
    return say("The stripes show how far off our best guess could be.")


# --- words -------------------------------------------------------------------------------------


def benefit_labels(say: Say, text: PatientText, survival: SurvivalFindings) -> tuple[str, str, str]:
    """The three classes of the benefit arrays: as with the control, the increment, the rest."""
    words, added = text.endpoints[survival.endpoint], having(text, Role.EXPERIMENTAL)
    if survival.people.increment >= 0:
        changed = say("more {told} {having}", told=words.alive, having=added)
    else:
        changed = say("fewer {told} {having}", told=words.alive, having=added)
    shared = say("{told}, as {having}", told=words.alive, having=having(text, Role.CONTROL))
    return shared, changed, words.died


def benefit_alt(say: Say, text: PatientText, survival: SurvivalFindings, role: Role) -> str:
    """One benefit array in words; the range where it is drawn."""
    words = text.endpoints[survival.endpoint]
    alive = _of_arm(survival.people, role)
    picture = say(
        "Picture of 100 people {having}, after {time}: {alive} {alive_words}, {died} {died_words}.",
        having=having(text, role),
        time=numbers.time(say, survival.months),
        alive=alive,
        alive_words=words.alive,
        died=numbers.HUNDRED - alive,
        died_words=words.died,
    )
    return joined(picture, "" if role is Role.CONTROL else benefit_range(say, survival))


def harm_labels(say: Say, text: PatientText, harm: HarmFindings) -> tuple[str, str, str]:
    """The three classes of the harm arrays: as with the control, the increment, the rest."""
    words, added = harm_text(text, harm), having(text, Role.EXPERIMENTAL)
    if harm.people.increment >= 0:
        changed = say("more who {told} {having}", told=words.having, having=added)
    else:
        changed = say("fewer who {told} {having}", told=words.having, having=added)
    shared = say("{told}, as {having}", told=words.having, having=having(text, Role.CONTROL))
    return shared, changed, words.not_having


def harm_alt(say: Say, text: PatientText, harm: HarmFindings, role: Role) -> str:
    """One harm array in words, with the range where it is drawn and what must travel with it."""
    words = harm_text(text, harm)
    count = _of_arm(harm.people, role)
    picture = say(
        "Picture of 100 people treated {having}: {count} {told} {window}, {rest} {rest_words}.",
        having=having(text, role),
        count=count,
        told=words.having,
        window=words.window,
        rest=numbers.HUNDRED - count,
        rest_words=words.not_having,
    )
    ranged = "" if role is Role.CONTROL else harm_range(say, harm)
    return joined(picture, ranged, harm_status(say, text, harm))


def _of_arm(people: WholePeople, role: Role) -> int:
    return people.control if role is Role.CONTROL else people.experimental
