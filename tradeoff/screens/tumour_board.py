"""Tumour board: everything on one screen, benefit and harm alike, legible from across the room."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from tradeoff.drawing import figures, markup
from tradeoff.drawing.icons import IconArray, data_uri, legend_svg, svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.views import Findings, all_harms
from tradeoff.papers import pictures, tables
from tradeoff.screens import controls, curves, lettered, store
from tradeoff.screens.frame import Page
from tradeoff.trial.records import Role
from tradeoff.words import clinicians as words
from tradeoff.words.clinicians import BoardFigure

__all__ = ["show"]

# The curve is drawn in several heights at one width, and the style sheet shows the tallest that
# the screen has room for: letters keep their size, whatever stands above and below.
_CURVE_WIDTH: Final = 340
_CURVE_HEIGHTS: Final = (325, 300, 275, 250, 225, 200, 175)
_CURVE_MARGIN: Final = 4
_ARMS: Final = (Role.EXPERIMENTAL, Role.CONTROL)


def show(page: Page) -> None:
    """The body of the page: choices in a row, and below them the board."""
    view = page.view()
    with st.container(key="board_choices", horizontal=True, vertical_alignment="center"):
        controls.selectors(view, labels=False)
        controls.framing(view.choices)
    st.html(_board(view))


# --- the board ---------------------------------------------------------------------------------


def _board(view: Findings) -> str:
    return (
        f'<div class="board">{_head(view)}{_visit(view)}'
        f'<div class="board-body">{_curve(view)}{_benefit(view)}{_harm(view)}{_weighing(view)}'
        f"</div>{_foot(view)}</div>"
    )


def _head(view: Findings) -> str:
    trial = view.trial
    return (
        '<div class="board-head">'
        + markup.heading(trial.text.title, 1, "board-question")
        + markup.paragraph(words.subtitle(trial, view.choices))
        + "</div>"
    )


def _visit(view: Findings) -> str:
    """What the applicability check found, in the board's own short form of the banner."""
    assessment, lines = controls.visit_lines(view)
    said = []
    if lines:
        head = f"<b>{markup.escaped(words.applicability_summary(assessment))}</b>"
        found = markup.escaped(" · ".join(words.board_visit_lines(lines)))
        said.append((f"{head} {found}", "stop" if assessment.not_met else "caution"))
    if assessment.by_age:
        said.append((markup.escaped(words.board_age(view)), "byage"))
    return "".join(
        f'<div class="board-visit {css}" role="status">{text}</div>' for text, css in said
    )


def _curve(view: Findings) -> str:
    trial, choices = view.trial, view.choices
    title = words.analysis_compared(trial, choices.cut, choices.endpoint)
    drawn = _curve_pictures(view)
    parts = [markup.heading(title, 2)]
    if drawn:
        parts.append(f'<div class="board-picture">{"".join(drawn)}</div>')
        parts.append(markup.paragraph(words.board_curve_note(view)))
    else:
        parts.append(markup.paragraph(words.no_curve(trial, choices)))
    return markup.region(title, *parts, css="board-curve")


def _curve_pictures(view: Findings) -> tuple[str, ...]:
    theme = curves.theme()
    key = ("board", replace(view.choices, weight=None), theme)
    return store.kept(view.trial, key, lambda: _drawn(view, theme))


def _drawn(view: Findings, theme: Literal["light", "dark"]) -> tuple[str, ...]:
    """The curve in each of the heights; nothing where there is no curve."""
    options = pictures.CurveOptions()
    drawn = pictures.survival_view(view, options)
    if drawn is None:
        return ()
    bare = replace(drawn, title="", notes=(), at_risk=(), axis=_axis(drawn))
    return tuple(_curve_picture(bare, theme, height) for height in _CURVE_HEIGHTS)


def _axis(drawn: figures.SurvivalView) -> figures.AxisRange:
    """Told as died the low lines need the room of half an axis, from 0, where they stay in it."""
    if drawn.framing is Framing.ALIVE or pictures.lowest_drawn(drawn) < 1 / 2:
        return figures.AxisRange.WHOLE
    return figures.AxisRange.HALF


