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
        yield say("A curve is not shown. {reason}", reason=say.told(reason))
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
        next=say.day(trial.review.next),
    )


def refusal(say: Say, trial: Trial, choices: Choices, refused: Refusal) -> str:
    """What was not used and what stands in its place."""
    if whole := _whole_sentence(say, trial, choices, refused):
        return whole
    subject, why, shown = _parameters(say, trial, choices)[refused.parameter]
    values = {"subject": subject, "shown": shown, "trial": trial.text.name}
    if refused.reason is RefusalReason.UNKNOWN:
        return say(_UNKNOWN[why], **values)
    bounded = refused.lowest is not None and refused.highest is not None
    if bounded:
        values["lowest"], values["highest"] = f"{refused.lowest:,}", f"{refused.highest:,}"
    return say(_REFUSED[refused.reason, bounded], **values)


#: Why a part of the link is not known, by what it was looked for among.
_UNKNOWN: Final = {
    "here": message("{subject} is not known here: {shown}."),
    "trials": message("{subject} is not one of those here: {shown}."),
    "trial": message("{subject} is not one of {trial}'s: {shown}."),
    "analysis": message("{subject} is not one of this analysis's: {shown}."),
    "framing": message("{subject} is neither alive nor died: {shown}."),
    "tab": message("{subject} is not one of Evidence's: {shown}."),
    "screen": message("{subject} is not one of the patient view's: {shown}."),
}
#: Why a part of the link is not used; and whether it has a lowest and a highest value.
_REFUSED: Final = {
    (RefusalReason.NOT_WHOLE, False): message("{subject} is not a whole number: {shown}."),
    (RefusalReason.NOT_WHOLE, True): message(
        "{subject} is not a whole number from {lowest} to {highest}: {shown}."
    ),
    (RefusalReason.OUT_OF_RANGE, False): message(
        "{subject} lies outside what can be counted: {shown}."
    ),
    (RefusalReason.OUT_OF_RANGE, True): message(
        "{subject} lies outside {lowest} to {highest}: {shown}."
    ),
    **dict.fromkeys(
        ((RefusalReason.REPEATED, False), (RefusalReason.REPEATED, True)),
        message("{subject} is given more than once: {shown}."),
    ),
    **dict.fromkeys(
        ((RefusalReason.NOT_A_MONTH, False), (RefusalReason.NOT_A_MONTH, True)),
        message("{subject} is not written as year and month, such as 2026-05: {shown}."),
    ),
}


def _whole_sentence(say: Say, trial: Trial, choices: Choices, refused: Refusal) -> str | None:
    """What is not said of one part of the link alone, but of how its parts go together."""
    if not refused.parameter:
        return say("The link held parts that this program does not know. They were ignored.")
    if refused.reason is RefusalReason.CANNOT_BE_WEIGHED and refused.parameter == "weight":
        return say(PREFERENCE_UNUSED)
    if refused.reason not in _WHOLE:
        return None
    arm = "experimental" if refused.parameter.endswith("1") else "control"
    return say(
        _WHOLE[refused.reason],
        endpoint=endpoint_words(trial, choices).name,
        cut=trial.text.cuts[choices.cut].name,
        arm=trial.text.arms[arm].short,
        figure=say("The trial's figure is shown."),
    )


PREFERENCE_UNUSED: Final = message(
    "The preference was not used: for this end point and analysis nothing can be weighed."
)
#: What is said of how a link's parts go together.
_WHOLE: Final = {
    RefusalReason.ENDPOINT_NOT_IN_CUT: message(
        "{endpoint} was not part of the chosen analysis: {cut} is shown."
    ),
    RefusalReason.PREFERENCE_CLEARED: message(
        "The preference was cleared: for another end point, landmark or analysis it means "
        "something else. Set it again."
    ),
    RefusalReason.CANNOT_BE_WEIGHED: message(
        "The counts were not used: for this end point and analysis nothing can be weighed."
    ),
    RefusalReason.COUNTS_UNUSED: message(
        "The link holds counts, but asks for the trial's own. {figure}"
    ),
    RefusalReason.COUNTS_MISSING: message("The link does not hold all four counts. {figure}"),
    RefusalReason.EVENTS_ABOVE_TOTAL: message(
        "{arm}: the link counts more events than people treated. {figure}"
    ),
    RefusalReason.NOBODY_TREATED: message("{arm}: the link counts nobody treated. {figure}"),
    RefusalReason.MORE_THAN_RANDOMISED: message(
        "{arm}: the link counts more people than the trial randomised. {figure}"
    ),
}


