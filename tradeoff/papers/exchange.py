"""A trial for other software: one JSON document, one long table, and a summary of its figures.

The table is the document, flattened, so that the two never differ. Nothing is computed here; no
clock is read and no file is written.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from tradeoff.findings import agreement as consistency
from tradeoff.findings.choices import Choices, default_choices
from tradeoff.findings.provenance import Method, cited
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.papers import numbers as exported_numbers
from tradeoff.papers.numbers import ARMS, everybody, known, number, read_in, tidy
from tradeoff.papers.schema import (
    SCHEMA_VERSION,
    ExportedAnswer,
    ExportedArm,
    ExportedCheck,
    ExportedChoices,
    ExportedCitation,
    ExportedContext,
    ExportedCriterion,
    ExportedCurve,
    ExportedCurveArm,
    ExportedCut,
    ExportedDigitisedArm,
    ExportedDigitisedCurve,
    ExportedEndpoint,
    ExportedFact,
    ExportedHarm,
    ExportedLocal,
    ExportedNumber,
    ExportedProgram,
    ExportedReview,
    ExportedSource,
    ExportedStatus,
    ExportedSubgroup,
    ExportedSummary,
    ExportedTexts,
    ExportedTrial,
    Quantity,
    RangeOrigin,
    SummaryLine,
    SummaryView,
    Unit,
)
from tradeoff.statistics.survival import kaplan_meier
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.curves import stated_assumptions
from tradeoff.trial.records import MedianSurvival, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.agreement import compared, consistency_result
from tradeoff.words.curve import calibration_caption, digitised_caption
from tradeoff.words.frame import INTENDED_USE, PRODUCT, caveats
from tradeoff.words.harm import harm_heading, harm_not_available, harm_origin, harm_words
from tradeoff.words.naming import (
    DEMONSTRATION,
    WHOLE_FOLLOW_UP,
    arm_words,
    at_month,
    endpoint_of,
    endpoint_words,
    fact_sentence,
    follow_up,
    gain_name,
    hazard_ratio_number,
    median_number,
    number_needed_name,
    restricted_mean_window,
)
from tradeoff.words.provenance import LOCAL_STATUS, STATUS_MEANING, STATUS_WORDS, reference_class
from tradeoff.words.survival import gain_heading, hazard_ratio_words, median_with_range, no_landmark
from tradeoff.words.weighing import (
    BALANCE_TITLE,
    balance_figures,
    balance_sentence,
    obstacle_sentence,
)

if TYPE_CHECKING:
    import numpy as np

    from tradeoff.findings.agreement import ConsistencyLine
    from tradeoff.statistics.intervals import Estimate
    from tradeoff.statistics.survival import Floats
    from tradeoff.trial.records import (
        CalibratedArm,
        CalibratedCurves,
        ContextRate,
        Criterion,
        DigitisedArm,
        DigitisedCurves,
        Endpoint,
        Fact,
        Harm,
        Trial,
    )

__all__ = [
    "COLUMNS",
    "document",
    "json_text",
    "places",
    "schema_text",
    "summary",
    "table",
    "views",
]


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """One figure of the side panel in words."""

    name: str
    said: str
    notes: tuple[str, ...] = ()


CURVE_COMPUTED: Final = (
    "smooth curve that agrees with the published numbers; range is that of the true curve, from "
    "draws of reconstruction and sampling together; the reconstruction band is where the curve "
    "may run"
)
DIGITISED_COMPUTED: Final = (
    "Kaplan-Meier estimate of pseudo-patients that agree with a printed figure; range is "
    "Greenwood's log(-log) interval"
)


#: Of both bands of a calibrated curve, month by month.
_BAND_LEVEL: Final = 0.95


# --- the three forms ---------------------------------------------------------------------------


def views(trial: Trial, rng: Callable[[], np.random.Generator]) -> tuple[Findings, ...]:
    """Every end point, analysis and published landmark, no preference set; the opening one first.

    ``rng`` gives a generator seeded with ``SIMULATION_SEED``, a new one for each view, so that each
    holds the figures that the pages show.
    """
    return tuple(
        with_preference(trial, choices, base_findings(trial, choices, rng=rng()))
        for choices in places(trial)
    )


def places(trial: Trial) -> tuple[Choices, ...]:
    """The choices behind ``views``: where a cut has no landmark of an end point, once without."""
    start = default_choices(trial)
    every = (
        replace(start, endpoint=endpoint.id, cut=cut.id, months=months)
        for endpoint in trial.endpoints
        for cut in trial.cuts_with(endpoint.id)
        for months in trial.landmark_months(cut.id, endpoint.id) or (None,)
    )
    return tuple(dict.fromkeys((start, *every)))


def document(
    trial: Trial, shown: Sequence[Findings], *, program: str, made_on: datetime.date
) -> ExportedTrial:
    """The whole trial; ``shown`` are its ``views`` and ``program`` is the program's version."""
    return ExportedTrial(
        schema_id="tradeoff-trial",
        schema_version=SCHEMA_VERSION,
        program=_program(program),
        made_on=made_on,
        trial=trial.id,
        name=trial.text.name,
        version=trial.version,
        registration=trial.registration,
        fingerprint=trial.fingerprint,
        demonstration=trial.demonstration,
        local=None if trial.local is None else ExportedLocal(**trial.local.model_dump()),
        review=_review(trial),
        opens_with=_choices(default_choices(trial)),
        texts=_texts(trial),
        statuses=tuple(map(_status, Status)),
        sources=tuple(ExportedSource(**source.model_dump()) for source in trial.sources),
        arms=tuple(_arm(trial, role) for role in ARMS),
        endpoints=tuple(_endpoint(trial, endpoint) for endpoint in trial.endpoints),
        data_cuts=tuple(_cut(trial, cut.id) for cut in trial.data_cuts),
        harms=tuple(_harm(trial, harm) for harm in trial.harms),
        subgroups=_subgroups(trial),
        context=tuple(_context(trial, rate) for rate in trial.context),
        criteria=tuple(_criterion(trial, criterion) for criterion in trial.criteria),
        facts=tuple(_fact(trial, fact) for fact in trial.facts),
        numbers=tuple(exported_numbers.numbers(trial, shown)),
        calibrated_curves=tuple(_curve(trial, curve) for curve in trial.curves),
        digitised_curves=tuple(_digitised(trial, curve) for curve in trial.digitised),
        refused_curves=trial.refused_curves,
        refused_local=trial.refused_local,
        checks=tuple(_check(trial, line) for line in consistency.report(trial)),
    )