def _curve_picture(
    drawn: figures.SurvivalView, theme: Literal["light", "dark"], height: int
) -> str:
    """The lines as a picture, and the words over it in the page's own font."""
    inner = height - 2 * _CURVE_MARGIN
    picture = figures.survival_svg(
        drawn, theme=theme, width=_CURVE_WIDTH, height=inner, margin=_CURVE_MARGIN
    )
    return lettered.picture(picture, drawn.alt, size=(_CURVE_WIDTH, height), css=f"high-{height}")


def _benefit(view: Findings) -> str:
    trial, survival, framing = view.trial, view.survival, view.choices.framing
    ratio = words.board_hazard_ratio(view)
    if survival is None:
        return _medians(view, ratio)
    title = words.array_heading(trial, survival, framing)
    shown = (survival.people.experimental, survival.people.control)
    if framing is Framing.DIED:
        shown = (words.HUNDRED - shown[0], words.HUNDRED - shown[1])
    pair = pictures.benefit_arrays(trial, survival, framing)
    legend = words.board_benefit_legend(trial, survival, framing)
    if framing is Framing.DIED:
        legend = legend[::-1]
    arms = [
        _arm(
            view,
            role,
            array,
            people=people,
            counted=words.board_arm_randomised(trial, role),
            css=role.value,
        )
        for role, array, people in zip(_ARMS, pair, shown, strict=True)
    ]
    stats = _stats(words.board_gain(survival, framing), ratio, words.board_number_needed(survival))
    return _row(title, _legend(pair[0], legend), *arms, stats, css="gain")


def _medians(view: Findings, ratio: BoardFigure) -> str:
    """In the place of arrays: the medians, what they say, and that nothing can be weighed."""
    trial, medians = view.trial, view.medians
    missing = words.no_landmark(trial, view.choices)
    if medians is None:
        stats = _stats(ratio)
        return markup.region(missing, markup.paragraph(missing), stats, css="board-row gain plain")
    title = words.medians_name(trial, medians)
    stats = f'<div class="board-stats">{_stats(words.board_medians(medians), ratio)}</div>'
    said = markup.paragraph(f"{words.medians_reading(trial, medians)} {missing}")
    parts = (markup.heading(title, 2), stats, said)
    return markup.region(title, *parts, css="board-row gain plain medians")


def _harm(view: Findings) -> str:
    trial, harm = view.trial, view.harm
    if harm is None:
        missing = words.harm_not_available(trial)
        listed = _every_harm(view)
        said = "" if listed and trial.weighed_harm is None else markup.paragraph(missing)
        return markup.region(missing, said, listed, css="board-row harm plain")
    pair = pictures.harm_arrays(trial, harm)
    people = (harm.people.experimental, harm.people.control)
    arms = [
        _arm(
            view,
            role,
            array,
            people=one,
            counted=words.board_arm_treated(harm, role),
            css="harm",
        )
        for role, array, one in zip(_ARMS, pair, people, strict=True)
    ]
    stats = (
        _stats(words.board_excess(harm))
        + _badge(view, narrow=True)
        + markup.paragraph(words.board_harm_counted(trial, harm), "counted")
    )
    title = words.harm_array_heading(trial, harm)
    legend = _legend(pair[0], words.board_harm_legend(harm))
    return _row(title, legend, *arms, stats, css="harm")


def _every_harm(view: Findings) -> str:
    """All harms that were counted, both ways alike, in two columns."""
    if not words.harms_sentence(view):
        return ""
    items = "".join(
        f"<li>{markup.span(one.label, 'what')} {markup.span(one.range, 'range')} "
        f"<b>{markup.escaped(one.value)}</b></li>"
        for one in (words.board_harm(view.trial, *pair) for pair in all_harms(view))
    )
    title = markup.heading(words.board_harms_title(view), 2)
    return f'{title}<ul class="board-harms">{items}</ul>'


def _row(title: str, legend: str, *parts: str, css: str) -> str:
    """Benefit or harm: heading, both arms, figures. One function, so that both weigh alike."""
    *arms, stats = parts
    head = markup.heading(title, 2) + legend
    body = f'{"".join(arms)}<div class="board-stats">{stats}</div>'
    return markup.region(
        title,
        f'<div class="board-row-head">{head}</div><div class="board-row-body">{body}</div>',
        css=f"board-row {css}",
    )


