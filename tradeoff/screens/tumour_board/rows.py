"""The board's rows: benefit and harm through one function, and the break-even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.drawing import markup
from tradeoff.drawing.icons import IconArray, legend_svg
from tradeoff.drawing.people import benefit_arrays, harm_arrays
from tradeoff.drawing.to_svg import data_uri
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings, all_harms
from tradeoff.screens import arrays
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Harm, Trial
from tradeoff.words import numbers
from tradeoff.words.harm import (
    NOT_ADJUSTED,
    badge,
    harm_array_heading,
    harm_counted,
    harm_not_available,
    harms_sentence,
)
from tradeoff.words.naming import arm_words, grade
from tradeoff.words.provenance import own_counts
from tradeoff.words.say import Say
from tradeoff.words.survival import (
    array_heading,
    median_months,
    medians_name,
    medians_reading,
    no_landmark,
)
from tradeoff.words.weighing import (
    BREAK_EVEN_TITLE,
    break_even,
    break_even_reading,
    net_gain_sentence,
)

#: Letters of a centre's name that the narrow column beside a board's arrays has room for.
_ROOM_FOR_NAME: Final = 34


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure to be read from afar: label, figure, range, and how the range came about (or P)."""

    label: str
    value: str
    range: str
    note: str = ""


# --- benefit -----------------------------------------------------------------------------------


def benefit(say: Say, view: Findings) -> str:
    """Both arms' people at the landmark; in their place the medians, where none is published."""
    trial, survival, framing = view.trial, view.survival, view.choices.framing
    ratio = _hazard_ratio(say, view)
    if survival is None:
        return _medians(say, view, ratio)
    told = trial.text.endpoints[survival.endpoint]
    alive = framing is Framing.ALIVE
    people = survival.people if alive else survival.people.complement
    legend = (
        told.alive,
        numbers.more_or_fewer(say, people.increment),
        told.died_heading.lower(),
    )
    return _row(
        array_heading(say, trial, survival, framing),
        benefit_arrays(say, trial, survival, framing),
        arrays.figures(trial, people),
        counted=Arms.each(
            lambda role: say("{n_randomised} randomised", n_randomised=trial.arm(role).n_randomised)
        ),
        legend=legend if alive else legend[::-1],
        stats=_stats(
            difference(say, survival.gain, sign=1 if alive else -1),
            ratio,
            _number_needed(say, survival),
        ),
        css="gain",
    )


def _medians(say: Say, view: Findings, ratio: KeyFigure) -> str:
    """In the place of arrays: the medians, what they say, and that nothing can be weighed."""
    trial, medians = view.trial, view.medians
    missing = no_landmark(say, trial, view.choices)
    if medians is None:
        return markup.region(
            missing,
            markup.paragraph(missing),
            _stats(ratio),
            css="board-row gain plain",
            part="benefit",
        )
    title = medians_name(say, trial, medians)
    shown = numbers.versus(
        say, median_months(say, medians.experimental), median_months(say, medians.control)
    )
    both = KeyFigure(say("Median, months"), shown, _median_ranges(say, medians))
    return markup.region(
        title,
        markup.heading(title, 2),
        f'<div class="board-stats">{_stats(both, ratio)}</div>',
        markup.paragraph(f"{medians_reading(say, trial, medians)} {missing}"),
        css="board-row gain plain medians",
        part="benefit",
    )


def _median_ranges(say: Say, medians: MedianFindings) -> str:
    """Both medians' ranges as printed, or that none is."""
    limits = [(one.lower, one.upper, one.decimals) for one in medians.shown]
    ranges = [
        numbers.span(
            say, numbers.number(say, lower, decimals), numbers.number(say, upper, decimals)
        )
        for lower, upper, decimals in limits
        if lower is not None and upper is not None
    ]
    return (
        numbers.versus(say, *ranges)
        if len(ranges) == len(Role)
        else say(numbers.RANGE_NOT_PUBLISHED)
    )


