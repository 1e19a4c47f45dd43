"""Choices between the URL and the widgets. The URL is the truth; widgets are seeded from it.

A widget's key is seeded only when it is absent or when the URL is not the one last written here
(a link, Back, another tab). Seeding on every run would lose key presses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from tradeoff.findings.choices import (
    Choices,
    HarmSource,
    Parsed,
    Refusal,
    RefusalReason,
    TypedCounts,
    changed,
    check_counts,
    check_month,
    choose_trial,
    parse,
    to_query,
)
from tradeoff.screens import store
from tradeoff.statistics.intervals import Count
from tradeoff.trial.records import Trial

COUNT_FIELDS = ("e1", "n1", "e0", "n0", "asof")
_WIDGETS = (
    *("endpoint", "cut", "months", "month_list", "framing", "weight", "harm", "lang"),
    *COUNT_FIELDS,
)
_WRITTEN = "_written"
_SAID = "_said"
_PAGE = "_page"
_ANEW = "_anew"
_WITHOUT_SESSION = 2


@dataclass(frozen=True, slots=True)
class Visit:
    """One run's view of the URL: the trial (or why it can't be used), choices, refusals."""

    shelf: store.Shelf
    choices: Choices | None
    refusals: tuple[Refusal, ...]

    @property
    def trial(self) -> Trial | None:
        """The trial, ``None`` where its data can't be used."""
        return self.shelf.trial


def read() -> Visit:
    """The choices in the URL; seeds the widgets where the URL was changed from outside."""
    query = _url()
    trial_id, refusals = _trial_id(query)
    shelf = store.open_trial(trial_id)
    if shelf.trial is None:
        return Visit(shelf, None, refusals)
    parsed = parse(query, shelf.trial)
    if st.session_state.get(_WRITTEN) != query:
        _seed_all(parsed.choices, keep_drafts=False)
        st.session_state[_WRITTEN] = query
        st.session_state[_SAID] = ()
    said = st.session_state.get(_SAID, ())
    return Visit(shelf, parsed.choices, (*refusals, *parsed.refusals, *said))


def enter(page: str) -> None:
    """A page was opened: its widgets are new ones, even under the keys of the last page's.

    Streamlit still holds the old widgets' values under those keys in the first run, so that a key
    that is there says nothing of the new widget: give every key its value once.
    """
    if st.session_state.get(_PAGE) == page:
        return
    st.session_state[_ANEW] = _PAGE not in st.session_state and _came_back()
    st.session_state[_PAGE] = page
    current = _current()
    if current is not None:
        st.session_state.update(_widget_values(current[1]))


def began_anew() -> bool:
    """Whether this page stood open already when its session began: what the last one held is gone.

    So it is where a server was started anew, or another one took over. Told until another page is
    opened.
    """
    return bool(st.session_state.get(_ANEW))


def _came_back() -> bool:
    """Whether the browser named an earlier session when it connected: framework, token, session."""
    named = st.context.headers.get("Sec-WebSocket-Protocol", "").split(",")
    return len(named) > _WITHOUT_SESSION


def seed(key: str, choices: Choices) -> None:
    """Give a widget its value where the session holds none (a widget new to this page)."""
    if key not in st.session_state:
        st.session_state[key] = _widget_values(choices)[key]


class Bound(TypedDict):
    """What ties a widget to one of the choices."""

    key: str
    on_change: Callable[[str, str], None]
    args: tuple[str, str]


def bound(key: str, choices: Choices, field: str | None = None) -> Bound:
    """Tie a widget to a choice: its value from the URL, and each change into the URL."""
    seed(key, choices)
    return {"key": key, "on_change": on_widget, "args": (key, field or key)}


def on_widget(key: str, field: str) -> None:
    """A choice was made: write all choices to the URL."""
    _write(**{field: st.session_state[key]})


def on_trial() -> None:
    """Another trial was chosen: open it with its own defaults."""
    query = {"trial": st.session_state["trial"]}
    st.query_params.from_dict(query)


def clear_preference() -> None:
    """Back to a preference that is not set."""
    _write(weight=None)


def on_harm_source() -> None:
    """Another source of the harm rate: counts of one source are never taken for another's."""
    source = HarmSource(st.session_state["harm"])
    visit_choices = _current()
    if source is HarmSource.TRIAL:
        _write(harm=source, counts=None)
    elif visit_choices is not None and visit_choices[1].harm is not source:
        for field in COUNT_FIELDS:
            st.session_state[field] = ""


