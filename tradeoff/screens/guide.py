"""How to read the pages, in 90 seconds: opened by its button and by nothing else.

What it knows is the session's alone: nothing is written to the URL or kept after the visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.people import benefit_arrays
from tradeoff.drawing.survival import survival_svg
from tradeoff.drawing.to_svg import data_uri
from tradeoff.findings.choices import Framing
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.screens import arrays, curves
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Trial
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
from tradeoff.words.weighing import BREAK_EVEN_TITLE, break_even_figures, break_even_reading

GUIDE_CHOOSE: Final = "Choose an answer. Nobody sees it and nothing is kept."
_STEP = "_guide_step"
_AT = "_guide_at"
"""The page on which the guide is open, so that it never opens by itself on another."""

_STYLE = """
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


def button() -> None:
    """Opens the guide."""
    st.button("How to read this", key="guide_open", on_click=_open)


def show(name: str, view: Findings) -> None:
    """The guide, where somebody has opened it on this page."""
    if st.session_state.get(_STEP) is None:
        return
    if st.session_state.setdefault(_AT, name) != name:
        _close()
        return
    scheme = f'[role="dialog"] {{ color-scheme: {curves.theme()}; }}'  # it hangs outside the app
    st.html(f"<style>{_STYLE}{scheme}</style>")
    _dialog(view)


def _open() -> None:
    st.session_state.pop(_AT, None)
    _go(0)


def _close() -> None:
    st.session_state.pop(_STEP, None)
    st.session_state.pop(_AT, None)


def _go(step: int) -> None:
    st.session_state[_STEP] = step


# --- the steps ---------------------------------------------------------------------------------


@st.dialog("How to read this", width="medium", on_dismiss=_close)
def _dialog(view: Findings) -> None:
    """One step at a time, announced as it changes; only the dialog runs again with each."""
    last = len(_STEPS) - 1
    step = min(int(st.session_state.get(_STEP) or 0), last)
    title, drawn = _STEPS[step]
    with st.container(key="guide_step"):
        heading = markup.heading(f"{step + 1} of {len(_STEPS)}: {title}", 2)
        st.html(f'<div class="guidestep" role="status">{heading}{drawn(view)}</div>')
        if step == last and (answers := guide_answers(view)):
            _ask(view, answers)
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


def _curve(view: Findings) -> str:
    drawn, picture = survival_view(view, CurveOptions()), ""
    if drawn is not None:
        plain = replace(drawn, title="", notes=(), at_risk=None)
        shown = survival_svg(plain, theme=curves.theme(), width=480, height=300)
        picture = markup.image(data_uri(shown), curve_alt(CLINICIAN, view), "wide")
    return picture + markup.unordered(guide_curve(view))


def _icons(view: Findings) -> str:
    lines = markup.unordered(guide_icons(view))
    if view.survival is None:
        return lines
    pair = benefit_arrays(view.trial, view.survival, view.choices.framing)
    hundreds = "".join(
        f"<figure><figcaption>{markup.escaped(one.title)}</figcaption>{arrays.picture(one, '')}"
        "</figure>"
        for one in pair
    )
    return f'<div class="pair">{hundreds}</div>{arrays.key(pair)}{lines}'


def _panel(view: Findings) -> str:
    badge = markup.harm_badge(view.trial, view.harm)
    return markup.unordered(guide_panel(view)) + (f"<p>{badge}</p>" if badge else "")


def _question(view: Findings) -> str:
    if guide_question(view):
        return ""
    return markup.paragraph(
        "There is no question here: this data cut has no published survival at a fixed time. "
        "Choose another end point or data cut if there is one, then open the guide again."
    )


def _ask(view: Findings, answers: dict[int, str]) -> None:
    chosen = st.radio(
        guide_question(view),
        list(answers),
        index=None,
        format_func=lambda people: f"{people} of 100",
        key="guide_answer",
    )
    said = GUIDE_CHOOSE if chosen is None else answers[chosen]
    st.html(f'<div class="guideanswer" role="status">{markup.paragraph(said)}</div>')


_STEPS: Final[tuple[tuple[str, Callable[[Findings], str]], ...]] = (
    ("The curve", _curve),
    ("The icons", _icons),
    ("The panel", _panel),
    ("Try it", _question),
)


# --- words --------------------------------------------------------------------------------------