def difference(say: Say, finding: Finding, *, sign: int = 1) -> KeyFigure:
    """A difference out of 100 with its range; with the other sign where those who died are told."""
    found, decimals = finding.estimate, finding.decimals
    shown = numbers.signed_out_of_100(say, sign * found.value, decimals)
    if not found.has_range:
        return KeyFigure(say("Difference"), shown, say(numbers.RANGE_NOT_PUBLISHED))
    limits = sorted(sign * limit for limit in found.limits)
    room = numbers.span(say, *(numbers.out_of_100(say, limit, decimals) for limit in limits))
    how = say(numbers.CALCULATED) if finding.calculated_range else ""
    return KeyFigure(say("Difference"), shown, room, how)


def _hazard_ratio(say: Say, view: Findings) -> KeyFigure:
    """The hazard ratio with range and P."""
    finding, choices = view.base.hazard_ratio, view.choices
    if finding is None:
        return KeyFigure(say("Hazard ratio"), say(numbers.NOT_AVAILABLE), "")
    published = view.trial.hazard_ratio(choices.cut, choices.endpoint)
    shown = numbers.ratio(say, finding.estimate, finding.decimals)
    p = numbers.p_value(say, None if published is None else published.p_value)
    return KeyFigure(say("Hazard ratio"), *shown, p)


def _number_needed(say: Say, survival: SurvivalFindings) -> KeyFigure:
    """NNT at its time, with its range."""
    shown = numbers.needed(say, survival.number_needed)
    note = say(numbers.CALCULATED) if survival.gain.calculated_range and shown.range else ""
    return KeyFigure(say("NNT, {time}", time=numbers.time(say, survival.months)), *shown, note)


# --- harm --------------------------------------------------------------------------------------


def harm(say: Say, view: Findings) -> str:
    """Both arms' people with the weighed harm; in their place every harm that was counted."""
    trial, found = view.trial, view.harm
    if found is None:
        missing = harm_not_available(say, trial)
        listed = _every_harm(say, view)
        said = "" if listed and trial.weighed_harm is None else markup.paragraph(missing)
        return markup.region(missing, said, listed, css="board-row harm plain", part="harm")
    return _row(
        harm_array_heading(say, trial, found),
        harm_arrays(say, trial, found),
        arrays.figures(trial, found.people),
        counted=Arms.each(lambda role: _treated(say, found, role)),
        legend=(say("event"), numbers.more_or_fewer(say, found.people.increment), say("no event")),
        stats=_stats(difference(say, found.excess))
        + _badge(say, view, narrow=True)
        + markup.paragraph(_counts_what(say, trial, found), "counted"),
        css="harm",
    )


def _treated(say: Say, found: HarmFindings, role: Role) -> str:
    """One arm's count of the harm, or how many its percentage is of."""
    total = found.excess.population.of(role)
    if found.counted is None:
        return say("of {total} treated", total=total)
    return say("{events} of {total} treated", events=found.counted.of(role).events, total=total)


def _counts_what(say: Say, trial: Trial, found: HarmFindings) -> str:
    """What the figures count; where a badge stands in their column, the grade alone."""
    return (
        harm_counted(say, trial, found)
        if badge(say, trial, found) is None
        else grade(say, found.harm)
    )


def _every_harm(say: Say, view: Findings) -> str:
    """All harms that were counted, both ways alike, in two columns."""
    if not harms_sentence(say, view):
        return ""
    trial = view.trial
    both = numbers.versus(say, *Arms.each(lambda role: arm_words(trial, role).short).shown)
    unequal = any(harm.exposure_differs for harm in trial.harms)
    title = say("Harms per 100 treated, {both}", both=both)
    if unequal:
        title += f"; {say(NOT_ADJUSTED)}"
    listed = (_one_harm(say, trial, *pair) for pair in all_harms(view))
    items = "".join(
        f"<li>{markup.span(one.label, 'what')} {markup.span(one.range, 'both')} "
        f"<b>{markup.escaped(one.value)}</b></li>"
        for one in listed
    )
    return f'{markup.heading(title, 2)}<ul class="board-harms">{items}</ul>'


def _one_harm(say: Say, trial: Trial, harm: Harm, found: HarmFindings | None) -> KeyFigure:
    """One harm of the list: both arms and the difference per 100 treated."""
    name = trial.text.harms[harm.id].short
    if found is None:
        return KeyFigure(name, say(numbers.NOT_AVAILABLE), "")
    both = numbers.versus(say, str(found.people.experimental), str(found.people.control))
    return KeyFigure(name, numbers.with_range(say, found.excess, signed=True), both)


# --- one row -----------------------------------------------------------------------------------


