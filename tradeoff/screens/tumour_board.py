"""Tumour board: everything on one screen, benefit and harm alike, legible from across the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import streamlit as st

from tradeoff.drawing import figures, markup
from tradeoff.drawing.icons import IconArray, data_uri, legend_svg, svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Citation, Finding
from tradeoff.findings.subgroups import age_groups
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import pictures, tables
from tradeoff.screens import controls, curves, lettered, store
from tradeoff.screens.frame import Page
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Harm, Trial
from tradeoff.words import numbers
from tradeoff.words.applicability import (
    AGE_SHORT,
    AGE_TITLE,
    age_line,
    age_lines,
    applicability_summary,
)
from tradeoff.words.curve import REBUILT_NOT_PATIENTS, digitised_cut
from tradeoff.words.frame import CAVEATS_TITLE, INTENDED_USE, PAGES, caveats
from tradeoff.words.harm import (
    NOT_ADJUSTED,
    badge,
    harm_array_heading,
    harm_counted,
    harm_heading,
    harm_not_available,
    harm_provenance,
    harms_sentence,
)
from tradeoff.words.naming import analysis_compared, arm_figure, arm_words, footer, grade, subtitle
from tradeoff.words.provenance import (
    ProvenanceLine,
    own_counts,
    provenance,
    status_word,
    survival_window,
)
from tradeoff.words.survival import (
    any_reached,
    array_heading,
    gain_heading,
    median_months,
    medians_name,
    medians_reading,
    no_curve,
    no_landmark,
)
from tradeoff.words.weighing import (
    BALANCE_TITLE,
    balance_figures,
    balance_sentence,
    net_gain_sentence,
)


@dataclass(frozen=True, slots=True)
class BoardFigure:
    """A key figure of the board: label, figure, range, and how the range came about (or P)."""

    label: str
    value: str
    range: str
    note: str = ""


BOARD_DETAILS: Final = "Sources, methods and tables"
BOARD_SOURCES: Final = "Sources"
BOARD_NAME: Final = 34
"""Letters of a centre's name that the narrow column beside a board's arrays has room for."""
BOARD_LINES: Final = 240
"""Characters of the applicability check's findings that a board has room for."""


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
        + markup.paragraph(subtitle(trial, view.choices))
        + "</div>"
    )


def _visit(view: Findings) -> str:
    """What the applicability check found, in the board's own short form of the banner."""
    assessment, lines = controls.visit_lines(view)
    said = []
    if lines:
        head = f"<b>{markup.escaped(applicability_summary(assessment))}</b>"
        found = markup.escaped(" · ".join(board_visit_lines(lines)))
        said.append((f"{head} {found}", "stop" if assessment.not_met else "caution"))
    if assessment.by_age:
        said.append((markup.escaped(board_age(view)), "byage"))
    return "".join(
        f'<div class="board-visit {css}" role="status">{text}</div>' for text, css in said
    )


def _curve(view: Findings) -> str:
    trial, choices = view.trial, view.choices
    title = analysis_compared(trial, choices.cut, choices.endpoint)
    drawn = _curve_pictures(view)
    parts = [markup.heading(title, 2)]
    if drawn:
        parts.append(f'<div class="board-picture">{"".join(drawn)}</div>')
        parts.append(markup.paragraph(board_curve_note(view)))
    else:
        parts.append(markup.paragraph(no_curve(trial, choices)))
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
    ratio = board_hazard_ratio(view)
    if survival is None:
        return _medians(view, ratio)
    title = array_heading(trial, survival, framing)
    shown = (survival.people.experimental, survival.people.control)
    if framing is Framing.DIED:
        shown = (numbers.HUNDRED - shown[0], numbers.HUNDRED - shown[1])
    pair = pictures.benefit_arrays(trial, survival, framing)
    legend = board_benefit_legend(trial, survival, framing)
    if framing is Framing.DIED:
        legend = legend[::-1]
    arms = [
        _arm(
            view,
            role,
            array,
            people=people,
            counted=board_arm_randomised(trial, role),
            css=role.value,
        )
        for role, array, people in zip(_ARMS, pair, shown, strict=True)
    ]
    stats = _stats(board_gain(survival, framing), ratio, board_number_needed(survival))
    return _row(title, _legend(pair[0], legend), *arms, stats, css="gain")


