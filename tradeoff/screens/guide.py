"""How to read the pages, in 90 seconds: offered once, called back at will, opened by nothing else.

What it knows is the session's alone: nothing is written to the URL or kept after the visit.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from tradeoff.drawing import figures, markup
from tradeoff.drawing.icons import IconArray, data_uri, legend_svg, svg
from tradeoff.findings.views import Findings
from tradeoff.papers import pictures
from tradeoff.screens import curves
from tradeoff.words import clinicians as words

__all__ = ["button", "show"]

_OFFERED = "_guide_offered"
"""The page on which the offer stands; ``None`` once it was answered or left behind."""
_STEP = "_guide_step"
_AT = "_guide_at"
"""The page on which the guide is open, so that it never opens by itself on another."""
_ANSWER = "guide_answer"

_BUTTON_STYLE = """
[data-testid="stMain"] [data-testid="stVerticalBlock"].st-key-read_and_check { gap: 0; }
.st-key-guide_open button { min-height: 1.75rem; padding: 0; color: var(--accent); }
@media (max-width: 1400px) { .st-key-read_and_check { flex-flow: row wrap;
  justify-content: flex-end; align-items: center; column-gap: 0.75rem !important; } }
.st-key-guide_open p { font-size: 0.875rem; text-decoration: underline;
  text-underline-offset: 2px; }
"""
_STYLE = """
.st-key-guide_offer { background: var(--surface); border: 1px solid var(--border);
  border-radius: 0.5rem; padding: 0.3rem 0.75rem; }
.st-key-guide_offer p { font-size: 0.9375rem; }
.guidestep h2 { font-size: 1.125rem; font-weight: 600; margin: 0 0 0.5rem; padding: 0;
  color: var(--text); }
.guidestep img.wide { width: 100%; max-width: 30rem; height: auto; display: block;
  margin-bottom: 0.5rem; }
.guidestep .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 11rem));
  gap: 1rem 2rem; align-items: end; }
.guidestep .pair figure { margin: 0; }
.guidestep .pair figcaption { font-size: 0.9375rem; color: var(--text); }
.guidestep .pair img { width: 100%; height: auto; display: block; }
.guidestep ul.plain { margin-top: 0.5rem; }
.guidestep ul.plain li { font-size: 1rem; }
.guideanswer { min-height: 7rem; }
"""
#: The dialog hangs outside the element that carries the app's colour scheme.
_DIALOG_STYLE = '[role="dialog"] {{ color-scheme: {theme}; }}'


def button() -> None:
    """The way back to the guide, in the row of choices, where the others have their labels."""
    st.html(f"<style>{_BUTTON_STYLE}</style>")
    st.button(words.GUIDE_BUTTON, key="guide_open", type="tertiary", on_click=_open)


def show(name: str, view: Findings) -> None:
    """The offer at the first visit, and the guide where somebody has opened it."""
    if _is_offered(name):
        _offer()
    if st.session_state.get(_STEP) is None:
        return
    if st.session_state.setdefault(_AT, name) != name:
        _close()
        return
    st.html(f"<style>{_STYLE}{_DIALOG_STYLE.format(theme=curves.theme())}</style>")
    _dialog(view)


def _is_offered(name: str) -> bool:
    """Only on the page that a visit begins with, and only at its bare address.

    An address with choices is a link that somebody follows, or a page loaded again.
    """
    if _OFFERED not in st.session_state:
        st.session_state[_OFFERED] = None if len(st.query_params) else name
    if st.session_state[_OFFERED] != name:
        st.session_state[_OFFERED] = None
    return st.session_state[_OFFERED] is not None


def _offer() -> None:
    st.html(f"<style>{_STYLE}</style>")
    with st.container(key="guide_offer", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.paragraph(words.GUIDE_OFFER), width="content")
        st.button(words.GUIDE_START, key="guide_start", on_click=_open)
        st.button(words.GUIDE_NOT_NOW, key="guide_not_now", type="tertiary", on_click=_decline)


def _open() -> None:
    _decline()
    st.session_state[_STEP] = 0
    st.session_state.pop(_AT, None)


def _decline() -> None:
    st.session_state[_OFFERED] = None


def _close() -> None:
    st.session_state.pop(_STEP, None)
    st.session_state.pop(_AT, None)


def _go(step: int) -> None:
    st.session_state[_STEP] = step


# --- the steps ---------------------------------------------------------------------------------


@st.dialog(words.GUIDE_TITLE, width="medium", on_dismiss=_close)
def _dialog(view: Findings) -> None:
    """One step at a time; only the dialog runs again when somebody moves on."""
    drawn = (_curve, _icons, _panel, _question)
    step = min(int(st.session_state.get(_STEP) or 0), len(drawn) - 1)
    title = words.guide_heading(step + 1, len(drawn))
    with st.container(key="guide_step"):
        drawn[step](view, title)
    _controls(step, last=len(drawn) - 1)


def _controls(step: int, *, last: int) -> None:
    with st.container(key="guide_controls", horizontal=True, gap="small"):
        if step:
            st.button(words.GUIDE_BACK, key="guide_back", on_click=_go, args=(step - 1,))
        if step < last:
            st.button(
                words.GUIDE_NEXT, key="guide_next", type="primary", on_click=_go, args=(step + 1,)
            )
            ended = st.button(words.GUIDE_SKIP, key="guide_skip", type="tertiary")
        else:
            ended = st.button(words.GUIDE_DONE, key="guide_done", type="primary")
    if ended:
        _close()
        st.rerun()


def _step(title: str, *parts: str) -> None:
    """A step's words and pictures, announced as they change."""
    body = markup.heading(title, 2) + "".join(parts)
    st.html(f'<div class="guidestep" role="status">{body}</div>')


