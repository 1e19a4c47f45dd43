"""From findings to pictures: the views that charts and icon arrays are drawn from.

Each picture gets its numbers from ``findings`` and its words from ``words``; nothing is computed
here but people into groups.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tradeoff.drawing import figures
from tradeoff.drawing.harms_picture import HarmRow, HarmsView
from tradeoff.drawing.icons import Group, IconArray, Mark, difference_array
from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.curve_ranges import CurveRanges
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.subgroups import SubgroupFinding, subgroups_of_cut
from tradeoff.findings.survival import SurvivalFindings, survival_findings
from tradeoff.findings.view import Findings, all_harms
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers.tables import (
    curve_table,
    harms_in_order,
    harms_table,
    probability_table,
    subgroup_label,
    subgroup_table,
)
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.survival import KaplanMeierCurve, survival_at
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    CalibratedArm,
    CalibratedCurves,
    DigitisedArm,
    DigitisedCurves,
    Harm,
    Status,
    Trial,
)
from tradeoff.words import naming, numbers
from tradeoff.words.curve import (
    MONTHS_AXIS,
    REBUILT_NOT_PATIENTS,
    curve_alt,
    curve_axis,
    curve_note,
)
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.harm import (
    HARMS_TITLE,
    badge,
    cautions,
    harm_range_sentence,
    harm_words,
    harms_counted,
)
from tradeoff.words.naming import (
    arm_words,
    endpoint_of,
    endpoint_words,
    of_demonstration,
    trial_name,
)
from tradeoff.words.provenance import STATUS_WORDS, citation
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    DIFFERENCE_TITLE,
    gain_range_sentence,
    picture_title,
    subgroup_ratio,
)
from tradeoff.words.weighing import anchor

FEWER, MORE = "fewer", "more"


__all__ = [
    "CORRELATIONS",
    "PREFERENCES",
    "CurveOptions",
    "bare_harms",
    "benefit_arrays",
    "benefit_difference",
    "forest_view",
    "harm_arrays",
    "harm_difference",
    "harms_view",
    "has_curve",
    "legend_marks",
    "lowest_drawn",
    "panel_scale",
    "probability_view",
    "retitled",
    "survival_view",
    "with_set_preference",
]


CHANGE_HEAD: Final = "Difference (range)"
NO_DIFFERENCE: Final = "the same in both arms"
INDEPENDENT: Final = "Gain and harm independent"
PROBABILITY_AXIS: Final = "Gain larger, in how many of 100 simulations"
LATER_REPORTS: Final = "Later reports: other analyses"
#: After the month over the pointer's words.
REBUILT_MONTHS: Final = f"months, {REBUILT_NOT_PATIENTS}"
RISK_TITLE: Final = "Pseudo-patients at risk, censored, with events"
RISK_LABELS: Final = ("at risk", "cens.", "events")


# "What a correlation of ±0.3 would change" (statistics.md, section 2; product.md).
CORRELATIONS: Final = (-0.3, 0.3)
PREFERENCES: Final = tuple(range(101))
# Gain and harm share one scale in the panel, 0 to 40 per 100, widened where a limit lies beyond.
_PANEL_SCALE: Final = (0.0, 40.0)


@dataclass(frozen=True, slots=True)
class CurveOptions:
    """How the curves are drawn."""

    axis: figures.AxisRange = figures.AxisRange.WHOLE
    ranges: bool = True
    """The 95 % ranges: of the curves, shaded, and of the published landmarks."""
    room: bool = False
    """Where a reconstructed curve may run, given the published numbers."""


# --- icon arrays -------------------------------------------------------------------------------


def benefit_arrays(
    trial: Trial, survival: SurvivalFindings, framing: Framing
) -> tuple[IconArray, IconArray]:
    """Experimental and control arm: alive in the same fill order, the increment in its own class.

    With ``died`` the same people are told from the other end: those who died fill first.
    """
    experimental, control = _alive_arrays(trial, survival)
    if framing is Framing.ALIVE:
        return experimental, control
    return _from_the_other_end(experimental), _from_the_other_end(control)


def _alive_arrays(trial: Trial, survival: SurvivalFindings) -> tuple[IconArray, IconArray]:
    people, (shared, more, rest) = survival.people, benefit_legend(trial, survival)
    alive_control, alive = people.control, people.experimental
    groups: tuple[Group, ...]
    if people.increment >= 0:
        groups = (
            Group(Mark.ALIVE, alive_control, shared),
            Group(Mark.GAIN, people.increment, more),
            Group(Mark.DIED, numbers.HUNDRED - alive, rest),
        )
    else:
        groups = (
            Group(Mark.ALIVE, alive, shared),
            Group(Mark.FEWER, -people.increment, more),
            Group(Mark.DIED, numbers.HUNDRED - alive_control, rest),
        )
    return (
        IconArray(
            groups,
            arm_words(trial, Role.EXPERIMENTAL).name,
            benefit_alt(trial, survival, Role.EXPERIMENTAL),
            _zone(survival),
        ),
        IconArray(
            (
                Group(Mark.ALIVE, alive_control, endpoint_of(trial, survival).alive),
                Group(Mark.DIED, numbers.HUNDRED - alive_control, rest),
            ),
            arm_words(trial, Role.CONTROL).name,
            benefit_alt(trial, survival, Role.CONTROL),
        ),
    )


def _from_the_other_end(array: IconArray) -> IconArray:
    """The same hundred with the last group first, and the range counted from there."""
    zone = array.uncertain
    mirrored = None if zone is None else (numbers.HUNDRED - zone[1], numbers.HUNDRED - zone[0])
    return replace(array, groups=array.groups[::-1], uncertain=mirrored)


def harm_arrays(trial: Trial, harm: HarmFindings) -> tuple[IconArray, IconArray]:
    """Experimental and control arm: with the event first, then those without."""
    people = harm.people
    shared, more, none = harm_legend(trial, harm)
    fewest, most = sorted((people.control, people.experimental))
    middle = Mark.EXTRA_EVENT if people.increment >= 0 else Mark.FEWER_EVENT
    zone = None
    if harm.whole_limits is not None:
        low, high = harm.whole_limits
        zone = _clipped(people.control + low, people.control + high)
    return (
        IconArray(
            (
                Group(Mark.EVENT, fewest, shared),
                Group(middle, most - fewest, more),
                Group(Mark.NO_EVENT, numbers.HUNDRED - most, none),
            ),
            arm_words(trial, Role.EXPERIMENTAL).name,
            harm_alt(trial, harm, Role.EXPERIMENTAL),
            zone,
        ),
        IconArray(
            (
                Group(Mark.EVENT, people.control, trial.text.harms[harm.harm.id].having),
                Group(Mark.NO_EVENT, numbers.HUNDRED - people.control, none),
            ),
            arm_words(trial, Role.CONTROL).name,
            harm_alt(trial, harm, Role.CONTROL),
        ),
    )


def benefit_difference(trial: Trial, survival: SurvivalFindings) -> IconArray:
    """Only those who make the difference, its range hatched."""
    change = survival.people.increment
    mark = Mark.GAIN if change >= 0 else Mark.FEWER
    _, more, _ = benefit_legend(trial, survival)
    return difference_array(
        Group(mark, abs(change), more),
        Group(Mark.NEUTRAL, numbers.HUNDRED - abs(change), NO_DIFFERENCE),
        title=DIFFERENCE_TITLE,
        alt=difference_alt(trial, survival),
        limits=_towards(change, survival.whole_limits),
    )


def harm_difference(trial: Trial, harm: HarmFindings) -> IconArray:
    """Only those who make the excess, its range hatched."""
    change = harm.people.increment
    mark = Mark.EXTRA_EVENT if change >= 0 else Mark.FEWER_EVENT
    _, more, _ = harm_legend(trial, harm)
    return difference_array(
        Group(mark, abs(change), more),
        Group(Mark.NEUTRAL, numbers.HUNDRED - abs(change), NO_DIFFERENCE),
        title=DIFFERENCE_TITLE,
        alt=harm_difference_alt(trial, harm),
        limits=_towards(change, harm.whole_limits),
    )


def retitled(array: IconArray, title: str) -> IconArray:
    """The same array under another title."""
    return replace(array, title=title)


def legend_marks(*arrays: IconArray) -> tuple[Group, ...]:
    """Each class once, in the order of first use; empty classes left out."""
    seen: dict[Mark, Group] = {}
    for array in arrays:
        for group in array.groups:
            if group.count:
                seen.setdefault(group.mark, group)
    return tuple(seen.values())


def _zone(survival: SurvivalFindings) -> tuple[int, int] | None:
    """The people between the lower and the upper limit of the gain, in the experimental arm."""
    if survival.whole_limits is None:
        return None
    low, high = survival.whole_limits
    return _clipped(survival.people.control + low, survival.people.control + high)


def _clipped(low: int, high: int) -> tuple[int, int]:
    return max(0, min(low, numbers.HUNDRED)), max(0, min(high, numbers.HUNDRED))


def _towards(change: int, limits: tuple[int, int] | None) -> tuple[int, int] | None:
    """Limits in the direction of the change."""
    if limits is None or change >= 0:
        return limits
    return -limits[1], -limits[0]


def panel_scale(*differences: Estimate) -> tuple[float, float]:
    """One scale for both bars of the panel, in people per 100."""
    low, high = _PANEL_SCALE
    for difference in differences:
        limits = difference.limits if difference.has_range else (difference.value,)
        low = min(low, *(numbers.HUNDRED * limit for limit in limits))
        high = max(high, *(numbers.HUNDRED * limit for limit in limits))
    return low, high


# --- curves ------------------------------------------------------------------------------------


def has_curve(view: Findings) -> bool:
    """Whether there are curves to draw: rebuilt from a figure, or through a landmark or median."""
    place = (view.choices.cut, view.choices.endpoint)
    if view.trial.digitised_curve(*place) is not None:
        return True
    pinned = view.choices.months is not None or view.medians is not None
    return pinned and view.trial.curve(*place) is not None


def survival_view(
    view: Findings, options: CurveOptions, *, visit: tuple[str, ...] = ()
) -> figures.SurvivalView | None:
    """The curves of the chosen cut and end point; ``None`` where there is no curve to draw.

    ``visit`` holds what the applicability check found: it travels with an exported picture. Where
    a figure was digitised, its pseudo-patients' steps and numbers at risk take the curves' place.
    """
    trial, choices = view.trial, view.choices
    rebuilt = trial.digitised_curve(choices.cut, choices.endpoint)
    curves = trial.curve(choices.cut, choices.endpoint)
    if not has_curve(view):
        return None
    if rebuilt is not None:
        pair = _rebuilt_pair(view, rebuilt, options)
    else:
        assert curves is not None
        pair = _smooth_pair(view, curves, options)
    follow_up = trial.data_cut(choices.cut).median_follow_up_months
    last = max(series.months[-1] for series in pair)
    beyond = follow_up is not None and follow_up < last
    return figures.SurvivalView(
        control=pair[0],
        experimental=pair[1],
        alt=curve_alt(CLINICIAN, view),
        table=curve_table(view),
        x_title=MONTHS_AXIS,
        y_title=curve_axis(CLINICIAN, trial, choices),
        months_word="" if rebuilt is None else REBUILT_MONTHS,
        marked_months=choices.months,
        median_follow_up_months=follow_up if beyond else None,
        beyond_label=beyond_follow_up(trial, choices.cut),
        framing=choices.framing,
        axis=options.axis,
        show_band=options.ranges,
        show_room=options.room,
        at_risk=() if rebuilt is None else _risk_table(trial, rebuilt),
        at_risk_title="" if rebuilt is None else RISK_TITLE,
        title=picture_title(view),
        notes=(*picture_notes(view), *visit),
    )


def lowest_drawn(drawn: figures.SurvivalView) -> float:
    """The least survival, 0 to 1, of all lines, bands and published ranges of a picture."""
    found: list[float] = []
    for series in drawn.series:
        bands = (series.band, series.room if drawn.show_room else None)
        found += series.survival
        found += [low for band in bands if band is not None for low in band.lower]
        found += [p.survival if p.lower is None else p.lower for p in series.published]
    return min(found)


def _smooth_pair(
    view: Findings, curves: CalibratedCurves, options: CurveOptions
) -> tuple[figures.Series, figures.Series]:
    ranges = calibrated_ranges(view.trial, curves)
    return (
        _series(view, Role.CONTROL, curves.control, ranges, options),
        _series(view, Role.EXPERIMENTAL, curves.experimental, ranges, options),
    )


def _rebuilt_pair(
    view: Findings, curves: DigitisedCurves, options: CurveOptions
) -> tuple[figures.Series, figures.Series]:
    return (
        _steps(view, Role.CONTROL, curves.control, options),
        _steps(view, Role.EXPERIMENTAL, curves.experimental, options),
    )


def _steps(view: Findings, role: Role, arm: DigitisedArm, options: CurveOptions) -> figures.Series:
    """The pseudo-patients' Kaplan-Meier curve up to the last of them.

    Their censorings carry no marks: when somebody was censored between two numbers at risk is not
    known, and a mark would say that it is.
    """
    curve = digitised.arm_curve(arm)
    drops = [row for row, events in enumerate(curve.n_events) if events and curve.time[row] > 0]
    last = len(curve.time) - 1
    rows = drops if drops and drops[-1] == last else [*drops, last]
    survival = tuple(float(curve.survival[row]) for row in rows)
    limits = [_limits_at(curve, row) for row in rows]
    hovered = tuple(range(math.floor(curve.time[last]) + 1))
    return figures.Series(
        label=arm_words(view.trial, role).name,
        role=role,
        months=(0.0, *(float(curve.time[row]) for row in rows)),
        survival=(1.0, *survival),
        value_label=_value_label(view, role),
        hover=tuple(_step_hover(view, role, curve, month) for month in hovered),
        hover_months=tuple(float(month) for month in hovered),
        band=figures.Band((1.0, *(low for low, _ in limits)), (1.0, *(up for _, up in limits))),
        published=_published(view, role, ranges=options.ranges),
        steps=True,
    )


def _limits_at(curve: KaplanMeierCurve, row: int) -> tuple[float, float]:
    """The range after a drop; at survival 1 or 0 it is not estimable and no surface is drawn."""
    if math.isnan(curve.lower[row]):
        return float(curve.survival[row]), float(curve.survival[row])
    return float(curve.lower[row]), float(curve.upper[row])


def _step_hover(view: Findings, role: Role, curve: KaplanMeierCurve, month: int) -> str:
    read = survival_at(curve, month)
    value, limits = read.value, read.limits if read.has_range else None
    if view.choices.framing is Framing.DIED:
        value, limits = 1 - value, limits and (1 - limits[1], 1 - limits[0])
    return digitised_hover(arm_words(view.trial, role).name, value, limits)


def _risk_table(trial: Trial, curves: DigitisedCurves) -> tuple[figures.RiskRow, ...]:
    """At risk, censored and with events at every whole month, experimental arm first."""
    rows = []
    for role in (Role.EXPERIMENTAL, Role.CONTROL):
        arm = curves.arm(role)
        months = np.arange(math.floor(max(max(a.time) for a in _arms(curves))) + 1)
        table = digitised.risk_rows(arm, months)
        counted = (table.n_at_risk, table.n_censored, table.n_events)
        lines = tuple(
            figures.RiskLine(
                label,
                tuple((float(m), str(n)) for m, n in zip(months, counts, strict=True)),
            )
            for label, counts in zip(RISK_LABELS, counted, strict=True)
        )
        rows.append(figures.RiskRow(arm_words(trial, role).name, role, lines))
    return tuple(rows)


def _arms(curves: DigitisedCurves) -> tuple[DigitisedArm, DigitisedArm]:
    return curves.control, curves.experimental


def _series(
    view: Findings,
    role: Role,
    arm: CalibratedArm,
    ranges: CurveRanges,
    options: CurveOptions,
) -> figures.Series:
    trial, framing = view.trial, view.choices.framing
    own = ranges.control if role is Role.CONTROL else ranges.experimental
    # The upper line's words stand last over the pointer: there the difference follows both.
    changes: tuple[Estimate | None, ...] = (None,) * len(own)
    if role is Role.CONTROL:
        changes = ranges.difference
    limits = [one.limits for one in own]
    return figures.Series(
        label=arm_words(trial, role).name,
        role=role,
        months=tuple(float(month) for month in arm.months),
        survival=arm.survival,
        value_label=_value_label(view, role),
        hover=tuple(
            _hover(month, read, change, framing)
            for month, read, change in zip(arm.months, own, changes, strict=True)
        ),
        band=figures.Band(tuple(low for low, _ in limits), tuple(high for _, high in limits)),
        room=figures.Band(arm.reconstruction_lower, arm.reconstruction_upper),
        published=_published(view, role, ranges=options.ranges),
    )


def _hover(month: int, read: Estimate, change: Estimate | None, framing: Framing) -> str:
    value, limits, sign = read.value, read.limits, 1
    if framing is Framing.DIED:
        value, limits, sign = 1 - value, (1 - limits[1], 1 - limits[0]), -1
    told = "" if change is None or not month else curve_hover_change(_times(change, sign))
    return curve_hover(month, value, limits, told)


def _times(difference: Estimate, sign: int) -> Estimate:
    """The difference in the frame that it is told in."""
    lower, upper = sorted(sign * limit for limit in difference.limits)
    return Estimate(sign * difference.value, lower, upper, difference.level)


def _value_label(view: Findings, role: Role) -> str:
    """The figure at the marked month: whole people that add up, or read off the curve."""
    framing = view.choices.framing
    if view.marked is not None:
        marked = view.marked
        finding = marked.control if role is Role.CONTROL else marked.experimental
        value = finding.estimate.value
        return numbers.out_of_100(1 - value if framing is Framing.DIED else value)
    if view.survival is None or view.survival.months != view.choices.months:
        return ""
    people = view.survival.people
    alive = people.control if role is Role.CONTROL else people.experimental
    return str(numbers.HUNDRED - alive if framing is Framing.DIED else alive)


def _published(view: Findings, role: Role, *, ranges: bool) -> tuple[figures.PublishedPoint, ...]:
    """Every published landmark of the cut and end point with its range, else the median."""
    trial, choices = view.trial, view.choices
    points = []
    for months in trial.landmark_months(choices.cut, choices.endpoint):
        survival = survival_findings(trial, choices.cut, choices.endpoint, months)
        if survival is None:
            continue
        finding: Finding = survival.control if role is Role.CONTROL else survival.experimental
        estimate = finding.estimate
        shown = ranges and estimate.has_range
        points.append(
            figures.PublishedPoint(
                months=months,
                survival=estimate.value,
                lower=estimate.lower if shown else None,
                upper=estimate.upper if shown else None,
            )
        )
    return tuple(points) or _median_point(view, role)


def _median_point(view: Findings, role: Role) -> tuple[figures.PublishedPoint, ...]:
    """The arm's median, where half have had the event, if it was reached."""
    if view.medians is None:
        return ()
    entry = view.medians.control if role is Role.CONTROL else view.medians.experimental
    if entry.months is None:
        return ()
    return (figures.PublishedPoint(months=entry.months, survival=1 / 2),)


