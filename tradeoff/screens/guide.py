"""How to read the pages, in 90 seconds: opened by its button and by nothing else.

What it knows is the session's alone: nothing is written to the URL or kept after the visit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.icons import IconArray
from tradeoff.drawing.people import benefit_arrays, harm_arrays
from tradeoff.drawing.survival import survival_svg
from tradeoff.drawing.to_svg import data_uri
from tradeoff.drawing.weighed import still as still_weighed
from tradeoff.findings.choices import Framing
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, can_be_weighed
from tradeoff.screens import arrays, check, controls, curves
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Trial
from tradeoff.words import harm, numbers
from tradeoff.words.curve import curve_alt, curve_note, digitised_cut, digitised_lines
from tradeoff.words.harm import harm_heading, harm_not_available, harms_sentence
from tradeoff.words.naming import arm_words
from tradeoff.words.read_out import read_out, read_out_line
from tradeoff.words.say import Say, message
from tradeoff.words.survival import (
    gain_heading,
    gain_range_sentence,
    no_curve,
    outcome_heading,
    survival_not_at_a_time,
    survival_numbers,
    survival_sentence,
)
from tradeoff.words.weighing import break_even_reading, break_even_sentence

TITLE: Final = message("How to read this")
GUIDE_CHOOSE: Final = message("Choose an answer. Nobody sees it and nothing is kept.")
_WITH_LINE: Final = CurveOptions(dotted=True)
_STEP = "_guide_step"
_AT = "_guide_at"
"""The page on which the guide is open, so that it never opens by itself on another."""

_STYLE = """
.guidestep h2 { font-size: 1.125rem; font-weight: 600; margin: 0 0 0.5rem; padding: 0;
  color: var(--text); }
.guidestep img.wide { width: 100%; max-width: 30rem; height: auto; display: block; }
.guidestep .read { max-width: 29rem; padding: 0.35rem 0.6rem; border-radius: 0.4rem;
  background: var(--surface); border: 1px solid var(--border); font-size: 0.9375rem; }
.guidestep .chips { display: flex; flex-wrap: wrap; gap: 0.35rem; margin: 0 0 0.5rem; }
.guidestep .chips span { padding: 0.2rem 0.75rem; border: 1px solid var(--border);
  border-radius: 1.25rem; background: var(--surface); font-size: 0.875rem; color: var(--text); }
.guidestep .chips span.chosen { border: 2px solid var(--accent); color: var(--accent);
  font-weight: 600; }
.guidestep .pairs { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
  gap: 0.75rem 1.5rem; align-items: end; }
.guidestep .pairs h3 { font-size: 0.9375rem; font-weight: 600; margin: 0 0 0.3rem; padding: 0; }
.guidestep .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 9rem));
  gap: 0.5rem 1rem; align-items: end; }
