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
from tradeoff.words.frame import REFUSAL_WORDS, page_title
from tradeoff.words.naming import DEMONSTRATION, endpoint_words
from tradeoff.words.say import CLINICIAN

TITLE: Final = "Please note"
BEGAN_ANEW: Final = (
    "The connection was lost and is back. All choices in the address are kept. All else has to be "
    "given again: files of your own, counts typed halfway, answers to the applicability check."
)


def show(view: Findings, refusals: Iterable[Refusal]) -> None:
    """All that has to be said before the page itself; nothing where there is nothing to say."""
    _said(TITLE, tuple(_noted(view, refusals)), "banner")
    if session_data.dropped(view.trial.id):
        _said(TITLE, (own_words.DROPPED,), "banner")
    _said(own_words.banner_title(view.trial), own_words.in_use(view.trial), "banner own")
    check.line(view)


def broken(shelf: store.Shelf) -> None:
    """A trial whose data can't be used: what is wrong, and the way to the others."""
    st.html(markup.heading("This trial's data can't be used", 1, "decision"))
    if not shelf.problems:
        said = (
            "No trial was found. Put a trial's folder into the data folder; its README is the "
            "manual."
        )
        st.html(markup.paragraph(said))
        return
    lead = (
        "Nothing of it is shown, so that no wrong number is. The other trials stay usable. "
        "For the person who keeps the data:"
    )
    st.html(markup.paragraph(lead) + markup.unordered(shelf.problems))
    for name in store.trial_ids():
        if name != shelf.id:
            # A button and not a link: a link to the page that is open leaves the address as it was.
            st.button(
                f"Open {name}",
                key=f"open_{name}",
                on_click=st.query_params.from_dict,
                args=({"trial": name},),
            )


def _said(title: str, lines: Sequence[str], css: str) -> None:
    if lines:
        body = markup.heading(title, 2) + markup.unordered(lines)
        st.html(f'<div class="{css}" role="status">{body}</div>')


def _noted(view: Findings, refusals: Iterable[Refusal]) -> Iterator[str]:
    trial = view.trial
    if trial.demonstration:
        yield DEMONSTRATION
    if state.began_anew():
        yield BEGAN_ANEW
    yield from dict.fromkeys(refusal(trial, view.choices, one) for one in refusals)
    for reason in trial.refused_curves:
        yield f"A curve is not shown. {reason}"
    if trial.refused_local:
        yield local_refused(trial.refused_local)
    if faults := store.site_faults():
        yield settings_refused(faults)
    if clock.today() > trial.review.next:
        yield review_overdue(trial)


# --- words --------------------------------------------------------------------------------------


def review_overdue(trial: Trial) -> str:
    """Said when the next review's date has passed."""
    return (
        f"The review of these data was due on {trial.review.next.isoformat()} and is overdue: "
        "newer results or label changes may be missing."
    )


def refusal(trial: Trial, choices: Choices, refused: Refusal) -> str:
    """What was not used and what stands in its place."""
    whole_sentences = {
        RefusalReason.ENDPOINT_NOT_IN_CUT: (
            f"{endpoint_words(trial, choices).name} was not in the chosen data cut: "
            f"{trial.text.cuts[choices.cut].name} is shown."
        ),
        RefusalReason.PREFERENCE_CLEARED: (
            "The preference was cleared: with another end point, landmark or analysis it "
            "means something else. Set it again."
        ),
        RefusalReason.COUNTS_UNUSED: (
            "The link held counts but names the trial's own rate as the source: "
            "the trial's figure is shown."
        ),
        RefusalReason.CANNOT_BE_WEIGHED: (
            f"{'The preference was' if refused.parameter == 'weight' else 'The counts were'} not "
            "used: nothing can be weighed for this end point and data cut."
        ),
    }
    if refused.reason in whole_sentences:
        return whole_sentences[refused.reason]
    if not refused.parameter:
        return "The link held parts that this program does not know. They were ignored."
    bounds = ""
    if refused.lowest is not None and refused.highest is not None:
        bounds = f" ({refused.lowest} to {refused.highest})"
    subject, shown = _parameters(trial, choices)[refused.parameter]
    return f"{subject} {REFUSAL_WORDS[refused.reason]}{bounds}: {shown}."


def _parameters(trial: Trial, choices: Choices) -> dict[str, tuple[str, str]]:
    """Each of a link's parameters in words, and what stands in its place where it is refused."""
    end = endpoint_words(trial, choices)
    framing = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    figure = "the trial's figure is shown"
    return {
        "trial": ("The trial in the link", f"{trial.text.name} is shown"),
        "cut": ("The data cut in the link", f"{trial.text.cuts[choices.cut].name} is shown"),
        "endpoint": (
            "The end point in the link",
            f"{end.name} is shown",
        ),
        "landmark": ("The landmark in the link", _shown(choices.landmark)),
        "months": ("The month in the link", _shown(choices.months)),
        "framing": ("The framing in the link", f"“{framing.lower()}” is shown"),
        "weight": ("The preference in the link", "the preference is not set"),
        "harm": ("The source of the harm rate in the link", figure),
        "e1": ("The experimental arm's count in the link", figure),
        "n1": ("The experimental arm's number treated in the link", figure),
        "e0": ("The control arm's count in the link", figure),
        "n0": ("The control arm's number treated in the link", figure),
        "asof": ("The month of the counts in the link", "the month is left open"),
        "lang": ("The language in the link", "English is shown"),
        "tab": ("The tab in the link", "the first tab is shown"),
        "screen": ("The screen in the link", "the patient view opens at its start"),
        "chances": ("What the link says of the chances", "they are shown when asked for"),
        "cards": ("What matters, in the link,", "nothing is picked"),
    }


def _shown(months: int | None) -> str:
    """That a month is shown, in words."""
    if months is None:
        return "no month is shown"
    is_one = months in (1, numbers.MONTHS_A_YEAR)
    return f"{numbers.time(CLINICIAN, months)} {'is' if is_one else 'are'} shown"


def local_refused(reasons: Sequence[str]) -> str:
    """Said where a centre's file of confirmations cannot be used: why, and how much more is."""
    more = f" {len(reasons) - 1} more: see {page_title('evidence')}." if len(reasons) > 1 else ""
    return (
        "A centre's confirmation is not used: the trial's own figures stay, with their badge. "
        f"{reasons[0]}{more}"
    )


def settings_refused(faults: Sequence[str]) -> str:
    """Said where a centre's own settings have a fault: the first, and who is told of the others."""
    more = ""
    if len(faults) > 1:
        more = f" {len(faults) - 1} more: “python -m tradeoff check data” names them all."
    return (
        "This centre's own settings have a fault; the others stay in use. For the person who "
        f"keeps the data: {faults[0]}{more}"
    )
