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
from tradeoff.words.say import Say

TITLE: Final = "Please note"
BEGAN_ANEW: Final = (
    "The connection was lost and is back. All choices in the address are kept. Give again what is "
    "not in it: files of your own, counts typed halfway, answers to “Does the trial apply?”"
)


def show(say: Say, view: Findings, refusals: Iterable[Refusal]) -> None:
    """All that has to be said before the page itself; nothing where there is nothing to say."""
    _said(TITLE, tuple(_noted(say, view, refusals)), "banner")
    if session_data.dropped(view.trial.id):
        _said(TITLE, (own_words.DROPPED,), "banner")
    _said(own_words.banner_title(say, view.trial), own_words.in_use(say, view.trial), "banner own")
    check.line(say, view)


def broken(say: Say, shelf: store.Shelf) -> None:
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


def _noted(say: Say, view: Findings, refusals: Iterable[Refusal]) -> Iterator[str]:
    trial = view.trial
    if trial.demonstration:
        yield DEMONSTRATION
    if state.began_anew():
        yield BEGAN_ANEW
    yield from dict.fromkeys(refusal(say, trial, view.choices, one) for one in refusals)
    for reason in trial.refused_curves:
        yield f"A curve is not shown. {reason}"
    if trial.refused_local:
        yield local_refused(say, trial.refused_local)
    if faults := store.site_faults():
        yield settings_refused(say, faults)
    if clock.today() > trial.review.next:
        yield review_overdue(say, trial)


# --- words --------------------------------------------------------------------------------------


def review_overdue(say: Say, trial: Trial) -> str:
    """Said when the next review's date has passed."""
    return (
        f"The review of these data was due on {trial.review.next.isoformat()} and is overdue: "
        "newer results or label changes may be missing."
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
        bounds = f"{refused.lowest:,} to {refused.highest:,}"
    words = {
        RefusalReason.NOT_WHOLE: f"is not a whole number{f' from {bounds}' if bounds else ''}",
        RefusalReason.OUT_OF_RANGE: f"lies outside {bounds or 'what can be counted'}",
        RefusalReason.REPEATED: "is given more than once",
        RefusalReason.NOT_A_MONTH: "is not written as year and month, such as 2026-05",
    }
    return f"{subject} {words[refused.reason]}: {shown}."


def _whole_sentence(say: Say, trial: Trial, choices: Choices, refused: Refusal) -> str | None:
    """What is not said of one part of the link alone, but of how its parts go together."""
    if not refused.parameter:
        return "The link held parts that this program does not know. They were ignored."
    figure = "The trial's figure is shown."
    arm = trial.text.arms["experimental" if refused.parameter.endswith("1") else "control"].short
    unused = "preference was" if refused.parameter == "weight" else "counts were"
    return {
        RefusalReason.ENDPOINT_NOT_IN_CUT: (
            f"{endpoint_words(trial, choices).name} was not part of the chosen analysis: "
            f"{trial.text.cuts[choices.cut].name} is shown."
        ),
        RefusalReason.PREFERENCE_CLEARED: (
            "The preference was cleared: for another end point, landmark or analysis it means "
            "something else. Set it again."
        ),
        RefusalReason.CANNOT_BE_WEIGHED: (
            f"The {unused} not used: for this end point and analysis nothing can be weighed."
        ),
        RefusalReason.COUNTS_UNUSED: (
            f"The link holds counts, but asks for the trial's own. {figure}"
        ),
        RefusalReason.COUNTS_MISSING: f"The link does not hold all four counts. {figure}",
        RefusalReason.EVENTS_ABOVE_TOTAL: (
            f"{arm}: the link counts more events than people treated. {figure}"
        ),
        RefusalReason.NOBODY_TREATED: f"{arm}: the link counts nobody treated. {figure}",
        RefusalReason.MORE_THAN_RANDOMISED: (
            f"{arm}: the link counts more people than the trial randomised. {figure}"
        ),
    }.get(refused.reason)


def _parameters(say: Say, trial: Trial, choices: Choices) -> dict[str, tuple[str, str, str]]:
    """Each part of a link in words, why it may be unknown, and what stands in its place then."""
    end, name = endpoint_words(trial, choices), trial.text.name
    framing = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    of_trial, unknown = f"is not one of {name}'s", "is not known here"
    figure, start = "the trial's figure is shown", "the patient view opens at its start"
    cut, landmark = trial.text.cuts[choices.cut].name, _shown(say, choices.landmark)
    named = {
        "trial": ("trial", "is not one of those here", f"{name} is shown"),
        "cut": ("analysis", of_trial, f"{cut} is shown"),
        "endpoint": ("end point", of_trial, f"{end.name} is shown"),
        "landmark": ("landmark", "is not one of this analysis's", landmark),
        "months": ("month", unknown, _shown(say, choices.months)),
        "framing": ("frame", "is neither alive nor died", f"“{framing.lower()}” is shown"),
        "weight": ("preference", unknown, "none is set"),
        "harm": ("source of the harm rate", unknown, figure),
        "asof": ("month of the counts", unknown, "it is left open"),
        "ui": ("language", unknown, f"{language_name(choices.ui)} is shown"),
        "lang": ("patient's language", unknown, f"{language_name(choices.language)} is shown"),
        "tab": ("tab", "is not one of Evidence's", "the first tab is shown"),
        "screen": ("screen", "is not one of the patient view's", start),
        "chances": ("mark for shown chances", unknown, "the chances wait to be asked for"),
        "cards": ("choice of what matters", unknown, "no card is picked"),
    }
    for sign, arm in (("1", "experimental"), ("0", "control")):
        short = trial.text.arms[arm].short
        named[f"e{sign}"] = (f"number of events ({short})", unknown, figure)
        named[f"n{sign}"] = (f"number treated ({short})", unknown, figure)
    return {
        one: (f"The {what} in the link", why, shown) for one, (what, why, shown) in named.items()
    }


def _shown(say: Say, months: int | None) -> str:
    """That a month is shown, in words."""
    if months is None:
        return "no month is shown"
    is_one = months in (1, numbers.MONTHS_A_YEAR)
    return f"{numbers.time(say, months)} {'is' if is_one else 'are'} shown"


def local_refused(say: Say, reasons: Sequence[str]) -> str:
    """Said where a centre's file of confirmations cannot be used: why, and how much more is."""
    more = (
        f" {len(reasons) - 1} more: see {page_title(say, 'evidence')}." if len(reasons) > 1 else ""
    )
    return (
        "A centre's confirmation is not used: the trial's own figures stay, with their badge. "
        f"{reasons[0]}{more}"
    )


def settings_refused(say: Say, faults: Sequence[str]) -> str:
    """Said where a centre's own settings have a fault: the first, and who is told of the others."""
    more = ""
    if len(faults) > 1:
        more = f" {len(faults) - 1} more: “python -m tradeoff check data” names them all."
    return (
        "This centre's own settings have a fault; the others stay in use. For the person who "
        f"keeps the data: {faults[0]}{more}"
    )