.guidestep .pair figure { margin: 0; }
.guidestep .pair figcaption { font-size: 0.875rem; line-height: 1.3; color: var(--text); }
.guidestep .pair img { width: 100%; height: auto; display: block; }
.guidestep .weighing { max-width: 18rem; }
.guidestep ul.plain { margin-top: 0.6rem; }
.guidestep ul.plain li { font-size: 1rem; }
.guideanswer { min-height: 7rem; }
/* Where the guide is open, it is what is printed. */
@media print {
  .stApp, [role="dialog"] :is(button, .stButton) { display: none !important; }
  body, body :has([role="dialog"]), [role="dialog"] { position: static !important;
    display: block !important; width: auto !important; max-width: none !important;
    height: auto !important; max-height: none !important; overflow: visible !important;
    background: none !important; box-shadow: none !important; transform: none !important; }
  [role="dialog"], [role="dialog"] .stHtml { color: var(--text) !important;
    color-scheme: light !important; }
}
"""


def button(say: Say) -> None:
    """Opens the guide."""
    st.button(say(TITLE), key="guide_open", on_click=_open)


def show(say: Say, name: str, view: Findings) -> None:
    """The guide, where somebody has opened it on this page."""
    if st.session_state.get(_STEP) is None:
        return
    if st.session_state.setdefault(_AT, name) != name:
        _close()
        return
    scheme = f'[role="dialog"] {{ color-scheme: {curves.theme()}; }}'  # it hangs outside the app
    st.html(f"<style>{_STYLE}{scheme}</style>")
    st.dialog(say(TITLE), width="medium", on_dismiss=_close)(_dialog)(say, view)


def _open() -> None:
    st.session_state.pop(_AT, None)
    _go(0)


def _close() -> None:
    st.session_state.pop(_STEP, None)
    st.session_state.pop(_AT, None)


def _go(step: int) -> None:
    st.session_state[_STEP] = step


# --- the steps ---------------------------------------------------------------------------------


def _dialog(say: Say, view: Findings) -> None:
    """One step at a time, announced as it changes; only the dialog runs again with each."""
    last = len(_STEPS) - 1
    step = min(int(st.session_state.get(_STEP) or 0), last)
    title, drawn = say(_TITLES[step]), _STEPS[step]
    with st.container(key="guide_step"):
        heading = markup.heading(
            say("{step} of {steps}: {title}", step=step + 1, steps=len(_STEPS), title=title), 2
        )
        st.html(f'<div class="guidestep" role="status">{heading}{drawn(say, view)}</div>')
        if step == last and (answers := guide_answers(say, view)):
            _ask(say, view, answers)
    with st.container(key="guide_controls", horizontal=True, gap="small"):
        if step:
            st.button(say("Back"), key="guide_back", on_click=_go, args=(step - 1,))
        if step < last:
            st.button(say("Next"), key="guide_next", type="primary", on_click=_go, args=(step + 1,))
            ended = st.button(say("Skip the guide"), key="guide_skip", type="tertiary")
        else:
            ended = st.button(say("Done"), key="guide_done", type="primary")
    if ended:
        _close()
        st.rerun()


def _chips(say: Say, view: Findings) -> str:
    """The rows of chips as they stand on the page, without their work."""
    rows = "".join(
        f'<div class="chips">{"".join(markup.span(*chip) for chip in row)}</div>'
        for row in _chip_rows(say, view)
    )
    return rows + markup.unordered(guide_chips(say, view))


def _chip_rows(say: Say, view: Findings) -> Iterator[list[tuple[str, str]]]:
    """Each chip's name and class."""
    for row in controls.chip_names(say, view):
        yield [(name, "chosen" if chosen else "") for name, chosen in row]


def _curve(say: Say, view: Findings) -> str:
    """The curve with a line at the landmark, and above it what is read there."""
    drawn, picture, survival = survival_view(say, view, _WITH_LINE), "", view.survival
    if drawn is not None and survival is not None:
        read = read_out(say, view.trial, view.choices, survival.months, survival)
        picture = markup.paragraph(read_out_line(say, read.parts), "read")
    if drawn is not None:
        plain = replace(drawn, title="", notes=(), at_risk=None)
        shown = survival_svg(plain, theme=curves.theme(), width=480, height=250)
        picture += markup.image(data_uri(shown), curve_alt(say, view), "wide")
    return picture + markup.unordered(guide_curve(say, view))


def _people(say: Say, view: Findings) -> str:
    """Benefit and harm as they stand side by side, each a hundred people an arm."""
    trial, survival, found, pairs = view.trial, view.survival, view.harm, ""
    lines = markup.unordered(guide_people(say, view))
    if survival is None:
        return lines
    framing = view.choices.framing
    benefit = benefit_arrays(say, trial, survival, framing)
    pairs += _pair(outcome_heading(say, trial, survival, framing), benefit)
    if found is not None:
        pairs += _pair(harm_heading(trial, found), harm_arrays(say, trial, found))
    return f'<div class="pairs">{pairs}</div>{lines}'


