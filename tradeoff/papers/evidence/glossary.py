"""What the program is, how it computes, and its terms: questions, answers, an alphabet."""

from __future__ import annotations

from typing import Final

from tradeoff import __version__
from tradeoff.trial.records import Trial
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.say import Say, message
from tradeoff.words.table import Table

_METHOD_SURVIVAL: Final = message(
    "The published numbers themselves. The difference is experimental minus control, its range by "
    "MOVER from both arms' ranges (Zou and Donner 2008); a range that was not published is "
    "calculated from the reconstructed curve and says so."
)
_METHOD_CURVES: Final = message(
    "Where no coordinates were published: smooth curves built to agree with the published "
    "numbers of one data cut, with a band for where else they may run. Nothing is weighed off them."
)
_METHOD_DIGITISED: Final = message(
    "Kaplan-Meier curves of pseudo-patients, whose times agree with the clicks on the printed "
    "figure and exactly with the numbers at risk under it. They are not patient data. Nothing is "
    "weighed off them."
)
_METHOD_HARM: Final = message(
    "Patients with at least one event, of those treated. Ranges by Wilson for one arm and by "
    "Newcombe (method 10) for the difference."
)
_METHOD_WEIGHING: Final = message(
    "Net gain is the gain less the harm times the stated preference, its range in closed form. "
    "The break-even's range and how often the gain is larger come from simulation with one "
    "fixed seed, gain and harm taken as independent."
)
_LIMITS: Final = message(
    "Subgroups are never weighed. The program knows nothing of the patient in the room."
)
_QUESTIONS: Final = (message("Question"), message("Answer"))
GLOSSARY: Final = {
    message("Hazard ratio (HR)"): message(
        "How fast the event came in one arm compared with the other, averaged "
        "over the time followed. Below 1: slower in the experimental arm."
    ),
    message("95 % range"): message(
        "An interval made by a method that covers the true value in 95 of 100 "
        "repetitions of the trial."
    ),
    message("NNT"): message(
        "Number needed to treat: how many people would have to have the experimental arm's "
        "treatment for one more to be without the event at the stated time. Always with its time."
    ),
    message("RMST"): message(
        "Restricted mean survival time: the mean time lived within a stated number of months, "
        "the area under the curve."
    ),
    message("Landmark"): message(
        "A fixed time, such as 36 months, at which survival was published."
    ),
    message("Data cut"): message(
        "One analysis of a trial, with the patients and the time known then. Numbers of "
        "two cuts are never mixed."
    ),
    message("Reconstructed"): message(
        "Built by this program to agree with published numbers. Not patient data."
    ),
    message("Pseudo-patients"): message(
        "Times and events worked out so that they agree with a printed curve and "
        "the numbers at risk under it. They are not the data of any patient."
    ),
    message("Break-even"): message(
        "How bad one harm would have to be judged, compared with the anchor event, "
        "for gain and harm to weigh the same."
    ),
    message("Net gain"): message(
        "The gain less the harm, the harm counted at the stated preference, per 100 people."
    ),
    message("Confirmed"): message(
        "Read by a centre in the document that holds it; the centre stands for it, with a "
        "date. It stays the trial's number."
    ),
    message("Unconfirmed"): message(
        "Recalled but not yet checked against the document that would hold it."
    ),
}


def about(say: Say, trial: Trial) -> Table:
    """What the program is for and for whom, which version it is, how it is kept up, who paid."""
    text, review = trial.text, trial.review
    rows = (
        (
            say("Purpose"),
            say(
                "To talk over one decision between clinician and patient: {decision}",
                decision=text.decision,
            ),
        ),
        (say("Population"), f"{text.population}."),
        (say("Outside its scope"), text.not_for),
        (say("Condition of use"), say(INTENDED_USE)),
        (
            say("Version"),
            say("Data {data}; program {program}.", data=trial.version, program=__version__),
        ),
        (
            say("Review"),
            say(
                "Last review {last}; next due {next}.",
                last=say.day(review.last),
                next=say.day(review.next),
            ),
        ),
        (say("Updates"), text.update_policy),
        (say("Funding of the trial"), text.funding),
        (
            say("Language"),
            say("English, and every other that the trial's words are in."),
        ),
    )
    return Table(say("Purpose, versions and funding"), tuple(map(say, _QUESTIONS)), rows)


def method(say: Say, trial: Trial) -> Table:
    """How the program computes what it shows of a trial, and where that ends."""
    rows = (
        (say("Survival and hazard ratio"), say(_METHOD_SURVIVAL)),
        (
            say("Curves"),
            say(_METHOD_DIGITISED) if trial.digitised and not trial.curves else say(_METHOD_CURVES),
        ),
        (say("Harm"), say(_METHOD_HARM)),
        (say("Weighing"), say(_METHOD_WEIGHING)),
        (say("Limits"), " ".join((*trial.text.caveats, say(_LIMITS)))),
    )
    return Table(say("How the figures are computed"), tuple(map(say, _QUESTIONS)), rows)


def glossary(say: Say, trial: Trial) -> Table:
    """The program's terms and the trial's, in the order of the alphabet."""
    terms = [(say(term), say(meaning)) for term, meaning in GLOSSARY.items()]
    terms += [(entry.term, entry.meaning) for entry in trial.text.glossary.values()]
    rows = tuple(sorted(terms, key=lambda row: row[0].casefold()))
    return Table(say("Terms of the program and of the trial"), (say("Term"), say("Meaning")), rows)