def summary(trial: Trial, shown: Sequence[Findings], *, program: str) -> ExportedSummary:
    """The side panel's figures of every view, no preference set; ``shown`` are the ``views``."""
    local = trial.local
    return ExportedSummary(
        schema_id="tradeoff-summary",
        schema_version=SCHEMA_VERSION,
        program=_program(program),
        trial=trial.id,
        name=trial.text.name,
        version=trial.version,
        title=summary_title(trial),
        decision=trial.text.decision,
        intended_use=INTENDED_USE,
        pairs=summary_pairs(trial),
        standing=_standing_words(
            demonstration=trial.demonstration,
            label=None if local is None else local.label,
            as_of=None if local is None else local.as_of.isoformat(),
        ),
        review=_review(trial),
        views=tuple(_summary_view(view, opens=view is shown[0]) for view in shown),
    )


def json_text(record: ExportedTrial | ExportedSummary) -> str:
    """The record as JSON, each number of a curve in its line."""
    return record.model_dump_json(indent=1) + "\n"


def schema_text(model: type[ExportedTrial] | type[ExportedSummary] = ExportedTrial) -> str:
    """The JSON schema that every such document keeps to."""
    schema = model.model_json_schema(mode="serialization")
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


# --- the summary -------------------------------------------------------------------------------


def _summary_view(view: Findings, *, opens: bool) -> SummaryView:
    trial, choices = view.trial, view.choices
    return SummaryView(
        choices=_choices(choices),
        opens=opens,
        title=summary_view_title(trial, choices),
        subtitle=summary_view_subtitle(trial, choices),
        lines=tuple(_summary_lines(view)),
        caveats=caveats(view),
    )


def _summary_lines(view: Findings) -> Iterator[SummaryLine]:
    """Gain, NNT, hazard ratio, harm and balance point, each said even where not available.

    Medians stand among them where the analysis has them.
    """
    trial, survival, harm = view.trial, view.survival, view.harm
    gain = None if survival is None else exported_numbers.gain(trial, survival)
    yield _line(summary_gain(view), gain)
    needed = None if survival is None else exported_numbers.number_needed(trial, survival)
    yield _line(summary_number_needed(view), needed)
    ratio = trial.hazard_ratio(view.choices.cut, view.choices.endpoint)
    own = None if ratio is None else exported_numbers.hazard_ratio(trial, ratio)
    yield _line(summary_hazard_ratio(view), own)
    if view.medians is not None:
        for entry in (view.medians.experimental, view.medians.control):
            yield _line(summary_median(trial, entry), exported_numbers.median(trial, entry))
    more = None if harm is None else exported_numbers.excess(trial, harm)
    yield _line(summary_harm(view), more)
    yield _line(summary_balance(view), exported_numbers.balance_point(view))