def _pair(title: str, both: Sequence[IconArray]) -> str:
    hundreds = "".join(
        f"<figure><figcaption>{markup.escaped(one.title)}</figcaption>{arrays.picture(one, '')}"
        "</figure>"
        for one in both
    )
    return f'<section>{markup.heading(title, 3)}<div class="pair">{hundreds}</div></section>'


def _panel(say: Say, view: Findings) -> str:
    """The panel's picture as it is before a preference is set, and what it says."""
    picture = still_weighed(say, view) if can_be_weighed(view) else ""
    badge = markup.harm_badge(say, view.trial, view.harm)
    return picture + markup.unordered(guide_panel(say, view)) + (f"<p>{badge}</p>" if badge else "")


def _question(say: Say, view: Findings) -> str:
    if guide_question(say, view):
        return ""
    return markup.paragraph(
        say(
            "There is no question here: this data cut has no published survival at a fixed time. "
            "Choose another end point or data cut if there is one, then open the guide again."
        )
    )


def _ask(say: Say, view: Findings, answers: dict[int, str]) -> None:
    chosen = st.radio(
        guide_question(say, view),
        list(answers),
        index=None,
        format_func=lambda people: say("{people} of 100", people=people),
        key="guide_answer",
    )
    said = say(GUIDE_CHOOSE) if chosen is None else answers[chosen]
    st.html(f'<div class="guideanswer" role="status">{markup.paragraph(said)}</div>')


_STEPS: Final[tuple[Callable[[Say, Findings], str], ...]] = (
    *(_chips, _curve, _people, _panel, _question),
)
_TITLES: Final = (
    message("The chips"),
    message("The curve"),
    message("The people"),
    message("The panel"),
    message("Try it"),
)


# --- words --------------------------------------------------------------------------------------


def guide_chips(say: Say, view: Findings) -> tuple[str, ...]:
    """What the chips choose, and what the last one asks."""
    lines = [say("The framed chips say what every page shows.")]
    if view.survival is not None:
        lines.append(say("A month and the analysis that published it are one choice: never mixed."))
    return (
        *lines,
        say("“{title}” says whether the trial speaks of your patient.", title=say(check.TITLE)),
    )


def guide_curve(say: Say, view: Findings) -> tuple[str, ...]:
    """How to read the curve: the line that moves, published rings, a reconstructed line."""
    trial, choices, rebuilt = view.trial, view.choices, digitised_cut(view)
    if rebuilt is None and trial.curve(choices.cut, choices.endpoint) is None:
        return (no_curve(say, trial, choices),)
    if rebuilt is None and view.survival is None:
        return curve_note(say, view), survival_not_at_a_time(say, view)
    move = say("Drag the line, or use the arrow keys: what that month says stands above the curve.")
    rings = say("Rings are published.")
    lines = say("Lines are reconstructed, not patients' data; the bands are their 95 % range.")
    if rebuilt is not None:
        lines = digitised_lines(say, rebuilt)
    weighed = say("What is weighed is the landmark of the chip, whatever month you read.")
    return move, f"{rings} {lines}", *((weighed,) if can_be_weighed(view) else ())


def guide_people(say: Say, view: Findings) -> tuple[str, ...]:
    """How to read the people: always a whole hundred, the range hatched, whom each counts."""
    if view.survival is None:
        return (survival_not_at_a_time(say, view),)
    hundred = say("Each picture is a whole 100 people with one treatment.")
    if view.survival.whole_limits is not None:
        hundred = " ".join((hundred, say("Hatched: the range of the difference.")))
    return (
        hundred,
        say("Survival counts everybody randomised, harm everybody treated."),
    )


