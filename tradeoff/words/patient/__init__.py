"""What patients read, in plain words and in their language, where two places say it.

Each function takes ``say``, which speaks the reader's language, and ``text``, the trial's own plain
words. Numbers are whole people of 100, as ``findings`` gives them: no ratio, no NNT, no chance in
words alone. What one screen or the hand-out alone says stands there.
"""

from __future__ import annotations

from tradeoff.findings.choices import ORIGINAL
from tradeoff.findings.places import Screen
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import Confirmation, Fact, PatientText, Trial
from tradeoff.words import numbers
from tradeoff.words.catalogues import AWAITS_REVIEW
from tradeoff.words.say import Say


def screen_title(say: Say, screen: Screen) -> str:
    """The heading of a screen."""
    return {
        Screen.START: say("What would you like to talk about first?"),
        Screen.NOW: say("Where you are now"),
        Screen.OPTIONS: say("Your two options"),
        Screen.TREATMENT: say("What treatment is like"),
        Screen.BENEFIT: say("The chances: being alive"),
        Screen.HARM: say("The chances: serious harm"),
        Screen.MATTERS: say("What matters to you"),
        Screen.QUESTIONS: say("Questions to ask"),
        Screen.CHECK: say("Did we explain it well?"),
        Screen.END: say("To take with you"),
    }[screen]


def patient_text(trial: Trial) -> PatientText:
    """The trial in plain words.

    Raises:
        LookupError: where the trial has none; ask ``trial.text.patient`` first.
    """
    if trial.text.patient is None:
        raise LookupError(f"{trial.id} has no plain words: add [patient] to its text file")
    return trial.text.patient


def having(text: PatientText, role: Role) -> str:
    """Who is counted: "with chemotherapy alone"."""
    return text.arms[role.value].having


# --- small parts -------------------------------------------------------------------------------


def joined(*sentences: str | None) -> str:
    """The sentences that there are, one after the other."""
    return " ".join(sentence for sentence in sentences if sentence)


def whole_months(months: float) -> int:
    """A time to the nearest month, as patients read it: always said to be "about" so long."""
    return int(months + 0.5)


def anywhere(say: Say, lower: str, upper: str) -> str:
    """A range on both sides of no difference, in words already."""
    return say("It could be anywhere from {lower} to {upper}.", lower=lower, upper=upper)


def range_sentences(
    say: Say, change: int, limits: tuple[int, int] | None, people: int, *, calculated: bool
) -> str:
    """The best guess in whole people, how far off it could be, and why."""
    best = say("Our best guess is {change}.", change=numbers.more_or_fewer(say, change))
    note = say("We worked out this range. The report does not give it.") if calculated else ""
    far = how_far_off(say, change, limits, people)
    return joined(best, far, "" if limits is None else note)


def how_far_off(say: Say, change: int, limits: tuple[int, int] | None, people: int) -> str:
    """How far off a change in whole people could be, and why: it follows the change.

    Where the change has no direction, each limit is named with its own.
    """
    if limits is None:
        return say("The report does not say how far off this could be.")
    lower, upper = limits
    if change and (lower >= 0 or upper <= 0):
        low, high = sorted((abs(lower), abs(upper)))
        return say(
            "Because {people} people took part, it could be as few as {low} or as many as {high}.",
            **{"people": people, "low": low, "high": high},
        )
    return say(
        "Because {people} people took part, it could be anywhere from {lower} to {upper}.",
        people=people,
        lower=numbers.more_or_fewer(say, lower),
        upper=numbers.more_or_fewer(say, upper),
    )


def change_sentence(say: Say, people: WholePeople) -> str:
    """How many more or fewer: it follows the count with the other option."""
    if people.increment == 0:
        return say("There is no difference.")
    change = numbers.more_or_fewer(say, people.increment)
    return say("That is {change}.", change=change)


# --- facts, limits, dates, language ------------------------------------------------------------


def with_figures(line: str, fact: Fact) -> str:
    """A plain sentence of the trial's with its fact's figures in place."""
    return line.format(**{name: f"{one:.{fact.decimals}f}" for name, one in fact.figures.items()})


def told_facts(text: PatientText, trial: Trial) -> tuple[str, ...]:
    """Facts told with the harms, with their figures in place."""
    known = {fact.id: fact for fact in trial.facts}
    return tuple(with_figures(line, known[name]) for name, line in text.told_facts.items())


def checked(say: Say, confirmation: Confirmation) -> str:
    """Who checked a number in the report, and when."""
    return say(
        "Checked in the report by {centre} ({date}).",
        centre=confirmation.centre,
        date=say.day(confirmation.checked_on),
    )


def limits_of_use(say: Say) -> str:
    """What this is for and where it ends."""
    return say(
        "This is for a talk with your care team. It shows what happened to groups of people in "
        "a trial. It can't tell what will happen to one person. It does not tell you what to "
        "choose."
    )


def not_for(say: Say) -> str:
    """Said where a criterion of the check is not met: nothing else of it reaches a patient."""
    return say(
        "The trial's numbers are not from people in your situation, so ask your care team what "
        "they can tell you."
    )


def dates(say: Say, trial: Trial) -> str:
    """Data version, last review and the next one."""
    return say(
        "Numbers checked: {last}. Next check: {next}. Version: {version}.",
        last=say.day(trial.review.last),
        next=say.day(trial.review.next),
        version=trial.version,
    )


def language_note(say: Say, language: str, *, shown: str) -> str | None:
    """What must be known of the words on the page; ``None`` for English."""
    if shown != language:
        return say("There are no words in this language for this trial yet. English is shown.")
    if language == ORIGINAL:
        return None
    return say(AWAITS_REVIEW)