def _medians(view: Findings, ratio: BoardFigure) -> str:
    """In the place of arrays: the medians, what they say, and that nothing can be weighed."""
    trial, medians = view.trial, view.medians
    missing = no_landmark(trial, view.choices)
    if medians is None:
        stats = _stats(ratio)
        return markup.region(missing, markup.paragraph(missing), stats, css="board-row gain plain")
    title = medians_name(trial, medians)
    stats = f'<div class="board-stats">{_stats(board_medians(medians), ratio)}</div>'
    said = markup.paragraph(f"{medians_reading(trial, medians)} {missing}")
    parts = (markup.heading(title, 2), stats, said)
    return markup.region(title, *parts, css="board-row gain plain medians")


def _harm(view: Findings) -> str:
    trial, harm = view.trial, view.harm
    if harm is None:
        missing = harm_not_available(trial)
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
            counted=board_arm_treated(harm, role),
            css="harm",
        )
        for role, array, one in zip(_ARMS, pair, people, strict=True)
    ]
    stats = (
        _stats(board_excess(harm))
        + _badge(view, narrow=True)
        + markup.paragraph(board_harm_counted(trial, harm), "counted")
    )
    title = harm_array_heading(trial, harm)
    legend = _legend(pair[0], board_harm_legend(harm))
    return _row(title, legend, *arms, stats, css="harm")


def _every_harm(view: Findings) -> str:
    """All harms that were counted, both ways alike, in two columns."""
    if not harms_sentence(view):
        return ""
    items = "".join(
        f"<li>{markup.span(one.label, 'what')} {markup.span(one.range, 'range')} "
        f"<b>{markup.escaped(one.value)}</b></li>"
        for one in (board_harm(view.trial, *pair) for pair in all_harms(view))
    )
    title = markup.heading(board_harms_title(view), 2)
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
    value, having = arm_figure(view.trial, role, people)
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
    point = board_balance(view)
    value = ""
    if point is not None:
        value = f'<b class="key">{markup.escaped(point.value)}</b> {markup.escaped(point.range)}'
    return markup.region(
        BALANCE_TITLE,
        '<div class="board-point">',
        markup.heading(BALANCE_TITLE, 2),
        f'<p class="board-balance">{value}</p>',
        f"{_badge(view)}</div>",
        markup.paragraph(balance_sentence(view)),
        markup.paragraph(net_gain_sentence(view)) if view.choices.weight is not None else "",
        css="board-weighing",
    )


def _badge(view: Findings, *, narrow: bool = False) -> str:
    if view.harm is None:
        return ""
    note = board_badge(view.trial, view.harm, narrow=narrow)
    return markup.badge(note, settled=view.harm.confirmed is not None)


def _foot(view: Findings) -> str:
    trial = view.trial
    keep = f"<b>{markup.escaped(CAVEATS_TITLE)}:</b> "
    sources = f"<b>{markup.escaped(BOARD_SOURCES)}:</b> "
    sources += markup.escaped(f"{board_sources(view)} {footer(trial)}")
    notes = f"<p>{keep}{markup.escaped(board_caveats(view))} {sources}</p>"
    limits = markup.paragraph(INTENDED_USE, "limits")
    last = f'<div class="board-last">{limits}{_details(view)}</div>'
    return f'<div class="board-foot">{notes}{last}</div>'


def _details(view: Findings) -> str:
    """Provenance of the figures and the pictures as tables, over the board when asked for."""
    trial, parts = view.trial, []
    if view.survival is not None:
        window = survival_window(view.survival)
        lines = provenance(trial, view.survival.gain, window=window)
        title = gain_heading(trial, view.survival)
        parts.append(_provenance(title, lines))
    if view.harm is not None:
        lines = harm_provenance(trial, view.harm, view.harm.excess)
        parts.append(_provenance(harm_heading(trial, view.harm), lines))
    made = (tables.arrays_table(view), tables.curve_table(view), tables.cuts_table(view))
    parts += [markup.table(one) for one in made if one.rows]
    body = f'<div class="board-panel">{"".join(parts)}</div>'
    return markup.details(BOARD_DETAILS, body, css="board-details")


def _provenance(title: str, lines: tuple[ProvenanceLine, ...]) -> str:
    rows = "".join(
        f"<div><dt>{markup.escaped(line.term)}</dt><dd>{markup.escaped(line.description)}</dd></div>"
        for line in lines
    )
    return f"{markup.heading(title, 2)}<dl>{rows}</dl>"


# --- words --------------------------------------------------------------------------------------


def board_age(view: Findings) -> str:
    """The same in one run, for a board: never one group without the others."""
    groups = age_groups(view)
    if not groups:
        return age_lines(view)[0]
    return f"{AGE_TITLE}: {' '.join(age_line(view, one, short=True) for one in groups)} {AGE_SHORT}"


