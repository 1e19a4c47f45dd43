"""What is said at the top of a page: on the link, the data, the user's own data, the check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Choices, Framing, Refusal, RefusalReason
from tradeoff.findings.view import Findings
from tradeoff.screens import check, clock, session_data, state, store
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.catalogues import language_name
from tradeoff.words.frame import page_title
from tradeoff.words.naming import DEMONSTRATION, endpoint_words
from tradeoff.words.say import Say, message

TITLE: Final = message("Please note")
BEGAN_ANEW: Final = message(
    "The connection was lost and is back. All choices in the address are kept. Give again what is "
    "not in it: files of your own, counts typed halfway, answers to “Does the trial apply?”"
)


def show(say: Say, view: Findings, refusals: Iterable[Refusal]) -> None:
    """All that has to be said before the page itself; nothing where there is nothing to say."""
    _said(say(TITLE), tuple(_noted(say, view, refusals)), "banner")
    if session_data.dropped(view.trial.id):
        _said(say(TITLE), (say(own_words.DROPPED),), "banner")
    _said(own_words.banner_title(say, view.trial), own_words.in_use(say, view.trial), "banner own")
    check.line(say, view)


def broken(say: Say, shelf: store.Shelf) -> None:
    """A trial whose data can't be used: what is wrong, and the way to the others."""
    st.html(markup.heading(say("This trial's data can't be used"), 1, "decision"))
    if not shelf.problems:
        said = say(
            "No trial was found. Put a trial's folder into the data folder; its README is the "
            "manual."
        )
        st.html(markup.paragraph(said))
        return
    lead = say(
        "Nothing of it is shown, so that no wrong number is. The other trials stay usable. "
        "For the person who keeps the data:"
    )
    st.html(markup.paragraph(lead) + markup.unordered(shelf.problems))
    for name in store.trial_ids():
        if name != shelf.id:
            # A button and not a link: a link to the page that is open leaves the address as it was.
            st.button(
                say("Open {name}", name=name),
                key=f"open_{name}",
                on_click=st.query_params.from_dict,
                args=({"trial": name},),
            )


def _said(title: str, lines: Sequence[str], css: str) -> None:
    if lines:
        body = markup.heading(title, 2) + markup.unordered(lines)
        st.html(f'<div class="{css}" role="status">{body}</div>')


def _noted(say: Say, view: Findings, refusals: Iterable[Refusal]) -> Iterator[str]:
    trial = view.trial
    if trial.demonstration:
        yield say(DEMONSTRATION)
    if state.began_anew():
        yield say(BEGAN_ANEW)
    yield from dict.fromkeys(refusal(say, trial, view.choices, one) for one in refusals)
    for reason in trial.refused_curves:
        yield say("A curve is not shown. {reason}", reason=reason)
    if trial.refused_local:
        yield local_refused(say, trial.refused_local)
    if faults := store.site_faults():
        yield settings_refused(say, faults)
    if clock.today() > trial.review.next:
        yield review_overdue(say, trial)


# --- words --------------------------------------------------------------------------------------


def review_overdue(say: Say, trial: Trial) -> str:
    """Said when the next review's date has passed."""
    return say(
        "The review of these data was due on {next} and is overdue: newer "
        "results or label changes may be missing.",
        next=trial.review.next.isoformat(),
    )


def refusal(say: Say, trial: Trial, choices: Choices, refused: Refusal) -> str:
    """What was not used and what stands in its place."""
    if whole := _whole_sentence(say, trial, choices, refused):
        return whole
    subject, unknown, shown = _parameters(say, trial, choices)[refused.parameter]
    if refused.reason is RefusalReason.UNKNOWN:
        return f"{subject} {unknown}: {shown}."
    bounds = ""
    if refused.lowest is not None and refused.highest is not None:
        bounds = say("{lowest:,} to {highest:,}", lowest=refused.lowest, highest=refused.highest)
    words = {
        RefusalReason.NOT_WHOLE: say(
            "is not a whole number{value}",
            value=say(" from {bounds}", bounds=bounds) if bounds else "",
        ),
        RefusalReason.OUT_OF_RANGE: say(
            "lies outside {value}", value=bounds or say("what can be counted")
        ),
        RefusalReason.REPEATED: say("is given more than once"),
        RefusalReason.NOT_A_MONTH: say("is not written as year and month, such as 2026-05"),
    }
    return f"{subject} {words[refused.reason]}: {shown}."