def _parameters(say: Say, trial: Trial, choices: Choices) -> dict[str, tuple[str, str, str]]:
    """Each part of a link in words, among what it is not known, and what stands in its place."""
    end = endpoint_words(trial, choices)
    framing = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    figure = say("the trial's figure is shown")
    places = {
        "trial": ("trials", _is_shown(say, trial.text.name)),
        "cut": ("trial", _is_shown(say, trial.text.cuts[choices.cut].name)),
        "endpoint": ("trial", _is_shown(say, end.name)),
        "landmark": ("analysis", _shown(say, choices.landmark)),
        "months": ("here", _shown(say, choices.months)),
        "framing": ("framing", say("“{framing}” is shown", framing=framing.lower())),
        "weight": ("here", say("none is set")),
        "harm": ("here", figure),
        "asof": ("here", say("it is left open")),
        "ui": ("here", _is_shown(say, store.language_name(choices.ui))),
        "lang": ("here", _is_shown(say, store.language_name(choices.language))),
        "tab": ("tab", say("the first tab is shown")),
        "screen": ("screen", say("the patient view opens at its start")),
        "chances": ("here", say("the chances wait to be asked for")),
        "cards": ("here", say("no card is picked")),
    }
    named = {one: (say(_SUBJECTS[one]), *place) for one, place in places.items()}
    for sign, arm in (("1", "experimental"), ("0", "control")):
        short = trial.text.arms[arm].short
        events = say("The number of events ({short}) in the link", short=short)
        treated = say("The number treated ({short}) in the link", short=short)
        named[f"e{sign}"], named[f"n{sign}"] = (events, "here", figure), (treated, "here", figure)
    return named


#: The parts of a link, by their names in it.
_SUBJECTS: Final = {
    "trial": message("The trial in the link"),
    "cut": message("The analysis in the link"),
    "endpoint": message("The end point in the link"),
    "landmark": message("The landmark in the link"),
    "months": message("The month in the link"),
    "framing": message("The frame in the link"),
    "weight": message("The preference in the link"),
    "harm": message("The source of the harm rate in the link"),
    "asof": message("The month of the counts in the link"),
    "ui": message("The language in the link"),
    "lang": message("The patient's language in the link"),
    "tab": message("The tab in the link"),
    "screen": message("The screen in the link"),
    "chances": message("The mark for shown chances in the link"),
    "cards": message("The choice of what matters in the link"),
}


def _is_shown(say: Say, name: str) -> str:
    return say("{name} is shown", name=name)


def _shown(say: Say, months: int | None) -> str:
    """That a month is shown, in words."""
    if months is None:
        return say("no month is shown")
    years, rest = divmod(months, numbers.MONTHS_A_YEAR)
    time = numbers.time(say, months)
    return say.many("{time} is shown", "{time} are shown", months if rest else years, time=time)


def local_refused(say: Say, reasons: Sequence[str]) -> str:
    """Said where a centre's file of confirmations cannot be used: why, and how much more is."""
    said = say(
        "A centre's confirmation is not used: the trial's own figures stay, with "
        "their badge. {reason}",
        reason=say.told(reasons[0]),
    )
    if len(reasons) == 1:
        return said
    page = page_title(say, "evidence")
    more = say("{count} more: see {page}.", count=len(reasons) - 1, page=page)
    return f"{said} {more}"


def settings_refused(say: Say, faults: Sequence[str]) -> str:
    """Said where a centre's own settings have a fault: the first, and who is told of the others."""
    said = say(
        "This centre's own settings have a fault; the others stay in use. For "
        "the person who keeps the data: {fault}",
        fault=faults[0],
    )
    if len(faults) == 1:
        return said
    more = say(
        "{count} more: “python -m tradeoff check data” names them all.", count=len(faults) - 1
    )
    return f"{said} {more}"