def board_gain(survival: SurvivalFindings, framing: Framing) -> BoardFigure:
    """The difference out of 100 in the framing, with its range."""
    gain = survival.gain.estimate
    sign = 1 if framing is Framing.ALIVE else -1
    limits = sorted(sign * limit for limit in gain.limits) if gain.has_range else []
    return _board_difference(survival.gain, sign * gain.value, limits)


def board_excess(harm: HarmFindings) -> BoardFigure:
    """The excess of the harm out of 100, with its range."""
    excess = harm.excess.estimate
    return _board_difference(
        harm.excess, excess.value, list(excess.limits) if excess.has_range else []
    )


def _board_difference(finding: Finding, value: float, limits: list[float]) -> BoardFigure:
    shown = numbers.signed_out_of_100(value, finding.decimals)
    if not limits:
        return BoardFigure("Difference", shown, numbers.RANGE_NOT_PUBLISHED)
    room = numbers.span(*(numbers.out_of_100(limit, finding.decimals) for limit in limits))
    return BoardFigure(
        "Difference", shown, room, numbers.CALCULATED if finding.calculated_range else ""
    )


def board_hazard_ratio(view: Findings) -> BoardFigure:
    """The hazard ratio with range and P."""
    finding = view.base.hazard_ratio
    if finding is None:
        return BoardFigure("Hazard ratio", numbers.NOT_AVAILABLE, "")
    choices = view.choices
    published = view.trial.hazard_ratio(choices.cut, choices.endpoint)
    value, rest = _split(numbers.ratio_with_range(finding.estimate, finding.decimals))
    p = numbers.p_value(None if published is None else published.p_value)
    return BoardFigure("Hazard ratio", value, rest, p)


def board_harm(trial: Trial, harm: Harm, found: HarmFindings | None) -> BoardFigure:
    """One harm of a board's list: both arms and the difference per 100 treated."""
    name = trial.text.harms[harm.id].short
    if found is None:
        return BoardFigure(name, numbers.NOT_AVAILABLE, "")
    arms = (str(people) for people in (found.people.experimental, found.people.control))
    return BoardFigure(name, numbers.with_range(found.excess, signed=True), numbers.versus(*arms))


def board_harms_title(view: Findings) -> str:
    """Over the board's list of harms: what is counted, and in which order the arms stand."""
    experimental, control = (
        arm_words(view.trial, role).short for role in (Role.EXPERIMENTAL, Role.CONTROL)
    )
    unequal = any(harm.exposure_differs for harm in view.trial.harms)
    ending = f"; {NOT_ADJUSTED}" if unequal else ""
    return f"Harms per 100 treated, {numbers.versus(experimental, control)}{ending}"


def board_medians(medians: MedianFindings) -> BoardFigure:
    """Both medians, where no survival at a fixed time is published."""
    shown = numbers.versus(median_months(medians.experimental), median_months(medians.control))
    unit = "months" if any_reached(medians) else ""
    return BoardFigure("Median", shown, unit, numbers.RANGE_NOT_PUBLISHED)


def board_number_needed(survival: SurvivalFindings) -> BoardFigure:
    """NNT at its time, with its range."""
    value, rest = _split(numbers.number_needed(survival.number_needed))
    note = numbers.CALCULATED if survival.gain.calculated_range and rest else ""
    return BoardFigure(f"NNT, {numbers.time(survival.months)}", value, rest, note)


def _split(text: str) -> tuple[str, str]:
    """A figure and what stands in brackets behind it."""
    value, _, rest = text.partition(" (")
    return value, rest.removesuffix(")")


def board_balance(view: Findings) -> BoardFigure | None:
    """The balance point as a key figure; ``None`` where there is none."""
    figures = balance_figures(view)
    return None if figures is None else BoardFigure(BALANCE_TITLE, *_split(figures))


def board_arm_randomised(trial: Trial, role: Role) -> str:
    """How many people one arm's survival stands for."""
    return f"{trial.arm(role).n_randomised} randomised"


def board_arm_treated(harm: HarmFindings, role: Role) -> str:
    """One arm's count of the harm, or how many its percentage is of."""
    people = harm.excess.population
    total = people.control if role is Role.CONTROL else people.experimental
    if harm.counted is None:
        return f"of {total} treated"
    control, experimental = harm.counted
    events = (control if role is Role.CONTROL else experimental).events
    return f"{events} of {total} treated"