def _line(said: SummaryWords, one: ExportedNumber | None) -> SummaryLine:
    return SummaryLine(name=said.name, said=said.said, notes=said.notes, number=one)


# --- who and what ------------------------------------------------------------------------------


def _program(version: str) -> ExportedProgram:
    return ExportedProgram(name=PRODUCT, version=version)


def _review(trial: Trial) -> ExportedReview:
    return ExportedReview(last=trial.review.last, next=trial.review.next)


def _choices(choices: Choices) -> ExportedChoices:
    return ExportedChoices(data_cut=choices.cut, endpoint=choices.endpoint, months=choices.months)


def _texts(trial: Trial) -> ExportedTexts:
    shared = set(ExportedTexts.model_fields) & set(type(trial.text).model_fields)
    own = {name: getattr(trial.text, name) for name in shared}
    return ExportedTexts(**own, intended_use=INTENDED_USE)


def _status(status: Status) -> ExportedStatus:
    named = LOCAL_STATUS if status is Status.LOCAL else STATUS_WORDS[status]
    return ExportedStatus(id=status, words=named, meaning=STATUS_MEANING[status])


def _arm(trial: Trial, role: Role) -> ExportedArm:
    text = arm_words(trial, role)
    return ExportedArm(role=role, name=text.name, short=text.short, describing=text.describing)


def _endpoint(trial: Trial, endpoint: Endpoint) -> ExportedEndpoint:
    text = trial.text.endpoints[endpoint.id]
    return ExportedEndpoint(
        id=endpoint.id,
        name=text.name,
        short=text.short,
        primary=endpoint.primary,
        event=text.event,
        anchor=text.anchor,
        caution=text.caution,
    )


def _cut(trial: Trial, cut: str) -> ExportedCut:
    text = trial.text.cuts[cut]
    return ExportedCut(id=cut, name=text.name, analysis=text.analysis, caveat=text.caveat)


def _harm(trial: Trial, harm: Harm) -> ExportedHarm:
    text = trial.text.harms[harm.id]
    own = harm.model_dump(exclude={"p_value", "p_value_below"})
    return ExportedHarm(
        **own,
        name=text.name,
        window=text.window,
        definition=text.definition,
        recovery=text.recovery,
    )


def _subgroups(trial: Trial) -> tuple[ExportedSubgroup, ...]:
    ids = dict.fromkeys(group.id for group in trial.subgroups)
    return tuple(ExportedSubgroup(id=one, name=trial.text.subgroups[one].name) for one in ids)


def _context(trial: Trial, rate: ContextRate) -> ExportedContext:
    text = trial.text.context[rate.id]
    return ExportedContext(
        id=rate.id, study=text.study, population=text.population, outcome=text.outcome
    )


def _criterion(trial: Trial, criterion: Criterion) -> ExportedCriterion:
    text = trial.text.criteria[criterion.id]
    return ExportedCriterion(
        id=criterion.id,
        question=text.question,
        requirement=text.requirement,
        minimum=criterion.minimum,
        maximum=criterion.maximum,
        answers=tuple(
            ExportedAnswer(id=answer, outcome=outcome, **text.options[answer].model_dump())
            for answer, outcome in criterion.options.items()
        ),
        **read_in(trial, criterion),
    )


def _fact(trial: Trial, fact: Fact) -> ExportedFact:
    return ExportedFact(
        id=fact.id,
        group=fact.group,
        group_words=trial.text.fact_groups[fact.group],
        text=fact_sentence(trial, fact),
        **read_in(trial, fact),
    )


def _check(trial: Trial, line: ConsistencyLine) -> ExportedCheck:
    return ExportedCheck(
        kind=line.kind.value,
        label=compared(trial, line),
        data_cut=line.data_cut,
        endpoint=line.endpoint,
        subgroup=line.subgroup,
        harm=line.harm,
        arm=line.arm,
        reported=tidy(line.reported),
        recomputed=tidy(line.recomputed),
        lower=tidy(line.lower),
        upper=tidy(line.upper),
        agrees=line.agrees,
        status=line.status,
        result=consistency_result(line),
    )


# --- curves ------------------------------------------------------------------------------------


