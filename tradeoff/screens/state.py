"""Choices between the URL and the widgets. The URL is the truth; widgets are seeded from it.

A widget's key is seeded only when it is absent or when the URL is not the one last written here
(a link, Back, another tab). Seeding on every run would lose key presses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypedDict
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from tradeoff.findings.choices import (
    ORIGINAL,
    Analysis,
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
    choose_ui,
    parse,
    to_query,
    without_place,
)
from tradeoff.screens import store
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Trial

COUNT_FIELDS = ("e1", "n1", "e0", "n0", "asof")
_WRITTEN = "_written"
_SAID = "_said"
_PARSED = "_parsed"
_PAGE = "_page"
_ANEW = "_anew"
_WITHOUT_SESSION = 2
#: What a hand moves in the browser and the server hears of when it rests.
_BY_HAND = ("months", "weight")
_STAMPS = "_stamps"
_MOVED = "_moved"
_STAMP = re.compile(r"[a-z0-9]{1,20}-[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Visit:
    """One run's view of the URL: the trial (or why it can't be used), choices, refusals."""

    shelf: store.Shelf
    ui: str
    choices: Choices | None
    refusals: tuple[Refusal, ...]

    @property
    def trial(self) -> Trial | None:
        """The trial, ``None`` where its data can't be used."""
        return self.shelf.trial


def read() -> Visit:
    """The choices in the URL; seeds the widgets where the URL was changed from outside."""
    query = _url()
    visit = _visit(query)
    if visit.choices is None:
        return visit
    if st.session_state.get(_WRITTEN) != query:
        _seed_all(visit.choices, keep_drafts=False)
        st.session_state.update({_WRITTEN: query, _SAID: ()})
    return replace(visit, refusals=(*visit.refusals, *st.session_state.get(_SAID, ())))


def _visit(query: dict[str, list[str]] | None = None) -> Visit:
    """What the URL says by itself."""
    query, ids = _url() if query is None else query, store.trial_ids()
    trial_id, refusals = choose_trial(query, ids, ids[0] if ids else "")
    spoken = choose_ui(query, store.languages(), _opens_in())
    shelf = store.open_trial(trial_id)
    if shelf.trial is None:
        return Visit(shelf, spoken, None, refusals)
    trial = store.in_language(shelf.trial, spoken) or shelf.trial
    parsed = _parsed(query, trial)
    return Visit(replace(shelf, trial=trial), spoken, parsed.choices, (*refusals, *parsed.refusals))


def ui() -> str:
    """The clinician's language, which the URL says by itself."""
    return choose_ui(_url(), store.languages(), _opens_in())


def _opens_in() -> str:
    return store.site().language or ORIGINAL


def _parsed(query: dict[str, list[str]], trial: Trial) -> Parsed:
    """The choices in the URL, read once for as long as both it and the trial are the same."""
    asked = (query, _opens_in(), store.languages())
    last: tuple[object, Trial, Parsed] | None = st.session_state.get(_PARSED)
    if last is not None and last[0] == asked and last[1] is trial:
        return last[2]
    parsed = parse(query, trial, opens_in=asked[1], languages=asked[2])
    st.session_state[_PARSED] = (asked, trial, parsed)
    return parsed


def _url() -> dict[str, list[str]]:
    """Every value of each parameter."""
    return {name: list(st.query_params.get_all(name)) for name in st.query_params}


def parameters(choices: Choices) -> dict[str, str]:
    """The address that reopens these choices here: where a centre set a language, with theirs."""
    spoken = {"ui": choices.ui, "lang": choices.language} if store.site().language else {}
    return to_query(choices) | spoken