def _whole_sentence(say: Say, trial: Trial, choices: Choices, refused: Refusal) -> str | None:
    """What is not said of one part of the link alone, but of how its parts go together."""
    if not refused.parameter:
        return say("The link held parts that this program does not know. They were ignored.")
    figure = say("The trial's figure is shown.")
    arm = trial.text.arms["experimental" if refused.parameter.endswith("1") else "control"].short
    unused = say("preference was") if refused.parameter == "weight" else say("counts were")
    return {
        RefusalReason.ENDPOINT_NOT_IN_CUT: (
            say(
                "{name} was not part of the chosen analysis: {name_2} is shown.",
                name=endpoint_words(trial, choices).name,
                name_2=trial.text.cuts[choices.cut].name,
            )
        ),
        RefusalReason.PREFERENCE_CLEARED: (
            say(
                "The preference was cleared: for another end point, landmark or analysis it means "
                "something else. Set it again."
            )
        ),
        RefusalReason.CANNOT_BE_WEIGHED: (
            say(
                "The {unused} not used: for this end point and analysis nothing can be weighed.",
                unused=unused,
            )
        ),
        RefusalReason.COUNTS_UNUSED: (
            say("The link holds counts, but asks for the trial's own. {figure}", figure=figure)
        ),
        RefusalReason.COUNTS_MISSING: say(
            "The link does not hold all four counts. {figure}", figure=figure
        ),
        RefusalReason.EVENTS_ABOVE_TOTAL: (
            say(
                "{arm}: the link counts more events than people treated. {figure}",
                arm=arm,
                figure=figure,
            )
        ),
        RefusalReason.NOBODY_TREATED: say(
            "{arm}: the link counts nobody treated. {figure}", arm=arm, figure=figure
        ),
        RefusalReason.MORE_THAN_RANDOMISED: (
            say(
                "{arm}: the link counts more people than the trial randomised. {figure}",
                arm=arm,
                figure=figure,
            )
        ),
    }.get(refused.reason)


def _parameters(say: Say, trial: Trial, choices: Choices) -> dict[str, tuple[str, str, str]]:
    """Each part of a link in words, why it may be unknown, and what stands in its place then."""
    end, name = endpoint_words(trial, choices), trial.text.name
    framing = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    of_trial, unknown = say("is not one of {name}'s", name=name), say("is not known here")
    figure, start = say("the trial's figure is shown"), say("the patient view opens at its start")
    cut, landmark = trial.text.cuts[choices.cut].name, _shown(say, choices.landmark)
    named = {
        "trial": ("trial", say("is not one of those here"), say("{name} is shown", name=name)),
        "cut": ("analysis", of_trial, say("{cut} is shown", cut=cut)),
        "endpoint": (say("end point"), of_trial, say("{name} is shown", name=end.name)),
        "landmark": ("landmark", say("is not one of this analysis's"), landmark),
        "months": ("month", unknown, _shown(say, choices.months)),
        "framing": (
            "frame",
            say("is neither alive nor died"),
            say("“{framing}” is shown", framing=framing.lower()),
        ),
        "weight": ("preference", unknown, say("none is set")),
        "harm": (say("source of the harm rate"), unknown, figure),
        "asof": (say("month of the counts"), unknown, say("it is left open")),
        "ui": (
            "language",
            unknown,
            say("{language_name} is shown", language_name=language_name(choices.ui)),
        ),
        "lang": (
            "patient's language",
            unknown,
            say("{language_name} is shown", language_name=language_name(choices.language)),
        ),
        "tab": ("tab", say("is not one of Evidence's"), say("the first tab is shown")),
        "screen": ("screen", say("is not one of the patient view's"), start),
        "chances": (
            say("mark for shown chances"),
            unknown,
            say("the chances wait to be asked for"),
        ),
        "cards": (say("choice of what matters"), unknown, say("no card is picked")),
    }
    for sign, arm in (("1", "experimental"), ("0", "control")):
        short = trial.text.arms[arm].short
        named[f"e{sign}"] = (say("number of events ({short})", short=short), unknown, figure)
        named[f"n{sign}"] = (say("number treated ({short})", short=short), unknown, figure)
    return {
        one: (say("The {what} in the link", what=what), why, shown)
        for one, (what, why, shown) in named.items()
    }


def _shown(say: Say, months: int | None) -> str:
    """That a month is shown, in words."""
    if months is None:
        return say("no month is shown")
    is_one = months in (1, numbers.MONTHS_A_YEAR)
    return say(
        "{time} {value} shown", time=numbers.time(say, months), value="is" if is_one else "are"
    )


def local_refused(say: Say, reasons: Sequence[str]) -> str:
    """Said where a centre's file of confirmations cannot be used: why, and how much more is."""
    more = (
        say(
            " {value} more: see {page_title}.",
            value=len(reasons) - 1,
            page_title=page_title(say, "evidence"),
        )
        if len(reasons) > 1
        else ""
    )
    return say(
        "A centre's confirmation is not used: the trial's own figures stay, with "
        "their badge. {reasons}{more}",
        reasons=reasons[0],
        more=more,
    )


def settings_refused(say: Say, faults: Sequence[str]) -> str:
    """Said where a centre's own settings have a fault: the first, and who is told of the others."""
    more = ""
    if len(faults) > 1:
        more = say(
            " {value} more: “python -m tradeoff check data” names them all.", value=len(faults) - 1
        )
    return say(
        "This centre's own settings have a fault; the others stay in use. For "
        "the person who keeps the data: {faults}{more}",
        faults=faults[0],
        more=more,
    )
