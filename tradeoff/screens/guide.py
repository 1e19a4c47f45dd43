"""How to read the pages, in 90 seconds: offered once, called back at will, opened by nothing else.

What it knows is the session's alone: nothing is written to the URL or kept after the visit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from tradeoff.drawing import figures, markup
from tradeoff.drawing.icons import IconArray, data_uri, legend_svg, svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.papers import pictures
from tradeoff.screens import curves
from tradeoff.statistics.two_arms import Role
from tradeoff.words import harm, numbers
from tradeoff.words.curve import curve_alt, curve_note, digitised_cut, digitised_lines
from tradeoff.words.harm import harm_heading, harm_not_available, harms_sentence
from tradeoff.words.naming import arm_words, follow_up
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    gain_heading,
    gain_range_sentence,
    no_curve,
    survival_not_at_a_time,
    survival_numbers,
    survival_sentence,
)
from tradeoff.words.weighing import BALANCE_TITLE, balance_figures, balance_sentence


@dataclass(frozen=True, slots=True)
class GuideAnswer:
    """One answer to the practice question, and what is said to it."""

    people: int
    right: bool
    feedback: str


GUIDE_OFFER: Final = "New here? 90 seconds: how to read the curve, the icons and the panel."
GUIDE_CHOOSE: Final = "Choose an answer. Nobody sees it and nothing is kept."
GUIDE_NO_QUESTION: Final = (
    "There is no question here: this data cut has no published survival at a fixed time. "
    "Choose another end point or data cut if there is one, then open the guide again."
)
_GUIDE_STEPS: Final = ("The curve", "The icons", "The panel", "Try it")


_OFFERED = "_guide_offered"
"""The page on which the offer stands; ``None`` once it was answered or left behind."""
_STEP = "_guide_step"
_AT = "_guide_at"
"""The page on which the guide is open, so that it never opens by itself on another."""

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
    st.button("How to read this", key="guide_open", type="tertiary", on_click=_open)


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
        st.html(markup.paragraph(GUIDE_OFFER), width="content")
        st.button("Start the guide", key="guide_start", on_click=_open)
        st.button("Not now", key="guide_not_now", type="tertiary", on_click=_decline)


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


@st.dialog("How to read this", width="medium", on_dismiss=_close)
def _dialog(view: Findings) -> None:
    """One step at a time; only the dialog runs again when somebody moves on."""
    drawn = (_curve, _icons, _panel, _question)
    step = min(int(st.session_state.get(_STEP) or 0), len(drawn) - 1)
    title = guide_heading(step + 1, len(drawn))
    with st.container(key="guide_step"):
        drawn[step](view, title)
    _controls(step, last=len(drawn) - 1)


def _controls(step: int, *, last: int) -> None:
    with st.container(key="guide_controls", horizontal=True, gap="small"):
        if step:
            st.button("Back", key="guide_back", on_click=_go, args=(step - 1,))
        if step < last:
            st.button("Next", key="guide_next", type="primary", on_click=_go, args=(step + 1,))
            ended = st.button("Skip the guide", key="guide_skip", type="tertiary")
        else:
            ended = st.button("Done", key="guide_done", type="primary")
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
        picture = markup.image(data_uri(shown), curve_alt(view), "wide")
    _step(title, picture, markup.unordered(guide_curve(view)))


def _icons(view: Findings, title: str) -> None:
    lines = markup.unordered(guide_icons(view))
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
    _step(title, markup.unordered(guide_panel(view)), badge)


def _question(view: Findings, title: str) -> None:
    answers = guide_answers(view)
    if not answers:
        _step(title, markup.paragraph(GUIDE_NO_QUESTION))
        return
    st.html(f'<div class="guidestep" role="status">{markup.heading(title, 2)}</div>')
    chosen = st.radio(
        guide_question(view),
        answers,
        index=None,
        format_func=guide_answer,
        key="guide_answer",
    )
    said = GUIDE_CHOOSE if chosen is None else chosen.feedback
    st.html(f'<div class="guideanswer" role="status">{markup.paragraph(said)}</div>')


# --- words --------------------------------------------------------------------------------------


def guide_heading(step: int, steps: int) -> str:
    """A step's title and how far the reader has come."""
    return f"{step} of {steps}: {_GUIDE_STEPS[step - 1]}"


def guide_curve(view: Findings) -> tuple[str, ...]:
    """How to read the curve: published rings, a reconstructed line, where follow-up ends."""
    trial, choices = view.trial, view.choices
    curves = digitised_cut(view)
    if curves is not None:
        return (
            "Rings are published figures; the bar through a ring is its 95 % range.",
            digitised_lines(curves),
            "Gain is read and weighed at a ring, never between rings.",
        )
    if trial.curve(choices.cut, choices.endpoint) is None:
        return (no_curve(trial, choices),)
    if view.survival is None:
        return (
            curve_note(view),
            survival_not_at_a_time(view),
            f"How long people were followed: {follow_up(trial, choices.cut)}. What lies "
            "beyond it "
            "rests on few people.",
        )
    return (
        "Rings are published figures; the bar through a ring is its 95 % range.",
        "Line and shaded band are reconstructed, to agree with what was published. The band is "
        "where the curve may run. They are not patients' data.",
        "Gain is read and weighed at a ring, never between rings.",
        f"How long people were followed: {follow_up(trial, choices.cut)}. What lies "
        "beyond it "
        "rests on few people.",
    )