def _row(
    title: str,
    pair: tuple[IconArray, IconArray],
    figures: Arms[tuple[str, str]],
    *,
    counted: Arms[str],
    legend: Sequence[str],
    stats: str,
    css: str,
) -> str:
    """Benefit or harm: heading, both arms, figures. One function, so that both weigh alike."""
    colours = Arms.each(lambda role: "harm" if css == "harm" else role.value)
    arms = "".join(map(_arm, figures.shown, pair, counted.shown, colours.shown))
    head = markup.heading(title, 2) + _legend(pair[0], legend)
    return markup.region(
        title,
        f'<div class="board-row-head">{head}</div><div class="board-row-body">{arms}'
        f'<div class="board-stats">{stats}</div></div>',
        css=f"board-row {css}",
        part="harm" if css == "harm" else "benefit",
    )


def _arm(figure: tuple[str, str], array: IconArray, counted: str, css: str) -> str:
    value, having = figure
    caption = (
        f'<b class="key">{markup.escaped(value)}</b>{markup.span(having, "having")}'
        f"{markup.span(counted, 'counted')}"
    )
    shown = f"{arrays.picture(array)}<figcaption>{caption}</figcaption>"
    return f'<figure class="arm {css}">{shown}</figure>'


def _legend(array: IconArray, texts: Sequence[str]) -> str:
    """The marks with short words; nothing for a class without people."""
    items = "".join(
        f"<li>{markup.image(data_uri(legend_svg(group.mark)), '', 'mark')}"
        f"<span>{markup.escaped(text)}</span></li>"
        for group, text in zip(array.groups, texts, strict=True)
        if group.count
    )
    return f'<ul class="board-legend">{items}</ul>'


def _stats(*found: KeyFigure) -> str:
    return f"<ul>{''.join(map(_stat, found))}</ul>"


def _stat(one: KeyFigure) -> str:
    """Figure and range large; under the range what it is, and how the range came about."""
    css = "key" if any(map(str.isdigit, one.value)) else "missing"
    how = markup.span(f", {one.note}", "how") if one.note else ""
    return (
        f'<li><b class="{css}">{markup.escaped(one.value)}</b> {markup.span(one.range, "range")} '
        f'<span class="what">{markup.escaped(one.label)}{how}</span></li>'
    )


# --- weighing ----------------------------------------------------------------------------------


def weighing(say: Say, view: Findings, *, outside: bool = False) -> str:
    """Break-even with badge and range, and what it means; or what a set preference implies.

    Grey where the check says that the trial's numbers do not describe the patient.
    """
    point, value = break_even(say, view), ""
    said = break_even_reading if view.choices.weight is None else net_gain_sentence
    if point is not None:
        value = (
            f'<b class="key">{markup.escaped(point.value)}</b> {markup.span(point.range, "range")}'
        )
    return markup.region(
        say(BREAK_EVEN_TITLE),
        f'<div class="board-point">{markup.heading(say(BREAK_EVEN_TITLE), 2)}'
        f'<p class="board-balance">{value}</p>{_badge(say, view)}</div>',
        markup.paragraph(said(say, view)),
        css="board-weighing outside" if outside else "board-weighing",
        part="weigh",
    )


def _badge(say: Say, view: Findings, *, narrow: bool = False) -> str:
    if view.harm is None:
        return ""
    note = short_badge(say, view.trial, view.harm, narrow=narrow)
    return markup.badge(note, settled=view.harm.confirmed is not None)


def short_badge(say: Say, trial: Trial, found: HarmFindings, *, narrow: bool = False) -> str | None:
    """The badge with no more letters than a board has room for; the document is in its sources.

    ``narrow`` is for the column beside the arrays: a long name is cut, and stands below in full.
    """
    if narrow and found.counted_by is not None:
        return own_counts(say, _shortened(say.recorded(found.counted_by)))
    confirmed = None if found.confirmed is None else found.confirmed.confirmed
    if narrow and confirmed is not None:
        return say("Confirmed by {shortened}", shortened=_shortened(confirmed.centre))
    return badge(say, trial, found, short=True)


def _shortened(name: str) -> str:
    return name if len(name) <= _ROOM_FOR_NAME else f"{name[:_ROOM_FOR_NAME].rstrip(' ,')}…"