def board_badge(trial: Trial, harm: HarmFindings, *, narrow: bool = False) -> str | None:
    """The badge with no more letters than a board has room for; the document is in its sources.

    ``narrow`` is for the column beside the arrays: a long name is cut, and stands below in full.
    """
    if narrow and harm.counted_by is not None:
        return own_counts(_cut(harm.counted_by))
    found = None if harm.confirmed is None else harm.confirmed.confirmed
    if narrow and found is not None:
        return f"Confirmed by {_cut(found.centre)}"
    return badge(trial, harm, short=True)


def board_harm_counted(trial: Trial, harm: HarmFindings) -> str:
    """What a harm's figures count; where a badge stands in its column, the grade alone."""
    return harm_counted(trial, harm) if badge(trial, harm) is None else grade(harm.harm)


def _cut(name: str) -> str:
    return name if len(name) <= BOARD_NAME else f"{name[:BOARD_NAME].rstrip(' ,')}…"


def board_benefit_legend(
    trial: Trial, survival: SurvivalFindings, framing: Framing
) -> tuple[str, str, str]:
    """Alive, the increment, died: short words for the marks."""
    end = trial.text.endpoints[survival.endpoint]
    change = survival.people.increment
    shown = change if framing is Framing.ALIVE else -change
    return end.alive, numbers.more_or_fewer(shown), end.died_heading.lower()


def board_harm_legend(harm: HarmFindings) -> tuple[str, str, str]:
    """With an event, the increment, without: short words for the marks."""
    return "event", numbers.more_or_fewer(harm.people.increment), "no event"


def board_sources(view: Findings) -> str:
    """Where survival and harm come from, each with its status."""
    benefit = view.survival.experimental.citations if view.survival else ()
    benefit = view.medians.citations if view.medians and not view.survival else benefit
    ratio = view.base.hazard_ratio.citations if view.base.hazard_ratio else ()
    parts = [_board_source("Survival", tuple(dict.fromkeys((*benefit, *ratio))))]
    if view.harm is not None:
        typed = board_badge(view.trial, view.harm) or ""
        cited = view.harm.excess.citations
        parts.append(_board_source("Harm", cited) if cited else f"Harm: {typed}")
    elif counted := [found for _, found in all_harms(view) if found is not None]:
        sources = dict.fromkeys(one for found in counted for one in found.excess.citations)
        parts.append(_board_source("Harms", tuple(sources)))
    return f"{' · '.join(parts)}."


def _board_source(what: str, cited: tuple[Citation, ...]) -> str:
    # Who confirmed it stands at the figure itself.
    known = {one: "confirmed" if one.confirmed else status_word(one) for one in cited}
    named = dict.fromkeys(f"{one.source.short} ({known[one]})" for one in cited)
    return f"{what}: {'; '.join(named)}" if named else f"{what}: {numbers.NOT_AVAILABLE}"


def board_caveats(view: Findings) -> str:
    """The caveats in one run, and the level of all ranges."""
    level = "" if view.survival is None else numbers.percent(view.survival.gain.estimate.level)
    ranges = (f"Ranges: {level}; in the arrays hatched.",) if level else ()
    return " ".join((*caveats(view), *ranges))


def board_curve_note(view: Findings) -> str:
    """What is published and what reconstructed; the chosen month where it is no landmark."""
    note = "Rings: published. Lines and bands: reconstructed."
    if digitised_cut(view) is not None:
        note = (
            f"Rings: published. Steps and bands: {REBUILT_NOT_PATIENTS}. Numbers at risk: "
            f"{BOARD_DETAILS.lower()}."
        )
    marked, survival = view.marked, view.survival
    if marked is None or survival is None:
        return note
    arms = (
        _board_marked(one.estimate, view.choices.framing)
        for one in (marked.experimental, marked.control)
    )
    return (
        f"{note} At {numbers.time(marked.months)}: {numbers.versus(*arms)}; all else at "
        f"{numbers.time(survival.months)}."
    )


def _board_marked(read: Estimate, framing: Framing) -> str:
    """A figure read off the curve with its range, in the framing."""
    values = (read.value, *(read.limits if read.has_range else ()))
    if framing is Framing.DIED:
        values = tuple(1 - value for value in values)
    value, *limits = values
    room = numbers.span(*(numbers.out_of_100(limit) for limit in sorted(limits))) if limits else ""
    return f"{numbers.out_of_100(value)} ({room or numbers.RANGE_NOT_PUBLISHED})"


def board_visit_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """What of the applicability check's findings a board has room for, and how many are left."""
    shown: list[str] = []
    for line in lines:
        if shown and sum(map(len, shown)) + len(line) > BOARD_LINES:
            break
        shown.append(line)
    left = len(lines) - len(shown)
    return (*shown, *((f"{left} more: see {PAGES['consultation']}.",) if left else ()))