def _curve(view: Findings, title: str) -> None:
    drawn = pictures.survival_view(view, pictures.CurveOptions())
    picture = ""
    if drawn is not None:
        plain = replace(drawn, title="", notes=(), at_risk=())
        shown = figures.survival_svg(plain, theme=curves.theme(), width=480, height=300)
        picture = markup.image(data_uri(shown), words.curve_alt(view), "wide")
    _step(title, picture, markup.unordered(words.guide_curve(view)))


def _icons(view: Findings, title: str) -> None:
    lines = markup.unordered(words.guide_icons(view))
    if view.survival is None:
        _step(title, lines)
        return
    pair = pictures.benefit_arrays(view.trial, view.survival, view.choices.framing)
    groups = pictures.legend_marks(*pair)
    legend = markup.legend([(data_uri(legend_svg(one.mark)), one.label) for one in groups])
    squares = "".join(_square(array) for array in pair)
    _step(title, f'<div class="pair">{squares}</div>{legend}', lines)


def _square(array: IconArray) -> str:
    caption = f"<figcaption>{markup.escaped(array.title)}</figcaption>"
    return f"<figure>{caption}{markup.image(data_uri(svg(array)), array.alt)}</figure>"


def _panel(view: Findings, title: str) -> None:
    note = markup.harm_badge(view.trial, view.harm)
    badge = f"<p>{note}</p>" if note else ""
    _step(title, markup.unordered(words.guide_panel(view)), badge)


def _question(view: Findings, title: str) -> None:
    answers = words.guide_answers(view)
    if not answers:
        _step(title, markup.paragraph(words.GUIDE_NO_QUESTION))
        return
    st.html(f'<div class="guidestep" role="status">{markup.heading(title, 2)}</div>')
    chosen = st.radio(
        words.guide_question(view),
        answers,
        index=None,
        format_func=words.guide_answer,
        key=_ANSWER,
    )
    said = words.GUIDE_CHOOSE if chosen is None else chosen.feedback
    st.html(f'<div class="guideanswer" role="status">{markup.paragraph(said)}</div>')