def guide_icons(view: Findings) -> tuple[str, ...]:
    """How to read the icons: always a whole hundred, the range hatched."""
    if view.survival is None:
        return (survival_not_at_a_time(view),)
    lines = [
        "Each square is a whole 100 people who had the same treatment, filled in the same order, "
        "so that two squares can be compared.",
    ]
    if view.survival.whole_limits is not None:
        limits = gain_range_sentence(view.survival, view.choices.framing)
        lines.append(f"Hatched: the range of the difference. {limits}")
    lines.append(
        "Harm has squares of the same size, in a colour of its own. Survival counts everybody "
        "randomised, harm everybody treated."
    )
    return tuple(lines)


def guide_panel(view: Findings) -> tuple[str, ...]:
    """How to read the panel: gain, harm, balance point, a preference not set, the badge."""
    lines = ["The panel stands beside the page; on a narrow screen the arrow at the top opens it."]
    if view.survival is not None:
        gain = view.survival.gain
        lines.append(
            f"{gain_heading(view.trial, view.survival)}: "
            f"{numbers.with_range(gain, signed=True)} per 100. "
            "In brackets the 95 % range."
        )
    else:
        lines.append(survival_not_at_a_time(view))
    if view.trial.weighed_harm is None:
        return (
            *lines,
            harm_not_available(view.trial),
            harms_sentence(view),
            balance_sentence(view),
        )
    if view.harm is None:
        lines.append(harm_not_available(view.trial))
    else:
        shown = numbers.with_range(view.harm.excess, signed=True)
        lines.append(f"{harm_heading(view.trial, view.harm)}: {shown} per 100.")
    figures = balance_figures(view)
    shown = "" if figures is None else f" {figures}"
    lines.append(f"{BALANCE_TITLE}{shown}. {balance_sentence(view)}")
    lines.append(
        "The preference is not set until somebody moves the slider, together with the patient. "
        "Then the panel shows what that judgement implies; it does not recommend."
    )
    if view.harm is not None and harm.badge(view.trial, view.harm) is not None:
        lines.append(
            "This badge stands at a figure that needs a caution, and at all that is computed "
            "from it:"
            if view.harm.confirmed is None
            else "These words stand at a figure that a centre has confirmed, and at all that is "
            "computed from it:"
        )
    return tuple(lines)


def guide_answer(answer: GuideAnswer) -> str:
    """An answer as it is offered."""
    return f"{answer.people} of 100"


def guide_question(view: Findings) -> str:
    """The practice question; empty where there is no published survival to ask about."""
    survival, trial = view.survival, view.trial
    if survival is None:
        return ""
    end = trial.text.endpoints[survival.endpoint]
    alive = view.choices.framing is Framing.ALIVE
    more = (survival.people.increment >= 0) is alive
    return (
        f"Of 100 {trial.text.people}, how many {'more' if more else 'fewer'} "
        f"{f'were {end.alive}' if alive else end.died} after "
        f"{numbers.time(CLINICIAN, survival.months)} "
        f"{arm_words(trial, Role.EXPERIMENTAL).having} than "
        f"{arm_words(trial, Role.CONTROL).having}?"
    )


def guide_answers(view: Findings) -> tuple[GuideAnswer, ...]:
    """The answers in rising order: the difference, and the figures it is mixed up with."""
    survival, trial, framing = view.survival, view.trial, view.choices.framing
    if survival is None:
        return ()
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = survival_numbers(survival, framing, 0)
    told = (f"were {end.alive}", end.died)
    here, there = told if framing is Framing.ALIVE else told[::-1]
    having = {role: arm_words(trial, role).having for role in Role}
    difference = f"The question asks for the difference between {experimental} and {control}: "
    mixed_up = {
        int(experimental): f"all who {here} {having[Role.EXPERIMENTAL]}",
        int(control): f"all who {here} {having[Role.CONTROL]}",
        numbers.HUNDRED - int(experimental): f"all who {there} {having[Role.EXPERIMENTAL]}",
    }
    answers = {
        people: GuideAnswer(
            people, False, f"Easily mixed up: {people} is {who}. {difference}{change}."
        )
        for people, who in mixed_up.items()
    }
    right = abs(survival.people.increment)
    sentence = survival_sentence(trial, survival, framing)
    said = f"That's it. {sentence} {gain_range_sentence(survival, framing)}"
    answers[right] = GuideAnswer(right, True, said)
    return tuple(answers[people] for people in sorted(answers))