# --- subgroups and probability -----------------------------------------------------------------


def forest_view(view: Findings) -> figures.ForestView | None:
    """Hazard ratios of the whole trial and its subgroups; ``None`` where none of them has one.

    Those of the chosen cut stand first; later reports follow under a heading of their own.
    """
    trial, choices = view.trial, view.choices
    own, later = subgroups_of_cut(trial, choices.cut, choices.endpoint)
    if not any(finding.ratio for finding in (*own, *later)):
        return None
    rows = [*_overall_row(view), *(_forest_row(trial, finding) for finding in own)]
    if later:
        rows.append(figures.ForestRow(LATER_REPORTS, None, None, None, None, "", head=True))
        rows += [_forest_row(trial, finding) for finding in later]
    return figures.ForestView(
        rows=tuple(rows),
        alt=forest_alt(trial, choices),
        table=subgroup_table(view),
        x_title=forest_axis(trial, choices),
        below_one=fewer_events(trial, choices, Role.EXPERIMENTAL),
        above_one=fewer_events(trial, choices, Role.CONTROL),
    )


def _overall_row(view: Findings) -> tuple[figures.ForestRow, ...]:
    overall = view.base.hazard_ratio
    if overall is None:
        return ()
    estimate = overall.estimate
    row = figures.ForestRow(
        label=everybody(view.trial),
        ratio=estimate.value,
        lower=estimate.lower,
        upper=estimate.upper,
        n=view.trial.n_randomised,
        value_label=numbers.ratio_with_range(estimate, overall.decimals),
        overall=True,
    )
    return (row,)