def guide_curve(view: Findings) -> tuple[str, ...]:
    """How to read the curve: published rings, a reconstructed line, where follow-up ends."""
    trial, choices = view.trial, view.choices
    rings = "Rings are published figures; the bar through a ring is its 95 % range."
    weighed = "Gain is read and weighed at a ring, never between rings."
    followed = (
        f"How long people were followed: {follow_up(trial, choices.cut)}. What lies beyond it "
        "rests on few people."
    )
    rebuilt = digitised_cut(view)
    if rebuilt is not None:
        return rings, digitised_lines(CLINICIAN, rebuilt), weighed
    if trial.curve(choices.cut, choices.endpoint) is None:
        return (no_curve(CLINICIAN, trial, choices),)
    if view.survival is None:
        return curve_note(CLINICIAN, view), survival_not_at_a_time(CLINICIAN, view), followed
    lines = (
        "Line and shaded band are reconstructed, to agree with what was published. The band is "
        "where the curve may run. They are not patients' data."
    )
    return rings, lines, weighed, followed


def guide_icons(view: Findings) -> tuple[str, ...]:
    """How to read the icons: always a whole hundred, the range hatched."""
    if view.survival is None:
        return (survival_not_at_a_time(CLINICIAN, view),)
    lines = [
        "Each picture is a whole 100 people who had the same treatment, filled in the same order, "
        "so that two can be compared.",
    ]
    if view.survival.whole_limits is not None:
        limits = gain_range_sentence(CLINICIAN, view.survival, view.choices.framing)
        lines.append(f"Hatched: the range of the difference. {limits}")
    lines.append(
        "Harm has pictures of the same size, in a colour of its own. Survival counts everybody "
        "randomised, harm everybody treated."
    )
    return tuple(lines)


def guide_panel(view: Findings) -> tuple[str, ...]:
    """How to read the panel: gain, harm, break-even, a preference not set, the badge."""
    trial, found = view.trial, view.harm
    told = (
        "The panel stands beside the page; on a narrow screen the line of gain and harm opens it.",
        survival_not_at_a_time(CLINICIAN, view)
        if view.survival is None
        else _gain(trial, view.survival),
    )
    if trial.weighed_harm is None:
        return (
            *told,
            harm_not_available(CLINICIAN, trial),
            harms_sentence(CLINICIAN, view),
            break_even_reading(CLINICIAN, view),
        )
    harms = harm_not_available(CLINICIAN, trial)
    if found is not None:
        shown = numbers.with_range(found.excess, signed=True)
        harms = f"{harm_heading(trial, found)}: {shown} per 100."
    point = " ".join(filter(None, (BREAK_EVEN_TITLE, break_even_figures(CLINICIAN, view))))
    unset = (
        "The preference is not set until somebody moves the slider, together with the patient. "
        "Then the panel shows what that judgement implies; it does not recommend."
    )
    return *told, harms, f"{point}. {break_even_reading(CLINICIAN, view)}", unset, *_badge(view)


def _gain(trial: Trial, survival: SurvivalFindings) -> str:
    shown = numbers.with_range(survival.gain, signed=True)
    return (
        f"{gain_heading(CLINICIAN, trial, survival)}: {shown} per 100. In brackets the 95 % range."
    )


def _badge(view: Findings) -> tuple[str, ...]:
    """What is said of the badge that stands below; nothing where none does."""
    if view.harm is None or harm.badge(CLINICIAN, view.trial, view.harm) is None:
        return ()
    if view.harm.confirmed is None:
        return (
            "This badge stands at a figure that needs a caution, and at all that is computed "
            "from it:",
        )
    return (
        "These words stand at a figure that a centre has confirmed, and at all that is computed "
        "from it:",
    )


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


def guide_answers(view: Findings) -> dict[int, str]:
    """The answers in rising order, each with what is said to it: the difference, what it is not."""
    survival, trial, framing = view.survival, view.trial, view.choices.framing
    if survival is None:
        return {}
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = survival_numbers(CLINICIAN, survival, framing, 0)
    told = (f"were {end.alive}", end.died)
    here, there = told if framing is Framing.ALIVE else told[::-1]
    having = Arms.each(lambda role: arm_words(trial, role).having)
    mixed_up = {
        int(experimental): f"all who {here} {having.experimental}",
        int(control): f"all who {here} {having.control}",
        numbers.HUNDRED - int(experimental): f"all who {there} {having.experimental}",
    }
    answers = {
        people: f"Easily mixed up: {people} is {who}. The question asks for the difference "
        f"between {experimental} and {control}: {change}."
        for people, who in mixed_up.items()
    }
    sentence = survival_sentence(CLINICIAN, trial, survival, framing)
    said = f"That's it. {sentence} {gain_range_sentence(CLINICIAN, survival, framing)}"
    answers[abs(survival.people.increment)] = said
    return dict(sorted(answers.items()))