def on_counts() -> None:
    """A count was typed: used as soon as all four make sense; until then nothing changes."""
    source = HarmSource(st.session_state["harm"])
    counts = _typed_counts()
    if source is not HarmSource.TRIAL and counts is not None and not count_errors_now():
        _write(harm=source, counts=counts)


def count_errors_now() -> dict[str, RefusalReason]:
    """Why the counts in the fields are not used yet, for the trial in the URL."""
    current = _current()
    return {} if current is None else count_errors(current[0])


def count_errors(trial: Trial) -> dict[str, RefusalReason]:
    """For each field with a fault, the reason; a field still empty is no fault yet."""
    errors: dict[str, RefusalReason] = {}
    for field in ("e1", "n1", "e0", "n0"):
        text = _text(field)
        if text and _whole(text) is None:
            errors[field] = RefusalReason.NOT_WHOLE
    limits = _totals_limit(trial)
    for events, total in (("e1", "n1"), ("e0", "n0")):
        numbers = _whole(_text(events)), _whole(_text(total))
        if numbers[1] == 0:
            errors[total] = RefusalReason.NOBODY_TREATED
        elif numbers[1] is not None and limits is not None and numbers[1] > limits[total]:
            errors[total] = RefusalReason.MORE_THAN_RANDOMISED
        elif None not in numbers and not isinstance(check := check_counts(*numbers), Count):
            errors[events] = check
    if (month := _text("asof")) and not check_month(month):
        errors["asof"] = RefusalReason.NOT_A_MONTH
    return errors


def _totals_limit(trial: Trial) -> dict[str, int] | None:
    if st.session_state.get("harm") != HarmSource.PAPER:
        return None
    arms = {arm.role.value: arm.n_randomised for arm in trial.arms}
    return {"n1": arms["experimental"], "n0": arms["control"]}


def _text(field: str) -> str:
    return str(st.session_state.get(field) or "").strip()


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _typed_counts() -> TypedCounts | None:
    e1, n1, e0, n0 = (_whole(_text(field)) for field in ("e1", "n1", "e0", "n0"))
    experimental, control = check_counts(e1, n1), check_counts(e0, n0)
    if not (isinstance(experimental, Count) and isinstance(control, Count)):
        return None
    return TypedCounts(control, experimental, _text("asof") or None)


def _write(**changes: object) -> None:
    current = _current()
    if current is None:
        return
    trial, choices = current
    parsed: Parsed = changed(choices, trial, **changes)
    query = to_query(parsed.choices)
    st.query_params.from_dict(query)
    st.session_state[_WRITTEN] = {name: [value] for name, value in query.items()}
    st.session_state[_SAID] = parsed.refusals
    _seed_all(parsed.choices, keep_drafts="harm" not in changes)


def _current() -> tuple[Trial, Choices] | None:
    query = _url()
    trial = store.open_trial(_trial_id(query)[0]).trial
    return None if trial is None else (trial, parse(query, trial).choices)


def _seed_all(choices: Choices, *, keep_drafts: bool) -> None:
    """Bring the session's widget values in line, touching only those that differ."""
    for key, value in _widget_values(choices).items():
        draft = keep_drafts and key in ("harm", *COUNT_FIELDS)
        if key in st.session_state and not draft and st.session_state[key] != value:
            st.session_state[key] = value


def _widget_values(choices: Choices) -> dict[str, object]:
    counts = choices.counts
    typed = ("", "", "", "", "")
    if counts is not None:
        numbers = (counts.experimental, counts.control)
        typed = (
            *(str(n) for count in numbers for n in (count.events, count.total)),
            counts.as_of or "",
        )  # type: ignore[assignment]
    return {
        "trial": choices.trial,
        "endpoint": choices.endpoint,
        "cut": choices.cut,
        "months": choices.months,
        "month_list": choices.months,
        "framing": choices.framing,
        "weight": choices.weight,
        "harm": choices.harm,
        "lang": choices.language,
        **dict(zip(COUNT_FIELDS, typed, strict=True)),
    }


def _trial_id(query: dict[str, list[str]]) -> tuple[str, tuple[Refusal, ...]]:
    ids = store.trial_ids()
    return choose_trial(query, ids, ids[0] if ids else "")


def _url() -> dict[str, list[str]]:
    return {name: list(st.query_params.get_all(name)) for name in st.query_params}


def link(choices: Choices) -> str:
    """The address that reopens this view: this server's, with the choices and nothing else."""
    address = urlsplit(st.context.url or "")
    query = urlencode(to_query(choices))
    return urlunsplit((address.scheme, address.netloc, address.path, query, ""))