def _forest_row(trial: Trial, finding: SubgroupFinding) -> figures.ForestRow:
    ratio = finding.ratio
    return figures.ForestRow(
        label=subgroup_label(trial, finding),
        ratio=None if ratio is None else ratio.value,
        lower=None if ratio is None else ratio.lower,
        upper=None if ratio is None else ratio.upper,
        n=finding.subgroup.n_total,
        value_label=subgroup_ratio(CLINICIAN, finding),
    )


def harms_view(view: Findings, *, visit: tuple[str, ...] = ()) -> HarmsView | None:
    """Every harm, both arms and the difference; ``None`` where no harm has a rate."""
    trial = view.trial
    pairs = harms_in_order(view)
    if not any(found for _, found in pairs):
        return None
    return HarmsView(
        rows=tuple(_harm_row(trial, harm, found) for harm, found in pairs),
        alt=harms_alt(view),
        table=harms_table(view),
        arms=harms_arms(trial),
        change=CHANGE_HEAD,
        fewer=FEWER,
        more=MORE,
        axis=harms_axis(trial),
        title=f"{HARMS_TITLE}, {trial_name(trial)}",
        notes=(*harms_picture_notes(view), *visit),
    )


def bare_harms(drawn: HarmsView) -> HarmsView:
    """The picture for a page, which has a heading and notes of its own."""
    return replace(drawn, title="", notes=())


