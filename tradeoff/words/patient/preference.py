"""What matters to a patient, in plain words: the question, the answer, and what it implies."""

from __future__ import annotations

from tradeoff.findings.provenance import whole
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words.patient import anywhere, having, joined
from tradeoff.words.patient.harm import harm_status, harm_text
from tradeoff.words.say import Say


def preference_lead(say: Say) -> str:
    """Before the slider: what it is for, and that nobody has to use it."""
    return say(
        "There is no right or wrong answer. People see this in different ways. You can leave it "
        "unset, and you can change it at any time."
    )


def matters_open(say: Say) -> str:
    """In the hand-out, where no card was picked and gain and harm can't be put on one scale."""
    return say(
        "These numbers can't be put on one scale. Tell your care team what matters most to you: "
        "time, problems from treatment, being at home, or something else."
    )


def preference_question(say: Say, text: PatientText, view: Findings) -> str:
    """The slider's label: both ends are named beside it."""
    return say(
        "How bad would {one} be for you, next to {anchor}?",
        one=_one(text, view),
        anchor=anchor(say, text, view),
    )


def preference_ends(say: Say, text: PatientText, view: Findings) -> tuple[str, str]:
    """The two ends of the slider in words."""
    worst = say("100: as bad as {anchor}", anchor=anchor(say, text, view))
    return say("0: not bad at all"), worst


def anchor(say: Say, text: PatientText, view: Findings) -> str:
    """The event that the harm is compared with: "dying within 3 years"."""
    months = view.choices.landmark
    told = text.endpoints[view.choices.endpoint].anchor
    return told.format(time=numbers.time(say, months or 0))


def preference_unset(say: Say) -> str:
    """Said before anything was chosen."""
    return say("Not set. Move the slider if you want to see what your view would mean.")


def preference_stated(say: Say, text: PatientText, view: Findings) -> str:
    """What was chosen, said back."""
    if view.choices.weight is None:
        return preference_unset(say)
    return say(
        "You chose {weight} for {one}. Here 0 is not bad at all, and 100 is as bad as {anchor}.",
        weight=view.choices.weight,
        one=_one(text, view),
        anchor=anchor(say, text, view),
    )


def net_result(say: Say, text: PatientText, view: Findings) -> str:
    """What the chosen preference implies, in whole people and with its range; no verdict.

    Holds survival figures: shown to those alone who asked to see the chances.
    """
    net = view.weighing.net_gain
    if view.survival is None or view.harm is None:
        return say("This can't be weighed here. A number is not available.")
    if net is None:
        return preference_unset(say)
    parts = [_weighed(say, text, view, left=whole(net.value))]
    if net.has_range:
        lower, upper = (say.number(whole(limit)) for limit in net.limits)
        parts.append(anywhere(say, lower, upper))
        if net.spans_zero:
            parts.append(say("So the numbers do not settle this."))
    return joined(*parts, harm_status(say, text, view.harm))


def _weighed(say: Say, text: PatientText, view: Findings, *, left: int) -> str:
    """The sum, written out: the three whole numbers add up."""
    survival, harm, weight = view.survival, view.harm, view.choices.weight
    if survival is None or harm is None or weight is None:
        return ""
    gain, excess = survival.people.increment, harm.people.increment
    change = say(
        "{added}, there were {gain} {told} in 100 people, and {excess} who {having}.",
        added=numbers.capitalised(having(text, Role.EXPERIMENTAL)),
        gain=numbers.more_or_fewer(say, gain),
        told=text.endpoints[survival.endpoint].alive,
        excess=numbers.more_or_fewer(say, excess),
        having=harm_text(text, harm).having,
    )
    return joined(change, _counted(say, weight, excess, gain, left))


def _counted(say: Say, weight: int, excess: int, gain: int, left: int) -> str:
    """How the harms are taken off the gain; where they are fewer, put on it."""
    values = {
        "weight": weight,
        "excess": abs(excess),
        "counted": say.number(abs(gain - left)),
        "gain": say.number(gain),
        "left": say.number(left),
    }
    if gain < left:
        return say(
            "Counted at {weight} of 100 each, those {excess} come to about {counted}. {gain} and "
            "{counted} make {left}.",
            **values,
        )
    return say(
        "Counted at {weight} of 100 each, those {excess} come to about {counted}. {gain} less "
        "{counted} leaves {left}.",
        **values,
    )


def _one(text: PatientText, view: Findings) -> str:
    harm = view.trial.weighed_harm
    return "" if harm is None else text.harms[harm.id].one