def enter(page: str) -> None:
    """A page was opened: its widgets are new ones, even under the keys of the last page's.

    Streamlit still holds the old widgets' values under those keys in the first run, so that a key
    that is there says nothing of the new widget: give every key its value once.
    """
    st.session_state.pop(_MOVED, None)  # the whole page is drawn in any case
    if st.session_state.get(_PAGE) == page:
        return
    st.session_state[_ANEW] = _PAGE not in st.session_state and _came_back()
    st.session_state[_PAGE] = page
    choices = _visit().choices
    if choices is not None:
        st.session_state.update(_widget_values(choices))


def page() -> str:
    """The name of the page that is open."""
    return str(st.session_state.get(_PAGE, ""))


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
    if not _forgotten(key):
        _write(**{field: st.session_state[key]})


#: Widgets that can be without a value: the preference that is not set.
_MAY_BE_NONE: Final = frozenset({"weight"})


def _forgotten(key: str) -> bool:
    """Whether the browser holds no value of a widget that always has one: then it stands as it was.

    So it is after Back to a view in whose words none of the chips is called as the chosen one was:
    with whatever is pressed next comes the news that no chip is chosen.
    """
    forgotten = st.session_state[key] is None and key not in _MAY_BE_NONE
    if forgotten and (choices := _visit().choices) is not None:
        st.session_state[key] = _widget_values(choices)[key]
    return forgotten


def choose(**changes: object) -> None:
    """A press that makes a choice: write all choices to the URL."""
    _write(**changes)


def on_analysis() -> None:
    """Another landmark with the cut that published it was chosen."""
    if _forgotten("analysis"):
        return
    chosen: Analysis = st.session_state["analysis"]
    _write(cut=chosen.cut, landmark=chosen.landmark)


def on_trial() -> None:
    """Another trial was chosen: open it with its own defaults."""
    st.query_params.from_dict({"trial": st.session_state["trial"]})


def clear_preference() -> None:
    """Back to a preference that is not set."""
    _write(weight=None)


def on_harm_source() -> None:
    """Another source of the harm rate: counts of one source are never taken for another's."""
    source, choices = HarmSource(st.session_state["harm"]), _visit().choices
    if source is HarmSource.TRIAL:
        _write(harm=source, counts=None)
    elif choices is not None and choices.harm is not source:
        st.session_state.update(dict.fromkeys(COUNT_FIELDS, ""))


def on_counts() -> None:
    """A count was typed: used as soon as all four make sense; until then nothing changes."""
    source, trial = HarmSource(st.session_state["harm"]), _visit().trial
    counts = _typed_counts()
    if source is HarmSource.TRIAL or counts is None or trial is None:
        return
    if not count_errors(trial):
        _write(harm=source, counts=counts)


def count_errors(trial: Trial) -> dict[str, RefusalReason]:
    """For each field with a fault, the reason; a field still empty is no fault yet."""
    errors = {
        field: RefusalReason.NOT_WHOLE
        for field in ("e1", "n1", "e0", "n0")
        if _text(field) and _whole(_text(field)) is None
    }
    from_paper = st.session_state.get("harm") == HarmSource.PAPER
    for role, events, total in (
        (Role.EXPERIMENTAL, "e1", "n1"),
        (Role.CONTROL, "e0", "n0"),
    ):
        count, people = _whole(_text(events)), _whole(_text(total))
        if people == 0:
            errors[total] = RefusalReason.NOBODY_TREATED
        elif from_paper and people is not None and people > trial.arm(role).n_randomised:
            errors[total] = RefusalReason.MORE_THAN_RANDOMISED
        elif None not in (count, people):
            check = check_counts(count, people)
            if not isinstance(check, Count):
                errors[events] = check
    if (month := _text("asof")) and not check_month(month):
        errors["asof"] = RefusalReason.NOT_A_MONTH
    return errors


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
    visit = _visit()
    if visit.trial is None or visit.choices is None:
        return
    parsed = changed(visit.choices, visit.trial, **changes)
    address = parameters(parsed.choices)
    st.query_params.from_dict(address)
    written = {name: [value] for name, value in address.items()}
    st.session_state.update({_WRITTEN: written, _SAID: parsed.refusals})
    _seed_all(parsed.choices, keep_drafts="harm" not in changes)