def _harm_row(trial: Trial, harm: Harm, found: HarmFindings | None) -> HarmRow:
    label = trial.text.harms[harm.id].short
    if found is None:
        return HarmRow(label, "", numbers.NOT_AVAILABLE, weighed=harm.weighed)
    if found.excess.unconfirmed:
        label = f"{label}, {STATUS_WORDS[Status.UNCONFIRMED]}"
    estimate = found.excess.estimate
    limits = estimate.limits if estimate.has_range else (None, None)
    lower, upper = (None if limit is None else numbers.HUNDRED * limit for limit in limits)
    return HarmRow(
        label=label,
        arms=harm_pair(found),
        change=numbers.with_range(found.excess, signed=True),
        difference=numbers.HUNDRED * estimate.value,
        lower=lower,
        upper=upper,
        weighed=harm.weighed,
    )


def probability_view(view: Findings) -> figures.ProbabilityView | None:
    """How often the gain was larger, over all preferences; ``None`` where nothing was simulated."""
    draws = view.base.draws
    if draws is None:
        return None
    grid = np.array(PREFERENCES) / numbers.HUNDRED
    main = _probability_line(INDEPENDENT, draws, grid)
    others = []
    for correlation in CORRELATIONS:
        rng = np.random.default_rng(SIMULATION_SEED)
        moved = balance.correlated(draws, correlation, rng=rng)
        others.append(_probability_line(correlation_label(correlation), moved, grid))
    plain = figures.ProbabilityView(
        preferences=tuple(float(weight) for weight in PREFERENCES),
        main=main,
        alt=probability_alt(view),
        table=probability_table(main, tuple(others)),
        x_title=preference_axis(view),
        y_title=PROBABILITY_AXIS,
        others=tuple(others),
    )
    return with_set_preference(plain, view)


