"""Evidence's first tab: every number, fact and document of a trial, to be looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.papers.evidence import listing, published, sources
from tradeoff.papers.evidence.listing import Listed
from tradeoff.screens import downloads, store
from tradeoff.trial.records import Status, Trial
from tradeoff.words.say import Say, message
from tradeoff.words.sources import STATUS_WORDS
from tradeoff.words.table import Table

NUMBERS_TITLE: Final = message("Every number, with its source")
FACTS_TITLE: Final = message("Other facts about the trial")
ELSEWHERE_TITLE: Final = message("Rates in other studies: context only, never weighed")
DOCUMENTS_TITLE: Final = message("Documents")
STATUSES_TITLE: Final = message("What these words mean")
EXCHANGE_TITLE: Final = message("Take these data with you")
EXCHANGE_NOTE: Final = message(
    "Everything that is shown of this trial: each number with its range, status, source, "
    "population and window. What is unconfirmed, calculated or reconstructed says so in the "
    "files too. JSON is for programs, CSV for spreadsheets and statistics. Choices of this "
    "visit and counts typed in are not in them."
)
_ALL: Final = "all"
#: More letters than a question to a table needs.
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class _Register:
    """All that can be looked up of a trial."""

    refused: tuple[Table, ...]
    """What of a centre's file is not used, and why."""
    numbers: tuple[Listed, ...]
    facts: tuple[Listed, ...]
    elsewhere: tuple[Listed, ...]
    documents: tuple[Listed, ...]


def show(say: Say, trial: Trial) -> None:
    """The tables with what narrows them, then the files to take away."""
    register = store.kept(
        trial, ("evidence", "numbers", say.language), lambda: _register(say, trial)
    )
    _looked_up(say, trial, register)
    with st.container(key="card_exchange"):
        st.html(
            markup.heading(say(EXCHANGE_TITLE), 2, "part")
            + markup.paragraph(say(EXCHANGE_NOTE), "note")
        )
        downloads.whole_trial(say, trial)


def _register(say: Say, trial: Trial) -> _Register:
    refused, numbers = published.refused_local(say, trial), published.numbers(say, trial)
    facts, elsewhere = sources.facts(say, trial), sources.elsewhere(say, trial)
    return _Register(refused, numbers, facts, elsewhere, sources.sources(say, trial))


@st.fragment
def _looked_up(say: Say, trial: Trial, register: _Register) -> None:
    """Search and filter with what they leave; only this is drawn anew while somebody types."""
    with st.container(key="card_numbers"):
        st.html(
            "".join(map(_table, register.refused)) + markup.heading(say(NUMBERS_TITLE), 2, "part")
        )
        with st.container(key="lookup", horizontal=True):
            words = _words(say, trial)
            status = _status(say, trial, register)
        left = _Register(
            register.refused,
            listing.narrowed(say, trial, register.numbers, words, status),
            listing.narrowed(say, trial, register.facts, words, status),
            listing.narrowed(say, trial, register.elsewhere, words, status),
            listing.narrowed(say, trial, register.documents, words),
        )
        meaning = markup.details(say(STATUSES_TITLE), _table(sources.statuses(say)))
        st.html(f'<div class="found">{_found(say, left, register)}{meaning}</div>')
        _listed(say, say(NUMBERS_TITLE), left.numbers, register.numbers, "wide numbers")
    _card(say, "facts", say(FACTS_TITLE), left.facts, register.facts, "facts")
    _card(
        say, "elsewhere", say(ELSEWHERE_TITLE), left.elsewhere, register.elsewhere, "wide elsewhere"
    )
    _card(say, "sources", say(DOCUMENTS_TITLE), left.documents, register.documents, "wide sources")


def _words(say: Say, trial: Trial) -> str:
    return st.text_input(
        say("Search numbers, facts and documents"),
        type="search",
        placeholder=say("A word, a figure, a source"),
        max_chars=_LONGEST,
        live="200ms",
        width=320,
        key=f"evidence_words_{trial.id}",
        persist_state="page",
    )


def _status(say: Say, trial: Trial, register: _Register) -> Status | None:
    """The status that is asked for; ``None`` for any."""
    every = (*register.numbers, *register.facts, *register.elsewhere)
    times, in_all = listing.counted(every), listing.rows_in(every)
    names = {_ALL: say("All {in_all}", in_all=in_all)} | {
        str(one): f"{say(STATUS_WORDS[one])} {times[one]}" for one in Status if times[one]
    }
    chosen = st.pills(
        say("How it is known"),
        list(names),
        default=_ALL,
        required=True,
        format_func=names.__getitem__,
        key=f"evidence_status_{trial.id}",
        persist_state="page",
    )
    return None if chosen == _ALL else Status(chosen)


def _card(
    say: Say, key: str, title: str, left: Sequence[Listed], every: Sequence[Listed], css: str
) -> None:
    """A card of what is left; none where nothing is."""
    if left:
        with st.container(key=f"card_{key}"):
            st.html(markup.heading(title, 2, "part"))
            _listed(say, title, left, every, css)


def _listed(
    say: Say, title: str, left: Sequence[Listed], every: Sequence[Listed], css: str
) -> None:
    if not left:
        return
    rows = {table.caption: len(table.rows) for table in every}
    groups = [replace(one, caption=_of_group(say, one, rows[one.caption])) for one in left]
    css = f"data single {css}"
    made = (
        markup.table(groups[0], css=css)
        if len(every) == 1
        else markup.grouped_table(title, groups, css=css)
    )
    st.html(f'<div class="evidence">{made}</div>')


def _table(table: Table) -> str:
    return f'<div class="evidence">{markup.table(table)}</div>'


# --- words --------------------------------------------------------------------------------------


def _of_group(say: Say, left: Listed, in_all: int) -> str:
    """A group's caption, with how many of its rows are left where some are not."""
    shown = len(left.rows)
    return (
        left.caption
        if shown == in_all
        else say(
            "{caption} · {shown} of {in_all}", caption=left.caption, shown=shown, in_all=in_all
        )
    )


def _found(say: Say, left: _Register, every: _Register) -> str:
    """How many of the rows are shown, read aloud as it changes."""
    parts = (
        _of(
            say,
            left.numbers,
            every.numbers,
            lambda count: say.many("{count} number", "{count} numbers", count),
        ),
        _of(
            say,
            left.facts,
            every.facts,
            lambda count: say.many("{count} fact", "{count} facts", count),
        ),
        _of(
            say,
            left.elsewhere,
            every.elsewhere,
            lambda count: say.many("{count} rate elsewhere", "{count} rates elsewhere", count),
        ),
        _of(
            say,
            left.documents,
            every.documents,
            lambda count: say.many("{count} document", "{count} documents", count),
        ),
    )
    said = say("Shown: {rows}.", rows=", ".join(part for part in parts if part))
    if not any((left.numbers, left.facts, left.elsewhere, left.documents)):
        said = say(
            "Nothing here holds all of these words. Take one away, or choose another status."
        )
    return f'<p class="note" role="status">{markup.escaped(said)}</p>'


def _of(
    say: Say, left: Sequence[Table], every: Sequence[Table], counted: Callable[[int], str]
) -> str:
    shown, in_all = listing.rows_in(left), listing.rows_in(every)
    if not in_all:
        return ""
    rows = counted(in_all)
    return rows if shown == in_all else say("{shown} of {rows}", shown=shown, rows=rows)
