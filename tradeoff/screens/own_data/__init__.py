"""Bring your own data: choose files, see them checked and drawn, use them in this session.

Step by step, as the flow on top shows: each step opens when the one before is done, and what a
field still waits for stands beside that field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from tradeoff.drawing import markup
from tradeoff.papers import files as export
from tradeoff.papers import folder as packing
from tradeoff.screens import clock, downloads, look, session_data, store
from tradeoff.screens.own_data import counts, curve, figure
from tradeoff.screens.own_data.fields import (
    faults,
    first_missing,
    missing,
    none_missing,
    step,
)
from tradeoff.screens.page import Page
from tradeoff.screens.session_data import Uploaded
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import Label, LocalData, Trial
from tradeoff.uploads import UploadError, formula_like
from tradeoff.uploads.overlay import UploadedCounts, UploadedCurves
from tradeoff.words import own_data as own_words
from tradeoff.words.say import Say, message

_LABEL: TypeAdapter[str] = TypeAdapter(Label)
FIGURE: Final = message("A printed figure")
_CURVE: Final = message("A digitised curve")
_COUNTS: Final = message("Counts of adverse events")
#: What happens to what is brought, step by step: its name, and what it is.
_FLOW: Final = {
    FIGURE: (
        (message("Figure"), message("a picture, a screenshot, or the paper's PDF")),
        (message("Curves"), message("four ticks, and a click on each curve")),
        (message("Numbers"), message("end point, analysis, numbers at risk")),
        (message("Look"), message("the rebuilt curves over your figure")),
        (message("Use"), message("on every page, under your label")),
    ),
    _CURVE: (
        (message("Files"), message("a curve and its numbers at risk, checked row by row")),
        (message("What they show"), message("end point, analysis, which curve is which arm")),
        (message("Look"), message("drawn over the curve that is shown now")),
        (message("Use"), message("on every page, under your label")),
    ),
    _COUNTS: (
        (message("File"), message("counts for each arm, checked row by row")),
        (message("What it counts"), message("which harm, and which count is which arm")),
        (message("Look"), message("beside the rate that is shown now")),
        (message("Use"), message("on every page, under your label")),
    ),
}
#: The kind and the step that waited when this was last drawn.
_WAITED: Final = "_own_waited"
_LABEL_KEY: Final = "own_label"
_LABEL_KEPT: Final = "_own_label"
_CURRENT: Final = ' aria-current="step"'
#: Beside everything: how long it lasts, and what is never wanted.
KEPT: Final = message(
    "Only in this session: never written to disk, put in a link or seen by others. Summary data "
    "only: a file with names, numbers or dates of patients is refused."
)
LABEL_REFUSED: Final = message(
    "Your label holds a character that cannot be shown. Use letters, digits, spaces and "
    "punctuation."
)


def show(page: Page) -> None:
    """The card: what is in use, then the way to bring more."""
    with st.container(key="card_own"):
        heading = markup.heading(page.say(own_words.TITLE), 2, "part")
        st.html(f'<style>{look.part_style("own_data")}</style><div id="own">{heading}</div>')
        _in_use(page.say, page.trial)
        _form(page.say, page.trial.id)


def _in_use(say: Say, trial: Trial) -> None:
    """What to do with what is in use; what that is stands on top of every page."""
    if not store.of_session(trial):
        return
    name = packing.folder_name(trial)
    with st.container(horizontal=True, vertical_alignment="center", key="own_actions"):
        st.button(
            say("Take out of this session"),
            key="own_remove",
            on_click=session_data.take_out,
            args=(trial.id,),
        )
        downloads.button(
            say("Download as a trial folder (zip)"),
            f"{name}.zip",
            lambda: _folder(trial, name),
            key="own_folder",
        )
        st.html(
            markup.paragraph(say("Unpacked under data/, the folder loads like any trial."), "note"),
            width="stretch",
        )


def _folder(trial: Trial, name: str) -> bytes:
    files = loading.folder_texts(store.DATA / trial.id)
    return export.zipped(packing.packed(files, trial, name=name), folder=name)


@dataclass(frozen=True, slots=True)
class _Made:
    """What was brought, and what shows it beside what is shown now."""

    content: UploadedCurves | UploadedCounts
    look: Callable[[Trial, Trial], None]


@st.fragment
def _form(say: Say, trial_id: str) -> None:
    """What is brought: nothing of it reaches the page before it is used."""
    trial = store.shelf_trial(trial_id, say.language)
    if trial is None:
        return
    flow, waited = st.empty(), st.session_state.get(_WAITED, (FIGURE, 1))
    flow.html(_flow(say, *waited))  # what takes a second below must not move the page meanwhile
    kind = st.segmented_control(
        say("What do you bring?"),
        list(_FLOW),
        format_func=say,
        default=FIGURE,
        required=True,
        key="own_kind",
    )
    none_missing()
    step(1, say(_FLOW[kind][0][0]))
    opened = _offer(say, trial, kind, _BRINGING[kind](say, trial))
    st.session_state[_WAITED] = kind, opened
    if kind == FIGURE:
        figure.keep_fields()
    flow.html(_flow(say, kind, opened))


def _flow(say: Say, kind: str, opened: int) -> str:
    """The steps as a row of boxes, the one that waits marked."""
    steps = "".join(
        f"<li{_CURRENT if place == opened else ''}>"
        f"<b>{place} {markup.escaped(say(name))}</b> {markup.escaped(say(what))}</li>"
        for place, (name, what) in enumerate(_FLOW[kind], start=1)
    )
    return f'<ol class="flow">{steps}</ol>{markup.paragraph(say(KEPT), "note")}'


def _figure(say: Say, trial: Trial) -> _Made | int:
    """What was brought, or the step that still waits."""
    if not figure.brought(say, trial):
        return 1
    figure.fields_back()
    step(2, say(_FLOW[FIGURE][1][0]))
    followed = figure.followed(say, trial)
    if followed is None:
        return 2
    step(3, say(_FLOW[FIGURE][2][0]))
    content = figure.described(say, trial, followed)
    if content is None:
        return 3

    def look(trial: Trial, changed: Trial) -> None:
        figure.look(say, trial, changed, followed, curve.rebuilt(changed, content))

    return _Made(content, look)


def _curve(say: Say, trial: Trial) -> _Made | int:
    given = curve.files(say)
    if given is None:
        return 1
    step(2, say(_FLOW[_CURVE][1][0]))
    content = curve.described(say, trial, given)
    if content is None:
        return 2
    return _Made(content, lambda trial, changed: curve.look(say, trial, changed, content))


def _counts(say: Say, trial: Trial) -> _Made | int:
    given = counts.files(say)
    if given is None:
        return 1
    step(2, say(_FLOW[_COUNTS][1][0]))
    content = counts.described(say, trial, given)
    if content is None:
        return 2
    return _Made(content, lambda trial, changed: counts.look(say, trial, changed, content))


_BRINGING: Final[dict[str, Callable[[Say, Trial], _Made | int]]] = {
    FIGURE: _figure,
    _CURVE: _curve,
    _COUNTS: _counts,
}


# --- look and use ------------------------------------------------------------------------------


def _offer(say: Say, trial: Trial, kind: str, made: _Made | int) -> int:
    """The result as it would be shown, and the button that uses it; the step that waits."""
    if isinstance(made, int):
        first_missing(say)
        return made
    last, label = len(_FLOW[kind]), _label()
    fault = _label_fault(say, label)
    one = Uploaded(
        LocalData(
            label=say(own_words.YOU) if fault else label.strip(), as_of=clock.today(), session=True
        ),
        made.content,
    )
    step(last - 1, say(_FLOW[kind][-2][0]))
    if not _looked(say, trial, one, made.look):
        return last - 1
    step(last, say(_FLOW[kind][-1][0]))
    st.text_input(
        say("Your label"),
        help=say(
            "Stands beside everything that comes from these data, on every page and in every "
            "download. Such as the name of your centre; never of a patient."
        ),
        max_chars=60,
        width=360,
        key=_LABEL_KEY,
    )
    if fault:
        (st.html(markup.field_fault(fault)) if label.strip() else missing(fault))
    if st.button(say("Use in this session"), key="own_use", disabled=bool(fault), type="primary"):
        session_data.keep(trial.id, one)
        st.rerun()
    if one in session_data.uploaded(trial.id):
        now = markup.paragraph(say("In use now, on every page of this session."))
        st.html(f'<div role="status">{now}</div>')
    return last


def _label() -> str:
    """The label as it was typed, also before its field was last hidden."""
    state = st.session_state
    state[_LABEL_KEY] = state[_LABEL_KEPT] = state.get(_LABEL_KEY, state.get(_LABEL_KEPT, ""))
    return str(state[_LABEL_KEY] or "")


def _looked(say: Say, trial: Trial, one: Uploaded, look: Callable[[Trial, Trial], None]) -> bool:
    """The result beside what is shown now, or why there is none."""
    try:
        changed = session_data.overlaid(trial, one)
    except (UploadError, TrialDataError) as error:
        arms = {role: trial.text.arms[role].short for role in Role}
        faults(say, (own_words.with_arms(say, problem, arms) for problem in error.problems))
        return False
    look(trial, changed)
    return True


def _label_fault(say: Say, label: str) -> str:
    """Why a label cannot stand beside numbers; empty where it can."""
    plain = label.strip()
    if not plain:
        return say("Give your label: it stands wherever these data are used.")
    if formula_like(plain):
        return say("Your label begins like a formula. Begin with a letter or a digit.")
    try:
        _LABEL.validate_python(plain)
    except ValidationError:
        return say(LABEL_REFUSED)
    return "" if plain.isprintable() else say(LABEL_REFUSED)