def guide_panel(say: Say, view: Findings) -> tuple[str, ...]:
    """How to read the panel: gain, harm, break-even, a preference not set, the badge."""
    trial, found = view.trial, view.harm
    gain = (
        survival_not_at_a_time(say, view)
        if view.survival is None
        else _gain(say, trial, view.survival)
    )
    if trial.weighed_harm is None:
        return (
            gain,
            harm_not_available(say, trial),
            harms_sentence(say, view),
            break_even_reading(say, view),
        )
    harms = harm_not_available(say, trial)
    if found is not None:
        shown = numbers.with_range(say, found.excess, signed=True)
        harms = say(
            "{harm_heading}: {shown} per 100.", harm_heading=harm_heading(trial, found), shown=shown
        )
    unset = say(
        "Ask the patient how bad one such event is, then move the slider together: the bar of harm "
        "shrinks to what it weighs, and net appears. It does not recommend."
    )
    return gain, harms, break_even_sentence(say, view), unset, *_badge(say, view)


def _gain(say: Say, trial: Trial, survival: SurvivalFindings) -> str:
    shown = numbers.with_range(say, survival.gain, signed=True)
    return say(
        "{gain_heading}: {shown} per 100. In brackets the 95 % range.",
        gain_heading=gain_heading(say, trial, survival),
        shown=shown,
    )


def _badge(say: Say, view: Findings) -> tuple[str, ...]:
    """What is said of the badge that stands below; nothing where none does."""
    if view.harm is None or harm.badge(say, view.trial, view.harm) is None:
        return ()
    if view.harm.confirmed is None:
        return (
            say(
                "This badge stands at a figure that needs a caution, and at all that is computed "
                "from it:"
            ),
        )
    return (
        say(
            "These words stand at a figure that a centre has confirmed, and at all that is "
            "computed "
            "from it:"
        ),
    )


def guide_question(say: Say, view: Findings) -> str:
    """The practice question; empty where there is no published survival to ask about."""
    survival, trial = view.survival, view.trial
    if survival is None:
        return ""
    end = trial.text.endpoints[survival.endpoint]
    alive = view.choices.framing is Framing.ALIVE
    more = (survival.people.increment >= 0) is alive
    values = {
        "people": trial.text.people,
        "alive": end.alive,
        "died": end.died,
        "time": numbers.time(say, survival.months),
        "having": arm_words(trial, Role.EXPERIMENTAL).having,
        "alone": arm_words(trial, Role.CONTROL).having,
    }
    return say(_QUESTIONS[alive, more], **values)


#: By whether the living are told, and whether there were more of those who are told.
_QUESTIONS: Final = {
    (True, True): message(
        "Of 100 {people}, how many more were {alive} after {time} {having} than {alone}?"
    ),
    (True, False): message(
        "Of 100 {people}, how many fewer were {alive} after {time} {having} than {alone}?"
    ),
    (False, True): message(
        "Of 100 {people}, how many more {died} after {time} {having} than {alone}?"
    ),
    (False, False): message(
        "Of 100 {people}, how many fewer {died} after {time} {having} than {alone}?"
    ),
}


def guide_answers(say: Say, view: Findings) -> dict[int, str]:
    """The answers in rising order, each with what is said to it: the difference, what it is not."""
    survival, trial, framing = view.survival, view.trial, view.choices.framing
    if survival is None:
        return {}
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = survival_numbers(say, survival, framing, 0)
    alive = Arms.each(
        lambda role: say(
            "all who were {alive} {having}", alive=end.alive, having=arm_words(trial, role).having
        )
    )
    died = Arms.each(
        lambda role: say(
            "all who {died} {having}", died=end.died, having=arm_words(trial, role).having
        )
    )
    here, there = (alive, died) if framing is Framing.ALIVE else (died, alive)
    mixed_up = {
        int(experimental): here.experimental,
        int(control): here.control,
        numbers.HUNDRED - int(experimental): there.experimental,
    }
    answers = {
        people: say(
            "Easily mixed up: {people} is {who}. The question asks for the "
            "difference between {experimental} and {control}: {change}.",
            people=people,
            who=who,
            experimental=experimental,
            control=control,
            change=change,
        )
        for people, who in mixed_up.items()
    }
    sentence = survival_sentence(say, trial, survival, framing)
    told = f"{sentence} {gain_range_sentence(say, survival, framing)}"
    answers[abs(survival.people.increment)] = say("That's it. {told}", told=told)
    return dict(sorted(answers.items()))
