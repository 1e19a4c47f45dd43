"""Gain, harm and break-even in one line where the panel is closed; a press opens it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.view import Findings
from tradeoff.screens import components
from tradeoff.words import numbers
from tradeoff.words.naming import endpoint_of
from tradeoff.words.say import Say, message
from tradeoff.words.survival import hazard_ratio_words, medians_words
from tradeoff.words.weighing import break_even_figures, obstacle_sentence

OPENS: Final = message("Weigh")


def show(say: Say, view: Findings) -> None:
    """The line as a button that opens the panel over the page, as a sheet."""
    said = markup.escaped(in_a_line(say, view))
    badge, opens = markup.harm_badge(say, view.trial, view.harm), markup.escaped(say(OPENS))
    with st.container(key="panel_line"):
        components.sheet(
            f'<button type="button" class="flow" data-opens><span>{said}</span>{badge}'
            f"<u>{opens}</u></button>",
            key="panel_sheet",
        )


# --- words --------------------------------------------------------------------------------------


def in_a_line(say: Say, view: Findings) -> str:
    """Gain, harm and break-even in one line, for pages whose panel is closed."""
    parts = (
        _gain_in_a_line(say, view),
        _harm_in_a_line(say, view),
        _break_even_in_a_line(say, view),
    )
    return " · ".join(part for part in parts if part)


def _gain_in_a_line(say: Say, view: Findings) -> str:
    trial, survival, medians = view.trial, view.survival, view.medians
    if survival is not None:
        end, gain = endpoint_of(trial, survival), survival.gain
        shown = numbers.signed_out_of_100(say, gain.estimate.value, gain.decimals)
        room = numbers.range_out_of_100(say, gain.estimate, gain.decimals)
        time = numbers.time(say, survival.months)
        return say(
            "Per 100: {shown} {alive} by {time} ({room})",
            shown=shown,
            alive=end.alive,
            time=time,
            room=room,
        )
    if medians is None:
        return ""
    ratio = hazard_ratio_words(say, trial, view.choices, view.base.hazard_ratio)
    return f"{medians_words(say, trial, medians)} · {ratio}"


def _harm_in_a_line(say: Say, view: Findings) -> str:
    if view.harm is None:
        return ""
    excess = view.harm.excess
    shown = numbers.signed_out_of_100(say, excess.estimate.value, excess.decimals)
    room = numbers.range_out_of_100(say, excess.estimate, excess.decimals)
    words = view.trial.text.harms[view.harm.harm.id]
    told = f"{shown} {numbers.uncapitalised(words.short)} {words.window} ({room})"
    return told if view.survival is not None else say("Per 100: {told}", told=told)


def _break_even_in_a_line(say: Say, view: Findings) -> str:
    figures = break_even_figures(say, view)
    return (
        obstacle_sentence(say, view)
        if figures is None
        else say("break-even {figures}", figures=figures)
    )
