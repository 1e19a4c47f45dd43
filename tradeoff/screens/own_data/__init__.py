"""Bring your own data: choose files, see them checked and drawn, use them in this session.

Step by step, as the flow on top shows: each step opens when the one before is done, and what a
field still waits for stands beside that field.
"""

from __future__ import annotations

from typing import Final

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from tradeoff.drawing import markup
from tradeoff.papers import files as export
from tradeoff.papers import folder as packing
from tradeoff.screens import clock, downloads, session_data, store
from tradeoff.screens.own_data import counts, curve
from tradeoff.screens.own_data.fields import faults, missing, step
from tradeoff.screens.page import Page
from tradeoff.screens.session_data import Uploaded
from tradeoff.trial import reading as loading
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import Label, LocalData, Trial
from tradeoff.uploads import UploadError, formula_like
from tradeoff.uploads.overlay import UploadedCounts, UploadedCurves
from tradeoff.words import own_data as own_words

_LABEL: TypeAdapter[str] = TypeAdapter(Label)
_CURVE: Final = "A digitised curve"
_COUNTS: Final = "Counts of adverse events"
#: What happens to what is brought, step by step: its name, and what it is.
_FLOW: Final = {
    _CURVE: (
        ("Files", "a curve and its numbers at risk, checked row by row"),
        ("What they show", "end point, analysis, which curve is which arm"),
        ("Look", "drawn over the curve that is shown now"),
        ("Use", "on every page, under your label"),
    ),
    _COUNTS: (
        ("File", "counts for each arm, checked row by row"),
        ("What it counts", "which harm, and which count is which arm"),
        ("Look", "beside the rate that is shown now"),
        ("Use", "on every page, under your label"),
    ),
}
_CURRENT: Final = ' aria-current="step"'
#: Beside everything: how long it lasts, and what is never wanted.
KEPT: Final = (
    "Only in this session: never written to disk, put in a link or seen by others. Summary data "
    "only: a file with names, numbers or dates of patients is refused."
)
LABEL_REFUSED: Final = (
    "Your label holds a character that cannot be shown. Use letters, digits, spaces and "
    "punctuation."
)
_STYLE: Final = """
ol.flow { list-style: none; display: grid; grid-template-columns: repeat(4, minmax(0, 1fr));
  gap: 0.5rem 1.5rem; margin: 0.5rem 0 0.25rem; padding: 0 !important; }
.flow li { position: relative; margin: 0 !important; padding: 0.35rem 0.6rem; font-size: 0.875rem;
  line-height: 1.35; color: var(--muted); border: 1px solid var(--border); border-radius: 0.5rem; }
.flow li + li::before { content: "→"; position: absolute; left: -1.25rem; top: 50%;
  transform: translateY(-50%); color: var(--muted); }
.flow b { display: block; color: var(--text); }
.flow li[aria-current] { border: 2px solid var(--accent); }
.flow li[aria-current] b { color: var(--accent); }
pre.sample { margin: 0; font-size: 0.8125rem; line-height: 1.4; color: var(--muted);
  background: var(--background); border-radius: 0.35rem; padding: 0.35rem 0.6rem;
  overflow-x: auto; }
@media (max-width: 640px) { ol.flow { grid-template-columns: minmax(0, 1fr); }
  .flow li + li::before { content: "↓"; left: 50%; top: -0.9rem; transform: none;
    line-height: 1; } }
"""


def show(page: Page) -> None:
    """The card: what is in use, then the way to bring more."""
    with st.container(key="card_own"):
        heading = markup.heading(own_words.TITLE, 2, "part")
        st.html(f'<style>{_STYLE}</style><div id="own">{heading}</div>')
        _in_use(page.trial)
        _form(page.trial.id)


def _in_use(trial: Trial) -> None:
    """What to do with what is in use; what that is stands on top of every page."""
    if not store.of_session(trial):
        return
    name = packing.folder_name(trial)
    with st.container(horizontal=True, vertical_alignment="center", key="own_actions"):
        st.button(
            "Take out of this session",
            key="own_remove",
            on_click=session_data.take_out,
            args=(trial.id,),
        )
        downloads.button(
            "Download as a trial folder (zip)",
            f"{name}.zip",
            lambda: _folder(trial, name),
            key="own_folder",
        )
        st.html(
            markup.paragraph("Unpacked under data/, the folder loads like any trial.", "note"),
            width="stretch",
        )