def _seed_all(choices: Choices, *, keep_drafts: bool) -> None:
    """Bring the session's widget values in line, touching only those that differ."""
    for key, value in _widget_values(choices).items():
        draft = keep_drafts and key in ("harm", *COUNT_FIELDS)
        if key in st.session_state and not draft and st.session_state[key] != value:
            st.session_state[key] = value


def _widget_values(choices: Choices) -> dict[str, object]:
    counts, typed = choices.counts, [""] * len(COUNT_FIELDS)
    if counts is not None:
        people = (number for count in counts.shown for number in (count.events, count.total))
        typed = [*map(str, people), counts.as_of or ""]
    return {
        "trial": choices.trial,
        "endpoint": choices.endpoint,
        "analysis": Analysis(choices.cut, choices.landmark),
        "framing": choices.framing,
        "weight": choices.weight,
        "harm": choices.harm,
        "ui": choices.ui,
        "lang": choices.language,
        "tab": choices.tab,
        "cards": list(choices.cards),
        **dict(zip(COUNT_FIELDS, typed, strict=True)),
    }


# --- chosen in the browser ----------------------------------------------------------------------


class _ByHand(TypedDict):
    value: int | None
    stamp: str
    place: str


def apply(open_choices: object) -> None:
    """Take up all that a browser has chosen and was not answered for, in one write.

    Whatever it sent comes in here: for each choice, by its name, value, stamp and place. What is
    no such thing is passed over; a value out of its range is refused like one in a link. A choice
    that was made at another place (another cut, say) means nothing here: it changes nothing, and is
    answered nevertheless, so that the browser keeps it no longer.
    """
    sent = {name: one for name in _BY_HAND if (one := _by_hand(open_choices, name)) is not None}
    visit = _visit()
    moved = {
        name: one["value"]
        for name, one in sent.items()
        if one["place"] == _place(name, visit) and one["value"] != getattr(visit.choices, name)
    }
    if moved:
        _write(**moved)
    answered = {name: one["stamp"] for name, one in sent.items()}
    st.session_state.update({_STAMPS: stamps() | answered, _MOVED: frozenset(moved)})


def stamps() -> dict[str, str]:
    """Of each choice the stamp of the last that was taken up: the answer to the browser."""
    return dict(st.session_state.get(_STAMPS, {}))


def place(name: str) -> str:
    """Where a choice is made, as one word: its value means nothing at another place."""
    return _place(name, _visit())


def _place(name: str, visit: Visit) -> str:
    choices = visit.choices
    if choices is None:
        return ""
    where = (choices.trial, choices.endpoint, choices.cut)
    if name == "weight":
        return "/".join((*where, str(choices.landmark)))
    return "/".join(where)


def moved_beside(name: str) -> bool:
    """Whether other choices came with this one: then more than its fragment has to be drawn.

    Told once.
    """
    moved: frozenset[str] = st.session_state.pop(_MOVED, frozenset())
    return bool(moved - {name})


def _by_hand(open_choices: object, name: str) -> _ByHand | None:
    """One choice as a browser sends it; ``None`` for anything else."""
    one = open_choices.get(name) if isinstance(open_choices, dict) else None
    if not isinstance(one, dict):
        return None
    value, stamp, where = one.get("value"), one.get("stamp"), one.get("place")
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not (whole or (value is None and name == "weight")) or not isinstance(where, str):
        return None
    if not isinstance(stamp, str) or not _STAMP.fullmatch(stamp):
        return None
    return {"value": value, "stamp": stamp, "place": where}


def link(choices: Choices) -> str:
    """The address that reopens this view for anybody: this server's, and the choices alone."""
    address = urlsplit(st.context.url or "")
    query = urlencode(parameters(without_place(choices)))
    return urlunsplit((address.scheme, address.netloc, address.path, query, ""))
