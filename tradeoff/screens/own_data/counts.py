"""Counts of one's own: a file, what it counts, and the rate beside the one that is shown now."""

from __future__ import annotations

from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.harm import counted_harm
from tradeoff.papers.examples import Example
from tradeoff.screens import session_data
from tradeoff.screens.own_data.fields import FileField, assigned, choice, file
from tradeoff.trial.records import Trial
from tradeoff.uploads import CountsUpload, read_event_counts
from tradeoff.uploads.overlay import UploadedCounts
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.harm import harm_rates
from tradeoff.words.say import Say, message
from tradeoff.words.table import Table

COUNTS: Final = FileField(
    message("Counts of adverse events"),
    "own_counts",
    message("CSV of the columns harm, arm, events, total, with a row for each arm."),
    Example.COUNTS,
)


def files(say: Say) -> CountsUpload | None:
    """The file, beside room for nothing else."""
    (place, _), below = st.columns(2), st.container()
    with place:
        return file(say, COUNTS, read_event_counts, below)


def described(say: Say, trial: Trial, upload: CountsUpload) -> UploadedCounts | None:
    """What the file counts; nothing until every field is filled."""
    for_entry, for_harm = st.columns(2)
    with for_entry:
        entry = st.selectbox(
            say("Counts in the file"),
            list(range(len(upload.harms))),
            format_func=lambda place: upload.harms[place].harm or say("not named in the file"),
            key="own_entry",
        )
    with for_harm:
        harm = choice(
            say,
            say("Harm that was counted"),
            [one.id for one in trial.harms],
            key="own_harm",
            waits=say("Choose which harm was counted."),
            named=lambda one: trial.text.harms[one].name,
        )
    arms = assigned(say, trial, upload.arms, say("Counts"), "counts")
    if harm is None or not arms:
        return None
    return UploadedCounts(upload, upload.harms[entry], harm, arms)


def look(say: Say, trial: Trial, changed: Trial, content: UploadedCounts) -> None:
    """Both rates, one above the other."""
    rows = [
        (name, *_rate(say, one, content.harm))
        for name, one in (
            (say(own_words.BROUGHT), changed),
            (say(own_words.PRESENT), session_data.applied(trial)),
        )
    ]
    first, second = (trial.text.arms[role].short for role in ("experimental", "control"))
    st.html(
        markup.table(
            Table(
                trial.text.harms[content.harm].name,
                (
                    "",
                    say("{first} vs {second}", first=first, second=second),
                    say("Difference per 100 (95 % range)"),
                ),
                tuple((numbers.capitalised(name), *cells) for name, *cells in rows),
            )
        )
        + markup.paragraph(
            say("Your counts are not randomised, and are named so everywhere."), "note"
        )
    )


def _rate(say: Say, trial: Trial, harm: str) -> tuple[str, str]:
    """Counts and difference of one harm; not available where the trial gives no rate."""
    (one,) = (one for one in trial.harms if one.id == harm)
    found = counted_harm(trial, one)
    if found is None:
        return say(numbers.NOT_AVAILABLE), say(numbers.NOT_AVAILABLE)
    return harm_rates(say, found), numbers.with_range(say, found.excess, signed=True)