def _curve(trial: Trial, curve: CalibratedCurves) -> ExportedCurve:
    ranges = calibrated_ranges(trial, curve)
    change = _lists(ranges.difference)
    return ExportedCurve(
        data_cut=curve.data_cut,
        endpoint=curve.endpoint,
        label=calibration_caption(trial, curve),
        population=reference_class(trial, everybody(trial)),
        window=restricted_mean_window(curve.horizon_months),
        level=_BAND_LEVEL,
        arms=tuple(
            _curve_arm(trial, curve.arm(role), role, of_arm)
            for role, of_arm in zip(ARMS, (ranges.experimental, ranges.control), strict=True)
        ),
        difference=change["value"],
        difference_lower=change["lower"],
        difference_upper=change["upper"],
        assumptions=stated_assumptions(
            trial, curve.data_cut, curve.endpoint, curves=curve.curves_asked
        ),
        tension=curve.tension,
        tension_limit=curve.tension_limit,
        curves_kept=curve.curves_kept,
        curves_asked=curve.curves_asked,
        **_reconstructed(trial, curve),
    )


def _curve_arm(
    trial: Trial, arm: CalibratedArm, role: Role, ranges: Sequence[Estimate]
) -> ExportedCurveArm:
    """One arm month by month, with the range that the pages show in the place of the drawn one."""
    limits = _lists(ranges)
    return ExportedCurveArm(
        arm=role,
        n=trial.arm(role).n_randomised,
        **{
            **arm.model_dump(include=_CURVE_LISTS),
            "lower": limits["lower"],
            "upper": limits["upper"],
        },
    )


def _lists(estimates: Sequence[Estimate]) -> dict[str, tuple[float, ...]]:
    """Values and limits of estimates that all have a range, each in a list."""
    return {
        "value": tuple(tidy(one.value) for one in estimates),
        "lower": tuple(tidy(one.limits[0]) for one in estimates),
        "upper": tuple(tidy(one.limits[1]) for one in estimates),
    }


_CURVE_LISTS: Final = set(ExportedCurveArm.model_fields) - {"arm", "n"}


def _reconstructed(trial: Trial, curve: CalibratedCurves) -> dict[str, Any]:
    """A calibrated curve rests on its cut's numbers, and is reconstructed whatever they are."""
    known_cut = cited(trial, trial.data_cut(curve.data_cut))
    return known((known_cut,), (Status.RECONSTRUCTED,), note=CURVE_COMPUTED)


def _digitised(trial: Trial, curve: DigitisedCurves) -> ExportedDigitisedCurve:
    return ExportedDigitisedCurve(
        data_cut=curve.data_cut,
        endpoint=curve.endpoint,
        label=digitised_caption(trial, curve),
        population=pseudo_patients(*(len(curve.arm(role).time) for role in ARMS)),
        window=WHOLE_FOLLOW_UP,
        level=_BAND_LEVEL,
        arms=tuple(_digitised_arm(curve.arm(role), role) for role in ARMS),
        **read_in(trial, curve, note=DIGITISED_COMPUTED),
    )


def _digitised_arm(arm: DigitisedArm, role: Role) -> ExportedDigitisedArm:
    steps = kaplan_meier(arm.time, arm.event, level=_BAND_LEVEL, interval="log-log")
    return ExportedDigitisedArm(
        arm=role,
        n=steps.n,
        months=tuple(map(tidy, steps.time.tolist())),
        survival=tuple(map(tidy, steps.survival.tolist())),
        lower=_estimable(steps.lower),
        upper=_estimable(steps.upper),
        n_at_risk=tuple(steps.n_at_risk.tolist()),
        n_events=tuple(steps.n_events.tolist()),
        n_censored=tuple(steps.n_censored.tolist()),
        patient_months=arm.time,
        patient_event=arm.event,
        events_stated=arm.events_stated,
        root_mean_square_error=arm.root_mean_square_error,
        largest_error=arm.largest_error,
        mends=arm.mends,
    )


def _estimable(limits: Floats) -> tuple[float | None, ...]:
    return tuple(tidy(limit) if math.isfinite(limit) else None for limit in limits.tolist())


# --- the long table ----------------------------------------------------------------------------