def _folder(trial: Trial, name: str) -> bytes:
    files = loading.folder_texts(store.DATA / trial.id)
    return export.zipped(packing.packed(files, trial, name=name), folder=name)


@st.fragment
def _form(trial_id: str) -> None:
    """What is brought: nothing of it reaches the page before it is used."""
    trial = store.shelf_trial(trial_id)
    if trial is None:
        return
    flow = st.empty()
    kind = st.segmented_control(
        "What do you bring?", list(_FLOW), default=_CURVE, required=True, key="own_kind"
    )
    step(1, _FLOW[kind][0][0])
    made = _curve(trial) if kind == _CURVE else _counts(trial)
    opened = _offer(trial, kind, made)
    flow.html(_flow(kind, opened))


def _flow(kind: str, opened: int) -> str:
    """The steps as a row of boxes, the one that waits marked."""
    steps = "".join(
        f"<li{_CURRENT if place == opened else ''}>"
        f"<b>{place} {markup.escaped(name)}</b> {markup.escaped(what)}</li>"
        for place, (name, what) in enumerate(_FLOW[kind], start=1)
    )
    return f'<ol class="flow">{steps}</ol>{markup.paragraph(KEPT, "note")}'


def _curve(trial: Trial) -> UploadedCurves | int:
    """What was brought, or the step that still waits."""
    given = curve.files()
    if given is None:
        return 1
    step(2, _FLOW[_CURVE][1][0])
    return curve.described(trial, given) or 2


def _counts(trial: Trial) -> UploadedCounts | int:
    given = counts.files()
    if given is None:
        return 1
    step(2, _FLOW[_COUNTS][1][0])
    return counts.described(trial, given) or 2


# --- look and use ------------------------------------------------------------------------------


def _offer(trial: Trial, kind: str, made: UploadedCurves | UploadedCounts | int) -> int:
    """The result as it would be shown, and the button that uses it; the step that waits."""
    picture = st.container()
    step(4, _FLOW[kind][3][0])
    label = st.text_input(
        "Your label",
        help="Stands beside everything that comes from these data, on every page and in every "
        "download. Such as the name of your centre; never of a patient.",
        max_chars=60,
        width=360,
        key="own_label",
    )
    fault = _label_fault(label)
    if isinstance(made, int):
        if fault and label.strip():
            st.html(markup.field_fault(fault))
        return made
    one = Uploaded(
        LocalData(
            label=own_words.YOU if fault else label.strip(), as_of=clock.today(), session=True
        ),
        made,
    )
    with picture:
        fits = _looked(trial, kind, one)
    if fault:
        (st.html(markup.field_fault(fault)) if label.strip() else missing(fault))
    if not fits:
        return 3
    if st.button("Use in this session", key="own_use", disabled=bool(fault), type="primary"):
        session_data.keep(trial.id, one)
        st.rerun()
    if one in session_data.uploaded(trial.id):
        now = markup.paragraph("In use now, on every page of this session.")
        st.html(f'<div role="status">{now}</div>')
    return 4


def _looked(trial: Trial, kind: str, one: Uploaded) -> bool:
    """The result beside what is shown now, or why there is none."""
    step(3, _FLOW[kind][2][0])
    try:
        changed = session_data.overlaid(trial, one)
    except (UploadError, TrialDataError) as error:
        faults(error.problems)
        return False
    if isinstance(one.content, UploadedCurves):
        curve.look(trial, changed, one.content)
    else:
        counts.look(trial, changed, one.content)
    return True


def _label_fault(label: str) -> str:
    """Why a label cannot stand beside numbers; empty where it can."""
    plain = label.strip()
    if not plain:
        return "Give your label: it stands wherever these data are used."
    if formula_like(plain):
        return "Your label begins like a formula. Begin with a letter or a digit."
    try:
        _LABEL.validate_python(plain)
    except ValidationError:
        return LABEL_REFUSED
    return "" if plain.isprintable() else LABEL_REFUSED