def _arm(
    view: Findings, role: Role, array: IconArray, *, people: int, counted: str, css: str
) -> str:
    value, having = words.arm_figure(view.trial, role, people)
    picture = markup.image(data_uri(svg(array)), array.alt, "people")
    caption = (
        f'<b class="key">{markup.escaped(value)}</b>{markup.span(having, "having")}'
        f"{markup.span(counted, 'counted')}"
    )
    return f'<figure class="arm {css}">{picture}<figcaption>{caption}</figcaption></figure>'


def _legend(array: IconArray, texts: tuple[str, str, str]) -> str:
    """The marks with short words; nothing for a class without people."""
    entries = [
        (data_uri(legend_svg(group.mark)), text)
        for group, text in zip(array.groups, texts, strict=True)
        if group.count
    ]
    items = "".join(
        f"<li>{markup.image(uri, '', 'mark')}<span>{markup.escaped(text)}</span></li>"
        for uri, text in entries
    )
    return f'<ul class="board-legend">{items}</ul>'


def _stats(*found: BoardFigure) -> str:
    return f"<ul>{''.join(map(_stat, found))}</ul>"


def _stat(one: BoardFigure) -> str:
    """The figure large, and beside it what it is, its range, and how the range came about."""
    css = "key" if any(map(str.isdigit, one.value)) else "missing"
    how = markup.span(one.note, "how") if one.note else ""
    return (
        f'<li><b class="{css}">{markup.escaped(one.value)}</b> <span>'
        f"{markup.span(one.label, 'what')} {markup.span(one.range, 'range')} {how}</span></li>"
    )


def _weighing(view: Findings) -> str:
    """Balance point with badge and range; what a set preference implies, if one is set."""
    point = words.board_balance(view)
    value = ""
    if point is not None:
        value = f'<b class="key">{markup.escaped(point.value)}</b> {markup.escaped(point.range)}'
    return markup.region(
        words.BALANCE_TITLE,
        '<div class="board-point">',
        markup.heading(words.BALANCE_TITLE, 2),
        f'<p class="board-balance">{value}</p>',
        f"{_badge(view)}</div>",
        markup.paragraph(words.balance_sentence(view)),
        markup.paragraph(words.net_gain_sentence(view)) if view.choices.weight is not None else "",
        css="board-weighing",
    )


def _badge(view: Findings, *, narrow: bool = False) -> str:
    if view.harm is None:
        return ""
    note = words.board_badge(view.trial, view.harm, narrow=narrow)
    return markup.badge(note, settled=view.harm.confirmed is not None)


def _foot(view: Findings) -> str:
    trial = view.trial
    keep = f"<b>{markup.escaped(words.CAVEATS_TITLE)}:</b> "
    sources = f"<b>{markup.escaped(words.BOARD_SOURCES)}:</b> "
    sources += markup.escaped(f"{words.board_sources(view)} {words.footer(trial)}")
    notes = f"<p>{keep}{markup.escaped(words.board_caveats(view))} {sources}</p>"
    limits = markup.paragraph(words.INTENDED_USE, "limits")
    last = f'<div class="board-last">{limits}{_details(view)}</div>'
    return f'<div class="board-foot">{notes}{last}</div>'


def _details(view: Findings) -> str:
    """Provenance of the figures and the pictures as tables, over the board when asked for."""
    trial, parts = view.trial, []
    if view.survival is not None:
        window = words.survival_window(view.survival)
        lines = words.provenance(trial, view.survival.gain, window=window)
        title = words.gain_heading(trial, view.survival)
        parts.append(_provenance(title, lines))
    if view.harm is not None:
        lines = words.harm_provenance(trial, view.harm, view.harm.excess)
        parts.append(_provenance(words.harm_heading(trial, view.harm), lines))
    made = (tables.arrays_table(view), tables.curve_table(view), tables.cuts_table(view))
    parts += [markup.table(one) for one in made if one.rows]
    body = f'<div class="board-panel">{"".join(parts)}</div>'
    return markup.details(words.BOARD_DETAILS, body, css="board-details")


def _provenance(title: str, lines: tuple[words.ProvenanceLine, ...]) -> str:
    rows = "".join(
        f"<div><dt>{markup.escaped(line.term)}</dt><dd>{markup.escaped(line.description)}</dd></div>"
        for line in lines
    )
    return f"{markup.heading(title, 2)}<dl>{rows}</dl>"