#: The table's header. Nothing depends on the order but the eye.
COLUMNS: Final = (
    *("trial", "trial_version", "quantity", "label", "data_cut", "endpoint", "harm", "subgroup"),
    *("item", "arm", "months", "window", "value", "reached", "unit", "decimals", "lower", "upper"),
    *("level", "reconstruction_lower", "reconstruction_upper", "through_infinity"),
    *("standard_error", "p_value", "p_value_below", "events", "total", "events_experimental"),
    *("events_control", "percent", "percent_by_grade", "percent_upper", "population", "whom", "n"),
    *("n_experimental", "n_control", "status", "status_words", "source", "place", "also"),
    *("citation", "badge", "confirmed_by", "confirmed_on", "note", "method", "range_method"),
    *("computed", "program_version", "made_on", "limits"),
)
#: Between several sources, places, statuses or grades of one number.
_JOINT: Final = "; "


def table(made: ExportedTrial) -> tuple[tuple[str, ...], ...]:
    """The document's numbers, those of curves too, as rows of cells under ``COLUMNS``."""
    standing = {
        "trial": made.trial,
        "trial_version": made.version,
        "program_version": made.program.version,
        "made_on": made.made_on,
        "limits": _limits(made),
    }
    every = (*made.numbers, *_calibrated_points(made), *_digitised_points(made))
    return tuple(_row(one, standing) for one in every)


def _limits(made: ExportedTrial) -> str:
    standing = _standing_words(
        demonstration=made.demonstration,
        label=None if made.local is None else made.local.label,
        as_of=None if made.local is None else made.local.as_of.isoformat(),
    )
    return " ".join((*standing, made.texts.intended_use, made.texts.not_for))


def _row(one: ExportedNumber, standing: dict[str, Any]) -> tuple[str, ...]:
    confirmed = one.confirmed
    own = [name for name in COLUMNS if name in ExportedNumber.model_fields]
    cells: dict[str, Any] = {
        **{name: getattr(one, name) for name in own},
        **standing,
        "status": _JOINT.join(one.status),
        "percent_by_grade": _JOINT.join(map(_cell, one.percent_by_grade or ())),
        **_sources(one.citations),
        "confirmed_by": confirmed and f"{confirmed.centre}, {confirmed.checked_by}",
        "confirmed_on": confirmed and confirmed.checked_on,
    }
    return tuple(_cell(cells[name]) for name in COLUMNS)


