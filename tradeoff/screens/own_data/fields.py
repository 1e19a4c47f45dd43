"""The fields of the form: files with their examples, choices, and what stands beside each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import markup
from tradeoff.papers import examples
from tradeoff.papers.examples import Example
from tradeoff.screens import downloads
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import Trial
from tradeoff.uploads import MAX_FILE_BYTES, AtRiskUpload, CountsUpload, CurveUpload, UploadError
from tradeoff.uploads.overlay import series_by_name
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.say import Say

Upload = CurveUpload | AtRiskUpload | CountsUpload
U = TypeVar("U", bound=Upload)
T = TypeVar("T")
# What fields wait for, in their order, in the run that shows them.
_WAITS: Final = "own_waits"
# The two arms as they are read across a page.
ARMS: Final = (Role.EXPERIMENTAL, Role.CONTROL)


@dataclass(frozen=True, slots=True)
class FileField:
    """A field for a file, its key, what it takes in detail, and an example of it."""

    label: str
    key: str
    note: str
    example: Example


def file(
    say: Say, field: FileField, read: Callable[[bytes, str], U], below: DeltaGenerator
) -> U | None:
    """The field, an example while it is empty; ``below``, in full width, what was read by row."""
    given = st.file_uploader(
        # Of any kind: what is no table is told from its content, with what to do instead.
        say(field.label),
        key=field.key,
        help=say(field.note),
        max_upload_size=MAX_FILE_BYTES // 2**20,
    )
    if given is None:
        _example(say, field)
        return None
    try:
        found = read(given.getvalue(), given.name)
    except UploadError as error:
        faults(say, error.problems)
        with below:
            _row_by_row(say, given.name, error)
        return None
    said = f"{found.file}: {own_words.lines_read(say, found.line_counts)}"
    st.html(markup.paragraph(said, "note"))
    with below:
        _row_by_row(say, found.file, found)
    return found


def _example(say: Say, field: FileField) -> None:
    """The form in three rows, and a file of it to take."""
    rows = markup.escaped(examples.first_rows(field.example))
    st.html(f'<pre class="sample" aria-hidden="true">{rows}</pre>')
    downloads.button(
        say("Download {example}", example=field.example),
        field.example,
        lambda: examples.text(field.example),
        key=f"{field.key}_example",
    )


def _row_by_row(say: Say, file: str, found: Upload | UploadError) -> None:
    notes = () if isinstance(found, UploadError) else found.notes
    parts = [markup.unordered(map(say.told, notes))] if notes else []
    if found.lines:
        parts.append(markup.table(own_words.lines_table(say, file, found.lines)))
    if parts:
        st.html(markup.details(say("{file}, row by row", file=file), *parts))


def step(number: int, name: str) -> None:
    """What this part of the form is for, as the flow above names it."""
    st.html(markup.heading(f"{number} {name}", 3, "part"))


def missing(sentence: str) -> None:
    """What a field still waits for, beside it: no fault, and so not called out."""
    st.session_state.setdefault(_WAITS, []).append(sentence)
    st.html(markup.paragraph(sentence, "fieldfault"))


def none_missing() -> None:
    """Before the fields are shown: nothing waits so far."""
    st.session_state[_WAITS] = []


def first_missing(say: Say) -> None:
    """Where the button will be: the first field above that still waits, in its own words."""
    if waits := st.session_state.get(_WAITS):
        st.html(markup.paragraph(f"{say(own_words.STILL_WAITS)} {waits[0]}", "note"))


def faults(say: Say, problems: Iterable[Problem]) -> None:
    """Why a file, or what was said of it, cannot be used."""
    body = markup.heading(say("This cannot be used yet"), 3) + markup.unordered(
        own_words.fault(say, problem) for problem in problems
    )
    st.html(f'<div class="banner caution" role="alert">{body}</div>')


def choice(
    say: Say,
    label: str,
    options: Sequence[T],
    *,
    key: str,
    waits: str = "",
    named: Callable[[T], str] = str,
    at: T | None = None,
) -> T | None:
    """A field to choose from, set to ``at`` at first; while it is empty ``waits`` stands there.

    Without ``waits`` it is said elsewhere.
    """
    chosen: T | None = st.selectbox(
        label,
        list(options),
        index=None if at is None else options.index(at),
        format_func=named,
        placeholder=say(own_words.CHOOSE),
        key=key,
    )
    if chosen is None and waits:
        missing(waits)
    return chosen


def assigned(
    say: Say, trial: Trial, labels: tuple[str, ...], what: str, key: str
) -> dict[Role, str]:
    """Which label is which arm, told by its name where that is plain, else asked.

    Empty until both arms have one of their own.
    """
    known = series_by_name(labels, trial)
    chosen: dict[Role, str] = {}
    for place, role in zip(st.columns(len(ARMS)), ARMS, strict=True):
        with place:
            arm = trial.text.arms[role].name
            label = choice(
                say,
                say("{what}: {arm}", what=what, arm=arm),
                labels,
                key=f"own_{key}_{role}_{'|'.join(labels)}",
                named=say.told,
                waits=say("Choose the {what} of {arm}.", what=numbers.uncapitalised(what), arm=arm),
                at=known.get(role),
            )
            if label is None:
                continue
            if label in chosen.values():
                twice = say(
                    "“{label}” is chosen for both arms. Choose another.", label=say.told(label)
                )
                st.html(markup.field_fault(twice))
            else:
                chosen[role] = label
    return chosen if len(chosen) == len(ARMS) else {}
