"""Bring your own data: choose files, see them checked and drawn, use them in this session."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from tradeoff.drawing import markup, preview
from tradeoff.papers import files as export
from tradeoff.papers import folder as packing
from tradeoff.papers.evidence import calibration
from tradeoff.screens import clock, curves, downloads, session_data, store
from tradeoff.screens.page import Page
from tradeoff.screens.session_data import Uploaded
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial.problems import Problem, TrialDataError
from tradeoff.trial.records import Label, LocalData, Trial
from tradeoff.uploads import (
    MAX_FILE_BYTES,
    AtRiskUpload,
    CountsUpload,
    CurveUpload,
    UploadError,
    formula_like,
    read_at_risk,
    read_curve,
    read_event_counts,
)
from tradeoff.uploads.overlay import (
    TimeUnit,
    UploadedCounts,
    UploadedCurves,
    series_by_name,
    unit_named,
)
from tradeoff.words import own_data as own_words

Upload = CurveUpload | AtRiskUpload | CountsUpload
_LABEL: TypeAdapter[str] = TypeAdapter(Label)
# The two arms as they are read across a page.
_ARMS = (Role.EXPERIMENTAL, Role.CONTROL)


def show(page: Page) -> None:
    """The card: what is in use, then the way to bring more."""
    with st.container(key="card_own"):
        lead = markup.paragraph(
            "A digitised curve with its numbers at risk, or counts of adverse events: checked line "
            "by line, drawn over what is shown now, and used in this session only. Files stay in "
            "this session's memory: they are not written to disk, not put in the link, and no "
            "other session sees them."
        ) + markup.paragraph(
            "Give summary data only. No name, number or date of a patient is wanted here; a file "
            "with such a column is refused.",
            "note",
        )
        st.html(f'<div id="own">{markup.heading(own_words.TITLE, 2, "part")}{lead}</div>')
        _in_use(page.trial)
        _form(page.trial.id)


def _in_use(trial: Trial) -> None:
    if not store.of_session(trial):
        return
    lines = markup.unordered(own_words.in_use(trial))
    st.html(f'<div class="banner" role="status">{lines}</div>')
    name = packing.folder_name(trial)
    with st.container(horizontal=True, key="own_actions"):
        downloads.button(
            "Download as a trial folder (zip)",
            f"{name}.zip",
            lambda: _folder(trial, name),
            key="own_folder",
        )
        st.button(
            "Take out of this session",
            key="own_remove",
            on_click=session_data.take_out,
            args=(trial.id,),
        )
    st.html(
        markup.paragraph(
            "An administrator can unpack the folder under data/: it loads like any trial, "
            "under your label.",
            "note",
        )
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
    kinds: dict[str, Callable[[Trial], UploadedCurves | UploadedCounts | None]] = {
        "A digitised curve": _curves,
        "Counts of adverse events": _counts,
    }
    kind = st.segmented_control(
        "What do you bring?", kinds, default="A digitised curve", required=True, key="own_kind"
    )
    label = st.text_input(
        "Your label",
        help="Stands beside everything that comes from these data, on every page and in every "
        "download. Such as the name of your centre; never of a patient.",
        max_chars=60,
        key="own_label",
    )
    made = kinds[kind](trial)
    if made is not None:
        _offer(trial, label, made)


def _file(label: str, key: str, note: str, read: Callable[[bytes, str], Upload]) -> Upload | None:
    """A field for a file, and what was read from it line by line."""
    given = st.file_uploader(
        label,
        ["csv", "txt", "tsv"],
        key=key,
        help=note,
        max_upload_size=MAX_FILE_BYTES // 2**20,
    )
    if given is None:
        return None
    try:
        found: Upload | UploadError = read(given.getvalue(), given.name)
    except UploadError as error:
        found = error
    if isinstance(found, UploadError):
        file, notes = given.name, ""
        _faults(found.problems)
    else:
        file, notes = found.file, markup.unordered(found.notes) if found.notes else ""
        st.html(markup.paragraph(f"{file}: {own_words.lines_read(found.line_counts)}", "note"))
    parts = [markup.paragraph("What was done to the file") + notes] if notes else []
    if found.lines:
        parts.append(markup.table(own_words.lines_table(file, found.lines)))
    if parts:
        st.html(markup.details("Line by line", *parts))
    return None if isinstance(found, UploadError) else found


def _faults(problems: Iterable[Problem]) -> None:
    body = markup.heading("This cannot be used yet", 3) + markup.unordered(map(str, problems))
    st.html(f'<div class="banner caution" role="alert">{body}</div>')


# --- a curve -----------------------------------------------------------------------------------


def _curves(trial: Trial) -> UploadedCurves | None:
    with st.container(horizontal=True, key="own_place"):
        endpoint = st.selectbox(
            "End point of the figure",
            [one.id for one in trial.endpoints],
            format_func=lambda one: trial.text.endpoints[one].name,
            key="own_endpoint",
        )
        cut = st.selectbox(
            "Analysis of the figure",
            [one.id for one in trial.cuts_with(endpoint)] or [one.id for one in trial.data_cuts],
            format_func=lambda one: trial.text.cuts[one].name,
            key=f"own_cut_{endpoint}",
        )
        place = st.empty()
    curve = _file(
        "Curve: CSV of times and survival",
        "own_curve",
        "Both arms in one file, as WebPlotDigitizer, Engauge, DigitizeIt and others export them: "
        "with or without header; comma, semicolon or tab; decimal point or comma.",
        read_curve,
    )
    risk = _file(
        "Numbers at risk: CSV",
        "own_risk",
        "As printed under the figure: a row of times with a row for each arm, or the columns time, "
        "arm, number. The first time is 0.",
        read_at_risk,
    )
    if not isinstance(curve, CurveUpload) or not isinstance(risk, AtRiskUpload):
        return None
    with place:
        unit = _unit(curve, risk)
    series = _assigned(trial, tuple(curve.series), "Series of: {arm}", "series")
    risk_series = _assigned(trial, tuple(risk.series), "Numbers at risk of: {arm}", "risk")
    events = _events(trial)
    if unit is None or len(series) < len(Role) or len(risk_series) < len(Role):
        st.html(markup.paragraph(own_words.NOTHING_NAMED, "note"))
        return None
    return UploadedCurves(curve, risk, series, risk_series, unit, cut, endpoint, events)


def _unit(curve: CurveUpload, risk: AtRiskUpload) -> TimeUnit | None:
    named = unit_named(curve.time_unit, risk.time_unit)
    return st.selectbox(
        "Time axis in",
        list(TimeUnit),
        index=None if named is None else list(TimeUnit).index(named),
        placeholder=own_words.CHOOSE,
        key="own_unit",
    )


def _assigned(trial: Trial, labels: tuple[str, ...], question: str, key: str) -> dict[Role, str]:
    """Which label is which arm: told by its name where that is plain, else asked."""
    known = series_by_name(labels, trial)
    chosen: dict[Role, str] = {}
    with st.container(horizontal=True, key=f"own_{key}_arms"):
        for role in _ARMS:
            label = st.selectbox(
                question.format(arm=trial.text.arms[role].name),
                list(labels),
                index=labels.index(known[role]) if role in known else None,
                placeholder=own_words.CHOOSE,
                key=f"own_{key}_{role}_{'|'.join(labels)}",
            )
            if label is not None:
                chosen[role] = label
    return chosen


def _events(trial: Trial) -> dict[Role, int | None]:
    with st.container(horizontal=True, key="own_events"):
        return {
            role: st.number_input(
                f"Events in all, {trial.text.arms[role].short} (optional)",
                min_value=0,
                max_value=trial.arm(role).n_randomised,
                value=None,
                step=1,
                help="Where the figure or its text prints them. Left empty, the events behind the "
                "trial's own ratio of this analysis count, where it gives them.",
                key=f"own_events_{role}",
            )
            for role in _ARMS
        }


# --- counts ------------------------------------------------------------------------------------


def _counts(trial: Trial) -> UploadedCounts | None:
    st.html(
        markup.paragraph(
            "Counts of your own are not randomised: they stand in the place of the trial's rate, "
            "and are named wherever they are used.",
            "note",
        )
    )
    upload = _file(
        "Counts: CSV",
        "own_counts",
        "The columns harm, arm, events, total, with a row for each arm.",
        read_event_counts,
    )
    if not isinstance(upload, CountsUpload):
        return None
    entry = st.selectbox(
        "Counts in the file",
        list(range(len(upload.harms))),
        format_func=lambda place: upload.harms[place].harm or "not named in the file",
        key="own_entry",
    )
    harm = st.selectbox(
        "Harm that was counted",
        [one.id for one in trial.harms],
        index=None,
        placeholder=own_words.CHOOSE,
        format_func=lambda one: trial.text.harms[one].name,
        key="own_harm",
    )
    arms = _assigned(trial, upload.arms, "Counts of: {arm}", "counts")
    if harm is None or len(arms) < len(Role):
        st.html(markup.paragraph(own_words.NOTHING_NAMED, "note"))
        return None
    return UploadedCounts(upload, upload.harms[entry], harm, arms)


# --- use ---------------------------------------------------------------------------------------


def _offer(trial: Trial, label: str, content: UploadedCurves | UploadedCounts) -> None:
    """The result as it would be shown, and the button that uses it."""
    fault = _label_fault(label)
    name = own_words.BROUGHT if fault else label.strip()
    one = Uploaded(LocalData(label=name, as_of=clock.today(), session=True), content)
    try:
        changed = session_data.overlaid(trial, one)
    except (UploadError, TrialDataError) as error:
        _faults(error.problems)
        return
    if isinstance(content, UploadedCurves):
        _preview(trial, changed, content)
    if fault:
        st.html(markup.field_fault(fault))
    used = st.button("Use in this session", key="own_use", disabled=bool(fault), type="primary")
    if one in session_data.uploaded(trial.id):
        now = markup.paragraph("In use now, on every page of this session.")
        st.html(f'<div role="status">{now}</div>')
    if used:
        session_data.keep(trial.id, one)
        st.rerun()


def _label_fault(label: str) -> str:
    """Why a label cannot stand beside numbers; empty where it can."""
    plain = label.strip()
    if not plain:
        return "Give your label first: it stands wherever these data are used."
    if formula_like(plain):
        return "The label begins like a formula of a spreadsheet. Begin with a letter or a digit."
    try:
        _LABEL.validate_python(plain)
    except ValidationError:
        return own_words.LABEL_REFUSED
    return "" if plain.isprintable() else own_words.LABEL_REFUSED


def _preview(trial: Trial, changed: Trial, content: UploadedCurves) -> None:
    """The rebuilt curves over those that are shown now, and how well they agree with the clicks."""
    rebuilt = changed.digitised_curve(content.data_cut, content.endpoint)
    assert rebuilt is not None  # it was just put there
    shown = session_data.applied(trial)
    st.html(markup.heading(own_words.PREVIEW_TITLE, 3, "part"))
    made = preview.preview_chart(shown, rebuilt, theme=curves.theme())
    curves.plot(made, key="own_preview")
    st.html(
        markup.table(calibration.fit_report(changed, rebuilt))
        + markup.paragraph(
            "Solid: rebuilt from your figure, pseudo-patients and not patient data. Points: your "
            "clicks. Dashed: what is shown now. Landmarks, hazard ratio and everything weighed "
            "stay the published ones.",
            "note",
        )
    )