def _sources(citations: Sequence[ExportedCitation]) -> dict[str, str]:
    return {
        "source": _JOINT.join(one.source for one in citations),
        "place": _JOINT.join(one.place for one in citations),
        "also": _JOINT.join(one.also for one in citations if one.also),
        "citation": _JOINT.join(one.words for one in citations),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _calibrated_points(made: ExportedTrial) -> Iterator[ExportedNumber]:
    for curve in made.calibrated_curves:
        for arm in curve.arms:
            lists: dict[str, tuple[float, ...]] = arm.model_dump(include=_CURVE_LISTS)
            for point in zip(*lists.values(), strict=True):
                at = dict(zip(lists, point, strict=True))
                yield number(
                    quantity=Quantity.CALIBRATED_SURVIVAL,
                    value=at["survival"],
                    months=float(at["months"]),
                    lower=at["lower"],
                    upper=at["upper"],
                    reconstruction_lower=at["reconstruction_lower"],
                    reconstruction_upper=at["reconstruction_upper"],
                    method=Method.CALIBRATED_CURVE,
                    range_method=RangeOrigin.TRUE_CURVE,
                    computed=CURVE_COMPUTED,
                    **_point(curve, arm, at["months"]),
                )


def _digitised_points(made: ExportedTrial) -> Iterator[ExportedNumber]:
    for curve in made.digitised_curves:
        for arm in curve.arms:
            points = zip(arm.months, arm.survival, arm.lower, arm.upper, strict=True)
            for months, survival, lower, upper in points:
                yield number(
                    quantity=Quantity.DIGITISED_SURVIVAL,
                    value=survival,
                    months=months,
                    lower=lower,
                    upper=upper,
                    range_method=None if lower is None else RangeOrigin.LOG_LOG,
                    computed=DIGITISED_COMPUTED,
                    **_point(curve, arm, months),
                )


def _point(
    curve: ExportedCurve | ExportedDigitisedCurve,
    arm: ExportedCurveArm | ExportedDigitisedArm,
    months: float,
) -> dict[str, Any]:
    """What every point of a curve shares."""
    return {
        "label": curve.label,
        "unit": Unit.PROPORTION,
        "decimals": 0,
        "data_cut": curve.data_cut,
        "endpoint": curve.endpoint,
        "arm": arm.arm,
        "level": curve.level,
        "window": at_month(months),
        "population": curve.population,
        "whom": None,
        "n": arm.n,
        "status": curve.status,
        "status_words": curve.status_words,
        "citations": curve.citations,
        "confirmed": curve.confirmed,
        "badge": curve.badge,
        "note": curve.note,
    }


# --- words --------------------------------------------------------------------------------------


def pseudo_patients(experimental: int, control: int) -> str:
    """Whom a curve counts that was rebuilt from a printed figure."""
    return f"{experimental} vs {control} pseudo-patients, never patients' data"


def _standing_words(
    *, demonstration: bool, label: str | None, as_of: str | None
) -> tuple[str, ...]:
    """What must be said before all figures of some trials."""
    lines = [DEMONSTRATION] if demonstration else []
    if label is not None:
        lines.append(f"Local data: {label}, {as_of}.")
    return tuple(lines)


def summary_title(trial: Trial) -> str:
    """The trial, its register and its patients."""
    return (
        f"{trial.text.name} ({trial.registration}), {trial.n_randomised} randomised, "
        f"data version {trial.version}"
    )


def summary_view_title(trial: Trial, choices: Choices) -> str:
    """End point, landmark and analysis."""
    end = endpoint_words(trial, choices).name
    when = "" if choices.months is None else f" at {numbers.time(choices.months)}"
    return f"{end}{when}, {trial.text.cuts[choices.cut].name}"


def summary_view_subtitle(trial: Trial, choices: Choices) -> str:
    """The analysis and how long it followed."""
    analysis = numbers.capitalised(trial.text.cuts[choices.cut].analysis)
    return f"{analysis}; {follow_up(trial, choices.cut)}"


def summary_pairs(trial: Trial) -> str:
    """Which arm comes first wherever two are named."""
    first, second = (arm_words(trial, role).name for role in (Role.EXPERIMENTAL, Role.CONTROL))
    return f"In pairs and differences: {first} vs {second}."


def summary_gain(view: Findings) -> SummaryWords:
    """The gain as the panel says it."""
    survival = view.survival
    if survival is None:
        return SummaryWords(
            gain_name(view.trial, view.choices.endpoint),
            no_landmark(view.trial, view.choices),
        )
    shown = f"{numbers.with_range(survival.gain, signed=True)} per 100"
    arms = numbers.versus(
        *(numbers.with_range(arm) for arm in (survival.experimental, survival.control))
    )
    alive = endpoint_of(view.trial, survival).alive
    more = f"More {alive} at {survival.months} months: {arms} per 100."
    return SummaryWords(gain_heading(view.trial, survival), shown, (more,))


def summary_number_needed(view: Findings) -> SummaryWords:
    """The number needed to treat with its time."""
    if view.survival is None:
        return SummaryWords("Number needed to treat", numbers.NOT_AVAILABLE)
    survival = view.survival
    return SummaryWords(number_needed_name(survival), numbers.number_needed(survival.number_needed))


def summary_hazard_ratio(view: Findings) -> SummaryWords:
    """The hazard ratio with its event, range and P."""
    name = hazard_ratio_number(view.trial, view.choices.endpoint)
    shown = hazard_ratio_words(view.trial, view.choices, view.base.hazard_ratio)
    said = (
        numbers.NOT_AVAILABLE if view.base.hazard_ratio is None else shown.removeprefix(f"{name} ")
    )
    return SummaryWords(name, said)


def summary_harm(view: Findings) -> SummaryWords:
    """The weighed harm as the panel says it."""
    if view.harm is None:
        own, said = harm_words(view.trial), harm_not_available(view.trial)
        if own is None:
            return SummaryWords("Harm", said)
        return SummaryWords(own.name, said.removeprefix(f"{own.name}: "))
    shown = f"{numbers.with_range(view.harm.excess, signed=True)} per 100"
    notes = (f"More people with at least one. {harm_origin(view.trial, view.harm)}.",)
    return SummaryWords(harm_heading(view.trial, view.harm), shown, notes)


def summary_median(trial: Trial, entry: MedianSurvival) -> SummaryWords:
    """One arm's median, or that it was not reached."""
    said = numbers.NOT_REACHED if entry.months is None else median_with_range(entry)
    return SummaryWords(median_number(trial, entry), said)


def summary_balance(view: Findings) -> SummaryWords:
    """The balance point as the panel says it, or why there is none."""
    figures = balance_figures(view)
    if figures is None:
        return SummaryWords(BALANCE_TITLE, obstacle_sentence(view))
    return SummaryWords(BALANCE_TITLE, figures, (balance_sentence(view),))