def with_set_preference(plain: figures.ProbabilityView, view: Findings) -> figures.ProbabilityView:
    """The same curve with the set preference marked, or none."""
    weight = view.choices.weight
    label = "" if weight is None else set_preference_label(weight)
    return replace(plain, alt=probability_alt(view), set_preference=weight, set_label=label)


def _probability_line(
    label: str, draws: balance.Draws, grid: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> figures.ProbabilityLine:
    shares = balance.probability_curve(draws, grid)
    return figures.ProbabilityLine(label, tuple(float(share) for share in shares))


# --- words --------------------------------------------------------------------------------------


def harms_arms(trial: Trial) -> str:
    """Over both arms' rates: "Blinatumomab vs Chemotherapy"."""
    roles = (Role.EXPERIMENTAL, Role.CONTROL)
    return numbers.versus(*(arm_words(trial, role).short for role in roles))


def harm_pair(harm: HarmFindings) -> str:
    """Both arms' rates per 100, experimental first."""
    arms = (harm.experimental, harm.control)
    return numbers.versus(*(numbers.out_of_100(one.estimate.value, one.decimals) for one in arms))


def harms_axis(trial: Trial) -> str:
    """The axis of the picture: both its sides are worded alike."""
    having = arm_words(trial, Role.EXPERIMENTAL).having
    return f"Difference per 100 treated {having}, with its 95 % range"


def harms_alt(view: Findings) -> str:
    """The picture of all harms as a sentence."""
    counted = sum(found is not None for _, found in all_harms(view))
    return (
        f"{counted} harms of {trial_name(view.trial)}, per 100 treated in both arms, each "
        "with the "
        "difference and its range; the same figures stand in the table below."
    )


def harms_picture_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with the downloaded picture of all harms."""
    trial = view.trial
    counted = [found for _, found in all_harms(view) if found is not None]
    cited_in = dict.fromkeys(citation(one) for found in counted for one in found.excess.citations)
    marked = dict.fromkeys(note for found in counted for note in cautions(CLINICIAN, trial, found))
    return (
        f"{trial.text.population}. {harms_counted(CLINICIAN, view)}",
        *(f"{note}." for note in marked),
        *of_demonstration(trial),
        f"Source: {'; '.join(cited_in)}.",
        f"{INTENDED_USE} Data version {trial.version}.",
    )


def benefit_legend(trial: Trial, survival: SurvivalFindings) -> tuple[str, str, str]:
    """The three classes: as with control, the increment, and the rest."""
    end = trial.text.endpoints[survival.endpoint]
    control = arm_words(trial, Role.CONTROL)
    experimental = arm_words(trial, Role.EXPERIMENTAL)
    word = "more" if survival.people.increment >= 0 else "fewer"
    return (
        f"{end.alive} as {control.having}",
        f"{word} {end.alive} {experimental.having}",
        end.died,
    )


def harm_legend(trial: Trial, harm: HarmFindings) -> tuple[str, str, str]:
    """The three classes of the harm arrays."""
    told = trial.text.harms[harm.harm.id]
    control = arm_words(trial, Role.CONTROL)
    experimental = arm_words(trial, Role.EXPERIMENTAL)
    word = "more" if harm.people.increment >= 0 else "fewer"
    return (
        f"{told.having} as {control.having}",
        f"{word} who {told.having} {experimental.having}",
        told.not_having,
    )


def benefit_alt(trial: Trial, survival: SurvivalFindings, role: Role) -> str:
    """A benefit array as a sentence."""
    end = trial.text.endpoints[survival.endpoint]
    people = survival.people
    alive = people.control if role is Role.CONTROL else people.experimental
    sentence = (
        f"100 people {arm_words(trial, role).having}: {alive} {end.alive} after "
        f"{numbers.time(CLINICIAN, survival.months)}, {numbers.HUNDRED - alive} {end.died}."
    )
    if role is Role.EXPERIMENTAL:
        sentence += f" {gain_range_sentence(CLINICIAN, survival, Framing.ALIVE)}"
    return sentence


def harm_alt(trial: Trial, harm: HarmFindings, role: Role) -> str:
    """A harm array as a sentence, badge included."""
    told = trial.text.harms[harm.harm.id]
    people = harm.people
    affected = people.control if role is Role.CONTROL else people.experimental
    sentence = (
        f"100 people treated {arm_words(trial, role).having}: {affected} {told.having} "
        f"{told.window}, {numbers.HUNDRED - affected} {told.not_having}."
    )
    if role is Role.EXPERIMENTAL:
        sentence += f" {harm_range_sentence(CLINICIAN, harm)}"
    return " ".join((sentence, *(f"{note}." for note in cautions(CLINICIAN, trial, harm))))


def difference_alt(trial: Trial, survival: SurvivalFindings) -> str:
    """The difference array as a sentence."""
    end = trial.text.endpoints[survival.endpoint]
    return (
        f"100 people: {numbers.more_or_fewer(CLINICIAN, survival.people.increment)} {end.alive} "
        f"after {numbers.time(CLINICIAN, survival.months)} "
        f"{arm_words(trial, Role.EXPERIMENTAL).having}. "
        f"{gain_range_sentence(CLINICIAN, survival, Framing.ALIVE)}"
    )


def harm_difference_alt(trial: Trial, harm: HarmFindings) -> str:
    """The harm's difference array as a sentence, badge included."""
    told = trial.text.harms[harm.harm.id]
    sentence = (
        f"100 people treated: {numbers.more_or_fewer(CLINICIAN, harm.people.increment)} who "
        f"{told.having} {told.window} {arm_words(trial, Role.EXPERIMENTAL).having}. "
        f"{harm_range_sentence(CLINICIAN, harm)}"
    )
    return " ".join((sentence, *(f"{note}." for note in cautions(CLINICIAN, trial, harm))))


def curve_hover(months: int, value: float, limits: tuple[float, float], change: str = "") -> str:
    """What stands beside the pointer on a curve: survival and its 95 % range, the difference."""
    low, high = sorted(limits)
    return (
        f"{numbers.time(CLINICIAN, months)}: {numbers.out_of_100(value)} of 100 "
        f"({numbers.span(numbers.out_of_100(low), numbers.out_of_100(high))}; "
        f"{numbers.RECONSTRUCTED}){change}"
    )


def curve_hover_change(difference: Estimate) -> str:
    """The difference of both curves at the pointer's month, with its range."""
    shown = numbers.signed_out_of_100(difference.value)
    return f"; difference {shown} ({numbers.range_out_of_100(difference)})"


def beyond_follow_up(trial: Trial, cut: str) -> str:
    """Label of the part of the axis beyond the median follow-up."""
    return f"beyond {naming.follow_up(trial, cut)}"


def probability_alt(view: Findings) -> str:
    """The probability curve as a sentence, badge included."""
    trial = view.trial
    told = harm_words(trial)
    one = "one such harm" if told is None else told.one
    sentence = (
        f"How often the gain was larger in 100 simulations, for {one} judged from not bad at all "
        f"to as bad as {anchor(CLINICIAN, view)}."
    )
    if view.weighing.probability_gain_larger is not None and view.choices.weight is not None:
        share = numbers.out_of_100(view.weighing.probability_gain_larger)
        sentence += f" At the set preference of {view.choices.weight}: {share} of 100."
    else:
        sentence += " No preference is set."
    note = None if view.harm is None else badge(CLINICIAN, trial, view.harm)
    return sentence if note is None else f"{sentence} {note}."


def everybody(trial: Trial) -> str:
    """The whole trial's row in a forest plot."""
    experimental, control = (
        trial.arm(role).n_randomised for role in (Role.EXPERIMENTAL, Role.CONTROL)
    )
    return f"All patients ({experimental} vs {control})"


def forest_axis(trial: Trial, choices: Choices) -> str:
    """The axis of the forest plot."""
    return f"Hazard ratio for {endpoint_words(trial, choices).event}, 95 % range"


def forest_alt(trial: Trial, choices: Choices) -> str:
    """The forest plot as a sentence."""
    return (
        f"Hazard ratios for {endpoint_words(trial, choices).event} in all patients and in "
        "subgroups, each with its range; the same figures stand in the table below."
    )


def fewer_events(trial: Trial, choices: Choices, role: Role) -> str:
    """What one side of a ratio of 1 means."""
    end = endpoint_words(trial, choices)
    return f"lower hazard of {end.event} {arm_words(trial, role).having}"


def correlation_label(correlation: float) -> str:
    """A thin line of the probability chart."""
    return f"correlation {'+' if correlation > 0 else '−'}{abs(correlation):g}"


def preference_axis(view: Findings) -> str:
    """The axis of preferences, both ends named."""
    told = harm_words(view.trial)
    one = "one such harm" if told is None else told.one
    return f"How bad {one} is judged: 0 = not bad at all, 100 = as bad as {anchor(CLINICIAN, view)}"


def set_preference_label(weight: int) -> str:
    """The mark at the set preference."""
    return f"set: {weight}"


def picture_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with a downloaded picture."""
    trial, choices = view.trial, view.choices
    notes = [
        f"{trial.text.population}. {trial.n_randomised} randomised; "
        f"{naming.follow_up(trial, choices.cut)}.",
        *of_demonstration(trial),
        curve_note(CLINICIAN, view),
    ]
    if view.survival is not None:
        notes.append(f"Source: {citation(view.survival.experimental.citations[0])}.")
    elif view.medians is not None:
        notes.append(f"Source: {citation(view.medians.citations[0])}.")
    notes.append(f"{INTENDED_USE} Data version {trial.version}.")
    return tuple(notes)


def digitised_hover(arm: str, value: float, limits: tuple[float, float] | None) -> str:
    """What stands beside the pointer on a rebuilt curve, under the month and what the curve is."""
    room = numbers.NOT_ESTIMABLE
    if limits is not None:
        room = numbers.span(*(numbers.out_of_100(limit) for limit in sorted(limits)))
    return f"{arm}: {numbers.out_of_100(value)} of 100 ({room})"
