"""The patient view's screens on the chances: who was alive, who had serious harm."""

from __future__ import annotations

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.icons import legend_svg, svg
from tradeoff.drawing.people import legend_marks
from tradeoff.drawing.to_svg import data_uri
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.papers import patient_arrays
from tradeoff.papers.handout.harms import harms_table
from tradeoff.papers.patient_arrays import ArmTold
from tradeoff.screens import state
from tradeoff.screens.patient_screens import Told
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words.patient import anywhere, joined, told_facts
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import harm as harm_words
from tradeoff.words.say import Say


def benefit(told: Told) -> None:
    """Who was alive: one frame in words and as people, then the other, the range, what on age."""
    say, text, view = told.say, told.text, told.view
    survival, framing = view.survival, view.choices.framing
    if survival is None:
        _medians(told)
        return
    other = next(one for one in Framing if one is not framing)
    sentences = {one: benefit_words.benefit_sentences(say, text, survival, one) for one in Framing}
    told.paragraphs(sentences[framing], css="chances")
    _framing(told, survival.endpoint)
    told.write(
        markup.heading(benefit_words.benefit_heading(say, text, survival, framing), 2),
        _grid(say, patient_arrays.benefit(say, text, told.trial, survival, framing)),
    )
    told.paragraphs(sentences[other], css="chances")
    told.paragraphs(
        benefit_words.benefit_range(say, survival, framing),
        *benefit_words.beside_benefit(told.trial, text, survival.endpoint),
    )


def _medians(told: Told) -> None:
    """By when half of the people had the event, where no survival at a fixed time is published."""
    say, text, medians = told.say, told.text, told.view.medians
    if medians is None:
        told.paragraphs(benefit_words.survival_not_available(say))
        return
    told.paragraphs(benefit_words.medians_sentences(say, text, medians), css="chances")
    told.paragraphs(
        benefit_words.medians_range(say, text, medians),
        *benefit_words.beside_benefit(told.trial, text, medians.endpoint),
    )


def _framing(told: Told, endpoint: str) -> None:
    st.segmented_control(
        told.say("Show the same people as"),
        list(Framing),
        required=True,
        label_visibility="collapsed",
        format_func=lambda one: numbers.capitalised(
            benefit_words.outcome(told.text, endpoint, one)
        ),
        **state.bound("framing", told.view.choices),
    )


def harm(told: Told) -> None:
    """Who had serious harm, at the same size, with what must travel with the rate."""
    say, text = told.say, told.text
    found = told.view.harm
    if found is None:
        _every_harm(told)
        return
    words = harm_words.harm_text(text, found)
    told.paragraphs(harm_words.harm_sentences(say, text, found), css="chances")
    _array_of(told, found)
    told.paragraphs(words.meaning)
    told.paragraphs(harm_words.harm_sentences(say, text, found, without=True), css="chances")
    note = () if words.note is None else (words.note,)
    told.paragraphs(harm_words.harm_range(say, found), *note, words.recovery)
    _beside(told)


def _beside(told: Told) -> None:
    """Other harms at the same size, then those told in a sentence, then facts."""
    say, text = told.say, told.text
    shown, others = harm_words.harms_beside(text, told.view)
    for one in shown:
        words = harm_words.harm_text(text, one)
        told.write(markup.heading(words.name, 2), css="part")
        told.paragraphs(harm_noted(say, text, one), css="chances")
        _array_of(told, one)
        told.paragraphs(words.meaning)
        told.paragraphs(harm_words.harm_sentences(say, text, one, without=True), css="chances")
        told.paragraphs(harm_sure(say, one))
    lines = [
        *(harm_told(say, text, one) for one in others),
        ranges_worked_out(say, others),
        *told_facts(text, told.trial),
    ]
    if any(lines):
        told.write(markup.heading(say("Other problems"), 2), css="part")
    told.paragraphs(*filter(None, lines))


def _array_of(told: Told, found: HarmFindings) -> None:
    """The arrays of one harm, with what must travel with its rate above them."""
    say, text = told.say, told.text
    status = harm_words.harm_status(say, text, found)
    settled = found.confirmed is not None
    told.write(f"<p>{markup.badge(status, settled=settled)}</p>" if status else "")
    told.write(
        markup.heading(harm_words.harm_heading(say, text, found), 2),
        _grid(say, patient_arrays.harm(say, text, told.trial, found), css="harm"),
    )


def _every_harm(told: Told) -> None:
    """That the weighed harm has no rate, and all the harms that were counted, as numbers."""
    say, text = told.say, told.text
    table = harms_table(told.view, say, text)
    if table is None:
        told.paragraphs(harm_words.harm_not_available(say))
        return
    missing = harm_words.harm_missing(say, text, told.view)
    told.paragraphs(*filter(None, (missing, harm_words.harms_lead(say), text.harms_note)))
    told.write(markup.table(table))
    told.paragraphs(*harm_words.harm_notes(say, text, told.view), *told_facts(text, told.trial))


def _grid(say: Say, arms: tuple[ArmTold, ...], *, css: str | None = None) -> str:
    """Both hundreds side by side, baseline first, with their legend."""
    figures = "".join(_figure(arm, css=css or arm.role.value) for arm in arms)
    groups = legend_marks(*(arm.array for arm in reversed(arms)))
    entries = [(data_uri(legend_svg(group.mark)), group.label) for group in groups]
    stripes = patient_arrays.range_key(say, arms)
    key = markup.paragraph(stripes, "key") if stripes else ""
    return f'<div class="arrays">{figures}</div>{markup.legend(entries)}{key}'


def _figure(arm: ArmTold, *, css: str) -> str:
    caption = f"<b>{arm.people}</b>{markup.escaped(arm.having)}"
    picture = markup.image(data_uri(svg(arm.array)), arm.array.alt, "people")
    return f'<figure class="{css}"><figcaption>{caption}</figcaption>{picture}</figure>'


# --- words of the harms beside the weighed one -------------------------------------------------


def harm_noted(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """One harm beside the weighed one: both options, and what the report does not say of it."""
    words = harm_words.harm_text(text, harm)
    return joined(harm_words.harm_sentences(say, text, harm), words.note)


def harm_sure(say: Say, harm: HarmFindings) -> str:
    """How sure a difference is: its range, and where it is so that nobody can tell."""
    unsure = harm_words.too_few(say) if harm_words.unsure(harm) else ""
    return joined(harm_words.harm_range(say, harm), unsure)


def harm_told(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """One harm in a sentence: what it is, both options, how sure, what must travel with it."""
    sure = harm_sure(say, harm)
    if harm_words.unsure(harm):
        limits = harm.whole_limits or (0, 0)
        lower, upper = (numbers.more_or_fewer(say, limit) for limit in limits)
        sure = joined(anywhere(say, lower, upper), harm_words.too_few(say))
    status = harm_words.harm_status(say, text, harm)
    meaning = harm_words.harm_text(text, harm).meaning
    return joined(meaning, harm_noted(say, text, harm), sure, status)


def ranges_worked_out(say: Say, harms: list[HarmFindings]) -> str:
    """After harms told in a sentence: whose ranges theirs are; empty where the report has them."""
    if any(harm.excess.calculated_range and harm_words.unsure(harm) for harm in harms):
        return say("We worked out these ranges. The report does not give them.")
    return ""
